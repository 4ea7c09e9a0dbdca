// A golden ledger on disk: entries in log order, each with its hour, squeezed. Leaves are made from them anew, hash chain included; what
// the rules refused stands among them, at the place where it was refused.
import { gunzipSync, gzipSync } from "node:zlib";
import type { Ledger } from "../rules/ledger.ts";

/** An entry as it came: kept as a leaf, carried by the observation after it, or refused. */
export type Arrival = { readonly fate: Fate; readonly receivedMs: number; readonly entry: Uint8Array };
export type Fate = "kept" | "carried" | "refused";

const FATES: readonly Fate[] = ["kept", "carried", "refused"];
const HEAD_BYTES = 11;

/** Everything that came to a ledger, in its order. */
export function arrivalsOf(ledger: Ledger): Arrival[] {
  const refused = ledger.refused.map((each) => ({ ...each, fate: "refused" as const }));
  const kept = ledger.leaves.map((each) => ({
    ...each,
    fate: each.carried ? ("carried" as const) : ("kept" as const),
  }));
  return [...refused, ...kept]
    .sort((a, b) => a.index - b.index)
    .map(({ fate, receivedMs, entry }) => ({ fate, receivedMs, entry: entry.bytes }));
}

export function packed(arrivals: readonly Arrival[]): Uint8Array {
  const parts = arrivals.flatMap(({ fate, receivedMs, entry }) => {
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt8(FATES.indexOf(fate), 0);
    head.writeUIntBE(receivedMs, 1, 6);
    head.writeUInt32BE(entry.length, 7);
    return [head, entry];
  });
  return gzipSync(Buffer.concat(parts), { level: 9 });
}

export function unpacked(file: Uint8Array): Arrival[] {
  const bytes = gunzipSync(file);
  const arrivals: Arrival[] = [];
  for (let at = 0; at < bytes.length; ) {
    const begin = at + HEAD_BYTES;
    const end = begin + bytes.readUInt32BE(at + 7);
    const fate = FATES[bytes.readUInt8(at)]!;
    arrivals.push({ fate, receivedMs: bytes.readUIntBE(at + 1, 6), entry: new Uint8Array(bytes.subarray(begin, end)) });
    at = end;
  }
  return arrivals;
}
