// The witnesses of a ledger in service: who they are comes from entry 0, where they are from the operator, proofs from the stored tree.
import path from "node:path";
import { policyOf, type WitnessPolicy } from "./format/policy.ts";
import { consistencyProof, hashesForConsistency } from "./format/tree.ts";
import type { HeadSigner } from "./intake/signer.ts";
import type { Database } from "./store/connect.ts";
import { TreeReader } from "./store/hashes.ts";
import type { View } from "./store/view.ts";
import { Cosigning } from "./witness/client.ts";
import { textOf } from "./witness/durable.ts";
import { placesOf } from "./witness/places.ts";
import { fileStore } from "./witness/store.ts";

type Parts = {
  readonly view: View;
  readonly database: Database;
  readonly signer: HeadSigner;
  readonly keys: string;
  /** Lines of `vkey url`; when absent, those of the file `witnesses` in the keys folder. */
  readonly places: string | undefined;
  now(): number;
};

/** Carries every head that the signer signs from now on to the witnesses; undefined where entry 0 needs none. Throws for places that cannot be meant. */
export async function openCosigning(parts: Parts): Promise<Cosigning | undefined> {
  const { view, database, signer, keys, now } = parts;
  const policy = await policyIn(view);
  if (!policy || policy.needed === 0) return undefined;
  const lines = parts.places ?? (await textOf(path.join(keys, "witnesses"))) ?? "";
  const tree = new TreeReader(database.kysely);
  const cosigning = await Cosigning.open({
    policy,
    places: placesOf(policy, lines),
    prove: async (from, to) => consistencyProof(from, to, await tree.load(hashesForConsistency(from, to))),
    store: fileStore(path.join(keys, "cosigned.note")),
    now,
  });
  signer.onSigned = (note) => cosigning.offer(note);
  return cosigning;
}

async function policyIn(view: View): Promise<WitnessPolicy | undefined> {
  const [first] = await view.entries([0]);
  return first?.entry.kind === "genesis" ? policyOf(first.entry.body) : undefined;
}
