// Words that several field pages share: how a slip stands, and ways of measuring.
import { MEASURES } from "../../../format/materials.ts";
import type { SlipFact, SlipStatus, WayFact } from "../../../rules/facts.ts";
import { materialText } from "../../islands/shared/verdict-words.ts";
import { type Content, type Lang, t, type Words } from "../../layout.ts";
import { verdictMark } from "../../parts.ts";

const STATUS: Readonly<Record<SlipStatus, Words>> = {
  transit: { vi: "đang đi", en: "on the way" },
  received: { vi: "đã nhận", en: "received" },
  void: { vi: "đã hủy", en: "void" },
  stray: { vi: "quá hạn, chờ xác minh", en: "expired, to be explained" },
  refused: { vi: "không được công nhận", en: "not recognised" },
};

/** How a slip stands, as one short word; a contradiction is a verdict and shows as one. */
export function statusMark(way: WayFact, lang: Lang): Content {
  if (way.contested) return verdictMark({ state: "contradicted", word: t(lang, "mâu thuẫn", "contradicted") });
  return STATUS[way.status][lang];
}

/** What a slip carries, by its material or product. */
export function cargoText(slip: SlipFact, productName: string | undefined, lang: Lang): string {
  return productName ?? materialText(slip.material, lang);
}

/** Ways of measuring as choices of a select. */
export function measureChoices(lang: Lang): { value: string; text: string }[] {
  return Object.entries(MEASURES).map(([value, words]) => ({ value, text: words[lang] }));
}
