// `so-nguon audit`: re-verifies a whole log, trusting nobody: an export folder, or the live ledger with every column of every table.
// It ends at the first broken rule and names the entry; without a pinned key it says how little a clean answer means.
import fs from "node:fs";
import path from "node:path";
import { auditLedger } from "../audit/audit-ledger.ts";
import { type Broken, RULES } from "../audit/broken.ts";
import { auditDirectory, type Pins, type Sound } from "../audit/directory.ts";
import type { Replay } from "../audit/replay.ts";
import { loadReplay, saveReplay, type Unusable } from "../audit/resume.ts";
import { hex } from "../format/bytes.ts";
import { VERSIONS } from "../rules/registry/versions.ts";
import { COSIGNED_FILE, fileStore } from "../witness/store.ts";
import { CommandError } from "../words/command-error.ts";
import { type Call, type Command, EXIT, LEDGER, Misuse, ProgressLine } from "./command.ts";
import { keysOfNamed, textOfNamed } from "./named-file.ts";
import { ledgerPlaceOf, openLedger } from "./open-ledger.ts";

export const command: Command = {
  name: "audit",
  vi: "kiểm tra lại toàn bộ sổ từ đầu",
  en: "re-verify the whole log from nothing",
  usage: ["DIR [--vkey FILE] [--since-head FILE] [--resume FILE]", "--data DIR [--vkey FILE] [--since-head FILE]"],
  args: [0, 1],
  options: {
    ...LEDGER,
    vkey: {
      type: "string",
      value: "FILE",
      vi: "khóa sổ đã biết trước (ghim)",
      en: "the log's key as known before (pinned)",
    },
    "since-head": {
      type: "string",
      value: "FILE",
      vi: "mốc xác nhận đã thấy trước đây; sổ phải nối tiếp mốc này",
      en: "a tree head seen before, which the log must extend",
    },
    resume: {
      type: "string",
      value: "FILE",
      vi: "ghi phần đã kiểm vào tệp này và lần sau kiểm tiếp từ đó; tệp là của riêng người kiểm tra",
      en: "keep what is verified in this file and go on from it next time; the file is the auditor's own",
    },
  },
  more: {
    vi: "Với --resume, mười phút một lần và khi bị dừng (Ctrl-C), phần đã kiểm, gồm cả sổ khối lượng đã tính lại, được ghi vào tệp (khoảng 0,5 KB mỗi mục). Lần sau, các mục cũ chỉ được băm lại và so với tệp. Ai sửa được tệp ấy thì làm được cho phép kiểm bỏ sót: giữ nó như giữ khóa đã ghim.",
    en: "With --resume, every ten minutes and when stopped (Ctrl-C), what is verified, the replayed book included, is written to the file (some 0.5 KB an entry). Next time old entries are only hashed and compared with it. Whoever can write that file can make an audit overlook things: keep it as you keep the pinned key.",
  },
  run: audit,
};

type Show = (done: number, total: number) => void;

/** The name of the program that a kept state carries. */
const PROGRAM = JSON.parse(fs.readFileSync(new URL("../../package.json", import.meta.url), "utf8")).version as string;

async function audit(call: Call): Promise<number> {
  const [dir] = call.args;
  if (dir !== undefined && call.option("data") !== undefined)
    throw new Misuse("Chọn thư mục xuất hoặc --data, không cả hai.", "Give an export folder or --data, not both.");
  if (dir === undefined && call.option("resume") !== undefined)
    throw new Misuse("--resume chỉ dùng với thư mục xuất.", "--resume is for export folders only.");
  const [vkey, sinceHead] = [call.option("vkey"), call.option("since-head")];
  const pins: Pins = {
    vkey: vkey === undefined ? undefined : keysOfNamed(vkey),
    sinceHead: sinceHead === undefined ? undefined : textOfNamed(sinceHead),
  };
  const bar = new ProgressLine(call);
  const startedMs = call.io.now();
  const show = (done: number, total: number) => bar.show(barText(done, total, call.io.now() - startedMs));
  const found = dir === undefined ? await auditLive(call, pins, show) : await auditExport(call, dir, pins, show);
  bar.done();
  const seconds = Math.max(1, call.io.now() - startedMs) / 1000;
  if ("rule" in found) {
    call.io.out(call.json ? `${JSON.stringify({ ok: false, ...found, entry: undefined })}\n` : brokenText(found));
    return EXIT.refused;
  }
  call.io.out(call.json ? `${JSON.stringify(jsonOf(found, pins, seconds))}\n` : soundText(found, pins, seconds));
  return EXIT.ok;
}

async function auditLive(call: Call, pins: Pins, show: Show): Promise<Sound | Broken> {
  const place = ledgerPlaceOf(call);
  const ledger = await openLedger(place);
  try {
    // Whatever witnesses have signed, the ledger must still extend: a restored backup does not.
    const cosigned = await fileStore(path.join(place.keys, COSIGNED_FILE)).read();
    return await auditLedger(ledger.database.kysely, { ...pins, cosigned }, show);
  } finally {
    await ledger.close();
  }
}

const KEEP_MS = 600_000;

