// Measurements looked at beside each other: sender against receiver, a truck against its own past, a place's loads against one
// another, a scale against those at the other end. Nothing is averaged and nothing moves: what does not fit is a signal with both
// numbers, for whoever has to ask. The rule set says how far apart is too far.

import { MEASURE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import type { Context } from "../acts/context.ts";
import type { Book } from "../book/book.ts";
import type { LastSlipFact, SlipFact, VehicleFact } from "../book/facts.ts";
import type { BiasFact } from "../book/weighing-facts.ts";
import { timesOverFloor } from "../numbers/convert.ts";
import { uncertaintyKg, type Wet, waterBetween } from "./uncertainty.ts";

/**
 * Two measurements of one load differ when the receiver's lies outside what was sent, less what may be lost on the way and more or less the
 * water between them, by more than both uncertainties together.
 */
export function noticeBands(
  { book, index: receipt, rules }: Pick<Context, "book" | "index" | "rules">,
  slip: SlipFact,
  index: number,
  received: Wet & { readonly bandKg: number },
): boolean {
  const { massKg: received_kg, bandKg: received_band_kg } = received;
  const lossKg = timesOverFloor(slip.massKg, rules.set.lossPermille, 1000);
  const { gainedKg, lostKg } = waterBetween(slip, received, rules.set.tolerances);
  const beyondKg = Math.max(received_kg - gainedKg - slip.massKg, slip.massKg - lossKg - lostKg - received_kg, 0);
  if (beyondKg <= uncertaintyKg([slip.bandKg, received_band_kg])) return false;
  const figures = { receipt, slip_kg: slip.massKg, received_kg, slip_band_kg: slip.bandKg, received_band_kg };
  book.signal("measurements-differ", `slip/${index}`, figures);
  return true;
}

/** Of a tare's past the first is kept, and the latest few that were steps of more than a hundredth. */
const TARES = { stepPermille: 10, kept: 5 };

/** A truck's scale readings beside its earlier ones; answers what to remember of them. */
export function noticeWeights(
  { book, index, rules }: Context,
  body: Body<"slip.issue">,
  vehicle: VehicleFact,
  before: LastSlipFact | undefined,
): Pick<LastSlipFact, "run" | "tares"> {
  const known = { ...(before?.run && { run: before.run }), ...(before?.tares && { tares: before.tares }) };
  if (body.measure !== MEASURE.scale) return known;
  const { sameTimes, roundTimes, roundKg } = rules.set.measures;
  const [lastKg, sames, rounds] = before?.run ?? [0, 0, 0];
  const same = body.massKg === lastKg ? sames + 1 : 1;
  const round = body.massKg % roundKg === 0 ? rounds + 1 : 0;
  if (same === sameTimes)
    book.signal("weights-identical", `slip/${index}`, { vehicle: body.vehicle, mass_kg: body.massKg, times: same });
  if (round === roundTimes)
    book.signal("weights-round", `slip/${index}`, { vehicle: body.vehicle, mass_kg: body.massKg, times: round });
  const run: LastSlipFact["run"] = [body.massKg, same, round];
  const tareKg = body.readings?.[1];
  if (tareKg === undefined) return { ...known, run };
  const past = before?.tares ?? [];
  noticeTare({ book, index, rules }, tareKg, body.vehicle, past, index);
  const last = past.at(-1) ?? vehicle.tareKg;
  if (last !== undefined && !apart(tareKg, last, TARES.stepPermille)) return { run, tares: past };
  return { run, tares: [...past.slice(0, 1), ...past.slice(1).slice(2 - TARES.kept), tareKg] };
}

/** An empty truck weighs what it weighed at first: fuel and mud are a few hundredths. Its first tare, since a creeping one drags a mean. */
export function noticeTare(
  { book, index: entry, rules }: Pick<Context, "book" | "index" | "rules">,
  tare_kg: number,
  vehicle: number,
  past: readonly number[],
  slip: number,
): void {
  const usual_kg = book.need("vehicle", vehicle).tareKg ?? past[0];
  if (usual_kg !== undefined && apart(tare_kg, usual_kg, rules.set.measures.tarePermille))
    book.signal("tare-unusual", `slip/${slip}`, { vehicle, entry, tare_kg, usual_kg });
}

function apart(a: number, b: number, permille: number): boolean {
  return Math.abs(a - b) * 1000 > b * permille;
}

/** Identical or round weights over all trucks of a source or yard: who types them changes the truck, not the number. */
export function noticePlace({ book, index, rules }: Context, body: Body<"slip.issue">, place: number): void {
  if (body.measure !== MEASURE.scale) return;
  const { placeLoads, placeTimes, roundKg } = rules.set.measures;
  // A mine's slip writes its source's ground anyway: its weights are kept there.
  const ground = body.source === undefined ? undefined : book.need("ground", body.source);
  const before = ground ? ground.kg : book.get("weights", place)?.kg;
  const kg = [...(before ?? []).slice(1 - placeLoads), body.massKg];
  if (ground && body.source !== undefined) book.put("ground", body.source, { ...ground, kg });
  else book.put("weights", place, { kg });
  const figures = { place, mass_kg: body.massKg, of: kg.length };
  const same = kg.filter((each) => each === body.massKg).length;
  if (same === placeTimes) book.signal("place-weights-identical", `slip/${index}`, { ...figures, times: same });
  if (body.massKg % roundKg !== 0) return;
  const round = kg.filter((each) => each % roundKg === 0).length;
  if (round === placeTimes) book.signal("place-weights-round", `slip/${index}`, { ...figures, times: round });
}

/** Scales at the other end that are told apart for one scale; more say nothing further. */
const MOST_OTHERS = 8;

/**
 * Loads weighed at both ends, for each of the two scales: chance errors cancel over many, a tampered scale does not. Judged every so
 * many loads and begun anew, so that an old fault neither hides a new one nor is told twice.
 */
export function noticeBias(
  { book, rules }: Pick<Context, "book" | "rules">,
  [sender, receiver]: readonly [sender: number, receiver: number],
  sentKg: number,
  receivedKg: number,
): void {
  const { biasLoads, biasPermille } = rules.set.measures;
  const apartKg = receivedKg - sentKg;
  // A number mistyped or a load half sold on the way says nothing of a scale, and is noticed by itself.
  if (Math.abs(apartKg) * 1000 > sentKg * rules.set.tolerances.mixedPermille) return;
  let isPairTold = false;
  for (const [scale, other] of [
    [sender, receiver],
    [receiver, sender],
  ] as const) {
    const before = book.get("bias", scale) ?? { loads: 0, sentKg: 0, apartKg: 0 };
    const sum: BiasFact = {
      loads: before.loads + 1,
      sentKg: before.sentKg + sentKg,
      apartKg: before.apartKg + apartKg,
      others: addOther(before.others ?? [], other, sentKg, apartKg),
      ...(before.biased === undefined ? {} : { biased: before.biased }),
    };
    if (sum.loads < biasLoads) {
      book.put("bias", scale, sum);
      continue;
    }
    const judged = judgeScale(book, sum, biasPermille);
    const isOneOfMany = (sum.others ?? []).length > 1;
    const figures = { loads: sum.loads, sent_kg: sum.sentKg, apart_kg: sum.apartKg };
    book.put("bias", scale, {
      loads: 0,
      sentKg: 0,
      apartKg: 0,
      ...(isOneOfMany && { biased: judged === "wrong" ? 1 : 0 }),
    });
    if (judged === "wrong") book.signal("scale-bias", `scale/${scale}`, figures);
    if (judged === "one of two" && !isPairTold) {
      book.signal("scales-apart", `scale/${scale}`, { other, ...figures });
      isPairTold = true;
    }
  }
}

type Others = NonNullable<BiasFact["others"]>;

function addOther(others: Others, scale: number, sentKg: number, apartKg: number): Others {
  if (!others.some(([known]) => known === scale))
    return others.length < MOST_OTHERS ? [...others, [scale, sentKg, apartKg]] : others;
  return others.map(([known, sent, apart]) =>
    known === scale ? [known, sent + sentKg, apart + apartKg] : [known, sent, apart],
  );
}

/**
 * A scale that disagrees with every one of several at the other end is wrong itself, and so is one that disagrees with a single scale that agrees with
 * others. Of two that know only each other nobody can say which is wrong.
 */
function judgeScale(book: Book, sum: BiasFact, biasPermille: number): "fits" | "wrong" | "one of two" {
  const { sentKg, apartKg, others = [] } = sum;
  const beyond = (sent: number, apart: number) =>
    Math.abs(apart) * 1000 > sent * biasPermille && Math.sign(apart) === Math.sign(apartKg);
  if (!beyond(sentKg, apartKg)) return "fits";
  const [first, ...more] = others;
  if (more.length > 0) return others.every(([, sent, apart]) => beyond(sent, apart)) ? "wrong" : "fits";
  const other = first && book.get("bias", first[0])?.biased;
  if (other === undefined) return "one of two";
  return other === 1 ? "fits" : "wrong";
}
