// The trust bundle that a checkpoint's device takes along for hours without network: keys, plates, routes, and slips that no longer travel. Served to
// officers on duty alone, since it holds plates; never to the public and never cached on the way. The log's key vouches for it, so that
// a device believes neither a proxy nor an older list (format/trust.ts).

import { utf8 } from "../../format/bytes.ts";
import { ROLE, type Role, SITE_TYPE, VEHICLE_CLASSES, type VehicleClass } from "../../format/codes.ts";
import { headOf } from "../../format/note.ts";
import { trustHeadOf } from "../../format/trust.ts";

import type { Services } from "../../http/services.ts";
import type { Who } from "../../http/who.ts";
import { rulesAt } from "../../rules/acts/context.ts";
import type { Book } from "../../rules/book/book.ts";
import type { List } from "../../rules/book/lists.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { allowanceS } from "../../rules/numbers/time.ts";
import { endOf, placeName } from "../../rules/readings/checkpoint-answer.ts";
import type { Trust, TrustBundle } from "../../web/islands/shared/offline.ts";

/** Who may take the list along. */
export const ON_DUTY: readonly Role[] = [ROLE.transportControl];

/** A day without network is a bad day; a list older than that misses too many revocations. */
const MAX_AGE_S = 86_400;
/** Slips whose time ran out longer ago than this show as expired anyway. */
const ENDED_WITHIN_S = 86_400;
const MOST = 5000;

type Indexes = {
  parties: string[];
  sites: number[];
  routes: number[];
  vehicles: number[];
  sources: number[];
  recipes: number[];
  slips: number[];
  kids: string[];
};

/** The list as of now with the log's word for it; undefined while the log is empty. */
export async function trustFor(services: Services, who: Who): Promise<TrustBundle | undefined> {
  // The head first: what is read afterwards may know more than the head says, never less.
  const note = await services.sequencer.head();
  const head = headOf(note);
  if (!note || !head) return undefined;
  const trust = await listFor(services, who, note);
  const document = JSON.stringify(trust);
  const issuedS = Math.floor(trust.madeMs / 1000);
  const made = { origin: services.origin, size: head.size, issuedS, maxAgeS: MAX_AGE_S };
  return { note: await services.sequencer.vouch(trustHeadOf(utf8(document), made)), document };
}

async function listFor(services: Services, who: Who, head: string): Promise<Trust> {
  const nowMs = services.now();
  const indexes = await gather(services);
  const read = await services.view.read((book) => ({
    keys: keysOf(book, indexes.kids),
    ...waysOf(book, indexes.routes, Math.floor(nowMs / 1000)),
    vehicles: named(indexes.vehicles, (index) => {
      const { plate, class: vehicleClass } = book.need("vehicle", index);
      return { plate, class: vehicleClass };
    }),
    sources: named(indexes.sources, (index) => book.need("source", index).number),
    products: named(indexes.recipes, (index) => {
      const { name, unit } = book.need("recipe", index);
      return { name, unit };
    }),
    ended: endedOf(book, indexes.slips, Math.floor(nowMs / 1000)),
    sites: named(
      indexes.sites.filter((index) => {
        const site = book.need("site", index);
        return site.type === SITE_TYPE.checkpoint && site.party === who.party;
      }),
      (index) => book.need("site", index).name,
    ),
  }));
  return { origin: services.origin, madeMs: nowMs, maxAgeS: MAX_AGE_S, head, ...read };
}

async function gather(services: Services): Promise<Indexes> {
  const list = async (name: List, limit = MOST) => (await services.view.list(name, limit)).map((row) => row.key);
  const many = async (names: List[], limit = MOST) =>
    (await Promise.all(names.map((name) => list(name, limit)))).flat();
  const [parties, sites, vehicles, sources, recipes] = await Promise.all([
    list("parties"),
    list("sites"),
    list("vehicles"),
    list("sources"),
    list("recipes"),
  ]);
  const [kids, routes, slips] = await Promise.all([
    many(parties.map((party): List => `keys/${Number(party)}`)),
    many(sites.map((site): List => `routes/${Number(site)}`)),
    many(
      sites.map((site): List => `from/${Number(site)}`),
      200,
    ),
  ]);
  const numbers = (keys: string[]) => [...new Set(keys.map(Number))];
  return {
    parties,
    kids,
    sites: numbers(sites),
    routes: numbers(routes),
    vehicles: numbers(vehicles),
    sources: numbers(sources),
    recipes: numbers(recipes),
    slips: numbers(slips),
  };
}

function named<T>(indexes: readonly number[], read: (index: number) => T): Record<string, T> {
  return Object.fromEntries(mapLoading(indexes, (index) => [String(index), read(index)]));
}

function keysOf(book: Book, kids: readonly string[]): Trust["keys"] {
  return Object.fromEntries(
    mapLoading(kids, (kid) => {
      const { key, party, revoked, frozen } = book.need("key", kid);
      return [kid, { key, party, ended: revoked ?? frozen }];
    }),
  );
}

function waysOf(book: Book, indexes: readonly number[], nowS: number): Pick<Trust, "routes" | "packages"> {
  const { marginMinutes } = rulesAt(book.need("rules", 0), nowS).set;
  const packages: Trust["packages"] = {};
  const classes = Object.keys(VEHICLE_CLASSES).map(Number) as VehicleClass[];
  const routes = named(indexes, (index) => {
    const route = book.need("route", index);
    for (const contract of book.get("project", route.to)?.packages ?? [])
      packages[`${index}/${contract.number}`] = contract.name;
    return {
      from: placeName(book, route.from),
      to: placeName(book, route.to),
      allowS: Object.fromEntries(classes.map((each) => [String(each), allowanceS(route.minutes, each, marginMinutes)])),
      checkpoints: route.checkpoints,
    };
  });
  return { routes, packages };
}

function endedOf(book: Book, slips: readonly number[], nowS: number): Trust["ended"] {
  const rows = mapLoading(slips, (index): [string, Trust["ended"][string]] | undefined => {
    const slip = book.need("slip", index);
    const state = book.need("slipState", index);
    if (slip.expiresS < nowS - ENDED_WITHIN_S) return undefined;
    const end = endOf(book, slip, state);
    return end && [slip.code, end];
  });
  return Object.fromEntries(rows.filter((row) => row !== undefined));
}
