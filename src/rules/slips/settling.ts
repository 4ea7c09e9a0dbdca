// Receipts that moved nothing because something contradicted them, and that nothing contradicts any more: the refusal that explains them has come, or
// what they disagreed with was corrected or set aside. They count now, as if they had come to the log last.
import type { Book } from "../book/book.ts";
import { mapLoading } from "../book/memory.ts";
import type { Observation } from "../book/observations.ts";
import { checkReadings, checkScale } from "../weighing/scales.ts";
import { observerOf } from "./arrival.ts";
import { judgementOf } from "./observing.ts";
import { fitsSlip, receivePart, weighingOf } from "./receive.ts";
import { isCarrying } from "./slip-life.ts";

/** Runs after every entry, over the slips that it changed. */
export function settleReceipts(book: Book): void {
  const changed = book.changes.facts.flatMap(({ key }) =>
    key.startsWith("slipState/") ? [Number(key.slice("slipState/".length))] : [],
  );
  mapLoading([...new Set(changed)], (slip) => settleSlip(book, slip));
}

function settleSlip(book: Book, index: number): void {
  const state = book.need("slipState", index);
  if (!isCarrying(state.status)) return;
  const open = state.observations.filter(
    (each) =>
      each.what === "received" && each.aside === undefined && !each.moved && !state.parts.includes(each.part ?? 1),
  );
  if (open.length === 0) return;
  const { contradictions, implausible } = judgementOf(book, index, state);
  const stands = open.filter(
    (each) => !implausible.includes(each.index) && !contradictions.some((one) => one.index === each.index),
  );
  for (const receipt of stands.sort((a, b) => a.atS - b.atS || a.index - b.index)) settle(book, index, receipt);
}

function settle(book: Book, index: number, receipt: Observation): void {
  const fact = book.get("held", receipt.index);
  if (!fact || fact.kind === "load.refuse") return;
  const { body, kind } = fact;
  const slip = book.need("slip", index);
  const observer = observerOf(book, { index: receipt.index, seenS: receipt.atS, party: receipt.party }, fact);
  const unweighed = checkReadings(body) ?? checkScale(observer, body, weighingOf(observer, body, slip, index));
  if (unweighed || !fitsSlip(observer, body, slip, book.need("slipState", index))) return;
  receivePart(observer, index, body, slip, receipt, kind);
}
