// The clock that stamps leaves. Times in the log never run back, so a wall clock that leaps would poison it for good: it is watched
// against the monotonic clock, and intake halts rather than stamp a time that cannot be right.

import { logEvent } from "../eventlog.ts";

/** The wall clock and a clock that only runs, both in milliseconds. */
export type Clock = { wallMs(): number; steadyMs(): number };

/** Wall and steady clock may drift apart this much between two looks before it counts as a leap. */
const LEAP_MS = 10_000;
/** A start further ahead of the last leaf than this needs an operator's word. */
const AHEAD_MS = 90 * 86_400_000;

export class Watch {
  readonly #clock: Clock;
  #offsetMs: number;
  #halted = false;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#offsetMs = clock.wallMs() - clock.steadyMs();
  }

  /** Checks the clock against the log's last leaf at start; throws unless the operator accepts it. */
  begin(lastMs: number | undefined, accepted: boolean): void {
    const now = this.#clock.wallMs();
    if (lastMs === undefined || accepted) return;
    if (now < lastMs || now > lastMs + AHEAD_MS) {
      const [clock, last] = [new Date(now).toISOString(), new Date(lastMs).toISOString()];
      throw new Error(
        `Đồng hồ máy (${clock}) không khớp mục cuối của sổ (${last}). Chỉnh giờ, hoặc chạy với --accept-clock nếu chắc chắn. · ` +
          `The clock (${clock}) does not fit the log's last entry (${last}). Set it, or start with --accept-clock if it is right.`,
      );
    }
  }

  /** Now, or undefined once the wall clock has leapt. Slow corrections (NTP slewing) are followed. */
  read(): number | undefined {
    const wall = this.#clock.wallMs();
    const offset = wall - this.#clock.steadyMs();
    if (Math.abs(offset - this.#offsetMs) > LEAP_MS && !this.#halted) {
      this.#halted = true;
      logEvent("intake.halted", { reason: "clock", leapt_ms: Math.round(offset - this.#offsetMs) });
    }
    this.#offsetMs = offset;
    return this.#halted ? undefined : wall;
  }
}

/** This machine's clocks. */
export const systemClock: Clock = { wallMs: () => Date.now(), steadyMs: () => performance.now() };
