// SHA-256, the one hash of every format here: the platform's own where it can be had at once (Node and Workers, several times
// faster), else @noble/hashes (browsers, whose WebCrypto only answers later).
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";

type Native = { hash?: (algorithm: "sha256", data: Uint8Array, encoding: "buffer") => Uint8Array };

const native = (globalThis.process?.getBuiltinModule?.("node:crypto") as Native | undefined)?.hash;

/** SHA-256 of the bytes (FIPS 180-4), 32 bytes of their own. */
export function sha256(data: Uint8Array): Uint8Array {
  return native ? new Uint8Array(native("sha256", data, "buffer")) : nobleSha256(data);
}
