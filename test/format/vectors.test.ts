// The bytes never change: what was published once is computed again and compared. UPDATE_VECTORS=1 rewrites the files, which
// before the first tagged release means a format change to announce, and afterwards is forbidden.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import { hex, unhex } from "../../src/format/bytes.ts";
import { decodeEntry, verifyEntry } from "../../src/format/entry.ts";
import { KINDS, type KindName } from "../../src/format/kinds.ts";
import { QR_ENTRY_LIMIT, readQrText } from "../../src/format/slipcode.ts";
import { keyOf, ORIGIN, payloadOf, samples } from "./samples.ts";
import { qrVersion, vectors } from "./vectors.ts";

const FOLDER = new URL("vectors/", import.meta.url);
const computed = await vectors();
const names = Object.keys(computed) as (keyof typeof computed)[];

describe("golden vectors", () => {
  it.each(names)("%s holds what the code computes", (name) => {
    const file = new URL(name, FOLDER);
    const committed = (): unknown => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined);
    if (process.env.UPDATE_VECTORS === "1" && !isDeepStrictEqual(committed(), computed[name]))
      writeFileSync(file, `${JSON.stringify(computed[name], null, 2)}\n`);
    expect(computed[name], "a new kind needs its vector: run this file with UPDATE_VECTORS=1").toEqual(committed());
  });

  it("cover every kind that can be entered", () => {
    expect(computed["entries.json"].entries.map(({ kind }) => kind).sort()).toEqual(Object.keys(KINDS).sort());
  });

  it.each(computed["entries.json"].entries)("$kind reads back as it was written and verifies", async (vector) => {
    const decoded = decodeEntry(unhex(vector.entry));
    if (!("entry" in decoded)) throw new Error(JSON.stringify(decoded));
    const { entry } = decoded;
    const body = (await samples())[vector.kind as KindName];
    const { kind, seq, claimedS, anchor } = entry;
    expect({ kind, seq, claimedS, anchor, body: entry.body }).toEqual(payloadOf({ kind, body } as never));
    expect(hex(entry.id)).toBe(vector.entry_id);
    expect(await verifyEntry(entry, keyOf("1"), ORIGIN)).toBe(true);
  });

  it.each(computed["slips.json"].slips)("the slip “$name” prints at QR version 10, level M", async (slip) => {
    expect(slip.bytes).toBeLessThanOrEqual(QR_ENTRY_LIMIT);
    expect(qrVersion(slip.qr)).toBeLessThanOrEqual(10);
    expect(hex(readQrText(slip.qr)!)).toBe(slip.entry);
  });
});
