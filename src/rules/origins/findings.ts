// Findings: an authority's predicate over origins. Nothing moves; every lot whose origin fits is contradicted, wherever it is or
// goes, and lifting the finding leaves everything exactly as if it had never been.

import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { type CheckResult, type Context, notFound, partyOf } from "../acts/context.ts";
import { INSPECTORS, type Rows } from "../acts/row.ts";
import { siteOf, slipOf } from "../book/accounts.ts";
import type { Book } from "../book/book.ts";
import type { FindingFact, Predicate } from "../book/facts.ts";
import type { Lot } from "../book/memory.ts";

function recordFinding(context: Context, body: Body<"finding.record">): CheckResult {
  const { book, index } = context;
  const { source, slips, site } = body;
  if (source === undefined && slips === undefined && site === undefined) {
    return problem("bad-body", { path: "body", expected: "source-slips-or-place" });
  }
  if (source !== undefined && !book.get("source", source)) return notFound("source", source);
  if (site !== undefined && !book.get("site", site)) return notFound("place", site);
  for (const slip of slips ?? []) if (!book.get("slip", slip)) return notFound("slip", slip);
  putFinding(book, { ...findingOf(index, body), party: partyOf(context) });
  book.enlist("findings", index);
  return undefined;
}

/** The predicate that an entry states, whether or not it is in force. */
export function findingOf(index: number, body: Body<"finding.record">): Predicate {
  const { source, slips, site, fromS, untilS } = body;
  return {
    index,
    source: source ?? null,
    slips: slips ?? null,
    site: site ?? null,
    fromS: fromS ?? null,
    untilS: untilS ?? null,
  };
}

/** Where a predicate is looked for: with the slips that it names, else with its source, else with its place. */
function shelvesOf({ source, slips, site }: Predicate): { slips: readonly number[]; shelf?: string } {
  if (slips !== null) return { slips };
  if (source !== null) return { slips: [], shelf: `source/${source}` };
  if (site !== null) return { slips: [], shelf: `site/${site}` };
  throw new Error("a finding names a source, slips or a place");
}

/** Puts a predicate in force. A finding costs what it names, however many others there are. */
export function putFinding(book: Book, finding: FindingFact): void {
  const { index } = finding;
  book.put("finding", index, finding);
  shelve(book, finding, (before) => [...before, index]);
}

/** Takes a predicate out of force. */
export function dropFinding(book: Book, index: number): void {
  const finding = book.need("finding", index);
  book.put("finding", index, { ...finding, lifted: true });
  shelve(book, finding, (before) => before.filter((each) => each !== index));
}

function shelve(book: Book, finding: Predicate, change: (before: number[]) => number[]): void {
  const { slips, shelf } = shelvesOf(finding);
  if (shelf !== undefined) book.put("findings", shelf, { active: change(book.get("findings", shelf)?.active ?? []) });
  for (const slip of slips) {
    const before = book.get("slipState", slip);
    // A book of the past does not know the slips that came later, and has nothing of theirs.
    if (!before) continue;
    const { found, ...state } = before;
    const active = change(found ?? []);
    book.put("slipState", slip, active.length === 0 ? state : { ...state, found: active });
  }
}

/** True if a finding is in force. */
export function stands(book: Book, index: number): boolean {
  const finding = book.get("finding", index);
  return finding !== undefined && finding.lifted === undefined;
}

/** The first finding that a lot's origin fits, given the lot and its ancestors. Asks only for what bears on these. */
export function findingOn(book: Book, chain: readonly Lot[]): FindingFact | undefined {
  const slips = slipsOf(chain);
  const source = chain[0]?.source;
  const shelves = new Set([`source/${source}`]);
  for (const lot of chain) {
    const site = siteOf(lot.account);
    if (site !== undefined) shelves.add(`site/${site}`);
  }
  for (const slip of slips) {
    const { from, to } = book.need("slip", slip);
    shelves.add(`site/${from}`).add(`site/${to}`);
  }
  const named = slips.flatMap((slip) => book.need("slipState", slip).found ?? []);
  const shelved = [...shelves].flatMap((shelf) => book.get("findings", shelf)?.active ?? []);
  const active = [...new Set([...named, ...shelved])].sort((a, b) => a - b);
  return active.map((index) => book.need("finding", index)).find((finding) => fits(book, finding, chain));
}

function slipsOf(chain: readonly Lot[]): number[] {
  return chain.map((lot) => slipOf(lot.account)).filter((slip) => slip !== undefined);
}

/** True if a lot's origin fits a finding, given the lot and its ancestors. */
export function fits(book: Book, finding: Predicate, chain: readonly Lot[]): boolean {
  if (finding.source !== null && chain[0]?.source !== finding.source) return false;
  const slips = slipsOf(chain);
  if (finding.slips !== null && !slips.some((slip) => finding.slips?.includes(slip))) return false;
  const timed = finding.fromS !== null || finding.untilS !== null;
  if (finding.site === null && !timed) return true;
  // Lots that came without a slip (production, opening stock, letters) were at the place, too.
  if (!timed && chain.some((lot) => siteOf(lot.account) === finding.site)) return true;
  if (madeWithin(book, finding, chain)) return true;
  return slips.some((slip) => wasThere(book, finding, slip));
}

/**
 * True if a slip's load may have been at the finding's place in its time. The hour on the slip is its signer's word: the load left between
 * that hour and the first that others know of, which is the first observation or the slip's arrival in the log; and it was on its way until
 * the last receipt. So typing an earlier hour takes nothing out of a finding, and an upload at night puts no load into it that was seen by day.
 */
function wasThere(book: Book, { site, fromS, untilS }: Predicate, index: number): boolean {
  const { from, to, eventS, loggedS, issuer } = book.need("slip", index);
  const observed = book
    .need("slipState", index)
    .observations.filter(({ what, aside }) => aside === undefined && (what === "seen" || what === "received"));
  const others = observed.filter(({ party }) => party !== issuer).map(({ atS }) => atS);
  const received = observed.filter(({ what }) => what === "received").map(({ atS }) => atS);
  const leftS = Math.max(eventS, Math.min(loggedS ?? eventS, ...others));
  const cameS = Math.max(eventS, ...received);
  const within = (sinceS: number, lastS: number) =>
    lastS >= (fromS ?? 0) && sinceS <= (untilS ?? Number.MAX_SAFE_INTEGER);
  const leftThen = (site === null || site === from) && within(eventS, leftS);
  return leftThen || (site !== null && site === to && within(eventS, cameS));
}

/** True if a lot of the chain came about at the finding's place and time other than under a slip: dug, crushed, mixed, attested, declared. */
function madeWithin(book: Book, { site, fromS, untilS }: Predicate, chain: readonly Lot[]): boolean {
  return chain.some((lot, i) => {
    const parent = chain[i + 1];
    const carried = slipOf(lot.account) !== undefined || (parent !== undefined && slipOf(parent.account) !== undefined);
    if (carried || (site !== null && siteOf(lot.account) !== site)) return false;
    const made = book.get("made", lot.leaf);
    if (!made) return false;
    return made.fromS <= (untilS ?? Number.MAX_SAFE_INTEGER) && (made.untilS ?? made.fromS) >= (fromS ?? 0);
  });
}

export const FINDING_ROWS = {
  "finding.record": { nature: "right", alone: "ends", signers: INSPECTORS, apply: recordFinding },
} satisfies Rows;
