// Receipts and printed slips as questions for the Python reader, honest and forged.
import { base64, concat, hex } from "../../../src/format/bytes.ts";
import { type Cbor, decodeCbor, encodeCbor } from "../../../src/format/cbor.ts";
import { decodeProof, encodeProof, type Proof } from "../../../src/format/proof.ts";
import { base45, qrText } from "../../../src/format/slipcode.ts";
import { inclusionProof } from "../../../src/format/tree.ts";
import { keyOf, ORIGIN } from "../../format/samples.ts";
import { headOf, receiptOf, treeOf, VKEY } from "../../format/story.ts";
import { bentAt, type Case, flip, honest, LENGTH, SLIP_AT } from "./forge.ts";

const { entries, leaves } = honest;

function receiptCase(name: string, text: string, refusal?: string, vkey = VKEY): Case {
  return { name, what: "receipt", text, vkey, ...(refusal === undefined ? {} : { refusal }) };
}

export function honestReceipts(): Promise<Case[]> {
  const places: [index: number, size: number][] = [0, 1, 8, 127, 128, 255, 256, 269].map((index) => [index, LENGTH]);
  return Promise.all(
    [...places, [0, 1] as const, [1, 2] as const, [2, 3] as const, [255, 256] as const].map(async ([index, size]) =>
      receiptCase(`of leaf ${index} of ${size}`, await receiptOf(leaves.slice(0, size), index)),
    ),
  );
}

export async function forgedReceipts(): Promise<Case[]> {
  const text = await receiptOf(leaves, SLIP_AT);
  const parts = decodeProof(text)!;
  const { proof } = parts;
  const bent = (change: Partial<Proof>) => encodeProof({ ...parts, ...change });
  const { read } = treeOf(leaves);
  const old = leaves.slice(0, 200);
  const swapped = [proof[1]!, proof[0]!, ...proof.slice(2)];
  const wrongIndex = bentAt(SLIP_AT, 1, SLIP_AT + 1);
  const [left, right] = [read(1, SLIP_AT / 2), read(1, SLIP_AT / 2 + 1)];
  const forged: [string, string, string][] = [
    ["another leaf as extra", "inclusion", bent({ extra: leaves[9]! })],
    ["a bit of the leaf flipped", "inclusion", bent({ extra: flip(parts.extra!, 700) })],
    [
      "the leaf in another spelling",
      "inclusion",
      bent({ extra: concat(Uint8Array.of(0x98, 5), parts.extra!.slice(1)) }),
    ],
    ["no leaf", "receipt: no leaf", text.replace(/extra .*\n/, "")],
    ["another index", "inclusion", bent({ index: SLIP_AT + 1 })],
    ["an index beyond the head", "inclusion", text.replace("\nindex 8\n", "\nindex 270\n")],
    ["an index with a leading zero", "spelling", text.replace("\nindex 8\n", "\nindex 08\n")],
    ["a hash dropped", "inclusion", bent({ proof: proof.slice(0, -1) })],
    ["the first hash dropped", "inclusion", bent({ proof: proof.slice(1) })],
    ["a hash appended", "inclusion", bent({ proof: [...proof, proof[0]!] })],
    ["a bit of a hash flipped", "inclusion", bent({ proof: proof.map((hash, i) => (i === 3 ? flip(hash, 5) : hash)) })],
    ["two hashes swapped", "inclusion", bent({ proof: swapped })],
    ["a stale proof under the new head", "inclusion", bent({ proof: inclusionProof(SLIP_AT, 200, treeOf(old).read) })],
    ["the proof under an older head", "inclusion", bent({ head: await headOf(old) })],
    [
      "a head of another log",
      "head: not signed",
      bent({ head: await headOf(leaves, "log", "other.so-nguon.example") }),
    ],
    ["a head by another key", "head: not signed", bent({ head: await headOf(leaves, "2") })],
    ["a node passed off as a leaf", "inclusion", bent({ extra: concat(left, right), index: 2, proof: proof.slice(2) })],
    ["a leaf whose own index differs, signed by the log", "leaf: index", await receiptOf(wrongIndex, SLIP_AT)],
    ["base64 in another spelling", "spelling", text.replace(base64(proof[0]!), looser(base64(proof[0]!)))],
  ];
  return forged.map(([name, refusal, receipt]) => receiptCase(name, receipt, refusal));
}

/** The same 32 bytes with bits set that base64 does not use. */
function looser(text: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  return `${text.slice(0, 42)}${alphabet[alphabet.indexOf(text[42]!) + 1]}=`;
}

const KEYS = [hex(keyOf("4"))];

function slipCase(name: string, text: string, refusal?: string, more: object = {}): Case {
  return {
    name,
    what: "slip",
    text,
    origin: ORIGIN,
    keys: KEYS,
    ...(refusal === undefined ? {} : { refusal }),
    ...more,
  };
}

/** The entry with its payload bent and its signature left as it was. */
function bentPayload(entry: Uint8Array, bend: (wire: Map<number, Cbor>) => void): Uint8Array {
  const payload = decodeCbor(entry.slice(17, -66));
  const wire = payload instanceof Uint8Array ? decodeCbor(payload) : undefined;
  if (!(wire instanceof Map)) throw new Error("a payload is a map");
  bend(wire);
  return concat(entry.slice(0, 17), encodeCbor(encodeCbor(wire)), entry.slice(-66));
}

export function slipCases(): Case[] {
  const slip = entries[SLIP_AT]!;
  const text = qrText(slip);
  const bits = Array.from({ length: slip.length }, (_, at) => 8 * at + (at % 8));
  const heavier = bentPayload(slip, (wire) => {
    const body = wire.get(5);
    if (body instanceof Map) body.set(4, 24_840);
  });
  return [
    slipCase("a printed slip", text),
    slipCase("a slip for another log", text, "entry signature", { origin: "other.so-nguon.example" }),
    slipCase("a slip by a key that is not trusted", text, "unknown signer", { keys: [hex(keyOf("1"))] }),
    slipCase("a slip with a tonne more", qrText(heavier), "entry signature"),
    slipCase("the voiding of a slip in its place", qrText(entries[10]!), "not a slip"),
    slipCase("another prefix", text.replace("SN1:", "SN2:"), "not a slip"),
    slipCase("letters outside base45", text.toLowerCase().replace("sn1:", "SN1:"), "base45"),
    slipCase("a character missing", text.slice(0, -1), ""),
    slipCase("a group above 65535", `${text.slice(0, 4)}:::${text.slice(7)}`, "base45"),
    slipCase("a byte behind it", `SN1:${base45(concat(slip, Uint8Array.of(0)))}`, ""),
    ...bits.map((bit) => slipCase(`bit ${bit} flipped`, qrText(flip(slip, bit)), "")),
  ];
}
