// The paper of a result in office layout (Decree 30/2020/NĐ-CP): a notice where not all was accepted, a short sheet where all was. Money
// and work quantity in the body, kilograms and entry indexes in the appendix. Always Vietnamese: it is an office's letter.

import { acceptsMoney, CLAIM_KIND, OUTCOME, POSITION, type Position } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { resultText, slipCode } from "../../format/slipcode.ts";
import {
  type OfficePaper,
  type PaperBlock,
  type PaperRun,
  type PaperTable,
  paperParagraph,
} from "../../paper/office-paper.ts";
import { advanceLeftDong } from "../../rules/payment/package-money.ts";
import type { StoredEntry } from "../../store/view.ts";
import { dongInWords } from "../../words/amount-in-words.ts";
import { formatCount, formatDong, formatQuantity } from "../../words/as-written.ts";
import type { ShownContradiction } from "./contradiction-view.ts";
import { type Dossier, dossierName, packageName } from "./dossier.ts";
import { noticeAppendix } from "./notice-appendix.ts";
import { type ShownSetOff, setOffText } from "./recoveries.ts";
import { type ShortDossier, shortReasons, shortTerms } from "./shortfalls.ts";

/** The contents of the paper about a signed result. */
export type ResultPaper = {
  /** The log's name, which the QR code begins with. */
  readonly origin: string;
  readonly dossier: Dossier;
  readonly contradictions: readonly ShownContradiction[];
  readonly short: ShortDossier;
  readonly decision: StoredEntry;
  readonly said: Body<"decision.sign">;
  readonly review: { readonly index: number; readonly words: Body<"review.make"> };
  readonly owner: string;
  readonly treasury: string;
  readonly setOffs: readonly ShownSetOff[];
  /** The position of whoever signed the result, on the day of it. */
  readonly position: Position | undefined;
  /** The signer's name; undefined where none is kept. */
  readonly signer: string | undefined;
};

/** True where everything was accepted: then the paper is a sheet, and no notice. */
function isSheet({ said }: ResultPaper): boolean {
  return said.outcome === OUTCOME.pay;
}

/** The title of the browser's window and of the file. */
function paperTitle(paper: ResultPaper): string {
  const { claim } = paper.dossier;
  const titles = {
    [OUTCOME.pay]: sheetTitle(paper),
    [OUTCOME.part]: "Thông báo từ chối thanh toán một phần",
    [OUTCOME.refuse]: "Thông báo từ chối thanh toán",
    [OUTCOME.return]: "Thông báo trả hồ sơ",
  };
  return `${titles[paper.said.outcome]}, hồ sơ số ${claim.number}`;
}

function sheetTitle({ dossier, short: { texts } }: ResultPaper): string {
  return dossier.claim.kind === CLAIM_KIND.advance ? texts.advanceTitle : texts.sheetTitle;
}

/** The paper of a result: the same words and figures wherever it is shown. */
export function officePaper(paper: ResultPaper): OfficePaper {
  const { treasury, decision, short } = paper;
  const [name, subject] = namesOf(paper);
  return {
    title: paperTitle(paper),
    head: {
      parent: short.texts.parent,
      issuer: treasury.toLocaleUpperCase("vi"),
      number: `………/${symbolOf(paper)}`,
      place: letterPlace(treasury),
      dateMs: decision.eventS * 1000,
    },
    name,
    subject,
    to: paper.owner,
    bases: bases(paper),
    body: isSheet(paper) ? sheet(paper) : notice(paper),
    end: {
      recipients: short.texts.recipients,
      offices: signingOffices(short.texts.office, paper.position),
      signer: paper.signer ?? "(Chữ ký, họ tên, dấu)",
      qr: resultText(paper.origin, decision.index, decision.entry.id),
      code: `${decision.index}/${slipCode(decision.entry.id)}`,
    },
    appendix: noticeAppendix(paper.dossier, paper.contradictions, {
      decision,
      review: paper.review.index,
      to: isSheet(paper) ? "Phiếu" : "Thông báo",
      symbol: symbolOf(paper),
      treasury,
    }),
  };
}

/** The paper's name and, below it, its subject. */
function namesOf(paper: ResultPaper): readonly [string, string] {
  if (isSheet(paper)) return [sheetTitle(paper).toLocaleUpperCase("vi"), `Chấp nhận ${kindWords(paper.dossier)}`];
  return ["THÔNG BÁO", noticeWords(paper).subject];
}

function noticeWords({ said, short: { texts } }: ResultPaper): { subject: string; closing: string } {
  if (said.outcome === OUTCOME.part) return { subject: texts.noticePart, closing: texts.closingPart };
  if (said.outcome === OUTCOME.refuse) return { subject: texts.noticeRefuse, closing: texts.closingRefuse };
  return { subject: texts.noticeReturn, closing: texts.closingReturn };
}

