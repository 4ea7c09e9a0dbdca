// Traffic for a ledger that is about to be struck: a province, loads that go through it, and a memory of everything that was handed
// out: each receipt with its head, each head ever signed. What is unanswered is sent again, as a device with an outbox does.

import path from "node:path";
import { sha256 } from "@noble/hashes/sha2.js";
import { type Province, registerProvince } from "../../src/demo/province.ts";
import { Scribe, StoryClock } from "../../src/demo/scribe.ts";
import { hex, utf8 } from "../../src/format/bytes.ts";
import { COLOUR, DIRECTION, MATERIAL, MEASURE } from "../../src/format/codes.ts";
import { type Signer, signerFromSeed } from "../../src/format/ed25519.ts";
import { entryIdOf } from "../../src/format/entry.ts";
import { headOf, vkeyOf } from "../../src/format/note.ts";
import { Pen } from "../../src/format/pen.ts";

import { TILE_WIDTH } from "../../src/format/tile.ts";
import { HeadSigner, type SignerMemory } from "../../src/intake/signer.ts";
import { Intake, type SubmitAnswer } from "../../src/intake.ts";
import { fileMemory } from "../../src/service/signer-file.ts";
import type { Database } from "../../src/store/database.ts";
import { MORNING_MS, ORIGIN } from "../world.ts";
import { checkReceipt, type Handed, type Signed } from "./evidence.ts";

/** The secret of the log key of every struck ledger. */
export const LOG_SEED = sha256(utf8("struck log"));

/** That key. */
export function logSigner(): Promise<Signer> {
  return signerFromSeed(LOG_SEED);
}

const SLOTS = 75;
const SLOT_MINUTES = 7;
/** A slip from the yard is not yet due so long after it was issued. */
const LASTS_MINUTES = 40;
/** Half of the trucks leave the mine, half the yard. */
const TRUCKS = 6;

export class Traffic {
  readonly scribe: Scribe;
  readonly clock: StoryClock;
  readonly vkey: string;
  province!: Province;
  /** Every receipt handed out, by entry id, and every head signed, in the order of their signing. */
  readonly handed = new Map<string, Handed>();
  readonly signed: Signed[] = [];
  /** Sent and not yet answered with a receipt, by entry id, in the order of sending. */
  readonly open = new Map<string, Uint8Array>();
  /** Bytes by entry id of everything that got a receipt. */
  readonly sent = new Map<string, Uint8Array>();
  #deliver: (entries: readonly Uint8Array[]) => Promise<SubmitAnswer[]> = async () => [];
  #lives = 0;
  #lastSlip: Uint8Array | undefined;
  readonly #toTakeBack: { id: string; issuedMs: number }[] = [];
  /** Proposals to take slips back, by entry id, until they are approved. */
  #toApprove: string[] = [];

  private constructor(vkey: string) {
    this.vkey = vkey;
    this.clock = new StoryClock(MORNING_MS);
    this.scribe = new Scribe(ORIGIN, sha256(utf8("struck")), this.clock, (entries) => this.#deliver(entries));
  }

  /** Opens the log on an empty database and registers the province. */
  static found(database: Database, keys: string): Promise<Traffic> {
    return Traffic.foundWith(database, fileMemory(keys));
  }

  /** The same with a signer's memory of the caller's. */
  static async foundWith(database: Database, memory: SignerMemory): Promise<Traffic> {
    const signer = await logSigner();
    const traffic = new Traffic(vkeyOf(ORIGIN, signer.key));
    const intake = await traffic.openIntake(database, memory);
    traffic.#deliver = async (entries) => {
      const answers = await intake.submitAll(entries);
      await traffic.take(entries, answers);
      return answers;
    };
    traffic.province = await registerProvince(traffic.scribe, signer.key);
    await traffic.#grow(intake.size);
    traffic.clock.until(MORNING_MS + 86_400_000);
    return traffic;
  }

