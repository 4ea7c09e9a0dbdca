// The law of one load, written naively for the model: every pair of observations is looked at, nothing is sorted once or cached. Tolerances
// are those of the demo province: clocks 15 minutes, one passing 10, one arrival 120, half a cycle for another trip, water 3 %, mixed 10 %.
export type Looked = {
  what: "seen" | "received" | "refused" | "accepted";
  leaf: number;
  party: number;
  place: number;
  contract: number;
  atS: number;
  outbound: boolean;
  otherPlate: boolean;
  kg: number;
  part: number;
  final: boolean;
  milli: number;
};
export type Load = {
  issuer: number;
  from: number;
  to: number;
  contract: number;
  massKg: number;
  issuedS: number;
  expiresS: number;
  cycleMinutes: number;
  mixedMilli: number | undefined;
  void: boolean;
};

const scaleKg = (kg: number) => Math.floor(kg / 200) + 1;
/** The player's slips are measured by the lorry's bed. */
const bedKg = (kg: number) => Math.floor(kg / 20) + 1;
const apartKg = (bands: number[]) => Math.ceil(Math.sqrt(bands.reduce((sum, kg) => sum + kg * kg, 0)));

/** Leaves whose observation cannot have happened, those that only disagree with another one, and those that are about no such load. */
export function lawOfLoad(load: Load, looks: readonly Looked[]) {
  const trip = Math.max(Math.floor((load.cycleMinutes * 60) / 2), 600);
  const inOrder = [...looks].sort((a, b) => a.atS - b.atS || a.kg - b.kg || a.party - b.party || a.leaf - b.leaf);
  const blamed = new Map<number, string>();
  const touched = new Set<number>();
  const blame = (by: Looked, other?: Looked, why = "") => {
    blamed.set(by.leaf, blamed.get(by.leaf) ?? why);
    if (other) touched.add(other.leaf);
  };
  const received = inOrder.filter((each) => each.what === "received");
  const turnedAway = looks.some((each) => each.what === "refused");
  const right = received.filter(
    (each) => (each.place === load.to && each.contract === load.contract) || (turnedAway && each.place === load.from),
  );
  const nowhere = new Set<number>();
  for (const each of received.filter((one) => !right.includes(one))) {
    const slipOfFinger = right.some(
      (one) => one.party === each.party && one.kg === each.kg && Math.abs(one.atS - each.atS) <= 7200,
    );
    if (slipOfFinger) continue;
    const could = each.kg * 2 >= load.massKg && each.atS >= load.issuedS - 900 && each.atS <= load.expiresS + 4320 * 60;
    if (could) blame(each, undefined, "elsewhere");
    else nowhere.add(each.leaf);
  }
  let closed: Looked | undefined;
  let soFar = 0;
  const counted = new Set<number>();
  for (const each of right) {
    if (closed) break;
    if (counted.has(each.part)) continue;
    soFar += each.kg;
    counted.add(each.part);
    if (each.final || soFar >= load.massKg) closed = each;
  }
  const firsts: Looked[] = [];
  for (const each of right)
    if (!firsts.some((one) => one.part === each.part) && !(closed && each.atS > closed.atS)) firsts.push(each);
  let done = closed;
  for (let n = firsts.length; n > 0; n--) if (isAll(load, firsts.slice(0, n))) done = firsts[n - 1];
  const out = inOrder.filter((each) => each.what === "seen" && each.outbound);
  if (load.void)
    for (const each of inOrder) {
      if (each.party !== load.issuer && (each.what === "seen" || each.what === "received"))
        blame(each, undefined, "void");
    }
  else if (done) for (const each of out) if (each.atS > done.atS + 900) blame(each, done, "after");
  for (const [i, each] of out.entries()) {
    const before = out.slice(0, i).findLast((one) => one.place === each.place);
    if (before && each.atS - before.atS > trip) blame(each, before, "twice");
  }
  for (const each of inOrder) if (each.what === "seen" && each.otherPlate) blame(each, undefined, "plate");
  for (const each of right) {
    const before = firsts.find((one) => one.part === each.part) ?? closed;
    if (before && before !== each && (each.atS - before.atS > trip || cannotBoth(load, before, each)))
      blame(each, before, "again");
  }
  for (let n = 1; n <= firsts.length; n++) {
    const some = firsts.slice(0, n);
    const kg = some.reduce((sum, each) => sum + each.kg, 0);
    const milli = some.reduce((sum, each) => sum + each.milli, 0);
    const excess = kg - load.massKg - Math.floor((load.massKg * 30) / 1000);
    const mixedIn =
      excess > apartKg([bedKg(load.massKg), ...some.map((each) => scaleKg(each.kg))]) && excess * 10 > load.massKg;
    if ((load.mixedMilli !== undefined && milli > load.mixedMilli) || mixedIn) {
      blame(some.at(-1)!, undefined, "much");
      break;
    }
  }
  // A part that two people weighed: what the second does not bear out of the first is in question, the rest is not.
  const whole = blamed.size > 0;
  let doubtKg = 0;
  for (const each of right) {
    const first = firsts.find((one) => one.part === each.part);
    if (!first || first === each || first.place !== each.place || each.atS - first.atS > trip) continue;
    const lackKg = Math.min(first.kg, load.massKg) - each.kg - apartKg([scaleKg(first.kg), scaleKg(each.kg)]);
    if (lackKg <= 0) continue;
    blame(each, first, "less");
    doubtKg = Math.max(doubtKg, lackKg);
  }
  const refused = thoughRefused(load, inOrder, right, firsts);
  for (const [each, other] of refused) blame(each, other, "refused");
  const contested = blamed.size > 0;
  return {
    blamed,
    touched,
    nowhere,
    contested,
    doubtKg: whole || refused.length > 0 || !contested ? undefined : doubtKg,
  };
}

