// The frauds of test/docs/frauds.ts: each fraud that can be tried today is tried here, and meets its rule. What is not built yet stands in
// docs/rules.md as "not yet".

import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { MATERIAL, MEASURE, OUTCOME, RECIPE_SOURCE, VEHICLE_CLASS } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import type { AccountKey } from "../../src/rules/book/accounts.ts";
import { contradictionOf } from "../../src/rules/origins/trace.ts";
import { type Ledger, newDevice, openProvince, word } from "./ledger.ts";
import { completeAnnex, decide, passage, receipt, reviewOf, sandSlip, sandToDyke, workLine } from "./world.ts";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

const issue = (ledger: Ledger, other: Partial<Body<"slip.issue">> = {}, who = "sandMiner") =>
  ledger.say(who, "slip.issue", sandSlip(province, other));
const issued = (ledger: Ledger, other: Partial<Body<"slip.issue">> = {}) =>
  ledger.must("sandMiner", "slip.issue", sandSlip(province, other));

describe("forged slips", () => {
  it("are refused from a key that nobody registered", async () => {
    const ledger = base.fork();
    ledger.kids.set("forger", (await newDevice("forger")).kid);
    expect(word(issue(ledger, {}, "forger"))).toBe("refused: unknown-key");
  });

  it("are refused from a key of another trade", () => {
    expect(word(issue(base.fork(), {}, "builderA"))).toBe("refused: no-standing");
  });

  it("leave a receiver who trusted one with nothing in stock", () => {
    const ledger = base.fork();
    const said = ledger.say("yardKeeper", "load.receive", receipt(9999, province.yard, 10_000));
    expect(word(said)).toBe("kept: not-found");
    expect(ledger.kg(`stock/${province.yard}/${province.yardKeeper}/0/1/0`)).toBe(0);
  });
});

describe("one slip on many trips", () => {
  it("is received once; the second receipt moves nothing and contests the first kilograms where they are", () => {
    const ledger = base.fork();
    const slip = issued(ledger);
    ledger.pass(40);
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 10_000));
    const twin = ledger.fork();
    const look = twin.say("yardKeeper", "load.receive", receipt(slip, province.yard, 10_000));
    expect([word(look), twin.book.need("slipState", slip).contested]).toEqual(["ok", null]);
    ledger.pass(60);
    const again = ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, 10_000, { part: 2 }));
    expect(word(again)).toBe("kept: received-twice");
    const stock: AccountKey = `stock/${province.yard}/${province.yardKeeper}/0/1/0`;
    expect(ledger.kg(stock)).toBe(10_000);
    expect(contradictionOf(ledger.book, ledger.book.lots(stock)[0]!)).toMatchObject({ slip, why: "received-twice" });
  });

  it("contradicts itself when seen twice at one checkpoint in one direction", () => {
    const ledger = base.fork();
    const slip = issued(ledger);
    ledger.pass(10);
    expect(word(ledger.say("police", "passage.record", passage(province, { index: slip }, ledger.nowS)))).toBe("ok");
    const back = passage(province, { index: slip }, ledger.nowS, { direction: 2 });
    expect(word(ledger.say("police", "passage.record", back))).toBe("ok");
    const colleague = ledger.say("police", "passage.record", passage(province, { index: slip }, ledger.nowS));
    expect(word(colleague)).toBe("ok");
    ledger.pass(60);
    const again = ledger.say("police", "passage.record", passage(province, { index: slip }, ledger.nowS));
    expect(word(again)).toBe("kept: seen-twice");
    expect(ledger.book.need("slipState", slip).contested).toMatchObject({ why: "seen-twice" });
  });

  it("contradicts itself when it passes after it was received, but not when a scan made before comes late", () => {
    for (const [claimed, fate] of [
      [20, "ok"],
      [50, "ok"],
      [56, "kept: seen-after-receipt"],
    ] as const) {
      const ledger = base.fork();
      const slip = issued(ledger);
      const startS = ledger.nowS;
      ledger.pass(40);
      ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 10_000));
      ledger.pass(60);
      const seenS = startS + claimed * 60;
      const said = ledger.say("police", "passage.record", passage(province, { index: slip }, seenS), {
        claimedS: seenS,
      });
      expect(word(said)).toBe(fate);
      expect(ledger.book.need("slipState", slip).contested !== null).toBe(fate !== "ok");
    }
  });

  it("is not written while the same vehicle is still on the way with another", () => {
    const ledger = base.fork();
    issued(ledger);
    ledger.pass(31);
    expect(word(issue(ledger))).toBe("refused: vehicle-busy");
  });

  it("is noticed when it arrives sooner than any truck could", () => {
    const ledger = base.fork();
    const slip = issued(ledger);
    ledger.pass(3);
    const at = ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 10_000));
    expect(ledger.signals(at)).toContain("impossible-travel");
  });
});

