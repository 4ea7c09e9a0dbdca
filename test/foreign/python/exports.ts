// Exports as questions for a reader that shares no code with ours: honest ones, and forgeries by a thief or a bad disk, who
// lack the log's key, and by the log itself, which relinks every leaf and signs the head anew.
import { concat, hex, utf8 } from "../../../src/format/bytes.ts";
import { encodePayload, entryIdOf, handoverMessage, kidOf, possessionMessage } from "../../../src/format/entry.ts";
import type { Statement } from "../../../src/format/kinds.ts";
import { signNote, treeHeadText, vkeyOf } from "../../../src/format/note.ts";
import { keyOf, ORIGIN, PLAIN_SLIP, payloadOf, samples, signerOf } from "../../format/samples.ts";
import { chain, exportOf, headOf, pens, storyEntries, treeOf, VKEY } from "../../format/story.ts";
import { WORST_SLIPS, worstEnvelope } from "../../format/vectors.ts";
import {
  bentAt,
  bentChain,
  type Case,
  changedFile,
  envelope,
  exportCase,
  flip,
  honest,
  LENGTH,
  plusOrder,
  replaced,
  SLIP_AT,
  signedAnew,
  statement,
  swapped,
  underHead,
  without,
} from "./forge.ts";

const { entries, leaves, head } = honest;
const OTHER = "other.so-nguon.example";
const SLIP = { kind: "slip.issue", body: PLAIN_SLIP } as const;
/** Where the story's second root approves the key that the slips are signed with. */
const APPROVED_AT = 7;

export async function honestExports(): Promise<Case[]> {
  const since = await headOf(leaves.slice(0, 100));
  // Said plainly in docs/format.md: the owner of the log key can rewrite, and only an older head or a witness shows it.
  const rewritten = await signedAnew(chain(without(9)));
  return [
    exportCase("270 leaves", underHead(leaves)),
    exportCase("270 leaves, an older head kept", underHead(leaves), undefined, { since }),
    exportCase("one full bundle", await signedAnew(leaves.slice(0, 256))),
    exportCase("genesis alone", await signedAnew(leaves.slice(0, 1))),
    exportCase("a history rewritten and signed anew, for a reader who kept nothing", rewritten),
  ];
}

/** Leaves changed under the honest head. */
export async function forgedLeaves(): Promise<Case[]> {
  const tick = await statement({ kind: "clock.tick", body: {} }, "operator");
  const flipped = (at: number) => leaves.map((leaf, i) => (i === at ? flip(leaf, 8 * leaf.length - 100) : leaf));
  const doubled = [...entries.slice(0, 9), entries[8]!, ...entries.slice(9, -1)];
  const forged: [string, string, Uint8Array[]][] = [
    ["a bit of a leaf flipped", "chain: broken at 41", flipped(40)],
    ["a bit of the last leaf flipped", "root", flipped(LENGTH - 1)],
    ["a leaf dropped", "bundle", leaves.filter((_, i) => i !== 9)],
    ["a leaf dropped, relinked, another appended", "root", chain([...without(SLIP_AT), tick])],
    ["two leaves swapped", "leaf: index at 8", swapped(leaves, 8)],
    ["two entries swapped and relinked", "root", chain(swapped(entries, 8))],
    ["an entry inserted, relinked, the last dropped", "root", chain(doubled)],
    ["the tail cut off", "bundle", leaves.slice(0, 200)],
  ];
  return forged.map(([name, refusal, list]) => exportCase(name, underHead(list), refusal));
}

