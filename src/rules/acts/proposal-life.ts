// The life of a proposal: it waits for signatures and takes effect at the last of them.
import type { ProposalStatus } from "../../words/things.ts";
import type { ProposalFact } from "../book/facts.ts";
import type { Life } from "./life.ts";

export const PROPOSAL_LIFE: Life<ProposalStatus, "approve", "already-signed"> = {
  born: ["waiting", "done"],
  acts: {
    approve: {
      by: ["approver"],
      in: { waiting: { next: ["waiting", "done"] }, done: { problem: "already-signed" } },
    },
  },
};

export function proposalStatus({ done }: Pick<ProposalFact, "done">): ProposalStatus {
  return done ? "done" : "waiting";
}
