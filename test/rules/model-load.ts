// The law of one load, written naively for the model: every pair of observations is looked at, nothing is sorted once or cached. Tolerances
// are those of the demo province: clocks 15 minutes, one passing 10, one arrival 120, half a cycle for another trip, water 3 %, mixed 10 %.
export type Looked = {
  what: "seen" | "received";
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
const apartKg = (bands: number[]) => Math.ceil(Math.sqrt(bands.reduce((sum, kg) => sum + kg * kg, 0)));

/** Leaves whose observation cannot have happened, those that only disagree with another one, and those that are about no such load. */
export function lawOfLoad(load: Load, looks: readonly Looked[]) {
  const trip = Math.max(Math.floor((load.cycleMinutes * 60) / 2), 600);
  const earlier = (a: Looked, b: Looked) => a.atS < b.atS || (a.atS === b.atS && a.leaf < b.leaf);
  const inOrder = [...looks].sort((a, b) => (earlier(a, b) ? -1 : 1));
  const blamed = new Map<number, string>();
  const touched = new Set<number>();
  const blame = (by: Looked, other?: Looked, why = "") => {
    blamed.set(by.leaf, blamed.get(by.leaf) ?? why);
    if (other) touched.add(other.leaf);
  };
  const received = inOrder.filter((each) => each.what === "received");
  const right = received.filter((each) => each.place === load.to && each.contract === load.contract);
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
    if (!counted.has(each.part)) soFar += each.kg;
    counted.add(each.part);
    if (each.final || soFar >= load.massKg) closed = each;
  }
  const out = inOrder.filter((each) => each.what === "seen" && each.outbound);
  if (load.void)
    for (const each of inOrder) {
      if (each.party !== load.issuer) blame(each, undefined, "void");
    }
  else if (closed) for (const each of out) if (each.atS > closed.atS + 900) blame(each, closed, "after");
  for (const [i, each] of out.entries()) {
    const before = out.slice(0, i).findLast((one) => one.place === each.place);
    if (before && each.atS - before.atS > trip) blame(each, before, "twice");
  }
  for (const each of inOrder) if (each.what === "seen" && each.otherPlate) blame(each, undefined, "plate");
  const firsts: Looked[] = [];
  for (const each of right) {
    const before =
      firsts.find((one) => one.part === each.part) ?? (closed && each.atS > closed.atS ? closed : undefined);
    if (!before) firsts.push(each);
    else if (each.atS - before.atS > trip) blame(each, before, "again");
  }
  for (let n = 1; n <= firsts.length; n++) {
    const some = firsts.slice(0, n);
    const kg = some.reduce((sum, each) => sum + each.kg, 0);
    const milli = some.reduce((sum, each) => sum + each.milli, 0);
    const excess = kg - load.massKg - Math.floor((load.massKg * 30) / 1000);
    const mixedIn =
      excess > apartKg([scaleKg(load.massKg), ...some.map((each) => scaleKg(each.kg))]) && excess * 10 > load.massKg;
    if ((load.mixedMilli !== undefined && milli > load.mixedMilli) || mixedIn) {
      blame(some.at(-1)!, undefined, "much");
      break;
    }
  }
  return { blamed, touched, nowhere, contested: blamed.size > 0 };
}

/** Whether two weights of one arrival agree, each by scale. */
export function agree(aKg: number, bKg: number): boolean {
  return Math.abs(aKg - bKg) <= apartKg([scaleKg(aKg), scaleKg(bKg)]);
}

/** Thousandths of a product that a scale bears out. */
export function bornOut(milli: number, foundKg: number, load: Pick<Load, "massKg" | "mixedMilli">): number {
  const expected = Math.floor((load.massKg * milli) / load.mixedMilli!);
  const least = expected - Math.floor((expected * 30) / 1000) - apartKg([scaleKg(load.massKg), scaleKg(foundKg)]);
  return foundKg >= least ? milli : Number((BigInt(milli) * BigInt(foundKg)) / BigInt(expected));
}
