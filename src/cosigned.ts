// The witnesses of a ledger in service: who they are comes from the log, where they are from the operator, proofs from the stored tree.
// The roots may name others while it runs; then heads are carried to those.
import path from "node:path";
import { policyOf, type WitnessPolicy } from "./format/policy.ts";
import { consistencyProof, hashesForConsistency } from "./format/tree.ts";
import type { HeadSigner } from "./intake/signer.ts";
import type { Database } from "./store/connect.ts";
import { TreeReader } from "./store/hashes.ts";
import type { View } from "./store/view.ts";
import { type Cosigned, Cosigning } from "./witness/client.ts";
import { textOf } from "./witness/durable.ts";
import { placesOf } from "./witness/places.ts";
import { COSIGNED_FILE, fileStore } from "./witness/store.ts";

type Parts = {
  readonly view: View;
  readonly database: Database;
  readonly signer: HeadSigner;
  readonly keys: string;
  /** Lines of `vkey url`; when absent, those of the file `witnesses` in the keys folder. */
  readonly places: string | undefined;
  now(): number;
};

const LOOK_MS = 60_000;
const NO_POLICY = { degraded: false, needed: 0, signedSize: 0, cosignedSize: 0, waitingMs: 0, late: [] };

/** Carries every head that the signer signs from now on to the witnesses that the log names, none while it names none. */
export async function openCosigning(parts: Parts): Promise<Witnessing> {
  const witnessing = new Witnessing(parts);
  await witnessing.look();
  return witnessing;
}

/** The cosigning of the policy in force. */
export class Witnessing implements Cosigned {
  readonly #parts: Parts;
  readonly #tree: TreeReader;
  readonly #timer: ReturnType<typeof setInterval>;
  #looking: Promise<void> | undefined;
  #current: { policy: WitnessPolicy; cosigning: Cosigning } | undefined;
  #latest: string | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#tree = new TreeReader(parts.database.kysely);
    parts.signer.onSigned = (note) => this.offer(note);
    this.#timer = setInterval(() => {
      this.#looking ??= this.look()
        .catch((error: unknown) => console.error(error))
        .finally(() => {
          this.#looking = undefined;
        });
    }, LOOK_MS);
    this.#timer.unref();
  }

  offer(note: string): void {
    this.#latest = note;
    this.#current?.cosigning.offer(note);
  }

  newest(): string | undefined {
    return this.#current?.cosigning.newest();
  }

  health(): ReturnType<Cosigned["health"]> {
    return this.#current?.cosigning.health() ?? NO_POLICY;
  }

  /** Takes up the policy that the log now sets, where it is another than before; throws for places that cannot be meant. */
  async look(): Promise<void> {
    const { view, keys, now, places } = this.#parts;
    const found = await policiesIn(view);
    const policy = found?.now.needed ? found.now : undefined;
    if (JSON.stringify(policy) === JSON.stringify(this.#current?.policy)) return;
    const store = fileStore(path.join(keys, COSIGNED_FILE));
    const lines = places ?? (await textOf(path.join(keys, "witnesses"))) ?? "";
    const prove = async (from: number, to: number) =>
      consistencyProof(from, to, await this.#tree.load(hashesForConsistency(from, to)));
    const at = policy && placesOf(policy, lines, found?.first.witnesses);
    const cosigning = policy && at && (await Cosigning.open({ policy, places: at, prove, store, now }));
    const before = this.#current;
    this.#current = policy && cosigning && { policy, cosigning };
    if (this.#latest !== undefined) cosigning?.offer(this.#latest);
    await before?.cosigning.close();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
    await this.#current?.cosigning.close();
  }
}

/** The policy of entry 0, and the one that the roots have set since. */
async function policiesIn(view: View): Promise<{ first: WitnessPolicy; now: WitnessPolicy } | undefined> {
  const [[entry0], later] = await Promise.all([view.entries([0]), view.fact("witnesses", 0)]);
  if (entry0?.entry.kind !== "genesis") return undefined;
  const { body } = entry0.entry;
  const first = policyOf(body);
  const now = later ? policyOf({ ...body, witnesses: later.witnesses, witnessesNeeded: later.needed }) : first;
  return first && now && { first, now };
}
