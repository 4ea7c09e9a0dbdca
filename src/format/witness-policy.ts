/**
 * Whose word makes a tree head count: the log's own signature and so many of the witnesses that entry 0 names.
 *
 * It completes `note`: a note says who signed it, the policy says whether that is enough. The log asks it before it publishes a
 * cosigned head, the audit and a court ask it again, offline, of a head that somebody handed them.
 */
import { equal, hex } from "./bytes.ts";
import { isAcceptableKey } from "./ed25519.ts";
import { openNote, parseTreeHead, parseVkey, type TreeHead, vkeyOf } from "./note.ts";
import { type Signatories, termsAt } from "./signatories.ts";

/** Log and witnesses as C2SP verifier keys; a head counts with the log's line and those of `needed` different witnesses. */
export type WitnessPolicy = {
  readonly origin: string;
  readonly logVkey: string;
  readonly witnesses: readonly string[];
  readonly needed: number;
};

/** A witness whose line verified, and when its clock says it signed, in Unix seconds. */
export type Cosigner = { readonly vkey: string; readonly name: string; readonly timeS: number };

/** The result of checking a note under a policy; `cosigners` are those that count, also where they are too few. */
export type PolicyVerdict =
  | { readonly ok: true; readonly head: TreeHead; readonly cosigners: readonly Cosigner[] }
  | {
      readonly ok: false;
      readonly reason: "malformed" | "other-origin" | "not-signed" | "too-few";
      readonly cosigners: readonly Cosigner[];
    };

const WITNESS = 4;

/**
 * The policy that entry 0 sets; undefined where no head could ever meet it or a witness could count twice: a vkey that is not a
 * cosigner's (type 4), an unacceptable key, one key under two names, a witness that is the log, more needed than named.
 */
export function policyOf(genesis: {
  origin: string;
  logKey: Uint8Array;
  witnesses: readonly string[];
  witnessesNeeded: number;
}): WitnessPolicy | undefined {
  const { origin, logKey, witnesses, witnessesNeeded: needed } = genesis;
  const keys = witnesses.map(parseVkey);
  for (const vkey of keys) if (vkey?.type !== WITNESS || !isAcceptableKey(vkey.key)) return undefined;
  // A cosignature does not cover its signer's name (tlog-cosignature), so one key under two names would be two voices of one mouth.
  const voices = new Set([...keys.map((vkey) => hex(vkey!.key)), hex(logKey)]);
  if (voices.size !== keys.length + 1 || needed > keys.length) return undefined;
  return { origin, logVkey: vkeyOf(origin, logKey), witnesses: [...witnesses], needed };
}

/** How far the log's clock may be ahead of a witness's. */
const CLOCKS_APART_S = 3600;

/**
 * True if a leaf under a cosigned head was received after everybody cosigned it: its time is made up. False without cosigners, since
 * nobody else then says what time it was.
 */
export function isAfterCosigners(receivedMs: number, cosigners: readonly Cosigner[]): boolean {
  const latestS = Math.max(...cosigners.map((each) => each.timeS));
  return cosigners.length > 0 && receivedMs > (latestS + CLOCKS_APART_S) * 1000;
}

/** The policy in force for a head of this size. */
export function policyAt(by: Signatories, size: number): WitnessPolicy {
  const { vkey: logVkey, witnesses, needed } = termsAt(by, size);
  return { origin: by.origin, logVkey, witnesses, needed };
}

/** Judges a note by the policy: three-line head of this origin, signed by the log, cosigned by enough of its witnesses; strangers' lines are ignored. */
export async function checkPolicy(note: string, policy: WitnessPolicy): Promise<PolicyVerdict> {
  const opened = await openNote(note, [policy.logVkey, ...policy.witnesses]);
  const head = opened && parseTreeHead(opened.text);
  if (!opened || !head) return { ok: false, reason: "malformed", cosigners: [] };
  const cosigners: Cosigner[] = [];
  for (const vkey of policy.witnesses) {
    const { name, keyHash } = parseVkey(vkey)!;
    const line = opened.verified.find((each) => each.name === name && equal(each.keyHash, keyHash));
    if (line?.timeS !== undefined) cosigners.push({ vkey, name, timeS: line.timeS });
  }
  if (head.origin !== policy.origin) return { ok: false, reason: "other-origin", cosigners };
  const log = parseVkey(policy.logVkey)!;
  const signed = opened.verified.some((line) => line.name === log.name && equal(line.keyHash, log.keyHash));
  if (!signed) return { ok: false, reason: "not-signed", cosigners };
  if (cosigners.length < policy.needed) return { ok: false, reason: "too-few", cosigners };
  return { ok: true, head, cosigners };
}

/** The policy as a file that strangers' verifiers read (C2SP tlog-policy); `urls` are submission prefixes by vkey. */
export function policyText(policy: WitnessPolicy, urls: ReadonlyMap<string, string> = new Map()): string {
  const names = policy.witnesses.map((_, i) => `w${i + 1}`);
  const witnesses = policy.witnesses.map((vkey, i) => `witness ${names[i]} ${vkey} ${urls.get(vkey) ?? ""}`.trimEnd());
  const quorum = policy.needed === 0 ? ["quorum none"] : [`group g ${policy.needed} ${names.join(" ")}`, "quorum g"];
  return `${[`log ${policy.logVkey}`, ...witnesses, ...quorum].join("\n")}\n`;
}
