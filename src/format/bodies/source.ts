// Bodies of sources: the instruments that make material lawful where it starts, and their terms.
import { kind } from "../kind.ts";
import { integer, line, list, maybe, named, record, text } from "../shape.ts";
import { amountUnit, instrument, material } from "./code-shapes.ts";
import { day, document, hours, name, packageNumber, season, yesNo } from "./common.ts";
import { distinctFrom, factor, party, project, site, source } from "./references.ts";

/** An amount as the paper states it; `factor` (a factor.set index, kg per m³) is required when the unit is a volume. */
export const statedAmount = named(
  "stated-amount",
  record({ unit: [1, amountUnit], amount: [2, integer(1, 10 ** 12), "lượng", "amount"], factor: [3, maybe(factor)] }),
);

const boundPackage = record({ project: [1, project], package: [2, packageNumber] });

export const SOURCE_KINDS = {
  /** The materials and amounts that a source may give: the terms of its legal instrument. */
  "source.grant": kind(10, "ghi nhận nguồn hợp pháp", "lawful source registered", {
    instrument: [1, instrument],
    /** Free text: a number alone is not unique. */
    number: [2, line(1, 80), "số", "number"],
    issuer: [3, name, "cơ quan cấp", "issuer"],
    issued: [4, maybe(day), "ngày cấp", "issued"],
    holder: [5, party, "đơn vị được cấp", "holder"],
    sites: [6, list(site, 1, 20), "địa điểm", "places"],
    materials: [7, list(material, 1, 10), "vật liệu", "materials"],
    from: [8, maybe(day), "từ ngày", "from"],
    until: [9, maybe(day), "đến hết", "until"],
    capacityYear: [10, maybe(statedAmount), "công suất năm", "yearly capacity"],
    reserve: [11, maybe(statedAmount), "trữ lượng", "reserve"],
    areaM2: [12, maybe(integer(1, 10 ** 10)), "diện tích, m²", "area, m²"],
    depth: [13, maybe(text(1, 80)), "độ sâu", "depth"],
    /** First and last minute of the day in Vietnam; absent: no limit stated. */
    hours: [14, maybe(hours)],
    /** First and last day of the season as mmdd. */
    season: [15, maybe(season)],
    /** Projects that the material is bound to. */
    projects: [16, maybe(list(project, 1, 40)), "dự án được dùng", "bound to projects"],
    /** The register's own words where it said more, and the questions it left open. */
    note: [17, maybe(text(1, 2000)), "ghi chú", "note"],
    /** Contract packages of those projects that it is bound to. */
    packages: [18, maybe(list(boundPackage, 1, 40)), "gói thầu", "packages"],
    /** Parties that may send from it besides the holder; absent: whoever runs the mine. */
    operators: [19, maybe(list(party, 1, 20)), "đơn vị được dùng", "bound to parties"],
    capacityDay: [20, maybe(statedAmount), "công suất ngày", "daily capacity"],
    distinctFrom: [21, distinctFrom("source.grant")],
  }),
  /** New terms of a source from now on; what is not given stays. A lower limit blocks what comes after and rewrites nothing. */
  "source.amend": kind(11, "điều chỉnh nguồn", "source amended", {
    source: [1, source],
    document: [2, document],
    capacityYear: [3, maybe(statedAmount), "công suất năm", "yearly capacity"],
    reserve: [4, maybe(statedAmount), "trữ lượng", "reserve"],
    until: [5, maybe(day), "đến hết", "until"],
    materials: [6, maybe(list(material, 1, 10)), "vật liệu", "materials"],
    sites: [7, maybe(list(site, 1, 20)), "địa điểm", "places"],
    hours: [8, maybe(hours)],
    season: [9, maybe(season)],
    projects: [10, maybe(list(project, 1, 40)), "dự án được dùng", "bound to projects"],
    packages: [11, maybe(list(boundPackage, 1, 40)), "gói thầu", "packages"],
    operators: [12, maybe(list(party, 1, 20)), "đơn vị được dùng", "bound to parties"],
    capacityDay: [13, maybe(statedAmount), "công suất ngày", "daily capacity"],
  }),
  /**
   * A source goes on under a successor: the licence renewed under another number, or transferred to another holder. The successor sends what
   * lies at the mine, and what has been used counts on; ground that the old licence left unused does not go over.
   */
  "source.succeed": kind(91, "đề xuất chuyển tiếp nguồn sang giấy phép mới", "succession of a source proposed", {
    source: [1, source],
    successor: [2, source, "nguồn tiếp nối", "successor"],
    document: [3, document],
    /** 1: the successor's reserve is that of the whole deposit, used kilograms included; 0: it is what was left. */
    reserveWhole: [4, yesNo, "trữ lượng gồm cả phần đã khai thác", "reserve includes what is used"],
  }),
};
