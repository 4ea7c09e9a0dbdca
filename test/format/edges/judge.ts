// What one platform answers about each edge: our rule as it is bundled there, its fallback, and the platform's own WebCrypto. The same
// module runs in Node, in workerd and in Chromium.
import { unhex } from "../../../src/format/bytes.ts";
import { isAcceptableKey, verifySignature, verifyWithNoble } from "../../../src/format/ed25519.ts";

/** A question as it travels, in hexadecimal. */
export type Question = { readonly key: string; readonly message: string; readonly signature: string };
/** `rule` is verifySignature, `noble` its fallback, `web` the platform's WebCrypto asked directly; a key that it does not take is a no. */
export type Opinion = {
  readonly registered: boolean;
  readonly rule: boolean;
  readonly noble: boolean;
  readonly web: boolean;
};

export async function judge(questions: readonly Question[]): Promise<Opinion[]> {
  const opinions: Opinion[] = [];
  for (const question of questions) {
    const [key, message, signature] = [unhex(question.key), unhex(question.message), unhex(question.signature)];
    opinions.push({
      registered: isAcceptableKey(key),
      rule: await verifySignature(key, message, signature),
      noble: verifyWithNoble(key, message, signature),
      web: await askPlatform(key, message, signature),
    });
  }
  return opinions;
}

async function askPlatform(key: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  try {
    const native = await crypto.subtle.importKey("raw", new Uint8Array(key), "Ed25519", false, ["verify"]);
    return await crypto.subtle.verify("Ed25519", native, new Uint8Array(signature), new Uint8Array(message));
  } catch {
    return false;
  }
}
