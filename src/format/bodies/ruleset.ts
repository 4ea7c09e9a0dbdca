// The rule set: every threshold, band and phase that a province decides, in force from a day on by a document (docs/design.md, Rights and observations).
import { integer, list, maybe, named, type Of, record } from "../shape.ts";
import { instrument, material, phase, phasedRule, siteType } from "./code-shapes.ts";
import { day, document, dong, index, permille, seconds } from "./common.ts";

/** Bands of measurements and what of successive weighings is a signal; each number's meaning is its name. */
export const measures = named(
  "measures",
  record({
    /** Uncertainty of a measurement that states none: by scale, draught, hold or bed volume, survey. */
    scalePermille: [1, permille],
    draughtPermille: [2, permille],
    volumePermille: [3, permille],
    surveyPermille: [4, permille],
    /** A tare further than this from what the vehicle weighed at first. */
    tarePermille: [5, permille],
    /** One vehicle's net weight so many times running. */
    sameTimes: [6, integer(2, 100)],
    /** One vehicle's net weights at whole multiples of `roundKg` so many times running. */
    roundTimes: [7, integer(2, 100)],
    roundKg: [8, integer(2, 10_000)],
    /** Of so many latest weighings of one place, over all vehicles… */
    placeLoads: [9, integer(2, 20)],
    /** …so many that are identical, or round. */
    placeTimes: [10, integer(2, 20)],
    /** Loads after which a scale's sum of differences to the scales at the other end is judged… */
    biasLoads: [11, integer(2, 1000)],
    /** …and how far from nothing it may be, of all that was sent. */
    biasPermille: [12, permille],
    /** Minutes from a signed weighing to the slip or receipt that rests on it. */
    weighingMinutes: [13, integer(1, 1440)],
  }),
);
export type Measures = Of<typeof measures>;

/**
 * What two honest observations of one load may differ by, and what a place, a vehicle and a day can hold. Beyond these an observation
 * contradicts, waits for a ruling or is noticed. Each number's meaning is its name.
 */
export const tolerances = named(
  "tolerances",
  record({
    /** Minutes by which a device's clock may be wrong. */
    clockMinutes: [1, integer(0, 240)],
    /** Sightings at one place in one direction within so many minutes are one passing. */
    sameLookMinutes: [2, integer(0, 240)],
    /** Receipts of one load within so many minutes are one arrival, written down twice. */
    secondLookMinutes: [3, integer(0, 1440)],
    /** The least time for another trip, as a share of the route's cycle. */
    tripPermille: [4, permille],
    /** No vehicle is faster, in a straight line. */
    topKmh: [5, integer(10, 300)],
    /** Uncertainty of a weight taken at a checkpoint. */
    checkpointPermille: [6, permille],
    /** More than the slip says by more than this cannot be told apart from the load. */
    mixedPermille: [7, permille],
    /** A receipt at another place counts from this share of the slip's mass on. */
    plausiblePermille: [8, permille],
    /** Water that a load may take up or lose on the way. */
    wetPermille: [9, permille],
    /** Minutes from what happened to the log: of a right that is used on line… */
    sentMinutes: [10, integer(1, 1440)],
    /** …and of what was observed or signed with no network. Older entries wait for a ruling. */
    lateMinutes: [11, integer(60, 43_200)],
    /** Minutes for which what is given back waits for observations that are still on their way. */
    waitMinutes: [12, integer(0, 43_200)],
    /** Minutes that one vehicle can be driven within a day. */
    drivenMinutes: [13, integer(60, 1440)],
    /** Loads that one place can send or receive within an hour. */
    hourLoads: [14, integer(1, 1000)],
    /** Of its yearly capacity, what a source can produce on one day. */
    dayPermille: [15, permille],
    /** Loads of one route after which it is asked whether any was seen on the road. */
    unseenLoads: [16, integer(2, 1000)],
    /** Books that differ by more than this must be explained (Circular 36/2025/TT-BNNMT: a tenth). */
    explainPermille: [17, permille],
  }),
);
export type Tolerances = Of<typeof tolerances>;

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
    /** Exceptions to the phases by date, kind of site, material and size of the project; the last that fits decides. */
    phases: [
      13,
      maybe(
        list(
          record({
            rule: [1, phasedRule],
            phase: [2, phase],
            fromS: [3, maybe(seconds)],
            siteType: [4, maybe(siteType)],
            material: [5, maybe(material)],
            /** Of loads for projects of a registered value from here on… */
            leastDong: [6, maybe(dong)],
            /** …and below there. */
            belowDong: [7, maybe(dong)],
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
    /** How far measurements may lie apart before somebody has to ask. */
    measures: [15, measures],
    /** What a weighing on a scale that is not named, not calibrated or out of use does. */
    scalePhase: [16, phase],
    /** What a claim does whose fill is not weighed by a signed test of its project. */
    fillPhase: [17, phase],
    /** What a crusher's run outside its yields does. */
    yieldPhase: [18, phase],
    /** Minutes by which a slip may be extended in all. */
    extendMinutes: [19, integer(0, 43_200)],
    /** Last day on which opening stock may leave its place; absent: it does not end. */
    openingUntil: [20, maybe(day)],
    /** What honest observations may differ by. */
    tolerances: [21, tolerances],
  }),
);
export type RuleSet = Of<typeof ruleSet>;
