// A new dossier: the contract's lines with the quantities of the period or, where the book has no contract of the package, work lines as
// form 03.a/TT has them. Materials follow from recipes and are never typed; before anything is signed the form shows what the book would
// evidence today.

import { html } from "hono/html";
import type { AnnexLine, AnnexPropose } from "../../format/bodies/payment.ts";
import { CLAIM_KIND, CLAIM_KINDS, type ClaimKind } from "../../format/codes.ts";
import type { ProjectFact } from "../../rules/book/facts.ts";
import type { RecipeFact } from "../../rules/book/weighing-facts.ts";
import { lineValue } from "../../rules/numbers/convert.ts";
import { type ContractChoices, contractChoices } from "../../rules/readings/contract-choices.ts";
import { type FieldErrors, form, hiddenField, type Kept, selectField, textField } from "../../web/fields.ts";
import { capital } from "../../web/islands/shared/verdict-words.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { actionButton, breadcrumb, secondButton } from "../../web/parts.ts";
import { parseDong, parseQuantity } from "../../words/as-typed.ts";
import { formatDong, formatQuantity } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { type Problem, statusOf } from "../../words/problem.ts";
import { answerPage, askWho, type PageRequest, typedForm } from "../request.ts";
import { askClaimant } from "./claims-page.ts";
import { contractFields, readContractLines, withAdjustment } from "./contract-lines-form.ts";
import { figuresToday } from "./dossier.ts";
import { type FiguredLine, lineSentence, linesTable } from "./figures-view.ts";
import { refusal, signOrAsk } from "./sign-or-ask.ts";

type Typed = Readonly<Record<string, string>>;
/** The choices of the form: packages that the visitor answers for, and recipes. */
type Choices = {
  readonly packages: readonly { value: string; text: string; project: number; package: number }[];
  readonly recipes: ReadonlyMap<number, RecipeFact>;
};

const KINDS = [CLAIM_KIND.interim, CLAIM_KIND.final, CLAIM_KIND.advance, CLAIM_KIND.retention];
const FIRST_LINES = 3;
const MOST_LINES = 40;

/** The empty form. */
export async function annexForm(request: PageRequest): Promise<Response> {
  const refused = askClaimant(request);
  if (refused) return refused;
  const choices = await loadChoices(request);
  const asked = request.context.req.query("package");
  return show(request, choices, { typed: asked === undefined ? {} : { package: asked } });
}

