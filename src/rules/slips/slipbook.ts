// Slip books: a capped, expiring right to issue slips with no network. The kilograms are set aside when the book is granted, so
// that offline slips can spend nothing but their book; closing accounts for every serial and gives the rest back.

import { hex, unhex } from "../../format/bytes.ts";
import { ROLE, SITE_TYPE, VEHICLE_CLASS } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { slipCode } from "../../format/slipcode.ts";
import { problem } from "../../words/problem.ts";
import { ok, type Result, refused } from "../../words/result.ts";
import { actsAt, type CheckResult, type Context, notFound, partyOf } from "../acts/context.ts";
import type { Rows } from "../acts/row.ts";
import { accountKey } from "../book/accounts.ts";
import type { Book } from "../book/book.ts";
import type { SlipBookFact } from "../book/facts.ts";
import { giveBack } from "../book/giveback.ts";
import type { Due } from "../book/memory.ts";
import { aboutSource, checkDues, checkOffline, checkOnPaper } from "../lawful/lawful.ts";
import { allowanceS, yearOf } from "../numbers/time.ts";
import { drawFromMine, type LoadPlan } from "../stock/load.ts";

const LONGEST_S = 72 * 3600;

function grantSlipBook(context: Context, body: Body<"book.grant">): CheckResult {
  const { book, index, eventS } = context;
  const source = book.get("source", body.source);
  const site = book.get("site", body.site);
  if (!source) return notFound("source", body.source);
  if (site?.type !== SITE_TYPE.mine || !actsAt(context, body.site, site))
    return problem("wrong-place", { route: body.site });
  const kid = hex(body.kid);
  const key = book.get("key", kid);
  if (!key || key.revoked !== null || key.party !== partyOf(context)) return problem("unknown-key", { kid });
  const late = book.get("lateSlips", kid)?.unruled ?? 0;
  if (late > 0) return problem("book-frozen", { count: late });
  const tooLong = body.untilS <= eventS || body.untilS > eventS + LONGEST_S || yearOf(body.untilS) !== yearOf(eventS);
  if (tooLong)
    return problem("bad-terms", {
      expected: "book-of-72-hours",
    });
  if (source.projects || source.packages) return problem("source-not-bound", { source: source.number });
  const nowhere = { place: body.site, contract: undefined };
  // A book may be fetched before the mine opens: the hours of each slip out of it are checked when the slip comes.
  const draw = drawFromMine(context, body.source, body.site, body.material, body.massKg, nowhere, checkOnPaper);
  if (!draw.ok) return draw.problem;
  const behind = checkDues(context, body.source, source, aboutSource(book, source, body.material));
  if (behind) return behind;
  draw.value.post(accountKey({ kind: "slipBook", slipBook: index }));
  const { serials, untilS, massKg, material } = body;
  book.put("slipBook", index, {
    source: body.source,
    site: body.site,
    material,
    kid,
    serials,
    massKg,
    grantedS: eventS,
    untilS,
    holder: partyOf(context),
    used: [],
    closed: null,
    settled: false,
  });
  book.enlist(`slipBooks/${body.site}`, index);
  return undefined;
}

/** The plan for a slip out of a book: its key, its serials, its hours and its kilograms, and nothing else. */
export function drawFromSlipBook(context: Context, body: Body<"slip.issue">, from: number): Result<LoadPlan> {
  const { book, eventS, signer } = context;
  const [index, serial] = body.book ?? [];
  const granted = index === undefined ? undefined : book.get("slipBook", index);
  if (index === undefined || serial === undefined || !granted) return refused(notFound("slip-book", index ?? 0));
  if (granted.kid !== signer.kid) return refused(problem("no-standing", { need: "device-of-book" }));
  if (granted.site !== from || granted.source !== body.source || granted.material !== body.material) {
    return refused(
      problem("bad-terms", {
        expected: "terms-of-book",
      }),
    );
  }
  const spent = granted.used.includes(serial) || granted.closed?.spoilt.includes(serial);
  if (serial < 1 || serial > granted.serials || spent) return refused(problem("book-serial", { index, serial }));
  const unlawful = checkOffline(context, granted.source, book.need("source", granted.source), granted.material, {
    place: book.need("route", body.route).to,
    contract: body.package,
  });
  if (unlawful) return refused(unlawful);
  if (eventS > granted.untilS) return refused(problem("book-over", { index }));
  if (granted.closed?.unknown.includes(serial) || cameLate(context, granted, body))
    return refused(problem("slip-unruled", { index: context.index }));
  const takings = book.first(accountKey({ kind: "slipBook", slipBook: index }), body.massKg);
  const left_kg = takings.reduce((kg, taking) => kg + taking.kg, 0);
  if (left_kg < body.massKg) return refused(problem("stock-short", { left_kg, need_kg: body.massKg }));
  return ok({
    kg: body.massKg,
    post(to) {
      book.openAccount(to);
      for (const taking of takings) book.move(taking, to);
      book.put("slipBook", index, { ...granted, used: [...granted.used, serial] });
      if (Math.floor(context.receivedMs / 1000) > granted.untilS)
        book.signal("book-slip-late", `slipBook/${index}`, { slip: context.index, serial });
    },
  });
}

