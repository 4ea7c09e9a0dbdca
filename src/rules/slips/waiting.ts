// Observations by typed code whose slip the log does not have yet: a checkpoint or a receiver without a camera types what is printed
// under the QR of an offline slip. They are kept, bound the slip's hour, and count when it comes; a code that never gets its slip
// is a signal against whoever typed it.
import type { SlipReference } from "../../format/bodies/movement.ts";
import { type Problem, problem } from "../../words/problem.ts";
import { ok, type Result, refused } from "../../words/result.ts";
import { type Context, type Disagreement, disagrees, partyOf } from "../acts/context.ts";
import type { Book } from "../book/book.ts";
import type { Due } from "../book/memory.ts";
import type { Observation } from "../book/observations.ts";
import type { HeldFact, WaitingFact } from "../book/waiting-facts.ts";
import { dayOf } from "../numbers/time.ts";
import { uncountedOf, voiceOf } from "./observing.ts";
import { findSlip, unruledCode } from "./reference.ts";

/**
 * Sightings, and receipts with refusals, that wait for one code, of one device or party and in all: loads are not split further, and codes are
 * cheap to make up. What finds no room contests the slip when it comes, as with a slip that is there (observing.ts).
 */
const MOST = { ofOne: 8, inAll: 32 };
/** The place of what is no longer known to be anywhere. */
const NOWHERE = 0;
/**
 * Codes that one key may have typed and whose slips the log does not have: a busy post without a network types 200 a day and may be without for three
 * days; codes that never got a slip add up over the years. Whoever makes codes up costs no more than that.
 */
const MOST_TYPED = { open: 1000, lost: 5000 };
/** Lost codes of one key that the authority is told of one by one on one day; then a person looks at the device. */
const MOST_TOLD = 20;
/** A carried slip is refused after this; one out of a book may still come, and still finds what waits for it. */
const PATIENCE_MS = 72 * 3_600_000;

/** The observations that wait for a code; the first one starts the time in which the slip has to come, and is refused room to a key that typed too many. */
export function awaited(context: Context, code: string): Result<WaitingFact> {
  const { book, receivedMs, signer } = context;
  const known = book.get("waiting", code);
  if (known) return ok(known);
  const key = signer.key.index;
  const empty = { sightings: [], held: [], first: { party: partyOf(context), key, receivedMs } };
  if (book.get("code", code)) {
    // The slip is there and waits for a ruling.
    book.enlist("waiting", code);
    return ok(empty);
  }
  const typed = book.get("typedCodes", key) ?? { open: 0, lost: 0, day: 0, told: 0 };
  if (typed.open >= MOST_TYPED.open || typed.lost >= MOST_TYPED.lost)
    return refused(problem("codes-crowded", { count: typed.open + typed.lost }));
  book.put("typedCodes", key, { ...typed, open: typed.open + 1 });
  book.enlist("waiting", code);
  book.due(receivedMs + PATIENCE_MS, `awaited/${code}`);
  return ok(empty);
}

/** The slip of a typed code has come. */
export function codeCame(book: Book, { first, lost }: WaitingFact): void {
  const typed = book.need("typedCodes", first.key);
  book.put("typedCodes", first.key, lost ? { ...typed, lost: typed.lost - 1 } : { ...typed, open: typed.open - 1 });
}

/** Keeps a sighting beside its code; answers that it waits, or that there is no room. */
export function awaitSlip(context: Context, code: string, sighting: Observation): Problem {
  const { book } = context;
  const found = awaited(context, code);
  if (!found.ok) return found.problem;
  const waiting = found.value;
  const { sightings } = waiting;
  const crowded = problem("slip-crowded", { code, count: sightings.length });
  if (sightings.filter((each) => voiceOf(each) === voiceOf(sighting)).length >= MOST.ofOne) return crowded;
  if (sightings.length >= MOST.inAll) {
    noteUncounted(book, code, waiting, sighting);
    return crowded;
  }
  book.put("waiting", code, { ...waiting, sightings: [...sightings, sighting] });
  return problem("slip-awaited", { code });
}

