// Cái cân: a scale is a registered thing with its certificate and, where it has one, a key of its own. Figures by hand.

import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { unhex } from "../../src/format/bytes.ts";
import { MATERIAL } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { type Ledger, openProvince, word } from "../rules/ledger.ts";
import { receipt, sandSlip } from "../rules/world.ts";
import { giveMachine, until } from "./people.ts";

const DOCUMENT = "Giấy chứng nhận kiểm định số 118";

type Stage = { ledger: Ledger; province: Province; mineScale: number; yardScale: number };
let base: Stage;

/** The demo province whose sand mine and yard have a calibrated scale each; both sign what they weigh. */
async function openScales(scalePhase: 1 | 3): Promise<Stage> {
  const { ledger, province } = await openProvince({ scalePhase });
  const { sandMiner, sandMine, yardKeeper, yard } = province;
  const scale = async (who: string, party: number, place: number) => {
    const kid = unhex(await giveMachine(ledger, who, party));
    const number = `CAN-${place}`;
    const body = { place, number, document: DOCUMENT, from: 20260212, until: 20261130, kid };
    return ledger.must("authority", "scale.register", body);
  };
  const mineScale = await scale("mineScale", sandMiner, sandMine);
  const yardScale = await scale("yardScale", yardKeeper, yard);
  ledger.pass(1);
  return { ledger, province, mineScale, yardScale };
}

beforeAll(async () => {
  base = await openScales(1);
});

/** A slip of 15.010 kg of sand: 26.310 full, 11.300 empty. */
function slip(province: Province, other: Partial<Body<"slip.issue">>): Body<"slip.issue"> {
  return sandSlip(province, { massKg: 15_010, measure: 1, readings: [26_310, 11_300], ...other });
}

function weigh(ledger: Ledger, stage: Stage, other: Partial<Body<"weighing.record">> = {}, who = "mineScale") {
  const vehicle = stage.province.trucks[0]!;
  return ledger.say(who, "weighing.record", {
    scale: stage.mineScale,
    vehicle,
    grossKg: 26_310,
    tareKg: 11_300,
    ...other,
  });
}

function weighed(
  ledger: Ledger,
  stage: Stage,
  other: Partial<Body<"weighing.record">> = {},
  who = "mineScale",
): number {
  const said = weigh(ledger, stage, other, who);
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return said.index;
}