describe("motorcycles and dead trucks", () => {
  it("carry nothing: the vehicle must be registered, running, inspected, and strong enough", () => {
    const ledger = base.fork();
    expect(word(issue(ledger, { vehicle: province.yard }))).toBe("refused: not-found");
    const scooter = { plate: "77C1-23456", class: VEHICLE_CLASS.twoAxleTruck, payloadKg: 150 };
    const vehicle = ledger.must("authority", "vehicle.register", scooter);
    expect(word(issue(ledger, { vehicle, massKg: 20_000 }))).toBe("refused: vehicle-overloaded");
    const old = { plate: "38N-4961", class: VEHICLE_CLASS.heavyTruck, payloadKg: 18_000, inspectedUntil: 20261109 };
    expect(word(issue(ledger, { vehicle: ledger.must("authority", "vehicle.register", old) }))).toBe(
      "refused: vehicle-inspection",
    );
    ledger.must("authority", "vehicle.status", { subject: province.trucks[0]!, status: 2, document: "Biên bản số 7" });
    expect(word(issue(ledger))).toBe("refused: vehicle-inactive");
    ledger.agree("authority", "deputy", "obligation.attest", {
      subject: province.trucks[1]!,
      items: [{ obligation: 17, state: 4 }],
    });
    expect(word(issue(ledger, { vehicle: province.trucks[1]! }))).toBe("refused: obligation-lapsed");
  });

  it("may be loaded to the allowance above payload and not a kilogram more", () => {
    expect(word(issue(base.fork(), { massKg: 19_800 }))).toBe("ok");
    expect(word(issue(base.fork(), { massKg: 19_801 }))).toBe("refused: vehicle-overloaded");
  });
});

describe("122 trips a day, nine seconds apart", () => {
  const quickly = (ledger: Ledger, minutes: number, next: string) => {
    const slip = issued(ledger);
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 10_000));
    ledger.pass(minutes);
    const contract = next === "sandMine→yard" ? {} : { package: 2 };
    return word(issue(ledger, { route: province.routes[next]!, ...contract }));
  };

  it("are refused below the route's cycle, by whichever way the same mine is left next", () => {
    expect(quickly(base.fork(), 0.15, "sandMine→yard")).toBe("refused: cycle-too-short");
    expect(quickly(base.fork(), 29, "sandMine→dyke")).toBe("refused: cycle-too-short");
    expect(quickly(base.fork(), 30, "sandMine→yard")).toBe("ok");
  });
});

describe("a four-hour trip given eleven hours", () => {
  it("is not possible: a slip ends by route and class of vehicle, and nothing in it can say otherwise", () => {
    const ledger = base.fork();
    const route = { from: province.sandMine, to: province.yard, distanceM: 160_000, minutes: 240, cycleMinutes: 0 };
    const long = ledger.must("authority", "route.set", route);
    for (const [type, percent] of [
      [1, 150],
      [3, 175],
      [5, 300],
    ] as const) {
      const plate = `77C-00${type}.00`;
      const vehicle = ledger.must("authority", "vehicle.register", { plate, class: type, payloadKg: 18_000 });
      const slip = ledger.book.need("slip", issued(ledger, { route: long, vehicle }));
      expect(slip.expiresS - slip.eventS).toBe((240 * percent * 60) / 100 + 30 * 60);
    }
  });
});

