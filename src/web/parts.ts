// The pieces that pages are put together from: verdicts, tables of figures, traces, proofs, and what is said when a list
// is empty or an answer is no. They hold the house rules (shape + word + colour, unit in the head, proof in a fold, typed
// values kept), so that a page cannot forget them. Forms live beside this in fields.ts.
import { html, raw } from "hono/html";
import type { Lang, Words } from "../words/lang.ts";
import { UNIT_FIGURE } from "../words/unit-figure.ts";
import type { Content, Markup } from "./layout.ts";
import { show, t } from "./layout.ts";
import type { VerdictState } from "./tokens.ts";

/** The word of each verdict where a page has no better one. */
const VERDICT_WORDS: Readonly<Record<VerdictState, Words>> = {
  verified: { vi: "Đủ căn cứ", en: "Sufficient evidence" },
  insufficient: { vi: "Cần xem", en: "Needs a look" },
  contradicted: { vi: "Mâu thuẫn", en: "Contradicted" },
  unconnected: { vi: "Chưa kết nối", en: "Not connected: check the papers" },
};

// Each verdict has an outline of its own besides its glyph, so that it is told apart without colour and from afar.
const SHAPES: Readonly<Record<VerdictState, string>> = {
  verified: '<circle cx="16" cy="16" r="13"/><path d="M9.5 16.5l4.5 4.5 8.5-9.5"/>',
  insufficient: '<path d="M16 3.5L30 28H2z"/><path d="M16 12v8M16 23.8v.1"/>',
  contradicted: '<path d="M10.5 3h11L29 10.5v11L21.5 29h-11L3 21.5v-11z"/><path d="M11 11l10 10M21 11L11 21"/>',
  unconnected: '<circle cx="16" cy="16" r="13" stroke-dasharray="5.2 3"/><path d="M10 16h12"/>',
};

/** A verdict's shape alone, for use beside its word; it takes the colour of the text around it. */
function verdictShape(state: VerdictState): Markup {
  return html`<svg class="shape" viewBox="0 0 32 32" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="3" stroke-linecap="round" stroke-linejoin="round">${raw(SHAPES[state])}</svg>`;
}

/** A verdict inside a line or a table cell: shape and word. */
export function verdictMark(verdict: { state: VerdictState; word?: Content }): Markup {
  return html`<span class="verdict-mark ${verdict.state}">${verdictShape(verdict.state)}<span>${show(verdict.word ?? VERDICT_WORDS[verdict.state])}</span></span>`;
}

/** The verdict of a whole screen: shape, word at 40 px or more, one sentence of reason, and what else must be read now. */
export function verdictPanel(verdict: {
  state: VerdictState;
  word?: Content;
  reason: Content;
  code?: string;
  more?: Content;
}): Markup {
  const { state, word, reason, code, more } = verdict;
  return html`<section class="verdict ${state}" role="status" data-verdict="${state}">
<div class="verdict-head">${verdictShape(state)}<p class="verdict-word">${show(word ?? VERDICT_WORDS[state])}</p></div>
<div class="verdict-reason">${paragraph(reason)}</div>
${code ? html`<p class="verdict-code">${shortCode(code)}</p>` : ""}${more ? html`<div class="verdict-more">${show(more)}</div>` : ""}
</section>`;
}

/** A sentence whose figures stay with their units, and whose decree numbers and short codes stay in one piece, where a line ends. */
export function keepTogether(sentence: string): Markup {
  const parts = sentence.split(UNIT_FIGURE);
  return html`${parts.map((part, i) => (i % 2 === 1 ? html`<span class="figure">${part}</span>` : part))}`;
}

function paragraph(content: Content): Content {
  return typeof content === "string" || "vi" in content ? html`<p>${show(content)}</p>` : content;
}

/** One column: its head, the unit of its figures if it has one, and whether it holds figures (set right) or text. */
export interface FigureColumn {
  head: string;
  unit?: string;
  kind?: "text" | "figure";
}

/** A table of figures; on a narrow screen its rows become stacked cards, or it scrolls inside a focusable region. */
export interface FiguresTable {
  caption: Content;
  columns: readonly FigureColumn[];
  rows: readonly (readonly Content[])[];
  total?: readonly Content[];
  narrow?: "stack" | "scroll";
  empty?: { what: Content; how: Content };
}

function cell(column: FigureColumn | undefined, content: Content, first: boolean): Markup {
  const label = column ? column.head + (column.unit ? ` (${column.unit})` : "") : "";
  const figure = column?.kind === "figure" ? raw(' class="figure"') : "";
  // Roles are spelt out because a stacked table is laid out as blocks, and browsers then forget that it is a table.
  return first
    ? html`<th scope="row" role="rowheader"${figure} data-label="${label}">${show(content)}</th>`
    : html`<td role="cell"${figure} data-label="${label}">${show(content)}</td>`;
}

