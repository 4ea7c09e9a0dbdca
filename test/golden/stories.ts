// What golden ledgers are made of: the demo whole, a history of chance, and a story that brings in every kind of entry that the other two
// lack, each by who may and now and then by who may not. Everything follows from fixed seeds and hours.
import { sha256 } from "@noble/hashes/sha2.js";
import { playDemo } from "../../src/demo/play.ts";
import { personaSeed, Scribe, StoryClock } from "../../src/demo/scribe.ts";
import { hex, unhex, utf8 } from "../../src/format/bytes.ts";
import { OBLIGATION, ROLE } from "../../src/format/codes.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { treeHeadText } from "../../src/format/note.ts";
import { Pen } from "../../src/format/pen.ts";
import { slipCode } from "../../src/format/slipcode.ts";
import {
  deviceSeed,
  Ledger,
  MORNING_MS,
  newDevice,
  ORIGIN,
  openProvince,
  type Said,
  submitTo,
} from "../rules/ledger.ts";
import {
  annexOf,
  completeAnnex,
  contracted,
  decide,
  dykeContract,
  passage,
  receipt,
  reviewOf,
  sandSlip,
  sandToDyke,
  workLine,
} from "../rules/world.ts";
import { Deeds, openStage } from "../stories/deeds.ts";
import { giveDevice, giveMachine, grant, until, vehicle, welcome } from "../stories/people.ts";

/** The demo's story, signed as in life. */
export async function demo(): Promise<Ledger> {
  const ledger = new Ledger(MORNING_MS);
  const clock = new StoryClock(MORNING_MS);
  const submit = submitTo(ledger);
  const scribe = new Scribe(ORIGIN, sha256(utf8("golden demo")), clock, (all) => {
    ledger.nowMs = clock.wallMs();
    return submit(all);
  });
  const { key: logKey } = await signerFromSeed(sha256(utf8("golden log")));
  // The story reads a note's text only, up to the empty line before its signatures.
  const head = async () => `${treeHeadText({ origin: ORIGIN, size: ledger.size, root: ledger.root() })}\n`;
  await playDemo({ scribe, logKey, head, read: async (reading) => reading(ledger.book) });
  return ledger;
}

/** Deeds of chance in every room of the book, refusals and contradictions among them. */
export async function chance(): Promise<Ledger> {
  const deeds = new Deeds(await openStage(), 20_261_126);
  while (deeds.ledger.size < 420) deeds.play();
  return deeds.ledger;
}

const why = { document: "Biên bản làm việc số 9", reason: "Đã đối chiếu camera và phiếu cân tại mỏ" };

/** Offices, scales, keys and what goes wrong: the kinds that the demo and chance do not bring. */
export async function offices(): Promise<Ledger> {
  const { ledger, province } = await openProvince();
  for (const act of [weigh, keepYard, lapse, contest, mend, oversee, contract, change]) await act(ledger, province);
  return ledger;
}

type Province = Awaited<ReturnType<typeof openProvince>>["province"];

function indexOf(said: Said): number {
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return said.index;
}

