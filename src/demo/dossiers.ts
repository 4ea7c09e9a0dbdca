// The demo's two dossiers: an annex proposed, co-signed, reviewed and decided on the figures of the moment; one is paid and one refused.

import type { AnnexLine, AnnexPropose, ClaimFigures } from "../format/bodies/payment.ts";
import { CLAIM_KIND, LISTED_REASON, type ListedReason, OUTCOME, type Outcome } from "../format/codes.ts";
import { entryIdOf } from "../format/entry.ts";
import type { Body } from "../format/kinds.ts";
import { parseTreeHead } from "../format/note.ts";
import type { Book } from "../rules/book/book.ts";
import { lineValue } from "../rules/numbers/convert.ts";
import { claimAsItStands, moneyOf, rulesOfClaim } from "../rules/payment/claim.ts";
import { hashFigures } from "../rules/payment/figures.ts";
import { formatDate } from "../words/as-written.ts";
import { officeOpen } from "./calendar.ts";
import { indexesOf } from "./haulage.ts";
import type { Province } from "./province.ts";
import type { Scribe } from "./scribe.ts";

/** The player's needs besides the scribe: the log's key, its newest head, and a reading of the book. */
export type DossierScene = {
  readonly scribe: Scribe;
  readonly logKey: Uint8Array;
  head(): Promise<string | undefined>;
  read<T>(reading: (book: Book) => T): Promise<T>;
};

/** A work line as form 03.a/TT has it; its value follows from quantity and price. */
export function workLine(
  code: string,
  name: string,
  unit: string,
  quantityMilli: number,
  unitPriceDong: number,
  recipe?: number,
): AnnexLine {
  const line = { code, name, unit, quantityMilli, unitPriceDong, valueDong: lineValue(quantityMilli, unitPriceDong) };
  return recipe === undefined ? line : { ...line, recipe };
}

/** The bridge's contract: all that its dossiers claim, with something left. */
function bridgeContract({ bridge, concrete }: Province): Body<"contract.register"> {
  const line = { code: "AF.11230", unit: "m³", recipe: concrete };
  const steel = { code: "AF.61120", unit: "tấn", plainBasis: "Định mức AF.61120: không có cát, đá" };
  return {
    ...{ project: bridge, package: 1, document: "Hợp đồng số 15/2026/HĐ-XD" },
    ...{ advancePermille: 300, clearedPermille: 800, retentionPermille: 0, adjustmentDong: 60_000_000 },
    lines: [
      {
        ...line,
        number: 1,
        name: "Bê tông móng mố, trụ M250, đá 1×2",
        quantityMilli: 420_000,
        unitPriceDong: 1_200_000,
      },
      { ...steel, number: 2, name: "Cốt thép mố, trụ", quantityMilli: 61_400, unitPriceDong: 18_600_000 },
      {
        ...line,
        number: 3,
        name: "Bê tông bệ, thân trụ M250, đá 1×2",
        quantityMilli: 390_000,
        unitPriceDong: 1_265_000,
      },
      { ...line, number: 4, name: "Bê tông xà mũ trụ M250, đá 1×2", quantityMilli: 96_000, unitPriceDong: 1_290_000 },
    ],
  };
}

/** Contractor, supervisor and owner put the bridge's contract into the book. */
export async function registerContract(scribe: Scribe, province: Province): Promise<void> {
  const proposal = await scribe.write("builderA", "contract.register", bridgeContract(province));
  for (const who of ["supervisor", "owner"]) await scribe.write(who, "approve", { proposal });
}

/** The bridge: every kilogram traces to a mine, and the dossier is paid. Answers its annex. */
export async function claimBridge(stage: DossierScene, province: Province): Promise<number> {
  const lines = [
    workLine("AF.11230", "Bê tông móng mố, trụ M250, đá 1×2", "m³", 350_000, 1_200_000, province.concrete),
    workLine("AF.61120", "Cốt thép mố, trụ", "tấn", 42_500, 18_600_000),
    workLine("AF.11230", "Bê tông bệ, thân trụ M250, đá 1×2", "m³", 250_000, 1_265_000, province.concrete),
  ].map((line, i) => ({ ...line, contractLine: i + 1 }));
  const annex = await proposeAndCosign(stage, "builderA", province.bridge, 1, lines);
  await decideClaim(
    stage,
    annex,
    OUTCOME.pay,
    [],
    "Bảng kê nguồn gốc vật liệu đầy đủ; toàn bộ cát, đá truy được về mỏ có giấy phép; số liệu khớp sổ gốc điện tử.",
  );
  return annex;
}