/** Whether so much came that the rest is water and what measuring explains. */
function isAll(load: Load, parts: Looked[]): boolean {
  const kg = parts.reduce((sum, each) => sum + each.kg, 0);
  const water = Math.floor((load.massKg * 30) / 1000);
  return kg + water + apartKg([bedKg(load.massKg), ...parts.map((each) => scaleKg(each.kg))]) >= load.massKg;
}

/** Whether two parties at two places say that they received more than there was. */
function cannotBoth(load: Load, a: Looked, b: Looked): boolean {
  const most = load.massKg + Math.floor((load.massKg * 30) / 1000);
  const error = apartKg([bedKg(load.massKg), scaleKg(a.kg), scaleKg(b.kg)]);
  return a.place !== b.place && a.party !== b.party && a.kg + b.kg > most + error;
}

/** Turned away by one party, received by another: later, or all that there was; unless the first accepts it after all. */
function thoughRefused(load: Load, looks: Looked[], right: Looked[], firsts: Looked[]): [Looked, Looked][] {
  const found: [Looked, Looked][] = [];
  for (const no of looks.filter((each) => each.what === "refused")) {
    if (
      looks.some(
        (each) => each.what !== "refused" && each.party === no.party && each.place === no.place && each.atS > no.atS,
      )
    )
      continue;
    const there = firsts.filter((each) => each.place === no.place);
    const all = isAll(load, there);
    const others = right.filter((each) => each.place === no.place && each.party !== no.party);
    for (const [i, each] of others.entries())
      if (each.atS > no.atS + 900 || (all && i === others.length - 1)) found.push([each, no]);
  }
  return found;
}

/** Whether two weights of one arrival agree, each by scale. */
export function agree(aKg: number, bKg: number): boolean {
  return Math.abs(aKg - bKg) <= apartKg([scaleKg(aKg), scaleKg(bKg)]);
}

/** Thousandths of a product that a scale bears out. */
export function bornOut(milli: number, foundKg: number, load: Pick<Load, "massKg" | "mixedMilli">): number {
  const expected = Math.floor((load.massKg * milli) / load.mixedMilli!);
  const least = expected - Math.floor((expected * 30) / 1000) - apartKg([bedKg(load.massKg), scaleKg(foundKg)]);
  return foundKg >= least ? milli : Number((BigInt(milli) * BigInt(foundKg)) / BigInt(expected));
}

/** Faster than this is no lorry, in the demo province. */
const TOP_KMH = 100;
/** Slips whose hours are further apart bear on each other no more. */
const NEAR_S = 12 * 3600;

/** A load beside another of its vehicle: its law alone, and how long its vehicle needs to load again. */
export type Beside = {
  readonly load: Load;
  readonly looks: readonly Looked[];
  readonly law: ReturnType<typeof lawOfLoad>;
};

/** Looks of `own` that cannot be true beside those of `other`; 0 where it cannot have been loaded when it says. */
export function lawOfTwo(own: Beside, other: Beside, metres: (places: number[]) => number): number[] {
  if (own.load.void || other.load.void || Math.abs(own.load.issuedS - other.load.issuedS) > NEAR_S) return [];
  const DOUBTED = ["twice", "after", "void", "plate"];
  const believed = ({ looks, law }: Beside) =>
    looks.filter(
      (each) =>
        each.what === "seen" && each.outbound && !each.otherPlate && !DOUBTED.includes(law.blamed.get(each.leaf) ?? ""),
    );
  const againS = ({ load }: Beside) => Math.max(Math.floor((load.cycleMinutes * 60) / 2), 600);
  const leastS = (first: Beside, places: number[], samePlace: boolean) =>
    samePlace ? againS(first) : Math.min(againS(first), Math.floor((metres(places) * 36) / (TOP_KMH * 10)));
  const [mine, theirs] = [believed(own), believed(other)];
  const bad = new Set<number>();
  for (const a of mine)
    for (const b of theirs) {
      const [first, x, second, y] = a.atS < b.atS ? [own, a, other, b] : [other, b, own, a];
      const same = x.place === y.place && first.load.from === second.load.from;
      // One telephone sees all: it has one clock.
      if (y.atS - x.atS < leastS(first, [x.place, first.load.to, second.load.from, y.place], same)) bad.add(a.leaf);
      const between = (one: Looked, others: Looked[]) => {
        return others.some((each) => each.atS < one.atS) && others.some((each) => each.atS > one.atS);
      };
      if (between(a, theirs) || between(b, mine)) bad.add(a.leaf);
    }
  if (bad.size > 0) return [...bad];
  for (const b of theirs) {
    const h = own.load.issuedS;
    const meanwhile =
      b.atS <= h
        ? b.atS + leastS(other, [b.place, other.load.to, own.load.from], false) > h + 1800
        : b.atS > h + 1800 && other.load.issuedS < h - 1800;
    if (meanwhile) return [0];
  }
  return [];
}
