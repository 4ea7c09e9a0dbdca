// Crimes on the road: a slip that travels twice, on another lorry, half empty, to another place, or is written when the lorry has been stopped.
import type { Entry } from "../format/entry.ts";
import { askSlip, bareSlip, coverUp, type Deed, fullKg, lie } from "./crime.ts";
import type { PlayedWay } from "./stage.ts";
import type { TrueLoad } from "./true-load.ts";

const MINUTE_S = 60;

/** The crook's lorry goes with `kg` under a slip that says as much. */
function driveUnder(
  deed: Deed,
  way: PlayedWay,
  kg: number,
  then: (load: TrueLoad, arrivesS: number, fromS: number) => void,
): void {
  const { road, chance, lorry } = deed;
  askSlip(deed, way, kg, { atS: deed.atS }, (load, fromS) => {
    const arrivesS = fromS + road.travelS(way, chance);
    road.drive(load, { vehicle: lorry, kg }, fromS, arrivesS, chance);
    then(load, arrivesS, fromS);
  });
}

/** One slip, two trips: the first load is lawful, the second is dug without a licence. The keeper records it again, or lets it slip by. */
export function secondTrip(deed: Deed): void {
  const { road, chance, crime, lorry } = deed;
  const way = road.world.stage.ways["soldMine→soldYard"];
  const kg = fullKg(chance);
  driveUnder(deed, way, kg, (load, arrivesS) => {
    load.lawfulKg = kg;
    coverUp(deed, load, kg, arrivesS);
    const againS = arrivesS + way.minutes * MINUTE_S + MINUTE_S * chance.between(20, 60);
    road.drive(load, { vehicle: lorry, kg }, againS, againS + road.travelS(way, chance), chance);
    if (!chance.happens(400)) return;
    road.world.schedule.add(againS + way.minutes * MINUTE_S, (nowS) => {
      const entry = road.receive(load, way.to, kg, nowS, chance, { part: { part: 2, final: 1 } }).entry;
      crime.entries.push(entry);
    });
  });
}

/** The mine sells its slip for the sand of an unlicensed dredger, on a lorry that is not the slip's. */
export function otherLorry(deed: Deed): void {
  const { road, chance } = deed;
  const way = road.world.stage.ways["soldMine→dyke"];
  const kg = fullKg(chance);
  askSlip(deed, way, kg, { atS: deed.atS }, (load, fromS) => {
    const arrivesS = fromS + road.travelS(way, chance);
    const other = road.world.stage.bought.find((each) => each !== deed.lorry)!;
    road.drive(load, { vehicle: other, kg }, fromS, arrivesS, chance);
    coverUp(deed, load, kg, arrivesS);
  });
}

/** The slip says a full load, the lorry carries less than half, and the keeper writes what the slip says. */
export function halfEmpty(deed: Deed): void {
  const { road, chance, lorry } = deed;
  const way = road.world.stage.ways["soldMine→soldYard"];
  const kg = fullKg(chance);
  const trueKg = Math.floor((kg * chance.between(300, 600)) / 1000);
  askSlip(deed, way, kg, { atS: deed.atS }, (load, fromS) => {
    const arrivesS = fromS + road.travelS(way, chance);
    road.drive(load, { vehicle: lorry, kg: trueKg }, fromS, arrivesS, chance);
    load.lawfulKg = trueKg;
    coverUp(deed, load, kg, arrivesS);
  });
}

/** The load of a project's slip is tipped at a yard, and both record it. */
export function elsewhere(deed: Deed): void {
  const { road, chance, crime } = deed;
  const { ways, places } = road.world.stage;
  const way = ways["soldMine→dyke"];
  const kg = fullKg(chance);
  driveUnder(deed, way, kg, (load, arrivesS) => {
    coverUp(deed, load, kg, arrivesS + 600);
    road.world.schedule.add(arrivesS, (nowS) => {
      crime.entries.push(road.receive(load, places.soldYard, kg, nowS, chance).entry);
    });
  });
}

