// Ghi nhận sai: a receiver elsewhere or a checkpoint says of an honest slip what is not so, and its kilograms cannot be claimed. Two
// persons of the authority set that aside; who said it cannot, and what others saw stays.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { type Ledger, newDevice, openProvince, type Said, word } from "../rules/ledger.ts";
import { completeAnnex, figuresOf, passage, receipt, sandToDyke, workLine } from "../rules/world.ts";
import { giveMachine } from "./people.ts";

let base: Ledger;
let province: Province;
/** An honest load of 10 t in the dyke's package, and a claim of 5 m³ that rests on 8,418 kg of it. */
let slip: number;
let annex: number;
let lie: number;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  const party = base.book.need("key", base.kids.get("authority")!).party!;
  for (const [who, number] of [
    ["chief", new Uint8Array(16).fill(7)],
    ["deputy", new Uint8Array(16).fill(8)],
  ] as const) {
    const person = base.must("root0", "person.register", { party, number });
    const { key, possession, kid } = await newDevice(who);
    base.agree("root0", "root1", "key.register", { key, possession, party, person });
    base.kids.set(who, kid);
  }
  await giveMachine(base, "machine", party);
  slip = sandToDyke(base, province, [10_000])[0]!;
  annex = completeAnnex(base, province, [workLine(5000, 265_000, province.embankment)]);
  lie = indexOf(base.say("yardKeeper", "load.receive", receipt(slip, province.yard, 10_000)));
});

function indexOf(said: Said): number {
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return said.index;
}

const why = { document: "Biên bản xác minh số 21", reason: "Bãi không có cân và không có xe này trong ngày" };
const propose = (ledger: Ledger, who: string, observation: number) =>
  ledger.say(who, "contest.lift", { observations: [{ slip, observation }], ...why });

function lift(ledger: Ledger, observation: number): void {
  const proposal = indexOf(propose(ledger, "chief", observation));
  ledger.must("deputy", "approve", { proposal });
}

const contradictedKg = (ledger: Ledger) => figuresOf(ledger, annex).figures.lines[0]!.materials[0]!.contradictedKg;

describe("một ghi nhận sai làm phiếu thật thành có mâu thuẫn (a false observation)", () => {
  it("được hai người của cơ quan quản lý gạt đi: nhà thầu có lại đủ khối lượng như chưa từng có", () => {
    const ledger = base.fork();
    expect(contradictedKg(ledger)).toBe(8418);
    const proposal = indexOf(propose(ledger, "chief", lie));
    expect(contradictedKg(ledger)).toBe(8418);
    expect(word(ledger.say("chief", "approve", { proposal }))).toBe("refused: needs-second");
    ledger.must("deputy", "approve", { proposal });
    expect(contradictedKg(ledger)).toBe(0);
    expect(figuresOf(ledger, annex).figures.acceptedDong).toBe(1_325_000);
    expect(word(propose(ledger, "chief", lie))).toBe("refused: already-signed");
  });

  it("không do bên đã ghi sai, nhà thầu, chủ đầu tư hay khóa máy tự gạt được", () => {
    const ledger = base.fork();
    for (const who of ["yardKeeper", "builderB", "owner", "police", "officer"])
      expect(word(propose(ledger, who, lie))).toBe("refused: no-standing");
    expect(word(propose(ledger, "machine", lie))).toBe("refused: no-standing");
    const proposal = indexOf(propose(ledger, "chief", lie));
    for (const who of ["yardKeeper", "officer"])
      expect(word(ledger.say(who, "approve", { proposal }))).toBe("refused: no-standing");
    expect(word(propose(ledger, "chief", slip))).toBe("refused: not-found");
    expect(contradictedKg(ledger)).toBe(8418);
  });

  it("gạt một bên không gạt được điều bên khác đã thấy", () => {
    const ledger = base.fork();
    const seen = () => ledger.say("police", "passage.record", passage(province, { index: slip }, ledger.nowS));
    ledger.pass(60);
    const again = indexOf(seen());
    lift(ledger, lie);
    // The checkpoint saw the lorry after its load had been received: that is still so.
    expect(ledger.book.need("slipState", slip).contested).toEqual({ index: again, why: "seen-after-receipt" });
    expect(contradictedKg(ledger)).toBe(8418);
    lift(ledger, again);
    expect(contradictedKg(ledger)).toBe(0);
  });

  it("một bên nói nhiều lần thì mỗi lần là một ghi nhận; gạt tất cả trong một văn bản", () => {
    const ledger = base.fork();
    const say = () => indexOf(ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, 10_000)));
    const more = [say(), say(), say()];
    lift(ledger, lie);
    expect(contradictedKg(ledger)).toBe(8418);
    const observations = more.map((observation) => ({ slip, observation }));
    const proposal = ledger.must("chief", "contest.lift", { observations, ...why });
    ledger.must("deputy", "approve", { proposal });
    expect(contradictedKg(ledger)).toBe(0);
    expect(ledger.book.need("slipState", slip)).toMatchObject({ contested: null, observations: { length: 5 } });
  });
});
