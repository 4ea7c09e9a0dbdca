// Acts that give kilograms or take a contradiction away need a second person; those that only take away are one person's word, at once.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { MATERIAL, OBLIGATION, OBLIGATION_STATE, RECIPE_SOURCE, ROLE, STATUS } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { membersOf } from "../../src/rules/registry/contract.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { dykeContract, passage, receipt, sandSlip } from "../rules/world.ts";
import { drawn, giveDevice, until, welcome } from "../stories/people.ts";

const DOCUMENT = "Biên bản làm việc số 9";
const why = { document: DOCUMENT, reason: "Đã đối chiếu camera và phiếu cân tại mỏ" };

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

function indexOf(said: Said): number {
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return said.index;
}

/** A truck of the demo loads 10 t at the sand mine. */
function load(ledger: Ledger, truck = 0): string {
  ledger.pass(1);
  return word(ledger.say("sandMiner", "slip.issue", sandSlip(province, { vehicle: province.trucks[truck]! })));
}

describe("F19: một người không tự cho phiếu nộp muộn được tính (a late slip counts by two officers)", () => {
  /** A slip of 15 t out of a book of 24 hours comes two days later, and the yard has received its load. */
  async function late() {
    const ledger = base.fork();
    const kid = Uint8Array.from(Buffer.from(await giveDevice(ledger, "gate", province.sandMiner), "hex"));
    const { sandSource: source, sandMine: site } = province;
    const terms = { source, site, material: 1 as const, kid, serials: 4, massKg: 60_000 };
    const book = ledger.must("gate", "book.grant", { ...terms, untilS: ledger.nowS + 24 * 3600 });
    const entry = ledger.write("gate", "slip.issue", sandSlip(province, { massKg: 15_000, book: [book, 1] }));
    until(ledger, 20261113, 9);
    const slip = indexOf(ledger.bring(entry));
    const before = drawn(ledger, source, 2026).allKg;
    return { ledger, slip, before, drawnSince: () => drawn(ledger, source, 2026).allKg - before };
  }
  const rule = (slip: number, counts: 0 | 1) => ({ entries: [slip], counts, ...why });
  const status = (ledger: Ledger, slip: number) => ledger.book.need("slipState", slip).status;

  it("cheat: one officer's ruling waits, and neither his second key nor a mine's word carries it", async () => {
    const { ledger, slip } = await late();
    const proposal = ledger.must("authority", "slip.rule", rule(slip, 1));
    expect(status(ledger, slip)).toBe("unruled");
    for (const [who, refusal] of [
      ["authority", "refused: needs-second"],
      ["sandMiner", "refused: no-standing"],
    ] as const)
      expect(word(ledger.say(who, "approve", { proposal }))).toBe(refusal);
    expect(status(ledger, slip)).toBe("unruled");
  });

  it("honest: two officers rule, and the load of 15 t is on the slip", async () => {
    const { ledger, slip } = await late();
    ledger.agree("authority", "deputy", "slip.rule", rule(slip, 1));
    expect([status(ledger, slip), ledger.kg(`stray/${slip}`)]).toEqual(["stray", 15_000]);
  });

  it("honest: one officer alone leaves a slip aside", async () => {
    const { ledger, slip } = await late();
    ledger.must("authority", "slip.rule", rule(slip, 0));
    expect(status(ledger, slip)).toBe("refused");
  });

  it("cheat: one officer alone leaves no late passage aside that contradicts a load", () => {
    const ledger = base.fork();
    const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province));
    ledger.pass(40);
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 10_000));
    const seenS = ledger.nowS + 16 * 60;
    ledger.pass(5 * 24 * 60);
    const seen = indexOf(ledger.say("police", "passage.record", passage(province, { index: slip }, seenS)));
    ledger.must("authority", "slip.rule", { entries: [seen], counts: 0, ...why });
    expect(ledger.book.need("late", seen).ruled).toBeUndefined();
    ledger.agree("authority", "deputy", "slip.rule", { entries: [seen], counts: 1, ...why });
    expect(ledger.book.need("slipState", slip).contested).toMatchObject({ why: "seen-after-receipt" });
  });
});

describe("F47: nguồn bị đình chỉ hoạt động lại khi hai người ký (a suspended source comes back by two)", () => {
  const said = (status: 1 | 2): Body<"source.status"> => ({ subject: province.sandSource, status, document: DOCUMENT });

  it("honest: one officer suspends, and the next truck gets no slip", () => {
    const ledger = base.fork();
    ledger.must("authority", "source.status", said(STATUS.suspended));
    expect(load(ledger)).toBe("refused: source-inactive");
  });

  it("cheat: the same officer does not let it go on alone; two do", () => {
    const ledger = base.fork();
    ledger.must("authority", "source.status", said(STATUS.suspended));
    const proposal = ledger.must("authority", "source.status", said(STATUS.active));
    expect(load(ledger)).toBe("refused: source-inactive");
    ledger.must("deputy", "approve", { proposal });
    expect(load(ledger)).toBe("ok");
  });
});

