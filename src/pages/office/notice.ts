// The paper of a result in office layout (Decree 30/2020/NĐ-CP): a notice where not all was accepted, a short sheet where all was. Money
// and work quantity in the body, kilograms and entry indexes in the appendix. Always Vietnamese: it is an office's letter.

import { html } from "hono/html";
import QRCode from "qrcode";
import { acceptsMoney, LISTED_REASONS, OUTCOME } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { slipCode } from "../../format/slipcode.ts";
import { advanceLeftDong } from "../../rules/payment/package-money.ts";
import { STATED_REASONS } from "../../rules/payment/true-reasons.ts";
import { chairsAt } from "../../rules/registry/chairs.ts";
import { textsAt } from "../../rules/registry/configuration.ts";
import type { StoredEntry } from "../../store/view.ts";
import type { Markup } from "../../web/layout.ts";
import { figuresTable, keepTogether } from "../../web/parts.ts";
import { letterFoot, letterHead, printPage } from "../../web/print.ts";
import { formatCount, formatDong, formatQuantity, formatTonnes } from "../../words/as-written.ts";
import type { FormTexts } from "../../words/first-configuration.ts";
import { problem } from "../../words/problem.ts";
import { answer, type PageRequest, refusePage } from "../request.ts";
import { contradictionText, type ShownContradiction } from "./contradiction-view.ts";
import { type Dossier, packageName } from "./dossier.ts";
import { type DossierView, openDossier } from "./dossier-page.ts";
import { evidencedKg, materialName } from "./figures-view.ts";
import { noticeAppendix } from "./notice-appendix.ts";
import { type ShownSetOff, setOffText } from "./recoveries.ts";

/** The contents of the paper about a signed result. */
type Paper = {
  dossier: Dossier;
  contradictions: readonly ShownContradiction[];
  decision: StoredEntry;
  said: Body<"decision.sign">;
  review: Body<"review.make">;
  texts: FormTexts;
  owner: string;
  treasury: string;
  advanceDong: number;
  setOffs: readonly ShownSetOff[];
};

/** The place of a treasury's letters, from its registered name ("… khu vực Sông Lam"); dots where the name has none. */
function letterPlace(treasury: string): string {
  return /khu vực (.+)$/u.exec(treasury)?.[1] ?? "…………";
}

/** The printed result of a decided dossier. */
export async function noticePage(request: PageRequest): Promise<Response> {
  const view = await openDossier(request);
  if (view instanceof Response) return view;
  const { dossier } = view;
  const back = { path: `/treasury/${dossier.annex}`, text: "Về hồ sơ" };
  const paper = await paperOf(request, view);
  if (!paper) return refusePage(request, problem("wrong-state", { expected: "decided-dossier" }), back);
  const entryId = paper.decision.entry.id;
  const svg = await QRCode.toString(`SNKQ:${request.services.origin}/${paper.decision.index}/${slipCode(entryId)}`, {
    type: "svg",
    margin: 0,
    errorCorrectionLevel: "M",
  });
  const body = paper.said.outcome === OUTCOME.pay ? sheet(paper, svg) : notice(paper, svg);
  const title = paper.said.outcome === OUTCOME.pay ? paper.texts.sheetTitle : "Thông báo từ chối thanh toán";
  return answer(printPage({ lang: "vi", title, paper: "a4", assets: request.services.assets, body, back }));
}

async function paperOf(
  request: PageRequest,
  { dossier, contradictions, parties, setOffs }: DossierView,
): Promise<Paper | undefined> {
  const { claim, project } = dossier;
  if (!claim.decision) return undefined;
  const [decision] = await request.services.view.entries([claim.decision.index]);
  if (decision?.entry.kind !== "decision.sign") return undefined;
  const [review] = await request.services.view.entries([decision.entry.body.review]);
  if (review?.entry.kind !== "review.make") return undefined;
  const chairs = chairsAt(project, Math.floor(decision.receivedMs / 1000));
  return {
    dossier,
    contradictions,
    decision,
    said: decision.entry.body,
    review: review.entry.body,
    texts: await request.services.view.read((book) => textsAt(book, chairs.treasury, decision.eventS), decision.index),
    owner: parties.get(chairs.owner) ?? "",
    treasury: parties.get(chairs.treasury) ?? "",
    advanceDong: advanceLeftDong(acceptsMoney(claim.decision.outcome) ? dossier.account.after : dossier.account.before),
    setOffs,
  };
}

