// The data of a mine's or plant's page for a dispatcher: the routes from his places, what may leave on them, vehicles, and obstacles ahead.
import type { SlipIssue } from "../../format/bodies/movement.ts";
import { INSTRUMENTS, MATERIALS, type Material, SITE_TYPE } from "../../format/codes.ts";
import type { Services } from "../../http/services.ts";
import { accountKey } from "../../rules/book/accounts.ts";
import type { Book } from "../../rules/book/book.ts";
import type { SiteFact, SlipFact, SlipState, SourceFact } from "../../rules/book/facts.ts";
import type { List } from "../../rules/book/lists.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { DAY_S, dayOf, startOfDay, yearOf } from "../../rules/numbers/time.ts";
import { placeName } from "../../rules/readings/checkpoint-answer.ts";
import { listSince } from "../../store/list-since.ts";
import type { View } from "../../store/view.ts";
import type { LoadOrigin, SlipChoices } from "../../web/islands/shared/slip-form.ts";
import { formatQuantity, formatTonnes } from "../../words/as-written.ts";
import type { Lang, Words } from "../../words/lang.ts";
import { routesTo } from "./desk-search.ts";
import { readScales, type ScaleChoice } from "./scale-choices.ts";
import { roomOf, scaleWarnings, type Warning, warningsOf } from "./warnings.ts";

export type MineRoute = {
  index: number;
  from: number;
  fromName: string;
  toName: string;
  km: number;
  packages: { number: number; name: string }[];
};
export type MineOrigin = LoadOrigin & { site: number; siteName: string; label: Words };
/** The rest of a source's year and reserve in kilograms; null where the instrument states no limit. */
export type SourceRoom = {
  index: number;
  number: string;
  instrument: Words;
  year: number;
  yearLeftKg: number | null;
  yearKg: number | null;
  totalLeftKg: number | null;
  warnings: Warning[];
};
export type TodaySlip = { index: number; slip: SlipFact; state: SlipState; to: string; plate: string };
export type MineData = {
  sites: { index: number; site: SiteFact }[];
  routes: MineRoute[];
  /** True where there are more routes than `routes` has: a destination is searched then. */
  manyRoutes: boolean;
  /** How many destinations the search found, where one was made. */
  foundRoutes: number | undefined;
  origins: MineOrigin[];
  sources: SourceRoom[];
  /** About the scales of its places. */
  scaleWarnings: Warning[];
  vehicles: [string, number][];
  today: TodaySlip[];
  /** The party's latest slip, to be repeated. */
  last: LastSlip | undefined;
  scales: readonly ScaleChoice[];
};
/** A slip as its sender signed it, and what its form showed of it. */
export type LastSlip = TodaySlip & { body: SlipIssue };
/** Looked for by the dispatcher: a destination that he typed, the route of his form, the slip to repeat; every route for a file of slips. */
export type DeskSearch = { to?: string; route?: number; again?: number; everyRoute?: true };

/** Newest registered vehicles that the page carries, for when there is no network; any other is looked up by its plate. */
const AT_HAND = 2000;
/** Slips of the day whose routes and sender are looked at. */
const LOOKED_BACK = 200;
/** Routes that the page offers before one is searched: those of late slips, then the newest. */
const ROUTES_AT_HAND = 60;

async function keys(services: Services, lists: readonly List[], latest?: number): Promise<number[]> {
  const { view } = services;
  if (latest === undefined) return (await Promise.all(lists.map((list) => view.whole(list)))).flat();
  return (await Promise.all(lists.map((list) => view.list(list, latest)))).flat().map((each) => Number(each.key));
}

