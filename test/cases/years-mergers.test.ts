// Sáp nhập, giải thể, thay thế đơn vị: a treasury, an owner's board or a firm goes over to another party. The successor's people act for
// what the predecessor had, its own keys end on a day, and nothing that was signed or decided says anything else afterwards.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { MEASURE, OUTCOME, POSITION, RECOVERY_CLOSURE, ROLE } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { mayRead } from "../../src/http/readers.ts";
import { moneyOf } from "../../src/rules/payment/claim.ts";
import { hashFigures } from "../../src/rules/payment/figures.ts";
import { actingFor } from "../../src/rules/registry/successions.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { annexOf, completeAnnex, decide, figuresOf, receipt, reviewOf, sandToDyke, workLine } from "../rules/world.ts";
import { giveDevice, numbers, stockOf, until, welcome } from "../stories/people.ts";

const document = "Nghị quyết số 60/NQ-HĐND về sắp xếp tổ chức bộ máy";
const lastDay = 20261231;

let base: Ledger;
let province: Province;
let region: number;
let firm: number;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  region = await welcome(base, "region", "Kho bạc Nhà nước khu vực XI", [ROLE.treasury], POSITION.specialist);
  await giveDevice(base, "region2", region, POSITION.director);
  firm = await welcome(base, "firm", "Công ty Cổ phần Xây dựng Hồng Lĩnh", [ROLE.contractor, ROLE.supervisor]);
  base.pass(30);
});

type Succession = Body<"party.succeed">;

function succeed(ledger: Ledger, by: string, body: Omit<Succession, "document">, then: readonly string[]): Said {
  let said = ledger.say(by, "party.succeed", { document, ...body });
  if ("refused" in said) return said;
  const proposal = said.index;
  for (const who of then) said = ledger.say(who, "approve", { proposal });
  ledger.pass(1);
  return said;
}

const treasuryGoesOver = (ledger: Ledger) =>
  succeed(ledger, "root0", { party: province.treasury, successor: region, lastDay }, ["root1", "region"]);
const builderGoesOver = (ledger: Ledger) =>
  succeed(ledger, "authority", { party: province.builderB, successor: firm, lastDay }, ["deputy", "firm", "builderB"]);

/** Filling at 265.000 đ a cubic metre, with 1,22 m³ of sand of 1.380 kg each: 1.683,6 kg. */
const filling = (cubicMetres: number) => [workLine(cubicMetres * 1000, 265_000, province.embankment)];

/** The result of a dossier, reviewed and signed by two of the merged treasury. */
function decideIn(ledger: Ledger, annex: number): Said {
  const { figures } = figuresOf(ledger, annex);
  const entry = ledger.write("region", "review.make", reviewOf(ledger, annex, OUTCOME.pay));
  const review = ledger.bring(entry);
  if ("refused" in review) return review;
  return ledger.say("region2", "decision.sign", {
    ...{ review: review.index, reviewId: entry.id, annex, outcome: OUTCOME.pay, figuresHash: hashFigures(figures) },
    ...{ ...moneyOf(figures, OUTCOME.pay), bases: ["Nghị định số 254/2025/NĐ-CP"], text: "Số liệu khớp sổ gốc." },
  });
}

describe("H17: two treasuries merge while dossiers wait", () => {
  it("the merged treasury controls and decides what the old one had before it", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [17_000]);
    // 10 m³ hold 16.836 kg: the load of 17.000 kg covers them, and 2.650.000 đ are paid.
    const annex = completeAnnex(ledger, province, filling(10));
    expect(word(ledger.say("region", "review.make", reviewOf(ledger, annex, OUTCOME.pay)))).toBe(
      "refused: no-standing",
    );
    expect(word(treasuryGoesOver(ledger))).toBe("ok");
    const before = ledger.book.need("project", province.dyke);
    const decided = decideIn(ledger, annex);
    expect(word(decided)).toBe("ok");
    expect(ledger.book.need("claim", annex).decision).toMatchObject({ acceptedDong: 2_650_000 });
    // The project says what it said: its treasury is the old one, for which the merged one acts.
    expect(ledger.book.need("project", province.dyke)).toEqual(before);
  });

  it("officers of the old treasury sign until the last day, and not after it", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [17_000, 17_000]);
    const first = completeAnnex(ledger, province, filling(10));
    treasuryGoesOver(ledger);
    expect(decide(ledger, first).decision).toMatchObject({ verdict: null });
    const second = completeAnnex(ledger, province, filling(10));
    until(ledger, 20270101, 8);
    const late = ledger.say("officer", "review.make", reviewOf(ledger, second, OUTCOME.pay));
    expect(word(late)).toBe("refused: party-succeeded");
    expect(numbers(late)).toMatchObject({ day: "31/12/2026" });
    expect(word(decideIn(ledger, second))).toBe("ok");
  });

  it("a recovery that the old treasury opened is taken from a result of the merged one", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [17_000, 17_000]);
    const paid = completeAnnex(ledger, province, filling(10));
    decide(ledger, paid);
    const { index: decision } = ledger.book.need("claim", paid).decision!;
    const opening = { decision, amountDong: 650_000, reason: "Tính sai khối lượng", document };
    const recovery = ledger.agree("officer", "approver", "recovery.open", opening);
    treasuryGoesOver(ledger);
    const next = completeAnnex(ledger, province, filling(10));
    // 2.650.000 đ accepted − 650.000 đ set off = 2.000.000 đ paid.
    expect(figuresOf(ledger, next).figures.setOffs).toEqual([{ recovery, takenDong: 650_000, returnedDong: 0 }]);
    expect(word(decideIn(ledger, next))).toBe("ok");
    expect(ledger.book.need("recovery", recovery).recoveredDong).toBe(650_000);
  });

  it("a new recovery is the merged treasury's to open and to close, by two persons", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [17_000]);
    const paid = completeAnnex(ledger, province, filling(10));
    decide(ledger, paid);
    treasuryGoesOver(ledger);
    const { index: decision } = ledger.book.need("claim", paid).decision!;
    const opening = { decision, amountDong: 650_000, reason: "Tính sai khối lượng", document };
    const recovery = ledger.agree("region", "region2", "recovery.open", opening);
    const closing = { recovery, amountDong: 650_000, means: RECOVERY_CLOSURE.paidIn, document };
    expect(word(ledger.together("region", "region", "recovery.close", closing))).toBe("refused: needs-second");
    expect(word(ledger.together("region", "region2", "recovery.close", closing))).toBe("ok");
  });
});

