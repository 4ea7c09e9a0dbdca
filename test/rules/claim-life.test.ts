// The life of a dossier and of a proposal, every act in every state: what the tables say is what the fold does, and nothing else.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { OUTCOME } from "../../src/format/codes.ts";
import { PROPOSAL_LIFE, proposalStatus } from "../../src/rules/acts/proposal-life.ts";
import { moneyOf } from "../../src/rules/payment/claim.ts";
import { CLAIM_LIFE, type ClaimAct, claimStatus } from "../../src/rules/payment/claim-life.ts";
import { hashFigures } from "../../src/rules/payment/figures.ts";
import { CLAIM_STATES, type ClaimStatus } from "../../src/words/things.ts";
import { way, welcome } from "../stories/people.ts";
import { type Ledger, openProvince, type Said, word } from "./ledger.ts";
import {
  annexOf,
  completeAnnex,
  decide,
  figuresOf,
  receipt,
  reviewOf,
  sandSlip,
  sandToDyke,
  workLine,
} from "./world.ts";

const STATES = Object.keys(CLAIM_STATES) as ClaimStatus[];
const ACTS = Object.keys(CLAIM_LIFE.acts) as ClaimAct[];
const why = { document: "Biên bản số 4", reason: "Phát hiện sai sót số liệu" };
const TEXT = "Số liệu khớp sổ gốc điện tử tại thời điểm kiểm soát.";
const BASES = ["Nghị định số 254/2025/NĐ-CP"];

/** A dossier, the id of its proposal, and the latest review made of it. */
type Dossier = { ledger: Ledger; annex: number; review?: { index: number; id: Uint8Array } };

let base: Ledger;
let province: Province;
let standing: Record<ClaimStatus, Dossier[]>;

const line = () => workLine(5000, 265_000, province.embankment);

function drafting(): Dossier {
  const ledger = base.fork();
  return { ledger, annex: ledger.must("builderB", "annex.propose", annexOf(province, [line()])) };
}

function control(): Dossier {
  const ledger = base.fork();
  return { ledger, annex: completeAnnex(ledger, province, [line()]) };
}

function reviewed(): Dossier {
  const dossier = control();
  const said = review(dossier);
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return dossier;
}

function decided(): Dossier {
  const dossier = reviewed();
  sign(dossier);
  return dossier;
}

function reversed(): Dossier {
  const dossier = decided();
  reverse(dossier);
  return dossier;
}

function statusOf({ ledger, annex }: Dossier): ClaimStatus {
  return claimStatus(ledger.book.need("claim", annex));
}

function cosign({ ledger, annex }: Dossier, who: string): Said {
  const entryId = Uint8Array.from(Buffer.from(ledger.book.need("annex", annex).id, "hex"));
  return ledger.say(who, "annex.cosign", { annex, entryId });
}

function review(dossier: Dossier): Said {
  const { ledger, annex } = dossier;
  const complete = ledger.book.need("claim", annex).complete !== null;
  const head = { size: ledger.size, root: ledger.root() };
  const unready = { annex, outcome: OUTCOME.pay, ...head, rules: 0, figuresHash: new Uint8Array(32), reasons: [] };
  const body = complete ? reviewOf(ledger, annex, OUTCOME.pay) : { ...unready, text: TEXT };
  const entry = ledger.write("officer", "review.make", body);
  const said = ledger.bring(entry);
  if (!("refused" in said)) dossier.review = { index: said.index, id: entry.id };
  return said;
}

function sign({ ledger, annex, review: named }: Dossier): Said {
  const complete = ledger.book.need("claim", annex).complete !== null;
  const figures = complete ? figuresOf(ledger, annex).figures : undefined;
  return ledger.say("approver", "decision.sign", {
    review: named?.index ?? annex,
    reviewId: named?.id ?? new Uint8Array(32),
    annex,
    outcome: OUTCOME.pay,
    figuresHash: figures ? hashFigures(figures) : new Uint8Array(32),
    ...(figures ? moneyOf(figures, OUTCOME.pay) : { claimedDong: 0, acceptedDong: 0, paidDong: 0 }),
    bases: BASES,
    text: TEXT,
  });
}

function withdraw({ ledger, annex }: Dossier): Said {
  return ledger.say("supervisor", "annex.withdraw", { annex, reason: "Khối lượng chưa nghiệm thu" });
}

function withdrawn(): Dossier {
  const dossier = drafting();
  withdraw(dossier);
  return dossier;
}

function sendBack({ ledger, annex, review: named }: Dossier): Said {
  return ledger.say("approver", "review.return", { review: named?.index ?? annex, reason: "Đối chiếu lại hạng mục 1" });
}

function reverse({ ledger, annex }: Dossier): Said {
  const decision = ledger.book.need("claim", annex).decision?.index ?? annex;
  const said = ledger.say("officer", "decision.reverse", { decision, ...why });
  if ("refused" in said) return said;
  return ledger.say("approver", "approve", { proposal: said.index });
}

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  sandToDyke(base, province, [10_000]);
  standing = {
    drafting: [drafting()],
    withdrawn: [withdrawn()],
    control: [control(), reversed()],
    approval: [reviewed()],
    decided: [decided()],
  };
});

/** A project that its owner builds by itself, in two packages. */
async function selfRun(ledger: Ledger) {
  const party = await welcome(ledger, "allInOne", "Ban quản lý tự làm", [6, 7]);
  const { treasury, supervisor } = ledger.book.need("project", province.dyke);
  const packages = [1, 2].map((number) => ({ number, name: `Gói số ${number}`, contractor: party }));
  const body = { code: "7654321", name: "Nhà kho tự xây", owner: party, supervisor, treasury, packages };
  return { project: ledger.must("root0", "project.register", body), packages };
}

