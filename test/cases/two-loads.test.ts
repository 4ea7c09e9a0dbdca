// Hai phiếu, một xe (two slips of one lorry): the mine signs both off line with hours that fit, and what the checkpoints saw tells that there was one
// trip. 30 minutes to the yard, a cycle of 60: half of it is the least for another trip. Two posts' clocks may differ by 2 × 15 minutes; one telephone
// has one clock.
import { beforeAll, describe, expect, it } from "vitest";
import type { Province } from "../../src/demo/province.ts";
import { DIRECTION } from "../../src/format/codes.ts";
import type { Entry } from "../../src/format/entry.ts";
import type { Body } from "../../src/format/kinds.ts";
import { slipCode } from "../../src/format/slipcode.ts";
import { contestsAfter } from "../../src/pages/office/contests-page.ts";
import type { View } from "../../src/store/view.ts";
import { type Ledger, openProvince, type Said } from "../rules/ledger.ts";
import { passage, receipt, sandSlip } from "../rules/world.ts";
import { giveDevice, place, until } from "../stories/people.ts";

const DAY_MINUTES = 24 * 60;

let base: Ledger;
let province: Province;
let route: number;
let farPost: number;
let nineS: number;

/** Nine in the morning; everybody's telephone has a network again in the evening. */
beforeAll(async () => {
  ({ ledger: base, province } = await openProvince());
  farPost = place(base, 9, "Chốt kiểm soát số 4", province.police);
  const checkpoints = [province.checkpoint, farPost];
  const body = {
    from: province.sandMine,
    to: province.yard,
    distanceM: 15_000,
    minutes: 30,
    cycleMinutes: 60,
    checkpoints,
  };
  route = base.must("authority", "route.set", body);
  await giveDevice(base, "colleague", province.police);
  until(base, 20261110, 9);
  nineS = base.nowS;
  base.pass(9 * 60);
});

const hour = (minutes: number) => nineS + minutes * 60;
const indexOf = (said: Said): number => {
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return said.index;
};

/** A slip of the first lorry, signed at so many minutes after nine without a network. */
const slipAt = (ledger: Ledger, minutes: number) =>
  ledger.write("sandMiner", "slip.issue", sandSlip(province, { route }), { claimedS: hour(minutes) });

type Sight = {
  slip: "A" | "B";
  minutes: number;
  who?: "police" | "colleague";
  other?: Partial<Body<"passage.record">>;
};
type Story = {
  loaded: { A: number; B: number };
  seen: readonly Sight[];
  received?: Partial<Record<"A" | "B", number>>;
};

/** Plays a story with its entries in an order of uploads; answers why A and B are contested. */
function play(
  { loaded, seen, received = {} }: Story,
  order: (acts: (() => void)[]) => (() => void)[] = (acts) => acts,
) {
  const ledger = base.fork();
  const slips = { A: slipAt(ledger, loaded.A), B: slipAt(ledger, loaded.B) };
  const passages = seen.map(({ slip, minutes, who = "police", other }) => {
    const body = passage(province, { code: slipCode(slips[slip].id) }, hour(minutes), other);
    return ledger.write(who, "passage.record", body, { claimedS: hour(minutes) });
  });
  const receipts = Object.entries(received).map(([slip, minutes]) => {
    const body = { ...receipt(0, province.yard, 10_000), slip: { code: slipCode(slips[slip as "A" | "B"].id) } };
    return ledger.write("yardKeeper", "load.receive", body, { claimedS: hour(minutes) });
  });
  const bring =
    (entry: Entry, carried = false) =>
    () =>
      void indexOf(ledger.bring(entry, carried));
  const all = [bring(slips.A, true), bring(slips.B, true), ...[...passages, ...receipts].map((each) => bring(each))];
  for (const act of order(all)) act();
  const state = (name: "A" | "B") => {
    const index = ledger.book.get("code", slipCode(slips[name].id))!.slip;
    return { index, ...ledger.book.need("slipState", index) };
  };
  return { ledger, A: state("A"), B: state("B") };
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((first, i) => permutations(items.filter((_, j) => j !== i)).map((rest) => [first, ...rest]));
}

/** Why A and B are contested, the same in every order of uploads. */
function ends(story: Story): [string | null, string | null] {
  const found = new Map<string, [string | null, string | null]>();
  const count = 2 + story.seen.length + Object.keys(story.received ?? {}).length;
  for (const order of permutations([...Array(count).keys()])) {
    const { A, B } = play(story, (acts) => order.map((i) => acts[i]!));
    const end: [string | null, string | null] = [A.contested?.why ?? null, B.contested?.why ?? null];
    found.set(JSON.stringify(end), end);
  }
  expect([...found.keys()]).toHaveLength(1);
  return [...found.values()][0]!;
}

