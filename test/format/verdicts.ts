// Vectors with a verdict for whoever writes a reader of their own: what must be taken and what must be refused, with one line on why.
import { base64, concat, hex, unbase64, unhex } from "../../src/format/bytes.ts";
import { signedPart } from "../../src/format/entry.ts";
import { cosignNote, signNote } from "../../src/format/note.ts";
import { qrText } from "../../src/format/slipcode.ts";
import { keyOf, ORIGIN, PLAIN_SLIP, signerOf, signSample } from "./samples.ts";
import { chain, headOf, receiptOf, storyEntries, VKEY } from "./story.ts";

/** `input` is hexadecimal of an entry or the text of a note, receipt or QR code. */
export type Verdict = {
  readonly what: "entry" | "note" | "receipt" | "qr";
  readonly name: string;
  readonly input: string;
  readonly accept: boolean;
  readonly why: string;
};
type Case = readonly [name: string, input: string, why: string];

const ENVELOPE = unhex("d2844da201270448");
/** Bytes of the envelope ahead of the payload's length: protected header with kid, unprotected header. */
const HEAD = 17;

const taken = (what: Verdict["what"], [name, input, why]: Case): Verdict => ({ what, name, input, accept: true, why });
const refused = (what: Verdict["what"], [name, input, why]: Case): Verdict => ({
  what,
  name,
  input,
  accept: false,
  why,
});

/** An entry over any payload bytes, rightly signed: only the reading of the payload can refuse it. */
async function signedOver(payload: Uint8Array): Promise<Uint8Array> {
  const signer = await signerOf("1");
  const honest = await signSample({ kind: "slip.issue", body: PLAIN_SLIP });
  const length = payload.length < 24 ? [0x40 + payload.length] : [0x58, payload.length];
  const bytes = concat(
    honest.slice(0, HEAD),
    Uint8Array.from(length),
    payload,
    Uint8Array.of(0x58, 0x40),
    honest.slice(-64),
  );
  const { signed } = signedPart(bytes, ORIGIN)!;
  return concat(bytes.slice(0, -64), await signer.sign(signed));
}

function flip(bytes: Uint8Array, at: number): Uint8Array {
  const place = at < 0 ? bytes.length + at : at;
  return bytes.map((byte, i) => (i === place ? byte ^ 1 : byte));
}

