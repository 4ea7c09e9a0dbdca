// `so-nguon claim`: a dossier's figures as the treasury officer reads them, recomputed from the book of today.
import type { MaterialFigure } from "../format/bodies/payment.ts";
import { hex } from "../format/bytes.ts";
import { MATERIALS, OUTCOMES } from "../format/codes.ts";
import type { Book } from "../rules/book/book.ts";
import type { AnnexFact, ClaimFact, ProjectFact, ResultFact } from "../rules/book/facts.ts";
import { claimAsItStands, rulesOfClaim, totals } from "../rules/payment/claim.ts";
import { type ClaimResult, hashFigures, type LineResult } from "../rules/payment/figures.ts";
import { payableDong } from "../rules/payment/recovery.ts";
import { formatCount, formatDong, formatQuantity, formatTonnes } from "../words/as-written.ts";
import { CommandError } from "../words/command-error.ts";
import { type Command, EXIT, LEDGER, Misuse } from "./command.ts";
import { ledgerPlaceOf, openLedger } from "./open-ledger.ts";

export const command: Command = {
  name: "claim",
  vi: "số liệu nguồn gốc vật liệu của một hồ sơ đề nghị thanh toán",
  en: "the figures of a payment claim as its officer reads them",
  usage: ["ANNEX --data DIR", "--data DIR (liệt kê · lists them)"],
  args: [0, 1],
  options: LEDGER,
  async run(call) {
    const [given] = call.args;
    if (given !== undefined && !/^\d{1,10}$/.test(given))
      throw new Misuse("ANNEX là số mục của bảng kê.", "ANNEX is the index of an annex.");
    const ledger = await openLedger(ledgerPlaceOf(call));
    try {
      if (given === undefined) {
        const facts = await ledger.view.facts("claim", await ledger.view.whole("claims"));
        const lines = [...facts].map(([key, claim]) => ({ annex: Number(key), ...summary(claim) }));
        if (call.json) call.io.out(`${JSON.stringify(lines)}\n`);
        else for (const line of lines) call.io.out(`${line.annex}  ${line.state}\n`);
        return EXIT.ok;
      }
      const seen = await ledger.view.read((book) => readClaim(book, Number(given)));
      if (!seen)
        throw new CommandError(`Không có hồ sơ ${given} trong sổ.`, `There is no claim ${given}.`, "not-found");
      call.io.out(call.json ? `${JSON.stringify(claimJson(seen))}\n` : `${claimLines(seen).join("\n")}\n`);
    } finally {
      await ledger.close();
    }
    return EXIT.ok;
  },
};

type Seen = {
  annex: number;
  body: AnnexFact["body"];
  claim: ClaimFact;
  project: ProjectFact;
  /** By the book of today; undefined while the dossier is incomplete or once its result has moved the kilograms. */
  result: ClaimResult | undefined;
  signed: ResultFact | undefined;
};

function readClaim(book: Book, annex: number): Seen | undefined {
  const claim = book.get("claim", annex);
  const proposed = book.get("annex", annex);
  if (!claim || !proposed) return undefined;
  const signed = claim.decision ? book.need("result", claim.decision.index) : undefined;
  const result =
    claim.complete && !claim.decision ? claimAsItStands(book, annex, rulesOfClaim(book, claim)) : undefined;
  return { annex, body: proposed.body, claim, project: book.need("project", claim.project), result, signed };
}

function summary(claim: ClaimFact): { project: number; package: number; number: number; state: string } {
  const { decision, complete, review } = claim;
  const state = decision
    ? `${OUTCOMES[decision.outcome].vi} · ${OUTCOMES[decision.outcome].en}: ${formatDong(decision.acceptedDong)} / ${formatDong(decision.claimedDong)}`
    : review !== null
      ? "chờ phê duyệt · awaiting approval"
      : complete
        ? "chờ kiểm soát · awaiting control"
        : `chưa đủ chữ ký · ${claim.signed.length} signed`;
  return { project: claim.project, package: claim.package, number: claim.number, state };
}

