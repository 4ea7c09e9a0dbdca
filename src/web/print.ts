// Paper: slips on A5 or a roll of 80 or 58 mm, annexes and notices on A4. A printed page is its own short document without the
// screen's frame; every other page also prints decently through PRINT_STYLE. The letter's layout follows Decree
// 30/2020/NĐ-CP, Appendix I; its texts come from configuration, never from here.
import { html } from "hono/html";
import type { LetterHead } from "../paper/office-paper.ts";
import { formatLetterDate } from "../words/as-written.ts";
import type { Lang } from "../words/lang.ts";
import type { AssetUrls, Content, Markup } from "./layout.ts";
import { documentHead, show } from "./layout.ts";
import { qrFigure, shortCode } from "./parts.ts";
import { declarations, PRINT } from "./tokens.ts";

/** The sizes of paper we print on; the rolls are the thermal ones of a gate, 80 and 58 mm wide. */
export type Paper = "a4" | "a5" | "roll" | "roll58";

const isRoll = (paper: Paper): boolean => paper === "roll" || paper === "roll58";

/** A document for the printer; on screen it lies on the ground as a sheet, with a link back. */
export function printPage(view: {
  lang: Lang;
  title: string;
  paper: Paper;
  assets: AssetUrls;
  body: Content;
  back?: { path: string; text: string };
  scripts?: readonly string[];
}): Markup {
  const { lang, paper, body, back } = view;
  return html`<!doctype html>
<html lang="${lang}" data-theme="day">
${documentHead(view)}
<body class="printed ${paper}${isRoll(paper) ? " narrow" : ""}">
${back ? html`<p class="back"><a href="${back.path}">${back.text}</a></p>` : ""}
<main class="sheet ${paper}">${show(body)}</main>
</body>
</html>`;
}

/** The two columns at the top of every office letter, date line written out in words. */
export function letterHead(head: LetterHead): Markup {
  return html`<header class="letter-head">
<div class="letter-from"><p>${head.parent}</p><p class="letter-issuer">${head.issuer}</p><p class="letter-number">Số: ${head.number}</p>${head.about ? html`<p class="letter-about">V/v ${head.about}</p>` : ""}</div>
<div class="letter-nation"><p><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b></p><p class="letter-motto">Độc lập - Tự do - Hạnh phúc</p><p class="letter-date">${head.place}, ${formatLetterDate(head.dateMs)}</p></div>
</header>`;
}

/** The foot of an office letter: recipients at left, the signer's offices (KT., TL. and the own one) and room for signature and seal at right. */
export function letterFoot(foot: {
  recipients: readonly string[];
  offices: readonly string[];
  signer?: string;
  qrSvg?: string;
  code?: string;
}): Markup {
  const qr = foot.qrSvg ? qrFigure(foot.qrSvg, foot.code ? shortCode(foot.code) : undefined) : "";
  return html`<footer class="letter-foot">
<div class="letter-to"><p><b><i>Nơi nhận:</i></b></p><ul>${foot.recipients.map((r) => html`<li>${r}</li>`)}</ul>${qr}</div>
<div class="letter-sign">${foot.offices.map((office) => html`<p><b>${office}</b></p>`)}<p class="letter-room"></p><p><b>${foot.signer ?? ""}</b></p></div>
</footer>`;
}

/** One slip as it is handed to a driver: what it is, the load and the end of its validity in large figures, the QR, the code to read aloud. */
export function slipSheet(slip: {
  title: Content;
  qrSvg: string;
  code: string;
  mass: string;
  /** Until when it is good, with the words before it. */
  until: readonly [words: string, moment: string];
  /** For whom this copy is, where several are printed. */
  copy?: string;
  /** Who signs by hand; on a roll nobody does. */
  hands?: readonly string[];
  lines: readonly (readonly [Content, Content])[];
  notice: Content;
}): Markup {
  const [words, moment] = slip.until;
  return html`<article class="slip">
${slip.copy ? html`<p class="slip-copy">${slip.copy}</p>` : ""}<h1>${show(slip.title)}</h1>
<div class="slip-top">${qrFigure(slip.qrSvg, shortCode(slip.code))}<div class="slip-large"><p class="slip-mass figure">${slip.mass}</p><p class="slip-until">${words} <strong class="figure">${moment}</strong></p></div></div>
<dl class="definitions">${slip.lines.map(([term, value]) => html`<div><dt>${show(term)}</dt><dd>${show(value)}</dd></div>`)}</dl>
${slip.hands ? html`<div class="slip-hands">${slip.hands.map((hand) => html`<p>${hand}</p>`)}</div>` : ""}<p class="slip-notice">${show(slip.notice)}</p>
</article>`;
}

