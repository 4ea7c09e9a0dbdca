// A witness's clock: a cosignature states a time, so a witness whose clock cannot be right signs nothing.
import { type Clock, ClockWatch, fitsLast } from "../disk/machine-clock.ts";
import { logEvent } from "../eventlog.ts";

/** A machine without a battery wakes in 1970; no log of this kind is older. */
const EARLIEST_MS = Date.UTC(2026, 0, 1);

/** Reads Unix seconds that never run behind the last cosignature's. */
export class WitnessClock {
  readonly #watch: ClockWatch;

  /** Throws for a clock behind the last cosignature, 90 days ahead of it, or before 2026, unless the operator accepts it. */
  constructor(clock: Clock, lastS: number | undefined, accepted: boolean) {
    this.#watch = new ClockWatch(clock, (leaptMs) =>
      logEvent("witness.halted", { reason: "clock", leapt_ms: leaptMs }),
    );
    const nowMs = clock.wallMs();
    const sane = lastS === undefined ? nowMs >= EARLIEST_MS : fitsLast(nowMs, lastS * 1000);
    if (sane || accepted) return;
    const [now, last] = [nowMs, lastS === undefined ? EARLIEST_MS : lastS * 1000].map((ms) =>
      new Date(ms).toISOString(),
    );
    throw new Error(
      `Đồng hồ máy (${now}) không khớp lần xác nhận trước (${last}). Chỉnh giờ, hoặc chạy với --accept-clock nếu chắc chắn. · ` +
        `The clock (${now}) does not fit the last cosignature (${last}). Set it, or start with --accept-clock if it is right.`,
    );
  }

  /** Now, or undefined once the wall clock has leapt. */
  readS(): number | undefined {
    const now = this.#watch.readMs();
    return now === undefined ? undefined : Math.floor(now / 1000);
  }
}
