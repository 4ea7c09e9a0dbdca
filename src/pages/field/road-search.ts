// Searches on the road: slips that are on their way at this moment, by plate, by a plate's last digits or by the firm that sent them. One
// answer reads a bounded part of the ledger and says where to read on.
import type { Services } from "../../http/services.ts";
import type { Book } from "../../rules/book/book.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { DAY_S } from "../../rules/numbers/time.ts";
import { type SlipView, viewSlip } from "../../rules/readings/checkpoint-answer.ts";
import { alikeOf } from "../../rules/registry/once.ts";
import { slipsOnWay, vehiclesOf } from "../../rules/slips/searches.ts";
import { isOnRoad } from "../../rules/slips/slip-life.ts";
import { isPlateEnd, plateEnding, plateKey } from "../../spelling/plates.ts";

/** Vehicles, or slips of one place, that one answer looks at. */
const AT_ONCE = 100;

/** `before` reads on; `plate` is the typed text where it is a whole plate, whether or not a vehicle has it. */
export type RoadSearch = {
  readonly slips: readonly SlipView[];
  readonly before: number | undefined;
  readonly by: "plate" | "digits" | "firm";
  readonly vehicles: Readonly<Record<string, { plate: string }>>;
};

/** Searches by what an officer typed. */
export async function searchRoad(services: Services, typed: string, before?: number): Promise<RoadSearch> {
  const nowS = Math.floor(services.now() / 1000);
  if (isPlateEnd(typed)) return byDigits(services, typed, nowS, before);
  const firms = await services.view.read((book) => [
    ...alikeOf(book, "tax-code", [typed]),
    ...alikeOf(book, "party", [typed]),
  ]);
  const [firm] = firms;
  return firm ? byFirm(services, firm.index, nowS, before) : byPlate(services, typed, nowS);
}

function byPlate({ view }: Services, typed: string, nowS: number): Promise<RoadSearch> {
  return view.read((book) => {
    const found = vehiclesOf(book, typed);
    const slips = mapLoading(found, (vehicle) => slipsOnWay(book, vehicle, nowS)).flat();
    return { by: "plate", before: undefined, slips: viewsOf(book, slips), vehicles: platesOf(book, found) };
  });
}

async function byDigits({ view }: Services, digits: string, nowS: number, before?: number): Promise<RoadSearch> {
  const listed = await view.list(`endings/${plateEnding(digits)!}`, AT_ONCE, before);
  const vehicles = listed.map(({ key }) => Number(key));
  return view.read((book) => {
    const ending = mapLoading(vehicles, (index) => ({ index, plate: book.need("vehicle", index).plate }))
      .filter(({ plate }) => plateKey(plate).endsWith(digits))
      .map(({ index }) => index);
    const slips = mapLoading(ending, (vehicle) => slipsOnWay(book, vehicle, nowS)).flat();
    const more = listed.length === AT_ONCE ? listed.at(-1)?.leaf : undefined;
    return { by: "digits", before: more, slips: viewsOf(book, slips), vehicles: {} };
  });
}

/** Slips that leave a firm's places, newest first; what was signed more than two days ago is on its way no longer. */
async function byFirm({ view }: Services, firm: number, nowS: number, before?: number): Promise<RoadSearch> {
  const sites = await view.whole(`sites/${firm}`);
  const lists = await Promise.all(sites.map((site) => view.list(`from/${site}`, AT_ONCE, before)));
  const leaves = [...new Set(lists.flat().map(({ leaf }) => leaf))].sort((a, b) => b - a).slice(0, AT_ONCE);
  const full = leaves.length === AT_ONCE;
  return view.read((book) => {
    const read = mapLoading(leaves, (index) => ({ index, slip: book.need("slip", index) }));
    const onWay = mapLoading(read, ({ index, slip }) =>
      slip.expiresS >= nowS && isOnRoad(book.need("slipState", index).status) ? [index] : [],
    ).flat();
    const oldest = read.at(-1);
    const more = full && oldest && oldest.slip.eventS > nowS - 2 * DAY_S ? oldest.index : undefined;
    return { by: "firm", before: more, slips: viewsOf(book, onWay), vehicles: {} };
  });
}

function viewsOf(book: Book, slips: readonly number[]): SlipView[] {
  return mapLoading(slips, (index) => viewSlip(book, index, book.need("slip", index), book.need("slipState", index)));
}

function platesOf(book: Book, vehicles: readonly number[]): RoadSearch["vehicles"] {
  return Object.fromEntries(mapLoading(vehicles, (index) => [index, { plate: book.need("vehicle", index).plate }]));
}