describe("H17: a contractor is merged into another firm", () => {
  it("what it received counts, and its successor claims it", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [17_000]);
    expect(word(builderGoesOver(ledger))).toBe("ok");
    const entry = ledger.write("firm", "annex.propose", annexOf(province, filling(10)));
    const said = ledger.bring(entry);
    if ("refused" in said) throw new Error(JSON.stringify(said.refused));
    for (const who of ["supervisor", "owner"])
      ledger.must(who, "annex.cosign", { annex: said.index, entryId: entry.id });
    expect(figuresOf(ledger, said.index).figures).toMatchObject({ acceptedDong: 2_650_000, claimedDong: 2_650_000 });
  });

  it("a debt follows it: what the predecessor owes is set off against the successor's own package", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [17_000]);
    const paid = completeAnnex(ledger, province, filling(10));
    decide(ledger, paid);
    const { index: decision } = ledger.book.need("claim", paid).decision!;
    const opening = { decision, amountDong: 650_000, reason: "Tính sai khối lượng", document };
    const recovery = ledger.agree("officer", "approver", "recovery.open", opening);
    builderGoesOver(ledger);
    const own = ledger.must("owner", "project.register", {
      ...{ code: "7654321", name: "Cầu Bến Thủy", owner: province.owner, supervisor: province.supervisor },
      ...{ treasury: province.treasury, packages: [{ number: 1, name: "Gói 1", contractor: firm }] },
    });
    const advance = { project: own, package: 1, number: 1, kind: 2 as const, lines: [], advanceDong: 1_000_000 };
    const entry = ledger.write("firm", "annex.propose", advance);
    const said = ledger.bring(entry);
    if ("refused" in said) throw new Error(JSON.stringify(said.refused));
    for (const who of ["supervisor", "owner"])
      ledger.must(who, "annex.cosign", { annex: said.index, entryId: entry.id });
    expect(figuresOf(ledger, said.index).figures.setOffs).toEqual([{ recovery, takenDong: 650_000, returnedDong: 0 }]);
  });

  it("a receipt of the old firm's last day that comes a day later is kept as it was made", () => {
    const ledger = base.fork();
    builderGoesOver(ledger);
    until(ledger, 20261231, 15);
    const route = province.routes["sandMine→dyke"]!;
    const load = { route, vehicle: province.trucks[0]!, source: province.sandSource, material: 1 as const };
    const issue = { ...load, package: 2, massKg: 17_000, measure: MEASURE.volume };
    const slip = ledger.must("sandMiner", "slip.issue", issue);
    ledger.pass(46);
    const seen = ledger.write("builderB", "load.receive", receipt(slip, province.dyke, 17_000, { package: 2 }));
    until(ledger, 20270101, 8);
    expect(word(ledger.bring(seen))).toBe("ok");
    const later = ledger.must("sandMiner", "slip.issue", issue);
    ledger.pass(46);
    const load2 = receipt(later, province.dyke, 17_000, { package: 2 });
    expect(word(ledger.say("builderB", "load.receive", load2))).toBe("refused: party-succeeded");
    expect(word(ledger.say("firm", "load.receive", load2))).toBe("ok");
    expect(ledger.kg(`project/${province.dyke}/2/0/1`)).toBe(34_000);
  });

  it("its successor reads the dossiers that it read, from the succession on; nobody else does", () => {
    const ledger = base.fork();
    const annex = completeAnnex(ledger, province, filling(10));
    const reads = (party: number) => {
      const parties = actingFor(ledger.book, party);
      const who = { kid: "", party, parties, partyName: "", roles: [ROLE.contractor], person: 1, persona: null };
      return mayRead(ledger.book, who, { what: "dossier", annex });
    };
    expect([reads(firm), reads(province.builderB), reads(province.builderA)]).toEqual([false, true, false]);
    builderGoesOver(ledger);
    expect([reads(firm), reads(province.builderB), reads(province.builderA)]).toEqual([true, true, false]);
  });

  it("merged once more, the last successor acts for the first", () => {
    const ledger = base.fork();
    builderGoesOver(ledger);
    ledger.must("root0", "party.register", { name: "Tổng công ty Xây dựng Miền Trung", roles: [ROLE.contractor] });
    const group = ledger.size - 1;
    const again = { party: firm, successor: group, lastDay };
    expect(word(succeed(ledger, "root0", again, ["root1"]))).toBe("ok");
    // Nobody of the group has signed yet.
    expect(ledger.book.need("party", firm).succeeded).toBeUndefined();
  });
});

