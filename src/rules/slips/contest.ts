// Observations that prove false: whoever may observe a slip may contradict it, so a lie contests honest kilograms as well as the truth
// does. Two persons of the authority, who have looked into it, set observations aside, many in one act; nobody sets their own aside, and
// what others observed of the same slip still counts.
import { ROLE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { type Problem, problem } from "../../words/problem.ts";
import { ok, refused } from "../../words/result.ts";
import { type Context, notFound } from "../acts/context.ts";
import { type Proposal, secondHand } from "../acts/proposal.ts";
import type { Rows } from "../acts/row.ts";
import { mapLoading } from "../book/memory.ts";
import { judgementOf, keep } from "./observing.ts";

const LIFT_CONTEST: Proposal<"contest.lift"> = {
  needs(context, body) {
    const wrong = checkAside(context, body);
    return wrong ? refused(wrong) : ok(secondHand(context));
  },
  effect(context, body, proposal) {
    const wrong = checkAside(context, body);
    if (wrong) return wrong;
    const { book } = context;
    for (const { slip, observation } of body.observations) {
      const state = book.need("slipState", slip);
      const observations = state.observations.map((each) =>
        each.index === observation ? { ...each, aside: proposal } : each,
      );
      keep(book, slip, { ...state, observations });
    }
    return undefined;
  },
};

/** Each must be an observation of its slip that still counts, and not one of the signer's own party. What judging needs is loaded with it. */
function checkAside({ book, signer }: Context, { observations }: Body<"contest.lift">): Problem | undefined {
  return mapLoading(observations, ({ slip, observation }) => {
    const found = book.get("slipState", slip)?.observations.find((each) => each.index === observation);
    if (!found) return notFound("contest", observation);
    if (found.aside !== undefined) return problem("already-signed", { index: found.aside });
    if (found.party === signer.key.party) return problem("no-standing", { need: "officer-who-did-not-observe" });
    judgementOf(book, slip, book.need("slipState", slip));
    return undefined;
  }).find((each) => each !== undefined);
}

export const CONTEST_ROWS = {
  "contest.lift": {
    nature: "right",
    makes: "clearance",
    approvedBy: ["colleague"],
    signers: [ROLE.authority],
    proposal: LIFT_CONTEST,
  },
} satisfies Rows;
