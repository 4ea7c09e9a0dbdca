// Registry entries: who and what exists, with which limits, from which log index on.
import { hex, unhex } from "../../format/bytes.ts";
import {
  AMOUNT_UNIT,
  FACTOR_USE,
  type Material,
  OBLIGATION_STATE,
  ROLE,
  type Role,
  SITE_TYPE,
  STATUS,
} from "../../format/codes.ts";
import { isAcceptableKey, verifyWithNoble } from "../../format/ed25519.ts";
import { decodeEntry, kidOf, possessionMessage, verifyEntryAtOnce } from "../../format/entry.ts";
import type { Body } from "../../format/kinds.ts";
import { policyOf } from "../../format/witness-policy.ts";
import { problem } from "../../words/problem.ts";
import { ok, type Result, refused } from "../../words/result.ts";
import { type CheckResult, type Context, notFound } from "../acts/context.ts";
import type { Book } from "../book/book.ts";
import type { KeyFact, SourceFact } from "../book/facts.ts";
import { limitKg } from "../numbers/convert.ts";
import { isDay } from "../numbers/time.ts";
import { checkFactor } from "./factor.ts";
import { unknownVersion } from "./rules-version.ts";

/** Entry 0: names origin, roots, log key, operator key, witness policy and first rule set. */
export function beginLog(context: Context, body: Body<"genesis">): CheckResult {
  const { book, index } = context;
  const keys = [...body.roots, body.operatorKey];
  if (new Set([...keys, body.logKey].map(hex)).size !== keys.length + 1)
    return problem("key-refused", { expected: "five-keys" });
  if (![...keys, body.logKey].every(isAcceptableKey)) return problem("key-refused", { expected: "valid-key" });
  if (!policyOf(body)) return problem("bad-terms", { expected: "witness-policy" });
  const unknown = unknownVersion(body.rulesVersion);
  if (unknown) return unknown;
  for (const [i, key] of keys.entries()) {
    const role = i < body.roots.length ? "root" : "operator";
    book.put("key", hex(kidOf(key)), newKey(context, key, role));
  }
  const operator = hex(kidOf(body.operatorKey));
  const { origin, province, witnesses, witnessesNeeded: needed } = body;
  const logKeys = [{ from: 0, key: hex(body.logKey), handedOver: false }];
  const roots = body.roots.map((key) => hex(kidOf(key)));
  book.put("log", 0, { origin, province, operator, roots, opening: context.entryId, logKeys });
  book.put("witnesses", 0, { sets: [{ from: 0, needed, witnesses }] });
  book.put("rules", 0, {
    sets: [{ index, set: body.rules, sinceS: body.rules.fromS }],
    versions: [{ from: index, version: body.rulesVersion }],
  });
  return undefined;
}

/** A key as it enters the book at this leaf, of no party yet. */
export function newKey(context: Context, key: Uint8Array, role: KeyFact["role"]): KeyFact {
  return {
    index: context.index,
    key: hex(key),
    sinceS: Math.floor(context.receivedMs / 1000),
    party: null,
    person: null,
    site: null,
    role,
    revoked: null,
    frozen: null,
  };
}

/** Those who register, pay and inspect: named by a root, so that no single office can make its own treasury. */
export const APPOINTED: readonly Role[] = [ROLE.authority, ROLE.treasury, ROLE.inspector, ROLE.logOperator];

function checkAppointed({ signer }: Context, roles: readonly Role[]): CheckResult {
  return signer.key.role === "root" || !roles.some((role) => APPOINTED.includes(role))
    ? undefined
    : problem("no-standing", { need: "root-key" });
}

export function registerParty(context: Context, body: Body<"party.register">): CheckResult {
  const { book, index } = context;
  const refusal = checkAppointed(context, body.roles);
  if (refusal) return refusal;
  book.put("party", index, { name: body.name, roles: body.roles, taxCode: body.taxCode ?? null });
  book.enlist("parties", index);
  return undefined;
}

/** Two people are two numbers; a number entered twice would be two people in one. */
export function registerPerson(context: Context, body: Body<"person.register">): CheckResult {
  const { book, index } = context;
  const party = book.get("party", body.party);
  if (!party) return notFound("party", body.party);
  const refusal = checkAppointed(context, party.roles);
  if (refusal) return refusal;
  const number = hex(body.number);
  const stored = book.get("personNumber", number);
  if (stored) return problem("already-exists", { what: "person", value: number, index: stored.person });
  book.put("personNumber", number, { person: index });
  book.put("person", index, { party: body.party });
  return undefined;
}

