// The whole import of a register without a database: bytes of one or two tables in, a plan out. Whoever holds a ledger turns
// the plan into signed entries (a party for each holder, a site for each mine, a grant for each licence, an
// attestation for each obligation shown). Pure: the day of the import is an argument; the same bytes give the same plan.

import { foldName, tidy } from "./compared-names.ts";
import { crosscheck, repeatedRows } from "./crosscheck.ts";
import { decimalMarkOf, type IsoDate } from "./decimal.ts";
import { disagreements, type Marks } from "./disagreement.ts";
import { type Identified, identify } from "./identity.ts";
import { interpretRow } from "./interpret.ts";
import { type Imported, type Licence, type RowOutcome, refusedRow, withQuestions } from "./licence.ts";
import { readMinerals } from "./minerals.ts";
import { type Match, matchObligations, matchQuestion, type PlannedObligation, readObligations } from "./obligations.ts";
import { readTable } from "./read.ts";
import { bothSentences, quoted, type Reason, reasonWith } from "./reasons.ts";
import { type RegisterReport, type ReportLine, reportOf } from "./report.ts";

/** One holder; `rows` are the licence rows that name it. */
export type PlannedParty = { readonly name: string; readonly rows: readonly number[] };

/** One mine of one holder (an index into `parties`); several licences may share it. */
export type PlannedSite = {
  readonly name: string;
  readonly party: number;
  readonly communeText?: string;
  readonly districtText?: string;
  readonly rows: readonly number[];
};

/** One licence to grant: its row, its holder and mine by index, its terms, its obligations (none without that table), its questions. */
export type PlannedGrant = {
  readonly row: number;
  readonly party: number;
  readonly site: number;
  readonly licence: Licence;
  readonly obligations: readonly PlannedObligation[];
  readonly questions: readonly Reason[];
};

/** The outcome of the obligations table: its rows, how many found their licence row (refused ones included), and those in scope that did not. */
export type ObligationsReport = {
  readonly rows: number;
  readonly matched: number;
  readonly questions: readonly ReportLine[];
};

/** The plan of one import; `outcomes` has one element for each data row, in order. */
export type RegisterPlan = {
  readonly ok: true;
  readonly asOf: IsoDate;
  readonly outcomes: readonly RowOutcome[];
  readonly parties: readonly PlannedParty[];
  readonly sites: readonly PlannedSite[];
  readonly grants: readonly PlannedGrant[];
  readonly report: RegisterReport;
  readonly obligations?: ObligationsReport;
};

/** A file that cannot be read at all, and why; nothing is planned. */
export type RegisterUnreadable = {
  readonly ok: false;
  readonly file: "licences" | "obligations";
  readonly reason: Reason;
};

const FIGURE_COLUMNS = [
  "Dien_tich_ha",
  "CS_m3",
  "CS_tan",
  "TL_KT_m3",
  "TL_KT_tan",
  "TL_phep_m3",
  "TL_phep_tan",
] as const;

function markOf(sources: readonly Identified[]) {
  return decimalMarkOf(sources.flatMap((source) => FIGURE_COLUMNS.map((column) => source.cell(column))));
}

function repeatRefusal(source: Identified, first: number) {
  return refusedRow(
    source,
    "row_repeated",
    `Dòng lặp lại nguyên văn dòng ${first}; không ghi lần thứ hai để không nhân đôi công suất, xóa dòng này.`,
    `The row repeats row ${first} word for word; it is not registered twice lest its limits double, delete this row.`,
  );
}

type Tables = {
  readonly licences: readonly Identified[];
  readonly obligations: readonly Identified[] | undefined;
  readonly matches: ReadonlyMap<number, Match>;
  readonly repeats: ReadonlyMap<number, number>;
  readonly marks: Marks;
};

function outcomesOf(tables: Tables, asOf: IsoDate): RowOutcome[] {
  const first = tables.licences.map((source): RowOutcome => {
    const match = tables.matches.get(source.row);
    const mineralElsewhere = match?.kind === "matched" ? match.source.cell("Loai_KS") : undefined;
    const outcome = interpretRow(source, { asOf, mark: tables.marks.licences, mineralElsewhere });
    const repeated = outcome.outcome === "refused" ? undefined : tables.repeats.get(source.row);
    return repeated === undefined ? outcome : repeatRefusal(source, repeated);
  });
  const inScope = new Set(first.filter(({ outcome }) => outcome !== "refused").map(({ row }) => row));
  const fromRows = crosscheck(
    tables.licences.filter(({ row }) => !tables.repeats.has(row)),
    inScope,
  );
  return first.map((outcome, index): RowOutcome => {
    const source = tables.licences[index];
    if (outcome.outcome === "refused" || source === undefined) return outcome;
    const match = tables.matches.get(source.row);
    return withQuestions(outcome, [
      ...(fromRows.get(source.row) ?? []),
      ...(match === undefined ? [] : questionsOf(source, match, tables.marks)),
    ]);
  });
}

