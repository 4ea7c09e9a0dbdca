// Enrolment by a one-time link: the authority invites a device, or a person a further device of their own; the device that opens the link makes
// its key and asks; whoever invited compares the fingerprint. Then two officers of the authority sign key.register, or the person signs key.add.
// The desk keeps hashes of links; nothing here enters the ledger.

import { hex, utf8 } from "../format/bytes.ts";
import { isAcceptableKey, verifySignature } from "../format/ed25519.ts";
import { kidOf, possessionMessage } from "../format/entry.ts";
import { APPOINTED } from "../rules/registry/keys.ts";
import { type Problem, problem } from "../words/problem.ts";
import { ok, type Result, refused } from "../words/result.ts";
import { ROWS, tooMany } from "./limits.ts";
import { mayOpen } from "./readers.ts";
import type { Services } from "./services.ts";
import type { Who } from "./who.ts";

/** Whose key the link is for: a party, and where given a person of it or one place that the key is bound to. */
export type Invited = { readonly party: number; readonly person: number | null; readonly site: number | null };

/** A device that asked and whose key is not in the ledger yet. */
export type Asking = Invited & {
  readonly kid: string;
  readonly key: Uint8Array;
  readonly possession: Uint8Array;
  readonly askedMs: number;
};

/** Long enough for a phone call across the province, short enough that a forgotten link is dead. */
const GOOD_FOR_MS = 48 * 3_600_000;
/** How long a device's request waits to be registered. */
const WAITS_MS = 14 * 24 * 3_600_000;

/** True if a device would be one more of the same person's. */
export function isOwnDevice(who: Who, { party, person }: Invited): boolean {
  return party === who.party && person !== null && person === who.person;
}

/** True if somebody may invite a device and register it: an officer of the authority, or the person whose further device it is. */
export function mayEnrol(who: Who, invited: Invited): boolean {
  return mayOpen(who, "register") || isOwnDevice(who, invited);
}

/** Why a device cannot be invited; nothing where it can. */
export async function checkInvited(
  { view }: Pick<Services, "view">,
  who: Who,
  invited: Invited,
): Promise<Problem | undefined> {
  if (!mayEnrol(who, invited)) return problem("no-standing", { need: "authority" });
  const party = await view.fact("party", invited.party);
  if (!party) return problem("not-found", { what: "party", index: invited.party });
  if (party.roles.some((role) => APPOINTED.includes(role))) return problem("no-standing", { need: "root-key" });
  if (invited.person !== null && (await view.fact("person", invited.person))?.party !== invited.party)
    return problem("not-found", { what: "person", index: invited.person });
  if (invited.site !== null && (await view.fact("site", invited.site))?.party !== invited.party)
    return problem("not-found", { what: "place", index: invited.site });
  return undefined;
}

/** The invitations in force that no device has answered yet. */
export async function invitedNow({ database, now }: Pick<Services, "database" | "now">): Promise<Invited[]> {
  return database.kysely
    .selectFrom("desk.invitation")
    .select(["party", "person", "site"])
    .where("key", "is", null)
    .where("expires_ms", ">=", now())
    .execute();
}

/** A fresh link's word: 32 random bytes in hexadecimal, said once and kept as a hash; or why this one cannot be invited. */
export async function invite(services: Services, who: Who, invited: Invited): Promise<Result<{ token: string }>> {
  const { database } = services;
  const wrong = await checkInvited(services, who, invited);
  if (wrong) return refused(wrong);
  const token = hex(crypto.getRandomValues(new Uint8Array(32)));
  const now = services.now();
  await database.kysely.deleteFrom("desk.invitation").where("expires_ms", "<", now).execute();
  const [inForce] = await database.kysely
    .selectFrom("desk.invitation")
    .select(({ fn }) => [fn.countAll<number>().as("rows"), fn.min("expires_ms").as("firstEndsMs")])
    .where("invited_by", "=", who.kid)
    .execute();
  if (inForce && Number(inForce.rows) >= ROWS.invitationsOfKey)
    return refused(tooMany(Math.ceil((Number(inForce.firstEndsMs) - now) / 1000)));
  await database.kysely
    .insertInto("desk.invitation")
    .values({
      token_hash: await hashOf(token),
      party: invited.party,
      person: invited.person,
      site: invited.site,
      invited_by: who.kid,
      expires_ms: now + GOOD_FOR_MS,
      key: null,
      possession: null,
      asked_ms: null,
    })
    .execute();
  return ok({ token });
}

/** The party that a link is for and the kid that has asked by it; undefined for a link that is wrong or over. */
export async function openInvitation(
  services: Services,
  token: string,
): Promise<{ party: number; kid: string | null } | undefined> {
  const row = await services.database.kysely
    .selectFrom("desk.invitation")
    .select(["party", "key"])
    .where("token_hash", "=", await hashOf(token))
    .where("expires_ms", ">=", services.now())
    .executeTakeFirst();
  return row && { party: row.party, kid: row.key && hex(kidOf(row.key)) };
}

/** A device asks by its link: the first key that proves itself is the link's; the same key may ask again. Answers its kid. */
export async function askByLink(
  services: Services,
  token: string,
  key: Uint8Array,
  possession: Uint8Array,
): Promise<Result<{ kid: string }>> {
  const open = await openInvitation(services, token);
  if (!open) return refused(problem("no-such-page"));
  const kid = hex(kidOf(key));
  if (open.kid === kid) return ok({ kid });
  if (!isAcceptableKey(key)) return refused(problem("key-refused", { expected: "valid-key" }));
  if (!(await verifySignature(key, possessionMessage(services.origin, key), possession)))
    return refused(problem("key-refused", { expected: "proof-of-possession" }));
  const now = services.now();
  const taken = await services.database.kysely
    .updateTable("desk.invitation")
    .set({ key, possession, asked_ms: now, expires_ms: now + WAITS_MS })
    .where("token_hash", "=", await hashOf(token))
    .where("key", "is", null)
    .executeTakeFirst();
  if (taken.numUpdatedRows === 1n) return ok({ kid });
  const expected = "unused-link";
  return refused(problem("wrong-state", { expected }));
}

/** Devices that asked and are not registered yet, oldest first. */
export async function asking(services: Services): Promise<Asking[]> {
  const rows = await services.database.kysely
    .selectFrom("desk.invitation")
    .selectAll()
    .where("key", "is not", null)
    .where("expires_ms", ">=", services.now())
    .orderBy("asked_ms")
    .execute();
  const all = rows.flatMap(({ key, possession, party, person, site, asked_ms }): Asking[] =>
    key && possession ? [{ kid: hex(kidOf(key)), key, possession, party, person, site, askedMs: asked_ms ?? 0 }] : [],
  );
  const registered = await services.view.facts(
    "key",
    all.map((each) => each.kid),
  );
  return all.filter((each) => !registered.has(each.kid));
}

/** A kid as two people read it to each other: four groups of four. */
export function fingerprint(kid: string): string {
  return kid.match(/.{4}/g)?.join(" ") ?? kid;
}

async function hashOf(token: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(utf8(`so-nguon/enrol/v1\n${token}`))));
}

/** Turns a device away whose fingerprint was not the one read over the telephone; the link is spent with it. */
export async function turnAway(services: Services, kid: string): Promise<void> {
  for (const each of (await asking(services)).filter((waiting) => waiting.kid === kid))
    await services.database.kysely.deleteFrom("desk.invitation").where("key", "=", each.key).execute();
}
