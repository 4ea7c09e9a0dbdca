// Four years of a bridge's approach road, told once for a ledger in memory and once for a database: the supervisor is replaced, a member of the
// joint venture leaves, the quarry goes on under another licence and another holder, owner and treasury are merged away with their province.
import { sha256 } from "@noble/hashes/sha2.js";
import { proposeClaim, workLine } from "../../src/demo/dossiers.ts";
import type { Province } from "../../src/demo/province.ts";
import type { Scribe } from "../../src/demo/scribe.ts";
import type { AnnexPropose, ClaimFigures } from "../../src/format/bodies/payment.ts";
import { utf8 } from "../../src/format/bytes.ts";
import {
  AMOUNT_UNIT,
  CLAIM_KIND,
  INSTRUMENT,
  MATERIAL,
  MEASURE,
  OUTCOME,
  POSITION,
  ROLE,
  type Role,
  SETTLEMENT_OUTCOME,
  SITE_TYPE,
} from "../../src/format/codes.ts";
import { entryIdOf } from "../../src/format/entry.ts";
import type { Body } from "../../src/format/kinds.ts";
import type { Book } from "../../src/rules/book/book.ts";
import { claimAsItStands, moneyOf, rulesOfClaim } from "../../src/rules/payment/claim.ts";
import { hashFigures } from "../../src/rules/payment/figures.ts";

/** Where the story is played: who writes, how the book is read, and the head that a review names. */
export type Stage = {
  readonly scribe: Scribe;
  readonly province: Province;
  read<T>(reading: (book: Book) => T): Promise<T>;
  head(): Promise<{ size: number; root: Uint8Array }>;
};

/** The results in their order, each with its figures, and the entries that the facts are asked about. */
export type Bridge = {
  readonly project: number;
  readonly mine: number;
  readonly oldSource: number;
  readonly newSource: number;
  readonly miner: number;
  readonly results: { readonly decision: number; readonly annex: number; readonly figures: ClaimFigures }[];
  readonly recovery: number;
  /** The last evening's word of the joint venture's member, and of the old treasury's officer after its last day. */
  readonly tooLate: readonly string[];
};

const document = "Nghị quyết về sắp xếp đơn vị hành chính cấp tỉnh";
const ISSUER = "Ủy ban nhân dân tỉnh Sông Lam";
const tonnes = (amount: number) => ({ unit: AMOUNT_UNIT.tonnes, amount });

