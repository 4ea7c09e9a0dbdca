// The embedded database: PostgreSQL compiled to WebAssembly, in a folder of its own under the data folder, for whoever starts
// the service without a server. PGlite alone neither syncs to disk nor locks its folder nor survives a kill during its
// very first start; this module adds all three, because an acknowledged entry must never be lost.

import fs from "node:fs";
import path from "node:path";
import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { NodeFS } from "@electric-sql/pglite/nodefs";
import { Kysely, PGliteDialect } from "kysely";
import { lockFolder } from "../disk/lock.ts";
import { logEvent } from "../eventlog.ts";
import type { Database } from "./database.ts";
import type { Schema } from "./schema.ts";
import { tend } from "./tend.ts";
import { readers } from "./values.ts";

/** PGlite's own start parameters without `-F`, which switches fsync off; its default wal_sync_method reaches no fsync here. */
const durableStart = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== "-F"),
  "-c",
  "fsync=on",
  "-c",
  "wal_sync_method=fsync",
];

/** The part of Emscripten's NODEFS that is needed; its published types stop at the mount. */
type NodeFolder = {
  stream_ops: { fsync?: (stream: { nfd?: number; node: object }) => number };
  realPath(node: object): string;
};
type Runtime = Parameters<NonNullable<Parameters<NodeFS["init"]>[1]["preRun"]>[number]>[0];

/** PGlite's folder with the fsync that it lacks: files and, for created and renamed names, directories. */
class SyncedFolder extends NodeFS {
  override async init(...[pg, options]: Parameters<NodeFS["init"]>) {
    const { emscriptenOpts } = await super.init(pg, options);
    const addSync = (runtime: Runtime) => {
      const folder = runtime.NODEFS as unknown as NodeFolder;
      folder.stream_ops.fsync = (stream) => {
        try {
          if (stream.nfd === undefined) syncPath(folder.realPath(stream.node));
          else fs.fsyncSync(stream.nfd);
        } catch (error) {
          giveUp(error);
        }
        return 0;
      };
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), addSync] } };
  }
}

/** Opens the database of a data folder, made at first; throws `FolderInUse` when another process holds it. */
export async function openFolder(dir: string): Promise<Database> {
  const lock = await lockFolder(dir);
  try {
    const home = path.join(dir, "postgres");
    if (!fs.existsSync(home)) await found(home);
    const pglite = await start({ fs: new SyncedFolder(home), startParams: durableStart });
    const tending = tend(pglite);
    return wrap(pglite, async () => {
      await tending.stop();
      await pglite.close();
      lock.release();
    });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Opens a database in memory, empty or from an image made by `imageOf`: for tests and trials, gone when closed. */
export async function openInMemory(image?: Blob): Promise<Database> {
  const pglite = await start(image ? { loadDataDir: image } : {});
  return wrap(pglite, () => pglite.close());
}

/** A copy in memory of a freshly made database, to open others from in a quarter of the time. */
export async function imageOf(prepare: (database: Database) => Promise<unknown>): Promise<Blob> {
  const pglite = await start({});
  await prepare(wrap(pglite, async () => {}));
  const image = await pglite.dumpDataDir("none");
  await pglite.close();
  return image;
}

async function start(options: PGliteOptions): Promise<PGlite> {
  return await PGlite.create({ ...options, parsers: { ...readers } });
}

function wrap(pglite: PGlite, shut: () => Promise<void>): Database {
  // Kysely closes a PGlite only after its first query, so closing is ours alone and Kysely's `destroy` is not called.
  const kysely = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) });
  let closing: Promise<void> | undefined;
  return {
    kysely,
    kind: "pglite",
    close: () => {
      closing ??= shut();
      return closing;
    },
  };
}

/**
 * Makes the database under another name and renames it when every byte is on disk: PGlite copies a thousand files into a
 * new folder, and one that was killed half-way would look like a database and not be one.
 */
async function found(home: string): Promise<void> {
  const building = `${home}.new`;
  fs.rmSync(building, { recursive: true, force: true });
  const pglite = await start({ fs: new NodeFS(building) });
  await pglite.close();
  for (const name of fs.readdirSync(building, { recursive: true, encoding: "utf8" }))
    syncPath(path.join(building, name));
  syncPath(building);
  fs.renameSync(building, home);
  syncPath(path.dirname(home));
}

/**
 * After a failed fsync nobody knows which pages are on disk, and asking again would lie: a server panics and recovers from
 * its log. Here the process is the server. (Told as an error, the panic inside PGlite spins for ever instead.)
 */
function giveUp(error: unknown): never {
  logEvent("store.disk-failed", {}, error);
  process.exit(1);
}

function syncPath(name: string): void {
  const descriptor = fs.openSync(name, "r");
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
