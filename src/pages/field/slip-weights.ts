// Whose word a slip's weight is, and by what: gross, tare and net, the scale with its certificate on that day, and whether the scale itself
// signed or a person typed. A weight that was typed is called so wherever a slip is shown.
import { html } from "hono/html";
import type { SlipIssue } from "../../format/bodies/movement.ts";
import { MEASURE, MEASURES, type Measure } from "../../format/codes.ts";
import type { Services } from "../../http/services.ts";
import type { Book } from "../../rules/book/book.ts";
import type { ScaleFact } from "../../rules/book/weighing-facts.ts";
import { dayOf } from "../../rules/numbers/time.ts";
import { scaleOf } from "../../rules/weighing/scales.ts";
import { weightClass } from "../../web/islands/shared/verdict-words.ts";
import { type Content, t } from "../../web/layout.ts";
import { formatCount, formatDay, formatKg } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";

/** The weights of a slip as they are shown; kilograms. */
export type SlipWeights = {
  readonly measure: Measure;
  readonly netKg: number;
  readonly readings: readonly [grossKg: number, tareKg: number] | undefined;
  readonly weighing: number | null;
  readonly scale: string | null;
  /** Last day of the certificate that covers the day of the slip, or the latest one that there was. */
  readonly certifiedUntil: number | undefined;
  /** Its number, where it is the one that the scale was registered with. */
  readonly certificate: string | undefined;
};

type ScaleOfSlip = { index: number; fact: ScaleFact; from: number; until: number };

/** Reads the weights of a slip; the certificate's own text is in the entry that registered the scale. */
export async function readWeightsOf(
  { view }: Pick<Services, "view">,
  body: SlipIssue,
  eventS: number,
): Promise<SlipWeights> {
  const { scale, readings } = await view.read((book) => ({
    scale: scaleOfSlip(book, body, dayOf(eventS)),
    readings: readingsIn(book, body),
  }));
  const [registered] = scale ? await view.entries([scale.index]) : [];
  const first = registered?.entry.kind === "scale.register" ? registered.entry.body : undefined;
  const same = first !== undefined && first.from === scale?.from && first.until === scale.until;
  return {
    measure: body.measure,
    netKg: body.massKg,
    readings,
    weighing: body.weighing ?? null,
    scale: scale?.fact.number ?? null,
    certifiedUntil: scale?.until,
    certificate: same ? first.document : undefined,
  };
}

function readingsIn(book: Book, body: SlipIssue): SlipWeights["readings"] {
  const weighing = body.weighing === undefined ? undefined : book.get("weighing", body.weighing);
  if (weighing) return [weighing.grossKg, weighing.tareKg];
  const [gross, tare] = body.measure === MEASURE.scale ? (body.readings ?? []) : [];
  return gross === undefined || tare === undefined ? undefined : [gross, tare];
}

function scaleOfSlip(book: Book, body: SlipIssue, day: number): ScaleOfSlip | undefined {
  const index = scaleOf(book, body);
  const fact = index === undefined ? undefined : book.get("scale", index);
  if (index === undefined || !fact) return undefined;
  const covers = ([from, until]: readonly [number, number]) => day >= from && day <= until;
  const now = [fact.from, fact.until] as const;
  const [from, until] = !covers(now) && fact.before && covers(fact.before) ? fact.before : now;
  return { index, fact, from, until };
}

/** The lines of a slip's page and of its paper. */
export function weightLines(weights: SlipWeights, lang: Lang): (readonly [Content, Content])[] {
  const { measure, netKg, readings, weighing, scale, certifiedUntil, certificate } = weights;
  const typed = html`<strong>${weightClass(weights, lang)}</strong>`;
  if (measure !== MEASURE.scale)
    return [[t(lang, "Cách đo", "Measured by"), html`${MEASURES[measure][lang]}, ${typed}`]];
  const figures = readings?.map((kg) => formatCount(kg, lang));
  const net = formatKg(netKg, lang);
  const words = figures
    ? t(
        lang,
        `tổng ${figures[0]}, bì ${figures[1]}, hàng ${net}`,
        `gross ${figures[0]}, tare ${figures[1]}, net ${net}`,
      )
    : t(lang, `hàng ${net}, không ghi tổng và bì`, `net ${net}, no gross and tare`);
  if (scale === null && !figures) return [[t(lang, "Số cân", "Weights"), typed]];
  const mark = weighing === null ? typed : html`<a href="/entries/${weighing}">${typed}</a>`;
  const until = certifiedUntil === undefined ? "" : formatDay(certifiedUntil);
  const paper = certificate === undefined ? "" : `${certificate}, `;
  const machine =
    scale === null
      ? t(lang, "không ghi cân nào", "no scale named")
      : t(lang, `${scale} (${paper}kiểm định đến hết ${until})`, `${scale} (${paper}calibrated until ${until})`);
  return [
    [t(lang, "Số cân", "Weights"), html`${words}; ${mark}`],
    [t(lang, "Cân", "Scale"), machine],
  ];
}