/** A key enters with proof that its holder has it; the registration refuses keys on which verifiers could disagree. */
export function registerKey(context: Context, body: Body<"key.register">): CheckResult {
  const { book } = context;
  const kid = hex(kidOf(body.key));
  const party = book.get("party", body.party);
  if (!party) return notFound("party", body.party);
  const refusal = checkNewKey(context, kid, body.key, body.possession) ?? checkAppointed(context, party.roles);
  if (refusal) return refusal;
  if (body.person !== undefined && book.get("person", body.person)?.party !== body.party)
    return notFound("person", body.person);
  if (body.site !== undefined && book.get("site", body.site)?.party !== body.party) return notFound("place", body.site);
  const key = newKey(context, body.key, null);
  book.put("key", kid, { ...key, party: body.party, person: body.person ?? null, site: body.site ?? null });
  book.enlist(`keys/${body.party}`, kid);
  return undefined;
}

/** A new key is unknown so far, sound, and held by whoever brings it. */
export function checkNewKey({ book }: Context, kid: string, key: Uint8Array, possession: Uint8Array): CheckResult {
  const stored = book.get("key", kid);
  if (stored) return problem("already-exists", { what: "key", value: kid, index: stored.index });
  if (!isAcceptableKey(key)) return problem("key-refused", { expected: "valid-key" });
  const log = book.need("log", 0);
  if (log.logKeys.some((each) => each.key === hex(key))) return problem("key-refused", { expected: "not-a-log-key" });
  const message = possessionMessage(log.origin, key);
  if (verifyWithNoble(key, message, possession)) return undefined;
  return problem("key-refused", { expected: "proof-of-possession" });
}

export function revokeKey(context: Context, body: Body<"key.revoke">): CheckResult {
  const { book, index } = context;
  const kid = hex(body.kid);
  const key = book.get("key", kid);
  if (!key) return problem("unknown-key", { kid });
  if (key.revoked !== null) return problem("revoked-key", { kid, index: key.revoked });
  if (key.role !== null)
    return problem("key-refused", {
      expected: "two-of-three",
    });
  const refusal = checkAppointed(context, key.party === null ? [] : book.need("party", key.party).roles);
  if (refusal) return refusal;
  book.put("key", kid, { ...key, revoked: index });
  return undefined;
}

/** Equivocation: the operator shows a second, different entry of one key under a stored number. */
export function freezeKey({ book, index }: Context, body: Body<"key.freeze">): CheckResult {
  const decoded = decodeEntry(body.other);
  if ("malformed" in decoded) return problem("not-an-entry", { expected: "embedded-entry" });
  const { entry } = decoded;
  const kid = hex(entry.kid);
  const key = book.get("key", kid);
  if (!key) return problem("unknown-key", { kid });
  // Frozen once is frozen: a later freeze would move the index from which the key's entries do not count.
  if (key.frozen !== null) return problem("frozen-key", { kid, index: key.frozen });
  const stored = book.memory.seq(kid, entry.seq);
  if (stored?.index !== body.stored || stored.id === hex(entry.id)) return notFound("contradicting-entry", body.stored);
  if (!verifyEntryAtOnce(entry, unhex(key.key), book.need("log", 0).origin)) return problem("bad-signature");
  book.put("key", kid, { ...key, frozen: index });
  book.signal("key-equivocated", `key/${key.index}`, { freeze: index, stored: body.stored, seq: entry.seq });
  return undefined;
}

export function registerSite({ book, index }: Context, body: Body<"site.register">): CheckResult {
  if (!book.get("party", body.party)) return notFound("party", body.party);
  book.put("site", index, {
    type: body.type,
    name: body.name,
    party: body.party,
    standing: { status: STATUS.active, index },
  });
  book.enlist(`sites/${body.party}`, index);
  book.enlist("sites", index);
  return undefined;
}

const SUBJECTS = { site: "place", source: "source", vehicle: "vehicle", scale: "scale" } as const;

