// Exports of a log as folders: every file changed in its bytes, its lines or its leaves, and leaves changed with chain and tiles mended under
// the old head.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { auditDirectory } from "../../src/audit/directory.ts";
import { concat, fromUtf8, hex, utf8 } from "../../src/format/bytes.ts";
import { type Cbor, decodeCbor, encodeCbor } from "../../src/format/cbor.ts";
import { decodeLeaf, encodeLeaf, FIRST_PREVIOUS } from "../../src/format/leaf.ts";
import { decodeEntryBundle, encodeEntryBundle } from "../../src/format/tile.ts";
import { leafHash } from "../../src/format/tree.ts";
import { exportOf } from "../format/story.ts";
import { type Chance, mutateBytes, mutateCbor, mutateOrder, mutateText, pick } from "./mutate.ts";
import { noteOf, type ResultLog } from "./result-log.ts";
import { ACCEPTED, type Judged, type Target } from "./target.ts";

type Files = ReadonlyMap<string, Uint8Array>;

/** The leaves chained anew, each in the place where it now is. */
function relinked(leaves: readonly Uint8Array[]): Uint8Array[] {
  let previous = FIRST_PREVIOUS;
  return leaves.map((bytes, index) => {
    const next = encodeLeaf({ ...decodeLeaf(bytes)!, index, previous });
    previous = leafHash(next);
    return next;
  });
}

function mutantOf(files: Files, leaves: readonly Uint8Array[], head: string, vkey: string, chance: Chance): Files {
  const made = new Map(files);
  const name = pick([...files.keys()], chance);
  const data = files.get(name)!;
  const held = () => decodeEntryBundle(data) ?? [];
  const text = fromUtf8(data) ?? "";
  const leafChanged = () => {
    const at = chance(leaves.length);
    const value = decodeCbor(leaves[at]!) as Cbor;
    mutateCbor(value, chance);
    return leaves.map((leaf, i) => (i === at ? encodeCbor(value) : leaf));
  };
  const isText = name === "checkpoint" || name === "log.vkey";
  const isLeaves = name.startsWith("tile/entries/");
  const all = (of: readonly Uint8Array[]) => exportOf(of, head, vkey);
  switch (chance(7)) {
    case 0:
      return all(relinked(mutateOrder(leaves, chance)));
    case 1:
      return all(leafChanged());
    case 2:
      return all(mutateOrder(leaves, chance));
    case 3:
      return chance(4) === 0 ? without(made, name) : made.set(name, files.get(pick([...files.keys()], chance))!);
    case 4:
      return made.set(name, isText ? utf8(mutateText(text, chance)) : mutateBytes(data, chance));
    case 5:
      return isLeaves
        ? made.set(name, encodeEntryBundle(mutateOrder(held(), chance)))
        : made.set(name, mutateBytes(data, chance));
    default:
      return isText
        ? made.set(name, utf8(mutateText(text, chance)))
        : made.set(name, concat(...mutateOrder(inRuns(data), chance)));
  }
}

function without(files: Map<string, Uint8Array>, name: string): Files {
  files.delete(name);
  return files;
}

/** A tile as its hashes. */
function inRuns(data: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.ceil(data.length / 32) }, (_, i) => data.slice(32 * i, 32 * i + 32));
}

/** A folder in memory where the machine has one; files that are as before are not written again. */
class Folder {
  readonly dir: string;
  readonly #now = new Map<string, Uint8Array>();

  constructor() {
    this.dir = fs.mkdtempSync(path.join(fs.existsSync("/dev/shm") ? "/dev/shm" : os.tmpdir(), "so-nguon-fuzz-"));
  }

  hold(files: Files): void {
    for (const name of this.#now.keys()) {
      if (files.has(name)) continue;
      fs.rmSync(path.join(this.dir, name));
      this.#now.delete(name);
    }
    for (const [name, data] of files) {
      if (this.#now.get(name) === data) continue;
      fs.mkdirSync(path.dirname(path.join(this.dir, name)), { recursive: true });
      fs.writeFileSync(path.join(this.dir, name), data);
      this.#now.set(name, data);
    }
  }
}

/** Ends with the process that made it: the folder is removed when `done` is called. */
export async function exportTarget(world: ResultLog, length: number): Promise<Target & { done(): void }> {
  const leaves = world.leaves.slice(0, length);
  const head = await noteOf(leaves, world.log);
  const honest = exportOf(leaves, head, world.vkey);
  const folder = new Folder();
  const isSame = (files: Files) =>
    [...honest].every(([name, data]) => hex(files.get(name) ?? new Uint8Array(0)) === hex(data));
  return {
    name: "exports",
    boundMs: 5000,
    done: () => fs.rmSync(folder.dir, { recursive: true }),
    async next(chance) {
      const files = chance ? attempt(() => mutantOf(honest, leaves, head, world.vkey, chance)) : honest;
      if (!files) return { says: "no spelling", accepted: false, isSame: false };
      folder.hold(files);
      const found = await auditDirectory(folder.dir, { vkey: world.vkey }, () => undefined);
      const says = "rule" in found ? found.rule : ACCEPTED;
      const ask: Judged["ask"] = {
        what: "export",
        vkey: world.vkey,
        files: Object.fromEntries([...files].map(([name, data]) => [name, Buffer.from(data).toString("base64")])),
      };
      return { says, accepted: says === ACCEPTED, isSame: isSame(files), ask, mustAgree: true };
    },
  };
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
