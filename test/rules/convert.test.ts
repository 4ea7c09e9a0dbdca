// Conversions to the kilogram and to the last decimal that the sources print.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FACTOR_USE, MATERIAL } from "../../src/format/codes.ts";
import {
  decimals,
  demandKg,
  fraction,
  limitKg,
  OVER_CAPACITY,
  overCapacity,
  ratioCeil,
  ratioFloor,
  timesOverFloor,
} from "../../src/rules/numbers/convert.ts";

const one = { numerator: 1, denominator: 1 };

describe("recipes", () => {
  it("100 m³ of concrete M250 hold 73,416 kg of sand and 135,780 kg of stone 1×2", () => {
    const sand = { numerator: 532, denominator: 1000 };
    const stone = { numerator: 876, denominator: 1000 };
    expect(demandKg(100_000, sand, { ...one, numerator: 1380 })).toBe(73_416);
    expect(demandKg(100_000, stone, { ...one, numerator: 1550 })).toBe(135_780);
  });

  it("a claim's demand rounds up once and a limit rounds down once", () => {
    const third = { numerator: 1, denominator: 3 };
    expect(demandKg(1, third, { ...one, numerator: 1380 })).toBe(1);
    expect(demandKg(1000, third, { ...one, numerator: 1380 })).toBe(460);
    expect(demandKg(1001, third, { ...one, numerator: 1380 })).toBe(461);
    const factor = { material: MATERIAL.sand, use: FACTOR_USE.loose, document: "", numerator: 1380, denominator: 7 };
    expect(limitKg(10, 3, factor)).toBe(1971);
    expect(limitKg(10, 2, undefined)).toBe(10_000);
    expect(limitKg(10, 1, undefined)).toBeUndefined();
  });

  it("are exact where floating point is not", () => {
    const big = fc.integer({ min: 1, max: 10 ** 12 });
    fc.assert(
      fc.property(big, big, big, (a, b, c) => {
        const exact = (BigInt(a) * BigInt(b)) / BigInt(c);
        fc.pre(exact < BigInt(Number.MAX_SAFE_INTEGER));
        const rest = (BigInt(a) * BigInt(b)) % BigInt(c);
        expect(BigInt(timesOverFloor(a, b, c))).toBe(exact);
        expect(BigInt(ratioFloor([a, b], [c]))).toBe(exact);
        expect(BigInt(ratioCeil([a, b], [c]))).toBe(rest === 0n ? exact : exact + 1n);
      }),
    );
  });
});

describe("extraction beyond capacity", () => {
  // 31,350 m³ of loose sand at a swell of 1.125 and 1,656 m³ of loose gravel at 1.2: 27,866.67 + 1,380 m³ in place.
  const real = fraction(87_740, 3);

  it("against a licence of 20,000 m³ they are 46.23 % over, in the band from 25 to 50 %", () => {
    const { percent, band } = overCapacity(real, fraction(20_000));
    expect(decimals(percent, 2)).toBe("46.23");
    expect(band).toBe(25);
  });

  it("a band begins at its first percent exactly", () => {
    const bandOf = (m3: number) => overCapacity(fraction(m3), fraction(100_000)).band;
    expect(OVER_CAPACITY.map((from) => bandOf(100_000 + from * 1000))).toEqual([15, 25, 50, 100]);
    expect(OVER_CAPACITY.map((from) => bandOf(99_999 + from * 1000))).toEqual([undefined, 15, 25, 50]);
    expect(bandOf(100_000)).toBeUndefined();
    expect(decimals(overCapacity(fraction(1), fraction(2)).percent, 2)).toBe("0.00");
  });
});

describe("decimals", () => {
  it("round half up and keep their noughts", () => {
    expect(decimals(fraction(1, 2), 0)).toBe("1");
    expect(decimals(fraction(1, 8), 2)).toBe("0.13");
    expect(decimals(fraction(1, 1000), 2)).toBe("0.00");
    expect(decimals(fraction(-3, -2), 1)).toBe("1.5");
  });

  it("nothing is divided by nothing", () => {
    expect(() => fraction(1, 0)).toThrow();
  });
});
