// Words that several field pages share: how a slip stands, and ways of measuring.
import { MEASURES } from "../../format/materials.ts";
import type { SlipState, SlipStatus } from "../../rules/book/facts.ts";
import { type Content, t } from "../../web/layout.ts";
import { verdictMark } from "../../web/parts.ts";
import type { Lang, Words } from "../../words/lang.ts";

/** How a slip stands, in a word. */
export const STATUS_WORDS: Readonly<Record<SlipStatus, Words>> = {
  transit: { vi: "đang đi", en: "on the way" },
  received: { vi: "đã nhận", en: "received" },
  void: { vi: "đã hủy", en: "void" },
  stray: { vi: "quá hạn, chờ xác minh", en: "expired, to be explained" },
  refused: { vi: "không được công nhận", en: "not recognised" },
  unruled: { vi: "nộp muộn, chờ kết luận", en: "late, awaiting a ruling" },
};

/** How a slip stands, as one short word; a contradiction is a verdict and shows as one. */
export function statusMark(state: SlipState, lang: Lang): Content {
  if (state.contested) return verdictMark({ state: "contradicted", word: t(lang, "mâu thuẫn", "contradicted") });
  return STATUS_WORDS[state.status][lang];
}

/** Ways of measuring as choices of a select. */
export function measureChoices(lang: Lang): { value: string; text: string }[] {
  return Object.entries(MEASURES).map(([value, words]) => ({ value, text: words[lang] }));
}
