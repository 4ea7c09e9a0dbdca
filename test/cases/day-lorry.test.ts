// Ngày của một xe (the physical day of a lorry): what one lorry cannot have driven, each with an honest day that looks almost the same.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { AMOUNT_UNIT, PHASE } from "../../src/format/codes.ts";
import type { Entry } from "../../src/format/entry.ts";
import type { Body } from "../../src/format/kinds.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { passage, receipt, sandSlip } from "../rules/world.ts";
import { grant, place, stockOf, until, welcome } from "../stories/people.ts";

let base: Ledger;
let province: Province;
/** A second mine with a gate of its own, 20 km away. */
let otherMine: number;
let otherSource: number;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  const miner = await welcome(base, "otherMiner", "Công ty Cổ phần Cát Hạ Lưu", [2]);
  otherMine = place(base, 1, "Mỏ cát Hạ Lưu", miner);
  otherSource = grant(base, {
    instrument: 1,
    number: "500/GP-UBND",
    issued: 20250301,
    from: 20250401,
    until: 20301231,
    holder: miner,
    sites: [otherMine],
    materials: [1],
    capacityYear: { unit: AMOUNT_UNIT.tonnes, amount: 60_000 },
    reserve: { unit: AMOUNT_UNIT.tonnes, amount: 400_000 },
  });
  until(base, 20261110, 9);
});

const indexOf = (said: Said): number => {
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return said.index;
};
const contested = (ledger: Ledger, slip: number) => ledger.book.need("slipState", slip).contested?.why ?? null;
const yardKg = (ledger: Ledger) => ledger.kg(stockOf(province.yard, province.yardKeeper));
const signalsOf = (ledger: Ledger, code: string) =>
  ledger.leaves.flatMap(({ changes }) => changes.signals).filter((each) => each.code === code);

/** 10 t of sand to the yard in the first lorry; the way takes 30 minutes, and so does the whole round. */
const issue = (ledger: Ledger, claimedS: number, other: Partial<Body<"slip.issue">> = {}) =>
  ledger.say("sandMiner", "slip.issue", sandSlip(province, other), { claimedS });
const receive = (ledger: Ledger, slip: number) =>
  ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, 10_000));
/** A slip signed so many minutes after nine and not sent yet. */
const signed = (ledger: Ledger, minutes: number, other: Partial<Body<"slip.issue">> = {}, who = "sandMiner"): Entry =>
  ledger.write(who, "slip.issue", sandSlip(province, other), { claimedS: base.nowS + minutes * 60 });

