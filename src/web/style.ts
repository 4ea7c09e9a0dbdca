// The one style sheet as text: fonts, named tokens, the frame of a page, text and forms. The pieces of pages follow in
// style-parts.ts and paper in print.ts. No framework of classes: each class is a thing that parts.ts or layout.ts makes.
import { PRINT_STYLE } from "./print.ts";
import { FIELD_STYLE } from "./style-field.ts";
import { OFFICE_STYLE } from "./style-office.ts";
import { PARTS_STYLE } from "./style-parts.ts";
import { DAY, declarations, NIGHT } from "./tokens.ts";

const RANGES = {
  vietnamese:
    "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB",
  "latin-ext":
    "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF",
  latin:
    "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD",
} as const;

const WEIGHTS = [400, 600, 700] as const;

/** The nine font files that the style sheet asks for: three subsets in three weights. */
export const FONT_FILES: readonly string[] = Object.keys(RANGES).flatMap((subset) =>
  WEIGHTS.map((weight) => `be-vietnam-pro-${subset}-${weight}-normal.woff2`),
);

function fontFaces(fontUrl: (file: string) => string): string {
  return Object.entries(RANGES)
    .flatMap(([subset, range]) =>
      WEIGHTS.map(
        (weight) => `@font-face {
  font-family: "Be Vietnam Pro"; font-style: normal; font-weight: ${weight}; font-display: swap;
  src: url("${fontUrl(`be-vietnam-pro-${subset}-${weight}-normal.woff2`)}") format("woff2");
  unicode-range: ${range};
}`,
      ),
    )
    .join("\n");
}

const THEMES = `
:root {
  color-scheme: light;
  ${declarations(DAY)}
  --face: "Be Vietnam Pro", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  --mono: ui-monospace, "SFMono-Regular", "Cascadia Mono", Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace;
  --press: 48px;
  --round: 6px;
  --edge: 16px;
}
@media (prefers-color-scheme: dark) { :root:not([data-theme="day"]) {
  color-scheme: dark;
  ${declarations(NIGHT)}
} }
:root[data-theme="night"] {
  color-scheme: dark;
  ${declarations(NIGHT)}
}
`;

const BASE = `
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; background: var(--paper); }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; display: flex; flex-direction: column;
  background: var(--paper); color: var(--ink);
  font: 400 17px/1.5 var(--face); font-variant-numeric: tabular-nums lining-nums; font-synthesis: none;
  overflow-wrap: break-word;
}
h1, h2, h3, p, ul, ol, dl, dd, figure, fieldset { margin: 0; padding: 0; }
h1 { font-size: 30px; line-height: 1.2; font-weight: 700; letter-spacing: -0.01em; text-wrap: balance; margin-bottom: 24px; }
h1 > span { display: block; }
h1 .second { font-size: 17px; line-height: 1.4; font-weight: 400; letter-spacing: 0; color: var(--ink-soft); margin: 4px 0; }
h2 { font-size: 21px; line-height: 1.3; font-weight: 600; margin: 40px 0 12px; text-wrap: balance; }
h3 { font-size: 17px; line-height: 1.4; font-weight: 600; margin: 24px 0 8px; }
p { max-width: 68ch; }
p + p { margin-top: 12px; }
main ul, main ol { padding-left: 1.25em; }
a { color: var(--river); text-decoration-thickness: 1px; text-underline-offset: 3px; }
a:hover { color: var(--river-deep); text-decoration-thickness: 2px; }
strong, b { font-weight: 600; }
small { font-size: 15px; }
hr { border: 0; border-top: 1px solid var(--line); margin: 32px 0; }
code { font-family: var(--mono); font-size: 0.88em; }
.figure { font-variant-numeric: tabular-nums lining-nums; white-space: nowrap; }
.both > .en { display: block; font-size: 0.82em; font-weight: 400; color: var(--ink-soft); letter-spacing: 0; }
.lead { font-size: 20px; line-height: 1.45; }
.soft { color: var(--ink-soft); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
[hidden] { display: none !important; }
:focus-visible { outline: 3px solid var(--river); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
.skip { position: absolute; left: var(--edge); top: -80px; z-index: 9; background: var(--river); color: var(--on-river); padding: 12px 16px; border-radius: 0 0 var(--round) var(--round); }
.skip:focus { top: 0; color: var(--on-river); }
@media (prefers-reduced-motion: reduce) { *, *::before, *::after { animation: none !important; transition: none !important; scroll-behavior: auto !important; } }
`;

