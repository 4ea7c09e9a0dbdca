// `so-nguon inspect`: an entry in words, from whatever a person has of it: the QR's text, hex, base64, a file, or its number in a ledger.
import fs from "node:fs";
import { hex, unbase64, unhex } from "../format/bytes.ts";
import { decodeEntry, type Entry } from "../format/entry.ts";
import { decodeLeaf } from "../format/leaf.ts";
import { readQrText } from "../format/slipcode.ts";
import { entriesNamed, entryName, readBody } from "../rules/readings/reading.ts";
import { signalSentence } from "../rules/readings/signal-words.ts";
import type { StoredEntry } from "../store/view.ts";
import { formatInstant } from "../words/as-written.ts";
import { CommandError } from "../words/command-error.ts";
import { PROBLEMS, type Problem, sentence } from "../words/problem.ts";
import { splitEntries } from "./answers.ts";
import { type Call, type Command, EXIT, LEDGER } from "./command.ts";
import { reachLines } from "./inspect/finding.ts";
import { entryJson, entryLines, type NameOf } from "./inspect/show.ts";
import { type Ledger, ledgerPlaceOf, openLedger, placeIfNamed } from "./open-ledger.ts";

export const command: Command = {
  name: "inspect",
  vi: "đọc một mục bằng lời: từ chuỗi QR, hex, base64, tệp hoặc số mục trong sổ",
  en: "an entry in words: from QR text, hex, base64, a file, or its index in a ledger",
  usage: ["TEXT | FILE [--data DIR]", "INDEX --data DIR"],
  args: [1, 1],
  options: LEDGER,
  more: {
    vi: "Lệnh này chỉ đọc, không kiểm tra chữ ký; dùng “verify” để kiểm tra.",
    en: "It reads and does not check the signature; “verify” checks.",
  },
  async run(call) {
    const [given] = call.args as [string];
    if (/^\d{1,10}$/.test(given) && !fs.existsSync(given)) return inspectIndex(call, Number(given));
    const entries = bytesIn(given).map(entryIn);
    const place = placeIfNamed(call);
    const ledger = place && (await openLedger(place));
    try {
      for (const entry of entries) await tell(call, entry, undefined, ledger);
    } finally {
      await ledger?.close();
    }
    return EXIT.ok;
  },
};

async function inspectIndex(call: Call, index: number): Promise<number> {
  const ledger = await openLedger(ledgerPlaceOf(call));
  try {
    const [stored] = await ledger.view.entries([index]);
    if (!stored) throw new CommandError(`Sổ không có mục ${index}.`, `The ledger has no entry ${index}.`, "not-found");
    await tell(call, stored.entry, stored, ledger);
  } finally {
    await ledger.close();
  }
  return EXIT.ok;
}

/** The bytes that a text denotes: a file's (raw, or a text of one of the forms), or the text itself. */
function bytesIn(given: string): Uint8Array[] {
  if (!fs.existsSync(given)) {
    const bytes = bytesOfText(given);
    if (bytes) return splitEntries(bytes);
    throw new CommandError(
      "Không phải tệp, chuỗi QR “SN1:…”, hex hay base64 của một mục.",
      "Neither a file, nor a QR text “SN1:…”, hex or base64 of an entry.",
      "not-an-entry",
    );
  }
  const raw = new Uint8Array(fs.readFileSync(given));
  if (raw[0] === 0xd2) return splitEntries(raw);
  return splitEntries(bytesOfText(Buffer.from(raw).toString("utf8")) ?? raw);
}

function bytesOfText(text: string): Uint8Array | undefined {
  const qr = readQrText(text);
  if (qr) return qr;
  const bare = text.replaceAll(/\s/g, "");
  if (/^([0-9a-fA-F]{2})+$/.test(bare)) return unhex(bare.toLowerCase());
  return bare.length >= 40 ? unbase64(bare) : undefined;
}

/** An entry, or the entry inside a leaf; the refusal says what is wrong with anything else. */
function entryIn(bytes: Uint8Array): Entry {
  const decoded = decodeEntry(decodeLeaf(bytes)?.entry ?? bytes);
  if ("entry" in decoded) return decoded.entry;
  const { what, ...figures } = decoded.malformed;
  const problem: Problem = { code: what, figures: figures as Problem["figures"] };
  throw new CommandError(sentence(problem, "vi"), sentence(problem, "en"), what);
}

async function tell(
  call: Call,
  entry: Entry,
  stored: StoredEntry | undefined,
  ledger: Ledger | undefined,
): Promise<void> {
  if (call.json) {
    const at = stored && {
      index: stored.index,
      received_ms: stored.receivedMs,
      event_s: stored.eventS,
      leaf_hash: hex(stored.leafHash),
      verdict: stored.verdict,
    };
    call.io.out(`${JSON.stringify({ ...(at ?? {}), ...entryJson(entry) })}\n`);
    return;
  }
  const names = ledger ? await namesIn(ledger, entry) : () => undefined;
  const lines = entryLines(entry, names);
  if (stored) lines.push(...storedLines(stored));
  if (stored && ledger && entry.kind === "slip.issue") lines.push(...(await slipLines(ledger, stored.index)));
  if (stored && ledger && entry.kind === "finding.record") lines.push(...(await reachLines(ledger, stored.index)));
  call.io.out(`${lines.join("\n")}\n`);
}

function storedLines(stored: StoredEntry): string[] {
  const { verdict } = stored;
  const kept = verdict && verdict.code in PROBLEMS ? [`${sentence(verdict, "vi")} · ${sentence(verdict, "en")}`] : [];
  return [
    `Trong sổ · In the ledger: mục · entry ${stored.index}, nhận lúc · received ${formatInstant(stored.receivedMs)}`,
    `  thời điểm sự kiện · event time    ${formatInstant(stored.eventS * 1000)}`,
    ...kept.map((text) => `  có mâu thuẫn · contradicted       ${text}`),
  ];
}

async function slipLines(ledger: Ledger, index: number): Promise<string[]> {
  const state = await ledger.view.read((book) => book.get("slipState", index));
  const signals = await ledger.view.signals(`slip/${index}`);
  if (!state) return [];
  const status = `  tình trạng · status               ${state.status}, đã nhận · received ${state.receivedKg} kg`;
  const contested = state.contested
    ? [`  mâu thuẫn từ mục · contested by   ${state.contested.index} (${state.contested.why})`]
    : [];
  return [
    status,
    ...contested,
    ...signals.map(
      (each) => `  cảnh báo · signal                 ${each.code} (${each.leaf}): ${signalSentence(each, "vi")}`,
    ),
  ];
}

/** The names behind every entry that this one refers to, looked up together. */
async function namesIn(ledger: Ledger, entry: Entry): Promise<NameOf> {
  const wanted = [...new Set(entriesNamed(readBody(entry)))];
  const names = new Map(
    await ledger.view.read((book) => wanted.map((index) => [index, entryName(book, index)] as const)),
  );
  return (index) => names.get(index);
}