describe("F13: một xe, bốn mươi phiếu trong một phút (one lorry, forty slips inside a minute)", () => {
  it("F13: mỗi phiếu khai sớm hơn phiếu trước một giây: chỉ phiếu đầu được xuất", () => {
    const ledger = base.fork();
    ledger.pass(60);
    const { nowS } = ledger;
    const fates = Array.from({ length: 40 }, (_, i) => {
      const said = issue(ledger, nowS - i);
      if (!("refused" in said)) receive(ledger, said.index);
      return word(said);
    });
    expect(fates.filter((fate) => fate === "ok")).toHaveLength(1);
    expect(new Set(fates.slice(1))).toEqual(new Set(["refused: cycle-too-short"]));
    // One load of 10 t came to the yard.
    expect(yardKg(ledger)).toBe(10_000);
  });

  it("F13: mang theo trong ghi nhận của nơi nhận thì được giữ, và mâu thuẫn với nhau dù nộp theo thứ tự nào", () => {
    const verdicts = ([0, 1] as const).map((order) => {
      const ledger = base.fork();
      const entries = Array.from({ length: 10 }, (_, i) => signed(ledger, i / 60));
      ledger.pass(60);
      const slips = (order === 0 ? entries : [...entries].reverse()).map((each) => indexOf(ledger.bring(each, true)));
      return slips.map((slip) => contested(ledger, slip));
    });
    expect(verdicts).toEqual([Array(10).fill("trips-overlap"), Array(10).fill("trips-overlap")]);
  });

  it("F13, chuyến thật: hai chuyến ngắn trong một giờ của một xe chạy kịp", () => {
    const ledger = base.fork();
    ledger.pass(60);
    const first = indexOf(issue(ledger, ledger.nowS));
    ledger.pass(15);
    expect(word(receive(ledger, first))).toBe("ok");
    ledger.pass(15);
    const second = indexOf(issue(ledger, ledger.nowS));
    ledger.pass(25);
    expect(word(receive(ledger, second))).toBe("ok");
    expect([yardKg(ledger), contested(ledger, first), contested(ledger, second)]).toEqual([20_000, null, null]);
  });

  it("F13, chuyến thật: phiếu ký khi mất mạng nộp sau, nằm giữa hai chuyến khác của xe", () => {
    const ledger = base.fork();
    const [one, two, three] = [signed(ledger, 0), signed(ledger, 40), signed(ledger, 80)];
    ledger.pass(240);
    const slips = [one, three, two].map((each) => indexOf(ledger.bring(each, true)));
    expect(slips.map((slip) => contested(ledger, slip))).toEqual([null, null, null]);
    expect(signalsOf(ledger, "cycle-too-short")).toEqual([]);
  });

  it("F13, chuyến thật: hai mỏ, đồng hồ một máy chậm 10 phút, xe về kịp", () => {
    const ledger = base.fork();
    const route = ledger.must("authority", "route.set", {
      from: otherMine,
      to: province.yard,
      distanceM: 12_000,
      minutes: 30,
      cycleMinutes: 30,
    });
    // The lorry was at the first mine at 9:00 and at the other at 9:20; that device's clock said 9:10, within half of the cycle of 30.
    const first = signed(ledger, 0);
    const second = signed(ledger, 10, { route, source: otherSource }, "otherMiner");
    ledger.pass(120);
    const slips = [first, second].map((each) => indexOf(ledger.bring(each, true)));
    expect(slips.map((slip) => contested(ledger, slip))).toEqual([null, null]);
  });
});

describe("F14: một xe, 122 chuyến một ngày (one lorry, 122 trips a day)", () => {
  // Every five minutes two slips: one for now, one claimed up to an hour back. Each is received at once.
  const day = (ledger: Ledger) => {
    let slips = 0;
    for (let minute = 0; minute < 600; minute += 5) {
      for (const back of [0, 55 * 60 - (minute % 30)]) {
        const said = issue(ledger, ledger.nowS - back);
        if ("refused" in said) continue;
        slips += 1;
        receive(ledger, said.index);
      }
      ledger.pass(5);
    }
    return slips;
  };

  it("F14: khai lùi trong vòng 60 phút không thêm được chuyến nào ngoài số vòng xe kịp chạy", () => {
    const ledger = base.fork();
    ledger.pass(1);
    const slips = day(ledger);
    // From 8:06, the first hour claimed back, to 19:00 there are 654 minutes: at most 22 loads half an hour apart.
    expect(slips).toBeLessThanOrEqual(22);
    expect(yardKg(ledger)).toBe(slips * 10_000);
  });

  it("F14: nơi chỉ theo dõi vòng xe: chuyến không thể có thì mâu thuẫn, và số phút chạy trong ngày bị báo một lần", async () => {
    const lax = await openProvince({ cyclePhase: PHASE.observe });
    until(lax.ledger, 20261110, 9);
    const slips = day(lax.ledger);
    expect(slips).toBeGreaterThan(40);
    const contests = lax.ledger.leaves.filter(({ index }) => lax.ledger.book.get("slipState", index)?.contested);
    expect(contests).toHaveLength(slips);
    expect(signalsOf(lax.ledger, "driven-too-long")).toHaveLength(1);
  });

  it("F14, ngày thật: 20 chuyến từ 9 giờ đến 18 giờ 30, nửa giờ một chuyến, đều được tính", () => {
    const ledger = base.fork();
    for (let i = 0; i < 20; i++) {
      const slip = indexOf(issue(ledger, ledger.nowS));
      ledger.pass(20);
      expect(word(receive(ledger, slip))).toBe("ok");
      ledger.pass(10);
    }
    expect(yardKg(ledger)).toBe(200_000);
    expect(signalsOf(ledger, "driven-too-long")).toEqual([]);
  });
});

