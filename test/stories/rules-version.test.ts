// Phiên bản quy tắc: a log says by which version of the rules each entry is judged. The operator proposes, two roots carry it; a program
// judges nothing by a version that it does not know. Here the program knows one version more than the last released one.
import { beforeAll, describe, expect, it, vi } from "vitest";
import { Replay } from "../../src/audit/replay.ts";
import type { Province } from "../../src/demo/province.ts";
import { encodeLeaf, FIRST_PREVIOUS } from "../../src/format/leaf.ts";
import { leafHash } from "../../src/format/tree.ts";
import { rulesAt, versionIn } from "../../src/rules/acts/context.ts";
import { unknownVersion } from "../../src/rules/registry/rules-version.ts";
import { NEWEST_VERSION } from "../../src/rules/registry/versions.ts";
import { sentence } from "../../src/words/problem.ts";
import { type Ledger, openProvince, word } from "../rules/ledger.ts";
import { sandSlip } from "../rules/world.ts";

const KNOWN = vi.hoisted(() => [1, 2]);
vi.mock("../../src/rules/registry/versions.ts", () => ({
  NEWEST_VERSION: 1,
  get VERSIONS() {
    return KNOWN.map((number) => ({ number, date: "2026-11-26", vi: "", en: "" }));
  },
}));

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

/** Runs with a program that knows these versions only. */
function knowing<T>(versions: readonly number[], run: () => T): T {
  const before = KNOWN.splice(0, KNOWN.length, ...versions);
  try {
    return run();
  } finally {
    KNOWN.splice(0, KNOWN.length, ...before);
  }
}

const slip = (ledger: Ledger, truck: number) =>
  word(ledger.say("sandMiner", "slip.issue", sandSlip(province, { vehicle: province.trucks[truck]! })));

/** The log replayed as an auditor does it: the first leaf that is broken, or the replayed book. */
function replayed(ledger: Ledger) {
  const replay = new Replay();
  let previous = FIRST_PREVIOUS;
  for (const { index, receivedMs, entry } of ledger.leaves) {
    const bytes = encodeLeaf({ index, receivedMs, previous, entry: entry.bytes, carried: false });
    previous = leafHash(bytes);
    const found = replay.feed(bytes, index, previous);
    if (found && "rule" in found) return found;
  }
  const last = replay.finish();
  return last && "rule" in last ? last : replay.book;
}

/** Version 2, proposed by the operator and carried by two roots. */
function goOnByTwo(ledger: Ledger): number {
  const proposal = ledger.must("operator", "rules.version", { version: 2 });
  ledger.must("root0", "approve", { proposal });
  return ledger.must("root2", "approve", { proposal });
}