/** One act for sites, sources, vehicles and scales: the authority says how the thing stands from now on. */
export function changeStatus(kind: "site" | "source" | "vehicle" | "scale") {
  return ({ book, index, receivedMs }: Context, body: Body<"source.status">): CheckResult => {
    const standing = { status: body.status, index, sinceS: Math.floor(receivedMs / 1000) };
    const site = book.get(kind, body.subject);
    if (!site) return notFound(SUBJECTS[kind], body.subject);
    if (site.standing.status === STATUS.revoked) {
      return problem("wrong-state", { expected: "not-revoked", what: SUBJECTS[kind], subject: body.subject });
    }
    if (kind === "site") book.put("site", body.subject, { ...book.need("site", body.subject), standing });
    if (kind === "source") book.put("source", body.subject, { ...book.need("source", body.subject), standing });
    if (kind === "vehicle") book.put("vehicle", body.subject, { ...book.need("vehicle", body.subject), standing });
    if (kind === "scale") book.put("scale", body.subject, { ...book.need("scale", body.subject), standing });
    return undefined;
  };
}

export function grantSource(context: Context, body: Body<"source.grant">): CheckResult {
  const { book, index } = context;
  if (!book.get("party", body.holder)) return notFound("party", body.holder);
  for (const site of body.sites) if (!book.get("site", site)) return notFound("place", site);
  const unknown = checkPurposes(book, body);
  if (unknown) return unknown;
  for (const day of [body.issued, body.from, body.until]) {
    if (day !== undefined && !isDay(day)) return problem("bad-terms", { expected: "day-in-calendar", day });
  }
  if (body.from !== undefined && body.until !== undefined && body.until < body.from) {
    return problem("bad-terms", { expected: "expiry-after-start" });
  }
  const yearKg = limitOf(context, body.capacityYear, body.materials);
  const totalKg = limitOf(context, body.reserve, body.materials);
  if (!yearKg.ok) return yearKg.problem;
  if (!totalKg.ok) return totalKg.problem;
  const source: SourceFact = {
    instrument: body.instrument,
    number: body.number,
    issuer: body.issuer,
    holder: body.holder,
    sites: body.sites,
    materials: body.materials,
    from: body.from ?? null,
    until: body.until ?? null,
    yearKg: yearKg.value ?? null,
    totalKg: totalKg.value ?? null,
    hours: body.hours ?? null,
    season: body.season ?? null,
    projects: body.projects ?? null,
    packages: body.packages ?? null,
    operators: body.operators ?? null,
    sinceS: Math.floor(context.receivedMs / 1000),
    standing: { status: STATUS.active, index },
  };
  book.put("source", index, source);
  book.put("ground", index, { drawnKg: 0, recordedKg: 0, years: {} });
  book.enlist("sources", index);
  for (const site of body.sites) book.enlist(`sources/${site}`, index);
  return undefined;
}

type Purposes = Pick<Body<"source.grant">, "projects" | "packages" | "operators">;

/** What a source is bound to exists: projects, their packages, operators. */
function checkPurposes(book: Book, { projects, packages, operators }: Purposes): CheckResult {
  for (const project of projects ?? []) if (!book.get("project", project)) return notFound("project", project);
  for (const each of packages ?? []) {
    const contracts = book.get("project", each.project)?.packages ?? [];
    if (!contracts.some((contract) => contract.number === each.package)) return notFound("package", each.package);
  }
  for (const operator of operators ?? []) if (!book.get("party", operator)) return notFound("party", operator);
  return undefined;
}

/** A billion tonnes: far above any mine, far below what numbers hold exactly. */
const MOST_KG = 10 ** 12;

function limitOf(
  context: Context,
  stated: Body<"source.grant">["capacityYear"],
  materials: readonly Material[],
): Result<number | undefined> {
  if (!stated) return ok(undefined);
  const { book } = context;
  const factor = stated.factor === undefined ? undefined : book.get("factor", stated.factor);
  const wanted = stated.unit === AMOUNT_UNIT.m3InPlace ? FACTOR_USE.inPlace : FACTOR_USE.loose;
  if (stated.unit !== AMOUNT_UNIT.tonnes && factor?.use !== wanted) {
    return refused(problem("bad-terms", { expected: "factor-of-unit" }));
  }
  const refusal = stated.factor === undefined ? undefined : checkFactor(context, stated.factor, materials, null);
  if (refusal) return refused(refusal);
  const kg = limitKg(stated.amount, stated.unit, factor);
  if (kg !== undefined && kg <= MOST_KG) return ok(kg);
  return refused(problem("bad-terms", { expected: "mass-up-to", most_kg: MOST_KG }));
}