function head(paper: Paper): Markup {
  const { texts, treasury, decision } = paper;
  return letterHead({
    parent: texts.parent,
    issuer: treasury.toLocaleUpperCase("vi"),
    number: `………/${texts.symbol}`,
    place: letterPlace(treasury),
    dateMs: decision.eventS * 1000,
  });
}

function foot(paper: Paper, svg: string): Markup {
  const { texts, decision } = paper;
  return letterFoot({
    recipients: texts.recipients,
    office: texts.office,
    signer: "(Chữ ký, họ tên, dấu)",
    qrSvg: svg,
    code: slipCode(decision.entry.id),
  });
}

/** Bases one a line as an office letter quotes them. */
function bases(paper: Paper): Markup {
  const all = [...paper.texts.bases, ...paper.said.bases];
  const end = (i: number) => (i === all.length - 1 ? "." : ";");
  return html`<div class="letter-bases">${all.map((base, i) => html`<p><i>Căn cứ ${keepTogether(`${base}${end(i)}`)}</i></p>`)}</div>`;
}

/** The subject of the letter; a notice says what was looked at, a result sheet gets to the point. */
function about(paper: Paper, opening: string): Markup {
  const { claim, project } = paper.dossier;
  const says = `${paper.treasury} thông báo kết quả kiểm soát đối với hồ sơ đề nghị thanh toán số ${claim.number} như sau:`;
  return html`<p>${opening} ${says}</p>
<p>Dự án: ${project.name} (mã dự án ${project.code}). ${packageName(project, claim.package, "vi")}.</p>`;
}

function notice(paper: Paper, svg: string): Markup {
  const { texts, said, dossier } = paper;
  const [title, closing] = {
    [OUTCOME.pay]: [texts.sheetTitle, ""],
    [OUTCOME.part]: [texts.noticePart, texts.closingPart],
    [OUTCOME.refuse]: [texts.noticeRefuse, texts.closingRefuse],
    [OUTCOME.return]: [texts.noticeReturn, texts.closingReturn],
  }[said.outcome] as [string, string];
  return html`<article class="letter">${head(paper)}
<h1 class="letter-title">THÔNG BÁO<br>${title}</h1>
<p class="letter-dear">Kính gửi: ${paper.owner}</p>
${bases(paper)}
${about(paper, texts.opening)}
${moneyTable(paper)}
<p><b>Lý do:</b></p>
<ol class="letter-reasons">${reasonItems(paper)}</ol>
<p><b>Nhận xét của cơ quan kiểm soát:</b> ${said.text}</p>
<p>${closing}</p>
<p>${paper.treasury} thông báo để ${paper.owner} biết, thực hiện. Bảng khối lượng vật liệu và số mục sổ tại phụ lục kèm theo.</p>
${foot(paper, svg)}
${noticeAppendix(dossier, paper.contradictions, paper.decision, reviewOf(dossier))}</article>`;
}

function reviewOf(dossier: Dossier): number {
  return dossier.claim.review ?? 0;
}

/** Asked, accepted, refused in đồng and work quantity; what an outcome does not accept is refused whole. */
function moneyTable(paper: Paper): Markup {
  const { dossier, said } = paper;
  const whole = said.outcome === OUTCOME.pay;
  const money = (head: string) => ({ head, unit: "đ", kind: "figure" as const });
  const quantity = (head: string) => ({ head, kind: "figure" as const });
  const columns = [
    { head: "Hạng mục" },
    quantity("KL đề nghị"),
    money("Đề nghị"),
    quantity("KL chấp nhận"),
    money("Chấp nhận"),
    quantity("KL từ chối"),
    money("Từ chối"),
  ];
  const refused = formatCount(said.claimedDong - said.acceptedDong);
  const total = ["Cộng", "", formatCount(said.claimedDong), "", formatCount(said.acceptedDong), "", refused];
  // Where all was accepted there is nothing to refuse, and the sheet stays one page.
  const shown = <T>(cells: readonly T[]) => (whole ? cells.slice(0, 5) : cells);
  const table = figuresTable({
    caption: "Khối lượng và số tiền",
    columns: shown(columns),
    rows: dossier.lines.map((each) => shown(moneyRow(each, acceptsMoney(said.outcome)))),
    total: shown(total),
  });
  const advance = `Số dư tạm ứng chưa thu hồi của gói thầu: ${formatDong(paper.advanceDong)}.`;
  const setOffs = paper.setOffs.length === 0 ? "" : html`<p>${setOffText(paper.setOffs, said.paidDong)}</p>`;
  return html`${table}${setOffs}${whole && paper.advanceDong === 0 ? "" : html`<p>${advance}</p>`}`;
}