describe("cancelled after the checkpoint, issued only when stopped", () => {
  it("a slip that was seen is not voided", () => {
    const ledger = base.fork();
    const slip = issued(ledger);
    ledger.pass(10);
    ledger.must("police", "passage.record", passage(province, { index: slip }, ledger.nowS));
    expect(word(ledger.say("sandMiner", "slip.void", { slip, reason: "Khách không lấy hàng" }))).toBe(
      "refused: slip-already-seen",
    );
  });

  it("a slip voided before the officers' device was back on line is contradicted with the kilograms it gave back", () => {
    const ledger = base.fork();
    const day = {
      source: province.sandSource,
      site: province.sandMine,
      material: MATERIAL.sand,
      day: 20261110,
      massKg: 12_000,
      measure: MEASURE.survey,
    };
    ledger.must("sandMiner", "extract.record", day);
    const slip = issued(ledger);
    const seenS = ledger.nowS + 600;
    ledger.pass(15);
    ledger.must("sandMiner", "slip.void", { slip, reason: "Khách không lấy hàng" });
    ledger.pass(30);
    const said = ledger.say("police", "passage.record", passage(province, { index: slip }, seenS), { claimedS: seenS });
    expect(word(said)).toBe("kept: void-but-seen");
    ledger.pass(72 * 60);
    ledger.must("operator", "clock.tick", {});
    const lots = ledger.book.lots(`stock/${province.sandMine}/${province.sandMiner}/0/1/${province.sandSource}`);
    const found = lots.map((lot) => [lot.left, contradictionOf(ledger.book, lot)?.slip]);
    // What the void gave back never comes to the mine's stock: the lorry took it along.
    expect(found).toEqual([[2000, undefined]]);
    expect(ledger.kg(`returning/${slip}`)).toBe(10_000);
  });

  it("a slip written after the truck was stopped carries the hour it was first seen at, or a signal", () => {
    const ledger = base.fork();
    const anchored = ledger.anchor();
    ledger.pass(30);
    const entry = ledger.write("sandMiner", "slip.issue", sandSlip(province), { anchor: anchored });
    const seenS = ledger.nowS - 600;
    const carried = passage(province, { entry: entry.bytes }, seenS);
    const slip = ledger.bring(entry, true);
    expect(word(slip)).toBe("ok");
    const said = ledger.say("police", "passage.record", carried, { claimedS: seenS });
    expect(word(said)).toBe("ok");
    expect(ledger.signals(ledger.size - 1)).toContain("seen-before-issued");
  });
});

describe("yard stock on paper", () => {
  it("does not exist: nothing leaves that was not received", () => {
    const ledger = base.fork();
    const body = {
      route: province.routes["yard→plant"]!,
      vehicle: province.trucks[0]!,
      material: MATERIAL.sand,
      massKg: 5000,
      measure: MEASURE.volume,
    };
    expect(ledger.say("yardKeeper", "slip.issue", body)).toMatchObject({
      refused: { code: "stock-short", figures: { left_kg: 0 } },
    });
    const slip = issued(ledger, { massKg: 4999 });
    ledger.pass(40);
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 4999));
    expect(ledger.say("yardKeeper", "slip.issue", body)).toMatchObject({
      refused: { code: "stock-short", figures: { left_kg: 4999 } },
    });
  });
});

