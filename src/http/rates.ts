// How much one sender may ask for: a quota that fills up again evenly, for each sender apart, in memory that is bounded. What a sender has
// left is told in the fields RateLimit-Policy and RateLimit (draft-ietf-httpapi-ratelimit-headers).

/** So many at once, and as many again every `windowS` seconds. */
export type Policy = { readonly name: string; readonly quota: number; readonly windowS: number };

/** The rest of a sender's quota. Where it is spent, `ok` is false, and after `waitS` seconds there is something again. */
export type Left = { readonly ok: boolean; readonly left: number; readonly waitS: number };

/** Senders remembered at once; beyond it those that asked least lately are forgotten, and have their whole quota again. */
export const REMEMBERED = 20_000;

export class Rates {
  readonly policy: Policy;
  readonly #nowMs: () => number;
  readonly #senders = new Map<string, { left: number; atMs: number }>();

  constructor(policy: Policy, nowMs: () => number) {
    this.policy = policy;
    this.#nowMs = nowMs;
  }

  /** The rest of a sender's quota. */
  look(sender: string): Left {
    const { quota, windowS } = this.policy;
    const left = this.#leftOf(sender);
    const ok = left >= 1;
    return { ok, left: Math.max(0, Math.floor(left)), waitS: ok ? 0 : Math.ceil(((1 - left) * windowS) / quota) };
  }

  /** Takes one from a sender's quota where there is one. */
  take(sender: string): Left {
    const before = this.look(sender);
    if (!before.ok) return before;
    this.charge(sender, 1);
    return { ...before, left: before.left - 1 };
  }

  /** Takes what was used, known only afterwards: the quota can fall below nothing, and has to fill up from there. */
  charge(sender: string, used: number): void {
    if (used === 0) return;
    const left = this.#leftOf(sender) - used;
    // Put in at the end: the first of the map is the one that asked least lately.
    this.#senders.delete(sender);
    this.#senders.set(sender, { left, atMs: this.#nowMs() });
    if (this.#senders.size > REMEMBERED) this.#senders.delete(this.#senders.keys().next().value!);
  }

  /** How many senders are remembered. */
  get remembered(): number {
    return this.#senders.size;
  }

  /** The fields that tell a sender the policy and the rest of its quota. */
  fields({ left, waitS }: Left): Record<string, string> {
    const { name, quota, windowS } = this.policy;
    return {
      "ratelimit-policy": `"${name}";q=${quota};w=${windowS}`,
      ratelimit: `"${name}";r=${left};t=${waitS > 0 ? waitS : windowS}`,
    };
  }

  #leftOf(sender: string): number {
    const { quota, windowS } = this.policy;
    const known = this.#senders.get(sender);
    if (!known) return quota;
    const filled = (Math.max(0, this.#nowMs() - known.atMs) * quota) / (windowS * 1000);
    return Math.min(quota, known.left + filled);
  }
}

/** Something of which there is only so much at a time, shared by all; one sender holds at most its share. */
export class Shared {
  readonly #most: number;
  readonly #share: number;
  readonly #held = new Map<string, number>();
  #taken = 0;

  constructor(most: number, share: number) {
    this.#most = most;
    this.#share = share;
  }

  /** Takes so much, or nothing where the sender has its share (`theirs`) or all is taken (`all`). */
  take(sender: string, amount: number): "taken" | "theirs" | "all" {
    const held = (this.#held.get(sender) ?? 0) + amount;
    if (held > this.#share) return "theirs";
    if (this.#taken + amount > this.#most) return "all";
    this.#held.set(sender, held);
    this.#taken += amount;
    return "taken";
  }

  give(sender: string, amount: number): void {
    const held = (this.#held.get(sender) ?? 0) - amount;
    if (held > 0) this.#held.set(sender, held);
    else this.#held.delete(sender);
    this.#taken -= amount;
  }
}
