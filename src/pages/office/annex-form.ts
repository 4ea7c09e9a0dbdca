// A new origin annex: work lines as form 03.a/TT has them. Materials follow from recipes and are never typed; before anything is signed
// the form shows what the book would evidence today.

import { html } from "hono/html";
import type { ContractLine } from "../../format/bodies/contract.ts";
import type { AnnexLine, AnnexPropose } from "../../format/bodies/payment.ts";
import { CLAIM_KIND } from "../../format/codes.ts";
import type { ProjectFact } from "../../rules/book/facts.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import type { RecipeFact } from "../../rules/book/weighing-facts.ts";
import { lineValue } from "../../rules/numbers/convert.ts";
import { contractLineOf } from "../../rules/registry/contract.ts";
import { type FieldErrors, form, hiddenField, type Kept, selectField, textField } from "../../web/fields.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { actionButton, breadcrumb, secondButton } from "../../web/parts.ts";
import { parseDong, parseQuantity } from "../../words/as-typed.ts";
import { formatDong, formatQuantity } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { type Problem, statusOf } from "../../words/problem.ts";
import { ok } from "../../words/result.ts";
import { answerPage, askWho, type PageRequest, typedForm } from "../request.ts";
import { askClaimant } from "./claims-page.ts";
import { figuresToday } from "./dossier.ts";
import { type FiguredLine, lineSentence, linesTable } from "./figures-view.ts";
import { refusal, signOrAsk } from "./sign-or-ask.ts";

type Typed = Readonly<Record<string, string>>;
/** The choices of the form: packages that the visitor answers for, and recipes. */
type Choices = {
  readonly packages: readonly { value: string; text: string; project: number; package: number }[];
  readonly recipes: ReadonlyMap<number, RecipeFact>;
};

const FIRST_LINES = 3;
const MOST_LINES = 40;

/** The empty form. */
export async function annexForm(request: PageRequest): Promise<Response> {
  const refused = askClaimant(request);
  if (refused) return refused;
  const choices = await loadChoices(request);
  return show(request, choices, { typed: { lines: String(FIRST_LINES) } });
}

/** The posted form: one more line, a trial of the figures, or the proposal itself. */
export async function postAnnex(request: PageRequest): Promise<Response> {
  const refused = askClaimant(request);
  if (refused || !request.who) return refused ?? askWho(request);
  const choices = await loadChoices(request);
  const typed = await typedForm(request.context);
  if (typed.do === "more") {
    const lines = Math.min(MOST_LINES, lineCount(typed) + 2);
    return show(request, choices, { typed: { ...typed, lines: String(lines) } });
  }
  if (typed.do === "edit") return show(request, choices, { typed });
  const read = readAnnex(typed, choices, await contractLines(request, choices, typed), request.lang);
  if ("errors" in read) return show(request, choices, { typed, errors: read.errors }, { status: 422 });
  const trial = await tryFigures(request, read.body);
  if (typed.do !== "propose") return show(request, choices, { typed }, { trial });
  const { lang } = request;
  const chosen = choices.packages.find((each) => each.value === typed.package);
  const signed = await signOrAsk(request, {
    kind: "annex.propose",
    body: read.body,
    says: [
      [t(lang, "Dự án, gói thầu", "Project, package"), chosen?.text ?? ""],
      [t(lang, "Hồ sơ số", "Dossier no."), String(read.body.number)],
      ...read.body.lines.map((line, i): [Content, Content] => [
        `${i + 1}. ${line.name}`,
        `${formatQuantity(line.quantityMilli, lang)} ${line.unit} × ${formatDong(line.unitPriceDong, lang)} = ${formatDong(line.valueDong, lang)}`,
      ]),
    ],
    next: "/claims/{index}",
    back: { path: "/claims/new", typed },
  });
  if ("response" in signed) return signed.response;
  return show(request, choices, { typed }, { trial, refused: signed.refused, status: statusOf(signed.refused) });
}

