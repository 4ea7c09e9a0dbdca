// A rule's view of one entry: the book, the leaf it would become, who signed it, and its event time.
import { hex } from "../../format/bytes.ts";
import type { Role } from "../../format/codes.ts";
import type { Anchor } from "../../format/entry.ts";
import { type Problem, type ProblemFigures, problem } from "../../words/problem.ts";
import type { Subject } from "../../words/signals.ts";
import type { THINGS } from "../../words/things.ts";
import type { Book } from "../book/book.ts";
import type { KeyFact, RulesFact, SiteFact } from "../book/facts.ts";
import { begunAt } from "./dated.ts";

/** The signer of an entry as registered. */
export type EntrySigner = { readonly kid: string; readonly key: KeyFact; readonly roles: readonly Role[] };

export type Context = {
  readonly book: Book;
  readonly index: number;
  readonly receivedMs: number;
  /** When it happened, as far as the log can tell (docs/design.md, Event time). */
  readonly eventS: number;
  readonly signer: EntrySigner;
  readonly entryId: string;
  /** The subject of a signal about this entry itself: the slip that it issues, else the entry. */
  readonly subject: Subject;
  readonly bytes: Uint8Array;
  readonly rules: RulesInForce;
};

/** A rule set in force, and the version of the rules' meaning that the log goes by. */
export type RulesInForce = RulesFact["sets"][number] & { readonly version: number };

/** A rule's view of an observation, which may have waited for its slip: then `index` and `eventS` are still its own. */
export type Observer = Pick<Context, "book" | "index" | "eventS" | "signer" | "rules">;

/** Why an observation is kept although it does not agree with the book; it is stored with its entry and moves nothing. */
export type Disagreement = { readonly disagrees: Problem };

/** The answer of a check: a problem, or nothing where all is well. */
export type CheckResult = Problem | undefined;

/** The answer of a rule: a refusal, a disagreement that is kept with the entry, or nothing where all is well. */
export type RuleResult = CheckResult | Disagreement;

/** True if a rule's answer keeps the entry with a disagreement; any other answer refuses it, or is nothing. */
export function isDisagreement(result: RuleResult): result is Disagreement {
  return result !== undefined && "disagrees" in result;
}

/** The signer's party, for rules whose standing check has already passed. */
export function partyOf(context: Pick<Context, "signer">): number {
  const { party } = context.signer.key;
  if (party === null) throw new Error("a key without a party passed a party's standing check");
  return party;
}

/**
 * Checks that a person signs, or a key that genesis names. What two persons must agree on is no word of a machine's key, which anyone at
 * the machine can use.
 */
export function checkPerson({ signer: { key } }: Pick<Context, "signer">): CheckResult {
  return key.person !== null || key.role !== null ? undefined : problem("no-standing", { need: "person" });
}

/** The problem that what an entry refers to is not in the book. */
export function notFound(what: keyof typeof THINGS, index: number): Problem {
  return problem("not-found", { what, index });
}

/** The disagreement that is kept with an observation instead of refusing it. */
export function disagrees(code: Problem["code"], figures: ProblemFigures = {}): Disagreement {
  return { disagrees: problem(code, figures) };
}

/** Checks that the signer may act at a place: its party runs the place, and the key is not bound to another. */
export function actsAt(context: Context, index: number, site: SiteFact): boolean {
  const { key } = context.signer;
  return keptBy(site, key.party, context.eventS) && (key.site === null || key.site === index);
}

/** True if a party keeps a place, or kept it at an hour: what it did then may be told after another has taken the place over. */
export function keptBy({ party: now, former }: SiteFact, party: number | null, atS: number): boolean {
  const then = former?.find((each) => atS < each.untilS);
  return party !== null && (now === party || then?.party === party);
}

/** The rule set in force at a time: the latest begun; among equals the latest in the log. The version is that of the next entry. */
export function rulesAt(rules: RulesFact, atS: number): RulesInForce {
  const first = rules.sets[0];
  if (!first) throw new Error("the book has no rule set");
  return { ...(begunAt(rules.sets, atS) ?? first), version: newestVersion(rules) };
}

/** The version of the rules by which the book judges now: what time brings due and the next entry. */
export function versionIn(book: Book): number {
  return newestVersion(book.need("rules", 0));
}

function newestVersion({ versions }: RulesFact): number {
  const newest = versions.at(-1);
  if (!newest) throw new Error("the book has no rules version");
  return newest.version;
}

/**
 * When the anchored tree head's last leaf came, in seconds; 0 for the empty tree; undefined when the log never had that head. A head of
 * this same moment is not known by anyone yet: a sequencer cannot see it inside its own batch, so a replay must not either.
 */
export function anchorSeconds(book: Book, index: number, receivedMs: number, anchor: Anchor): number | undefined {
  if (anchor.size === 0) return 0;
  if (anchor.size > index) return undefined;
  const head = book.memory.head(anchor.size);
  return head && head.receivedMs < receivedMs && head.root8 === hex(anchor.root8)
    ? Math.floor(head.receivedMs / 1000)
    : undefined;
}
