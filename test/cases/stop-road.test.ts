// Dừng xe trên đường: a lorry is stopped without a slip, and a slip is signed for it afterwards. On line it is refused; where slip or stop comes
// late, the slip carries the contradiction, whichever came first. Of two devices each clock may be 15 minutes wrong (`clockMinutes`): what is
// signed within that time of a stop is shown and contradicts nothing.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import type { Body } from "../../src/format/kinds.ts";
import { type Ledger, openProvince, type Said, word } from "../rules/ledger.ts";
import { sandSlip } from "../rules/world.ts";
import { giveDevice, numbers } from "../stories/people.ts";

const reason = "Xe không, đã kiểm tra thùng";

let base: Ledger;
let province: Province;

/** 09:00 in the morning. */
beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  await giveDevice(base, "colleague", province.police);
  base.pass(60);
});

function stop(ledger: Ledger, truck = 0, other: Partial<Body<"stop.record">> = {}): Said {
  const of = { site: province.checkpoint, vehicle: province.trucks[truck]!, stoppedS: ledger.nowS };
  return ledger.say("police", "stop.record", { ...of, ...other });
}

function stopped(ledger: Ledger, truck = 0): number {
  const said = stop(ledger, truck);
  if ("refused" in said) throw new Error(said.refused.code);
  return said.index;
}

const release = (ledger: Ledger, of: number, wrongPlate: 0 | 1 = 0): Said =>
  ledger.say("police", "stop.release", { stop: of, releasedS: ledger.nowS, wrongPlate, reason });

const send = (ledger: Ledger, truck = 0): Said =>
  ledger.say("sandMiner", "slip.issue", sandSlip(province, { vehicle: province.trucks[truck]! }));

const signed = (ledger: Ledger, truck = 0) =>
  ledger.write("sandMiner", "slip.issue", sandSlip(province, { vehicle: province.trucks[truck]! }));

function contested(ledger: Ledger, said: Said): string | undefined {
  if ("refused" in said) throw new Error(said.refused.code);
  return ledger.book.need("slipState", said.index).contested?.why;
}

describe("a lorry stopped without a slip, and a slip made for the officer", () => {
  it("on line it is refused with the entry of the stop", () => {
    const ledger = base.fork();
    const index = stopped(ledger);
    ledger.pass(5);
    const slip = send(ledger);
    expect(word(slip)).toBe("refused: vehicle-stopped");
    expect(numbers(slip)).toMatchObject({ index });
    // Another lorry is not held.
    expect(word(send(ledger, 1))).toBe("ok");
  });

  it("on line it is refused also where it claims an hour before the stop: with a network, a slip is signed when the log has it", () => {
    const ledger = base.fork();
    const claimed = signed(ledger);
    ledger.pass(10);
    const index = stopped(ledger);
    ledger.pass(20);
    const slip = ledger.bring(claimed);
    expect(word(slip)).toBe("refused: vehicle-stopped");
    expect(numbers(slip)).toMatchObject({ index });
  });

  it("the same where the stop comes to the log last: claimed 10 minutes before it, in the log 20 minutes after it began", () => {
    const ledger = base.fork();
    const claimed = signed(ledger);
    ledger.pass(10);
    const stoppedS = ledger.nowS;
    ledger.pass(20);
    const slip = ledger.bring(claimed);
    ledger.pass(30);
    expect(word(stop(ledger, 0, { stoppedS }))).toBe("kept: signed-while-stopped");
    expect(contested(ledger, slip)).toBe("signed-while-stopped");
  });

  it("the honest twin: in the log before the stop, it is that lorry's slip", () => {
    const ledger = base.fork();
    const slip = send(ledger);
    ledger.pass(10);
    const stoppedS = ledger.nowS;
    ledger.pass(40);
    expect(word(stop(ledger, 0, { stoppedS }))).toBe("ok");
    expect(contested(ledger, slip)).toBeUndefined();
  });

  it("signed with no network, the slip carries the contradiction, whichever of the two comes first", () => {
    const outcomes = [true, false].map((stopFirst) => {
      const ledger = base.fork();
      const stoppedS = ledger.nowS;
      ledger.pass(20);
      const slip = signed(ledger);
      ledger.pass(30);
      if (stopFirst) stop(ledger, 0, { stoppedS });
      const said = ledger.bring(slip, true);
      const late = stopFirst ? said : stop(ledger, 0, { stoppedS });
      expect(word(late)).toBe("kept: signed-while-stopped");
      return contested(ledger, said);
    });
    expect(outcomes).toEqual(["signed-while-stopped", "signed-while-stopped"]);
  });

  it("a slip on line whose stop comes later carries it too", () => {
    const ledger = base.fork();
    const stoppedS = ledger.nowS;
    ledger.pass(20);
    const slip = send(ledger);
    expect(word(slip)).toBe("ok");
    ledger.pass(20);
    stop(ledger, 0, { stoppedS });
    expect(contested(ledger, slip)).toBe("signed-while-stopped");
  });
});

