// The parts of a workbook out of its zip file, within bounds that hold whatever the file says of itself: unpacking stops as soon as more comes out
// than an estimate can have, so that a small file costs neither memory nor time. The sizes that a zip file declares are not believed.
import { Inflate } from "fflate";

/** Unpacked, of all wanted parts together. */
const MOST_BYTES = 16 * 1024 * 1024;
const MOST_PARTS = 1000;
/** Packed bytes that are unpacked before the result is looked at: at most a thousand times as many come out. */
const STEP = 4096;

const END = { signature: 0x06054b50, bytes: 22, longestComment: 65_535 };
const ENTRY = { signature: 0x02014b50, bytes: 46 };
const LOCAL = { signature: 0x04034b50, bytes: 30 };
const METHOD = { stored: 0, deflated: 8 };

export type Unpacked =
  | { readonly ok: true; readonly parts: ReadonlyMap<string, Uint8Array> }
  | { readonly ok: false; readonly why: "damaged" | "encrypted" | "too-large" };

type Part = { readonly name: string; readonly flags: number; readonly method: number; readonly packed: Uint8Array };

/** The parts whose names are wanted. */
export function unpackParts(zip: Uint8Array, wanted: RegExp): Unpacked {
  const listed = partsOf(zip)?.filter(({ name }) => wanted.test(name));
  if (!listed) return { ok: false, why: "damaged" };
  const parts = new Map<string, Uint8Array>();
  let left = MOST_BYTES;
  for (const { name, flags, method, packed } of listed) {
    if ((flags & 1) === 1) return { ok: false, why: "encrypted" };
    const part = method === METHOD.stored ? packed : method === METHOD.deflated ? inflate(packed, left) : undefined;
    if (!part || parts.has(name)) return { ok: false, why: "damaged" };
    left -= part.length;
    if (left < 0) return { ok: false, why: "too-large" };
    parts.set(name, part);
  }
  return { ok: true, parts };
}

/** The parts that the directory at the end of the file lists; undefined where it is no zip file. */
function partsOf(zip: Uint8Array): Part[] | undefined {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = endOf(view);
  if (end === undefined) return undefined;
  const count = view.getUint16(end + 10, true);
  if (count > MOST_PARTS) return undefined;
  const parts: Part[] = [];
  for (let at = view.getUint32(end + 16, true), n = 0; n < count; n++) {
    if (at + ENTRY.bytes > zip.length || view.getUint32(at, true) !== ENTRY.signature) return undefined;
    const [name, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true)) as [
      number,
      number,
      number,
    ];
    const local = view.getUint32(at + 42, true);
    if (local + LOCAL.bytes > zip.length || view.getUint32(local, true) !== LOCAL.signature) return undefined;
    const begin = local + LOCAL.bytes + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    parts.push({
      name: new TextDecoder().decode(zip.subarray(at + ENTRY.bytes, at + ENTRY.bytes + name)),
      flags: view.getUint16(at + 8, true),
      method: view.getUint16(at + 10, true),
      packed: zip.subarray(begin, begin + view.getUint32(at + 20, true)),
    });
    at += ENTRY.bytes + name + extra + comment;
  }
  return parts;
}

function endOf(view: DataView): number | undefined {
  const last = view.byteLength - END.bytes;
  for (let at = last; at >= Math.max(0, last - END.longestComment); at--)
    if (view.getUint32(at, true) === END.signature) return at;
  return undefined;
}

/** The bytes behind packed ones, or the first of them where they are more than `most`; undefined where they are damaged. */
function inflate(packed: Uint8Array, most: number): Uint8Array | undefined {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  const stream = new Inflate((chunk, last) => {
    size += chunk.length;
    ended ||= last;
    chunks.push(chunk);
  });
  try {
    for (let at = 0; at < packed.length && size <= most && !ended; at += STEP)
      stream.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
  } catch {
    return undefined;
  }
  if (!ended && size <= most) return undefined;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
