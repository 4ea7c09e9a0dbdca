// The ways of the made-up province: which place sends what to where, how long it takes, and the posts beside it.

import type { Chance } from "../demo/chance.ts";
import { MATERIAL } from "../format/codes.ts";
import { isPackage, type Mine, type Package, type Place, type Way } from "./land.ts";
import type { Press } from "./press.ts";

type Places = {
  mines: readonly Mine[];
  crushers: readonly Place[];
  yards: readonly Place[];
  plants: readonly Place[];
  shops: readonly Place[];
  posts: readonly Place[];
  packages: readonly Package[];
};
type Planned = Omit<Way, "route" | "product">;

/** How much of the traffic goes each sort of way; about a fifth ends at shops that have no device yet. */
const SHARES = {
  mineYard: 180,
  mineRoad: 150,
  mineShop: 90,
  rock: 170,
  crusherPlant: 90,
  crusherRoad: 80,
  yardPlant: 90,
  yardRoad: 50,
  yardShop: 70,
  crusherShop: 50,
  concrete: 70,
  fill: 110,
};

/** Registers every way and answers them. */
export async function layWays(press: Press, chance: Chance, places: Places, concrete: number): Promise<Way[]> {
  const planned = planWays(chance, places);
  const bodies = planned.map(({ from, to, minutes, checkpoints }) => ({
    from: from.index,
    to: isPackage(to) ? to.project : to.index,
    distanceM: minutes * 420,
    minutes,
    cycleMinutes: minutes,
    ...(checkpoints.length > 0 ? { checkpoints: checkpoints.map((post) => post.index) } : {}),
  }));
  const routes = await press.enter("authority", "route.set", bodies);
  return planned.map((way, i) => ({
    ...way,
    route: routes[i]!,
    product: way.cargo === "concrete" ? concrete : undefined,
  }));
}

function planWays(chance: Chance, places: Places): Planned[] {
  const { mines, crushers, yards, plants, shops, packages } = places;
  const [sand, rock, pits] = ([1, 3, 4] as const).map((material) =>
    mines.filter((mine) => mine.material === material),
  ) as [Mine[], Mine[], Mine[]];
  const roads = packages.filter((each) => each.sort === "road");
  const structures = packages.filter((each) => each.sort === "structure");
  const ways: Planned[] = [];
  const join = (
    from: readonly Place[],
    to: readonly (Place | Package)[],
    cargo: Way["cargo"],
    share: number,
    silent = false,
  ) => {
    const pairs = from.flatMap((start) => some(chance, to, 3).map((end) => ({ start, end })));
    for (const { start, end } of pairs) {
      const minutes = chance.between(15, 75);
      ways.push({
        from: start,
        to: end,
        minutes,
        checkpoints: postsOf(chance, places.posts),
        cargo,
        silent,
        weight: share / pairs.length,
      });
    }
  };
  join(sand, yards, MATERIAL.sand, SHARES.mineYard);
  join(sand, roads, MATERIAL.sand, SHARES.mineRoad);
  join(sand, shops, MATERIAL.sand, SHARES.mineShop, true);
  for (const [i, mine] of rock.entries()) {
    const minutes = chance.between(8, 15);
    ways.push({
      from: mine,
      to: crushers[i]!,
      minutes,
      checkpoints: [],
      cargo: MATERIAL.blastedRock,
      silent: false,
      weight: SHARES.rock / rock.length,
    });
  }
  join(crushers, plants, MATERIAL.stone1x2, SHARES.crusherPlant);
  join(crushers, roads, MATERIAL.gradedAggregate, SHARES.crusherRoad);
  join(crushers, shops, MATERIAL.stoneDust, SHARES.crusherShop, true);
  join(yards, plants, MATERIAL.sand, SHARES.yardPlant);
  join(yards, roads, MATERIAL.sand, SHARES.yardRoad);
  join(yards, shops, MATERIAL.sand, SHARES.yardShop, true);
  join(plants, structures, "concrete", SHARES.concrete);
  join(pits, roads, MATERIAL.fill, SHARES.fill);
  return ways;
}

/** Up to `most` of a list, each once. */
function some<T>(chance: Chance, list: readonly T[], most: number): T[] {
  const rest = [...list];
  const taken: T[] = [];
  while (rest.length > 0 && taken.length < most) taken.push(...rest.splice(chance.below(rest.length), 1));
  return taken;
}

/** Most ways pass a post, some two, some none. */
function postsOf(chance: Chance, posts: readonly Place[]): Place[] {
  const count = chance.happens(250) ? 0 : chance.happens(250) ? 2 : 1;
  return some(chance, posts, count);
}
