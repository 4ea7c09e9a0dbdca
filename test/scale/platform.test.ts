// When a vehicle on a weighbridge has been weighed: what rolls, swings, is pressed or shares the plate is not signed, and an honest driver in
// the wind is. Readings ten times a second, divisions of 20 kg; figures by hand.
import { describe, expect, test } from "vitest";
import type { ScaleReading } from "../../src/scale/frames.ts";
import { type KeptVisit, pairVisits } from "../../src/scale/pairing.ts";
import { Platform, type PlatformEvent } from "../../src/scale/platform.ts";

/** A weight for so many seconds; two weights take turns as a plate swings. */
type Stretch = readonly [kg: number | readonly [number, number], seconds: number, more?: Partial<ScaleReading>];

class Bridge {
  readonly #platform = new Platform(20);
  readonly said: PlatformEvent[] = [];
  #atMs = 0;
  readonly #flagged: boolean;

  constructor(flagged = true) {
    this.#flagged = flagged;
  }

  play(...stretches: readonly Stretch[]): this {
    for (const [kg, seconds, more] of stretches)
      for (let i = 0; i < seconds * 10; i++) {
        this.#atMs += 100;
        const shown = typeof kg === "number" ? kg : kg[i % 2]!;
        const flag = this.#flagged ? { motion: false } : {};
        const event = this.#platform.hear({ kg: shown, net: false, outOfRange: false, ...flag, ...more }, this.#atMs);
        if (event) this.said.push(event);
      }
    return this;
  }

  silence(seconds: number): this {
    this.#atMs += seconds * 1000;
    return this;
  }

  /** How the visits ended. */
  get ends(): (number[] | string)[] {
    return this.said.flatMap((event): (number[] | string)[] =>
      event.what === "left" ? [[event.visit.lowKg, event.visit.highKg]] : event.what === "spoilt" ? [event.why] : [],
    );
  }
}

const EMPTY: Stretch = [0, 2];
/** Up the ramp and down again, a tenth of a second at each weight. */
const on = (...kgs: number[]): Stretch[] => kgs.map((kg) => [kg, 0.1, { motion: true }]);

describe("một xe lên cân, đứng yên, xuống (a vehicle that rolls on, settles and leaves)", () => {
  test("is weighed once, when the plate is empty again", () => {
    const bridge = new Bridge().play(EMPTY, ...on(4000, 9000, 21_000, 26_400), [26_310, 4]);
    expect(bridge.said).toEqual([{ what: "empty" }, { what: "steady", visit: { lowKg: 26_310, highKg: 26_310 } }]);
    expect(bridge.play(...on(20_000, 6000), EMPTY).ends).toEqual([[26_310, 26_310]]);
  });

  test("honest twin: the wind swings the plate by one division, and the weight settles at the lower and the upper of the two", () => {
    const bridge = new Bridge().play(
      EMPTY,
      ...on(9000),
      [[26_300, 26_400], 6],
      [[26_300, 26_320], 4],
      ...on(6000),
      EMPTY,
    );
    expect(bridge.ends).toEqual([[26_300, 26_320]]);
  });

  test("swings by two divisions all the time: nothing is signed", () => {
    expect(new Bridge().play(EMPTY, [[26_300, 26_340], 30], EMPTY).ends).toEqual(["never-steady"]);
  });

  test("stays still for 2.9 seconds, or is still for the eye while the indicator says that it moves: nothing is signed", () => {
    expect(new Bridge().play(EMPTY, [26_310, 2.9], ...on(6000), EMPTY).ends).toEqual(["never-steady"]);
    expect(new Bridge().play(EMPTY, [26_310, 30, { motion: true }], EMPTY).ends).toEqual(["never-steady"]);
  });

  test("without a flag of the indicator is still for five seconds, not three", () => {
    expect(new Bridge(false).play(EMPTY, [26_310, 4.5], EMPTY).ends).toEqual(["never-steady"]);
    expect(new Bridge(false).play(EMPTY, [26_310, 5.2], EMPTY).ends).toEqual([[26_310, 26_310]]);
  });

  test("honest twin: waits with its front axle on the plate, then rolls on", () => {
    expect(new Bridge().play(EMPTY, [7000, 5], ...on(15_000), [26_310, 5], ...on(9000), EMPTY).ends).toEqual([
      [26_310, 26_310],
    ]);
  });

  test("is a person, or a motorbike: nobody is told", () => {
    expect(new Bridge().play(EMPTY, [80, 10], EMPTY, [240, 10], EMPTY).said).toEqual([{ what: "empty" }]);
  });

  test("is above the range, or stands on a plate whose indicator subtracts a tare: nothing is signed", () => {
    expect(new Bridge().play(EMPTY, [0, 10, { outOfRange: true }], EMPTY).ends).toEqual(["never-steady"]);
    expect(new Bridge().play(EMPTY, [12_000, 10, { net: true }], EMPTY).ends).toEqual(["never-steady"]);
  });
});

