// The life of a slip, every act in every state: what the table says (slip-life.ts) is what the fold does, and nothing else.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { isCarrying, SLIP_LIFE, type SlipAct, slipAllows } from "../../src/rules/slips/slip-life.ts";
import { SLIP_STATES, type SlipStatus } from "../../src/words/things.ts";
import { giveDevice, giveMachine, place, until, welcome } from "../stories/people.ts";
import { type Ledger, newDevice, openProvince, type Said, word } from "./ledger.ts";
import { passage, receipt, sandSlip } from "./world.ts";

const STATES = Object.keys(SLIP_STATES) as SlipStatus[];
const ACTS = Object.keys(SLIP_LIFE.acts) as SlipAct[];
const OBSERVATIONS: readonly SlipAct[] = [
  "passage.record",
  "load.receive",
  "load.refuse",
  "load.correct",
  "passage.correct",
];
const reason = "Đã đối chiếu camera và phiếu cân tại mỏ";
const document = "Biên bản làm việc số 9";

type Standing = { ledger: Ledger; slip: number };

let base: Ledger;
let province: Province;
/** A slip of each status; more than one where the ways there differ in what may follow. */
let standing: Record<SlipStatus, Standing[]>;

function indexOf(said: Said): number {
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return said.index;
}

/** Any entry: what time has brought due happens with it. */
function tick(ledger: Ledger): void {
  ledger.must("police", "report.lodge", { text: "Xe chở cát chạy đêm qua cổng làng" });
}

function statusOf({ ledger, slip }: Standing): SlipStatus {
  return ledger.book.need("slipState", slip).status;
}

function issued(): Standing {
  const ledger = base.fork();
  return { ledger, slip: ledger.must("sandMiner", "slip.issue", sandSlip(province)) };
}

function after(work: (standing: Standing) => void): Standing {
  const one = issued();
  work(one);
  return one;
}

/** Two slips that the authority has not ruled on: one so late that its time is over, one whose serial was given up while it drove. */
function unruled(kid: Uint8Array): Standing[] {
  const granted = () => {
    const ledger = base.fork();
    const { sandSource: source, sandMine: site } = province;
    const terms = { source, site, material: 1 as const, kid, serials: 2, massKg: 40_000 };
    const book = ledger.must("gate", "book.grant", { ...terms, untilS: ledger.nowS + 24 * 3600 });
    return { ledger, book, entry: ledger.write("gate", "slip.issue", sandSlip(province, { book: [book, 1] })) };
  };
  const late = granted();
  until(late.ledger, 20261112, 9);
  const lost = granted();
  lost.ledger.must("gate", "book.close", { book: lost.book, spoilt: [2], unknown: [1] });
  return [late, lost].map(({ ledger, entry }) => ({ ledger, slip: indexOf(ledger.bring(entry)) }));
}

beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  const kid = Uint8Array.from(Buffer.from(await giveDevice(base, "gate", province.sandMiner), "hex"));
  const party = base.book.need("key", base.kids.get("authority")!).party!;
  for (const [who, number] of [
    ["chief", new Uint8Array(16).fill(7)],
    ["deputy", new Uint8Array(16).fill(8)],
  ] as const) {
    const person = base.must("root0", "person.register", { party, number });
    const device = await newDevice(who);
    base.agree("root0", "root1", "key.register", { key: device.key, possession: device.possession, party, person });
    base.kids.set(who, device.kid);
  }
  await giveMachine(base, "machine", party);
  const patrol = await welcome(base, "patrol", "Đội tuần tra đường thủy", [5]);
  place(base, 9, "Chốt Bến Phà", patrol);
  until(base, 20261110, 9);
  standing = {
    transit: [issued()],
    stray: [
      after(({ ledger }) => {
        ledger.pass(1440);
        tick(ledger);
      }),
    ],
    received: [
      after(({ ledger, slip }) => {
        ledger.pass(40);
        ledger.must("yardKeeper", "load.receive", receipt(slip, province.yard, 10_000));
      }),
    ],
    void: [after(({ ledger, slip }) => ledger.must("sandMiner", "slip.void", { slip, reason }))],
    refused: [issued()].map(({ ledger }) => {
      const body = sandSlip(province, { vehicle: province.trucks[1]!, book: [province.sandSource, 1] });
      return { ledger, slip: indexOf(ledger.say("sandMiner", "slip.issue", body)) };
    }),
    unruled: unruled(kid),
  };
});

