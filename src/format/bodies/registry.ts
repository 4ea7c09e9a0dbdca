// Bodies of registry entries: who and what exists, with which limits, from when (docs/design.md, Who and what is registered).
import { bytes, bytesUpTo, integer, list, maybe, record, text } from "../shape.ts";
import { obligation, obligationState, role, siteType, status, vehicleClass } from "./code-shapes.ts";
import { day, degreeE7, document, index, loadKg, name, origin, reason } from "./common.ts";
import { ruleSet } from "./ruleset.ts";

const versionNumber = integer(1, 65_535);

export const genesis = record({
  origin: [1, origin],
  roots: [2, list(bytes(32), 3, 3)],
  logKey: [3, bytes(32)],
  operatorKey: [4, bytes(32)],
  witnessesNeeded: [5, integer(0, 16)],
  /** C2SP verifier keys of the witnesses. */
  witnesses: [6, list(text(10, 200), 0, 16)],
  rules: [7, ruleSet],
  province: [8, text(2, 2)],
  /** The version of the rules' meaning by which the log begins. */
  rulesVersion: [9, versionNumber],
});

/** The log goes on by a later version of the rules' meaning. */
export const rulesVersion = record({ version: [1, versionNumber] });

export const partyRegister = record({
  name: [1, name],
  roles: [2, list(role, 1, 6)],
  taxCode: [3, maybe(text(10, 14))],
  commune: [4, maybe(text(1, 80))],
});

/** A person is a random number; the opening to a name lives outside the log. */
export const personRegister = record({ number: [1, bytes(16)], party: [2, index] });

export const keyRegister = record({
  party: [1, index],
  key: [2, bytes(32)],
  /** Signature by the key over "so-nguon/pop/v1\n" ‖ origin ‖ key. */
  possession: [3, bytes(64)],
  /** Absent for a machine's key. */
  person: [4, maybe(index)],
  /** Given when the key may act at this place only. */
  site: [5, maybe(index)],
});

export const keyRevoke = record({ kid: [1, bytes(8)], reason: [2, reason] });
export const keyFreeze = record({ stored: [1, index], other: [2, bytesUpTo(80, 16_384)] });

export const siteRegister = record({
  type: [1, siteType],
  name: [2, name],
  party: [3, index],
  commune: [4, maybe(text(1, 80))],
  latitudeE7: [5, maybe(degreeE7)],
  longitudeE7: [6, maybe(degreeE7)],
});

export const statusChange = record({
  subject: [1, index],
  status: [2, status],
  document: [3, document],
});

/**
 * A root's, the operator's or the log's own key is replaced by two of three roots. Keys are written as hexadecimal text here, since a proposal is
 * kept word for word until it is approved.
 */
export const logRotate = record({
  /** The kid that goes. */
  kid: [1, text(16, 16)],
  key: [2, text(64, 64)],
  possession: [3, text(128, 128)],
  document: [4, document],
  /** The old log key's word for the new one, where the old one is still held; see docs/format.md. */
  handover: [5, maybe(text(128, 128))],
});

/** The holder of a key hands over to a new one: signed by the old key, with proof that the new one is held. */
export const keyRotate = record({ key: [1, bytes(32)], possession: [2, bytes(64)] });

export const obligationAttest = record({
  subject: [1, index],
  items: [
    2,
    list(
      record({
        obligation: [1, obligation],
        state: [2, obligationState],
        document: [3, maybe(document)],
        until: [4, maybe(day)],
      }),
      1,
      20,
    ),
  ],
});

export const vehicleRegister = record({
  /** Normalised: upper-case letters, digits, dot and hyphen as printed on the plate. */
  plate: [1, text(4, 16)],
  class: [2, vehicleClass],
  payloadKg: [3, loadKg],
  party: [4, maybe(index)],
  tareKg: [5, maybe(loadKg)],
  inspectedUntil: [6, maybe(day)],
});

/** The way between two registered places; a slip names its route, and the route fixes sender, destination and expiry. */
export const routeSet = record({
  from: [1, index],
  to: [2, index],
  distanceM: [3, integer(1, 5_000_000)],
  minutes: [4, integer(1, 20_000)],
  cycleMinutes: [5, integer(0, 20_000)],
  /** Checkpoints that a load on this way is expected to pass. */
  checkpoints: [6, maybe(list(index, 1, 12))],
});

export const approve = record({ proposal: [1, index] });
export const clockTick = record({});
