// A private key under a passphrase: scrypt makes the key of an AES-256-GCM box, which opens with the right passphrase only. Whoever copies
// the file has nothing yet; whoever forgets the passphrase has nothing either.
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto";
import { z } from "zod";
import { hex, unhex } from "../format/bytes.ts";

const CIPHER = "aes-256-gcm";
const TAG_BYTES = 16;
/** 128 MB and about half a second for each guess. */
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 2 ** 28 };

/** As a key file keeps it: `box` is the encrypted seed and its tag. All in hex. */
export const sealedSeed = z.strictObject({
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  nonce: z.string().regex(/^[0-9a-f]{24}$/),
  box: z.string().regex(/^[0-9a-f]{96}$/),
});
export type SealedSeed = z.infer<typeof sealedSeed>;

/** Closes a seed under a passphrase. */
export function sealSeed(seed: Uint8Array, passphrase: string): SealedSeed {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv(CIPHER, keyOf(passphrase, salt), nonce);
  const box = Buffer.concat([cipher.update(seed), cipher.final(), cipher.getAuthTag()]);
  return { salt: hex(salt), nonce: hex(nonce), box: hex(box) };
}

/** The seed, or undefined where the passphrase is another. */
export function openSeed({ salt, nonce, box }: SealedSeed, passphrase: string): Uint8Array | undefined {
  const bytes = unhex(box);
  const decipher = createDecipheriv(CIPHER, keyOf(passphrase, unhex(salt)), unhex(nonce));
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
  const seed = decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES));
  try {
    return new Uint8Array(Buffer.concat([seed, decipher.final()]));
  } catch {
    return undefined;
  }
}

/** Two keyboards may write one accented letter in two ways: both are the same passphrase. */
function keyOf(passphrase: string, salt: Uint8Array): Uint8Array {
  return scryptSync(passphrase.normalize("NFC"), salt, 32, COST);
}
