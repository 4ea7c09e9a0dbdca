// Bad input at the level of the rules: absurd numbers, references to the wrong sort of thing, hours and years at their edges, keys that
// no longer count. A right is refused and changes nothing; an observation is kept with its verdict and moves nothing.

import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { SITE_TYPE } from "../../src/format/codes.ts";
import type { Body, KindName } from "../../src/format/kinds.ts";
import { bodyShape } from "../../src/format/kinds.ts";
import { Misshapen } from "../../src/format/shape.ts";
import { type Ledger, newDevice, openProvince, word } from "./ledger.ts";
import { passage, receipt, sandSlip } from "./world.ts";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

const issue = (ledger: Ledger, other: Partial<Body<"slip.issue">> = {}) =>
  ledger.say("sandMiner", "slip.issue", sandSlip(province, other));
const issued = (ledger: Ledger, other: Partial<Body<"slip.issue">> = {}) =>
  ledger.must("sandMiner", "slip.issue", sandSlip(province, other));

describe("quantities", () => {
  const misshapen = (kind: KindName, body: unknown): string => {
    try {
      bodyShape(kind).write(body, "body");
    } catch (error) {
      if (error instanceof Misshapen) return error.path;
      throw error;
    }
    return "";
  };

  it("that are zero, negative, fractional, infinite or absurd are no body at all", () => {
    for (const massKg of [0, -1, 0.5, 17_000.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 20_000_001, -0.1]) {
      expect([massKg, misshapen("slip.issue", sandSlip(province, { massKg }))]).toEqual([massKg, "body.massKg"]);
      expect([massKg, misshapen("load.receive", receipt(1, 2, massKg))]).toEqual([massKg, "body.massKg"]);
    }
    for (const route of [-1, 2 ** 32, 1.5])
      expect(misshapen("slip.issue", sandSlip(province, { route }))).toBe("body.route");
    for (const part of [0, 201]) expect(misshapen("load.receive", receipt(1, 2, 3, { part }))).toBe("body.part");
  });

  it("a licence beyond what numbers hold exactly is refused", () => {
    const grant = (amount: number) =>
      word(
        base.fork().say("authority", "source.grant", {
          instrument: 1,
          number: "1/GP",
          issuer: "Ủy ban nhân dân tỉnh",
          holder: province.sandMiner,
          sites: [province.sandMine],
          materials: [1],
          reserve: { unit: 2, amount },
        }),
      );
    expect(grant(10 ** 9)).toBe("ok");
    expect(grant(10 ** 9 + 1)).toBe("refused: bad-terms");
    expect(grant(10 ** 12)).toBe("refused: bad-terms");
  });
});

