// Places that the ledger has already, by keeper, kind and name: the rules let a keeper have several places of one name, so that whoever
// registers from a file is told which of them are there.
import { REGISTER_SORTS } from "../../estimate/register-columns.ts";
import type { Body } from "../../format/kinds.ts";
import { bare } from "../../spelling/folding.ts";
import type { View } from "../../store/view.ts";

type Place = Body<"site.register">;
/** A place that the ledger has, and whether it is in the same commune too. */
export type SiteThere = { readonly index: number; readonly same: boolean };

const AT_ONCE = 1000;

const nameKey = (party: number, type: number, name: string) => `${party}/${type}/${bare(name)}`;

/** A place by everything that tells it from others of its keeper. */
export function siteKey({ party, type, name, commune = "" }: Place): string {
  return `${nameKey(party, type, name)}/${bare(commune)}`;
}

/** For each of the places asked about the one that the ledger has: of the same commune where there is one. */
export async function sitesThere(
  view: View,
  asked: readonly (Place | undefined)[],
): Promise<(SiteThere | undefined)[]> {
  const wanted = new Set(asked.flatMap((site) => (site ? [nameKey(site.party, site.type, site.name)] : [])));
  if (wanted.size === 0) return asked.map(() => undefined);
  const named = await namedSo(view, wanted);
  const indexes = [...named.values()].flat();
  const communes = new Map<number, string>();
  for (let at = 0; at < indexes.length; at += AT_ONCE)
    for (const { index, entry } of await view.entries(indexes.slice(at, at + AT_ONCE)))
      if (entry.kind === REGISTER_SORTS.sites.kind) communes.set(index, bare(entry.body.commune ?? ""));
  return asked.map((site) => {
    const found = site ? (named.get(nameKey(site.party, site.type, site.name)) ?? []) : [];
    const same = found.find((index) => communes.get(index) === bare(site?.commune ?? ""));
    const index = same ?? found[0];
    return index === undefined ? undefined : { index, same: same !== undefined };
  });
}

/** The ledger's places under the names and keepers that they have and had, of those that are wanted. */
async function namedSo(view: View, wanted: ReadonlySet<string>): Promise<Map<string, number[]>> {
  const all = await view.whole("sites");
  const named = new Map<string, number[]>();
  for (let at = 0; at < all.length; at += AT_ONCE) {
    const some = await view.facts("site", all.slice(at, at + AT_ONCE));
    for (const [index, { name, party, type, former = [] }] of some) {
      const keys = [{ name, party }, ...former].map((each) => nameKey(each.party, type, each.name));
      for (const key of new Set(keys)) if (wanted.has(key)) named.set(key, [...(named.get(key) ?? []), Number(index)]);
    }
  }
  return named;
}
