// The entries that a form names, typed as people know them: a party's name or tax code, a plate, a licence, a project's or a slip's code. The
// number of an entry stays what is signed; nobody has to know it.
import { KINDS, type KindName } from "../../format/kinds.ts";
import type { Outline } from "../../format/shape.ts";
import { readSlipCode } from "../../format/slipcode.ts";
import type { Book } from "../../rules/book/book.ts";
import { entryName } from "../../rules/readings/reading.ts";
import { alikeOf } from "../../rules/registry/once.ts";
import { bare } from "../../spelling/folding.ts";
import { plateKey } from "../../spelling/plates.ts";
import { isTaxCode } from "../../spelling/tax-codes.ts";
import type { View } from "../../store/view.ts";
import type { FieldErrors, TypedValues } from "../../web/fields.ts";
import { t } from "../../web/layout.ts";
import { formatCount } from "../../words/as-written.ts";
import type { Lang, Words } from "../../words/lang.ts";
import type { PageRequest } from "../request.ts";
import { namesOfOwn } from "./members.ts";

/** A record that a typed text may mean: its entry's number, and the name to choose it by. */
export type Choice = { readonly value: string; readonly text: string };

/** The typed values with the numbers of entries in the place of names, the choices of a name that several records have, and what is not found. */
export type Resolved = {
  readonly typed: Record<string, string>;
  readonly choices: ReadonlyMap<string, readonly Choice[]>;
  readonly errors: FieldErrors;
};

/** Beyond it a list of choices is no help: whoever types is asked for more. */
const MOST_CHOICES = 60;
const IS_NUMBER = /^\d{1,10}$/;

/** How people may name an entry of a kind, beside by its number. */
const KNOWN_BY: Partial<Record<KindName, Words>> = {
  "party.register": { vi: "tên (hay một phần tên) hoặc mã số thuế", en: "name (or part of it) or tax code" },
  "vehicle.register": { vi: "biển số", en: "plate" },
  "source.grant": {
    vi: "số giấy phép, hoặc tên đơn vị giữ nơi khai thác",
    en: "licence number, or who keeps the place",
  },
  "site.register": {
    vi: "tên địa điểm, tên hoặc mã số thuế đơn vị giữ",
    en: "name of the place, or name or tax code of its keeper",
  },
  "scale.register": { vi: "tên hoặc mã số thuế đơn vị có cân", en: "name or tax code of whose place it is at" },
  "route.set": { vi: "tên hoặc mã số thuế đơn vị giữ nơi đi", en: "name or tax code of who keeps its beginning" },
  "project.register": {
    vi: "mã hoặc tên dự án, tên một bên của dự án",
    en: "code or name of the project, or name of one of its parties",
  },
  "contract.register": { vi: "mã dự án", en: "project code" },
  "recipe.set": { vi: "mã công tác", en: "work code" },
  "slip.issue": { vi: "mã in trên phiếu", en: "code printed on the slip" },
  "person.register": { vi: "họ tên người của đơn vị mình", en: "name of a person of one's own party" },
};

/** The ways to fill a field that names an entry of these kinds, in words. */
export function hintOfNames(kinds: readonly string[], lang: Lang): string {
  const ways = kinds.flatMap((kind) => KNOWN_BY[kind as KindName]?.[lang] ?? []);
  const number = t(lang, "số mục trong sổ", "entry number in the ledger");
  const words = [...new Set(ways), number].join(t(lang, ", hoặc ", ", or "));
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The fields of a form that name one entry, by their names in the form. */
export function* namingFields(
  fields: NonNullable<Outline["fields"]>,
  before = "",
): Generator<{ readonly name: string; readonly kinds: readonly string[]; readonly many: boolean }> {
  for (const [own, [, shape]] of Object.entries(fields)) {
    const name = before + own;
    if (shape.fields) yield* namingFields(shape.fields, `${name}.`);
    else if (shape.refersTo) yield { name, kinds: shape.refersTo, many: false };
    else if (shape.item?.refersTo) yield { name, kinds: shape.item.refersTo, many: true };
  }
}

/** Puts the numbers of entries in the place of what was typed for them. A number that is an entry of the kind stays. */
export async function resolveNames(
  { services, who, lang }: PageRequest,
  fields: NonNullable<Outline["fields"]>,
  given: TypedValues,
): Promise<Resolved> {
  const { view } = services;
  const own = namesPerson(fields) ? await namesOfOwn(services, who) : new Map<number, string>();
  const typed = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value ?? ""]));
  const choices = new Map<string, readonly Choice[]>();
  const errors: Record<string, string> = {};
  for (const { name, kinds, many } of namingFields(fields)) {
    const parts = partsOf(typed[name] ?? "", many);
    const numbers: string[] = [];
    for (const part of parts) {
      const found = await entriesCalled(view, own, kinds, part);
      if (found.length === 1) numbers.push(String(found[0]));
      else {
        numbers.push(part);
        const few = found.length <= MOST_CHOICES && !many;
        if (found.length > 1 && few) choices.set(name, await choicesOf(view, own, found, lang));
        if (found.length > 1) errors[name] = (few ? whichOne : tooMany)(part, found.length, lang);
        if (found.length === 0) Object.assign(errors, await nothingFound(view, { name, kinds, part }, lang));
      }
    }
    if (parts.length > 0) typed[name] = numbers.join("\n");
  }
  return { typed, choices, errors };
}

