// The demo's province as a visitor finds it: what was decided, what waits for whom, and that no hour of the year spoils it.

import { sha256 } from "@noble/hashes/sha2.js";
import { beforeAll, describe, expect, it } from "vitest";
import { officeOpen, storyStart } from "../src/demo/calendar.ts";
import { playDemo } from "../src/demo/play.ts";
import { Scribe, StoryClock } from "../src/demo/scribe.ts";
import { leaveWork, type WaitingDossiers } from "../src/demo/waiting-work.ts";
import { hex, utf8 } from "../src/format/bytes.ts";
import { signerFromSeed } from "../src/format/ed25519.ts";
import { decodeEntry } from "../src/format/entry.ts";
import { treeHeadText } from "../src/format/note.ts";
import { HeadSigner } from "../src/intake/signer.ts";
import { Intake } from "../src/intake.ts";
import type { Book } from "../src/rules/book/book.ts";
import { controlDeadline } from "../src/rules/numbers/deadline.ts";
import { claimAsItStands, rulesOfClaim } from "../src/rules/payment/claim.ts";
import type { Database } from "../src/store/database.ts";
import { View } from "../src/store/view.ts";
import { FIRST_HOLIDAYS } from "../src/words/first-configuration.ts";
import { ok, refused } from "../src/words/result.ts";
import { onEachDatabase } from "./databases.ts";
import { Ledger } from "./rules/ledger.ts";
import { memoryInProcess, ORIGIN } from "./world.ts";

/** A moment in Vietnam, as Unix seconds. */
const vietnam = (text: string) => Date.parse(`${text}+07:00`) / 1000;

/** Plays the demo for a visitor who comes at `nowS`. */
async function playAt(database: Database, nowS: number) {
  const clock = new StoryClock(storyStart(nowS) * 1000);
  const signer = await signerFromSeed(sha256(utf8("demo log")));
  const intake = new Intake(database, new HeadSigner(ORIGIN, signer, memoryInProcess()), clock);
  await intake.start();
  const scribe = new Scribe(ORIGIN, sha256(utf8("demo")), clock, (entries) => intake.submitAll(entries));
  const view = new View(database.kysely);
  const stage = {
    scribe,
    logKey: signer.key,
    head: async () => intake.note,
    read: <T>(reading: Parameters<typeof view.read<T>>[0]) => view.read(reading),
  };
  const story = await playDemo(stage);
  const waiting = await leaveWork(stage, story.province, nowS);
  await intake.idle();
  return { ...story, waiting, view };
}

/** The same on the fold alone, which is quick enough for many days of the year. */
async function foldAt(nowS: number) {
  const clock = new StoryClock(storyStart(nowS) * 1000);
  const ledger = new Ledger(clock.wallMs());
  const scribe = new Scribe(ORIGIN, sha256(utf8("demo")), clock, async (all) =>
    all.map((bytes) => {
      const decoded = decodeEntry(bytes);
      if (!("entry" in decoded)) throw new Error(JSON.stringify(decoded.malformed));
      ledger.nowMs = clock.wallMs();
      const said = ledger.bring(decoded.entry);
      if ("refused" in said) return refused(said.refused);
      return ok({ index: said.index, entryId: hex(decoded.entry.id), proof: "", verdict: said.verdict });
    }),
  );
  const { key } = await signerFromSeed(sha256(utf8("demo log")));
  const stage = {
    scribe,
    logKey: key,
    head: async () => `${treeHeadText({ origin: ORIGIN, size: ledger.size, root: ledger.root() })}\n`,
    read: async <T>(reading: (book: Book) => T) => reading(ledger.book),
  };
  const { province } = await playDemo(stage);
  return { waiting: await leaveWork(stage, province, nowS), ledger, province, clock };
}

/** Slips under way to a place, in seconds that are left to them at `nowS`. */
function onTheWay(book: Book, slips: readonly number[], nowS: number): number[] {
  return slips
    .filter((slip) => (book.get("slipState", slip)?.status ?? "transit") === "transit")
    .map((slip) => book.need("slip", slip).expiresS - nowS);
}