function claimLines(seen: Seen): string[] {
  const { body, claim, project, result, signed } = seen;
  const lines = [
    `Hồ sơ · Claim ${seen.annex}: ${project.name} (${project.code}), gói thầu · package ${claim.package}, số · no. ${claim.number}`,
    summary(claim).state,
  ];
  if (!result) {
    lines.push(...body.lines.map((line) => `  ${lineHead(line)} · ${formatDong(line.valueDong)}`));
    if (signed) lines.push(...kilogramLines(signed));
    return lines;
  }
  for (const [i, line] of body.lines.entries()) lines.push(`  ${lineText(line, result.lines[i]!)}`);
  const { claimedDong, acceptedDong } = result.figures;
  lines.push(...kilogramLines(totals(result.figures)));
  lines.push(`Đề nghị · claimed ${formatDong(claimedDong)}; đủ căn cứ · evidenced ${formatDong(acceptedDong)}`);
  const { setOffs } = result.figures;
  for (const { recovery, takenDong, returnedDong } of setOffs)
    lines.push(
      `  khoản thu hồi · recovery ${recovery}: trừ · taken ${formatDong(takenDong)}, hoàn trả · given back ${formatDong(returnedDong)}`,
    );
  const { clearedDong, retainedDong } = result.figures;
  if (clearedDong > 0) lines.push(`  thu hồi tạm ứng · advance cleared ${formatDong(clearedDong)}`);
  if (retainedDong > 0) lines.push(`  giữ lại · kept back ${formatDong(retainedDong)}`);
  const payable = payableDong(result.figures);
  if (payable !== acceptedDong) lines.push(`  số tiền chi · paid out ${formatDong(payable)}`);
  return lines;
}

type Line = AnnexFact["body"]["lines"][number];

function lineHead(line: Line): string {
  return `${line.code} ${line.name}, ${formatQuantity(line.quantityMilli)} ${line.unit}`;
}

/** A line as the officer reads it: "BT móng M250, 100 m³ · cát cần 73,4 t · có 60,0 t · thiếu 13,4 t → đủ căn cứ 81,7 m³ · 98.040.000 đ" */
export function lineText(line: Line, { figure }: LineResult): string {
  const materials = figure.materials.map(materialText);
  const accepted = `đủ căn cứ ${formatQuantity(figure.acceptedMilli)} ${line.unit} · ${formatDong(figure.acceptedDong)}`;
  return `${[lineHead(line), ...materials].join(" · ")} → ${accepted}`;
}

function materialText(figure: MaterialFigure): string {
  const name = MATERIALS[figure.material].vi;
  if (figure.exemptKg > 0) return `${name} cần ${formatTonnes(figure.demandKg)} t · dưới ngưỡng, miễn`;
  const have = figure.ledgerKg + figure.paperKg + figure.transitionalKg;
  const parts = [`${name} cần ${formatTonnes(figure.demandKg)} t`, `có ${formatTonnes(have)} t`];
  if (figure.paperKg > 0) parts.push(`trong đó giấy tờ ${formatTonnes(figure.paperKg)} t`);
  if (figure.transitionalKg > 0) parts.push(`chuyển tiếp ${formatTonnes(figure.transitionalKg)} t`);
  if (figure.insufficientKg > 0) parts.push(`thiếu ${formatTonnes(figure.insufficientKg)} t`);
  if (figure.contradictedKg > 0) parts.push(`có mâu thuẫn ${formatTonnes(figure.contradictedKg)} t`);
  return parts.join(" · ");
}

type Kilograms = Pick<ResultFact, "claimedKg" | "verifiedKg" | "exemptKg" | "insufficientKg" | "contradictedKg">;

function kilogramLines(kg: Kilograms): string[] {
  return [
    `Vật liệu theo định mức · demanded      ${formatCount(kg.claimedKg)} kg`,
    `  đủ căn cứ · verified                 ${formatCount(kg.verifiedKg)} kg`,
    `  được miễn · exempt                   ${formatCount(kg.exemptKg)} kg`,
    `  chưa đủ hồ sơ · insufficient         ${formatCount(kg.insufficientKg)} kg`,
    `  có mâu thuẫn · contradicted          ${formatCount(kg.contradictedKg)} kg`,
  ];
}

function claimJson(seen: Seen): unknown {
  const { body, claim, project, result, signed } = seen;
  const kg = result ? totals(result.figures) : signed;
  return {
    claim: seen.annex,
    project: project.code,
    package: claim.package,
    number: claim.number,
    complete: claim.complete?.index ?? null,
    review: claim.review,
    decision: claim.decision?.index ?? null,
    outcome: claim.decision ? OUTCOMES[claim.decision.outcome].en : null,
    figures_hash: result ? hex(hashFigures(result.figures)) : null,
    claimed_kg: kg?.claimedKg ?? null,
    verified_kg: kg?.verifiedKg ?? null,
    exempt_kg: kg?.exemptKg ?? null,
    insufficient_kg: kg?.insufficientKg ?? null,
    contradicted_kg: kg?.contradictedKg ?? null,
    claimed_vnd: result?.figures.claimedDong ?? signed?.claimedDong ?? null,
    accepted_vnd: result?.figures.acceptedDong ?? signed?.acceptedDong ?? null,
    set_offs: result?.figures.setOffs ?? null,
    lines: body.lines.map((line, i) => ({ ...line, ...(result ? { figure: result.lines[i]!.figure } : {}) })),
  };
}
