// A field that was left blank or typed wrongly is told in Vietnamese beside that field: no shape speaks its own English to a person.
import { describe, expect, it } from "vitest";
import type { KindName } from "../../src/format/kinds.ts";
import { errorsOf } from "../../src/pages/office/act-errors.ts";
import { readAct, typedAct } from "../../src/pages/office/act-fields.ts";
import { bodyBytes } from "../../src/pages/statement.ts";
import { fieldOfPath, formWords } from "../../src/words/form-words.ts";
import { LATER_SAMPLES } from "../format/later.ts";

describe("a wrong field", () => {
  // Annexes have a page of their own: their lines hold words with spaces.
  const samples = Object.entries(LATER_SAMPLES).filter(([kind]) => !kind.startsWith("annex.")) as [KindName, object][];

  it("that is blank or holds something else has words beside it, in every kind; a right form has none", () => {
    const silent: string[] = [];
    let told = 0;
    for (const [kind, sample] of samples) {
      const typed = typedAct(kind, sample);
      expect([kind, errorsOf(kind, readAct(kind, typed, "vi"), "vi")]).toEqual([kind, {}]);
      for (const name of Object.keys(typed)) {
        for (const wrong of ["", "?", "đ".repeat(100_000)]) {
          const body = readAct(kind, { ...typed, [name]: wrong }, "vi");
          if (bodyBytes(kind, body).ok) continue;
          told += 1;
          const errors = errorsOf(kind, body, "vi");
          if (Object.keys(errors).join() !== name) silent.push(`${kind} ${name}: ${JSON.stringify(errors)}`);
        }
      }
    }
    expect(silent).toEqual([]);
    expect(told).toBeGreaterThan(samples.length * 3);
  });

  it("is told with all others at once", () => {
    const body = readAct("load.correct", { receipt: "7", reason: "sai" }, "vi");
    expect(Object.keys(errorsOf("load.correct", body, "vi"))).toEqual(expect.arrayContaining(["reason", "massKg"]));
  });

  it("says how much is asked, with Vietnamese separators, and which row of a list", () => {
    expect(formWords("visible text in NFC, 10 to 500 characters")?.vi).toBe("Cần từ 10 đến 500 ký tự.");
    expect(formWords("an integer from 1 to 60000")?.vi).toBe("Cần một số từ 1 đến 60.000.");
    expect(formWords("16 bytes")?.vi).toBe("Cần 32 chữ số thập lục phân (0–9, a–f).");
    expect(fieldOfPath("body.lines[2].code")).toEqual({ name: "lines", row: 3 });
    expect(fieldOfPath("body.portion.massKg")).toEqual({ name: "portion.massKg", row: undefined });
  });
});
