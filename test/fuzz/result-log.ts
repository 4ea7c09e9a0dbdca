// A small lawful log with a paid result and one paid in part, played in memory by keys whose seeds anybody can write down: the ground on which
// bundles and exports are forged, by strangers who lack its keys and by a log that lies about itself.
import { sha256 } from "@noble/hashes/sha2.js";
import { Replay } from "../../src/audit/replay.ts";
import { decideClaim, proposeAndCosign, workLine } from "../../src/demo/dossiers.ts";
import { type Province, registerProvince } from "../../src/demo/province.ts";
import { Scribe, StoryClock } from "../../src/demo/scribe.ts";
import { BUNDLE_FORMAT, BUNDLE_SPEC, type Bundle, encodeBundle, type Origin } from "../../src/format/bundle.ts";
import { hex, utf8 } from "../../src/format/bytes.ts";
import { DIRECTION, LISTED_REASON, MATERIAL, MEASURE, OUTCOME } from "../../src/format/codes.ts";
import { type Signer, signerFromSeed } from "../../src/format/ed25519.ts";
import { decodeEntry, type Entry, kidOf } from "../../src/format/entry.ts";
import { decodeLeaf, encodeLeaf, FIRST_PREVIOUS } from "../../src/format/leaf.ts";
import { signNote, treeHeadText, vkeyOf } from "../../src/format/note.ts";
import type { Pen } from "../../src/format/pen.ts";
import { referencesOf } from "../../src/format/references.ts";
import { consistencyProof, inclusionProof, leafHash } from "../../src/format/tree.ts";
import type { Receipt } from "../../src/intake/log-receipts.ts";
import type { Book, Taking } from "../../src/rules/book/book.ts";
import { originOf } from "../../src/rules/origins/origin.ts";
import { contradictionOf } from "../../src/rules/origins/trace.ts";
import { claimAsItStands, rulesOfClaim } from "../../src/rules/payment/claim.ts";
import { ok } from "../../src/words/result.ts";
import { treeOf } from "../format/story.ts";

export const ORIGIN = "vector.so-nguon.example/results";
const SEED = sha256(utf8("so-nguon/vector/results"));
const START_MS = Date.UTC(2026, 10, 10, 1, 0, 0);

/** A result or slip of the log, with what a bundle about it says besides leaves. */
export type Subject = Pick<Bundle, "subject" | "figures" | "origins"> & { readonly reviewedSize?: number };

export type ResultLog = {
  readonly leaves: readonly Uint8Array[];
  readonly vkey: string;
  /** Whoever signs, by kid; the log under its own kid too. */
  readonly signers: ReadonlyMap<string, Signer>;
  readonly log: Signer;
  readonly paid: Subject;
  readonly part: Subject;
  readonly slip: Subject;
};

/** Remembers whose key is whose. */
class KnownScribe extends Scribe {
  readonly signers = new Map<string, Signer>();

  override async pen(persona: string): Promise<Pen> {
    const pen = await super.pen(persona);
    this.signers.set(pen.kid, pen.signer);
    return pen;
  }
}

export function entryIn(leaf: Uint8Array): Entry {
  const decoded = decodeEntry(decodeLeaf(leaf)!.entry);
  if (!("entry" in decoded)) throw new Error(JSON.stringify(decoded));
  return decoded.entry;
}

/** The head of the leaves by the log's key. */
export async function noteOf(leaves: readonly Uint8Array[], log: Signer): Promise<string> {
  const { size, root } = treeOf(leaves);
  return signNote(treeHeadText({ origin: ORIGIN, size, root }), ORIGIN, log);
}

let played: Promise<ResultLog> | undefined;

/** The log, played once. */
export function playResultLog(): Promise<ResultLog> {
  played ??= play();
  return played;
}

async function play(): Promise<ResultLog> {
  const clock = new StoryClock(START_MS);
  const log = await signerFromSeed(sha256(utf8("so-nguon/vector/results log")));
  const [leaves, replay] = [[] as Uint8Array[], new Replay()];
  let previous = FIRST_PREVIOUS;
  const scribe = new KnownScribe(ORIGIN, SEED, clock, async (entries) =>
    entries.map((entry) => {
      const index = leaves.length;
      const leaf = encodeLeaf({ index, receivedMs: clock.wallMs(), previous, entry, carried: false });
      previous = leafHash(leaf);
      const judged = replay.feed(leaf, index, previous) ?? replay.finish();
      if (judged && "rule" in judged) throw new Error(JSON.stringify(judged));
      leaves.push(leaf);
      return ok({ index } as Receipt);
    }),
  );
  const province = await registerProvince(scribe, log.key);
  const read = async <T>(reading: (book: Book) => T) => reading(replay.book);
  const stage = { scribe, logKey: log.key, head: () => noteOf(leaves, log), read };
  clock.pass(60);
  const slips = await haulSand(scribe, province, [0, 1]);
  const lines = [workLine("AB.13410", "Đắp cát", "m³", 11_000, 265_000, province.embankment)];
  const pay = await proposeAndCosign(stage, "builderB", province.dyke, 2, lines, 1);
  const subjects: Subject[] = [];
  const decide = async (annex: number, outcome: 1 | 2) => {
    const claim = claimAsItStands(replay.book, annex, rulesOfClaim(replay.book, replay.book.need("claim", annex)))!;
    const origins = originsIn(replay.book, claim);
    const reasons = outcome === OUTCOME.pay ? [] : [LISTED_REASON.contradictory];
    await decideClaim(stage, annex, outcome, reasons, "Kết quả kiểm soát theo số liệu của sổ gốc điện tử.");
    const review = entryIn(leaves.at(-2)!);
    if (review.kind !== "review.make") throw new Error(review.kind);
    subjects.push({ subject: leaves.length - 1, figures: claim.figures, origins, reviewedSize: review.body.size });
  };
  await decide(pay, OUTCOME.pay);
  // The checkpoint sees another plate than the slip's at one of the two lorries.
  await haulSand(scribe, province, [2, 3], async (slip) => {
    const seen = {
      site: province.checkpoint,
      direction: DIRECTION.outbound,
      seenS: clock.seconds,
      verdict: 2,
    } as const;
    await scribe.write("police", "passage.record", { slip: { index: slip }, ...seen, plateMatches: 0 });
  });
  const more = [workLine("AB.13410", "Đắp cát", "m³", 9_000, 265_000, province.embankment)];
  await decide(await proposeAndCosign(stage, "builderB", province.dyke, 2, more, 2), OUTCOME.part);
  const signers = new Map(scribe.signers).set(hex(kidOf(log.key)), log);
  const [paid, part] = [subjects[0]!, subjects[1]!];
  return { leaves, vkey: vkeyOf(ORIGIN, log.key), signers, log, paid, part, slip: { subject: slips[0]! } };
}