/** Plays the story; every figure is in bridge.test.ts. */
export async function playBridge(stage: Stage): Promise<Bridge> {
  const { scribe, province } = stage;
  const { clock } = scribe;
  const { owner, treasury, supervisor, builderA, builderB } = province;
  const year = new Date(clock.wallMs()).getUTCFullYear();
  /** Moves on to eight in the morning of a day, in Vietnam. */
  const until = (years: number, month: number, day: number) =>
    clock.until(Date.UTC(year + years, month - 1, day, 1, 0, 0));
  const miner = await welcome(scribe, ["miner"], "Hợp tác xã Cát Bến Thủy", [ROLE.mineOperator]);
  const heir = await welcome(scribe, ["heir"], "Công ty TNHH Khoáng sản Hồng Lĩnh", [ROLE.mineOperator]);
  const newSupervisor = await welcome(scribe, ["second"], "Công ty Tư vấn Giám sát Trường Sơn", [ROLE.supervisor]);
  const board = await welcome(scribe, ["board"], "Ban Quản lý dự án khu vực Nam Lam", [ROLE.projectOwner]);
  const region = await welcome(scribe, ["region", "region2"], "Kho bạc Nhà nước khu vực XI", [ROLE.treasury]);
  clock.pass(1);

  const site = { type: SITE_TYPE.mine, name: "Mỏ cát Bến Thủy", party: miner, commune: "xã Bến Thủy" };
  const mine = await scribe.write("authority", "site.register", site);
  const licence = (number: string, holder: number, until: number, reserve: number) =>
    scribe.agree("authority", "deputy", "source.grant", {
      ...{ instrument: INSTRUMENT.extractionLicence, number, issuer: ISSUER, holder, sites: [mine], until },
      ...{ materials: [MATERIAL.sand], capacityYear: tonnes(50), capacityDay: tonnes(50), reserve: tonnes(reserve) },
    });
  const oldSource = await licence("12/GP-UBND", miner, (year + 1) * 10_000 + 1231, 200);
  const project = await scribe.write("owner", "project.register", {
    ...{ code: "8099999", name: "Đường dẫn cầu Bến Thủy", owner, supervisor, treasury, valueDong: 150_000_000 },
    packages: [{ number: 1, name: "Gói thầu số 1: Đường dẫn", contractor: builderA }],
  });
  const way = { from: mine, to: project, distanceM: 16_000, minutes: 40, cycleMinutes: 90 };
  const route = await scribe.write("authority", "route.set", way);
  const contract = await agreed(scribe, "builderA", ["supervisor", "owner", "builderB"], "contract.register", {
    ...{ project, package: 1, document: "Hợp đồng số 21/HĐ-XD", members: [builderB], lines: linesOf(province) },
    ...{ advancePermille: 200, clearedPermille: 800, retentionPermille: 50, adjustmentDong: 5_000_000 },
  });

  const hauled = { project, route, pieces: 0 };
  /** A load of 17 t from the mine, which a party of the package receives. */
  const load = async (sender: string, source: number, receiver: string) => {
    const vehicle = province.trucks[hauled.pieces++ % province.trucks.length]!;
    const slip = { route, vehicle, source, material: MATERIAL.sand, package: 1, massKg: 17_000 };
    const index = await scribe.write(sender, "slip.issue", { ...slip, measure: MEASURE.volume });
    clock.pass(41);
    const whole = { at: project, package: 1, part: 1, final: 1 as const, massKg: 17_000, measure: MEASURE.scale };
    await scribe.write(receiver, "load.receive", { slip: { index }, ...whole });
    clock.pass(9);
  };
  const results: Bridge["results"] = [];
  /** A dossier through all signatures to its result, which the two officers sign. */
  const paid = async (
    body: Partial<AnnexPropose>,
    cosigners: readonly string[],
    officers: readonly [string, string],
  ) => {
    const number = results.length + 1;
    const whole = { project, package: 1, number, kind: CLAIM_KIND.interim, lines: [], ...body };
    const proposed = await proposeClaim(scribe, "builderA", whole);
    for (const who of cosigners) await scribe.write(who, "annex.cosign", proposed);
    results.push(await decide(stage, proposed.annex, officers));
  };
  const work = (number: 1 | 2, milli: number) => {
    const line = linesOf(province)[number - 1]!;
    const { code, name, unit, unitPriceDong, recipe } = line;
    return { ...workLine(code, name, unit, milli, unitPriceDong, recipe), contractLine: number };
  };
  const oldChairs = ["supervisor", "owner"] as const;
  const oldOfficers = ["officer", "approver"] as const;

  // The first year: an advance, then the first claim.
  await paid({ kind: CLAIM_KIND.advance, advanceDong: 20_000_000 }, oldChairs, oldOfficers);
  await load("miner", oldSource, "builderA");
  await load("miner", oldSource, "builderB");
  const record = { source: oldSource, site: mine, material: MATERIAL.sand, measure: MEASURE.scale };
  await scribe.write("miner", "extract.record", { ...record, day: dayOfStory(clock.wallMs()), massKg: 34_000 });
  await paid({ lines: [work(1, 20_000), work(2, 2000)] }, oldChairs, oldOfficers);

  // The second year: another supervisor, a member that leaves, the second claim; 10 t are dug for the third year.
  until(1, 3, 15);
  for (const vehicle of province.trucks)
    await scribe.write("authority", "vehicle.inspect", {
      vehicle,
      inspectedUntil: (year + 4) * 10_000 + 630,
      document,
    });
  const chair = { project, supervisor: newSupervisor, document: "Hợp đồng tư vấn số 8" };
  await agreed(scribe, "owner", ["second", "officer"], "project.amend", chair);
  const leaving = { contract, members: [], document: "Phụ lục số 1", reason: "Thành viên rút khỏi liên danh" };
  await agreed(scribe, "builderA", ["second", "owner", "builderB"], "contract.amend", leaving);
  await load("miner", oldSource, "builderA");
  const tooLate = [await wordOf(scribe, "builderB", "load.receive", await sent(stage, route, oldSource, project))];
  await scribe.write("miner", "extract.record", { ...record, day: dayOfStory(clock.wallMs()), massKg: 44_000 });
  await paid({ lines: [work(1, 20_000), work(2, 3000)] }, ["second", "owner"], oldOfficers);

  // The third year: the licence has run out and goes on under another number and holder; the province is merged.
  until(2, 2, 10);
  const renewed = await licence("45/GP-UBND", heir, (year + 6) * 10_000 + 1231, 112);
  const sold = { site: mine, party: heir, name: "Mỏ cát Hồng Lĩnh", commune: "phường Trường Vinh", document };
  await agreed(scribe, "authority", ["heir", "deputy"], "site.amend", sold);
  const goesOver = {
    source: oldSource,
    successor: renewed,
    document: "Quyết định chuyển nhượng số 5",
    reserveWhole: 0,
  };
  await agreed(scribe, "authority", ["heir", "deputy"], "source.succeed", goesOver as Body<"source.succeed">);
  const merged = { document, lastDay: (year + 2) * 10_000 + 331 };
  for (const [party, successor, who] of [
    [treasury, region, "region"],
    [owner, board, "board"],
  ] as const)
    await agreed(scribe, "root0", ["root1", who], "party.succeed", { party, successor, ...merged });
  await load("heir", renewed, "builderA");
  await load("heir", renewed, "second");
  until(2, 4, 3);
  const first = results[1]!;
  const opening = { decision: first.decision, amountDong: 1_000_000, document: "Kết luận số 9" };
  const recovery = await scribe.agree("region", "region2", "recovery.open", {
    ...opening,
    reason: "Hậu kiểm: chi thừa",
  });
  tooLate.push(await wordOf(scribe, "officer", "recovery.open", { ...opening, reason: "Khóa cũ đã hết hạn ký" }));
  const dearer = { adjusts: first.annex, contractLine: 1 };
  const { code, name, unit } = linesOf(province)[0]!;
  const adjustment = { ...workLine(code, name, unit, 20_000, 12_000), ...dearer };
  const last = [work(1, 20_000), work(2, 5000), adjustment];
  await paid({ kind: CLAIM_KIND.final, lines: last }, ["second", "board"], ["region", "region2"]);

  // The fourth year: what was kept back is paid out, and the works are settled.
  until(3, 5, 20);
  await paid({ kind: CLAIM_KIND.retention, releaseDong: 5_807_000 }, ["second", "board"], ["region", "region2"]);
  const settling = { project, outcome: SETTLEMENT_OUTCOME.clear, bandPermille: 0, document: "Báo cáo quyết toán" };
  await scribe.write("board", "settlement.check", { ...settling, reason: "Kiểm tra trước quyết toán dự án" });
  return { project, mine, oldSource, newSource: renewed, miner, results, recovery, tooLate };
}

