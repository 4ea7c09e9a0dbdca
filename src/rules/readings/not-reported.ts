// Checkpoints that may still contradict what a payment rests on: a device that was offline brings its observations later. The officer is told
// which checkpoints on the way of a dossier's loads have reported nothing since; whether to wait is the officer's decision.
import { rulesAt } from "../acts/context.ts";
import { slipOf } from "../book/accounts.ts";
import type { Book } from "../book/book.ts";
import { type Lot, mapLoading } from "../book/memory.ts";
import { DAY_S, dayOf, minuteOf } from "../numbers/time.ts";
import { ancestry } from "../origins/trace.ts";

/** A checkpoint that has reported nothing since `loads` of a dossier could have passed it; `sinceS` is the first of those loads' arrivals. */
export type NotReported = { readonly place: number; readonly loads: number; readonly sinceS: number };

const LAST_HOUR = 23;

/**
 * The checkpoints of the routes behind these lots that have recorded nothing since a load arrived, in the order of their entries. After
 * `lateMinutes` of the rule set an observation waits for a ruling, so that older loads are left out. Cost: one look a checkpoint and day.
 */
export function notReported(book: Book, lots: readonly Lot[], nowS: number): NotReported[] {
  const ways = mapLoading(lots, (lot) => ancestry(book, lot).map((each) => slipOf(each.account)));
  const slips = [...new Set(ways.flat())].filter((slip) => slip !== undefined);
  const silent = new Map<number, NotReported>();
  const arrivals = mapLoading(slips, (slip) => arrivalOf(book, slip)).filter(({ atS, lateS }) => atS + lateS >= nowS);
  const reports = mapLoading(arrivals, ({ atS, checkpoints }) =>
    checkpoints.map((place) => ({ place, atS, reported: hasReported(book, place, atS, nowS) })),
  );
  for (const { place, atS, reported } of reports.flat()) {
    if (reported) continue;
    const before = silent.get(place) ?? { place, loads: 0, sinceS: atS };
    silent.set(place, { place, loads: before.loads + 1, sinceS: Math.min(before.sinceS, atS) });
  }
  return [...silent.values()].sort((a, b) => a.place - b.place);
}

function arrivalOf(book: Book, index: number) {
  const slip = book.need("slip", index);
  const { finalS } = book.need("slipState", index);
  const { tolerances } = rulesAt(book.need("rules", 0), slip.eventS).set;
  const { checkpoints } = book.need("route", slip.route);
  return { atS: finalS ?? slip.eventS, lateS: tolerances.lateMinutes * 60, checkpoints };
}

/** True if a checkpoint has recorded anything at this hour or later. */
function hasReported(book: Book, checkpoint: number, fromS: number, nowS: number): boolean {
  for (let atS = fromS; dayOf(atS) <= dayOf(nowS); atS += DAY_S) {
    const hours = book.get("atWork", `${checkpoint}/${dayOf(atS)}`)?.hours ?? 0;
    const first = atS === fromS ? Math.floor(minuteOf(fromS) / 60) : 0;
    for (let hour = first; hour <= LAST_HOUR; hour++) if (hours & (1 << hour)) return true;
  }
  return false;
}