describe("crusher without rock, concrete without sand", () => {
  const crush = (inputs: Body<"batch.process">["inputs"], outputs: NonNullable<Body<"batch.process">["outputs"]>) => ({
    site: province.crusher,
    inputs,
    outputs,
  });

  it("a crusher gives what it was given and no more, and stone only of rock", () => {
    const ledger = base.fork();
    const rock = {
      route: province.routes["stoneMine→crusher"]!,
      source: province.stoneSource,
      material: MATERIAL.blastedRock,
    };
    expect(
      word(
        ledger.say("stoneMiner", "batch.process", crush([{ material: 3, massKg: 1 }], [{ material: 6, massKg: 1 }])),
      ),
    ).toBe("refused: stock-short");
    const slip = ledger.must("stoneMiner", "slip.issue", sandSlip(province, rock));
    ledger.pass(20);
    ledger.must("stoneMiner", "load.receive", receipt(slip, province.crusher, 10_000));
    const more = crush(
      [{ material: 3, massKg: 10_000 }],
      [
        { material: 6, massKg: 9000 },
        { material: 9, massKg: 1001 },
      ],
    );
    expect(word(ledger.say("stoneMiner", "batch.process", more))).toBe("refused: yield-exceeded");
    const magic = crush([{ material: 3, massKg: 10_000 }], [{ material: 4, massKg: 9000 }]);
    expect(word(ledger.say("stoneMiner", "batch.process", magic))).toBe("refused: bad-terms");
    const fair = crush(
      [{ material: 3, massKg: 10_000 }],
      [
        { material: 6, massKg: 9000 },
        { material: 9, massKg: 900 },
      ],
    );
    expect(word(ledger.say("stoneMiner", "batch.process", fair))).toBe("ok");
    expect(ledger.kg(`lost/${province.crusher}`)).toBe(100);
  });

  it("river sand does not become stone", () => {
    const ledger = base.fork();
    const way = { from: province.sandMine, to: province.crusher, distanceM: 9000, minutes: 20, cycleMinutes: 20 };
    const route = ledger.must("authority", "route.set", way);
    const slip = issued(ledger, { route });
    ledger.pass(20);
    ledger.must("stoneMiner", "load.receive", receipt(slip, province.crusher, 10_000));
    expect(
      word(
        ledger.say(
          "stoneMiner",
          "batch.process",
          crush([{ material: 1, massKg: 500 }], [{ material: 6, massKg: 500 }]),
        ),
      ),
    ).toBe("refused: bad-terms");
  });

  it("a plant's ticket without the sand of its recipe is refused", () => {
    const ledger = base.fork();
    const ticket = {
      site: province.plant,
      product: province.concrete,
      quantityMilli: 1000,
      inputs: [{ material: MATERIAL.stone1x2, massKg: 1 }],
    };
    expect(word(ledger.say("plantKeeper", "batch.process", ticket))).toBe("refused: stock-short");
    const slip = issued(ledger);
    ledger.pass(40);
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 10_000));
    const on = ledger.must(
      "yardKeeper",
      "slip.issue",
      sandSlip(province, { route: province.routes["yard→plant"]!, ...noSource, vehicle: province.trucks[1]! }),
    );
    ledger.pass(30);
    ledger.must("plantKeeper", "load.receive", receipt(on, province.plant, 10_000));
    const sandOnly = { ...ticket, inputs: [{ material: MATERIAL.sand, massKg: 735 }] };
    expect(word(ledger.say("plantKeeper", "batch.process", sandOnly))).toBe("refused: recipe-mismatch");
  });

  it("a closed or suspended plant makes nothing", () => {
    const ledger = base.fork();
    ledger.must("authority", "site.status", { subject: province.plant, status: 2, document: "Quyết định số 3" });
    const ticket = {
      site: province.plant,
      product: province.concrete,
      quantityMilli: 1000,
      inputs: [{ material: MATERIAL.stone1x2, massKg: 1 }],
    };
    expect(word(ledger.say("plantKeeper", "batch.process", ticket))).toBe("refused: source-inactive");
  });
});

/** Spread into a sand slip to make it one from a stock. */
const noSource = { source: undefined } as unknown as Partial<Body<"slip.issue">>;

describe("a mine sells paper for another's sand", () => {
  it("eats its own capacity, to the kilogram", () => {
    const ledger = base.fork();
    const source = ledger.agree("authority", "deputy", "source.grant", {
      instrument: 1,
      number: "1/GP-UBND",
      issuer: "Ủy ban nhân dân tỉnh Sông Lam",
      holder: province.sandMiner,
      sites: [province.sandMine],
      materials: [1],
      capacityYear: { unit: 2, amount: 25 },
      reserve: { unit: 2, amount: 30 },
    });
    issued(ledger, { source, massKg: 15_000 });
    const next = { source, vehicle: province.trucks[1]! };
    expect(issue(ledger, { ...next, massKg: 10_001 })).toMatchObject({
      refused: { code: "capacity-exceeded", figures: { left_kg: 10_000 } },
    });
    issued(ledger, { ...next, massKg: 10_000 });
    // The new year brings new capacity but no new reserve.
    ledger.nowMs = Date.UTC(2027, 0, 4, 2);
    expect(issue(ledger, { source, massKg: 5001 })).toMatchObject({
      refused: { code: "reserve-exceeded", figures: { left_kg: 5000 } },
    });
    issued(ledger, { source, massKg: 5000 });
  });

  it("is bound to hours, to its own place and material, and to what its scale read", () => {
    const ledger = base.fork();
    expect(word(issue(ledger, { material: 4 }))).toBe("refused: material-not-licensed");
    expect(word(issue(ledger, { source: province.stoneSource }))).toBe("refused: source-not-here");
    expect(word(issue(ledger, { measure: 1, readings: [21_200, 11_300] }))).toBe("refused: reading-mismatch");
    ledger.nowMs = Date.UTC(2026, 10, 10, 12, 0);
    expect(word(issue(ledger))).toBe("refused: outside-hours");
  });
});