onEachDatabase("the demo's story", (open) => {
  const nowS = vietnam("2026-11-26T10:12:00");
  let played: Awaited<ReturnType<typeof playAt>>;
  beforeAll(async () => {
    played = await playAt(await open(), nowS);
  });

  const figuresOf = (name: keyof WaitingDossiers) =>
    played.view.read((book) => {
      const annex = played.waiting[name];
      return claimAsItStands(book, annex, rulesOfClaim(book, book.need("claim", annex)))?.figures;
    });
  const claimOf = (name: keyof WaitingDossiers) => played.view.fact("claim", played.waiting[name]);

  it("has one dossier paid in full and one refused", async () => {
    const { view, honest, dishonest } = played;
    const paid = (await view.fact("claim", honest))?.decision;
    const refused = (await view.fact("claim", dishonest))?.decision;
    expect(paid?.outcome).toBe(1);
    expect(paid?.acceptedDong).toBe(350 * 1_200_000 + 42.5 * 18_600_000 + 250 * 1_265_000);
    expect(refused?.outcome).toBe(3);
    const result = (await view.fact("result", refused!.index))!;
    expect(result.verifiedKg + result.exemptKg + result.insufficientKg + result.contradictedKg).toBe(result.claimedKg);
    expect(result.contradictedKg).toBeGreaterThan(0);
    expect(result.insufficientKg).toBeGreaterThan(0);
  });

  it("lets four dossiers wait for the officer and one for the approver, none of them overdue or decided", async () => {
    for (const name of ["clean", "short", "contradicted", "advance", "reviewed"] as const) {
      const claim = (await claimOf(name))!;
      expect([name, claim.signed.length, claim.decision]).toEqual([name, 3, null]);
      expect([name, claim.review !== null]).toEqual([name, name === "reviewed"]);
    }
  });

  it("has a clean dossier: 420 m³ need 707,112 kg of sand, and three barges brought 1,051,500 kg", async () => {
    const figures = (await figuresOf("clean"))!;
    expect(figures.claimedDong).toBe(420 * 258_000 + 186 * 1_420_000);
    expect(figures.acceptedDong).toBe(figures.claimedDong);
    expect(figures.lines[0]!.materials[0]).toMatchObject({ demandKg: 707_112, ledgerKg: 707_112, contradictedKg: 0 });
  });

  it("has a short dossier: 45 m³ claimed, 32 m³ came, and 32.001 m³ are what the scarcer stone lets pass", async () => {
    // Stone: 45 × 876 × 1.55 = 61,101 kg against 4 × 10,863 = 43,452 kg; 45,000 × 43,452 ÷ 61,101 = 32,001.7.
    const figures = (await figuresOf("short"))!;
    expect(figures.claimedDong).toBe(45 * 1_345_000 + 3.8 * 18_450_000);
    expect(figures.acceptedDong).toBe(43_041_345 + 70_110_000);
    const [sand, stone] = figures.lines[0]!.materials;
    expect(sand).toMatchObject({ demandKg: 33_038, ledgerKg: 23_496, insufficientKg: 33_038 - 23_496 });
    expect(stone).toMatchObject({ demandKg: 61_101, ledgerKg: 43_452, insufficientKg: 61_101 - 43_452 });
  });

  it("has a contradicted dossier: three of eight loads came twice, 17,200 + 17,310 + 17,360 kg", async () => {
    const figures = (await figuresOf("contradicted"))!;
    const [sand] = figures.lines[0]!.materials;
    expect(sand).toMatchObject({ demandKg: 134_688, contradictedKg: 51_870, insufficientKg: 0, ledgerKg: 82_818 });
    expect(figures.acceptedDong).toBeLessThan(figures.claimedDong);
    expect(figures.acceptedDong).toBeGreaterThan(0);
  });

  it("has an advance, and a reviewed dossier whose 250 m³ need 420,900 kg", async () => {
    expect(await figuresOf("advance")).toMatchObject({ claimedDong: 1_850_000_000, acceptedDong: 1_850_000_000 });
    const figures = (await figuresOf("reviewed"))!;
    expect(figures.acceptedDong).toBe(250 * 265_000);
    expect(figures.lines[0]!.materials[0]).toMatchObject({ demandKg: 420_900, ledgerKg: 420_900 });
  });

  it("has an annex for supervisor and owner to sign, and one that the supervisor has signed", async () => {
    expect((await claimOf("unsigned"))?.signed).toHaveLength(1);
    expect((await claimOf("halfSigned"))?.signed).toHaveLength(2);
  });

  it("gives no two open dossiers of the province one number in one package, nor one name to two work lines", async () => {
    const annexes = await played.view.facts("annex", [...Object.values(played.waiting)]);
    const bodies = [...annexes.values()].map(({ body }) => body);
    expect(new Set(bodies.map((body) => `${body.project}/${body.package}/${body.number}`)).size).toBe(7);
    const names = bodies.flatMap((body) => body.lines.map((line) => line.name));
    expect(new Set(names).size).toBe(names.length);
  });

  const slipsTo = async (place: number) => (await played.view.list(`to/${place}`, 20)).map(({ key }) => Number(key));

  it("has a load that never came, for the signals", async () => {
    const { view, province } = played;
    const slips = await slipsTo(province.plant);
    const strays = await view.read((book) => slips.filter((slip) => book.get("slipState", slip)?.status === "stray"));
    expect(strays).toHaveLength(1);
    expect((await view.signals(`slip/${strays[0] ?? 0}`)).map((signal) => signal.code)).toContain("slip-expired");
  });

  it("has trucks of sand on the road by day, for the yard and the dyke", async () => {
    const { view, province } = played;
    for (const place of [province.yard, province.dyke]) {
      const slips = await slipsTo(place);
      expect(await view.read((book) => onTheWay(book, slips, nowS))).toHaveLength(3);
    }
  });
});