/** Reads what a party's mine page shows at a moment. Undefined: the party has no place that sends loads. */
export async function readMineData(
  services: Services,
  party: number,
  sought: DeskSearch = {},
): Promise<MineData | undefined> {
  const { view } = services;
  const nowS = Math.floor(services.now() / 1000);
  const sites = await keys(services, [`sites/${party}`]);
  const [routes, sources, recipes, vehicles, slips] = await Promise.all([
    keys(
      services,
      sites.map((site): List => `routes/${site}`),
    ),
    keys(
      services,
      sites.map((site): List => `sources/${site}`),
    ),
    keys(services, ["recipes"]),
    keys(services, ["vehicles"], AT_HAND),
    Promise.all(sites.map((site) => listSince(view, `from/${site}`, startOfDay(dayOf(nowS)) * 1000))),
  ]);
  const scales = await readScales(services, sites);
  const scaleIndexes = await keys(
    services,
    sites.map((site): List => `scales/${site}`),
  );
  const sent = slips
    .flat()
    .map(({ key }) => Number(key))
    .sort((a, b) => b - a);
  const offered = await routesAtHand(view, routes, sent, sought);
  const last = await lastSlipOf(view, party, sent, sought.again);
  return view.read((book) => {
    const places = mapLoading(sites, (index) => ({ index, site: book.need("site", index) })).filter(
      (p) => p.site.type !== SITE_TYPE.checkpoint,
    );
    if (places.length === 0) return undefined;
    const recent = readSlips(book, sent, nowS);
    const uniqueSources = [...new Set(sources)];
    return {
      sites: places,
      routes: mapLoading(offered.routes, (index) => readRoute(book, index)),
      manyRoutes: offered.routes.length < routes.length,
      foundRoutes: offered.found,
      origins: places.flatMap((place) => originsAt(book, place, party, uniqueSources, recipes, nowS)),
      sources: mapLoading(uniqueSources, (index) => readRoom(book, index, nowS)),
      scaleWarnings: scaleWarnings(book, scaleIndexes, nowS),
      vehicles: mapLoading(vehicles, (index): [string, number] => [book.need("vehicle", index).plate, index]),
      today: recent.filter((slip) => dayOf(slip.slip.eventS) === dayOf(nowS)),
      last: last && { ...readSlip(book, last.index), body: last.body },
      scales,
    };
  });
}

function readSlips(book: Book, indexes: readonly number[], nowS: number): TodaySlip[] {
  const all = mapLoading(indexes, (index) => readSlip(book, index));
  return all.filter((each) => each.slip.eventS > nowS - 7 * DAY_S);
}

function readSlip(book: Book, index: number): TodaySlip {
  const slip = book.need("slip", index);
  const state = book.need("slipState", index);
  return { index, slip, state, to: placeName(book, slip.to), plate: book.need("vehicle", slip.vehicle).plate };
}

/** The slip that is asked for, or the party's latest; another's slip is not repeated. */
async function lastSlipOf(
  view: View,
  party: number,
  sent: readonly number[],
  again: number | undefined,
): Promise<{ index: number; body: SlipIssue } | undefined> {
  const newest = sent.slice(0, LOOKED_BACK);
  const facts = await view.facts("slip", again === undefined ? newest : [again, ...newest]);
  const index = [again, ...newest].find((each) => each !== undefined && facts.get(String(each))?.issuer === party);
  const [stored] = index === undefined ? [] : await view.entries([index]);
  return stored?.entry.kind === "slip.issue" ? { index: stored.index, body: stored.entry.body } : undefined;
}

function readRoute(book: Book, index: number): MineRoute {
  const route = book.need("route", index);
  const project = book.get("project", route.to);
  return {
    index,
    from: route.from,
    fromName: placeName(book, route.from),
    toName: project?.name ?? placeName(book, route.to),
    km: Math.round(route.distanceM / 1000),
    packages: project?.packages.map(({ number, name }) => ({ number, name })) ?? [],
  };
}

/** The routes that the form offers: the one in it, those searched, those of late slips with the latest first, then the newest. */
async function routesAtHand(
  view: View,
  routes: readonly number[],
  sent: readonly number[],
  { to, route, everyRoute }: DeskSearch,
): Promise<{ routes: number[]; found: number | undefined }> {
  if (everyRoute) return { routes: [...routes], found: undefined };
  const own = new Set(routes);
  const late = await view.facts("slip", sent.slice(0, LOOKED_BACK));
  const byUse = sent.flatMap((slip) => late.get(String(slip))?.route ?? []);
  const found = to === undefined ? undefined : await routesTo(view, routes, to);
  const first = [...(found ?? []), ...(route === undefined ? [] : [route]), ...byUse].filter((each) => own.has(each));
  const rest = routes.length <= ROUTES_AT_HAND ? [...routes].sort((a, b) => a - b) : routes;
  return { routes: [...new Set([...first, ...rest])].slice(0, ROUTES_AT_HAND), found: found?.length };
}

