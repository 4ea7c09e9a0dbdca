// The province of the score before its first day: the demo's, and beside every honest place another whose keeper can be bought. Registered once
// for each process; every seed goes its own way from there.
import { sha256 } from "@noble/hashes/sha2.js";
import { type Province, registerDemoVehicle, registerPerson, registerProvince } from "../demo/province.ts";
import { Scribe, StoryClock } from "../demo/scribe.ts";
import type { RuleSet } from "../format/bodies/ruleset.ts";
import { hex, utf8 } from "../format/bytes.ts";
import {
  AMOUNT_UNIT,
  INSTRUMENT,
  MATERIAL,
  OBLIGATION,
  OBLIGATION_STATE,
  ROLE,
  type Role,
  SITE_TYPE,
  type SiteType,
  VEHICLE_CLASS,
} from "../format/codes.ts";
import { signerFromSeed } from "../format/ed25519.ts";
import { decodeEntry } from "../format/entry.ts";
import { ok, refused } from "../words/result.ts";
import { Log } from "./memory-log.ts";
import { FLEET } from "./parameters.ts";

const ORIGIN = "score.songuon.example";
const SEED = sha256(utf8("score"));
/** 10 November 2026, 04:00 in Vietnam: an hour before the mines open. */
export const START_S = Date.UTC(2026, 10, 9, 21, 0, 0) / 1000;
/** The registrations are a day old when the first lorry is loaded. */
const REGISTERED_MS = (START_S - 86_400) * 1000;

/** A place that sends or receives, and whose telephone records it. `scale`: its weighbridge; a place without one measures the bed. */
export type PlayedPlace = {
  readonly index: number;
  readonly persona: string;
  readonly party: number;
  readonly source?: number;
  readonly package?: number;
  readonly scale?: number;
};
export type PlayedWay = {
  readonly route: number;
  readonly from: PlayedPlace;
  readonly to: PlayedPlace;
  readonly minutes: number;
  readonly posts: readonly Post[];
};
/** A checkpoint and its two officers. */
export type Post = { readonly index: number; readonly personas: readonly [string, string] };

export type PlayedProvince = {
  /** The log with every registration in it; each seed forks it. */
  readonly log: Log;
  readonly kids: ReadonlyMap<string, string>;
  readonly parties: ReadonlyMap<string, number>;
  readonly places: Readonly<Record<"mine" | "yard" | "dyke" | "bridge" | "soldMine" | "soldYard", PlayedPlace>>;
  readonly posts: readonly [Post, Post];
  readonly ways: Readonly<Record<WayName, PlayedWay>>;
  readonly lorries: readonly number[];
  /** Lorries that take over from one that broke down. */
  readonly spare: readonly number[];
  /** Lorries of whoever can be bought. */
  readonly bought: readonly number[];
  readonly embankment: number;
};

const WAYS = {
  "mine→yard": ["mine", "yard", 30, [0]],
  "mine→dyke": ["mine", "dyke", 45, [0, 1]],
  "mine→bridge": ["mine", "bridge", 50, [0]],
  "yard→dyke": ["yard", "dyke", 35, [1]],
  "soldMine→soldYard": ["soldMine", "soldYard", 40, [1]],
  "soldMine→dyke": ["soldMine", "dyke", 55, [1]],
  "soldYard→dyke": ["soldYard", "dyke", 30, [0]],
  "soldMine→yard": ["soldMine", "yard", 45, [1]],
} as const;
export type WayName = keyof typeof WAYS;

