// Crimes of places: a mine that digs at night or sells paper, a yard that sells sand it never had or records more than came.
import { MATERIAL, MEASURE } from "../format/codes.ts";
import { dayOf, startOfDay } from "../rules/numbers/time.ts";
import { askSlip, bareSlip, coverUp, type Deed, fullKg, lie } from "./crime.ts";
import { CROOKS } from "./parameters.ts";
import type { TrueLoad } from "./true-load.ts";

const MINUTE_S = 60;

/** Sand dug at ten in the evening: asked for as it is, then by an hour of the day, then signed as of the day and brought by the receiver. */
export function nightDigging(deed: Deed): void {
  const { road, chance, lorry } = deed;
  const way = road.world.stage.ways["soldMine→soldYard"];
  const kg = fullKg(chance);
  const midnightS = startOfDay(dayOf(deed.atS));
  const digsS = midnightS + MINUTE_S * chance.between(1290, 1380);
  const dayS = midnightS + MINUTE_S * chance.between(1110, 1138);
  const drive = (load: TrueLoad, fromS: number, receivedS?: number) => {
    const arrivesS = fromS + road.travelS(way, chance);
    if (chance.happens(CROOKS.nightPatrol)) {
      const post = way.posts[0]!;
      const atS = fromS + Math.floor((arrivesS - fromS) / 2);
      road.world.schedule.add(
        atS,
        (nowS) => void road.scan(load, post, post.personas[0], nowS, { vehicle: lorry, kg, weighs: false }, chance),
      );
    }
    coverUp(deed, load, kg, arrivesS, receivedS);
  };
  road.world.schedule.add(digsS, (nowS) =>
    askSlip(deed, way, kg, { atS: nowS }, drive, (_, laterS) =>
      askSlip(deed, way, kg, { atS: laterS, claimedS: dayS }, drive, (__, lastS) =>
        drive(bareSlip(deed, way, kg, lastS, dayS), lastS, dayS + way.minutes * MINUTE_S),
      ),
    ),
  );
}

/** A slip for a lorry that never moves: mine and keeper agree about everything. */
export function paperLoad(deed: Deed): void {
  const { road, chance } = deed;
  const way = road.world.stage.ways["soldMine→soldYard"];
  const kg = fullKg(chance);
  askSlip(deed, way, kg, { atS: deed.atS }, (load, fromS) =>
    coverUp(deed, load, kg, fromS + road.travelS(way, chance)),
  );
}

/** A mill of paper: one lorry that stays at home, thirty loads in two days. */
export function paperMill(deed: Deed): void {
  const { road, chance } = deed;
  const way = road.world.stage.ways["soldMine→soldYard"];
  const cycleS = (2 * way.minutes + 15) * MINUTE_S;
  for (let trip = 0; trip < 30; trip++) {
    const atS = deed.atS + trip * cycleS;
    if (atS > startOfDay(dayOf(deed.atS)) + 17 * 3600) return;
    const kg = fullKg(chance);
    road.world.schedule.add(atS, (nowS) => {
      // Another lorry of the firm for every second load, so that no driver would be too busy.
      const lorry = road.world.stage.bought[trip % 2]!;
      askSlip({ ...deed, lorry }, way, kg, { atS: nowS }, (load, fromS) =>
        coverUp(deed, load, kg, fromS + road.travelS(way, chance)),
      );
    });
  }
}

/** A yard sells sand that it never had: asks for a slip, then counts more than it has, then signs with no network for the builder to bring. */
export function yardPaper(deed: Deed): void {
  const { road, chance } = deed;
  const { ways, places } = road.world.stage;
  const way = ways["soldYard→dyke"];
  const kg = fullKg(chance);
  const missing = road.world.log.book;
  const stock = missing
    .lots(`stock/${places.soldYard.index}/${places.soldYard.party}/0/${MATERIAL.sand}/0`)
    .reduce((sum, lot) => sum + lot.left, 0);
  const count = {
    site: places.soldYard.index,
    material: MATERIAL.sand,
    massKg: stock + 3 * kg,
    measure: MEASURE.volume,
  };
  const cover = (load: TrueLoad, atS: number) => coverUp(deed, load, kg, atS + road.travelS(way, chance));
  deed.crime.about.add(places.soldYard.index);
  if (stock > kg) {
    // There is sand in the book, so that selling its paper would only spend it.
    lie(deed, "soldKeeper", "stock.count", count, deed.atS);
    return;
  }
  askSlip(deed, way, kg, { atS: deed.atS }, cover, (_, atS) => {
    lie(deed, "soldKeeper", "stock.count", count, atS);
    const againS = atS + 300;
    road.world.schedule.add(againS, (nowS) =>
      askSlip(deed, way, kg, { atS: nowS }, cover, (__, lastS) => cover(bareSlip(deed, way, kg, lastS, lastS), lastS)),
    );
  });
}

/** A third more is recorded than the slip says: sand of nobody's licence tipped onto the heap. */
export function mixedIn(deed: Deed): void {
  const { road, chance, lorry } = deed;
  const way = road.world.stage.ways["soldMine→soldYard"];
  const kg = Math.floor(fullKg(chance) * 0.7);
  askSlip(deed, way, kg, { atS: deed.atS }, (load, fromS) => {
    const arrivesS = fromS + road.travelS(way, chance);
    road.drive(load, { vehicle: lorry, kg }, fromS, arrivesS, chance);
    load.lawfulKg = kg;
    coverUp(deed, load, Math.floor((kg * chance.between(1250, 1420)) / 1000), arrivesS);
  });
}

/** Unused capacity put aside: a month's digging recorded for one day. */
export function banked(deed: Deed): void {
  const { road, chance, atS } = deed;
  const { soldMine } = road.world.stage.places;
  deed.crime.about.add(soldMine.source!);
  const body = {
    source: soldMine.source!,
    site: soldMine.index,
    material: MATERIAL.sand,
    day: dayOf(atS),
    massKg: chance.between(2_000_000, 8_000_000),
    measure: MEASURE.survey,
  };
  lie(deed, "soldMiner", "extract.record", body, atS);
}

/** A dozen slips of one lorry within an hour, each signed as of a few minutes before the last, and received one after the other. */
export function burst(deed: Deed): void {
  const { road, chance } = deed;
  const way = road.world.stage.ways["soldMine→soldYard"];
  for (let i = 0; i < 12; i++) {
    const atS = deed.atS + i * 240;
    const kg = fullKg(chance);
    road.world.schedule.add(atS, (nowS) => {
      const cover = (load: TrueLoad, fromS: number) => coverUp(deed, load, kg, fromS + 900);
      askSlip(deed, way, kg, { atS: nowS, claimedS: nowS - i * 60 }, cover, (_, lastS) =>
        cover(bareSlip(deed, way, kg, lastS, nowS - i * 60), lastS),
      );
    });
  }
}

/** Slips signed for nothing and left to run out; three days later the receiver writes them down with the hour of the first day. */
export function strayBank(deed: Deed): void {
  const { road, chance } = deed;
  const way = road.world.stage.ways["soldMine→soldYard"];
  const kg = fullKg(chance);
  askSlip(deed, way, kg, { atS: deed.atS }, (load, fromS) =>
    coverUp(deed, load, kg, fromS + chance.between(80, 100) * 3600, fromS + road.travelS(way, chance)),
  );
}
