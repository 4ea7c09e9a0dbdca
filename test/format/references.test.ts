// Which entries a body names follows from its shape: worked out by hand here for bodies that name others in every way there is.
import { describe, expect, it } from "vitest";
import type { Statement } from "../../src/format/kinds.ts";
import { referencesOf } from "../../src/format/references.ts";

describe("references of a body", () => {
  it.each<[string, Statement, number[]]>([
    [
      "fields, and the first of a pair",
      { kind: "slip.issue", body: { route: 3, vehicle: 4, source: 5, massKg: 20_000, measure: 1, book: [50, 7] } },
      [3, 4, 5, 50],
    ],
    [
      "lists, and fields of records in lists",
      {
        kind: "source.amend",
        body: {
          source: 9,
          document: "Văn bản",
          capacityYear: { unit: 3, amount: 10, factor: 8 },
          sites: [4, 6],
          packages: [{ project: 16, package: 1 }],
        },
      },
      [9, 8, 4, 6, 16],
    ],
    [
      "checkpoints of a route",
      { kind: "route.set", body: { from: 1, to: 2, distanceM: 9, minutes: 9, cycleMinutes: 9, checkpoints: [7, 8] } },
      [1, 2, 7, 8],
    ],
    [
      "the slip of a receipt, with its place",
      { kind: "load.receive", body: { slip: { index: 30 }, at: 13, part: 1, final: 1, massKg: 5, measure: 1 } },
      [30, 13],
    ],
    [
      "no slip where the receipt has a typed code",
      { kind: "load.receive", body: { slip: { code: "ABCD-2345" }, at: 13, part: 1, final: 1, massKg: 5, measure: 1 } },
      [13],
    ],
    [
      "lines and parts of an annex",
      {
        kind: "annex.propose",
        body: {
          project: 16,
          package: 1,
          number: 3,
          kind: 1,
          lines: [],
          parts: [{ index: 38, entryId: new Uint8Array(32) }],
        },
      },
      [16, 38],
    ],
    [
      "no size of the log",
      {
        kind: "review.make",
        body: {
          annex: 40,
          outcome: 1,
          size: 42,
          root: new Uint8Array(32),
          rules: 0,
          figuresHash: new Uint8Array(32),
          reasons: [],
          text: "Đủ nguồn gốc vật liệu",
        },
      },
      [40, 0],
    ],
    ["no key", { kind: "key.revoke", body: { kid: new Uint8Array(8), reason: "Mất điện thoại của tổ cân" } }, []],
  ])("are %s", (_, said, indexes) => {
    expect(referencesOf(said)).toEqual(indexes);
  });
});
