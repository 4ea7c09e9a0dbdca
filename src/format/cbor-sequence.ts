// A CBOR sequence (RFC 8742) taken apart without decoding: where each item ends follows from its heads alone (RFC 8949, appendix C),
// so that one bad entry spoils neither its neighbours nor the server's day.

/** Deeper than any entry; the walk needs no recursion, but what nests further is nobody's entry. */
const MAX_OPEN = 32;

/** The items of a sequence, as views of it, and what follows the last whole one: empty where all could be read. */
export function splitSequence(bytes: Uint8Array, most: number): { items: Uint8Array[]; rest: Uint8Array } {
  const items: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length && items.length < most) {
    const end = itemEnd(bytes, at);
    if (end === undefined) break;
    items.push(bytes.subarray(at, end));
    at = end;
  }
  return { items, rest: bytes.subarray(at) };
}

/** Where the item that begins at `at` ends; undefined for one that is cut off, of indefinite length, reserved or too deep. */
function itemEnd(bytes: Uint8Array, start: number): number | undefined {
  const open: number[] = [1];
  let at = start;
  while (open.length > 0) {
    const head = bytes[at];
    if (head === undefined) return undefined;
    const major = head >> 5;
    const info = head & 31;
    if (info > 27) return undefined;
    const width = info < 24 ? 0 : 2 ** (info - 24);
    const argument = width === 0 ? info : argumentAt(bytes, at + 1, width);
    at += 1 + width;
    if (argument === undefined) return undefined;
    if (major === 2 || major === 3) at += argument;
    if (at > bytes.length) return undefined;
    open[open.length - 1]! -= 1;
    const children = major === 4 ? argument : major === 5 ? 2 * argument : major === 6 ? 1 : 0;
    // Each child takes a byte at least: a count beyond what is left is a lie, told to make the reader wait or count.
    if (children > bytes.length - at || open.length > MAX_OPEN) return undefined;
    if (children > 0) open.push(children);
    while (open.at(-1) === 0) open.pop();
  }
  return at;
}

function argumentAt(bytes: Uint8Array, at: number, width: number): number | undefined {
  if (at + width > bytes.length) return undefined;
  let value = 0;
  for (let i = 0; i < width; i++) value = value * 256 + bytes[at + i]!;
  return Number.isSafeInteger(value) ? value : undefined;
}
