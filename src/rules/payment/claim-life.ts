// The life of a claim's dossier: signed by its parties, reviewed and decided by the treasury, and reopened where a result is reversed.
import { type Problem, problem } from "../../words/problem.ts";
import type { ClaimStatus } from "../../words/things.ts";
import { notFound } from "../acts/context.ts";
import { assertFollows, type Life, problemIn } from "../acts/life.ts";
import type { Book } from "../book/book.ts";
import type { ClaimFact } from "../book/facts.ts";

/** Acts on a dossier that is in the log. */
export type ClaimAct =
  | "annex.cosign"
  | "annex.withdraw"
  | "review.make"
  | "review.return"
  | "decision.sign"
  | "decision.reverse";

type ClaimProblem =
  | "already-signed"
  | "annex-withdrawn"
  | "annex-complete"
  | "annex-incomplete"
  | "annex-decided"
  | "not-found";

const SIGNED = { problem: "already-signed" } as const;
const WITHDRAWN = { problem: "annex-withdrawn" } as const;
const COMPLETE = { problem: "annex-complete" } as const;
const DECIDED = { problem: "annex-decided" } as const;
/** The review or the result that the act names does not exist, or is not in force. */
const NOT_FOUND = { problem: "not-found" } as const;

export const CLAIM_LIFE: Life<ClaimStatus, ClaimAct, ClaimProblem> = {
  born: ["drafting"],
  acts: {
    "annex.cosign": {
      by: ["party-of-package"],
      in: {
        drafting: { next: ["drafting", "control"] },
        withdrawn: WITHDRAWN,
        control: SIGNED,
        approval: SIGNED,
        decided: SIGNED,
      },
    },
    "annex.withdraw": {
      by: ["party-of-package"],
      in: {
        drafting: { next: ["withdrawn"] },
        withdrawn: WITHDRAWN,
        control: COMPLETE,
        approval: COMPLETE,
        decided: DECIDED,
      },
    },
    "review.make": {
      by: ["treasury-of-project", "officer-who-reviews"],
      in: {
        drafting: { problem: "annex-incomplete" },
        withdrawn: WITHDRAWN,
        control: { next: ["approval"] },
        approval: { next: ["approval"] },
        decided: DECIDED,
      },
    },
    "review.return": {
      by: ["treasury-of-project", "officer-who-approves"],
      in: {
        drafting: NOT_FOUND,
        withdrawn: NOT_FOUND,
        control: NOT_FOUND,
        approval: { next: ["control"] },
        decided: DECIDED,
      },
    },
    "decision.sign": {
      by: ["treasury-of-project", "officer-who-approves"],
      in: {
        drafting: NOT_FOUND,
        withdrawn: NOT_FOUND,
        control: NOT_FOUND,
        approval: { next: ["decided"] },
        decided: DECIDED,
      },
    },
    "decision.reverse": {
      by: ["treasury-of-project"],
      approvedBy: ["officer-who-approves"],
      in: {
        drafting: NOT_FOUND,
        withdrawn: NOT_FOUND,
        control: NOT_FOUND,
        approval: NOT_FOUND,
        decided: { next: ["control"] },
      },
    },
  },
};

export function claimStatus(claim: Pick<ClaimFact, "complete" | "review" | "decision" | "withdrawn">): ClaimStatus {
  if (claim.withdrawn) return "withdrawn";
  if (claim.decision) return "decided";
  if (!claim.complete) return "drafting";
  return claim.review === null ? "control" : "approval";
}

/** Why an act is not allowed on a dossier as it is; `named` is the review or the result that the act names. */
export function checkClaimAct(act: ClaimAct, annex: number, claim: ClaimFact, named = annex): Problem | undefined {
  const code = problemIn(CLAIM_LIFE.acts[act], claimStatus(claim));
  switch (code) {
    case undefined:
      return undefined;
    case "annex-decided":
      return problem(code, { index: annex, decision: claim.decision?.index ?? annex });
    case "annex-withdrawn":
      return problem(code, { index: annex, latest: claim.withdrawn?.index ?? annex });
    case "annex-incomplete":
    case "annex-complete":
    case "already-signed":
      return problem(code, { index: annex });
    case "not-found":
      return notFound(act === "decision.reverse" ? "result-in-force" : "latest-review", named);
  }
}

/** Writes what an act has made of a dossier. */
export function putClaim(book: Book, act: ClaimAct, annex: number, claim: ClaimFact): void {
  const before = book.need("claim", annex);
  assertFollows(CLAIM_LIFE.acts[act], claimStatus(before), claimStatus(claim));
  book.put("claim", annex, claim);
  if (isOpen(before) !== isOpen(claim)) noteUndecided(book, annex, claim);
}

/** Keeps the list of a project's dossiers that are open: without a result in force, and not withdrawn. */
export function noteUndecided(book: Book, annex: number, claim: ClaimFact): void {
  const others = (book.get("undecided", claim.project)?.annexes ?? []).filter((each) => each !== annex);
  book.put("undecided", claim.project, { annexes: isOpen(claim) ? [...others, annex] : others });
}

function isOpen({ decision, withdrawn }: ClaimFact): boolean {
  return decision === null && withdrawn === undefined;
}
