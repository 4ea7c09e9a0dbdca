// Thay tư vấn giám sát, chủ đầu tư, nhà thầu, Kho bạc giữa dự án: a project's parties change over the years. What was signed stays signed,
// what is open needs whoever is in the chair now, and no owner changes its supervisor alone.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { ROLE } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { type Ledger, openProvince, word } from "../rules/ledger.ts";
import { annexOf, decide, receipt, sandSlip, sandToDyke, workLine } from "../rules/world.ts";
import { numbers, welcome } from "../stories/people.ts";

const document = "Hợp đồng tư vấn giám sát số 12/2026/HĐ-TVGS";

let base: Ledger;
let province: Province;
let second: number;
let paymaster: number;
let successor: number;

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  second = await welcome(base, "second", "Công ty Cổ phần Tư vấn Giám sát Sông Lam", [ROLE.supervisor]);
  paymaster = await welcome(base, "region", "Kho bạc Nhà nước khu vực XI", [ROLE.treasury]);
  successor = await welcome(base, "successor", "Công ty Cổ phần Xây dựng Hồng Lĩnh", [ROLE.contractor]);
  base.pass(30);
});

/** The dyke with other parties, signed by those whom the rules ask. */
function amend(ledger: Ledger, other: Partial<Body<"project.amend">>, by: string, then: readonly string[]): number {
  const proposal = ledger.must(by, "project.amend", { project: province.dyke, document, ...other });
  for (const who of then) ledger.must(who, "approve", { proposal });
  ledger.pass(1);
  return proposal;
}

const replace = (ledger: Ledger) => amend(ledger, { supervisor: second }, "owner", ["second", "officer"]);

/** Filling at 265.000 đ a cubic metre; each holds 1,22 m³ of sand of 1.380 kg, that is 1.683,6 kg. */
function propose(ledger: Ledger, cubicMetres = 50) {
  const line = workLine(cubicMetres * 1000, 265_000, province.embankment);
  const entry = ledger.write("builderB", "annex.propose", annexOf(province, [line]));
  const said = ledger.bring(entry);
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return { annex: said.index, entryId: entry.id };
}

const complete = (ledger: Ledger, annex: number) => ledger.book.need("claim", annex).complete !== null;

describe("H17: the supervisor (or contractor, owner, treasury) is replaced in the middle of a project", () => {
  it("an open dossier is signed by the new supervisor, and the old one signs no more", () => {
    const ledger = base.fork();
    const dossier = propose(ledger);
    replace(ledger);
    expect(word(ledger.say("supervisor", "annex.cosign", dossier))).toBe("refused: no-standing");
    expect(word(ledger.say("second", "annex.cosign", dossier))).toBe("ok");
    expect(complete(ledger, dossier.annex)).toBe(false);
    expect(word(ledger.say("owner", "annex.cosign", dossier))).toBe("ok");
    expect(complete(ledger, dossier.annex)).toBe(true);
  });

  it("what the old supervisor has signed stays signed: the owner's word completes it", () => {
    const ledger = base.fork();
    const dossier = propose(ledger);
    ledger.must("supervisor", "annex.cosign", dossier);
    replace(ledger);
    expect(word(ledger.say("second", "annex.cosign", dossier))).toBe("refused: no-standing");
    expect(word(ledger.say("owner", "annex.cosign", dossier))).toBe("ok");
    expect(complete(ledger, dossier.annex)).toBe(true);
  });

  it("17.000 kg received before the change are paid after it, and the result is the same result afterwards", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [17_000]);
    // 10 m³ hold 16.836 kg of sand: covered by the load of 17.000 kg.
    const dossier = propose(ledger, 10);
    const { annex } = dossier;
    replace(ledger);
    for (const who of ["second", "owner"]) ledger.must(who, "annex.cosign", dossier);
    const { decision } = decide(ledger, annex, 1);
    expect(decision && word(decision)).toBe("ok");
    const before = ledger.book.need("claim", annex);
    amend(ledger, { supervisor: province.supervisor }, "owner", ["supervisor", "officer"]);
    expect(ledger.book.need("claim", annex)).toEqual(before);
    expect(before.signed.map(({ party, chairs }) => [party, chairs])).toEqual([
      [province.builderB, ["contractor"]],
      [second, ["supervisor"]],
      [province.owner, ["owner"]],
    ]);
  });

  it("a load that the old supervisor received before the change and sends after it is received", () => {
    const ledger = base.fork();
    const route = province.routes["sandMine→dyke"]!;
    const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, { route, package: 2, massKg: 17_000 }));
    ledger.pass(50);
    const seenS = ledger.nowS;
    const load = receipt(slip, province.dyke, 17_000, { package: 2 });
    const late = ledger.write("supervisor", "load.receive", load, { claimedS: seenS });
    ledger.pass(5);
    replace(ledger);
    expect(word(ledger.bring(late))).toBe("ok");
    expect(ledger.kg(`project/${province.dyke}/2/0/1`)).toBe(17_000);
  });

  it("a load that it receives after the change is not", () => {
    const ledger = base.fork();
    const route = province.routes["sandMine→dyke"]!;
    const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, { route, package: 2, massKg: 17_000 }));
    replace(ledger);
    ledger.pass(50);
    const load = receipt(slip, province.dyke, 17_000, { package: 2 });
    expect(word(ledger.say("supervisor", "load.receive", load))).toBe("refused: no-standing");
    expect(word(ledger.say("second", "load.receive", load))).toBe("ok");
  });

  it("two treasuries merge: the authority names the new one, which signs and decides the open dossier", () => {
    const ledger = base.fork();
    const dossier = propose(ledger);
    for (const who of ["supervisor", "owner"]) ledger.must(who, "annex.cosign", dossier);
    amend(ledger, { treasury: paymaster }, "authority", ["region", "owner"]);
    expect(ledger.book.need("project", province.dyke).treasury).toBe(paymaster);
    // The old treasury's officer decides nothing of this project any more.
    expect(decide(ledger, dossier.annex, 3).review).toMatchObject({ refused: { code: "no-standing" } });
  });

  it("a contractor leaves: its package's stock stays in the package, its successor claims it", () => {
    const ledger = base.fork();
    sandToDyke(ledger, province, [17_000]);
    const packages = ledger.book.need("project", province.dyke).packages.filter(({ number }) => number === 2);
    const next = packages.map((each) => ({ ...each, contractor: successor }));
    amend(ledger, { packages: next }, "owner", ["successor", "officer"]);
    expect(ledger.kg(`project/${province.dyke}/2/0/1`)).toBe(17_000);
    const claim = annexOf(province, [workLine(10_000, 265_000, province.embankment)]);
    expect(word(ledger.say("builderB", "annex.propose", claim))).toBe("refused: no-standing");
    expect(word(ledger.say("successor", "annex.propose", claim))).toBe("ok");
  });
});

