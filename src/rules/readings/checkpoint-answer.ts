// The answer to a checkpoint about a slip: one colour, one reason, from the book alone. A pure reading: pages and the API run it in a
// view of the ledger; a device without network runs its smaller sister over pinned keys (web/islands/shared/offline.ts).

import { hex, unhex } from "../../format/bytes.ts";
import { type COLOUR, DIRECTION, type Direction } from "../../format/codes.ts";
import { decodeEntry, type Entry, verifyEntryAtOnce } from "../../format/entry.ts";
import { readSlipCode, slipCode } from "../../format/slipcode.ts";
import type { SlipStatus } from "../../words/things.ts";
import { rulesAt } from "../acts/context.ts";
import type { Book } from "../book/book.ts";
import type { SlipFact, SlipState } from "../book/facts.ts";
import { allowanceS } from "../numbers/time.ts";
import { anotherTripS } from "../slips/load-evidence.ts";
import { observedBefore } from "../slips/waiting.ts";
import { scaleOf } from "../weighing/scales.ts";

/** A colour by its name; passage.record carries its number. */
export type Colour = keyof typeof COLOUR;

/** Reason → the colour it gives. Each is one sentence on screen (web/islands/shared/verdict-words.ts). */
export const REASON_COLOUR = {
  good: "green",
  unreadable: "amber",
  mistyped: "amber",
  "not-a-slip": "amber",
  "not-logged": "amber",
  "key-not-here": "amber",
  "key-ended": "amber",
  expired: "amber",
  "before-issue": "amber",
  "off-route": "amber",
  // A neighbouring province's slip looks like one with a made-up key: only its papers tell them apart.
  "unknown-key": "amber",
  forged: "red",
  "key-revoked": "red",
  "not-found": "red",
  "other-slip": "red",
  refused: "red",
  void: "red",
  received: "red",
  contested: "red",
  "seen-here": "red",
  "seen-on-device": "red",
  "wrong-plate": "red",
  "not-ours": "grey",
  "no-keys": "grey",
  "keys-expired": "grey",
  "needs-network": "grey",
} as const satisfies Record<string, Colour>;
export type CheckpointReason = keyof typeof REASON_COLOUR;

/** A slip as an observer reads it, names resolved. `index` is null while the log does not have it. Kilograms, Unix seconds. */
export type SlipView = {
  index: number | null;
  code: string;
  material: number | null;
  product: string | null;
  quantityMilli: number | null;
  unit: string | null;
  massKg: number;
  from: string;
  to: string;
  package: string | null;
  source: string | null;
  /** Null for whoever may not see plates. */
  plate: string | null;
  issuedS: number;
  expiresS: number;
  /** Maker's number of the scale that it names; null where it names none. */
  scale: string | null;
  /** The weighing that the scale's own key signed; null where there is only the sender's word. */
  weighing: number | null;
  status: SlipStatus | null;
};

export type Judged = {
  colour: Colour;
  reason: CheckpointReason;
  figures: Record<string, string | number>;
  slip: SlipView | null;
};

/** How a slip was presented. Text that is not of this ledger at all never comes here: it is "not-ours". */
export type Presented = { bytes: Uint8Array } | { code: string } | { index: number };

/** Where and when it is looked at; `site` and `direction` at a checkpoint, `plateMatches` once someone compared. */
export type Looking = { atS: number; site?: number; direction?: Direction; plateMatches?: boolean };

/** A judgement of this reason. */
export function judged(
  reason: CheckpointReason,
  slip: SlipView | null = null,
  figures: Judged["figures"] = {},
): Judged {
  return { colour: REASON_COLOUR[reason], reason, figures, slip };
}

/** The state of a slip against the whole book. Red before amber: what contradicts is said before what is merely late. */
export function judgeSlip(book: Book, presented: Presented, looking: Looking): Judged {
  if ("index" in presented) return judgeStored(book, presented.index, looking);
  if ("bytes" in presented) return judgeBytes(book, presented.bytes, looking);
  const code = readSlipCode(presented.code);
  if (code === undefined) return judged("mistyped");
  const slip = book.get("code", code)?.slip ?? null;
  return slip === null ? judged("not-found", null, { code }) : judgeStored(book, slip, looking);
}

