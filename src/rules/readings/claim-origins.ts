// The ways of a claim's kilograms as a court bundle states them: from the contract package back to their source, and what contradicts them.
import type { Origin } from "../../format/bundle.ts";
import { slipOf } from "../book/accounts.ts";
import type { Book, Taking } from "../book/book.ts";
import { mapLoading } from "../book/memory.ts";
import { originOf } from "../origins/origin.ts";
import { ancestry, contradictionOf } from "../origins/trace.ts";
import type { ClaimResult } from "../payment/figures.ts";
import { judgementOf } from "../slips/observing.ts";

/** `handedOver`: contested slips whose load went over to another vehicle, or to another place. */
export type Origins = {
  readonly origins: Origin[];
  readonly lots: number[];
  readonly around: readonly number[];
  readonly handedOver: readonly number[];
};

/** The ways of a claim's kilograms, and around them whatever was observed of contested slips or ruled on late ones. */
export function originsOf(book: Book, result: ClaimResult): Origins {
  const around = new Set<number>();
  const handedOver = new Set<number>();
  const draws = result.lines.flatMap((each, line) => each.draws.map((draw) => ({ line, draw })));
  const takings = draws.flatMap(({ line, draw: { material, clean, contested } }) => [
    ...clean.map((taking) => ({ line, material, taking, isClean: true })),
    ...contested.map((taking) => ({ line, material, taking, isClean: false })),
  ]);
  const origins = mapLoading(takings, ({ line, material, taking, isClean }): Origin => {
    for (const lot of ancestry(book, taking.lot)) {
      const slip = slipOf(lot.account);
      if (slip !== undefined && lot.leaf > slip) around.add(lot.leaf);
    }
    const origin = { line, material, kg: taking.kg, way: wayOf(book, taking) };
    const by = isClean ? undefined : contradictionOf(book, taking.lot);
    if (!by) return origin;
    around.add(by.index);
    if (by.slip !== null) {
      const state = book.need("slipState", by.slip);
      for (const each of state.observations) around.add(each.index);
      // A checkpoint saw the lorry with another slip, which its sighting may name by a typed code.
      for (const { of } of judgementOf(book, by.slip, state).contradictions) if (of !== undefined) around.add(of);
      if (book.need("slip", by.slip).former) handedOver.add(by.slip);
    }
    return { ...origin, contested: by.index };
  });
  return {
    origins,
    lots: takings.map(({ taking }) => taking.lot.id),
    around: [...around],
    handedOver: [...handedOver],
  };
}

/** The leaves of a way back to the source. The day book of a mine is no step: its stock and its ground are one source. */
export function wayOf(book: Book, taking: Taking): number[] {
  const way: number[] = [];
  for (let steps = originOf(book, [taking]); steps.length > 0; steps = [...steps[0]!.from])
    if (steps[0]!.what !== "extract") addStep(way, steps[0]!.leaf);
  return way;
}

/** Adds a step; kilograms that went round and came by it again came by it once. */
function addStep(way: number[], leaf: number): void {
  const before = way.indexOf(leaf);
  if (before >= 0) way.length = before;
  way.push(leaf);
}
