// An entry as a person reads it: its envelope, then its body field by field with words for codes, in Vietnamese and English.
import { hex } from "../../format/bytes.ts";
import type { Entry } from "../../format/entry.ts";
import { KIND_NAMES } from "../../format/kindnames.ts";
import { KIND } from "../../format/kinds.ts";
import type { Named } from "../../format/materials.ts";
import { slipCode } from "../../format/slipcode.ts";
import { dayText, isDay } from "../../rules/time.ts";
import { countText, dongText, instantText, quantityText } from "../amounts.ts";
import { toJson } from "../statement.ts";
import { CODED, CODED_BY_KIND, LABELS } from "./words.ts";

/** Names of what an entry's indexes point to, where a ledger is at hand. */
export type NameOf = (field: string, index: number) => string | undefined;

const DAYS = new Set(["day", "from", "until", "issued", "inspectedUntil"]);

/** The entry as JSON: envelope, codes and body as docs/format.md names them. */
export function entryJson(entry: Entry): Record<string, unknown> {
  return {
    kind: entry.kind,
    kind_number: KIND[entry.kind],
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
  const { vi, en } = KIND_NAMES[entry.kind];
  const lines = [
    `${vi.charAt(0).toUpperCase()}${vi.slice(1)} · ${en}  (${entry.kind}, ${KIND[entry.kind]})`,
    row("mã mục · entry id", hex(entry.id)),
    row("khóa ký · key", `${hex(entry.kid)}, số thứ tự · seq ${entry.seq}`),
    row("khai lúc · claimed", `${instantText(entry.claimedS * 1000)} (Asia/Ho_Chi_Minh)`),
  ];
  const { size, root8 } = entry.anchor;
  lines.push(row("mốc đã biết · anchor", size === 0 ? "–" : `${countText(size)} mục · entries, ${hex(root8)}…`));
  if (entry.kind === "slip.issue") lines.push(row("mã phiếu · code", slipCode(entry.id)));
  return [...lines, ...fields(entry.kind, entry.body, nameOf, "")];
}

function row(label: string, text: string): string {
  return `  ${label.padEnd(34)}  ${text}`;
}

function fields(kind: string, body: object, nameOf: NameOf, indent: string): string[] {
  return Object.entries(body).flatMap(([name, value]) => {
    const label = LABELS[name];
    const title = `${indent}${label ? `${label[0]} · ${label[1]}` : name}`;
    if (isRecord(value)) return [row(title, ""), ...fields(kind, value, nameOf, `${indent}  `)];
    if (Array.isArray(value) && value.some(isRecord)) {
      return value.flatMap((item, i) => [row(`${title} ${i + 1}`, ""), ...fields(kind, item, nameOf, `${indent}  `)]);
    }
    const text = Array.isArray(value)
      ? value.map((item) => scalar(kind, name, item, nameOf)).join(", ")
      : scalar(kind, name, value, nameOf);
    return [row(title, text)];
  });
}

function isRecord(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

function scalar(kind: string, name: string, value: unknown, nameOf: NameOf): string {
  if (value instanceof Uint8Array) return hex(value);
  if (typeof value === "string") return value.replaceAll(/[\p{Cc}\p{Cf}]/gu, " ");
  if (typeof value !== "number") return String(value);
  const codes: Readonly<Record<number, Named>> | undefined = CODED_BY_KIND[`${kind}/${name}`] ?? CODED[name];
  const words = codes?.[value];
  if (words) return `${words.vi} · ${words.en}`;
  if (DAYS.has(name) && isDay(value)) return dayText(value);
  if (name.endsWith("Dong")) return dongText(value);
  if (name.endsWith("Milli")) return quantityText(value);
  if (name === "fromS" || name === "seenS") return instantText(value * 1000);
  const pointed = nameOf(name, value);
  if (pointed !== undefined) return `${value}: ${pointed}`;
  return name.endsWith("Kg") || name.endsWith("M2") || name === "amount" ? countText(value) : String(value);
}
