// Một quy tắc về giờ, phần ghi nhận và việc theo quyền: rights are sent at once, observations within days; beyond that an observation waits
// for a ruling, has no effect and contests nothing.
import { beforeAll, describe, expect, it } from "vitest";
import { MATERIAL, MEASURE } from "../../src/format/codes.ts";
import { type Ledger, newDevice, openProvince, type Said, word } from "../rules/ledger.ts";
import { passage, receipt, sandSlip } from "../rules/world.ts";
import { type Province, stockOf } from "../stories/people.ts";

const HOUR = 60;
const DAY = 24 * HOUR;
const why = { document: "Biên bản làm việc số 9", reason: "Đã đối chiếu camera và phiếu cân tại bãi" };

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  base.pass(HOUR);
});

function indexOf(said: Said): number {
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return said.index;
}

/** 17 t of sand leave the mine for the yard, 30 minutes away. */
function send(ledger: Ledger): number {
  return ledger.must("sandMiner", "slip.issue", sandSlip(province, { massKg: 17_000, measure: MEASURE.scale }));
}

const rule = (ledger: Ledger, entries: number[], counts: 0 | 1 = 1) =>
  word(ledger.together("authority", "deputy", "slip.rule", { entries, counts, ...why }));
const yard = () => stockOf(province.yard, province.yardKeeper);
const state = (ledger: Ledger, slip: number) => ledger.book.need("slipState", slip);

describe("F17, F30: a receipt that claims an hour of long ago", () => {
  it("F17: stray paper 'received' a year later at the old hour moves nothing until ruled on", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    const claimedS = ledger.nowS + 40 * 60;
    ledger.pass(365 * DAY);
    const said = ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, 17_000), { claimedS });
    expect([word(said), ledger.kg(yard()), state(ledger, slip).status]).toEqual(["kept: entry-late", 0, "stray"]);
    expect(ledger.signals(indexOf(said))).toContain("entry-waits");
    // The authority has seen the weighbridge's paper: it counts at its own hour.
    expect([rule(ledger, [indexOf(said)]), ledger.kg(yard())]).toEqual(["ok", 17_000]);
    expect(state(ledger, slip).finalS).toBe(claimedS);
  });

  it("F30: an hour before stricter rules, typed four days later, waits as well", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    const claimedS = ledger.nowS + 40 * 60;
    ledger.pass(4 * DAY);
    const said = ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, 20_500), { claimedS });
    expect([word(said), ledger.kg(yard()), state(ledger, slip).contested]).toEqual(["kept: entry-late", 0, null]);
  });

  it("twin: the storekeeper was off line for two days; his receipt counts at its own hour", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    const claimedS = ledger.nowS + 40 * 60;
    ledger.pass(2 * DAY);
    const said = ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, 17_000), { claimedS });
    expect([word(said), ledger.kg(yard())]).toEqual(["ok", 17_000]);
  });
});

describe("F17: a passage that is typed long afterwards", () => {
  it("contests nothing until the authority has ruled; ruled on, it contradicts as it would have at once", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    ledger.pass(40);
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 17_000));
    const seenS = ledger.nowS + 16 * 60;
    ledger.pass(5 * DAY);
    const said = ledger.say("police", "passage.record", passage(province, { index: slip }, seenS));
    expect([word(said), state(ledger, slip).contested]).toEqual(["kept: entry-late", null]);
    expect(rule(ledger, [indexOf(said)])).toBe("ok");
    expect(state(ledger, slip).contested).toMatchObject({ why: "seen-after-receipt" });
  });

  it("twin: left aside it never contests an honest load", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    ledger.pass(40);
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 17_000));
    const seenS = ledger.nowS + 16 * 60;
    ledger.pass(5 * DAY);
    const said = indexOf(ledger.say("police", "passage.record", passage(province, { index: slip }, seenS)));
    expect([rule(ledger, [said], 0), state(ledger, slip).contested]).toEqual(["ok", null]);
  });
});