const SHEETS = `
body.printed { background: var(--line); }
body.printed .back { padding: 16px; max-width: none; }
main.sheet { flex: none; background: #ffffff; color: #000000; margin: 0 auto 32px; max-width: none; }
main.sheet.a4 { width: 210mm; min-height: 297mm; padding: 20mm 15mm 20mm 30mm; font-size: 13pt; line-height: 1.4; }
main.sheet.a5 { width: 148mm; min-height: 210mm; padding: 10mm; font-size: 11pt; line-height: 1.35; }
main.sheet.roll { width: 80mm; padding: 3mm; font-size: 10pt; line-height: 1.3; }
main.sheet.roll58 { width: 58mm; padding: 2mm; font-size: 9pt; line-height: 1.25; }
.sheet .definitions > div { padding: 1.2mm 0; grid-template-columns: minmax(0, 36%) 1fr; gap: 0 4mm; }
.sheet h1 { font-size: 1.45em; margin-bottom: 4mm; }
.sheet .both > .en { color: #333333; }
.sheet .short-code { font-size: 1.1em; border: 0; padding: 0; background: none; }
.sheet table.figures, .sheet table.figures caption, .sheet table.figures thead th { font-size: 10.5pt; }
.sheet table.figures th:not(:first-child), .sheet table.figures td { padding-left: 3mm; }
.sheet .qr { margin: 0; }
.sheet .qr-field { border: 0; border-radius: 0; padding: 0; }
.slip-top { display: flex; align-items: center; gap: 6mm; margin-bottom: 4mm; }
.slip .qr-field { width: 46mm; }
.slip-large { flex: 1; text-align: right; }
.slip-mass { max-width: none; font-size: 34pt; line-height: 1.1; font-weight: 700; }
.slip-until { max-width: none; margin-top: 3mm; font-size: 12pt; }
.slip-until strong { display: block; font-size: 22pt; line-height: 1.15; font-weight: 700; }
.slip-copy { margin: 0 0 2mm; font-weight: 600; text-align: right; max-width: none; }
.slip-hands { display: grid; grid-template-columns: repeat(3, 1fr); gap: 4mm; margin-top: 3mm; text-align: center; font-size: 0.9em; }
.slip-hands p { margin: 0; min-height: 16mm; }
.slip .definitions > div { padding: 0.6mm 0; }
.slip .definitions a { color: inherit; text-decoration: none; }
.slip + .slip { break-before: page; }
.slip-notice { margin-top: 4mm; padding-top: 2mm; border-top: 1px solid #000000; font-size: 0.9em; max-width: none; }
.narrow .slip-top { display: block; }
.narrow .slip .qr, .narrow .slip-top .qr { margin: 0 auto; }
.narrow .slip-large { text-align: center; }
.narrow .slip-mass { font-size: 26pt; margin-top: 2mm; }
.narrow .slip-until { margin-top: 1mm; font-size: 10pt; }
.narrow .slip-until strong { font-size: 18pt; }
.narrow .definitions > div { grid-template-columns: minmax(0, 30%) 1fr; gap: 0 2mm; }
.roll58 .slip .qr-field { width: 44mm; }
.roll58 .slip-mass { font-size: 24pt; }
.roll58 .definitions > div { grid-template-columns: minmax(0, 28%) 1fr; }
.letter { font-family: "Times New Roman", "Liberation Serif", "Be Vietnam Pro", serif; }
.letter p { max-width: none; }
.letter-head, .letter-foot { display: grid; grid-template-columns: 42% 58%; gap: 0; text-align: center; }
.letter-head p + p, .letter-foot p + p { margin-top: 0.5mm; }
.letter-issuer { font-weight: 700; text-wrap: balance; }
.letter-issuer::after { content: ""; display: block; width: 36%; margin: 1mm auto 2mm; border-bottom: 1px solid #000000; }
.letter-motto { font-weight: 700; width: fit-content; margin-inline: auto; padding-bottom: 1mm; border-bottom: 1px solid #000000; }
.letter-subject::after { content: ""; display: block; width: 28%; margin: 1mm auto 0; border-bottom: 1px solid #000000; }
.letter-date { font-style: italic; }
.letter-about { padding: 0 4mm; font-size: 0.92em; }
.letter-title { text-align: center; font-weight: 700; margin: 8mm 0 4mm; }
.letter-foot { margin-top: 10mm; break-inside: avoid; }
.letter-to { text-align: left; font-size: 0.85em; }
.letter-to ul { list-style: "- "; padding-left: 1em; }
.letter-to .qr { margin-top: 4mm; }
.letter-to .qr-field { width: 26mm; }
.letter-room { height: 26mm; }
@media screen and (max-width: 900px) { main.sheet.a4, main.sheet.a5 { width: auto; min-height: 0; padding: 24px var(--edge); font-size: 17px; } .slip-top { flex-wrap: wrap; } .letter-head, .letter-foot { grid-template-columns: 1fr; row-gap: 24px; } .letter-issuer::after, .letter-motto { margin-inline: 0; }  }
`;