describe("references", () => {
  it("to a fact of another kind, to the future or to nothing are not found, and nothing is thrown", () => {
    const ledger = base.fork();
    const { sandMiner, sandMine, yard, dyke, sandSource, trucks, concrete } = province;
    const others = [
      0,
      sandMiner,
      sandMine,
      yard,
      dyke,
      sandSource,
      trucks[0]!,
      concrete,
      ledger.size,
      ledger.size + 9,
      2 ** 32 - 1,
    ];
    for (const wrong of others) {
      const fields: [string, () => string][] = [
        ["route", () => word(issue(ledger.fork(), { route: wrong }))],
        ["vehicle", () => (trucks.includes(wrong) ? "refused:" : word(issue(ledger.fork(), { vehicle: wrong })))],
        ["source", () => (wrong === sandSource ? "refused:" : word(issue(ledger.fork(), { source: wrong })))],
        ["void", () => word(ledger.fork().say("sandMiner", "slip.void", { slip: wrong, reason: "Nhầm phiếu này" }))],
        [
          "annex",
          () => word(ledger.fork().say("owner", "annex.cosign", { annex: wrong, entryId: new Uint8Array(32) })),
        ],
        ["approve", () => word(ledger.fork().say("root0", "approve", { proposal: wrong }))],
        [
          "passage",
          () =>
            word(
              ledger.fork().say("police", "passage.record", passage(province, { index: wrong }, ledger.nowS)),
            ).replace("kept: not-found", "refused:"),
        ],
        [
          "checkpoint",
          () =>
            word(
              ledger
                .fork()
                .say("police", "passage.record", passage(province, { index: 1 }, ledger.nowS, { site: wrong })),
            ),
        ],
        [
          "slip",
          () =>
            word(ledger.fork().say("yardKeeper", "load.receive", receipt(wrong, yard, 5))).replace(
              "kept: not-found",
              "refused:",
            ),
        ],
        [
          "at",
          () =>
            wrong === yard ? "refused:" : word(ledger.fork().say("yardKeeper", "load.receive", receipt(1, wrong, 5))),
        ],
        [
          "holder",
          () =>
            wrong === sandMiner
              ? "refused:"
              : word(ledger.fork().say("yardKeeper", "load.receive", receipt(1, yard, 5, { holder: wrong }))),
        ],
      ];
      for (const [field, said] of fields)
        expect([field, wrong, said().split(" ")[0]]).toEqual([field, wrong, "refused:"]);
    }
  });

  it("a package belongs to a project and must be one of its own", () => {
    const route = province.routes["sandMine→dyke"]!;
    expect(word(issue(base.fork(), { route, package: 2 }))).toBe("ok");
    expect(word(issue(base.fork(), { route, package: 1 }))).toBe("refused: not-found");
    expect(word(issue(base.fork(), { route }))).toBe("refused: not-found");
    expect(word(issue(base.fork(), { package: 1 }))).toBe("refused: bad-terms");
  });

  it("a slip from a mine names its source and material, and one from a yard names none", () => {
    const ledger = base.fork();
    const { source: _, ...sourceless } = sandSlip(province);
    const { material: __, ...bare } = sandSlip(province);
    expect(word(ledger.say("sandMiner", "slip.issue", sourceless))).toBe("refused: bad-body");
    expect(word(ledger.say("sandMiner", "slip.issue", bare))).toBe("refused: bad-body");
    const route = province.routes["yard→plant"]!;
    expect(word(ledger.say("yardKeeper", "slip.issue", sandSlip(province, { route })))).toBe(
      "refused: source-not-here",
    );
  });

  it("a slip out of a slip book that was never granted is kept and moves nothing", () => {
    const ledger = base.fork();
    const said = issue(ledger, { book: [province.sandSource, 1] });
    expect(word(said)).toBe("kept: not-found");
    expect(ledger.leaves.at(-1)!.changes.lots).toEqual([]);
    expect(ledger.book.need("slipState", ledger.size - 1).status).toBe("refused");
  });

  it("a typed code with a wrong letter is nobody's", () => {
    const ledger = base.fork();
    const { code } = ledger.book.need("slip", issued(ledger));
    const typo = code.startsWith("0") ? `1${code.slice(1)}` : `0${code.slice(1)}`;
    expect(word(ledger.say("police", "passage.record", passage(province, { code: typo }, ledger.nowS)))).toBe(
      "kept: not-found",
    );
    expect(
      word(ledger.say("police", "passage.record", passage(province, { code: code.toLowerCase() }, ledger.nowS))),
    ).toBe("ok");
  });

  it("a reference that names nothing at all is kept as such", () => {
    expect(word(base.fork().say("police", "passage.record", passage(province, {}, base.nowS)))).toBe("kept: not-found");
    const junk = { entry: new Uint8Array(100) };
    expect(word(base.fork().say("police", "passage.record", passage(province, junk, base.nowS)))).toBe(
      "kept: not-found",
    );
  });
});

describe("typed codes that come before their slip", () => {
  const early = (ledger: Ledger, others: Partial<Body<"passage.record">>[]) => {
    const entry = ledger.write("sandMiner", "slip.issue", sandSlip(province));
    const twin = ledger.fork();
    const probe = twin.bring(entry);
    if ("refused" in probe) throw new Error(JSON.stringify(probe.refused));
    const { code } = twin.book.need("slip", probe.index);
    for (const other of others) {
      const said = ledger.say("police", "passage.record", passage(province, { code }, ledger.nowS, other));
      expect(word(said)).toBe("kept: slip-awaited");
    }
    ledger.pass(20);
    const said = ledger.bring(entry);
    if ("refused" in said) throw new Error(JSON.stringify(said.refused));
    return ledger.book.need("slipState", said.index);
  };

  it("wait, and count as seen once it is there", () => {
    const state = early(base.fork(), [{}]);
    expect([state.observations.length, state.contested]).toEqual([1, null]);
  });

  it("contradict it from its first moment where the plate was another; two officers at one moment confirm each other", () => {
    expect(early(base.fork(), [{}, {}]).contested).toBeNull();
    expect(early(base.fork(), [{ plateMatches: 0 }]).contested).toMatchObject({ why: "plate-differs" });
    expect(early(base.fork(), [{}, { direction: 2 }]).contested).toBeNull();
  });
});

