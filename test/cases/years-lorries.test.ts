// Đăng kiểm lại mỗi năm: a lorry's inspection runs out and is renewed; without a new one it carries nothing, and only the authority enters it.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { type Ledger, openProvince, word } from "../rules/ledger.ts";
import { sandSlip } from "../rules/world.ts";
import { numbers, until } from "../stories/people.ts";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  // The demo's lorries are inspected until 30/06/2027.
  until(base, 20270701, 8);
});

const load = (ledger: Ledger) => word(ledger.say("sandMiner", "slip.issue", sandSlip(province)));

describe("a lorry's inspection has run out", () => {
  it("it is inspected again and carries on", () => {
    const ledger = base.fork();
    expect(load(ledger)).toBe("refused: vehicle-inspection");
    const inspected = { vehicle: province.trucks[0]!, inspectedUntil: 20280630, document: "Tem kiểm định số 3" };
    expect(word(ledger.say("authority", "vehicle.inspect", inspected))).toBe("ok");
    expect(load(ledger)).toBe("ok");
  });

  it("the fraud: the mine extends it by its own word, or to a day that is none", () => {
    const ledger = base.fork();
    const inspected = { vehicle: province.trucks[0]!, inspectedUntil: 20280630, document: "Tem kiểm định số 3" };
    expect(word(ledger.say("sandMiner", "vehicle.inspect", inspected))).toBe("refused: no-standing");
    const never = ledger.say("authority", "vehicle.inspect", { ...inspected, inspectedUntil: 20280631 });
    expect(numbers(never)).toEqual({ expected: "day-in-calendar", day: 20280631 });
    expect(load(ledger)).toBe("refused: vehicle-inspection");
  });
});
