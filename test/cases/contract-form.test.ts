// Dán dự toán từ bảng tính vào mẫu ghi hợp đồng (a contract's lines pasted from a spreadsheet into the form of the act).
import { describe, expect, it } from "vitest";
import { readAct, typedAct } from "../../src/pages/office/act-fields.ts";

describe("mẫu đề xuất ghi hợp đồng (the form of contract.register)", () => {
  const typed = {
    ...{
      project: "43",
      package: "2",
      document: "Hợp đồng số 12/HĐ-XD",
      advancePermille: "300",
      clearedPermille: "800",
    },
    retentionPermille: "50",
    lines: [
      "1\tAB.13410\tĐắp cát công trình, K95\tm³\t1.000,5\t265.000\t52\t\t3",
      "2\tAF.61120\tCốt thép; bệ, thân trụ\ttấn\t40\t18.600.000\t-\tĐịnh mức AF.61120, phần 2",
    ].join("\n"),
  };
  const lines = [
    {
      ...{ number: 1, code: "AB.13410", name: "Đắp cát công trình, K95", unit: "m³", quantityMilli: 1_000_500 },
      ...{ unitPriceDong: 265_000, recipe: 52, compaction: 3 },
    },
    {
      ...{ number: 2, code: "AF.61120", name: "Cốt thép; bệ, thân trụ", unit: "tấn", quantityMilli: 40_000 },
      ...{ unitPriceDong: 18_600_000, plainBasis: "Định mức AF.61120, phần 2" },
    },
  ];

  it("đọc từng cột, ô trống để trống, dấu cách và dấu phẩy trong tên vẫn là tên", () => {
    expect(readAct("contract.register", typed, "vi").lines).toEqual(lines);
  });

  it("ghi lại như đã dán thì đọc ra vẫn thế", () => {
    const body = readAct("contract.register", typed, "vi");
    expect(readAct("contract.register", typedAct("contract.register", body), "vi")).toEqual(body);
  });
});
