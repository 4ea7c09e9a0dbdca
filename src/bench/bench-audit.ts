// How fast an export is re-verified from nothing, the book replayed, on all processors; against what OpenSSL's Ed25519 can do.
import { execFileSync } from "node:child_process";
import { generateKeyPairSync, randomBytes, sign, verify } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { auditDirectory } from "../audit/directory.ts";
import { exportLog } from "../cli/export.ts";
import { openDatabase } from "../store/connect.ts";

/** Entries a second of an audit of the whole log, exported from `url`; `note` is its signed head. */
export async function measureAudit(
  url: string,
  note: string,
  vkey: string,
): Promise<{ rate: number; entries: number }> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-export-"));
  const database = await openDatabase({ url });
  try {
    const { size } = await exportLog(database, note, dir);
    const began = performance.now();
    const found = await auditDirectory(dir, { vkey }, () => undefined);
    const seconds = (performance.now() - began) / 1000;
    if ("rule" in found) throw new Error(`the audit found ${found.rule} at ${found.index}`);
    return { rate: size / seconds, entries: size };
  } finally {
    await database.close();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

/** Ed25519 verifications a second on one processor: `openssl speed` where there is one, else this runtime's OpenSSL. */
export function ed25519Verifications(): { rate: number; by: string } {
  try {
    const text = execFileSync("openssl", ["speed", "-seconds", "3", "ed25519"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const found = /Ed25519.*\s([\d.]+)\s*$/m.exec(text);
    if (found) return { rate: Number(found[1]), by: "openssl speed ed25519" };
  } catch {
    // no openssl on this machine
  }
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const message = randomBytes(300);
  const signature = sign(null, message, privateKey);
  const began = performance.now();
  let count = 0;
  while (performance.now() - began < 3000)
    for (let i = 0; i < 100; i++, count++) verify(null, message, publicKey, signature);
  return { rate: (count * 1000) / (performance.now() - began), by: "node:crypto verify" };
}