describe("người đứng cân gian (whoever presses the plate)", () => {
  test("cheat: a foot that presses now and then keeps the weight from being steady", () => {
    expect(new Bridge().play(EMPTY, [[26_310, 26_390], 20], ...on(6000), EMPTY).ends).toEqual(["never-steady"]);
  });

  test("cheat: a man who is on the plate and steps off makes no load heavier: of the steady weights the full lorry has the least", () => {
    // 26,310 kg and a man of 70 kg; empty 11,300 kg.
    const full = new Bridge().play(EMPTY, [26_380, 5], [26_310, 5], ...on(6000), EMPTY);
    expect(full.ends).toEqual([[26_310, 26_380]]);
    const tare = new Bridge().play(EMPTY, [11_300, 5], [11_370, 5], ...on(6000), EMPTY);
    expect(tare.ends).toEqual([[11_300, 11_370]]);
    // 26,310 − 11,370 = 14,940: never more than the 15,010 that are there.
    expect(pairVisits(kept(11_300, 11_370, 0), kept(26_310, 26_380, 60), "empty")).toEqual({
      grossKg: 26_310,
      tareKg: 11_370,
    });
  });

  test("honest twin: the driver gets out to fetch his papers and comes back", () => {
    expect(new Bridge().play(EMPTY, [26_310, 5], [26_240, 20], [26_310, 5], EMPTY).ends).toEqual([[26_240, 26_310]]);
  });

  test("cheat: a second vehicle's axle rolls on beside the lorry, before or after the lorry is steady", () => {
    expect(new Bridge().play(EMPTY, [26_310, 5], [27_010, 5], ...on(9000), EMPTY).ends).toEqual(["rose"]);
    expect(new Bridge().play(EMPTY, [27_010, 5], [26_310, 5], ...on(9000), EMPTY).ends).toEqual(["fell"]);
  });

  test("cheat: two vehicles without zero between, whatever the second one weighs", () => {
    for (const second of [14_000, 26_310, 31_000]) {
      const bridge = new Bridge().play(EMPTY, [26_310, 5], ...on(12_000, 5000, 9000), [second, 5], ...on(6000), EMPTY);
      expect(bridge.ends, `${second} kg behind`).toEqual(["no-zero"]);
    }
  });

  test("honest twin: two vehicles with the plate empty for a second between them", () => {
    const two = new Bridge().play(
      EMPTY,
      [26_310, 5],
      ...on(9000),
      [20, 1.2],
      ...on(9000),
      [14_000, 5],
      ...on(5000),
      EMPTY,
    );
    expect(two.ends).toEqual([
      [26_310, 26_310],
      [14_000, 14_000],
    ]);
  });

  test("cheat: a stone below the plate, or mud on it: nothing is weighed before zero, and nothing is signed until zero comes back", () => {
    expect(new Bridge().play([60, 5], [26_310, 5], [60, 5]).said).toEqual([]);
    const left = new Bridge().play(EMPTY, [26_310, 5], [60, 60]);
    expect(left.ends).toEqual([]);
    expect(left.play(EMPTY).ends).toEqual([[26_310, 26_310]]);
    // Honest twin: two divisions of rain.
    expect(new Bridge().play([40, 2], [26_310, 5], [-40, 2]).ends).toEqual([[26_310, 26_310]]);
  });
});

describe("đầu cân mất tín hiệu (a line that is cut)", () => {
  test("spoils the visit under way; a vehicle that is there at the start must roll off and on again", () => {
    const bridge = new Bridge().play(EMPTY, [26_310, 5]).silence(2.1).play([26_310, 5], EMPTY);
    expect(bridge.ends).toEqual(["gap"]);
    expect(new Bridge().play([26_310, 30], EMPTY).said).toEqual([{ what: "empty" }]);
  });

  test("honest twin: two seconds without a reading, and an empty plate that was silent all night", () => {
    expect(new Bridge().play(EMPTY, [26_310, 5]).silence(1.9).play([26_310, 5], EMPTY).ends).toEqual([
      [26_310, 26_310],
    ]);
    const night = new Bridge().play(EMPTY).silence(30_000).play([0, 3], [26_310, 5], EMPTY);
    expect(night.ends).toEqual([[26_310, 26_310]]);
  });
});

const kept = (lowKg: number, highKg: number, minutes: number): KeptVisit => ({
  lowKg,
  highKg,
  leftMs: minutes * 60_000,
});

describe("hai lần cân (two visits)", () => {
  const empty = kept(11_300, 11_320, 0);
  test.each([
    ["empty, then full", "empty", empty, kept(26_300, 26_310, 40), { grossKg: 26_300, tareKg: 11_320 }],
    [
      "full, then empty at the receiver's",
      "full",
      kept(26_300, 26_310, -40),
      empty,
      { grossKg: 26_300, tareKg: 11_320 },
    ],
    ["a first visit: nothing to pair with", "empty", undefined, empty, undefined],
    // A tare weighed after the load left would make a load that is not there.
    ["full, then empty where loads are sent", "empty", kept(26_300, 26_310, -40), empty, undefined],
    ["empty twice", "empty", empty, kept(11_340, 11_340, 5), undefined],
    ["499 kg between: no load", "empty", empty, kept(11_819, 11_819, 5), undefined],
    ["500 kg between: a load", "empty", empty, kept(11_820, 11_820, 5), { grossKg: 11_820, tareKg: 11_320 }],
    ["yesterday's tare", "empty", empty, kept(26_300, 26_310, 12 * 60 + 1), undefined],
    ["a clock set back between", "empty", kept(11_300, 11_320, 5), kept(26_300, 26_310, 0), undefined],
  ] as const)("%s", (_, end, first, second, load) => {
    expect(pairVisits(first, second, end)).toEqual(load);
  });
});