/** The honest leaves under another head or another pinned key. */
export async function forgedHeads(): Promise<Case[]> {
  const { root } = treeOf(leaves);
  const log = await signerOf("log");
  const noted = (text: string) => signNote(text, ORIGIN, log);
  const text = treeHeadText({ origin: ORIGIN, size: LENGTH, root });
  const keyId = Buffer.from(VKEY.split("+")[1]!, "hex");
  const unsigned = Buffer.concat([keyId, new Uint8Array(64)]).toString("base64");
  const inside = await noted(treeHeadText({ origin: OTHER, size: LENGTH, root }));
  const heads: [string, string, string][] = [
    ["an old head over the new log", "bundle", await headOf(leaves.slice(0, 200))],
    ["a head signed by another key", "head: not signed", await headOf(leaves, "1")],
    ["a head with the log's key ID and no signature", "head: signature", head.replace(/\S+\n$/, `${unsigned}\n`)],
    ["a head with a changed root", "head: signature", head.replace(/\n.(.{42}=)\n/, "\nA$1\n")],
    ["a head of another origin by the same key", "head: not signed", await headOf(leaves, "log", OTHER)],
    ["a head that names another log inside", "head: another origin", inside],
    ["a head with a fourth line", "head: not three lines", await noted(`${text}extension\n`)],
    ["a head whose size has a leading zero", "spelling", await noted(text.replace("\n270\n", "\n0270\n"))],
  ];
  const wrongId = VKEY.replace(/\+[0-9a-f]{8}\+/, "+00000000+");
  const renamed = { vkey: vkeyOf(OTHER, keyOf("log")) };
  return [
    ...heads.map(([name, refusal, note]) => exportCase(name, underHead(leaves, note), refusal)),
    exportCase("a head of another origin and its vkey", underHead(leaves, heads[4]![2]), "genesis: origin", renamed),
    exportCase("another vkey pinned", underHead(leaves), "head: not signed", { vkey: vkeyOf(ORIGIN, keyOf("2")) }),
    exportCase("a vkey with a wrong key ID", underHead(leaves), "vkey", { vkey: wrongId }),
  ];
}

/** The honest export with one file changed. */
export function forgedFiles(): Case[] {
  const first = "tile/entries/000";
  const changes: [string, string, string, (data: Uint8Array) => Uint8Array | undefined][] = [
    ["a hash of a tile changed", "tile: 0/0", "tile/0/000", (data) => flip(data, 4000)],
    ["a hash of an upper tile changed", "tile: 1/0", "tile/1/000.p/1", (data) => flip(data, 9)],
    ["a tile missing", "tile: 0/1", "tile/0/001.p/14", () => undefined],
    ["a bundle missing", "bundle", first, () => undefined],
    ["no checkpoint", "file: no checkpoint", "checkpoint", () => undefined],
    ["a checkpoint that is no text", "file: checkpoint", "checkpoint", (data) => concat(data, Uint8Array.of(0xff))],
    ["no log.vkey", "file: no log.vkey", "log.vkey", () => undefined],
    ["a log.vkey with another key", "vkey: log.vkey", "log.vkey", () => utf8(`${vkeyOf(ORIGIN, keyOf("2"))}\n`)],
    ["a bundle cut short", "bundle: cut short", first, (data) => data.slice(0, -1)],
    ["a bundle with a byte behind it", "bundle: more", first, (data) => concat(data, Uint8Array.of(0))],
  ];
  return changes.map(([name, refusal, path, change]) => exportCase(name, changedFile(path, change), refusal));
}

async function anew(name: string, refusal: string, forged: readonly Uint8Array[], more: object = {}): Promise<Case> {
  return exportCase(`${name}, signed anew`, await signedAnew(forged), refusal, more);
}

/** Cases of one entry replaced: name, refusal, index, entry. */
function relinked(forged: [string, string, number, Uint8Array][]): Promise<Case[]> {
  return Promise.all(forged.map(([name, refusal, at, entry]) => anew(name, refusal, chain(replaced(at, entry)))));
}

/** Entries that no device of this log signed so, chained and signed by the log. */
export async function forgedEntries(): Promise<Case[]> {
  const payload = encodePayload({ ...payloadOf(SLIP), seq: 1000 });
  const unsorted = concat(payload.slice(0, 1), payload.slice(3, 7), payload.slice(1, 3), payload.slice(7));
  const longer = concat(payload.slice(0, 2), Uint8Array.of(0x18), payload.slice(2));
  const large = encodePayload(worstEnvelope({ ...WORST_SLIPS.mine, ...WORST_SLIPS.yard }));
  const unprotected = Uint8Array.of(0xa1, 0, 0);
  const foreign = (await storyEntries(12, OTHER))[SLIP_AT]!;
  const at = SLIP_AT;
  const heavier: Statement = {
    kind: "slip.issue",
    body: { ...PLAIN_SLIP, massKg: 24_840, readings: [39_420, 14_580] },
  };
  const massBit = 8 * (Buffer.from(entries[at]!).indexOf("04195d20", 0, "hex") + 3);
  return relinked([
    ["a slip by a key nobody registered", "unknown signer", at, await statement(SLIP, "5")],
    ["a slip signed for another log", "entry signature", at, foreign],
    ["a slip with a bit of its mass flipped", "entry signature", at, flip(entries[at]!, massBit)],
    ["a slip under a number already used", "twice: seq", 9, await statement(heavier, "4", 1)],
    ["an entry a second time", "twice: entry", 50, entries[at]!],
    ["a payload with unsorted keys", "canonical", at, await envelope(unsorted, "4")],
    ["a payload with a longer head", "canonical", at, await envelope(longer, "4")],
    ["a payload with a byte behind it", "canonical", at, await envelope(concat(payload, Uint8Array.of(0)), "4")],
    ["something in the unprotected header", "envelope", at, await envelope(payload, "4", { unprotected })],
    ["a signature with S + L", "entry signature", at, await envelope(payload, "4", { bend: plusOrder })],
    ["a slip too large for its QR", "limit", at, await envelope(large, "4")],
  ]);
}

