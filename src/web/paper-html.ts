// An office paper on screen and for the browser's printer, in the parts of print.ts. The PDF of the same paper is made in src/paper/pdf.
import { html } from "hono/html";
import type { OfficePaper, PaperBlock, PaperRun, PaperTable } from "../paper/office-paper.ts";
import type { Markup } from "./layout.ts";
import { figuresTable, keepTogether } from "./parts.ts";
import { letterFoot, letterHead } from "./print.ts";

/** The letter with its appendix; `qrSvg` is the picture of the paper's QR text. */
export function paperHtml(paper: OfficePaper, qrSvg: string): Markup {
  const { head, name, subject, to, bases, body, end, appendix } = paper;
  return html`<article class="letter">${letterHead(head)}
<h1 class="letter-title">${name}<br><span class="letter-subject">${subject}</span></h1>
<p class="letter-dear">Kính gửi: ${to}</p>
<div class="letter-bases">${bases.map((base) => html`<p><i>${keepTogether(base)}</i></p>`)}</div>
<div class="letter-body">${body.map(blockHtml)}</div>
${letterFoot({ ...end, qrSvg })}
<section class="letter-appendix"><h2>${appendix.name.map((line, i) => (i === 0 ? line : html`<br>${line}`))}</h2>
<p class="letter-dear"><i>(${appendix.belongs})</i></p>
${appendix.body.map(blockHtml)}</section></article>`;
}

function blockHtml(block: PaperBlock): Markup {
  if (block.block === "paragraph") return html`<p>${block.text.map(runHtml)}</p>`;
  if (block.block === "heading") return html`<h3>${block.text}</h3>`;
  if (block.block === "table") return tableHtml(block);
  return html`<ol class="letter-reasons">${block.items.map(({ text, under }) => html`<li>${keepTogether(text)}${under.length > 0 ? html`<ul>${under.map((words) => html`<li>${keepTogether(words)}</li>`)}</ul>` : ""}</li>`)}</ol>`;
}

function runHtml({ text, bold, italic, hash }: PaperRun): Markup {
  const words = hash ? html`<code class="hash">${text}</code>` : html`${text}`;
  const slanted = italic ? html`<i>${words}</i>` : words;
  return bold ? html`<b>${slanted}</b>` : slanted;
}

function tableHtml({ unit, empty, caption, columns, rows, total }: PaperTable): Markup {
  const table = figuresTable({
    caption,
    columns: columns.map((column) => ({ ...column })),
    rows,
    ...(total ? { total } : {}),
    ...(empty ? { empty: { what: empty, how: "" } } : {}),
  });
  return html`<p class="letter-unit">${unit}</p>${table}`;
}
