// The columns of a sheet by the words of their headings, without marks and in small letters: which row is the heading, which column is
// which, and how numbers are written. Whoever sent the sheet sees the guess and may choose otherwise.
import type { Sheet } from "./sheet.ts";

/** The words that may be above each column. */
export type Headings<C extends string> = Readonly<Record<C, readonly string[]>>;

/** Where each column is, from 0; and the row, from 0, after which the lines begin. */
export type Layout<C extends string> = {
  readonly head: number;
  readonly places: Readonly<Partial<Record<C, number>>>;
  /** The sign before the decimals. */
  readonly decimals: "," | ".";
};

const HEAD_ROWS = 40;

/** Letters without marks, in small letters. */
export function plainWords(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/đ/gi, "d")
    .toLowerCase()
    .replaceAll(/\s+/g, " ")
    .trim();
}

/**
 * Guesses which row is the heading and which column is which. Where rows always have figures (`figured`), one without any below the heading is a
 * second heading; elsewhere it is a row like any other.
 */
export function guessColumns<C extends string>(
  sheet: Sheet,
  headings: Headings<C>,
  { figured }: { readonly figured: boolean },
): Layout<C> {
  const rows = sheet.slice(0, HEAD_ROWS).map((cells) => placesIn(cells, headings));
  const known = rows.map((places) => Object.keys(places).length);
  const best = Math.max(0, ...known);
  const head = known.indexOf(best);
  const second = sheet[head + 1] ?? [];
  const continues = figured && second.some((cell) => cell !== "") && !second.some((cell) => /\d/.test(cell));
  const places = { ...(continues ? rows[head + 1] : {}), ...rows[head] } as Layout<C>["places"];
  return { head: continues ? head + 1 : head, places, decimals: guessDecimals(sheet) };
}

function placesIn<C extends string>(cells: readonly string[], headings: Headings<C>): Partial<Record<C, number>> {
  const found: Partial<Record<C, number>> = {};
  const read = cells.map((cell) => plainWords(cell.replaceAll("_", " ")).replace(/ *[([].*$/, ""));
  for (const column of Object.keys(headings) as C[]) {
    const words = headings[column];
    const exact = read.findIndex((cell) => words.includes(cell));
    const place = exact >= 0 ? exact : read.findIndex((cell) => words.some((word) => cell.startsWith(`${word} `)));
    if (place >= 0) found[column] = place;
  }
  return found;
}

/** The notation that more cells can only be read in: "1.234,5" has comma decimals, "1,234.5" point decimals. */
function guessDecimals(sheet: Sheet): "," | "." {
  const cells = sheet.flat();
  const comma = cells.filter((cell) =>
    /^\d{1,3}(\.\d{3})+,\d+$|^\d{1,3}(\.\d{3}){2,}$|^\d+,(\d{1,2}|\d{4,})$/.test(cell),
  );
  const point = cells.filter((cell) =>
    /^\d{1,3}(,\d{3})+\.\d+$|^\d{1,3}(,\d{3}){2,}$|^\d+\.(\d{1,2}|\d{4,})$/.test(cell),
  );
  return point.length > comma.length ? "." : ",";
}

/** The cell of a row in a column; empty where the sheet has none. */
export function cellIn<C extends string>(
  cells: readonly string[],
  { places }: Pick<Layout<C>, "places">,
  column: C,
): string {
  const place = places[column];
  return place === undefined ? "" : (cells[place] ?? "").trim();
}

/** The sheet as a field of a form: it begins with a sign, since blanks at the beginning of a field are dropped. */
export function sheetText(sheet: Sheet): string {
  return `#${sheet.map((row) => row.join("\t")).join("\n")}`;
}

export function sheetIn(text: string): Sheet {
  return text
    .slice(1)
    .split("\n")
    .map((row) => row.split("\t"));
}

/** The layout that a form of columns was sent with: `column-NAME`, `head` from 1, `decimals`. */
export function layoutIn<C extends string>(
  typed: Readonly<Record<string, string | undefined>>,
  columns: readonly C[],
): Layout<C> {
  const places = columns.flatMap((column) => {
    const place = typed[`column-${column}`] ?? "";
    return /^\d{1,2}$/.test(place) ? [[column, Number(place)] as const] : [];
  });
  const head = /^\d{1,4}$/.test(typed.head ?? "") ? Number(typed.head) - 1 : -1;
  return {
    head,
    places: Object.fromEntries(places) as Partial<Record<C, number>>,
    decimals: typed.decimals === "." ? "." : ",",
  };
}
