// Thuế, phí theo khối lượng xuất (dues on what was sent): số cơ quan thuế xác nhận đã nộp bên cạnh số đã xuất, từng nguồn, từng tháng.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import type { RuleSet } from "../../src/format/bodies/ruleset.ts";
import { OBLIGATION, OBLIGATION_STATE, PHASE, ROLE } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { type Ledger, openProvince, word } from "../rules/ledger.ts";
import { sandSlip } from "../rules/world.ts";
import { giveDevice, welcome } from "../stories/people.ts";

type Stage = { ledger: Ledger; province: Province };
let observed: Stage;
let blocked: Stage;

/** The demo province with a tax office, whose two officers two roots register. */
async function open(rules: Partial<RuleSet>): Promise<Stage> {
  const stage = await openProvince(rules);
  const party = await welcome(stage.ledger, "tax", "Thuế tỉnh Sông Lam", [ROLE.taxOffice]);
  await giveDevice(stage.ledger, "tax2", party);
  return stage;
}

beforeAll(async () => {
  observed = await open({});
  blocked = await open({ duesPhase: PHASE.block });
});

const at = (day: string) => Date.parse(`${day}T08:00:00+07:00`);
/** Slips of November 2026, so many loads of 10 t. */
function send({ ledger, province }: Stage, loads: number): number[] {
  return Array.from({ length: loads }, (_, i) => {
    if (i > 0 && i % 12 === 0) ledger.pass(150);
    return ledger.must("sandMiner", "slip.issue", sandSlip(province, { vehicle: province.trucks[i % 12]! }));
  });
}
function attest({ ledger, province }: Stage, tonnes: number, month = 202611): string {
  const balance = { due: OBLIGATION.royalty, month, paidKg: tonnes * 1000 };
  const body = { subject: province.sandSource, items: [], balances: [balance] };
  return word(ledger.together("tax", "tax2", "obligation.attest", body));
}
const sentKg = ({ ledger, province }: Stage) => ledger.book.get("monthly", `${province.sandSource}/202611`)?.sentKg;
const behind = ({ ledger, province }: Stage) => ledger.book.get("dues", province.sandSource)?.behind ?? [];
const told = ({ ledger }: Stage) =>
  ledger.leaves.flatMap(({ changes }) => changes.signals).filter((each) => each.code === "dues-behind");
/** The quarter ends on 31/12/2026; with 45 days to pay and attest it is judged at the beginning of 15/02/2027. */
function pass({ ledger }: Stage, day: string): void {
  ledger.nowMs = at(day);
  ledger.must("operator", "clock.tick", {});
}
const forked = (stage: Stage): Stage => ({ ledger: stage.ledger.fork(), province: stage.province });

describe("nộp cho 100 tấn, xuất 300 tấn (pays for a third of what it sends)", () => {
  it("hết quý và hết hạn nộp thì báo một lần, với số xuất và số nộp; giai đoạn theo dõi vẫn xuất được", () => {
    const stage = forked(observed);
    send(stage, 30);
    expect(sentKg(stage)).toBe(300_000);
    expect(attest(stage, 100)).toBe("ok");
    pass(stage, "2027-02-14");
    expect(behind(stage)).toEqual([]);
    pass(stage, "2027-02-16");
    expect(behind(stage)).toEqual([{ due: OBLIGATION.royalty, shortKg: 200_000, shortDong: 0 }]);
    expect(told(stage)).toMatchObject([
      { subject: `source/${stage.province.sandSource}`, figures: { sent_kg: 300_000, paid_kg: 100_000 } },
    ]);
    expect(send(stage, 1)).toHaveLength(1);
  });

  it("giai đoạn chặn: không xuất phiếu, không cấp quyển, cho đến khi nộp đủ và cơ quan thuế xác nhận lại", () => {
    const stage = forked(blocked);
    send(stage, 30);
    attest(stage, 100);
    pass(stage, "2027-02-16");
    const { ledger, province } = stage;
    const issue = () => word(ledger.say("sandMiner", "slip.issue", sandSlip(province)));
    expect(issue()).toBe("refused: dues-behind");
    // The later attestation takes the place of the earlier one.
    expect(attest(stage, 300)).toBe("ok");
    expect(behind(stage)).toEqual([]);
    expect(issue()).toBe("ok");
  });
});

