// One step of the fold over the log: what time brings due, then one entry against the table of kinds. Sequencer, audit,
// simulation and pages all run this function and no other; two machines that replay a log hold the same book.
import { hex } from "../../format/bytes.ts";
import type { Entry } from "../../format/entry.ts";
import type { KindName } from "../../format/kinds.ts";
import { slipCode } from "../../format/slipcode.ts";
import { formatDay } from "../../words/as-written.ts";
import { several } from "../../words/dictionary.ts";
import { type Problem, type ProblemCode, problem } from "../../words/problem.ts";
import { ok, type Result, refused } from "../../words/result.ts";
import {
  anchorSeconds,
  type CheckResult,
  type Context,
  type EntrySigner,
  isDisagreement,
  type RuleResult,
  type RulesInForce,
  rulesAt,
  versionIn,
} from "../acts/context.ts";
import { propose } from "../acts/proposal.ts";
import type { Row, SignerRole } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import { type Due, Missing, type NotLoaded } from "../book/memory.ts";
import { dayOf } from "../numbers/time.ts";
import { awaitNumberBefore, giveUpNumber } from "../oversight/numbers.ts";
import { placeSignals } from "../oversight/signal-close.ts";
import { noticeConfigurationEnd } from "../registry/configuration.ts";
import { unknownVersion } from "../registry/rules-version.ts";
import { supplyWaiting } from "../slips/ruling.ts";
import { settleReceipts } from "../slips/settling.ts";
import { expireSlip, returnVoided } from "../slips/slip.ts";
import { settleDueSlipBook } from "../slips/slipbook.ts";
import { firstSeen, giveUpCode, observedBefore } from "../slips/waiting.ts";
import { judgeDues } from "../stock/dues.ts";
import { reckon } from "../stock/reckoning.ts";
import { applyRuled, keepLate } from "./late.ts";
import { TABLE } from "./table.ts";

/** An entry at the place in the log that it would take. `carried`: a slip embedded in the observation right after it. */
export type Incoming = {
  readonly index: number;
  readonly receivedMs: number;
  readonly entry: Entry;
  readonly carried: boolean;
};

/** The outcome of an accepted entry: its event time and, for an observation that does not agree, the problem it is kept with. */
export type Accepted = { readonly eventS: number; readonly verdict: Problem | null };
export type Step = Result<Accepted>;

/** Refusals for want of standing: whoever took another party's place may still have that party's. */
const WANTS_STANDING: ReadonlySet<ProblemCode> = new Set<ProblemCode>(["no-standing", "wrong-place", "already-signed"]);

/**
 * Applies one entry whose signature has been verified. On refusal the caller rolls the book back: nothing of the leaf remains, and
 * what time brought due comes with the next leaf instead. An entry for which the signer's own party has no standing is judged as one of the
 * parties whose place it took.
 */
export function step(book: Book, incoming: Incoming): Step {
  const mark = book.mark();
  const own = stepAs(book, incoming);
  if (own.ok || !WANTS_STANDING.has(own.problem.code)) return own;
  book.rollback(mark);
  for (const party of predecessorsOf(book, hex(incoming.entry.kid))) {
    const as = stepAs(book, incoming, party);
    if (as.ok) return as;
    book.rollback(mark);
  }
  return own;
}

/** The parties whose place the party of a key took. */
function predecessorsOf(book: Book, kid: string): readonly number[] {
  const party = book.get("key", kid)?.party ?? null;
  return party === null ? [] : (book.need("party", party).predecessors ?? []);
}

function stepAs(book: Book, incoming: Incoming, party?: number): Step {
  const { index, receivedMs, entry, carried } = incoming;
  book.open(index);
  // A program that does not know the version in force judges nothing, not even what time brings due: it would judge wrongly.
  const unknown = index === 0 ? undefined : unknownVersion(versionIn(book));
  if (unknown) return refused(unknown);
  for (let due = book.takeDue(receivedMs); due; due = book.takeDue(receivedMs)) {
    bringDue(book, due);
  }
  if ((index === 0) !== (entry.kind === "genesis")) {
    return refused(problem("wrong-state", { expected: "opening-entry" }));
  }
  const kid = hex(entry.kid);
  const stored = book.memory.seq(kid, entry.seq);
  if (stored) return refused(problem("seq-reused", { seq: entry.seq, index: stored.index }));
  const found = index === 0 ? ok(genesisSigner(kid)) : signerOf(book, kid, party);
  if (!found.ok) return found;
  const signer = found.value;
  const { eventS, crossed } = eventTime(book, incoming, signer);
  const entryId = hex(entry.id);
  const rules = index === 0 ? rulesOfGenesis(entry) : rulesAt(book.need("rules", 0), eventS);
  const subject = entry.kind === "slip.issue" ? (`slip/${index}` as const) : (`entry/${index}` as const);
  const context: Context = { book, index, receivedMs, eventS, signer, entryId, subject, bytes: entry.bytes, rules };
  const outcome = judge(context, entry, carried);
  if (outcome && !isDisagreement(outcome)) return refused(outcome);
  supplyWaiting(context);
  settleReceipts(context);
  if (crossed) book.signal("time-crossed", `entry/${index}`, { claimed_s: entry.claimedS, event_s: eventS });
  awaitNumberBefore(context, entry);
  placeSignals(book);
  book.recordSeq(kid, entry.seq, entryId);
  return ok({ eventS, verdict: outcome?.disagrees ?? null });
}

