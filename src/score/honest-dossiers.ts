// Honest dossiers: when every telephone has sent what it held, each builder claims the embankment that his own notes of what came to the site
// bear out, and the treasury's figures are asked for.
import { CLAIM_KIND } from "../format/codes.ts";
import { claimAsItStands, rulesOfClaim } from "../rules/payment/claim.ts";
import { CLAIMS } from "./parameters.ts";
import type { Road } from "./road.ts";
import { EMBANKMENT, type PlayedPlace, START_S } from "./stage.ts";
import type { TrueLoad } from "./true-load.ts";

export type Dossiers = { asked: number; refused: number; cut: number };

/** Kilograms of sand in a cubic metre of embankment: 1.22 m³ at 1,380 kg, as the demo's recipe says. */
const SAND = { numerator: 122 * 1380, denominator: 100 } as const;

/** Plans the claims of both builders; the answer is filled in when the days are played. */
export function planDossiers(road: Road): Dossiers {
  const dossiers: Dossiers = { asked: 0, refused: 0, cut: 0 };
  const { places } = road.world.stage;
  for (const place of [places.dyke, places.bridge])
    road.world.schedule.add(START_S + CLAIMS.afterDays * 86_400, (atS) => claim(road, place, atS, dossiers));
  return dossiers;
}

function claim(road: Road, place: PlayedPlace, atS: number, dossiers: Dossiers): void {
  const { world } = road;
  const kg = road.loads.filter((each) => each.way.to === place).reduce((sum, each) => sum + notedKg(each, place), 0);
  const claimedKg = Math.floor((kg * CLAIMS.permille) / 1000);
  const quantityMilli = Math.floor((claimedKg * 1000 * SAND.denominator) / SAND.numerator);
  if (quantityMilli < 1000) return;
  const { number: contractLine, ...work } = EMBANKMENT;
  const valueDong = Math.floor((quantityMilli * work.unitPriceDong + 500) / 1000);
  const line = { ...work, contractLine, quantityMilli, valueDong, recipe: world.stage.embankment };
  const body = { project: place.index, package: place.package!, number: 1, kind: CLAIM_KIND.interim, lines: [line] };
  const chance = world.chance(`claim ${place.index}`);
  const proposed = world.say(place.persona, "annex.propose", body, atS, chance, (answer, nowS) => {
    dossiers.asked += 1;
    if ("refused" in answer) {
      dossiers.refused += 1;
      return;
    }
    const annex = answer.index;
    const signed = { annex, entryId: proposed.id };
    world.say("supervisor", "annex.cosign", signed, nowS + 600, chance, (_, thenS) =>
      world.say("owner", "annex.cosign", signed, thenS + 600, chance, () => weigh(road, annex, dossiers)),
    );
  });
}

/** The kilograms that a builder noted of a load, part by part, and never more than its slip says. */
function notedKg(load: TrueLoad, place: PlayedPlace): number {
  const parts = new Map<number, number>();
  for (const each of load.records)
    if (each.what === "received" && each.place === place.index && !parts.has(each.part ?? 1))
      parts.set(each.part ?? 1, each.kg ?? 0);
  return Math.min(
    load.slipKg,
    [...parts.values()].reduce((sum, kg) => sum + kg, 0),
  );
}

function weigh({ world }: Road, annex: number, dossiers: Dossiers): void {
  const { book } = world.log;
  const result = claimAsItStands(book, annex, rulesOfClaim(book, book.need("claim", annex)));
  const { acceptedDong = 0, claimedDong = 1 } = result?.figures ?? {};
  if (acceptedDong === 0) dossiers.refused += 1;
  else if (acceptedDong < claimedDong) dossiers.cut += 1;
}
