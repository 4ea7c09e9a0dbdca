// Words that several field pages share: the state of a slip, and ways of measuring.
import { MEASURES } from "../format/codes.ts";
import type { SlipState } from "../rules/book/facts.ts";
import { type Content, t } from "../web/layout.ts";
import { verdictMark } from "../web/parts.ts";
import type { Lang } from "../words/lang.ts";
import { SLIP_STATES } from "../words/things.ts";

/** The state of a slip as one short word; a contradiction is a verdict and shows as one. */
export function statusMark(state: SlipState, lang: Lang): Content {
  if (state.contested) return verdictMark({ state: "contradicted", word: t(lang, "mâu thuẫn", "contradicted") });
  return SLIP_STATES[state.status][lang];
}

/** Ways of measuring as choices of a select. */
export function measureChoices(lang: Lang): { value: string; text: string }[] {
  return Object.entries(MEASURES).map(([value, words]) => ({ value, text: words[lang] }));
}
