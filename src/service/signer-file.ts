// The small files that the service keeps beside its database: keys, the last head it signed, the numbers its pens have taken. They are
// written durably before anything that rests on them leaves, and they are the memory that a restored backup cannot rewrite.
import { createHash } from "node:crypto";
import { fdatasync, openSync, read, write } from "node:fs";
import fs from "node:fs/promises";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { z } from "zod";
import { makeDurably, replaceDurably, textOf } from "../disk/durable.ts";
import { fromUtf8, hex, unhex, utf8 } from "../format/bytes.ts";
import type { Numbers } from "../intake/numbered.ts";
import type { SignerMemory } from "../intake/signer.ts";
import type { Database } from "../store/database.ts";

/** How long another process on this machine may hold a file before it counts as stuck. */
const LONGEST_TURN_MS = 30_000;

/** A 32-byte secret of a file, made at random at first; its folder and file are the owner's alone (0700, 0600). */
export async function secretOf(file: string): Promise<Uint8Array> {
  const known = await textOf(file);
  if (known !== undefined) return unhex(known.trim());
  await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await makeDurably(file, `${hex(crypto.getRandomValues(new Uint8Array(32)))}\n`);
  // Read back: another process that started at the same time may have made the file first, and then its secret is the one.
  return unhex((await fs.readFile(file, "utf8")).trim());
}

/** True if there is such a file. */
export async function isThere(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}

/** Two places in the head file that are written in turn, each within one sector: a torn write leaves the other one whole. */
const SLOT_BYTES = 4096;
const RECORD_BYTES = 512;
const slot = z.strictObject({
  size: z.int().min(0),
  root: z.string().regex(/^[0-9a-f]{64}$/),
  check: z.string(),
});
type Remembered = { size: number; root: Uint8Array };

/**
 * The signer's memory in `dir`/signed-head, one signer at a time over all processes of this machine. A write is one record and one
 * fdatasync: every batch waits for it, and a renamed file with its synced folder took fifteen times as long.
 */
export function fileMemory(dir: string): SignerMemory {
  const turns = new Turns(path.join(dir, "signed-head.turn"));
  let opened: number | undefined;
  let broken = false;
  const open = async () => {
    if (opened !== undefined) return opened;
    const file = path.join(dir, "signed-head");
    await fs.mkdir(dir, { recursive: true, mode: 0o700 });
    if (!(await isThere(file))) await replaceDurably(file, " ".repeat(2 * SLOT_BYTES));
    opened = openSync(file, "r+");
    return opened;
  };
  return {
    read: async () => (await readSlots(await open())).newest,
    write: async (head) => {
      // After a failed sync nobody knows what the disk holds, and a later sync would not say: this process signs no more.
      if (broken) throw new Error("the signer's memory could not be written before; restart when the disk is sound");
      const file = await open();
      const { next } = await readSlots(file);
      const record = new Uint8Array(RECORD_BYTES).fill(32);
      record.set(utf8(`${JSON.stringify({ size: head.size, root: hex(head.root), check: checkOf(head) })}\n`));
      broken = true;
      await writeAt(file, record, 0, record.length, next * SLOT_BYTES);
      await syncData(file);
      broken = false;
    },
    exclusively: (work) => turns.take(work),
  };
}

// Plain descriptors: a FileHandle would have to be closed by someone, and the signer lives as long as its process.
const [readAt, writeAt, syncData] = [promisify(read), promisify(write), promisify(fdatasync)];

/** The newest head and the slot that the next one goes to. Both slots written and neither whole is no crash: someone wrote there. */
async function readSlots(file: number): Promise<{ newest: Remembered | undefined; next: 0 | 1 }> {
  const { buffer, bytesRead } = await readAt(file, new Uint8Array(2 * SLOT_BYTES), 0, 2 * SLOT_BYTES, 0);
  const bytes = buffer.subarray(0, bytesRead);
  const [a, b] = [
    readSlot(bytes.subarray(0, RECORD_BYTES)),
    readSlot(bytes.subarray(SLOT_BYTES).subarray(0, RECORD_BYTES)),
  ];
  if (a === "torn" && b === "torn") throw new Error("the signer's memory is damaged; see docs/operations.md");
  if (typeof a !== "object") return typeof b === "object" ? { newest: b, next: 0 } : { newest: undefined, next: 0 };
  return typeof b === "object" && b.size > a.size ? { newest: b, next: 0 } : { newest: a, next: 1 };
}

function readSlot(record: Uint8Array): Remembered | "blank" | "torn" {
  const text = fromUtf8(record)?.trim();
  if (text === "") return "blank";
  try {
    const { size, root, check } = slot.parse(JSON.parse(text ?? ""));
    const head = { size, root: unhex(root) };
    return checkOf(head) === check ? head : "torn";
  } catch {
    return "torn";
  }
}

function checkOf(head: Remembered): string {
  return createHash("sha256")
    .update(`${head.size} ${hex(head.root)}`)
    .digest("hex");
}

/** Numbers for the server's own pens: beyond what the ledger holds and beyond what `dir` says was ever taken. */
export function fileNumbers(dir: string, database: Database): Numbers {
  const turns = new Turns(path.join(dir, "seq.turn"));
  return {
    take: (kid, count) =>
      turns.take(async () => {
        const file = path.join(dir, `${kid}.seq`);
        const taken = (await isThere(file))
          ? z.coerce
              .number()
              .int()
              .parse(await fs.readFile(file, "utf8"))
          : 0;
        const stored = await database.kysely
          .selectFrom("ledger.leaf")
          .select((leaf) => leaf.fn.max("seq").as("seq"))
          .where("kid", "=", unhex(kid))
          .executeTakeFirst();
        const first = Math.max(taken, Number(stored?.seq ?? 0)) + 1;
        await fs.mkdir(dir, { recursive: true, mode: 0o700 });
        await replaceDurably(file, `${first + count - 1}\n`);
        return first;
      }),
  };
}

/** Turns at the files of a folder: in this process one after another, among processes by an operating system's lock (see store/lock.ts). */
class Turns {
  readonly #file: string;
  #lock: DatabaseSync | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
  }

  take<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(() => this.#locked(work));
    this.#last = mine.catch(() => undefined);
    return mine;
  }

  async #locked<T>(work: () => Promise<T>): Promise<T> {
    const lock = await this.#open();
    const until = performance.now() + LONGEST_TURN_MS;
    while (!begins(lock)) {
      if (performance.now() > until) throw new Error(`another process has held ${this.#file} for too long`);
      await pause(2);
    }
    try {
      return await work();
    } finally {
      lock.exec("COMMIT");
    }
  }

  async #open(): Promise<DatabaseSync> {
    if (this.#lock) return this.#lock;
    await fs.mkdir(path.dirname(this.#file), { recursive: true, mode: 0o700 });
    this.#lock = new DatabaseSync(this.#file, { timeout: 0 });
    return this.#lock;
  }
}

function begins(lock: DatabaseSync): boolean {
  try {
    // The pragma reads the file, so it too is refused while another process has it.
    lock.exec("PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE");
    return true;
  } catch (error) {
    if (error instanceof Error && "errcode" in error && Number(error.errcode) % 256 === 5) return false;
    throw error;
  }
}