describe("phiên bản quy tắc (the rules' version)", () => {
  it("mục 0 nêu phiên bản đầu tiên", () => {
    expect([versionIn(base.book), NEWEST_VERSION]).toEqual([1, 1]);
    expect(base.book.need("rules", 0).versions).toEqual([{ from: 0, version: 1 }]);
  });

  it("đơn vị vận hành đề xuất, hai khóa gốc duyệt; áp dụng từ mục ngay sau lần duyệt thứ hai", () => {
    const ledger = base.fork();
    const proposal = ledger.must("operator", "rules.version", { version: 2 });
    ledger.must("root0", "approve", { proposal });
    expect(versionIn(ledger.book)).toBe(1);
    const carried = ledger.must("root2", "approve", { proposal });
    const rules = ledger.book.need("rules", 0);
    expect(rules.versions).toEqual([
      { from: 0, version: 1 },
      { from: carried + 1, version: 2 },
    ]);
    expect(rulesAt(rules, ledger.nowS)).toMatchObject({ version: 2, index: 0 });
    expect(slip(ledger, 0)).toBe("ok");
    expect(replayed(ledger)).toMatchObject({ leaf: ledger.size - 1 });
  });

  it("khóa gốc đề xuất thì cần thêm một khóa gốc khác, không phải chính mình", () => {
    const ledger = base.fork();
    const proposal = ledger.must("root0", "rules.version", { version: 2 });
    expect(word(ledger.say("root0", "approve", { proposal }))).toBe("refused: needs-second");
    ledger.must("root1", "approve", { proposal });
    expect(versionIn(ledger.book)).toBe(2);
  });

  it("người khác không đề xuất được; một khóa gốc không duyệt hai lần thay cho hai người", () => {
    const ledger = base.fork();
    expect(word(ledger.say("authority", "rules.version", { version: 2 }))).toBe("refused: no-standing");
    const proposal = ledger.must("operator", "rules.version", { version: 2 });
    ledger.must("root1", "approve", { proposal });
    expect(word(ledger.say("root1", "approve", { proposal }))).toBe("refused: needs-second");
    expect(word(ledger.say("operator", "approve", { proposal }))).toBe("refused: no-standing");
    expect(versionIn(ledger.book)).toBe(1);
  });

  it("phiên bản chỉ tiến: không lùi, không lặp, kể cả khi đề xuất cũ được duyệt sau", () => {
    const ledger = base.fork();
    expect(word(ledger.say("operator", "rules.version", { version: 1 }))).toBe("refused: bad-terms");
    const [first, second] = [0, 1].map(() => ledger.must("root0", "rules.version", { version: 2 }));
    ledger.must("root1", "approve", { proposal: first! });
    expect(word(ledger.say("root1", "approve", { proposal: second! }))).toBe("refused: bad-terms");
    expect(ledger.book.need("rules", 0).versions.length).toBe(2);
  });

  it("không đưa vào sổ phiên bản mà chương trình chưa biết", () => {
    const ledger = base.fork();
    expect(word(ledger.say("operator", "rules.version", { version: 3 }))).toBe("refused: rules-version-unknown");
  });
});

describe("chương trình cũ gặp sổ theo phiên bản mới (an older program)", () => {
  it("không ghi thêm mục nào, kể cả việc đến hạn theo giờ", () => {
    const ledger = base.fork();
    goOnByTwo(ledger);
    const before = ledger.size;
    ledger.pass(60 * 24 * 3);
    knowing([1], () => {
      expect(slip(ledger, 0)).toBe("refused: rules-version-unknown");
      expect(word(ledger.say("operator", "clock.tick", {}))).toBe("refused: rules-version-unknown");
    });
    expect(ledger.size).toBe(before);
    expect(slip(ledger, 0)).toBe("ok");
  });

  it("không kiểm toán được từ mục áp dụng, và nói rõ chứ không nói sổ sai; trước đó vẫn kiểm đúng", () => {
    const ledger = base.fork();
    expect(slip(ledger, 0)).toBe("ok");
    const proposal = ledger.size;
    goOnByTwo(ledger);
    expect(slip(ledger, 1)).toBe("ok");
    // An older program does not even know what is proposed: it stops at the proposal, before anything is judged by it.
    expect(knowing([1], () => replayed(ledger))).toMatchObject({ rule: "rules-version", index: proposal });
    expect(knowing([1, 2], () => replayed(ledger))).toMatchObject({ leaf: ledger.size - 1 });
  });

  it("một sổ mở theo phiên bản chưa biết thì dừng ngay ở mục 0", () => {
    expect(knowing([7], () => replayed(base))).toMatchObject({ rule: "rules-version", index: 0 });
  });

  it("nói bằng cả hai thứ tiếng chương trình biết những phiên bản nào", () => {
    const unknown = unknownVersion(9)!;
    expect(sentence(unknown, "vi")).toContain("chưa biết phiên bản quy tắc 9 của sổ (chỉ biết: 1, 2)");
    expect(sentence(unknown, "en")).toContain("does not know version 9 of the ledger's rules (it knows: 1, 2)");
  });
});
