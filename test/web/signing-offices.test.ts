// Whose name stands under a letter of the treasury (Decree 30/2020): the director's office, or a deputy's or a head's in the director's place.
import { expect, test } from "vitest";
import { POSITION } from "../../src/format/codes.ts";
import { signingOffices } from "../../src/pages/office/letter.ts";

test("a director signs alone, a deputy for the director (KT.), a head by the director's order (TL.)", () => {
  expect(signingOffices("GIÁM ĐỐC", POSITION.director)).toEqual(["GIÁM ĐỐC"]);
  expect(signingOffices("GIÁM ĐỐC", POSITION.deputyDirector)).toEqual(["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]);
  expect(signingOffices("GIÁM ĐỐC", POSITION.head)).toEqual(["TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG"]);
  expect(signingOffices("GIÁM ĐỐC", undefined)).toEqual(["GIÁM ĐỐC"]);
});

test("where the treasury's texts still say KT., it is said once, and never of the director", () => {
  expect(signingOffices("KT. GIÁM ĐỐC", POSITION.deputyDirector)).toEqual(["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]);
  expect(signingOffices("KT.GIÁM ĐỐC", POSITION.head)).toEqual(["TL. GIÁM ĐỐC", "TRƯỞNG PHÒNG"]);
  expect(signingOffices("KT. GIÁM ĐỐC", POSITION.director)).toEqual(["GIÁM ĐỐC"]);
});