/** The packages that the visitor answers for, and the recipes of the book. */
export async function loadChoices(request: PageRequest): Promise<Choices> {
  const { services, who } = request;
  const keys = who ? await services.view.whole(`projects/${who.party}`) : [];
  const projects = await services.view.facts("project", keys);
  const packages = keys.flatMap((index) => {
    const project = projects.get(String(index));
    return project ? mine(project, who?.party ?? -1).map((each) => packageChoice(index, project, each)) : [];
  });
  const recipeKeys = (await services.view.whole("recipes")).reverse();
  const recipes = await services.view.facts("recipe", recipeKeys);
  return { packages, recipes: new Map([...recipes].map(([index, recipe]) => [Number(index), recipe])) };
}

/** The lines of the chosen package's contract that the form names, by their numbers. */
async function contractLines(request: PageRequest, choices: Choices, typed: Typed): Promise<Map<number, ContractLine>> {
  const chosen = choices.packages.find((each) => each.value === typed.package);
  const numbers = Array.from({ length: lineCount(typed) }, (_, i) => Number(typed[`contract${i + 1}`])).filter(
    (number) => Number.isInteger(number) && number > 0,
  );
  if (!chosen || numbers.length === 0) return new Map();
  const lines = await request.services.view.read((book) =>
    mapLoading([...new Set(numbers)], (number) => contractLineOf(book, chosen, number)),
  );
  return new Map(lines.flatMap((line) => (line ? [[line.number, line] as const] : [])));
}

function mine(project: ProjectFact, party: number): ProjectFact["packages"] {
  const whole = project.owner === party || project.supervisor === party;
  return project.packages.filter((each) => whole || each.contractor === party);
}

function packageChoice(
  project: number,
  fact: ProjectFact,
  each: ProjectFact["packages"][number],
): Choices["packages"][number] {
  return { value: `${project}/${each.number}`, text: `${fact.name}. ${each.name}`, project, package: each.number };
}

type More = { trial?: Content; refused?: Problem; status?: number };

async function show(request: PageRequest, choices: Choices, kept: Kept, more: More = {}): Promise<Response> {
  const { lang } = request;
  const typed = { number: await nextNumber(request, choices, kept.typed?.package), ...kept.typed };
  const fields = { ...kept, typed };
  const count = lineCount(typed as Typed);
  const lines = Array.from({ length: count }, (_, i) => lineFields(i + 1, choices, fields, lang));
  const body = html`${refusal(more.refused)}${more.trial ?? ""}
${form(
  "/claims/new",
  html`${selectField({ name: "package", label: t(lang, "Dự án, gói thầu", "Project, package"), choices: choices.packages, ...(choices.packages.length > 1 ? { none: t(lang, "Chọn gói thầu", "Choose a package") } : {}) }, fields)}
${textField({ name: "number", label: t(lang, "Hồ sơ số", "Dossier no."), hint: t(lang, "Số chạy trong gói thầu", "Running number within the package"), inputmode: "numeric" }, fields)}
${hiddenField("lines", String(count))}
${lines}
<p><button class="plain" type="submit" name="do" value="more">${t(lang, "Thêm dòng", "More lines")}</button></p>
${actionButton({
  verb: more.trial
    ? t(lang, "Ký và lập bảng kê", "Sign and propose")
    : t(lang, "Tính thử theo sổ", "Try against the book"),
  name: "do",
  value: more.trial ? "propose" : "try",
  second: more.trial ? secondButton({ verb: t(lang, "Tính lại", "Try again"), name: "do", value: "try" }) : "",
})}`,
)}`;
  return answerPage(
    request,
    {
      title: t(lang, "Lập bảng kê", "New annex"),
      job: { vi: "Lập bảng kê nguồn gốc vật liệu", en: "Propose an origin annex" },
      crumbs: breadcrumb(lang, [
        { text: t(lang, "Hồ sơ của đơn vị", "Our dossiers"), path: "/claims" },
        { text: t(lang, "Bảng kê mới", "New annex") },
      ]),
      body,
      wide: true,
    },
    more.status ?? 200,
  );
}

