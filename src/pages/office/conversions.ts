// How a work line's quantity became kilograms, with the document behind each step: the recipe's own, and that of the factor row.
import { html } from "hono/html";
import type { AnnexLine } from "../../format/bodies/payment.ts";
import type { Book } from "../../rules/book/book.ts";
import type { FactorFact, RecipeFact } from "../../rules/book/weighing-facts.ts";
import { decimals, fraction } from "../../rules/numbers/convert.ts";
import { type Markup, t } from "../../web/layout.ts";
import { disclosure } from "../../web/parts.ts";
import { formatKg, formatQuantity } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { type FiguredLine, materialName } from "./figures-view.ts";

/** A line's recipe with the factor row of each of its materials, in the recipe's order; undefined for work without tracked material. */
export type Conversion = { readonly index: number; readonly recipe: RecipeFact; readonly rows: readonly FactorFact[] };

/** The conversion of a line as the book has it. */
export function conversionOf(book: Book, { recipe: index }: AnnexLine): Conversion | undefined {
  if (index === undefined) return undefined;
  const recipe = book.need("recipe", index);
  return { index, recipe, rows: recipe.lines.map((line) => book.need("factor", line.factor)) };
}

/** "cát: 100 m³ × 0,532 × 1.380 kg/m³ = 73.416 kg" for each material, each figure with what it comes from. */
export function conversionFold({ line, figure }: FiguredLine, conversion: Conversion, lang: Lang): Markup {
  const { index, recipe, rows } = conversion;
  const items = recipe.lines.map((each, i) => {
    const row = rows[i]!;
    const quantity = `${formatQuantity(line.quantityMilli, lang)} ${line.unit}`;
    const per = ratioText(each.numerator, each.denominator, lang);
    const density = `${ratioText(row.numerator, row.denominator, lang)} kg/m³`;
    const needed = formatKg(figure.materials[i]?.demandKg ?? 0, lang);
    return html`<li>${materialName(each.material, lang)}: ${quantity} × ${per} × ${density} = ${needed} (${t(lang, "hệ số theo", "factor by")} <a href="/entries/${each.factor}">${row.document}</a>)</li>`;
  });
  const by = html`<p>${t(lang, "Định mức theo", "Recipe by")} <a href="/entries/${index}">${recipe.document}</a>.</p>`;
  return disclosure(
    t(lang, "Cách quy đổi và căn cứ", "How it was converted, and by what"),
    html`${by}<ul>${items}</ul>`,
  );
}

/** A fraction as a decimal where four places hold it exactly, else unchanged. */
function ratioText(numerator: number, denominator: number, lang: Lang): string {
  const exact = fraction(numerator, denominator);
  if ((exact.top * 10_000n) % exact.bottom !== 0n) return `${numerator}/${denominator}`;
  if (exact.bottom === 1n) return formatQuantity(exact.top * 1000n, lang);
  const text = decimals(exact, 4).replace(/0+$/, "");
  return lang === "vi" ? text.replace(".", ",") : text;
}