/** Leaves and histories that the log bent and signed. */
export async function forgedHistories(): Promise<Case[]> {
  const early = [...entries.slice(0, 4), entries[SLIP_AT]!, ...entries.slice(4, 8), ...entries.slice(9)];
  const since = await headOf(leaves.slice(0, 200));
  const sixParts = bentChain((parts, i) => (i === 50 ? [...parts, 0] : parts));
  return Promise.all([
    anew("a history without a slip, an older head kept", "since: history", chain(without(SLIP_AT)), { since }),
    anew("a shorter log, an older head kept", "since: the log shrank", leaves.slice(0, 199), { since }),
    anew("a slip before its key was registered", "unknown signer", chain(early)),
    anew("no genesis", "genesis", chain(entries.slice(1))),
    anew("time running back", "clock: runs back at 51", bentAt(50, 2, 9e12)),
    anew("a first leaf chained to something", "chain: broken at 0", bentAt(0, 3, new Uint8Array(32))),
    anew("a leaf that came in a third way", "leaf: how it came", bentAt(50, 0, 3)),
    anew("a leaf said to be carried by nothing", "carried: ", bentAt(50, 0, 2)),
    anew("a leaf with a sixth part", "leaf: not five", sixParts),
    anew("a leaf with another's index", "leaf: index at 50", bentAt(50, 1, 49)),
    anew("an entry as a list", "leaf: bytes", bentAt(50, 4, [1])),
  ]);
}

/** A story in which two roots replace the log's key at leaves 10 and 11, and what changes of it. */
async function rotatedLeaves(change: { body?: object; approver?: string; origin?: string; length?: number } = {}) {
  const { body = {}, approver = "2", origin = ORIGIN, length = 40 } = change;
  const sign = pens();
  const samples_ = await samples();
  const story = [await sign("1", { kind: "genesis", body: samples_.genesis })];
  while (story.length < 10) story.push(await sign("operator", { kind: "clock.tick", body: {} }));
  const next = keyOf("log2");
  const rotation = {
    kid: hex(kidOf(keyOf("log"))),
    key: hex(next),
    possession: hex(await (await signerOf("log2")).sign(possessionMessage(origin, next))),
    document: "Biên bản thay khóa của sổ số 03",
    handover: hex(await (await signerOf("log")).sign(handoverMessage(origin, entryIdOf(story[0]!), next))),
    ...body,
  };
  story.push(await sign("1", { kind: "log.rotate", body: rotation }));
  story.push(await sign(approver, { kind: "approve", body: { proposal: 10 } }));
  while (story.length < length) story.push(await sign("operator", { kind: "clock.tick", body: {} }));
  return chain(story);
}

const NEXT_VKEY = vkeyOf(ORIGIN, keyOf("log2"));
/** log.vkey of a log whose rotation is approved at leaf 11. */
const BOTH_VKEYS = `${NEXT_VKEY} 12\n${VKEY}`;

/** A log whose key was replaced, for readers who hold the first key, the second, or an older head. */
export async function honestRotations(): Promise<Case[]> {
  const all = await rotatedLeaves();
  const files = exportOf(all, await headOf(all, "log2"), BOTH_VKEYS);
  const unsaid = await rotatedLeaves({ body: { handover: undefined } });
  const before = all.slice(0, 11);
  return [
    exportCase("a rotated log under its first key", files),
    exportCase("a rotated log under its new key", files, undefined, { vkey: NEXT_VKEY }),
    exportCase("a rotated log with a head of before", files, undefined, { since: await headOf(before) }),
    exportCase("a rotated log with a head of after", files, undefined, {
      since: await headOf(all.slice(0, 12), "log2"),
    }),
    exportCase("up to the proposal the old key signs", exportOf(before, await headOf(before))),
    exportCase("a rotation without handover", exportOf(unsaid, await headOf(unsaid, "log2"), BOTH_VKEYS), undefined, {
      vkey: NEXT_VKEY,
    }),
  ];
}

