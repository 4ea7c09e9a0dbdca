// Đăng ký hàng loạt (registration in bulk): a sheet's rows as fields, and what the rules would say to all of them before any is signed.
import { beforeAll, describe, expect, it } from "vitest";
import { columnsOf, type RegisterSort } from "../../src/estimate/register-columns.ts";
import { guessRegister, readRegister } from "../../src/estimate/register-table.ts";
import type { Sheet } from "../../src/estimate/sheet.ts";
import { ROLE, VEHICLE_CLASS } from "../../src/format/codes.ts";
import type { Statement } from "../../src/format/kinds.ts";
import { isDisagreement } from "../../src/rules/acts/context.ts";
import { foresee } from "../../src/rules/kinds/foresee.ts";
import { signRows } from "../../src/web/islands/shared/bulk-run.ts";
import { type Ledger, openProvince } from "../rules/ledger.ts";

let base: Ledger;

beforeAll(async () => {
  ({ ledger: base } = await openProvince());
});

function rowsOf(sheet: Sheet, sort: RegisterSort) {
  const { tonnes, ...layout } = guessRegister(sheet, columnsOf(sort));
  return readRegister(sheet, layout, columnsOf(sort), { tonnes, instead: {} });
}

const truck = (plate: string, distinctFrom?: number[]): Statement => ({
  kind: "vehicle.register",
  body: {
    ...{ plate, class: VEHICLE_CLASS.heavyTruck, payloadKg: 15_000 },
    ...(distinctFrom === undefined ? {} : { distinctFrom }),
  },
});

/** The answers before anything is signed, each in a word. */
function foreseen(ledger: Ledger, statements: readonly (Statement | undefined)[]): string[] {
  const asked = { kid: ledger.kids.get("authority")!, first: ledger.size, nowMs: ledger.nowMs };
  return foresee(
    ledger.book,
    asked,
    statements.map((said) => said && { said }),
  ).map((answer) => {
    if (!answer || isDisagreement(answer)) return "ok";
    return `${answer.code} ${answer.figures.index ?? ""}`.trim();
  });
}

describe("hàng của bảng đăng ký (rows of a register's sheet)", () => {
  it("are read by Vietnamese headings below a title, in tonnes where the heading says so, with days of three notations", () => {
    const sheet = [
      ["DANH SÁCH XE NĂM 2026"],
      ["TT", "Biển kiểm soát", "Loại xe", "Tải trọng (tấn)", "Hạn đăng kiểm"],
      ["1", "43C-555.11", "xe tải 3–4 trục", "17,2", "31/12/2027"],
      ["2", "43C-555.12", "Đầu kéo", "30", "2027-06-30"],
      // 46387 days after 30 December 1899, as a workbook keeps 31 December 2026.
      ["3", "ĐN-1234", "sà lan", "350", "46387"],
    ];
    const typed = rowsOf(sheet, "vehicles").map((row) => ("typed" in row ? row.typed : row.reason));
    expect(typed).toEqual([
      { plate: "43C-555.11", class: "2", payloadKg: "17200", inspectedUntil: "31/12/2027" },
      { plate: "43C-555.12", class: "3", payloadKg: "30000", inspectedUntil: "30/06/2027" },
      { plate: "ĐN-1234", class: "5", payloadKg: "350000", inspectedUntil: "31/12/2026" },
    ]);
  });

  it("are read by English headings and in kilograms; a weight with two readings is a reason, not a guess", () => {
    const sheet = [
      ["Plate", "Class", "Payload"],
      ["43C-555.11", "two-axle truck", "17.200"],
      ["43C-555.12", "two-axle truck", "17,200"],
      ["43C-555.13", "two-axle truck", "17.200 kg"],
      ["43C-555.14", "two-axle truck", "17,2 tấn"],
    ];
    const read = rowsOf(sheet, "vehicles").map((row) => ("typed" in row ? row.typed.payloadKg : row.reason.vi));
    expect(read).toEqual(["17200", expect.stringContaining("Tải trọng: “17,200”"), "17200", "17200"]);
  });

  it("have a role whose words hold commas, several roles, and the unseen signs of a copied name taken away", () => {
    const sheet = [
      ["Tên đơn vị", "Vai trò"],
      ["Công ty\u00a0A\u200b", "Chủ trạm nghiền, trạm trộn"],
      ["Công ty B", "nhà thầu; chủ bến, bãi, cửa hàng"],
      ["Công ty C", "mỏ, vận tải"],
    ];
    const typed = rowsOf(sheet, "parties").map((row) => ("typed" in row ? row.typed : row.reason));
    expect(typed).toEqual([
      { name: "Công ty A", roles: String(ROLE.plantOperator) },
      { name: "Công ty B", roles: `${ROLE.contractor}\n${ROLE.keeper}` },
      { name: "Công ty C", roles: `${ROLE.mineOperator}\n${ROLE.carrier}` },
    ]);
  });

  it("have tax codes whose leading zero a workbook dropped, where the check digit says so; a wrong code is left for the rules", () => {
    // 0300588569 is a code; with another last digit it is none.
    const sheet = [
      ["Tên đơn vị", "MST", "Vai trò"],
      ["A", "300588569", "mỏ"],
      ["B", "300588568", "mỏ"],
      ["C", "0300588569-001", "mỏ"],
    ];
    const codes = rowsOf(sheet, "parties").map((row) => ("typed" in row ? row.typed.taxCode : row.reason));
    expect(codes).toEqual(["0300588569", "300588568", "0300588569-001"]);
  });

  it("say what is missing and what is on no list, each with its row of the file; a blank row is none", () => {
    const sheet = [["Tên đơn vị", "Vai trò"], ["", "mỏ"], [], ["Công ty D", "thủ kho"]];
    const said = rowsOf(sheet, "parties").map((row) => [row.row, "reason" in row ? row.reason.vi : ""]);
    expect(said).toEqual([
      [2, "Tên đơn vị: chưa có."],
      [4, expect.stringMatching(/^Vai trò: “thủ kho” không có trong danh mục: .*đơn vị vận tải/)],
    ]);
  });
});

