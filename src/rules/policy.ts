// What the roots decide together: rule sets and the witness policy, by two of three.
import { hex, unhex } from "../format/bytes.ts";
import { kidOf } from "../format/entry.ts";
import { POLICY_EXPECTED, policyOf } from "../format/policy.ts";
import { problem } from "../problem.ts";
import type { Proposal } from "./proposal.ts";
import { checkNewKey, newKey } from "./registry.ts";

/**
 * A rule set is proposed by one root and takes effect at the approval of a second one: from its own day on, and where that day is over,
 * from the second after the approval. Nothing that has happened is judged by a rule that nobody could know.
 */
export const SET_RULES: Proposal<"rules.set"> = {
  needs: () => [{ root: true }],
  effect({ book, receivedMs }, body, index) {
    const { sets } = book.need("rules", 0);
    const sinceS = Math.max(body.fromS, Math.floor(receivedMs / 1000) + 1);
    book.put("rules", 0, { sets: [...sets, { index, set: body, sinceS }] });
    if (sinceS > body.fromS) book.signal("rules-not-back", `rules/${index}`, { fromS: body.fromS, sinceS });
    return undefined;
  },
};

/** A root or the operator that lost its key, or whose key may be known to others: two roots put a new one in its place. */
export const ROTATE_LOG_KEY: Proposal<"log.rotate"> = {
  needs(context, body) {
    const old = context.book.get("key", body.kid);
    if (!old || old.role === null || old.revoked !== null) return problem("unknown-key", { kid: body.kid });
    if (!isHex(body.key) || !isHex(body.possession)) {
      return problem("bad-body", { path: "body.key", expected: "chữ thập lục phân thường · lower-case hexadecimal" });
    }
    const key = unhex(body.key);
    return checkNewKey(context, hex(kidOf(key)), key, unhex(body.possession)) ?? [{ root: true }];
  },
  effect(context, body) {
    const { book, index } = context;
    const old = book.need("key", body.kid);
    const key = unhex(body.key);
    const kid = hex(kidOf(key));
    const known = book.get("key", kid);
    if (known) return problem("already-exists", { what: "Khóa · Key", value: kid, index: known.index });
    if (old.revoked !== null) return problem("revoked-key", { kid: body.kid, index: old.revoked });
    book.put("key", kid, newKey(context, key, old.role));
    book.put("key", body.kid, { ...old, revoked: index });
    if (old.role === "operator") book.put("log", 0, { ...book.need("log", 0), operator: kid });
    return undefined;
  },
};

function isHex(text: string): boolean {
  return /^[0-9a-f]*$/.test(text);
}

/** The witness policy changes by two of three roots; one that lets a witness count twice, or that no head can meet, is refused. */
export const SET_WITNESSES: Proposal<"witness.set"> = {
  needs: ({ book }, { witnesses, needed }) => {
    const { origin, logKey } = book.need("log", 0);
    if (policyOf({ origin, logKey: unhex(logKey), witnesses, witnessesNeeded: needed })) return [{ root: true }];
    return problem("bad-terms", { expected: POLICY_EXPECTED });
  },
  effect({ book }, body) {
    book.put("witnesses", 0, { needed: body.needed, witnesses: body.witnesses });
    return undefined;
  },
};
