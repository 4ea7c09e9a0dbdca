// Oversight that moves nothing: reports and settlement; and the reversal of a result, which moves everything back.

import { ROLE, SETTLEMENT_OUTCOME } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { ok, refused } from "../../words/result.ts";
import { type CheckResult, type Context, type Disagreement, notFound } from "../acts/context.ts";
import { secondOfficer } from "../acts/officer-duties.ts";
import { type Proposal, secondHand } from "../acts/proposal.ts";
import { INSPECTORS, type Rows } from "../acts/row.ts";
import { accountKey } from "../book/accounts.ts";
import { dropFinding, stands } from "../origins/findings.ts";
import { forgetExempted } from "../payment/claim.ts";
import { putClaim } from "../payment/claim-life.ts";
import { reopenContracted } from "../payment/contracted.ts";
import { advanceLeftDong, packageMoney } from "../payment/package-money.ts";
import { undoSetOffs, unsettledDong } from "../payment/recovery.ts";
import { contradictedAfterPaymentKg, releaseSpent } from "../payment/spent.ts";

function lodgeReport({ book, index }: Context, body: Body<"report.lodge">): Disagreement | undefined {
  book.put("report", index, { subject: body.subject ?? null, text: body.text });
  book.enlist("reports", index);
  return undefined;
}

/**
 * Lifts a finding: what it contradicted is as if it had never been, and what results had withheld for it comes back. Two persons do it, of
 * the office that recorded it or with that office's approval.
 */
const LIFT_FINDING: Proposal<"finding.lift"> = {
  needs(context, body) {
    const { book, signer } = context;
    if (!stands(book, body.finding)) return refused(notFound("finding", body.finding));
    const { party } = book.need("finding", body.finding);
    return ok(party === signer.key.party ? secondHand(context) : [{ party }]);
  },
  effect({ book }, body) {
    if (!stands(book, body.finding)) return notFound("finding", body.finding);
    dropFinding(book, body.finding);
    releaseSpent(book, body.finding);
    return undefined;
  },
};

/** Before final settlement: no contradiction may remain unreversed, no recovery be open, no advance be uncleared; the sums of the project are kept. */
function checkSettlement({ book, index, signer }: Context, body: Body<"settlement.check">): CheckResult {
  const project = book.get("project", body.project);
  if (!project) return notFound("project", body.project);
  if (project.owner !== signer.key.party && !signer.roles.includes(ROLE.inspector))
    return problem("no-standing", { need: "owner-or-finance" });
  const withheldKg = book.get("withheld", body.project)?.withheldKg ?? 0;
  const contradictedKg = withheldKg + contradictedAfterPaymentKg(book, body.project);
  if (body.outcome === SETTLEMENT_OUTCOME.clear && contradictedKg > 0)
    return problem("settlement-contradicted", { found_kg: contradictedKg });
  const open_vnd = body.outcome === SETTLEMENT_OUTCOME.clear ? unsettledDong(book, body.project) : 0;
  if (open_vnd > 0) return problem("settlement-recovery", { open_vnd });
  const money = packageMoney(book, body.project);
  const left_vnd = advanceLeftDong(money);
  if (body.outcome === SETTLEMENT_OUTCOME.clear && left_vnd > 0) return problem("settlement-advance", { left_vnd });
  book.put("settlement", body.project, { index, outcome: body.outcome, bandPermille: body.bandPermille, money });
  return undefined;
}

/** A result taken back by two persons of the treasury: paid and withheld kilograms regain their places in the package's queue. */
const REVERSE_DECISION: Proposal<"decision.reverse"> = {
  needs(context, body) {
    const { book, signer } = context;
    const result = book.get("result", body.decision);
    if (!result) return refused(notFound("result", body.decision));
    const claim = book.need("claim", result.annex);
    if (claim.decision?.index !== body.decision) return refused(notFound("result-in-force", body.decision));
    const treasury = book.need("project", claim.project).treasury;
    if (signer.key.party !== treasury || signer.key.person === null)
      return refused(
        problem("no-standing", {
          need: "treasury-of-project",
        }),
      );
    return ok(secondOfficer(context));
  },
  effect({ book, index }, body) {
    const result = book.need("result", body.decision);
    const claim = book.need("claim", result.annex);
    if (claim.decision?.index !== body.decision) return notFound("result-in-force", body.decision);
    let withheldKg = 0;
    for (const held of [
      accountKey({ kind: "paid", annex: result.annex }),
      accountKey({ kind: "withheld", annex: result.annex }),
    ]) {
      for (const lot of book.lots(held)) {
        const parent = book.memory.lot(lot.parent);
        if (held === accountKey({ kind: "withheld", annex: result.annex })) withheldKg += lot.left;
        book.move({ lot, kg: lot.left }, parent.account, { queuePosition: parent.queuePosition });
      }
    }
    const withheld = book.get("withheld", claim.project);
    if (withheld) book.put("withheld", claim.project, { withheldKg: withheld.withheldKg - withheldKg });
    forgetExempted(book, result.annex, claim);
    undoSetOffs(book, result.annex);
    reopenContracted(book, result.annex);
    const { annexes } = book.get("decided", claim.project) ?? { annexes: [] };
    book.put("decided", claim.project, { annexes: annexes.filter((annex) => annex !== result.annex) });
    putClaim(book, "decision.reverse", result.annex, { ...claim, decision: null, review: null });
    book.put("reversed", body.decision, { index });
    book.enlist("reversals", index);
    return undefined;
  },
};

export const OVERSIGHT_ROWS = {
  "finding.lift": {
    nature: "right",
    makes: "clearance",
    approvedBy: ["colleague", "office-of-finding"],
    signers: INSPECTORS,
    proposal: LIFT_FINDING,
  },
  "decision.reverse": {
    nature: "right",
    makes: "money",
    approvedBy: ["approver-or-colleague"],
    signers: [ROLE.treasury],
    moves: "paid, withheld → project",
    proposal: REVERSE_DECISION,
  },
  "settlement.check": {
    nature: "right",
    alone: "looked",
    signers: [ROLE.projectOwner, ROLE.inspector],
    apply: checkSettlement,
  },
  "report.lodge": {
    nature: "observation",
    signers: [ROLE.authority, ROLE.transportControl, ROLE.inspector, "operator"],
    apply: lodgeReport,
  },
} satisfies Rows;
