import { expect, test } from "vitest";
import { lineText } from "../../src/cli/claim.ts";
import { MATERIAL } from "../../src/format/codes.ts";

test("an officer reads of each material what is needed, had and missing, and what the scarcest leaves", () => {
  const material = { ledgerKg: 0, paperKg: 0, transitionalKg: 0, exemptKg: 0, insufficientKg: 0, contradictedKg: 0 };
  const figure = {
    acceptedMilli: 81_726,
    acceptedDong: 98_071_200,
    materials: [
      {
        ...material,
        material: MATERIAL.sand,
        demandKg: 73_416,
        ledgerKg: 55_000,
        paperKg: 5000,
        insufficientKg: 13_416,
      },
      { ...material, material: MATERIAL.stone1x2, demandKg: 135_780, ledgerKg: 135_780 },
    ],
  };
  const line = {
    code: "AF.11230",
    name: "BT móng M250",
    unit: "m³",
    quantityMilli: 100_000,
    unitPriceDong: 1_200_000,
    valueDong: 120_000_000,
    recipe: 4,
  };
  expect(lineText(line, { figure, draws: [] })).toBe(
    "AF.11230 BT móng M250, 100 m³ · cát cần 73,4 t · có 60,0 t · trong đó giấy tờ 5,0 t · thiếu 13,4 t · " +
      "đá dăm 1×2 cần 135,8 t · có 135,8 t → đủ căn cứ 81,726 m³ · 98.071.200 đ",
  );
});
