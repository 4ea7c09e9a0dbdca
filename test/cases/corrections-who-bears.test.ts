// Ai chịu phần cát có mâu thuẫn: the book decides who bears contradicted kilograms, no party's choice of order. They stay where they were
// contradicted; what is sold, moved, mixed or sent on is taken from the others. In a dossier they bear on the dearest line.
import { beforeAll, describe, expect, it } from "vitest";
import { MEASURE, SITE_TYPE } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { completeAnnex, decide, figuresOf, passage, receipt, sandSlip, sandToDyke, workLine } from "../rules/world.ts";
import { type Province, place, stockOf, way } from "../stories/people.ts";

const reason = "Thừa so với nhu cầu còn lại của gói thầu";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  base.pass(60);
});

/** An officer notes a foreign plate: the load is contradicted as a whole. */
function contradict(ledger: Ledger, slip: number): void {
  const seen = passage(province, { index: slip }, ledger.nowS, { plateMatches: 0 });
  expect(word(ledger.say("police", "passage.record", seen))).toBe("kept: plate-differs");
}

/** Two loads of 17 t in the yard, the first contradicted. */
function dirtyThenClean(ledger: Ledger, holder = province.yardKeeper): number[] {
  return [0, 1].map((i) => {
    const load = sandSlip(province, { vehicle: province.trucks[i]!, massKg: 17_000, measure: MEASURE.scale });
    const slip = ledger.must("sandMiner", "slip.issue", load);
    ledger.pass(40);
    if (i === 0) contradict(ledger, slip);
    ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, 17_000, { holder }));
    return slip;
  });
}

const yard = () => stockOf(province.yard, province.yardKeeper);
const dyke = () => `project/${province.dyke}/2/0/1` as const;

/** Of the kilograms in an account, those whose origin is a slip. */
function under(ledger: Ledger, account: Parameters<Ledger["kg"]>[0], slip: number): number {
  const comesFrom = (id: number): boolean => {
    const lot = ledger.book.memory.lots.get(id);
    return lot !== undefined && (lot.account === `transit/${slip}` || comesFrom(lot.parent));
  };
  return ledger.book.lots(account).reduce((kg, lot) => (comesFrom(lot.id) ? kg + lot.left : kg), 0);
}

const sell = (ledger: Ledger, massKg: number): Said =>
  ledger.say("yardKeeper", "sale.declare", { site: province.yard, material: 1, massKg, day: 20261110 });

function fromYard(ledger: Ledger, route: number, massKg: number, other: Partial<Body<"slip.issue">> = {}): Said {
  const load = { route, vehicle: province.trucks[2]!, material: 1 as const, massKg, measure: MEASURE.scale, ...other };
  return ledger.say("yardKeeper", "slip.issue", load);
}

function approved(ledger: Ledger, said: Said, by: readonly string[]): Said {
  if ("refused" in said) return said;
  return by.reduce(
    (last: Said, who) => ("refused" in last ? last : ledger.say(who, "approve", { proposal: said.index })),
    said,
  );
}

describe("F32: contradicted kilograms parked in another package", () => {
  /** A road of two packages; package 1 has two loads of 16,836 kg, as ten m³ of fill ask, the first contradicted if so said. */
  const twoLoads = (contradicted: boolean) => {
    const ledger = base.fork();
    const { owner, supervisor, treasury, packages } = ledger.book.need("project", province.dyke);
    const [builder] = packages;
    const other = ledger.book.need("project", province.bridge).packages[0]!;
    const project = ledger.must("authority", "project.register", {
      code: "8067891",
      name: "Đường tránh thị trấn",
      owner,
      supervisor,
      treasury,
      packages: [
        { ...builder!, number: 1 },
        { ...other, number: 2 },
      ],
    });
    const route = way(ledger, province.sandMine, project, 45);
    const slips = [0, 1].map((i) => {
      const load = { route, vehicle: province.trucks[i]!, massKg: 16_836, package: 1 };
      const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, load));
      ledger.pass(46);
      ledger.must("builderB", "load.receive", receipt(slip, project, 16_836, { package: 1 }));
      return slip;
    });
    if (contradicted) contradict(ledger, slips[0]!);
    return { ledger, dirty: slips[0]!, project };
  };
  const transfer = (ledger: Ledger, project: number, massKg: number) => {
    const body = { project, from: 1, to: 2, material: 1 as const, massKg, reason };
    return approved(ledger, ledger.say("builderB", "package.transfer", body), ["owner", "supervisor", "builderA"]);
  };

  it("the transfer takes the others: the claim still shows 16,836 kg contradicted", () => {
    const { ledger, dirty, project } = twoLoads(true);
    expect(word(transfer(ledger, project, 16_836))).toBe("ok");
    const [own, parked] = [1, 2].map((each) => under(ledger, `project/${project}/${each}/0/1`, dirty));
    expect([own, parked]).toEqual([16_836, 0]);
    const lines = [workLine(10_000, 265_000, province.embankment)];
    const annex = completeAnnex(ledger, province, lines, { project, package: 1 });
    expect(figuresOf(ledger, annex).figures.lines[0]!.materials[0]).toMatchObject({
      contradictedKg: 16_836,
      ledgerKg: 0,
    });
  });

  it("more than the clean kilograms cannot be transferred; with nothing contradicted they can", () => {
    const { ledger, project } = twoLoads(true);
    expect(transfer(ledger, project, 20_000)).toEqual({
      refused: {
        code: "stock-contested",
        figures: { left_kg: 16_836, contested_kg: 16_836, need_kg: 20_000 },
      },
    });
    const honest = twoLoads(false);
    expect(word(transfer(honest.ledger, honest.project, 20_000))).toBe("ok");
  });
});

