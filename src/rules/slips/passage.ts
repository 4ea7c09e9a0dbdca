// Passages: what a checkpoint saw. Always kept; what could not have happened beside everything else that is known contradicts the load.
import { COLOUR, ROLE, SITE_TYPE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { type Problem, problem } from "../../words/problem.ts";
import { actsAt, type Context, disagrees, notFound, partyOf, type RuleResult } from "../acts/context.ts";
import type { Rows } from "../acts/row.ts";
import type { Observation } from "../book/observations.ts";
import { timesOverFloor } from "../numbers/convert.ts";
import { observe } from "./observing.ts";
import { findSlip } from "./reference.ts";
import { awaitSlip } from "./waiting.ts";
import { noteAtWork, seenAgain } from "./whereabouts.ts";

function recordPassage(context: Context, body: Body<"passage.record">): RuleResult {
  const { book } = context;
  const site = book.get("site", body.site);
  if (site?.type !== SITE_TYPE.checkpoint) return notFound("checkpoint", body.site);
  if (!actsAt(context, body.site, site)) return problem("no-standing", { need: "officers-of-checkpoint" });
  if (body.vehicle !== undefined && !book.get("vehicle", body.vehicle)) return notFound("vehicle", body.vehicle);
  const sighting = sightingOf(context, body);
  const found = findSlip(book, body.slip);
  if (!found) return disagrees("not-found", { what: "slip", index: body.slip.index ?? 0 });
  const against = see(context, found, sighting);
  noteAtWork(book, body.site, sighting.atS);
  if ("index" in found) noticePassage(context, body, found.index, sighting, against);
  return against && { disagrees: against };
}

/** Keeps a sighting with its slip, or with the code whose slip has not come; answers what it disagrees with, if anything. */
export function see(
  context: Context,
  found: { readonly index: number } | { readonly code: string },
  sighting: Observation,
): Problem | undefined {
  if ("index" in found) return observe(context, found.index, sighting).against;
  const { code } = found;
  return awaitSlip(context, code, sighting);
}

/** The words of a passage about the load, without the name of its slip. */
type Seen = Pick<Body<"passage.record">, "site" | "direction" | "seenS" | "plateMatches" | "massKg" | "vehicle">;

/** When an officer says it was seen: a note typed in the evening keeps its hour, and nobody has seen what is still to come. */
export function sightingOf(context: Context, body: Seen): Observation {
  const { index, eventS, rules, signer } = context;
  const { massKg, plateMatches, vehicle } = body;
  return {
    index,
    what: "seen",
    party: partyOf(context),
    place: body.site,
    atS: Math.min(body.seenS, eventS),
    direction: body.direction,
    key: signer.key.index,
    ...(eventS - body.seenS > rules.set.tolerances.sameLookMinutes * 60 ? { noted: 1 as const } : {}),
    ...(plateMatches === undefined ? {} : { plate: plateMatches as 0 | 1 }),
    ...(vehicle === undefined ? {} : { vehicle }),
    ...(massKg === undefined
      ? {}
      : { kg: massKg, bandKg: timesOverFloor(massKg, rules.set.tolerances.checkpointPermille, 1000) + 1 }),
  };
}

/** The contradictions that a passage raises besides where and when: too early, too late, off the way, or an alarm that nothing in the book explains. */
function noticePassage(
  { book }: Context,
  body: Body<"passage.record">,
  slipIndex: number,
  sighting: Observation,
  against: Problem | undefined,
): void {
  const slip = book.need("slip", slipIndex);
  const subject = `slip/${slipIndex}` as const;
  const passage = sighting.index;
  if (sighting.atS < slip.eventS) book.signal("seen-before-issued", subject, { passage });
  if (sighting.atS > slip.expiresS) book.signal("seen-after-expiry", subject, { passage });
  const expected = book.need("route", slip.route).checkpoints;
  if (expected.length > 0 && !expected.includes(body.site)) book.signal("seen-off-route", subject, { passage });
  if (expected.includes(body.site) && book.need("slipState", slipIndex).final !== null) seenAgain(book, slip);
  if (body.verdict === COLOUR.red && !against) book.signal("checkpoint-alarm", subject, { passage });
}

export const PASSAGE_ROWS = {
  "passage.record": { nature: "observation", signers: [ROLE.transportControl], apply: recordPassage },
} satisfies Rows;
