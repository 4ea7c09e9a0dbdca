// Key files: one key of one device as a small JSON file, readable by its owner alone. The file carries the next number that the key
// will sign; a number is burned on disk before its signature exists, so that neither a crash nor two processes can use it twice.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { hex, unhex } from "../format/bytes.ts";
import { publicKeyFromSeed, type Signer, signerFromSeed } from "../format/ed25519.ts";
import type { Payload } from "../format/entry.ts";
import { type Anchor, kidOf, noAnchor, possessionMessage, signEntry } from "../format/entry.ts";
import type { Body, KindName } from "../format/kinds.ts";
import { CommandError } from "../words/command-error.ts";
import { makeDurablySync, replaceDurablySync } from "./durable.ts";
import { askPassphrase } from "./passphrase.ts";
import { openSeed, sealedSeed, sealSeed } from "./sealed-seed.ts";

const WARNING = "Khóa riêng: không sao chép, không gửi cho ai. · A private key: never copy it, never send it.";

/** The file as JSON: `seed` 32 bytes in hex, or `sealed` where a passphrase opens it; `next_seq` the first number not burned, `origin` the log it signs for, if fixed. */
const shape = z.strictObject({
  so_nguon_key: z.literal(1),
  warning: z.string(),
  kid: z.string().regex(/^[0-9a-f]{16}$/),
  key: z.string().regex(/^[0-9a-f]{64}$/),
  seed: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  sealed: sealedSeed.optional(),
  origin: z.string().min(3).max(80).optional(),
  next_seq: z
    .int()
    .min(1)
    .max(2 ** 40),
});
type Stored = z.infer<typeof shape>;

/**
 * Makes a key file at a path where there is none, mode 0600, with a new random key or the one of `seed`, whose numbers below
 * `nextSeq` are taken.
 */
export function makeKeyFile(
  file: string,
  origin: string | undefined,
  seed: Uint8Array = randomBytes(32),
  nextSeq = 1,
): Uint8Array {
  const named = origin === undefined ? {} : { origin };
  return putKey(file, publicKeyFromSeed(seed), { seed: hex(seed), ...named, next_seq: nextSeq });
}

/** Makes a key file like `makeKeyFile`, whose new random key only this passphrase opens. */
export function makeSealedKeyFile(file: string, passphrase: string): Uint8Array {
  const seed = randomBytes(32);
  return putKey(file, publicKeyFromSeed(seed), { sealed: sealSeed(seed, passphrase), next_seq: 1 });
}

function putKey(
  file: string,
  key: Uint8Array,
  rest: Pick<Stored, "seed" | "sealed" | "origin" | "next_seq">,
): Uint8Array {
  const stored: Stored = { so_nguon_key: 1, warning: WARNING, kid: hex(kidOf(key)), key: hex(key), ...rest };
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  makeDurablySync(file, textOfKey(stored));
  return key;
}

/** A log's signer by its public key in hexadecimal, among the files log*.json of a folder: the next key lies there before it is in force. */
export async function findLogKey(dir: string, key: string): Promise<Signer | undefined> {
  const names = fs.readdirSync(dir).filter((name) => /^log.*\.json$/.test(name));
  for (const name of names.sort()) {
    const { signer } = await KeyFile.open(path.join(dir, name));
    if (hex(signer.key) === key) return signer;
  }
  return undefined;
}

function textOfKey(stored: Stored): string {
  return `${JSON.stringify(stored, null, 2)}\n`;
}

function readStored(file: string): Stored {
  const text = fs.readFileSync(file, "utf8");
  try {
    const stored = shape.parse(JSON.parse(text));
    if ((stored.seed === undefined) === (stored.sealed === undefined)) throw new Error("one seed, open or sealed");
    if (stored.kid !== hex(kidOf(unhex(stored.key)))) throw new Error("key and code differ");
    if (stored.seed !== undefined && stored.key !== hex(publicKeyFromSeed(unhex(stored.seed))))
      throw new Error("key and seed differ");
    return stored;
  } catch {
    throw new CommandError(
      `Tệp ${file} không phải tệp khóa hợp lệ.`,
      `${file} is not a key file as this program writes it.`,
      "bad-key-file",
    );
  }
}

/** The seed of a key file; of a sealed one, with the passphrase that a person gives. */
async function seedOf(file: string, { seed, sealed, key }: Stored): Promise<Uint8Array> {
  if (!sealed) return unhex(seed!);
  const opened = openSeed(sealed, await askPassphrase(file));
  if (opened && hex(publicKeyFromSeed(opened)) === key) return opened;
  throw new CommandError(`Sai mật khẩu của khóa ${file}.`, `Not the passphrase of key ${file}.`, "passphrase-wrong");
}

/** A key file in use. */
export class KeyFile {
  readonly file: string;
  readonly signer: Signer;
  /** The log that the file was made for, where it says so. */
  readonly origin: string | undefined;
  #reserved: number[] = [];

  private constructor(file: string, signer: Signer, origin: string | undefined) {
    this.file = file;
    this.signer = signer;
    this.origin = origin;
  }

  /** Reads a key file; refuses one that is not whole. */
  static async open(file: string): Promise<KeyFile> {
    const stored = readStored(file);
    return new KeyFile(file, await signerFromSeed(await seedOf(file, stored)), stored.origin);
  }

  get kid(): string {
    return hex(kidOf(this.signer.key));
  }

  get nextSeq(): number {
    return readStored(this.file).next_seq;
  }

  /** Burns the next `count` numbers on disk at once; what is not used stays burned. */
  reserve(count: number): void {
    withFileLock(this.file, () => {
      const stored = readStored(this.file);
      const text = textOfKey({ ...stored, next_seq: stored.next_seq + count });
      replaceDurablySync(this.file, (descriptor) => fs.writeFileSync(descriptor, text));
      for (let i = 0; i < count; i++) this.#reserved.push(stored.next_seq + i);
    });
  }

  /** Signs a statement for a log under a number that is already burned. */
  async sign<K extends KindName>(
    statement: { kind: K; body: Body<K> },
    at: { origin: string; claimedS: number; anchor?: Anchor | undefined },
  ): Promise<Uint8Array> {
    if (this.origin !== undefined && this.origin !== at.origin) {
      throw new CommandError(
        `Khóa ${this.kid} chỉ ký cho sổ “${this.origin}”, không phải “${at.origin}”.`,
        `Key ${this.kid} signs for ledger “${this.origin}” only, not “${at.origin}”.`,
        "wrong-origin",
      );
    }
    if (this.#reserved.length === 0) this.reserve(1);
    const seq = this.#reserved.shift()!;
    const payload = { ...statement, seq, claimedS: at.claimedS, anchor: at.anchor ?? noAnchor() } as unknown as Payload;
    return signEntry(payload, this.signer, at.origin);
  }

  /** Proof of possession for registration in a log. */
  possession(origin: string): Promise<Uint8Array> {
    return this.signer.sign(possessionMessage(origin, this.signer.key));
  }
}

/** One process at a time, by the operating system's lock on a file beside (see store/lock.ts for why through SQLite). */
function withFileLock<T>(file: string, work: () => T): T {
  const held = new DatabaseSync(`${file}.lock`, { timeout: 10_000 });
  try {
    held.exec("PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE");
    return work();
  } finally {
    held.close();
  }
}
