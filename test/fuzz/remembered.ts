// A memory of signatures for runs of mutants: the answer of the platform, asked once.
import { hash } from "node:crypto";

/** Most signatures of a mutant are those of the honest file: what was verified once is remembered. Answers the way to have it forgotten. */
export function rememberSignatures(): () => void {
  const { subtle } = crypto;
  const verify = subtle.verify.bind(subtle);
  const [keys, known] = [new WeakMap<CryptoKey, number>(), new Map<string, Promise<boolean>>()];
  let made = 0;
  subtle.verify = (algorithm, key, signature, data) => {
    const id = keys.get(key) ?? ++made;
    keys.set(key, id);
    const name = `${id} ${hash("sha256", Buffer.concat([signature as Uint8Array, data as Uint8Array]), "base64")}`;
    if (known.size > 50_000) known.clear();
    const answer = known.get(name) ?? verify(algorithm, key, signature, data);
    known.set(name, answer);
    return answer;
  };
  return () => {
    subtle.verify = verify;
  };
}
