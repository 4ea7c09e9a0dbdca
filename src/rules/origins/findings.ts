// Findings: an authority's predicate over origins. Nothing moves; every lot whose origin fits is contradicted, wherever it is or
// goes, and lifting the finding leaves everything exactly as if it had never been.

import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { type CheckResult, type Context, notFound } from "../acts/context.ts";
import { INSPECTORS, type Rows } from "../acts/row.ts";
import { siteOf, slipOf } from "../book/accounts.ts";
import type { Book } from "../book/book.ts";
import type { FindingFact } from "../book/facts.ts";
import type { Lot } from "../book/memory.ts";

function recordFinding({ book, index }: Context, body: Body<"finding.record">): CheckResult {
  const { source, slips, site } = body;
  if (source === undefined && slips === undefined && site === undefined) {
    return problem("bad-body", { path: "body", expected: "source-slips-or-place" });
  }
  if (source !== undefined && !book.get("source", source)) return notFound("source", source);
  if (site !== undefined && !book.get("site", site)) return notFound("place", site);
  for (const slip of slips ?? []) if (!book.get("slip", slip)) return notFound("slip", slip);
  putFinding(book, findingOf(index, body));
  book.enlist("findings", index);
  return undefined;
}

/** The predicate that an entry states, whether or not it is in force. */
export function findingOf(index: number, body: Body<"finding.record">): FindingFact {
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

/** Puts a predicate in force. */
export function putFinding(book: Book, finding: FindingFact): void {
  book.put("findings", 0, { active: [...(book.get("findings", 0)?.active ?? []), finding] });
}

/** Takes a predicate out of force. */
export function dropFinding(book: Book, finding: number): void {
  const active = book.get("findings", 0)?.active ?? [];
  book.put("findings", 0, { active: active.filter((each) => each.index !== finding) });
}

/** True if a finding is in force. */
export function stands(book: Book, finding: number): boolean {
  return (book.get("findings", 0)?.active ?? []).some((each) => each.index === finding);
}

/** The finding that a lot's origin fits, given the lot and its ancestors. */
export function findingOn(book: Book, chain: readonly Lot[]): FindingFact | undefined {
  const active = book.get("findings", 0)?.active ?? [];
  return active.find((finding) => fits(book, finding, chain));
}

/** True if a lot's origin fits a finding, given the lot and its ancestors. */
export function fits(book: Book, finding: FindingFact, chain: readonly Lot[]): boolean {
  if (finding.source !== null && chain[0]?.source !== finding.source) return false;
  const slips = chain.map((lot) => slipOf(lot.account)).filter((slip) => slip !== undefined);
  if (finding.slips !== null && !slips.some((slip) => finding.slips?.includes(slip))) return false;
  const timed = finding.fromS !== null || finding.untilS !== null;
  if (finding.site === null && !timed) return true;
  // Lots that came without a slip (production, opening stock, letters) were at the place, too.
  if (!timed && chain.some((lot) => siteOf(lot.account) === finding.site)) return true;
  if (madeWithin(book, finding, chain)) return true;
  return slips.some((slip) => {
    const { from, to, eventS } = book.need("slip", slip);
    const there = finding.site === null || from === finding.site || to === finding.site;
    return there && eventS >= (finding.fromS ?? 0) && eventS <= (finding.untilS ?? Number.MAX_SAFE_INTEGER);
  });
}

/** True if a lot of the chain came about at the finding's place and time other than under a slip: dug, crushed, mixed, attested, declared. */
function madeWithin(book: Book, { site, fromS, untilS }: FindingFact, chain: readonly Lot[]): boolean {
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
  "finding.record": { nature: "right", signers: INSPECTORS, apply: recordFinding },
} satisfies Rows;