describe("F20: một xe giao hai chuyến ở hai nơi cùng một phút (two loads at two places at one minute)", () => {
  const longRoute = (ledger: Ledger) =>
    ledger.must("authority", "route.set", {
      from: otherMine,
      to: province.yard,
      distanceM: 40_000,
      minutes: 70,
      cycleMinutes: 140,
    });

  it("F20: có mạng thì phiếu thứ hai bị từ chối", () => {
    const ledger = base.fork();
    const route = longRoute(ledger);
    ledger.pass(60);
    receive(ledger, indexOf(issue(ledger, ledger.nowS)));
    const second = sandSlip(province, { route, source: otherSource });
    expect(word(ledger.say("otherMiner", "slip.issue", second))).toBe("refused: cycle-too-short");
    expect(yardKg(ledger)).toBe(10_000);
  });

  it("F20: mất mạng thì cả hai phiếu được giữ và mâu thuẫn với nhau, dù phiếu nào đến trước", () => {
    for (const reversed of [false, true]) {
      const ledger = base.fork();
      const route = longRoute(ledger);
      // Half of the other mine's cycle of 140 minutes is 70, more than two clocks of 15 minutes explain.
      const far = signed(ledger, 0, { route, source: otherSource }, "otherMiner");
      const near = signed(ledger, 0.5);
      ledger.pass(120);
      const slips = (reversed ? [near, far] : [far, near]).map((each) => indexOf(ledger.bring(each, true)));
      expect(slips.map((slip) => contested(ledger, slip))).toEqual(["too-far-apart", "too-far-apart"]);
    }
  });

  it("F20, chuyến thật: 40 phút sau, nửa vòng xe trừ hai đồng hồ, thì không mâu thuẫn", () => {
    const ledger = base.fork();
    const route = longRoute(ledger);
    const far = signed(ledger, 0, { route, source: otherSource }, "otherMiner");
    const near = signed(ledger, 40);
    ledger.pass(120);
    const slips = [near, far].map((each) => indexOf(ledger.bring(each, true)));
    expect(slips.map((slip) => contested(ledger, slip))).toEqual([null, null]);
  });

  it("F20, nhầm xe: người ký đổi đúng xe, nơi nhận đồng ý, hai phiếu không còn mâu thuẫn", () => {
    const ledger = base.fork();
    const [one, wrong] = [signed(ledger, 0), signed(ledger, 2)];
    ledger.pass(20);
    const [first, second] = [one, wrong].map((each) => indexOf(ledger.bring(each, true)));
    expect(contested(ledger, first!)).toBe("trips-overlap");
    handOver(ledger, second!, province.trucks[5]!);
    expect([contested(ledger, first!), contested(ledger, second!)]).toEqual([null, null]);
  });
});

/** The mine names another lorry for a load, and the yard, its receiver, agrees. */
function handOver(ledger: Ledger, slip: number, vehicle: number): void {
  const body = { slip, vehicle, reason: "Xe hỏng, xe khác chở tiếp" };
  const proposal = ledger.must("sandMiner", "slip.amend", body);
  ledger.must("yardKeeper", "approve", { proposal });
}

