// The style of the pieces in parts.ts: verdicts, tables of figures, traces, folds, problems, codes, the scanner and the
// outbox. Kept beside style.ts, which joins it, so that neither grows past reading.

const VERDICTS = `
.shape { width: 1.15em; height: 1.15em; flex: none; }
.verdict { margin: 0 0 32px; padding: 24px; border-radius: 10px; }
.verdict.verified { background: var(--verified-ground); color: var(--verified-on); }
.verdict.insufficient { background: var(--insufficient-ground); color: var(--insufficient-on); }
.verdict.contradicted { background: var(--contradicted-ground); color: var(--contradicted-on); }
.verdict.unconnected { background: var(--unconnected-ground); color: var(--unconnected-on); }
.verdict-head { display: flex; align-items: center; gap: 18px; }
.verdict-head .shape { width: 72px; height: 72px; stroke-width: 2.6; }
.verdict-word { font-size: clamp(40px, 6vw, 52px); line-height: 1.1; font-weight: 700; letter-spacing: -0.01em; text-wrap: balance; }
.verdict .both > .en { color: inherit; font-size: 17px; line-height: 1.4; letter-spacing: 0; }
.verdict-reason { margin-top: 16px; font-size: 20px; line-height: 1.45; }
.verdict-reason .both > .en { margin-top: 6px; font-size: 16px; }
.verdict-code { margin-top: 16px; }
.verdict .short-code { border-color: currentColor; background: transparent; color: inherit; }
.verdict-more { margin-top: 16px; padding-top: 16px; border-top: 1px solid currentColor; }
.verdict a { color: inherit; }
.verdict :focus-visible { outline-color: currentColor; }
.verdict .definitions > div { border-color: currentColor; }
.verdict .definitions dt { color: inherit; }
.verdict-mark { display: inline-flex; align-items: baseline; gap: 7px; font-weight: 600; text-align: left; }
.verdict-mark .shape { position: relative; top: 0.22em; stroke-width: 3.2; }
.verdict-mark.verified { color: var(--verified-word); }
.verdict-mark.insufficient { color: var(--insufficient-word); }
.verdict-mark.contradicted { color: var(--contradicted-word); }
.verdict-mark.unconnected { color: var(--unconnected-word); }
.verdict-mark .both > .en { color: inherit; }
@media screen and (max-width: 600px) {
  .verdict { margin-inline: calc(-1 * var(--edge)); border-radius: 0; padding: 24px var(--edge); }
  .verdict-head { gap: 14px; }
  .verdict-head .shape { width: 56px; height: 56px; }
}
`;

