// The part of a new dossier's form that a contract in the book fills: its lines with what is done and left, found by words, each with the
// quantity of the period; and differences of price of work that earlier dossiers paid.
import { html } from "hono/html";
import type { AnnexLine } from "../../format/bodies/payment.ts";
import { lineValue } from "../../rules/numbers/convert.ts";
import type { ContractChoice, ContractChoices } from "../../rules/readings/contract-choices.ts";
import { bare } from "../../spelling/folding.ts";
import { hiddenField, type Kept, selectField, textField } from "../../web/fields.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { definitions } from "../../web/parts.ts";
import { parseDong, parseQuantity } from "../../words/as-typed.ts";
import { formatCount, formatDong, formatQuantity } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";

type Typed = Readonly<Record<string, string | undefined>>;
type Errors = Record<string, Content>;

/** Lines on one page, besides those that have a quantity: more are found by words. */
const MOST_SHOWN = 40;
const MOST_ADJUSTMENTS = 20;

const typedAt = (typed: Typed, field: string) => (typed[field] ?? "").trim();

/** Lines with a quantity, then those that the words find; without words those of which something is left. */
function linesShown({ lines }: ContractChoices, typed: Typed): { shown: ContractChoice[]; found: number } {
  const words = bare(typedAt(typed, "find"));
  const asked = (line: ContractChoice) => typedAt(typed, `take${line.number}`) !== "";
  const fits = ({ number, code, name, leftMilli }: ContractChoice) =>
    words === "" ? leftMilli > 0 : bare(`${number} ${code} ${name}`).includes(words);
  const found = lines.filter((line) => !asked(line) && fits(line));
  const shown = [...lines.filter(asked), ...found.slice(0, MOST_SHOWN)];
  return { shown: shown.sort((a, b) => a.number - b.number), found: found.length };
}

/** The contract, the search, the lines and the adjustments. */
export function contractFields(contract: ContractChoices, kept: Kept, lang: Lang): Markup {
  const typed = kept.typed ?? {};
  const { shown, found } = linesShown(contract, typed);
  const more =
    found > MOST_SHOWN
      ? html`<p>${t(lang, `Còn ${formatCount(found - MOST_SHOWN, lang)} dòng nữa: gõ mã hiệu hoặc tên để tìm.`, `${formatCount(found - MOST_SHOWN, lang)} more lines: type a code or a name to find them.`)}</p>`
      : "";
  const none =
    shown.length === 0 ? html`<p>${t(lang, "Không có dòng hợp đồng nào khớp.", "No contract line fits.")}</p>` : "";
  return html`<section class="contract"><h2>${t(lang, "Theo hợp đồng", "By the contract")}</h2>
<p>${contract.document}, ${t(lang, "giá trị", "value")} <span class="figure">${formatDong(contract.valueDong, lang)}</span></p>
${definitions(moneyLeft(contract, lang))}
${textField({ name: "find", label: t(lang, "Tìm dòng hợp đồng", "Find a contract line"), hint: t(lang, "Số dòng, mã hiệu hoặc một phần tên; dòng đã ghi khối lượng luôn được giữ", "Line number, code or part of the name; lines with a quantity always stay"), type: "search" }, kept)}
<p><button class="plain" type="submit" name="do" value="find">${t(lang, "Tìm", "Find")}</button></p>
<h3>${t(lang, "Khối lượng kỳ này", "Quantities of the period")}</h3>
${shown.map((line) => lineField(line, kept, lang))}${none}${more}</section>
${contract.adjustmentDong === null || contract.paid.length === 0 ? "" : adjustments(contract, kept, lang)}`;
}

function moneyLeft({ advanceDong, retainedDong, adjustmentDong }: ContractChoices, lang: Lang): [Content, Content][] {
  return [
    [t(lang, "Còn được tạm ứng", "Advances left"), formatDong(advanceDong, lang)],
    [t(lang, "Tiền đang giữ lại", "Kept back"), formatDong(retainedDong, lang)],
    ...(adjustmentDong === null
      ? []
      : [
          [
            t(lang, "Còn được điều chỉnh giá", "Left for adjustments of price"),
            formatDong(adjustmentDong, lang),
          ] satisfies [Content, Content],
        ]),
  ];
}

function lineField(line: ContractChoice, kept: Kept, lang: Lang): Markup {
  const { number, code, name, unit, quantityMilli, claimedMilli, leftMilli, unitPriceDong } = line;
  const of = (milli: number) => formatQuantity(milli, lang);
  const done = t(
    lang,
    `Hợp đồng ${of(quantityMilli)}, đã đề nghị ${of(claimedMilli)}, còn lại ${of(leftMilli)} ${unit}; đơn giá ${formatDong(unitPriceDong, lang)}`,
    `Contract ${of(quantityMilli)}, claimed ${of(claimedMilli)}, left ${of(leftMilli)} ${unit}; unit price ${formatDong(unitPriceDong, lang)}`,
  );
  return textField(
    { name: `take${number}`, label: `${number}. ${code} ${name}`, hint: done, unit, inputmode: "decimal" },
    kept,
  );
}

function adjustmentCount(typed: Typed): number {
  const count = Number(typed.adjustments ?? 0);
  return Number.isInteger(count) && count >= 0 && count <= MOST_ADJUSTMENTS ? count : 0;
}