export function attestObligations({ book, index }: Context, body: Body<"obligation.attest">): CheckResult {
  const known = book.get("source", body.subject) ?? book.get("site", body.subject) ?? book.get("vehicle", body.subject);
  if (!known) return notFound("source-place-or-vehicle", body.subject);
  if (body.items.some((item) => item.state === OBLIGATION_STATE.exempt && item.document === undefined))
    return problem("bad-terms", { expected: "basis-of-exemption" });
  const next = { ...book.get("obligations", body.subject) };
  for (const item of body.items) {
    next[item.obligation] = { state: item.state, until: item.until ?? null, index };
  }
  book.put("obligations", body.subject, next);
  return undefined;
}

/** Plates are compared as printed, without blanks and in capitals; nothing is inferred from a prefix. */
export function registerVehicle({ book, index }: Context, body: Body<"vehicle.register">): CheckResult {
  if (!/^[0-9A-ZĐ][0-9A-ZĐ.-]*$/.test(body.plate)) {
    return problem("bad-terms", { expected: "plate-in-capitals" });
  }
  const stored = book.get("plate", body.plate);
  if (stored) return problem("already-exists", { what: "plate", value: body.plate, index: stored.vehicle });
  book.put("vehicle", index, {
    plate: body.plate,
    class: body.class,
    payloadKg: body.payloadKg,
    ...(body.tareKg === undefined ? {} : { tareKg: body.tareKg }),
    inspectedUntil: body.inspectedUntil ?? null,
    standing: { status: STATUS.active, index },
  });
  book.put("plate", body.plate, { vehicle: index });
  book.enlist("vehicles", index);
  return undefined;
}

export function setRoute({ book, index }: Context, body: Body<"route.set">): CheckResult {
  if (!book.get("site", body.from)) return notFound("departure", body.from);
  if (!book.get("site", body.to) && !book.get("project", body.to)) return notFound("route-end", body.to);
  for (const site of body.checkpoints ?? [])
    if (book.get("site", site)?.type !== SITE_TYPE.checkpoint) return notFound("checkpoint", site);
  const { from, to, distanceM, minutes, cycleMinutes } = body;
  book.put("route", index, { from, to, distanceM, minutes, cycleMinutes, checkpoints: body.checkpoints ?? [] });
  book.enlist(`routes/${from}`, index);
  if (minutes > (book.get("longestRoute", from)?.minutes ?? 0)) book.put("longestRoute", from, { minutes });
  return undefined;
}

/** New terms from now on: what is not given stays; what was drawn under the old ones stays drawn. */
export function amendSource(context: Context, body: Body<"source.amend">): CheckResult {
  const { book } = context;
  const source = book.get("source", body.source);
  if (!source) return notFound("source", body.source);
  for (const site of body.sites ?? []) if (!book.get("site", site)) return notFound("place", site);
  const unknown = checkPurposes(book, body);
  if (unknown) return unknown;
  if (body.until !== undefined && !isDay(body.until))
    return problem("bad-terms", { expected: "day-in-calendar", day: body.until });
  const materials = body.materials ?? source.materials;
  const yearKg = limitOf(context, body.capacityYear, materials);
  const totalKg = limitOf(context, body.reserve, materials);
  if (!yearKg.ok) return yearKg.problem;
  if (!totalKg.ok) return totalKg.problem;
  book.put("source", body.source, {
    ...source,
    yearKg: yearKg.value ?? source.yearKg,
    totalKg: totalKg.value ?? source.totalKg,
    until: body.until ?? source.until,
    materials,
    sites: body.sites ?? source.sites,
    hours: body.hours ?? source.hours,
    season: body.season ?? source.season,
    projects: body.projects ?? source.projects,
    packages: body.packages ?? source.packages,
    operators: body.operators ?? source.operators,
  });
  for (const site of body.sites ?? []) if (!source.sites.includes(site)) book.enlist(`sources/${site}`, body.source);
  return undefined;
}

/** A holder hands over to a new key: the old one is revoked here, but for its open slip book (see slipbook.ts). */
export function rotateKey(context: Context, body: Body<"key.rotate">): CheckResult {
  const { book, index, signer } = context;
  const kid = hex(kidOf(body.key));
  const refusal = checkNewKey(context, kid, body.key, body.possession);
  if (refusal) return refusal;
  const { party, person, site, role } = signer.key;
  if (role !== null)
    return problem("key-refused", {
      expected: "two-of-three",
    });
  book.put("key", kid, { ...newKey(context, body.key, null), party, person, site });
  book.put("key", signer.kid, { ...signer.key, revoked: index, rotatedTo: kid });
  if (party !== null) book.enlist(`keys/${party}`, kid);
  return undefined;
}

/** The operator's hourly tick; whatever is due has happened by the time it is applied. */
export function tick(): CheckResult {
  return undefined;
}