/** One value, or one a line; numbers alone may also be parted by blanks. */
function partsOf(text: string, many: boolean): string[] {
  if (!many) return text.trim() === "" ? [] : [text.trim()];
  const lines = /^[\d\s,;]*$/.test(text) ? text.split(/[\s,;]+/) : text.split(/[\n,;]+/);
  return lines.map((line) => line.trim()).filter((line) => line !== "");
}

/** The error of a field whose text means no entry of its kinds; a number beyond the log is left to the rules, which say so too. */
async function nothingFound(
  view: View,
  { name, kinds, part }: { name: string; kinds: readonly string[]; part: string },
  lang: Lang,
): Promise<FieldErrors> {
  if (!IS_NUMBER.test(part)) return { [name]: notFound(part, kinds, lang) };
  const [stored] = await view.entries([Number(part)]);
  if (!stored) return {};
  const wanted = kinds.flatMap((kind) => (Object.hasOwn(KINDS, kind) ? `“${KINDS[kind as KindName][lang]}”` : []));
  const other = KINDS[stored.entry.kind][lang];
  const entry = formatCount(stored.index, lang);
  const one = wanted.join(t(lang, " hoặc ", " or "));
  return {
    [name]: t(lang, `Mục ${entry} là “${other}”, không phải ${one}.`, `Entry ${entry} is “${other}”, not ${one}.`),
  };
}

function notFound(part: string, kinds: readonly string[], lang: Lang): string {
  const hint = hintOfNames(kinds, lang).toLowerCase();
  return t(lang, `Trong sổ không có “${part}”. Gõ ${hint}.`, `The ledger has no “${part}”. Type the ${hint}.`);
}

function whichOne(part: string, found: number, lang: Lang): string {
  const count = formatCount(found, lang);
  return t(lang, `“${part}” ứng với ${count} mục: chọn một.`, `“${part}” fits ${count} entries: choose one.`);
}

function tooMany(part: string, found: number, lang: Lang): string {
  const count = formatCount(found, lang);
  return t(
    lang,
    `“${part}” ứng với ${count} mục. Gõ rõ hơn, hoặc gõ số mục trong sổ.`,
    `“${part}” fits ${count} entries. Type more of it, or the entry number in the ledger.`,
  );
}

type Names = ReadonlyMap<number, string>;

/** True if a field of the form names a person. */
const namesPerson = (fields: NonNullable<Outline["fields"]>) =>
  [...namingFields(fields)].some(({ kinds }) => kinds.includes("person.register"));

async function choicesOf(view: View, own: Names, found: readonly number[], lang: Lang): Promise<Choice[]> {
  const names = await view.read((book) => found.map((index) => own.get(index) ?? entryName(book, index)));
  return found.map((index, i) => {
    const entry = `${t(lang, "mục", "entry")} ${formatCount(index, lang)}`;
    return { value: String(index), text: names[i] === undefined ? entry : `${names[i]} (${entry})` };
  });
}

/** The names of the entries that a form's fields hold by their numbers. A plate is not told to whoever types a number. */
export async function namesHeld(
  { services, who }: PageRequest,
  fields: NonNullable<Outline["fields"]>,
  typed: TypedValues,
): Promise<Map<string, string>> {
  const own = namesPerson(fields) ? await namesOfOwn(services, who) : new Map<number, string>();
  const held = [...namingFields(fields)].filter(({ name, many }) => !many && IS_NUMBER.test(typed[name] ?? ""));
  return services.view.read((book) => {
    const named = held.flatMap(({ name }) => {
      const index = Number(typed[name]);
      const text = book.get("vehicle", index) ? undefined : (own.get(index) ?? entryName(book, index));
      return text === undefined ? [] : [[name, text] as const];
    });
    return new Map(named);
  });
}

