// A naive model of the book of kilograms, written from the law of the book and not from the code: parcels in plain arrays, every parcel with the
// slips it has come under, no journal, no partial memory, no lots with parents. Slow and plain on purpose. It foretells what becomes of
// each statement and where every kilogram then is.
import type { Province } from "../../src/demo/province.ts";
import type { Material } from "../../src/format/codes.ts";
import type { Body } from "../../src/format/kinds.ts";
import { agree, type Beside, bornOut, type Load, type Looked, lawOfLoad, lawOfTwo } from "./model-load.ts";

/** ok: it stands. kept: it is stored and moves nothing. refused: nothing is stored. */
export type Fate = "ok" | "kept" | "refused";

type Parcel = {
  kg: number;
  material: Material;
  source: number;
  place: number;
  leaf: number;
  trail: number[];
  from: From;
};
type From = { account: string; place: number } | "ground";
type Slip = {
  from: number;
  to: number;
  contract: number;
  sender: string;
  holder: number;
  massKg: number;
  product: number | undefined;
  milli: number;
  milliReceived: number;
  embodied: Map<Material, number>;
  receivedKg: number;
  year: number;
  expiresS: number;
  status: "transit" | "received" | "void" | "stray";
  finalS: number | undefined;
  /** By part: the receipt that brought it, and where its parcels went. */
  parts: Map<number, Brought>;
  lost: Parcel[];
  looks: Looked[];
  vehicle: number;
  issuer: number;
  issuedS: number;
  cycle: number;
  backS: number | undefined;
  contested: boolean;
  /** Kilograms in question where the load is contested for a share only. */
  doubtKg: number | undefined;
};
type Brought = {
  look: Looked;
  milli: number;
  mixed: string | undefined;
  parcels: { account: string; parcel: Parcel }[];
};
type Source = {
  yearKg: number;
  totalKg: number;
  drawn: number;
  recorded: number;
  years: Map<number, number>;
  byDay: boolean;
};
type Claim = {
  lines: Body<"annex.propose">["lines"];
  project: number;
  contract: number;
  signed: Set<string>;
  cutoff: number;
  decided: boolean;
};
/** A parcel of the book as a claim's lines use it up. */
type Pooled = Parcel & { of: Parcel };
/** Of one parcel: what is in question and what is spent. */
type Piece = { of: Parcel; bad: number; good: number };
/** `turn` is the line's place in the annex; lines come in the order in which they are served. */
type Line = {
  turn: number;
  milli: number;
  accepted: number;
  draws: { material: Material; account: string[]; spend: number; withhold: number; pieces: Piece[] }[];
};

const DAY_S = 86_400;
const local = (s: number) => new Date((s + 7 * 3600) * 1000);

export class Model {
  readonly accounts = new Map<string, Parcel[]>();
  readonly slips = new Map<number, Slip>();
  readonly sources = new Map<number, Source>();
  readonly mixed = new Map<string, number>();
  readonly trips = new Map<number, { slip: number; from: number; cycle: number; eventS: number }[]>();
  readonly claims = new Map<number, Claim>();
  readonly exempted = new Map<string, number>();
  readonly #province: Province;
  readonly #routes: Map<number, { from: number; to: number; minutes: number }>;
  readonly #metres: (places: number[]) => number;
  #places = 0;

  constructor(
    province: Province,
    routes: Map<number, { from: number; to: number; minutes: number }>,
    metres: (places: number[]) => number,
  ) {
    this.#metres = metres;
    this.#province = province;
    this.#routes = routes;
  }

  balance(account: string): number {
    return (this.accounts.get(account) ?? []).reduce((kg, each) => kg + each.kg, 0);
  }

  /** Everything whose time has run out by now goes astray. */
  expire(nowMs: number): void {
    for (const [index, slip] of this.slips) {
      if (slip.backS !== undefined && slip.backS * 1000 <= nowMs) this.#giveBack(index, slip);
      if (slip.status !== "transit" || slip.expiresS * 1000 > nowMs) continue;
      slip.status = "stray";
      this.#moveAll(`transit/${index}`, `stray/${index}`, index);
    }
  }

