// What strangers hand over as text: tree heads with cosignatures, receipts, QR texts of slips, texts of log.vkey, lines that say where the
// witnesses are reached.
import { sha256 } from "@noble/hashes/sha2.js";
import { hex, utf8 } from "../../src/format/bytes.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { decodeEntry, verifyEntry } from "../../src/format/entry.ts";
import { decodeLeaf } from "../../src/format/leaf.ts";
import { cosignNote, headOf, openNote, parseVkey, vkeyOf } from "../../src/format/note.ts";
import { decodeProof, encodeProof } from "../../src/format/proof.ts";
import { openHead, parseLogKeys, pinFault, type Signatories } from "../../src/format/signatories.ts";
import { qrText, readQrText } from "../../src/format/slipcode.ts";
import { inclusionProof, leafHash, verifyInclusion } from "../../src/format/tree.ts";
import { policyText } from "../../src/format/witness-policy.ts";
import { placesOf } from "../../src/witness/places.ts";
import { treeOf } from "../format/story.ts";
import { type Chance, mutateText, pick } from "./mutate.ts";
import { entryIn, noteOf, ORIGIN, type ResultLog } from "./result-log.ts";
import { ACCEPTED, type Judged, type Target } from "./target.ts";

const WITNESSES = ["one.witness.example", "two.witness.example", "three.witness.example"];
const TIME_S = 1_794_300_000;

const changedText = (honest: readonly string[], chance: Chance | undefined): [text: string, of: string] => {
  const of = chance ? pick(honest, chance) : honest[0]!;
  return [chance ? mutateText(of, chance) : of, of];
};
const refusal = (says: string, ask?: Judged["ask"]): Judged => ({ says, accepted: false, isSame: false, ask });

/** Heads of two sizes, cosigned by none to three witnesses. */
async function cosignedHeads({ leaves, log, vkey }: ResultLog): Promise<{ notes: string[]; by: Signatories }> {
  const signers = await Promise.all(WITNESSES.map((name) => signerFromSeed(sha256(utf8(name)))));
  const witnesses = signers.map((each, i) => vkeyOf(WITNESSES[i]!, each.key, 4));
  const notes: string[] = [];
  for (const size of [leaves.length, 40]) {
    let note = await noteOf(leaves.slice(0, size), log);
    notes.push(note);
    for (const [i, signer] of signers.entries()) {
      note = await cosignNote(note, WITNESSES[i]!, signer, TIME_S + i);
      notes.push(note);
    }
  }
  return {
    notes: notes.reverse(),
    by: { origin: ORIGIN, terms: [{ from: 0, vkey, handedOver: false, witnesses, needed: 2 }] },
  };
}

export async function noteTarget(world: ResultLog): Promise<Target> {
  const { notes, by } = await cosignedHeads(world);
  const { witnesses } = by.terms[0]!;
  const textOf = (note: string) => note.slice(0, note.indexOf("\n\n") + 1);
  const texts = new Set(notes.map(textOf));
  const linesOf = (note: string) =>
    note
      .slice(note.indexOf("\n\n") + 2)
      .trimEnd()
      .split("\n");
  const lines = new Map(
    [...texts].map((text) => [text, new Set(notes.filter((each) => textOf(each) === text).flatMap(linesOf))]),
  );
  return {
    name: "notes",
    boundMs: 500,
    async next(chance) {
      const [note] = changedText(notes, chance);
      const ask = { what: "note", text: note, vkey: world.vkey, witnesses };
      const opened = await openHead(note, by);
      if (typeof opened === "string") return refusal(opened, ask);
      if (opened.odd) return refusal(opened.odd.what, ask);
      const isSame = texts.has(textOf(note)) && linesOf(note).every((line) => lines.get(textOf(note))!.has(line));
      return { says: ACCEPTED, accepted: true, isSame, ask, mustAgree: true };
    },
  };
}

