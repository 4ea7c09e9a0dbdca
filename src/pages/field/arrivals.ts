// The data of a receiver's page: his places, the loads on the way to them, and the stock there now. Read from the book in one look.
import { MATERIALS, type Material, SITE_TYPE } from "../../format/codes.ts";
import type { Services } from "../../http/services.ts";
import { accountKey } from "../../rules/book/accounts.ts";
import type { Book } from "../../rules/book/book.ts";
import type { SlipFact, SlipState } from "../../rules/book/facts.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { placeName } from "../../rules/readings/checkpoint-answer.ts";
import { isCarrying } from "../../rules/slips/slip-life.ts";
import type { View } from "../../store/view.ts";
import { readScales, type ScaleChoice } from "./scale-choices.ts";

/** A place where the party receives: a site of its own, or its packages of a project. */
export type ReceivingPlace = {
  index: number;
  name: string;
  packages: { number: number; name: string }[];
  project: boolean;
};
export type Arrival = {
  index: number;
  slip: SlipFact;
  state: SlipState;
  from: string;
  to: string;
  /** Null for whoever may not read it. */
  plate: string | null;
  cargo: Cargo;
};
export type Cargo = { material: Material | null; product: string | null; unit: string | null };
/** Kilograms of one material at a place; `product` names what embodies them. */
export type HeldStock = { place: string; material: Material; product: string | null; kg: number };
/** `next`: there are older slips than those looked at, before this leaf. */
export type Yard = {
  places: ReceivingPlace[];
  arrivals: Arrival[];
  next: number | undefined;
  held: HeldStock[];
  scales: readonly ScaleChoice[];
};

const MATERIAL_CODES = Object.keys(MATERIALS).map(Number) as Material[];

/** Slips that one page looks at, come or not, before it offers to go on: more than come to one place in the days that a load is on its way. */
const LOOKED_AT = 3000;

/** The newest slips to these places, and the leaf before which there are more. */
export async function latestTo(
  view: Pick<View, "list">,
  places: readonly number[],
  before?: number,
): Promise<{ readonly slips: readonly number[]; readonly next: number | undefined }> {
  const lists = await Promise.all(places.map((place) => view.list(`to/${place}`, LOOKED_AT + 1, before)));
  const all = lists.flat().sort((a, b) => b.leaf - a.leaf);
  // One leaf may send several slips here: what is cut off begins with a leaf of its own.
  const cut = all[LOOKED_AT]?.leaf;
  const listed = cut === undefined ? all : all.filter(({ leaf }) => leaf > cut);
  return { slips: [...new Set(listed.map(({ key }) => Number(key)))], next: cut === undefined ? undefined : cut + 1 };
}

/** Everything for a party's receiving page; `before` reads older slips. Undefined: it has no place to receive at. */
export async function readYard(services: Services, party: number, before?: number): Promise<Yard | undefined> {
  const { view } = services;
  const [sites, projects, recipes] = await Promise.all([
    view.whole(`sites/${party}`),
    view.whole(`projects/${party}`),
    view.whole("recipes"),
  ]);
  const { slips, next } = await latestTo(view, [...sites, ...projects], before);
  const scales = await readScales(services, [...sites, ...projects]);
  return view.read((book) => {
    const places = [...sitePlaces(book, sites), ...projectPlaces(book, projects, party)];
    if (places.length === 0) return undefined;
    const arrivals = mapLoading(slips, (index) => readArrival(book, index)).filter(({ slip, state }) =>
      isComing(slip, state, places),
    );
    return {
      places,
      arrivals,
      next,
      held: mapLoading(places, (place) => heldAt(book, place, party, recipes)).flat(),
      scales,
    };
  });
}

function sitePlaces(book: Book, sites: readonly number[]): ReceivingPlace[] {
  return mapLoading(sites, (index) => ({ index, site: book.need("site", index) }))
    .filter(({ site }) => site.type !== SITE_TYPE.checkpoint && site.type !== SITE_TYPE.mine)
    .map(({ index, site }) => ({ index, name: site.name, packages: [], project: false }));
}

function projectPlaces(book: Book, projects: readonly number[], party: number): ReceivingPlace[] {
  return mapLoading(projects, (index): ReceivingPlace | undefined => {
    const project = book.need("project", index);
    const all = party === project.owner || party === project.supervisor;
    const packages = project.packages.filter((contract) => all || contract.contractor === party);
    if (packages.length === 0) return undefined;
    return {
      index,
      name: project.name,
      packages: packages.map(({ number, name }) => ({ number, name })),
      project: true,
    };
  }).filter((place) => place !== undefined);
}

/** A slip with the names a receiver reads. */
export function readArrival(book: Book, index: number): Arrival {
  const slip = book.need("slip", index);
  const state = book.need("slipState", index);
  const recipe = slip.product === null ? undefined : book.need("recipe", slip.product);
  return {
    index,
    slip,
    state,
    from: placeName(book, slip.from),
    to: placeName(book, slip.to),
    plate: book.need("vehicle", slip.vehicle).plate,
    cargo: { material: slip.material, product: recipe?.name ?? null, unit: recipe?.unit ?? null },
  };
}

function isComing(slip: SlipFact, state: SlipState, places: readonly ReceivingPlace[]): boolean {
  if (!isCarrying(state.status)) return false;
  const place = places.find((each) => each.index === slip.to);
  return place !== undefined && (!place.project || place.packages.some((contract) => contract.number === slip.package));
}

function heldAt(book: Book, place: ReceivingPlace, party: number, recipes: readonly number[]): HeldStock[] {
  const products = [0, ...recipes];
  const rows = products.flatMap((product) => MATERIAL_CODES.map((material) => ({ product, material })));
  const accounts = (product: number, material: Material) =>
    place.project
      ? place.packages.map((contract) =>
          accountKey({ kind: "project", project: place.index, packageNumber: contract.number, product, material }),
        )
      : [accountKey({ kind: "stock", site: place.index, holder: party, product, material, source: 0 })];
  return mapLoading(rows, ({ product, material }): HeldStock => {
    const kg = accounts(product, material).reduce((sum, name) => sum + book.balance(name), 0);
    return { place: place.name, material, product: product === 0 ? null : book.need("recipe", product).name, kg };
  }).filter((held) => held.kg > 0);
}