const TABLES = `
table.figures { width: 100%; border-collapse: collapse; margin: 24px 0; }
table.figures caption { text-align: left; font-weight: 600; font-size: 18px; line-height: 1.35; padding-bottom: 10px; }
table.figures th, table.figures td { text-align: left; vertical-align: baseline; padding: 11px 0 11px 20px; border-bottom: 1px solid var(--line); font-weight: 400; }
table.figures th:first-child, table.figures td:first-child { padding-left: 0; }
table.figures thead th { font-size: 15px; line-height: 1.35; font-weight: 600; color: var(--ink-soft); border-bottom: 1px solid var(--ink); vertical-align: bottom; padding-block: 8px; }
table.figures thead th { text-wrap: balance; }
table.figures tbody th > a:only-child, .one-line { white-space: nowrap; }
table.figures thead .unit { font-weight: 400; white-space: nowrap; }
table.figures thead th.figure .unit { display: block; }
table.figures .figure { text-align: right; }
table.figures thead .figure { white-space: normal; }
table.figures tbody th { font-weight: 600; }
table.figures tfoot th, table.figures tfoot td { font-weight: 700; border-top: 1px solid var(--ink); border-bottom: 3px double var(--ink); }
table.figures:has(tfoot) tbody tr:last-child > * { border-bottom: 0; }
.scroll { overflow-x: auto; margin: 24px calc(-1 * var(--edge)); padding: 0 var(--edge); }
.scroll > table.figures { margin: 0; min-width: max-content; }
.scroll > table.figures tbody th { max-width: 40ch; }
@media screen and (min-width: 701px) { table.figures td > strong { white-space: nowrap; } }
@media screen and (max-width: 700px) {
  table.stack, table.stack tbody, table.stack tfoot, table.stack tr, table.stack caption, table.stack th { display: block; }
  table.stack td:empty { display: none; }
  table.stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table.figures.stack tbody { border-top: 1px solid var(--ink); }
  table.stack tr { padding: 14px 0; border-bottom: 1px solid var(--line); }
  table.figures.stack.stack tbody tr > *, table.figures.stack.stack tfoot tr > * { border: 0; padding: 2px 0; }
  table.stack td:not(:empty) { display: flex; justify-content: space-between; gap: 16px; text-align: right; }
  table.figures.stack td { text-align: right; }
  table.stack td::before { content: attr(data-label); color: var(--ink-soft); font-weight: 400; text-align: left; white-space: normal; flex: none; max-width: 55%; }
  table.figures.stack tbody th, table.figures.stack tfoot th { padding-bottom: 4px; text-align: left; white-space: normal; }
  table.stack tfoot tr { border-top: 1px solid var(--ink); border-bottom: 3px double var(--ink); margin-top: -1px; }
}
`;

const TEXT_PARTS = `
.definitions > div { display: grid; grid-template-columns: minmax(9em, 14em) 1fr; gap: 2px 24px; padding: 9px 0; border-bottom: 1px solid var(--line); }
.definitions > div:last-child { border-bottom: 0; }
.definitions dt { color: var(--ink-soft); }
.definitions dd { min-width: 0; }
@media screen and (max-width: 600px) { .definitions > div { grid-template-columns: 1fr; } .definitions dt { font-size: 15px; } }
main ol.steps { --indent: 28px; list-style: none; margin: 0; padding: 0; }
@media screen and (max-width: 600px) { main ol.steps { --indent: 22px; } }
.step { position: relative; padding-left: var(--indent); }
.steps .steps > .step::before { content: ""; position: absolute; left: calc(9px - var(--indent)); top: 0; width: calc(var(--indent) - 4px); height: 21px; border: solid var(--line-strong); border-width: 0 0 1px 1px; }
.steps .steps > .step:not(:last-child)::after { content: ""; position: absolute; left: calc(9px - var(--indent)); top: 0; bottom: 0; border-left: 1px solid var(--line-strong); }
.step-line { position: relative; }
.step-line::before { content: ""; position: absolute; left: calc(3px - var(--indent)); top: 15px; width: 13px; height: 13px; border: 2px solid var(--ink); border-radius: 50%; background: var(--paper); }
.step.source > .step-own > .step-line::before { border-width: 7px; }
.step-own > .verdict-mark { padding-bottom: 8px; }
.step-line { display: flex; justify-content: space-between; gap: 16px; padding-top: 8px; }
.step-place { font-weight: 600; }
.step-what { color: var(--ink-soft); font-size: 15px; padding-bottom: 8px; }
.step-own { position: relative; }
.step-own:has(+ .steps)::after { content: ""; position: absolute; left: calc(9px - var(--indent)); top: 27px; bottom: 0; border-left: 1px solid var(--line-strong); }
.step-what time { white-space: nowrap; }
.fold { margin: 24px 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); }
.fold + .fold { margin-top: -25px; }
.fold > summary { display: flex; align-items: center; gap: 10px; min-height: var(--press); color: var(--river); font-weight: 600; cursor: pointer; list-style: none; }
.fold > summary::-webkit-details-marker { display: none; }
.fold > summary::before { content: ""; width: 8px; height: 8px; margin: 0 4px 0 2px; border: solid currentColor; border-width: 0 2px 2px 0; transform: rotate(-45deg); flex: none; }
.fold[open] > summary::before { transform: rotate(45deg) translate(-2px, -2px); }
.fold-body { padding: 0 0 16px; }
.hash { overflow-wrap: anywhere; user-select: all; -webkit-user-select: all; }
.empty { margin: 24px 0; padding: 20px 24px; border: 1px dashed var(--line-strong); border-radius: var(--round); }
.empty-what { font-weight: 600; }
.empty p + p { margin-top: 4px; }
.problem { margin: 0 0 24px; padding: 18px 20px; background: var(--sheet); border: 2px solid var(--ink); border-left-width: 10px; border-radius: var(--round); }
.problem-says { font-size: 19px; line-height: 1.4; font-weight: 600; }
.problem-says .en { font-size: 16px; margin-top: 4px; }
.problem-detail { margin-top: 10px; }
.problem-code { margin-top: 10px; color: var(--ink-soft); font-size: 15px; }
.short-code { display: inline-block; padding: 4px 10px; font: 600 20px/1.3 var(--mono); letter-spacing: 0.06em; border: 1px solid var(--line-strong); border-radius: 4px; background: var(--sheet); white-space: nowrap; user-select: all; -webkit-user-select: all; }
.qr { width: fit-content; max-width: 100%; margin: 24px 0; text-align: center; }
.qr-field { width: 300px; max-width: 100%; padding: 16px; background: #ffffff; border: 1px solid var(--line); border-radius: var(--round); }
.qr-field svg { display: block; width: 100%; height: auto; }
.qr figcaption { margin-top: 10px; }
`;