/** A scale of its own at mine and yard; what it signs is used once, and does not fit a second load. */
async function weigh(ledger: Ledger, province: Province): Promise<void> {
  const { sandMiner, sandMine, yardKeeper, yard, trucks } = province;
  const certificate = { document: "Giấy chứng nhận kiểm định số 118", from: 20260212, until: 20261130 };
  const scale = async (who: string, party: number, place: number) => {
    const kid = unhex(await giveMachine(ledger, who, party));
    return ledger.must("authority", "scale.register", { place, number: `CAN-${place}`, ...certificate, kid });
  };
  const mineScale = await scale("mineScale", sandMiner, sandMine);
  const yardScale = await scale("yardScale", yardKeeper, yard);
  ledger.pass(1);
  const load = { vehicle: trucks[0]!, grossKg: 26_310, tareKg: 11_300 };
  const weighing = ledger.must("mineScale", "weighing.record", { scale: mineScale, ...load });
  const loaded = sandSlip(province, { vehicle: trucks[0]!, massKg: 15_010, measure: 1 });
  const weighed = { ...loaded, weighing };
  const slip = ledger.must("sandMiner", "slip.issue", weighed);
  ledger.say("sandMiner", "slip.issue", { ...weighed, vehicle: trucks[1]! });
  ledger.say("sandMiner", "weighing.record", { scale: mineScale, ...load });
  ledger.pass(35);
  ledger.say("yardKeeper", "load.receive", receipt(slip, yard, 14_990, { scale: yardScale }));
  ledger.must("authority", "scale.certify", { scale: yardScale, ...certificate, until: 20261230 });
  const off = { subject: mineScale, status: 2 as const, document: "Công văn tạm dừng cân số 3" };
  ledger.must("authority", "scale.status", off);
  ledger.say("sandMiner", "slip.issue", { ...loaded, vehicle: trucks[2]!, scale: mineScale });
  ledger.agree("authority", "deputy", "scale.status", { ...off, status: 1 });
}

/** Another's stock in a yard moves by its holder's order only; an invoice covers what came. */
async function keepYard(ledger: Ledger, province: Province): Promise<void> {
  const { yard, trucks, stoneMiner } = province;
  const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, { vehicle: trucks[3]!, massKg: 15_000 }));
  ledger.pass(30);
  ledger.must("yardKeeper", "load.receive", receipt(slip, yard, 15_000, { holder: stoneMiner }));
  const route = province.routes["yard→dyke"]!;
  const out = { route, vehicle: trucks[4]!, material: 1 as const, massKg: 9000, measure: 1 as const, package: 2 };
  ledger.say("yardKeeper", "slip.issue", { ...out, holder: stoneMiner });
  ledger.must("stoneMiner", "stock.entrust", { site: yard, material: 1, massKg: 10_000, until: 20261111 });
  ledger.must("yardKeeper", "slip.issue", { ...out, holder: stoneMiner });
  const invoice = {
    seller: "0100000001",
    number: "1C26TAA-128",
    day: 20261110,
    massKg: 15_000,
    slips: [slip],
    papers: [],
  };
  ledger.must("sandMiner", "invoice.link", invoice);
  ledger.say("yardKeeper", "invoice.link", { ...invoice, number: "1C26TAA-129", massKg: 14_000 });
  const survey = { subject: province.sandSource, material: 1 as const, massKg: 18_250_000 };
  ledger.must("authority", "survey.record", { ...survey, document: "Biên bản đo đạc ngày 10/11/2026" });
  const bounds = [{ output: 6 as const, leastPermille: 350, mostPermille: 600 }];
  ledger.agree("authority", "deputy", "yield.set", {
    site: province.crusher,
    document: "Biên bản thử nghiệm dây chuyền",
    bounds,
  });
  await giveDevice(ledger, "tax2", await welcome(ledger, "tax", "Thuế tỉnh Sông Lam", [ROLE.taxOffice]));
  const balances = [{ due: OBLIGATION.royalty, month: 202611, paidKg: 1_000_000 }];
  ledger.agree("tax", "tax2", "obligation.attest", { subject: province.sandSource, items: [], balances });
}

