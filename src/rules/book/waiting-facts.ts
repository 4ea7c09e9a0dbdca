// Facts about observations that wait for a slip which the log does not have yet, or on which the authority has not ruled (waiting.ts).
import type { Body } from "../../format/kinds.ts";
import type { Observation } from "./observations.ts";

/** Observations under a typed code before its slip came: sightings, and the receipts and refusals to apply when it comes. */
export type WaitingFact = {
  sightings: Observation[];
  held: Held[];
  /** Who observed it first, and when that reached the log. */
  first: { party: number; receivedMs: number };
};
/** A receipt or refusal that waits: its index, event time and party. Its body is a fact of its own. */
export type Held = { index: number; seenS: number; party: number };
/** By the index of what waits. */
export type HeldFact = { kid: string } & (
  | { kind: "load.receive"; body: Received }
  | { kind: "load.refuse"; body: Refused }
  | { kind: "load.correct"; body: Corrected }
);
/** A receipt without the name of its slip. */
export type Received = Omit<Body<"load.receive">, "slip">;
/** A refusal without the name of its slip. */
export type Refused = Omit<Body<"load.refuse">, "slip">;
/** The correction of a receipt without the name of its slip. */
export type Corrected = Omit<Body<"load.correct">, "slip">;
