// The parts of a signal's row: how pressing it is, whose desk it lies on, and what its figures are.

/** How pressing a signal is, the most pressing first. */
export const SEVERITIES = {
  act: { vi: "Cần xử lý ngay", en: "Act now" },
  look: { vi: "Cần kiểm tra", en: "To check" },
  note: { vi: "Lưu ý", en: "Note" },
} as const;
export type Severity = keyof typeof SEVERITIES;

/** The office that has to look at a signal. */
export const SIGNAL_OWNERS = {
  authority: { vi: "cơ quan quản lý khoáng sản", en: "licensing authority" },
  inspector: { vi: "thanh tra, kiểm toán", en: "inspector or auditor" },
  treasury: { vi: "Kho bạc Nhà nước", en: "State Treasury" },
} as const;
export type SignalOwner = keyof typeof SIGNAL_OWNERS;

/** The meaning of a figure's integer: the log index of an entry, an amount, a moment, or a code of a closed list. */
export type FigureKind = "entry" | "kg" | "vnd" | "count" | "instant" | "material" | "obligation" | "status" | "phase";

/** A signal: its sentence, its weight, its owner and what to do. `{subject}` and `{name}` in a text become the subject's index and the figure of that name. */
export type SignalRow = {
  readonly vi: string;
  readonly en: string;
  readonly severity: Severity;
  readonly owner: SignalOwner;
  readonly step: { readonly vi: string; readonly en: string };
  readonly figures: Readonly<Record<string, FigureKind>>;
};

export type SignalRows = Readonly<Record<string, SignalRow>>;
