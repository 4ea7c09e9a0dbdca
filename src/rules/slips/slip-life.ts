// The life of a slip: what may be done to it in each of its states and what it is then.
import { type Problem, problem } from "../../words/problem.ts";
import type { SlipStatus } from "../../words/things.ts";
import { type Act, assertFollows, type Life, problemIn, statesAfter } from "../acts/life.ts";
import { type AccountKey, accountKey } from "../book/accounts.ts";
import type { SlipState } from "../book/facts.ts";

/** Acts on a slip of the log: kinds of entry, and the end of its time. */
export type SlipAct =
  | "passage.record"
  | "load.receive"
  | "load.refuse"
  | "load.correct"
  | "passage.correct"
  | "slip.void"
  | "slip.amend"
  | "slip.reverse"
  | "slip.rule"
  | "contest.lift"
  | "expiry";

const NOT_OPEN = { problem: "slip-not-open" } as const;
const TRANSIT = { next: ["transit"] } as const;
const STRAY = { next: ["stray"] } as const;
const RECEIVED = { next: ["received"] } as const;
const VOID = { next: ["void"] } as const;
const REFUSED = { next: ["refused"] } as const;
const UNRULED = { next: ["unruled"] } as const;

type Fates = Act<SlipStatus, "slip-not-open">["in"];
/** Every state in which a slip no longer carries a load. */
const ENDED = { received: NOT_OPEN, void: NOT_OPEN, refused: NOT_OPEN } as const satisfies Partial<Fates>;
/** Whatever is observed of a slip is kept; what it comes to beside everything else that is known is judged by contradictions.ts. */
const KEPT = { transit: TRANSIT, stray: STRAY, received: RECEIVED, void: VOID } as const satisfies Partial<Fates>;

export const SLIP_LIFE: Life<SlipStatus, SlipAct, "slip-not-open"> = {
  born: ["transit", "refused", "unruled"],
  acts: {
    "passage.record": { by: ["officers-of-checkpoint"], in: { ...KEPT, refused: NOT_OPEN, unruled: UNRULED } },
    "load.receive": {
      by: ["keeper-of-destination", "receiver-of-package"],
      in: {
        ...KEPT,
        transit: { next: ["transit", "received"] },
        stray: { next: ["stray", "received"] },
        // A receipt of an earlier hour takes the place of the one that counted, and may leave the slip open.
        received: { next: ["received", "transit", "stray"] },
        refused: NOT_OPEN,
        unruled: "waits",
      },
    },
    "load.refuse": {
      by: ["keeper-of-destination", "receiver-of-package"],
      in: { ...KEPT, refused: NOT_OPEN, unruled: "waits" },
    },
    // The kilograms that a receipt moved come back under the slip, and are received as the correction says.
    "load.correct": {
      by: ["party-that-recorded"],
      in: {
        ...KEPT,
        transit: { next: ["transit", "received"] },
        stray: { next: ["stray", "received"] },
        received: { next: ["received", "transit", "stray"] },
        refused: NOT_OPEN,
        unruled: "waits",
      },
    },
    "passage.correct": { by: ["device-that-recorded"], in: { ...KEPT, refused: REFUSED, unruled: UNRULED } },
    // Only while nobody else has observed it; its kilograms come back when a while has passed.
    "slip.void": { by: ["issuer"], in: { transit: VOID, stray: NOT_OPEN, ...ENDED, unruled: NOT_OPEN } },
    "slip.amend": {
      by: ["issuer"],
      approvedBy: ["keeper-of-destination", "authority"],
      in: { transit: TRANSIT, stray: { next: ["stray", "transit"] }, ...ENDED, unruled: NOT_OPEN },
    },
    "slip.reverse": {
      by: ["issuer"],
      approvedBy: ["authority"],
      in: { transit: VOID, stray: VOID, ...ENDED, unruled: NOT_OPEN },
    },
    "slip.rule": {
      by: ["authority"],
      approvedBy: ["authority"],
      in: { transit: NOT_OPEN, stray: NOT_OPEN, ...ENDED, unruled: { next: ["transit", "stray", "refused"] } },
    },
    "contest.lift": {
      by: ["officer-who-did-not-observe"],
      approvedBy: ["authority"],
      in: { ...KEPT, refused: REFUSED, unruled: UNRULED },
    },
    expiry: {
      by: null,
      in: {
        transit: STRAY,
        stray: "nothing",
        received: "nothing",
        void: "nothing",
        refused: "nothing",
        unruled: "nothing",
      },
    },
  },
};

/** True if an act is allowed on a slip of this status. */
export function slipAllows(act: SlipAct, status: SlipStatus): boolean {
  return statesAfter(SLIP_LIFE.acts[act], status).length > 0;
}

/** Why an act is not allowed on a slip as it is. */
export function checkSlipAct(act: SlipAct, index: number, { status }: SlipState): Problem<"slip-not-open"> | undefined {
  const code = problemIn(SLIP_LIFE.acts[act], status);
  return code && problem(code, { index, state: status });
}

/** A slip's state with the status that an act leads to. */
export function afterAct(act: SlipAct, state: SlipState, status: SlipStatus): SlipState {
  assertFollows(SLIP_LIFE.acts[act], state.status, status);
  return { ...state, status };
}

/** Where a slip of each status has its kilograms: in an account of its own, handed over, or it has moved none that do not come back. */
const KILOGRAMS: Readonly<Record<SlipStatus, "transit" | "stray" | "handed-over" | "none">> = {
  transit: "transit",
  stray: "stray",
  received: "handed-over",
  void: "none",
  refused: "none",
  unruled: "none",
};

/** True if a slip's load is on the road and in time. */
export function isOnRoad(status: SlipStatus): boolean {
  return KILOGRAMS[status] === "transit";
}

/** True if a slip still carries kilograms that may be received. */
export function isCarrying(status: SlipStatus): boolean {
  return isOnRoad(status) || KILOGRAMS[status] === "stray";
}

/** True if a slip has moved kilograms that were not given back. */
export function hasMoved(status: SlipStatus): boolean {
  return KILOGRAMS[status] !== "none";
}

/** The account that holds what a slip of this status still carries. */
export function accountOfSlip(slip: number, status: SlipStatus): AccountKey {
  const kind = KILOGRAMS[status];
  if (kind !== "transit" && kind !== "stray") throw new Error(`a slip that is ${status} carries nothing`);
  return accountKey({ kind, slip });
}
