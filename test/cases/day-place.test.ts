// Ngày của một nơi và của một tuyến (the day of a place and of a route), each fraud with the honest place that looks almost the same.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { AMOUNT_UNIT, INSTRUMENT, OBLIGATION, OBLIGATION_STATE, STATUS } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { FIRST_TOLERANCES } from "../../src/words/first-rules.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { passage, receipt, sandSlip } from "../rules/world.ts";
import { grant, place, stockOf, until, welcome } from "../stories/people.ts";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  until(base, 20261110, 9);
});

const indexOf = (said: Said): number => {
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return said.index;
};
const signalsOf = (ledger: Ledger, code: string) =>
  ledger.leaves.flatMap(({ changes }) => changes.signals).filter((each) => each.code === code);
const send = (ledger: Ledger, other: Partial<Body<"slip.issue">> = {}) =>
  ledger.must("sandMiner", "slip.issue", sandSlip(province, other));
const receive = (ledger: Ledger, slip: number) =>
  ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, 10_000));
const see = (ledger: Ledger, slip: number) =>
  ledger.must("police", "passage.record", passage(province, { index: slip }, ledger.nowS));

/** More lorries than the demo has. */
function lorries(ledger: Ledger, count: number): number[] {
  return Array.from({ length: count }, (_, i) =>
    ledger.must("authority", "vehicle.register", { plate: `38C-${String(100 + i)}.01`, class: 2, payloadKg: 18_000 }),
  );
}

describe("F27: bãi nhận nhanh hơn mức có thể (a yard faster than it can measure)", () => {
  /** Forty lorries leave half a minute apart and are received by the yard so many seconds apart. */
  const forty = (ledger: Ledger, secondsApart: number) => {
    const slips = lorries(ledger, 40).map((vehicle) => {
      ledger.pass(0.5);
      return send(ledger, { vehicle });
    });
    ledger.pass(15);
    for (const slip of slips) {
      ledger.pass(secondsApart / 60);
      expect(word(receive(ledger, slip))).toBe("ok");
    }
  };

  it("F27: 40 chuyến trong một giây: một cảnh báo cho giờ ấy, không phải 40", () => {
    const ledger = base.fork();
    forty(ledger, 0);
    // Sixty an hour are at most ten within one minute; the eleventh is told.
    const told = signalsOf(ledger, "received-too-fast");
    expect(told.map(({ subject, figures }) => [subject, figures])).toEqual([
      [`site/${province.yard}`, expect.objectContaining({ loads: 11, within: 11, limit: 60 })],
    ]);
  });

  it("F27, bãi thật: 40 chuyến, mỗi phút một chuyến, không cảnh báo", () => {
    const ledger = base.fork();
    forty(ledger, 60);
    expect(signalsOf(ledger, "received-too-fast")).toEqual([]);
  });

  it("F27, cảng lớn: tỉnh đặt 600 chuyến một giờ thì 40 chuyến trong một phút là thường", async () => {
    const port = await openProvince({ tolerances: { ...FIRST_TOLERANCES, hourLoads: 600 } });
    until(port.ledger, 20261110, 9);
    forty(port.ledger, 1.5);
    expect(signalsOf(port.ledger, "received-too-fast")).toEqual([]);
  });
});

