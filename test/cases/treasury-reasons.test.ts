// The reasons of a result: true of the figures of that dossier, and money that is evidenced is refused only for a reason in words.
// 5.000 m³ of sand fill at 265.000 đ need 5.000 × 1,22 × 1.380 = 8.418 t; the lines here are in litres: 5 m³ need 8.418 kg.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { LISTED_REASON, OUTCOME } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { moneyOf } from "../../src/rules/payment/claim.ts";
import { hashFigures } from "../../src/rules/payment/figures.ts";
import { type Ledger, openProvince, word } from "../rules/ledger.ts";
import { completeAnnex, decide, figuresOf, reviewOf, sandToDyke, workLine } from "../rules/world.ts";

const { notEnough, contradictory, partMissing, adjustsUnpaid, notByContract } = LISTED_REASON;
const STATED = "Biên bản nghiệm thu số 14 ngày 10/11/2026 chưa có chữ ký của tư vấn giám sát.";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

/** A dossier for 5 m³ of sand fill, of whose 8.418 kg so much has been received. */
function dossier(receivedKg: number): { ledger: Ledger; annex: number } {
  const ledger = base.fork();
  if (receivedKg > 0) sandToDyke(ledger, province, [receivedKg]);
  return { ledger, annex: completeAnnex(ledger, province, [workLine(5000, 265_000, province.embankment)]) };
}

function reviewed({ ledger, annex }: ReturnType<typeof dossier>, other: Partial<Body<"review.make">>): string {
  const { stated: _, ...fair } = reviewOf(ledger, annex, other.outcome ?? OUTCOME.refuse);
  return word(ledger.fork().say("officer", "review.make", { ...fair, ...other }));
}

describe("a refusal names reasons that are true of its own figures", () => {
  it("cheat: a dossier that is evidenced to the last kilogram is not refused as short or contradicted", () => {
    const full = dossier(9000);
    for (const reason of [notEnough, contradictory, adjustsUnpaid])
      for (const outcome of [OUTCOME.refuse, OUTCOME.return])
        expect(reviewed(full, { outcome, reasons: [reason] })).toBe("refused: reason-untrue");
  });

  it("cheat: of two reasons one is true and the other is not", () => {
    const short = dossier(4000);
    expect(reviewed(short, { outcome: OUTCOME.part, reasons: [notEnough, contradictory] })).toBe(
      "refused: reason-untrue",
    );
  });

  it("honest twin: what the figures show is reason enough", () => {
    // 4.000 of 8.418 kg: short by 4.418 kg, contradicted by nothing.
    const short = dossier(4000);
    expect(figuresOf(short.ledger, short.annex).figures.lines[0]!.materials[0]).toMatchObject({
      insufficientKg: 4418,
      contradictedKg: 0,
    });
    expect(reviewed(short, { outcome: OUTCOME.part, reasons: [notEnough] })).toBe("ok");
    const none = dossier(0);
    expect(reviewed(none, { outcome: OUTCOME.refuse, reasons: [notEnough] })).toBe("ok");
    expect(reviewed(none, { outcome: OUTCOME.return, reasons: [notEnough] })).toBe("ok");
  });

  it("whoever pays everything has no reason to give, and a part takes nothing off for papers outside the book", () => {
    expect(reviewed(dossier(9000), { outcome: OUTCOME.pay, reasons: [] })).toBe("ok");
    const stated = { reasons: [partMissing], stated: STATED };
    expect(reviewed(dossier(9000), { outcome: OUTCOME.pay, ...stated })).toBe("refused: reason-untrue");
    expect(reviewed(dossier(4000), { outcome: OUTCOME.part, ...stated })).toBe("refused: reason-untrue");
  });
});

describe("a result that was made anew", () => {
  it("cheat or haste: the proposal that an approver saw is not the one that is signed; the newer one is approved after a look", () => {
    const { ledger, annex } = dossier(9000);
    const first = ledger.write("officer", "review.make", reviewOf(ledger, annex, OUTCOME.pay));
    const seen = ledger.bring(first);
    if ("refused" in seen) throw new Error(JSON.stringify(seen.refused));
    const { decision } = decide(ledger.fork(), annex);
    expect(word(decision!)).toBe("ok");
    const newer = ledger.must("officer", "review.make", reviewOf(ledger, annex, OUTCOME.pay));
    const { figures } = figuresOf(ledger, annex);
    const result = {
      ...{ review: seen.index, reviewId: first.id, annex, outcome: OUTCOME.pay, figuresHash: hashFigures(figures) },
      ...{ ...moneyOf(figures, OUTCOME.pay), bases: ["Nghị định số 254/2025/NĐ-CP"], text: "Thống nhất với cán bộ." },
    };
    expect(ledger.say("approver", "decision.sign", result)).toMatchObject({
      refused: { code: "review-replaced", figures: { index: seen.index, latest: newer } },
    });
  });
});

describe("evidenced money is refused only for a reason in words", () => {
  it("cheat: a part is evidenced, and all is refused because a part is short", () => {
    // 4.000 ÷ 8.418 × 5.000 = 2.375,8 → 2.375 litres, at 265.000 đ a m³: 629.375 đ are evidenced.
    const short = dossier(4000);
    const { stated: _, ...review } = reviewOf(short.ledger, short.annex, OUTCOME.refuse);
    expect(short.ledger.say("officer", "review.make", { ...review, reasons: [notEnough] })).toMatchObject({
      refused: { code: "refusal-evidenced", figures: { accepted_vnd: 629_375 } },
    });
  });

  it("cheat: a listed reason without its words, and words without a listed reason", () => {
    const full = dossier(9000);
    expect(reviewed(full, { reasons: [notByContract] })).toBe("refused: reason-unstated");
    const none = dossier(0);
    expect(reviewed(none, { reasons: [notEnough], stated: STATED })).toBe("refused: reason-unstated");
  });

  it("honest twin: the officer says which paper is missing, and the refusal is approved", () => {
    const full = dossier(9000);
    expect(reviewed(full, { reasons: [partMissing], stated: STATED })).toBe("ok");
    expect(reviewed(full, { outcome: OUTCOME.return, reasons: [notByContract], stated: STATED })).toBe("ok");
    const { decision } = decide(full.ledger, full.annex, OUTCOME.refuse);
    expect(word(decision!)).toBe("ok");
  });
});
