// The rows of a register's sheet as what they would become. The rules are asked about all of them in their order, and each row is told what
// it is: ready to be signed, registered already, twice in the file, like another record, or wrong in a way that is said.
import { columnsOf, REGISTER_SORTS, type RegisterColumn, type RegisterSort } from "../../estimate/register-columns.ts";
import type { RegisterRow } from "../../estimate/register-table.ts";
import type { Body, Statement } from "../../format/kinds.ts";
import type { Services } from "../../http/services.ts";
import { isDisagreement } from "../../rules/acts/context.ts";
import type { Book } from "../../rules/book/book.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { foresee } from "../../rules/kinds/foresee.ts";
import { entryName } from "../../rules/readings/reading.ts";
import { alikeOf } from "../../rules/registry/once.ts";
import { plateAsSpelt } from "../../rules/registry/registry.ts";
import { wholeTaxCode } from "../../spelling/tax-codes.ts";
import type { Lang, Words } from "../../words/lang.ts";
import { type Problem, sentence } from "../../words/problem.ts";
import type { BulkRow } from "../bulk-view.ts";
import { bodyBytes } from "../statement.ts";
import { errorsOf } from "./act-errors.ts";
import { readAct } from "./act-fields.ts";
import { type SiteThere, siteKey, sitesThere } from "./registered-sites.ts";
import { partiesCalled } from "./typed-names.ts";

/** How the whole sheet is judged: for whom, in which notation, and which rows were said to be others than what they resemble. */
export type RowsAsked = {
  readonly sort: RegisterSort;
  readonly kid: string;
  readonly notation: Lang;
  /** Rows by number, with the records that each was called distinct from. */
  readonly distinct: ReadonlyMap<number, readonly number[]>;
};

type Draft = { readonly said: Statement } | { readonly reason: Words };

/** Judges every row; the answers are in the order of the rows. */
export async function judgeRows(
  { view, now }: Pick<Services, "view" | "now">,
  rows: readonly RegisterRow[],
  asked: RowsAsked,
): Promise<BulkRow[]> {
  const named = await view.read((book) => mapLoading(rows, (row) => withParty(book, row, columnsOf(asked.sort).party)));
  const drafts = named.map((row) => ("reason" in row ? row : draftOf(row, asked)));
  const places = drafts.map((draft) => ("said" in draft ? siteOf(draft.said) : undefined));
  const there = await sitesThere(view, places);
  const firsts = firstOfEach(places);
  const sites = rows.map(({ row }, i) =>
    siteAnswer({ row, there: there[i], twice: firsts[i], rows, distinct: asked.distinct.has(row) }),
  );
  const nowMs = now();
  return view.read((book) => {
    const first = book.leaf;
    const statements = drafts.map((draft, i) => ("said" in draft && !sites[i] ? { said: draft.said } : undefined));
    const answers = foresee(book, { kid: asked.kid, first, nowMs }, statements);
    return mapLoading([...rows.entries()], ([i, { row, text }]): BulkRow => {
      const draft = drafts[i]!;
      if ("reason" in draft) return { row, text, state: "wrong", reason: draft.reason };
      const { said } = draft;
      const site = sites[i];
      if (site) return { row, text, ...site(said, book) };
      const answer = answers[i];
      if (!answer) return { row, text, state: "ready", said };
      const problem = isDisagreement(answer) ? answer.disagrees : answer;
      return { row, text, ...refusedAs(book, { problem, said, first, rows }) };
    });
  });
}

/** The row with the number of the party that it names by name, tax code or number. */
export function withParty(book: Book, row: RegisterRow, column: Words | undefined): RegisterRow {
  if ("reason" in row || row.typed.party === undefined) return row;
  const { row: number, text, typed } = row;
  const said = wholeTaxCode(typed.party ?? "");
  const exact = /^\d{1,9}$/.test(said) && book.get("party", Number(said)) ? [Number(said)] : partiesCalled(book, said);
  const [found] = exact;
  const equal = found !== undefined && exact.length === 1 && isOwnName(book, found, said);
  if (equal) return { row: number, text, typed: { ...typed, party: String(found) } };
  const label: Words = column ?? { vi: "Đơn vị", en: "Party" };
  const like = exact.map((index) => entryName(book, index) ?? String(index)).join("; ");
  return { row: number, text, reason: nobodyCalled(label, said, like) };
}

/** False for a name that only resembles the party's. */
function isOwnName(book: Book, party: number, said: string): boolean {
  if (/^[\d-]+$/.test(said)) return true;
  return alikeOf(book, "party", [said]).some(({ index, likeness }) => index === party && likeness === "equal");
}

function nobodyCalled(label: Words, said: string, like: string): Words {
  if (like === "")
    return {
      vi: `${label.vi}: sổ chưa có “${said}”. Đăng ký đơn vị trước, hoặc ghi mã số thuế.`,
      en: `${label.en}: the ledger has no “${said}”. Register the party first, or give its tax code.`,
    };
  return {
    vi: `${label.vi}: sổ không có đúng “${said}”, chỉ có: ${like}. Ghi đúng tên ấy hoặc mã số thuế.`,
    en: `${label.en}: the ledger has not “${said}” but: ${like}. Write that name, or its tax code.`,
  };
}

