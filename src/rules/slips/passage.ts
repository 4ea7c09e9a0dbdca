// Passages: what a checkpoint saw. Always stored; what does not agree with the slip contests it.

import { ROLE, SITE_TYPE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { type Problem, problem } from "../../words/problem.ts";
import type { ContestSignal } from "../../words/signals.ts";
import { actsAt, type Context, disagrees, notFound, partyOf, type RuleResult } from "../acts/context.ts";
import type { Rows } from "../acts/row.ts";
import type { SlipState } from "../book/facts.ts";
import type { Sighting } from "../book/shared-facts.ts";
import { contest, findSlip } from "./reference.ts";
import { awaited } from "./waiting.ts";

function recordPassage(context: Context, body: Body<"passage.record">): RuleResult {
  const { book, index } = context;
  const site = book.get("site", body.site);
  if (site?.type !== SITE_TYPE.checkpoint) return notFound("checkpoint", body.site);
  if (!actsAt(context, body.site, site)) return problem("no-standing", { need: "officers-of-checkpoint" });
  const sighting: Sighting = {
    index,
    site: body.site,
    direction: body.direction,
    seenS: context.eventS,
    party: partyOf(context),
  };
  const found = findSlip(book, body.slip);
  if (!found) return disagrees("not-found", { what: "slip", index: body.slip.index ?? 0 });
  if ("code" in found) {
    const known = awaited(context, found.code);
    const twice = twiceAt(known.sightings, body);
    const why = twice ? "slip-already-seen" : body.plateMatches === 0 ? "plate-differs" : undefined;
    book.put("waiting", found.code, {
      ...known,
      sightings: twice ? known.sightings : [...known.sightings, sighting],
      contested: known.contested ?? (why === undefined ? null : { index, why, party: sighting.party }),
    });
    return disagrees("slip-awaited", { code: found.code });
  }
  const slip = found.index;
  const state = book.need("slipState", slip);
  const why = contradiction(context, body, state, slip);
  // A second sighting of one sort contradicts and is not kept here too: nobody can make a slip's facts grow without end.
  const seen = twiceAt(state.seen, body) ? state.seen : [...state.seen, sighting];
  book.put("slipState", slip, { ...state, seen, changed: index });
  if (context.eventS < book.need("slip", slip).eventS)
    book.signal("seen-before-issued", `slip/${slip}`, { passage: index });
  if (!why) return undefined;
  contest(context, slip, why.code);
  return { disagrees: why };
}

/** A slip is for one way: seen twice at one place, after its end, void, or on another vehicle, it contradicts itself. */
function contradiction(
  context: Context,
  body: Body<"passage.record">,
  state: SlipState,
  slip: number,
): Problem<ContestSignal> | undefined {
  const twice = twiceAt(state.seen, body);
  if (twice) return problem("slip-already-seen", { index: slip, passage: twice.index });
  // By event time: an officer with no network may report in the morning what passed before the load was received.
  const over = state.finalS !== null && context.eventS > state.finalS;
  if (state.status === "void" || state.status === "refused" || over) {
    return problem("slip-not-open", { index: slip, state: state.status });
  }
  if (body.plateMatches === 0) return problem("plate-differs", { index: slip });
  if (context.eventS > context.book.need("slip", slip).expiresS)
    context.book.signal("seen-after-expiry", `slip/${slip}`, { passage: context.index });
  return undefined;
}

function twiceAt(seen: readonly Sighting[], body: Body<"passage.record">): Sighting | undefined {
  return seen.find((each) => each.site === body.site && each.direction === body.direction);
}

export const PASSAGE_ROWS = {
  "passage.record": { nature: "observation", signers: [ROLE.transportControl], apply: recordPassage },
} satisfies Rows;
