// `so-nguon export`: the log as static files in the C2SP tlog-tiles layout, for monitors, auditors and archives. Full tiles and
// bundles never change, so a second export into the same folder writes only what is new; the tree head comes last, so that a
// folder caught half-way still shows its earlier state whole.

import fs from "node:fs/promises";
import path from "node:path";
import { sql } from "kysely";
import { LogHashes, leafHashNative } from "../audit/log-hashes.ts";
import { equal, hex } from "../format/bytes.ts";
import { FIRST_PREVIOUS } from "../format/leaf.ts";
import { headOf, type TreeHead } from "../format/note.ts";
import { logKeysOf, logKeysText } from "../format/signatories.ts";
import { encodeEntryBundle, entriesPath, TILE_HEIGHT, TILE_WIDTH, tilePath, tileWidthAt } from "../format/tile.ts";
import { checkPolicy, policyAt } from "../format/witness-policy.ts";
import type { Database } from "../store/database.ts";
import { leafBytes } from "../store/leaf-row.ts";
import { makeBundle } from "../store/make-bundle.ts";
import type { LeafTable } from "../store/schema.ts";
import { View } from "../store/view.ts";
import { COSIGNED_FILE, fileStore } from "../witness/store.ts";
import { type Call, type Command, EXIT, LEDGER, needOption, ProgressLine, wholeOption } from "./command.ts";
import { type Ledger, ledgerPlaceOf, openWritable } from "./open-ledger.ts";

/** The outcome of an export: entries in all, and how many files are new. */
export type Exported = { readonly size: number; readonly root: Uint8Array; readonly written: number };

/** Thrown where the ledger or the folder does not hold one log; operators read the words. */
class NotExportable extends Error {}

/** Writes the log up to a signed head into `dir`, with the keys that have signed its heads up to there. */
export async function exportLog(
  database: Database,
  note: string,
  dir: string,
  progress: (done: number, total: number) => void = () => {},
): Promise<Exported> {
  const head = headOf(note);
  if (!head || head.size === 0) throw new NotExportable("Sổ chưa có mục nào. · The log has no entries yet.");
  await refuseOther(dir, head);
  const writer = new TreeWriter(dir);
  await writer.resume(head.size);
  await writer.writeLeaves(database, head.size, (done) => progress(done, head.size));
  if (!equal(writer.hashes.root(head.size), head.root)) {
    throw new NotExportable(
      "Các mục không khớp mốc cuối của sổ, hoặc thư mục đã chứa sổ khác. Chạy so-nguon audit --data. · " +
        "The entries do not add up to the ledger's head, or the folder holds another log. Run so-nguon audit --data.",
    );
  }
  await writer.writeUpperTiles(head.size);
  const by = (await new View(database.kysely).signatories())!;
  await writer.put("log.vkey", logKeysText(logKeysOf(by).filter(({ from }) => from <= head.size)));
  await writer.put("checkpoint", note);
  return { size: head.size, root: head.root, written: writer.written };
}

