// What the roots decide together: rule sets and the witness policy, by two of three.
import { unhex } from "../format/bytes.ts";
import { POLICY_EXPECTED, policyOf } from "../format/policy.ts";
import { problem } from "../problem.ts";
import type { Proposal } from "./proposal.ts";

/** A rule set is proposed by one root and takes effect at the approval of a second one; it is in force from its own day on. */
export const SET_RULES: Proposal<"rules.set"> = {
  needs: () => [{ root: true }],
  effect({ book }, body, index) {
    const { sets } = book.need("rules", 0);
    book.put("rules", 0, { sets: [...sets, { index, set: body }] });
    return undefined;
  },
};

/** The witness policy changes by two of three roots; one that lets a witness count twice, or that no head can meet, is refused. */
export const SET_WITNESSES: Proposal<"witness.set"> = {
  needs: ({ book }, { witnesses, needed }) => {
    const { origin, logKey } = book.need("log", 0);
    if (policyOf({ origin, logKey: unhex(logKey), witnesses, witnessesNeeded: needed })) return [{ root: true }];
    return problem("bad-terms", { expected: POLICY_EXPECTED });
  },
  effect({ book }, body) {
    book.put("witnesses", 0, { needed: body.needed, witnesses: body.witnesses });
    return undefined;
  },
};
