// The statement of a proven court bundle: the signatures name one another, the figures are the signed ones and follow from the recipes, and
// every way of the kilograms follows from the entries that it names and adds up to them. Order of lots (first in, first out) is a convention
// of the books that a part of the log cannot show; a replay of the whole log does.
import { type Flaw, flaw } from "../../format/bundle.ts";
import { type Proven, proveBundle } from "../../format/prove-bundle.ts";
import type { SignerRole } from "../acts/row.ts";
import { TABLE } from "../kinds/table.ts";
import { actsAs, type Said, said } from "./acting.ts";
import { judgeResult, type ResultProof } from "./result-judged.ts";
import { keeps } from "./said.ts";
import { type Since, sinceResult } from "./since.ts";

export { said } from "./acting.ts";
export type { ResultProof } from "./result-judged.ts";

/** The facts that are proven of a slip. */
export type SlipProof = { readonly kind: "slip"; readonly slip: Said<"slip.issue">; readonly later: number };

/** The outcome of verifying a file. */
export type Verified = {
  readonly proven: Proven;
  readonly proof: SlipProof | ResultProof;
  /** Events after a result was signed, as far as the file shows. */
  readonly since: readonly Since[];
};

/** Verifies a bundle's bytes, with a pinned key or without: all that the command, the page from disk and a test ever ask. */
export async function verifyBundle(file: Uint8Array, vkey?: string): Promise<Verified | Flaw> {
  const proven = await proveBundle(file, vkey);
  if ("flaw" in proven) return proven;
  const proof = judgeBundle(proven);
  if ("flaw" in proof) return proof;
  return { proven, proof, since: proof.kind === "result" ? sinceResult(proven, proof) : [] };
}

/** Every entry is signed by a key of a party that is registered with a role for its kind, or by a key of entry 0. */
function checkStandings(proven: Proven): Flaw | undefined {
  for (const [index, { entry, signer }] of proven.leaves) {
    const allowed: readonly SignerRole[] = TABLE[entry.kind].signers;
    const roles = actsAs(proven, index).flatMap((party) => said(proven, party, "party.register")?.body.roles ?? []);
    const has: readonly SignerRole[] = signer.kind === "genesis" ? ["root", "operator"] : roles;
    if (!has.some((role) => allowed.includes(role))) return flaw("standing", index);
  }
  return undefined;
}

/** Judges a proven bundle by what it is about. */
export function judgeBundle(proven: Proven): SlipProof | ResultProof | Flaw {
  const unfit = checkStandings(proven);
  if (unfit) return unfit;
  const { subject } = proven.bundle;
  const slip = said(proven, subject, "slip.issue");
  if (slip) return judgeSlip(proven, slip);
  const decision = said(proven, subject, "decision.sign");
  return decision ? judgeResult(proven, decision) : flaw("subject", subject);
}

/** A slip is signed for the place where its route begins; its bundle holds no figures and no origins. */
function judgeSlip(proven: Proven, slip: Said<"slip.issue">): SlipProof | Flaw {
  const { subject, figures, origins, reviewed } = proven.bundle;
  if (figures || origins || reviewed) return flaw("subject", subject, "figures, origins");
  const route = said(proven, slip.body.route, "route.set");
  if (!route || !keeps(proven, route.body.from, subject)) return flaw("standing", subject);
  return { kind: "slip", slip, later: [...proven.leaves.keys()].filter((index) => index > subject).length };
}