/** One more adjustment of price in what was typed. */
export function withAdjustment(typed: Readonly<Record<string, string>>): Record<string, string> {
  return { ...typed, adjustments: String(Math.min(MOST_ADJUSTMENTS, adjustmentCount(typed) + 1)) };
}

function adjustments(contract: ContractChoices, kept: Kept, lang: Lang): Markup {
  const count = adjustmentCount(kept.typed ?? {});
  const dossiers = contract.paid.map(({ annex, number }) => ({
    value: String(annex),
    text: t(lang, `Hồ sơ số ${number}`, `Dossier no. ${number}`),
  }));
  const lines = contract.lines
    .filter(({ claimedMilli }) => claimedMilli > 0)
    .map(({ number, code, name, unit }) => ({ value: String(number), text: `${number}. ${code} ${name} (${unit})` }));
  const none = t(lang, "Chọn", "Choose");
  const fields = Array.from({ length: count }, (_, i) => {
    const n = i + 1;
    return html`<fieldset class="line-fields"><legend>${t(lang, `Điều chỉnh giá ${n}`, `Adjustment of price ${n}`)}</legend>
${selectField({ name: `adjusts${n}`, label: t(lang, "Của hồ sơ đã thanh toán", "Of the paid dossier"), choices: dossiers, none }, kept)}
${selectField({ name: `of${n}`, label: t(lang, "Dòng hợp đồng", "Contract line"), choices: lines, none }, kept)}
${textField({ name: `quantity${n}`, label: t(lang, "Khối lượng được điều chỉnh", "Quantity adjusted"), inputmode: "decimal" }, kept)}
${textField({ name: `price${n}`, label: t(lang, "Chênh lệch đơn giá", "Difference of unit price"), unit: t(lang, "đ", "VND"), inputmode: "numeric" }, kept)}</fieldset>`;
  });
  return html`<section><h2>${t(lang, "Điều chỉnh giá", "Adjustments of price")}</h2>${hiddenField("adjustments", String(count))}${fields}
<p><button class="plain" type="submit" name="do" value="adjust">${t(lang, "Thêm dòng điều chỉnh giá", "Add an adjustment of price")}</button></p></section>`;
}

/** The lines that the form claims of the contract, in the contract's order; what is wrong with a field is said beside it. */
export function readContractLines(contract: ContractChoices, typed: Typed, lang: Lang, errors: Errors): AnnexLine[] {
  const work = contract.lines.flatMap((line) => {
    const field = `take${line.number}`;
    if (typedAt(typed, field) === "") return [];
    const quantityMilli = readQuantity(typed, field, lang, errors);
    if (quantityMilli === undefined) return [];
    if (quantityMilli > line.leftMilli)
      errors[field] = t(
        lang,
        `Vượt khối lượng còn lại ${formatQuantity(line.leftMilli, lang)} ${line.unit}.`,
        `More than the ${formatQuantity(line.leftMilli, lang)} ${line.unit} that are left.`,
      );
    const { recipe } = line;
    return [{ ...annexLine(line, quantityMilli, line.unitPriceDong), ...(recipe === undefined ? {} : { recipe }) }];
  });
  return [...work, ...readAdjustments(contract, typed, lang, errors)];
}

function readAdjustments(contract: ContractChoices, typed: Typed, lang: Lang, errors: Errors): AnnexLine[] {
  return Array.from({ length: adjustmentCount(typed) }, (_, i) => i + 1).flatMap((n) => {
    if (["adjusts", "of", "quantity", "price"].every((field) => typedAt(typed, `${field}${n}`) === "")) return [];
    const line = contract.lines.find(({ number }) => String(number) === typedAt(typed, `of${n}`));
    const paid = contract.paid.find(({ annex }) => String(annex) === typedAt(typed, `adjusts${n}`));
    const choose = t(lang, "Chưa chọn.", "Nothing is chosen.");
    if (!line) errors[`of${n}`] = choose;
    if (!paid) errors[`adjusts${n}`] = choose;
    const quantityMilli = readQuantity(typed, `quantity${n}`, lang, errors);
    const price = parseDong(typedAt(typed, `price${n}`), lang);
    if (!price.ok) errors[`price${n}`] = t(lang, price.reason.vi, price.reason.en);
    if (!line || !paid || quantityMilli === undefined || !price.ok) return [];
    // A difference of price asks for no material.
    return [{ ...annexLine(line, quantityMilli, price.value), adjusts: paid.annex }];
  });
}

function readQuantity(typed: Typed, field: string, lang: Lang, errors: Errors): number | undefined {
  const quantity = parseQuantity(typedAt(typed, field), lang);
  if (!quantity.ok) errors[field] = t(lang, quantity.reason.vi, quantity.reason.en);
  else if (quantity.value === 0) errors[field] = t(lang, "Khối lượng phải lớn hơn 0.", "The quantity must be above 0.");
  else return quantity.value;
  return undefined;
}

function annexLine({ number, code, name, unit }: ContractChoice, quantityMilli: number, unitPriceDong: number) {
  const valueDong = lineValue(quantityMilli, unitPriceDong);
  return { code, name, unit, quantityMilli, unitPriceDong, valueDong, contractLine: number };
}