describe("terms of a source", () => {
  const granted = (ledger: Ledger, other: Partial<Body<"source.grant">>) =>
    ledger.agree("authority", "deputy", "source.grant", {
      instrument: 1,
      number: "9/GP-UBND",
      issuer: "Ủy ban nhân dân tỉnh Sông Lam",
      holder: province.sandMiner,
      sites: [province.sandMine],
      materials: [1],
      ...other,
    });

  it("hold on their last day and not on the next, nor before the first", () => {
    const on = (other: Partial<Body<"source.grant">>) => {
      const ledger = base.fork();
      return word(issue(ledger, { source: granted(ledger, other) }));
    };
    expect(on({ until: 20261110 })).toBe("ok");
    expect(on({ until: 20261109 })).toBe("refused: source-expired");
    expect(on({ from: 20261110 })).toBe("ok");
    expect(on({ from: 20261111 })).toBe("refused: source-not-yet");
    expect(on({ season: [1001, 1110] })).toBe("ok");
    expect(on({ season: [1111, 331] })).toBe("refused: outside-hours");
    expect(on({ season: [1110, 331] })).toBe("ok");
    expect(on({ hours: [480, 481] })).toBe("refused: outside-hours");
    expect(on({ hours: [481, 482] })).toBe("ok");
    expect(on({ hours: [482, 1440] })).toBe("refused: outside-hours");
  });

  it("that the calendar does not have are refused", () => {
    const grant = (other: Partial<Body<"source.grant">>) => () => granted(base.fork(), other);
    expect(grant({ until: 20260230 })).toThrow("bad-terms");
    expect(grant({ from: 20270101, until: 20261231 })).toThrow("bad-terms");
    expect(grant({ capacityYear: { unit: 1, amount: 5 } })).toThrow("bad-terms");
    expect(grant({ holder: province.yard })).toThrow("not-found");
    expect(grant({ sites: [province.sandMiner] })).toThrow("not-found");
    expect(grant({ projects: [province.yard] })).toThrow("not-found");
  });

  it("end with suspension and come back when it is lifted; revocation is for good", () => {
    const ledger = base.fork();
    const source = granted(ledger, {});
    const status = (to: 1 | 2 | 3) =>
      word(
        ledger.together("authority", "deputy", "source.status", {
          subject: source,
          status: to,
          document: "Quyết định",
        }),
      );
    status(2);
    expect(word(issue(ledger, { source }))).toBe("refused: source-inactive");
    status(1);
    expect(word(issue(ledger, { source }))).toBe("ok");
    status(3);
    expect(status(1)).toBe("refused: wrong-state");
    expect(word(issue(ledger, { source, vehicle: province.trucks[1]! }))).toBe("refused: source-inactive");
  });

  it("the year turns at midnight in Vietnam", () => {
    const ledger = base.fork();
    const source = granted(ledger, { capacityYear: { unit: 2, amount: 10 } });
    ledger.nowMs = Date.UTC(2026, 11, 31, 16, 59, 59);
    issued(ledger, { source });
    expect(word(issue(ledger, { source, vehicle: province.trucks[1]! }))).toBe("refused: capacity-exceeded");
    ledger.nowMs = Date.UTC(2026, 11, 31, 17, 0, 0);
    issued(ledger, { source, vehicle: province.trucks[1]! });
    expect(ledger.book.need("ground", source).years).toEqual({ 2026: 10_000, 2027: 10_000 });
  });

  it("a void on New Year's Day gives back to the year that it was taken from", () => {
    const ledger = base.fork();
    const source = granted(ledger, { capacityYear: { unit: 2, amount: 10 } });
    ledger.nowMs = Date.UTC(2026, 11, 31, 16, 50);
    const slip = issued(ledger, { source });
    ledger.pass(20);
    ledger.must("sandMiner", "slip.void", { slip, reason: "Xe hỏng, chưa rời mỏ" });
    ledger.pass(72 * 60);
    ledger.must("operator", "clock.tick", {});
    expect(ledger.book.need("ground", source)).toMatchObject({ drawnKg: 0, years: { 2026: 0 } });
    ledger.pass(16 * 60);
    issued(ledger, { source });
    expect(ledger.book.need("ground", source).years).toEqual({ 2026: 0, 2027: 10_000 });
  });
});

