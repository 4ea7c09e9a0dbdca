// Xuất nhiều phiếu từ bảng tính (slips out of a spreadsheet): a sheet's rows as fields of the slip form, and the rules asked about them in order.
import { beforeAll, describe, expect, it } from "vitest";
import type { Sheet } from "../../src/estimate/sheet.ts";
import { guessSlips, readSlips } from "../../src/estimate/slip-table.ts";
import { isDisagreement } from "../../src/rules/acts/context.ts";
import { foresee, type Intended } from "../../src/rules/kinds/foresee.ts";
import { type Ledger, MORNING_MS, openProvince } from "../rules/ledger.ts";
import { sandSlip } from "../rules/world.ts";

/** 10 November 2026, 08:00 in Vietnam. */
const NOW_S = MORNING_MS / 1000;

function rowsOf(sheet: Sheet) {
  const { tonnes, ...layout } = guessSlips(sheet);
  return readSlips(sheet, layout, tonnes, NOW_S);
}

describe("hàng của bảng phiếu (rows of a sheet of slips)", () => {
  const HEAD = ["TT", "Biển số xe", "Nơi đến", "Loại hàng", "Khối lượng (kg)", "Giờ xuất"];

  it("are read by their headings; a heading in kilograms gives the masses their unit, and a unit that is written wins", () => {
    const [one, other] = rowsOf([
      HEAD,
      ["1", "77C-120.10", "Bãi", "cát", "17.200", ""],
      ["2", "x", "y", "z", "17,2 tấn"],
    ]);
    expect(one).toMatchObject({
      row: 2,
      cells: { plate: "77C-120.10", to: "Bãi", material: "cát", mass: "17.200 kg" },
    });
    expect(other).toMatchObject({ row: 3, cells: { mass: "17,2 tấn" } });
    const [tonnes] = rowsOf([
      ["Biển số", "Khối lượng (tấn)"],
      ["77C-120.10", "17,2"],
    ]);
    expect(tonnes).toMatchObject({ cells: { mass: "17,2" } });
  });

  it("have hours of today or of the day that they name, as people write them and as workbooks keep them", () => {
    const said = ["06:30", "6h30", "6h", "06:30 09/11/2026", "09/11/2026 6:30", "0,270833", "46335,270833"];
    const rows = rowsOf([HEAD, ...said.map((hour) => ["1", "77C-120.10", "Bãi", "cát", "17200", hour])]);
    const minutes = rows.map((row) => ("cells" in row && row.atS !== undefined ? (NOW_S - row.atS) / 60 : undefined));
    // 06:30 is 90 minutes before 08:00, 06:00 is 120, and the day before has 1440 more; 9 November 2026 is day 46335 of a workbook.
    expect(minutes).toEqual([90, 90, 120, 1530, 1530, 90, 1530]);
  });

  it("say an hour that is none with its row; a row of column numbers is no slip", () => {
    const rows = rowsOf([
      HEAD,
      ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"],
      ["1", "a", "b", "c", "1", "25:00"],
      ["2", "a", "b", "c", "1", "sáng"],
    ]);
    expect(rows.map((row) => [row.row, "reason" in row])).toEqual([
      [3, true],
      [4, true],
    ]);
  });
});

describe("xem trước các phiếu (foreseeing slips)", () => {
  let base: Ledger;
  let slipOf: (truck: number) => Intended;
  beforeAll(async () => {
    const { ledger, province } = await openProvince();
    base = ledger;
    slipOf = (truck) => ({
      said: { kind: "slip.issue", body: sandSlip(province, { vehicle: province.trucks[truck]! }) },
    });
  });

  function foreseen(ledger: Ledger, slips: readonly Intended[]): string[] {
    const asked = { kid: ledger.kids.get("sandMiner")!, first: ledger.size, nowMs: ledger.nowMs };
    return foresee(ledger.book, asked, slips).map((answer) =>
      answer ? (isDisagreement(answer) ? answer.disagrees : answer).code : "ok",
    );
  }

  it("one lorry twice in a file has one slip; two lorries have two, and the ledger says the same of each", () => {
    const ledger = base.fork();
    const file = [slipOf(0), slipOf(0), slipOf(1)];
    const told = foreseen(ledger, file);
    expect(told).toEqual(["ok", "vehicle-busy", "ok"]);
    const said = file.map(({ said: { kind, body } }) => ledger.say("sandMiner", kind, body as never));
    expect(said.map((each) => ("refused" in each ? each.refused.code : "ok"))).toEqual(told);
  });

  it("the file once more finds its lorries on the road; when their hours are over they are free, with no entry in between", () => {
    const ledger = base.fork();
    const file = [slipOf(0), slipOf(1)];
    for (const { said } of file) ledger.must("sandMiner", said.kind, said.body as never);
    expect(foreseen(ledger, file)).toEqual(["vehicle-busy", "vehicle-busy"]);
    const { size } = ledger;
    ledger.pass(24 * 60);
    expect(foreseen(ledger, file)).toEqual(["ok", "ok"]);
    expect(ledger.size).toBe(size);
    // Asking has changed nothing: the next entry brings the same due, and finds the same stock.
    expect(foreseen(ledger, file)).toEqual(["ok", "ok"]);
    for (const { said } of file) ledger.must("sandMiner", said.kind, said.body as never);
  });

  it("an hour too long past is refused as the ledger would; one of a moment ago is not", () => {
    const ledger = base.fork();
    const at = (minutes: number): Intended => ({ ...slipOf(0), atS: ledger.nowS - minutes * 60 });
    expect(foreseen(ledger, [at(24 * 60)])).toEqual(["slip-late"]);
    expect(foreseen(ledger, [at(1)])).toEqual(["ok"]);
  });
});
