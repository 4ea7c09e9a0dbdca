// An entry as a person reads it: its envelope, then its body field by field with words for codes, in Vietnamese and English.
import { hex } from "../../format/bytes.ts";
import type { Entry } from "../../format/entry.ts";
import { KINDS } from "../../format/kinds.ts";
import { slipCode } from "../../format/slipcode.ts";
import { isDay } from "../../rules/numbers/time.ts";
import { type FieldReading, type Reading, readBody } from "../../rules/readings/reading.ts";
import { formatCount, formatDay, formatDong, formatInstant, formatQuantity } from "../../words/as-written.ts";
import { toJson } from "../statement.ts";

/** Names of the entries that an entry refers to, where a ledger is at hand. */
export type NameOf = (index: number) => string | undefined;

/** The entry as JSON: envelope, codes and body as docs/format.md names them. */
export function entryJson(entry: Entry): Record<string, unknown> {
  return {
    kind: entry.kind,
    kind_number: KINDS[entry.kind].number,
    entry_id: hex(entry.id),
    kid: hex(entry.kid),
    seq: entry.seq,
    claimed_s: entry.claimedS,
    anchor: { size: entry.anchor.size, root8: hex(entry.anchor.root8) },
    bytes: entry.bytes.length,
    ...(entry.kind === "slip.issue" ? { code: slipCode(entry.id) } : {}),
    body: toJson(entry.body),
  };
}

/** The entry as lines of text. */
export function entryLines(entry: Entry, nameOf: NameOf): string[] {
  const { vi, en } = KINDS[entry.kind];
  const lines = [
    `${vi.charAt(0).toUpperCase()}${vi.slice(1)} · ${en}  (${entry.kind}, ${KINDS[entry.kind].number})`,
    row("mã mục · entry id", hex(entry.id)),
    row("khóa ký · key", `${hex(entry.kid)}, số thứ tự · seq ${entry.seq}`),
    row("khai lúc · claimed", `${formatInstant(entry.claimedS * 1000)} (Asia/Ho_Chi_Minh)`),
  ];
  const { size, root8 } = entry.anchor;
  lines.push(row("mốc đã biết · anchor", size === 0 ? "–" : `${formatCount(size)} mục · entries, ${hex(root8)}…`));
  if (entry.kind === "slip.issue") lines.push(row("mã phiếu · code", slipCode(entry.id)));
  return [...lines, ...fieldLines(readBody(entry), nameOf, "")];
}

function row(label: string, text: string): string {
  return `  ${label.padEnd(34)}  ${text}`;
}

function fieldLines(fields: readonly FieldReading[], nameOf: NameOf, indent: string): string[] {
  return fields.flatMap(({ words, reading }) => {
    const title = `${indent}${words.vi} · ${words.en}`;
    const records = reading.is === "list" ? reading.items : [reading];
    if (!records.some((each) => each.is === "fields")) return [row(title, valueText(reading, nameOf))];
    return records.flatMap((each, i) => {
      const heading = row(reading.is === "list" ? `${title} ${i + 1}` : title, "");
      return each.is === "fields" ? [heading, ...fieldLines(each.fields, nameOf, `${indent}  `)] : [];
    });
  });
}

function valueText(reading: Reading, nameOf: NameOf): string {
  switch (reading.is) {
    case "text":
      return reading.text.replaceAll(/[\p{Cc}\p{Cf}]/gu, " ");
    case "bytes":
      return hex(reading.bytes);
    case "code":
      return `${reading.words.vi} · ${reading.words.en}`;
    case "list":
      return reading.items.map((item) => valueText(item, nameOf)).join(", ");
    case "fields":
      throw new Error("a record has lines of its own");
    default:
      return amountText(reading, nameOf);
  }
}

function amountText({ is, value }: Extract<Reading, { value: number }>, nameOf: NameOf): string {
  switch (is) {
    case "entry": {
      const name = nameOf(value);
      return name === undefined ? String(value) : `${value}: ${name}`;
    }
    case "day":
      return isDay(value) ? formatDay(value) : String(value);
    case "instant":
      return formatInstant(value * 1000);
    case "minute":
      return `${String(Math.floor(value / 60)).padStart(2, "0")}:${String(value % 60).padStart(2, "0")}`;
    case "kg":
      return `${formatCount(value)} kg`;
    case "dong":
      return formatDong(value);
    case "milli":
      return formatQuantity(value);
    case "count":
      return formatCount(value);
  }
}