describe("thật: người nộp đúng không bị ảnh hưởng (honest payers)", () => {
  it("nộp theo quý, chậm vài ngày: xác nhận trước ngày xét thì không thiếu ngày nào", () => {
    const stage = forked(blocked);
    send(stage, 30);
    attest(stage, 0);
    pass(stage, "2027-02-05");
    attest(stage, 300);
    pass(stage, "2027-02-16");
    expect([behind(stage), told(stage)]).toEqual([[], []]);
  });

  it("hoàn trả phần nộp thừa: còn đủ cho số đã xuất thì không thiếu; hoàn quá thì thiếu", () => {
    const stage = forked(observed);
    send(stage, 20);
    attest(stage, 300);
    pass(stage, "2027-02-16");
    attest(stage, 200);
    expect(behind(stage)).toEqual([]);
    attest(stage, 100);
    expect(behind(stage)).toMatchObject([{ shortKg: 100_000 }]);
  });

  it("phiếu hủy giảm số phải nộp; lệch trong mức không phải giải trình thì không kể", () => {
    const stage = forked(observed);
    const [first] = send(stage, 11);
    stage.ledger.must("sandMiner", "slip.void", { slip: first!, reason: "Xe hỏng trước khi rời mỏ" });
    pass(stage, "2026-11-20");
    expect(sentKg(stage)).toBe(100_000);
    // 100 t sent, a tenth need not be explained: 90 t paid are enough, 89 are not.
    attest(stage, 90);
    pass(stage, "2027-02-16");
    expect(behind(stage)).toEqual([]);
    attest(stage, 89);
    expect(behind(stage)).toMatchObject([{ shortKg: 11_000 }]);
  });

  it("nguồn mà cơ quan thuế chưa xác nhận gì thì không xét: chưa có số liệu không phải là thiếu", () => {
    const stage = forked(blocked);
    send(stage, 30);
    pass(stage, "2027-02-16");
    expect([behind(stage), told(stage)]).toEqual([[], []]);
  });

  it("tiền cấp quyền xác nhận bằng đồng: phải nộp 60 triệu, đã nộp 45 triệu", () => {
    const stage = forked(observed);
    const { ledger, province } = stage;
    const balance = { due: OBLIGATION.miningRightFee, month: 202611, owedDong: 60_000_000, paidDong: 45_000_000 };
    ledger.agree("tax", "tax2", "obligation.attest", { subject: province.sandSource, items: [], balances: [balance] });
    pass(stage, "2027-02-16");
    expect(behind(stage)).toEqual([{ due: OBLIGATION.miningRightFee, shortKg: 0, shortDong: 15_000_000 }]);
  });
});

describe("ai xác nhận (who attests)", () => {
  it("số đã nộp do cơ quan thuế ký, không phải Sở, không phải mỏ; cơ quan thuế không xác nhận nghĩa vụ khác", () => {
    const { ledger, province } = forked(observed);
    const balances = [{ due: OBLIGATION.royalty, month: 202611, paidKg: 1 }];
    const say = (who: string, body: Partial<Body<"obligation.attest">>) =>
      word(ledger.say(who, "obligation.attest", { subject: province.sandSource, items: [], ...body }));
    expect(say("authority", { balances })).toBe("refused: no-standing");
    expect(say("sandMiner", { balances })).toBe("refused: no-standing");
    expect(say("tax", { items: [{ obligation: OBLIGATION.camera, state: OBLIGATION_STATE.met }] })).toBe(
      "refused: no-standing",
    );
    expect(say("tax", { balances: [...balances, ...balances] })).toBe("refused: bad-terms");
    expect(say("tax", { balances: [{ due: OBLIGATION.royalty, month: 202613, paidKg: 1 }] })).toBe(
      "refused: bad-terms",
    );
    expect(say("tax", {})).toBe("refused: bad-terms");
    const monthly = `${province.sandSource}/${OBLIGATION.royalty}/202611`;
    expect(say("tax", { balances })).toBe("ok");
    // One officer alone could take the block off a friend's mine: it counts when a second one has signed.
    expect(ledger.book.get("paid", monthly)).toBeUndefined();
    ledger.must("tax2", "approve", { proposal: ledger.size - 1 });
    expect(ledger.book.get("paid", monthly)).toMatchObject({ paidKg: 1 });
  });
});
