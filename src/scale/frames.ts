// The continuous output of weighing indicators: bytes as they come off a line, cut into frames, each read as one weight. The layouts are the
// makers', as their manuals state them; nothing is taken for a weight that does not fit its layout to the last character.

/** One weight as the indicator sent it. */
export type ScaleReading = {
  readonly kg: number;
  /** The indicator's own word that the weight moves; absent where its format has no such flag. */
  readonly motion?: boolean;
  /** True if the indicator subtracts a tare: the weight is not that of what is on the plate. */
  readonly net: boolean;
  /** True if the weight is above or below what the scale can tell. */
  readonly outOfRange: boolean;
};

/** Why some bytes are no reading; counted, never signed. */
export type FrameFault = "layout" | "checksum" | "unit" | "fraction" | "too-long";

type Layout = {
  /** The byte that begins a frame; a frame without one begins after the end of the last. */
  readonly start?: number;
  /** The bytes that end one; where the next start ends it, there are none. */
  readonly ends: readonly number[];
  /** Longest frame in bytes, without its start and end. */
  readonly most: number;
  /** The maker's manual. */
  readonly manual: string;
  read(frame: string, unit: ScaleUnit): ScaleReading | FrameFault;
};

/** The unit of formats that name none. */
export type ScaleUnit = "kg" | "t";

const STX = 0x02;
const ETX = 0x03;
const LF = 0x0a;
const CR = 0x0d;
const EQUALS = 0x3d;
/** The parity bit of a line with seven data bits, where the converter passes it on. */
const SEVEN_BITS = 0x7f;
const OUT_OF_RANGE: ScaleReading = { kg: 0, net: false, outOfRange: true };

/** The formats, by the name that an operator chooses. */
export const FORMATS = {
  toledo: {
    manual: "Mettler Toledo, Wildcat Technical Manual E15609900A (12/00), chapter 6, appendix 2, tables 6-8 to 6-11",
    start: STX,
    ends: [CR],
    most: 15,
    read: readToledo,
  },
  and: {
    manual:
      "A&D, AD-4404 instruction manual, 9.2.6 A&D data format; CAS, CI-400 owner's manual, appendix 1, 18 and 22 bytes",
    ends: [CR, LF],
    most: 24,
    read: readAnd,
  },
  rinstrum: {
    manual: "Rinstrum, R320 reference manual 003R-682-119, 9.4 auto weight format string, FMT_1",
    start: STX,
    ends: [ETX],
    most: 9,
    read: readRinstrum,
  },
  "yaohua-stx": {
    manual: "Yaohua, XK3190-A26 manual, continuous communication format 0: a sum in two characters, no motion flag",
    start: STX,
    ends: [ETX],
    most: 10,
    read: readYaohuaChecked,
  },
  "yaohua-reversed": {
    manual: "Yaohua, XK3190-A26 manual, continuous communication format 1: the last digit first, no motion flag",
    start: EQUALS,
    ends: [],
    most: 8,
    read: readYaohuaReversed,
  },
  "yaohua-w": {
    manual: "Liden, LUW2001 manual, appendix 1, output format A (ww gross, wn net), as Yaohua XK3190-A12 sends it",
    ends: [CR, LF],
    most: 14,
    read: readYaohuaLetters,
  },
} as const satisfies Record<string, Layout>;
export type FormatName = keyof typeof FORMATS;

/** Cuts bytes into frames. What it holds is never longer than one frame, whatever comes. */
export class FrameCutter {
  readonly #layout: Layout;
  readonly #unit: ScaleUnit;
  readonly #held: Uint8Array;
  #length = 0;
  /** False until a frame has begun, and after one that was too long. */
  #open = false;

  constructor(format: FormatName, unit: ScaleUnit) {
    this.#layout = FORMATS[format];
    this.#unit = unit;
    this.#held = new Uint8Array(this.#layout.most);
  }