/** The bill of the contract: 100 m³ of sand fill and 10 t of steel. */
function linesOf(province: Province): Body<"contract.register">["lines"] {
  const steel = {
    number: 2,
    code: "AF.61120",
    name: "Cốt thép",
    unit: "tấn",
    plainBasis: "Định mức: không có cát, đá",
  };
  return [
    {
      ...{ number: 1, code: "AB.13410", name: "Đắp cát", unit: "m³", recipe: province.embankment },
      ...{ quantityMilli: 100_000, unitPriceDong: 265_000 },
    },
    { ...steel, quantityMilli: 10_000, unitPriceDong: 10_000_000 },
  ];
}

/** A party with one person for each name, named by a root. */
async function welcome(scribe: Scribe, people: readonly string[], name: string, roles: Role[]): Promise<number> {
  const party = await scribe.write("root0", "party.register", { name, roles });
  for (const [i, who] of people.entries()) {
    const number = sha256(utf8(`${who} ${name}`)).slice(0, 16);
    const position = i === 0 ? POSITION.specialist : POSITION.director;
    const body = { number, party, ...(roles.includes(ROLE.treasury) ? { position } : {}) };
    const person = await scribe.write("root0", "person.register", body);
    const pen = await scribe.pen(who);
    const key = { party, key: pen.signer.key, possession: await pen.possession(), person };
    await scribe.agree("root0", "root1", "key.register", key);
  }
  return party;
}

