// The signer of tree heads and its memory: it never signs a smaller tree, nor one that does not grow from what it signed before,
// whatever the database says. The memory is written durably before a signature leaves.
import { equal, hex, unhex } from "../format/bytes.ts";
import type { Signer } from "../format/ed25519.ts";
import { kidOf } from "../format/entry.ts";
import { signNote, type TreeHead, treeHeadText } from "../format/note.ts";
import { EMPTY_ROOT, type ProveGrowth, verifyConsistency } from "../format/tree.ts";
import { type TrustHead, trustText } from "../format/trust.ts";
import type { LogFact } from "../rules/book/facts.ts";
import { type Problem, problem } from "../words/problem.ts";

/** Where the signer keeps the last head that it signed, apart from the database. `exclusively` holds one signer at a time. */
export type SignerMemory = {
  read(): Promise<{ size: number; root: Uint8Array } | undefined>;
  write(head: { size: number; root: Uint8Array }): Promise<void>;
  exclusively<T>(work: () => Promise<T>): Promise<T>;
};

/** Thrown when the database holds less, or other, than what was signed: a restored backup or a fork. Operators read the words. */
export class HistoryConflict extends Error {
  /** The same for whoever sends entries meanwhile. */
  readonly problem: Problem;

  constructor(remembered: { size: number; root: Uint8Array }, asked: TreeHead) {
    super(
      `Máy ký đã xác nhận sổ ${remembered.size} mục (gốc ${hex(remembered.root).slice(0, 16)}…) nhưng cơ sở dữ liệu đang có ` +
        `${asked.size} mục không nối tiếp mốc đó. Không ký. Xem docs/operations.md, mục “Khôi phục từ bản sao lưu”. · ` +
        `The signer has signed ${remembered.size} entries but the database holds ${asked.size} that do not extend them. ` +
        "Nothing is signed. See docs/operations.md, “Restoring a backup”.",
    );
    this.problem = problem("history", { signed: remembered.size, stored: asked.size });
  }
}

/** Thrown when the log's key in force is not held here: its roots have named another one. Operators read the words. */
export class LogKeyMissing extends Error {
  constructor(origin: string, key: string) {
    const kid = hex(kidOf(unhex(key)));
    super(
      `Khóa hiện hành của sổ “${origin}” (${kid}) không có trên máy ký này. Không ký. Xem docs/operations.md, mục “Replacing the log key”. · ` +
        `The key in force of log “${origin}” (${kid}) is not held by this signer. Nothing is signed. ` +
        "See docs/operations.md, “Replacing the log key”.",
    );
  }
}

/** The fact that says which key signs heads; it is read with every batch. */
export const LOG_FACT = "log/0";

/** The log's key in force for heads of a size, in hexadecimal: what its roots have named by then, entry 0 first. */
export function keyInForce(log: LogFact | undefined, size: number): string {
  const key = log?.logKeys.findLast((each) => each.from <= size)?.key;
  if (key === undefined) throw new Error("a head is to be signed for a log that nobody has opened");
  return key;
}

/** Signs heads of one log under its name, growing only, each with the key that the log says is in force at its size. */
export class HeadSigner {
  readonly origin: string;
  /** The key that it was opened with: what entry 0 names, until the roots name another. */
  readonly key: Uint8Array;
  readonly #held: Map<string, Signer>;
  readonly #memory: SignerMemory;
  readonly #find: (key: string) => Promise<Signer | undefined>;
  /** Told each newly signed note; it must not wait, since callers do. */
  onSigned: ((note: string) => void) | undefined;
  #latest: { size: number; root: Uint8Array; note: string } | undefined;

  /** `find` is asked for a key by its hexadecimal once the log has come to another than `signer`'s. */
  constructor(
    origin: string,
    signer: Signer,
    memory: SignerMemory,
    find: (key: string) => Promise<Signer | undefined> = async () => undefined,
  ) {
    this.origin = origin;
    this.key = signer.key;
    this.#held = new Map([[hex(signer.key), signer]]);
    this.#memory = memory;
    this.#find = find;
  }

  /**
   * The signed note for a head under the log's key in force at its size, given in hexadecimal; the same head is signed again after a
   * restart, a smaller or forked one never, and nothing where that key is not held.
   */
  async sign(head: { size: number; root: Uint8Array }, key: string, prove: ProveGrowth): Promise<string> {
    const signer = await this.#signerFor(key);
    if (this.#latest?.size === head.size && equal(this.#latest.root, head.root)) return this.#latest.note;
    return this.#memory.exclusively(async () => {
      const named = { origin: this.origin, size: head.size, root: head.root };
      const remembered = await this.#memory.read();
      if (remembered && !(await this.#extends(remembered, named, prove))) throw new HistoryConflict(remembered, named);
      if (remembered?.size !== head.size) await this.#memory.write({ size: head.size, root: head.root });
      const note = await signNote(treeHeadText(named), this.origin, signer);
      this.#latest = { size: head.size, root: head.root, note };
      this.onSigned?.(note);
      return note;
    });
  }

  /** Refuses, by HistoryConflict, a log without entries where some were signed: an emptied database begins no new log. */
  async begin(): Promise<void> {
    const remembered = await this.#memory.exclusively(() => this.#memory.read());
    if (remembered) throw new HistoryConflict(remembered, { origin: this.origin, size: 0, root: EMPTY_ROOT });
  }

  /** The signed note of a trust bundle of this log under its key in force; its text can be taken for no tree head. */
  async vouch(head: TrustHead, key: string): Promise<string> {
    if (head.origin !== this.origin) throw new Error("a trust bundle of another log");
    return signNote(trustText(head), this.origin, await this.#signerFor(key));
  }

  async #signerFor(key: string): Promise<Signer> {
    const signer = this.#held.get(key) ?? (await this.#find(key));
    if (!signer || hex(signer.key) !== key) throw new LogKeyMissing(this.origin, key);
    this.#held.set(key, signer);
    return signer;
  }

  async #extends(old: { size: number; root: Uint8Array }, head: TreeHead, prove: ProveGrowth): Promise<boolean> {
    if (old.size > head.size) return false;
    if (old.size === head.size) return equal(old.root, head.root);
    if (old.size === 0) return true;
    const proof = await prove(old.size, head.size);
    return verifyConsistency({ oldSize: old.size, newSize: head.size, oldRoot: old.root, newRoot: head.root, proof });
  }
}