describe("giấy kiểm định cân (the certificate of a scale)", () => {
  it("cân trong hạn thì im lặng; nơi có cân mà không nói cân nào, hoặc cân quá hạn, thì cảnh báo", () => {
    const { province, mineScale } = base;
    const ledger = base.ledger.fork();
    const named = ledger.must("sandMiner", "slip.issue", slip(province, { scale: mineScale }));
    expect(ledger.signals(named).filter((code) => code.startsWith("scale"))).toEqual([]);
    const silent = slip(province, { vehicle: province.trucks[1]! });
    expect(ledger.signals(ledger.must("sandMiner", "slip.issue", silent))).toContain("scale-not-named");
    // The certificate ends on 30/11/2026; the last minute of that day is within it.
    until(ledger, 20261130, 18, 59);
    const last = slip(province, { vehicle: province.trucks[2]!, scale: mineScale });
    expect(ledger.signals(ledger.must("sandMiner", "slip.issue", last))).not.toContain("scale-uncalibrated");
    until(ledger, 20261201, 6);
    const late = slip(province, { vehicle: province.trucks[3]!, scale: mineScale });
    expect(ledger.signals(ledger.must("sandMiner", "slip.issue", late))).toContain("scale-uncalibrated");
    const renewal = { scale: mineScale, document: "Giấy chứng nhận kiểm định số 97", from: 20261201, until: 20271130 };
    ledger.must("authority", "scale.certify", renewal);
    const renewed = slip(province, { vehicle: province.trucks[4]!, scale: mineScale });
    expect(ledger.signals(ledger.must("sandMiner", "slip.issue", renewed))).not.toContain("scale-uncalibrated");
  });

  it("nơi chưa có cân nào trong sổ thì không bị hỏi cân nào", () => {
    const { province } = base;
    const ledger = base.ledger.fork();
    const body = {
      route: province.routes["stoneMine→crusher"]!,
      source: province.stoneSource,
      material: MATERIAL.blastedRock,
    };
    const index = ledger.must("stoneMiner", "slip.issue", slip(province, body));
    expect(ledger.signals(index)).not.toContain("scale-not-named");
  });

  it("khi quy tắc chặn: không nói cân nào, cân quá hạn, cân bị đình chỉ, cân của nơi khác đều không xuất được", async () => {
    const { ledger, province, mineScale, yardScale } = await openScales(3);
    const tries = (other: Partial<Body<"slip.issue">>) =>
      word(ledger.fork().say("sandMiner", "slip.issue", slip(province, other)));
    expect(tries({ scale: mineScale })).toBe("ok");
    expect(tries({})).toBe("refused: scale-not-named");
    expect(tries({ scale: yardScale })).toBe("refused: not-found");
    expect(tries({ scale: mineScale, measure: 3, readings: [1] })).toBe("refused: bad-body");
    const stone = {
      route: province.routes["stoneMine→crusher"]!,
      source: province.stoneSource,
      material: MATERIAL.blastedRock,
    };
    expect(word(ledger.fork().say("stoneMiner", "slip.issue", slip(province, stone)))).toBe("refused: scale-not-named");
    ledger.must("authority", "scale.status", { subject: mineScale, status: 2, document: "Biên bản số 9" });
    expect(tries({ scale: mineScale })).toBe("refused: scale-inactive");
    ledger.agree("authority", "deputy", "scale.status", { subject: mineScale, status: 1, document: "Biên bản số 10" });
    until(ledger, 20261201, 6);
    expect(tries({ scale: mineScale })).toBe("refused: scale-uncalibrated");
  });

  it("nhận hàng bằng cân quá hạn khi quy tắc chặn: ghi kèm lý do, không chuyển kilôgam, không ai bị quy mâu thuẫn", async () => {
    const { ledger, province, mineScale, yardScale } = await openScales(3);
    const issued = ledger.must("sandMiner", "slip.issue", slip(province, { scale: mineScale }));
    ledger.pass(30);
    const silent = ledger.say("yardKeeper", "load.receive", receipt(issued, province.yard, 15_000));
    expect(word(silent)).toBe("kept: scale-not-named");
    const typed = { scale: yardScale, readings: [26_310, 11_400] };
    const wrong = ledger.say("yardKeeper", "load.receive", receipt(issued, province.yard, 15_000, typed));
    expect(word(wrong)).toBe("kept: reading-mismatch");
    expect(ledger.book.need("slipState", issued)).toMatchObject({ status: "transit", contested: null, receivedKg: 0 });
    const right = receipt(issued, province.yard, 15_000, { scale: yardScale, readings: [26_300, 11_300] });
    expect(word(ledger.say("yardKeeper", "load.receive", right))).toBe("ok");
    expect(ledger.book.need("slipState", issued).receivedKg).toBe(15_000);
  });

  it("chỉ cơ quan quản lý ghi cân và giấy kiểm định; ngày tháng phải có thật", () => {
    const { province, mineScale } = base;
    const ledger = base.ledger.fork();
    const body = { place: province.yard, number: "X", document: DOCUMENT, from: 20260212, until: 20270211 };
    expect(word(ledger.say("yardKeeper", "scale.register", body))).toBe("refused: no-standing");
    expect(word(ledger.say("authority", "scale.register", { ...body, until: 20260211 }))).toBe("refused: bad-terms");
    expect(word(ledger.say("authority", "scale.register", { ...body, place: province.sandSource }))).toBe(
      "refused: not-found",
    );
    const renewal = { scale: mineScale, document: DOCUMENT, from: 20260230, until: 20270211 };
    expect(word(ledger.say("authority", "scale.certify", renewal))).toBe("refused: bad-terms");
    // A person's key never becomes a scale's: the clerk would then sign for the machine.
    const clerk = { ...body, kid: unhex(ledger.kids.get("yardKeeper")!) };
    expect(word(ledger.say("authority", "scale.register", clerk))).toBe("refused: key-refused");
    const elsewhere = { ...body, kid: unhex(ledger.kids.get("mineScale")!) };
    expect(word(ledger.say("authority", "scale.register", elsewhere))).toBe("refused: key-refused");
  });
});

