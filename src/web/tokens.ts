// The colours by name, in two themes, and how their contrast is reckoned. style.ts writes these out as CSS custom
// properties; the tests reckon every pair from the same numbers, so a colour cannot drift below what a tired eye needs.

/** Every colour the pages may use; green, amber, red and grey exist only as verdicts. */
export type ColourName =
  | "paper" // the ground of every page
  | "sheet" // fields, folds and panels: one step lighter than the ground
  | "ink" // what is read
  | "ink-soft" // labels, units, the second language
  | "line" // hairlines between rows
  | "line-strong" // the border of a field
  | "river" // what can be pressed
  | "river-deep" // the same, while pressed or pointed at
  | "on-river" // words on a pressed colour
  | `${VerdictState}-word` // a verdict's word on paper or sheet
  | `${VerdictState}-ground` // a verdict's whole panel
  | `${VerdictState}-on`; // words on that panel

/** The answers of figures or of a check: green, amber, red and grey in that order. */
export type VerdictState = "verified" | "insufficient" | "contradicted" | "unconnected";

/** The four verdicts in the order in which they are always listed. */
export const VERDICT_STATES: readonly VerdictState[] = ["verified", "insufficient", "contradicted", "unconnected"];

/** Colours by name as "#rrggbb". */
export type Palette = Record<ColourName, string>;

/** Daylight: warm paper, near-black ink, river blue. */
export const DAY: Palette = {
  paper: "#faf6ee",
  sheet: "#fffdf8",
  ink: "#1d1a16",
  "ink-soft": "#574f45",
  line: "#ded5c5",
  "line-strong": "#8a7f70",
  river: "#0f4c81",
  "river-deep": "#0a3660",
  "on-river": "#ffffff",
  "verified-word": "#0b5a33",
  "verified-ground": "#0f5c36",
  "verified-on": "#ffffff",
  "insufficient-word": "#6b4200",
  "insufficient-ground": "#f2b138",
  "insufficient-on": "#1d1a16",
  "contradicted-word": "#8e1b1b",
  "contradicted-ground": "#961d1d",
  "contradicted-on": "#ffffff",
  "unconnected-word": "#474b50",
  "unconnected-ground": "#4b5056",
  "unconnected-on": "#ffffff",
};

/** Night at the roadside: dark warm ground that does not blind, the same meanings. */
export const NIGHT: Palette = {
  paper: "#15130f",
  sheet: "#1f1c17",
  ink: "#f3ecdf",
  "ink-soft": "#c9bfaf",
  line: "#3a342b",
  "line-strong": "#8d8374",
  river: "#8fc5ee",
  "river-deep": "#bcdcf6",
  "on-river": "#10202e",
  "verified-word": "#7ed6a3",
  "verified-ground": "#0f5c36",
  "verified-on": "#ffffff",
  "insufficient-word": "#ffc55c",
  "insufficient-ground": "#e5a52f",
  "insufficient-on": "#15130f",
  "contradicted-word": "#ff9f94",
  "contradicted-ground": "#961d1d",
  "contradicted-on": "#ffffff",
  "unconnected-word": "#c5c8cc",
  "unconnected-ground": "#4b5056",
  "unconnected-on": "#ffffff",
};

/** On paper everything is ink on white; verdict words keep their daylight colour and always carry a shape. */
export const PRINT: Palette = {
  ...DAY,
  paper: "#ffffff",
  sheet: "#ffffff",
  ink: "#000000",
  "ink-soft": "#333333",
  line: "#999999",
};

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** The contrast of two "#rrggbb" colours, from 1 to 21 (WCAG 2.2, relative luminance). */
export function contrastRatio(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** A palette as CSS custom property declarations, one a line. */
export function declarations(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join("\n  ");
}
