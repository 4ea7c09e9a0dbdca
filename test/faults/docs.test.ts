// docs/reliability.md counts the faults that the suite injects; UPDATE_DOCS=1 rewrites the counts.
import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import {
  type Blow,
  blowsOf,
  CUTS,
  cutsOf,
  DISK_STEPS,
  FAILOVERS,
  INSIDE,
  SIGNER_BLOWS,
  SIGNER_STEPS,
  STATEMENT_NAMES,
  STORM,
  stopsOf,
} from "./points.ts";

const PAGE = new URL("../../docs/reliability.md", import.meta.url);
const [BEGIN, END] = ["<!-- faults: begin -->\n", "<!-- faults: end -->\n"];

const kills = (kind: "postgres" | "pglite", steps: RegExp) =>
  stopsOf(kind).filter(({ step }) => steps.test(step)).length;
const blows = (victim: Blow["victim"], afterUs: number) =>
  blowsOf().filter((blow) => blow.victim === victim && blow.afterUs === afterUs).length;
const OF_STATEMENTS = /^(?!signer: |disk: )/;
const rows: [fault: string, database: string, points: number, outcome: string][] = [
  [
    "SIGKILL before, while and after each statement of the sequencer",
    "PostgreSQL",
    kills("postgres", OF_STATEMENTS),
    "found at the restart, or sent again and stored once",
  ],
  ["the same", "embedded", kills("pglite", OF_STATEMENTS), "the same"],
  [
    "SIGKILL inside the commit: log half written, written, synced",
    "embedded",
    kills("pglite", /^disk: /),
    "half written: not in the log; synced: in the log",
  ],
  [
    "SIGKILL at each step of the signer, three torn writes among them",
    "PostgreSQL",
    kills("postgres", /^signer: /),
    "the committed head is signed again; never a smaller or another one",
  ],
  ["the same", "embedded", kills("pglite", /^signer: /), "the same"],
  [
    "connection cut at each statement: before it is sent, before its answer, ended by the server",
    "PostgreSQL",
    cutsOf().filter((cuts) => cuts.length === 1).length,
    "not written: written now; written: answered, not written twice",
  ],
  [
    "connection cut at the append and again while asking what became of it",
    "PostgreSQL",
    cutsOf().filter((cuts) => cuts.length === 2).length,
    "the same",
  ],
  [
    "all connections of the pool broken at once, on the way and by the server",
    "PostgreSQL",
    2,
    "read again and written once on new ones; the next sender is answered, not told to come back",
  ],
  [
    "an append that the server carries out after its connection broke",
    "PostgreSQL",
    2,
    "the repeated append finds another head and the batch is taken again",
  ],
  [
    "SIGKILL of the whole server at each statement: before it is sent, as it is, before and after its answer",
    "PostgreSQL",
    blows("server", 0),
    "recovered from its log; the service lives on, what it cannot know it asks, nothing is written twice",
  ],
  [
    "SIGKILL of the server's first process alone, or of one connection's, around append and head",
    "PostgreSQL",
    blows("postmaster", 0) + blows("backend", 0),
    "the same",
  ],
  [
    "SIGKILL of the whole server, 0.25 to 12 ms after the append was sent",
    "PostgreSQL",
    blowsOf().filter(({ afterUs }) => afterUs > 0).length,
    "the same",
  ],
  [
    "SIGKILL of the whole server inside the append",
    "PostgreSQL",
    INSIDE.length,
    "as far as it had come, and no further",
  ],
  [
    "SIGKILL of the whole server at each step of the signer",
    "PostgreSQL",
    SIGNER_BLOWS.length,
    "what was signed is found when the server is back",
  ],
  [
    "SIGKILL of the server or a part of it, again and again, under twelve senders at once",
    "PostgreSQL",
    STORM,
    "one service lives through all, each sender has its receipts",
  ],
  [
    "the primary dies for good around append and head, and its synchronous standby is promoted",
    "PostgreSQL",
    FAILOVERS.length,
    "the service finds the new primary; what the old one had carried out stands there, nothing is written twice",
  ],
  [
    "the same under sixteen senders, the program told both servers",
    "PostgreSQL",
    1,
    "the program lives on, `/readyz` 503 meanwhile",
  ],
  ["the wait for the standby cancelled by an operator", "PostgreSQL", 1, "no receipt before the standby has it"],
  [
    "a standby that lost the tail is promoted; an old primary comes back",
    "PostgreSQL",
    2,
    "problem `history`, nothing more signed or written; the true server goes on",
  ],
  [
    "a server that would forget in a crash, or a standby, at the start or later",
    "PostgreSQL",
    6,
    "refused in words, nothing acknowledged",
  ],
  [
    "server stands still and goes on",
    "PostgreSQL",
    2,
    "given up after the longest time of a statement, then found again",
  ],
  [
    "clients that send nothing, or headers or bodies a byte at a time, or never read, many at once",
    "embedded",
    5,
    "cut off, the others served meanwhile",
  ],
  [
    "two processes with one signer's memory, the same entries sent to both",
    "PostgreSQL",
    1,
    "one log, each entry once",
  ],
  ["clock leaps forward and back, by seconds and by years", "both", 8, "problem `clock` until it is started again"],
  [
    "start with a clock that does not fit",
    "both",
    4,
    "refused with words; `--accept-clock` starts, times never run back",
  ],
  ["disk full", "both", 2, "problem `busy` or the process ends in words; taken with room again"],
  [
    "restored backup, and a fork of its height and beyond",
    "both",
    4,
    "nothing signed, the way out named; the true database goes on",
  ],
  [
    "the database under a running service is another one: short of what was signed, emptied, put back, put back and grown",
    "both",
    6,
    "problem `history` at every door, nothing more committed",
  ],
];
const total = rows.reduce((sum, [, , points]) => sum + points, 0);

function table(): string {
  const lines = rows.map(
    ([fault, database, points, outcome]) => `| ${fault} | ${database} | ${points} | 0 | ${outcome} |\n`,
  );
  const sum = `| **all** | | **${total}** | **0** | |\n`;
  const lists = [
    `Statements: ${STATEMENT_NAMES.map((name) => `\`${name}\``).join(", ")}.`,
    `Steps of the signer: ${SIGNER_STEPS.join("; ")}. Inside a commit: ${DISK_STEPS.join("; ")}. Cuts: ${CUTS.join("; ")}. Inside the server: ${INSIDE.join("; ")}.`,
  ];
  return `| fault | database | points | receipts lost | outcome |\n|---|---|---:|---:|---|\n${lines.join("")}${sum}\n${lists.join("\n\n")}\n`;
}

/** Without the padding that a formatter gives a table. */
const plain = (text: string) =>
  text
    .replaceAll(/-{3,}/g, "---")
    .replaceAll(/ *\| */g, "|")
    .trim();

it("the page counts what the suite does, at least a hundred faults", () => {
  expect(total).toBeGreaterThanOrEqual(100);
  const text = readFileSync(PAGE, "utf8");
  const [from, to] = [text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)];
  if (process.env.UPDATE_DOCS === "1") writeFileSync(PAGE, text.slice(0, from) + table() + text.slice(to));
  else expect(plain(text.slice(from, to))).toBe(plain(table()));
});
