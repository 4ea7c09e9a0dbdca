// Chen lấn: someone fills up what is kept about a load, so that the one observation that contradicts it finds no room. Who floods takes
// nobody else's place; where several have filled it all, the load is contested until the authority has looked.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import type { Body } from "../../src/format/kinds.ts";
import { slipCode } from "../../src/format/slipcode.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { passage, receipt, sandSlip } from "../rules/world.ts";
import { giveDevice } from "../stories/people.ts";
import { kept } from "../stories/signals/scene.ts";

let base: Ledger;
let province: Province;

/** Two officers of one force: `police` is honest, `bribed` is not. */
beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  await giveDevice(base, "bribed", province.police);
  base.pass(30);
});

const send = (ledger: Ledger) => ledger.must("sandMiner", "slip.issue", sandSlip(province));

function see(ledger: Ledger, who: string, slip: Body<"passage.record">["slip"], plateMatches: 0 | 1): Said {
  return ledger.say(who, "passage.record", passage(province, slip, ledger.nowS, { plateMatches }));
}

const contested = (ledger: Ledger, slip: number) => ledger.book.need("slipState", slip).contested?.why;

describe("an officer sees the slip's own plate sixteen times within a minute, and his colleague sees another lorry", () => {
  it("his seventeenth look finds no room, his colleague's first one does: the load is contradicted", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    ledger.pass(10);
    const looks = Array.from({ length: 17 }, () => word(see(ledger, "bribed", { index: slip }, 1)));
    expect(looks).toEqual([...Array(16).fill("ok"), "kept: slip-crowded"]);
    expect(word(see(ledger, "police", { index: slip }, 0))).toBe("kept: plate-differs");
    expect(contested(ledger, slip)).toBe("plate-differs");
  });

  it("the honest twin: both saw the slip's own lorry; the load stays clean and is received whole", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    ledger.pass(10);
    for (let i = 0; i < 16; i++) see(ledger, "bribed", { index: slip }, 1);
    expect(word(see(ledger, "police", { index: slip }, 1))).toBe("ok");
    ledger.pass(20);
    expect(word(ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, 10_000)))).toBe("ok");
    expect(contested(ledger, slip)).toBeUndefined();
  });

  it("the same by typed code before the slip is in the log: eight looks of one device wait, the colleague's is there when it comes", () => {
    const ledger = base.fork();
    const slip = ledger.write("sandMiner", "slip.issue", sandSlip(province));
    const code = slipCode(slip.id);
    ledger.pass(10);
    const looks = Array.from({ length: 9 }, () => word(see(ledger, "bribed", { code }, 1)));
    expect(looks).toEqual([...Array(8).fill("kept: slip-awaited"), "kept: slip-crowded"]);
    expect(word(see(ledger, "police", { code }, 0))).toBe("kept: slip-awaited");
    expect(contested(ledger, kept(ledger.bring(slip)))).toBe("plate-differs");
  });
});

describe("a bribed officer stops a lorry again and again, so that his colleague's stop is forgotten", () => {
  const stop = (ledger: Ledger, who: string) =>
    ledger.say(who, "stop.record", {
      site: province.checkpoint,
      vehicle: province.trucks[0]!,
      stoppedS: ledger.nowS,
    });

  it("a slip signed after the colleague's stop is still refused", () => {
    const ledger = base.fork();
    const first = kept(stop(ledger, "police"));
    ledger.pass(20);
    for (let i = 0; i < 60; i++) {
      const own = kept(stop(ledger, "bribed"));
      ledger.must("bribed", "stop.release", {
        stop: own,
        releasedS: ledger.nowS,
        wrongPlate: 1,
        reason: "Đọc nhầm biển số",
      });
    }
    expect(word(ledger.say("sandMiner", "slip.issue", sandSlip(province)))).toBe("refused: vehicle-stopped");
    expect(ledger.book.need("stops", province.trucks[0]!).stops.map(({ index }) => index)).toContain(first);
  });

  it("the honest twin: the colleague releases the lorry, and it may be loaded", () => {
    const ledger = base.fork();
    const first = kept(stop(ledger, "police"));
    ledger.pass(20);
    ledger.must("police", "stop.release", {
      stop: first,
      releasedS: ledger.nowS,
      wrongPlate: 0,
      reason: "Đã lập biên bản",
    });
    ledger.pass(1);
    expect(word(ledger.say("sandMiner", "slip.issue", sandSlip(province)))).toBe("ok");
  });
});
