// A signal as the book keeps it: integers and codes, never words.
import type { SignalCode, Subject } from "../../words/signals.ts";

/** A signal that the software raised at a leaf; `project` is the project that it concerns, so that its treasury reads it too. */
export type Signal = {
  readonly code: SignalCode;
  readonly subject: Subject;
  project: number | null;
  readonly figures: Readonly<Record<string, number>>;
};