function moneyRow({ n, line, figure }: Dossier["lines"][number], accepts: boolean): string[] {
  const dong = accepts ? figure.acceptedDong : 0;
  const milli = accepts ? figure.acceptedMilli : 0;
  const quantity = (of: number) => `${formatQuantity(of)} ${line.unit}`;
  return [
    `${n}. ${line.name}`,
    quantity(line.quantityMilli),
    formatCount(line.valueDong),
    quantity(milli),
    formatCount(dong),
    quantity(line.quantityMilli - milli),
    formatCount(line.valueDong - dong),
  ];
}

/** Work line → what is missing → basis → what cures it. */
function reasonItems(paper: Paper): Markup[] {
  const { dossier, texts, said, contradictions } = paper;
  const basis = said.bases[0] ?? "";
  const items: Markup[] = [];
  const item = (words: string) => html`<li>${keepTogether(words)}</li>`;
  for (const { n, line, figure } of dossier.lines) {
    for (const each of figure.materials) {
      const name = materialName(each.material, "vi");
      const where = `Hạng mục ${n} (${line.name})`;
      if (each.insufficientKg > 0)
        items.push(
          item(
            `${where}: ${name} cần ${formatTonnes(each.demandKg)} tấn, đủ căn cứ ${formatTonnes(evidencedKg(each))} tấn${each.contradictedKg > 0 ? `, có mâu thuẫn ${formatTonnes(each.contradictedKg)} tấn` : ""}, thiếu ${formatTonnes(each.insufficientKg)} tấn. ${texts.missing} Căn cứ: ${basis}. Cách khắc phục: ${texts.cureMissing}`,
          ),
        );
      if (each.contradictedKg > 0) {
        const own = contradictions.filter((of) => of.material === each.material);
        const slips = own.filter((of) => of.what === "slip").length;
        const by = slips > 0 ? `${slips} phiếu nêu tại phụ lục` : "kết luận kiểm tra nêu tại phụ lục";
        const example = own[0] ? `Ví dụ: ${contradictionText(own[0], "vi")} ` : "";
        items.push(
          item(
            `${where}: ${formatTonnes(each.contradictedKg)} tấn ${name} theo ${by}. ${texts.contradicted} ${example}Căn cứ: ${basis}. Cách khắc phục: ${texts.cureContradicted}`,
          ),
        );
      }
    }
  }
  return [...items, ...statedReasons(paper)];
}

/** The reason that the officer states from papers outside the book; where evidenced money is refused, that it is and why. */
function statedReasons({ dossier, review, said }: Paper): Markup[] {
  if (review.stated === undefined) return [];
  const kinds = review.reasons.filter((code) => STATED_REASONS.includes(code)).map((code) => LISTED_REASONS[code].vi);
  const evidencedDong = dossier.result.figures.acceptedDong;
  const whole =
    said.outcome === OUTCOME.refuse && evidencedDong > 0
      ? `Số tiền ${formatDong(evidencedDong)} đã đủ căn cứ nguồn gốc vật liệu nhưng chưa được chấp nhận vì lý do này. `
      : "";
  return [
    html`<li>${kinds.join("; ")}: ${review.stated} ${whole}Cách khắc phục: bổ sung, làm rõ nội dung nêu trên rồi gửi lại hồ sơ.</li>`,
  ];
}

/** All was accepted: one short page. */
function sheet(paper: Paper, svg: string): Markup {
  const { dossier, said, texts } = paper;
  return html`<article class="letter">${head(paper)}
<h1 class="letter-title">${texts.sheetTitle.toLocaleUpperCase("vi")}<br>Chấp nhận thanh toán</h1>
<p class="letter-dear">Kính gửi: ${paper.owner}</p>
${bases(paper)}
${about(paper, "")}
${moneyTable(paper)}
<p>Số tiền chấp nhận thanh toán: <b>${formatDong(said.acceptedDong)}</b>. Toàn bộ vật liệu phải theo dõi đủ căn cứ nguồn gốc và không dùng lại cho hồ sơ khác.</p>
<p><b>Nhận xét của cơ quan kiểm soát:</b> ${said.text}</p>
${foot(paper, svg)}
${noticeAppendix(dossier, paper.contradictions, paper.decision, reviewOf(dossier))}</article>`;
}
