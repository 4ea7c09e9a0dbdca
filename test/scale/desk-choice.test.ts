// Which signed weighing the dispatcher's form takes up by itself, and that a weight typed by a person is never replaced. Figures by hand.
import { expect, test } from "vitest";
import { type OfferedScale, takeWeighing, type WeighedFields } from "../../src/web/islands/shared/weighing-choice.ts";

const plain: OfferedScale = { value: "scale/12", text: "Cân CAN-80T" };
// 28,500 − 11,340 = 17,160 kg; 26,310 − 11,300 = 15,010 kg.
const newer: OfferedScale = { value: "weighing/41/28500/11340", text: "", plate: "77C-555.03" };
const older: OfferedScale = { value: "weighing/40/26310/11300", text: "", plate: "77C-555.01" };
const offered = [newer, older, plain];
const blank: WeighedFields = { plate: "", mass: "", scale: "scale/12" };
const filled = { plate: "77C-555.03", mass: "17,16", scale: newer.value };

test.each<[string, WeighedFields, readonly string[], WeighedFields | undefined]>([
  ["nothing typed, a weighing comes in: it fills the form", blank, [newer.value], filled],
  ["nothing typed, nothing new: weighings of before the page was opened wait for their plate", blank, [], undefined],
  [
    "a plate, however it is spelt: its weighing",
    { ...blank, plate: "77c 555 01" },
    [],
    { plate: "77C-555.01", mass: "15,01", scale: older.value },
  ],
  [
    "a plate that was not weighed, while another's weighing comes in",
    { ...blank, plate: "77C-555.09" },
    [newer.value],
    undefined,
  ],
  [
    "a mass typed by hand stays, and the scale that was chosen with it",
    { ...blank, plate: "77C-555.03", mass: "20" },
    [newer.value],
    undefined,
  ],
  ["a mass typed over a weighing's stays: the ledger will ask why", { ...filled, mass: "17,2" }, [], undefined],
  ["the form already has it", filled, [newer.value], undefined],
  [
    "the plate is changed: the other vehicle's weighing",
    { ...filled, plate: "77C-555.01" },
    [],
    { plate: "77C-555.01", mass: "15,01", scale: older.value },
  ],
  [
    "the plate is changed to one that was not weighed: no mass of another lorry stays",
    { ...filled, plate: "77C-555.09" },
    [],
    { plate: "77C-555.09", mass: "", scale: "scale/12" },
  ],
  ["issued, the form is empty for the next truck", { plate: "", mass: "", scale: newer.value }, [], blank],
])("%s", (_, form, fresh, taken) => {
  expect(takeWeighing(form, offered, fresh, "vi")).toEqual(taken);
});

test("a weighing that has been used lets go of its mass, and of the scale where there are several", () => {
  expect(takeWeighing(filled, [older, plain], [], "vi")).toEqual({ plate: filled.plate, mass: "", scale: "scale/12" });
  const two = [older, plain, { value: "scale/13", text: "" }];
  expect(takeWeighing(filled, two, [], "vi")).toEqual({ plate: filled.plate, mass: "", scale: "" });
});

test("the mass is written as its reader writes numbers", () => {
  expect(takeWeighing(blank, offered, [newer.value], "en")).toEqual({ ...filled, mass: "17.16" });
});