describe("F47: nghĩa vụ đã thực hiện hay được miễn do hai người xác nhận (duties are met or waived by two)", () => {
  const attest = (state: 1 | 2 | 3 | 4): Body<"obligation.attest"> => ({
    subject: province.sandSource,
    items: [{ obligation: OBLIGATION.landLease, state, document: DOCUMENT }],
  });

  it("cheat: one officer's word that a lapsed lease is met again lets no truck go; honest: with the deputy's it does", () => {
    const ledger = base.fork();
    // That a duty has lapsed only takes away: one officer says so, and the mine stops.
    ledger.must("authority", "obligation.attest", attest(OBLIGATION_STATE.lapsed));
    expect(load(ledger)).toBe("refused: obligation-lapsed");
    const proposal = ledger.must("authority", "obligation.attest", attest(OBLIGATION_STATE.met));
    expect(load(ledger)).toBe("refused: obligation-lapsed");
    ledger.must("deputy", "approve", { proposal });
    expect(load(ledger)).toBe("ok");
  });
});

describe("F42: hệ số, định mức, tỷ lệ thu hồi do hai người đặt (factors, recipes and yields are set by two)", () => {
  it("cheat: a factor, a recipe and a yield of one officer are in no series, no work and no crusher", () => {
    const ledger = base.fork();
    const factor = ledger.must("authority", "factor.set", {
      ...{ material: MATERIAL.sand, use: 3, numerator: 1000, denominator: 1, document: DOCUMENT, from: 20260101 },
    });
    const [line] = ledger.book.need("recipe", province.embankment).lines;
    const recipe = ledger.must("authority", "recipe.set", {
      ...{ code: "AB.99999", name: "Đắp cát", unit: "m³", document: DOCUMENT, waste: 1 },
      source: RECIPE_SOURCE.ministryNorm,
      lines: [line!],
    });
    const bounds = [{ output: MATERIAL.stone1x2, leastPermille: 0, mostPermille: 1000 }];
    ledger.must("authority", "yield.set", { site: province.crusher, document: DOCUMENT, bounds });
    expect([
      ledger.book.get("factor", factor),
      ledger.book.get("recipe", recipe),
      ledger.book.get("yield", province.crusher),
    ]).toEqual([undefined, undefined, undefined]);
  });

  it("cheat: a supervisor's own test counts when the owner has signed it, and the supervisor cannot sign for the owner", () => {
    const ledger = base.fork();
    const test = { material: MATERIAL.sand, use: 3 as const, numerator: 1290, denominator: 1, project: province.dyke };
    const body = { ...test, document: "Thí nghiệm số 12", from: 20261101 };
    const proposal = ledger.must("supervisor", "factor.set", body);
    expect(word(ledger.say("supervisor", "approve", { proposal }))).toBe("refused: needs-second");
    expect(ledger.book.get("factor", proposal)).toBeUndefined();
    ledger.must("owner", "approve", { proposal });
    expect(ledger.book.need("factor", proposal)).toMatchObject({ project: province.dyke, party: province.supervisor });
  });
});

describe("H18: một thành viên rời liên danh (a member leaves a joint venture)", () => {
  const line = { number: 1, code: "AB.13410", name: "Đắp cát, K95", unit: "m³", unitPriceDong: 265_000 };

  /** Contract of package 2 with a member besides builder B, signed by the four. */
  async function jointVenture() {
    const ledger = base.fork();
    const member = await welcome(ledger, "member", "Công ty CP Xây dựng Hồng Lĩnh 2", [ROLE.contractor]);
    const lines = [{ ...line, quantityMilli: 20_000, recipe: province.embankment }];
    const body = dykeContract(province, lines, { members: [member] });
    const contract = ledger.must("builderB", "contract.register", body);
    for (const who of ["supervisor", "owner", "member"]) ledger.must(who, "approve", { proposal: contract });
    const of = { project: province.dyke, package: 2 };
    const leaving = ledger.must("builderB", "contract.amend", { contract, ...why, members: [] });
    for (const who of ["supervisor", "owner"]) ledger.must(who, "approve", { proposal: leaving });
    return { ledger, member, leaving, members: () => membersOf(ledger.book, of) };
  }

  it("cheat: the others do not put it out", async () => {
    const { member, members } = await jointVenture();
    expect(members()).toEqual([member]);
  });

  it("honest: it signs its leave, and is a member no longer", async () => {
    const { ledger, leaving, members } = await jointVenture();
    ledger.must("member", "approve", { proposal: leaving });
    expect(members()).toEqual([]);
  });
});