describe("cân tự ký (a scale signs what it weighs)", () => {
  it("phiếu dựa vào lần cân mang cân và lần cân ấy; một lần cân chỉ dùng cho một phiếu", () => {
    const { province, mineScale } = base;
    const ledger = base.ledger.fork();
    const weighing = weighed(ledger, base);
    ledger.pass(3);
    const issued = ledger.must("sandMiner", "slip.issue", slip(province, { weighing }));
    expect(ledger.book.need("slip", issued)).toMatchObject({ weighing, scale: mineScale, massKg: 15_010 });
    expect(ledger.signals(issued)).not.toContain("scale-not-named");
    ledger.must("yardKeeper", "load.receive", receipt(issued, province.yard, 15_000));
    ledger.pass(60);
    const again = ledger.say("sandMiner", "slip.issue", slip(province, { weighing }));
    expect(word(again)).toBe("refused: weighing-used");
  });

  it("phiếu ghi khác lần cân một kilôgam, một xe, hay quá hai giờ đều bị từ chối", () => {
    const { province, mineScale } = base;
    const ledger = base.ledger.fork();
    const weighing = weighed(ledger, base);
    const tries = (other: Partial<Body<"slip.issue">>, minutes = 3) => {
      const fork = ledger.fork();
      fork.pass(minutes);
      return word(fork.say("sandMiner", "slip.issue", slip(province, { weighing, ...other })));
    };
    expect(tries({})).toBe("ok");
    expect(tries({}, 120)).toBe("ok");
    expect(tries({}, 121)).toBe("refused: weighing-differs");
    expect(tries({ massKg: 15_011, readings: [26_311, 11_300] })).toBe("refused: weighing-differs");
    expect(tries({ readings: [26_320, 11_310] })).toBe("refused: weighing-differs");
    expect(tries({ vehicle: province.trucks[1]! })).toBe("refused: weighing-differs");
    expect(tries({ scale: mineScale })).toBe("refused: bad-body");
    expect(tries({ weighing: 3 })).toBe("refused: not-found");
  });

  it("khóa của cân chỉ ký số cân của chính cân ấy; người không ký thay cân", () => {
    const { province, yardScale } = base;
    const ledger = base.ledger.fork();
    expect(word(ledger.say("mineScale", "slip.issue", slip(province, {})))).toBe("refused: no-standing");
    expect(word(weigh(ledger, base, { scale: yardScale }))).toBe("refused: no-standing");
    expect(word(weigh(ledger, base, {}, "sandMiner"))).toBe("refused: no-standing");
    expect(word(weigh(ledger, base, { tareKg: 26_310 }))).toBe("refused: bad-terms");
  });

  it("lần cân của nơi nhận: cân ký 15.000 kg mà nhận 15.010 kg thì ghi kèm lý do và không chuyển gì", () => {
    const { province, mineScale, yardScale } = base;
    const ledger = base.ledger.fork();
    const issued = ledger.must("sandMiner", "slip.issue", slip(province, { scale: mineScale }));
    ledger.pass(30);
    const weighing = weighed(ledger, base, { scale: yardScale, grossKg: 26_300 }, "yardScale");
    const more = receipt(issued, province.yard, 15_010, { weighing, readings: [26_310, 11_300] });
    expect(word(ledger.say("yardKeeper", "load.receive", more))).toBe("kept: weighing-differs");
    const right = receipt(issued, province.yard, 15_000, { weighing, readings: [26_300, 11_300] });
    expect(word(ledger.say("yardKeeper", "load.receive", right))).toBe("ok");
    expect(ledger.book.need("weighing", weighing).used).toBe(ledger.size - 1);
  });
});

describe("hai đầu cân, nhiều chuyến (a scale's bias over many loads)", () => {
  /** So many loads of 15.000 kg, each received `lessKg` lighter; the signals of the last receipt. */
  function haul(loads: number, lessKg: (n: number) => number): string[] {
    const { province, mineScale, yardScale } = base;
    const ledger = base.ledger.fork();
    let last = 0;
    for (let n = 0; n < loads; n++) {
      const body = sandSlip(province, {
        massKg: 15_000 + n,
        measure: 1,
        vehicle: province.trucks[n % 12]!,
        scale: mineScale,
      });
      const issued = ledger.must("sandMiner", "slip.issue", body);
      ledger.pass(20);
      const massKg = 15_000 + n - lessKg(n);
      last = ledger.must("yardKeeper", "load.receive", receipt(issued, province.yard, massKg, { scale: yardScale }));
    }
    return ledger.signals(last).filter((code) => code === "scale-bias" || code === "scales-apart");
  }

  it("20 chuyến đều hụt 240 kg: hai cân được nêu cùng nhau một lần; hụt dư bù nhau thì không", () => {
    // Sent 20 × 15.000 + (0 + … + 19 = 190) = 300.190 kg; 15 ‰ of it are 4.502,85 kg. 20 × 240 = 4.800 kg apart; 20 × 225 = 4.500 kg are not.
    expect(haul(20, () => 240)).toEqual(["scales-apart"]);
    expect(haul(20, () => 225)).toEqual([]);
    expect(haul(20, (n) => (n % 2 === 0 ? 240 : -240))).toEqual([]);
    // One load fewer is not judged yet; at the 21st a new sum has begun.
    expect(haul(19, () => 240)).toEqual([]);
    expect(haul(21, () => 240)).toEqual([]);
  });
});

describe("nhiều xe một số cân (one number over many trucks of a place)", () => {
  /** The signals of slips from the mine with these net masses, each on another truck. */
  function slips(masses: readonly number[]): string[][] {
    const { province, mineScale } = base;
    const ledger = base.ledger.fork();
    return masses.map((massKg, n) => {
      ledger.pass(2);
      const body = sandSlip(province, { massKg, measure: 1, vehicle: province.trucks[n]!, scale: mineScale });
      return ledger.signals(ledger.must("sandMiner", "slip.issue", body)).filter((code) => code.startsWith("place"));
    });
  }

  it("năm trong tám chuyến gần nhất cùng 15.020 kg thì cảnh báo một lần, dù xen số khác", () => {
    const masses = [15_020, 14_360, 15_020, 15_020, 14_880, 15_020, 15_020, 15_020];
    expect(slips(masses)).toEqual([[], [], [], [], [], [], ["place-weights-identical"], []]);
  });

  it("năm trong tám chuyến tròn 500 kg thì cảnh báo; bốn thì chưa", () => {
    const masses = [15_000, 14_500, 14_360, 15_500, 14_880, 16_000, 14_920, 14_000];
    expect(slips(masses)).toEqual([[], [], [], [], [], [], [], ["place-weights-round"]]);
    expect(slips(masses.slice(0, 7)).flat()).toEqual([]);
  });
});
