// One honest load on its way, with whatever goes wrong for honest people, and what they do about it.
import type { Chance } from "../demo/chance.ts";
import { DIRECTION } from "../format/codes.ts";
import type { Entry } from "../format/entry.ts";
import { MISHAPS, STAYS, WATER } from "./parameters.ts";
import type { Road } from "./road.ts";
import type { PlayedPlace } from "./stage.ts";
import type { Recorded, TrueLoad } from "./true-load.ts";
import { massOf, methodBandKg } from "./true-load.ts";

const MINUTE_S = 60;
/** Whoever needs a network for an act tries again so often, for three days. */
const TRIES = { everyS: 1200, times: 220 } as const;

export class Mishaps {
  readonly #road: Road;
  readonly #stocked: (load: TrueLoad, kg: number) => void;
  /** Acts of honest people that the ledger refused, by kind and code. */
  readonly refusals = new Map<string, number>();

  constructor(road: Road, stocked: (load: TrueLoad, kg: number) => void) {
    this.#road = road;
    this.#stocked = stocked;
  }

  /** Plays the load from the gate to its end; `back` is told when the lorry is empty. */
  play(load: TrueLoad, kg: number, atS: number, chance: Chance, back: (atS: number) => void): void {
    const happens = (permille: number) => chance.happens(permille);
    const mishap = {
      notLeft: happens(MISHAPS.notLeft),
      breakdown: happens(MISHAPS.breakdown),
      diverted: happens(MISHAPS.diverted),
      dawdles: happens(MISHAPS.dawdles) ? MINUTE_S * chance.between(...MISHAPS.dawdleMinutes) : 0,
    };
    if (mishap.notLeft) this.#takeBack(load, atS + MINUTE_S * chance.between(3, 15), chance, back);
    else if (mishap.breakdown) this.#breakDown(load, kg, atS, chance, back);
    else if (mishap.diverted && load.way === this.#road.world.stage.ways["mine→dyke"])
      this.#divert(load, kg, atS, chance, back);
    else this.#drive(load, kg, atS, atS + this.#road.travelS(load.way, chance) + mishap.dawdles, chance, back);
  }

  #drive(
    load: TrueLoad,
    kg: number,
    fromS: number,
    arrivesS: number,
    chance: Chance,
    back: (atS: number) => void,
  ): void {
    const tap = chance.happens(MISHAPS.plateTap);
    const { posts } = load.way;
    if (tap && posts.length > 0) this.#tapWrongly(load, kg, fromS + Math.floor((arrivesS - fromS) / 2), chance);
    else this.#road.drive(load, { vehicle: load.vehicle, kg }, fromS, arrivesS, chance);
    this.#road.world.schedule.add(arrivesS, (atS) => this.#arrive(load, this.#wet(kg, chance), atS, chance, back));
  }

