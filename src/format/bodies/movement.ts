// Bodies of entries that move kilograms or observe them moving (design section 4).
import { bytes, bytesUpTo, choice, integer, list, maybe, named, type Of, record, text } from "../shape.ts";
import { material, measure } from "./codes.ts";
import {
  bulkKg,
  day,
  densityKgM3,
  index,
  loadKg,
  permille,
  quantityMilli,
  readings,
  reason,
  seconds,
} from "./common.ts";

/**
 * One load leaving one place. Every reference is a log index, so that the entry fits a QR code: with its envelope at most
 * 204 bytes, of which the payload takes at most 119 (docs/format.md has the budget and a worst case as a vector).
 */
export const slipIssue = record({
  /** route.set: fixes sender, destination and expiry. */
  route: [1, index],
  vehicle: [2, index],
  material: [3, maybe(material)],
  massKg: [4, loadKg],
  measure: [5, measure],
  readings: [6, maybe(readings)],
  /** source.grant: a slip from a mine names its source. */
  source: [7, maybe(index)],
  /** Contract package, where the destination is a project. */
  package: [8, maybe(integer(1, 1000))],
  /** recipe.set of a mixed product; its minerals are what the book moves. */
  product: [9, maybe(index)],
  quantityMilli: [10, maybe(quantityMilli)],
  /** Holder whose stock leaves a shared yard; absent: the yard's own party. */
  holder: [11, maybe(index)],
  /** Slip book and serial in it. */
  book: [12, maybe(list(index, 2, 2))],
  moisturePermille: [13, maybe(permille)],
  densityKgM3: [14, maybe(densityKgM3)],
  bandPermille: [15, maybe(permille)],
});
export type SlipIssue = Of<typeof slipIssue>;

export const slipVoid = record({ slip: [1, index], reason: [2, reason] });

/** How an observer names a slip: by index, by the slip's own bytes (no receipt at hand), or by the typed code. Exactly one. */
export const slipReference = named(
  "slip-reference",
  record({
    index: [1, maybe(index)],
    entry: [2, maybe(bytesUpTo(80, 400))],
    code: [3, maybe(text(8, 24))],
  }),
);
export type SlipReference = Of<typeof slipReference>;

export const passageRecord = record({
  slip: [1, slipReference],
  /** Checkpoint (site of type 9). */
  site: [2, index],
  /** 1 out, away from the source; 2 back. */
  direction: [3, choice({ 1: "outbound", 2: "inbound" })],
  seenS: [4, seconds],
  /** What the screen said: 1 green, 2 amber, 3 red, 4 grey. */
  verdict: [5, choice({ 1: "green", 2: "amber", 3: "red", 4: "grey" })],
  /** 1 when the plate on the vehicle is the plate on the slip. */
  plateMatches: [6, maybe(integer(0, 1))],
  massKg: [7, maybe(loadKg)],
  note: [8, maybe(text(1, 300))],
});

export const loadReceive = record({
  slip: [1, slipReference],
  /** Where it is received: a site or a project. */
  at: [2, index],
  part: [3, integer(1, 200)],
  /** 1: nothing more of this slip will come; the rest is lost. */
  final: [4, integer(0, 1)],
  massKg: [5, loadKg],
  measure: [6, measure],
  readings: [7, maybe(readings)],
  package: [8, maybe(integer(1, 1000))],
  quantityMilli: [9, maybe(quantityMilli)],
  holder: [10, maybe(index)],
  moisturePermille: [11, maybe(permille)],
  densityKgM3: [12, maybe(densityKgM3)],
  bandPermille: [13, maybe(permille)],
});

export const extractRecord = record({
  source: [1, index],
  site: [2, index],
  material: [3, material],
  day: [4, day],
  massKg: [5, bulkKg],
  measure: [6, measure],
});

export const portion = named("portion", record({ material: [1, material], massKg: [2, loadKg] }));

/** A crusher's run or a plant's ticket: inputs leave stock, outputs embody them, the rest is lost. */
export const batchProcess = record({
  site: [1, index],
  inputs: [2, list(portion, 1, 12)],
  /** Crusher: minerals with new labels. */
  outputs: [3, maybe(list(portion, 1, 12))],
  /** Plant: the product and how much of it. */
  product: [4, maybe(index)],
  quantityMilli: [5, maybe(quantityMilli)],
  holder: [6, maybe(index)],
});

export const attachment = bytes(32);