describe("purpose-bound sources sold elsewhere", () => {
  it("leave for their project only, and their production is still recorded", () => {
    const ledger = base.fork();
    const source = ledger.agree("authority", "deputy", "source.grant", {
      instrument: 3,
      number: "05/XN-UBND",
      issuer: "Ủy ban nhân dân tỉnh Sông Lam",
      holder: province.sandMiner,
      sites: [province.sandMine],
      materials: [1],
      projects: [province.dyke],
    });
    expect(word(issue(ledger, { source }))).toBe("refused: source-not-bound");
    const day = {
      source,
      site: province.sandMine,
      material: MATERIAL.sand,
      day: 20261110,
      massKg: 12_000,
      measure: MEASURE.survey,
    };
    expect(word(ledger.say("sandMiner", "extract.record", day))).toBe("ok");
    const route = province.routes["sandMine→dyke"]!;
    const slip = issued(ledger, { source, route, package: 2 });
    ledger.pass(46);
    const elsewhere = ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, 10_000));
    expect(word(elsewhere)).toBe("kept: received-elsewhere");
    expect(ledger.kg(`stock/${province.yard}/${province.yardKeeper}/0/1/0`)).toBe(0);
  });
});

describe("a mine, yard or vehicle that is not yet lawful", () => {
  it("is blocked by what has lapsed; by what is not shown only once the rules say so", async () => {
    const ledger = base.fork();
    const { index } = ledger.together("authority", "deputy", "obligation.attest", {
      subject: province.sandSource,
      items: [{ obligation: 6, state: 3 }],
    }) as { index: number };
    expect(index).toBeGreaterThan(0);
    const slip = issued(ledger);
    expect(ledger.signals(slip)).toContain("obligation-not-shown");
    ledger.agree("authority", "deputy", "obligation.attest", {
      subject: province.sandSource,
      items: [{ obligation: 6, state: 1, until: 20261109 }],
    });
    expect(word(issue(ledger, { vehicle: province.trucks[1]! }))).toBe("refused: obligation-lapsed");
    const strict = await openProvince({ obligationPhase: 3 });
    expect(word(issue(strict.ledger))).toBe("refused: obligation-not-shown");
    strict.ledger.agree("authority", "deputy", "obligation.attest", {
      subject: province.sandSource,
      items: [{ obligation: 4, state: 2, document: "Công văn số 77/SNNMT-KS" }],
    });
    expect(word(issue(strict.ledger))).toBe("ok");
  });

  it("a yard without its wharf licence sends nothing", () => {
    const ledger = base.fork();
    const slip = issued(ledger);
    ledger.pass(40);
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 10_000));
    ledger.agree("authority", "deputy", "obligation.attest", {
      subject: province.yard,
      items: [{ obligation: 13, state: 4 }],
    });
    const body = sandSlip(province, {
      route: province.routes["yard→plant"]!,
      vehicle: province.trucks[1]!,
      ...noSource,
    });
    expect(word(ledger.say("yardKeeper", "slip.issue", body))).toBe("refused: obligation-lapsed");
  });
});

describe("tampered weights", () => {
  it("a receiver who finds more than the band allows contradicts the slip; within it nothing is credited", () => {
    for (const [found, fate] of [
      // 10 t, water of 3 % and two scales of 5 ‰ (51 and 57 kg, together 77): up to 10,377 agree, more is noticed, a tenth is another load.
      [10_377, "ok"],
      [11_300, "ok"],
      [11_301, "kept: received-too-much"],
    ] as const) {
      const ledger = base.fork();
      const slip = issued(ledger);
      ledger.pass(40);
      const said = ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, found));
      expect(word(said)).toBe(fate);
      const stock = ledger.kg(`stock/${province.yard}/${province.yardKeeper}/0/1/0`);
      expect(stock).toBe(fate === "ok" ? 10_000 : 0);
    }
  });

  it("a loss beyond the norm is noticed, and what is lost is lost", () => {
    const ledger = base.fork();
    const slip = issued(ledger);
    ledger.pass(40);
    // A bed's volume of 10 t may be wrong by 501 kg and the scale by 47: √(501² + 47²) ≈ 504 kg beside the 300 of the norm.
    const found = (massKg: number) => {
      const fork = ledger.fork();
      const at = fork.must("yardKeeper", "load.receive", receipt(slip, province.yard, massKg));
      return [fork.signals(at), fork.kg(`lost/${province.yard}`)];
    };
    expect(found(9_190)).toEqual([["loss-beyond-norm"], 810]);
    expect(found(9_200)).toEqual([[], 800]);
  });
});