function judgeBytes(book: Book, bytes: Uint8Array, looking: Looking): Judged {
  const decoded = decodeEntry(bytes);
  if ("malformed" in decoded) return judged("unreadable");
  const { entry } = decoded;
  if (entry.kind !== "slip.issue") return judged("not-a-slip");
  const kid = hex(entry.kid);
  const key = book.get("key", kid);
  if (!key) return judged("unknown-key", null, { kid });
  if (!verifyEntryAtOnce(entry, unhex(key.key), book.need("log", 0).origin)) return judged("forged");
  const stored = book.memory.seq(kid, entry.seq);
  if (stored?.id === hex(entry.id) && book.get("slip", stored.index)) return judgeStored(book, stored.index, looking);
  if (stored) return judged("other-slip", viewEntry(book, entry), { index: stored.index });
  const ended = key.revoked ?? key.frozen;
  const before = key.frozen === null && observedBefore(book, slipCode(entry.id), key.party, key.revoked ?? 0);
  if (ended !== null && !before) return judged("key-revoked", viewEntry(book, entry), { index: ended });
  return judgeUnlogged(viewEntry(book, entry), looking);
}

function judgeUnlogged(view: SlipView | null, looking: Looking): Judged {
  if (looking.plateMatches === false) return judged("wrong-plate", view);
  return view && looking.atS > view.expiresS
    ? judged("expired", view, { expiresS: view.expiresS })
    : judged("not-logged", view);
}

function judgeStored(book: Book, index: number, looking: Looking): Judged {
  const slip = book.get("slip", index);
  if (!slip) return judged("not-found", null, { index });
  const state = book.need("slipState", index);
  const view = viewSlip(book, index, slip, state);
  const ended = endOf(book, slip, state);
  return (
    (ended && judged(ended.reason, view, ended.figures)) ??
    seenBefore(book, slip, state, view, looking) ??
    outOfTime(view, looking) ??
    offRoute(book, slip, view, looking) ??
    judged("good", view, { expiresS: view.expiresS })
  );
}

/** Why a slip is no longer good for the road, by the answer that its status alone gives; undefined where that says nothing. */
const ENDED = {
  transit: undefined,
  stray: undefined,
  received: "received",
  void: "void",
  refused: "refused",
  unruled: "refused",
} as const satisfies Readonly<Record<SlipStatus, CheckpointReason | undefined>>;

/** How a slip has ended: the answer with the network and, from a list made beforehand, without it. */
export type SlipEnd = {
  reason: "received" | "void" | "refused" | "contested";
  figures: Judged["figures"];
};

/** How a slip has ended, or undefined where it is still good for the road. A contest is told before a receipt, and after all else. */
export function endOf(book: Book, slip: SlipFact, state: SlipState): SlipEnd | undefined {
  const reason = ENDED[state.status];
  if (state.contested && (reason === undefined || reason === "received"))
    return { reason: "contested", figures: { index: state.contested.index, why: state.contested.why } };
  if (reason === "received")
    return { reason, figures: { place: placeName(book, slip.to), index: state.final ?? state.changed } };
  return reason && { reason, figures: { index: state.changed } };
}

function seenBefore(
  book: Book,
  slip: SlipFact,
  state: SlipState,
  view: SlipView,
  looking: Looking,
): Judged | undefined {
  if (looking.plateMatches === false) return judged("wrong-plate", view);
  const { tolerances } = rulesAt(book.need("rules", 0), slip.eventS).set;
  const againS = looking.atS - anotherTripS({ route: book.need("route", slip.route), tolerances });
  // A second look within the time of one trip confirms the first; an empty vehicle comes back on the same slip.
  const twice = state.observations.find(
    (each) =>
      each.what === "seen" &&
      each.aside === undefined &&
      each.place === looking.site &&
      each.direction === DIRECTION.outbound &&
      (looking.direction ?? DIRECTION.outbound) === DIRECTION.outbound &&
      each.atS < againS,
  );
  if (!twice) return undefined;
  return judged("seen-here", view, { place: placeName(book, twice.place), whenS: twice.atS, index: twice.index });
}

