// Bodies of entries that move kilograms or observe them moving (docs/design.md, The book).
import { bytes, bytesUpTo, integer, list, maybe, named, type Of, record, text } from "../shape.ts";
import { colour, direction, material, measure } from "./code-shapes.ts";
import {
  bulkKg,
  day,
  densityKgM3,
  document,
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
  /** scale.register: which scale weighed it. */
  scale: [16, maybe(index)],
  /** weighing.record: the scale's own signed reading that it rests on; it names the scale. */
  weighing: [17, maybe(index)],
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
  direction: [3, direction],
  seenS: [4, seconds],
  /** The colour on the screen. */
  verdict: [5, colour],
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
  scale: [14, maybe(index)],
  weighing: [15, maybe(index)],
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

/** The right to issue up to `serials` slips offline, within kilograms and hours; at most 72 h, never across 31 December. */
export const bookGrant = record({
  source: [1, index],
  site: [2, index],
  material: [3, material],
  kid: [4, bytes(8)],
  serials: [5, integer(1, 500)],
  massKg: [6, bulkKg],
  untilS: [7, seconds],
});

/** Accounts for every serial of a book: those not named were used. */
export const bookClose = record({
  book: [1, index],
  spoilt: [2, list(integer(1, 500), 0, 500)],
  unknown: [3, list(integer(1, 500), 0, 500)],
  reason: [4, maybe(reason)],
});

/** Takes back a slip that was seen on the road; takes effect when the authority countersigns. */
export const slipReverse = record({ slip: [1, index], reason: [2, reason] });

/** The authority's word on a slip that came too late to be believed by itself. */
export const slipRule = record({
  slip: [1, index],
  /** 1: it counts, at its own hour; 0: it does not. */
  counts: [2, integer(0, 1)],
  document: [3, document],
  reason: [4, reason],
});

/** More time, another vehicle, or another destination for a slip on its way; takes effect when the receiver countersigns. */
export const slipAmend = record({
  slip: [1, index],
  extendMinutes: [2, maybe(integer(1, 4320))],
  vehicle: [3, maybe(index)],
  route: [4, maybe(index)],
  package: [5, maybe(integer(1, 1000))],
  reason: [6, reason],
});

/** The receiver turns a load away; its kilograms stay on the road until the sender receives them back. */
export const loadRefuse = record({
  slip: [1, slipReference],
  at: [2, index],
  package: [3, maybe(integer(1, 1000))],
  reason: [4, reason],
});

/** What was counted at a place. Less than the book is lost; more is only noticed. */
export const stockCount = record({
  site: [1, index],
  material: [2, material],
  massKg: [3, bulkKg],
  measure: [4, measure],
  holder: [5, maybe(index)],
  source: [6, maybe(index)],
  bandPermille: [7, maybe(permille)],
});

/** A survey of a source's or a place's volume: an independent look, compared with the book and never averaged into it. */
export const surveyRecord = record({
  subject: [1, index],
  material: [2, material],
  massKg: [3, bulkKg],
  bandPermille: [4, permille],
  readings: [5, maybe(readings)],
  document: [6, text(1, 300)],
});

/** A holder lets the keeper of a place send, sell and process its stock there: so much of one material or product, until a day. */
export const stockEntrust = record({
  site: [1, index],
  material: [2, maybe(material)],
  product: [3, maybe(index)],
  /** 0 ends the order. */
  massKg: [4, bulkKg],
  until: [5, day],
});

/** Sold to private buyers, retail or outside public works. */
export const saleDeclare = record({
  site: [1, index],
  material: [2, material],
  massKg: [3, bulkKg],
  day: [4, day],
  holder: [5, maybe(index)],
  source: [6, maybe(index)],
  document: [7, maybe(text(1, 300))],
});