/** Rotations by a thief of the old key, by one root, from another log, or of nobody's making. */
export async function forgedRotations(): Promise<Case[]> {
  const all = await rotatedLeaves();
  const under = async (name: string, refusal: string, forged: Uint8Array[], signer: string, more: object = {}) =>
    exportCase(
      name,
      exportOf(forged, await headOf(forged, signer), signer === "log2" ? BOTH_VKEYS : VKEY),
      refusal,
      more,
    );
  const early = all.slice(0, 11);
  const [alone, unsaid] = [
    await rotatedLeaves({ approver: "1" }),
    await rotatedLeaves({ body: { handover: undefined } }),
  ];
  const stranger = hex(await (await signerOf("5")).sign(possessionMessage(ORIGIN, keyOf("log2"))));
  const root = {
    key: hex(keyOf("3")),
    possession: hex(await (await signerOf("3")).sign(possessionMessage(ORIGIN, keyOf("3")))),
  };
  const same = {
    key: hex(keyOf("log")),
    possession: hex(await (await signerOf("log")).sign(possessionMessage(ORIGIN, keyOf("log")))),
  };
  const elsewhere = await rotatedLeaves({ origin: OTHER });
  const since = await headOf(all.slice(0, 20));
  return Promise.all([
    under("the old key, stolen, signs a head beyond its time", "head: signed by a key", all, "log"),
    under("the same for a reader of the new key", "head: signed by a key", all, "log", { vkey: NEXT_VKEY }),
    under("the old key signs the very head of the approval", "head: signed by a key", all.slice(0, 12), "log"),
    under("the new key signs before its time", "genesis: log key", early, "log2"),
    under("a head of beyond kept from the thief", "head: not signed", all, "log2", { since }),
    under("a rotation by one root", "rotation: not approved", alone, "log2"),
    under(
      "a rotation whose key nobody proved to hold",
      "key: possession",
      await rotatedLeaves({ body: { possession: stranger } }),
      "log2",
    ),
    under("a rotation made for another log", "key: possession", elsewhere, "log2"),
    under("a rotation to a root's key", "key: kid taken", await rotatedLeaves({ body: root }), "3"),
    under("a rotation to the same key", "key: kid taken", await rotatedLeaves({ body: same }), "log"),
    under(
      "a handover that the old key did not sign",
      "rotation: handover",
      await rotatedLeaves({ body: { handover: "00".repeat(64) } }),
      "log2",
    ),
    under("no handover, for a reader of the old key", "vkey: the pinned key", unsaid, "log2"),
    under("a key to which nothing leads", "head: not signed", all, "5"),
  ]);
}

/** Keys and geneses that the log let in and signed. */
export async function forgedKeys(): Promise<Case[]> {
  const body = await samples();
  const genesis = (change: object, name = "1") =>
    statement({ kind: "genesis", body: { ...body.genesis, ...change } }, name);
  const registered = (change: object) =>
    statement({ kind: "key.register", body: { ...body["key.register"], ...change } }, "1");
  const approved = (name: string) => statement({ kind: "approve", body: { proposal: 4 } }, name);
  const tick = () => statement({ kind: "clock.tick", body: {} }, "operator");
  const stranger = await (await signerOf("5")).sign(possessionMessage(ORIGIN, keyOf("6")));
  // Under the identity as key, OpenSSL 3.0 takes R = S·B for any message; here S = 1, so R is the base point.
  const identity = Uint8Array.from({ length: 32 }, (_, i) => (i === 0 ? 1 : 0));
  const anything = concat(new Uint8Array(32).fill(0x66).fill(0x58, 0, 1), identity);
  return relinked([
    [
      "possession proved by another key",
      "key: possession",
      4,
      await registered({ key: keyOf("6"), possession: stranger }),
    ],
    ["a key of small order", "key: not acceptable", 4, await registered({ key: identity, possession: anything })],
    ["a key registered twice", "key: kid taken", 20, await registered({})],
    ["a key that one root registered alone", "unknown signer", APPROVED_AT, await tick()],
    ["a key whose maker approved it too", "key: not approved", APPROVED_AT, await approved("1")],
    ["a key that the operator approved", "key: not approved", APPROVED_AT, await approved("operator")],
    ["a second genesis", "genesis: a second", 20, await genesis({})],
    ["a genesis for another log", "genesis: origin", 0, await genesis({ origin: OTHER })],
    ["a genesis with another log key", "genesis: log key", 0, await genesis({ logKey: keyOf("5") })],
    ["a genesis by none of its roots", "unknown signer", 0, await genesis({}, "operator")],
  ]);
}
