// Two persons: what one may not do alone waits for a second, by name and not by key; it lapses on a day and can be taken back.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import type { Body } from "../../src/format/kinds.ts";
import { type Ledger, newDevice, openProvince, word } from "../rules/ledger.ts";
import { sandSlip } from "../rules/world.ts";
import { giveKey, giveMachine, until } from "../stories/people.ts";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

/** A licence of sand for 40 t a year at the demo's mine. */
function licence(): Body<"source.grant"> {
  return {
    instrument: 1,
    number: "77/GP-UBND",
    issuer: "Ủy ban nhân dân tỉnh Sông Lam",
    holder: province.sandMiner,
    sites: [province.sandMine],
    materials: [1],
    capacityYear: { unit: 2, amount: 40 },
  };
}

/** A truck of the demo loads 10 t from a source at eight in the morning. */
function load(ledger: Ledger, source: number): string {
  ledger.pass(1);
  return word(ledger.say("sandMiner", "slip.issue", sandSlip(province, { source })));
}

describe("F47: a clerk of the authority makes a licence", () => {
  it("cheat: alone, nothing can be loaded from it", () => {
    const ledger = base.fork();
    const proposal = ledger.must("authority", "source.grant", licence());
    expect(word(ledger.say("authority", "approve", { proposal }))).toBe("refused: needs-second");
    expect(load(ledger, proposal)).toBe("refused: not-found");
  });

  it("cheat: a second key of the same person is no second person", async () => {
    const ledger = base.fork();
    const { authority } = province;
    const { person } = ledger.book.need("key", ledger.kids.get("authority")!);
    await giveKey(ledger, "authorityLaptop", authority, person!);
    const proposal = ledger.must("authority", "source.grant", licence());
    expect(word(ledger.say("authorityLaptop", "approve", { proposal }))).toBe("refused: needs-second");
  });

  it("cheat: a machine of the office neither proposes nor approves", async () => {
    const ledger = base.fork();
    await giveMachine(ledger, "server", province.authority);
    expect(ledger.say("server", "source.grant", licence())).toMatchObject({
      refused: { code: "no-standing", figures: { need: "person" } },
    });
    const proposal = ledger.must("authority", "source.grant", licence());
    expect(ledger.say("server", "approve", { proposal })).toMatchObject({
      refused: { code: "no-standing", figures: { need: "person" } },
    });
  });

  it("cheat: nobody of another office is asked", () => {
    const ledger = base.fork();
    const proposal = ledger.must("authority", "source.grant", licence());
    for (const who of ["sandMiner", "officer", "owner", "root0"])
      expect(word(ledger.say(who, "approve", { proposal }))).toBe("refused: no-standing");
  });

  it("honest: clerk and deputy sign, and the mine loads", () => {
    const ledger = base.fork();
    const source = ledger.agree("authority", "deputy", "source.grant", licence());
    expect(load(ledger, source)).toBe("ok");
  });
});

describe("F47: a raise of a licence's yearly capacity", () => {
  /** The licence of 40 t with four loads of 10 t taken: nothing is left for this year. */
  const emptied = () => {
    const ledger = base.fork();
    const source = ledger.agree("authority", "deputy", "source.grant", licence());
    for (const vehicle of province.trucks.slice(0, 4)) {
      ledger.pass(1);
      ledger.must("sandMiner", "slip.issue", sandSlip(province, { source, vehicle }));
    }
    return { ledger, source };
  };
  const more = (source: number) => ({
    source,
    document: "Quyết định số 31",
    capacityYear: { unit: 2 as const, amount: 60 },
  });
  const fifth = (ledger: Ledger, source: number) =>
    word(ledger.say("sandMiner", "slip.issue", sandSlip(province, { source, vehicle: province.trucks[4]! })));

  it("cheat: proposed by one clerk, it gives nothing", () => {
    const { ledger, source } = emptied();
    ledger.must("authority", "source.amend", more(source));
    expect(fifth(ledger, source)).toBe("refused: capacity-exceeded");
  });

  it("honest: approved by the deputy, 60 t less 40 t leaves 20 t for the fifth load", () => {
    const { ledger, source } = emptied();
    ledger.agree("authority", "deputy", "source.amend", more(source));
    expect(fifth(ledger, source)).toBe("ok");
  });
});

describe("a proposal that nobody approves", () => {
  it("lapses: proposed on 10 November, it can be approved for 30 days, until 10 December, and not on the 11th", () => {
    const ledger = base.fork();
    const proposal = ledger.must("authority", "source.grant", licence());
    const late = ledger.fork();
    until(ledger, 20261210, 17);
    expect(word(ledger.say("deputy", "approve", { proposal }))).toBe("ok");
    until(late, 20261211, 8);
    expect(late.say("deputy", "approve", { proposal })).toMatchObject({
      refused: { code: "proposal-lapsed", figures: { index: proposal, day: "10/12/2026" } },
    });
  });

  it("is taken back by whoever made it, also from their new telephone, and by nobody else", async () => {
    const ledger = base.fork();
    const proposal = ledger.must("authority", "source.grant", licence());
    const reason = "Ghi nhầm số giấy phép, lập lại đề xuất khác";
    for (const who of ["deputy", "owner", "root0"])
      expect(word(ledger.say(who, "proposal.withdraw", { proposal, reason }))).toBe("refused: no-standing");
    const { person } = ledger.book.need("key", ledger.kids.get("authority")!);
    await giveKey(ledger, "newTelephone", province.authority, person!);
    ledger.must("newTelephone", "proposal.withdraw", { proposal, reason });
    expect(word(ledger.say("deputy", "approve", { proposal }))).toBe("refused: proposal-withdrawn");
    expect(word(ledger.say("authority", "proposal.withdraw", { proposal, reason }))).toBe(
      "refused: proposal-withdrawn",
    );
  });

  it("cheat: proposed with a key that was stolen and revoked since, it is not approved by mistake", () => {
    const ledger = base.fork();
    const proposal = ledger.must("authority", "source.grant", licence());
    const kid = Buffer.from(ledger.kids.get("authority")!, "hex");
    ledger.agree("root0", "root1", "key.revoke", { kid, reason: "Điện thoại của cán bộ bị mất cắp" });
    expect(word(ledger.say("deputy", "approve", { proposal }))).toBe("refused: revoked-key");
  });

  it("honest: the maker replaced the telephone before the deputy came to sign", async () => {
    const ledger = base.fork();
    const proposal = ledger.must("authority", "source.grant", licence());
    const { key, possession } = await newDevice("replaced");
    ledger.must("authority", "key.rotate", { key, possession });
    expect(word(ledger.say("deputy", "approve", { proposal }))).toBe("ok");
  });
});
