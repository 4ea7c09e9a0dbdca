// Names behind log indexes: places, parties, vehicles and products as they were registered.
import type { View } from "../../store/view.ts";

/** Names of places, whether sites or projects, by their index. */
export async function placeNames(view: View, indexes: readonly number[]): Promise<Map<number, string>> {
  const wanted = [...new Set(indexes)];
  const [sites, projects] = await Promise.all([view.facts("site", wanted), view.facts("project", wanted)]);
  return new Map(
    wanted.flatMap((index) => {
      const name = sites.get(String(index))?.name ?? projects.get(String(index))?.name;
      return name === undefined ? [] : [[index, name] as const];
    }),
  );
}

/** Names of parties by their index. */
export async function partyNames(view: View, indexes: readonly number[]): Promise<Map<number, string>> {
  const parties = await view.facts("party", [...new Set(indexes)]);
  return new Map([...parties].map(([index, party]) => [Number(index), party.name]));
}

/** Names of mixed products by their recipe's index. */
export async function productNames(view: View, indexes: readonly number[]): Promise<Map<number, string>> {
  const recipes = await view.facts("recipe", [...new Set(indexes)]);
  return new Map([...recipes].map(([index, recipe]) => [Number(index), recipe.name]));
}