describe("H17, the fraud: the owner puts its own firm in the supervisor's chair on the eve of a claim", () => {
  it("the owner's word and the firm's are not enough: nothing changes until the treasury has signed", () => {
    const ledger = base.fork();
    const dossier = propose(ledger);
    const body = { project: province.dyke, document, supervisor: second };
    const proposal = ledger.must("owner", "project.amend", body);
    ledger.must("second", "approve", { proposal });
    expect(word(ledger.say("second", "annex.cosign", dossier))).toBe("refused: no-standing");
    expect(word(ledger.say("supervisor", "annex.cosign", dossier))).toBe("ok");
  });

  it("the dossier that waited is named to its treasury with both supervisors", () => {
    const ledger = base.fork();
    const { annex } = propose(ledger);
    const amendment = replace(ledger);
    const raised = ledger.leaves
      .flatMap(({ changes }) => changes.signals)
      .filter(({ code }) => code === "supervisor-replaced");
    const figures = { amendment, before: province.supervisor, after: second };
    expect(raised).toEqual([
      { code: "supervisor-replaced", subject: `annex/${annex}`, project: province.dyke, figures },
    ]);
  });

  it("a firm that nobody asked is put in no chair, and one without the role in none", () => {
    const ledger = base.fork();
    const proposal = ledger.must("owner", "project.amend", { project: province.dyke, document, supervisor: second });
    ledger.must("officer", "approve", { proposal });
    expect(ledger.book.need("project", province.dyke).supervisor).toBe(province.supervisor);
    const wrong = ledger.say("owner", "project.amend", {
      project: province.dyke,
      document,
      supervisor: province.yardKeeper,
    });
    expect(numbers(wrong)).toEqual({ what: "party-of-role", role: ROLE.supervisor, index: province.yardKeeper });
  });

  it("an owner chooses no treasury, a contractor amends nothing", () => {
    const ledger = base.fork();
    const treasury = { project: province.dyke, document, treasury: paymaster };
    expect(word(ledger.say("owner", "project.amend", treasury))).toBe("refused: no-standing");
    expect(word(ledger.say("builderB", "project.amend", treasury))).toBe("refused: no-standing");
  });

  it("an amendment that another one has overtaken does not slip through on old signatures", () => {
    const ledger = base.fork();
    const proposal = ledger.must("owner", "project.amend", { project: province.dyke, document, valueDong: 10 ** 11 });
    amend(ledger, { treasury: paymaster }, "authority", ["region", "owner"]);
    // Only the old treasury was asked, and it pays no longer.
    expect(word(ledger.say("officer", "approve", { proposal }))).toBe("refused: wrong-state");
  });
});