/** Loads of sand, each slip signed and received a quarter of an hour after the one before. */
async function haulSand(
  scribe: Scribe,
  province: Province,
  trucks: readonly number[],
  onTheWay?: (slip: number) => Promise<void>,
): Promise<number[]> {
  const sand = { package: 2, massKg: 10_000, measure: MEASURE.volume } as const;
  const route = province.routes["sandMine→dyke"]!;
  const load = { ...sand, route, source: province.sandSource, material: MATERIAL.sand };
  const slips: number[] = [];
  for (const truck of trucks) {
    slips.push(await scribe.write("sandMiner", "slip.issue", { ...load, vehicle: province.trucks[truck]! }));
    scribe.clock.pass(14);
  }
  await onTheWay?.(slips[0]!);
  scribe.clock.pass(40);
  for (const index of slips)
    await scribe.write("builderB", "load.receive", { slip: { index }, at: province.dyke, part: 1, final: 1, ...sand });
  return slips;
}

type Claim = NonNullable<ReturnType<typeof claimAsItStands>>;

function originsIn(book: Book, { lines }: Claim): Origin[] {
  const of = (line: number, material: Origin["material"], taking: Taking, isClean: boolean): Origin => {
    const way: number[] = [];
    for (let steps = originOf(book, [taking]); steps.length > 0; steps = [...steps[0]!.from])
      if (steps[0]!.what !== "extract") way.push(steps[0]!.leaf);
    const contested = isClean ? undefined : contradictionOf(book, taking.lot)?.index;
    return { line, material, kg: taking.kg, way, ...(contested === undefined ? {} : { contested }) };
  };
  return lines.flatMap(({ draws }, line) =>
    draws.flatMap(({ material, clean, contested }) => [
      ...clean.map((taking) => of(line, material, taking, true)),
      ...contested.map((taking) => of(line, material, taking, false)),
    ]),
  );
}

/** The leaves that a bundle about a subject rests on: what each names, its signer's registration, and all approvals. */
function leavesAbout(leaves: readonly Uint8Array[], { subject, origins }: Subject): number[] {
  const entries = leaves.map(entryIn);
  const registered = new Map<string, number>();
  for (const [index, entry] of entries.entries())
    if (entry.kind === "key.register") registered.set(hex(kidOf(entry.body.key)), index);
  const from = entries[subject]!;
  const annex = from.kind === "decision.sign" ? from.body.annex : undefined;
  const cosigns = entries.flatMap((each, i) => (each.kind === "annex.cosign" && each.body.annex === annex ? [i] : []));
  const known = new Set<number>();
  const open = [0, subject, ...cosigns, ...(origins ?? []).flatMap(({ way, contested }) => [...way, contested ?? 0])];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (known.has(at)) continue;
    const index = at;
    known.add(index);
    const entry = entries[index]!;
    const approvals = entries.flatMap((each, i) =>
      each.kind === "approve" && each.body.proposal === index ? [i] : [],
    );
    const signer = registered.get(hex(entry.kid));
    open.push(...referencesOf(entry).filter((each) => each < index), ...approvals, ...(signer ? [signer] : []));
  }
  return [...known].sort((a, b) => a - b);
}

/** A bundle under the head of all leaves; `head` where another is meant. */
export async function bundleOf(leaves: readonly Uint8Array[], about: Subject, log: Signer, head?: string) {
  const { size, read } = treeOf(leaves);
  const { reviewedSize, ...said } = about;
  const bundle: Bundle = {
    format: BUNDLE_FORMAT,
    spec: BUNDLE_SPEC,
    head: head ?? (await noteOf(leaves, log)),
    leaves: leavesAbout(leaves, about).map((i) => ({ leaf: leaves[i]!, proof: inclusionProof(i, size, read) })),
    ...said,
    ...(reviewedSize === undefined ? {} : { reviewed: consistencyProof(reviewedSize, size, read) }),
  };
  return encodeBundle(bundle);
}