/** Slips that come late, under a code before they come, from a stolen key, and twice under one number. */
async function lapse(ledger: Ledger, province: Province): Promise<void> {
  const kid = unhex(await giveDevice(ledger, "gate", province.sandMiner));
  const { sandSource: source, sandMine: site } = province;
  const terms = { source, site, material: 1 as const, kid, serials: 4, massKg: 60_000, untilS: ledger.nowS + 86_400 };
  const book = ledger.must("gate", "book.grant", terms);
  const offline = (serial: number, truck: number) => {
    const load = { vehicle: province.trucks[truck]!, massKg: 15_000, book: [book, serial] as [number, number] };
    return ledger.write("gate", "slip.issue", sandSlip(province, load));
  };
  const [first, second, third] = [offline(1, 0), offline(2, 1), offline(3, 2)];
  ledger.pass(40);
  ledger.say("yardKeeper", "load.receive", receipt(0, province.yard, 15_000, { slip: { code: slipCode(first.id) } }));
  ledger.pass(90);
  ledger.bring(first);
  ledger.pass(60 * 48);
  ledger.must("operator", "clock.tick", {});
  for (const [late, counts] of [
    [second, 1],
    [third, 0],
  ] as const) {
    const slip = indexOf(ledger.bring(late));
    ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, 14_900));
    ledger.say("gate", "slip.rule", { entries: [slip], counts, ...why });
    ledger.agree("authority", "deputy", "slip.rule", { entries: [slip], counts, ...why });
  }
  const { key, possession, kid: next } = await newDevice("golden gate");
  ledger.must("gate", "key.rotate", { key, possession });
  ledger.kids.set("gate", next);
  const tablet = await newDevice("golden tablet");
  ledger.must("yardKeeper", "key.add", { key: tablet.key, possession: tablet.possession });
  ledger.pass(5);
  const stolen = ledger.write("gate", "slip.issue", sandSlip(province, { vehicle: province.trucks[5]! }));
  ledger.agree("authority", "deputy", "key.revoke", { kid: unhex(next), reason: "Đơn vị báo mất máy tại cổng mỏ" });
  ledger.bring(stolen);
  const lost = { kid: unhex(tablet.kid), reason: "Máy tính bảng rơi xuống sông tại bến", lostS: ledger.nowS };
  ledger.must("yardKeeper", "key.revoke", lost);
  ledger.say("police", "passage.record", passage(province, { index: 999_999 }, ledger.nowS));
  await cloned(ledger, province);
}

/** A copied device signs other words under a number that is taken: the operator shows it, and the key says nothing more. */
async function cloned(ledger: Ledger, province: Province): Promise<void> {
  const name = "clone";
  await giveDevice(ledger, name, province.sandMiner);
  const slip = sandSlip(province, { vehicle: province.trucks[7]! });
  const stored = ledger.must(name, "slip.issue", slip);
  const signer = await signerFromSeed(personaSeed(deviceSeed(name), name));
  const copy = new Pen(signer, ORIGIN, ledger.leaves[stored]!.entry.seq);
  const other = await copy.write("slip.issue", { ...slip, massKg: 11_000 }, ledger.nowS);
  ledger.must("operator", "key.freeze", { stored, other });
  ledger.say(name, "slip.void", { slip: stored, reason: why.reason });
}

/** An honest load that another party contradicts, and two officers who set that aside. */
async function contest(ledger: Ledger, province: Province): Promise<void> {
  const party = ledger.book.need("key", ledger.kids.get("authority")!).party!;
  for (const [i, who] of ["chief", "deputy"].entries()) {
    const person = ledger.must("root0", "person.register", { party, number: new Uint8Array(16).fill(i + 7) });
    const { key, possession, kid } = await newDevice(who);
    ledger.agree("root0", "root1", "key.register", { key, possession, party, person });
    ledger.kids.set(who, kid);
  }
  const [slip, seen] = sandToDyke(ledger, province, [10_000, 12_000]);
  const lie = indexOf(ledger.say("yardKeeper", "load.receive", receipt(slip!, province.yard, 10_000)));
  ledger.say("police", "passage.record", passage(province, { index: seen! }, ledger.nowS, { plateMatches: 0 }));
  const proposal = ledger.must("chief", "contest.lift", { observations: [{ slip: slip!, observation: lie }], ...why });
  ledger.say("chief", "approve", { proposal });
  ledger.must("deputy", "approve", { proposal });
  const back = ledger.must("sandMiner", "slip.issue", sandSlip(province, { vehicle: province.trucks[8]! }));
  ledger.must("police", "passage.record", passage(province, { index: back }, ledger.nowS));
  ledger.say("sandMiner", "slip.void", { slip: back, reason: why.reason });
  const reversal = ledger.must("sandMiner", "slip.reverse", { slip: back, reason: why.reason });
  ledger.must("authority", "approve", { proposal: reversal });
  const finding = { slips: [seen!], ...why };
  const found = ledger.must("authority", "finding.record", finding);
  ledger.agree("authority", "deputy", "finding.lift", { finding: found, ...why });
}

