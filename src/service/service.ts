// One ledger opened for service: database, keys, signer and its memory, sequencer, views, sessions, the hourly tick, and on the first
// start of an unconfigured machine the demo's story. node.ts puts it behind a port; tests and the bench open it without one.

import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { CAST } from "../demo/cast.ts";
import { PresentClock, Scribe } from "../demo/scribe.ts";
import { textOf } from "../disk/durable.ts";
import { findLogKey, KeyFile, makeKeyFile } from "../disk/keyfile.ts";
import { lockFolder } from "../disk/lock.ts";
import { systemClock } from "../disk/machine-clock.ts";
import { type Rounds, startRounds } from "../disk/rounds.ts";
import { logEvent } from "../eventlog.ts";
import { type LimitParts, Limits } from "../http/limits.ts";
import { counted, Metrics } from "../http/metrics.ts";
import { PublicAddress } from "../http/public-address.ts";
import { onceOpened, type Sequencer, sequencerOf } from "../http/sequencer.ts";
import { type Demo, logKeysFor, type Services } from "../http/services.ts";
import { Sessions } from "../http/session.ts";
import { HeadSigner } from "../intake/signer.ts";
import { Intake } from "../intake.ts";
import { openDatabase } from "../store/connect.ts";
import type { AcceptLoss, Database } from "../store/database.ts";
import { migrate } from "../store/migrations.ts";
import { View } from "../store/view.ts";
import { loadAssets } from "../web/built/assets.ts";
import { COSIGNED_FILE, fileStore } from "../witness/store.ts";
import { openCosigning, type Witnessing } from "./cosigned.ts";
import { fileMemory, fileNumbers, isThere, secretOf } from "./signer-file.ts";
import { type OperatorStatement, startTicking } from "./ticking.ts";

/** The name of the log that an unconfigured machine plays. */
const DEMO_ORIGIN = "demo.songuon.example/song-lam";

/** As many as it asks things at once: what a batch lacks, while the one before is committed. */
const SEQUENCER_CONNECTIONS = 6;
/** How often it is looked for what other processes of this ledger have committed and published. */
const FOLLOW_MS = 400;
/** How often the log is asked whether its roots have named other witnesses. */
const LOOK_MS = 60_000;

export type ServicePlace = {
  /** The data folder: the embedded database, and keys unless `keys` says otherwise. */
  readonly dir: string;
  readonly databaseUrl?: string | undefined;
  readonly keys?: string | undefined;
  /** The log's name; needed only while the log is empty. */
  readonly origin?: string | undefined;
  /** Play and serve the demo: the server then signs for its personas, so only on loopback. */
  readonly demo?: boolean;
  /** Where people reach the service, such as https://so.vidu.gov.vn; when absent, this machine. */
  readonly publicUrl?: string;
  readonly acceptClock?: boolean;
  /** See store/durable-head.ts. */
  readonly acceptLoss?: AcceptLoss;
  readonly monitorToken?: string | undefined;
  readonly metricsToken?: string | undefined;
  /** Whom the service talks to; alone, without a port, it talks to nobody. */
  readonly visitors?: Pick<LimitParts, "proxies" | "peerOf">;
  /** Where the witnesses of entry 0 are reached: lines of `vkey url`, see keys/README.md. */
  readonly witnesses?: string | undefined;
  /** Told each chapter while the demo is played. */
  readonly progress?: (vi: string, en: string) => void;
};

export type Service = {
  readonly services: Services;
  readonly intake: Intake;
  /** Finishes what is under way, then closes the database and frees the folder. */
  close(): Promise<void>;
};

/**
 * Opens a ledger and everything that serves it. Throws, with words for the operator: FolderInUse, HistoryConflict, a clock that
 * cannot be right, an origin or log key that is not this ledger's.
 */
export async function openService(place: ServicePlace): Promise<Service> {
  const keys = place.keys ?? path.join(place.dir, "keys");
  const [database, assets, logKey] = await Promise.all([openLedger(place), loadAssets(), logKeyOf(keys)]);
  const own = await sequencersOwn(place, database);
  const closeBoth = async () => {
    if (own !== database) await own.close();
    await database.close();
  };
  try {
    const view = new View(database.kysely);
    const origin = await originOf(view, place);
    const signer = new HeadSigner(origin, logKey.signer, fileMemory(keys), (key) => findLogKey(keys, key));
    if (isDemo(place, origin) && (await isEmpty(view))) await play(place, keys, { origin, signer, database, view });
    const intake = new Intake(own, signer, systemClock);
    await intake.start(place.acceptClock ?? false);
    const metrics = new Metrics();
    const sequencer = counted(onceOpened(sequencerOf(intake)), metrics, intake);
    const demo = isDemo(place, origin) ? await demoOf(keys, origin, database, sequencer) : undefined;
    const now = () => systemClock.wallMs();
    const store = fileStore(path.join(keys, COSIGNED_FILE));
    const places = async () => place.witnesses ?? (await textOf(path.join(keys, "witnesses"))) ?? "";
    const cosigning = await openCosigning({ view, database, signer, store, places, now });
    if (intake.note) cosigning.offer(intake.note);
    const look = () => cosigning.look().catch((error: unknown) => logEvent("witness.look-failed", {}, error));
    const looking = startRounds(look, LOOK_MS);
    const following = place.databaseUrl ? startFollowing(intake, cosigning) : undefined;
    const publicAddress = new PublicAddress(place.publicUrl ?? "http://localhost");
    const sessions = new Sessions({ origin, database, view, publicAddress, demo: demo !== undefined, now });
    const ticking = startTicking({ intake, database, sign: await operatorPen(keys, origin, view, demo), now });
    const services: Services = {
      origin,
      logKeys: async () => logKeysFor(origin, logKey.signer.key, await view.signatories()),
      database,
      view,
      sequencer,
      cosigning,
      demo,
      assets,
      metrics,
      limits: new Limits({ proxies: 0, peerOf: () => undefined, ...place.visitors, nowMs: () => performance.now() }),
      sessions,
      monitorToken: place.monitorToken,
      metricsToken: place.metricsToken,
      publicAddress,
      now,
      who: (context) => sessions.who(context),
    };
    const close = async () => {
      await ticking.stop();
      await looking.stop();
      await following?.stop();
      await intake.idle();
      await cosigning.close();
      await closeBoth();
    };
    return { services, intake, close };
  } catch (error) {
    await closeBoth();
    throw error;
  }
}