/** Opens the log and registers everything; `rules` may tighten or loosen what the demo has. */
export async function openPlayedProvince(rules: Partial<RuleSet> = {}): Promise<PlayedProvince> {
  const log = new Log();
  const clock = new StoryClock(REGISTERED_MS);
  const kids = new Map<string, string>();
  const scribe = new Scribe(ORIGIN, SEED, clock, async (all) =>
    all.map((bytes) => {
      const decoded = decodeEntry(bytes);
      if (!("entry" in decoded)) throw new Error(JSON.stringify(decoded.malformed));
      const answer = log.bring(decoded.entry, clock.wallMs());
      if ("refused" in answer) return refused(answer.refused);
      return ok({ index: answer.index, entryId: hex(decoded.entry.id), proof: "", verdict: answer.verdict });
    }),
  );
  const logSigner = await signerFromSeed(sha256(utf8("score log")));
  const province = await registerProvince(scribe, logSigner.key, rules);
  const added = await addNeighbours(scribe, province);
  const ways = await layWays(scribe, added.places, added.posts);
  const fleet = await registerFleet(scribe);
  await signContracts(scribe, added.places, province.embankment);
  for (const persona of [...PERSONAS, ...added.personas]) kids.set(persona, (await scribe.pen(persona)).kid);
  const { places, posts, parties } = added;
  return { log, kids, parties, places, posts, ways, ...fleet, embankment: province.embankment };
}

const PERSONAS = [
  ["operator", "authority", "deputy", "sandMiner", "yardKeeper", "police", "owner", "builderA", "builderB"],
  ["supervisor", "officer", "approver"],
].flat();

async function addNeighbours(scribe: Scribe, province: Province) {
  const party = async (name: string, roles: Role[], personas: readonly string[]) => {
    const index = await scribe.write("root0", "party.register", { name, roles });
    for (const persona of personas) await registerPerson(scribe, persona, index);
    return index;
  };
  const soldMiner = await party("Công ty TNHH Cát Soi Nhụ", [ROLE.mineOperator], ["soldMiner"]);
  const soldKeeper = await party("Hộ kinh doanh bến bãi Cồn Tè", [ROLE.keeper], ["soldKeeper"]);
  const patrol = await party(
    "Đội Cảnh sát giao thông đường bộ số 2",
    [ROLE.transportControl],
    ["patrol", "patrolMate"],
  );
  await registerPerson(scribe, "policeMate", province.police);
  const site = (type: SiteType, name: string, of: number) =>
    scribe.write("authority", "site.register", { type, name, party: of });
  const soldMine = await site(SITE_TYPE.mine, "Mỏ cát Soi Nhụ", soldMiner);
  const soldYard = await site(SITE_TYPE.yard, "Bãi Cồn Tè", soldKeeper);
  const secondPost = await site(SITE_TYPE.checkpoint, "Chốt kiểm soát Ngã Ba Sòng", patrol);
  const soldSource = await grantSecond(scribe, soldMiner, soldMine);
  const posts = [
    { index: province.checkpoint, personas: ["police", "policeMate"] },
    { index: secondPost, personas: ["patrol", "patrolMate"] },
  ] as const;
  const scale = (place: number) =>
    scribe.write("authority", "scale.register", {
      place,
      number: `CAN-${place}`,
      document: "Giấy chứng nhận kiểm định số 118",
      from: 20260212,
      until: 20270211,
    });
  const places: PlayedProvince["places"] = {
    mine: {
      index: province.sandMine,
      persona: "sandMiner",
      party: province.sandMiner,
      source: province.sandSource,
      scale: await scale(province.sandMine),
    },
    yard: {
      index: province.yard,
      persona: "yardKeeper",
      party: province.yardKeeper,
      scale: await scale(province.yard),
    },
    dyke: { index: province.dyke, persona: "builderB", party: province.builderB, package: 2 },
    bridge: { index: province.bridge, persona: "builderA", party: province.builderA, package: 1 },
    soldMine: { index: soldMine, persona: "soldMiner", party: soldMiner, source: soldSource },
    soldYard: { index: soldYard, persona: "soldKeeper", party: soldKeeper },
  };
  const parties = new Map([
    ["sandMiner", province.sandMiner],
    ["yardKeeper", province.yardKeeper],
    ["soldMiner", soldMiner],
    ["soldKeeper", soldKeeper],
  ]);
  return { places, posts, parties, personas: ["soldMiner", "soldKeeper", "patrol", "patrolMate", "policeMate"] };
}

