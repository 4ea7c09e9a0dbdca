// Facts of what is set for a time: the holidays of a year and the wording of the treasury's papers.
import type { FormTexts, HolidayYear } from "../../words/first-configuration.ts";

export type CalendarFact = { years: HolidayYear[] };

/** `words` are those that the entry sets, the others stay; `sinceS` is when they began to hold: their own day, and never before they were approved. */
export type TextsFact = {
  sets: { index: number; sinceS: number; until?: number; document: string; words: Partial<FormTexts> }[];
};