describe("F28, F19: chuyến không ai thấy trên đường (loads that nobody sees on the road)", () => {
  /** So many loads by a route past the checkpoint; before each, `police` decides what the checkpoint sees. */
  const loads = (
    count: number,
    options: {
      checkpoints: boolean;
      sees: (own: number, other: number, i: number) => number | undefined;
      lorry?: number;
    },
  ) => {
    const ledger = base.fork();
    const way = { from: province.sandMine, to: province.yard, distanceM: 12_000, minutes: 20, cycleMinutes: 20 };
    const route = ledger.must("authority", "route.set", {
      ...way,
      ...(options.checkpoints ? { checkpoints: [province.checkpoint] } : {}),
    });
    const passing = ledger.must("authority", "route.set", { ...way, to: province.dyke });
    for (let i = 0; i < count; i++) {
      const vehicle = province.trucks[options.lorry ?? i % 10]!;
      const other = send(ledger, { route: passing, package: 2, vehicle: province.trucks[11]! });
      const own = send(ledger, { route, vehicle });
      ledger.pass(10);
      const seen = options.sees(own, other, i);
      if (seen !== undefined) see(ledger, seen);
      ledger.pass(5);
      receive(ledger, own);
      ledger.must("builderB", "load.receive", receipt(other, province.dyke, 10_000, { package: 2 }));
      ledger.pass(8);
    }
    return { ledger, route };
  };

  it("F28: 20 chuyến liền được nhận, trạm có làm việc mà không thấy chuyến nào: hỏi một lần, nêu tuyến", () => {
    const { ledger, route } = loads(20, { checkpoints: true, sees: (_, other) => other });
    const told = signalsOf(ledger, "never-seen");
    const figures = { place: province.sandMine, destination: province.yard, loads: 20 };
    expect(told.map((each) => [each.subject, each.figures])).toEqual([[`entry/${route}`, figures]]);
    // Ten lorries took turns: none of them has twenty loads of its own.
    expect(signalsOf(ledger, "vehicle-never-seen")).toEqual([]);
  });

  it("F28, thật: 1 trong 20 chuyến được trạm thấy; trạm đóng cửa; tuyến không có trạm", () => {
    const once = loads(20, { checkpoints: true, sees: (own, other, i) => (i === 19 ? own : other) });
    const closed = loads(20, { checkpoints: true, sees: () => undefined });
    const free = loads(20, { checkpoints: false, sees: (_, other) => other });
    for (const { ledger } of [once, closed, free]) expect(signalsOf(ledger, "never-seen")).toEqual([]);
  });

  it("F19: xe nằm nhà: 20 chuyến liền của một biển số không trạm nào thấy thì hỏi xe ấy", () => {
    const { ledger } = loads(20, { checkpoints: true, sees: (_, other) => other, lorry: 3 });
    expect(signalsOf(ledger, "vehicle-never-seen").map((each) => each.subject)).toEqual([
      `entry/${province.trucks[3]!}`,
    ]);
  });

  it("F19, thật: cả hai xe đều được trạm thấy", () => {
    const { ledger } = loads(20, { checkpoints: true, sees: (own) => own, lorry: 3 });
    expect(signalsOf(ledger, "vehicle-never-seen")).toEqual([]);
  });
});

describe("F56, F57: bãi đã bị dừng (a yard that may not work)", () => {
  const revoke = (ledger: Ledger) =>
    ledger.must("authority", "site.status", {
      subject: province.yard,
      status: STATUS.revoked,
      document: "Quyết định số 31/QĐ-UBND",
    });

  it("F57: không xuất phiếu có mạng đến bãi đã bị thu hồi", () => {
    const ledger = base.fork();
    revoke(ledger);
    ledger.pass(1);
    expect(word(ledger.say("sandMiner", "slip.issue", sandSlip(province)))).toBe("refused: source-inactive");
  });

  it("F57: phiếu ký khi mất mạng đến bãi đã bị thu hồi được giữ, cơ quan được báo, hàng không đi tiếp", () => {
    const ledger = base.fork();
    revoke(ledger);
    ledger.pass(1);
    const slip = indexOf(ledger.say("sandMiner", "slip.issue", sandSlip(province), { carried: true }));
    ledger.pass(30);
    receive(ledger, slip);
    expect(signalsOf(ledger, "place-may-not-work").map((each) => each.subject)).toEqual([
      `slip/${slip}`,
      `slip/${slip}`,
    ]);
    const out = {
      route: province.routes["yard→dyke"]!,
      package: 2,
      vehicle: province.trucks[1]!,
      material: 1 as const,
    };
    const on = ledger.say("yardKeeper", "slip.issue", { ...out, massKg: 10_000, measure: 3 });
    expect(word(on)).toBe("refused: source-inactive");
  });

  it("F56: bãi có nghĩa vụ hết hiệu lực nhận hàng thì cơ quan được báo", () => {
    const ledger = base.fork();
    const lapsed = { obligation: OBLIGATION.scale, state: OBLIGATION_STATE.met, until: 20261109 };
    ledger.agree("authority", "deputy", "obligation.attest", { subject: province.yard, items: [lapsed] });
    const slip = send(ledger);
    ledger.pass(30);
    expect(word(receive(ledger, slip))).toBe("ok");
    // Once when it is sent, and once when it comes.
    const told = signalsOf(ledger, "place-may-not-work").map((each) => [each.subject, each.figures]);
    expect(told).toEqual([1, 2].map(() => [`slip/${slip}`, { place: province.yard }]));
    expect(ledger.kg(stockOf(province.yard, province.yardKeeper))).toBe(10_000);
  });

  it("F56, F57, thật: hàng đang đi khi bãi còn hoạt động, bãi bị dừng sau khi nhận: không ai bị hỏi", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    ledger.pass(30);
    receive(ledger, slip);
    revoke(ledger);
    expect(signalsOf(ledger, "place-may-not-work")).toEqual([]);
    expect(ledger.kg(stockOf(province.yard, province.yardKeeper))).toBe(10_000);
  });
});