/** The entries of these kinds that people call so, in log order. */
async function entriesCalled(view: View, own: Names, kinds: readonly string[], text: string): Promise<number[]> {
  if (IS_NUMBER.test(text)) {
    const [stored] = await view.entries([Number(text)]);
    if (stored && (kinds.length === 0 || kinds.includes(stored.entry.kind))) return [stored.index];
  }
  if (kinds.includes("person.register")) {
    const sought = bare(text);
    return inOrder(
      [...own].flatMap(([person, name]) => (sought !== "" && bare(name).includes(sought) ? [person] : [])),
    );
  }
  const known = await view.read((book) => kinds.flatMap((kind) => calledInBook(book, kind, text)));
  if (known.length > 0) return inOrder(known);
  const parts = await Promise.all(kinds.map((kind) => withPartOfName(view, kind, text)));
  if (parts.some((found) => found.length > 0)) return inOrder(parts.flat());
  const exact = await view.read((book) => partiesCalled(book, text));
  const parties = exact.length > 0 ? exact : await withPartOfName(view, "party.register", text);
  const lists = await Promise.all(kinds.map((kind) => heldBy(view, kind, parties, text)));
  return inOrder(lists.flat());
}

const NAMED = {
  "party.register": ["parties", "party"],
  "site.register": ["sites", "site"],
  "project.register": ["projects", "project"],
} as const;
const isNamed = (kind: string): kind is keyof typeof NAMED => Object.hasOwn(NAMED, kind);
/** A shorter part of a name fits everything. */
const SHORTEST = 3;
const AT_ONCE = 1000;

/** Parties, places and projects that have the typed text in their names, marks and capitals aside; a place also in the names that it had before. */
async function withPartOfName(view: View, kind: string, text: string): Promise<number[]> {
  const sought = bare(text);
  if (!isNamed(kind) || sought.length < SHORTEST) return [];
  const [list, fact] = NAMED[kind];
  const all = await view.whole(list);
  const found: number[] = [];
  for (let at = 0; at < all.length; at += AT_ONCE) {
    const some = await view.facts(fact, all.slice(at, at + AT_ONCE));
    for (const [index, named] of some)
      if (namesOf(named).some((name) => bare(name).includes(sought))) found.push(Number(index));
  }
  return found;
}

const inOrder = (indexes: readonly number[]) => [...new Set(indexes)].sort((a, b) => a - b);

/** The name of a record and, of a place, its names before. */
function namesOf({ name, former = [] }: { name: string; former?: readonly object[] }): string[] {
  return [name, ...former.flatMap((each) => ("name" in each ? [String(each.name)] : []))];
}

/** The records of one kind that the book finds by their own name or number. */
function calledInBook(book: Book, kind: string, text: string): number[] {
  switch (kind) {
    case "party.register":
      return partiesCalled(book, text);
    case "vehicle.register":
      // Only the whole plate: one that resembles it is another's, and not shown.
      return ["road", "water"].flatMap((way) =>
        alikeOf(book, "plate", [text, way]).flatMap(({ index, likeness }) =>
          likeness === "equal" && plateKey(book.need("vehicle", index).plate) === plateKey(text) ? [index] : [],
        ),
      );
    case "source.grant":
      return /\d/.test(text) ? alikeOf(book, "source", [text, "", ""]).map(({ index }) => index) : [];
    case "recipe.set":
      return best(alikeOf(book, "recipe", [text]));
    case "project.register": {
      const found = book.get("projectCode", text);
      return found ? [found.project] : [];
    }
    case "slip.issue": {
      const code = readSlipCode(text);
      const slip = code === undefined ? undefined : book.get("code", code)?.slip;
      return slip === undefined ? [] : [slip];
    }
    default:
      return [];
  }
}

/** Parties by tax code or by name: the equal one, or all that resemble it. */
export function partiesCalled(book: Book, text: string): number[] {
  if (isTaxCode(text)) return alikeOf(book, "tax-code", [text]).flatMap(equalOnly);
  return best(alikeOf(book, "party", [text]));
}

type AlikeRecord = ReturnType<typeof alikeOf>[number];
const equalOnly = ({ index, likeness }: AlikeRecord) => (likeness === "equal" ? [index] : []);

function best(alike: readonly AlikeRecord[]): number[] {
  const equal = alike.flatMap(equalOnly);
  return equal.length > 0 ? equal : alike.map(({ index }) => index);
}

/** The records of a kind that parties hold: their places, what is registered at these, their projects and the contracts of one. */
async function heldBy(view: View, kind: string, parties: readonly number[], text: string): Promise<number[]> {
  const project = /^\d{7}$/.test(text) ? (await view.fact("projectCode", text))?.project : undefined;
  if (kind === "contract.register") return project === undefined ? [] : view.whole(`contracts/${project}`);
  const of = async (
    list: "sites" | "projects" | "sources" | "scales" | "routes",
    owners: readonly number[],
  ): Promise<number[]> => (await Promise.all(owners.map((owner) => view.whole(`${list}/${owner}`)))).flat();
  if (kind === "project.register") return of("projects", parties);
  const sites = await of("sites", parties);
  if (kind === "site.register") return sites;
  if (kind === "source.grant") return of("sources", sites);
  if (kind === "scale.register") return of("scales", sites);
  if (kind === "route.set") return of("routes", sites);
  return [];
}