function questionsOf(source: Identified, match: Match, marks: Marks): Reason[] {
  const asked = matchQuestion(match);
  const unclear = match.kind === "matched" ? readObligations(match.source).questions : [];
  return [...(asked === undefined ? [] : [asked]), ...disagreements(source, match, marks), ...unclear];
}

/** Collects values under keys in order of first sight and gives each its index. */
function index<T>(): { readonly at: (key: string, make: () => T) => number; readonly list: T[] } {
  const places = new Map<string, number>();
  const list: T[] = [];
  const at = (key: string, make: () => T): number => {
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, list.push(make()) - 1);
    return list.length - 1;
  };
  return { at, list };
}

function grantsOf(tables: Tables, outcomes: readonly RowOutcome[]) {
  const parties = index<PlannedParty & { rows: number[] }>();
  const sites = index<PlannedSite & { rows: number[] }>();
  const grants: PlannedGrant[] = [];
  for (const [place, source] of tables.licences.entries()) {
    const outcome = outcomes[place];
    if (outcome === undefined || outcome.outcome === "refused") continue;
    const { licence, row, reasons } = outcome satisfies Imported;
    const party = parties.at(source.holderKey, () => ({ name: licence.holder, rows: [] }));
    const siteKey = [source.holderKey, source.mineKey, foldName(licence.districtText ?? "")].join("\n");
    const site = sites.at(siteKey, () => ({
      name: licence.mine,
      party,
      ...(licence.communeText === undefined ? {} : { communeText: licence.communeText }),
      ...(licence.districtText === undefined ? {} : { districtText: licence.districtText }),
      rows: [],
    }));
    parties.list[party]?.rows.push(row);
    sites.list[site]?.rows.push(row);
    const match = tables.matches.get(row);
    const obligations = match?.kind === "matched" ? readObligations(match.source).obligations : [];
    grants.push({ row, party, site, licence, obligations, questions: reasons });
  }
  return { parties: parties.list, sites: sites.list, grants };
}

function obligationsReport(tables: Tables): ObligationsReport | undefined {
  if (tables.obligations === undefined) return undefined;
  const taken = new Set<number>();
  for (const match of tables.matches.values()) if (match.kind === "matched") taken.add(match.source.row);
  const questions = tables.obligations
    .filter((source) => !taken.has(source.row) && source.shape !== "blank")
    .filter((source) => {
      const text = tidy(source.cell("Loai_KS"));
      return text === "" || readMinerals(text).materials.length > 0;
    })
    .map(({ row, mine, number }) => {
      const asked = reasonWith(
        "not_in_licences",
        `Bảng nghĩa vụ, dòng ${row}: mỏ ${quoted(mine)}, số ${quoted(number.first)} không có trong bảng giấy phép; bổ sung giấy phép hoặc sửa dòng này.`,
        `Obligations table, row ${row}: mine ${quoted(mine)}, number ${quoted(number.first)}, is not in the licence table; add the licence or mend this row.`,
      );
      return { row, reason: bothSentences(asked) };
    });
  return { rows: tables.obligations.length, matched: taken.size, questions };
}

/**
 * Plans the import of a register: every data row of the licence table gets exactly one outcome, no row touches another.
 * `asOf` is the day against which expiry is judged, in Vietnam. A file that is no such table is refused whole.
 */
export function planRegister(
  licencesBytes: Uint8Array,
  obligationsBytes: Uint8Array | undefined,
  asOf: IsoDate,
): RegisterPlan | RegisterUnreadable {
  const read = readTable(licencesBytes, "licences");
  if (!read.ok) return { ok: false, file: "licences", reason: read.reason };
  const readBeside = obligationsBytes === undefined ? undefined : readTable(obligationsBytes, "obligations");
  if (readBeside?.ok === false) return { ok: false, file: "obligations", reason: readBeside.reason };
  const licences = identify(read.table);
  const obligations = readBeside === undefined ? undefined : identify(readBeside.table);
  const repeats = repeatedRows(licences);
  const usable = (source: Identified): boolean => source.shape === "whole" || source.shape === "short";
  const asked = licences.filter((source) => usable(source) && !repeats.has(source.row));
  const tables: Tables = {
    licences,
    obligations,
    matches: obligations === undefined ? new Map() : matchObligations(asked, obligations.filter(usable)),
    repeats,
    marks: { licences: markOf(licences), obligations: markOf(obligations ?? []) },
  };
  const outcomes = outcomesOf(tables, asOf);
  const beside = obligationsReport(tables);
  return {
    ok: true,
    asOf,
    outcomes,
    ...grantsOf(tables, outcomes),
    report: reportOf(outcomes),
    ...(beside === undefined ? {} : { obligations: beside }),
  };
}