/** As much of a view of the log as the officers' list asks for. */
function viewOf(ledger: Ledger): View {
  return {
    listAfter: async (list: "contests", after: number, count: number) =>
      ledger.leaves
        .flatMap(({ index, changes }) => changes.listings.map((each) => ({ ...each, leaf: index })))
        .filter((each) => each.list === list && each.leaf > after)
        .map(({ leaf, key }) => ({ leaf, key }))
        .slice(0, count),
    read: async <T>(work: (book: Ledger["book"]) => T) => work(ledger.book),
    entries: async (indexes: readonly number[]) =>
      indexes.map((index) => ({ index, entry: ledger.leaves[index]!.entry, eventS: 0, verdict: null })),
  } as unknown as View;
}

const BOTH = ["two-loads", "two-loads"];
const NONE = [null, null];
const back = { direction: DIRECTION.inbound };
const far = () => ({ site: farPost });

describe("một điện thoại của chốt thấy xe với hai phiếu (one telephone sees the lorry with two slips)", () => {
  it("cheat: out with A at 9:20, out with B at 9:31, back with A: one trip, although the slips say 8:30 and 9:15", () => {
    const seen: Sight[] = [
      { slip: "A", minutes: 20 },
      { slip: "B", minutes: 31 },
      { slip: "A", minutes: 60, other: back },
    ];
    expect(ends({ loaded: { A: -30, B: 15 }, seen })).toEqual(BOTH);
  });

  it("honest twin: out with A, back with A, out with B on its second trip, 61 minutes later, back with B", () => {
    const seen: Sight[] = [
      { slip: "A", minutes: 5 },
      { slip: "A", minutes: 55, other: back },
      { slip: "B", minutes: 66 },
      { slip: "B", minutes: 115, other: back },
    ];
    expect(ends({ loaded: { A: 0, B: 61 }, seen })).toEqual(NONE);
  });

  it("cheat: 29 minutes apart; honest twin: a fast trip of 30 minutes", () => {
    const pair = (minutes: number): Story => ({
      loaded: { A: 0, B: 61 },
      seen: [
        { slip: "A", minutes: 40 },
        { slip: "B", minutes: 40 + minutes },
      ],
    });
    expect(ends(pair(29))).toEqual(BOTH);
    expect(ends(pair(30))).toEqual(NONE);
  });

  it("honest twin: written down in the evening from memory, 20 minutes apart where it was 35", () => {
    const ledger = base.fork();
    const [A, B] = [slipAt(ledger, 0), slipAt(ledger, 61)].map((entry) => indexOf(ledger.bring(entry, true)));
    for (const [index, minutes] of [
      [A!, 40],
      [B!, 60],
    ] as const)
      indexOf(ledger.say("police", "passage.record", passage(province, { index }, hour(minutes))));
    expect([A!, B!].map((slip) => ledger.book.need("slipState", slip).contested)).toEqual(NONE);
  });

  it("honest twin: the driver shows the paper of the trip before, which the yard has received: only that paper is in question", () => {
    const seen: Sight[] = [
      { slip: "A", minutes: 65 },
      { slip: "B", minutes: 66 },
    ];
    expect(ends({ loaded: { A: 0, B: 61 }, seen, received: { A: 35 } })).toEqual(["seen-after-receipt", null]);
  });

  it("honest twin: the plate that was seen was not the slip's: it says nothing of this lorry's other load", () => {
    const seen: Sight[] = [
      { slip: "A", minutes: 65, other: { plateMatches: 0 } },
      { slip: "B", minutes: 66 },
    ];
    expect(ends({ loaded: { A: 0, B: 61 }, seen })).toEqual(["plate-differs", null]);
  });
});

describe("hai chốt, hai đồng hồ (two posts, two clocks)", () => {
  it("cheat: A at the first post, B at the first, A at the second, each 31 minutes apart", () => {
    const seen: Sight[] = [
      { slip: "A", minutes: 5 },
      { slip: "B", minutes: 36, who: "colleague" },
      { slip: "A", minutes: 67, other: far() },
    ];
    expect(ends({ loaded: { A: 0, B: 61 }, seen })).toEqual(BOTH);
  });

  it("honest twin: 30 minutes apart, as much as two clocks may differ", () => {
    const seen: Sight[] = [
      { slip: "A", minutes: 5 },
      { slip: "B", minutes: 35, who: "colleague" },
      { slip: "A", minutes: 65, other: far() },
    ];
    expect(ends({ loaded: { A: 0, B: 61 }, seen })).toEqual(NONE);
  });
});