/** Ways to do each act; together they lead to every state that the table names. */
const ATTEMPTS: Readonly<Record<ClaimAct, readonly ((dossier: Dossier) => Said)[]>> = {
  "annex.cosign": [
    (dossier) => cosign(dossier, "supervisor"),
    (dossier) => {
      cosign(dossier, "owner");
      return cosign(dossier, "supervisor");
    },
  ],
  "annex.withdraw": [withdraw],
  "review.make": [review],
  "review.return": [sendBack],
  "decision.sign": [sign],
  "decision.reverse": [reverse],
};

describe("a dossier's life", () => {
  it("begins in drafting, also where the owner builds by itself", async () => {
    for (const state of STATES) expect(standing[state].map(statusOf)).toEqual(standing[state].map(() => state));
    const ledger = base.fork();
    const { project } = await selfRun(ledger);
    const alone = annexOf(province, [workLine(1000, 100_000, undefined)], { project, package: 1 });
    const annex = ledger.must("allInOne", "annex.propose", alone);
    const born = new Set([statusOf(standing.drafting[0]!), statusOf({ ledger, annex })]);
    expect([...born]).toEqual(CLAIM_LIFE.born);
  });

  const cells = ACTS.flatMap((act) => STATES.map((state) => [act, state] as const));
  it.each(cells)("%s on a dossier in %s does what the table says", (act, state) => {
    const tries = standing[state].flatMap((dossier) =>
      ATTEMPTS[act].map((attempt) => {
        const own = { ...dossier, ledger: dossier.ledger.fork() };
        const said = attempt(own);
        return { problem: "refused" in said ? said.refused.code : said.verdict?.code, status: statusOf(own) };
      }),
    );
    const fate = CLAIM_LIFE.acts[act].in[state];
    if (typeof fate === "string") throw new Error("nothing waits for a dossier");
    const problem = "problem" in fate ? fate.problem : undefined;
    expect(tries.map((each) => each.problem)).toEqual(tries.map(() => problem));
    expect(new Set(tries.map(({ status }) => status))).toEqual(new Set("next" in fate ? fate.next : [state]));
  });

  it("is in the hands of those whom the table names: another of the same role is refused", async () => {
    const ledger = standing.control[0]!.ledger.fork();
    const { annex } = standing.control[0]!;
    await welcome(ledger, "otherTreasury", "Kho bạc Nhà nước khu vực khác", [9]);
    const draft = { ...standing.drafting[0]!, ledger: standing.drafting[0]!.ledger.fork() };
    const paid = { ...standing.decided[0]!, ledger: standing.decided[0]!.ledger.fork() };
    await welcome(paid.ledger, "otherTreasury", "Kho bạc Nhà nước khu vực khác", [9]);
    const decision = paid.ledger.book.need("claim", paid.annex).decision!.index;
    const strangers: readonly (readonly [ClaimAct, Said])[] = [
      ["annex.cosign", cosign(draft, "builderA")],
      ["review.make", ledger.say("otherTreasury", "review.make", reviewOf(ledger, annex, OUTCOME.pay))],
      ["decision.reverse", paid.ledger.say("otherTreasury", "decision.reverse", { decision, ...why })],
    ];
    for (const [act, said] of strangers) {
      expect([act, word(said)]).toEqual([act, "refused: no-standing"]);
      expect(CLAIM_LIFE.acts[act].by).toContain("refused" in said ? said.refused.figures.need : undefined);
    }
  });
});

describe("a proposal's life", () => {
  it("waits for every signature it needs, is done at the last, and takes no other", () => {
    const ledger = base.fork();
    decide(ledger, completeAnnex(ledger, province, [line()]));
    const decision = ledger.size - 1;
    const proposal = ledger.must("officer", "decision.reverse", { decision, ...why });
    const status = () => proposalStatus(ledger.book.need("proposal", proposal), 20261110);
    const seen = [status()];
    ledger.must("approver", "approve", { proposal });
    seen.push(status());
    expect(seen).toEqual(["waiting", "done"]);
    expect(PROPOSAL_LIFE.acts.approve.in).toEqual({
      waiting: { next: ["waiting", "done"] },
      done: { problem: word(ledger.say("authority", "approve", { proposal })).slice("refused: ".length) },
      withdrawn: { problem: "proposal-withdrawn" },
      lapsed: { problem: "proposal-lapsed" },
    });
  });

  it("takes no effect by one hand, also where owner and contractor are one party", async () => {
    const ledger = base.fork();
    const { project, packages } = await selfRun(ledger);
    const route = way(ledger, province.sandMine, project, 20);
    const load = { route, vehicle: province.trucks[0]!, package: 1 };
    const slip = ledger.must("sandMiner", "slip.issue", sandSlip(province, load));
    ledger.pass(25);
    ledger.must("allInOne", "load.receive", receipt(slip, project, 10_000, { package: 1 }));
    const [from, to] = packages.map(({ number }) => number);
    const terms = { project, from: from!, to: to!, material: 1 as const, massKg: 4000, reason: why.reason };
    const proposal = ledger.must("allInOne", "package.transfer", terms);
    const status = () => proposalStatus(ledger.book.need("proposal", proposal), 20261110);
    expect([status()]).toEqual(PROPOSAL_LIFE.born);
    expect(word(ledger.say("allInOne", "approve", { proposal }))).toBe("refused: needs-second");
    ledger.must("supervisor", "approve", { proposal });
    expect(status()).toBe("done");
    expect(ledger.kg(`project/${project}/2/0/1`)).toBe(4000);
  });
});