/** Receipts and passages put right, loads that the supervisor accepts, and surplus that goes back out of the project. */
async function mend(ledger: Ledger, province: Province): Promise<void> {
  const { yard, dyke, trucks } = province;
  const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, { vehicle: trucks[9]!, massKg: 15_000 }));
  ledger.pass(20);
  const seenS = ledger.nowS;
  const passed = indexOf(
    ledger.say("police", "passage.record", passage(province, { index: slip }, seenS, { plateMatches: 0 })),
  );
  const right = { passage: passed, slip: { index: slip }, direction: 1 as const, seenS, plateMatches: 1 };
  ledger.must("police", "passage.correct", { ...right, reason: "Đọc nhầm biển số trong mưa" });
  ledger.pass(15);
  const typo = ledger.must("yardKeeper", "load.receive", receipt(slip, yard, 1500));
  const whole = { ...receipt(slip, yard, 15_000), receipt: typo, reason: "Gõ thiếu một chữ số không khi nhập" };
  ledger.must("yardKeeper", "load.correct", whole);
  ledger.say("yardKeeper", "load.correct", whole);
  const [there] = sandToDyke(ledger, province, [14_000]);
  ledger.must("supervisor", "acceptance.record", { project: dyke, package: 2, slips: [there!] });
  const surplus = { project: dyke, from: 2, material: 1 as const, massKg: 2000, to: yard, reason: why.reason };
  const proposal = ledger.must("builderB", "project.release", surplus);
  for (const who of ["owner", "supervisor", "yardKeeper"]) ledger.must(who, "approve", { proposal });
}

/** A long annex in parts, its result, money owed back, and who looks over it. */
async function oversee(ledger: Ledger, province: Province): Promise<void> {
  const line = workLine(2000, 265_000, province.embankment);
  const part = ledger.write("builderB", "annex.part", { lines: [line, line] });
  const index = indexOf(ledger.bring(part));
  const body = annexOf(province, [line], { number: 4001, parts: [{ index, entryId: part.id }] });
  const entry = ledger.write("builderB", "annex.propose", body);
  const annex = indexOf(ledger.bring(entry));
  for (const who of ["supervisor", "owner"]) ledger.must(who, "annex.cosign", { annex, entryId: entry.id });
  const decision = indexOf(decide(ledger, annex).decision!);
  const owed = { decision, amountDong: 200_000, ...why };
  ledger.say("owner", "recovery.open", owed);
  const recovery = ledger.agree("officer", "approver", "recovery.open", owed);
  const settle = { project: province.dyke, outcome: 1 as const, bandPermille: 50, ...why };
  ledger.say("owner", "settlement.check", settle);
  const paidBack = { recovery, amountDong: 200_000, document: "Giấy nộp tiền số 77", means: 1 as const };
  ledger.agree("officer", "approver", "recovery.close", paidBack);
  ledger.say("owner", "settlement.check", settle);
  ledger.must("owner", "settlement.check", { ...settle, outcome: 2 });
  const head = ledger.book.need("key", ledger.kids.get("officer")!).person!;
  const order = { person: head, position: 2 as const, from: 20261110, until: 20261231, document: why.document };
  ledger.agree("approver", "officer", "position.set", order);
  const reversal = ledger.must("officer", "decision.reverse", { decision, ...why });
  ledger.must("approver", "approve", { proposal: reversal });
  const next = completeAnnex(ledger, province, [workLine(1000, 265_000, province.embankment)], { number: 4002 });
  const draft = annexOf(province, [workLine(1000, 265_000, province.embankment)], { number: 4007 });
  const annexed = ledger.must("builderB", "annex.propose", draft);
  ledger.must("supervisor", "annex.withdraw", { annex: annexed, reason: why.reason });
  const review = ledger.must("officer", "review.make", reviewOf(ledger, next, 1));
  ledger.must("approver", "review.return", { review, reason: why.reason });
  ledger.must("police", "report.lodge", { text: "Xe chở cát chạy đêm qua cổng làng", commune: "xã An Hòa" });
  const signalled = ledger.leaves.findLast(({ changes }) => changes.signals.length > 0)!;
  const { code } = signalled.changes.signals[0]!;
  ledger.must("authority", "signal.close", { leaf: signalled.index, ordinal: 0, code, reason: why.reason });
}

