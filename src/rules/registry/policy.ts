// Decisions that the roots take together: rule sets and the witness policy, by two of three.

import { hex, isHex, unhex } from "../../format/bytes.ts";
import { verifyWithNoble } from "../../format/ed25519.ts";
import { handoverMessage, kidOf } from "../../format/entry.ts";
import { vkeyOf } from "../../format/note.ts";
import type { Signatories, Terms } from "../../format/signatories.ts";
import { policyOf } from "../../format/witness-policy.ts";
import { problem } from "../../words/problem.ts";
import { ok, refused } from "../../words/result.ts";
import { checkStated, followedBy, warnBeforeEnd } from "../acts/dated.ts";
import type { Proposal } from "../acts/proposal.ts";
import type { Rows } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import type { Facts } from "../book/fact-kinds.ts";
import type { LogFact } from "../book/facts.ts";
import { statedRules } from "./configuration.ts";
import { checkNewKey, newKey } from "./keys.ts";

/**
 * A rule set is proposed by one root and takes effect at the approval of a second one: from its own day on, and where that day is over,
 * from the second after the approval. Nothing that has happened is judged by a rule that nobody could know.
 */
const SET_RULES: Proposal<"rules.set"> = {
  needs({ book }, body) {
    const wrong = checkStated(statedRules(book), body);
    return wrong ? refused(wrong) : ok([{ root: true }]);
  },
  effect({ book, receivedMs }, body, index) {
    const wrong = checkStated(statedRules(book), body);
    if (wrong) return wrong;
    const { sets, versions } = book.need("rules", 0);
    const sinceS = Math.max(body.fromS, Math.floor(receivedMs / 1000) + 1);
    book.put("rules", 0, { sets: followedBy(sets, { index, set: body, sinceS }, body.replaces), versions });
    warnBeforeEnd(book, receivedMs, body.until, `rules/0/${index}`);
    if (sinceS > body.fromS) book.signal("rules-not-back", `entry/${index}`, { from_s: body.fromS, since_s: sinceS });
    return undefined;
  },
};

/** A root, the operator or the log that lost its key, or whose key may be known to others: two roots put a new one in its place. */
const ROTATE_LOG_KEY: Proposal<"log.rotate"> = {
  needs(context, body) {
    const { book } = context;
    const log = book.need("log", 0);
    const { kid, key: next, possession, handover } = body;
    if (![kid, next, possession, handover ?? ""].every(isHex))
      return refused(problem("bad-body", { path: "body", expected: "lower-case-hex" }));
    const own = kid === kidOfLog(log);
    const old = book.get("key", kid);
    if (!own && (!old || old.role === null || old.revoked !== null)) return refused(problem("unknown-key", { kid }));
    const key = unhex(next);
    const refusal = checkNewKey(context, key, unhex(possession));
    if (refusal) return refused(refusal);
    if (!policyOf({ ...witnessPolicy(book), origin: log.origin, logKey: key })) return refused(notForTheLog);
    if (handover === undefined) return ok([{ root: true }]);
    const message = handoverMessage(log.origin, unhex(log.opening), key);
    const said = own && verifyWithNoble(unhex(keyOfLog(log)), message, unhex(handover));
    return said ? ok([{ root: true }]) : refused(problem("key-refused", { expected: "handover" }));
  },
  effect(context, body) {
    const { book, index } = context;
    const log = book.need("log", 0);
    const key = unhex(body.key);
    const kid = hex(kidOf(key));
    // A number that was free at the proposal may have been taken since.
    const known = book.get("key", kid);
    if (known) return problem("already-exists", { what: "key", value: kid, index: known.index });
    if (log.logKeys.some((each) => each.key === body.key)) return notForTheLog;
    if (log.logKeys.some((each) => hex(kidOf(unhex(each.key))) === body.kid)) {
      if (body.kid !== kidOfLog(log)) return problem("unknown-key", { kid: body.kid });
      if (!policyOf({ ...witnessPolicy(book), origin: log.origin, logKey: key })) return notForTheLog;
      const next = { from: index + 1, key: body.key, handedOver: body.handover !== undefined };
      book.put("log", 0, { ...log, logKeys: [...log.logKeys, next] });
      return undefined;
    }
    const old = book.need("key", body.kid);
    if (old.revoked !== null) return problem("revoked-key", { kid: body.kid, index: old.revoked });
    book.put("key", kid, newKey(context, key, old.role));
    book.put("key", body.kid, { ...old, revoked: index });
    const operator = old.role === "operator" ? kid : log.operator;
    const roots = log.roots.map((root) => (root === body.kid ? kid : root));
    book.put("log", 0, { ...log, operator, roots });
    return undefined;
  },
};

const notForTheLog = problem("key-refused", {
  expected: "key-of-no-other-use",
});

function keyOfLog(log: LogFact): string {
  return log.logKeys.at(-1)!.key;
}

function kidOfLog(log: LogFact): string {
  return hex(kidOf(unhex(keyOfLog(log))));
}

function witnessPolicy(book: Book): { witnesses: readonly string[]; witnessesNeeded: number } {
  const { witnesses, needed: witnessesNeeded } = book.need("witnesses", 0).sets.at(-1)!;
  return { witnesses, witnessesNeeded };
}

/** The witness policy changes by two of three roots; one that lets a witness count twice, or that no head can meet, is refused. */
const SET_WITNESSES: Proposal<"witness.set"> = {
  needs: ({ book }, { witnesses, needed: witnessesNeeded }) => {
    const { origin, logKeys } = book.need("log", 0);
    const meant = logKeys.every(({ key }) => policyOf({ origin, logKey: unhex(key), witnesses, witnessesNeeded }));
    return meant ? ok([{ root: true }]) : refused(problem("bad-terms", { expected: "witness-policy" }));
  },
  effect({ book, index }, { needed, witnesses }) {
    const log = book.need("log", 0);
    const logKey = unhex(keyOfLog(log));
    if (!policyOf({ origin: log.origin, logKey, witnesses, witnessesNeeded: needed }))
      return problem("bad-terms", { expected: "witness-policy" });
    const { sets } = book.need("witnesses", 0);
    book.put("witnesses", 0, { sets: [...sets, { from: index + 1, needed, witnesses }] });
    return undefined;
  },
};

/** Who signs heads of the log, by size, as the book has come to know. */
export function signatoriesIn(book: Book): Signatories {
  return signatoriesBy(book.need("log", 0), book.need("witnesses", 0));
}

/** The same from the two facts. */
export function signatoriesBy({ origin, logKeys }: LogFact, { sets }: Facts["witnesses"]): Signatories {
  const cuts = [...new Set([...logKeys, ...sets].map((each) => each.from))].sort((a, b) => a - b);
  const terms = cuts.map((from): Terms => {
    const { key, handedOver } = logKeys.findLast((each) => each.from <= from)!;
    const { needed, witnesses } = sets.findLast((each) => each.from <= from)!;
    return { from, vkey: vkeyOf(origin, unhex(key)), handedOver, witnesses, needed };
  });
  return { origin, terms };
}

export const POLICY_ROWS = {
  "rules.set": {
    nature: "registry",
    makes: "order",
    approvedBy: ["another-root"],
    signers: ["root"],
    proposal: SET_RULES,
  },
  "log.rotate": {
    nature: "registry",
    makes: "order",
    approvedBy: ["another-root"],
    signers: ["root"],
    proposal: ROTATE_LOG_KEY,
  },
  "witness.set": {
    nature: "registry",
    makes: "order",
    approvedBy: ["another-root"],
    signers: ["root"],
    proposal: SET_WITNESSES,
  },
} satisfies Rows;