export async function receiptTarget({ leaves, log, vkey }: ResultLog): Promise<Target> {
  const { size, read } = treeOf(leaves);
  const head = await noteOf(leaves, log);
  const honest = [103, 0, 121, 64, 63].map((index) =>
    encodeProof({ extra: leaves[index]!, index, proof: inclusionProof(index, size, read), head }),
  );
  const judge = async (text: string): Promise<string | number> => {
    const proof = decodeProof(text);
    if (!proof?.extra) return "spelling";
    if (!(await openNote(proof.head, [vkey]))) return "head";
    const stated = headOf(proof.head)!;
    if (stated.origin !== ORIGIN) return "origin";
    if (decodeLeaf(proof.extra)?.index !== proof.index) return "leaf";
    const claim = { ...proof, size: stated.size, root: stated.root, leaf: leafHash(proof.extra) };
    return verifyInclusion(claim) ? proof.index : "inclusion";
  };
  return {
    name: "proofs",
    boundMs: 500,
    async next(chance) {
      const [text] = changedText(honest, chance);
      const said = await judge(text);
      const ask = { what: "receipt", text, vkey };
      if (typeof said === "string") return refusal(said, ask);
      const { extra } = decodeProof(text)!;
      return { says: ACCEPTED, accepted: true, isSame: hex(extra!) === hex(leaves[said]!), ask, mustAgree: true };
    },
  };
}

export async function qrTarget(world: ResultLog): Promise<Target> {
  const slips = world.leaves.map(entryIn).filter((entry) => entry.kind === "slip.issue");
  const { key } = world.signers.get(hex(slips[0]!.kid))!;
  const texts = slips.map((slip) => qrText(slip.bytes));
  return {
    name: "slips",
    boundMs: 500,
    async next(chance) {
      const [text, of] = changedText(texts, chance);
      // Readers of ours forgive blanks that a scanner or a person adds around; the text itself has one spelling.
      const ask = { what: "qr", text: text.replaceAll(/^\s+|[\r\n\t]+$/g, ""), origin: ORIGIN, key: hex(key) };
      const bytes = readQrText(text);
      const decoded = bytes && decodeEntry(bytes);
      if (!decoded) return refusal("qr", ask);
      if ("malformed" in decoded) return refusal(decoded.malformed.what, ask);
      if (!(await verifyEntry(decoded.entry, key, ORIGIN))) return refusal("signature", ask);
      const isSame = hex(bytes) === hex(readQrText(of)!) || slips.some((slip) => hex(slip.bytes) === hex(bytes));
      return { says: ACCEPTED, accepted: true, isSame, ask, mustAgree: true };
    },
  };
}

/** Texts of log.vkey that somebody pins, of a log with one key and with three. */
export async function keysTarget({ vkey }: ResultLog, bundle: Uint8Array): Promise<Target> {
  const later = await Promise.all(
    ["b", "c"].map(async (name) => vkeyOf(ORIGIN, (await signerFromSeed(sha256(utf8(name)))).key)),
  );
  const by: Signatories = { origin: ORIGIN, terms: [{ from: 0, vkey, handedOver: false, witnesses: [], needed: 0 }] };
  const honest = [`${vkey}\n`, `${later[1]} 900\n${later[0]} 500\n${vkey}\n`, vkey];
  const data = Buffer.from(bundle).toString("base64");
  return {
    name: "keys",
    boundMs: 500,
    async next(chance) {
      const [text] = changedText(honest, chance);
      const ask = { what: "keys", text, bundle: data };
      const held = parseLogKeys(text);
      if (!held) return refusal("pin", ask);
      const fault = pinFault(by, held, 122);
      if (fault) return refusal(fault, ask);
      return { says: ACCEPTED, accepted: true, isSame: text.includes(vkey), ask, mustAgree: true };
    },
  };
}

/** Policy files (tlog-policy) and lines of `vkey url`: an address that is configured is always that of a witness of the policy. */
export async function policyTarget(world: ResultLog): Promise<Target> {
  const { by } = await cosignedHeads(world);
  const { witnesses } = by.terms[0]!;
  const policy = { origin: ORIGIN, logVkey: world.vkey, witnesses, needed: 2 };
  const urls = new Map(witnesses.map((vkey, i) => [vkey, `https://w${i}.example/log`]));
  const honest = [policyText(policy, urls), [...urls].map(([vkey, url]) => `${vkey} ${url}`).join("\n")];
  return {
    name: "policies",
    boundMs: 500,
    async next(chance) {
      const [text] = changedText(honest, chance);
      try {
        const places = placesOf(policy, text);
        const isSame = places.every(
          ({ vkey, url }) => witnesses.includes(vkey) && parseVkey(vkey) !== undefined && URL.canParse(url),
        );
        return { says: ACCEPTED, accepted: true, isSame };
      } catch (error) {
        if (!(error instanceof Error) || error.name !== "BadPlaces") throw error;
        return refusal("place");
      }
    },
  };
}
