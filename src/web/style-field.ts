// The style of the field's own pieces: plates and weights to be read at arm's length, and the notes above them.

/** Pieces of the desk, the roadside screen and the gate. */
export const FIELD_STYLE = `
.plate { font-size: 40px; line-height: 1.15; font-weight: 700; letter-spacing: 0.02em; white-space: nowrap; }
.verdict-more > .plate + p { margin-top: 4px; }
.verdict-more > p + p { margin-top: 4px; }
.slip-face { display: flex; flex-wrap: wrap; align-items: center; gap: 0 40px; margin-bottom: 16px; }
.slip-face .qr { margin: 8px 0 16px; }
.slip-face > .short-code { margin: 8px 0; }
.slip-figure { font-size: 56px; line-height: 1.1; font-weight: 700; }
.slip-figure .unit { font-size: 24px; font-weight: 400; color: var(--ink-soft); }
.glance { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: 0 32px; margin: 0 0 20px; padding: 8px 0; background: var(--paper); border-bottom: 1px solid var(--line-strong); }
.glance dt { font-size: 15px; line-height: 1.3; color: var(--ink-soft); }
.glance dd { display: flex; flex-wrap: wrap; gap: 0 12px; font-weight: 600; line-height: 1.3; }
.desk-again { margin: 0 0 20px; }
.desk-again .button { min-height: 48px; font-size: 17px; }
kbd { font: 600 15px/1 var(--face); padding: 3px 7px; margin-left: 8px; border: 1px solid currentColor; border-radius: 4px; }
.desk .field.big input:not([type="radio"]) { font-size: 60px; min-height: 92px; padding-block: 8px; }
.desk .field.big .unit { font-size: 28px; }
[data-found] { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
[data-found]:empty { display: none; }
[data-weighed]:not(:empty) { margin: 8px 0 20px; font-weight: 600; }
[data-found] .button { min-height: 48px; font-size: 17px; padding: 8px 14px; }
.find-row { display: flex; gap: 12px; align-items: stretch; }
.find-row .button { min-height: 48px; font-size: 17px; }
@media screen and (min-width: 901px) {
  .desk { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 48px; align-items: start; }
  .desk > .desk-again, .desk > .action { grid-column: 1 / -1; }
  .desk > .action { margin-top: 8px; }
}
@media screen and (max-width: 600px) {
  .glance { gap: 2px 20px; margin-inline: calc(-1 * var(--edge)); padding: 6px var(--edge); }
  .glance > div { display: flex; flex-wrap: wrap; gap: 0 8px; }
  kbd { display: none; }
}
html:has(.glance) { scroll-padding: 96px 0; }
.says:empty, [data-outbox]:empty, [data-problem]:empty { display: none; }
.says { font-weight: 600; margin-bottom: 16px; }
.note { margin: 0 0 24px; padding: 14px 20px; background: var(--sheet); border: 1px solid var(--line); border-radius: var(--round); }
.note.stop { border: 2px solid var(--ink); border-left-width: 10px; }
.note form { margin-top: 10px; }
.note .button { margin-top: 10px; font-size: 16px; min-height: 48px; }
.note h2 { margin: 0 0 6px; font-size: 17px; }
.note p + p { margin-top: 6px; }
.key-line { margin: 24px 0 0; font-size: 15px; color: var(--ink-soft); }
.key-line .button { margin-top: 10px; font-size: 16px; min-height: 48px; }
.outbox { margin: 0 0 24px; padding: 14px 20px; background: var(--sheet); border: 1px solid var(--line); border-radius: var(--round); }
[data-outbox].outbox > .button { margin-top: 10px; }
[data-queue]:not(:empty) { margin-bottom: 24px; }
[data-trust] { margin-top: 24px; font-size: 15px; }
[data-key] + p { margin-top: 20px; }
[data-receive] .plate + .lead { margin-top: 4px; }
.fold .field:last-child { margin-bottom: 8px; }
@media print { .says, .note, .key-line { display: none !important; } }
`;