function outOfTime(view: SlipView, looking: Looking): Judged | undefined {
  if (looking.atS < view.issuedS) return judged("before-issue", view, { issuedS: view.issuedS });
  const late = looking.atS > view.expiresS || view.status === "stray";
  return late ? judged("expired", view, { expiresS: view.expiresS }) : undefined;
}

function offRoute(book: Book, slip: SlipFact, view: SlipView, looking: Looking): Judged | undefined {
  const { checkpoints } = book.need("route", slip.route);
  const { site } = looking;
  if (site === undefined || checkpoints.length === 0 || checkpoints.includes(site)) return undefined;
  return judged("off-route", view, { place: placeName(book, site) });
}

/** The name of a site or project. */
export function placeName(book: Book, place: number): string {
  return book.get("site", place)?.name ?? book.get("project", place)?.name ?? `#${place}`;
}

/** A slip of the book with its names. */
export function viewSlip(book: Book, index: number, slip: SlipFact, state: SlipState): SlipView {
  const recipe = slip.product === null ? undefined : book.get("recipe", slip.product);
  return {
    index,
    code: slip.code,
    material: slip.material,
    product: recipe?.name ?? null,
    quantityMilli: slip.quantityMilli,
    unit: recipe?.unit ?? null,
    massKg: slip.massKg,
    from: placeName(book, slip.from),
    to: placeName(book, slip.to),
    package: packageName(book, slip.to, slip.package),
    source: slip.source === null ? null : (book.get("source", slip.source)?.number ?? null),
    plate: book.get("vehicle", slip.vehicle)?.plate ?? null,
    issuedS: slip.eventS,
    expiresS: slip.expiresS,
    scale: scaleNumber(book, slip.scale),
    weighing: slip.weighing ?? null,
    status: state.status,
  };
}

function packageName(book: Book, project: number, number: number): string | null {
  if (number === 0) return null;
  return book.get("project", project)?.packages.find((each) => each.number === number)?.name ?? null;
}

/** A slip that the log does not have, by what it says itself; null where it names things that are not registered. */
function viewEntry(book: Book, entry: Entry): SlipView | null {
  if (entry.kind !== "slip.issue") return null;
  const { body } = entry;
  const route = book.get("route", body.route);
  const vehicle = book.get("vehicle", body.vehicle);
  if (!route || !vehicle) return null;
  const { set } = rulesAt(book.need("rules", 0), entry.claimedS);
  const recipe = body.product === undefined ? undefined : book.get("recipe", body.product);
  return {
    index: null,
    code: slipCode(entry.id),
    material: body.material ?? null,
    product: recipe?.name ?? null,
    quantityMilli: body.quantityMilli ?? null,
    unit: recipe?.unit ?? null,
    massKg: body.massKg,
    from: placeName(book, route.from),
    to: placeName(book, route.to),
    package: packageName(book, route.to, body.package ?? 0),
    source: body.source === undefined ? null : (book.get("source", body.source)?.number ?? null),
    plate: vehicle.plate,
    issuedS: entry.claimedS,
    expiresS: entry.claimedS + allowanceS(route.minutes, vehicle.class, set.marginMinutes),
    scale: scaleNumber(book, scaleOf(book, body)),
    weighing: body.weighing ?? null,
    status: null,
  };
}

function scaleNumber(book: Book, scale: number | undefined): string | null {
  return scale === undefined ? null : (book.get("scale", scale)?.number ?? null);
}

/** The same judgement without the plate, for whoever is not on duty (docs/design.md, Promises: no plate in a public path). */
export function withoutPlate(judgement: Judged): Judged {
  return judgement.slip ? { ...judgement, slip: { ...judgement.slip, plate: null } } : judgement;
}