/**
 * Everything that is not loaded of what time brings due before the next leaf, asked for together; the book stays as it was. Nobody's entry asks for
 * it, and after an outage it is much.
 */
export function notLoadedOfDues(book: Book, leaf: number, receivedMs: number): NotLoaded[] {
  const start = book.mark();
  const notLoaded: NotLoaded[] = [];
  book.open(leaf);
  try {
    for (let due = book.takeDue(receivedMs); due; due = book.takeDue(receivedMs)) {
      const before = book.mark();
      try {
        bringDue(book, due);
      } catch (error) {
        if (!(error instanceof Missing)) throw error;
        book.rollback(before);
        notLoaded.push(...error.notLoaded);
      }
    }
  } catch (error) {
    if (error instanceof Missing) notLoaded.push(...error.notLoaded);
    // Any other rule that breaks here breaks again, and is told, when the entry is judged.
  } finally {
    book.rollback(start);
  }
  return notLoaded;
}

/** Brings all that is due before a leaf, as the step of that leaf does; what is not loaded of it is asked for together. */
export function bringDues(book: Book, leaf: number, receivedMs: number): void {
  const notLoaded = notLoadedOfDues(book, leaf, receivedMs);
  if (notLoaded.length > 0) throw new Missing(notLoaded);
  book.open(leaf);
  for (let due = book.takeDue(receivedMs); due; due = book.takeDue(receivedMs)) bringDue(book, due);
}

function bringDue(book: Book, due: Due): void {
  if (due.key.startsWith("expire/")) expireSlip(book, due);
  else if (due.key.startsWith("return/")) returnVoided(book, due);
  else if (due.key.startsWith("awaited/")) giveUpCode(book, due);
  else if (due.key.startsWith("reckon/")) reckon(book, due);
  else if (due.key.startsWith("number/")) giveUpNumber(book, due);
  else if (due.key.startsWith("dues/")) judgeDues(book, due);
  else if (due.key.startsWith("ends/")) noticeConfigurationEnd(book, due);
  else settleDueSlipBook(book, due);
}

function judge(context: Context, entry: Entry, carried: boolean): RuleResult {
  const { signer } = context;
  const { key } = signer;
  const kid = signer.kid;
  // A carried slip of a key that was revoked meanwhile is kept as what someone saw; what nobody saw before moves nothing.
  const lapsed =
    key.revoked !== null && !isOfOpenBook(context, entry) && !seenBefore(context, entry, key.revoked)
      ? problem("revoked-key", { kid, index: key.revoked })
      : (frozen(signer) ?? succeeded(context));
  if (lapsed && !carried) return lapsed;
  if (key.scale !== undefined && entry.kind !== "weighing.record")
    return problem("no-standing", { need: "not-a-scale-key" });
  const row = TABLE[entry.kind] as Row<KindName>;
  if (!row.signers.some((standing) => stands(signer, standing)))
    return problem("no-standing", { need: "signers", signers: several(row.signers) });
  if (lapsed) return { disagrees: lapsed };
  const late = carried ? undefined : (sentLate(context, entry, row) ?? keepLate(context, entry, row));
  if (late) return late;
  if ("proposal" in row) return propose(context, entry.kind, entry.body, row.proposal);
  const outcome = row.apply(context, entry.body, carried);
  return outcome ?? (entry.kind === "approve" ? applyRuled(context, entry.body.proposal) : undefined);
}

/**
 * A right is judged by the licence, the year and the rules of its hour, so that hour may not be chosen afterwards. Roots and the
 * operator sign with keys that are kept off line and have longer. A slip has rules of its own: out of a book it may come late.
 */
