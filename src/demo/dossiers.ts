// The demo's two dossiers: an annex proposed, co-signed, reviewed and decided on the figures as they stand; one is paid and one refused.
import type { AnnexLine, AnnexPropose } from "../format/bodies/payment.ts";
import { CLAIM_KIND, LISTED_REASON, type ListedReason, OUTCOME, type Outcome } from "../format/codes.ts";
import { entryIdOf } from "../format/entry.ts";
import { parseTreeHead } from "../format/note.ts";
import type { Book } from "../rules/book/book.ts";
import { claimAsItStands, lineValue, moneyOf, rulesOfClaim } from "../rules/payment/claim.ts";
import { hashFigures } from "../rules/payment/figures.ts";
import { indexesOf } from "./haulage.ts";
import type { Province } from "./province.ts";
import type { Scribe } from "./scribe.ts";

/** What the player needs besides the scribe: the log's key, its newest head, and a reading of the book. */
export type DossierScene = {
  readonly scribe: Scribe;
  readonly logKey: Uint8Array;
  head(): Promise<string | undefined>;
  read<T>(reading: (book: Book) => T): Promise<T>;
};

/** A work line as form 03.a/TT has it; its value follows from quantity and price. */
function workLine(
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

/** The bridge: every kilogram traces to a mine, and the dossier is paid. Answers its annex. */
export async function claimBridge(stage: DossierScene, province: Province): Promise<number> {
  const lines = [
    workLine("AF.11230", "Bê tông móng mố, trụ M250, đá 1×2", "m³", 350_000, 1_200_000, province.concrete),
    workLine("AF.61120", "Cốt thép mố, trụ", "tấn", 42_500, 18_600_000),
    workLine("AF.11230", "Bê tông bệ, thân trụ M250, đá 1×2", "m³", 250_000, 1_265_000, province.concrete),
  ];
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
    [LISTED_REASON.notEnough, LISTED_REASON.contradictory],
    "Nhiều phiếu vận chuyển cát được ghi nhận hai lần tại công trình và tại chốt; khối lượng còn lại chưa đủ căn cứ. Đề nghị chủ đầu tư làm rõ và bổ sung hồ sơ.",
  );
  return annex;
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
  scribe.clock.pass(60);
  const before = parts === undefined ? {} : { parts };
  const body = { project, package: contract, number, kind: CLAIM_KIND.interim, lines, ...before };
  const bytes = await scribe.sign(builder, "annex.propose", body);
  const [annex] = indexesOf(await scribe.deliver([bytes]));

  const entryId = entryIdOf(bytes);
  scribe.clock.pass(90);
  await scribe.write("supervisor", "annex.cosign", { annex: annex!, entryId });
  scribe.clock.pass(45);
  await scribe.write("owner", "annex.cosign", { annex: annex!, entryId });
  return annex!;
}

/** The officer reviews on the figures as they stand; another person approves the same figures. */
export async function decideClaim(
  stage: DossierScene,
  annex: number,
  outcome: Outcome,
  reasons: ListedReason[],
  text: string,
): Promise<void> {
  const { scribe } = stage;
  scribe.clock.pass(180);
  const note = await stage.head();
  const head = note === undefined ? undefined : parseTreeHead(note.slice(0, note.indexOf("\n\n") + 1));
  if (!head) throw new Error("the log has no signed head");
  const found = await stage.read((book) => {
    const rules = rulesOfClaim(book, book.need("claim", annex));
    return { rules, result: claimAsItStands(book, annex, rules) };
  });
  if (!found.result) throw new Error(`claim ${annex} is not complete`);
  const { figures } = found.result;
  const figuresHash = hashFigures(figures);
  const review = {
    annex,
    outcome,
    size: head.size,
    root: head.root,
    rules: found.rules.index,
    figuresHash,
    reasons,
    text,
  };
  const bytes = await scribe.sign("officer", "review.make", review);
  const [index] = indexesOf(await scribe.deliver([bytes]));
  scribe.clock.pass(120);

  await scribe.write("approver", "decision.sign", {
    review: index!,
    reviewId: entryIdOf(bytes),
    annex,
    outcome,
    figuresHash,
    ...moneyOf(figures, outcome),
    bases: found.rules.set.bases,
    text,
  });
}
