// Whatever way the book leads kilograms to a project, the reader of a court bundle must be able to follow it back: else an honest result could not be
// proven. Random histories and whole provinces are played; every lot that ever came to a contract package is followed.
import { beforeAll, expect, it } from "vitest";
import type { Entry } from "../../src/format/entry.ts";
import { parseAccount } from "../../src/rules/book/accounts.ts";
import type { Book } from "../../src/rules/book/book.ts";
import { contradictionOf } from "../../src/rules/origins/trace.ts";
import { wayOf } from "../../src/rules/readings/claim-origins.ts";
import { checkContested } from "../../src/rules/readings/contested.ts";
import { checkWay, readerOf } from "../../src/rules/readings/ways.ts";
import { CRIME_NAMES } from "../../src/score/crooks.ts";
import { playWorld } from "../../src/score/play-seed.ts";
import { openPlayedProvince } from "../../src/score/stage.ts";
import { type Arena, openArena, Player } from "./player.ts";
import { provenOf } from "./proven.ts";

type Played = {
  readonly book: Book;
  readonly leaves: readonly { readonly entry: Entry; readonly carried?: boolean }[];
};

/** How many lots came to packages by each sort of way, and the first flaws that a reader finds in any. */
function follow(played: Played, counts: Map<string, number>): string[] {
  const { book, leaves } = played;
  const reader = readerOf(provenOf(played));
  const flaws: string[] = [];
  for (const lot of book.memory.lots.values()) {
    const account = parseAccount(lot.account);
    if (account.kind !== "project") continue;
    const way = wayOf(book, { lot, kg: lot.kg });
    const { project, packageNumber, product, material } = account;
    const line = { recipe: product === 0 ? undefined : product };
    const annex = { body: { project, package: packageNumber, lines: [line] } } as unknown as Parameters<
      typeof checkWay
    >[1];
    const figures = { lines: [{ materials: [{ material }] }] } as unknown as Parameters<typeof checkWay>[2];
    const by = contradictionOf(book, lot);
    const origin = { line: 0, material, kg: lot.kg, way, ...(by ? { contested: by.index } : {}) };
    const flaw = checkWay(reader, annex, figures, origin) ?? checkContested(reader, origin);
    const sort = way.map((index) => leaves[index]!.entry.kind).join(" ← ");
    counts.set(sort, (counts.get(sort) ?? 0) + 1);
    if (by) counts.set(by.why, (counts.get(by.why) ?? 0) + 1);
    if (flaw) flaws.push(`${sort} ${by?.why}: ${JSON.stringify(flaw)} of ${way} ${by?.index}`);
  }
  return flaws;
}

let arena: Arena;

beforeAll(async () => {
  arena = await openArena();
});

it("200 random histories: every way to a package is followed back to its source, straight or by a yard", () => {
  const counts = new Map<string, number>();
  for (let seed = 1; seed <= 200; seed++) {
    const player = new Player(arena, seed);
    for (let i = 0; i < 90; i++) player.play();
    expect(follow(player.ledger, counts), `seed ${seed}`).toEqual([]);
  }
  const yard = "load.receive ← slip.issue ← load.receive ← slip.issue ← source.grant";
  const codes = ["received-twice", "seen-after-receipt", "received-though-refused", "plate-differs", "two-loads"];
  expect(counts.get(yard)).toBeGreaterThan(10);
  expect(codes.filter((code) => !counts.has(code))).toEqual([]);
});

it("whole provinces with crooks in them: every way is followed, and what contradicts it is accepted", async () => {
  const stage = await openPlayedProvince();
  const counts = new Map<string, number>();
  for (let seed = 1; seed <= 6; seed++)
    expect(follow(playWorld(stage, seed, CRIME_NAMES).road.world.log, counts), `seed ${seed}`).toEqual([]);
  const sorts = [...counts.keys()].join();
  expect(["load.correct ← slip.issue", "slip.issue ← book.grant"].filter((part) => !sorts.includes(part))).toEqual([]);
});
