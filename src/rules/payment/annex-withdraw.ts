// An annex taken back or declined while signatures are missing; its number is free again.
import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { type CheckResult, type Context, checkPerson, notFound, partyOf } from "../acts/context.ts";
import { CLAIMANTS, type Rows } from "../acts/row.ts";
import { partiesOf } from "../registry/chairs.ts";
import { checkClaimAct, putClaim } from "./claim-life.ts";

/** A party of the package takes the annex back or declines it, while signatures are missing. */
function withdrawAnnex(context: Context, body: Body<"annex.withdraw">): CheckResult {
  const { book, index } = context;
  const claim = book.get("claim", body.annex);
  if (!claim) return notFound("annex", body.annex);
  const party = partyOf(context);
  const parties = [claim.proposer, ...partiesOf(book.need("project", claim.project), claim.package)];
  if (!parties.includes(party)) return problem("no-standing", { need: "party-of-package" });
  const refusal = checkPerson(context) ?? checkClaimAct("annex.withdraw", body.annex, claim);
  if (refusal) return refusal;
  putClaim(book, "annex.withdraw", body.annex, { ...claim, withdrawn: { index, party } });
  return undefined;
}

export const WITHDRAWAL_ROWS = {
  "annex.withdraw": { nature: "right", alone: "ends", signers: CLAIMANTS, apply: withdrawAnnex },
} satisfies Rows;
