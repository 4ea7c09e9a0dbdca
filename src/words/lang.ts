// The two languages that everything a person reads is written in.

/** The page's language; Vietnamese is the office's own. */
export type Lang = "vi" | "en";

/** One sentence in both languages. */
export interface Words {
  vi: string;
  en: string;
}