function row(columns: readonly FigureColumn[], cells: readonly Content[]): Markup {
  return html`<tr role="row">${cells.map((content, i) => cell(columns[i], content, i === 0))}</tr>`;
}

/** Figures in rows: unit in the head, numbers right, totals under a rule; an empty list says what will come and how. */
export function figuresTable(table: FiguresTable): Markup {
  const { caption, columns, rows, total, narrow = "stack" } = table;
  if (rows.length === 0 && table.empty) return emptyState(table.empty);
  const heads = columns.map(
    (c) =>
      html`<th scope="col" role="columnheader"${c.kind === "figure" ? raw(' class="figure"') : ""}>${c.head}${c.unit ? html` <span class="unit">${c.unit}</span>` : ""}</th>`,
  );
  const inner = html`<table role="table" class="figures ${narrow}">
<caption>${show(caption)}</caption>
<thead role="rowgroup"><tr role="row">${heads}</tr></thead>
<tbody role="rowgroup">${rows.map((cells) => row(columns, cells))}</tbody>
${total ? html`<tfoot role="rowgroup">${row(columns, total)}</tfoot>` : ""}
</table>`;
  const name = typeof caption === "string" ? caption : "vi" in caption ? caption.vi : "Bảng số liệu · Table";
  return narrow === "scroll"
    ? html`<div class="scroll" role="region" tabindex="0" aria-label="${name}">${inner}</div>`
    : inner;
}

/** Names and values in two columns, the value first to be read. */
export function definitions(items: readonly (readonly [term: Content, value: Content])[]): Markup {
  return html`<dl class="definitions">${items.map(([term, value]) => html`<div><dt>${show(term)}</dt><dd>${show(value)}</dd></div>`)}</dl>`;
}

/** One step of a trace: where, what happened, when, how much, its verdict, and the steps it rests on. */
export interface TraceStep {
  place: Content;
  what?: Content;
  when?: string;
  amount?: string;
  verdict?: { state: VerdictState; word?: Content };
  from?: readonly TraceStep[];
}

/** The origin trace from the project back to the sources: each step rests on those nested below it. */
export function stepsList(steps: readonly TraceStep[]): Markup {
  return html`<ol class="steps">${steps.map(
    (s) => html`<li class="step${s.from?.length ? "" : " source"}">
<div class="step-own"><div class="step-line"><span class="step-place">${show(s.place)}</span>${s.amount ? html`<span class="step-amount figure">${s.amount}</span>` : ""}</div>
<div class="step-what">${s.what ? show(s.what) : ""}${s.when ? html` <time>${s.when}</time>` : ""}</div>
${s.verdict ? verdictMark(s.verdict) : ""}</div>
${s.from?.length ? stepsList(s.from) : ""}</li>`,
  )}</ol>`;
}

/** The evidence with which a reader can check one entry: kept behind a fold, since nobody decides by a hash. */
export interface EntryProof {
  index?: number;
  entryId?: string;
  leafHash?: string;
  rootHash?: string;
  treeSize?: number;
  kid?: string;
  bundlePath?: string;
  /** Where the court bundle is, for whoever may have it. */
  courtPath?: string;
  more?: readonly (readonly [Content, Content])[];
}

/** The fold "Chứng cứ kỹ thuật": hashes, indexes and keys, each selectable as a whole. */
export function proofFold(lang: Lang, proof: EntryProof): Markup {
  const hash = (value: string): Markup => html`<code class="hash">${value}</code>`;
  const lines: (readonly [Content, Content])[] = [];
  if (proof.index !== undefined) lines.push([t(lang, "Số thứ tự mục sổ", "Entry index"), String(proof.index)]);
  if (proof.entryId) lines.push([t(lang, "Mã mục sổ (SHA-256)", "Entry id (SHA-256)"), hash(proof.entryId)]);
  if (proof.leafHash) lines.push([t(lang, "Băm lá", "Leaf hash"), hash(proof.leafHash)]);
  if (proof.kid) lines.push([t(lang, "Khóa ký", "Signing key"), hash(proof.kid)]);
  if (proof.treeSize !== undefined) lines.push([t(lang, "Cỡ sổ tại mốc", "Tree size"), String(proof.treeSize)]);
  if (proof.rootHash) lines.push([t(lang, "Gốc cây băm", "Root hash"), hash(proof.rootHash)]);
  if (proof.bundlePath)
    lines.push([
      t(lang, "Tệp để tự kiểm", "File to verify"),
      html`<a href="${proof.bundlePath}" download>${t(lang, "Tải xuống", "Download")}</a>`,
    ]);
  if (proof.courtPath)
    lines.push([
      t(lang, "Hồ sơ chứng cứ", "Court bundle"),
      html`<a href="${proof.courtPath}" download>${t(lang, "Tải hồ sơ chứng cứ", "Download the court bundle")}</a><br><a href="/verify.html">${t(lang, "Mở trang kiểm tra (lưu về máy dùng được khi không có mạng)", "Open the page that verifies it (works offline once saved)")}</a>`,
    ]);
  return disclosure(t(lang, "Chứng cứ kỹ thuật", "Technical evidence"), definitions([...lines, ...(proof.more ?? [])]));
}

