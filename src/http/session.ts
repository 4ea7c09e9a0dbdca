// Sessions: a device key signs a challenge and gets a cookie; in the demo a visitor takes a persona's place. A session lives only
// as long as its key: revoking or freezing the key ends it with the next request.

import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { hex, unhex, utf8 } from "../format/bytes.ts";
import { verifySignature } from "../format/ed25519.ts";
import { sessionMessage } from "../format/slipcode.ts";
import type { KeyFact } from "../rules/book/facts.ts";
import type { Database } from "../store/database.ts";
import type { View } from "../store/view.ts";
import { type Problem, problem } from "../words/problem.ts";
import { ok, type Result, refused } from "../words/result.ts";
import { ROWS } from "./limits.ts";
import type { PublicAddress } from "./public-address.ts";
import type { Who } from "./who.ts";

const CHALLENGE_MS = 120_000;
const SESSION_MS = 12 * 3_600_000;

export type SessionParts = {
  readonly origin: string;
  readonly database: Database;
  readonly view: View;
  readonly publicAddress: PublicAddress;
  /** True if persona sessions are accepted. */
  readonly demo: boolean;
  now(): number;
};

/** Opens, finds and ends sessions; the desk keeps hashes, never what a cookie says. */
export class Sessions {
  readonly #parts: SessionParts;

  readonly #cookie: string;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#cookie = sessionCookie(parts.publicAddress);
  }

  /** A fresh challenge in hexadecimal, good once and for two minutes. */
  async challenge(): Promise<{ challenge: string; expiresMs: number }> {
    const { kysely } = this.#parts.database;
    const now = this.#parts.now();
    const challenge = crypto.getRandomValues(new Uint8Array(32));
    const expiresMs = now + CHALLENGE_MS;
    const newest = kysely.selectFrom("desk.challenge").select("expires_ms").orderBy("expires_ms", "desc");
    await kysely
      .deleteFrom("desk.challenge")
      .where((row) =>
        row.or([row("expires_ms", "<", now), row("expires_ms", "<", newest.offset(ROWS.challenges - 2).limit(1))]),
      )
      .execute();
    await kysely.insertInto("desk.challenge").values({ challenge, expires_ms: expiresMs }).execute();
    return { challenge: hex(challenge), expiresMs };
  }

  /** Who signed the challenge, or why no session is opened; the challenge is spent either way. */
  async signIn(context: Context, kid: string, challenge: string, signature: string): Promise<Result<Who>> {
    const { database, origin } = this.#parts;
    const bytes = unhex(challenge);
    const spent = await database.kysely
      .deleteFrom("desk.challenge")
      .where("challenge", "=", bytes)
      .where("expires_ms", ">=", this.#parts.now())
      .executeTakeFirst();
    if (spent.numDeletedRows !== 1n) return refused(problem("unauthorised"));
    const key = await this.#parts.view.fact("key", kid);
    if (!key) return refused(problem("unknown-key", { kid }));
    if (!(await verifySignature(unhex(key.key), sessionMessage(origin, bytes), unhex(signature))))
      return refused(problem("bad-signature", { kid }));
    const who = await this.#whoHolds(kid, key, null);
    if (!who) return refused(ended(kid, key) ?? problem("no-standing", { need: "key-of-party" }));
    await this.#begin(context, kid, "");
    return ok(who);
  }

  /** Demo only: a session in a persona's place, under the persona's key. */
  async take(context: Context, persona: string, kid: string): Promise<Who | undefined> {
    const key = await this.#parts.view.fact("key", kid);
    const who = key && (await this.#whoHolds(kid, key, persona));
    if (who) await this.#begin(context, kid, persona);
    return who;
  }

  /** Who is asking; a session whose key has been revoked or frozen is gone. */
  async who(context: Context): Promise<Who | undefined> {
    const token = getCookie(context, this.#cookie);
    if (token === undefined || token.length > 200) return undefined;
    const row = await this.#parts.database.kysely
      .selectFrom("desk.session")
      .selectAll()
      .where("token_hash", "=", await hashOf(token))
      .executeTakeFirst();
    if (!row || row.expires_ms < this.#parts.now()) return undefined;
    // The persona is part of the hashed token, so that nobody can put another in its place.
    const persona = token.slice(0, token.lastIndexOf(".")) || null;
    if (persona !== null && !this.#parts.demo) return undefined;
    const key = await this.#parts.view.fact("key", row.kid);
    return key && this.#whoHolds(row.kid, key, persona);
  }

  /** Ends the request's session, if it has one. */
  async end(context: Context): Promise<void> {
    const token = getCookie(context, this.#cookie);
    if (token === undefined) return;
    deleteCookie(context, this.#cookie, this.#parts.publicAddress.cookies);
    await this.#parts.database.kysely
      .deleteFrom("desk.session")
      .where("token_hash", "=", await hashOf(token))
      .execute();
  }

  async #begin(context: Context, kid: string, persona: string): Promise<void> {
    await this.end(context);
    const { kysely } = this.#parts.database;
    const now = this.#parts.now();
    const token = `${persona}.${hex(crypto.getRandomValues(new Uint8Array(32)))}`;
    await kysely.deleteFrom("desk.session").where("expires_ms", "<", now).execute();
    const ofKey = kysely.selectFrom("desk.session").select("token_hash").where("kid", "=", kid);
    const oldest = ofKey.orderBy("expires_ms", "desc").offset(ROWS.sessionsOfKey - 1);
    await kysely.deleteFrom("desk.session").where("token_hash", "in", oldest).execute();
    await kysely
      .insertInto("desk.session")
      .values({ token_hash: await hashOf(token), kid, expires_ms: now + SESSION_MS })
      .execute();
    setCookie(context, this.#cookie, token, {
      ...this.#parts.publicAddress.cookies,
      httpOnly: true,
      maxAge: SESSION_MS / 1000,
    });
  }

  async #whoHolds(kid: string, key: KeyFact, persona: string | null): Promise<Who | undefined> {
    if (ended(kid, key) || key.party === null) return undefined;
    const party = await this.#parts.view.fact("party", key.party);
    if (!party) return undefined;
    const parties = [key.party, ...(party.predecessors ?? [])];
    return { kid, party: key.party, parties, partyName: party.name, roles: party.roles, person: key.person, persona };
  }
}

function ended(kid: string, key: KeyFact): Problem | undefined {
  if (key.revoked !== null) return problem("revoked-key", { kid, index: key.revoked });
  if (key.frozen !== null) return problem("frozen-key", { kid, index: key.frozen });
  return undefined;
}

async function hashOf(token: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(utf8(`so-nguon/cookie/v1\n${token}`))));
}

/** The name of a session's cookie. */
export function sessionCookie(publicAddress: PublicAddress): string {
  return publicAddress.guarded("so-nguon-session");
}

/** The session that a request names, known or not, in a form that opens none; undefined where it names none. */
export function sessionNamed(context: Context, publicAddress: PublicAddress): string | undefined {
  return getCookie(context, sessionCookie(publicAddress))?.slice(-16);
}