type Agreed =
  | "contract.register"
  | "contract.amend"
  | "project.amend"
  | "site.amend"
  | "source.succeed"
  | "party.succeed";

/** A proposal with all its approvals; answers its index. */
async function agreed<K extends Agreed>(
  scribe: Scribe,
  by: string,
  then: readonly string[],
  kind: K,
  body: Body<K>,
): Promise<number> {
  const proposal = await scribe.write(by, kind, body);
  for (const who of then) await scribe.write(who, "approve", { proposal });
  scribe.clock.pass(1);
  return proposal;
}

/** A load on its way that the contractor itself receives after the refused word of another. */
async function sent({ scribe, province }: Stage, route: number, source: number, project: number) {
  const vehicle = province.trucks.at(-1)!;
  const slip = { route, vehicle, source, material: MATERIAL.sand, package: 1, massKg: 17_000 };
  const index = await scribe.write("miner", "slip.issue", { ...slip, measure: MEASURE.volume });
  scribe.clock.pass(41);
  const body = { at: project, package: 1, part: 1, final: 1 as const, massKg: 17_000, measure: MEASURE.scale };
  return { slip: { index }, ...body };
}

/** What comes of an entry that should be refused; the receipt that was refused is then signed by the contractor. */
async function wordOf<K extends "load.receive" | "recovery.open">(scribe: Scribe, who: string, kind: K, body: Body<K>) {
  const answer = await scribe.send(who, kind, body);
  if (kind === "load.receive") await scribe.write("builderA", kind, body);
  return answer.ok ? "ok" : answer.problem.code;
}

async function decide(stage: Stage, annex: number, [officer, approver]: readonly [string, string]) {
  const { scribe } = stage;
  const { rules, figures } = await stage.read((book) => {
    const rules = rulesOfClaim(book, book.need("claim", annex));
    const result = claimAsItStands(book, annex, rules);
    if (!result) throw new Error(`claim ${annex} is not complete`);
    return { rules, figures: result.figures };
  });
  const outcome = OUTCOME.pay;
  const figuresHash = hashFigures(figures);
  const text = "Số liệu khớp sổ gốc điện tử tại thời điểm kiểm soát.";
  const head = await stage.head();
  const review = { annex, outcome, ...head, rules: rules.index, figuresHash, reasons: [], text };
  const bytes = await scribe.sign(officer, "review.make", review);
  const [made] = await scribe.deliver([bytes]);
  if (!made?.ok) throw new Error(JSON.stringify(made));
  const decision = await scribe.write(approver, "decision.sign", {
    ...{ review: made.value.index, reviewId: entryIdOf(bytes), annex, outcome, figuresHash },
    ...{ ...moneyOf(figures, outcome), bases: rules.set.bases, text },
  });
  scribe.clock.pass(10);
  return { decision, annex, figures };
}

/** The day of an hour in Vietnam as yyyymmdd. */
function dayOfStory(ms: number): number {
  return Number(new Date(ms + 7 * 3_600_000).toISOString().slice(0, 10).replaceAll("-", ""));
}