/** Anything that serves only the reader who asks for it; on paper it is left out, unless the page would then hide part of a list. */
export function disclosure(summary: Content, body: Content, printed = false): Markup {
  return html`<details class="fold${printed ? " told" : ""}"><summary>${show(summary)}</summary><div class="fold-body">${show(body)}</div></details>`;
}

/** An empty list: what will appear here, and what makes it appear. */
export function emptyState(empty: { what: Content; how: Content }): Markup {
  return html`<div class="empty"><p class="empty-what">${show(empty.what)}</p><p>${show(empty.how)}</p></div>`;
}

/** A refusal as the service answers it (RFC 9457 with a code from the closed list). */
export interface ShownProblem {
  code: string;
  vi: string;
  en: string;
  detail?: Content;
}

/** Says what was not taken and why, in ink and never in a verdict's colour; `form` is the form again with what was typed. */
export function problemPanel(problem: ShownProblem, form?: Content): Markup {
  return html`<section class="problem" role="alert"><p class="problem-says">${show({ vi: problem.vi, en: problem.en })}</p>
${problem.detail ? html`<div class="problem-detail">${paragraph(problem.detail)}</div>` : ""}<p class="problem-code">Mã · Code: <code>${problem.code}</code></p></section>${form ? show(form) : ""}`;
}

/** The number under which an operator finds a request in the log. */
export function requestLine(id: string): Markup {
  return html`<p class="problem-code">Mã yêu cầu · Request: <code>${id}</code></p>`;
}

/** Leads to the rows that follow; nothing where there is no such page. */
export function nextPage(lang: Lang, path: string | undefined): Content {
  return path === undefined ? "" : html`<p><a href="${path}" rel="next">${t(lang, "Xem tiếp", "Next page")}</a></p>`;
}

/** The path to this page; the last item is the page itself. */
export function breadcrumb(lang: Lang, items: readonly { text: string; path?: string }[]): Markup {
  return html`<nav class="crumbs" aria-label="${t(lang, "Vị trí trang", "Breadcrumb")}"><ol>${items.map((i) =>
    i.path ? html`<li><a href="${i.path}">${i.text}</a></li>` : html`<li aria-current="page">${i.text}</li>`,
  )}</ol></nav>`;
}

/** The one action of the screen, a verb; inside a form it submits, with a path it leads on. Sticks to the bottom on phones. */
export function actionButton(action: {
  verb: Content;
  path?: string;
  name?: string;
  value?: string;
  second?: Content;
}): Markup {
  const chosen = action.name ? html` name="${action.name}" value="${action.value ?? ""}"` : "";
  const press = action.path
    ? html`<a class="button" href="${action.path}">${show(action.verb)}</a>`
    : html`<button class="button" type="submit"${chosen}>${show(action.verb)}</button>`;
  return html`<div class="action">${press}${action.second ? show(action.second) : ""}</div>`;
}

/** A lesser choice beside the one action; it looks lesser and is as easy to hit. */
export function secondButton(action: { verb: Content; path?: string; name?: string; value?: string }): Markup {
  const chosen = action.name ? html` name="${action.name}" value="${action.value ?? ""}"` : "";
  return action.path
    ? html`<a class="button second" href="${action.path}">${show(action.verb)}</a>`
    : html`<button class="button second" type="submit"${chosen}>${show(action.verb)}</button>`;
}

/** The short code that people read aloud: one tap selects all of it for copying. */
export function shortCode(code: string): Markup {
  return html`<span class="short-code" translate="no">${code}</span>`;
}

/** A QR picture from our own SVG text (never foreign markup), dark on light in every theme, with a caption under it. */
export function qrFigure(svg: string, under?: Content): Markup {
  return html`<figure class="qr"><div class="qr-field">${raw(svg)}</div>${under ? html`<figcaption>${show(under)}</figcaption>` : ""}</figure>`;
}
