// Every number of the invented province in which the rules are scored, each with its source or its reason. Shares are in thousandths.
// Where no source is named the number is an assumption, chosen on the unkind side of what the people concerned report.

/** Two working days, and five more until the last device has sent what it holds: longer than the longest outage. */
export const DAYS = { working: 2, until: 7 } as const;

/** Minutes of the day. Sand may be dug from 05:00 to 19:00 (the licence in demo/province.ts); drivers keep inside it by half an hour. */
export const HOURS = { opens: 330, lastLoading: 1020 } as const;

/** Fourteen lorries of 18 tonnes: what a yard of a district sees on a busy day, five trips each. */
export const FLEET = { lorries: 14, spare: 4, bought: 8, payloadKg: 18_000 } as const;

/** Payload that a loader puts on, in thousandths: nobody fills to the kilogram. */
export const LOADING = { least: 820, most: 985 } as const;

/** Errors of measurement, in thousandths of the load: the reach of an even spread, so that a tenth of all lie near it. */
export const ERRORS = {
  /** OIML R 76 class III lorry scales: 20 kg steps at 40 t and twice that in service; ±0.5 % of a 16 t load. */
  scale: 4,
  /** A scale's own lasting bias, within its verification. */
  scaleBias: 3,
  /** A loader's bed read with a stick: 5 % is what the rules allow, practice stays within four fifths of it. */
  volume: 40,
  /** Portable axle pads of a checkpoint: 3 % by their makers. */
  checkpoint: 25,
} as const;

/** Dredged sand drains on the way: up to 2 % in an hour for heaped wet sand; rain adds less. In thousandths. */
export const WATER = { mostDrained: 20, rainy: 100, mostRain: 10 } as const;

/** Telephones without a network take their hour from the last contact; beyond ten minutes people notice. Seconds. */
export const CLOCKS = { usual: 120, some: 540, someOfThousand: 50 } as const;

/** Network at river ports and roadsides: a third of the devices lose it for an hour or two a day, a few for a day or two. */
export const NETWORK = {
  outageOfThousand: 330,
  hours: [1, 4],
  longOfThousand: 40,
  longHours: [14, 50],
  /** After the network is back a device sends within a quarter of an hour, in no order. */
  sendsWithinS: 900,
  /** With a network an entry is in the log within so many seconds. */
  answersWithinS: 15,
} as const;

/** Checkpoints work these minutes of the day and scan so many of the lorries that pass; some they put on the axle pads.
 * Wet paper or a broken camera: three codes in a hundred are typed. */
export const POSTS = { opens: 360, closes: 1080, scans: 600, weighs: 60, secondOfficer: 40, typedCode: 30 } as const;

/** Travel in thousandths of the route's time. */
export const TRAVEL = { least: 850, most: 1350 } as const;

/** Minutes at either end: loading, queueing, tipping. The licensing authority answers by the next working day, in hours. */
export const STAYS = { loading: [8, 20], tipping: [6, 18], authorityHours: [1, 24] } as const;

/** Mishaps of honest people, in thousandths of the loads. Typing errors of hand-entered numbers: 3 to 10 in a thousand fields. */
export const MISHAPS = {
  /** The storekeeper types a digit too few or too many, or swaps two. */
  typo: 5,
  /** An officer taps "plate differs" by mistake. */
  plateTap: 3,
  /** Whoever erred notices, within these minutes. */
  noticed: 930,
  noticedMinutes: [5, 300],
  /** The lorry breaks down and another takes the load over. */
  breakdown: 6,
  /** The load is sent to another of the builder's places. */
  diverted: 5,
  /** The receiver has no room, and the load goes back. */
  turnedAway: 4,
  /** Contractor and supervisor both record the arrival. */
  recordedTwice: 20,
  /** The slip is written and the lorry does not leave. */
  notLeft: 6,
  /** The driver sleeps, eats or waits for the tide on the way; minutes. */
  dawdles: 15,
  dawdleMinutes: [60, 300],
  /** The receiver takes the load in two parts. */
  inParts: 15,
} as const;

/** A slip book of the gate each working morning: the 72 hours that the rules allow, and what the gate sends in them. */
export const BOOKS = { serials: 150, massKg: 2_400_000, hours: 71, atMinute: 300 } as const;

/** In a world with frauds, so many crooks try something on each working day. */
export const CROOKS = { aDay: 3, nightPatrol: 150 } as const;

/** A builder claims when the last telephone has sent; he leaves two in a hundred for what drained and for rounding. */
export const CLAIMS = { afterDays: 6, permille: 980 } as const;

/** The tolerances that docs/verdicts.md promises, with which the score decides by itself whether an entry contradicts a load. */
export const PROMISED = {
  clockS: 900,
  sameLookS: 600,
  secondLookS: 7200,
  tripPermille: 500,
  checkpointPermille: 30,
  scalePermille: 5,
  volumePermille: 50,
  wetPermille: 30,
  mixedPermille: 100,
  plausiblePermille: 500,
} as const;

/** The promises that the score holds the rules to (docs/fraud.md). */
export const PROMISES = { detectedPermille: 950, contestedPpm: 1000, signalsPerThousand: 1 } as const;
