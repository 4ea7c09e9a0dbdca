// Work that comes round while a service runs.

/** Work that is repeated until stopped; `stop` waits for the round that is under way. */
export type Rounds = { stop(): Promise<void> };

/** Repeats the work at this interval, never two rounds at once. The work handles its own failures. Does not keep the process alive. */
export function startRounds(work: () => Promise<void>, everyMs: number, { atOnce = false } = {}): Rounds {
  let round: Promise<void> | undefined;
  const next = () => {
    round ??= work().finally(() => {
      round = undefined;
    });
  };
  const timer = setInterval(next, everyMs);
  timer.unref();
  if (atOnce) next();
  return {
    stop: async () => {
      clearInterval(timer);
      await round;
    },
  };
}