/** Entries that people sign in an office. */
const OFFICE: readonly string[] = ["annex.propose", "annex.cosign", "review.make", "decision.sign"];

describe.each([
  ["on a Tuesday morning", "2026-11-10T09:00:00"],
  ["at three in the morning", "2026-11-26T03:00:00"],
  ["on a Saturday", "2026-11-28T14:30:00"],
  ["at the end of an office day", "2026-12-01T17:01:00"],
  ["on 30 December", "2026-12-30T16:40:00"],
  ["on the first day of Tết", "2026-02-17T09:00:00"],
  ["on the first morning after Tết", "2026-02-23T07:15:00"],
  ["in a year whose holidays nobody knows yet", "2029-07-08T20:00:00"],
])("the demo started %s", (_, text) => {
  const nowS = vietnam(text);
  let played: Awaited<ReturnType<typeof foldAt>>;
  beforeAll(async () => {
    played = await foldAt(nowS);
  });

  it("ends before the visitor comes, with offices that worked in office hours", () => {
    expect(played.clock.seconds).toBeLessThanOrEqual(nowS);
    const signed = played.ledger.leaves.filter(({ entry }) => OFFICE.includes(entry.kind));
    expect(signed.length).toBeGreaterThan(25);
    for (const { index, accepted } of signed)
      expect([index, officeOpen(accepted.eventS)]).toEqual([index, accepted.eventS]);
  });

  it("lets no dossier wait beyond its day", () => {
    const { ledger, waiting } = played;
    const claims = Object.values(waiting).map((annex) => ledger.book.need("claim", annex));
    const complete = claims.flatMap((claim) => (claim.complete ? [{ atMs: claim.complete.ms, kind: claim.kind }] : []));
    expect(complete).toHaveLength(5);
    for (const { atMs, kind } of complete) {
      const deadline = controlDeadline(FIRST_HOLIDAYS, atMs, kind);
      expect(deadline.endMs).toBeGreaterThan(nowS * 1000);
      expect(nowS - atMs / 1000).toBeLessThan(12 * 86_400);
    }
  });

  it("has a load on the way to yard, plant and both sites for six hours and more", () => {
    const { ledger, province } = played;
    for (const place of [province.yard, province.plant, province.bridge, province.dyke]) {
      const slips = ledger.leaves
        .map(({ index }) => index)
        .filter((index) => ledger.book.get("slip", index)?.to === place);
      expect(Math.max(...onTheWay(ledger.book, slips, nowS))).toBeGreaterThan(6 * 3600);
    }
  });
});
