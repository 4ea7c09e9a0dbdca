// One seed: the province played twice, by the same people on the same days: once with nobody but honest people in it, once with crooks.
import { CRIME_NAMES, type CrimeName, planCrimes } from "./crooks.ts";
import { type Dossiers, planDossiers } from "./honest-dossiers.ts";
import { HonestTraffic, type Hurts } from "./honest-traffic.ts";
import { type CrimeResult, type HonestResult, judgeCrimes, judgeHonest } from "./judge.ts";
import { DAYS } from "./parameters.ts";
import { Road } from "./road.ts";
import { type PlayedProvince, START_S } from "./stage.ts";
import { World } from "./world.ts";

export type SeedResult = {
  readonly seed: number;
  readonly honest: HonestResult & { readonly hurts: HurtFigures; readonly dossiers: Dossiers };
  readonly crimes: readonly CrimeResult[];
  readonly among: HonestResult;
  readonly entries: number;
};
export type HurtFigures = Omit<Hurts, "codes"> & { readonly codes: Readonly<Record<string, number>> };

/** `kinds`: the crimes that are tried, in turn. */
export function playSeed(stage: PlayedProvince, seed: number, kinds: readonly CrimeName[] = CRIME_NAMES): SeedResult {
  const quiet = playWorld(stage, seed, []);
  const loud = playWorld(stage, seed, kinds);
  const { codes, ...hurts } = quiet.traffic.hurts;
  return {
    seed,
    honest: {
      ...judgeHonest(quiet.road),
      hurts: { ...hurts, codes: Object.fromEntries(codes) },
      dossiers: quiet.dossiers,
    },
    crimes: judgeCrimes(loud.road, loud.crimes),
    among: judgeHonest(loud.road),
    entries: quiet.road.world.log.leaves.length + loud.road.world.log.leaves.length,
  };
}

/** The crimes of one seed with nobody else on the road, for whoever wants to know what one rule catches. */
export function playCrimes(stage: PlayedProvince, seed: number, kinds: readonly CrimeName[]): readonly CrimeResult[] {
  const road = new Road(new World(stage, seed));
  keepClock(road.world);
  const crimes = planCrimes(road, kinds);
  road.world.run();
  return judgeCrimes(road, crimes);
}

/** The province of one seed with its honest people and, of these kinds, its crooks. */
export function playWorld(stage: PlayedProvince, seed: number, kinds: readonly CrimeName[]) {
  const road = new Road(new World(stage, seed));
  keepClock(road.world);
  const traffic = new HonestTraffic(road);
  traffic.begin();
  const dossiers = planDossiers(road);
  const crimes = kinds.length > 0 ? planCrimes(road, kinds) : [];
  road.world.run();
  return { road, traffic, crimes, dossiers };
}

/** The operator's hourly tick, so that nothing that time brings waits long. */
function keepClock(world: World): void {
  const chance = world.chance("operator");
  for (let hour = 1; hour < DAYS.until * 24; hour++)
    world.schedule.add(START_S + hour * 3600, (atS) => void world.say("operator", "clock.tick", {}, atS, chance));
}