describe("xuất phiếu trong lúc xe đang chở phiếu khác (loaded anew while another load is on)", () => {
  it("cheat: A loaded at 9:00 and still seen on its way out at 10:32; B says that the lorry was loaded at 10:01", () => {
    // B's hour is between A's and the sighting by more than 30 minutes on either side. A is as it was seen; B is the mine's word alone.
    expect(ends({ loaded: { A: 0, B: 61 }, seen: [{ slip: "A", minutes: 92 }] })).toEqual([null, "two-loads"]);
  });

  it("honest twin: seen at 10:31, which two wrong clocks explain", () => {
    expect(ends({ loaded: { A: 0, B: 61 }, seen: [{ slip: "A", minutes: 91 }] })).toEqual(NONE);
  });

  it("honest twin: the yard had received A at 9:35, so it was A's paper that was shown again", () => {
    const story: Story = { loaded: { A: 0, B: 61 }, seen: [{ slip: "A", minutes: 92 }], received: { A: 35 } };
    expect(ends(story)).toEqual(["seen-after-receipt", null]);
  });

  it("honest twin: of another day", () => {
    const seen: Sight[] = [{ slip: "A", minutes: 400 }];
    expect(ends({ loaded: { A: 390, B: 420 - DAY_MINUTES }, seen })).toEqual(NONE);
  });
});

describe("gỡ ghi nhận sai (the sighting proves false)", () => {
  const story: Story = {
    loaded: { A: 0, B: 61 },
    seen: [
      { slip: "A", minutes: 70 },
      { slip: "B", minutes: 66 },
    ],
  };

  it("set aside by two officers: both loads are good again; whichever of the two sightings it was", () => {
    for (const wrong of ["A", "B"] as const) {
      const played = play(story);
      const { ledger } = played;
      expect([played.A.contested?.why, played.B.contested?.why]).toEqual(BOTH);
      const { index: slip, observations } = played[wrong];
      const body = {
        observations: [{ slip, observation: observations.find((each) => each.what === "seen")!.index }],
        document: "Biên bản số 5/BB-SNNMT",
        reason: "Cán bộ quét nhầm phiếu cũ của lái xe",
      };
      ledger.agree("authority", "deputy", "contest.lift", body);
      const why = [played.A, played.B].map(({ index }) => ledger.book.need("slipState", index).contested);
      expect(why).toEqual(NONE);
    }
  });

  it("the officers find it on their list under the slip that it puts in question, and set it aside with its own", async () => {
    const { ledger, A, B } = play({ loaded: { A: 0, B: 61 }, seen: [{ slip: "A", minutes: 92 }] });
    expect(B.contested).toMatchObject({ index: A.observations[0]!.index });
    const view = viewOf(ledger);
    const { all } = await contestsAfter(view, 0, {});
    const sighting = A.observations[0]!.index;
    expect(all).toMatchObject([{ slip: B.index, of: A.index, kg: 10_000, stored: { index: sighting } }]);
    const document = "Biên bản số 5/BB-SNNMT";
    const observations = [{ slip: all[0]!.of, observation: sighting }];
    ledger.agree("authority", "deputy", "contest.lift", {
      observations,
      document,
      reason: "Cán bộ quét nhầm phiếu cũ",
    });
    expect(ledger.book.need("slipState", B.index).contested).toBeNull();
    expect((await contestsAfter(view, 0, {})).all).toEqual([]);
  });
});

describe("phiếu sai được đảo rồi xuất lại (a wrong slip is reversed, and the load gets a right one)", () => {
  it("honest twin: seen with the wrong slip at 9:05, with the right one at 9:16; once the authority has reversed the wrong one, nothing is in question", () => {
    const { ledger, A, B } = play({
      loaded: { A: -50, B: 15 },
      seen: [
        { slip: "A", minutes: 5 },
        { slip: "B", minutes: 16 },
      ],
    });
    expect([A.contested?.why, B.contested?.why]).toEqual(BOTH);
    ledger.agree("sandMiner", "authority", "slip.reverse", { slip: A.index, reason: "Ghi nhầm nơi đến, đã xuất lại" });
    const after = [A, B].map(({ index }) => ledger.book.need("slipState", index).contested);
    expect(after).toEqual(NONE);
  });
});