/** Writes down that something found no room beside a code. */
function noteUncounted(book: Book, code: string, waiting: WaitingFact, unkept: Observation): void {
  const { sightings } = waiting;
  if (sightings.some((each) => each.what === "uncounted")) return;
  book.put("waiting", code, { ...waiting, sightings: [...sightings, uncountedOf(unkept)] });
}

/**
 * The slip that a receipt, its correction or a refusal is about. Where the log does not have it yet, or the authority has still to rule on it,
 * the observation is held until then, and the answer says so.
 */
export function slipOrHold(
  context: Context,
  reference: SlipReference,
  what: WithoutKey<HeldFact>,
): { readonly index: number } | Disagreement {
  const { book } = context;
  const found = findSlip(book, reference);
  if (!found) return disagrees("not-found", { what: "slip", index: reference.index ?? 0 });
  if ("code" in found) return hold(context, found.code, what, problem("slip-awaited", { code: found.code }));
  const unruled = unruledCode(book, found.index);
  if (unruled === undefined) return found;
  return hold(context, unruled, what, problem("slip-unruled", { index: found.index }));
}

/** Keeps an observation beside its code, as long as there is room. */
function hold(context: Context, code: string, what: WithoutKey<HeldFact>, why: Problem): Disagreement {
  const { book, index, eventS, signer } = context;
  const found = awaited(context, code);
  if (!found.ok) return { disagrees: found.problem };
  const waiting = found.value;
  const party = partyOf(context);
  const own = waiting.held.filter((each) => each.party === party).length;
  const crowded = { disagrees: problem("slip-crowded", { code, count: waiting.held.length }) };
  if (own >= MOST.ofOne) return crowded;
  if (waiting.held.length >= MOST.inAll) {
    noteUncounted(book, code, waiting, { index, what: "uncounted", party, place: NOWHERE, atS: eventS });
    return crowded;
  }
  book.put("waiting", code, { ...waiting, held: [...waiting.held, { index, seenS: eventS, party }] });
  book.put("held", index, { kid: signer.kid, ...what });
  return { disagrees: why };
}

type WithoutKey<T> = T extends unknown ? Omit<T, "kid"> : never;

/** The first sighting of a code by a checkpoint, or by a receiver other than the slip's own party; infinity where nobody has seen it. */
export function firstSeen(book: Book, code: string, party: number | null): number {
  const waiting = book.get("waiting", code);
  const seen = (waiting?.sightings ?? [])
    .filter((each) => each.what === "seen" && each.aside === undefined)
    .map((each) => each.atS);
  const received = (waiting?.held ?? []).filter((each) => each.party !== party).map((each) => each.seenS);
  return [...seen, ...received].reduce((least, atS) => Math.min(least, atS), Infinity);
}

/** True if a party other than this one has observed a code before a leaf. */
export function observedBefore(book: Book, code: string, party: number | null, leaf: number): boolean {
  const waiting = book.get("waiting", code);
  return [...(waiting?.sightings ?? []), ...(waiting?.held ?? [])].some(
    (each) => each.index < leaf && each.party !== party,
  );
}

/** The time of a code is over: where no slip has come, whoever typed it has to say what they saw. */
export function giveUpCode(book: Book, due: Due): void {
  const code = due.key.slice("awaited/".length);
  if (book.get("code", code)) return;
  const waiting = book.need("waiting", code);
  const { key } = waiting.first;
  const typed = book.need("typedCodes", key);
  const day = dayOf(Math.floor(due.atMs / 1000));
  const told = typed.day === day ? typed.told : 0;
  const lost = typed.lost + 1;
  if (told < MOST_TOLD)
    for (const { index, party } of [...waiting.sightings, ...waiting.held])
      book.signal("slip-never-came", `entry/${index}`, { party, codes: lost });
  book.put("typedCodes", key, { open: typed.open - 1, lost, day, told: told + 1 });
  book.put("waiting", code, { ...waiting, lost: 1 });
}
