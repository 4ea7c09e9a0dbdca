// Who at a treasury may do what: specialists and heads of division review, directors and deputies approve, and a head approves only while
// a director has it sign by order. Positions have their days and are given by two persons.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { OUTCOME, POSITION } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { moneyOf } from "../../src/rules/payment/claim.ts";
import { hashFigures } from "../../src/rules/payment/figures.ts";
import { type Ledger, openProvince, word } from "../rules/ledger.ts";
import { completeAnnex, decide, figuresOf, reviewOf, sandToDyke, workLine } from "../rules/world.ts";
import { giveDevice } from "../stories/people.ts";

const DAY = 24 * 60;
const document = "Quyết định số 12/QĐ-KBNN";
const why = { document: "Biên bản số 4/BB-KBNN", reason: "Phát hiện sai sót số liệu" };

let base: Ledger;
let province: Province;
let annex: number;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  const { treasury } = province;
  await giveDevice(base, "secondOfficer", treasury, POSITION.specialist);
  await giveDevice(base, "head", treasury, POSITION.head);
  await giveDevice(base, "deputyDirector", treasury, POSITION.deputyDirector);
  await giveDevice(base, "clerk", treasury);
  sandToDyke(base, province, [10_000]);
  annex = completeAnnex(base, province, [workLine(5000, 265_000, province.embankment)]);
});

function personOf(ledger: Ledger, who: string): number {
  return ledger.book.need("key", ledger.kids.get(who)!).person!;
}

function review(ledger: Ledger, who: string, other: Partial<Body<"review.make">> = {}): string {
  return word(ledger.say(who, "review.make", { ...reviewOf(ledger, annex, OUTCOME.pay), ...other }));
}

function approve(ledger: Ledger, who: string, named = ledger.book.need("claim", annex).review!): string {
  const { figures } = figuresOf(ledger, annex);
  return word(
    ledger.say(who, "decision.sign", {
      review: named,
      reviewId: Uint8Array.from(Buffer.from(ledger.book.need("review", named).id, "hex")),
      annex,
      outcome: OUTCOME.pay,
      figuresHash: hashFigures(figures),
      ...moneyOf(figures, OUTCOME.pay),
      bases: ["Nghị định số 254/2025/NĐ-CP"],
      text: "Thống nhất kết quả của người kiểm soát.",
    }),
  );
}

function byOrder(ledger: Ledger, from: number, until?: number): Body<"position.set"> {
  return { person: personOf(ledger, "head"), position: POSITION.byOrder, from, document, ...(until ? { until } : {}) };
}

describe("who reviews does not approve, who has no position of approval never can", () => {
  it("the approver makes another result and the officer approves it: neither is theirs to do", () => {
    const ledger = base.fork();
    expect(review(ledger, "officer")).toBe("ok");
    expect(review(ledger, "approver")).toBe("refused: no-standing");
    expect(review(ledger, "secondOfficer")).toBe("ok");
    // The first officer has made a review of this dossier too, and is no approver either.
    expect(approve(ledger, "officer")).toBe("refused: same-person");
    expect(approve(ledger, "secondOfficer")).toBe("refused: same-person");
  });

  it("a specialist, a head and a clerk without a position do not approve; a clerk reviews nothing", () => {
    const ledger = base.fork();
    expect(review(ledger, "clerk")).toBe("refused: no-standing");
    expect(review(ledger, "officer")).toBe("ok");
    for (const who of ["secondOfficer", "head", "clerk"]) expect(approve(ledger, who)).toBe("refused: no-standing");
  });

  it.each(["approver", "deputyDirector"])(
    "honest twin: the %s approves what a specialist or a head has reviewed",
    (who) => {
      for (const officer of ["officer", "head"]) {
        const ledger = base.fork();
        expect(review(ledger, officer)).toBe("ok");
        expect(approve(ledger, who)).toBe("ok");
      }
    },
  );
});

describe("a head of division signs by the director's order", () => {
  it("from the first day to the end of the last, in what another has reviewed", () => {
    const ledger = base.fork();
    // 10 November 2026; the order holds on the 12th and the 13th.
    ledger.agree("approver", "officer", "position.set", byOrder(ledger, 20261112, 20261113));
    expect(review(ledger, "officer")).toBe("ok");
    expect(approve(ledger.fork(), "head")).toBe("refused: no-standing");
    ledger.pass(2 * DAY);
    expect(approve(ledger.fork(), "head")).toBe("ok");
    const own = ledger.fork();
    expect(review(own, "head", { replaces: own.book.need("claim", annex).review! })).toBe("ok");
    expect(approve(own, "head")).toBe("refused: same-person");
    ledger.pass(2 * DAY);
    expect(approve(ledger, "head")).toBe("refused: no-standing");
  });

  it("the order has a last day, is a director's to give, to a colleague's second signature, and makes no specialist an approver", () => {
    const ledger = base.fork();
    const order = byOrder(ledger, 20261110, 20261231);
    expect(word(ledger.say("approver", "position.set", byOrder(ledger, 20261110)))).toBe("refused: bad-terms");
    for (const who of ["officer", "deputyDirector", "head"])
      expect(word(ledger.say(who, "position.set", order))).toBe("refused: no-standing");
    expect(word(ledger.together("approver", "approver", "position.set", order))).toBe("refused: needs-second");
    const toSpecialist = { ...order, person: personOf(ledger, "secondOfficer") };
    ledger.agree("approver", "officer", "position.set", toSpecialist);
    ledger.pass(1);
    expect(review(ledger, "officer")).toBe("ok");
    expect(approve(ledger, "secondOfficer")).toBe("refused: no-standing");
  });
});