/** A folder that holds another log's export, or a later one of this log, may be the only copy of it: nothing there is touched. */
async function refuseOther(dir: string, head: TreeHead): Promise<void> {
  const note = await fs.readFile(path.join(dir, "checkpoint"), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (note === undefined) return;
  const there = headOf(note);
  if (there?.origin !== head.origin)
    throw new NotExportable(
      `Thư mục ${dir} đang giữ bản xuất của sổ khác, không ghi đè. Chọn thư mục khác. · ` +
        `Folder ${dir} holds another log's export and is not overwritten. Choose another folder.`,
    );
  if (there.size > head.size || (there.size === head.size && !equal(there.root, head.root)))
    throw new NotExportable(
      `Thư mục ${dir} đang giữ bản xuất mới hơn hoặc khác (${there.size} mục, sổ này có ${head.size}), không ghi đè. Kiểm tra xem sổ có bị thiếu mục không. · ` +
        `Folder ${dir} holds a later or different export (${there.size} entries, this ledger has ${head.size}) and is not overwritten. See whether the ledger lacks entries.`,
    );
}

export const command: Command = {
  name: "export",
  vi: "xuất sổ thành tệp tĩnh (tlog-tiles)",
  en: "write the log as static files (tlog-tiles)",
  usage: ["--data DIR --out DIR", "--data DIR --bundle INDEX --out FILE"],
  args: [0, 0],
  options: {
    ...LEDGER,
    out: { type: "string", value: "DIR", vi: "thư mục hoặc tệp nhận bản xuất", en: "the folder or file to write" },
    bundle: {
      type: "string",
      value: "INDEX",
      vi: "chỉ xuất hồ sơ chứng cứ của một phiếu hoặc một kết quả",
      en: "write the court bundle of one slip or one result instead",
    },
  },
  async run(call) {
    const out = needOption(call, "out");
    const subject = wholeOption(call, "bundle", [0, Number.MAX_SAFE_INTEGER]);
    // Nothing is appended, so this machine's clock does not matter.
    const ledger = await openWritable(ledgerPlaceOf(call), { acceptClock: true });
    const bar = new ProgressLine(call);
    try {
      const { note: newest } = ledger.intake;
      if (newest === undefined) throw new NotExportable("Sổ chưa có mục nào. · The log has no entries yet.");
      const cosigned = await cosignedHead(ledger);
      const covers = subject === undefined || subject < (headOf(cosigned)?.size ?? 0);
      const note = cosigned !== undefined && covers ? cosigned : newest;
      if (subject !== undefined) return await writeBundle(call, ledger.database, note, subject);
      const { size, root, written } = await exportLog(ledger.database, note, out, (done, total) =>
        bar.show(`xuất · export ${done} / ${total}`),
      );
      bar.done();
      const above = (headOf(newest)?.size ?? size) - size;
      const left =
        above > 0
          ? ` Còn ${above} mục mới chờ đơn vị xác nhận độc lập. · ${above} newer entries still await the witnesses.`
          : "";
      const text = `Đã xuất ${size} mục, ${written} tệp mới, vào ${out}. · ${size} entries exported, ${written} files written, to ${out}.${left}`;
      call.io.out(call.json ? `${JSON.stringify({ size, root: hex(root), written, above, out })}\n` : `${text}\n`);
      return EXIT.ok;
    } finally {
      bar.done();
      await ledger.close();
    }
  },
};

/**
 * The newest head that enough witnesses have cosigned, by the policy in force at its size. Strangers are handed the log up to there:
 * the part above is the log's word alone, and the next export has it. Undefined where the log asks for no witness or none has come.
 */
async function cosignedHead({ view, place }: Ledger): Promise<string | undefined> {
  const note = await fileStore(path.join(place.keys, COSIGNED_FILE)).read();
  const size = headOf(note)?.size;
  const by = await view.signatories();
  if (note === undefined || size === undefined || !by) return undefined;
  const policy = policyAt(by, size);
  if (policy.needed === 0) return undefined;
  return (await checkPolicy(note, policy)).ok ? note : undefined;
}

async function writeBundle(call: Call, database: Database, note: string, subject: number): Promise<number> {
  const bundle = await makeBundle(database.kysely, note, subject);
  if (!bundle) {
    throw new NotExportable(
      `Mục ${subject} không phải phiếu hay kết quả kiểm soát thanh toán. · Entry ${subject} is no slip and no payment result.`,
    );
  }
  const out = needOption(call, "out");
  await fs.writeFile(out, bundle);
  const text = `Đã ghi hồ sơ chứng cứ của mục ${subject}, ${bundle.length} byte, vào ${out}. · Court bundle of entry ${subject} written to ${out}.`;
  call.io.out(call.json ? `${JSON.stringify({ subject, bytes: bundle.length, out })}\n` : `${text}\n`);
  return EXIT.ok;
}

class TreeWriter {
  readonly hashes = new LogHashes();
  readonly #dir: string;
  written = 0;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** Takes up the full bundles that an earlier export left, by their tiles. */
  async resume(size: number): Promise<void> {
    for (let n = 0; tileWidthAt(size, 0, n) === TILE_WIDTH; n++) {
      const tile = await this.#read(tilePath(0, n));
      if (tile?.length !== 32 * TILE_WIDTH || !(await this.#read(entriesPath(n)))) return;
      for (let i = 0; i < TILE_WIDTH; i++) this.hashes.add(tile.subarray(32 * i, 32 * i + 32), 0);
    }
  }

  async writeLeaves(database: Database, size: number, progress: (done: number) => void): Promise<void> {
    let previous =
      this.hashes.size === 0 ? FIRST_PREVIOUS : this.hashes.span(0, this.hashes.size - 1, this.hashes.size).slice();
    while (this.hashes.size < size) {
      const from = this.hashes.size;
      const to = Math.min(size, from + TILE_WIDTH);
      const { rows } = await sql<Pick<LeafTable, "index" | "received_ms" | "carried" | "entry">>`
        select index, received_ms, carried, entry from ledger.leaf where index >= ${from} and index < ${to} order by index`.execute(
        database.kysely,
      );
      if (rows.length !== to - from)
        throw new NotExportable(`Thiếu mục sau ${from}. · Entries are missing after ${from}.`);
      const leaves: Uint8Array[] = [];
      for (const row of rows) {
        const leaf = leafBytes(row, previous);
        previous = leafHashNative(leaf);
        this.hashes.add(previous, row.received_ms);
        leaves.push(leaf);
      }
      const n = from / TILE_WIDTH;
      await this.put(tilePath(0, n, to - from), this.hashes.span(0, from, to));
      await this.put(entriesPath(n, to - from), encodeEntryBundle(leaves));
      progress(to);
    }
  }

  async writeUpperTiles(size: number): Promise<void> {
    for (let level = 1; tileWidthAt(size, level, 0) > 0; level++) {
      for (let n = 0; tileWidthAt(size, level, n) > 0; n++) {
        const width = tileWidthAt(size, level, n);
        const hashes = this.hashes.span(level * TILE_HEIGHT, n * TILE_WIDTH, n * TILE_WIDTH + width);
        const name = tilePath(level, n, width);
        const there = width === TILE_WIDTH ? await this.#read(name) : undefined;
        if (!there || !equal(there, hashes)) await this.put(name, hashes);
      }
    }
  }

  /** Whole or not at all: under another name first, then renamed. */
  async put(name: string, content: Uint8Array | string): Promise<void> {
    const file = path.join(this.#dir, name);
    await fs.mkdir(path.dirname(file), { recursive: true });
    await fs.writeFile(`${file}.new`, content);
    await fs.rename(`${file}.new`, file);
    this.written += 1;
  }

  async #read(name: string): Promise<Uint8Array | undefined> {
    return fs.readFile(path.join(this.#dir, name)).catch(() => undefined);
  }
}
