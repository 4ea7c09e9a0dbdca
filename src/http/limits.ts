// The limits of what one sender may ask, in one place: rates, what is held in memory at a time, and rows of the desk. docs/operations.md
// shows the same table to operators and says why the numbers are what they are; test/http/rates.test.ts compares the two.
import type { Context } from "hono";
import { type Problem, problem } from "../words/problem.ts";
import { refuse } from "./problems.ts";
import { type Left, type Policy, Rates, Shared } from "./rates.ts";

/** Each counts for one key, session or address apart. */
export const RATES = {
  /** Entries that came into the ledger, by the key that signed them. */
  entries: { name: "entries", quota: 10_000, windowS: 3600 },
  /** Items sent to POST /entries that added nothing (refused, or there already), by address. */
  nothing: { name: "nothing-new", quota: 20_000, windowS: 60 },
  /** Requests of pages and resources, by session; files under /static cost nothing. */
  session: { name: "session", quota: 200, windowS: 10 },
  /** The same by address, all its sessions together. */
  address: { name: "address", quota: 1000, windowS: 10 },
  /** Challenges to sign in, by address. */
  challenges: { name: "sign-in", quota: 300, windowS: 60 },
} as const satisfies Record<string, Policy>;

/** Held at one time: by all senders together, and by one address. */
export const HELD = {
  /** Entries taken and not yet answered. */
  entries: { most: 16_384, share: 4096 },
  /** Bytes of bodies that are still coming in. One plain entry at a time needs none of this room. */
  bytes: { most: 64 * 1024 * 1024, share: 16 * 1024 * 1024 },
  /** Files of papers that are being made, a second or two of the processor each where they are long. */
  files: { most: 16, share: 8 },
  /** Open connections; behind a proxy all are the proxy's, and it counts its visitors' itself. */
  connections: { most: 10_000, share: 2000 },
} as const;

/** Rows of the desk. */
export const ROWS = {
  /** Challenges that wait to be signed: beyond it the oldest are forgotten. */
  challenges: 20_000,
  /** Sessions of one key: beyond it the oldest end. */
  sessionsOfKey: 20,
  /** Invitations in force of one inviting key: beyond it the next waits until one is over. */
  invitationsOfKey: 10_000,
} as const;

/** Where a service learns whom it talks to. */
export type LimitParts = {
  /** Trusted proxies in front, each of which adds to X-Forwarded-For. */
  readonly proxies: number;
  /** The address at the other end of the connection. */
  peerOf(context: Context): string | undefined;
  /** A clock that only moves forward, milliseconds. */
  nowMs(): number;
};

/** The limits of one process with what has been used of them. */
export class Limits {
  readonly rates: { readonly [K in keyof typeof RATES]: Rates };
  readonly held: { readonly [K in keyof typeof HELD]: Shared };
  readonly #parts: LimitParts;
  /** The newest indexes that were charged to a key. */
  readonly #charged = new Set<number>();
  #highest = -1;

  constructor(parts: LimitParts) {
    this.#parts = parts;
    const rates = (policy: Policy) => new Rates(policy, parts.nowMs);
    const held = ({ most, share }: { most: number; share: number }) => new Shared(most, share);
    this.rates = {
      entries: rates(RATES.entries),
      nothing: rates(RATES.nothing),
      session: rates(RATES.session),
      address: rates(RATES.address),
      challenges: rates(RATES.challenges),
    };
    const { most, share } = HELD.connections;
    this.held = {
      entries: held(HELD.entries),
      bytes: held(HELD.bytes),
      files: held(HELD.files),
      connections: new Shared(most, parts.proxies > 0 ? most : share),
    };
  }

  /** The sender of a request. */
  senderOf(context: Context): string {
    return this.senderAt(this.#parts.peerOf(context), context.req.header("x-forwarded-for"));
  }

  /** The sender at the other end of a connection, or behind the trusted proxies. */
  senderAt(peer: string | undefined, forwarded: string | undefined): string {
    const { proxies } = this.#parts;
    if (proxies === 0 || forwarded === undefined) return networkOf(peer ?? "");
    // The last was written by the nearest proxy. What lies beyond our own proxies anybody can have written.
    const said = forwarded.split(",");
    return networkOf(said[Math.max(0, said.length - proxies)]!.trim().slice(0, 64));
  }

  /** True, once, for each index that an entry was given now; false for one that was there already, since anybody can send a printed slip again. */
  isNew(index: number): boolean {
    if (index <= this.#highest - RECENT || this.#charged.has(index)) return false;
    this.#charged.add(index);
    this.#highest = Math.max(this.#highest, index);
    if (this.#charged.size > 2 * RECENT)
      for (const old of this.#charged) if (old <= this.#highest - RECENT) this.#charged.delete(old);
    return true;
  }
}

/** Answers can come out of order, but never further than entries can be under way. */
const RECENT = HELD.entries.most;

/** An address as one sender: of IPv6 the network of 64 bits, since one household has all addresses of it. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1]!;
  if (!address.includes(":")) return address;
  const [before = "", after] = address.split("%")[0]!.split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":"));
  const [head, tail] = [groups(before), groups(after ?? "")];
  const between = after === undefined ? [] : new Array<string>(Math.max(0, 8 - head.length - tail.length)).fill("0");
  const whole = [...head, ...between, ...tail].slice(0, 4);
  return `${whole.map((group) => group.replace(/^0+(?=.)/, "").toLowerCase()).join(":")}::/64`;
}

/** The problem of a sender whose quota is spent. */
export function tooMany(seconds: number): Problem {
  return problem("too-many-requests", { seconds });
}

/** The response to a sender whose quota is spent. */
export function refuseSpent(rates: Rates, left: Left): Response {
  return refuse(tooMany(left.waitS), rates.fields(left));
}

/** The problem of a sender for whom there is no room: its own share is taken, or all of it is. */
export function noRoom(taken: "theirs" | "all", seconds: number): Problem {
  return taken === "theirs" ? tooMany(seconds) : problem("busy", { seconds });
}
