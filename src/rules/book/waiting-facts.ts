// Facts about observations that wait for a slip which the log does not have yet, or on which the authority has not ruled (waiting.ts).
import type { Body } from "../../format/kinds.ts";
import type { Observation } from "./observations.ts";

/** Observations under a typed code before its slip came: sightings, and the receipts and refusals to apply when it comes. */
export type WaitingFact = {
  sightings: Observation[];
  held: Held[];
  /** Who observed it first, with which key, and when that reached the log. */
  first: { party: number; key: number; receivedMs: number };
  /** 1: its time is over and no slip had come. */
  lost?: 1;
};
/**
 * The codes that one key was the first to type and whose slips the log does not have: `open` may still come, `lost` did not come in time; `told` is how
 * many the authority was told of on a day.
 */
export type TypedFact = { open: number; lost: number; day: number; told: number };
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
