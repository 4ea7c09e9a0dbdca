// This machine's clocks, and the watch over them. Times in a log and in cosignatures never run back, so whoever signs a time compares
// the wall clock with the monotonic one, and stops rather than sign a time that cannot be right.

/** The wall clock and a clock that only runs forward, both in milliseconds. */
export type Clock = { wallMs(): number; steadyMs(): number };

/** This machine's clocks. */
export const systemClock: Clock = { wallMs: () => Date.now(), steadyMs: () => performance.now() };

/** If wall and steady clock drift apart by more than this between two looks, the wall clock has leapt. */
const LEAP_MS = 10_000;
/** A clock further ahead of the last signed time than this needs an operator's word. */
const AHEAD_MS = 90 * 86_400_000;

/** Tells whether a clock fits the last time that was signed: not behind it, and not more than 90 days ahead. */
export function fitsLast(nowMs: number, lastMs: number): boolean {
  return nowMs >= lastMs && nowMs <= lastMs + AHEAD_MS;
}

/** Reads the wall clock until it leaps; from then on it gives no time. */
export class ClockWatch {
  readonly #clock: Clock;
  readonly #onLeap: (leaptMs: number) => void;
  #offsetMs: number;
  #halted = false;

  /** `onLeap` is told once by how much the wall clock leapt. */
  constructor(clock: Clock, onLeap: (leaptMs: number) => void) {
    this.#clock = clock;
    this.#onLeap = onLeap;
    this.#offsetMs = clock.wallMs() - clock.steadyMs();
  }

  /** Now in milliseconds, or undefined once the wall clock has leapt. Slow corrections (NTP slewing) are followed. */
  readMs(): number | undefined {
    const wall = this.#clock.wallMs();
    const offset = wall - this.#clock.steadyMs();
    if (Math.abs(offset - this.#offsetMs) > LEAP_MS && !this.#halted) {
      this.#halted = true;
      this.#onLeap(Math.round(offset - this.#offsetMs));
    }
    this.#offsetMs = offset;
    return this.#halted ? undefined : wall;
  }
}