function sentLate({ receivedMs, eventS, signer, rules }: Context, entry: Entry, row: Row<KindName>): CheckResult {
  if (row.nature === "observation" || entry.kind === "slip.issue" || entry.kind === "genesis") return undefined;
  const { sentMinutes, lateMinutes } = rules.set.tolerances;
  const minutes = Math.floor((Math.floor(receivedMs / 1000) - eventS) / 60);
  const limit_minutes = signer.key.role === null ? sentMinutes : lateMinutes;
  return minutes > limit_minutes ? problem("sent-late", { minutes, limit_minutes }) : undefined;
}

/** A key that was rotated while its slip book was out still signs that book's slips. */
function isOfOpenBook({ book, signer }: Context, entry: Entry): boolean {
  const index = entry.kind === "slip.issue" ? entry.body.book?.[0] : undefined;
  const granted = index === undefined ? undefined : book.get("slipBook", index);
  return signer.key.rotatedTo !== undefined && granted?.kid === signer.kid && !granted.settled;
}

/**
 * A revoked key's slip counts where another party's observation of its printed code is before the revocation. The code follows from
 * the slip's bytes, so whoever took the key afterwards cannot make a slip that bears it.
 */
function seenBefore({ book, signer }: Context, entry: Entry, revoked: number): boolean {
  if (entry.kind !== "slip.issue") return false;
  return observedBefore(book, slipCode(entry.id), signer.key.party, revoked);
}

function frozen(signer: EntrySigner): CheckResult {
  return signer.key.frozen === null ? undefined : problem("frozen-key", { kid: signer.kid, index: signer.key.frozen });
}

/** The keys of a party whose place another took sign until its last day. */
function succeeded({ book, signer, eventS }: Context): CheckResult {
  const party = book.get("key", signer.kid)?.party ?? null;
  const by = party === null ? undefined : book.need("party", party).succeeded;
  if (!by || dayOf(eventS) <= by.lastDay) return undefined;
  return problem("party-succeeded", { index: by.index, day: formatDay(by.lastDay) });
}

function stands(signer: EntrySigner, standing: SignerRole): boolean {
  return typeof standing === "number" ? signer.roles.includes(standing) : signer.key.role === standing;
}

/** The signer as its own party, or as one whose place that party took. */
function signerOf(book: Book, kid: string, as?: number): Result<EntrySigner> {
  const key = book.get("key", kid);
  if (!key) return refused(problem("unknown-key", { kid }));
  const party = as ?? key.party;
  const roles = party === null ? [] : book.need("party", party).roles;
  return ok({ kid, key: { ...key, party }, roles });
}

/** Entry 0 names its own signer; the caller has verified its signature against the root keys in it. */
function genesisSigner(kid: string): EntrySigner {
  const key = {
    index: 0,
    key: "",
    sinceS: 0,
    party: null,
    person: null,
    site: null,
    role: "root" as const,
    revoked: null,
    frozen: null,
  };
  return { kid, key, roles: [] };
}

function rulesOfGenesis(entry: Entry): RulesInForce {
  if (entry.kind !== "genesis") throw new Error("only genesis carries the first rules");
  return { index: 0, set: entry.body.rules, sinceS: 0, version: entry.body.rulesVersion };
}

/**
 * Event time (docs/design.md, Event time): the claimed time, not before the recognised anchor and, of a right, the key's registration, not
 * after receipt and the first sighting. An observation keeps its own hour under a new key: it was made on the old telephone. If the earliest possible time is after the latest, use the earliest: it is proved by a signed tree head, the
 * other only by a device's clock.
 */
function eventTime(book: Book, incoming: Incoming, signer: EntrySigner): { eventS: number; crossed: boolean } {
  const { entry, index, receivedMs } = incoming;
  const anchorS = anchorSeconds(book, index, receivedMs, entry.anchor);
  if (anchorS === undefined) book.signal("anchor-unknown", `entry/${index}`, { size: entry.anchor.size });
  const slipBook = entry.kind === "slip.issue" ? entry.body.book?.[0] : undefined;
  const grantedS = slipBook === undefined ? 0 : (book.get("slipBook", slipBook)?.grantedS ?? 0);
  const observed = TABLE[entry.kind].nature === "observation" && signer.key.scale === undefined;
  const notBefore = Math.max(anchorS ?? 0, observed ? 0 : signer.key.sinceS, grantedS);
  let notAfter = Math.floor(receivedMs / 1000);
  if (entry.kind === "slip.issue") {
    notAfter = Math.min(notAfter, firstSeen(book, slipCode(entry.id), signer.key.party));
  }
  const eventS = Math.max(Math.min(entry.claimedS, notAfter), notBefore);
  return { eventS, crossed: notBefore > notAfter };
}