  /** Sand drains on the way, or is rained on. */
  #wet(kg: number, chance: Chance): number {
    const permille = chance.happens(WATER.rainy) ? chance.below(WATER.mostRain) : -chance.below(WATER.mostDrained);
    return Math.round((kg * (1000 + permille)) / 1000);
  }

  #arrive(load: TrueLoad, kg: number, atS: number, chance: Chance, back: (atS: number) => void): void {
    const { to } = load.way;
    const tippedS = atS + MINUTE_S * chance.between(...STAYS.tipping);
    if (chance.happens(MISHAPS.turnedAway) && load.way.from.source !== undefined) {
      this.#turnAway(load, kg, tippedS, chance, back);
      return;
    }
    load.lawfulKg = kg;
    const foundKg = this.#road.weighedAt(to, kg, chance);
    this.#stocked(load, foundKg);
    back(tippedS);
    const { schedule } = this.#road.world;
    if (chance.happens(MISHAPS.inParts)) {
      const first = Math.floor((foundKg * chance.between(300, 700)) / 1000);
      schedule.add(
        tippedS,
        (nowS) => void this.#road.receive(load, to, first, nowS, chance, { part: { part: 1, final: 0 } }),
      );
      schedule.add(tippedS + MINUTE_S * chance.between(10, 40), (nowS) => {
        this.#road.receive(load, to, foundKg - first, nowS, chance, { part: { part: 2, final: 1 } });
      });
      return;
    }
    const typo = chance.happens(MISHAPS.typo) ? this.#typed(foundKg, chance) : undefined;
    schedule.add(tippedS, (nowS) => {
      const record = this.#road.receive(load, to, typo ?? foundKg, nowS, chance);
      if (typo !== undefined) this.#correct(load, record, foundKg, nowS, chance);
    });
    if (to.package === 2 && chance.happens(MISHAPS.recordedTwice))
      schedule.add(tippedS + MINUTE_S * chance.between(1, 20), (nowS) => {
        const again = this.#road.weighedAt(to, kg, chance);
        this.#road.receive(load, to, again, nowS, chance, { persona: "supervisor" });
      });
  }

  /** A number as a tired person types it: a digit too few, or two swapped. */
  #typed(kg: number, chance: Chance): number {
    if (chance.happens(500)) return Math.max(1, Math.floor(kg / 10));
    const digits = String(kg).split("");
    [digits[1], digits[2]] = [digits[2]!, digits[1]!];
    return Number(digits.join(""));
  }

  /** Does something as soon as all who sign have a network and the log has the slip, and the record that it is about. */
  #whenOnline(
    load: TrueLoad,
    personas: readonly string[],
    atS: number,
    act: (index: number, atS: number, record: number) => void,
    about: Entry = load.slip,
  ): void {
    const { world } = this.#road;
    const attempt = (nowS: number, times: number) => {
      const [index, record] = [world.log.indexOf(load.slip), world.log.indexOf(about)];
      const known = index !== undefined && record !== undefined;
      if (known && personas.every((each) => world.hasNetwork(each, nowS))) act(index, nowS, record);
      else if (times < TRIES.times) world.schedule.add(nowS + TRIES.everyS, (at) => attempt(at, times + 1));
    };
    world.schedule.add(atS, (nowS) => attempt(nowS, 0));
  }

  #correct(load: TrueLoad, record: Recorded, kg: number, atS: number, chance: Chance): void {
    if (!chance.happens(MISHAPS.noticed)) return;
    const { world } = this.#road;
    const { to } = load.way;
    const correct = (index: number, nowS: number, receipt: number) => {
      const body = {
        receipt,
        slip: { index },
        at: to.index,
        part: 1,
        final: 1 as const,
        ...massOf(to, kg),
        ...(to.package === undefined ? {} : { package: to.package }),
        reason: "Gõ nhầm khối lượng khi nhận",
      };
      world.say(to.persona, "load.correct", body, nowS, chance, (answer) => this.#heard("load.correct", answer));
      record.kg = kg;
      record.bandKg = methodBandKg(to, kg);
    };
    const noticedS = atS + MINUTE_S * chance.between(...MISHAPS.noticedMinutes);
    this.#whenOnline(load, [to.persona], noticedS, correct, record.entry);
  }

  #heard(kind: string, answer: { refused: { code: string } } | { index: number }): void {
    if (!("refused" in answer)) return;
    const key = `${kind}: ${answer.refused.code}`;
    this.refusals.set(key, (this.refusals.get(key) ?? 0) + 1);
  }

  /** An officer taps "another plate" by mistake, and corrects it on the same telephone. */
  #tapWrongly(load: TrueLoad, kg: number, atS: number, chance: Chance): void {
    const { world } = this.#road;
    const post = load.way.posts[0]!;
    const persona = post.personas[0];
    world.schedule.add(atS, (seenS) => {
      const lorry = { vehicle: load.vehicle, kg, weighs: false, saysOther: true };
      const record = this.#road.scan(load, post, persona, seenS, lorry, chance);
      if (!chance.happens(MISHAPS.noticed)) return;
      const correct = (index: number, nowS: number, passage: number) => {
        const body = {
          passage,
          slip: { index },
          direction: DIRECTION.outbound,
          seenS: record.atS,
          plateMatches: 1 as const,
          reason: "Bấm nhầm nút biển số",
        };
        world.say(persona, "passage.correct", body, nowS, chance, (answer) => this.#heard("passage.correct", answer));
        record.otherPlate = false;
      };
      const noticedS = seenS + MINUTE_S * chance.between(...MISHAPS.noticedMinutes);
      this.#whenOnline(load, [persona], noticedS, correct, record.entry);
    });
  }

  /** The lorry does not leave: its slip is void, and its sand goes back on the heap. */
  #takeBack(load: TrueLoad, atS: number, chance: Chance, back: (atS: number) => void): void {
    const { persona } = load.way.from;
    this.#whenOnline(load, [persona], atS, (slip, nowS) => {
      const { world } = this.#road;
      const reason = "Xe hỏng tại mỏ, hạ tải";
      world.say(persona, "slip.void", { slip, reason }, nowS, chance, (answer, heardS) => {
        this.#heard("slip.void", answer);
        if ("refused" in answer) this.#reverse(persona, { slip, reason }, heardS, chance);
      });
    });
    if (load.way.from.source === undefined)
      this.#stocked({ ...load, way: { ...load.way, to: load.way.from } }, load.slipKg);
    back(atS + 1800);
  }

  /** A slip that has expired before its mine had a network again: the mine asks, and the authority agrees. */
  #reverse(persona: string, body: { slip: number; reason: string }, atS: number, chance: Chance): void {
    const { world } = this.#road;
    world.say(persona, "slip.reverse", body, atS + 5 * MINUTE_S, chance, (answer, heardS) => {
      this.#heard("slip.reverse", answer);
      if ("refused" in answer) return;
      const answersS = heardS + 60 * MINUTE_S * chance.between(...STAYS.authorityHours);
      world.say("authority", "approve", { proposal: answer.index }, answersS, chance, (approved) =>
        this.#heard("approve", approved),
      );
    });
  }

  /** Another lorry takes the load over, once sender and receiver have signed; both lorries wait for it. */
  #breakDown(load: TrueLoad, kg: number, atS: number, chance: Chance, back: (atS: number) => void): void {
    const { world } = this.#road;
    const vehicle = chance.pick(world.stage.spare);
    const body = { vehicle, reason: "Xe hỏng giữa đường, sang hàng" };
    this.#amend(load, body, atS + MINUTE_S * chance.between(20, 60), chance, (changed, nowS) => {
      if (changed) load.vehicle = vehicle;
      this.#drive(load, kg, nowS, nowS + this.#road.travelS(load.way, chance), chance, () => back(nowS + 3 * 3600));
    });
  }

  #divert(load: TrueLoad, kg: number, atS: number, chance: Chance, back: (atS: number) => void): void {
    const { world } = this.#road;
    const way = world.stage.ways["mine→bridge"];
    const body = { route: way.route, package: way.to.package!, reason: "Công trường kè chưa có chỗ đổ" };
    this.#amend(
      load,
      body,
      atS + MINUTE_S * chance.between(5, 20),
      chance,
      (changed, nowS) => {
        if (changed) load.way = way;
        this.#drive(load, kg, nowS, nowS + this.#road.travelS(load.way, chance), chance, back);
      },
      way.to,
    );
  }

  /** The issuer proposes, the receiver approves; the lorry goes on when both have. */
  #amend(
    load: TrueLoad,
    change: { vehicle?: number; route?: number; package?: number; reason: string },
    atS: number,
    chance: Chance,
    then: (changed: boolean, atS: number) => void,
    to: PlayedPlace = load.way.to,
  ): void {
    const { world } = this.#road;
    const { persona } = load.way.from;
    this.#whenOnline(load, [persona, to.persona], atS, (slip, nowS) => {
      world.say(persona, "slip.amend", { slip, ...change }, nowS, chance, (answer, heardS) => {
        this.#heard("slip.amend", answer);
        if ("refused" in answer) return then(false, heardS);
        const approval = { proposal: answer.index };
        world.say(to.persona, "approve", approval, heardS + 120, chance, (approved, approvedS) => {
          this.#heard("approve", approved);
          then(!("refused" in approved), approvedS);
        });
      });
    });
  }

  /** The receiver has no room: the load goes back, and the mine receives it. */
  #turnAway(load: TrueLoad, kg: number, atS: number, chance: Chance, back: (atS: number) => void): void {
    const { world } = this.#road;
    const { to, from } = load.way;
    const slip =
      world.log.indexOf(load.slip) === undefined
        ? { entry: load.slip.bytes }
        : { index: world.log.indexOf(load.slip)! };
    const place = to.package === undefined ? {} : { package: to.package };
    world.schedule.add(atS, (nowS) => {
      const entry = world.say(
        to.persona,
        "load.refuse",
        { slip, at: to.index, ...place, reason: "Bãi đã đầy hàng" },
        nowS,
        chance,
      );
      load.records.push({ what: "refused", place: to.index, atS: entry.claimedS, entry });
    });
    const homeS = atS + this.#road.travelS(load.way, chance);
    world.schedule.add(homeS, (nowS) => {
      this.#road.receive(load, from, this.#road.weighedAt(from, kg, chance), nowS, chance);
      back(nowS);
    });
  }
}
