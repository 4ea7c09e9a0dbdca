// The rows of a dispatcher's sheet as the slips that they would become: each is filled into the slip form, read by the form's own reader, and
// the rules are asked about all of them in their order. Nothing is guessed: a name that several routes or sources have is a reason.
import { SLIP_COLUMNS, type SlipColumn, type SlipRow } from "../../estimate/slip-table.ts";
import { MEASURE } from "../../format/codes.ts";
import type { Statement } from "../../format/kinds.ts";
import type { Services } from "../../http/services.ts";
import { isDisagreement } from "../../rules/acts/context.ts";
import type { Book } from "../../rules/book/book.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { foresee, type Intended } from "../../rules/kinds/foresee.ts";
import { vehiclesOf } from "../../rules/slips/searches.ts";
import { bare } from "../../spelling/folding.ts";
import { type FormErrors, readSlipForm, type SlipChoices } from "../../web/islands/shared/slip-form.ts";
import type { Lang, Words } from "../../words/lang.ts";
import { type Problem, sentence } from "../../words/problem.ts";
import type { BulkRow } from "../bulk-view.ts";
import { choicesOf, type MineData, type MineOrigin, type MineRoute } from "./mine-data.ts";

/** The desk of the dispatcher, who signs, in which notation numbers are, and the scale of all rows where one is chosen. */
export type SlipsAsked = {
  readonly mine: MineData;
  readonly kid: string;
  readonly party: number;
  readonly notation: Lang;
  readonly scale: string;
};

type Draft = Intended | { readonly reason: Words };
type Cells = Readonly<Record<SlipColumn, string>>;

/** Judges every row; the answers are in the order of the rows. */
export async function judgeSlips(
  { view, now }: Pick<Services, "view" | "now">,
  rows: readonly SlipRow[],
  asked: SlipsAsked,
): Promise<BulkRow[]> {
  const nowMs = now();
  const plates = rows.map((row) => ("cells" in row ? row.cells.plate : ""));
  const vehicles = await view.read((book) =>
    mapLoading(plates, (plate) => vehiclesOf(book, plate).map((index): [string, number] => [plate, index])),
  );
  const choices = choicesOf(asked.mine, asked.party);
  const drafts = rows.map((row, i) => draftOf(row, { ...choices, vehicles: vehicles[i]! }, asked, nowMs));
  return view.read((book) => {
    const first = book.leaf;
    const intended = drafts.map((draft) => ("said" in draft ? draft : undefined));
    const answers = foresee(book, { kid: asked.kid, first, nowMs }, intended);
    return mapLoading([...rows.entries()], ([i, { row, text }]): BulkRow => {
      const draft = drafts[i]!;
      if ("reason" in draft) return { row, text, state: "wrong", reason: draft.reason };
      const answer = answers[i];
      if (!answer) return { row, text, state: "ready", said: draft.said };
      const problem = isDisagreement(answer) ? answer.disagrees : answer;
      const earlier = rows[Number(problem.figures.index ?? -1) - first]?.row;
      return { row, text, ...refusedAs(book, problem, draft.said, earlier) };
    });
  });
}

function draftOf(row: SlipRow, choices: SlipChoices, { mine, notation, scale }: SlipsAsked, nowMs: number): Draft {
  if ("reason" in row) return row;
  const { cells, atS } = row;
  if (atS !== undefined && atS * 1000 > nowMs) return { reason: notYet(cells.hour) };
  const route = routeOf(mine.routes, cells);
  if ("vi" in route) return { reason: route };
  const origin = originOf(mine.origins, route.from, cells);
  if ("vi" in origin) return { reason: origin };
  const { plate, mass, gross, tare, quantity } = cells;
  const typed = {
    ...{ plate, mass, gross, tare, quantity, scale, measure: String(MEASURE.scale) },
    ...{ route: String(route.index), origin: origin.value, package: packageOf(route, cells.package) },
  };
  const read = readSlipForm(typed, choices, notation);
  if ("errors" in read) return { reason: allOf(read.errors) };
  const said: Statement = { kind: "slip.issue", body: read.body };
  return atS === undefined ? { said } : { said, atS };
}

function notYet(hour: string): Words {
  return {
    vi: `Giờ xuất: chưa đến ${hour}. Phiếu ký khi xe đi, không ký trước.`,
    en: `Hour: it is not ${hour} yet. A slip is signed when the vehicle leaves, not before.`,
  };
}

/** Everything that the form has to say about a row, each by its column. */
function allOf(errors: FormErrors): Words {
  const said = (lang: Lang) =>
    Object.entries(errors)
      .map(([name, words]) => `${SLIP_COLUMNS[name as SlipColumn]?.[lang] ?? name}: ${words[lang]}`)
      .join(" ");
  return { vi: said("vi"), en: said("en") };
}

