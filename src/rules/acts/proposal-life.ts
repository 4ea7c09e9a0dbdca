// The life of a proposal: it waits for signatures and takes effect at the last of them, unless its maker takes it back or its day passes.
import type { ProposalStatus } from "../../words/things.ts";
import type { ProposalFact } from "../book/facts.ts";
import type { Life } from "./life.ts";

export type ProposalAct = "approve" | "proposal.withdraw";
type ProposalProblem = "already-signed" | "proposal-withdrawn" | "proposal-lapsed";

const OVER = {
  done: { problem: "already-signed" },
  withdrawn: { problem: "proposal-withdrawn" },
  lapsed: { problem: "proposal-lapsed" },
} as const;

export const PROPOSAL_LIFE: Life<ProposalStatus, ProposalAct, ProposalProblem> = {
  born: ["waiting"],
  acts: {
    approve: { by: ["approver"], in: { waiting: { next: ["waiting", "done"] }, ...OVER } },
    "proposal.withdraw": { by: ["maker-of-proposal"], in: { waiting: { next: ["withdrawn"] }, ...OVER } },
  },
};

/** The state of a proposal on a day (yyyymmdd). */
export function proposalStatus(
  { done, withdrawn, lastDay }: Pick<ProposalFact, "done" | "withdrawn" | "lastDay">,
  today: number,
): ProposalStatus {
  if (done) return "done";
  if (withdrawn !== undefined) return "withdrawn";
  return today > lastDay ? "lapsed" : "waiting";
}