describe("the honest lorry", () => {
  it("stopped empty at 09:00, released at 09:20, takes a slip at 10:00", () => {
    const ledger = base.fork();
    const index = stopped(ledger);
    ledger.pass(20);
    expect(word(release(ledger, index))).toBe("ok");
    ledger.pass(40);
    const slip = send(ledger);
    expect(word(slip)).toBe("ok");
    expect(contested(ledger, slip)).toBeUndefined();
  });

  it("the same, where stop and release reach the log after the slip", () => {
    const ledger = base.fork();
    const stoppedS = ledger.nowS;
    ledger.pass(20);
    const releasedS = ledger.nowS;
    ledger.pass(40);
    const slip = send(ledger);
    ledger.pass(10);
    const late = stop(ledger, 0, { stoppedS });
    if ("refused" in late) throw new Error(late.refused.code);
    ledger.must("police", "stop.release", { stop: late.index, releasedS, wrongPlate: 0, reason });
    expect(contested(ledger, slip)).toBeUndefined();
  });

  it("has a slip from before the stop: it is no lie", () => {
    const ledger = base.fork();
    const slip = signed(ledger);
    ledger.pass(5);
    stop(ledger);
    expect(word(ledger.bring(slip, true))).toBe("ok");
  });

  it("is not the one: the officer had read the plate wrongly and says so from the same device", () => {
    const ledger = base.fork();
    const stoppedS = ledger.nowS;
    ledger.pass(20);
    const slip = send(ledger);
    const late = stop(ledger, 0, { stoppedS });
    if ("refused" in late) throw new Error(late.refused.code);
    expect(contested(ledger, slip)).toBe("signed-while-stopped");
    const mended = release(ledger, late.index, 1);
    expect(word(mended)).toBe("ok");
    expect(contested(ledger, slip)).toBeUndefined();
    // Whoever watches sees that a contradiction went away.
    if ("refused" in mended) throw new Error(mended.refused.code);
    expect(ledger.signals(mended.index)).toContain("corrected-away");
  });

  it("a stop that nobody ends lapses after 72 hours", () => {
    const ledger = base.fork();
    stopped(ledger);
    ledger.pass(72 * 60 - 1);
    expect(word(send(ledger))).toBe("refused: vehicle-stopped");
    ledger.pass(1);
    expect(word(send(ledger))).toBe("ok");
  });
});

describe("two clocks that differ", () => {
  // The officer's telephone is a quarter of an hour slow: he stops at 09:10 the lorry that was loaded at 09:05, and writes 08:55.
  it("honest: signed 10 minutes after the stop by the clocks, it is shown and contradicts nothing", () => {
    const ledger = base.fork();
    ledger.pass(5);
    const slip = signed(ledger);
    ledger.pass(5);
    stop(ledger, 0, { stoppedS: ledger.nowS - 15 * 60 });
    const said = ledger.bring(slip, true);
    expect(word(said)).toBe("ok");
    expect(contested(ledger, said)).toBeUndefined();
    if ("refused" in said) throw new Error(said.refused.code);
    expect(ledger.signals(said.index)).toContain("signed-about-stop");
  });

  it("14 minutes are within the tolerance, 15 are not", () => {
    const outcomes = [14, 15].map((minutes) => {
      const ledger = base.fork();
      stopped(ledger);
      ledger.pass(minutes);
      return contested(ledger, ledger.bring(signed(ledger), true));
    });
    expect(outcomes).toEqual([undefined, "signed-while-stopped"]);
  });
});

