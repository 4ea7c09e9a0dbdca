// The data of a mine's or plant's page for a dispatcher: the routes from his places, what may leave on them, vehicles, and obstacles ahead.
import { INSTRUMENTS, MATERIALS, type Material, SITE_TYPE } from "../../format/codes.ts";
import type { Services } from "../../http/services.ts";
import { accountKey } from "../../rules/book/accounts.ts";
import type { Book } from "../../rules/book/book.ts";
import type { SiteFact, SlipFact, SlipState, SourceFact } from "../../rules/book/facts.ts";
import type { List } from "../../rules/book/lists.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { dayOf, startOfDay, yearOf } from "../../rules/numbers/time.ts";
import { placeName } from "../../rules/readings/checkpoint-answer.ts";
import { alikeOf } from "../../rules/registry/once.ts";
import { listSince } from "../../store/list-since.ts";
import type { LoadOrigin, SlipChoices } from "../../web/islands/shared/slip-form.ts";
import { formatQuantity, formatTonnes } from "../../words/as-written.ts";
import type { Lang, Words } from "../../words/lang.ts";
import { readScales, type ScaleChoice } from "./scale-choices.ts";
import { roomOf, type Warning, warningsOf } from "./warnings.ts";

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
  origins: MineOrigin[];
  sources: SourceRoom[];
  vehicles: [string, number][];
  today: TodaySlip[];
  scales: readonly ScaleChoice[];
};

/** Newest registered vehicles that the page carries, for when there is no network; any other is looked up by its plate. */
const AT_HAND = 2000;

async function keys(services: Services, lists: readonly List[], latest?: number): Promise<number[]> {
  const { view } = services;
  if (latest === undefined) return (await Promise.all(lists.map((list) => view.whole(list)))).flat();
  return (await Promise.all(lists.map((list) => view.list(list, latest)))).flat().map((each) => Number(each.key));
}

/** Reads what a party's mine page shows at a moment. Undefined: the party has no place that sends loads. */
export async function readMineData(services: Services, party: number): Promise<MineData | undefined> {
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
  return view.read((book) => {
    const places = mapLoading(sites, (index) => ({ index, site: book.need("site", index) })).filter(
      (p) => p.site.type !== SITE_TYPE.checkpoint,
    );
    if (places.length === 0) return undefined;
    const recent = readSlips(
      book,
      slips.flat().map(({ key }) => Number(key)),
      nowS,
    );
    const uniqueSources = [...new Set(sources)];
    return {
      sites: places,
      routes: byRecency(
        mapLoading(routes, (index) => readRoute(book, index)),
        recent,
      ),
      origins: places.flatMap((place) => originsAt(book, place, party, uniqueSources, recipes, nowS)),
      sources: mapLoading(uniqueSources, (index) => readRoom(book, index, nowS)),
      vehicles: mapLoading(vehicles, (index): [string, number] => [book.need("vehicle", index).plate, index]),
      today: recent.filter((slip) => dayOf(slip.slip.eventS) === dayOf(nowS)),
      scales,
    };
  });
}

function readSlips(book: Book, indexes: readonly number[], nowS: number): TodaySlip[] {
  const all = mapLoading(
    [...indexes].sort((a, b) => b - a),
    (index) => {
      const slip = book.need("slip", index);
      const state = book.need("slipState", index);
      return { index, slip, state, to: placeName(book, slip.to), plate: book.need("vehicle", slip.vehicle).plate };
    },
  );
  return all.filter((each) => each.slip.eventS > nowS - 7 * 86_400);
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

/** The route used last comes first: it is the most likely one. */
function byRecency(routes: MineRoute[], recent: readonly TodaySlip[]): MineRoute[] {
  const order = new Map<number, number>();
  for (const each of recent) if (!order.has(each.slip.route)) order.set(each.slip.route, order.size);
  return [...routes].sort((a, b) => (order.get(a.index) ?? 1e9) - (order.get(b.index) ?? 1e9) || a.index - b.index);
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

/** The registered vehicle that a typed plate or boat number means, in whatever spelling. */
export function vehicleOf({ view }: Services, plate: string): Promise<[string, number][]> {
  return view.read((book) => {
    const alike = ["road", "water"].flatMap((way) => alikeOf(book, "plate", [plate, way]));
    const equal = [...new Set(alike.filter(({ likeness }) => likeness === "equal").map(({ index }) => index))];
    return mapLoading(equal, (index): [string, number] => [book.need("vehicle", index).plate, index]);
  });
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