/** The statement of a row's fields, or all that its kind does not take of them. */
function draftOf(row: RegisterRow & { typed: Readonly<Record<string, string>> }, asked: RowsAsked): Draft {
  const { kind } = REGISTER_SORTS[asked.sort];
  const distinct = asked.distinct.get(row.row) ?? [];
  const takes = kind !== "site.register" && distinct.length > 0;
  const typed = takes ? { ...row.typed, distinctFrom: distinct.join("\n") } : row.typed;
  const body = readAct(kind, typed, asked.notation);
  if (bodyBytes(kind, body).ok) return { said: { kind, body } as Statement };
  const columns: Readonly<Record<string, RegisterColumn>> = columnsOf(asked.sort);
  const words = (lang: Lang) =>
    Object.entries(errorsOf(kind, body, lang))
      .map(([name, error]) => `${columns[name]?.[lang] ?? name}: ${String(error)}`)
      .join(" ");
  return { reason: { vi: words("vi"), en: words("en") } };
}

const siteOf = (said: Statement): Body<"site.register"> | undefined =>
  said.kind === "site.register" ? said.body : undefined;

/** For each place the earlier one of the file that is the same. */
function firstOfEach(places: readonly (Body<"site.register"> | undefined)[]): (number | undefined)[] {
  const seen = new Map<string, number>();
  return places.map((place, i) => {
    if (!place) return undefined;
    const key = siteKey(place);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, i);
    return first;
  });
}

type StateOf<R> = R extends unknown ? Omit<R, "row" | "text"> : never;
type Answer = StateOf<BulkRow>;
type SiteAnswer = ((said: Statement, book: Book) => Answer) | undefined;

/** The record that the ledger or the file already has of a place, as a state of its row; nothing where it is new. */
function siteAnswer(of: {
  row: number;
  there: SiteThere | undefined;
  twice: number | undefined;
  rows: readonly RegisterRow[];
  distinct: boolean;
}): SiteAnswer {
  const { there, twice, rows, distinct } = of;
  if (twice !== undefined) return () => ({ state: "twice", reason: twiceAs(rows[twice]!.row) });
  if (!there || (!there.same && distinct)) return undefined;
  const { index } = there;
  if (there.same) return (_, book) => ({ state: "there", index, reason: thereAs(book, index) });
  return (said, book) => ({ state: "asked", said, alike: [index], reason: resembles([entryName(book, index) ?? ""]) });
}

function twiceAs(row: number): Words {
  return { vi: `Trùng với dòng ${row} của tệp.`, en: `The same as row ${row} of the file.` };
}

function thereAs(book: Book, index: number): Words {
  const name = entryName(book, index) ?? "";
  return { vi: `Đã đăng ký: ${name} (mục ${index}).`, en: `Registered already: ${name} (entry ${index}).` };
}

function resembles(names: readonly string[]): Words {
  const list = names.join("; ");
  return {
    vi: `Gần giống: ${list}. Nếu là một thì bỏ dòng này; nếu là hai thì đánh dấu rồi đọc lại.`,
    en: `Resembles: ${list}. If they are one, leave this row; if two, tick it and read again.`,
  };
}

/** All records that a party's name or a vehicle's plate resembles. */
function resembled(book: Book, said: Statement): number[] {
  const alike =
    said.kind === "party.register"
      ? alikeOf(book, "party", [said.body.name])
      : said.kind === "vehicle.register"
        ? alikeOf(book, "plate", plateAsSpelt(said.body))
        : [];
  return alike.flatMap(({ index, likeness }) => (likeness === "resembles" ? [index] : []));
}

/** The rules' refusal as the state of a row. A record from this leaf on is an earlier row of the file. */
function refusedAs(
  book: Book,
  of: { problem: Problem; said: Statement; first: number; rows: readonly RegisterRow[] },
): Answer {
  const { problem, said, first, rows } = of;
  const index = Number(problem.figures.index ?? -1);
  const earlier = rows[index - first]?.row;
  if (problem.code === "already-exists" && earlier !== undefined) return { state: "twice", reason: twiceAs(earlier) };
  if (problem.code === "already-exists" && said.kind !== "site.register")
    return { state: "there", index, reason: thereAs(book, index) };
  if (problem.code === "resembles" && earlier !== undefined)
    return {
      state: "wrong",
      reason: {
        vi: `Gần giống dòng ${earlier} của tệp. Nếu là hai, ký dòng ${earlier} trước, rồi đọc lại tệp.`,
        en: `Resembles row ${earlier} of the file. If they are two, sign row ${earlier} first, then read the file again.`,
      },
    };
  if (problem.code === "resembles") {
    const alike = resembled(book, said).filter((each) => each < first);
    return { state: "asked", said, alike, reason: resembles(alike.map((each) => entryName(book, each) ?? "")) };
  }
  return { state: "wrong", reason: { vi: sentence(problem, "vi"), en: sentence(problem, "en") } };
}