describe("H16: a yard's keeper is merged into another firm", () => {
  it("the successor sends what lies in the yard, out of the predecessor's stock", async () => {
    const ledger = base.fork();
    const keeper = await welcome(ledger, "keeper", "Công ty TNHH Vật liệu Trường Vinh", [ROLE.keeper]);
    const body = { party: province.yardKeeper, successor: keeper, lastDay };
    expect(word(succeed(ledger, "authority", body, ["deputy", "keeper", "yardKeeper"]))).toBe("ok");
    const slip = ledger.must("sandMiner", "slip.issue", {
      ...{ route: province.routes["sandMine→yard"]!, vehicle: province.trucks[0]!, source: province.sandSource },
      ...{ material: 1, massKg: 10_000, measure: MEASURE.volume },
    });
    ledger.pass(40);
    expect(word(ledger.say("keeper", "load.receive", receipt(slip, province.yard, 10_000)))).toBe("ok");
    expect(ledger.kg(stockOf(province.yard, province.yardKeeper))).toBe(10_000);
    const out = { route: province.routes["yard→dyke"]!, vehicle: province.trucks[1]!, material: 1 as const };
    const load = { ...out, package: 2, massKg: 9000, measure: MEASURE.scale };
    expect(word(ledger.say("keeper", "slip.issue", load))).toBe("ok");
    expect(ledger.kg(stockOf(province.yard, province.yardKeeper))).toBe(1000);
  });
});

describe("H17, the fraud: a party is swallowed by somebody who has no right to it", () => {
  it("two clerks of the authority give no treasury away, and one root does not", () => {
    const ledger = base.fork();
    const body = { party: province.treasury, successor: region, lastDay };
    const byClerks = succeed(ledger, "authority", body, ["deputy"]);
    expect(word(byClerks)).toBe("refused: no-standing");
    expect(numbers(byClerks)).toEqual({ need: "root-key" });
    succeed(ledger, "root0", body, ["region"]);
    expect(ledger.book.need("party", province.treasury).succeeded).toBeUndefined();
  });

  it("two clerks and a friend give no firm away while its own people have not signed", () => {
    const ledger = base.fork();
    const body = { party: province.builderB, successor: firm, lastDay };
    succeed(ledger, "authority", body, ["deputy", "firm"]);
    expect(word(ledger.say("firm", "annex.propose", annexOf(province, filling(10))))).toBe("refused: no-standing");
  });

  it("nobody supervises what it builds by way of a merger", () => {
    const ledger = base.fork();
    const entry = ledger.write("builderB", "annex.propose", annexOf(province, filling(10)));
    const said = ledger.bring(entry);
    if ("refused" in said) throw new Error(JSON.stringify(said.refused));
    const body = { party: province.builderB, successor: province.supervisor, lastDay };
    expect(word(succeed(ledger, "authority", body, ["deputy", "supervisor", "builderB"]))).toBe("ok");
    const cosigned = ledger.say("supervisor", "annex.cosign", { annex: said.index, entryId: entry.id });
    expect(numbers(cosigned)).toMatchObject({ expected: "independent-supervisor" });
    // The honest way: another supervisor takes the chair, and the dossier goes on.
    const replaced = { project: province.dyke, document, supervisor: firm };
    const proposal = ledger.must("owner", "project.amend", replaced);
    for (const who of ["firm", "officer"]) ledger.must(who, "approve", { proposal });
    for (const who of ["firm", "owner"])
      expect(word(ledger.say(who, "annex.cosign", { annex: said.index, entryId: entry.id }))).toBe("ok");
  });

  it("no party goes over twice, to itself, in a circle, or with keys that sign for ever", () => {
    const ledger = base.fork();
    builderGoesOver(ledger);
    const body = { document, party: province.builderB, successor: province.builderA, lastDay };
    const refused = (other: Partial<Succession>) =>
      numbers(ledger.say("root0", "party.succeed", { ...body, ...other }));
    expect(refused({})).toEqual({ expected: "parties-not-succeeded" });
    expect(refused({ party: firm, successor: province.builderB })).toEqual({ expected: "parties-not-succeeded" });
    expect(refused({ party: firm, successor: firm })).toEqual({ expected: "parties-not-succeeded" });
    expect(refused({ party: firm, lastDay: 20290101 })).toEqual({ expected: "last-day-within", days: 366 });
  });
});