/** The second sand mine: a licence like the first, with every obligation met. */
async function grantSecond(scribe: Scribe, holder: number, mine: number): Promise<number> {
  const source = await scribe.agree("authority", "deputy", "source.grant", {
    instrument: INSTRUMENT.extractionLicence,
    number: "455/GP-UBND",
    issuer: "Ủy ban nhân dân tỉnh Sông Lam",
    issued: 20240511,
    from: 20240601,
    until: 20320531,
    holder,
    sites: [mine],
    materials: [MATERIAL.sand],
    capacityYear: { unit: AMOUNT_UNIT.tonnes, amount: 30_000 },
    reserve: { unit: AMOUNT_UNIT.tonnes, amount: 200_000 },
    areaM2: 91_000,
    hours: [300, 1140],
  });
  const met = [
    OBLIGATION.mineDesign,
    OBLIGATION.mineDirector,
    OBLIGATION.boundaryMarkers,
    OBLIGATION.scale,
    OBLIGATION.restorationDeposit,
    OBLIGATION.environmentalPermit,
  ].map((obligation) => ({ obligation, state: OBLIGATION_STATE.met }));
  await scribe.agree("authority", "deputy", "obligation.attest", { subject: source, items: met });
  return source;
}

async function layWays(
  scribe: Scribe,
  places: PlayedProvince["places"],
  posts: PlayedProvince["posts"],
): Promise<PlayedProvince["ways"]> {
  const ways: Partial<Record<WayName, PlayedWay>> = {};
  for (const [name, [from, to, minutes, along]] of Object.entries(WAYS)) {
    const passed = along.map((at) => posts[at]!);
    const route = await scribe.write("authority", "route.set", {
      from: places[from].index,
      to: places[to].index,
      distanceM: minutes * 450,
      minutes,
      cycleMinutes: 2 * minutes,
      checkpoints: passed.map(({ index }) => index),
    });
    ways[name as WayName] = { route, from: places[from], to: places[to], minutes, posts: passed };
  }
  return ways as PlayedProvince["ways"];
}

async function registerFleet(scribe: Scribe): Promise<Pick<PlayedProvince, "lorries" | "spare" | "bought">> {
  const all: number[] = [];
  for (let i = 0; i < FLEET.lorries + FLEET.spare + FLEET.bought; i++) {
    const plate = `77H-${String(200 + i)}.${10 + 3 * i}`;
    all.push(await registerDemoVehicle(scribe, plate, VEHICLE_CLASS.heavyTruck, FLEET.payloadKg));
  }
  const [first, second] = [FLEET.lorries, FLEET.lorries + FLEET.spare];
  return { lorries: all.slice(0, first), spare: all.slice(first, second), bought: all.slice(second) };
}

/** The line of both contracts that the builders claim: embankment of sand. */
export const EMBANKMENT = {
  number: 1,
  code: "AB.13410",
  name: "Đắp nền bằng cát, K95",
  unit: "m³",
  unitPriceDong: 265_000,
} as const;

async function signContracts(scribe: Scribe, places: PlayedProvince["places"], recipe: number): Promise<void> {
  for (const { index, package: contract, persona } of [places.dyke, places.bridge]) {
    const proposal = await scribe.write(persona, "contract.register", {
      project: index,
      package: contract!,
      document: `Hợp đồng số ${contract}/HĐ-XD`,
      lines: [{ ...EMBANKMENT, quantityMilli: 50_000_000, recipe }],
      advancePermille: 0,
      clearedPermille: 1000,
      retentionPermille: 0,
    });
    for (const signer of ["supervisor", "owner"]) await scribe.write(signer, "approve", { proposal });
  }
}
