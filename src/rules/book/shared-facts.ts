// Parts that facts of several files have in common.
import type { Direction, Status } from "../../format/codes.ts";

/** How something stands since which log index; `sinceS` where it was changed after it began. */
export type Standing = { status: Status; index: number; sinceS?: number };

/** An observation that contradicts a slip, and whose it is. */
export type Contest = { index: number; why: string; party: number };

/** One sighting of a slip at a checkpoint. */
export type Sighting = { index: number; site: number; direction: Direction; seenS: number; party: number };
