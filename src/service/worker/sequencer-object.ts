// The sequencer on Workers: one Durable Object holds the one intake of the log, since isolates that answer requests come and go
// by the hundred. Bytes come in by RPC, receipts go out; the intake itself is the same as on Node.

import { DurableObject } from "cloudflare:workers";
import { systemClock } from "../../disk/machine-clock.ts";
import { logEvent } from "../../eventlog.ts";
import { type Signer, signerFromSeed } from "../../format/ed25519.ts";
import { kidOf } from "../../format/entry.ts";
import { Pen } from "../../format/pen.ts";
import type { TrustHead } from "../../format/trust.ts";
import { onceOpened, type Sequencer as SequencerService, sequencerOf } from "../../http/sequencer.ts";
import type { Receipt } from "../../intake/log-receipts.ts";
import { HeadSigner } from "../../intake/signer.ts";
import { Intake, type SubmitAnswer } from "../../intake.ts";
import type { Database } from "../../store/database.ts";
import { openPostgres } from "../../store/postgres.ts";
import { View } from "../../store/view.ts";
import type { CosigningHealth } from "../../witness/client.ts";
import type { Problem } from "../../words/problem.ts";
import { Witnessing } from "../cosigned.ts";
import { freezeEquivocators, type OperatorStatement } from "../ticking.ts";
import { readSettings, type SequencerEnv } from "./environment.ts";
import { cosignedInStorage, memoryInStorage } from "./object-memory.ts";

type Running = {
  readonly intake: Intake;
  /** Takes what requests bring: nothing while nobody has opened the log. */
  readonly sequencer: SequencerService;
  readonly database: Database;
  readonly witnessing: Witnessing;
  /** Signs as the operator; absent where this deployment does not hold the operator's key. */
  readonly sign: ((statement: OperatorStatement, claimedS: number) => Promise<Uint8Array>) | undefined;
};

const OPERATOR_SEQ = "operator-seq";
/** How long heads may wait for their witnesses, and a key that signed twice for its freeze, before the object looks by itself. */
const LOOK_MS = 60_000;
const now = () => Date.now();

export class SequencerObject extends DurableObject<SequencerEnv> implements SequencerService {
  #starting: Promise<Running> | undefined;
  #ticking: Promise<unknown> = Promise.resolve();

