// Reading signals: by cursor over all, of some projects or about one subject, the most pressing first and the oldest first among them.
// A signal is closed by an entry, whose fact says so; the signal's own row never changes.
import { type Kysely, type RawBuilder, sql } from "kysely";
import { FACTS, type Facts } from "../rules/book/fact-kinds.ts";
import type { Signal } from "../rules/book/signal.ts";
import { SEVERITIES, type Severity } from "../words/signals/row.ts";
import { SIGNAL_CODES, SIGNALS, type SignalCode, type Subject } from "../words/signals.ts";
import { readFact } from "./fact-rows.ts";
import type { Schema, SignalTable } from "./schema.ts";

/** A signal as the ledger holds it, with the closing where one is in the log. */
export type StoredSignal = Signal & {
  readonly leaf: number;
  readonly ordinal: number;
  readonly receivedMs: number;
  readonly closed: Facts["signalClosed"] | null;
};

export type SignalState = "open" | "closed" | "all";

/** Where a reading goes on: after this signal, in order of severity, leaf and ordinal. */
export type SignalCursor = { readonly severity: Severity; readonly leaf: number; readonly ordinal: number };

/** Which signals: of these projects, about this subject, in this state, after this cursor; at most `limit` of them. */
export type SignalQuery = {
  readonly state: SignalState;
  readonly projects?: readonly number[];
  readonly subject?: Subject;
  readonly after?: SignalCursor;
  readonly limit: number;
};

/** Some signals in order, and where to go on; `next` is undefined at the end. */
export type SignalPage = { readonly signals: readonly StoredSignal[]; readonly next: SignalCursor | undefined };

/** True of a row of signals that an entry has closed. */
const CLOSING = sql<boolean>`exists (select from ledger.named
    where kind = ${FACTS.signalClosed.number} and name = signal.leaf || '/' || signal.ordinal)`;

/** The next signals of a query. Each code is looked up in the index by itself, so that a page costs the same in a log of any size. */
export async function readSignalPage(db: Kysely<Schema>, query: SignalQuery): Promise<SignalPage> {
  const severities = Object.keys(SEVERITIES) as Severity[];
  const wanted = query.limit + 1;
  const found: StoredSignal[] = [];
  for (const severity of severities.slice(query.after ? severities.indexOf(query.after.severity) : 0)) {
    if (found.length === wanted) break;
    const after = severity === query.after?.severity ? query.after : undefined;
    found.push(...(await signalsOf(db, query, severity, after, wanted - found.length)));
  }
  const signals = found.slice(0, query.limit);
  const last = signals.at(-1);
  const next = found.length > query.limit && last ? cursorAfter(last) : undefined;
  return { signals, next };
}

/** All signals about a subject in log order, closed ones too. */
export async function signalsAbout(db: Kysely<Schema>, subject: Subject): Promise<StoredSignal[]> {
  const source = sql`ledger.signal where subject = ${subject}`;
  return read(db, sql`select * from ${source}`, undefined);
}

/** One signal of the log; undefined where there is none. */
export async function signalAt(db: Kysely<Schema>, leaf: number, ordinal: number): Promise<StoredSignal | undefined> {
  const [found] = await read(
    db,
    sql`select * from ledger.signal where leaf = ${leaf} and ordinal = ${ordinal}`,
    undefined,
  );
  return found;
}

/** The decided dossiers whose loads were contradicted after the result, each with how many of these signals are open. */
export async function contradictedAnnexes(db: Kysely<Schema>): Promise<Map<number, number>> {
  const code: SignalCode = "contradicted-after-payment";
  const { rows } = await sql<{ annex: number; signals: number }>`
    select (figures::json ->> 'annex')::integer as annex, count(*)::integer as signals from ledger.signal
    where code = ${code} and not ${CLOSING} group by 1`.execute(db);
  return new Map(rows.map(({ annex, signals }) => [annex, signals]));
}

/** A cursor as text for addresses: "act.345.0". */
export function cursorText({ severity, leaf, ordinal }: SignalCursor): string {
  return `${severity}.${leaf}.${ordinal}`;
}

/** The cursor behind a text; undefined for any other text. */
export function readCursor(text: string): SignalCursor | undefined {
  const [, severity, leaf, ordinal] = /^([a-z]+)\.(\d{1,15})\.(\d{1,5})$/.exec(text) ?? [];
  if (severity === undefined || !Object.hasOwn(SEVERITIES, severity)) return undefined;
  return { severity: severity as Severity, leaf: Number(leaf), ordinal: Number(ordinal) };
}

/** A signal's row without its closing. */
export function readSignal(row: Omit<SignalTable, "leaf" | "ordinal">): Signal {
  const { code, subject, project, figures } = row;
  return { code: code as SignalCode, subject: subject as Subject, project, figures: JSON.parse(figures) };
}

function cursorAfter({ code, leaf, ordinal }: StoredSignal): SignalCursor {
  return { severity: SIGNALS[code].severity, leaf, ordinal };
}

function signalsOf(
  db: Kysely<Schema>,
  { state, projects, subject }: SignalQuery,
  severity: Severity,
  after: SignalCursor | undefined,
  limit: number,
): Promise<StoredSignal[]> {
  const codes = SIGNAL_CODES.filter((code) => SIGNALS[code].severity === severity);
  const inState = { open: sql`not ${CLOSING}`, closed: CLOSING, all: sql`true` }[state];
  const mine = projects === undefined ? sql`` : sql`cross join unnest(${[...projects]}::integer[]) as mine(project)`;
  const rows = sql`select signal.* from unnest(${codes}::text[]) as wanted(code) ${mine}
    cross join lateral (select * from ledger.signal
      where signal.code = wanted.code and (signal.leaf, signal.ordinal) > (${after?.leaf ?? -1}, ${after?.ordinal ?? -1})
        and ${projects === undefined ? sql`true` : sql`signal.project = mine.project`}
        and ${subject === undefined ? sql`true` : sql`signal.subject = ${subject}`} and ${inState}
      order by signal.leaf, signal.ordinal limit ${limit}) signal`;
  return read(db, rows, limit);
}

type Row = SignalTable & { received_ms: number; closed: string | null };

async function read(db: Kysely<Schema>, rows: RawBuilder<unknown>, limit: number | undefined): Promise<StoredSignal[]> {
  const found = await sql<Row>`
    select signal.*, raised.received_ms, closing.value as closed from (${rows}) signal
    join ledger.leaf raised on raised.index = signal.leaf
    left join ledger.named closing on closing.kind = ${FACTS.signalClosed.number} and closing.name = signal.leaf || '/' || signal.ordinal
    order by signal.leaf, signal.ordinal ${limit === undefined ? sql`` : sql`limit ${limit}`}`.execute(db);
  return found.rows.map(({ received_ms: receivedMs, closed, ...row }) => ({
    ...readSignal(row),
    leaf: row.leaf,
    ordinal: row.ordinal,
    receivedMs,
    closed: closed === null ? null : (readFact("signalClosed/", closed) as Facts["signalClosed"]),
  }));
}