describe("H05: xe hỏng, hàng sang xe khác (the broken lorry)", () => {
  it("H05: xe vừa sửa xong được chở lại ngay, xe chở thay thì bận đến khi giao hàng", () => {
    const ledger = base.fork();
    const slip = indexOf(issue(ledger, ledger.nowS));
    ledger.pass(10);
    const [broken, other] = [province.trucks[0]!, province.trucks[1]!];
    handOver(ledger, slip, other);
    expect(word(issue(ledger, ledger.nowS, { vehicle: other }))).toBe("refused: vehicle-busy");
    const again = indexOf(issue(ledger, ledger.nowS, { vehicle: broken }));
    ledger.pass(30);
    expect([word(receive(ledger, slip)), word(receive(ledger, again))]).toEqual(["ok", "ok"]);
    expect([yardKg(ledger), contested(ledger, slip), contested(ledger, again)]).toEqual([20_000, null, null]);
    // The lorry that took the load over has delivered it, and may load at once.
    expect(word(issue(ledger, ledger.nowS, { vehicle: other }))).toBe("ok");
  });

  it("H05, gian: không đổi xe thì xe đang chở không nhận thêm phiếu", () => {
    const ledger = base.fork();
    indexOf(issue(ledger, ledger.nowS));
    ledger.pass(10);
    expect(word(issue(ledger, ledger.nowS))).toBe("refused: vehicle-busy");
  });
});

describe("H19: sà lan chờ con nước (a barge held by the tide)", () => {
  /** 780 t in a barge to the yard: 120 minutes of way, received in two parts, the first so many hours later. */
  const voyage = (hours: number) => {
    const ledger = base.fork();
    const route = ledger.must("authority", "route.set", {
      from: province.sandMine,
      to: province.yard,
      distanceM: 30_000,
      minutes: 120,
      cycleMinutes: 240,
    });
    const vehicle = ledger.must("authority", "vehicle.register", { plate: "AG-12000", class: 5, payloadKg: 900_000 });
    ledger.pass(1);
    const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, { route, vehicle, massKg: 780_000 }));
    ledger.pass(hours * 60);
    const at = [400_000, 380_000].map((massKg, i) => {
      const body = receipt(slip, province.yard, massKg, { part: i + 1, final: i as 0 | 1, measure: 3 });
      const index = ledger.must("yardKeeper", "load.receive", body);
      ledger.pass(12 * 60);
      return index;
    });
    return { ledger, slip, signals: at.flatMap((index) => ledger.signals(index)) };
  };

  it("H19: đến muộn hai ngày, nhận hai phần: đủ 780 tấn, không mâu thuẫn, chỉ bị hỏi vì muộn", () => {
    const { ledger, slip, signals } = voyage(48);
    expect([yardKg(ledger), contested(ledger, slip)]).toEqual([780_000, null]);
    expect([...new Set(signals)].sort()).toEqual(["late-receipt", "slip-expired"]);
  });

  it("H19, gian: sau khi đã nhận đủ 780 tấn còn nhận thêm một phần nữa thì mâu thuẫn", () => {
    const { ledger, slip } = voyage(48);
    const more = receipt(slip, province.yard, 300_000, { part: 3, measure: 3 });
    expect(word(ledger.say("yardKeeper", "load.receive", more))).toBe("kept: received-twice");
    expect([yardKg(ledger), contested(ledger, slip)]).toEqual([780_000, "received-twice"]);
  });
});

describe("H21: nơi nhận gửi trước, trạm gửi sau (receipts before passages)", () => {
  /** Issued at nine, received at half past nine; the officer's note of so many minutes past nine comes in the evening. */
  const evening = (minutes: number) => {
    const ledger = base.fork();
    const slip = indexOf(issue(ledger, ledger.nowS));
    const seenS = ledger.nowS + minutes * 60;
    ledger.pass(30);
    receive(ledger, slip);
    ledger.pass(8 * 60);
    const said = ledger.say("police", "passage.record", passage(province, { index: slip }, seenS), { claimedS: seenS });
    return [word(said), contested(ledger, slip)];
  };

  it("H21: xe qua trạm lúc 9 giờ 12, ghi nhận đến buổi tối, không mâu thuẫn", () => {
    expect(evening(12)).toEqual(["ok", null]);
  });

  it("H21, gian: xe qua trạm chiều đi lúc 10 giờ, sau khi đã nhận đủ, thì mâu thuẫn", () => {
    expect(evening(60)).toEqual(["kept: seen-after-receipt", "seen-after-receipt"]);
  });
});
