// The lists of dossiers with a thousand open ones: nothing is missing, nothing comes twice, and whoever looks for a dossier finds it.
import { describe, expect, test } from "vitest";
import { CLAIM_KIND, OUTCOME } from "../../src/format/codes.ts";
import {
  type Asked,
  compareDeadlines,
  decidedPage,
  type ListedDossier,
  pageAfter,
  soughtBy,
} from "../../src/pages/office/dossier-list.ts";
import { awaitingPerson } from "../../src/pages/office/queue-page.ts";
import type { FactKind, Facts } from "../../src/rules/book/fact-kinds.ts";
import type { ClaimFact, ContractFact, ProjectFact, ReviewFact } from "../../src/rules/book/facts.ts";

const project: ProjectFact = {
  code: "8012345",
  name: "Đường ven biển",
  owner: 10,
  supervisor: 11,
  treasury: 12,
  packages: [{ number: 1, name: "Gói thầu số 1: Nền đường", contractor: 13 }],
};
const claim: ClaimFact = {
  project: 5,
  package: 1,
  number: 1,
  kind: CLAIM_KIND.interim,
  proposer: 13,
  signed: [],
  complete: { index: 90, ms: 1_000_000 },
  review: null,
  decision: null,
};
const PAID = { index: 400, outcome: OUTCOME.pay, acceptedDong: 1, claimedDong: 1 };

/** A ledger of claims, and reviews, in memory. */
function ledgerOf(claims: ReadonlyMap<string, ClaimFact>, reviews: ReadonlyMap<string, ReviewFact> = new Map()) {
  return {
    facts: async <K extends FactKind>(kind: K, ids: readonly (number | string)[]): Promise<Map<string, Facts[K]>> => {
      const all: Partial<Record<FactKind, ReadonlyMap<string, unknown>>> = {
        claim: claims,
        project: new Map([["5", project]]),
        review: reviews,
      };
      const found = ids.map(String).filter((id) => all[kind]?.has(id));
      return new Map(found.map((id) => [id, all[kind]?.get(id) as Facts[K]]));
    },
  };
}

/** All pages of a list, one after the other. */
function allPages(sorted: readonly ListedDossier[]): number[] {
  const seen: number[] = [];
  for (let after: Asked["after"], more = true; more; ) {
    const { rows, next } = pageAfter(sorted, after);
    seen.push(...rows.map(({ annex }) => annex));
    more = next !== undefined;
    after = next;
  }
  return seen;
}

describe("a queue of 1,000 open dossiers", () => {
  // Every third has no deadline yet; of the others each tenth falls due at one hour.
  const open = Array.from({ length: 1000 }, (_, i): ListedDossier => {
    const due = i % 3 === 0 ? {} : { dueMs: 5000 - (i % 10) };
    return { annex: 100 + i, claim, project, ...due };
  }).sort(compareDeadlines);

  test("comes whole over its pages, the first due first and those that do not run last", () => {
    const seen = allPages(open);
    expect(seen).toEqual(open.map(({ annex }) => annex));
    expect(new Set(seen).size).toBe(1000);
    // 5000 − 9 is the nearest deadline; 109 = 100 + 9 has none (9 is a multiple of 3), 119 is the first that has it.
    expect(seen[0]).toBe(119);
    expect(seen.at(-1)).toBe(1099);
  });

  test("skips nothing where the dossier at a page's end is decided before the next page is opened", () => {
    const first = pageAfter(open, undefined);
    const later = open.filter((each) => each !== first.next);
    const second = pageAfter(later, first.next);
    expect(second.rows[0]).toBe(open[100]);
    expect(second.rows).toHaveLength(100);
  });
});

describe("5,000 results", () => {
  const claims = new Map(
    Array.from({ length: 5000 }, (_, i) => [String(6000 - i), { ...claim, number: (i % 50) + 1, decision: PAID }]),
  );
  const decided = [...claims.keys()].map(Number);
  const read = async (fits: (listed: ListedDossier) => boolean) => {
    const seen: number[] = [];
    for (let before: number | undefined, more = true; more; ) {
      const page = await decidedPage(ledgerOf(claims), decided, before, fits);
      seen.push(...page.rows.map(({ annex }) => annex));
      more = page.next !== undefined;
      before = page.next;
    }
    return seen;
  };

  test("come whole over their pages, the newest first", async () => {
    expect(await read(() => true)).toEqual(decided);
  });

  test("are looked through to the last one for what was searched", async () => {
    // Number 50 is that of every fiftieth: 5,000 / 50 = 100, the oldest at 6000 − 4999.
    const found = await read(({ claim: { number } }) => number === 50);
    expect(found).toHaveLength(100);
    expect(found.at(-1)).toBe(1001);
  });
});

describe("a search", () => {
  const names = new Map([
    [10, "Ban Quản lý dự án tỉnh"],
    [13, "Công ty Cổ phần Đèo Cả"],
  ]);
  const contract: ContractFact = {
    index: 60,
    latest: 60,
    document: "Hợp đồng số 12/2026/HĐ-XD",
    members: [],
    membership: [],
    lines: [],
    valueDong: 0,
    advancePermille: 0,
    clearedPermille: 0,
    retentionPermille: 0,
    adjustmentDong: null,
  };
  const finds = (q: string) => soughtBy(q, names, new Map([["5/1", contract]]))({ annex: 700, claim, project });

  test.each([
    ["the project's code", "8012345"],
    ["a part of its name, without marks", "duong VEN bien"],
    ["the owner", "ban quản lý"],
    ["the contractor", "đèo cả"],
    ["the contract", "12/2026/HĐ"],
    ["the package", "nền đường"],
    ["the dossier's number", "1"],
    ["its entry", "700"],
  ])("finds a dossier by %s", (_, q) => {
    expect(finds(q)).toBe(true);
  });

  test.each(["8067890", "2", "80", "cầu"])("does not find it by “%s”", (q) => {
    expect(finds(q)).toBe(false);
  });
});

describe("what waits for a person of the treasury", () => {
  const review: ReviewFact = {
    annex: 2,
    id: "",
    outcome: OUTCOME.pay,
    figuresHash: "",
    person: 31,
    makers: [31],
    reasons: [],
  };
  const reviews = new Map([["80", review]]);
  const open: ListedDossier[] = [
    { annex: 1, claim, project },
    { annex: 2, claim: { ...claim, review: 80 }, project },
    { annex: 3, claim: { ...claim, complete: null }, project },
  ];
  const waitsFor = async (person: number) =>
    (await awaitingPerson(ledgerOf(new Map(), reviews), open, person)).map(({ annex }) => annex);

  test("is no dossier that lacks signatures, and not the approval of one's own review", async () => {
    expect(await waitsFor(31)).toEqual([1]);
    expect(await waitsFor(32)).toEqual([1, 2]);
  });
});