describe("positions are given by those above", () => {
  it("no director makes a director or a deputy, and none gives positions at another treasury; two roots do", async () => {
    const ledger = base.fork();
    const promotion = {
      person: personOf(ledger, "officer"),
      position: POSITION.deputyDirector,
      from: 20261110,
      document,
    };
    expect(word(ledger.say("approver", "position.set", promotion))).toBe("refused: no-standing");
    expect(word(ledger.together("root0", "root0", "position.set", promotion))).toBe("refused: needs-second");
    ledger.agree("root0", "root1", "position.set", promotion);
    ledger.pass(1);
    // A deputy now: approves what the other specialist reviews, and reviews no more.
    expect(review(ledger, "officer")).toBe("refused: no-standing");
    expect(review(ledger, "secondOfficer")).toBe("ok");
    expect(approve(ledger, "officer")).toBe("ok");
  });

  it("a director whose days are over approves nothing; what was approved before stays", () => {
    const ledger = base.fork();
    const retires = {
      person: personOf(ledger, "approver"),
      position: POSITION.director,
      from: 20261110,
      until: 20261111,
    };
    ledger.agree("root0", "root1", "position.set", { ...retires, document });
    expect(review(ledger, "officer")).toBe("ok");
    expect(approve(ledger.fork(), "approver")).toBe("ok");
    ledger.pass(2 * DAY);
    expect(approve(ledger, "approver")).toBe("refused: no-standing");
    expect(approve(ledger, "deputyDirector")).toBe("ok");
  });

  it("only officers of a treasury have positions", () => {
    const ledger = base.fork();
    const person = ledger.book.need("key", ledger.kids.get("authority")!).person!;
    const body = { person, position: POSITION.director, from: 20261110, document };
    expect(word(ledger.say("root0", "position.set", body))).toBe("refused: bad-terms");
  });
});

describe("an approver sends a review back to the officer", () => {
  it("the dossier is under control again, the officer makes another, and the approver signs that one", () => {
    const ledger = base.fork();
    expect(review(ledger, "officer")).toBe("ok");
    const first = ledger.book.need("claim", annex).review!;
    const back = { review: first, reason: "Đối chiếu lại hạng mục 1 với biên bản nghiệm thu" };
    for (const who of ["officer", "secondOfficer", "owner"])
      expect(word(ledger.say(who, "review.return", back))).toMatch(/^refused: (no-standing|same-person)$/);
    expect(word(ledger.say("approver", "review.return", back))).toBe("ok");
    expect(approve(ledger, "approver", first)).toBe("refused: not-found");
    expect(review(ledger, "officer")).toBe("ok");
    expect(word(ledger.say("approver", "review.return", back))).toBe("refused: review-replaced");
    expect(approve(ledger, "approver")).toBe("ok");
  });
});

describe("two officers at once", () => {
  it("the first wins and the second is told; who has seen the first one's review may replace it", () => {
    const ledger = base.fork();
    const [one, two] = [reviewOf(ledger, annex, OUTCOME.pay), reviewOf(ledger, annex, OUTCOME.pay)];
    const first = ledger.must("officer", "review.make", one);
    expect(ledger.say("secondOfficer", "review.make", two)).toMatchObject({
      refused: { code: "review-meanwhile", figures: { latest: first } },
    });
    expect(ledger.book.need("claim", annex).review).toBe(first);
    expect(word(ledger.say("secondOfficer", "review.make", { ...two, replaces: first }))).toBe("ok");
  });
});

describe("a treasury takes back its own result by two persons, one of whom approves", () => {
  const decided = () => {
    const ledger = base.fork();
    decide(ledger, annex);
    return { ledger, reversal: { decision: ledger.book.need("claim", annex).decision!.index, ...why } };
  };

  it("two specialists cannot; a specialist and a director can, in either order, without another office", () => {
    const { ledger, reversal } = decided();
    expect(word(ledger.fork().together("officer", "secondOfficer", "decision.reverse", reversal))).toBe(
      "refused: no-standing",
    );
    for (const [first, second] of [
      ["officer", "approver"],
      ["deputyDirector", "officer"],
    ] as const) {
      const fork = ledger.fork();
      expect(word(fork.together(first, second, "decision.reverse", reversal))).toBe("ok");
      expect(fork.book.need("claim", annex).decision).toBeNull();
    }
  });

  it("neither can one director alone, nor the authority for a treasury", () => {
    const { ledger, reversal } = decided();
    expect(word(ledger.together("approver", "approver", "decision.reverse", reversal))).toBe("refused: needs-second");
    expect(word(ledger.say("authority", "decision.reverse", reversal))).toBe("refused: no-standing");
  });
});
