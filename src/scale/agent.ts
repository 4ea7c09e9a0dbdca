// The agent beside a weighbridge: it follows the plate, asks whose visit it was, pairs full and empty, signs the weighing with the scale's own
// key and sends it. The plate is in the signed body, so it is asked for before signing, where the vehicle is seen: at the scale.
import type { KeyFile } from "../disk/keyfile.ts";
import { hex, unhex } from "../format/bytes.ts";
import type { Anchor } from "../format/entry.ts";
import { isPlateEnd, plateKey } from "../spelling/plates.ts";
import type { Words } from "../words/lang.ts";
import type { ScaleReading } from "./frames.ts";
import { type FirstEnd, type KeptVisit, PAIRING, pairVisits } from "./pairing.ts";
import type { Platform, PlatformEvent, Spoilt } from "./platform.ts";
import { MOST_WAITING, stillOpen, type WaitingWeighing, type WeighQueue, type WeighState } from "./weigh-queue.ts";

/** The ledger as the agent needs it; each call throws while the network is away. */
export type LedgerDoor = {
  /** The log's name and its newest head. */
  head(): Promise<{ origin: string; anchor: Anchor | undefined }>;
  /** Vehicles of a plate or of its last digits: plate and index. */
  find(plate: string): Promise<readonly (readonly [string, number])[]>;
  send(entry: Uint8Array): Promise<{ index: number } | { refused: { code: string } & Words }>;
};

/** Thrown by a door whose ledger could not be asked, or asks to be left alone for a while. */
export class LedgerAway extends Error {}

/** All that is told at the scale. */
export type AgentEvent =
  | { what: "empty" }
  | { what: "steady"; kg: number; plate?: string }
  | { what: "left"; kg: number }
  | { what: "spoilt"; why: Spoilt }
  | { what: "dropped"; kg: number }
  | { what: "named"; plate: string }
  | { what: "no-vehicle"; typed: string }
  | { what: "several"; plates: readonly string[] }
  | { what: "first"; plate: string; kg: number }
  | { what: "weighed"; plate: string; grossKg: number; tareKg: number }
  | { what: "sent"; plate: string; index: number }
  | ({ what: "refused"; plate: string; code: string } & Words)
  | { what: "away"; waiting: number }
  | { what: "full" };

export type AgentParts = {
  readonly queue: WeighQueue;
  readonly platform: Platform;
  readonly key: KeyFile;
  readonly door: LedgerDoor;
  readonly end: FirstEnd;
  now(): number;
  say(event: AgentEvent): void;
  /** Takes what ended a round of sending otherwise than by an absent network. */
  fail(error: unknown): void;
};

type Named = { plate: string; vehicle?: number };

const NOT_REGISTERED = {
  code: "no-vehicle",
  vi: "Biển số chưa đăng ký trong sổ.",
  en: "The plate is not registered in the ledger.",
};

export class WeighAgent {
  readonly #parts: AgentParts;
  /** Whose the visit under way is, or the next one. */
  #named: Named | undefined;
  #sending: Promise<void> | undefined;
  #away = false;

  constructor(parts: AgentParts) {
    this.#parts = parts;
  }

  /** Takes a reading in; when it resolves, what it completed is on disk. `atMs` only grows. */
  async hear(reading: ScaleReading, atMs: number): Promise<void> {
    const event = this.#parts.platform.hear(reading, atMs);
    if (event) await this.#follow(event);
  }

