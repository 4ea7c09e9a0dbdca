// Keys: whoever could make them alone could sign for every party. Two persons register another's key; one's own further device needs nobody.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { type Ledger, newDevice, openProvince, word } from "../rules/ledger.ts";
import { passage, sandSlip } from "../rules/world.ts";
import { giveDevice, giveKey, giveMachine, welcome } from "../stories/people.ts";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

const ROOT_KEY = { refused: { code: "no-standing", figures: { need: "root-key" } } };

/** A new device that is not registered yet, whose persona is `who`. */
async function device(ledger: Ledger, who: string) {
  const { key, possession, kid } = await newDevice(who);
  ledger.kids.set(who, kid);
  return { key, possession };
}

describe("F48: a clerk of the authority makes a key in the sand mine's name", () => {
  const forged = async () => {
    const ledger = base.fork();
    const body = { party: province.sandMiner, ...(await device(ledger, "ghost")) };
    return { ledger, body };
  };
  const slipBy = (ledger: Ledger, who: string) => {
    ledger.pass(1);
    return word(ledger.say(who, "slip.issue", sandSlip(province)));
  };

  it("cheat: alone, the key signs no slip", async () => {
    const { ledger, body } = await forged();
    const proposal = ledger.must("authority", "key.register", body);
    expect(word(ledger.say("authority", "approve", { proposal }))).toBe("refused: needs-second");
    expect(slipBy(ledger, "ghost")).toBe("refused: unknown-key");
  });

  it("cheat: a second key of the clerk, and a machine of the office, approve nothing", async () => {
    const { ledger, body } = await forged();
    const { party, person } = ledger.book.need("key", ledger.kids.get("authority")!);
    await giveKey(ledger, "authorityTablet", party!, person!);
    await giveMachine(ledger, "authorityServer", party!);
    const proposal = ledger.must("authority", "key.register", body);
    expect(word(ledger.say("authorityTablet", "approve", { proposal }))).toBe("refused: needs-second");
    expect(word(ledger.say("authorityServer", "approve", { proposal }))).toBe("refused: no-standing");
    expect(slipBy(ledger, "ghost")).toBe("refused: unknown-key");
  });

  it("cheat: one root alone makes no key either; the other two did not sign", async () => {
    const { ledger, body } = await forged();
    const proposal = ledger.must("root0", "key.register", body);
    expect(word(ledger.say("root0", "approve", { proposal }))).toBe("refused: needs-second");
    expect(word(ledger.say("authority", "approve", { proposal }))).toBe("refused: no-standing");
    expect(slipBy(ledger, "ghost")).toBe("refused: unknown-key");
  });

  it("honest: clerk and deputy register the mine's telephone, and from then on it signs", async () => {
    const { ledger, body } = await forged();
    ledger.agree("authority", "deputy", "key.register", body);
    expect(slipBy(ledger, "ghost")).toBe("ok");
    expect(ledger.book.need("key", ledger.kids.get("ghost")!)).toMatchObject({ party: province.sandMiner });
  });

  it("the same key, proposed twice by mistake, is registered once", async () => {
    const { ledger, body } = await forged();
    const [first, second] = [0, 1].map(() => ledger.must("authority", "key.register", body));
    ledger.must("deputy", "approve", { proposal: first! });
    expect(word(ledger.say("deputy", "approve", { proposal: second! }))).toBe("refused: already-exists");
  });
});

describe("F48: a further device of one's own", () => {
  it("honest: the one person of a small mine adds a tablet alone; telephone and tablet both sign slips", async () => {
    const ledger = base.fork();
    ledger.must("sandMiner", "key.add", await device(ledger, "sandTablet"));
    ledger.pass(1);
    const [first, second] = province.trucks;
    expect(word(ledger.say("sandMiner", "slip.issue", sandSlip(province, { vehicle: first! })))).toBe("ok");
    expect(word(ledger.say("sandTablet", "slip.issue", sandSlip(province, { vehicle: second! })))).toBe("ok");
    const of = (who: string) => ledger.book.need("key", ledger.kids.get(who)!);
    expect(of("sandTablet")).toMatchObject({ party: of("sandMiner").party, person: of("sandMiner").person });
  });

  it("cheat: two devices of one person are one person: an owner's own second device approves no transfer", async () => {
    const ledger = base.fork();
    ledger.must("owner", "key.add", await device(ledger, "ownerTablet"));
    const { dyke: project, builderA } = province;
    const packages = [
      { number: 2, name: "Gói thầu số 2", contractor: province.builderB },
      { number: 3, name: "Gói thầu số 3", contractor: builderA },
    ];
    const body = { project, document: "Quyết định số 9", packages };
    const proposal = ledger.must("owner", "project.amend", body);
    expect(word(ledger.say("ownerTablet", "approve", { proposal }))).toBe("refused: needs-second");
  });

  it("cheat: a machine of the mine, which anyone at the gate can use, makes no keys", async () => {
    const ledger = base.fork();
    await giveMachine(ledger, "gate", province.sandMiner);
    expect(ledger.say("gate", "key.add", await device(ledger, "gate2"))).toMatchObject({
      refused: { code: "no-standing", figures: { need: "person" } },
    });
  });

  it("cheat: nobody brings a key into their name whose holder is another", async () => {
    const ledger = base.fork();
    const [{ key }, { possession }] = [await newDevice("his"), await newDevice("hers")];
    expect(word(ledger.say("sandMiner", "key.add", { key, possession }))).toBe("refused: key-refused");
  });

  it("offices that a root names have all their keys from two roots", async () => {
    const ledger = base.fork();
    for (const who of ["authority", "officer", "police"])
      expect(word(ledger.say(who, "key.add", await device(ledger, `${who}2`)))).toBe("refused: no-standing");
    expect(word(ledger.say("police", "slip.issue", sandSlip(province)))).toBe("refused: no-standing");
  });
});

describe("F43 H8: a checkpoint force", () => {
  it("cheat: the licensing authority makes none, nor persons and keys for the one that there is", async () => {
    const ledger = base.fork();
    const both = { name: "Công ty Cát Tự Kiểm", roles: [2 as const, 5 as const] };
    expect(ledger.say("authority", "party.register", both)).toMatchObject(ROOT_KEY);
    const person = { number: new Uint8Array(16).fill(9), party: province.police };
    expect(ledger.say("authority", "person.register", person)).toMatchObject(ROOT_KEY);
    const key = { party: province.police, ...(await device(ledger, "false officer")) };
    expect(ledger.say("authority", "key.register", key)).toMatchObject(ROOT_KEY);
    expect(word(ledger.say("root0", "key.register", key))).toBe("ok");
    expect(word(ledger.say("false officer", "clock.tick", {}))).toBe("refused: unknown-key");
  });

  it("honest: named by a root, with keys by two; its officer records a passage", async () => {
    const ledger = base.fork();
    const force = await welcome(ledger, "patrol", "Đội Kiểm soát liên ngành số 2", [5]);
    await giveDevice(ledger, "patrolChief", force);
    const checkpoint = { type: 9 as const, name: "Chốt cầu Đò Mới", party: force };
    const site = ledger.must("authority", "site.register", checkpoint);
    const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province));
    ledger.pass(10);
    const seen = passage(province, { index: slip }, ledger.nowS, { site });
    expect(word(ledger.say("patrolChief", "passage.record", seen))).toBe("ok");
  });
});
