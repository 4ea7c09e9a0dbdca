// By which version of the rules' meaning a log is judged: what a program may judge, and how a log goes on by a later version.

import { problem } from "../../words/problem.ts";
import { ok, refused } from "../../words/result.ts";
import { type CheckResult, versionIn } from "../acts/context.ts";
import type { Proposal } from "../acts/proposal.ts";
import type { Rows } from "../acts/row.ts";
import { VERSIONS } from "./versions.ts";

/** The problem that this program cannot judge by a version, or nothing where it can. */
export function unknownVersion(version: number): CheckResult {
  if (VERSIONS.some(({ number }) => number === version)) return undefined;
  return problem("rules-version-unknown", { version, known: VERSIONS.map(({ number }) => number).join(", ") });
}

/**
 * The operator, who runs the programs, or a root says by which version the log goes on; two roots carry it, as for a rule set. Versions
 * only rise, and a program takes in none that it could not judge by.
 */
const SET_VERSION: Proposal<"rules.version"> = {
  needs({ book, signer }, { version }) {
    const root = { root: true } as const;
    const wrong = checkNext(versionIn(book), version);
    return wrong ? refused(wrong) : ok(signer.key.role === "root" ? [root] : [root, root]);
  },
  effect({ book, index }, { version }) {
    const rules = book.need("rules", 0);
    const wrong = checkNext(versionIn(book), version);
    if (wrong) return wrong;
    book.put("rules", 0, { ...rules, versions: [...rules.versions, { from: index + 1, version }] });
    return undefined;
  },
};

function checkNext(inForce: number, version: number): CheckResult {
  if (version <= inForce) return problem("bad-terms", { expected: "later-rules-version", in_force: inForce });
  return unknownVersion(version);
}

export const RULES_VERSION_ROWS = {
  "rules.version": {
    nature: "registry",
    makes: "order",
    approvedBy: ["another-root"],
    signers: ["root", "operator"],
    proposal: SET_VERSION,
  },
} satisfies Rows;
