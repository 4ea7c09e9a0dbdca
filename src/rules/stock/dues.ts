// Royalty, environmental fee and mining-right payments: what a source sent in a month beside what the tax office attests was paid for it. Judged
// when a quarter is over and its time to pay and attest has passed, so that a payer by the quarter is never behind within it.
import {
  DUES,
  type DuesCode,
  OBLIGATION_STATE,
  type ObligationState,
  PHASED_RULE,
  type Phase,
  ROLE,
} from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { ok, refused } from "../../words/result.ts";
import { type CheckResult, type Context, notFound, rulesAt } from "../acts/context.ts";
import { type Proposal, secondHand } from "../acts/proposal.ts";
import { AUTHORITY, type Rows } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import type { DuesFact } from "../book/dues-facts.ts";
import type { SlipFact } from "../book/facts.ts";
import { type Due, mapLoading } from "../book/memory.ts";
import { aboutSource, phaseOf } from "../lawful/lawful.ts";
import { timesOverFloor } from "../numbers/convert.ts";
import { DAY_S, dayOf, startOfDay } from "../numbers/time.ts";

/** Days after a quarter by which its dues are paid and attested, where a rule set says no other number. */
const DUES_DAYS = 45;
const CODES = Object.keys(DUES).map(Number) as DuesCode[];

/** Counts kilograms that left a source under a slip in the month of the slip; negative where they come back. */
export function countSent(book: Book, { source, eventS }: SlipFact, kg: number): void {
  if (source === null || kg === 0) return;
  const key = `${source}/${monthOf(dayOf(eventS))}`;
  const before = book.get("monthly", key);
  book.put("monthly", key, { sentKg: (before?.sentKg ?? 0) + kg, dugKg: before?.dugKg ?? 0 });
}

/** Counts what a production book records in the month of its day. */
export function countDug(book: Book, source: number, day: number, kg: number): void {
  const key = `${source}/${monthOf(day)}`;
  const before = book.get("monthly", key);
  book.put("monthly", key, { sentKg: before?.sentKg ?? 0, dugKg: (before?.dugKg ?? 0) + kg });
}

function monthOf(day: number): number {
  return Math.floor(day / 100);
}

function nextMonth(month: number): number {
  return month % 100 === 12 ? month + 89 : month + 1;
}

/** The last month of the quarter that a month is in. */
function quarterEnd(month: number): number {
  const inYear = month % 100;
  return month - inYear + Math.ceil(inYear / 3) * 3;
}

/** Months from one to another, both included. */
export function monthsBetween(first: number, last: number): number[] {
  const months: number[] = [];
  for (let month = first; month <= last; month = nextMonth(month)) months.push(month);
  return months;
}

/**
 * The authority attests states of obligations; the tax office those of dues, and alone their balances. What is met, waived or paid lets a source
 * give: two officers say so. That an obligation is not met is one officer's word.
 */
const ATTEST: Proposal<"obligation.attest"> = {
  alone: (_, { items, balances }) => balances === undefined && items.every(({ state }) => !FULFILLED.includes(state)),
  needs(context, body) {
    const refusal = checkAttester(context, body) ?? checkAttested(context.book, body);
    return refusal ? refused(refusal) : ok(secondHand(context));
  },
  effect(context, body, index) {
    const { book } = context;
    const { subject, items, balances } = body;
    const refusal = checkAttested(book, body);
    if (refusal) return refusal;
    if (items.length > 0) {
      const next = { ...book.get("obligations", subject) };
      for (const item of items) next[item.obligation] = { state: item.state, until: item.until ?? null, index };
      book.put("obligations", subject, next);
    }
    if (balances) putBalances(context, subject, balances, index);
    return undefined;
  },
};

const FULFILLED: readonly ObligationState[] = [OBLIGATION_STATE.met, OBLIGATION_STATE.exempt];

function checkAttester({ signer }: Context, { items, balances }: Body<"obligation.attest">): CheckResult {
  const taxOffice = signer.roles.includes(ROLE.taxOffice);
  if (balances && !taxOffice) return problem("no-standing", { need: "tax-office" });
  if (taxOffice && items.some(({ obligation }) => !(obligation in DUES)))
    return problem("no-standing", { need: "authority" });
  return undefined;
}

function checkAttested(book: Book, { subject, items, balances = [] }: Body<"obligation.attest">): CheckResult {
  const known = book.get("source", subject) ?? book.get("site", subject) ?? book.get("vehicle", subject);
  if (!known) return notFound("source-place-or-vehicle", subject);
  if (items.length + balances.length === 0) return problem("bad-terms", { expected: "a-change" });
  if (items.some((item) => item.state === OBLIGATION_STATE.exempt && item.document === undefined))
    return problem("bad-terms", { expected: "basis-of-exemption" });
  if (balances.length > 0 && !book.get("source", subject)) return notFound("source", subject);
  if (balances.some(({ month }) => month % 100 < 1 || month % 100 > 12))
    return problem("bad-terms", { expected: "month-in-calendar" });
  if (balances.some(({ paidKg, paidDong }) => paidKg === undefined && paidDong === undefined))
    return problem("bad-terms", { expected: "paid-kilograms-or-dong" });
  const twice = new Set(balances.map(({ due, month }) => `${due}/${month}`)).size !== balances.length;
  return twice ? problem("bad-terms", { expected: "each-month-once" }) : undefined;
}