const ISLANDS = `
.scanner-view { position: relative; aspect-ratio: 4 / 3; max-height: 62vh; width: 100%; margin-bottom: 12px; background: #000000; border-radius: 10px; overflow: hidden; }
.scanner-view video { width: 100%; height: 100%; object-fit: cover; display: block; }
.scanner-view::after { content: ""; position: absolute; inset: 14%; margin: auto; aspect-ratio: 1; max-width: 72%; max-height: 72%; border: 3px solid rgb(255 255 255 / 85%); border-radius: 14px; pointer-events: none; }
.scanner-says { min-height: 1.5em; font-weight: 600; margin-bottom: 12px; }
.scanner-ways { display: flex; flex-wrap: wrap; gap: 12px; margin-bottom: 20px; }
.scanner-ways .button { min-height: 48px; font-size: 17px; padding: 8px 18px; }
.scanner-ways input[type="file"] { position: absolute; opacity: 0; width: 1px; height: 1px; }
.scanner-ways label:focus-within { outline: 3px solid var(--river); outline-offset: 2px; }
.scanner-typed { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 12px; }
.scanner-typed .field { flex: 1 1 240px; margin: 0; max-width: none; }
.outbox-says { font-weight: 600; }
.outbox-list { list-style: none; margin: 12px 0; }
main ul.outbox-list { padding: 0; }
.outbox-list li { padding: 12px 0; border-bottom: 1px solid var(--line); }
.outbox-ways { display: flex; flex-wrap: wrap; gap: 12px; margin-top: 10px; }
.outbox-ways .button, [data-queue] .button { min-height: 48px; font-size: 17px; padding: 8px 18px; }
.outbox .why:empty { display: none; }
[data-queue]:empty { display: none; }
[data-queue] input[type="file"] { position: absolute; opacity: 0; width: 1px; height: 1px; }
[data-queue] label:focus-within { outline: 3px solid var(--river); outline-offset: 2px; }
.outbox .why { font-size: 15px; color: var(--ink-soft); }
`;

/** The style of every piece, in the order in which parts.ts and the islands make them. */
export const PARTS_STYLE = [VERDICTS, TABLES, TEXT_PARTS, ISLANDS].join("\n");
