// The versions of the rules' meaning. A log names the version that each of its entries is judged by: entry 0 the first, and later ones
// take over from the entry after the approval that brings them in. Old entries keep the meaning that they were judged by, so a rule
// that changes asks `rules.version >= N` and keeps its old branch (docs/CONTRIBUTING.md, "Changing a rule").

/** One version: when it was written, and what it changed. */
export type RulesVersion = { readonly number: number; readonly date: string; readonly vi: string; readonly en: string };

/** Every version that this program can judge by, oldest first. */
export const VERSIONS: readonly RulesVersion[] = [
  { number: 1, date: "2026-11-26", vi: "Phiên bản đầu tiên.", en: "The first version." },
];

/** The newest version, with which a new log is opened. */
export const NEWEST_VERSION = VERSIONS.at(-1)!.number;
