// The one place where PostgreSQL's text becomes values. `pg` answers int8 with a string and bytea with a Buffer, PGlite with
// a number or BigInt and a Uint8Array; both are given this table instead, so that no query depends on its driver.
import { Buffer } from "node:buffer";

/** Turns the text form of one non-null value into what the code above the store sees. */
export type Reader = (text: string) => unknown;

/** int8 as a number; throws beyond 2^53 - 1, where a kilogram or an index would be rounded silently. */
function readInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new Error(`int8 ${text} does not fit a safe integer`);
  return value;
}

/** bytea in hex form (`\x…`, the server's default) as a Uint8Array that shares its buffer with nothing. */
export function readBytes(text: string): Uint8Array {
  if (!text.startsWith("\\x")) throw new Error("bytea_output must be hex");
  const bytes = new Uint8Array((text.length - 2) / 2);
  // Not Buffer.from(text, "hex"): small Buffers are views into one pool, and `.buffer` of such a view shows its neighbours.
  const written = Buffer.from(bytes.buffer).write(text.slice(2), "hex");
  if (written !== bytes.length) throw new Error("bytea text is not hex");
  return bytes;
}

/** A one-dimensional array of a type whose text holds no comma; NULL elements become null. */
function arrayOf(read: Reader): Reader {
  return (text) => {
    if (!text.startsWith("{") || text.startsWith("{{")) throw new Error("only one-dimensional arrays are read");
    const inside = text.slice(1, -1);
    if (inside === "") return [];
    return inside.split(",").map((item) => {
      if (item === "NULL") return null;
      return read(item.startsWith('"') ? item.slice(1, -1).replaceAll("\\\\", "\\") : item);
    });
  };
}

/**
 * Readers by type oid, for both drivers: int8, bytea and arrays of them; `date` stays text, because a Date would move it by
 * the server's time zone. Everything else is left to the driver: numeric (also `sum(int8)`) is a string in both, so cast
 * sums to bigint in SQL.
 */
export const readers: Readonly<Record<number, Reader>> = {
  17: readBytes,
  20: readInteger,
  1001: arrayOf(readBytes),
  1016: arrayOf(readInteger),
  1082: (text) => text,
};