const PAPER = `
@page { size: A4; margin: 20mm 15mm 20mm 20mm; }
@page a4 { size: A4; margin: 20mm 15mm 20mm 30mm; @top-center { content: counter(page); font: 13pt "Times New Roman", "Liberation Serif", serif; } }
@page a4:first { @top-center { content: none; } }
@page a5 { size: A5; margin: 10mm; }
@page roll { size: 80mm 200mm; margin: 3mm; }
@page roll58 { size: 58mm 210mm; margin: 2mm; }
@media print {
  :root, :root[data-theme="night"], :root:not([data-theme="day"]) {
  color-scheme: light;
  ${declarations(PRINT)}
  }
  html, body, body.printed { background: #ffffff; }
  body { display: block; min-height: 0; font-size: 11pt; line-height: 1.4; }
  .top .switches, .top form, .skip, .action, .crumbs, .foot .unseen, .back, .files, .scanner, .outbox, .button, .form, nav { display: none !important; }
  .top { padding: 0 0 2mm; min-height: 0; }
  .home, .home .mark { color: #000000; min-height: 0; }
  .who { border: 0; }
  .foot { padding: 3mm 0 0; margin-top: 6mm; font-size: 9pt; display: flex; }
  .foot a { color: inherit; text-decoration: none; }
  main, main.wide { padding: 6mm 0 0; max-width: none; }
  h1 { font-size: 18pt; }
  h1 .second { font-size: 11pt; }
  h2 { font-size: 14pt; margin-top: 8mm; }
  h1, h2, h3, caption, thead, .step-line { break-after: avoid; }
  tr, .verdict, .step-line, .definitions > div, .qr, .letter-head { break-inside: avoid; }
  thead { display: table-header-group; }
  tfoot { display: table-row-group; }
  a { color: inherit; }
  .scroll { overflow: visible; margin: 4mm 0; padding: 0; }
  .scroll > table.figures { min-width: 0; }
  table.figures { font-size: 10pt; margin: 5mm 0; }
  table.figures th, table.figures td { padding-block: 1.4mm; }
  table.figures thead th, table.figures caption { font-size: inherit; }
  .verdict, .verdict[class] { margin: 0 0 6mm; padding: 4mm 5mm; background: none; color: #000000; border: 2px solid #000000; border-radius: 2mm; }
  .verdict-head .shape { width: 14mm; height: 14mm; }
  .verdict-word { font-size: 30pt; }
  .verdict-reason { font-size: 12pt; margin-top: 3mm; }
  .verdict.verified .verdict-head { color: var(--verified-word); }
  .verdict.insufficient .verdict-head { color: var(--insufficient-word); }
  .verdict.contradicted .verdict-head { color: var(--contradicted-word); }
  .verdict.unconnected .verdict-head { color: var(--unconnected-word); }
  .fold > summary { color: inherit; min-height: 0; }
  .fold > summary::before { display: none; }
  .fold:not([open]) { display: none; }
  .fold.told, .fold.load, .fold.told:not([open]), .fold.load:not([open]) { display: block; }
  .fold.load > summary { grid-template-columns: 1fr auto auto; padding: 1mm 0; }
  .fold.told::details-content { content-visibility: visible; display: block; height: auto; }
  form.doors, #signin { display: none; }
  body.printed.a4 { page: a4; }
  body.printed.a5 { page: a5; }
  body.printed.roll { page: roll; }
  body.printed.roll58 { page: roll58; }
  main.sheet, main.sheet.a4, main.sheet.a5, main.sheet.roll, main.sheet.roll58 { width: auto; min-height: 0; padding: 0; margin: 0; }
  main.sheet.a4 { font-size: 13pt; }
  main.sheet.a5 { font-size: 11pt; }
  main.sheet.roll { font-size: 10pt; }
  main.sheet.roll58 { font-size: 9pt; }
}
`;

/** The style of printed sheets and of any page sent to a printer. */
export const PRINT_STYLE = SHEETS + PAPER;