  issue(index: number, who: string, party: number, body: Body<"slip.issue">, eventS: number): Fate {
    const route = this.#routes.get(body.route);
    if (!route) return "refused";
    if (body.massKg > Math.floor((body.product === undefined ? 18_000 : 22_000) * 1.1)) return "refused";
    const trips = (this.trips.get(body.vehicle) ?? []).filter((each) => this.slips.get(each.slip)!.status !== "void");
    const latest = this.trips.get(body.vehicle)?.at(-1);
    if (latest && this.slips.get(latest.slip)!.status === "transit") return "refused";
    for (const trip of trips) {
      const seconds = eventS - trip.eventS;
      // Back at the same place after a whole cycle; at another place after half of it.
      if (trip.from === route.from && Math.floor(seconds / 60) < trip.cycle) return "refused";
      if (trip.from !== route.from && trip === trips.at(-1) && seconds < Math.floor((trip.cycle * 60) / 2))
        return "refused";
    }
    const { bridge, dyke } = this.#province;
    const wanted = route.to === bridge ? 1 : route.to === dyke ? 2 : undefined;
    if (body.package !== wanted) return "refused";
    const pieces = this.#load(body, route.from, party, eventS);
    if (!pieces) return "refused";
    const embodied = new Map<Material, number>();
    for (const piece of pieces) {
      embodied.set(piece.material, (embodied.get(piece.material) ?? 0) + piece.kg);
      this.#enter(`transit/${index}`, { ...piece, place: ++this.#places, trail: [...piece.trail, index], leaf: index });
    }
    this.slips.set(index, {
      from: route.from,
      to: route.to,
      contract: body.package ?? 0,
      sender: who,
      holder: party,
      massKg: body.massKg,
      product: body.product,
      milli: body.quantityMilli ?? 0,
      milliReceived: 0,
      embodied,
      receivedKg: 0,
      year: local(eventS).getUTCFullYear(),
      expiresS: eventS + (Math.ceil(route.minutes * 1.5) + 30) * 60,
      status: "transit",
      finalS: undefined,
      parts: new Map(),
      lost: [],
      looks: [],
      vehicle: body.vehicle,
      issuer: party,
      issuedS: eventS,
      cycle: route.minutes,
      backS: undefined,
      contested: false,
      doubtKg: undefined,
    });
    const trip = { slip: index, from: route.from, cycle: route.minutes, eventS };
    this.trips.set(body.vehicle, [...(this.trips.get(body.vehicle) ?? []), trip]);
    this.#judge(this.slips.get(index)!);
    return this.slips.get(index)!.contested ? "kept" : "ok";
  }

  #load(body: Body<"slip.issue">, from: number, party: number, eventS: number): Parcel[] | undefined {
    if (body.source !== undefined) {
      const source = this.sources.get(body.source);
      if (!source || body.material === undefined) return undefined;
      const minute = local(eventS).getUTCHours() * 60 + local(eventS).getUTCMinutes();
      if (source.byDay && (minute < 300 || minute >= 1140)) return undefined;
      const stock = `stock/${from}/${party}/0/${body.material}/${body.source}`;
      const dug = body.massKg - Math.min(body.massKg, this.balance(stock));
      const year = local(eventS).getUTCFullYear();
      if (dug > 0 && !this.#allows(source, year, dug)) return undefined;
      const pieces = this.#take(stock, body.massKg - dug);
      if (dug > 0) {
        this.#dig(source, year, dug);
        pieces.push({
          kg: dug,
          material: body.material,
          source: body.source,
          place: 0,
          leaf: 0,
          trail: [],
          from: "ground",
        });
      }
      return pieces;
    }
    if (body.product === undefined) {
      const stock = `stock/${from}/${party}/0/${body.material}/0`;
      return this.#free(stock) < body.massKg ? undefined : this.#take(stock, body.massKg, "free");
    }
    const id = `${from}/${party}/${body.product}`;
    const has = this.mixed.get(id) ?? 0;
    const milli = body.quantityMilli ?? 0;
    if (milli > has || milli === 0) return undefined;
    const part = (kg: number) => Number((BigInt(kg) * BigInt(milli)) / BigInt(has));
    const shares = ([1, 6] as const).map((material) => {
      const stock = `stock/${from}/${party}/${body.product}/${material}/0`;
      const dirty = part(this.balance(stock) - this.#free(stock));
      return { stock, dirty, free: part(this.balance(stock)) - dirty };
    });
    if (shares.reduce((kg, each) => kg + each.dirty + each.free, 0) > body.massKg) return undefined;
    this.mixed.set(id, has - milli);
    return shares.flatMap(({ stock, dirty, free }) => [
      ...this.#take(stock, dirty, "dirty"),
      ...this.#take(stock, free, "free"),
    ]);
  }

  #allows(source: Source, year: number, kg: number): boolean {
    return (source.years.get(year) ?? 0) + kg <= source.yearKg && source.drawn + kg <= source.totalKg;
  }