describe("xem trước cả tệp (foreseeing a whole file)", () => {
  it("answers each row as the ledger would after the rows before it, and leaves the book as it was", () => {
    const ledger = base.fork();
    const there = ledger.must("authority", "vehicle.register", {
      plate: "77C-942.65",
      class: VEHICLE_CLASS.heavyTruck,
      payloadKg: 15_000,
    });
    const { size } = ledger;
    const file = [truck("43C-555.11"), truck("77C94265"), undefined, truck("77C-942.6S"), truck("43C 555 11")];
    // A plate with blanks is no plate as printed; the row that repeats the first one follows with dots.
    const again = [...file, truck("43C55511"), truck("77C-942.6S", [there])];
    const told = foreseen(ledger, again);
    expect(told).toEqual([
      "ok",
      `already-exists ${there}`,
      "ok",
      `resembles ${there}`,
      "bad-terms",
      `already-exists ${size}`,
      "ok",
    ]);
    expect(foreseen(ledger, again)).toEqual(told);
    const spoken = again.flatMap((said) => (said ? [ledger.say("authority", said.kind, said.body)] : []));
    expect(spoken.map((said) => ("refused" in said ? said.refused.code : "ok"))).toEqual([
      "ok",
      "already-exists",
      "resembles",
      "bad-terms",
      "already-exists",
      "ok",
    ]);
  });

  it("the file that is sent again after it broke off registers the rest, and nothing twice", async () => {
    const ledger = base.fork();
    const plates = ["43C-600.01", "43C-600.02", "43C-600.03"];
    const { size } = ledger;
    const write = (plate: string) => async () => {
      const said = ledger.say("authority", "vehicle.register", truck(plate).body as never);
      return "refused" in said
        ? { refused: { code: said.refused.code, vi: "đã có", en: "there" }, entryId: plate }
        : { index: said.index };
    };
    const dropped: string[] = [];
    const run = (some: readonly string[], away?: string) =>
      signRows(
        some.map((plate, row) => ({
          row,
          write: plate === away ? async () => ({ waiting: undefined, entryId: plate }) : write(plate),
        })),
        async (entryId) => void dropped.push(entryId),
        () => undefined,
      );
    // The network goes away at the second: the third is not signed.
    expect(await run(plates, plates[1])).toEqual({ entered: 1, refused: 0, waits: true });
    expect(ledger.size).toBe(size + 1);
    const left = plates.filter(
      (_, i) =>
        foreseen(
          ledger,
          plates.map((plate) => truck(plate)),
        )[i] === "ok",
    );
    expect(left).toEqual(plates.slice(1));
    expect(await run(left)).toEqual({ entered: 2, refused: 0, waits: false });
    // Whoever signs the old page once more is refused row by row, and each refused entry is let go of.
    expect(await run(plates)).toEqual({ entered: 0, refused: 3, waits: false });
    expect(dropped).toEqual(plates);
    expect(ledger.size).toBe(size + 3);
  });
});
