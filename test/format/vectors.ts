// The golden vectors as our code computes them today; the committed JSON says what they must stay.
import { create } from "qrcode";
import { hex } from "../../src/format/bytes.ts";
import { encodePayload, entryIdOf, kidOf, possessionMessage, signEntry } from "../../src/format/entry.ts";
import { type Body, KINDS, type KindName, type Statement } from "../../src/format/kinds.ts";
import { decodeLeaf } from "../../src/format/leaf.ts";
import { qrText, sessionMessage, slipCode } from "../../src/format/slipcode.ts";
import { leafHash } from "../../src/format/tree.ts";
import { playResultLog } from "../fuzz/result-log.ts";
import { bundleVectors } from "./bundle-vectors.ts";
import { exportVectors } from "./export-vectors.ts";
import { keyOf, ORIGIN, PLAIN_SLIP, payloadOf, samples, signerOf, signSample } from "./samples.ts";
import { chain, headOf, receiptOf, storyEntries, treeOf, VKEY } from "./story.ts";
import { verdictVectors } from "./verdicts.ts";

const MOST = 2 ** 32 - 1;
/** Measured by draught over four readings, all corrections stated: what every slip may carry. */
const MEASURED = {
  route: MOST,
  vehicle: MOST,
  material: 10,
  massKg: 20_000_000,
  measure: 2,
  readings: [20_000_000, 19_999_999, 20_000_000, 19_999_999],
  package: 1000,
  moisturePermille: 1000,
} as const satisfies Body<"slip.issue">;

/** The largest slips that can lawfully occur: a mine's names source and book, any other place's holder and product. */
export const WORST_SLIPS: Record<"mine" | "yard", Body<"slip.issue">> = {
  mine: { ...MEASURED, readings: [...MEASURED.readings], source: MOST, book: [MOST, MOST] },
  yard: { ...MEASURED, readings: [...MEASURED.readings], product: MOST, quantityMilli: 10 ** 12, holder: MOST },
};

/** The envelope of a worst-case slip: a device's last seq, the last second of 2105, an anchor in the largest tree. */
export function worstEnvelope(body: Body<"slip.issue">) {
  const anchor = { size: MOST, root8: new Uint8Array(8).fill(0xff) };
  return { kind: "slip.issue", body, seq: 2 ** 31 - 1, claimedS: MOST, anchor } as const;
}

/** The smallest QR version that holds the text in one alphanumeric segment at level M (ISO/IEC 18004). */
export function qrVersion(text: string): number {
  return create([{ data: text, mode: "alphanumeric" }], { errorCorrectionLevel: "M" }).version;
}

async function slipVectors() {
  const signer = await signerOf("1");
  const payloads = {
    plain: payloadOf({ kind: "slip.issue", body: PLAIN_SLIP }),
    "worst case, mine": worstEnvelope(WORST_SLIPS.mine),
    "worst case, yard": worstEnvelope(WORST_SLIPS.yard),
  };
  const vectors = [];
  for (const [name, payload] of Object.entries(payloads)) {
    const entry = await signEntry(payload, signer, ORIGIN);
    vectors.push({
      name,
      body: payload.body,
      payload: hex(encodePayload(payload)),
      entry: hex(entry),
      bytes: entry.length,
      qr: qrText(entry),
      qr_version: qrVersion(qrText(entry)),
      code: slipCode(entryIdOf(entry)),
    });
  }
  return vectors;
}

async function entryVectors() {
  const bodies = await samples();
  const entries = [];
  for (const kind of Object.keys(bodies) as KindName[]) {
    const statement = { kind, body: bodies[kind] } as Statement;
    const payload = payloadOf(statement);
    const entry = await signSample(statement);
    entries.push({
      kind,
      number: KINDS[kind].number,
      seq: payload.seq,
      claimed_s: payload.claimedS,
      payload: hex(encodePayload(payload)),
      entry: hex(entry),
      entry_id: hex(entryIdOf(entry)),
    });
  }
  return entries;
}

async function keyVectors() {
  const names = ["1", "2", "3", "4", "operator", "log"];
  const challenge = new Uint8Array(32).fill(7);
  const signer = await signerOf("4");
  return {
    keys: names.map((name) => {
      const key = keyOf(name);
      return { seed: `SHA-256("so-nguon/vector/${name}")`, key: hex(key), kid: hex(kidOf(key)) };
    }),
    possession: {
      message: hex(possessionMessage(ORIGIN, signer.key)),
      signature: hex(await signer.sign(possessionMessage(ORIGIN, signer.key))),
    },
    session: {
      challenge: hex(challenge),
      message: hex(sessionMessage(ORIGIN, challenge)),
      signature: hex(await signer.sign(sessionMessage(ORIGIN, challenge))),
    },
  };
}

async function logVectors() {
  const leaves = chain(await storyEntries(12));
  return {
    vkey: VKEY,
    leaves: leaves.map((leaf) => {
      const { index, receivedMs, previous } = decodeLeaf(leaf)!;
      return {
        index,
        received_ms: receivedMs,
        previous: hex(previous),
        leaf: hex(leaf),
        leaf_hash: hex(leafHash(leaf)),
      };
    }),
    root: hex(treeOf(leaves).root),
    head: await headOf(leaves),
    receipt_of_8: await receiptOf(leaves, 8),
  };
}

/** File name → what it must hold. */
export async function vectors() {
  return {
    "entries.json": { origin: ORIGIN, signer: "so-nguon/vector/1", entries: await entryVectors() },
    "keys.json": { origin: ORIGIN, ...(await keyVectors()) },
    "slips.json": { origin: ORIGIN, signer: "so-nguon/vector/1", slips: await slipVectors() },
    "verdicts.json": await verdictVectors(),
    "bundles.json": await bundleVectors(await playResultLog()),
    "exports.json": await exportVectors(await playResultLog()),
    "log.json": { origin: ORIGIN, ...(await logVectors()) },
  };
}
