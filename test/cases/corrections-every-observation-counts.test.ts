// Mỗi ghi nhận tự nó được tính: every observation that is kept counts by itself, and setting one aside leaves the others.
import { beforeAll, describe, expect, it } from "vitest";
import { MEASURE } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { type Ledger, newDevice, openProvince, type Said, word } from "../rules/ledger.ts";
import { completeAnnex, decide, figuresOf, passage, receipt, sandSlip, sandToDyke, workLine } from "../rules/world.ts";
import { giveDevice, grant, type Province, stockOf, until, way } from "../stories/people.ts";

let base: Ledger;
let province: Province;
const why = { document: "Biên bản làm việc số 9", reason: "Đã đối chiếu camera và phiếu cân tại mỏ" };

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  await giveDevice(base, "patrol", province.police);
  const party = base.book.need("key", base.kids.get("authority")!).party!;
  for (const [i, who] of ["chief", "deputy"].entries()) {
    const person = base.must("root0", "person.register", { party, number: new Uint8Array(16).fill(i + 7) });
    const { key, possession, kid } = await newDevice(who);
    base.agree("root0", "root1", "key.register", { key, possession, party, person });
    base.kids.set(who, kid);
  }
  base.pass(60);
});

function send(ledger: Ledger, other: Partial<Body<"slip.issue">> = {}): number {
  return ledger.must(
    "sandMiner",
    "slip.issue",
    sandSlip(province, { massKg: 18_000, measure: MEASURE.scale, ...other }),
  );
}

const toDyke = () => ({ route: province.routes["sandMine→dyke"]!, package: 2 });

function see(ledger: Ledger, who: string, slip: number, other: Partial<Body<"passage.record">> = {}): Said {
  return ledger.say(who, "passage.record", passage(province, { index: slip }, ledger.nowS, other));
}

function indexOf(said: Said): number {
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return said.index;
}

function lift(ledger: Ledger, slip: number, observation: number): Said {
  const proposal = indexOf(ledger.say("chief", "contest.lift", { observations: [{ slip, observation }], ...why }));
  return ledger.say("deputy", "approve", { proposal });
}

const contest = (ledger: Ledger, slip: number) => ledger.book.need("slipState", slip).contested?.why;
const yard = () => stockOf(province.yard, province.yardKeeper);

describe("F01: void after an offline passage, sand straight from the ground", () => {
  /** A source of 18 t in all: one load. */
  const oneLoad = () => {
    const ledger = base.fork();
    const source = grant(ledger, {
      holder: province.sandMiner,
      sites: [province.sandMine],
      instrument: 1,
      number: "01/GP-UBND",
      materials: [1],
      reserve: { unit: 2, amount: 18 },
    });
    const slip = send(ledger, { source });
    ledger.pass(10);
    const passed = ledger.write("police", "passage.record", passage(province, { index: slip }, ledger.nowS));
    ledger.must("sandMiner", "slip.void", { slip, reason: "Xe hỏng, không chở" });
    const again = () => {
      until(ledger, 20261115, 9);
      return word(ledger.say("sandMiner", "slip.issue", sandSlip(province, { source, massKg: 18_000 })));
    };
    return { ledger, slip, passed, again };
  };

  it("the officer's passage comes a day later: the void does not give the 18 t back", () => {
    const { ledger, slip, passed, again } = oneLoad();
    ledger.pass(24 * 60);
    expect(word(ledger.bring(passed))).toBe("kept: void-but-seen");
    expect(contest(ledger, slip)).toBe("void-but-seen");
    expect(again()).toBe("refused: reserve-exceeded");
  });

  it("honest: never seen, the capacity comes back after three days", () => {
    expect(oneLoad().again()).toBe("ok");
  });
});

describe("F02: a bribed officer contests first, an honest one of the same force sees the other lorry", () => {
  it("the lie lifted, what the honest officer saw still contests", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    ledger.pass(10);
    const lie = indexOf(see(ledger, "police", slip, { plateMatches: 0 }));
    const truth = indexOf(see(ledger, "patrol", slip, { plateMatches: 0 }));
    expect(word(lift(ledger, slip, lie))).toBe("ok");
    expect(ledger.book.need("slipState", slip).contested).toMatchObject({ why: "plate-differs", index: truth });
  });

  it("honest: the only false passage lifted, the load is clear", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    ledger.pass(10);
    expect(word(lift(ledger, slip, indexOf(see(ledger, "police", slip, { plateMatches: 0 }))))).toBe("ok");
    expect(contest(ledger, slip)).toBeUndefined();
  });
});

