// Vehicles and destinations among thousands, by what a dispatcher remembers of them: a plate or its last digits, a part of a name, the last
// digits of a tax code. One answer reads a bounded part of the ledger.
import type { Services } from "../../http/services.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { vehiclesOf } from "../../rules/slips/searches.ts";
import { bare } from "../../spelling/folding.ts";
import { isPlateEnd, plateEnding, plateKey } from "../../spelling/plates.ts";
import type { View } from "../../store/view.ts";

/** As many as a dispatcher reads before he types one digit more. */
const SHOWN = 12;
/** Vehicles with the same last three digits, or routes, that one look reads, and looks of one answer. */
const AT_ONCE = 500;
const LOOKS = 10;

/** The registered vehicles of a typed plate or boat number, in whatever spelling, or of its last three to five digits; plate and index. */
export async function vehiclesLike({ view }: Pick<Services, "view">, typed: string): Promise<[string, number][]> {
  if (isPlateEnd(typed)) return vehiclesEnding(view, plateKey(typed));
  return view.read((book) =>
    mapLoading(vehiclesOf(book, typed), (index): [string, number] => [book.need("vehicle", index).plate, index]),
  );
}

async function vehiclesEnding(view: View, digits: string): Promise<[string, number][]> {
  const found: [string, number][] = [];
  let before: number | undefined;
  for (let look = 0; look < LOOKS && found.length < SHOWN; look++) {
    const listed = await view.list(`endings/${plateEnding(digits)!}`, AT_ONCE, before);
    const vehicles = await view.facts(
      "vehicle",
      listed.map(({ key }) => key),
    );
    for (const [index, { plate }] of vehicles) if (plateKey(plate).endsWith(digits)) found.push([plate, Number(index)]);
    before = listed.at(-1)?.leaf;
    if (listed.length < AT_ONCE) break;
  }
  return found.slice(0, SHOWN);
}

/** Of these routes, newest first, those whose destination has the typed text in its name or in one that it had before, or whose keeper's tax code ends so. */
export async function routesTo(view: View, routes: readonly number[], typed: string): Promise<number[]> {
  const sought = bare(typed);
  if (sought.length < 2) return [];
  const found: number[] = [];
  for (let look = 0; look < LOOKS && found.length < SHOWN; look++) {
    const some = routes.slice(look * AT_ONCE, (look + 1) * AT_ONCE);
    if (some.length === 0) break;
    const names = await destinationsOf(view, some);
    found.push(
      ...some.filter((route) => {
        const { called, taxCode } = names.get(route) ?? { called: [], taxCode: "" };
        return (
          called.some((name) => bare(name).includes(sought)) ||
          (/^[0-9]{3,14}$/.test(sought) && bare(taxCode).endsWith(sought))
        );
      }),
    );
  }
  return found.slice(0, SHOWN);
}

type Destination = { readonly called: readonly string[]; readonly taxCode: string };

/** Where routes lead: the names that the place or project has and had, and the tax code of whoever keeps or owns it. */
async function destinationsOf(view: View, routes: readonly number[]): Promise<Map<number, Destination>> {
  const facts = await view.facts("route", routes);
  const places = [...new Set([...facts.values()].map(({ to }) => to))];
  const [sites, projects] = await Promise.all([view.facts("site", places), view.facts("project", places)]);
  const keepers = [...sites.values()]
    .map(({ party }) => party)
    .concat([...projects.values()].map(({ owner }) => owner));
  const parties = await view.facts("party", [...new Set(keepers)]);
  return new Map(
    [...facts].map(([route, { to }]) => {
      const [site, project] = [sites.get(String(to)), projects.get(String(to))];
      const keeper = parties.get(String(site?.party ?? project?.owner ?? ""));
      const before = (site?.former ?? []).map(({ name }) => name);
      return [
        Number(route),
        { called: [site?.name ?? project?.name ?? "", ...before], taxCode: keeper?.taxCode ?? "" },
      ];
    }),
  );
}