function originsAt(
  book: Book,
  place: MineData["sites"][number],
  party: number,
  sources: readonly number[],
  recipes: readonly number[],
  nowS: number,
): MineOrigin[] {
  const at = { site: place.index, siteName: place.site.name };
  if (place.site.type === SITE_TYPE.mine) {
    return sources.flatMap((index) => {
      const source = book.need("source", index);
      if (!source.sites.includes(place.index)) return [];
      const room = roomOf(book, index, source, nowS);
      const stopped = warningsOf(book, index, source, nowS).some((warning) => warning.stops);
      return source.materials.map((material) => sourceOrigin(at, index, source, material, stopped ? "stopped" : room));
    });
  }
  const stocked = (Object.keys(MATERIALS) as unknown as Material[]).map(Number) as Material[];
  const stocks = mapLoading(stocked, (material) => ({
    material,
    kg: book.balance(accountKey({ kind: "stock", site: place.index, holder: party, product: 0, material, source: 0 })),
  }));
  const mixed = mapLoading(recipes, (product) => ({
    product,
    milli: book.get("mixed", `${place.index}/${party}/${product}`)?.quantityMilli ?? 0,
    recipe: book.need("recipe", product),
  }));
  return [
    ...stocks
      .filter((s) => s.kg > 0)
      .map(({ material, kg }) => ({
        ...at,
        value: `k:${place.index}:${material}`,
        material,
        label: {
          vi: `${MATERIALS[material].vi} trong kho, còn ${formatTonnes(kg, "vi")} tấn`,
          en: `${MATERIALS[material].en} in stock, ${formatTonnes(kg, "en")} t left`,
        },
      })),
    ...mixed
      .filter((m) => m.milli > 0)
      .map(({ product, milli, recipe }) => ({
        ...at,
        value: `p:${place.index}:${product}`,
        product,
        label: {
          vi: `${recipe.name}, còn ${formatQuantity(milli, "vi")} ${recipe.unit}`,
          en: `${recipe.name}, ${formatQuantity(milli, "en")} ${recipe.unit} left`,
        },
      })),
  ];
}

function sourceOrigin(
  at: { site: number; siteName: string },
  index: number,
  source: SourceFact,
  material: Material,
  leftKg: number | null | "stopped",
): MineOrigin {
  const left = (lang: Lang) => {
    if (leftKg === "stopped") return lang === "vi" ? ", chưa xuất được lúc này" : ", not now";
    return leftKg === null
      ? ""
      : lang === "vi"
        ? `, còn ${formatTonnes(leftKg, lang)} tấn năm nay`
        : `, ${formatTonnes(leftKg, lang)} t left this year`;
  };
  return {
    ...at,
    value: `s:${index}:${material}`,
    source: index,
    material,
    label: {
      vi: `${MATERIALS[material].vi}, ${INSTRUMENTS[source.instrument].vi} ${source.number}${left("vi")}`,
      en: `${MATERIALS[material].en}, ${INSTRUMENTS[source.instrument].en} ${source.number}${left("en")}`,
    },
  };
}

function readRoom(book: Book, index: number, nowS: number): SourceRoom {
  const source = book.need("source", index);
  const ground = book.need("ground", index);
  return {
    index,
    number: source.number,
    instrument: INSTRUMENTS[source.instrument],
    year: yearOf(nowS),
    yearKg: source.yearKg,
    yearLeftKg: roomOf(book, index, source, nowS),
    totalLeftKg: source.totalKg === null ? null : Math.max(0, source.totalKg - ground.drawnKg),
    warnings: warningsOf(book, index, source, nowS),
  };
}

/** The choices that the form's reader needs. */
export function choicesOf(mine: MineData, party: number): SlipChoices {
  return {
    party,
    routes: mine.routes.map(({ index, from, packages }) => ({
      index,
      from,
      packages: packages.map((each) => each.number),
    })),
    vehicles: mine.vehicles,
    origins: mine.origins.map(({ value, site, source, material, product }) => ({
      value,
      site,
      ...(source === undefined ? {} : { source }),
      ...(material === undefined ? {} : { material }),
      ...(product === undefined ? {} : { product }),
    })),
  };
}
