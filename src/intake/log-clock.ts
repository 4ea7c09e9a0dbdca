// The clock that stamps leaves.
import { type Clock, ClockWatch, fitsLast } from "../disk/machine-clock.ts";
import { logEvent } from "../eventlog.ts";

/** Gives each leaf its time, and none once the machine's clock has leapt. */
export class LogClock extends ClockWatch {
  readonly #wall: Clock;

  constructor(clock: Clock) {
    super(clock, (leaptMs) => logEvent("intake.halted", { reason: "clock", leapt_ms: leaptMs }));
    this.#wall = clock;
  }

  /** Checks the clock against the log's last leaf at start; throws unless the operator accepts it. */
  begin(lastMs: number | undefined, accepted: boolean): void {
    const now = this.#wall.wallMs();
    if (lastMs === undefined || accepted || fitsLast(now, lastMs)) return;
    const [clock, last] = [new Date(now).toISOString(), new Date(lastMs).toISOString()];
    throw new Error(
      `Đồng hồ máy (${clock}) không khớp mục cuối của sổ (${last}). Chỉnh giờ, hoặc chạy với --accept-clock nếu chắc chắn. · ` +
        `The clock (${clock}) does not fit the log's last entry (${last}). Set it, or start with --accept-clock if it is right.`,
    );
  }
}
