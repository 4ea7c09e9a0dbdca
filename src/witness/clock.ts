// A witness's clock: a cosignature says when, so a clock that cannot be right signs nothing.
import { logEvent } from "../eventlog.ts";

/** The wall clock and a clock that only runs, both in milliseconds. */
export type Clock = { wallMs(): number; steadyMs(): number };

/** Wall and steady clock may drift apart this much between two looks before it counts as a leap. */
const LEAP_MS = 10_000;
const AHEAD_S = 90 * 86_400;
/** A machine without a battery wakes in 1970; no log of this kind is older. */
const EARLIEST_S = Date.UTC(2026, 0, 1) / 1000;

/** Reads Unix seconds that never run behind the last cosignature's. */
export class WitnessClock {
  readonly #clock: Clock;
  #offsetMs: number;
  #halted = false;

  /** Throws for a clock behind the last cosignature, 90 days ahead of it, or before 2026, unless the operator accepts it. */
  constructor(clock: Clock, lastS: number | undefined, accepted: boolean) {
    this.#clock = clock;
    this.#offsetMs = clock.wallMs() - clock.steadyMs();
    const nowS = clock.wallMs() / 1000;
    const sane = lastS === undefined ? nowS >= EARLIEST_S : nowS >= lastS && nowS <= lastS + AHEAD_S;
    if (sane || accepted) return;
    const [now, last] = [nowS, lastS ?? EARLIEST_S].map((each) => new Date(each * 1000).toISOString());
    throw new Error(
      `Đồng hồ máy (${now}) không khớp lần xác nhận trước (${last}). Chỉnh giờ, hoặc chạy với --accept-clock nếu chắc chắn. · ` +
        `The clock (${now}) does not fit the last cosignature (${last}). Set it, or start with --accept-clock if it is right.`,
    );
  }

  /** Now, or undefined once the wall clock has leapt; slow corrections are followed. */
  readS(): number | undefined {
    const wall = this.#clock.wallMs();
    const offset = wall - this.#clock.steadyMs();
    if (Math.abs(offset - this.#offsetMs) > LEAP_MS && !this.#halted) {
      this.#halted = true;
      logEvent("witness.halted", { reason: "clock", leapt_ms: Math.round(offset - this.#offsetMs) });
    }
    this.#offsetMs = offset;
    return this.#halted ? undefined : Math.floor(wall / 1000);
  }
}
