// The signer of tree heads and its memory: it never signs a smaller tree, nor one that does not grow from what it signed before,
// whatever the database says. The memory is written durably before a signature leaves.
import { equal, hex } from "../format/bytes.ts";
import type { Signer } from "../format/ed25519.ts";
import { signNote, type TreeHead, treeHeadText } from "../format/note.ts";
import { EMPTY_ROOT, verifyConsistency } from "../format/tree.ts";
import { type TrustHead, trustText } from "../format/trust.ts";
import { type Problem, problem } from "../problem.ts";

/** Where the signer keeps the last head that it signed, apart from the database. `exclusively` holds one signer at a time. */
export type SignerMemory = {
  read(): Promise<{ size: number; root: Uint8Array } | undefined>;
  write(head: { size: number; root: Uint8Array }): Promise<void>;
  exclusively<T>(work: () => Promise<T>): Promise<T>;
};

/** Proves that the tree of `newSize` extends the one of `oldSize` (RFC 6962 §2.1.2). */
export type ProveGrowth = (oldSize: number, newSize: number) => Promise<Uint8Array[]>;

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

/** Signs heads of one log under its name, growing only. */
export class HeadSigner {
  readonly origin: string;
  readonly #signer: Signer;
  readonly #memory: SignerMemory;
  /** Told each newly signed note; it must not wait, since callers do. */
  onSigned: ((note: string) => void) | undefined;
  #latest: { size: number; root: Uint8Array; note: string } | undefined;

  constructor(origin: string, signer: Signer, memory: SignerMemory) {
    this.origin = origin;
    this.#signer = signer;
    this.#memory = memory;
  }

  /** The log's public key. */
  get key(): Uint8Array {
    return this.#signer.key;
  }

  /** The signed note for a head; the same head is signed again after a restart, a smaller or forked one never. */
  async sign(head: { size: number; root: Uint8Array }, prove: ProveGrowth): Promise<string> {
    if (this.#latest?.size === head.size && equal(this.#latest.root, head.root)) return this.#latest.note;
    return this.#memory.exclusively(async () => {
      const named = { origin: this.origin, size: head.size, root: head.root };
      const remembered = await this.#memory.read();
      if (remembered && !(await this.#extends(remembered, named, prove))) throw new HistoryConflict(remembered, named);
      if (remembered?.size !== head.size) await this.#memory.write({ size: head.size, root: head.root });
      const note = await signNote(treeHeadText(named), this.origin, this.#signer);
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

  /** The signed note of a trust bundle of this log; its text can be taken for no tree head. */
  async vouch(head: TrustHead): Promise<string> {
    if (head.origin !== this.origin) throw new Error("a trust bundle of another log");
    return signNote(trustText(head), this.origin, this.#signer);
  }

  async #extends(old: { size: number; root: Uint8Array }, head: TreeHead, prove: ProveGrowth): Promise<boolean> {
    if (old.size > head.size) return false;
    if (old.size === head.size) return equal(old.root, head.root);
    if (old.size === 0) return true;
    const proof = await prove(old.size, head.size);
    return verifyConsistency({ oldSize: old.size, newSize: head.size, oldRoot: old.root, newRoot: head.root, proof });
  }
}