describe("F33: contradicted kilograms on a line that is worth nothing", () => {
  /** One contradicted and one clean load of 16,836 kg; two lines of ten m³ of fill, one of them for 0 đ. */
  const claim = (prices: readonly number[]) => {
    const ledger = base.fork();
    const [dirty] = sandToDyke(ledger, province, [16_836, 16_836]);
    contradict(ledger, dirty!);
    const lines = prices.map((price) => workLine(10_000, price, province.embankment));
    return figuresOf(ledger, completeAnnex(ledger, province, lines)).figures;
  };

  it("in whichever order the contractor writes the lines, the dear one bears them: 0 of 2,650,000 đ", () => {
    for (const prices of [
      [0, 265_000],
      [265_000, 0],
    ]) {
      const { acceptedDong, claimedDong, lines } = claim(prices);
      expect([acceptedDong, claimedDong]).toEqual([0, 2_650_000]);
      const dear = lines[prices.indexOf(265_000)]!;
      expect(dear.materials[0]).toMatchObject({ contradictedKg: 16_836, ledgerKg: 0 });
    }
  });

  it("two honest lines of one price are served as written; nothing contradicted, all is paid", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [16_836, 16_836]);
    const lines = [0, 265_000].map((price) => workLine(10_000, price, province.embankment));
    const annex = completeAnnex(ledger, province, lines);
    expect(figuresOf(ledger, annex).figures.acceptedDong).toBe(2_650_000);
  });
});

describe("F34: yard carousel A→B→A sends the contradicted load to the back of the line", () => {
  const carousel = () => {
    const ledger = base.fork();
    const [dirty] = dirtyThenClean(ledger);
    const other = place(ledger, SITE_TYPE.yard, "Bãi số 2 Bến Thượng", province.yardKeeper);
    return { ledger, dirty: dirty!, there: way(ledger, province.yard, other, 5), other };
  };

  it("only clean sand goes round, and the contradicted load cannot leave by itself", () => {
    const { ledger, dirty, there, other } = carousel();
    const out = fromYard(ledger, there, 17_000);
    expect(word(out)).toBe("ok");
    ledger.pass(6);
    ledger.must("yardKeeper", "load.receive", receipt("index" in out ? out.index : 0, other, 17_000));
    expect([under(ledger, yard(), dirty), under(ledger, stockOf(other, province.yardKeeper), dirty)]).toEqual([
      17_000, 0,
    ]);
    ledger.pass(6);
    expect(word(fromYard(ledger, there, 17_000, { vehicle: province.trucks[3]! }))).toBe("refused: stock-contested");
  });

  it("honest: the yard's customers are served from the clean load meanwhile", () => {
    const { ledger } = carousel();
    expect(word(fromYard(ledger, province.routes["yard→dyke"]!, 17_000, { package: 2 }))).toBe("ok");
  });
});

describe("F35: private sale of the contradicted load", () => {
  it("sells the clean one; what is contradicted stays on the book", () => {
    const ledger = base.fork();
    const [dirty] = dirtyThenClean(ledger);
    expect(word(sell(ledger, 17_000))).toBe("ok");
    expect([ledger.kg(`sold/${province.yard}`), under(ledger, yard(), dirty!)]).toEqual([17_000, 17_000]);
    expect(word(sell(ledger, 1))).toBe("kept: stock-contested");
  });

  it("honest: with nothing contradicted both loads can be sold", () => {
    const ledger = base.fork();
    sandToYard(ledger);
    expect(word(sell(ledger, 34_000))).toBe("ok");
  });
});

function sandToYard(ledger: Ledger): void {
  for (const i of [0, 1]) {
    const load = sandSlip(province, { vehicle: province.trucks[i]!, massKg: 17_000, measure: MEASURE.scale });
    const slip = ledger.must("sandMiner", "slip.issue", load);
    ledger.pass(40);
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 17_000));
  }
}