describe("nghĩa vụ chưa thể hiện (an obligation that is not shown)", () => {
  it("được nêu một lần mỗi tháng cho một nguồn, không lặp lại theo từng phiếu", () => {
    const ledger = base.fork();
    for (let i = 0; i < 5; i++) send(ledger, { vehicle: province.trucks[i]! });
    expect(signalsOf(ledger, "obligation-not-shown")).toHaveLength(1);
    until(ledger, 20261201, 9);
    for (let i = 5; i < 8; i++) send(ledger, { vehicle: province.trucks[i]! });
    expect(signalsOf(ledger, "obligation-not-shown")).toHaveLength(2);
  });
});

describe("F51: đóng cảnh báo (signals closed)", () => {
  const reason = "Đã nghe các bên và xem sổ tại chỗ";

  it("F51: không đóng được cảnh báo không có; mỗi lần đóng một cảnh báo, có lý do, và chỉ một lần", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    const close = (leaf: number, code: string) =>
      word(ledger.say("authority", "signal.close", { leaf, ordinal: 0, code, reason }));
    expect([close(slip, "late-receipt"), close(slip - 1, "obligation-not-shown")]).toEqual([
      "refused: not-found",
      "refused: not-found",
    ]);
    expect([close(slip, "obligation-not-shown"), close(slip, "obligation-not-shown")]).toEqual([
      "ok",
      "refused: signal-closed",
    ]);
  });
});

describe("F21: tồn kho ban đầu bán lòng vòng (opening stock resold between yards)", () => {
  /** 17 t of opening stock in the yard, sold to a place of this kind, which sends it on to a second yard. */
  const carousel = async (type: 4 | 8) => {
    const ledger = base.fork();
    const keeper = await welcome(ledger, "keeperB", "Bãi Cồn Hến", [3]);
    const middleman = await welcome(ledger, "middleman", "Hợp tác xã vận tải thủy Sông Lam", [3, 4]);
    const secondYard = place(ledger, 2, "Bãi Cồn Hến", keeper);
    const middle = place(ledger, type, "Nơi trung gian", middleman);
    opening(ledger);
    const way = (from: number, to: number) =>
      ledger.must("authority", "route.set", { from, to, distanceM: 9000, minutes: 20, cycleMinutes: 40 });
    const [there, on, site] = [way(province.yard, middle), way(middle, secondYard), way(middle, province.dyke)];
    ledger.pass(1);
    const load = { material: 1 as const, massKg: 17_000, measure: 3 as const };
    const slip = ledger.must("yardKeeper", "slip.issue", { ...load, route: there, vehicle: province.trucks[0]! });
    ledger.pass(20);
    ledger.must("middleman", "load.receive", receipt(slip, middle, 17_000));
    const next = (route: number, other: { package?: number }) =>
      word(ledger.fork().say("middleman", "slip.issue", { ...load, route, vehicle: province.trucks[1]!, ...other }));
    return { toYard: next(on, {}), toProject: next(site, { package: 2 }) };
  };

  const opening = (ledger: Ledger) => {
    const source = grant(ledger, {
      instrument: INSTRUMENT.openingStock,
      number: "01/TK-SNNMT",
      issued: 20261101,
      holder: province.yardKeeper,
      sites: [province.yard],
      materials: [1],
      until: 20261231,
      reserve: { unit: AMOUNT_UNIT.tonnes, amount: 200 },
    });
    const stock = { source, material: 1 as const, massKg: 17_000, at: province.yard };
    const proposal = ledger.must("yardKeeper", "opening.declare", { ...stock, document: "Biên bản kiểm kê số 3" });
    ledger.must("authority", "approve", { proposal });
  };

  it("F21: qua khoang tàu hay qua bãi của trạm trộn cũng không đến được bãi thứ hai; đến công trình thì được", async () => {
    const expected = { toYard: "refused: bad-terms", toProject: "ok" };
    expect([await carousel(8), await carousel(4)]).toEqual([expected, expected]);
  });
});