describe("H31: an officer's new phone sends again what the old one had seen", () => {
  it("the passage keeps its own hour, before the receipt, and contests nothing", async () => {
    const ledger = base.fork();
    const slip = send(ledger);
    const seenS = ledger.nowS + 15 * 60;
    ledger.pass(40);
    ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 17_000));
    ledger.pass(3 * HOUR);
    const { key, possession, kid } = await newDevice("new phone");
    ledger.must("police", "key.rotate", { key, possession });
    ledger.kids.set("police", kid);
    ledger.pass(5);
    const claimedS = seenS + 5;
    const said = ledger.say("police", "passage.record", passage(province, { index: slip }, seenS), { claimedS });
    expect([word(said), "eventS" in said && said.eventS, state(ledger, slip).contested]).toEqual([
      "ok",
      claimedS,
      null,
    ]);
  });

  it("twin: a right of the new phone does not reach back before its registration", async () => {
    const ledger = base.fork();
    const { key, possession, kid } = await newDevice("new gate");
    ledger.must("sandMiner", "key.rotate", { key, possession });
    const since = ledger.nowS;
    ledger.kids.set("sandMiner", kid);
    ledger.pass(30);
    const claimedS = since - 20 * 60;
    const said = ledger.say("sandMiner", "slip.issue", sandSlip(province), { claimedS });
    expect(["eventS" in said && said.eventS, word(said)]).toEqual([since, "ok"]);
  });
});

describe("F22: a right that claims an hour of before", () => {
  it("is refused with the minutes, whatever its kind; a root, whose key is kept off line, has three days", () => {
    const ledger = base.fork();
    ledger.pass(5 * DAY);
    const claimedS = ledger.nowS - 61 * 60;
    const batch = { site: province.crusher, inputs: [{ material: MATERIAL.blastedRock, massKg: 1000 }] };
    const said = [
      ledger.say("plantKeeper", "batch.process", batch, { claimedS }),
      ledger.say("sandMiner", "slip.void", { slip: 1, reason: "Xe không đi nữa, trả phiếu" }, { claimedS }),
      ledger.say(
        "yardKeeper",
        "stock.entrust",
        { site: province.yard, material: 1, massKg: 1, until: 20261231 },
        { claimedS },
      ),
      ledger.say("authority", "route.set", { ...toYard(), minutes: 30 }, { claimedS }),
    ];
    expect(said.map(word)).toEqual(Array.from(said, () => "refused: sent-late"));
    expect(said[0]).toMatchObject({ refused: { figures: { minutes: 61, limit_minutes: 60 } } });
    const party = { name: "Bến mới", roles: [4 as const] };
    expect(word(ledger.say("root0", "party.register", party, { claimedS }))).toBe("ok");
    expect(word(ledger.say("root0", "party.register", party, { claimedS: ledger.nowS - 73 * 3600 }))).toBe(
      "refused: sent-late",
    );
  });

  it("twin: within the hour the network may come and go", () => {
    const ledger = base.fork();
    const claimedS = ledger.nowS - 59 * 60;
    expect(word(ledger.say("authority", "route.set", { ...toYard(), minutes: 30 }, { claimedS }))).toBe("ok");
  });

  function toYard() {
    return { from: province.sandMine, to: province.yard, distanceM: 12_000, cycleMinutes: 30 };
  }
});

describe("H32: a receiver without network turns a load away and names the slip by its bytes", () => {
  it("the slip comes with the refusal, and the load goes back to the mine", () => {
    const ledger = base.fork();
    const slip = ledger.write(
      "sandMiner",
      "slip.issue",
      sandSlip(province, { massKg: 17_000, measure: MEASURE.scale }),
    );
    ledger.pass(40);
    const refusal = { slip: { entry: slip.bytes }, at: province.yard, reason: "Cát lẫn bùn, không đạt" };
    const turned = ledger.write("yardKeeper", "load.refuse", refusal);
    const index = indexOf(ledger.bring(slip, true));
    expect(word(ledger.bring(turned))).toBe("ok");
    ledger.pass(40);
    const back = ledger.say("sandMiner", "load.receive", receipt(index, province.sandMine, 17_000));
    expect([word(back), state(ledger, index).contested]).toEqual(["ok", null]);
    const { sandMine, sandMiner, sandSource } = province;
    expect(ledger.kg(`stock/${sandMine}/${sandMiner}/0/1/${sandSource}`)).toBe(17_000);
  });

  it("twin: received elsewhere without having been turned away, it contradicts", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    ledger.pass(40);
    const elsewhere = ledger.say("sandMiner", "load.receive", receipt(slip, province.sandMine, 17_000));
    expect(word(elsewhere)).toBe("kept: received-elsewhere");
  });
});