  #dig(source: Source, year: number, kg: number): void {
    source.drawn += kg;
    source.years.set(year, (source.years.get(year) ?? 0) + kg);
  }

  void(index: number, who: string, nowS: number): Fate {
    const slip = this.slips.get(index);
    if (!slip || slip.sender !== who || slip.looks.some((each) => each.party !== slip.issuer)) return "refused";
    if (slip.parts.size > 0 || slip.status !== "transit") return "refused";
    slip.status = "void";
    slip.backS = nowS + 72 * 3600;
    this.#moveAll(`transit/${index}`, `returning/${index}`, index);
    return "ok";
  }

  /** What a void gave back comes to its place after three days, unless somebody saw or received it. */
  #giveBack(index: number, slip: Slip): void {
    slip.backS = undefined;
    if (slip.contested) return;
    for (const parcel of this.accounts.get(`returning/${index}`) ?? []) {
      if (parcel.from === "ground") this.#dig(this.sources.get(parcel.source)!, slip.year, -parcel.kg);
      // What came back has been on that slip: should the slip be contradicted, so are they.
      else this.#enter(parcel.from.account, { ...parcel, place: parcel.from.place });
    }
    this.accounts.delete(`returning/${index}`);
    if (slip.product !== undefined) {
      const id = `${slip.from}/${slip.holder}/${slip.product}`;
      this.mixed.set(id, (this.mixed.get(id) ?? 0) + slip.milli);
    }
  }

  /** Looks once more at everything that was observed of a slip, and at the other loads of its vehicle. */
  #judge(slip: Slip) {
    const all = [...this.slips.values()]
      .filter((each) => each.vehicle === slip.vehicle)
      .map((each) => this.#alone(each));
    for (const own of all) {
      const beside = all.filter((other) => other !== own).flatMap((other) => lawOfTwo(own, other, this.#metres));
      own.slip.contested = own.law.contested || beside.length > 0;
      own.slip.doubtKg = beside.length > 0 ? undefined : own.law.doubtKg;
      if (own.slip === slip)
        for (const leaf of beside) if (leaf > 0 && !own.law.blamed.has(leaf)) own.law.blamed.set(leaf, "two");
    }
    return all.find((each) => each.slip === slip)!.law;
  }

  #alone(slip: Slip): Beside & { slip: Slip } {
    const load: Load = {
      issuer: slip.issuer,
      from: slip.from,
      to: slip.to,
      contract: slip.contract,
      massKg: slip.massKg,
      issuedS: slip.issuedS,
      expiresS: slip.expiresS,
      cycleMinutes: slip.cycle,
      mixedMilli: slip.product === undefined ? undefined : slip.milli,
      void: slip.status === "void",
    };
    return { slip, load, looks: slip.looks, law: lawOfLoad(load, slip.looks) };
  }

  receive(leaf: number, party: number, body: Body<"load.receive">, eventS: number): Fate {
    const index = body.slip.index ?? -1;
    const slip = this.slips.get(index);
    if (!slip) return "kept";
    const before = slip.looks.find((each) => each.what === "received" && each.part === body.part);
    const look = {
      what: "received" as const,
      leaf,
      party,
      place: body.at,
      contract: body.package ?? 0,
      atS: eventS,
      outbound: false,
      otherPlate: false,
      kg: body.massKg,
      part: body.part,
      final: body.final === 1,
      milli: slip.product === undefined ? 0 : (body.quantityMilli ?? 0),
    };
    const open = slip.status === "transit" || slip.status === "stray";
    slip.looks.push(look);
    const here = this.#isRight(slip, look);
    const fits = open && here && !slip.parts.has(body.part);
    const law = this.#judge(slip);
    const disagrees = law.touched.has(leaf);
    if (law.blamed.has(leaf) || law.nowhere.has(leaf)) {
      this.#settle(index, slip, leaf, law);
      return "kept";
    }
    // The last part reached the log first: what it wrote off may still have come.
    const again = here && slip.status === "received" && !slip.parts.has(body.part) && slip.lost.length > 0;
    if (again) this.#reopen(index, slip, leaf);
    if (!fits && !again) {
      const same = before ? agree(before.kg, body.massKg) : slip.status !== "received";
      this.#settle(index, slip, leaf, law);
      return disagrees || !same ? "kept" : "ok";
    }
    this.#bring(index, slip, look, leaf);
    this.#settle(index, slip, leaf, law);
    return disagrees ? "kept" : "ok";
  }

  /** Received where the slip leads, or taken back by its sender after somebody turned it away. */
  #isRight(slip: Slip, { place, contract }: Looked): boolean {
    const back = place === slip.from && slip.looks.some((each) => each.what === "refused");
    return (place === slip.to && contract === slip.contract) || back;
  }

  /** Posts one part of a load, and with the last what was lost. `leaf` is the entry by which it comes to count. */
  #bring(index: number, slip: Slip, look: Looked, leaf: number): void {
    const { place: at, party } = look;
    const held = slip.status === "stray" ? `stray/${index}` : `transit/${index}`;
    const asked = slip.product === undefined ? 0 : look.milli || slip.milli - slip.milliReceived;
    const milli =
      slip.product === undefined ? 0 : bornOut(asked, look.kg, { massKg: slip.massKg, mixedMilli: slip.milli });
    const project = at === this.#province.bridge || at === this.#province.dyke;
    const pieces =
      slip.product === undefined
        ? this.#take(held, Math.min(look.kg, this.balance(held)))
        : this.#share(slip, held, milli);
    const holder = at === slip.from ? slip.holder : party;
    const parcels = pieces.map((piece) => {
      const account = project
        ? `project/${at}/${slip.contract}/${slip.product ?? 0}/${piece.material}`
        : `stock/${at}/${holder}/${slip.product ?? 0}/${piece.material}/0`;
      const parcel = { ...piece, place: ++this.#places, leaf };
      this.#enter(account, parcel);
      slip.receivedKg += piece.kg;
      return { account, parcel };
    });
    const mixed = project || slip.product === undefined ? undefined : `${at}/${holder}/${slip.product}`;
    if (mixed) this.mixed.set(mixed, (this.mixed.get(mixed) ?? 0) + milli);
    slip.parts.set(look.part, { look, milli, mixed, parcels });
    slip.milliReceived += milli;
    const last = [...slip.parts.values()].find((each) => each.look.final)?.look;
    if (!last && this.balance(held) > 0) return;
    slip.lost = this.#moveAll(held, `lost/${(last ?? look).place}`, leaf);
    slip.status = "received";
    slip.finalS = look.atS;
  }

  /** Of each part the earliest receipt that nothing speaks against brings the kilograms, as long as they have not moved on. */
  #settle(index: number, slip: Slip, leaf: number, law: ReturnType<typeof lawOfLoad>): void {
    if (slip.status === "void") return;
    const good = slip.looks
      .filter((each) => each.what === "received" && this.#isRight(slip, each))
      .filter((each) => !law.blamed.has(each.leaf) && !law.nowhere.has(each.leaf))
      .sort((a, b) => a.atS - b.atS);
    for (const [part, { look }] of [...slip.parts])
      if (good.some((each) => each.part === part && each.atS < look.atS)) this.#takeBack(index, slip, part, leaf);
    for (const look of good)
      if ((slip.status === "transit" || slip.status === "stray") && !slip.parts.has(look.part))
        this.#bring(index, slip, look, leaf);
  }

  #takeBack(index: number, slip: Slip, part: number, leaf: number): void {
    const { parcels, milli, mixed } = slip.parts.get(part)!;
    const there = ({ account, parcel }: Brought["parcels"][number]) =>
      (this.accounts.get(account) ?? []).some((each) => each.place === parcel.place && each.kg === parcel.kg);
    if (parcels.length === 0 || !parcels.every(there)) return;
    if (mixed && (this.mixed.get(mixed) ?? 0) < milli) return;
    for (const { account, parcel } of parcels) {
      this.accounts.set(
        account,
        this.accounts.get(account)!.filter((each) => each.place !== parcel.place),
      );
      this.#enter(`transit/${index}`, { ...parcel, place: ++this.#places, leaf });
      slip.receivedKg -= parcel.kg;
    }
    if (mixed) this.mixed.set(mixed, this.mixed.get(mixed)! - milli);
    slip.milliReceived -= milli;
    slip.parts.delete(part);
    this.#reopen(index, slip, leaf);
  }

  #share(slip: Slip, held: string, milli: number): Parcel[] {
    const pieces: Parcel[] = [];
    const last = slip.milliReceived + milli === slip.milli;
    const keep: Parcel[] = [];
    const need = new Map<Material, number>();
    for (const [material, kg] of slip.embodied)
      need.set(material, Number((BigInt(kg) * BigInt(milli)) / BigInt(slip.milli)));
    for (const parcel of this.accounts.get(held) ?? []) {
      const kg = last ? parcel.kg : Math.min(parcel.kg, need.get(parcel.material) ?? 0);
      need.set(parcel.material, (need.get(parcel.material) ?? 0) - kg);
      if (kg > 0) pieces.push({ ...parcel, kg });
      if (kg < parcel.kg) keep.push({ ...parcel, kg: parcel.kg - kg });
    }
    this.accounts.set(held, keep);
    return pieces;
  }

  extract(leaf: number, party: number, body: Body<"extract.record">, eventS: number): Fate {
    const source = this.sources.get(body.source)!;
    const midnight = Math.floor((eventS + 7 * 3600) / DAY_S);
    const { day } = body;
    const dug = Math.floor(
      Date.UTC(Math.floor(day / 10_000), (Math.floor(day / 100) % 100) - 1, day % 100) / 1000 / DAY_S,
    );
    if (dug > midnight) return "kept";
    const kg = source.recorded + body.massKg - source.drawn;
    const year = Math.floor(day / 10_000);
    if (kg > 0 && !this.#allows(source, year, kg)) return "kept";
    source.recorded += body.massKg;
    if (kg <= 0) return "ok";
    this.#dig(source, year, kg);
    const account = `stock/${body.site}/${party}/0/${body.material}/${body.source}`;
    const origin = { material: body.material, source: body.source, trail: [], from: "ground" as const };
    this.#enter(account, { kg, place: ++this.#places, leaf, ...origin });
    return "ok";
  }

  crush(leaf: number, party: number, body: Body<"batch.process">): Fate {
    const stock = (material: Material) => `stock/${body.site}/${party}/0/${material}/0`;
    const inKg = body.inputs.reduce((kg, each) => kg + each.massKg, 0);
    const outKg = (body.outputs ?? []).reduce((kg, each) => kg + each.massKg, 0);
    if (!body.inputs.every((each) => this.#free(stock(each.material)) >= each.massKg) || outKg > inKg) return "refused";
    let rest = body.inputs.flatMap((each) => this.#take(stock(each.material), each.massKg, "free"));
    for (const { material, massKg } of body.outputs ?? []) {
      const shares = proRata(
        rest.map((each) => each.kg),
        massKg,
      );
      for (const [i, kg] of shares.entries())
        if (kg > 0) this.#enter(stock(material), { ...rest[i]!, kg, material, place: ++this.#places, leaf });
      rest = rest.map((each, i) => ({ ...each, kg: each.kg - shares[i]! }));
    }
    for (const each of rest)
      if (each.kg > 0) this.#enter(`lost/${body.site}`, { ...each, place: ++this.#places, leaf });
    return "ok";
  }

  mix(leaf: number, party: number, body: Body<"batch.process">): Fate {
    const stock = (product: number, material: Material) => `stock/${body.site}/${party}/${product}/${material}/0`;
    if (!body.inputs.every((each) => this.#free(stock(0, each.material)) >= each.massKg)) return "refused";
    const milli = body.quantityMilli!;
    for (const [material, kg] of demands("concrete", milli)) {
      const given = body.inputs.find((each) => each.material === material)?.massKg ?? 0;
      if (given < Math.floor((kg * 950) / 1000)) return "refused";
    }
    for (const { material, massKg } of body.inputs)
      for (const piece of this.#take(stock(0, material), massKg, "free"))
        this.#enter(stock(body.product!, material), { ...piece, place: ++this.#places, leaf });
    const id = `${body.site}/${party}/${body.product}`;
    this.mixed.set(id, (this.mixed.get(id) ?? 0) + milli);
    return "ok";
  }

  pass(leaf: number, party: number, body: Body<"passage.record">, eventS: number): Fate {
    const slip = this.slips.get(body.slip.index ?? -1);
    if (!slip) return "kept";
    slip.looks.push({
      what: "seen",
      leaf,
      party,
      place: body.site,
      contract: 0,
      atS: eventS,
      outbound: body.direction === 1,
      otherPlate: body.plateMatches === 0,
      kg: 0,
      part: 0,
      final: false,
      milli: 0,
    });
    const law = this.#judge(slip);
    this.#settle(body.slip.index!, slip, leaf, law);
    return law.blamed.has(leaf) || law.touched.has(leaf) ? "kept" : "ok";
  }

  /** The supervisor turns a load away at the dyke, or accepts it after all. */
  look(leaf: number, what: "refused" | "accepted", index: number, party: number, place: number, eventS: number): Fate {
    const slip = this.slips.get(index)!;
    const nothing = { outbound: false, otherPlate: false, kg: 0, part: 0, final: false, milli: 0 };
    slip.looks.push({ what, leaf, party, place, contract: 2, atS: eventS, ...nothing });
    const law = this.#judge(slip);
    this.#settle(index, slip, leaf, law);
    return law.blamed.has(leaf) || law.touched.has(leaf) ? "kept" : "ok";
  }

  propose(index: number, who: string, body: Body<"annex.propose">): Fate {
    for (const each of this.claims.keys()) if (this.#numbers.get(each) === body.number) return "refused";
    this.#numbers.set(index, body.number);
    const { lines, project, package: contract } = body;
    this.claims.set(index, { lines, project, contract, signed: new Set([who]), cutoff: -1, decided: false });
    return "ok";
  }
  readonly #numbers = new Map<number, number>();

  cosign(index: number, leaf: number, who: string): Fate {
    const claim = this.claims.get(index);
    if (!claim || claim.signed.has(who)) return "refused";
    claim.signed.add(who);
    if (claim.signed.size === 3) claim.cutoff = leaf;
    return "ok";
  }

  /** Per line as it is served: what is accepted and what each material draws, by docs/design.md, The decision. */
  figures(index: number): Line[] {
    const claim = this.claims.get(index)!;
    const pools = new Map<string, Pooled[]>();
    for (const [account, parcels] of this.accounts)
      if (account.startsWith(`project/${claim.project}/${claim.contract}/`))
        pools.set(
          account,
          parcels.filter((each) => each.leaf <= claim.cutoff).map((each) => ({ ...each, of: each })),
        );
    const totals = new Map<Material, number>();
    for (const line of claim.lines)
      for (const [material, kg] of demands(this.#item(line.recipe), line.quantityMilli))
        totals.set(material, (totals.get(material) ?? 0) + kg);
    const served = this.#turns(claim).map((turn) => {
      const line = claim.lines[turn]!;
      let accepted = line.quantityMilli;
      const found = demands(this.#item(line.recipe), line.quantityMilli).map(([material, need]) => {
        const used = this.exempted.get(`${claim.project}/${claim.contract}/${material}`) ?? 0;
        const exempt = used + (totals.get(material) ?? 0) < 2000;
        const account = [line.recipe ?? 0, 0].map(
          (product) => `project/${claim.project}/${claim.contract}/${product}/${material}`,
        );
        const inOrder = account.flatMap((each) => pools.get(each) ?? []).sort((a, b) => a.place - b.place);
        let open = exempt ? 0 : need;
        let clean = 0;
        let dirty = 0;
        const doubt = this.#doubts();
        for (const parcel of inOrder) {
          const kg = Math.min(open, parcel.kg);
          open -= kg;
          const bad = doubt(parcel, kg);
          dirty += bad;
          clean += kg - bad;
        }
        if (!exempt) accepted = Math.min(accepted, Math.floor((line.quantityMilli * clean) / need));
        return { material, need, exempt, clean, dirty, account, inOrder };
      });
      const draws = found.map(({ material, need, exempt, clean, dirty, account, inOrder }) => {
        const spend = exempt ? 0 : Math.min(clean, Math.ceil((need * accepted) / line.quantityMilli));
        const pieces = exempt ? [] : this.#use(inOrder, need, spend);
        return { material, account, spend, withhold: dirty, pieces };
      });
      return { turn, milli: line.quantityMilli, accepted, draws };
    });
    return served;
  }

  /** Lines by their đồng for a kilogram, the dearest first, equal ones as they are written. */
  #turns(claim: Claim): number[] {
    const worth = (i: number) => {
      const line = claim.lines[i]!;
      const kg = demands(this.#item(line.recipe), line.quantityMilli).reduce((sum, [, each]) => sum + each, 0);
      return kg === 0 ? 0 : line.valueDong / kg;
    };
    return claim.lines.map((_, i) => i).sort((a, b) => worth(b) - worth(a) || a - b);
  }

  /** Takes from the pool what a line needs: of each parcel what is in question, and of the rest as much as is spent. */
  #use(inOrder: Pooled[], need: number, spend: number): Piece[] {
    let [open, clean] = [need, spend];
    const doubt = this.#doubts();
    return inOrder.map((parcel) => {
      const reach = Math.min(open, parcel.kg);
      open -= reach;
      const bad = doubt(parcel, reach);
      const good = Math.min(reach - bad, clean);
      clean -= good;
      parcel.kg -= bad + good;
      return { of: parcel.of, bad, good };
    });
  }

  /** Applies a result: what is accepted is paid, what is contradicted is withheld. */
  decide(index: number, accepts: boolean): void {
    const claim = this.claims.get(index)!;
    const lines = this.figures(index);
    claim.decided = true;
    const pieces = lines.flatMap((line) => line.draws).flatMap((draw) => draw.pieces);
    const move = (of: Parcel, kg: number, to: string) => {
      if (kg === 0) return;
      of.kg -= kg;
      this.#enter(to, { ...of, kg, place: ++this.#places });
    };
    for (const { of, bad } of pieces) move(of, bad, `withheld/${index}`);
    if (accepts) for (const { of, good } of pieces) move(of, good, `paid/${index}`);
    for (const [account, parcels] of this.accounts)
      this.accounts.set(
        account,
        parcels.filter((each) => each.kg > 0),
      );
    if (!accepts) return;
    const totals = new Map<Material, number>();
    for (const line of claim.lines)
      for (const [material, kg] of demands(this.#item(line.recipe), line.quantityMilli))
        totals.set(material, (totals.get(material) ?? 0) + kg);
    for (const [material, kg] of totals) {
      const key = `${claim.project}/${claim.contract}/${material}`;
      const used = this.exempted.get(key) ?? 0;
      if (used + kg < 2000) this.exempted.set(key, used + kg);
    }
  }

  /** True for a parcel that is contradicted as a whole. */
  #isDirty(parcel: Parcel): boolean {
    return parcel.trail.some((slip) => this.slips.get(slip)!.contested && this.slips.get(slip)!.doubtKg === undefined);
  }

  /**
   * Says of parcels taken one after another how many of so many kilograms are in question: all, or the largest share of a slip that they came under.
   * Of one slip that share is rounded up once.
   */
  #doubts(): (parcel: Parcel, kg: number) => number {
    const taken = new Map<number, number>();
    return (parcel, kg) => {
      if (this.#isDirty(parcel)) return kg;
      const [worst] = [...parcel.trail]
        .reverse()
        .filter((index) => this.slips.get(index)!.contested)
        .sort((a, b) => this.#shareOf(b) - this.#shareOf(a));
      if (worst === undefined) return 0;
      const { doubtKg = 0, massKg } = this.slips.get(worst)!;
      const up = (all: number) => Number((BigInt(all) * BigInt(doubtKg) + BigInt(massKg) - 1n) / BigInt(massKg));
      const before = taken.get(worst) ?? 0;
      taken.set(worst, before + kg);
      return up(before + kg) - up(before);
    };
  }

  #shareOf(slip: number): number {
    const { doubtKg = 0, massKg } = this.slips.get(slip)!;
    return doubtKg / massKg;
  }

  #item(recipe: number | undefined): "concrete" | "embankment" | undefined {
    if (recipe === undefined) return undefined;
    return recipe === this.#province.concrete ? "concrete" : "embankment";
  }

  #enter(account: string, parcel: Parcel): void {
    const parcels = this.accounts.get(account) ?? [];
    let at = parcels.findIndex((each) => each.place > parcel.place);
    if (at === -1) at = parcels.length;
    this.accounts.set(account, [...parcels.slice(0, at), parcel, ...parcels.slice(at)]);
  }

  /** Kilograms of an account that nothing contradicts. */
  #free(account: string): number {
    return (this.accounts.get(account) ?? []).reduce((kg, each) => (this.#isDirty(each) ? kg : kg + each.kg), 0);
  }

  /** The first kilograms of an account; contradicted ones stay, or are the ones that are asked for. */
  #take(account: string, kg: number, which?: "free" | "dirty"): Parcel[] {
    let open = kg;
    const pieces: Parcel[] = [];
    const rest: Parcel[] = [];
    for (const parcel of this.accounts.get(account) ?? []) {
      const fits = which === undefined || this.#isDirty(parcel) === (which === "dirty");
      const take = fits ? Math.min(open, parcel.kg) : 0;
      open -= take;
      if (take > 0) pieces.push({ ...parcel, kg: take, from: { account, place: parcel.place } });
      if (take < parcel.kg) rest.push({ ...parcel, kg: parcel.kg - take });
    }
    if (open > 0) throw new Error(`${account} lacks ${open} kg`);
    this.accounts.set(account, rest);
    return pieces;
  }

  #moveAll(from: string, to: string, leaf: number): Parcel[] {
    const parcels = (this.accounts.get(from) ?? []).map((each) => ({ ...each, place: ++this.#places, leaf }));
    this.accounts.delete(from);
    for (const parcel of parcels) this.#enter(to, parcel);
    return parcels;
  }

  /** Puts back under a slip what its last part wrote off. */
  #reopen(index: number, slip: Slip, leaf: number): void {
    const places = new Set(slip.lost.map((each) => each.place));
    for (const [account, parcels] of this.accounts)
      if (account.startsWith("lost/"))
        this.accounts.set(
          account,
          parcels.filter((each) => !places.has(each.place)),
        );
    for (const parcel of slip.lost) this.#enter(`transit/${index}`, { ...parcel, place: ++this.#places, leaf });
    slip.lost = [];
    slip.status = "transit";
  }
}

/** Kilograms that thousandths of a cubic metre demand, rounded up; the demo's recipes worked out by hand. */
function demands(item: "concrete" | "embankment" | undefined, milli: number): [Material, number][] {
  if (item === "concrete")
    return [
      [1, Math.ceil((milli * 532 * 1380) / 1e6)],
      [6, Math.ceil((milli * 876 * 1550) / 1e6)],
    ];
  return item === "embankment" ? [[1, Math.ceil((milli * 122 * 1380) / 1e5)]] : [];
}

/** Shares of `kg` in proportion to the amounts, by largest remainder, the earlier first among equals. */
function proRata(amounts: number[], kg: number): number[] {
  const whole = amounts.reduce((a, b) => a + b, 0);
  const shares = amounts.map((each) => Math.floor((each * kg) / whole));
  const order = amounts
    .map((each, i) => ({ i, rest: (each * kg) % whole }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  let short = kg - shares.reduce((a, b) => a + b, 0);
  for (const { i } of order) {
    if (short === 0) break;
    if (shares[i]! >= amounts[i]!) continue;
    shares[i]! += 1;
    short -= 1;
  }
  return shares;
}