type Attempt = (standing: Standing) => Said | undefined;

const refuse: Attempt = ({ ledger, slip }) =>
  ledger.say("yardKeeper", "load.refuse", { slip: { index: slip }, at: province.yard, reason });

const receive =
  (final: 0 | 1): Attempt =>
  ({ ledger, slip }) =>
    ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, 9000, { final }));

/** A part, by a receipt of an hour before the one that counts, which comes to the log a day later. */
const receiveEarlier: Attempt = (standing) => {
  const { ledger, slip } = standing;
  const counted = ledger.book.need("slipState", slip).observations.find((each) => each.what === "received");
  if (!counted) return receive(0)(standing);
  ledger.pass(1440);
  const claimedS = counted.atS - 60;
  return ledger.say("yardKeeper", "load.receive", receipt(slip, province.yard, 9000, { final: 0 }), { claimedS });
};

/** Seen a minute after it was issued, which an officer without network may report at any time. */
const see: Attempt = ({ ledger, slip }) => {
  const seenS = ledger.book.need("slip", slip).eventS + 60;
  return ledger.say("police", "passage.record", passage(province, { index: slip }, seenS), { claimedS: seenS });
};

/** A receipt recorded a minute ago, or already there, corrected. */
const mend =
  (final: 0 | 1): Attempt =>
  (standing) => {
    const { ledger, slip } = standing;
    const known = ledger.book.need("slipState", slip).observations.find((each) => each.what === "received");
    const entry = known?.index ?? indexOf(receive(0)(standing)!);
    const { part: _, ...right } = receipt(slip, province.yard, 8000, { final });
    return ledger.say("yardKeeper", "load.correct", { receipt: entry, ...right, part: 1, reason });
  };

const mendPassage: Attempt = (standing) => {
  const { ledger, slip } = standing;
  const entry = indexOf(see(standing)!);
  const seenS = ledger.book.need("slip", slip).eventS + 120;
  const { direction, slip: at } = passage(province, { index: slip }, seenS);
  return ledger.say(
    "police",
    "passage.correct",
    { passage: entry, slip: at, direction, seenS, reason },
    { claimedS: seenS },
  );
};

function approved(ledger: Ledger, said: Said, by: string): Said {
  return "refused" in said ? said : ledger.say(by, "approve", { proposal: said.index });
}

const amend =
  (extendMinutes: number): Attempt =>
  ({ ledger, slip }) =>
    approved(ledger, ledger.say("sandMiner", "slip.amend", { slip, extendMinutes, reason }), "yardKeeper");

const reverse: Attempt = ({ ledger, slip }) =>
  approved(ledger, ledger.say("sandMiner", "slip.reverse", { slip, reason }), "authority");

const rule =
  (counts: 0 | 1): Attempt =>
  ({ ledger, slip }) =>
    ledger.together("authority", "deputy", "slip.rule", { entries: [slip], counts, document, reason });

const lift: Attempt = ({ ledger, slip }) => {
  const seen = ledger.say(
    "police",
    "passage.record",
    passage(province, { index: slip }, ledger.nowS, { plateMatches: 0 }),
  );
  const observation = indexOf(seen);
  return approved(
    ledger,
    ledger.say("chief", "contest.lift", { observations: [{ slip, observation }], document, reason }),
    "deputy",
  );
};

const expire: Attempt = ({ ledger }) => {
  ledger.pass(4 * 1440);
  tick(ledger);
  return undefined;
};