/** A contract with an advance, a claim that clears and keeps back of it, an amendment, and a recipe that ends. */
async function contract(ledger: Ledger, province: Province): Promise<void> {
  const work = {
    code: "AB.13410",
    name: "Đắp cát, K95",
    unit: "m³",
    unitPriceDong: 265_000,
    recipe: province.embankment,
  };
  const line = { number: 1, ...work, quantityMilli: 20_000, paidMilli: 2000 };
  const terms = { advancePermille: 300, clearedPermille: 800, retentionPermille: 50, adjustmentDong: 400_000 };
  const registered = contracted(ledger, dykeContract(province, [line], terms));
  ledger.say("owner", "contract.register", dykeContract(province, [line], terms));
  decide(ledger, completeAnnex(ledger, province, [], { number: 4003, kind: 2, advanceDong: 1_500_000 }));
  const claim = (milli: number) => [workLine(milli, 265_000, province.embankment, { contractLine: 1 })];
  ledger.say("builderB", "annex.propose", annexOf(province, claim(18_001), { number: 4004 }));
  decide(ledger, completeAnnex(ledger, province, claim(1000), { number: 4005 }));
  const amendment = { contract: registered, ...why, lines: [{ ...line, quantityMilli: 25_000 }] };
  const proposal = ledger.must("supervisor", "contract.amend", amendment);
  for (const who of ["owner", "builderB"]) ledger.must(who, "approve", { proposal });
  ledger.must("authority", "recipe.end", { recipe: province.embankment, until: 20261231, reason: why.reason });
}