/** The posted form: looked up further, a trial of the figures, or the proposal itself. */
export async function postAnnex(request: PageRequest): Promise<Response> {
  const refused = askClaimant(request);
  if (refused || !request.who) return refused ?? askWho(request);
  const choices = await loadChoices(request);
  const typed = await typedForm(request.context);
  if (typed.do === "more") {
    const lines = Math.min(MOST_LINES, lineCount(typed) + 2);
    return show(request, choices, { typed: { ...typed, lines: String(lines) } });
  }
  if (typed.do === "adjust") return show(request, choices, { typed: withAdjustment(typed) });
  if (typed.do === "edit" || typed.do === "find") return show(request, choices, { typed });
  const read = readAnnex(typed, choices, await contractOf(request, choices, typed), request.lang);
  if ("errors" in read) return show(request, choices, { typed, errors: read.errors }, { status: 422 });
  const trial = await tryFigures(request, read.body);
  if (typed.do !== "propose") return show(request, choices, { typed }, { trial });
  const { lang } = request;
  const chosen = chosenOf(choices, typed);
  const amount = read.body.advanceDong ?? read.body.releaseDong;
  const signed = await signOrAsk(request, {
    kind: "annex.propose",
    body: read.body,
    says: [
      [t(lang, "Dự án, gói thầu", "Project, package"), chosen?.text ?? ""],
      [t(lang, "Hồ sơ số", "Dossier no."), String(read.body.number)],
      [t(lang, "Loại hồ sơ", "Kind"), kindWords(read.body.kind, lang)],
      ...(amount === undefined
        ? []
        : [[t(lang, "Đề nghị", "Asked"), formatDong(amount, lang)] satisfies [Content, Content]]),
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
  const parties = who?.parties ?? [];
  const keys = await services.view.wholeOf("projects", parties);
  const projects = await services.view.facts("project", keys);
  const packages = keys.flatMap((index) => {
    const project = projects.get(String(index));
    return project ? mine(project, parties).map((each) => packageChoice(index, project, each)) : [];
  });
  const recipeKeys = (await services.view.whole("recipes")).reverse();
  const recipes = await services.view.facts("recipe", recipeKeys);
  return { packages, recipes: new Map([...recipes].map(([index, recipe]) => [Number(index), recipe])) };
}

function chosenOf({ packages }: Choices, typed: Kept["typed"]): Choices["packages"][number] | undefined {
  const only = packages.length === 1 ? packages[0] : undefined;
  return packages.find((each) => each.value === typed?.package) ?? only;
}

/** The contract of the chosen package, as the form needs it. */
async function contractOf(
  request: PageRequest,
  choices: Choices,
  typed: Kept["typed"],
): Promise<ContractChoices | undefined> {
  const chosen = chosenOf(choices, typed);
  return chosen && request.services.view.read((book) => contractChoices(book, chosen));
}

function mine(project: ProjectFact, parties: readonly number[]): ProjectFact["packages"] {
  const whole = parties.includes(project.owner) || parties.includes(project.supervisor);
  return project.packages.filter((each) => whole || parties.includes(each.contractor));
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
  const chosen = chosenOf(choices, kept.typed);
  if (!chosen) return answerPage(request, { ...frameOf(lang), body: packageLinks(choices, lang) }, more.status ?? 200);
  const contract = await contractOf(request, choices, kept.typed);
  const fields = { ...kept, typed: { number: await nextNumber(request, chosen), ...kept.typed } };
  const other =
    choices.packages.length > 1
      ? html` <a href="/claims/new">${t(lang, "Chọn gói thầu khác", "Choose another package")}</a>`
      : "";
  const body = html`${refusal(more.refused)}${more.trial ?? ""}<p>${chosen.text}${other}</p>
${form(
  "/claims/new",
  html`${hiddenField("package", chosen.value)}
${textField({ name: "number", label: t(lang, "Hồ sơ số", "Dossier no."), hint: t(lang, "Số chạy trong gói thầu", "Running number within the package"), inputmode: "numeric" }, fields)}
${selectField({ name: "kind", label: t(lang, "Loại hồ sơ", "Kind of dossier"), choices: KINDS.map((kind) => ({ value: String(kind), text: kindWords(kind, lang) })) }, fields)}
${textField({ name: "amount", label: t(lang, "Số tiền đề nghị", "Amount asked"), hint: t(lang, "Chỉ ghi khi tạm ứng hoặc chi trả tiền giữ lại", "For an advance or retention only"), unit: t(lang, "đ", "VND"), inputmode: "numeric" }, fields)}
${contract ? contractFields(contract, fields, lang) : plainLines(choices, fields, lang)}
${actionButton({
  verb: more.trial
    ? t(lang, "Ký và lập bảng kê", "Sign and propose")
    : t(lang, "Tính thử theo sổ", "Try against the book"),
  name: "do",
  value: more.trial ? "propose" : "try",
  second: more.trial ? secondButton({ verb: t(lang, "Tính lại", "Try again"), name: "do", value: "try" }) : "",
})}`,
)}`;
  return answerPage(request, { ...frameOf(lang), body }, more.status ?? 200);
}

function frameOf(lang: Lang) {
  return {
    title: t(lang, "Lập bảng kê", "New annex"),
    job: { vi: "Lập bảng kê nguồn gốc vật liệu", en: "Propose an origin annex" },
    crumbs: breadcrumb(lang, [
      { text: t(lang, "Hồ sơ của đơn vị", "Our dossiers"), path: "/claims" },
      { text: t(lang, "Bảng kê mới", "New annex") },
    ]),
    wide: true,
  };
}

function packageLinks({ packages }: Choices, lang: Lang): Markup {
  if (packages.length === 0)
    return html`<p>${t(lang, "Đơn vị chưa có gói thầu nào trong sổ.", "The book has no package of yours.")}</p>`;
  const links = packages.map(
    ({ value, text }) => html`<li><a href="/claims/new?package=${encodeURIComponent(value)}">${text}</a></li>`,
  );
  return html`<h2>${t(lang, "Chọn gói thầu", "Choose a package")}</h2><ul>${links}</ul>`;
}

function kindWords(kind: ClaimKind, lang: Lang): string {
  return capital(CLAIM_KINDS[kind][lang]);
}

function plainLines(choices: Choices, kept: Kept, lang: Lang): Markup {
  const count = lineCount(kept.typed ?? {});
  const lines = Array.from({ length: count }, (_, i) => lineFields(i + 1, choices, kept, lang));
  return html`<p>${t(lang, "Hợp đồng của gói thầu chưa ghi vào sổ: ghi từng hạng mục dưới đây.", "The book has no contract of the package: enter the works below.")}</p>
${hiddenField("lines", String(count))}
${lines}
<p><button class="plain" type="submit" name="do" value="more">${t(lang, "Thêm dòng", "More lines")}</button></p>`;
}

/** The number after the last one used in a package. */
async function nextNumber(request: PageRequest, of: Choices["packages"][number]): Promise<string> {
  if (!request.who) return "1";
  const annexes = await request.services.view.wholeOf("claims", request.who.parties);
  const claims = [...(await request.services.view.facts("claim", annexes)).values()];
  const used = claims.filter((each) => each.project === of.project && each.package === of.package);
  return String(Math.max(0, ...used.map((each) => each.number)) + 1);
}

function lineFields(n: number, choices: Choices, kept: Kept, lang: Lang): Markup {
  const recipes = [...choices.recipes].map(([index, recipe]) => ({
    value: String(index),
    text: `${recipe.code} ${recipe.name} (${recipe.unit})`,
  }));
  const none = t(lang, "Không có vật liệu phải theo dõi", "No tracked material");
  return html`<fieldset class="line-fields"><legend>${t(lang, `Hạng mục ${n}`, `Work line ${n}`)}</legend>
${textField({ name: `name${n}`, label: t(lang, "Tên hạng mục", "Name of the work") }, kept)}
${selectField({ name: `recipe${n}`, label: t(lang, "Định mức vật liệu", "Recipe"), choices: recipes, none }, kept)}
${textField({ name: `code${n}`, label: t(lang, "Mã hiệu", "Code"), hint: t(lang, "Bỏ trống: theo định mức", "Blank: the recipe's") }, kept)}
${textField({ name: `unit${n}`, label: t(lang, "Đơn vị", "Unit"), hint: t(lang, "Bỏ trống: theo định mức", "Blank: the recipe's") }, kept)}
${textField({ name: `quantity${n}`, label: t(lang, "Khối lượng kỳ này", "Quantity of the period"), inputmode: "decimal" }, kept)}
${textField({ name: `price${n}`, label: t(lang, "Đơn giá", "Unit price"), unit: t(lang, "đ", "VND"), inputmode: "numeric" }, kept)}
${textField({ name: `adjusts${n}`, label: t(lang, "Chỉ điều chỉnh giá của hồ sơ ở mục", "Only adjusts the price in the dossier of entry"), hint: t(lang, "Bỏ trống nếu là khối lượng mới", "Blank for new work"), inputmode: "numeric" }, kept)}</fieldset>`;
}

function lineCount(typed: NonNullable<Kept["typed"]>): number {
  const lines = Number(typed.lines);
  return Number.isInteger(lines) && lines >= 1 && lines <= MOST_LINES ? lines : FIRST_LINES;
}

/** The statement that the form says, or what is wrong with its fields. */
function readAnnex(
  typed: Typed,
  choices: Choices,
  contract: ContractChoices | undefined,
  lang: Lang,
): { body: AnnexPropose } | { errors: FieldErrors } {
  const errors: Record<string, Content> = {};
  const chosen = chosenOf(choices, typed);
  const number = Number(typed.number);
  if (!Number.isInteger(number) || number < 1 || number > 10_000)
    errors.number = t(lang, "Số hồ sơ là số nguyên từ 1 đến 10.000.", "The number is a whole number from 1 to 10,000.");
  const kind = KINDS.find((each) => String(each) === typed.kind) ?? CLAIM_KIND.interim;
  const asks = readAmount(kind, typed, lang, errors);
  const byWork = kind === CLAIM_KIND.interim || kind === CLAIM_KIND.final;
  const lines = byWork ? readWork(typed, choices, contract, lang, errors) : [];
  if (Object.keys(errors).length > 0 || !chosen) return { errors };
  return { body: { project: chosen.project, package: chosen.package, number, kind, lines, ...asks } };
}

/** The amount of an advance, or of retention paid out. */
function readAmount(
  kind: ClaimKind,
  typed: Typed,
  lang: Lang,
  errors: Record<string, Content>,
): Pick<AnnexPropose, "advanceDong" | "releaseDong"> {
  const field = { [CLAIM_KIND.advance]: "advanceDong", [CLAIM_KIND.retention]: "releaseDong" }[kind as number];
  if (field === undefined) return {};
  const amount = parseDong((typed.amount ?? "").trim(), lang);
  if (amount.ok) return { [field]: amount.value };
  errors.amount = t(lang, amount.reason.vi, amount.reason.en);
  return {};
}

/** The works that the form claims: contract lines, or lines of its own. */
function readWork(
  typed: Typed,
  choices: Choices,
  contract: ContractChoices | undefined,
  lang: Lang,
  errors: Record<string, Content>,
): AnnexLine[] {
  if (contract) {
    const lines = readContractLines(contract, typed, lang, errors);
    if (lines.length === 0 && Object.keys(errors).length === 0)
      errors.find = t(lang, "Cần khối lượng của ít nhất một dòng.", "At least one line needs a quantity.");
    return lines;
  }
  const numbers = Array.from({ length: lineCount(typed) }, (_, i) => i + 1);
  const lines = numbers.flatMap((n) => readLine(n, typed, choices.recipes, lang, errors) ?? []);
  if (lines.length === 0 && Object.keys(errors).length === 0)
    errors.name1 = t(lang, "Cần ít nhất một hạng mục.", "At least one work line is needed.");
  return lines;
}

/** One line; an untouched one is left out, a half-filled one says what it lacks. */
function readLine(
  n: number,
  typed: Typed,
  recipes: Choices["recipes"],
  lang: Lang,
  errors: Record<string, Content>,
): AnnexLine | undefined {
  const at = (field: string) => (typed[`${field}${n}`] ?? "").trim();
  if (["name", "code", "unit", "quantity", "price", "recipe"].every((field) => at(field) === "")) return undefined;
  const recipeIndex = Number(at("recipe"));
  const words = recipes.get(recipeIndex);
  const name = at("name") || words?.name || "";
  const code = at("code") || words?.code || "";
  const unit = at("unit") || words?.unit || "";
  if (!name) errors[`name${n}`] = t(lang, "Chưa có tên hạng mục.", "The work has no name.");
  if (!code) errors[`code${n}`] = t(lang, "Chưa có mã hiệu.", "There is no code.");
  if (!unit) errors[`unit${n}`] = t(lang, "Chưa có đơn vị.", "There is no unit.");
  const quantity = parseQuantity(at("quantity"), lang);
  const price = parseDong(at("price"), lang);
  if (!quantity.ok) errors[`quantity${n}`] = t(lang, quantity.reason.vi, quantity.reason.en);
  if (!price.ok) errors[`price${n}`] = t(lang, price.reason.vi, price.reason.en);
  if (!quantity.ok || !price.ok) return undefined;
  if (quantity.value === 0)
    errors[`quantity${n}`] = t(lang, "Khối lượng phải lớn hơn 0.", "The quantity must be above 0.");
  const valueDong = lineValue(quantity.value, price.value);
  const line = { code, name, unit, quantityMilli: quantity.value, unitPriceDong: price.value, valueDong };
  const adjusts = at("adjusts");
  if (adjusts !== "" && !/^[0-9]{1,9}$/.test(adjusts))
    errors[`adjusts${n}`] = t(
      lang,
      "Ghi số mục của bảng kê đã thanh toán.",
      "Give the entry number of the paid annex.",
    );
  // A difference of price asks for no material: the recipe only lends its words.
  if (adjusts !== "") return { ...line, adjusts: Number(adjusts) };
  return words ? { ...line, recipe: recipeIndex } : line;
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