type Balances = NonNullable<Body<"obligation.attest">["balances"]>;

function putBalances({ book, receivedMs }: Context, source: number, balances: Balances, index: number): void {
  for (const { due, month, ...balance } of balances)
    book.put("paid", `${source}/${due}/${month}`, { index, ...balance });
  const before = book.get("dues", source);
  const first = { ...before?.first };
  for (const { due, month } of balances) first[due] = Math.min(first[due] ?? month, month);
  const dues: DuesFact = { first, judged: before?.judged ?? 0, behind: before?.behind ?? [] };
  book.put("dues", source, dues);
  if (!before) judgeLater({ book, receivedMs }, source, quarterEnd(Math.min(...Object.values(first))));
  else if (dues.judged > 0) judge(book, source, Math.floor(receivedMs / 1000));
}

/** Has a quarter judged when it is over and the time to pay and attest has passed. */
function judgeLater({ book, receivedMs }: Pick<Context, "book" | "receivedMs">, source: number, last: number): void {
  const overS = startOfDay(nextMonth(last) * 100 + 1);
  const days = rulesAt(book.need("rules", 0), overS).set.duesDays ?? DUES_DAYS;
  book.due(Math.max((overS + days * DAY_S) * 1000, receivedMs + 1), `dues/${source}/${last}`);
}

/** Judges a source's dues up to the end of a quarter, and schedules the next. */
export function judgeDues(book: Book, due: Due): void {
  const [, id, month] = due.key.split("/");
  const [source, last] = [Number(id), Number(month)];
  book.put("dues", source, { ...book.need("dues", source), judged: last });
  judge(book, source, Math.floor(due.atMs / 1000));
  judgeLater({ book, receivedMs: due.atMs }, source, quarterEnd(nextMonth(last)));
}

/** The phase of the rule on dues at an hour, for a source. */
export function duesPhaseOf(book: Book, source: number, atS: number): Phase {
  const fact = book.need("source", source);
  const about = { ...aboutSource(book, fact, fact.materials[0]!), materials: fact.materials };
  const rules = rulesAt(book.need("rules", 0), atS);
  return phaseOf({ eventS: atS, rules }, PHASED_RULE.dues, about);
}

/** Compares all that a source sent since each due was first attested with all that was paid for it; what is new or has grown is told. */
function judge(book: Book, source: number, atS: number): void {
  const dues = book.need("dues", source);
  const { explainPermille } = rulesAt(book.need("rules", 0), atS).set.tolerances;
  const behind = mapLoading(CODES, (due) => shortOf(book, source, due, dues, explainPermille));
  const found = behind.filter((each) => each !== undefined);
  book.put("dues", source, { ...dues, behind: found.map(({ sums: _, ...each }) => each) });
  for (const { due, shortKg, shortDong, sums } of found) {
    const told = dues.behind.find((each) => each.due === due);
    if (told && shortKg <= told.shortKg && shortDong <= told.shortDong) continue;
    book.signal("dues-behind", `source/${source}`, {
      ...{ obligation: due, until_s: startOfDay(nextMonth(dues.judged) * 100 + 1) - 1, sent_kg: sums.sentKg },
      ...{ paid_kg: sums.paidKg, short_vnd: shortDong, phase: duesPhaseOf(book, source, atS) },
    });
  }
}

/**
 * The part of one due that a source is short of. Kilograms may differ by as much as books may without being explained; đồng are those that the tax office
 * says are owed. A due that was never attested in kilograms is not judged in kilograms.
 */
function shortOf(book: Book, source: number, due: DuesCode, { first, judged }: DuesFact, permille: number) {
  const since = first[due];
  if (since === undefined || judged < since) return undefined;
  const months = mapLoading(monthsBetween(since, judged), (month) => ({
    sentKg: book.get("monthly", `${source}/${month}`)?.sentKg ?? 0,
    paid: book.get("paid", `${source}/${due}/${month}`),
  }));
  const sum = (of: (each: (typeof months)[number]) => number) => months.reduce((total, each) => total + of(each), 0);
  const inKg = months.some(({ paid }) => paid?.paidKg !== undefined);
  const sums = { sentKg: sum((each) => each.sentKg), paidKg: sum(({ paid }) => paid?.paidKg ?? 0) };
  const openKg = inKg ? sums.sentKg - sums.paidKg : 0;
  const shortKg = openKg > timesOverFloor(sums.sentKg, permille, 1000) ? openKg : 0;
  const shortDong = Math.max(
    0,
    sum(({ paid }) => (paid?.owedDong ?? 0) - (paid?.owedDong === undefined ? 0 : (paid.paidDong ?? 0))),
  );
  return shortKg + shortDong === 0 ? undefined : { due, shortKg, shortDong, sums };
}

export const DUES_ROWS = {
  "obligation.attest": {
    nature: "registry",
    makes: "capacity",
    approvedBy: ["colleague"],
    signers: [...AUTHORITY, ROLE.taxOffice],
    proposal: ATTEST,
  },
} satisfies Rows;
