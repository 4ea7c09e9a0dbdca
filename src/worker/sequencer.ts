// The sequencer on Workers: one Durable Object holds the one intake of the log, since isolates that answer requests come and go
// by the hundred. Bytes come in by RPC, receipts go out; the intake itself is the same as on Node.
import { DurableObject } from "cloudflare:workers";
import { signerFromSeed } from "../format/ed25519.ts";
import { kidOf } from "../format/entry.ts";
import { Pen } from "../format/pen.ts";
import type { TrustHead } from "../format/trust.ts";
import type { Sequencer as SequencerService } from "../http/services.ts";
import { systemClock } from "../intake/clock.ts";
import { HeadSigner } from "../intake/signer.ts";
import { type Answer, Intake, type Receipt } from "../intake.ts";
import type { Database } from "../store/connect.ts";
import { openPostgres } from "../store/postgres.ts";
import { type Env, readSettings } from "./environment.ts";
import { memoryInStorage } from "./memory.ts";

type Running = { readonly intake: Intake; readonly database: Database; readonly origin: string };

const OPERATOR_SEQ = "operator-seq";

export class Sequencer extends DurableObject<Env> implements SequencerService {
  #starting: Promise<Running> | undefined;
  #ticking: Promise<unknown> = Promise.resolve();

  /** Takes entries in their order; see Intake. Rejects while the log cannot be signed (a restored backup, a wrong clock). */
  async submitAll(entries: readonly Uint8Array[]): Promise<Answer[]> {
    return (await this.#running()).intake.submitAll(entries);
  }

  /** The receipt of a stored leaf against the newest signed head. */
  async receipt(index: number): Promise<Receipt | undefined> {
    return (await this.#running()).intake.receipt(index);
  }

  /** The newest signed head as a note; undefined for an empty log. */
  async head(): Promise<string | undefined> {
    return (await this.#running()).intake.note;
  }

  /** The log's signed note for a trust bundle. */
  async vouch(head: TrustHead): Promise<string> {
    return (await this.#running()).intake.vouch(head);
  }

  /** The operator's hourly tick; undefined where the log is empty or the operator's key is kept elsewhere. */
  async tick(): Promise<Answer | undefined> {
    const ticked = this.#ticking.then(() => this.#tick());
    this.#ticking = ticked.catch(() => undefined);
    return ticked;
  }

  /** Started by the first call. A refusal to start is not kept: the next call looks again, after the operator has mended it. */
  #running(): Promise<Running> {
    this.#starting ??= this.#start().catch((error: unknown) => {
      this.#starting = undefined;
      console.error(error);
      throw error;
    });
    return this.#starting;
  }

  async #start(): Promise<Running> {
    const { origin, logSeed, acceptClock } = readSettings(this.env);
    // Hyperdrive's pooler does not take a statement timeout in the start packet.
    const database = openPostgres({ url: this.env.HYPERDRIVE.connectionString, poolSize: 4, statementTimeoutMs: 0 });
    const signer = new HeadSigner(origin, await signerFromSeed(logSeed), memoryInStorage(this.ctx.storage));
    // Workers have one clock (performance.now() counts from 1970), so a leap while this object lives goes unseen; its start,
    // which comes often, still compares the clock with the last leaf.
    const intake = new Intake(database, signer, systemClock);
    try {
      await intake.start(acceptClock);
    } catch (error) {
      await database.close();
      throw error;
    }
    return { intake, database, origin };
  }

  async #tick(): Promise<Answer | undefined> {
    const { intake, database, origin } = await this.#running();
    const { operatorSeed } = readSettings(this.env);
    if (operatorSeed === undefined || intake.size === 0) return undefined;
    const signer = await signerFromSeed(operatorSeed);
    const seq = await this.#burnSeq(database, kidOf(signer.key));
    const pen = new Pen(signer, origin, seq);
    return intake.submit(await pen.write("clock.tick", {}, Math.floor(Date.now() / 1000)));
  }

  /** The operator key's next number, kept before it is used; the ledger is asked too, for a log that came here from elsewhere. */
  async #burnSeq(database: Database, kid: Uint8Array): Promise<number> {
    const { storage } = this.ctx;
    const stored = await database.kysely
      .selectFrom("ledger.leaf")
      .select((of) => of.fn.max("seq").as("seq"))
      .where("kid", "=", kid)
      .executeTakeFirst();
    const seq = Math.max((await storage.get<number>(OPERATOR_SEQ)) ?? 0, stored?.seq ?? 0) + 1;
    await storage.put(OPERATOR_SEQ, seq);
    await storage.sync();
    return seq;
  }
}
