// One thing that `so-nguon doctor` has looked at.
import type { CommandError } from "../words/command-error.ts";

/** `fault`: act now; `warn`: act this week. Both say what to do. */
export type Finding = {
  readonly check: string;
  readonly level: "ok" | "warn" | "fault";
  readonly vi: string;
  readonly en: string;
};

/** A finding that says in both languages how things are. */
export function lookedAt(check: string, level: Finding["level"], vi: string, en: string): Finding {
  return { check, level, vi, en };
}

/** A fault in the words of a refusal. */
export function faultOf(check: string, { vi, en }: CommandError): Finding {
  return lookedAt(check, "fault", vi, en);
}
