// The closed list of signals: what the software notices and an office has to look into, said once, in Vietnamese and English, with
// how pressing it is, who looks and what to do first. A signal moves nothing and accuses nobody. The ledger keeps its code, subject
// and figures as integers, so that these words may be mended without touching what is stored.
import { CONTRADICTION_SIGNALS } from "./signals/contradictions.ts";
import { PLACE_SIGNALS } from "./signals/places.ts";
import { RECORD_SIGNALS } from "./signals/records.ts";
import { ROAD_SIGNALS } from "./signals/road.ts";
import type { SignalRow } from "./signals/row.ts";
import { WEIGHT_SIGNALS } from "./signals/weights.ts";

const LIST = { ...CONTRADICTION_SIGNALS, ...ROAD_SIGNALS, ...WEIGHT_SIGNALS, ...PLACE_SIGNALS, ...RECORD_SIGNALS };

export type SignalCode = keyof typeof LIST;
export const SIGNALS: Readonly<Record<SignalCode, SignalRow>> = LIST;
export const SIGNAL_CODES = Object.keys(LIST) as SignalCode[];

/** The figures that a signal of this code carries. */
export type SignalFigures<C extends SignalCode> = Readonly<Record<keyof (typeof LIST)[C]["figures"] & string, number>>;

/** Codes of signals that a rule raises while its phase does not block; each is the code of the problem that it will be. */
export type PhasedSignal = {
  [C in SignalCode]: "phase" extends keyof (typeof LIST)[C]["figures"] ? C : never;
}[SignalCode];

/** The subjects of signals; everything is named by the log index of the entry that brought it. */
export const SIGNAL_SUBJECTS = {
  slip: { vi: "phiếu", en: "slip" },
  slipBook: { vi: "quyển phiếu", en: "slip book" },
  paper: { vi: "giấy tờ", en: "paper" },
  annex: { vi: "hồ sơ", en: "dossier" },
  recipe: { vi: "định mức", en: "recipe" },
  site: { vi: "nơi", en: "place" },
  source: { vi: "nguồn", en: "source" },
  scale: { vi: "cân", en: "scale" },
  key: { vi: "khóa", en: "key" },
  entry: { vi: "mục", en: "entry" },
} as const;
export type SubjectKind = keyof typeof SIGNAL_SUBJECTS;

/** The subject of a signal as the ledger keeps it: "slip/12". */
export type Subject = `${SubjectKind}/${number}`;

/** A subject taken apart; undefined for any other text. */
export function readSubject(text: string): { readonly kind: SubjectKind; readonly index: number } | undefined {
  const [, kind, index] = /^([a-zA-Z]+)\/(0|[1-9]\d{0,14})$/.exec(text) ?? [];
  return kind !== undefined && Object.hasOwn(SIGNAL_SUBJECTS, kind)
    ? { kind: kind as SubjectKind, index: Number(index) }
    : undefined;
}

/** True if a text is the code of a signal. */
export function isSignalCode(text: string): text is SignalCode {
  return Object.hasOwn(SIGNALS, text);
}
