// A signal as people read it: its sentence with its figures, each as what it is, and the entries that it rests on.
import { MATERIALS, OBLIGATIONS, PHASES, STATUSES } from "../../format/codes.ts";
import type { Lang } from "../../words/lang.ts";
import type { FigureKind } from "../../words/signals/row.ts";
import { readSubject, SIGNALS, type Subject } from "../../words/signals.ts";
import type { Signal } from "../book/signal.ts";

/** A piece of a sentence: words, or the log index of an entry, which a page makes a link. */
export type SignalPart = string | { readonly entry: number };

type Said = Pick<Signal, "code" | "subject" | "figures">;

/** The sentence in pieces. */
export function signalParts({ code, subject, figures }: Said, lang: Lang): SignalPart[] {
  const row = SIGNALS[code];
  const pieces = row[lang].split(/\{(\w+)\}/);
  return pieces.flatMap((piece, i): SignalPart[] => {
    if (i % 2 === 0) return piece === "" ? [] : [piece];
    if (piece === "subject") return [{ entry: subjectOf(subject).index }];
    const value = figures[piece];
    const kind = row.figures[piece];
    if (value === undefined || kind === undefined) return ["?"];
    return [kind === "entry" ? { entry: value } : figureWords(kind, value, lang)];
  });
}

/** The sentence as plain text. */
export function signalSentence(signal: Said, lang: Lang): string {
  return signalParts(signal, lang)
    .map((part) => (typeof part === "string" ? part : String(part.entry)))
    .join("");
}

/** The entries that a signal rests on, each once: what it is about, and what its figures name. */
export function signalEntries({ code, subject, figures }: Said): number[] {
  const kinds = SIGNALS[code].figures;
  const named = Object.entries(figures).filter(([name]) => kinds[name] === "entry");
  return [...new Set([subjectOf(subject).index, ...named.map(([, index]) => index)])];
}

/** A subject of the ledger, taken apart. */
export function subjectOf(subject: Subject): NonNullable<ReturnType<typeof readSubject>> {
  const read = readSubject(subject);
  if (!read) throw new Error(`no subject: ${subject}`);
  return read;
}

const CODES = { material: MATERIALS, obligation: OBLIGATIONS, status: STATUSES, phase: PHASES } as const;
/** A yield that bounds all of a crusher's products together names no material. */
const EVERYTHING = { vi: "sản phẩm các loại", en: "all products" };

function figureWords(kind: Exclude<FigureKind, "entry">, value: number, lang: Lang): string {
  switch (kind) {
    case "instant":
      return instantWords(value);
    case "kg":
    case "vnd":
    case "count":
      return grouped(value, lang);
    default: {
      const words: Readonly<Record<number, { readonly vi: string; readonly en: string }>> = CODES[kind];
      return (words[value] ?? EVERYTHING)[lang];
    }
  }
}

function grouped(value: number, lang: Lang): string {
  const digits = String(Math.abs(value)).replaceAll(/\B(?=(\d{3})+$)/g, lang === "vi" ? "." : ",");
  return value < 0 ? `−${digits}` : digits;
}

/** Unix seconds in Vietnam: "14:20 12/11/2026". */
function instantWords(seconds: number): string {
  const local = new Date((seconds + 7 * 3600) * 1000).toISOString();
  const [year, month, day] = local.slice(0, 10).split("-");
  return `${local.slice(11, 16)} ${day}/${month}/${year}`;
}
