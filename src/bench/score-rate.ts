// How fast the score plays: loads a minute of one thread, the whole province and the product's fold included.
import { playSeed } from "../score/play-seed.ts";
import { openPlayedProvince } from "../score/stage.ts";

/** Plays a few provinces after one that warms the program up. */
export async function measureScore(seeds: number): Promise<number> {
  const stage = await openPlayedProvince();
  playSeed(stage, 0);
  const startedMs = performance.now();
  let loads = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const { honest, among } = playSeed(stage, seed);
    loads += honest.loads + among.loads;
  }
  return loads / ((performance.now() - startedMs) / 60_000);
}