/** When any load of a book must have arrived: the book's end, and the longest route from its place at the speed of the slowest vehicle. */
function lastArrivalS({ book, rules }: Context, { site, untilS }: SlipBookFact): number {
  return untilS + allowanceS(book.get("longestRoute", site)?.minutes ?? 0, VEHICLE_CLASS.boat, rules.set.marginMinutes);
}

/** When the load of one slip must have arrived: the end of its book, and the slip's own route. */
function ownArrivalS({ book, rules }: Context, { untilS }: SlipBookFact, body: Body<"slip.issue">): number {
  const { minutes } = book.need("route", body.route);
  return untilS + allowanceS(minutes, book.need("vehicle", body.vehicle).class, rules.set.marginMinutes);
}

/**
 * A slip that comes after its load must have arrived may have been signed at any hour: only another party's observation of its
 * code, made in time, says that it was on the road.
 */
function cameLate(context: Context, granted: SlipBookFact, body: Body<"slip.issue">): boolean {
  const { book, receivedMs, signer, entryId } = context;
  const lastMs = ownArrivalS(context, granted, body) * 1000;
  if (receivedMs <= lastMs && !granted.settled) return false;
  const first = book.get("waiting", slipCode(unhex(entryId)))?.first;
  const seen = first !== undefined && first.party !== signer.key.party && first.receivedMs <= lastMs;
  return !seen || granted.settled;
}

/** The holder closes its book, or the authority the book of a lost device. Serials not named as spoilt or unknown were used. */
function closeSlipBook(context: Context, body: Body<"book.close">): CheckResult {
  const { book, index, signer, receivedMs } = context;
  const granted = book.get("slipBook", body.book);
  if (!granted) return notFound("slip-book", body.book);
  const stands = signer.key.party === granted.holder || signer.roles.includes(ROLE.authority);
  if (!stands)
    return problem("no-standing", {
      need: "holder-or-authority",
    });
  if (granted.closed) return problem("already-signed", { index: granted.closed.index });
  const { spoilt, unknown } = body;
  const named = [...spoilt, ...unknown];
  const wrong = named.find(
    (serial, i) => serial > granted.serials || granted.used.includes(serial) || named.indexOf(serial) !== i,
  );
  if (wrong !== undefined) return problem("book-serial", { index: body.book, serial: wrong });
  const closed: SlipBookFact = { ...granted, closed: { index, spoilt, unknown } };
  book.put("slipBook", body.book, closed);
  const outstanding = granted.serials - granted.used.length - spoilt.length;
  if (outstanding === 0) settleSlipBook(book, body.book);
  else {
    book.due(Math.max(lastArrivalS(context, granted) * 1000, receivedMs + 1), `slipBook/${body.book}`);
  }
  return undefined;
}

/** Everything that could still come has come, or comes too late: the reserve goes back where it was taken. */
function settleSlipBook(book: Book, index: number): void {
  const granted = book.need("slipBook", index);
  for (const lot of book.lots(accountKey({ kind: "slipBook", slipBook: index }))) giveBack(book, lot, granted.grantedS);
  book.put("slipBook", index, { ...granted, settled: true });
}

/** Runs when a closed slip book accepts no more late slips; returns what it still reserves. */
export function settleDueSlipBook(book: Book, due: Due): void {
  const index = Number(due.key.split("/")[1]);
  if (!book.need("slipBook", index).settled) settleSlipBook(book, index);
}

export const SLIP_BOOK_ROWS = {
  "book.grant": {
    nature: "right",
    alone: "own",
    signers: [ROLE.mineOperator],
    moves: "stock(mine), ground → slip book",
    apply: grantSlipBook,
  },
  "book.close": {
    nature: "right",
    alone: "own",
    signers: [ROLE.authority, ROLE.mineOperator],
    moves: "slip book → stock(mine), ground",
    apply: closeSlipBook,
  },
} satisfies Rows;