/** Terms change: sources, places, vehicles, rules, witnesses and roots. */
async function change(ledger: Ledger, province: Province): Promise<void> {
  const document = "Quyết định số 31/QĐ-UBND";
  const status = (subject: number) => ({ subject, status: 2 as const, document });
  const spare = grant(ledger, {
    holder: province.sandMiner,
    sites: [province.sandMine],
    instrument: 1,
    number: "77/GP-UBND",
    materials: [1],
    reserve: { unit: 2, amount: 90 },
  });
  ledger.agree("authority", "deputy", "source.amend", {
    source: spare,
    document,
    capacityYear: { unit: 2, amount: 14 },
  });
  const mistaken = ledger.must("authority", "source.amend", { source: spare, document, until: 20261231 });
  ledger.must("authority", "proposal.withdraw", { proposal: mistaken, reason: "Ghi nhầm ngày hết hạn của giấy phép" });
  ledger.say("deputy", "approve", { proposal: mistaken });
  ledger.must("authority", "source.status", status(spare));
  ledger.say("sandMiner", "slip.issue", sandSlip(province, { source: spare }));
  const terms = {
    holder: province.sandMiner,
    sites: [province.sandMine],
    instrument: 1 as const,
    materials: [1 as const],
  };
  const renewed = grant(ledger, { ...terms, number: "78/GP-UBND" });
  const older = grant(ledger, { ...terms, number: "41/GP-UBND" });
  ledger.agree("authority", "deputy", "source.succeed", {
    source: older,
    successor: renewed,
    document,
    reserveWhole: 0,
  });
  ledger.agree("authority", "deputy", "site.amend", {
    site: province.sandMine,
    document,
    name: "Mỏ cát Sông Lam, phường Bến Thủy",
  });
  const merged = { party: province.builderA, successor: province.builderB, document, lastDay: 20261231 };
  const succession = ledger.must("authority", "party.succeed", merged);
  for (const who of ["deputy", "builderA", "builderB"]) ledger.say(who, "approve", { proposal: succession });
  const halt = { site: province.checkpoint, vehicle: province.trucks[7]!, stoppedS: ledger.nowS };
  const stopped = ledger.must("police", "stop.record", halt);
  ledger.say("sandMiner", "slip.issue", sandSlip(province, { vehicle: province.trucks[7]! }));
  const onward = { stop: stopped, releasedS: ledger.nowS, wrongPlate: 0, reason: "Xe không, thùng trống" };
  ledger.must("police", "stop.release", onward);
  ledger.pass(1);
  const { plate } = ledger.book.need("vehicle", province.trucks[7]!);
  const sought = { site: province.checkpoint, plate, searchedS: ledger.nowS, size: ledger.size };
  ledger.must("police", "search.record", sought);
  const test = { material: 1 as const, use: 1 as const, numerator: 1395, denominator: 1, project: province.dyke };
  const factor = ledger.agree("supervisor", "owner", "factor.set", {
    ...test,
    document: "Thí nghiệm số 12",
    from: 20261101,
  });
  const ending = { factor, until: 20261130, reason: "Mẫu thí nghiệm không đại diện" };
  ledger.say("builderB", "factor.end", ending);
  ledger.must("supervisor", "factor.end", ending);
  const truck = vehicle(ledger, "77C-999.99", 2, 15_000);
  ledger.must("authority", "vehicle.inspect", { vehicle: truck, inspectedUntil: 20280630, document });
  ledger.must("authority", "vehicle.status", status(truck));
  ledger.say("sandMiner", "slip.issue", sandSlip(province, { vehicle: truck }));
  ledger.must("authority", "site.status", status(province.plant));
  ledger.agree("authority", "deputy", "site.status", { ...status(province.plant), status: 1 });
  ledger.agree("authority", "deputy", "vehicle.status", { ...status(truck), status: 1 });
  ledger.agree("authority", "deputy", "source.status", { ...status(spare), status: 1 });
  const dyke = { project: province.dyke, document, valueDong: 96_000_000_000 };
  const amended = ledger.must("owner", "project.amend", dyke);
  ledger.say("supervisor", "approve", { proposal: amended });
  ledger.must("officer", "approve", { proposal: amended });
  const rules = ledger.book.need("rules", 0).sets[0]!.set;
  const tighter = ledger.must("root0", "rules.set", { ...rules, fromS: ledger.nowS, lossPermille: 10 });
  ledger.must("root1", "approve", { proposal: tighter });
  const off = [{ day: 20280103, name: "Nghỉ bù Tết Dương lịch" }];
  ledger.agree("officer", "root0", "calendar.set", { year: 2028, document, off, worked: [20280108] });
  ledger.agree("officer", "root0", "texts.set", { from: 20261201, document, office: "KT. GIÁM ĐỐC" });
  const policy = ledger.must("root1", "witness.set", { needed: 0, witnesses: [] });
  ledger.must("root2", "approve", { proposal: policy });
  const { key, possession } = await newDevice("golden root");
  const kid = ledger.kids.get("root2")!;
  const turn = { kid, key: hex(key), possession: hex(possession), document };
  const proposal = ledger.must("root0", "log.rotate", turn);
  ledger.must("root1", "approve", { proposal });
  until(ledger, 20261115, 9);
  const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, { vehicle: province.trucks[6]! }));
  ledger.pass(40);
  ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, 9700));
}
