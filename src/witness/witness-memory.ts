// The memory that a witness must never lose: the last head it cosigned of each log, and when. One file in a locked folder, written through
// before a cosignature leaves; and a mark beside the key, so that one key never speaks from two memories or from none.
import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { makeDurably, type ReplaceStep, replaceDurably, textOf } from "../disk/durable.ts";
import { headOf } from "../format/note.ts";
import type { Remembered } from "./server.ts";

const MEMORY = "memory.json";
/** Two notes of one fork prove it; a log that signs thousands of forks has been understood after the first hundred. */
const MOST_EVIDENCE = 100;

/** Notes by origin; sizes and roots are read from the notes, so that they cannot disagree. */
const shape = z.strictObject({
  so_nguon_witness: z.literal(1),
  id: z.uuid(),
  time_s: z.int().min(0),
  notes: z.record(z.string(), z.string()),
  /** The log's keys by origin, as log.vkey writes them, where its roots have come to another than the operator gave. */
  keys: z.record(z.string(), z.string()),
  check: z.string(),
});
type Stored = z.infer<typeof shape>;

/** Thrown where a key would speak without the memory that it spoke from before; operators read the words. */
export class MemoryLost extends Error {
  constructor(vi: string, en: string) {
    super(`${vi} · ${en}`);
    this.name = "MemoryLost";
  }
}

export type WitnessMemory = {
  recall(origin: string): Remembered | undefined;
  /** When the newest cosignature was made, Unix seconds; undefined before the first. */
  readonly lastS: number | undefined;
  /** Writes a head through to disk. Once this has failed nobody knows what the disk holds: it then refuses until reopened. */
  remember(origin: string, remembered: Remembered, timeS: number): Promise<void>;
  /** The keys of a log as they were remembered last. */
  keysOf(origin: string): string | undefined;
  /** Writes a log's keys through to disk like a head; false where they are remembered already. */
  rememberKeys(origin: string, keys: string): Promise<boolean>;
  /** Keeps two signed notes of one size and different roots as a file, and says which; undefined where it is kept already. */
  keepEvidence(first: string, second: string): Promise<string | undefined>;
  close(): void;
};

/** Where a memory is, the file of the key that it belongs to, and what locks its folder for one process. */
export type MemoryPlace = {
  readonly dir: string;
  readonly keyFile: string;
  lock(dir: string): Promise<{ release(): void }>;
  readonly at?: (step: ReplaceStep) => void;
};

/** Opens or begins a memory; throws MemoryLost for a damaged one and for a key that is marked as another's, and what `lock` throws. */
export async function openWitnessMemory(place: MemoryPlace): Promise<WitnessMemory> {
  const lock = await place.lock(place.dir);
  try {
    const file = path.join(place.dir, MEMORY);
    const mark = `${place.keyFile}.witness`;
    const [text, marked] = [await textOf(file), (await textOf(mark))?.trim()];
    const stored = text === undefined ? begun() : readStored(file, text);
    if (marked !== undefined && marked !== stored.id) throw lost(place);
    if (text === undefined) await replaceDurably(file, written(stored));
    if (marked === undefined && !(await makeDurably(mark, `${stored.id}\n`))) throw lost(place);
    return new FileMemory(place, stored, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

class FileMemory implements WitnessMemory {
  readonly #place: MemoryPlace;
  readonly #lock: { release(): void };
  readonly #heads = new Map<string, Remembered>();
  #stored: Stored;
  #broken = false;

  constructor(place: MemoryPlace, stored: Stored, lock: { release(): void }) {
    this.#place = place;
    this.#stored = stored;
    this.#lock = lock;
    for (const [origin, note] of Object.entries(stored.notes)) this.#heads.set(origin, remembered(origin, note));
  }

  get lastS(): number | undefined {
    return this.#stored.time_s === 0 ? undefined : this.#stored.time_s;
  }

  recall(origin: string): Remembered | undefined {
    return this.#heads.get(origin);
  }

  async remember(origin: string, head: Remembered, timeS: number): Promise<void> {
    const notes = { ...this.#stored.notes, [origin]: head.note };
    await this.#write({ ...this.#stored, time_s: timeS, notes });
    this.#heads.set(origin, head);
  }

  keysOf(origin: string): string | undefined {
    return this.#stored.keys[origin];
  }

  async rememberKeys(origin: string, keys: string): Promise<boolean> {
    if (this.#stored.keys[origin] === keys) return false;
    await this.#write({ ...this.#stored, keys: { ...this.#stored.keys, [origin]: keys } });
    return true;
  }

  async #write(next: Stored): Promise<void> {
    if (this.#broken) throw new Error("the memory could not be written before; restart when the disk is sound");
    this.#broken = true;
    await replaceDurably(path.join(this.#place.dir, MEMORY), written(next), this.#place.at);
    this.#broken = false;
    this.#stored = next;
  }

  async keepEvidence(first: string, second: string): Promise<string | undefined> {
    const dir = path.join(this.#place.dir, "evidence");
    await fs.mkdir(dir, { recursive: true, mode: 0o700 });
    if ((await fs.readdir(dir)).length >= MOST_EVIDENCE) return undefined;
    const text = `${first}\n${second}`;
    const file = path.join(dir, `${sha256(text).slice(0, 32)}.txt`);
    return (await makeDurably(file, text)) ? file : undefined;
  }

  close(): void {
    this.#lock.release();
  }
}

function begun(): Stored {
  return { so_nguon_witness: 1, id: randomUUID(), time_s: 0, notes: {}, keys: {}, check: "" };
}

function written(stored: Stored): string {
  return `${JSON.stringify({ ...stored, check: checkOf(stored) }, null, 2)}\n`;
}

/** Replacing is atomic, so a file that does not read was changed by somebody: better silent than forgetful. */
function readStored(file: string, text: string): Stored {
  try {
    const stored = shape.parse(JSON.parse(text));
    if (stored.check !== checkOf(stored)) throw new Error("changed");
    for (const [origin, note] of Object.entries(stored.notes)) remembered(origin, note);
    return stored;
  } catch {
    throw new MemoryLost(
      `Bộ nhớ của đơn vị xác nhận (${file}) bị hỏng hoặc bị sửa. Không ký. Khôi phục đúng tệp này, hoặc ngừng dùng khóa này và lập khóa mới.`,
      `The witness's memory (${file}) is damaged or was changed. Nothing is cosigned. Restore this very file, or retire the key and make a new one.`,
    );
  }
}

function lost({ keyFile, dir }: MemoryPlace): MemoryLost {
  return new MemoryLost(
    `Khóa ${keyFile} đã ký xác nhận với một bộ nhớ khác, không phải bộ nhớ trong ${dir}. Không ký khi không còn nhớ mốc đã ký. Chạy với đúng thư mục cũ, hoặc ngừng dùng khóa này và lập khóa mới.`,
    `Key ${keyFile} has cosigned from another memory than the one in ${dir}. It must not sign what it cannot remember. Use the old folder, or retire the key and make a new one.`,
  );
}

function remembered(origin: string, note: string): Remembered {
  const head = headOf(note);
  if (head?.origin !== origin) throw new Error(`no tree head of ${origin}`);
  return { size: head.size, root: head.root, note };
}

function checkOf({ id, time_s, notes, keys }: Stored): string {
  return sha256(JSON.stringify([id, time_s, Object.entries(notes), Object.entries(keys)]));
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