/** The place of a treasury's letters, from its registered name ("… khu vực Sông Lam"); dots where the name has a number or none. */
function letterPlace(treasury: string): string {
  const region = /khu vực (.+)$/u.exec(treasury)?.[1];
  return region === undefined || /^[IVXLC]+$/.test(region) ? "…………" : region.replace(/ \(.*\)$/, "");
}

function symbolOf(paper: ResultPaper): string {
  const { texts } = paper.short;
  return isSheet(paper) ? texts.sheetSymbol : texts.symbol;
}

/**
 * The office that signs: the director's, or a deputy's or head's in the director's place (Decree 30/2020, annex I). A treasury that used to write its
 * signers as deputies may still have "KT." in the name of the office.
 */
export function signingOffices(office: string, position: Position | undefined): string[] {
  const director = office.replace(/^\s*(KT|TL)\s*\.\s*/iu, "");
  if (position === POSITION.deputyDirector) return [`KT. ${director}`, "PHÓ GIÁM ĐỐC"];
  return position === POSITION.head ? [`TL. ${director}`, "TRƯỞNG PHÒNG"] : [director];
}

/** Bases one a line as an office letter quotes them, and the owner's request that the letter answers. */
function bases(paper: ResultPaper): string[] {
  const { texts, parties } = paper.short;
  const all = [
    ...[...texts.bases, ...paper.said.bases].map((base) => `Căn cứ ${base}`),
    ...parties.hooks.map((hook) => `Xét ${hook}`),
  ];
  return all.map((base, i) => `${base}${i === all.length - 1 ? "." : ";"}`);
}

/** The subject of the letter; a notice says what was looked at, a result sheet gets to the point. */
function about(paper: ResultPaper, opening: string): PaperBlock[] {
  const { claim, project, account } = paper.dossier;
  const says = `${paper.treasury} thông báo kết quả kiểm soát đối với ${dossierName(claim, "vi").toLocaleLowerCase("vi")} như sau:`;
  const contract = account.contract ? ` Hợp đồng: ${account.contract.document}.` : "";
  return [
    paperParagraph(opening === "" ? says : `${opening} ${says}`),
    paperParagraph(
      `Dự án: ${project.name} (mã dự án ${project.code}). ${packageName(project, claim.package, "vi")}.${contract}`,
    ),
  ];
}

function notice(paper: ResultPaper): PaperBlock[] {
  const { said, short } = paper;
  return [
    ...about(paper, short.texts.opening),
    ...moneyTable(paper),
    ...sums(paper),
    paperParagraph(bold("Lý do:")),
    { block: "list", items: shortReasons(short) },
    ...shortTerms(short).map(([term, words]) => paperParagraph(bold(`${term}:`), ` ${words}`)),
    opinion(said.text),
    paperParagraph(noticeWords(paper).closing),
    paperParagraph(
      `${paper.treasury} thông báo để ${paper.owner} biết, thực hiện. Khối lượng vật liệu và số mục sổ tại Phụ lục kèm theo./.`,
    ),
  ];
}

function bold(text: string): PaperRun {
  return { text, bold: true };
}

function opinion(text: string): PaperBlock {
  return paperParagraph(bold("Ý kiến của Kho bạc Nhà nước:"), ` ${text}`);
}

/** The amounts asked, evidenced and short, in work quantity and đồng; evidenced money that is refused is seen apart. */
function moneyTable(paper: ResultPaper): PaperTable[] {
  const { dossier } = paper;
  if (dossier.lines.length === 0) return [];
  const { claimedDong, acceptedDong } = dossier.result.figures;
  const figure = (head: string) => ({ head, kind: "figure" as const });
  const columns = [
    { head: "Hạng mục" },
    figure("Khối lượng đề nghị"),
    figure("Số tiền đề nghị"),
    figure("Khối lượng đủ căn cứ"),
    figure("Số tiền đủ căn cứ"),
    figure("Khối lượng chưa đủ căn cứ"),
    figure("Số tiền chưa đủ căn cứ"),
  ];
  const total = [
    ...["Cộng", "", formatCount(claimedDong), "", formatCount(acceptedDong)],
    ...["", formatCount(claimedDong - acceptedDong)],
  ];
  // Where all was accepted nothing is short, and the sheet stays one page.
  const shown = <T>(cells: readonly T[]) => (isSheet(paper) ? cells.slice(0, 5) : cells);
  return [
    {
      block: "table",
      caption: "Khối lượng và số tiền",
      unit: "Đơn vị tính: đồng",
      columns: shown(columns),
      rows: dossier.lines.map((each) => shown(moneyRow(each))),
      total: shown(total),
    },
  ];
}