  /** More persons than a tile has leaves, so that proofs need the hashes of whole subtrees too. */
  async #grow(from: number): Promise<void> {
    const party = this.province.authority;
    const person = () =>
      this.scribe.sign("root0", "person.register", { number: crypto.getRandomValues(new Uint8Array(16)), party });
    await this.scribe.deliver(await Promise.all(Array.from({ length: TILE_WIDTH + 1 - from }, person)));
  }

  /** A sequencer as after a start, its signer's heads remembered here; not yet started. */
  async openIntake(database: Database, memory: SignerMemory, start = true): Promise<Intake> {
    const signer = new HeadSigner(ORIGIN, await logSigner(), memory);
    signer.onSigned = (note) => this.saw(note);
    const intake = new Intake(database, signer, this.clock);
    if (start) await intake.start();
    return intake;
  }

  /** Remembers a signed head. */
  saw(note: string): void {
    this.signed.push(Traffic.headIn(note));
  }

  /** The head of a note. */
  static headIn(note: string): Signed {
    const head = headOf(note)!;
    return { size: head.size, root: hex(head.root) };
  }

  /** Notes that an entry is sent and wants its receipt. */
  expectAnswer(entry: Uint8Array): void {
    this.open.set(hex(entryIdOf(entry)), entry);
  }

  /** A sequencer whose heads nobody is to hold: of a history that must never be signed by the true signer. */
  async behindItsBack(database: Database, memory: SignerMemory): Promise<Intake> {
    const intake = new Intake(database, new HeadSigner(ORIGIN, await logSigner(), memory), this.clock);
    await intake.start();
    return intake;
  }

  /** Remembers answers; a receipt is verified before it counts, and a second one must name the same place. */
  async take(entries: readonly Uint8Array[], answers: readonly SubmitAnswer[]): Promise<void> {
    for (const [i, answer] of answers.entries()) {
      if (answer.ok) await this.took(entries[i]!, answer.value.proof);
      else this.refused(entries[i]!, answer.problem.code);
    }
  }

  /** A refusal by the rules is an answer too, as where a fault made a load late; only the service's own trouble is not. */
  refused(entry: Uint8Array, code: string): void {
    if (!["internal", "busy", "clock"].includes(code)) this.open.delete(hex(entryIdOf(entry)));
  }

  /** Remembers one receipt. */
  async took(entry: Uint8Array, proof: string): Promise<void> {
    const handed = await checkReceipt(proof, this.vkey, entry);
    const before = this.handed.get(handed.entryId);
    if (before && before.index !== handed.index) throw new Error(`one entry at ${before.index} and ${handed.index}`);
    if (!before) this.sent.set(handed.entryId, entry);
    this.handed.set(handed.entryId, before ?? handed);
    this.open.delete(handed.entryId);
  }

  /** What is sent in the next hour of the story: what is open first, then new things; every sort of load query has its reason. */
  async rounds(): Promise<Uint8Array[][]> {
    const life = this.#lives++;
    const dayMs = Math.floor(life / SLOTS) * 86_400_000;
    this.clock.until(MORNING_MS + 86_400_000 + dayMs + (life % SLOTS) * SLOT_MINUTES * 60_000);
    const again = [...this.open.values()];
    const arriving = this.#lastSlip ? [await this.#passage(this.#lastSlip), await this.#receive(this.#lastSlip)] : [];
    arriving.push(...(await this.#takeBack()));
    const slip = await this.#slip(life % TRUCKS);
    const leaving = life < 2 ? [slip] : [slip, await this.#onward(TRUCKS + (life % TRUCKS))];
    for (const entry of [...arriving, ...leaving]) this.expectAnswer(entry);
    this.#lastSlip = slip;
    const old = [...this.sent.values()][(7 * life) % this.sent.size]!;
    return [again, arriving, [...leaving, await this.#forged(), await this.#twice(), old]].filter(
      (round) => round.length > 0,
    );
  }

  async #slip(truck: number): Promise<Uint8Array> {
    const head = this.signed.at(-1)!;
    const pen = await this.scribe.pen("sandMiner");
    pen.anchor = { size: head.size, root8: Buffer.from(head.root.slice(0, 16), "hex") };
    const { province } = this;
    return this.scribe.sign("sandMiner", "slip.issue", {
      route: province.routes["sandMine→yard"]!,
      vehicle: province.trucks[truck]!,
      source: province.sandSource,
      material: 1,
      massKg: 17_000,
      measure: 1,
    });
  }

  /** A slip from the yard, to be taken back: only that asks for lots by their number. */
  async #onward(truck: number): Promise<Uint8Array> {
    const { routes, trucks } = this.province;
    const load = { material: MATERIAL.sand, massKg: 3000, measure: MEASURE.scale };
    const slip = { route: routes["yard→plant"]!, vehicle: trucks[truck]!, ...load };
    const entry = await this.scribe.sign("yardKeeper", "slip.issue", slip);
    this.#toTakeBack.push({ id: hex(entryIdOf(entry)), issuedMs: this.clock.wallMs() });
    return entry;
  }

  /** Proposes to take back the oldest slip from the yard whose receipt came, and approves what was proposed before. */
  async #takeBack(): Promise<Uint8Array[]> {
    const proposals = this.#toApprove.filter((id) => this.handed.has(id));
    this.#toApprove = this.#toApprove.filter((id) => !this.handed.has(id));
    const approve = (id: string) => this.scribe.sign("authority", "approve", { proposal: this.handed.get(id)!.index });
    const approvals = await Promise.all(proposals.map(approve));
    const since = this.clock.wallMs() - LASTS_MINUTES * 60_000;
    const at = this.#toTakeBack.findIndex(({ id, issuedMs }) => this.handed.has(id) && issuedMs > since);
    const [taken] = at < 0 ? [] : this.#toTakeBack.splice(at, 1);
    if (!taken) return approvals;
    const slip = this.handed.get(taken.id)!.index;
    const entry = await this.scribe.sign("yardKeeper", "slip.reverse", { slip, reason: "Xe hỏng trước khi ra cổng" });
    this.#toApprove.push(hex(entryIdOf(entry)));
    return [...approvals, entry];
  }

  /** The slip by its index where its receipt came, else by its bytes. */
  #named(slip: Uint8Array): { index: number } | { entry: Uint8Array } {
    const handed = this.handed.get(hex(entryIdOf(slip)));
    return handed ? { index: handed.index } : { entry: slip };
  }

  #passage(slip: Uint8Array): Promise<Uint8Array> {
    const seen = {
      seenS: this.clock.seconds,
      verdict: COLOUR.green,
      plateMatches: 1 as const,
      direction: DIRECTION.outbound,
    };
    const site = this.province.checkpoint;
    return this.scribe.sign("police", "passage.record", { slip: this.#named(slip), site, ...seen });
  }

  #receive(slip: Uint8Array): Promise<Uint8Array> {
    const part = { at: this.province.yard, part: 1, final: 1 as const, massKg: 16_900, measure: MEASURE.scale };
    return this.scribe.sign("yardKeeper", "load.receive", { slip: this.#named(slip), ...part });
  }

  /** Refused: its signature does not hold. */
  async #forged(): Promise<Uint8Array> {
    const entry = (await this.#other("operator", 1_000_000 + this.#lives)).slice();
    entry[entry.length - 1]! ^= 1;
    return entry;
  }

  /** Refused: another entry stands under its number. */
  #twice(): Promise<Uint8Array> {
    return this.#other("authority", 1);
  }

  async #other(persona: string, seq: number): Promise<Uint8Array> {
    const { signer } = await this.scribe.pen(persona);
    return new Pen(signer, ORIGIN, seq).write("clock.tick", {}, this.clock.seconds);
  }
}

/** The folders of one ledger under `base`. */
export function foldersOf(base: string): { data: string; keys: string } {
  return { data: path.join(base, "data"), keys: path.join(base, "keys") };
}
