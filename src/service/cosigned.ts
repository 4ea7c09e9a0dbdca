// The witnesses of a ledger in service: who they are comes from the log, where they are from the operator, proofs from the stored tree.
// The roots may name others while it runs; then heads are carried to those.
import { logEvent } from "../eventlog.ts";
import { headOf } from "../format/note.ts";
import { logKeysOf } from "../format/signatories.ts";
import { checkPolicy, type PolicyVerdict, policyAt, type WitnessPolicy } from "../format/witness-policy.ts";
import type { HeadSigner } from "../intake/signer.ts";
import type { Database } from "../store/database.ts";
import { makeKeyBundle } from "../store/make-bundle.ts";
import { TreeReader } from "../store/tree-reader.ts";
import type { View } from "../store/view.ts";
import { type CosignedStore, Cosigning, type CosigningHealth } from "../witness/client.ts";
import { placesOf } from "../witness/places.ts";

type Parts = {
  readonly view: View;
  readonly database: Database;
  readonly signer: HeadSigner;
  readonly store: CosignedStore;
  /** Lines of `vkey url`, read again each time the log names other witnesses. */
  places(): Promise<string>;
  now(): number;
};

const NO_POLICY: CosigningHealth = {
  degraded: false,
  needed: 0,
  signedSize: 0,
  cosignedSize: 0,
  waitingMs: 0,
  late: [],
};

/** Carries every head that the signer signs from now on to the witnesses that the log names, none while it names none. */
export async function openCosigning(parts: Parts): Promise<Witnessing> {
  const witnessing = new Witnessing(parts);
  await witnessing.look();
  return witnessing;
}

/** The cosigning of the policy in force; whoever keeps it looks from time to time whether the log has come to name another. */
export class Witnessing {
  readonly #parts: Parts;
  readonly #tree: TreeReader;
  #looking: Promise<void> = Promise.resolve();
  #current: { policy: WitnessPolicy; cosigning: Cosigning } | undefined;
  #latest: string | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#tree = new TreeReader(parts.database.kysely);
    parts.signer.onSigned = (note) => this.offer(note);
  }

  offer(note: string): void {
    this.#latest = note;
    this.#current?.cosigning.offer(note);
  }

  newest(): string | undefined {
    return this.#current?.cosigning.newest();
  }

  /** Takes up what another process of this ledger has published. */
  async recall(): Promise<void> {
    await this.#current?.cosigning.recall();
  }

  health(): CosigningHealth {
    return this.#current?.cosigning.health() ?? NO_POLICY;
  }

  /** Takes up the policy that the log now sets, where it is another than before; throws for places that cannot be meant. */
  look(): Promise<void> {
    const mine = this.#looking.then(() => this.#look());
    this.#looking = mine.catch(() => undefined);
    return mine;
  }

  async close(): Promise<void> {
    await this.#looking;
    await this.#current?.cosigning.close();
  }

  async #look(): Promise<void> {
    const { view, store, now } = this.#parts;
    const by = await view.signatories();
    const policy = by && policyAt(by, Number.MAX_SAFE_INTEGER);
    const wanted = policy && policy.needed > 0 ? policy : undefined;
    if (JSON.stringify(wanted) === JSON.stringify(this.#current?.policy)) return;
    const prove = (from: number, to: number) => this.#tree.consistency(from, to);
    const places = wanted && placesOf(wanted, await this.#parts.places(), by?.terms[0]?.witnesses);
    const judge = (note: string) => this.#judge(note);
    // A witness that knows the log by an earlier key is shown how its roots came to this one.
    const introduce = (note: string) => makeKeyBundle(this.#parts.database.kysely, note);
    const succeeds = by !== undefined && logKeysOf(by).length > 1;
    const cosigning =
      wanted &&
      places &&
      (await Cosigning.open({ policy: wanted, places, prove, store, now, judge, ...(succeeds ? { introduce } : {}) }));
    const before = this.#current;
    this.#current = wanted && cosigning && { policy: wanted, cosigning };
    if (this.#latest !== undefined) cosigning?.offer(this.#latest);
    await before?.cosigning.close();
  }

  /** By the policy that the log has for a head of its size, which may be a newer one than heads are carried under just now. */
  async #judge(note: string): Promise<PolicyVerdict> {
    const by = (await this.#parts.view.signatories())!;
    const policy = policyAt(by, headOf(note)?.size ?? 0);
    if (this.#current && JSON.stringify(policy) !== JSON.stringify(this.#current.policy))
      this.look().catch((error: unknown) => logEvent("witness.look-failed", {}, error));
    return checkPolicy(note, policy);
  }
}