/** The number after the last one used in the chosen package. */
async function nextNumber(request: PageRequest, choices: Choices, chosen: string | undefined): Promise<string> {
  const only = choices.packages.length === 1 ? choices.packages[0] : undefined;
  const target = choices.packages.find((each) => each.value === chosen) ?? only;
  if (!target || !request.who) return "1";
  const annexes = await request.services.view.whole(`claims/${request.who.party}`);
  const claims = [...(await request.services.view.facts("claim", annexes)).values()];
  const used = claims.filter((each) => each.project === target.project && each.package === target.package);
  return String(Math.max(0, ...used.map((each) => each.number)) + 1);
}

function lineFields(n: number, choices: Choices, kept: Kept, lang: Lang): Markup {
  const recipes = [...choices.recipes].map(([index, recipe]) => ({
    value: String(index),
    text: `${recipe.code} ${recipe.name} (${recipe.unit})`,
  }));
  const none = t(lang, "Không có vật liệu phải theo dõi", "No tracked material");
  return html`<fieldset class="line-fields"><legend>${t(lang, `Hạng mục ${n}`, `Work line ${n}`)}</legend>
${textField({ name: `contract${n}`, label: t(lang, "Dòng hợp đồng số", "Contract line no."), hint: t(lang, "Có số này thì chỉ cần ghi khối lượng; bỏ trống nếu hợp đồng chưa ghi vào sổ", "With it only the quantity is needed; blank while the contract is not in the book"), inputmode: "numeric" }, kept)}
${textField({ name: `name${n}`, label: t(lang, "Tên hạng mục", "Name of the work") }, kept)}
${selectField({ name: `recipe${n}`, label: t(lang, "Định mức cấp phối", "Recipe"), choices: recipes, none }, kept)}
${textField({ name: `code${n}`, label: t(lang, "Mã hiệu", "Code"), hint: t(lang, "Bỏ trống: theo định mức", "Blank: the recipe's") }, kept)}
${textField({ name: `unit${n}`, label: t(lang, "Đơn vị", "Unit"), hint: t(lang, "Bỏ trống: theo định mức", "Blank: the recipe's") }, kept)}
${textField({ name: `quantity${n}`, label: t(lang, "Khối lượng kỳ này", "Quantity of the period"), inputmode: "decimal" }, kept)}
${textField({ name: `price${n}`, label: t(lang, "Đơn giá", "Unit price"), unit: t(lang, "đ", "VND"), inputmode: "numeric" }, kept)}
${textField({ name: `adjusts${n}`, label: t(lang, "Chỉ điều chỉnh giá của hồ sơ ở mục", "Only adjusts the price in the dossier of entry"), hint: t(lang, "Bỏ trống nếu là khối lượng mới", "Blank for new work"), inputmode: "numeric" }, kept)}</fieldset>`;
}

function lineCount(typed: Typed): number {
  const lines = Number(typed.lines);
  return Number.isInteger(lines) && lines >= 1 && lines <= MOST_LINES ? lines : FIRST_LINES;
}

/** The statement that the form says, or what is wrong with its fields. */
function readAnnex(
  typed: Typed,
  choices: Choices,
  contract: ReadonlyMap<number, ContractLine>,
  lang: Lang,
): { body: AnnexPropose } | { errors: FieldErrors } {
  const errors: Record<string, Content> = {};
  const chosen = choices.packages.find((each) => each.value === typed.package);
  if (!chosen) errors.package = t(lang, "Chưa chọn gói thầu.", "No package is chosen.");
  const number = Number(typed.number);
  if (!Number.isInteger(number) || number < 1 || number > 10_000)
    errors.number = t(lang, "Số hồ sơ là số nguyên từ 1 đến 10.000.", "The number is a whole number from 1 to 10,000.");
  const lines: AnnexLine[] = [];
  for (let n = 1; n <= lineCount(typed); n++) {
    const line = readLine(n, typed, { recipes: choices.recipes, contract }, lang, errors);
    if (line) lines.push(line);
  }
  if (lines.length === 0 && Object.keys(errors).length === 0)
    errors.name1 = t(lang, "Cần ít nhất một hạng mục.", "At least one work line is needed.");
  if (Object.keys(errors).length > 0 || !chosen) return { errors };
  return { body: { project: chosen.project, package: chosen.package, number, kind: CLAIM_KIND.interim, lines } };
}