describe("back-dating", () => {
  it("a slip is not sent long after it claims to be signed, on line or carried", () => {
    const ledger = base.fork();
    ledger.pass(6 * 1440);
    const late = (minutes: number, carried: boolean) => {
      const claimedS = ledger.nowS - minutes * 60;
      return word(ledger.fork().say("sandMiner", "slip.issue", sandSlip(province), { claimedS, carried }));
    };
    expect(late(60, false)).toBe("ok");
    expect(late(61, false)).toBe("refused: slip-late");
    expect(late(72 * 60, true)).toBe("ok");
    expect(late(72 * 60 + 1, true)).toBe("kept: slip-late");
  });

  it("a device's own anchor proves the slip younger than it claims", () => {
    const ledger = base.fork();
    ledger.pass(30);
    ledger.must("operator", "clock.tick", {});
    const anchor = ledger.anchor();
    ledger.pass(10);
    const said = ledger.say("sandMiner", "slip.issue", sandSlip(province), { claimedS: ledger.nowS - 2400, anchor });
    expect(said).toMatchObject({ eventS: ledger.nowS - 600 });
  });

  it("unused capacity of past years is not dug up today", () => {
    const ledger = base.fork();
    const record = (day: number) => {
      const body = {
        source: province.sandSource,
        site: province.sandMine,
        material: MATERIAL.sand,
        day,
        massKg: 50_000_000,
        measure: MEASURE.survey,
      };
      return word(ledger.say("sandMiner", "extract.record", body));
    };
    expect(record(20251231)).toBe("kept: bad-terms");
    expect(record(20261109)).toBe("kept: bad-terms");
    expect(record(20261110)).toBe("ok");
    // What was missed in an outage may be filled in for a month.
    ledger.pass(40 * 1440);
    expect(record(20261111)).toBe("kept: bad-terms");
  });
});

describe("silent override", () => {
  it("rules change by two different root keys, and both are entries", () => {
    const ledger = base.fork();
    const set = { ...ledger.book.need("rules", 0).sets[0]!.set, exemptKg: 1_000_000 };
    const proposal = ledger.must("root0", "rules.set", set);
    expect(ledger.book.need("rules", 0).sets).toHaveLength(1);
    expect(word(ledger.say("root0", "approve", { proposal }))).toBe("refused: needs-second");
    expect(word(ledger.say("authority", "approve", { proposal }))).toBe("refused: no-standing");
    expect(word(ledger.say("root1", "approve", { proposal }))).toBe("ok");
    expect(ledger.book.need("rules", 0).sets).toHaveLength(2);
    expect(word(ledger.say("root2", "approve", { proposal }))).toBe("refused: already-signed");
  });
});

