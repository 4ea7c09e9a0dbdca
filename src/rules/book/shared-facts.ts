// Parts that facts of several files have in common.
import type { Status } from "../../format/codes.ts";

/** The status of something since which log index; `sinceS` where it was changed after it began. */
export type StatusSince = { status: Status; index: number; sinceS?: number };

/** The three who sign for a contract package. */
export const CHAIRS = ["contractor", "supervisor", "owner"] as const;
export type Chair = (typeof CHAIRS)[number];