  /** Yields the frames that the bytes complete, in order; the rest waits for the next bytes. */
  *push(bytes: Uint8Array): Generator<ScaleReading | FrameFault> {
    const { start, ends, most } = this.#layout;
    for (const sent of bytes) {
      const byte = sent & SEVEN_BITS;
      if (byte === start || ends.includes(byte)) {
        if (this.#open && this.#length > 0) yield this.#read();
        this.#length = 0;
        this.#open = start === undefined || byte === start;
      } else if (this.#open && this.#length === most) {
        this.#open = false;
        yield "too-long";
      } else if (this.#open) this.#held[this.#length++] = byte;
    }
  }

  /** Forgets half a frame: the line was cut. */
  reset(): void {
    this.#open = false;
    this.#length = 0;
  }

  #read(): ScaleReading | FrameFault {
    return this.#layout.read(String.fromCharCode(...this.#held.subarray(0, this.#length)), this.#unit);
  }
}

/** A decimal number and its unit in whole kilograms; a weighbridge's division is never below one. */
function kilograms(digits: string, unit: ScaleUnit, sign: number): number | FrameFault {
  const [, whole, fraction = ""] = /^ *([0-9]+)(?:\.([0-9]*))? *$/.exec(digits) ?? [];
  if (whole === undefined) return "layout";
  const places = unit === "t" ? 3 : 0;
  if (/[1-9]/.test(fraction.slice(places))) return "fraction";
  const kg = Number(whole + fraction.slice(0, places).padEnd(places, "0"));
  return kg === 0 ? 0 : sign * kg;
}

function reading(kg: number | FrameFault, net: boolean, motion?: boolean): ScaleReading | FrameFault {
  if (typeof kg === "string") return kg;
  return { kg, net, outOfRange: false, ...(motion === undefined ? {} : { motion }) };
}

/** Three status characters, six digits shown, six of the tare. */
function readToledo(frame: string): ScaleReading | FrameFault {
  if (!/^[ -\x7f]{3}[ 0-9]{12}$/.test(frame)) return "layout";
  const [a, b, c] = [0, 1, 2].map((at) => frame.charCodeAt(at)) as [number, number, number];
  const ALWAYS = 0x20;
  if ((a & b & c & ALWAYS) === 0) return "layout";
  if ((b & 0x04) !== 0) return OUT_OF_RANGE;
  const inTonnes = (c & 0x07) === 2;
  if (!inTonnes && ((b & 0x10) === 0 || (c & 0x07) !== 0)) return "unit";
  const shown = frame.slice(3, 9).trim();
  // 0: two zeros that are not sent, 1: one, 2: none; from 3 on decimals.
  const point = (a & 0x07) - 2;
  const digits = point <= 0 ? shown + "0".repeat(-point) : `${shown.slice(0, -point)}.${shown.slice(-point)}`;
  const kg = kilograms(digits, inTonnes ? "t" : "kg", (b & 0x02) === 0 ? 1 : -1);
  return reading(kg, (b & 0x01) !== 0, (b & 0x08) !== 0);
}

/** "ST,GS,+0017340kg": state, gross or net, sign, weight, unit; between them CAS sends its number and its lamps. */
function readAnd(frame: string): ScaleReading | FrameFault {
  if (/^OL\b/.test(frame)) return OUT_OF_RANGE;
  const layout = /^(ST|US),(GS|NT),(?:[^,]{2},)?([ +-]?) *([0-9.]{4,8}) *(kg|t|g|lb)$/;
  const [, state, mode, sign, digits = "", unit] = layout.exec(frame) ?? [];
  if (state === undefined) return "layout";
  if (unit !== "kg" && unit !== "t") return "unit";
  return reading(kilograms(digits, unit, sign === "-" ? -1 : 1), mode === "NT", state === "US");
}

/** Sign, seven characters of weight, one of status; M is motion, and then nothing says whether a tare is subtracted. */
function readRinstrum(frame: string, unit: ScaleUnit): ScaleReading | FrameFault {
  const [, sign, digits = "", status] = /^([ -])([ 0-9.]{7})([GNUOME])$/.exec(frame) ?? [];
  if (sign === undefined) return /[UOE]$/.test(frame) && frame.length === 9 ? OUT_OF_RANGE : "layout";
  if (status === "U" || status === "O" || status === "E") return OUT_OF_RANGE;
  return reading(kilograms(digits, unit, sign === "-" ? -1 : 1), status === "N", status === "M");
}

/** Sign, six digits, the number of decimals, and the exclusive or of all these in two characters. */
function readYaohuaChecked(frame: string, unit: ScaleUnit): ScaleReading | FrameFault {
  const [, sign, digits, places, check] = /^([+-])([0-9]{6})([0-4])([0-9A-F]{2})$/.exec(frame) ?? [];
  if (digits === undefined) return "layout";
  const sum = [...frame.slice(0, 8)].reduce((all, each) => all ^ each.charCodeAt(0), 0);
  if (Number.parseInt(check!, 16) !== sum) return "checksum";
  const point = digits.length - Number(places);
  return reading(kilograms(`${digits.slice(0, point)}.${digits.slice(point)}`, unit, sign === "-" ? -1 : 1), false);
}

/** The weight from its last digit to its first, then "-" where it is below zero: "00.1734" is 4371.00. */
function readYaohuaReversed(frame: string, unit: ScaleUnit): ScaleReading | FrameFault {
  const [, digits, sign] = /^([0-9.]{7})([0-]?)$/.exec(frame) ?? /^([0-9.]{6})(-?)$/.exec(frame) ?? [];
  if (digits === undefined) return "layout";
  return reading(kilograms([...digits].reverse().join(""), unit, sign === "-" ? -1 : 1), false);
}

/** "ww017340kg" and "wn017340kg": without a tare in the indicator both say the same, and with one an empty plate shows no zero. */
function readYaohuaLetters(frame: string): ScaleReading | FrameFault {
  const [, mode, sign, digits = "", unit] = /^w([wn])(-?) *([0-9.]{5,9}) *(kg|lb)$/i.exec(frame) ?? [];
  if (mode === undefined) return "layout";
  if (unit !== "kg") return "unit";
  return reading(kilograms(digits, "kg", sign === "-" ? -1 : 1), false);
}
