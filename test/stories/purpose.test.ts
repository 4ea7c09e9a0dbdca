// Mỏ theo cơ chế đặc thù: a contractor's own borrow pit for one package of one project. Capped, bound, suspendable. Figures by hand.

import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { FACTOR_USE, INSTRUMENT, MATERIAL, MEASURE } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { type Ledger, openProvince, word } from "../rules/ledger.ts";
import { receipt, workLine } from "../rules/world.ts";
import { drawn, firstLine, grant, numbers, place, standing, way, welcome } from "./people.ts";

let base: Ledger;
let province: Province;
let builder: number;
let pit: number;
let road: number;
let source: number;
let recipe: number;
let ways: { road: number; yard: number };

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  const { owner, supervisor, treasury, builderA } = province;
  builder = await welcome(base, "builderC", "Công ty Cổ phần Đường bộ Nam Hà", [2, 7]);
  pit = place(base, 1, "Mỏ đất đắp Đồi Sim (cơ chế đặc thù)", builder);
  road = base.must("authority", "project.register", {
    code: "8099999",
    name: "Đường ven sông Lam",
    owner,
    supervisor,
    treasury,
    packages: [
      { number: 1, name: "Gói thầu số 1: Nền đường Km0 – Km4", contractor: builder },
      { number: 2, name: "Gói thầu số 2: Nền đường Km4 – Km9", contractor: builderA },
    ],
  });
  ways = { road: way(base, pit, road, 20), yard: way(base, pit, province.yard, 20) };
  const document = "Định mức vật liệu xây dựng (số liệu minh họa)";
  const fill = {
    material: MATERIAL.fill,
    use: FACTOR_USE.loose,
    numerator: 1450,
    denominator: 1,
    document,
    from: 20250701,
  };
  const factor = base.agree("authority", "deputy", "factor.set", fill);
  recipe = base.agree("authority", "deputy", "recipe.set", {
    code: "AB.66123",
    name: "Đắp nền đường bằng đất, K95",
    unit: "m³",
    source: 3,
    document,
    waste: 1,
    lines: [{ material: 4, numerator: 110, denominator: 100, factor }],
  });
  source = grant(base, {
    instrument: 3,
    number: "03/BXN-UBND",
    holder: builder,
    sites: [pit],
    materials: [4],
    reserve: { unit: 2, amount: 100 },
    projects: [road],
    packages: [{ project: road, package: 1 }],
  });
});

function fill(truck: number, other: Partial<Body<"slip.issue">> = {}): Body<"slip.issue"> {
  const vehicle = province.trucks[truck]!;
  return { route: ways.road, vehicle, source, material: 4, massKg: 15_000, measure: 3, package: 1, ...other };
}

/** Loads of 15 t into the package, one truck each. */
function haul(ledger: Ledger, loads: number): void {
  for (let i = 0; i < loads; i++) {
    const slip = ledger.must("builderC", "slip.issue", fill(i));
    ledger.pass(20);
    ledger.must("builderC", "load.receive", receipt(slip, road, 15_000, { package: 1 }));
  }
}

