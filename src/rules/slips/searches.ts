// Searches on the road that found no slip. The statement is kept with where, when, the plate and the size of the log that was searched. A slip
// of that vehicle which comes to the log later and claims an earlier hour is judged against it.
import { ROLE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { type Problem, problem } from "../../words/problem.ts";
import { type Context, disagrees, partyOf, type RuleResult, rulesAt } from "../acts/context.ts";
import type { Rows } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import type { Search } from "../book/facts.ts";
import { DAY_S } from "../numbers/time.ts";
import { alikeOf } from "../registry/once.ts";
import { observe } from "./observing.ts";
import { isOnRoad } from "./slip-life.ts";
import { checkPost, withLatest } from "./stops.ts";
import { idOf, slipsHad, tookOverS } from "./trips.ts";

function recordSearch(context: Context, body: Body<"search.record">): RuleResult {
  const { book, index, eventS, signer } = context;
  const elsewhere = checkPost(context, body.site);
  if (elsewhere) return elsewhere;
  const atS = Math.min(body.searchedS, eventS);
  if (!wasSize(context, body.size, atS)) return problem("bad-terms", { expected: "size-of-log-then" });
  const vehicles = vehiclesOf(book, body.plate);
  const slips = vehicles.flatMap((vehicle) => slipsAround(book, vehicle, atS));
  const there = slips.find((slip) => slip < body.size && wasOnItsWay(book, slip, atS));
  if (there !== undefined) return disagrees("slip-was-there", { index: there });
  const search: Search = { index, place: body.site, party: partyOf(context), key: signer.key.index, atS };
  for (const vehicle of vehicles) {
    const before = book.get("searches", vehicle)?.searches ?? [];
    book.put("searches", vehicle, { searches: withLatest(before, search) });
  }
  const against = slips.filter((slip) => slip >= body.size).map((slip) => bear(context, slip, search));
  const first = against.find((each) => each !== undefined);
  return first && { disagrees: first };
}

/** True if the log can have had this many entries at an hour: whoever searched an older log would find fewer slips than there were. */
function wasSize({ book, index, receivedMs, rules }: Context, size: number, atS: number): boolean {
  if (size < 1 || size > index) return false;
  const clockMs = rules.set.tolerances.clockMinutes * 60_000;
  const last = book.memory.head(size);
  // A head of this same moment is not known by anyone yet.
  if (!last || last.receivedMs >= receivedMs || last.receivedMs > atS * 1000 + clockMs) return false;
  const next = size < index ? book.memory.head(size + 1) : undefined;
  return !next || next.receivedMs + clockMs >= atS * 1000;
}

/** The registered vehicles with a plate, as it may be spelt on the road and on the water. */
export function vehiclesOf(book: Book, plate: string): number[] {
  const found = ["road", "water"].flatMap((where) => alikeOf(book, "plate", [plate, where]));
  return found.filter(({ likeness }) => likeness === "equal").map(({ index }) => index);
}

/** The slips of a vehicle that may be on their way at an hour: no way takes longer than a day. */
function slipsAround(book: Book, vehicle: number, atS: number): number[] {
  const days = [idOf(vehicle, atS - DAY_S), idOf(vehicle, atS)];
  return slipsHad(book, days).filter((slip) => isAround(book, vehicle, slip, atS));
}

/** The slips of a vehicle that are good for the road at this moment. */
export function slipsOnWay(book: Book, vehicle: number, nowS: number): number[] {
  return slipsAround(book, vehicle, nowS).filter((slip) => isOnRoad(book.need("slipState", slip).status));
}

/** True if a vehicle may have been under way with a slip at an hour: within its time, and while the load was not yet or no longer another's. */
function isAround(book: Book, vehicle: number, index: number, atS: number): boolean {
  const slip = book.need("slip", index);
  if (vehicle === slip.vehicle) return tookOverS(slip) <= atS && atS <= slip.expiresS;
  const last = (slip.former ?? []).findLast((one) => one.vehicle === vehicle);
  return last !== undefined && slip.eventS <= atS && atS < last.untilS;
}

/** True if a slip was good for the road at an hour within its time: it still is, or it was received or taken back only later. */
function wasOnItsWay(book: Book, index: number, atS: number): boolean {
  const { status, observations, voided } = book.need("slipState", index);
  if (isOnRoad(status) || status === "stray") return true;
  if (status !== "received" || voided) return false;
  return observations.every((each) => each.what !== "received" || each.atS > atS);
}

/** Keeps with a slip that has moved its load the searches that did not find it; answers what it disagrees with. */
export function bearSearches(context: Context, index: number): Problem | undefined {
  const { book } = context;
  const { vehicle } = book.need("slip", index);
  const searches = book.get("searches", vehicle)?.searches ?? [];
  const missed = searches.filter(({ atS }) => isAround(book, vehicle, index, atS));
  return missed.map((search) => bear(context, index, search)).find((each) => each !== undefined);
}

/** Within the error of two clocks, and where a slip was signed off line, the search is only shown: its paper may have been on the lorry. */
function bear(context: Context, index: number, search: Search): Problem | undefined {
  const { book } = context;
  const slip = book.need("slip", index);
  const { tolerances } = rulesAt(book.need("rules", 0), slip.eventS).set;
  const { place, party, atS } = search;
  if (slip.offline || slip.eventS + tolerances.clockMinutes * 60 > atS) {
    book.signal("slip-after-search", `slip/${index}`, { search: search.index, party });
    return undefined;
  }
  return observe(context, index, { index: search.index, what: "searched", party, place, atS }).against;
}

export const SEARCH_ROWS = {
  "search.record": { nature: "observation", signers: [ROLE.transportControl], apply: recordSearch },
} satisfies Rows;