/** One line; an untouched one is left out, a half-filled one says what it lacks. */
function readLine(
  n: number,
  typed: Typed,
  { recipes, contract }: Pick<Choices, "recipes"> & { readonly contract: ReadonlyMap<number, ContractLine> },
  lang: Lang,
  errors: Record<string, Content>,
): AnnexLine | undefined {
  const at = (field: string) => (typed[`${field}${n}`] ?? "").trim();
  if (["contract", "name", "code", "unit", "quantity", "price", "recipe"].every((field) => at(field) === ""))
    return undefined;
  const by = contract.get(Number(at("contract")));
  if (at("contract") !== "" && !by)
    errors[`contract${n}`] = t(
      lang,
      "Hợp đồng trong sổ không có dòng này.",
      "The contract in the book has no such line.",
    );
  const recipeIndex = by?.recipe ?? Number(at("recipe"));
  const recipe = recipes.get(recipeIndex);
  const words = by ?? recipe;
  const name = at("name") || words?.name || "";
  const code = at("code") || words?.code || "";
  const unit = at("unit") || words?.unit || "";
  if (!name) errors[`name${n}`] = t(lang, "Chưa có tên hạng mục.", "The work has no name.");
  if (!code) errors[`code${n}`] = t(lang, "Chưa có mã hiệu.", "There is no code.");
  if (!unit) errors[`unit${n}`] = t(lang, "Chưa có đơn vị.", "There is no unit.");
  const quantity = parseQuantity(at("quantity"), lang);
  const price = by && at("price") === "" ? ok(by.unitPriceDong) : parseDong(at("price"), lang);
  if (!quantity.ok) errors[`quantity${n}`] = t(lang, quantity.reason.vi, quantity.reason.en);
  if (!price.ok) errors[`price${n}`] = t(lang, price.reason.vi, price.reason.en);
  if (!quantity.ok || !price.ok) return undefined;
  if (quantity.value === 0)
    errors[`quantity${n}`] = t(lang, "Khối lượng phải lớn hơn 0.", "The quantity must be above 0.");
  const valueDong = lineValue(quantity.value, price.value);
  const own = { code, name, unit, quantityMilli: quantity.value, unitPriceDong: price.value, valueDong };
  const line = by ? { ...own, contractLine: by.number } : own;
  const adjusts = at("adjusts");
  if (adjusts !== "" && !/^[0-9]{1,9}$/.test(adjusts))
    errors[`adjusts${n}`] = t(
      lang,
      "Ghi số mục của bảng kê đã thanh toán.",
      "Give the entry number of the paid annex.",
    );
  // A difference of price asks for no material: the recipe only lends its words.
  if (adjusts !== "") return { ...line, adjusts: Number(adjusts) };
  return recipe || by?.recipe !== undefined ? { ...line, recipe: recipeIndex } : line;
}

/** The evidence that the book has today: the sums, the sentences, and the shortfall. */
async function tryFigures(request: PageRequest, body: AnnexPropose): Promise<Markup> {
  const { lang, services } = request;
  const { figures } = await services.view.read((book) => figuresToday(book, body, services.now()));
  const lines: FiguredLine[] = body.lines.map((line, i) => ({ n: i + 1, line, figure: figures.lines[i]! }));
  const short = figures.claimedDong - figures.acceptedDong;
  const lead =
    short === 0
      ? t(lang, "Theo sổ hiện nay, toàn bộ hồ sơ đủ căn cứ.", "As the book stands, everything is evidenced.")
      : t(
          lang,
          `Theo sổ hiện nay còn thiếu căn cứ cho ${formatDong(short, lang)}. Bổ sung trước khi ký thì không phải làm lại.`,
          `As the book stands, evidence for ${formatDong(short, lang)} is missing.`,
        );
  return html`<section class="trial" role="status"><p class="lead">${lead}</p>
${linesTable(lines, lang, t(lang, "Tính thử, chưa ghi vào sổ", "A trial, not entered"))}
<ul>${lines.map((each) => html`<li>${lineSentence(each, lang)}</li>`)}</ul></section>`;
}
