// The first step of the way: bytes become a verified entry, with no lock and in parallel. What fails here never reaches the book.
import { logEvent } from "../eventlog.ts";
import type { SlipReference } from "../format/bodies/movement.ts";
import { hex, unhex } from "../format/bytes.ts";
import { decodeEntry, type Entry, kidOf, kidText, type Malformed, verifyEntry } from "../format/entry.ts";
import type { KeyFact } from "../rules/book/facts.ts";
import { isAway } from "../store/away.ts";
import { type Problem, problem } from "../words/problem.ts";
import { ok, type Result, refused } from "../words/result.ts";

/** An entry whose signature holds; `carried` is a slip embedded in it whose signature holds too. */
export type Prepared = { readonly entry: Entry; readonly carried: Entry | undefined };

/** Finds a registered key by its kid in hex. */
export type FindKey = (kid: string) => Promise<KeyFact | undefined>;

/** Decodes and verifies one submission. If the look-up of a key breaks, that is a problem for this sender and for nobody else. */
export async function prepare(bytes: Uint8Array, origin: string, findKey: FindKey): Promise<Result<Prepared>> {
  try {
    return await verify(bytes, origin, findKey);
  } catch (error) {
    logEvent("intake.entry-failed", { bytes: bytes.length }, error);
    return refused(isAway(error) ? problem("busy", { seconds: 5 }) : problem("internal"));
  }
}

async function verify(bytes: Uint8Array, origin: string, findKey: FindKey): Promise<Result<Prepared>> {
  const decoded = decodeEntry(bytes);
  if ("malformed" in decoded) return refused(malformedProblem(decoded.malformed));
  const { entry } = decoded;
  const kid = kidText(entry.kid);
  const key = entry.kind === "genesis" ? genesisKey(entry) : (await findKey(kid))?.key;
  if (key === undefined) return refused(problem("unknown-key", { kid }));
  if (!(await verifyEntry(entry, unhex(key), origin))) return refused(problem("bad-signature", { kid }));
  return ok({ entry, carried: await carriedSlip(entry, origin, findKey) });
}

/** Entry 0 is signed by one of the roots that it names. */
function genesisKey(entry: Entry): string | undefined {
  if (entry.kind !== "genesis") return undefined;
  const kid = kidText(entry.kid);
  const root = entry.body.roots.find((key) => kidText(kidOf(key)) === kid);
  return root && hex(root);
}

/** A slip that the observer's device had no receipt for. One that does not verify is not a slip: the observation is judged by itself. */
async function carriedSlip(entry: Entry, origin: string, findKey: FindKey): Promise<Entry | undefined> {
  const bytes = carriedBytes(entry);
  const decoded = bytes && decodeEntry(bytes);
  if (!decoded || "malformed" in decoded || decoded.entry.kind !== "slip.issue") return undefined;
  const key = await findKey(kidText(decoded.entry.kid));
  return key && (await verifyEntry(decoded.entry, unhex(key.key), origin)) ? decoded.entry : undefined;
}

/** The slip's bytes inside an observation, where it embeds them. */
export function carriedBytes(entry: Entry): Uint8Array | undefined {
  return slipNamedBy(entry)?.entry;
}

/** How an observation names its slip. */
export function slipNamedBy(entry: Entry): SlipReference | undefined {
  const names = entry.kind === "passage.record" || entry.kind === "load.receive" || entry.kind === "load.refuse";
  return names ? entry.body.slip : undefined;
}

function malformedProblem(malformed: Malformed): Problem {
  if (!("expected" in malformed)) {
    const { what, ...figures } = malformed;
    return problem(what, figures);
  }
  const { what, expected: form, ...figures } = malformed;
  return problem(what, { ...figures, expected: "form", form });
}
