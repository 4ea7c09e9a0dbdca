// The two tables of a result's figures on the page from disk.
import { html } from "hono/html";
import type { AnnexLine, ClaimFigures } from "../../format/bodies/payment.ts";
import type { Material } from "../../format/codes.ts";
import type { Proven } from "../../format/prove-bundle.ts";
import { said } from "../../rules/readings/acting.ts";
import type { ResultProof } from "../../rules/readings/evidence.ts";
import { formatCount, formatQuantity } from "../../words/as-written.ts";
import type { Markup } from "../layout.ts";
import { figuresTable } from "../parts.ts";
import { materialWords, placeSaid } from "./names.ts";

export function workTable(lines: readonly AnnexLine[], figures: ClaimFigures): Markup {
  const figure = (head: string, unit?: string) => ({ head, kind: "figure" as const, ...(unit ? { unit } : {}) });
  return figuresTable({
    caption: { vi: "Hạng mục công việc", en: "Work lines" },
    columns: [
      { head: "Hạng mục · Line" },
      figure("Khối lượng · Quantity"),
      figure("Chấp nhận · Accepted"),
      figure("Đề nghị · Asked", "đ"),
      figure("Chấp nhận · Accepted", "đ"),
    ],
    rows: lines.map((line, i) => {
      const own = figures.lines[i]!;
      const quantity = (milli: number) => `${formatQuantity(milli)} ${line.unit}`;
      return [
        `${i + 1}. ${line.name}`,
        quantity(line.quantityMilli),
        quantity(own.acceptedMilli),
        formatCount(line.valueDong),
        formatCount(own.acceptedDong),
      ];
    }),
    empty: {
      what: { vi: "Hồ sơ tạm ứng, không có hạng mục.", en: "An advance, with no work lines." },
      how: "",
    },
  });
}

export function materialTable(lines: readonly AnnexLine[], figures: ClaimFigures): Markup | "" {
  const columns = [
    "Cần · Needs",
    "Đủ căn cứ · Verified",
    "Miễn · Exempt",
    "Chưa đủ · Short",
    "Mâu thuẫn · Contradicted",
  ];
  const rows = figures.lines.flatMap((line, i) =>
    line.materials.map((each) => [
      html`<span>${materialWords(each.material)}<br><span class="soft">${i + 1}. ${lines[i]!.name}</span></span>`,
      ...[
        each.demandKg,
        each.ledgerKg + each.paperKg + each.transitionalKg,
        each.exemptKg,
        each.insufficientKg,
        each.contradictedKg,
      ].map((kg) => formatCount(kg)),
    ]),
  );
  if (rows.length === 0) return "";
  return figuresTable({
    caption: { vi: "Vật liệu của từng hạng mục", en: "Materials of each line" },
    columns: [
      { head: "Vật liệu · Material" },
      ...columns.map((head) => ({ head, unit: "kg", kind: "figure" as const })),
    ],
    rows,
  });
}

/** The kilograms of a result by the source that their ways lead to: counted, and contested. */
export function sourcesTable(proven: Proven, { origins }: ResultProof): Markup | "" {
  if (origins.length === 0) return "";
  const sums = new Map<string, { source: number; material: Material; clean: number; contested: number }>();
  for (const { way, material, kg, contested } of origins) {
    const source = way.at(-1)!;
    const key = `${source}/${material}`;
    const sum = sums.get(key) ?? { source, material: material as Material, clean: 0, contested: 0 };
    sum[contested === undefined ? "clean" : "contested"] += kg;
    sums.set(key, sum);
  }
  const rows = [...sums.values()].map(({ source, material, clean, contested }) => {
    const granted = said(proven, source, "source.grant")?.body;
    const places = (granted?.sites ?? []).map((site) => placeSaid(proven, site)).join(", ");
    return [
      html`<span>${places}<br><span class="soft">${granted?.number ?? "?"}, ${granted?.issuer ?? "?"} [${source}]</span></span>`,
      materialWords(material),
      formatCount(clean),
      formatCount(contested),
    ];
  });
  return figuresTable({
    caption: { vi: "Theo nguồn (mỏ) và giấy phép", en: "By source (mine) and licence" },
    columns: [
      { head: "Nguồn · Source" },
      { head: "Vật liệu · Material" },
      { head: "Được tính · Counted", unit: "kg", kind: "figure" as const },
      { head: "Mâu thuẫn · Contested", unit: "kg", kind: "figure" as const },
    ],
    rows,
  });
}
