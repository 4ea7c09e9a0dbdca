// Một người, một số: a person is the hash of their office's own number of them, whoever registers them and however the number is written.
import { describe, expect, it } from "vitest";
import { statementOf } from "../../src/cli/statement.ts";
import { hex } from "../../src/format/bytes.ts";
import { personNumber } from "../../src/format/person-number.ts";
import { readAct } from "../../src/pages/office/act-fields.ts";
import { openProvince, word } from "../rules/ledger.ts";

describe("F49: one clerk as two persons, to review and approve the same claim", () => {
  it("has one number in whatever spelling the second registration writes it", async () => {
    const { ledger, province } = await openProvince();
    const register = (officeNumber: string, party = province.treasury) =>
      word(ledger.say("root0", "person.register", { number: personNumber(party, officeNumber), party }));
    expect(register("KB-0123")).toBe("ok");
    for (const written of ["KB-0123", "kb 0123", "КB.0123", "ＫＢ-０１２３", "KB–0123."])
      expect([written, register(written)]).toEqual([written, "refused: already-exists"]);
  });

  it("honest twins: the next number, and the same number of another office, are other persons", async () => {
    const { ledger, province } = await openProvince();
    const register = (officeNumber: string, party: number) =>
      word(ledger.say("root0", "person.register", { number: personNumber(party, officeNumber), party }));
    expect(register("KB-0123", province.treasury)).toBe("ok");
    expect(register("KB-0124", province.treasury)).toBe("ok");
    expect(register("KB-0123", province.authority)).toBe("ok");
  });

  it("form and command line hash the office's number alike, and leave a number that is hashed already", () => {
    const number = personNumber(12, "1234");
    expect(readAct("person.register", { number: " 1234 ", party: "12" }, "vi")).toEqual({ number, party: 12 });
    expect(readAct("person.register", { number: hex(number), party: "12" }, "vi")).toEqual({ number, party: 12 });
    expect(statementOf("person.register", { number: "1234", party: 12 })).toEqual({
      kind: "person.register",
      body: { number, party: 12 },
    });
    expect(() => statementOf("person.register", { number: "  ", party: 12 })).toThrow("body.number");
  });
});
