// `so-nguon verify SN1:…`: the paper of a slip says what it states, and never that it is proven.
import { describe, expect, it } from "vitest";
import golden from "../format/vectors/slips.json" with { type: "json" };
import { soNguon } from "./run.ts";

describe("verify, given the text of a slip's QR code", () => {
  it.each(golden.slips)("reads “$name” and says that nothing is proven by paper alone", async ({ qr, code }) => {
    const said = await soNguon("verify", qr);
    expect(said.code).toBe(1);
    expect(said.out).toContain("READABLE, NOT PROVEN");
    expect(said.out).toContain(code);
    expect(said.out).not.toContain("VERIFIED");
  });

  it("refuses a text with one sign changed so that it is no entry, and a text that is no slip", async () => {
    const [{ qr }] = golden.slips as [(typeof golden.slips)[number]];
    for (const text of [qr.slice(0, -3), "SN1:", "SN1:https", `${qr.slice(0, 6)}Z${qr.slice(7)}`]) {
      const said = await soNguon("verify", text, "--json");
      expect([text, said.code, JSON.parse(said.out)]).toEqual([text, 1, { ok: false, flaw: "qr" }]);
    }
  });
});