/** Keeps this process's heads and proofs as new as those of the other processes of its ledger, without waiting for an entry to come here. */
function startFollowing(intake: Intake, cosigning: Witnessing): Rounds {
  let failing = false;
  const follow = async () => {
    try {
      await intake.follow();
      await cosigning.recall();
      failing = false;
    } catch (error) {
      // A database that is away for an hour is one event, not nine thousand.
      if (!failing) logEvent("service.follow-failed", { signed_size: intake.size }, error);
      failing = true;
    }
  };
  return startRounds(follow, FOLLOW_MS);
}

/** Written while the story is played: a folder that still has it holds half a story and no one's work. */
const PLAYING = "demo-playing";

async function openLedger(place: ServicePlace): Promise<Database> {
  const { databaseUrl: url, dir } = place;
  if (!url && existsSync(path.join(dir, PLAYING))) {
    const lock = await lockFolder(dir);
    rmSync(path.join(dir, "postgres"), { recursive: true, force: true });
    rmSync(path.join(place.keys ?? path.join(dir, "keys"), "signed-head"), { force: true });
    rmSync(path.join(dir, PLAYING), { force: true });
    lock.release();
  }
  const database = await openDatabase(url ? { url, acceptLoss: place.acceptLoss } : { dir });
  try {
    await migrate(database);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Connections that only the sequencer has: however many pages are read, a commit never waits for one. The embedded database has one for all. */
async function sequencersOwn({ databaseUrl: url, acceptLoss }: ServicePlace, shared: Database): Promise<Database> {
  return url ? openDatabase({ url, acceptLoss, poolSize: SEQUENCER_CONNECTIONS }) : shared;
}

async function logKeyOf(keys: string): Promise<KeyFile> {
  const file = path.join(keys, "log.json");
  if (!(await isThere(file))) makeKeyFile(file, undefined);
  return KeyFile.open(file);
}

/** The log's name: what entry 0 says, or for an empty log what the operator says. */
async function originOf(view: View, place: ServicePlace): Promise<string> {
  const log = await view.fact("log", 0);
  const { origin } = place;
  if (!log) {
    if (origin !== undefined) return origin;
    if (place.demo) return DEMO_ORIGIN;
    throw new Error(
      "Sổ còn trống: chạy “so-nguon init”, hoặc đặt SO_NGUON_ORIGIN. · The ledger is empty: run “so-nguon init”, or set SO_NGUON_ORIGIN.",
    );
  }
  if (origin !== undefined && origin !== log.origin)
    throw new Error(
      `Sổ này tên là “${log.origin}”, không phải “${origin}”. · This ledger is “${log.origin}”, not “${origin}”.`,
    );
  return log.origin;
}

function isDemo(place: ServicePlace, origin: string): boolean {
  return place.demo === true && origin.startsWith("demo.");
}

async function isEmpty(view: View): Promise<boolean> {
  return (await view.fact("log", 0)) === undefined;
}

type Stage = { origin: string; signer: HeadSigner; database: Database; view: View };

async function play(place: ServicePlace, keys: string, stage: Stage): Promise<void> {
  const { playStory } = await import("../demo/open-demo.ts");
  const marker = place.databaseUrl ? undefined : path.join(place.dir, PLAYING);
  await playStory({ ...stage, seed: await secretOf(path.join(keys, "demo.seed")), marker, progress: place.progress });
}

async function demoOf(keys: string, origin: string, database: Database, sequencer: Sequencer): Promise<Demo> {
  const seed = await secretOf(path.join(keys, "demo.seed"));
  const numbers = fileNumbers(path.join(keys, "pens"), database);
  const submit: Sequencer["submitAll"] = (entries) => sequencer.submitAll(entries);
  return { scribe: new Scribe(origin, seed, new PresentClock(), submit, numbers), personas: CAST };
}

/** Signs as the operator: the demo's, or the operator key where this machine has it. */
async function operatorPen(
  keys: string,
  origin: string,
  view: View,
  demo: Demo | undefined,
): Promise<((statement: OperatorStatement, claimedS: number) => Promise<Uint8Array>) | undefined> {
  if (demo) return (statement) => demo.scribe.sign("operator", statement.kind, statement.body);
  const file = path.join(keys, "operator.json");
  if (!(await isThere(file))) return undefined;
  const key = await KeyFile.open(file);
  const log = await view.fact("log", 0);
  if (log && log.operator !== key.kid) return undefined;
  return (statement, claimedS) => key.sign(statement, { origin, claimedS });
}
