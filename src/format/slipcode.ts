// A slip on paper: the QR text, which is the entry itself, and the short code under it for typing and phone calls.
// Base45 is written here: the npm package needs Node's Buffer, and the scanner runs in browsers.
import { concat, utf8 } from "./bytes.ts";

/** Longest entry that prints as a QR code of version 10 at level M with the "SN1:" prefix (311 alphanumerics). */
export const QR_ENTRY_LIMIT = 204;
const PREFIX = "SN1:";
/** Room for an entry of 400 bytes, the longest that an observer may embed, with white space around it. */
const LONGEST_TEXT = 700;
const BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/** RFC 9285 §4: two bytes become three characters, a last single byte two. */
export function base45(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 2) {
    const pair = i + 1 < bytes.length;
    const n = pair ? bytes[i]! * 256 + bytes[i + 1]! : bytes[i]!;
    text += BASE45[n % 45]! + BASE45[Math.floor(n / 45) % 45]!;
    if (pair) text += BASE45[Math.floor(n / 2025)]!;
  }
  return text;
}

/** The bytes of RFC 9285 text, or undefined for characters, lengths and values outside it. */
export function unbase45(text: string): Uint8Array | undefined {
  if (text.length % 3 === 1) return undefined;
  const digits = Array.from(text, (char) => BASE45.indexOf(char));
  if (digits.includes(-1)) return undefined;
  const bytes: number[] = [];
  for (let i = 0; i < digits.length; i += 3) {
    const triple = i + 2 < digits.length;
    const n = digits[i]! + digits[i + 1]! * 45 + (triple ? digits[i + 2]! * 2025 : 0);
    if (n > (triple ? 0xffff : 0xff)) return undefined;
    if (triple) bytes.push(n >> 8);
    bytes.push(n & 0xff);
  }
  return Uint8Array.from(bytes);
}

/** "SN1:" + base45 of the slip's COSE_Sign1; never a URL. */
export function qrText(entry: Uint8Array): string {
  return PREFIX + base45(entry);
}

/** The entry bytes in a scanned or pasted text, or undefined when it is not one of ours. Spaces are digits here and are kept. */
export function readQrText(text: string): Uint8Array | undefined {
  if (text.length > LONGEST_TEXT) return undefined;
  const line = text.replaceAll(/^\s+|[\r\n\t]+$/g, "");
  return line.startsWith(PREFIX) ? unbase45(line.slice(PREFIX.length)) : undefined;
}

// Crockford's base 32: no I, L, O, U, so that a code survives handwriting and a bad line.
const CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_DATA = 10;
/** A prime below 32², so that every single wrong character and every swap of neighbours changes the two check characters. */
const CHECK_MODULUS = 1021;

function checkOf(data: string): string {
  let remainder = 0;
  for (const char of data) remainder = (remainder * 32 + CODE_ALPHABET.indexOf(char)) % CHECK_MODULUS;
  return CODE_ALPHABET[remainder >> 5]! + CODE_ALPHABET[remainder & 31]!;
}

/** The short code of an entry: the first 50 bits of its id in base 32 and two check characters, as "XXXX-XXXX-XXXX". */
export function slipCode(entryId: Uint8Array): string {
  let bits = 0n;
  for (let i = 0; i < 7; i++) bits = bits * 256n + BigInt(entryId[i]!);
  bits >>= 6n;
  let data = "";
  for (let i = CODE_DATA - 1; i >= 0; i--) data += CODE_ALPHABET[Number((bits >> BigInt(5 * i)) & 31n)]!;
  const code = data + checkOf(data);
  return `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`;
}

/** The code as printed, from what a person typed (case, spaces, hyphens, and O I L read as 0 1 1), or undefined if it does not check. */
export function readSlipCode(typed: string): string | undefined {
  const bare = typed.toUpperCase().replaceAll(/[\s-]/g, "").replaceAll("O", "0").replaceAll(/[IL]/g, "1");
  if (bare.length !== CODE_DATA + 2 || Array.from(bare).some((char) => !CODE_ALPHABET.includes(char))) return undefined;
  if (checkOf(bare.slice(0, CODE_DATA)) !== bare.slice(CODE_DATA)) return undefined;
  return `${bare.slice(0, 4)}-${bare.slice(4, 8)}-${bare.slice(8)}`;
}

/** The ten digits of a code as printed, as one number below 2^50: how a store finds a slip by its code. */
export function slipCodeNumber(code: string): number {
  let number = 0;
  for (const char of code.replaceAll("-", "").slice(0, CODE_DATA)) number = number * 32 + CODE_ALPHABET.indexOf(char);
  return number;
}

const RESULT_PREFIX = "SNKQ:";

/** The QR text on the paper of a result: "SNKQ:", the ledger's origin, the result's entry and its short code. */
export function resultText(origin: string, index: number, entryId: Uint8Array): string {
  return `${RESULT_PREFIX}${origin}/${index}/${slipCode(entryId)}`;
}

/** A result as its paper names it; a number and a code typed from the paper name no ledger. */
export type PaperResult = { readonly origin: string | undefined; readonly index: number; readonly code: string };

/** The result that a scanned text, or "entry/code" typed from the paper, names; undefined for every other text. */
export function readResultText(text: string): PaperResult | undefined {
  const parts = /^(?:SNKQ:(.+)\/)?([0-9]{1,10})\/([0-9A-Z -]{12,20})$/iu.exec(text.trim());
  const code = parts?.[3] && readSlipCode(parts[3]);
  return parts && code ? { origin: parts[1], index: Number(parts[2]), code } : undefined;
}

/** True for a text that comes off the paper of a result, readable or not. */
export function isResultText(text: string): boolean {
  return /^\s*SNKQ:/i.test(text) || readResultText(text) !== undefined;
}

/** The text that a device signs to open a session: a purpose of its own, so that no answer to a challenge is ever an entry. */
export function sessionMessage(origin: string, challenge: Uint8Array): Uint8Array {
  return concat(utf8(`so-nguon/session/v1\n${origin}\n`), challenge);
}