  /** Takes entries in their order; see Intake. Rejects while the log cannot be signed (a restored backup, a wrong clock). */
  async submitAll(entries: readonly Uint8Array[]): Promise<SubmitAnswer[]> {
    const { sequencer } = await this.#running();
    const answers = await sequencer.submitAll(entries);
    const twice = answers.some((answer) => !answer.ok && answer.problem.code === "seq-reused");
    if (twice || (await this.#isBehind())) await this.#lookLater();
    return answers;
  }

  /** The receipt of a stored leaf against the newest signed head. */
  async receipt(index: number): Promise<Receipt | undefined> {
    return (await this.#running()).intake.receipt(index);
  }

  /** The newest signed head as a note; undefined for an empty log. */
  async head(): Promise<string | undefined> {
    return (await this.#running()).intake.note;
  }

  /** Why nothing is taken until the operator acts; undefined while all is well. */
  async halted(): Promise<Problem | undefined> {
    return (await this.#running()).intake.halted;
  }

  /** The log's signed note for a trust bundle. */
  async vouch(head: TrustHead): Promise<string> {
    return (await this.#running()).intake.vouch(head);
  }

  /** The newest head that enough witnesses have cosigned, as a note; undefined where the log asks for none or none has come. */
  async cosigned(): Promise<string | undefined> {
    return (await this.#running()).witnessing.newest();
  }

  /** How the witnesses do. */
  async cosigningHealth(): Promise<CosigningHealth> {
    return (await this.#running()).witnessing.health();
  }

  /** The hourly round: what the minute's round does, and the operator's tick; undefined where the log is empty or the operator's key is kept elsewhere. */
  async tick(): Promise<SubmitAnswer | undefined> {
    const ticked = this.#ticking.then(async () => {
      await this.#look();
      const { intake, sign } = await this.#running();
      if (!sign || intake.size === 0) return undefined;
      return intake.submit(await sign({ kind: "clock.tick", body: {} }, Math.floor(now() / 1000)));
    });
    this.#ticking = ticked.catch(() => undefined);
    return ticked;
  }

  /** The minute's round, while there is something to wait for: an object that nobody asks is put to sleep, and its timers with it. */
  async alarm(): Promise<void> {
    const looked = this.#ticking.then(() => this.#look());
    this.#ticking = looked.catch((error: unknown) => logEvent("operator.round-failed", {}, error));
    await this.#ticking;
    if (await this.#isBehind()) await this.#lookLater();
  }

  /** Started by the first call. A refusal to start is not kept: the next call looks again, after the operator has mended it. */
  async #running(): Promise<Running> {
    this.#starting ??= this.#start().catch((error: unknown) => {
      this.#starting = undefined;
      logEvent("service.start-failed", {}, error);
      throw error;
    });
    const running = await this.#starting;
    // The operator opens the log from the command line: an object that found it empty looks whether it still is.
    if (running.intake.size === 0) await running.intake.follow();
    return running;
  }

  async #start(): Promise<Running> {
    const { origin, logSeed, nextLogSeed, operatorSeed, witnesses, acceptClock, acceptLoss } = readSettings(this.env);
    // Hyperdrive's pooler does not take a statement timeout in the start packet.
    const database = openPostgres({
      url: this.env.HYPERDRIVE.connectionString,
      poolSize: 4,
      statementTimeoutMs: 0,
      ...(acceptLoss ? { acceptLoss: (said: string) => logEvent("store.loss-accepted", { said }) } : {}),
    });
    const next = nextLogSeed && (await signerFromSeed(nextLogSeed));
    const memory = memoryInStorage(this.ctx.storage);
    // A signer whose key is not the one asked for is refused where it is asked for.
    const signer = new HeadSigner(origin, await signerFromSeed(logSeed), memory, async () => next);
    // Workers have one clock (performance.now() counts from 1970), so a leap while this object lives goes unseen; its start,
    // which comes often, still compares the clock with the last leaf.
    const intake = new Intake(database, signer, systemClock);
    const view = new View(database.kysely);
    const store = cosignedInStorage(this.ctx.storage);
    const witnessing = new Witnessing({ view, database, signer, store, places: async () => witnesses, now });
    try {
      await intake.start(acceptClock);
      await witnessing.look();
    } catch (error) {
      await witnessing.close();
      await database.close();
      throw error;
    }
    const operator = operatorSeed && (await signerFromSeed(operatorSeed));
    const sign =
      operator && ((...said: [OperatorStatement, number]) => this.#signAs(operator, database, origin, ...said));
    return { intake, sequencer: onceOpened(sequencerOf(intake)), database, witnessing, sign };
  }

  /** Takes up the witnesses that the log now names, and freezes the keys that signed twice under one number. */
  async #look(): Promise<void> {
    const { intake, database, witnessing, sign } = await this.#running();
    await witnessing.look().catch((error: unknown) => logEvent("witness.look-failed", {}, error));
    await freezeEquivocators({ intake, database, sign, now });
  }

  async #isBehind(): Promise<boolean> {
    const { needed, signedSize, cosignedSize } = (await this.#running()).witnessing.health();
    return needed > 0 && cosignedSize < signedSize;
  }

  async #lookLater(): Promise<void> {
    const { storage } = this.ctx;
    if ((await storage.getAlarm()) === null) await storage.setAlarm(now() + LOOK_MS);
  }

  async #signAs(
    operator: Signer,
    database: Database,
    origin: string,
    { kind, body }: OperatorStatement,
    claimedS: number,
  ): Promise<Uint8Array> {
    const seq = await this.#burnSeq(database, kidOf(operator.key));
    return new Pen(operator, origin, seq).write(kind, body, claimedS);
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