describe("approval by one insider", () => {
  it("the approver is another person than the maker, whichever of their keys signs", async () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [17_000]);
    const annex = completeAnnex(ledger, province, [workLine(10_000, 265_000, province.embankment)]);
    const { person } = ledger.book.need("key", ledger.kids.get("officer")!);
    const device = await newDevice("officer's second device");
    const { key, possession } = device;
    ledger.agree("root0", "root1", "key.register", { party: province.treasury, key, possession, person: person! });
    ledger.kids.set("officer2", device.kid);
    ledger.pass(1);
    const { claimedDong, acceptedDong } = { claimedDong: 2_650_000, acceptedDong: 2_650_000 };
    const entry = ledger.write("officer", "review.make", reviewOf(ledger, annex, 1));
    const review = ledger.bring(entry);
    if ("refused" in review) throw new Error(JSON.stringify(review.refused));
    const { figuresHash } = entry.body as Body<"review.make">;
    const result = {
      review: review.index,
      reviewId: entry.id,
      annex,
      outcome: OUTCOME.pay,
      figuresHash,
      claimedDong,
      acceptedDong,
      paidDong: acceptedDong,
      bases: ["Nghị định số 254/2025/NĐ-CP"],
      text: "Đủ căn cứ thanh toán.",
    };
    expect(word(ledger.say("officer", "decision.sign", result))).toBe("refused: same-person");
    expect(word(ledger.say("officer2", "decision.sign", result))).toBe("refused: same-person");
    expect(word(ledger.say("approver", "decision.sign", result))).toBe("ok");
    expect(word(ledger.say("approver", "decision.sign", result))).toBe("refused: annex-decided");
  });

  it("a machine's key neither reviews nor approves", async () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [17_000]);
    const annex = completeAnnex(ledger, province, [workLine(10_000, 265_000, province.embankment)]);
    const { key, possession, kid } = await newDevice("treasury's machine");
    ledger.agree("root0", "root1", "key.register", { party: province.treasury, key, possession });
    ledger.kids.set("machine", kid);
    expect(word(ledger.say("machine", "review.make", reviewOf(ledger, annex, 1)))).toBe("refused: no-standing");
  });

  it("the department that licenses cannot make itself a treasury", async () => {
    const ledger = base.fork();
    const party = { name: "Kho bạc thứ hai", roles: [9 as const] };
    expect(word(ledger.say("authority", "party.register", party))).toBe("refused: no-standing");
    const person = { number: new Uint8Array(16).fill(7), party: province.treasury };
    expect(word(ledger.say("authority", "person.register", person))).toBe("refused: no-standing");
    const { key, possession } = await newDevice("fake officer");
    expect(word(ledger.say("authority", "key.register", { party: province.treasury, key, possession }))).toBe(
      "refused: no-standing",
    );
    const revoke = {
      kid: Uint8Array.from(Buffer.from(ledger.kids.get("officer")!, "hex")),
      reason: "Không còn công tác",
    };
    expect(word(ledger.say("authority", "key.revoke", revoke))).toBe("refused: no-standing");
    expect(word(ledger.say("authority", "party.register", { name: "Bãi mới", roles: [3] }))).toBe("ok");
  });

  it("one number is one person", () => {
    const ledger = base.fork();
    const person = { number: new Uint8Array(16).fill(7), party: province.treasury };
    ledger.must("root0", "person.register", person);
    expect(word(ledger.say("root1", "person.register", person))).toBe("refused: already-exists");
  });
});

describe("a lean recipe hides material", () => {
  const lean = (numerator: number) => ({
    code: "AF.11230",
    name: "Bê tông M250, cấp phối thiết kế",
    unit: "m³",
    source: RECIPE_SOURCE.mixDesign,
    document: "Thiết kế cấp phối số 12",
    waste: 1,
    lines: [
      { material: MATERIAL.sand, numerator, denominator: 1000, factor: 0 },
      { material: MATERIAL.stone1x2, numerator: 876, denominator: 1000, factor: 0 },
    ],
  });

  it("is shown when it is more than five per cent below the norm, and is a project's own", () => {
    const ledger = base.fork();
    const { lines } = ledger.book.need("recipe", province.concrete);
    const recipe = (sand: number) => {
      const body = lean(sand);
      return { ...body, lines: body.lines.map((line, i) => ({ ...line, factor: lines[i]!.factor })) };
    };
    expect(word(ledger.together("supervisor", "owner", "recipe.set", recipe(500)))).toBe("refused: no-standing");
    expect(
      word(ledger.together("supervisor", "owner", "recipe.set", { ...recipe(500), source: 3, project: province.dyke })),
    ).toBe("refused: no-standing");
    const hidden = ledger.agree("supervisor", "owner", "recipe.set", { ...recipe(505), project: province.dyke });
    expect(ledger.signals(hidden + 1)).toEqual(["recipe-lean"]);
    const fair = ledger.agree("supervisor", "owner", "recipe.set", { ...recipe(506), project: province.dyke });
    expect(ledger.signals(fair + 1)).toEqual([]);
  });
});

describe("results", () => {
  it("are not paid twice from one kilogram", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [16_836]);
    const lines = [workLine(10_000, 265_000, province.embankment)];
    const [first, second] = [completeAnnex(ledger, province, lines), completeAnnex(ledger, province, lines)];
    expect(decide(ledger, first).decision).toMatchObject({ verdict: null });
    expect(decide(ledger, second, 1).review).toMatchObject({ refused: { code: "outcome-mismatch" } });
    expect(ledger.kg(`paid/${first}`)).toBe(16_836);
    expect(ledger.kg(`paid/${second}`)).toBe(0);
  });
});
