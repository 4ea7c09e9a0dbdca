// Places and the road between them: how fast a place loads and unloads, loads for a place that may not work, and loads that no checkpoint of
// their route has ever seen although it was at work. Each is a signal, raised once for what belongs together; nothing moves.
import { OBLIGATION_STATE, STATUS } from "../../format/codes.ts";
import { problem } from "../../words/problem.ts";
import type { Subject } from "../../words/signals.ts";
import { type CheckResult, type Observer, rulesAt } from "../acts/context.ts";
import type { Book } from "../book/book.ts";
import type { SiteFact, SlipFact } from "../book/facts.ts";
import { dayOf, minuteOf } from "../numbers/time.ts";

const HOUR_S = 3600;
/** Within one minute a place may handle this share of an hour's loads, and always so many: notes are typed together. */
const MINUTE = { share: 6, least: 5 };

function subjectOf(book: Book, place: number): Subject {
  return book.get("site", place) ? `site/${place}` : `entry/${place}`;
}

/** Counts a load that a place sends or receives; told once for each hour where it is more than the place can handle. */
export function countLoad(
  { book, eventS, rules }: Pick<Observer, "book" | "eventS" | "rules">,
  place: number,
  way: "in" | "out",
) {
  const hour = Math.floor(eventS / HOUR_S);
  const minute = Math.floor((eventS % HOUR_S) / 60);
  const id = `${place}/${way}/${hour}`;
  const before = book.get("hourLoads", id) ?? { loads: 0, minute, within: 0 };
  const counted = {
    ...before,
    loads: before.loads + 1,
    minute,
    within: before.minute === minute ? before.within + 1 : 1,
  };
  const { hourLoads: limit } = rules.set.tolerances;
  const quick = counted.within > Math.max(MINUTE.least, Math.floor(limit / MINUTE.share));
  const tells = !counted.told && (counted.loads > limit || quick);
  book.put("hourLoads", id, tells ? { ...counted, told: 1 } : counted);
  if (!tells) return;
  const figures = { hour_s: hour * HOUR_S, loads: counted.loads, within: counted.within, limit };
  book.signal(way === "in" ? "received-too-fast" : "sent-too-fast", subjectOf(book, place), figures);
}

/** Nothing is sent to a place that has been closed; a slip signed with no network is kept, and the authority told. */
export function checkOpen(place: SiteFact, eventS: number): CheckResult {
  const { status, index, sinceS } = place.standing;
  if (status === STATUS.active || eventS < (sinceS ?? 0)) return undefined;
  return problem("source-inactive", { source: place.name, status, index });
}

/** Tells of a load that is sent to or received by a place that has been closed, or one of whose obligations is over. */
export function noticeIdle({ book, eventS }: Pick<Observer, "book" | "eventS">, place: number, slip: number): void {
  const site = book.get("site", place);
  if (!site) return;
  const today = dayOf(eventS);
  const lapsed = Object.values(book.get("obligations", place) ?? {}).some(
    ({ state, until }) => state === OBLIGATION_STATE.lapsed || (until !== null && until < today),
  );
  if (lapsed || checkOpen(site, eventS)) book.signal("place-may-not-work", `slip/${slip}`, { place });
}

/** Remembers that a checkpoint was at work in an hour. */
export function noteAtWork(book: Book, checkpoint: number, atS: number): void {
  const id = `${checkpoint}/${dayOf(atS)}`;
  const before = book.get("atWork", id)?.hours ?? 0;
  const hours = before | (1 << Math.floor(minuteOf(atS) / 60));
  if (hours !== before) book.put("atWork", id, { hours });
}

function wasAtWork(book: Book, checkpoint: number, fromS: number, untilS: number): boolean {
  // A route is hours long; of a barge's days on the way the first and the last are looked at.
  const days = [...new Set([dayOf(fromS), dayOf(untilS)])];
  return days.some((day) => {
    const hours = book.get("atWork", `${checkpoint}/${day}`)?.hours ?? 0;
    const first = day === dayOf(fromS) ? Math.floor(minuteOf(fromS) / 60) : 0;
    const last = day === dayOf(untilS) ? Math.floor(minuteOf(untilS) / 60) : 23;
    for (let hour = first; hour <= last; hour++) if (hours & (1 << hour)) return true;
    return false;
  });
}

/**
 * A load has come whole. Where a checkpoint of its route was at work meanwhile and saw nothing of it, it counts for its route and for its vehicle; where
 * it was seen, the count begins anew. So many running that nobody saw are told once.
 */
export function countUnseen(book: Book, index: number): void {
  const slip = book.need("slip", index);
  const { checkpoints } = book.need("route", slip.route);
  if (checkpoints.length === 0) return;
  const { observations, finalS } = book.need("slipState", index);
  const seen = observations.some((each) => each.what === "seen" && checkpoints.includes(each.place));
  if (seen) seenAgain(book, slip);
  if (seen || !checkpoints.some((each) => wasAtWork(book, each, slip.eventS, finalS ?? slip.eventS))) return;
  const { unseenLoads } = rulesAt(book.need("rules", 0), slip.eventS).set.tolerances;
  if (unseenOf(book, slip.route, unseenLoads))
    book.signal("never-seen", `entry/${slip.route}`, { place: slip.from, destination: slip.to, loads: unseenLoads });
  if (unseenOf(book, slip.vehicle, unseenLoads))
    book.signal("vehicle-never-seen", `entry/${slip.vehicle}`, { slip: index, loads: unseenLoads });
}

/** Counts one more unseen load of a route or vehicle; true where that is so many running, and the count begins anew. */
function unseenOf(book: Book, what: number, limit: number): boolean {
  const loads = (book.get("unseen", what)?.loads ?? 0) + 1;
  book.put("unseen", what, { loads: loads >= limit ? 0 : loads });
  return loads >= limit;
}

/** A checkpoint has seen a load of this route on this vehicle. */
export function seenAgain(book: Book, { route, vehicle }: Pick<SlipFact, "route" | "vehicle">): void {
  for (const each of [route, vehicle])
    if ((book.get("unseen", each)?.loads ?? 0) > 0) book.put("unseen", each, { loads: 0 });
}