/** Ways to do each act; together they lead to every state that the table names. */
const ATTEMPTS: Readonly<Record<SlipAct, readonly Attempt[]>> = {
  "passage.record": [see],
  "load.receive": [receive(0), receive(1), receiveEarlier],
  "load.refuse": [refuse],
  "load.correct": [
    mend(0),
    mend(1),
    // What was received and is opened again after its time is on the road no more.
    (standing) => {
      if (statusOf(standing) === "received") standing.ledger.pass(4 * 1440);
      return mend(0)(standing);
    },
  ],
  "passage.correct": [mendPassage],
  "slip.void": [({ ledger, slip }) => ledger.say("sandMiner", "slip.void", { slip, reason })],
  "slip.amend": [amend(10), amend(4000)],
  "slip.reverse": [reverse],
  "slip.rule": [rule(0), rule(1)],
  "contest.lift": [lift],
  expiry: [expire],
};

/** What an attempt answers, in the words of the table: a problem, whether it refused the entry or was kept with it. */
function problemOf(said: Said | undefined): string | undefined {
  if (said === undefined) return undefined;
  return "refused" in said ? said.refused.code : said.verdict?.code;
}

describe("a slip's life", () => {
  it("begins in the states in which a slip may enter the log", () => {
    const born = STATES.filter((state) => SLIP_LIFE.born.includes(state));
    expect(born).toEqual(["transit", "refused", "unruled"]);
    for (const state of STATES) expect(standing[state].map(statusOf)).toEqual(standing[state].map(() => state));
  });

  const cells = ACTS.flatMap((act) => STATES.map((state) => [act, state] as const));
  it.each(cells)("%s on a slip that is %s does what the table says", (act, state) => {
    const tries = standing[state].flatMap(({ ledger, slip }) =>
      ATTEMPTS[act].map((attempt) => {
        const own = { ledger: ledger.fork(), slip };
        const said = attempt(own);
        const refused = said !== undefined && "refused" in said;
        return { problem: problemOf(said), refused, status: statusOf(own) };
      }),
    );
    const fate = SLIP_LIFE.acts[act].in[state];
    if (fate === "nothing" || fate === "waits" || "problem" in fate) {
      const problem = fate === "nothing" ? undefined : fate === "waits" ? "slip-unruled" : fate.problem;
      expect(tries).toMatchObject(tries.map(() => ({ problem, status: state })));
      expect(slipAllows(act, state)).toBe(false);
      return;
    }
    // What is observed of a load that has come or was taken back is kept; whether it contradicts is no matter of the slip's status.
    const judged = OBSERVATIONS.includes(act) && !isCarrying(state);
    for (const { problem, refused } of tries)
      expect([refused, judged ? undefined : problem]).toEqual([false, undefined]);
    expect(new Set(tries.map(({ status }) => status))).toEqual(new Set(fate.next));
    expect(slipAllows(act, state)).toBe(true);
  });

  it("is in the hands of those whom the table names: another of the same role is refused", () => {
    const { slip } = standing.transit[0]!;
    const fresh = () => standing.transit[0]!.ledger.fork();
    const seen = standing.transit[0]!.ledger.fork();
    const wrong = passage(province, { index: slip }, seen.nowS, { plateMatches: 0 });
    const observation = indexOf(seen.say("police", "passage.record", wrong));
    const strangers: readonly (readonly [SlipAct, Said])[] = [
      ["passage.record", fresh().say("patrol", "passage.record", passage(province, { index: slip }, base.nowS))],
      ["load.receive", fresh().say("plantKeeper", "load.receive", receipt(slip, province.yard, 9000))],
      ["load.refuse", fresh().say("plantKeeper", "load.refuse", { slip: { index: slip }, at: province.yard, reason })],
      ["slip.void", fresh().say("yardKeeper", "slip.void", { slip, reason })],
      ["slip.amend", fresh().say("yardKeeper", "slip.amend", { slip, extendMinutes: 10, reason })],
      ["slip.reverse", fresh().say("yardKeeper", "slip.reverse", { slip, reason })],
      [
        "contest.lift",
        seen.say("machine", "contest.lift", { observations: [{ slip, observation }], document, reason }),
      ],
    ];
    for (const [act, said] of strangers) {
      expect([act, word(said)]).toEqual([act, "refused: no-standing"]);
      const need = "refused" in said ? said.refused.figures.need : undefined;
      // Before all else, a proposal is a person's.
      expect(act === "contest.lift" ? ["person"] : SLIP_LIFE.acts[act].by).toContain(need);
    }
  });
});