/** A lorry with unlicensed sand is stopped without a slip; the mine then signs one: on line, or back-dated for the receiver to bring. */
export function afterStop(deed: Deed): void {
  const { road, chance, crime, lorry, atS } = deed;
  const { stage } = road.world;
  const way = stage.ways["soldMine→soldYard"];
  const post = stage.posts[1];
  const kg = fullKg(chance);
  const persona = post.personas[0];
  const stopped = road.world.say(
    persona,
    "stop.record",
    { site: post.index, vehicle: lorry, stoppedS: road.world.hourOf(persona, atS) },
    atS,
    chance,
  );
  crime.entries.push(stopped);
  const goesS = atS + MINUTE_S * chance.between(70, 120);
  const cover = (load: TrueLoad) => {
    heldDuring(load, post.index, stopped);
    coverUp(deed, load, kg, goesS + way.minutes * MINUTE_S);
  };
  const askedS = atS + MINUTE_S * chance.between(20, 50);
  road.world.schedule.add(askedS, (nowS) =>
    askSlip(deed, way, kg, { atS: nowS }, cover, (_, refusedS) =>
      cover(bareSlip(deed, way, kg, refusedS, refusedS - 300)),
    ),
  );
}

function heldDuring(load: TrueLoad, place: number, stop: Entry): void {
  load.records.push({ what: "stopped", place, atS: stop.claimedS, entry: stop });
}

/** The supervisor turns the load away; the builder records it all the same. */
export function recordedThoughRefused(deed: Deed): void {
  const { road, chance } = deed;
  const way = road.world.stage.ways["soldMine→dyke"];
  const kg = fullKg(chance);
  driveUnder(deed, way, kg, (load, arrivesS) => {
    road.world.schedule.add(arrivesS, (nowS) => {
      const slip = { entry: load.slip.bytes };
      const body = { slip, at: way.to.index, package: way.to.package!, reason: "Cát lẫn nhiều bùn sét" };
      const entry = road.world.say("supervisor", "load.refuse", body, nowS, chance);
      load.records.push({ what: "refused", place: way.to.index, atS: entry.claimedS, entry });
    });
    coverUp(deed, load, kg, arrivesS + MINUTE_S * chance.between(40, 120));
  });
}

/** The lorry passes, the mine takes the slip back, and its capacity is there to be sold once more. */
export function voidOnTheRoad(deed: Deed): void {
  const { road, chance } = deed;
  const way = road.world.stage.ways["soldMine→soldYard"];
  const kg = fullKg(chance);
  driveUnder(deed, way, kg, (load, arrivesS) => {
    road.world.schedule.add(arrivesS, (nowS) => {
      const slip = road.world.log.indexOf(load.slip)!;
      const entry = lie(deed, way.from.persona, "slip.void", { slip, reason: "Xe hỏng, không chạy" }, nowS);
      load.records.push({ what: "void", place: way.from.index, atS: entry.claimedS, entry });
    });
  });
}

/** A real trip, and a second slip for the same lorry while it is on its way: on line, or back-dated and brought by the receiver. */
export function twoSlips(deed: Deed): void {
  const { road, chance } = deed;
  const way = road.world.stage.ways["soldMine→soldYard"];
  const kg = fullKg(chance);
  driveUnder(deed, way, kg, (load, arrivesS, fromS) => {
    load.lawfulKg = kg;
    coverUp(deed, load, kg, arrivesS);
    const laterS = fromS + MINUTE_S * chance.between(3, 20);
    const cover = (second: TrueLoad) => coverUp(deed, second, kg, arrivesS + MINUTE_S * chance.between(5, 40));
    road.world.schedule.add(laterS, (nowS) =>
      askSlip(deed, way, kg, { atS: nowS }, cover, (_, refusedS) => cover(bareSlip(deed, way, kg, refusedS, refusedS))),
    );
  });
}
