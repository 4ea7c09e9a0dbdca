// Two persons, on the right sides: who owns, builds and supervises a work, who lifts a finding, and who ends a recovery.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { type Ledger, openProvince, word } from "../rules/ledger.ts";
import { annexOf, completeAnnex, decide, sandToDyke, workLine } from "../rules/world.ts";
import { giveDevice, giveKey, giveMachine, welcome } from "../stories/people.ts";

let base: Ledger;
let province: Province;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
});

const document = "Quyết định số 12/QĐ-UBND";
const reason = "Đã kiểm tra lại hồ sơ và hiện trường";

/** A project with the given parts; the treasury is the demo's. */
function projectOf(owner: number, supervisor: number, contractor: number) {
  const packages = [{ number: 1, name: "Gói thầu số 1", contractor }];
  return { code: "7654321", name: "Nhà kho vật tư", owner, supervisor, treasury: province.treasury, packages };
}

describe("F41 H7: who owns, builds and supervises one project", () => {
  it("cheat: owner and supervisor, or contractor and supervisor, are one party: the project is refused", async () => {
    const ledger = base.fork();
    const all = await welcome(ledger, "all", "Ban Quản lý tự làm", [6, 7, 8]);
    const { owner, builderA } = province;
    for (const [first, second] of [
      [all, all],
      [all, builderA],
      [owner, all],
    ] as const)
      expect(ledger.say("root0", "project.register", projectOf(first, all, second))).toMatchObject({
        refused: { code: "bad-terms", figures: { expected: "independent-supervisor" } },
      });
  });

  it("honest: an owner that builds by itself; the dossier is complete when the supervisor has signed too", async () => {
    const ledger = base.fork();
    const own = await welcome(ledger, "ownBuilder", "Ban Quản lý tự thực hiện", [6, 7]);
    const project = ledger.must("root0", "project.register", projectOf(own, province.supervisor, own));
    const line = workLine(1000, 2_000_000, undefined);
    const entry = ledger.write("ownBuilder", "annex.propose", annexOf(province, [line], { project, package: 1 }));
    ledger.bring(entry);
    const annex = ledger.size - 1;
    expect(ledger.book.need("claim", annex).complete).toBeNull();
    ledger.must("supervisor", "annex.cosign", { annex, entryId: entry.id });
    expect(ledger.book.need("claim", annex).complete).not.toBeNull();
  });

  it("cheat: machines without a person sign neither an annex nor its co-signature", async () => {
    const ledger = base.fork();
    await giveMachine(ledger, "builderMachine", province.builderB);
    await giveMachine(ledger, "ownerMachine", province.owner);
    const body = annexOf(province, [workLine(1000, 2_000_000, undefined)]);
    const person = { refused: { code: "no-standing", figures: { need: "person" } } };
    expect(ledger.say("builderMachine", "annex.propose", body)).toMatchObject(person);
    const entry = ledger.write("builderB", "annex.propose", body);
    ledger.bring(entry);
    const annex = ledger.size - 1;
    expect(ledger.say("ownerMachine", "annex.cosign", { annex, entryId: entry.id })).toMatchObject(person);
  });
});

describe("F03: a finding over 18 t of the sand mine", () => {
  /** An inspector finds against the mine; the inspectorate has two people and a machine. */
  const found = async () => {
    const ledger = base.fork();
    const inspectorate = await welcome(ledger, "inspector", "Thanh tra tỉnh Sông Lam", [10]);
    await giveDevice(ledger, "chief", inspectorate);
    await giveMachine(ledger, "inspectorMachine", inspectorate);
    ledger.pass(1);
    sandToDyke(ledger, province, [18_000]);
    const finding = ledger.must("inspector", "finding.record", { source: province.sandSource, document, reason });
    return { ledger, finding, lifts: { finding, document, reason } };
  };
  const stands = (ledger: Ledger, finding: number) => ledger.book.need("finding", finding).lifted === undefined;

  it("cheat: a person and a colleague of another office lift nothing without the office that found it", async () => {
    const { ledger, finding, lifts } = await found();
    const proposal = ledger.must("authority", "finding.lift", lifts);
    expect(word(ledger.say("deputy", "approve", { proposal }))).toBe("refused: no-standing");
    expect(stands(ledger, finding)).toBe(true);
  });

  it("cheat: one inspector alone, with a second key or with the office's machine", async () => {
    const { ledger, finding, lifts } = await found();
    const { party, person } = ledger.book.need("key", ledger.kids.get("inspector")!);
    await giveKey(ledger, "inspectorTablet", party!, person!);
    const proposal = ledger.must("inspector", "finding.lift", lifts);
    expect(word(ledger.say("inspectorTablet", "approve", { proposal }))).toBe("refused: needs-second");
    expect(word(ledger.say("inspectorMachine", "approve", { proposal }))).toBe("refused: no-standing");
    expect(stands(ledger, finding)).toBe(true);
  });

  it("honest: inspector and chief lift it; or the authority asks, and an inspector agrees", async () => {
    for (const [first, second] of [
      ["inspector", "chief"],
      ["authority", "chief"],
    ] as const) {
      const { ledger, finding, lifts } = await found();
      ledger.agree(first, second, "finding.lift", lifts);
      expect(stands(ledger, finding)).toBe(false);
    }
  });
});

describe("F39: a recovery of 500.000 đ from a paid dossier", () => {
  /** 10 m³ of embankment need 16,836 t of sand; 18 t came, and 10 × 400.000 đ = 4.000.000 đ were paid. */
  const paid = () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [18_000]);
    const annex = completeAnnex(ledger, province, [workLine(10_000, 400_000, province.embankment)]);
    decide(ledger, annex);
    const decision = ledger.size - 1;
    expect(ledger.book.need("result", decision).acceptedDong).toBe(4_000_000);
    return { ledger, opens: { decision, amountDong: 500_000, document, reason } };
  };
  const closes = (recovery: number, means: 1 | 2) => ({ recovery, amountDong: 500_000, document, means });

  it("cheat: one officer opens, calls paid in, or cancels alone", () => {
    const { ledger, opens } = paid();
    const proposal = ledger.must("officer", "recovery.open", opens);
    expect(ledger.book.get("recovery", proposal)).toBeUndefined();
    ledger.must("approver", "approve", { proposal });
    for (const means of [1, 2] as const) {
      const ending = ledger.must("officer", "recovery.close", closes(proposal, means));
      expect(word(ledger.say("officer", "approve", { proposal: ending }))).toBe("refused: needs-second");
    }
    expect(ledger.book.need("recovery", proposal)).toMatchObject({ owedDong: 500_000, recoveredDong: 0 });
  });

  it("honest: officer and approver open it, and end it when the contractor has paid in", () => {
    const { ledger, opens } = paid();
    const recovery = ledger.agree("officer", "approver", "recovery.open", opens);
    ledger.agree("approver", "officer", "recovery.close", closes(recovery, 1));
    expect(ledger.book.need("recovery", recovery)).toMatchObject({ owedDong: 500_000, recoveredDong: 500_000 });
  });
});
