// Registry entries: who and what exists, with which limits, from which log index on.

import { hex } from "../../format/bytes.ts";
import { POSITION, SITE_TYPE, STATUS, VEHICLE_CLASS } from "../../format/codes.ts";
import { isAcceptableKey } from "../../format/ed25519.ts";
import { kidOf } from "../../format/entry.ts";
import type { Body } from "../../format/kinds.ts";
import { policyOf } from "../../format/witness-policy.ts";
import { plateEnding } from "../../spelling/plates.ts";
import { isTaxCode } from "../../spelling/tax-codes.ts";
import { problem } from "../../words/problem.ts";
import { ok, refused } from "../../words/result.ts";
import { type CheckResult, type Context, notFound } from "../acts/context.ts";
import { warnBeforeEnd } from "../acts/dated.ts";
import { type Proposal, secondHand } from "../acts/proposal.ts";
import { AUTHORITY, type Rows } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import type { PersonFact } from "../book/facts.ts";
import { isDay } from "../numbers/time.ts";
import { APPOINTED, checkAppointed, newKey } from "./keys.ts";
import { alikeOf, checkOnce, enterOnce } from "./once.ts";
import { checkOfTreasury } from "./positions.ts";
import { unknownVersion } from "./rules-version.ts";

/** Entry 0: names origin, roots, log key, operator key, witness policy and first rule set. */
function beginLog(context: Context, body: Body<"genesis">): CheckResult {
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
  warnBeforeEnd(book, context.receivedMs, body.rules.until, `rules/0/${index}`);
  return undefined;
}

function registerParty(context: Context, body: Body<"party.register">): CheckResult {
  const { book, index } = context;
  const refusal = checkAppointed(context, body.roles);
  if (refusal) return refusal;
  const { name, roles, taxCode } = body;
  if (taxCode !== undefined && !isTaxCode(taxCode)) return problem("bad-terms", { expected: "tax-code" });
  const twice =
    (taxCode === undefined ? undefined : checkOnce(book, "tax-code", [taxCode])) ??
    checkOnce(book, "party", [name], body.distinctFrom);
  if (twice) return twice;
  if (taxCode !== undefined) enterOnce(context, "tax-code", [taxCode]);
  enterOnce(context, "party", [name]);
  book.put("party", index, { name, roles, taxCode: taxCode ?? null });
  book.enlist("parties", index);
  return undefined;
}

/** Two people are two numbers; a number entered twice would be two people in one. */
function registerPerson(context: Context, body: Body<"person.register">): CheckResult {
  const { book, index } = context;
  const party = book.get("party", body.party);
  if (!party) return notFound("party", body.party);
  const refusal = checkAppointed(context, party.roles);
  if (refusal) return refusal;
  const misplaced = body.position === undefined ? undefined : checkOfTreasury(book, body.party);
  if (misplaced) return misplaced;
  if (body.position === POSITION.byOrder) return problem("bad-terms", { expected: "last-day-of-order" });
  const number = hex(body.number);
  const stored = book.get("personNumber", number);
  if (stored) return problem("already-exists", { what: "person", value: number, index: stored.person });
  book.put("personNumber", number, { person: index });
  book.put("person", index, { party: body.party, ...firstPosition(context, body) });
  return undefined;
}

/** A position that a person is registered with is held from then on. */
function firstPosition(
  { index, receivedMs }: Context,
  { position }: Body<"person.register">,
): Pick<PersonFact, "positions"> {
  if (position === undefined) return {};
  return { positions: [{ index, position, sinceS: Math.floor(receivedMs / 1000) }] };
}

/** Checks that a place does not bear the name of an office that registers, pays or inspects, unless it is that office's own. */
export function checkPlaceName(
  book: Book,
  { name, party }: Pick<Body<"site.register">, "name" | "party">,
): CheckResult {
  const offices = alikeOf(book, "party", [name]).filter(
    ({ index }) => index !== party && book.need("party", index).roles.some((role) => APPOINTED.includes(role)),
  );
  const [office] = offices;
  return office && problem("already-exists", { what: "party", value: name, index: office.index });
}

function registerSite({ book, index }: Context, body: Body<"site.register">): CheckResult {
  if (!book.get("party", body.party)) return notFound("party", body.party);
  const refusal = checkPlaceName(book, body);
  if (refusal) return refusal;
  const { latitudeE7, longitudeE7 } = body;
  const at = latitudeE7 === undefined || longitudeE7 === undefined ? {} : { at: { latitudeE7, longitudeE7 } };
  book.put("site", index, {
    type: body.type,
    name: body.name,
    party: body.party,
    standing: { status: STATUS.active, index },
    ...at,
  });
  book.enlist(`sites/${body.party}`, index);
  book.enlist("sites", index);
  return undefined;
}

const SUBJECTS = { site: "place", source: "source", vehicle: "vehicle", scale: "scale" } as const;

type StatusKind = "site.status" | "source.status" | "vehicle.status" | "scale.status";

/**
 * The authority sets a thing's status from now on. One officer suspends, closes or revokes; to put it back in force gives kilograms or takes
 * a contradiction away, and needs two.
 */