/** S + L in place of S. */
function malleated(entry: Uint8Array): Uint8Array {
  const number = (le: Uint8Array) => BigInt(`0x${hex(le.slice().reverse())}`);
  const order = number(unhex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"));
  const s = number(entry.slice(-32)) + order;
  return concat(entry.slice(0, -32), unhex(s.toString(16).padStart(64, "0")).reverse());
}

async function entries(): Promise<Verdict[]> {
  const slip = await signSample({ kind: "slip.issue", body: PLAIN_SLIP });
  const { signed } = signedPart(slip, ORIGIN)!;
  const payload = slip.slice(HEAD + 2, -66);
  const by = await signerOf("2");
  // a5 01 17 02 …: a map of five keys, kind 23, then seq.
  const [head, rest] = [payload.slice(0, 3), payload.slice(3)];
  const over = async (bytes: Uint8Array) => hex(await signedOver(bytes));
  const twice = concat(Uint8Array.of(0xa6), payload.slice(1), Uint8Array.of(5, 0xa0));
  return [
    taken("entry", ["a slip", await over(payload), "an ordinary slip.issue by the vector key 1"]),
    refused("entry", ["no bytes", "", "an entry is never empty"]),
    refused("entry", ["cut short", hex(slip.slice(0, -1)), "a signature has 64 bytes"]),
    refused("entry", ["a byte more", `${hex(slip)}00`, "nothing follows the entry"]),
    refused("entry", ["untagged", hex(slip.slice(1)), "the tag 18 is part of the envelope"]),
    refused("entry", [
      "an unprotected header",
      hex(slip).replace(/^(.{32})a0/, "$1a10405"),
      "the unprotected header is empty",
    ]),
    refused("entry", ["a bit of the signature", hex(flip(slip, -5)), "the signature does not hold"]),
    refused("entry", [
      "a bit of the payload",
      hex(flip(slip, -70)),
      "the signature does not hold, or the payload is another",
    ]),
    refused("entry", ["a bit of the kid", hex(flip(slip, ENVELOPE.length + 1)), "the kid names another key"]),
    refused("entry", ["S + L", hex(malleated(slip)), "S is below L"]),
    refused("entry", [
      "another key under this kid",
      hex(concat(slip.slice(0, -64), await by.sign(signed))),
      "the key of the kid did not sign",
    ]),
    refused("entry", [
      "signed for another log",
      hex(concat(slip.slice(0, -64), await (await signerOf("1")).sign(signedPart(slip, "other.example/2026")!.signed))),
      "the origin is bound into the signature",
    ]),
    refused("entry", [
      "a number in a longer head",
      await over(concat(Uint8Array.of(payload[0]!, 1, 0x18, 0x17), rest)),
      "every head is the shortest: 17, not 18 17",
    ]),
    refused("entry", [
      "keys out of order",
      await over(concat(Uint8Array.of(0xa5), payload.slice(3, 5), head.slice(1), payload.slice(5))),
      "map keys ascend",
    ]),
    refused("entry", ["a key twice", await over(twice), "each map key stands once"]),
    refused("entry", [
      "a kind that nobody knows",
      await over(concat(Uint8Array.of(payload[0]!, 1, 0x19, 0x03, 0xe7), rest)),
      "kind 999 is not in the table",
    ]),
    refused("entry", ["an empty payload", await over(Uint8Array.of(0xa0)), "the payload has exactly five keys"]),
  ];
}

async function notes(): Promise<Verdict[]> {
  const leaves = chain(await storyEntries(12));
  const note = await headOf(leaves);
  const text = note.slice(0, note.indexOf("\n\n") + 1);
  const log = await signerOf("log");
  const resigned = (of: string) => signNote(of, ORIGIN, log);
  const [line] = /— .*\n$/.exec(note)!;
  const raw = unbase64(line.trimEnd().split(" ")[2]!)!;
  const withLine = (bytes: Uint8Array) => `${text}\n— ${ORIGIN} ${base64(bytes)}\n`;
  return [
    taken("note", ["a head", note, "three lines, an empty one, the log's line"]),
    taken("note", [
      "a stranger's line beside the log's",
      await cosignNote(note, "la.example", await signerOf("3"), 1_772_669_000),
      "lines by unknown keys are skipped in a note; a court bundle with one is refused",
    ]),
    refused("note", ["no line", text, "the log's line must be there"]),
    refused("note", [
      "a bit of the signature",
      withLine(flip(raw, 40)),
      "a line by a known key that does not hold refuses the note",
    ]),
    refused("note", ["63 bytes", withLine(raw.slice(0, -1)), "a signature has 64 bytes"]),
    refused("note", ["another size", note.replace("\n12\n", "\n13\n"), "the text is signed"]),
    refused("note", [
      "a size with a zero ahead",
      await resigned(text.replace("\n12\n", "\n012\n")),
      "decimal without leading zeros, though it is signed",
    ]),
    refused("note", ["a fourth line", await resigned(`${text}more\n`), "exactly three lines, though it is signed"]),
    refused("note", ["carriage returns", note.replaceAll("\n", "\r\n"), "lines end in 0A alone"]),
    refused("note", ["no last line end", note.slice(0, -1), "every line ends in 0A"]),
    refused("note", ["base64 without padding", note.replace("=\n", "\n"), "base64 has one spelling, with padding"]),
    refused("note", [
      "signed by another key",
      await signNote(text, ORIGIN, await signerOf("3")),
      "an unknown key under the log's name is a stranger",
    ]),
  ];
}

async function receipts(): Promise<Verdict[]> {
  const leaves = chain(await storyEntries(12));
  const receipt = await receiptOf(leaves, 8);
  const other = await receiptOf(leaves, 9);
  const hashes = [...receipt.matchAll(/^[A-Za-z0-9+/]{43}=$/gm)].map(([row]) => row);
  const first = hashes[0]!;
  return [
    taken("receipt", ["a receipt", receipt, "leaf 8 of 12 under the head"]),
    refused("receipt", ["another index", receipt.replace("\nindex 8\n", "\nindex 9\n"), "the path is that of index 8"]),
    refused("receipt", ["an index beyond the tree", receipt.replace("\nindex 8\n", "\nindex 12\n"), "index < size"]),
    refused("receipt", ["a hash less", receipt.replace(`${first}\n`, ""), "the path has one hash a level"]),
    refused("receipt", [
      "a hash more",
      receipt.replace(`${first}\n`, `${first}\n${first}\n`),
      "the path has one hash a level",
    ]),
    refused("receipt", [
      "another leaf",
      receipt.replace(/\nextra .*\n/, /\nextra .*\n/.exec(other)![0]),
      "the leaf's hash is not in the tree here",
    ]),
    refused("receipt", ["another format", receipt.replace("@v1", "@v2"), "the first line names the format"]),
  ];
}

async function codes(): Promise<Verdict[]> {
  const slip = await signSample({ kind: "slip.issue", body: PLAIN_SLIP });
  const qr = qrText(slip);
  return [
    taken("qr", ["a slip's code", qr, "SN1: and base45 of the entry"]),
    refused("qr", ["in small letters", qr.toLowerCase(), "base45 has capitals alone"]),
    refused("qr", ["one sign less", qr.slice(0, -1), "a length of 3n + 1, or another entry"]),
    refused("qr", ["a group above 65535", `SN1::::${qr.slice(7)}`, "::: is 91124"]),
    refused("qr", ["another prefix", qr.replace("SN1:", "SN2:"), "the prefix names the format"]),
    refused("qr", ["a sign outside the alphabet", `${qr.slice(0, 40)}_${qr.slice(41)}`, "base45 has 45 signs"]),
  ];
}

export async function verdictVectors() {
  return {
    origin: ORIGIN,
    key: hex(keyOf("1")),
    vkey: VKEY,
    verdicts: [...(await entries()), ...(await notes()), ...(await receipts()), ...(await codes())],
  };
}