const FRAME = `
.top { display: flex; flex-wrap: wrap; align-items: center; column-gap: 24px; padding: 0 var(--edge); border-bottom: 1px solid var(--line); font-size: 15px; min-height: 56px; }
.home { display: inline-flex; align-items: center; gap: 10px; min-height: var(--press); color: var(--ink); font-size: 17px; font-weight: 600; text-decoration: none; margin-right: auto; }
.home:hover { color: var(--river-deep); }
.home .mark { color: var(--river); }
.switches { display: flex; gap: 4px 20px; }
.switches a { align-items: center; min-height: var(--press); }
.switches .to-night, .switches .tongue { display: inline-flex; }
.switches .to-day { display: none; }
@media (prefers-color-scheme: dark) { :root:not([data-theme="day"]) .to-day { display: inline-flex; } :root:not([data-theme="day"]) .to-night { display: none; } }
:root[data-theme="night"] .to-day { display: inline-flex; }
:root[data-theme="night"] .to-night { display: none; }
.who form { flex: none; }
.who button.plain { white-space: nowrap; }
.who { display: flex; align-items: center; gap: 0 20px; }
.who-name { font-weight: 600; }
.who-role { color: var(--ink-soft); }
.who-role::before { content: "· "; }
button.plain { font: inherit; color: var(--river); background: none; border: 0; padding: 0; min-height: var(--press); text-decoration: underline; text-underline-offset: 3px; cursor: pointer; }
main { flex: 1; width: 100%; max-width: 776px; margin: 0 auto; padding: 32px var(--edge) 56px; }
main.wide { max-width: 1176px; }
.foot { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 4px 24px; padding: 16px var(--edge); border-top: 1px solid var(--line); color: var(--ink-soft); font-size: 15px; }
.crumbs { margin: -8px 0 16px; font-size: 15px; }
.crumbs ol { display: flex; flex-wrap: wrap; list-style: none; padding: 0; }
.crumbs li + li::before { content: "/"; margin: 0 8px; color: var(--ink-soft); }
.crumbs li { color: var(--ink-soft); }
body.screen .foot { display: none; }
body.screen main { padding-top: 16px; }
body.screen h1 { font-size: 21px; margin-bottom: 12px; }
body.screen h1 .second { font-size: 15px; margin: 0; }
@media screen and (max-width: 600px) {
  .top { padding-block: 0; column-gap: 16px; }
  .who { order: 3; flex-basis: 100%; border-top: 1px solid var(--line); line-height: 1.35; }
  .who-role { display: block; }
  .who-role::before { content: none; }
  body.screen .who-role { display: none; }
  .who form { margin-left: auto; }
  main { padding-top: 24px; padding-bottom: 32px; }
  h1 { font-size: 26px; margin-bottom: 20px; }
  h2 { margin-top: 32px; }
  .foot { flex-direction: column; }
}
@media screen and (min-width: 601px) { :root { --edge: 32px; } }
`;