function moneyRow({ n, line, figure }: Dossier["lines"][number]): string[] {
  const quantity = (of: number) => `${formatQuantity(of)} ${line.unit}`;
  return [
    `${n}. ${line.name}`,
    quantity(line.quantityMilli),
    formatCount(line.valueDong),
    quantity(figure.acceptedMilli),
    formatCount(figure.acceptedDong),
    quantity(line.quantityMilli - figure.acceptedMilli),
    formatCount(line.valueDong - figure.acceptedDong),
  ];
}

/** The money of the result in words: accepted, refused or returned; then what is taken off it. */
function sums(paper: ResultPaper): PaperBlock[] {
  const { dossier, said, setOffs } = paper;
  const { figures } = dossier.result;
  const accepts = acceptsMoney(said.outcome);
  const spelt = (before: string, dong: number, after = ".") =>
    paperParagraph(
      before,
      bold(formatDong(dong)),
      " (",
      { text: `Bằng chữ: ${dongInWords(dong)}`, italic: true },
      `)${after}`,
    );
  const shortDong = figures.claimedDong - figures.acceptedDong;
  const lines: PaperBlock[] = [];
  if (accepts) lines.push(spelt(`Số tiền chấp nhận ${kindWords(dossier)}: `, said.acceptedDong));
  if (said.outcome === OUTCOME.part) lines.push(spelt("Số tiền từ chối, chưa đủ căn cứ: ", shortDong));
  if (said.outcome === OUTCOME.refuse)
    lines.push(
      spelt(
        "Số tiền từ chối: ",
        said.claimedDong,
        `, trong đó chưa đủ căn cứ ${formatDong(shortDong)}, đã đủ căn cứ nhưng chưa được chấp nhận ${formatDong(figures.acceptedDong)}.`,
      ),
    );
  if (said.outcome === OUTCOME.return)
    lines.push(
      spelt(
        "Số tiền đề nghị: ",
        said.claimedDong,
        `, trong đó chưa đủ căn cứ ${formatDong(shortDong)}. Hồ sơ được trả lại để bổ sung, chưa phải là từ chối thanh toán.`,
      ),
    );
  if (accepts && figures.clearedDong > 0)
    lines.push(paperParagraph(`Thu hồi tạm ứng lần này: ${formatDong(figures.clearedDong)}.`));
  if (accepts && figures.retainedDong > 0)
    lines.push(paperParagraph(`Tiền giữ lại theo hợp đồng: ${formatDong(figures.retainedDong)}.`));
  if (setOffs.length > 0) lines.push(paperParagraph(setOffText(setOffs)));
  if (accepts && said.paidDong !== said.acceptedDong)
    lines.push(spelt("Số thanh toán sau khi giảm trừ: ", said.paidDong));
  const advanceDong = advanceLeftDong(accepts ? dossier.account.after : dossier.account.before);
  if (!isSheet(paper) || advanceDong > 0)
    lines.push(paperParagraph(`Số dư tạm ứng chưa thu hồi của gói thầu: ${formatDong(advanceDong)}.`));
  return lines;
}

function kindWords({ claim }: Dossier): string {
  if (claim.kind === CLAIM_KIND.advance) return "tạm ứng";
  return claim.kind === CLAIM_KIND.retention ? "chi trả tiền giữ lại" : "thanh toán";
}

/** All was accepted: one short page. A dossier without lines says nothing about material. */
function sheet(paper: ResultPaper): PaperBlock[] {
  const { dossier, said } = paper;
  const words = {
    advance:
      "Tạm ứng theo hợp đồng, không kèm bảng kê nguồn gốc vật liệu; việc thu hồi tạm ứng thực hiện ở các lần thanh toán khối lượng hoàn thành.",
    lines: "Vật liệu phải theo dõi của các hạng mục đủ căn cứ nguồn gốc và không dùng lại cho hồ sơ khác.",
    none: "Các hạng mục không có vật liệu phải theo dõi nguồn gốc.",
  };
  const tracked = dossier.lines.some((each) => each.figure.materials.length > 0);
  const origin =
    dossier.claim.kind === CLAIM_KIND.advance
      ? words.advance
      : dossier.lines.length === 0
        ? ""
        : tracked
          ? words.lines
          : words.none;
  return [
    ...about(paper, ""),
    ...moneyTable(paper),
    ...sums(paper),
    ...(origin ? [paperParagraph(origin)] : []),
    opinion(said.text),
  ];
}
