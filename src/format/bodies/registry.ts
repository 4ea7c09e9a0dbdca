// Bodies of registry entries: who and what exists, with which limits, from when (design section 7).
import { bytes, bytesUpTo, choice, integer, list, maybe, named, type Of, record, text } from "../shape.ts";
import {
  instrument,
  material,
  obligation,
  obligationState,
  phase,
  role,
  siteType,
  status,
  vehicleClass,
} from "./codes.ts";
import {
  amountUnit,
  day,
  degreeE7,
  document,
  dong,
  index,
  loadKg,
  name,
  origin,
  permille,
  quantityMilli,
  reason,
  seconds,
} from "./common.ts";

/** Thresholds and phases in force from a time on; each number's meaning is its name. */
export const ruleSet = named(
  "rule-set",
  record({
    fromS: [1, seconds],
    document: [2, document],
    /** Below this demand of one material in one claim no origin is asked for. */
    exemptKg: [3, integer(0, 10 ** 9)],
    /** Loss in transit beyond this raises a signal. */
    lossPermille: [4, permille],
    /** A receiver's surplus up to this is measurement uncertainty; beyond it the receipt contradicts the slip. */
    gainPermille: [5, permille],
    /** Load above the vehicle's payload by more than this is refused. */
    overloadPermille: [6, permille],
    /** What an obligation not shown does to an issue. */
    obligationPhase: [7, phase],
    /** What an issue outside licensed hours or season does. */
    hoursPhase: [8, phase],
    /** What a trip faster than the route's cycle does. */
    cyclePhase: [9, phase],
    /** Recipes leaner than the norm by more than this are shown. */
    leanPermille: [10, permille],
    /** Minutes added to every slip's expiry. */
    marginMinutes: [11, integer(0, 1440)],
    /** Legal bases quoted on results, with their year. */
    bases: [12, list(document, 1, 12)],
    /** Exceptions to the phases above by date, kind of site and material; the last that fits decides. */
    phases: [
      13,
      maybe(
        list(
          record({
            rule: [1, choice({ 1: "obligations", 2: "hours and season", 3: "cycle" })],
            phase: [2, phase],
            fromS: [3, maybe(seconds)],
            siteType: [4, maybe(siteType)],
            material: [5, maybe(material)],
          }),
          1,
          40,
        ),
      ),
    ],
    /** Sources that stop on a day: of an instrument, of a material, or named one by one (quarries along a road). */
    phaseOuts: [
      14,
      maybe(
        list(
          record({
            fromS: [1, seconds],
            document: [2, document],
            instrument: [3, maybe(instrument)],
            material: [4, maybe(material)],
            sources: [5, maybe(list(index, 1, 200))],
          }),
          1,
          40,
        ),
      ),
    ],
  }),
);
export type RuleSet = Of<typeof ruleSet>;

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
});

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

/** An amount as the paper states it; `factor` (a factor.set index, kg per m³) is required when the unit is a volume. */
export const statedAmount = named(
  "stated-amount",
  record({ unit: [1, amountUnit], amount: [2, integer(1, 10 ** 12)], factor: [3, maybe(index)] }),
);
export type StatedAmount = Of<typeof statedAmount>;

const boundPackage = record({ project: [1, index], package: [2, integer(1, 1000)] });

