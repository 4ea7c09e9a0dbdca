// A contest that proves false: whoever may observe a slip may contradict it, so a lie contests honest kilograms as well as the truth
// does. Two persons of the authority, who have looked into it, set one party's observations of one slip aside; nobody lifts their own.
import { ROLE } from "../../format/codes.ts";
import { problem } from "../../words/problem.ts";
import { ok, refused } from "../../words/result.ts";
import { notFound } from "../acts/context.ts";
import type { Proposal } from "../acts/proposal.ts";
import type { Rows } from "../acts/row.ts";

const LIFT_CONTEST: Proposal<"contest.lift"> = {
  needs({ book, signer }, body) {
    const state = book.get("slipState", body.slip);
    const contest = state?.contests.find((each) => each.index === body.observation);
    if (!contest) return refused(notFound("contest", body.observation));
    const own = contest.party === signer.key.party;
    if (own || signer.key.person === null)
      return refused(
        problem("no-standing", {
          need: "officer-who-did-not-observe",
        }),
      );
    return ok([{ colleague: true }]);
  },
  effect({ book }, body) {
    const state = book.need("slipState", body.slip);
    const contest = state.contests.find((each) => each.index === body.observation);
    if (!contest) return notFound("contest", body.observation);
    const contests = state.contests.filter((each) => each.party !== contest.party);
    const [next] = contests;
    // What another party saw still contradicts, and a slip that had no right keeps its own reason.
    const refused = state.status === "refused" ? state.contested : null;
    const contested = refused ?? (next ? { index: next.index, why: next.why } : null);
    book.put("slipState", body.slip, { ...state, contests, contested });
    return undefined;
  },
};

export const CONTEST_ROWS = {
  "contest.lift": { nature: "right", signers: [ROLE.authority], proposal: LIFT_CONTEST },
} satisfies Rows;
