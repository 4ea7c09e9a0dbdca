// Tỷ lệ thu hồi: how much stone comes of so much rock is the authority's signed word; a plant's mix has a floor and a ceiling. By hand.

import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import type { RuleSet } from "../../src/format/bodies/ruleset.ts";
import { MATERIAL, type Material, MEASURE } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { type Ledger, openProvince, word } from "../rules/ledger.ts";
import { receipt } from "../rules/world.ts";

const DOCUMENT = "Biên bản thử nghiệm dây chuyền ngày 20/03/2026";

/** 50 t of blasted rock in three loads stand at the crusher. */
async function openCrusher(rules: Partial<RuleSet>): Promise<{ ledger: Ledger; province: Province }> {
  const { ledger, province } = await openProvince(rules);
  for (const [i, massKg] of [17_000, 17_000, 16_000].entries()) {
    const load = { source: province.stoneSource, material: MATERIAL.blastedRock, massKg, measure: MEASURE.volume };
    const way = { route: province.routes["stoneMine→crusher"]!, vehicle: province.trucks[i]! };
    const slip = ledger.must("stoneMiner", "slip.issue", { ...load, ...way });
    ledger.pass(12);
    ledger.must("stoneMiner", "load.receive", receipt(slip, province.crusher, massKg));
  }
  return { ledger, province };
}

let observed: Awaited<ReturnType<typeof openCrusher>>;
let blocked: Awaited<ReturnType<typeof openCrusher>>;

beforeAll(async () => {
  [observed, blocked] = [await openCrusher({ yieldPhase: 1 }), await openCrusher({ yieldPhase: 3 })];
});

/** A run of 50 t: so much stone 1×2, stone 4×6 and dust. */
function run(province: Province, stone: number, coarse: number, dust: number): Body<"batch.process"> {
  const made: [Material, number][] = [
    [6, stone],
    [7, coarse],
    [9, dust],
  ];
  const outputs = made.filter(([, massKg]) => massKg > 0).map(([material, massKg]) => ({ material, massKg }));
  return { site: province.crusher, inputs: [{ material: 3, massKg: 50_000 }], outputs };
}

/** Of 50 t: 17,5 to 30 t of stone 1×2, 42,5 to 50 t in all. */
const bounds = [
  { output: 6 as const, leastPermille: 350, mostPermille: 600 },
  { leastPermille: 850, mostPermille: 1000 },
];

describe("trạm nghiền (a crusher)", () => {
  it("làm ra trong giới hạn thì được; nhiều hơn hay ít hơn một kilôgam thì bị từ chối khi quy tắc chặn", () => {
    const { province } = blocked;
    const ledger = blocked.ledger.fork();
    const tries = (stone: number, coarse: number, dust: number) =>
      word(ledger.fork().say("stoneMiner", "batch.process", run(province, stone, coarse, dust)));
    // Without yields of the authority only mass is kept.
    expect(tries(49_999, 0, 0)).toBe("ok");
    ledger.agree("authority", "deputy", "yield.set", { site: province.crusher, document: DOCUMENT, bounds });
    expect([tries(30_000, 12_500, 0), tries(30_001, 12_500, 0)]).toEqual(["ok", "refused: yield-outside"]);
    expect([tries(17_500, 20_000, 5000), tries(17_499, 20_001, 5000)]).toEqual(["ok", "refused: yield-outside"]);
    // Less than 42,5 t in all: 7,501 t of rock would have gone nowhere.
    expect(tries(25_000, 17_499, 0)).toBe("refused: yield-outside");
    const said = ledger.say("stoneMiner", "batch.process", run(province, 30_001, 12_500, 0));
    expect(said).toMatchObject({
      refused: { figures: { in_kg: 50_000, out_kg: 30_001, least_kg: 17_500, most_kg: 30_000 } },
    });
    expect(ledger.kg(`stock/${province.crusher}/${province.stoneMiner}/0/3/0`)).toBe(50_000);
  });

  it("khi quy tắc theo dõi thì ghi mẻ và cảnh báo; giới hạn chung áp cho trạm chưa có giới hạn riêng", () => {
    const { province } = observed;
    const ledger = observed.ledger.fork();
    ledger.agree("authority", "deputy", "yield.set", { document: DOCUMENT, bounds });
    const wide = { document: DOCUMENT, bounds: [{ output: 6 as const, leastPermille: 0, mostPermille: 1000 }] };
    const own = ledger.fork();
    own.agree("authority", "deputy", "yield.set", { ...wide, site: province.crusher });
    const batch = run(province, 40_000, 0, 1000);
    const index = ledger.must("stoneMiner", "batch.process", batch);
    // Too much stone 1×2 (40 t of at most 30) and too little in all (41 t of at least 42,5).
    expect(ledger.signals(index)).toEqual(["yield-outside", "yield-outside"]);
    expect(own.signals(own.must("stoneMiner", "batch.process", batch))).toEqual([]);
  });

  it("giới hạn do cơ quan quản lý ấn định, cho trạm nghiền có thật, mỗi sản phẩm một dòng", () => {
    const { province } = observed;
    const { ledger } = observed;
    const says = (who: string, other: Partial<Body<"yield.set">>) =>
      word(ledger.fork().say(who, "yield.set", { site: province.crusher, document: DOCUMENT, bounds, ...other }));
    expect(says("authority", {})).toBe("ok");
    expect(says("stoneMiner", {})).toBe("refused: no-standing");
    expect(says("authority", { site: province.yard })).toBe("refused: not-found");
    expect(says("authority", { bounds: [bounds[0]!, bounds[0]!] })).toBe("refused: bad-terms");
    expect(says("authority", { bounds: [{ leastPermille: 900, mostPermille: 899 }] })).toBe("refused: bad-terms");
  });
});

describe("trạm trộn (a plant)", () => {
  it("dồn vào mẻ hơn định mức quá 5 % thì cảnh báo: 7.709 kg cát cho 10 m³ thì thôi, 7.710 kg thì báo", () => {
    const { province } = observed;
    const ledger = observed.ledger.fork();
    const { sandSource, yard, plant, crusher, trucks, routes, concrete } = province;
    const send = (who: string, keeper: string, way: string, to: number, truck: number, load: object) => {
      const body = { route: routes[way]!, vehicle: trucks[truck]!, massKg: 16_000, measure: MEASURE.volume, ...load };
      const slip = ledger.must(who, "slip.issue", body);
      ledger.pass(50);
      ledger.must(keeper, "load.receive", receipt(slip, to, 16_000));
    };
    send("sandMiner", "yardKeeper", "sandMine→yard", yard, 3, { source: sandSource, material: 1 });
    send("yardKeeper", "plantKeeper", "yard→plant", plant, 4, { material: 1 });
    ledger.must("stoneMiner", "batch.process", { ...run(province, 45_000, 0, 0), site: crusher });
    send("stoneMiner", "plantKeeper", "crusher→plant", plant, 5, { material: 6 });
    // 10 m³: 7.341,6 → 7.342 kg of sand, 13.578 kg of stone; 5 % more is 7.709,1 kg of sand.
    const mix = (sandKg: number) => {
      const inputs = [
        { material: MATERIAL.sand, massKg: sandKg },
        { material: MATERIAL.stone1x2, massKg: 13_578 },
      ];
      const fork = ledger.fork();
      const body = { site: plant, product: concrete, quantityMilli: 10_000, inputs };
      return fork.signals(fork.must("plantKeeper", "batch.process", body));
    };
    expect([mix(7342), mix(7709), mix(7710)]).toEqual([[], [], ["recipe-rich"]]);
  });
});
