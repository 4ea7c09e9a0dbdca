// The style of the office's own pieces: the three sums on top of a dossier, reasons in order, doors, lines of a form, and the letter's parts.

/** Pieces of the treasury's desk, the claimants' forms, the first page and printed letters. */
export const OFFICE_STYLE = `
.sums { display: grid; grid-template-columns: repeat(3, 1fr); gap: 0; margin: 0 0 24px; border-top: 1px solid var(--ink); border-bottom: 1px solid var(--ink); }
.sums > div { padding: 14px 24px 16px 0; }
.sums > div + div { padding-left: 24px; border-left: 1px solid var(--line); }
.sums dt { color: var(--ink-soft); font-size: 15px; }
.sums dd { font-size: 32px; line-height: 1.2; font-weight: 700; }
ol.reasons > li, ol.story > li { padding: 6px 0 6px 4px; max-width: 76ch; }
ol.reasons { margin-top: 8px; }
main ol.reasons, main ol.story { padding-left: 1.9em; }
main ol.signals { list-style: none; padding: 0; margin-top: 8px; }
ol.signals > li { padding: 16px 0; border-top: 1px solid var(--line); max-width: 76ch; }
ol.signals p + p { margin-top: 6px; }
.work-line { margin-top: 40px; }
.work-line > h3 { margin: 0 0 4px; font-size: 19px; }
.line-sentence { margin-top: 8px; font-size: 19px; line-height: 1.5; max-width: 76ch; }
.work-line > table.figures { margin-top: 16px; }
.work-line > table.figures caption { font-size: 15px; color: var(--ink-soft); }
.fold.load > summary { display: grid; grid-template-columns: 16px 1fr auto auto; align-items: baseline; gap: 0 12px; padding: 10px 0; }
.load > summary .verdict-mark { margin-left: 10px; }
.load > summary time { min-width: 10.5em; font-weight: 400; color: var(--ink-soft); text-align: right; }
.doors { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; margin-top: 16px; }
a.door { display: flex; align-items: center; text-decoration: none; }
.door { font: 600 17px/1.35 var(--face); text-align: left; color: var(--river); background: var(--sheet); border: 1px solid var(--line-strong); border-radius: var(--round); padding: 12px 16px; min-height: 64px; cursor: pointer; }
.door:hover { color: var(--river-deep); border-color: var(--river-deep); }
.doors-list > li { padding: 4px 0; }
.row-action { margin-top: 16px; }
.line-fields { display: grid; grid-template-columns: repeat(6, 1fr); column-gap: 20px; margin: 0 0 16px; padding: 16px 0 0; border: 0; border-top: 1px solid var(--line); min-width: 0; }
.line-fields > legend { float: left; grid-column: 1 / -1; width: 100%; padding: 0; margin-bottom: 12px; font-weight: 600; }
.line-fields > .field { margin-bottom: 16px; max-width: none; align-self: end; }
.line-fields > .field:nth-of-type(-n + 2) { grid-column: span 3; }
.line-fields > .field:nth-of-type(n + 3):nth-of-type(-n + 4) { grid-column: span 1; }
.line-fields > .field:nth-of-type(n + 5) { grid-column: span 2; }
.trial { margin: 0 0 32px; padding: 20px 24px; background: var(--sheet); border: 1px solid var(--line-strong); border-radius: var(--round); }
.sign-says { margin-top: 24px; font-weight: 600; }
#signin .sign-says { margin-top: 12px; }
.sign-says:empty { display: none; }
.letter h1.letter-title { font-size: 1.1em; line-height: 1.4; letter-spacing: 0; margin: 6mm 0 3mm; }
.letter .letter-foot { margin-top: 6mm; }
.letter .letter-to .qr { margin: 3mm 0 0; }
.letter .letter-to .qr-field { width: 22mm; padding: 0; }
.letter .letter-to .qr figcaption { margin-top: 1mm; }
.letter .letter-to .short-code { font-size: 11pt; padding: 0; border: 0; }
.letter-appendix p:has(.hash) { text-align: left; }
.letter { line-height: 1.35; }
.letter-dear { text-align: center; margin: 4mm 0; }
.letter p + p { margin-top: 1.5mm; }
.letter-body > p, .letter-bases > p { text-indent: 1.27cm; margin-top: 2mm; }
.letter .letter-unit { text-align: right; text-indent: 0; font-style: italic; margin: 3mm 0 0; }
.letter-reasons ul { margin: 1mm 0; padding-left: 1.2em; }
.since { border: 2px solid var(--ink); border-radius: var(--round); padding: 12px 20px; margin: 0 0 24px; }
.sheet .since { margin: 0 0 8mm; color: #000000; border-color: #000000; }
.files { margin: 12px 0; }
.letter-bases { margin: 0 0 3mm; }
.letter p, .letter-reasons > li { text-align: justify; }
.letter .letter-reasons { padding-left: 2.1em; }
.letter-head p, .letter-foot p, .letter .letter-dear { text-align: center; }
.letter-to p, .letter-to li { text-align: left !important; }
.letter-reasons > li { padding: 1mm 0; }
.sheet .letter table.figures { font-size: 0.74em; margin: 3mm 0; }
.sheet .letter table.figures :is(th, td) { padding: 1.2mm 0 1.2mm 1.5mm; }
.sheet .letter table.figures :is(th, td):first-child { padding-left: 0; }
.sheet .letter table.figures th:first-child { min-width: 26mm; }
@media screen and (max-width: 900px) { .sheet .letter table.figures { font-size: 0.94em; } }
.letter table.figures thead th { font-size: 1em; color: inherit; }
.letter-appendix { break-before: page; margin-top: 12mm; }
.letter-appendix h2 { font-size: 1.05em; text-align: center; margin: 0 0 4mm; }
.letter-appendix h3 { font-size: 1em; margin: 5mm 0 1mm; }
.letter-appendix .letter-reasons { font-size: 0.88em; }
@media screen and (max-width: 900px) {
  .line-fields { grid-template-columns: 1fr 1fr; }
  .line-fields > .field:nth-of-type(n) { grid-column: span 1; }
  .line-fields > .field:nth-of-type(-n + 2) { grid-column: 1 / -1; }
}
@media screen and (max-width: 700px) {
  .sums { grid-template-columns: 1fr; }
  .sums > div, .sums > div + div { display: flex; justify-content: space-between; align-items: baseline; gap: 16px; padding: 10px 0; border-left: 0; }
  .sums > div + div { border-top: 1px solid var(--line); }
  .sums dd { font-size: 24px; text-align: right; }
  .doors { grid-template-columns: 1fr; gap: 10px; }
  .fold.load > summary { grid-template-columns: 16px 1fr auto; column-gap: 8px; font-size: 16px; }
  .load-name { white-space: nowrap; }
  .load > summary time { grid-area: 2 / 2; text-align: left; font-size: 15px; }
  .load-name > .verdict-mark { display: flex; margin-left: 0; }
  .trial { margin-inline: calc(-1 * var(--edge)); padding: 20px var(--edge); border-inline: 0; border-radius: 0; }
  .letter p, .letter-reasons > li { text-align: left; }
}
`;