describe("who stops and releases", () => {
  it("is an officer of the post, and of a registered vehicle", () => {
    const ledger = base.fork();
    const index = stopped(ledger);
    const at = { site: province.checkpoint, stoppedS: ledger.nowS };
    const byMiner = ledger.say("sandMiner", "stop.record", { ...at, vehicle: province.trucks[1]! });
    expect(word(byMiner)).toBe("refused: no-standing");
    expect(word(stop(ledger, 0, { vehicle: province.yard }))).toBe("refused: not-found");
    expect(word(stop(ledger, 0, { site: province.yard }))).toBe("refused: not-found");
    const body = { stop: index, releasedS: ledger.nowS, wrongPlate: 0, reason };
    expect(word(ledger.say("sandMiner", "stop.release", body))).toBe("refused: no-standing");
  });
});

describe("a colleague of the post says that the lorry had been let go", () => {
  /** Stopped at 09:00 with a network; a slip is signed off line at 09:20, while it is held; at 10:00 somebody says when it left. */
  const released = (who: string, minutes: number) => {
    const ledger = base.fork();
    const index = stopped(ledger);
    const stoppedS = ledger.nowS;
    ledger.pass(20);
    const slip = ledger.bring(signed(ledger), true);
    ledger.pass(40);
    const body = { stop: index, releasedS: stoppedS + minutes * 60, wrongPlate: 0 as const, reason };
    return { ledger, slip, said: ledger.say(who, "stop.release", body) };
  };

  it("from 09:05 on, which the log bears out: it counts, and whoever watches is told", () => {
    const { ledger, slip, said } = released("colleague", 5);
    expect([word(said), contested(ledger, slip)]).toEqual(["ok", undefined]);
    if ("refused" in said) throw new Error(said.refused.code);
    expect(ledger.signals(said.index)).toContain("corrected-away");
  });

  /** Stopped at 09:00 with no network and uploaded at 11:00; the slip is of 10:00. */
  const inTheEvening = (who: string) => {
    const ledger = base.fork();
    const stoppedS = ledger.nowS;
    ledger.pass(60);
    const slip = ledger.bring(signed(ledger), true);
    ledger.pass(60);
    const late = stop(ledger, 0, { stoppedS });
    if ("refused" in late) throw new Error(late.refused.code);
    ledger.pass(9 * 60);
    const body = { stop: late.index, releasedS: stoppedS + 20 * 60, wrongPlate: 0 as const, reason };
    return { ledger, slip, stop: late.index, releasedS: body.releasedS, said: ledger.say(who, "stop.release", body) };
  };

  it("cheat: 'at 09:20', before the log knew of the stop: it waits, and the slip stays contradicted", () => {
    const { ledger, slip, said } = inTheEvening("colleague");
    // 11:00 − 09:20 = 100 minutes, more than the 15 of a clock.
    expect([word(said), contested(ledger, slip)]).toEqual(["kept: released-before-logged", "signed-while-stopped"]);
    expect(numbers(said)).toMatchObject({ minutes: 100 });
  });

  it("honest twin: whoever stopped it types the release in the evening: it counts", () => {
    const { ledger, slip, said } = inTheEvening("police");
    expect([word(said), contested(ledger, slip)]).toEqual(["ok", undefined]);
  });

  it("honest twin: the colleague's word is confirmed by whoever stopped it, or by two officers of the authority", () => {
    const confirmed = inTheEvening("colleague");
    const body = { stop: confirmed.stop, releasedS: confirmed.releasedS, wrongPlate: 0 as const, reason };
    expect(word(confirmed.ledger.say("police", "stop.release", body))).toBe("ok");
    expect(contested(confirmed.ledger, confirmed.slip)).toBeUndefined();

    const { ledger, slip, said } = inTheEvening("colleague");
    if ("refused" in said) throw new Error(said.refused.code);
    const ruling = {
      entries: [said.index],
      counts: 1 as const,
      document: "Kết luận số 3",
      reason: "Sổ trực của trạm ghi",
    };
    ledger.agree("authority", "deputy", "slip.rule", ruling);
    expect(contested(ledger, slip)).toBeUndefined();
  });
});
