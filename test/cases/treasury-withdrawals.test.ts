// A dossier before it is with the treasury: a typing error is taken back, a party that does not agree declines, and the number is free again.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { type Ledger, openProvince, word } from "../rules/ledger.ts";
import { annexOf, completeAnnex, workLine } from "../rules/world.ts";

const reason = "Đơn giá gõ nhầm, phải lập lại";

let base: Ledger;
let province: Province;
let annex: number;

const steel = () => workLine(1000, 20_000_000, undefined, { code: "AF.61110", name: "Cốt thép móng" });
const body = () => annexOf(province, [steel()], { number: 7 });

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  annex = base.must("builderB", "annex.propose", body());
});

function cosign(ledger: Ledger, who: string): string {
  const entryId = Uint8Array.from(Buffer.from(ledger.book.need("annex", annex).id, "hex"));
  return word(ledger.say(who, "annex.cosign", { annex, entryId }));
}

describe("an annex is withdrawn or declined while signatures are missing", () => {
  it.each(["builderB", "supervisor", "owner"])("by %s, after which nobody signs it and its number is free", (who) => {
    const ledger = base.fork();
    const open = () => ledger.book.get("undecided", province.dyke)?.annexes ?? [];
    expect(open()).toContain(annex);
    expect(word(ledger.say("builderB", "annex.propose", body()))).toBe("refused: annex-number-used");
    expect(word(ledger.say(who, "annex.withdraw", { annex, reason }))).toBe("ok");
    expect(open()).not.toContain(annex);
    expect(cosign(ledger, "supervisor")).toBe("refused: annex-withdrawn");
    expect(word(ledger.say(who, "annex.withdraw", { annex, reason }))).toBe("refused: annex-withdrawn");
    const again = ledger.must("builderB", "annex.propose", body());
    // Drawn up anew it is the same work, and claims nothing twice.
    expect(ledger.leaves[again]!.changes.signals.map(({ code }) => code)).not.toContain("line-claimed-again");
  });

  it.each(["builderA", "officer", "authority"])("not by %s, who is no party of the package", (who) => {
    const ledger = base.fork();
    expect(word(ledger.say(who, "annex.withdraw", { annex, reason }))).toBe("refused: no-standing");
  });

  it("not once all have signed: the treasury returns it then", () => {
    const ledger = base.fork();
    for (const who of ["supervisor", "owner"]) expect(cosign(ledger, who)).toBe("ok");
    expect(word(ledger.say("builderB", "annex.withdraw", { annex, reason }))).toBe("refused: annex-complete");
  });

  it("honest twin: another dossier with the same lines that is alive is still noticed", () => {
    const ledger = base.fork();
    const other = completeAnnex(ledger, province, [steel()], { number: 8 });
    const signals = ledger.leaves[other]!.changes.signals.map(({ code }) => code);
    expect(signals).toContain("line-claimed-again");
  });
});