/** What a source may give; a lawful instrument's own terms (design 10.1). */
export const sourceGrant = record({
  instrument: [1, instrument],
  /** Free text: a number alone is not unique. */
  number: [2, text(1, 80)],
  issuer: [3, name],
  issued: [4, maybe(day)],
  holder: [5, index],
  sites: [6, list(index, 1, 20)],
  materials: [7, list(material, 1, 10)],
  from: [8, maybe(day)],
  until: [9, maybe(day)],
  capacityYear: [10, maybe(statedAmount)],
  reserve: [11, maybe(statedAmount)],
  areaM2: [12, maybe(integer(1, 10 ** 10))],
  depth: [13, maybe(text(1, 80))],
  /** First and last minute of the day in Vietnam; absent: no limit stated. */
  hours: [14, maybe(list(integer(0, 1440), 2, 2))],
  /** First and last day of the season as mmdd. */
  season: [15, maybe(list(integer(101, 1231), 2, 2))],
  /** Projects that the material is bound to. */
  projects: [16, maybe(list(index, 1, 40))],
  /** The register's own words where it said more, and the questions it left open. */
  note: [17, maybe(text(1, 2000))],
  /** Contract packages of those projects that it is bound to. */
  packages: [18, maybe(list(boundPackage, 1, 40))],
  /** Parties that may send from it besides the holder; absent: whoever runs the mine. */
  operators: [19, maybe(list(index, 1, 20))],
});

/** New terms of a source from now on; what is not given stays. A lower limit blocks what comes after and rewrites nothing. */
export const sourceAmend = record({
  source: [1, index],
  document: [2, document],
  capacityYear: [3, maybe(statedAmount)],
  reserve: [4, maybe(statedAmount)],
  until: [5, maybe(day)],
  materials: [6, maybe(list(material, 1, 10))],
  sites: [7, maybe(list(index, 1, 20))],
  hours: [8, maybe(list(integer(0, 1440), 2, 2))],
  season: [9, maybe(list(integer(101, 1231), 2, 2))],
  projects: [10, maybe(list(index, 1, 40))],
  packages: [11, maybe(list(boundPackage, 1, 40))],
  operators: [12, maybe(list(index, 1, 20))],
});

/**
 * A root's or the operator's key is replaced by two of three roots. Keys are written as hexadecimal text here, since a proposal is
 * kept word for word until it is approved.
 */
export const logRotate = record({
  /** The kid that goes. */
  kid: [1, text(16, 16)],
  key: [2, text(64, 64)],
  possession: [3, text(128, 128)],
  document: [4, document],
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

export const projectRegister = record({
  code: [1, text(7, 7)],
  name: [2, text(1, 300)],
  owner: [3, index],
  supervisor: [4, index],
  treasury: [5, index],
  packages: [
    6,
    list(record({ number: [1, integer(1, 1000)], name: [2, text(1, 200)], contractor: [3, index] }), 1, 50),
  ],
});

export const FACTOR_USES = { 1: "kg per cubic metre, loose", 2: "kg per cubic metre, in place" } as const;

/** A conversion factor as an exact fraction, with the paper that it comes from. */
export const factorSet = record({
  material: [1, material],
  use: [2, choice(FACTOR_USES)],
  numerator: [3, integer(1, 10 ** 9)],
  denominator: [4, integer(1, 10 ** 9)],
  document: [5, document],
  from: [6, day],
  until: [7, maybe(day)],
  label: [8, maybe(text(1, 80))],
});

export const RECIPE_SOURCES = { 1: "approved mix design", 2: "contract estimate", 3: "ministry norm" } as const;

/** Materials in one unit of a work item. */
export const recipeSet = record({
  code: [1, text(1, 40)],
  name: [2, text(1, 200)],
  unit: [3, text(1, 16)],
  source: [4, choice(RECIPE_SOURCES)],
  document: [5, document],
  /** Cubic metres of the material in one unit as numerator / denominator, weighed by the factor. */
  lines: [
    6,
    list(
      record({
        material: [1, material],
        numerator: [2, integer(1, 10 ** 9)],
        denominator: [3, integer(1, 10 ** 9)],
        factor: [4, index],
      }),
      1,
      12,
    ),
  ],
  /** 1: losses are inside the quantities. */
  waste: [7, integer(0, 1)],
  project: [8, maybe(index)],
});

export const rulesSet = ruleSet;
export const approve = record({ proposal: [1, index] });
export const clockTick = record({});
export { dong, quantityMilli };