const FORMS = `
.form { display: block; margin-top: 24px; }
.form + .lead { margin-top: 24px; }
.field { margin: 0 0 24px; padding: 0; border: 0; min-width: 0; max-width: 560px; }
.field > label, .field > legend { display: block; font-weight: 600; margin-bottom: 6px; padding: 0; }
.hint { font-size: 15px; color: var(--ink-soft); margin: -2px 0 6px; }
.field input:not([type="radio"], [type="checkbox"], [type="file"]), .field select, .field textarea {
  display: block; width: 100%; min-height: var(--press); padding: 10px 12px; font: inherit; line-height: 1.4; color: var(--ink);
  background: var(--sheet); border: 1px solid var(--line-strong); border-radius: var(--round); font-variant-numeric: inherit;
}
.field input[type="file"] { font: inherit; max-width: 100%; min-height: var(--press); padding: 8px 0; }
.field textarea { resize: vertical; }
.with-unit { display: flex; align-items: baseline; gap: 12px; }
.with-unit .unit { color: var(--ink-soft); white-space: nowrap; }
.field.big .with-unit { max-width: 400px; }
.field.big input:not([type="radio"]) { font-size: 44px; line-height: 1.1; font-weight: 600; text-align: right; padding: 12px 14px; min-height: 76px; }
.field.big .unit { font-size: 24px; }
.error { position: relative; font-weight: 600; margin-top: 8px; padding-left: 28px; }
.error::before { content: "!"; position: absolute; left: 0; top: 3px; width: 20px; height: 20px; line-height: 20px; border-radius: 50%; background: var(--ink); color: var(--paper); text-align: center; font-size: 15px; font-weight: 700; }
.field.wrong input:not([type="radio"], [type="checkbox"]), .field.wrong select, .field.wrong textarea { border: 2px solid var(--ink); }
.field > .choice { display: flex; align-items: flex-start; gap: 12px; padding: 11px 14px; min-height: var(--press); background: var(--sheet); border: 1px solid var(--line-strong); margin: -1px 0 0; font-weight: 400; cursor: pointer; }
.field > .choice:first-of-type { border-radius: var(--round) var(--round) 0 0; margin-top: 0; }
.field > .choice:last-of-type { border-radius: 0 0 var(--round) var(--round); }
.choice:has(input:checked) { box-shadow: inset 3px 0 0 var(--river); }
.tick { display: inline-flex; align-items: center; min-width: 44px; min-height: 44px; cursor: pointer; }
.choice input, .tick input { width: 22px; height: 22px; margin: 2px 0 0; flex: none; accent-color: var(--river); }
.choice .hint { display: block; margin: 0; font-weight: 400; }
.button {
  display: inline-flex; align-items: center; justify-content: center; text-align: center; min-height: 52px; padding: 8px 24px;
  font: 600 18px/1.3 var(--face); color: var(--on-river); background: var(--river); border: 2px solid var(--river); border-radius: var(--round);
  text-decoration: none; cursor: pointer;
}
.button:hover { background: var(--river-deep); border-color: var(--river-deep); color: var(--on-river); }
.button .both > .en { color: inherit; font-size: 14px; }
.button.second { background: transparent; color: var(--river); }
.button.second:hover { color: var(--river-deep); border-color: var(--river-deep); }
.button[disabled] { background: var(--sheet); border: 2px dashed var(--line-strong); color: var(--ink-soft); cursor: default; }
.action { display: flex; flex-wrap: wrap; gap: 12px; margin-top: 32px; }
@media screen and (max-width: 600px) {
  .action { position: sticky; bottom: 0; z-index: 2; margin: 24px calc(-1 * var(--edge)) 0; padding: 12px var(--edge) max(12px, env(safe-area-inset-bottom)); background: var(--paper); border-top: 1px solid var(--line); }
  .action .button { flex: 3 1 55%; min-height: 56px; }
  .action .button.second { flex: 1 1 25%; padding-inline: 10px; font-size: 17px; }
  .button { padding: 8px 16px; }
  .field { max-width: none; }
}
`;

/** The whole style sheet; `fontUrl` gives the address of each font file. */
export function styleSheet(fontUrl: (file: string) => string): string {
  return [fontFaces(fontUrl), THEMES, BASE, FRAME, FORMS, PARTS_STYLE, FIELD_STYLE, OFFICE_STYLE, PRINT_STYLE].join(
    "\n",
  );
}