describe("event time", () => {
  const claim = (minutes: number, anchor?: boolean) => {
    const ledger = base.fork();
    ledger.pass(120);
    ledger.must("operator", "clock.tick", {});
    const tickS = ledger.nowS;
    const head = ledger.anchor();
    ledger.pass(30);
    const said = ledger.say("sandMiner", "slip.issue", sandSlip(province), {
      claimedS: ledger.nowS + minutes * 60,
      ...(anchor ? { anchor: head } : {}),
    });
    if ("refused" in said) throw new Error(JSON.stringify(said.refused));
    return { minutes: (said.eventS - ledger.nowS) / 60, tickS, signals: ledger.signals(said.index) };
  };

  it("is the claimed time between the anchor and the receipt", () => {
    expect(claim(-5).minutes).toBe(-5);
    expect(claim(500).minutes).toBe(0);
    expect(claim(-45).minutes).toBe(-45);
    expect(claim(-45, true).minutes).toBe(-30);
  });

  it("is never before the key was registered", async () => {
    const ledger = base.fork();
    ledger.pass(30);
    const { key, possession, kid } = await newDevice("young");
    ledger.agree("authority", "deputy", "key.register", { party: province.sandMiner, key, possession });
    ledger.kids.set("young", kid);
    const sinceS = ledger.nowS;
    ledger.pass(10);
    const said = ledger.say("young", "slip.issue", sandSlip(province), { claimedS: sinceS - 1200 });
    expect(said).toMatchObject({ eventS: sinceS });
  });

  it("an anchor that the log never had is kept with an alarm and proves nothing", () => {
    const ledger = base.fork();
    ledger.pass(30);
    for (const anchor of [
      { size: 3, root8: new Uint8Array(8) },
      { size: ledger.size + 5, root8: ledger.root().slice(0, 8) },
    ]) {
      const twin = ledger.fork();
      const said = twin.say("sandMiner", "slip.issue", sandSlip(province), { anchor, claimedS: twin.nowS - 600 });
      expect(said).toMatchObject({ eventS: twin.nowS - 600 });
      expect(twin.signals(twin.size - 1)).toContain("anchor-unknown");
    }
  });

  it("a head of this very moment is known to nobody, so that a replay judges as the sequencer did", () => {
    const ledger = base.fork();
    ledger.must("operator", "clock.tick", {});
    const at = ledger.must("operator", "clock.tick", {}, { anchor: ledger.anchor() });
    expect(ledger.signals(at)).toContain("anchor-unknown");
    ledger.nowMs += 1;
    const later = ledger.must("operator", "clock.tick", {}, { anchor: ledger.anchor() });
    expect(ledger.signals(later)).toEqual([]);
  });

  it("of a slip is not after the first sighting that waited for it; where that crosses its anchor, the anchor wins", () => {
    const ledger = base.fork();
    ledger.pass(30);
    ledger.must("operator", "clock.tick", {});
    const [tickS, head] = [ledger.nowS, ledger.anchor()];
    ledger.pass(20);
    const entry = ledger.write("sandMiner", "slip.issue", sandSlip(province), { anchor: head });
    const twin = ledger.fork();
    const probe = twin.bring(entry);
    if ("refused" in probe) throw new Error(JSON.stringify(probe.refused));
    const { code } = twin.book.need("slip", probe.index);
    for (const [seenS, eventS, crossed] of [
      [tickS + 300, tickS + 300, false],
      [tickS - 300, tickS, true],
    ] as const) {
      const other = ledger.fork();
      other.say("police", "passage.record", passage(province, { code }, seenS), { claimedS: seenS });
      expect(other.bring(entry)).toMatchObject({ eventS });
      expect(other.signals(other.size - 1).includes("time-crossed")).toBe(crossed);
    }
  });
});