/** A load of 16,836 kg to the dyke, ten m³ of fill, and its dossier. */
function claimed() {
  const ledger = base.fork();
  const [slip] = sandToDyke(ledger, province, [16_836]);
  const annex = completeAnnex(ledger, province, [workLine(10_000, 265_000, province.embankment)]);
  return { ledger, slip: slip!, annex };
}

describe("F04: a contradiction after payment", () => {
  it("names the result to its treasury, and the project is not clear for settlement", () => {
    const { ledger, slip, annex } = claimed();
    decide(ledger, annex);
    ledger.pass(30);
    const seen = indexOf(see(ledger, "police", slip));
    expect(ledger.signals(seen)).toEqual(["contradicted-after-payment", "seen-after-receipt"]);
    const settle = { project: province.dyke, outcome: 1 as const, bandPermille: 50, ...why };
    const refused = { code: "settlement-contradicted", figures: { found_kg: 16_836 } };
    expect(ledger.say("owner", "settlement.check", settle)).toEqual({ refused });
  });

  it("honest: the empty lorry seen on its way back leaves the result as it is", () => {
    const { ledger, slip, annex } = claimed();
    decide(ledger, annex);
    ledger.pass(30);
    expect(ledger.signals(indexOf(see(ledger, "police", slip, { direction: 2 })))).toEqual([]);
  });
});

describe("H28: a contest lifted after the result", () => {
  it("the 16,836 kg that were withheld come back, and the next dossier is paid", () => {
    const { ledger, slip, annex } = claimed();
    const lie = indexOf(see(ledger, "police", slip, { plateMatches: 0 }));
    decide(ledger, annex);
    expect(ledger.kg(`withheld/${annex}`)).toBe(16_836);
    expect(word(lift(ledger, slip, lie))).toBe("ok");
    expect([ledger.kg(`withheld/${annex}`), ledger.kg(`project/${province.dyke}/2/0/1`)]).toEqual([0, 16_836]);
    const next = completeAnnex(ledger, province, [workLine(10_000, 265_000, province.embankment)]);
    expect(figuresOf(ledger, next).figures.acceptedDong).toBe(2_650_000);
  });

  it("cheat: one officer alone brings nothing back", () => {
    const { ledger, slip, annex } = claimed();
    const observation = indexOf(see(ledger, "police", slip, { plateMatches: 0 }));
    decide(ledger, annex);
    const proposal = indexOf(ledger.say("chief", "contest.lift", { observations: [{ slip, observation }], ...why }));
    expect(word(ledger.say("chief", "approve", { proposal }))).toBe("refused: needs-second");
    expect(ledger.kg(`withheld/${annex}`)).toBe(16_836);
  });
});

describe("F05: the supervisor refuses the load, the contractor receives it all the same", () => {
  const refuse = (ledger: Ledger, who: string, slip: number) =>
    ledger.must(who, "load.refuse", { slip: { index: slip }, at: province.dyke, package: 2, reason: "Cát lẫn bùn" });

  it("the load is contested", () => {
    const ledger = base.fork();
    const slip = send(ledger, toDyke());
    ledger.pass(46);
    refuse(ledger, "supervisor", slip);
    ledger.pass(30);
    const taken = ledger.say("builderB", "load.receive", receipt(slip, province.dyke, 18_000, { package: 2 }));
    expect([word(taken), contest(ledger, slip)]).toEqual(["kept: received-though-refused", "received-though-refused"]);
  });

  it("honest: refused, and taken back by the mine", () => {
    const ledger = base.fork();
    const slip = send(ledger, toDyke());
    ledger.pass(46);
    refuse(ledger, "supervisor", slip);
    ledger.pass(50);
    ledger.must("sandMiner", "load.receive", receipt(slip, province.sandMine, 18_000));
    expect(contest(ledger, slip)).toBeUndefined();
  });
});

describe("F06: the checkpoint weighs 8 t where the slip says 18 t", () => {
  it("what the weight does not bear out is in question: 18,000 − 8,000 − 258 − 540 = 9,202 kg", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    ledger.pass(10);
    expect(word(see(ledger, "police", slip, { massKg: 8000 }))).toBe("kept: weight-differs");
    // √(91² + 241²) = 257.6 of both scales, rounded up; 3 % of 18,000 may drain.
    expect(ledger.book.need("slipState", slip).contested).toMatchObject({ why: "weight-differs", kg: 9202 });
  });

  it("honest: 17,700 kg weighed at the checkpoint agree", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    ledger.pass(10);
    expect(word(see(ledger, "police", slip, { massKg: 17_700 }))).toBe("ok");
  });
});