/** The dyke: slips came twice and material is missing, and the dossier is refused. Answers its annex. */
export async function claimDyke(stage: DossierScene, province: Province): Promise<number> {
  const lines = [
    workLine("AB.13410", "Đắp cát công trình, K95", "m³", 600_000, 265_000, province.embankment),
    workLine("AF.11230", "Bê tông mái kè M250, đá 1×2", "m³", 120_000, 1_310_000, province.concrete),
  ];
  const annex = await proposeAndCosign(stage, "builderB", province.dyke, 2, lines);
  await decideClaim(
    stage,
    annex,
    OUTCOME.refuse,
    [LISTED_REASON.notEnough, LISTED_REASON.contradictory, LISTED_REASON.partMissing],
    "Nhiều phiếu vận chuyển cát được ghi nhận hai lần tại công trình và tại chốt; khối lượng còn lại chưa đủ căn cứ. Đề nghị chủ đầu tư làm rõ và bổ sung hồ sơ.",
    "Biên bản nghiệm thu khối lượng hoàn thành của hai hạng mục không kèm sổ nhận hàng và phiếu cân tại công trường, nên chưa xác định được phần khối lượng đã nghiệm thu.",
  );
  return annex;
}

/** Lets minutes pass, and the night or the holidays where they end outside office hours. */
export function passInOffice({ clock }: Scribe, minutes: number): void {
  clock.pass(minutes);
  clock.until(officeOpen(clock.seconds) * 1000);
}

/** An annex as its co-signers quote it. */
export type Proposed = { readonly annex: number; readonly entryId: Uint8Array };

/** The contractor proposes an annex. */
export async function proposeClaim(scribe: Scribe, builder: string, body: AnnexPropose): Promise<Proposed> {
  const bytes = await scribe.sign(builder, "annex.propose", body);
  const [annex] = indexesOf(await scribe.deliver([bytes]));
  return { annex: annex!, entryId: entryIdOf(bytes) };
}

/** Proposes an annex and has supervisor and owner co-sign it; answers its index. */
export async function proposeAndCosign(
  { scribe }: DossierScene,
  builder: string,
  project: number,
  contract: number,
  lines: AnnexLine[],
  number = 1,
  parts?: AnnexPropose["parts"],
): Promise<number> {
  passInOffice(scribe, 60);
  const before = parts === undefined ? {} : { parts };
  const proposed = await proposeClaim(scribe, builder, {
    project,
    package: contract,
    number,
    kind: CLAIM_KIND.interim,
    lines,
    ...before,
  });
  passInOffice(scribe, 90);
  await scribe.write("supervisor", "annex.cosign", { ...proposed, document: acceptanceRecord(scribe, number) });
  passInOffice(scribe, 45);
  await scribe.write("owner", "annex.cosign", { ...proposed, document: paymentRequest(scribe, number) });
  return proposed.annex;
}

/** The supervisor's paper to a dossier of the demo. */
function acceptanceRecord({ clock }: Scribe, number: number): string {
  return `Biên bản nghiệm thu khối lượng hoàn thành số ${number}/BBNT ngày ${formatDate(clock.wallMs())}`;
}

/** The owner's paper to a dossier of the demo. */
function paymentRequest({ clock }: Scribe, number: number): string {
  return `Giấy đề nghị thanh toán vốn (mẫu số 04.a/TT) số ${number}/GĐN-BQLDA ngày ${formatDate(clock.wallMs())}`;
}

/** The officer reviews on the figures of the moment; another person approves the same figures. */
export async function decideClaim(
  stage: DossierScene,
  annex: number,
  outcome: Outcome,
  reasons: ListedReason[],
  text: string,
  stated?: string,
): Promise<void> {
  const { scribe } = stage;
  passInOffice(scribe, 180);
  const made = await reviewClaim(stage, annex, outcome, reasons, text, stated);
  passInOffice(scribe, 120);
  await scribe.write("approver", "decision.sign", {
    review: made.index,
    reviewId: made.id,
    annex,
    outcome,
    figuresHash: hashFigures(made.figures),
    ...moneyOf(made.figures, outcome),
    bases: made.bases,
    text,
  });
}

/** The officer's review, with what the approver needs to sign it. */
export async function reviewClaim(
  stage: DossierScene,
  annex: number,
  outcome: Outcome,
  reasons: ListedReason[],
  text: string,
  stated?: string,
): Promise<{ index: number; id: Uint8Array; figures: ClaimFigures; bases: string[] }> {
  const { scribe } = stage;
  const note = await stage.head();
  const head = note === undefined ? undefined : parseTreeHead(note.slice(0, note.indexOf("\n\n") + 1));
  if (!head) throw new Error("the log has no signed head");
  const { rules, result } = await stage.read((book) => {
    const rules = rulesOfClaim(book, book.need("claim", annex));
    return { rules, result: claimAsItStands(book, annex, rules) };
  });
  if (!result) throw new Error(`claim ${annex} is not complete`);
  const { figures } = result;
  const bytes = await scribe.sign("officer", "review.make", {
    annex,
    outcome,
    size: head.size,
    root: head.root,
    rules: rules.index,
    figuresHash: hashFigures(figures),
    reasons,
    text,
    ...(stated === undefined ? {} : { stated }),
  });
  const [index] = indexesOf(await scribe.deliver([bytes]));
  return { index: index!, id: entryIdOf(bytes), figures, bases: rules.set.bases };
}