describe("keys", () => {
  it("that are revoked say nothing more; a slip of theirs that another carries is kept and moves nothing", () => {
    const ledger = base.fork();
    const kid = Uint8Array.from(Buffer.from(ledger.kids.get("sandMiner")!, "hex"));
    const entry = ledger.write("sandMiner", "slip.issue", sandSlip(province));
    const at = ledger.agree("authority", "deputy", "key.revoke", { kid, reason: "Thiết bị bị mất cắp" });
    expect(issue(ledger)).toMatchObject({ refused: { code: "revoked-key", figures: { index: at + 1 } } });
    expect(word(ledger.bring(entry, true))).toBe("kept: revoked-key");
    const seen = passage(province, { entry: entry.bytes }, ledger.nowS);
    expect(word(ledger.say("police", "passage.record", seen))).toBe("kept: not-found");
    expect(ledger.book.need("ground", province.sandSource).drawnKg).toBe(0);
  });

  it("of the roots are not revoked by one of them", () => {
    const ledger = base.fork();
    const kid = Uint8Array.from(Buffer.from(ledger.kids.get("root1")!, "hex"));
    expect(word(ledger.say("root0", "key.revoke", { kid, reason: "Muốn thay khóa gốc" }))).toBe("refused: key-refused");
  });

  it("never use a number twice, and may use them in any order", () => {
    const ledger = base.fork();
    ledger.must("sandMiner", "slip.issue", sandSlip(province), { seq: 900 });
    const other = sandSlip(province, { vehicle: province.trucks[1]! });
    expect(ledger.say("sandMiner", "slip.issue", other, { seq: 900 })).toMatchObject({
      refused: { code: "seq-reused" },
    });
    ledger.must("sandMiner", "slip.issue", other, { seq: 899 });
    // A refused entry's number is not burned by the log.
    expect(word(ledger.say("sandMiner", "slip.issue", other, { seq: 898 }))).toBe("refused: vehicle-busy");
    ledger.must("sandMiner", "slip.issue", sandSlip(province, { vehicle: province.trucks[2]! }), { seq: 898 });
  });

  it("bound to one place neither issue nor void at another", async () => {
    const ledger = base.fork();
    const site = { type: SITE_TYPE.mine, name: "Mỏ cát thứ hai", party: province.sandMiner };
    const other = ledger.must("authority", "site.register", site);
    const { key, possession, kid } = await newDevice("bound");
    ledger.agree("authority", "deputy", "key.register", { party: province.sandMiner, key, possession, site: other });
    ledger.kids.set("bound", kid);
    const slip = issued(ledger);
    expect(word(ledger.say("bound", "slip.void", { slip, reason: "Nhầm phiếu này" }))).toBe("refused: no-standing");
    expect(word(ledger.say("bound", "slip.issue", sandSlip(province, { vehicle: province.trucks[1]! })))).toBe(
      "refused: wrong-place",
    );
  });

  it("are not registered twice, nor for a person or place of another party", async () => {
    const ledger = base.fork();
    const { key, possession } = await newDevice("new");
    const say = (other: Partial<Body<"key.register">>) =>
      word(ledger.fork().say("authority", "key.register", { party: province.yardKeeper, key, possession, ...other }));
    expect(say({})).toBe("ok");
    expect(say({ site: province.sandMine })).toBe("refused: not-found");
    expect(say({ person: ledger.book.need("key", ledger.kids.get("sandMiner")!).person! })).toBe("refused: not-found");
    expect(say({ possession: new Uint8Array(64) })).toBe("refused: key-refused");
    expect(say({ key: new Uint8Array(32) })).toBe("refused: key-refused");
  });
});

describe("who registers what", () => {
  it("an owner registers its own projects, with parties in their roles", () => {
    const { owner, supervisor, treasury, builderA, builderB, yardKeeper } = province;
    const body = {
      code: "8099999",
      name: "Cầu mới",
      owner,
      supervisor,
      treasury,
      packages: [{ number: 1, name: "Gói 1", contractor: builderA }],
    };
    const say = (who: string, other: Partial<Body<"project.register">> = {}) =>
      word(base.fork().say(who, "project.register", { ...body, ...other }));
    expect(say("owner")).toBe("ok");
    expect(say("authority")).toBe("ok");
    expect(say("builderA")).toBe("refused: no-standing");
    expect(say("owner", { owner: yardKeeper })).toBe("refused: not-found");
    expect(say("owner", { supervisor: builderB })).toBe("refused: not-found");
    expect(say("owner", { treasury: owner })).toBe("refused: not-found");
    expect(say("owner", { packages: [{ number: 1, name: "Gói 1", contractor: supervisor }] })).toBe(
      "refused: not-found",
    );
    expect(say("owner", { code: "80 9999" })).toBe("refused: bad-terms");
    expect(say("owner", { code: "8012345" })).toBe("refused: already-exists");
  });
});