/** An export, with a file to go on from where one is named; a signal then ends the audit after what is verified has been kept. */
async function auditExport(call: Call, dir: string, pins: Pins, show: Show): Promise<Sound | Broken> {
  const file = call.option("resume");
  if (file === undefined) return auditDirectory(dir, pins, show);
  let stopping = false;
  const stop = () => {
    stopping = true;
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  try {
    return await auditDirectory(dir, pins, show, (vkey) => {
      const replay = loadReplay(file, PROGRAM, vkey);
      if (typeof replay === "string") throw unusable(file, replay);
      let keptMs = call.io.now();
      const due = () => stopping || call.io.now() - keptMs > KEEP_MS;
      const keep = (reached: Replay) => {
        saveReplay(file, reached, PROGRAM, vkey);
        keptMs = call.io.now();
        if (stopping) throw stopped(reached.hashes.size);
      };
      return { replay, keeping: { due, keep } };
    });
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}

function stopped(size: number): CommandError {
  return new CommandError(
    `Đã dừng sau ${size} mục, chưa thấy gì sai. Chạy lại cùng lệnh để kiểm tiếp.`,
    `Stopped after ${size} entries, nothing wrong so far. Run the same command to go on.`,
    "audit-stopped",
  );
}

function unusable(file: string, why: Unusable): CommandError {
  const [vi, en] = {
    damaged: ["hỏng", "is damaged"],
    "other-program": ["do phiên bản khác của chương trình ghi", "was written by another version of this program"],
    "other-log": ["là của sổ khác", "is of another log"],
  }[why] as [string, string];
  return new CommandError(
    `Tệp ${file} ${vi}. Xóa tệp để kiểm từ đầu.`,
    `File ${file} ${en}. Delete it to audit from the first entry.`,
    "resume-unusable",
  );
}

const BAR_CELLS = 30;

function barText(done: number, total: number, ms: number): string {
  const cells = Math.floor((done / Math.max(1, total)) * BAR_CELLS);
  const rate = Math.round((1000 * done) / Math.max(1, ms));
  return `[${"█".repeat(cells)}${"░".repeat(BAR_CELLS - cells)}] ${done} / ${total} mục · ${rate} mục/s`;
}

/** A fault in words for people. */
export function brokenText(found: Broken): string {
  const [vi, en] = RULES[found.rule];
  const place = found.table ? ` [ledger.${found.table}${found.column ? `.${found.column}` : ""}]` : "";
  const detail = found.detail ? ` (${found.detail})` : "";
  if (found.rule === "rules-version")
    return (
      `CHƯA KIỂM TOÁN ĐƯỢC từ mục ${found.index}: ${vi}${detail}.\n` +
      `NOT AUDITED from entry ${found.index}: ${en}. Rule: ${found.rule}\n`
    );
  return (
    `KHÔNG ĐẠT tại mục ${found.index}: ${vi}${place}${detail}.\n` +
    `FAILED at entry ${found.index}: ${en}${place}. Rule: ${found.rule}\n`
  );
}

function jsonOf(sound: Sound, pins: Pins, seconds: number): Record<string, unknown> {
  const { origin, size, root, vkey, cosigned } = sound;
  const pinned = pins.vkey !== undefined;
  const rate = Math.round(size / seconds);
  return {
    ok: true,
    origin,
    size,
    root: hex(root),
    vkey,
    pinned,
    since: pins.sinceHead !== undefined,
    cosigned,
    resumed: sound.resumed ?? 0,
    rulesVersions: sound.replay.book.need("rules", 0).versions,
    knownRulesVersions: VERSIONS.map(({ number }) => number),
    seconds,
    rate,
  };
}

function soundText(sound: Sound, pins: Pins, seconds: number): string {
  const rate = Math.round(sound.size / seconds);
  const trust =
    pins.vkey !== undefined
      ? "Khóa sổ đúng khóa đã ghim. · The log's key is the pinned one."
      : "CHỈ TỰ NHẤT QUÁN: chưa ghim khóa sổ (--vkey). · SELF-CONSISTENT ONLY: no pinned key (--vkey).";
  const since =
    pins.sinceHead === undefined ? "" : "Sổ nối tiếp mốc đã biết. · The log extends the head seen before.\n";
  const resumed = sound.resumed
    ? `${sound.resumed} mục đã kiểm ở lần trước, nay so lại bằng mã băm. · ${sound.resumed} entries verified by an earlier audit, compared by their hashes now.\n`
    : "";
  return (
    `ĐẠT · CLEAN: ${sound.origin}, ${sound.size} mục · entries, ${seconds.toFixed(1)} s (${rate}/s)\n` +
    `Gốc · root ${hex(sound.root)}\n${trust}\n${since}${resumed}${versionsText(sound)}` +
    `Đơn vị xác nhận độc lập · witnesses: ${sound.cosigned.join(", ") || "–"}\n`
  );
}

/** By which versions of the rules the entries were judged, and which ones this program knows. */
function versionsText({ replay }: Sound): string {
  const used = replay.book.need("rules", 0).versions.map(({ from, version }) => `${version} (≥ ${from})`);
  const known = VERSIONS.map(({ number }) => number);
  return `Phiên bản quy tắc (từ mục) · rules versions (from entry): ${used.join(", ")}; chương trình biết · this program knows: ${known.join(", ")}\n`;
}