describe("mỏ theo cơ chế đặc thù cho một gói thầu (a special-mechanism mine for one package)", () => {
  it("chỉ giao cho gói thầu ghi trong bản xác nhận", () => {
    const ledger = base.fork();
    const issue = (other: Partial<Body<"slip.issue">>) => word(ledger.say("builderC", "slip.issue", fill(0, other)));
    expect(issue({ package: 2 })).toBe("refused: source-not-bound");
    const toYard = fill(0, { route: ways.yard });
    delete toYard.package;
    expect(word(ledger.say("builderC", "slip.issue", toYard))).toBe("refused: source-not-bound");
    expect(issue({})).toBe("ok");
    // Nor by diverting the load on its way, nor by selling it from the pit, nor by handing it on to the other package.
    const slip = ledger.size - 1;
    const proposal = ledger.must("builderC", "slip.amend", {
      slip,
      route: ways.road,
      package: 2,
      reason: "Gói 1 đủ đất",
    });
    expect(word(ledger.say("builderA", "approve", { proposal }))).toBe("refused: source-not-bound");
    ledger.pass(20);
    ledger.must("builderC", "load.receive", receipt(slip, road, 15_000, { package: 1 }));
    const pile = { source, site: pit, material: MATERIAL.fill, day: 20261110, massKg: 20_000, measure: MEASURE.survey };
    ledger.must("builderC", "extract.record", pile);
    const sale = ledger.say("builderC", "sale.declare", {
      site: pit,
      source,
      material: 4,
      massKg: 1000,
      day: 20261110,
    });
    expect(word(sale)).toBe("kept: source-not-bound");
    const given = {
      project: road,
      from: 1,
      to: 2,
      material: MATERIAL.fill,
      massKg: 5000,
      reason: "Gói thầu số 1 thừa đất",
    };
    const transfer = ledger.must("builderC", "package.transfer", given);
    for (const who of ["owner", "supervisor"]) ledger.must(who, "approve", { proposal: transfer });
    expect(word(ledger.say("builderA", "approve", { proposal: transfer }))).toBe("refused: source-not-bound");
    expect(ledger.kg(`project/${road}/1/0/4`)).toBe(15_000);
    expect(ledger.kg(`project/${road}/2/0/4`)).toBe(0);
    // 15 t on the road, 5 t in the pit's pile: the production book said 20 t, of which the slip had already drawn 15.
    expect(standing(ledger, source)).toBe(20_000);
  });

  it("hết khối lượng trong bản xác nhận thì dừng: 100 tấn là sáu chuyến 15 tấn và 10 tấn", () => {
    const ledger = base.fork();
    haul(ledger, 6);
    expect(numbers(ledger.say("builderC", "slip.issue", fill(6)))).toEqual({
      source: "03/BXN-UBND",
      left_kg: 10_000,
      need_kg: 15_000,
    });
    expect(word(ledger.say("builderC", "slip.issue", fill(6, { massKg: 10_000 })))).toBe("ok");
    expect(word(ledger.say("builderC", "slip.issue", fill(7, { massKg: 1 })))).toBe("refused: reserve-exceeded");
    expect(drawn(ledger, source, 2026)).toEqual({ yearKg: 100_000, allKg: 100_000 });
  });

  it("60 m³ nền K95 cần 95,7 tấn, có 90 tấn, thiếu 5,7 tấn: đủ căn cứ 56,426 m³ · 5.642.600 đ", () => {
    const ledger = base.fork();
    haul(ledger, 6);
    // 60 × 1.10 × 1,450 = 95,700 kg; 60 × 90,000 / 95,700 = 56.4263… m³, floored; × 100,000 đ.
    const line = workLine(60_000, 100_000, recipe, { code: "AB.66123" });
    const annex = ledger.write("builderC", "annex.propose", {
      project: road,
      package: 1,
      number: 1,
      kind: 1,
      lines: [line],
    });
    ledger.bring(annex);
    const index = ledger.size - 1;
    for (const who of ["supervisor", "owner"]) ledger.must(who, "annex.cosign", { annex: index, entryId: annex.id });
    expect(firstLine(ledger, index)).toMatchObject({
      acceptedMilli: 56_426,
      acceptedDong: 5_642_600,
      materials: [{ material: 4, demandKg: 95_700, ledgerKg: 90_000, insufficientKg: 5700 }],
    });
  });

  it("đình chỉ thì không xuất phiếu, cho hoạt động lại thì xuất được, thu hồi thì hết", () => {
    const ledger = base.fork();
    const stand = (status: 1 | 2 | 3) =>
      ledger.together("authority", "deputy", "source.status", {
        subject: source,
        status,
        document: "Quyết định số 9/QĐ-UBND",
      });
    stand(2);
    expect(word(ledger.say("builderC", "slip.issue", fill(0)))).toBe("refused: source-inactive");
    stand(1);
    expect(word(ledger.say("builderC", "slip.issue", fill(0)))).toBe("ok");
    stand(3);
    expect(word(stand(1))).toBe("refused: wrong-state");
    expect(word(ledger.say("builderC", "slip.issue", fill(1)))).toBe("refused: source-inactive");
  });

  it("đơn vị khai thác ghi trong giấy mới được xuất phiếu; thay đổi bằng điều chỉnh giấy", async () => {
    const ledger = base.fork();
    const { builderA } = province;
    const digger = await welcome(ledger, "digger", "Công ty TNHH Cơ giới Hòa Bình", [2]);
    const site = place(ledger, 1, "Mỏ đất Hòa Bình", digger);
    const route = way(ledger, site, road, 20);
    const terms = {
      instrument: INSTRUMENT.groupIvLicence,
      number: "11/GP-UBND",
      holder: builderA,
      sites: [site],
      materials: [4 as const],
    };
    const pit4 = grant(ledger, { ...terms, operators: [builderA] });
    const body = fill(3, { source: pit4, route });
    expect(word(ledger.say("digger", "slip.issue", body))).toBe("refused: source-not-here");
    const document = "Giấy phép điều chỉnh số 13/GP-UBND";
    ledger.agree("authority", "deputy", "source.amend", { source: pit4, document, operators: [builderA, digger] });
    expect(word(ledger.say("digger", "slip.issue", body))).toBe("ok");
  });
});