function changeStatus(kind: "site" | "source" | "vehicle" | "scale"): Proposal<StatusKind> {
  const check = (book: Book, { subject }: Body<StatusKind>): CheckResult => {
    const known = book.get(kind, subject);
    if (!known) return notFound(SUBJECTS[kind], subject);
    return known.standing.status === STATUS.revoked
      ? problem("wrong-state", { expected: "not-revoked", what: SUBJECTS[kind], subject })
      : undefined;
  };
  return {
    alone: (_, { status }) => status !== STATUS.active,
    needs(context, body) {
      const refusal = check(context.book, body);
      return refusal ? refused(refusal) : ok(secondHand(context));
    },
    effect({ book, receivedMs }, body, index) {
      const { subject, status } = body;
      const refusal = check(book, body);
      if (refusal) return refusal;
      const standing = { status, index, sinceS: Math.floor(receivedMs / 1000) };
      if (kind === "site") book.put("site", subject, { ...book.need("site", subject), standing });
      if (kind === "source") book.put("source", subject, { ...book.need("source", subject), standing });
      if (kind === "vehicle") book.put("vehicle", subject, { ...book.need("vehicle", subject), standing });
      if (kind === "scale") book.put("scale", subject, { ...book.need("scale", subject), standing });
      return undefined;
    },
  };
}

/** A plate as it is compared: a vessel's has letters that no road plate has. */
export function plateAsSpelt(vehicle: Pick<Body<"vehicle.register">, "plate" | "class">): readonly [string, string] {
  return [vehicle.plate, vehicle.class === VEHICLE_CLASS.boat ? "water" : "road"];
}

/** A plate is kept as printed and compared in all its spellings; nothing is inferred from a prefix. */
function registerVehicle(context: Context, body: Body<"vehicle.register">): CheckResult {
  const { book, index } = context;
  if (!/^[0-9A-ZĐ][0-9A-ZĐ.-]*$/.test(body.plate)) {
    return problem("bad-terms", { expected: "plate-in-capitals" });
  }
  const spelt = plateAsSpelt(body);
  const twice = checkOnce(book, "plate", spelt, body.distinctFrom);
  if (twice) return twice;
  enterOnce(context, "plate", spelt);
  book.put("vehicle", index, {
    plate: body.plate,
    class: body.class,
    payloadKg: body.payloadKg,
    ...(body.tareKg === undefined ? {} : { tareKg: body.tareKg }),
    inspectedUntil: body.inspectedUntil ?? null,
    standing: { status: STATUS.active, index },
  });
  book.enlist("vehicles", index);
  const ending = plateEnding(body.plate);
  if (ending !== undefined) book.enlist(`endings/${ending}`, index);
  return undefined;
}

function inspectVehicle({ book }: Context, { vehicle, inspectedUntil }: Body<"vehicle.inspect">): CheckResult {
  const registered = book.get("vehicle", vehicle);
  if (!registered) return notFound("vehicle", vehicle);
  if (!isDay(inspectedUntil)) return problem("bad-terms", { expected: "day-in-calendar", day: inspectedUntil });
  book.put("vehicle", vehicle, { ...registered, inspectedUntil });
  return undefined;
}

function setRoute({ book, index }: Context, body: Body<"route.set">): CheckResult {
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

/** The operator's hourly tick; whatever is due has happened by the time it is applied. */
export function tick(): CheckResult {
  return undefined;
}

export const REGISTRY_ROWS = {
  genesis: { nature: "registry", alone: "machine", signers: ["root"], apply: beginLog },
  "party.register": { nature: "registry", alone: "describes", signers: AUTHORITY, apply: registerParty },
  "person.register": { nature: "registry", alone: "describes", signers: AUTHORITY, apply: registerPerson },
  "site.register": { nature: "registry", alone: "describes", signers: AUTHORITY, apply: registerSite },
  "site.status": {
    nature: "registry",
    makes: "capacity",
    approvedBy: ["colleague"],
    signers: AUTHORITY,
    proposal: changeStatus("site"),
  },
  "source.status": {
    nature: "registry",
    makes: "capacity",
    approvedBy: ["colleague"],
    signers: AUTHORITY,
    proposal: changeStatus("source"),
  },
  "vehicle.register": { nature: "registry", alone: "describes", signers: AUTHORITY, apply: registerVehicle },
  "vehicle.inspect": { nature: "registry", alone: "describes", signers: AUTHORITY, apply: inspectVehicle },
  "vehicle.status": {
    nature: "registry",
    makes: "capacity",
    approvedBy: ["colleague"],
    signers: AUTHORITY,
    proposal: changeStatus("vehicle"),
  },
  "route.set": { nature: "registry", alone: "describes", signers: AUTHORITY, apply: setRoute },
  "scale.status": {
    nature: "registry",
    makes: "capacity",
    approvedBy: ["colleague"],
    signers: AUTHORITY,
    proposal: changeStatus("scale"),
  },
  "clock.tick": { nature: "registry", alone: "machine", signers: ["operator"], moves: "transit → stray", apply: tick },
} satisfies Rows;
