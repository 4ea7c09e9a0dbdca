// Amounts as the command line writes them for people: as offices write them in Vietnam, grouped by dots, with a comma before
// decimals. Integers in, text out; the pages have their own, richer table.

/** Digits grouped in threes. */
function grouped(digits: string): string {
  return digits.replaceAll(/\B(?=(\d{3})+$)/g, ".");
}

/** A whole number: 73416 is "73.416". */
export function countText(value: number): string {
  return value < 0 ? `−${grouped(String(-value))}` : grouped(String(value));
}

/** Kilograms as tonnes with one decimal, half up: 73416 is "73,4 t". */
export function tonnesText(massKg: number): string {
  const tenths = (BigInt(massKg) + 50n) / 100n;
  return `${grouped(String(tenths / 10n))},${tenths % 10n} t`;
}

/** Thousandths of a unit with no idle zeros: 81700 is "81,7". */
export function quantityText(milli: number): string {
  const fraction = String(milli % 1000)
    .padStart(3, "0")
    .replace(/0+$/, "");
  const whole = grouped(String(Math.floor(milli / 1000)));
  return fraction === "" ? whole : `${whole},${fraction}`;
}

/** Đồng: 98040000 is "98.040.000 đ". */
export function dongText(dong: number): string {
  return `${countText(dong)} đ`;
}

/** An instant in Vietnam: "12/11/2026 14:20:05". */
export function instantText(ms: number): string {
  const local = new Date(ms + 7 * 3_600_000).toISOString();
  const [year, month, day] = local.slice(0, 10).split("-");
  return `${day}/${month}/${year} ${local.slice(11, 19)}`;
}