describe("F36: the plant chooses whose mortar takes the contradicted sand", () => {
  /** Mortar of 1,380 kg of sand a cubic metre, and two loads of 6,900 kg of sand, five m³ each, at the plant. */
  function plant() {
    const ledger = base.fork();
    const { factor } = ledger.book.need("recipe", province.embankment).lines[0]!;
    const product = ledger.agree("authority", "deputy", "recipe.set", {
      code: "VUA.75",
      name: "Vữa xây mác 75",
      unit: "m³",
      source: 1,
      document: "Định mức xây dựng 2021",
      waste: 1,
      lines: [{ material: 1, numerator: 1, denominator: 1, factor }],
    });
    const route = way(ledger, province.sandMine, province.plant, 40);
    const slips = [0, 1].map((i) => {
      const load = { route, vehicle: province.trucks[i]!, massKg: 6900 };
      const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, load));
      ledger.pass(45);
      ledger.must("plantKeeper", "load.receive", receipt(slip, province.plant, 6900));
      return slip;
    });
    const mix = (milli: number) =>
      ledger.say("plantKeeper", "batch.process", {
        site: province.plant,
        inputs: [{ material: 1, massKg: Math.ceil((milli * 1380) / 1000) }],
        product,
        quantityMilli: milli,
      });
    const deliver = (milli: number, to: "bridge" | "dyke", vehicle: number) => {
      const load = { vehicle, product, quantityMilli: milli, massKg: milli * 2, measure: MEASURE.volume };
      const route = province.routes[`plant→${to}`]!;
      return ledger.must("plantKeeper", "slip.issue", { route, ...load, package: to === "dyke" ? 2 : 1 });
    };
    return { ledger, dirty: slips[0]!, mix, deliver };
  }

  it("contradicted before it is mixed, no batch takes it: five m³ of clean sand are all that can be mixed", () => {
    const { ledger, dirty, mix } = plant();
    contradict(ledger, dirty);
    expect([word(mix(5001)), word(mix(5000))]).toEqual(["refused: stock-contested", "ok"]);
    expect(under(ledger, stockOf(province.plant, province.plantKeeper), dirty)).toBe(6900);
  });

  it("contradicted when it is mixed already, every delivery holds its share, whichever the plant sends first", () => {
    const { ledger, dirty, mix, deliver } = plant();
    expect(word(mix(10_000))).toBe("ok");
    contradict(ledger, dirty);
    // 13,800 kg of sand in ten m³, half of it contradicted: 6 m³ hold 8,280 kg, 4 m³ hold 5,520 kg.
    const decoy = deliver(6000, "dyke", province.mixers[0]!);
    const bridge = deliver(4000, "bridge", province.mixers[1]!);
    const shares = [decoy, bridge].map((slip) => [
      ledger.kg(`transit/${slip}`),
      under(ledger, `transit/${slip}`, dirty),
    ]);
    expect(shares).toEqual([
      [8280, 4140],
      [5520, 2760],
    ]);
  });

  it("honest: with nothing contradicted the plant mixes all it has", () => {
    const { mix } = plant();
    expect(word(mix(10_000))).toBe("ok");
  });
});

describe("H23: surplus sand goes back to the yard, or to another project", () => {
  const release = (ledger: Ledger, massKg: number, other: Partial<Body<"project.release">> = {}) => {
    const body = { project: province.dyke, from: 2, material: 1 as const, massKg, to: province.yard, reason, ...other };
    return ledger.say("builderB", "project.release", body);
  };
  const signers = ["owner", "supervisor", "yardKeeper"];

  it("when contractor, owner, supervisor and receiver have signed; its origin goes with it", () => {
    const ledger = base.fork();
    const [slip] = sandToDyke(ledger, province, [17_000]);
    const said = release(ledger, 5000);
    expect(ledger.kg(yard())).toBe(0);
    expect(word(approved(ledger, said, signers))).toBe("ok");
    expect([ledger.kg(yard()), ledger.kg(dyke()), under(ledger, yard(), slip!)]).toEqual([5000, 12_000, 5000]);
    // A contradiction that comes afterwards reaches what was sold back as well: it cannot be resold.
    contradict(ledger, slip!);
    expect(word(sell(ledger, 1000))).toBe("kept: stock-contested");
  });

  it("can be sold on under a slip of the yard like any other sand", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [17_000]);
    approved(ledger, release(ledger, 5000), signers);
    expect(word(fromYard(ledger, province.routes["yard→dyke"]!, 5000, { package: 2 }))).toBe("ok");
  });

  it("cheat: a contradicted load does not leave this way, and what is paid does not either", () => {
    const ledger = base.fork();
    const [dirty] = sandToDyke(ledger, province, [17_000]);
    contradict(ledger, dirty!);
    expect(word(approved(ledger, release(ledger, 5000), signers))).toBe("refused: stock-contested");
    const paid = base.fork();
    sandToDyke(paid, province, [16_836]);
    decide(paid, completeAnnex(paid, province, [workLine(10_000, 265_000, province.embankment)]));
    expect(word(approved(paid, release(paid, 5000), signers))).toBe("refused: stock-short");
  });

  it("cheat: nobody takes it out alone, nor into a mine", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [17_000]);
    expect(
      word(
        ledger.say("yardKeeper", "project.release", {
          project: province.dyke,
          from: 2,
          material: 1,
          massKg: 100,
          to: province.yard,
          reason,
        }),
      ),
    ).toBe("refused: no-standing");
    expect(word(release(ledger, 100, { to: province.sandMine }))).toBe("refused: bad-terms");
    expect(word(approved(ledger, release(ledger, 100), ["owner"]))).toBe("ok");
    expect(ledger.kg(yard())).toBe(0);
  });
});
