// The scales on which a load may be weighed at a party's places: those that are registered there, and what their own keys have signed lately.
import type { Services } from "../../http/services.ts";
import { rulesAt } from "../../rules/acts/context.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { type Kept, selectField } from "../../web/fields.ts";
import { type Markup, t } from "../../web/layout.ts";
import { formatTime, formatTonnes } from "../../words/as-written.ts";
import type { Lang, Words } from "../../words/lang.ts";

/** A choice of the field `scale`; its value is read by islands/shared/slip-form.ts. A signed weighing names its vehicle. */
export type ScaleChoice = { readonly value: string; readonly words: Words; readonly plate?: string };

/** More weighings than one place has in the minutes that a weighing may be used. */
const LATEST = 300;

/** The choices at these places: signed weighings that nobody has used yet first, newest first, then the scales. */
export async function readScales({ view, now }: Services, places: readonly number[]): Promise<ScaleChoice[]> {
  const scales = (await Promise.all(places.map((place) => view.whole(`scales/${place}`)))).flat();
  const latest = await Promise.all(places.map((place) => view.list(`weighings/${place}`, LATEST)));
  const weighings = latest.flat().map(({ key }) => Number(key));
  if (scales.length === 0) return [];
  const nowS = Math.floor(now() / 1000);
  return view.read((book) => {
    const { weighingMinutes } = rulesAt(book.need("rules", 0), nowS).set.measures;
    const known = mapLoading(weighings, (index) => {
      const weighing = book.need("weighing", index);
      return { index, weighing, plate: book.need("vehicle", weighing.vehicle).plate };
    });
    const open = known
      .filter(({ weighing }) => weighing.used === null && nowS - weighing.eventS <= weighingMinutes * 60)
      .sort((a, b) => b.index - a.index);
    const signed = open.map(({ index, weighing, plate }): ScaleChoice => {
      const { grossKg, tareKg, eventS } = weighing;
      const words = (lang: Lang) => `${plate}, ${formatTonnes(grossKg - tareKg, lang)} t, ${formatTime(eventS * 1000)}`;
      return {
        value: `weighing/${index}/${grossKg}/${tareKg}`,
        plate,
        words: { vi: `Cân đã ký: ${words("vi")}`, en: `Signed by the scale: ${words("en")}` },
      };
    });
    const plain = mapLoading(scales, (index): ScaleChoice => {
      const { number } = book.need("scale", index);
      return { value: `scale/${index}`, words: { vi: `Cân ${number}`, en: `Scale ${number}` } };
    });
    return [...signed, ...plain];
  });
}

/** The field; nothing where the party has no scale in the book. The only scale is chosen beforehand. */
export function scaleField(scales: readonly ScaleChoice[], kept: Kept, lang: Lang): Markup | "" {
  if (scales.length === 0) return "";
  const choices = scales.map(({ value, words }) => ({ value, text: words[lang] }));
  const label = t(lang, "Cân nào (khi xác định bằng cân)", "Which scale (where it was weighed)");
  const none = t(lang, "Chọn cân", "Choose the scale");
  return selectField(
    { name: "scale", label, choices, none, value: choices.length === 1 ? choices[0]!.value : "" },
    kept,
  );
}
