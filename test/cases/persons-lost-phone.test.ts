// A lost telephone: who ends its key, how fast, and what a thief made with it meanwhile.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { unhex } from "../../src/format/bytes.ts";
import { type Ledger, newDevice, openProvince, word } from "../rules/ledger.ts";
import { sandSlip } from "../rules/world.ts";
import { giveDevice, giveKey, giveMachine } from "../stories/people.ts";

const reason = "Mất điện thoại trên đường về từ bãi";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

/** A device of the signer's own, added by one of theirs; its persona is `name`. */
async function add(ledger: Ledger, who: string, name: string): Promise<string> {
  const { key, possession, kid } = await newDevice(name);
  ledger.must(who, "key.add", { key, possession });
  ledger.kids.set(name, kid);
  ledger.pass(1);
  return kid;
}

function kidOf(ledger: Ledger, who: string): Uint8Array {
  return unhex(ledger.kids.get(who)!);
}

/** Tries to sign a slip by a device of the sand mine. */
function signs(ledger: Ledger, who: string): string {
  return word(ledger.fork().say(who, "slip.issue", sandSlip(province)));
}

describe("F48: kẻ lấy được điện thoại đang mở khóa thêm thiết bị của mình (a thief adds a device of his own)", () => {
  /** The phone is lost at noon; half an hour later the thief adds a key with it, and another with that one. */
  async function stolen() {
    const ledger = base.fork();
    await add(ledger, "sandMiner", "laptop");
    ledger.pass(60);
    const lostS = ledger.nowS;
    ledger.pass(30);
    await add(ledger, "sandMiner", "thief");
    await add(ledger, "thief", "thief2");
    return { ledger, lostS };
  }

  it("cheat: with the phone's key end the keys that it made since it was lost, and those that they made", async () => {
    const { ledger, lostS } = await stolen();
    ledger.must("laptop", "key.revoke", { kid: kidOf(ledger, "sandMiner"), reason, lostS });
    for (const who of ["sandMiner", "thief", "thief2"]) expect(signs(ledger, who)).toBe("refused: revoked-key");
  });

  it("honest: the laptop that the holder had added before goes on", async () => {
    const { ledger, lostS } = await stolen();
    ledger.must("laptop", "key.revoke", { kid: kidOf(ledger, "sandMiner"), reason, lostS });
    expect(signs(ledger, "laptop")).toBe("ok");
  });

  it("cheat: where nobody knows since when it was lost, every key that it made ends", async () => {
    const { ledger } = await stolen();
    ledger.agree("authority", "deputy", "key.revoke", { kid: kidOf(ledger, "sandMiner"), reason });
    for (const who of ["laptop", "thief", "thief2"]) expect(signs(ledger, who)).toBe("refused: revoked-key");
  });

  it("cheat: a thief who replaced the phone's key by his own is ended by the name of the old one", async () => {
    const ledger = base.fork();
    const old = kidOf(ledger, "sandMiner");
    const { key, possession, kid } = await newDevice("replaced by the thief");
    ledger.must("sandMiner", "key.rotate", { key, possession });
    ledger.kids.set("thief", kid);
    ledger.pass(1);
    expect(signs(ledger, "thief")).toBe("ok");
    ledger.agree("authority", "deputy", "key.revoke", { kid: old, reason });
    expect(signs(ledger, "thief")).toBe("refused: revoked-key");
    expect(word(ledger.say("authority", "key.revoke", { kid: old, reason }))).toBe("refused: revoked-key");
  });
});

describe("F48: khóa của đơn vị khác chỉ hết hiệu lực khi hai người ký (a stranger's key ends by two)", () => {
  it("cheat: one officer of the authority silences no mine", () => {
    const ledger = base.fork();
    const proposal = ledger.must("authority", "key.revoke", { kid: kidOf(ledger, "sandMiner"), reason });
    expect(signs(ledger, "sandMiner")).toBe("ok");
    expect(word(ledger.say("authority", "approve", { proposal }))).toBe("refused: needs-second");
    ledger.must("deputy", "approve", { proposal });
    expect(signs(ledger, "sandMiner")).toBe("refused: revoked-key");
  });

  it("cheat: neither another mine nor the authority ends a treasury's key, nor one root", () => {
    const ledger = base.fork();
    const officer = kidOf(ledger, "officer");
    for (const who of ["sandMiner", "authority"])
      expect(word(ledger.say(who, "key.revoke", { kid: officer, reason }))).toBe("refused: no-standing");
    const proposal = ledger.must("root0", "key.revoke", { kid: officer, reason });
    expect(word(ledger.say("root0", "approve", { proposal }))).toBe("refused: needs-second");
    expect(ledger.book.need("key", ledger.kids.get("officer")!).revoked).toBeNull();
  });

  it("honest: a colleague ends a lost phone at once, in the treasury too, and by no machine's key", async () => {
    const ledger = base.fork();
    await giveMachine(ledger, "server", province.treasury);
    const revoke = { kid: kidOf(ledger, "officer"), reason };
    expect(word(ledger.say("server", "key.revoke", revoke))).toBe("refused: no-standing");
    const index = ledger.must("approver", "key.revoke", revoke);
    expect(ledger.book.need("key", ledger.kids.get("officer")!).revoked).toBe(index);
  });

  it("cheat: a mine does not get rid of its scale's key, and with it of the duty to weigh", async () => {
    const ledger = base.fork();
    const kid = unhex(await giveMachine(ledger, "mineScale", province.sandMiner));
    const certificate = { document: "Giấy chứng nhận kiểm định số 118", from: 20260212, until: 20261130 };
    ledger.must("authority", "scale.register", { place: province.sandMine, number: "CAN-1", ...certificate, kid });
    expect(word(ledger.say("sandMiner", "key.revoke", { kid, reason }))).toBe("refused: no-standing");
  });

  it("honest: two phones of one person, and the second ends the first", async () => {
    const ledger = base.fork();
    await giveDevice(ledger, "gate", province.sandMiner);
    const { person } = ledger.book.need("key", ledger.kids.get("gate")!);
    await giveKey(ledger, "gate2", province.sandMiner, person!);
    ledger.must("gate2", "key.revoke", { kid: kidOf(ledger, "gate"), reason });
    expect([signs(ledger, "gate"), signs(ledger, "gate2")]).toEqual(["refused: revoked-key", "ok"]);
  });
});