  async #follow(event: PlatformEvent): Promise<void> {
    const { say, now, queue } = this.#parts;
    if (event.what === "empty") return say(event);
    if (event.what === "spoilt") {
      // Whoever weighs anew says the plate anew: another vehicle may be the next one.
      this.#named = undefined;
      return say(event);
    }
    const { visit } = event;
    if (event.what === "steady") {
      // Nobody can say any more which of two vehicles it was.
      if (queue.state.unnamed) await this.#drop(queue.state.unnamed);
      return say({ what: "steady", kg: visit.highKg, ...(this.#named && { plate: this.#named.plate }) });
    }
    const kept = { ...visit, leftMs: now() };
    const named = this.#named;
    this.#named = undefined;
    if (named) return this.#settle(named, kept);
    await queue.change(() => ({ unnamed: kept }));
    say({ what: "left", kg: visit.highKg });
  }

  async #drop(unnamed: KeptVisit): Promise<void> {
    await this.#parts.queue.change(() => ({ unnamed: undefined }));
    this.#parts.say({ what: "dropped", kg: unnamed.highKg });
  }

  /** A plate, or its last digits, as typed at the scale: of the visit that has just ended and is not named yet, else of this or the next one. */
  async name(typed: string): Promise<void> {
    const text = typed.trim().slice(0, 40);
    if (text === "") return;
    const named = await this.#vehicleOf(text);
    if (!named) return;
    const { unnamed } = this.#parts.queue.state;
    if (unnamed && this.#parts.now() - unnamed.leftMs <= PAIRING.namedWithinMs) return this.#settle(named, unnamed);
    if (unnamed) await this.#drop(unnamed);
    this.#named = named;
    this.#parts.say({ what: "named", plate: named.plate });
  }

  async #vehicleOf(typed: string): Promise<Named | undefined> {
    const { door, queue, say } = this.#parts;
    const key = plateKey(typed);
    const ending = ({ vehicles }: Readonly<WeighState>) =>
      vehicles.filter(([plate]) => (isPlateEnd(typed) ? plateKey(plate).endsWith(key) : plateKey(plate) === key));
    let found: readonly (readonly [string, number])[];
    try {
      found = await door.find(typed);
    } catch (error) {
      if (!(error instanceof LedgerAway)) throw error;
      found = ending(queue.state);
      // Without a network a plate that was never met is written down as typed, and looked up before it is signed.
      if (found.length === 0 && !isPlateEnd(typed) && key.length >= 4) return { plate: typed };
    }
    const [only, other] = found;
    if (!only || other) {
      say(only ? { what: "several", plates: found.map(([plate]) => plate) } : { what: "no-vehicle", typed });
      return undefined;
    }
    const [plate, vehicle] = only;
    if (queue.state.vehicles[0]?.[1] !== vehicle)
      await queue.change(({ vehicles }) => ({
        vehicles: [[plate, vehicle], ...vehicles.filter(([, index]) => index !== vehicle)],
      }));
    return { plate, vehicle };
  }

  /** A visit with its vehicle: the first half of a weighing, or the second. */
  async #settle(named: Named, kept: KeptVisit): Promise<void> {
    const { queue, end, say, now } = this.#parts;
    const key = plateKey(named.plate);
    const first = queue.state.first.find(({ plate }) => plateKey(plate) === key);
    const load = pairVisits(first, kept, end);
    if (load && queue.state.waiting.length >= MOST_WAITING) return say({ what: "full" });
    await queue.change((state) => {
      const others = stillOpen(state.first, now()).filter(({ plate }) => plateKey(plate) !== key);
      const { lowKg, highKg, leftMs } = kept;
      if (!load) return { unnamed: undefined, first: [...others, { plate: named.plate, lowKg, highKg, leftMs }] };
      const anchor = state.anchor && { anchor: state.anchor };
      return {
        unnamed: undefined,
        first: others,
        waiting: [...state.waiting, { ...named, ...load, leftMs, ...anchor }],
      };
    });
    if (!load) return say({ what: "first", plate: named.plate, kg: kept.highKg });
    say({ what: "weighed", plate: named.plate, ...load });
    this.send().catch(this.#parts.fail);
  }

  /** Signs and sends what waits, one round at a time. Never throws for a network that is away. */
  send(): Promise<void> {
    this.#sending ??= this.#round().finally(() => {
      this.#sending = undefined;
    });
    return this.#sending;
  }

  async #round(): Promise<void> {
    const { queue, door, say } = this.#parts;
    try {
      for (const item of queue.state.waiting) await this.#sign(item);
      if (queue.state.waiting.length === 0 && queue.state.anchor) return;
      const { origin, anchor } = await door.head();
      const head = anchor && { anchor: { size: anchor.size, root8: hex(anchor.root8) } };
      await queue.change(() => ({ origin, ...head }));
      while (queue.state.waiting.length > 0) await this.#sendOne(queue.state.waiting[0]!);
      this.#away = false;
    } catch (error) {
      if (!(error instanceof LedgerAway)) throw error;
      if (!this.#away) say({ what: "away", waiting: queue.state.waiting.length });
      this.#away = true;
    }
  }

  async #sendOne(item: WaitingWeighing): Promise<void> {
    const { door, say } = this.#parts;
    let ready = item;
    if (ready.vehicle === undefined) {
      const [only] = await door.find(item.plate);
      if (!only || plateKey(only[0]) !== plateKey(item.plate)) return this.#refuse(item, NOT_REGISTERED);
      ready = { ...item, plate: only[0], vehicle: only[1] };
      await this.#replace(item, ready);
    }
    const signed = await this.#sign(ready);
    if (!signed?.entry) throw new Error("a weighing has a vehicle and a log, and is not signed");
    const answer = await door.send(unhex(signed.entry));
    if ("refused" in answer) return this.#refuse(signed, answer.refused);
    await this.#replace(signed, undefined);
    say({ what: "sent", plate: signed.plate, index: answer.index });
  }

  /** Signs what has its vehicle, once: the signed bytes are on disk before anything is sent, and are what is sent ever after. */
  async #sign(item: WaitingWeighing): Promise<WaitingWeighing | undefined> {
    if (item.entry !== undefined) return item;
    const { key, queue } = this.#parts;
    const { scale, origin = key.origin } = queue.state;
    const { vehicle, grossKg, tareKg, leftMs, anchor } = item;
    if (vehicle === undefined || origin === undefined) return undefined;
    const statement = { kind: "weighing.record", body: { scale, vehicle, grossKg, tareKg } } as const;
    const entry = await key.sign(statement, {
      origin,
      claimedS: Math.floor(leftMs / 1000),
      ...(anchor && { anchor: { size: anchor.size, root8: unhex(anchor.root8) } }),
    });
    const signed = { ...item, entry: hex(entry) };
    await this.#replace(item, signed);
    return signed;
  }

  async #refuse(item: WaitingWeighing, problem: { code: string } & Words): Promise<void> {
    const { queue, say } = this.#parts;
    await queue.change(({ waiting, refused }) => ({
      waiting: waiting.filter((each) => each !== item),
      refused: [...refused, { ...item, code: problem.code }],
    }));
    say({ what: "refused", plate: item.plate, ...problem });
  }

  #replace(item: WaitingWeighing, by: WaitingWeighing | undefined): Promise<void> {
    return this.#parts.queue.change(({ waiting }) => ({
      waiting: waiting.flatMap((each) => (each !== item ? [each] : by ? [by] : [])),
    }));
  }
}