describe("F07: one slip at two checkpoints 100 km apart within a minute", () => {
  const posts = (ledger: Ledger, hundredths: number) =>
    [0, hundredths].map((north) =>
      ledger.must("authority", "site.register", {
        type: 9,
        name: `Chốt ${north}`,
        party: province.police,
        latitudeE7: 187_000_000 + north * 100_000,
        longitudeE7: 1_056_000_000,
      }),
    );

  it("contradicts: 100 km take an hour, and two clocks are off by 30 minutes at most", () => {
    const ledger = base.fork();
    const [near, far] = posts(ledger, 90);
    const slip = send(ledger);
    ledger.pass(10);
    see(ledger, "police", slip, { site: near! });
    ledger.pass(1);
    expect(word(see(ledger, "patrol", slip, { site: far! }))).toBe("kept: too-far-apart");
    expect(ledger.book.need("slipState", slip).contested).not.toHaveProperty("kg");
    expect(contest(ledger, slip)).toBe("too-far-apart");
  });

  it("honest: two checkpoints 10 km apart, twelve minutes later", () => {
    const ledger = base.fork();
    const [near, far] = posts(ledger, 9);
    const slip = send(ledger);
    ledger.pass(10);
    see(ledger, "police", slip, { site: near! });
    ledger.pass(12);
    expect([word(see(ledger, "patrol", slip, { site: far! })), contest(ledger, slip)]).toEqual(["ok", undefined]);
  });
});

describe("H04: the lorry breaks down, another takes the load; the officer's QR still names the first", () => {
  const handedOver = () => {
    const ledger = base.fork();
    const slip = send(ledger);
    ledger.pass(20);
    const second = province.trucks[1]!;
    const said = ledger.say("sandMiner", "slip.amend", { slip, vehicle: second, reason: "Xe nổ lốp trên đường" });
    ledger.must("yardKeeper", "approve", { proposal: indexOf(said) });
    ledger.pass(20);
    return { ledger, slip, second };
  };

  it("another plate than the QR's is no contradiction", () => {
    const { ledger, slip, second } = handedOver();
    expect(word(see(ledger, "police", slip, { plateMatches: 0, vehicle: second }))).toBe("ok");
    expect(word(see(ledger, "patrol", slip, { plateMatches: 0 }))).toBe("ok");
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 18_000));
    expect([contest(ledger, slip), ledger.kg(yard())]).toEqual([undefined, 18_000]);
  });

  it("cheat: a third lorry is", () => {
    const { ledger, slip } = handedOver();
    expect(word(see(ledger, "police", slip, { plateMatches: 0, vehicle: province.trucks[2]! }))).toBe(
      "kept: plate-differs",
    );
  });
});

describe("H06: a load for the dyke sent by another way to the same dyke, the package not repeated", () => {
  const rerouted = () => {
    const ledger = base.fork();
    const slip = send(ledger, toDyke());
    const route = way(ledger, province.sandMine, province.dyke, 60);
    ledger.pass(10);
    const said = ledger.say("sandMiner", "slip.amend", { slip, route, reason: "Đường cũ ngập, đi tuyến khác" });
    ledger.must("builderB", "approve", { proposal: indexOf(said) });
    ledger.pass(50);
    return { ledger, slip };
  };

  it("keeps its package: the contractor receives it and nothing contradicts it", () => {
    const { ledger, slip } = rerouted();
    expect(ledger.book.need("slip", slip).package).toBe(2);
    ledger.must("builderB", "load.receive", receipt(slip, province.dyke, 18_000, { package: 2 }));
    expect([contest(ledger, slip), ledger.kg(`project/${province.dyke}/2/0/1`)]).toEqual([undefined, 18_000]);
  });

  it("cheat: received at another yard all the same, it is contested", () => {
    const { ledger, slip } = rerouted();
    const elsewhere = ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, 18_000));
    expect(word(elsewhere)).toBe("kept: received-elsewhere");
  });
});

describe("H20: an officer without network types the passage in the evening", () => {
  it("his note keeps its hour, before the receipt: nothing is contradicted", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    ledger.pass(15);
    const seenS = ledger.nowS;
    ledger.pass(26);
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 18_000));
    until(ledger, 20261110, 20);
    expect(word(see(ledger, "police", slip, { seenS }))).toBe("ok");
    expect([contest(ledger, slip), ledger.kg(yard())]).toEqual([undefined, 18_000]);
  });

  it("cheat: seen outbound three hours after the receipt, it contradicts, whenever it is typed", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    ledger.pass(41);
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 18_000));
    ledger.pass(180);
    const seenS = ledger.nowS;
    until(ledger, 20261110, 20);
    expect(word(see(ledger, "police", slip, { seenS }))).toBe("kept: seen-after-receipt");
    expect([contest(ledger, slip), ledger.kg(yard())]).toEqual(["seen-after-receipt", 18_000]);
  });
});