/** Routes or sources that a reason names. */
const NAMED = 12;

/** Those of a text's whole name, else those that have it in theirs; all where the text is empty. */
function called<T>(all: readonly T[], nameOf: (each: T) => string, text: string): T[] {
  const sought = bare(text);
  if (sought === "") return [...all];
  const equal = all.filter((each) => bare(nameOf(each)) === sought);
  return equal.length > 0 ? equal : all.filter((each) => bare(nameOf(each)).includes(sought));
}

/** The one of a few, or the reason why it is not known which. */
function only<T>(
  found: readonly T[],
  all: readonly T[],
  about: { column: Words; text: string },
  nameOf: (each: T) => string,
): T | Words {
  const [one, other] = found;
  if (one !== undefined && other === undefined) return one;
  const { column, text } = about;
  const list = [...new Set((other === undefined ? all : found).map(nameOf))].slice(0, NAMED).join("; ");
  if (other !== undefined)
    return {
      vi: `${column.vi}: “${text}” ứng với nhiều mục: ${list}. Ghi rõ hơn.`,
      en: `${column.en}: “${text}” fits several: ${list}. Write more of it.`,
    };
  return {
    vi: `${column.vi}: không có “${text}”. Hiện có: ${list}.`,
    en: `${column.en}: there is no “${text}”. There are: ${list}.`,
  };
}

/** A route by where it begins and leads, and by its length where several lead there: "Bãi số 1 (28 km)". */
function routeOf(routes: readonly MineRoute[], { from, to }: Cells): MineRoute | Words {
  const starting = called(routes, ({ fromName }) => fromName, from);
  const byName = called(starting, ({ toName }) => toName, to);
  const found = byName.length > 0 ? byName : called(starting, ({ toName, km }) => `${toName} ${km} km`, to);
  const nameOf = ({ fromName, toName, km }: MineRoute) => `${fromName} → ${toName} (${km} km)`;
  return only(found, starting, { column: SLIP_COLUMNS.to, text: to }, nameOf);
}

function originOf(origins: readonly MineOrigin[], site: number, { material, source }: Cells): MineOrigin | Words {
  const here = origins.filter((origin) => origin.site === site);
  const label = ({ label: words }: MineOrigin) => words.vi;
  const ofSource = source === "" ? here : here.filter((origin) => bare(label(origin)).includes(bare(source)));
  const [vi, en] = (["vi", "en"] as const).map((lang) =>
    called(ofSource, (each) => nameIn(each.label[lang]), sizes(material)),
  );
  const named = vi!.length > 0 ? vi! : en!;
  const text = source === "" ? material : `${material}, ${source}`;
  return only(named, here, { column: SLIP_COLUMNS.material, text }, label);
}

/** An origin's label begins with the name of its material or product; its source, or its place in stock, follows. */
function nameIn(label: string): string {
  return label.split(/, | trong kho| in stock/)[0] ?? "";
}

/** Sizes of crushed stone as the book writes them: "1x2" is "1×2". */
function sizes(material: string): string {
  return material.replaceAll(/(\d)\s*[x×]\s*(?=\d)/gi, "$1×");
}

/** The number of a route's package by its number or a part of its name; text that is neither stays, and the form refuses it. */
function packageOf({ packages }: MineRoute, text: string): string {
  const byNumber = packages.find(({ number }) => String(number) === text);
  const named = byNumber ? [byNumber] : text === "" ? [] : called(packages, ({ name }) => name, text);
  return named.length === 1 ? String(named[0]!.number) : text;
}

type StateOf<R> = R extends unknown ? Omit<R, "row" | "text"> : never;

/** A vehicle on its way with a slip of the very same load is that slip: the file has been signed before. */
function refusedAs(book: Book, problem: Problem, said: Statement, earlier: number | undefined): StateOf<BulkRow> {
  if (problem.code === "vehicle-busy" && earlier !== undefined)
    return {
      state: "twice",
      reason: {
        vi: `Xe này đã có phiếu ở dòng ${earlier} của tệp, chưa đến nơi.`,
        en: `This vehicle has the slip of row ${earlier} of the file and has not arrived.`,
      },
    };
  const index = Number(problem.figures.index ?? -1);
  const before = problem.code === "vehicle-busy" ? book.get("slip", index) : undefined;
  if (before && said.kind === "slip.issue" && before.route === said.body.route && before.massKg === said.body.massKg)
    return {
      ...{ state: "there", index },
      reason: { vi: `Đã xuất phiếu này: ${before.code}.`, en: `This slip is issued already: ${before.code}.` },
    };
  return { state: "wrong", reason: { vi: sentence(problem, "vi"), en: sentence(problem, "en") } };
}
