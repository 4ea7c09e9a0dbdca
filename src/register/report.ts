// The report of an import: the JSON that outsiders rely on and the same as tables for a terminal.

import type { RowOutcome } from "./licence.ts";
import { readMinerals } from "./minerals.ts";
import { bothSentences } from "./reasons.ts";

/** One line of a report: a data row (from 1) and one reason, Vietnamese then English. */
export type ReportLine = { readonly row: number; readonly reason: string };

/** The report of one import; imported + questioned + refused = rows, and a questioned row may have several questions. */
export type RegisterReport = {
  readonly rows: number;
  readonly imported: number;
  readonly questioned: number;
  readonly refused: number;
  readonly questions: readonly ReportLine[];
  readonly refusals: readonly ReportLine[];
};

function linesOf(outcomes: readonly RowOutcome[], which: RowOutcome["outcome"]): ReportLine[] {
  return outcomes
    .filter(({ outcome }) => outcome === which)
    .flatMap(({ row, reasons }) => reasons.map((each) => ({ row, reason: bothSentences(each) })));
}

/** Counts outcomes and lists every question and refusal in row order. */
export function reportOf(outcomes: readonly RowOutcome[]): RegisterReport {
  const count = (which: RowOutcome["outcome"]): number => outcomes.filter(({ outcome }) => outcome === which).length;
  return {
    rows: outcomes.length,
    imported: count("imported"),
    questioned: count("questioned"),
    refused: count("refused"),
    questions: linesOf(outcomes, "questioned"),
    refusals: linesOf(outcomes, "refused"),
  };
}

type MineralCounts = { mineral: string; imported: number; questioned: number; refused: number };

function mineralText(given: RowOutcome): string {
  return given.outcome === "refused" ? given.mineralText : given.licence.mineralText;
}

/** Rows counted by mineral text as written and by outcome, the texts in scope first, then by number of rows. */
export function countsByMineral(outcomes: readonly RowOutcome[]): MineralCounts[] {
  const counts = new Map<string, MineralCounts>();
  for (const given of outcomes) {
    const mineral = mineralText(given);
    const line = counts.get(mineral) ?? { mineral, imported: 0, questioned: 0, refused: 0 };
    line[given.outcome] += 1;
    counts.set(mineral, line);
  }
  const rank = ({ mineral }: MineralCounts): number => (readMinerals(mineral).materials.length > 0 ? 0 : 1);
  const total = (line: MineralCounts): number => line.imported + line.questioned + line.refused;
  return [...counts.values()].sort(
    (a, b) => rank(a) - rank(b) || total(b) - total(a) || (a.mineral < b.mineral ? -1 : 1),
  );
}

/** Text without the characters that a terminal obeys; cells of a register are a stranger's text. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, " ");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => [...(row[column] ?? title)].length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const gap = " ".repeat((widths[column] ?? 0) - [...cell].length);
        return column === 0 ? cell + gap : gap + cell;
      })
      .join("  ");
  return [line(head), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(line)];
}

/** The counts as a table for a terminal: one line per mineral text and a total. */
function printCounts(outcomes: readonly RowOutcome[]): string {
  const report = reportOf(outcomes);
  const cells = (name: string, line: Omit<MineralCounts, "mineral">): string[] => [
    name,
    `${line.imported}`,
    `${line.questioned}`,
    `${line.refused}`,
    `${line.imported + line.questioned + line.refused}`,
  ];
  const rows = countsByMineral(outcomes).map((line) =>
    cells(line.mineral === "" ? "(trống · empty)" : plain(line.mineral), line),
  );
  const head = [
    "Khoáng sản · Mineral",
    "nhập · imported",
    "có câu hỏi · questioned",
    "từ chối · refused",
    "dòng · rows",
  ];
  return table(head, [...rows, cells("Tổng · Total", report)]).join("\n");
}

/** The whole report for a terminal: counts, then each question and refusal under its row. */
export function printReport(outcomes: readonly RowOutcome[]): string {
  const report = reportOf(outcomes);
  const list = (title: string, lines: readonly ReportLine[]): string[] =>
    lines.length === 0
      ? []
      : ["", title, ...lines.map(({ row, reason }) => `  ${String(row).padStart(4)}  ${plain(reason)}`)];
  return [
    printCounts(outcomes),
    ...list("Câu hỏi theo dòng · Questions by row", report.questions),
    ...list("Từ chối theo dòng · Refusals by row", report.refusals),
  ].join("\n");
}
