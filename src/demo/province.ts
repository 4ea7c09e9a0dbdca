// A fictional province: who is in it, their places, sources, vehicles, ways, projects, factors and recipes. Names are invented.

import { sha256 } from "@noble/hashes/sha2.js";
import type { RuleSet } from "../format/bodies/ruleset.ts";
import { utf8 } from "../format/bytes.ts";
import {
  AMOUNT_UNIT,
  FACTOR_USE,
  INSTRUMENT,
  MATERIAL,
  type Material,
  OBLIGATION,
  OBLIGATION_STATE,
  type Obligation,
  PHASE,
  POSITION,
  type Position,
  RECIPE_SOURCE,
  ROLE,
  type Role,
  SITE_TYPE,
  VEHICLE_CLASS,
  type VehicleClass,
} from "../format/codes.ts";
import { dayOf } from "../rules/numbers/time.ts";
import { NEWEST_VERSION } from "../rules/registry/versions.ts";
import { firstRules } from "../words/first-rules.ts";
import type { Scribe } from "./scribe.ts";

/** Log indexes of everything registered, by the names used in the stories. */
export type Province = Readonly<
  Record<keyof typeof PARTIES | keyof typeof SITES | "sandSource" | "stoneSource" | "bridge" | "dyke", number>
> & {
  readonly routes: Readonly<Record<string, number>>;
  readonly trucks: readonly number[];
  readonly mixers: readonly number[];
  readonly concrete: number;
  readonly embankment: number;
};

const PARTIES = {
  authority: ["Sở Nông nghiệp và Môi trường tỉnh Sông Lam", [ROLE.authority]],
  sandMiner: ["Công ty TNHH Khai thác cát Bến Ngự", [ROLE.mineOperator]],
  stoneMiner: ["Công ty Cổ phần Đá Núi Voi", [ROLE.mineOperator, ROLE.plantOperator]],
  yardKeeper: ["Hộ kinh doanh bến bãi Hưng Thịnh", [ROLE.keeper]],
  plantKeeper: ["Công ty Cổ phần Bê tông Phú An", [ROLE.plantOperator]],
  police: ["Đội Kiểm soát vận chuyển liên ngành tỉnh Sông Lam", [ROLE.transportControl]],
  owner: ["Ban Quản lý dự án đầu tư xây dựng tỉnh Sông Lam", [ROLE.projectOwner]],
  builderA: ["Công ty Cổ phần Xây dựng Trường Phát", [ROLE.contractor]],
  builderB: ["Công ty TNHH Xây lắp Minh Long", [ROLE.contractor]],
  supervisor: ["Công ty Cổ phần Tư vấn giám sát Đại Việt", [ROLE.supervisor]],
  treasury: ["Kho bạc Nhà nước khu vực Sông Lam", [ROLE.treasury]],
} as const satisfies Record<string, readonly [string, readonly Role[]]>;

const SITES = {
  sandMine: [SITE_TYPE.mine, "Mỏ cát Bến Ngự", "sandMiner"],
  stoneMine: [SITE_TYPE.mine, "Mỏ đá Núi Voi", "stoneMiner"],
  crusher: [SITE_TYPE.crusher, "Trạm nghiền Núi Voi", "stoneMiner"],
  yard: [SITE_TYPE.yard, "Bãi Hưng Thịnh", "yardKeeper"],
  plant: [SITE_TYPE.concretePlant, "Trạm trộn Phú An", "plantKeeper"],
  checkpoint: [SITE_TYPE.checkpoint, "Chốt kiểm soát Cầu Đò", "police"],
} as const satisfies Record<string, readonly [1 | 2 | 3 | 4 | 9, string, keyof typeof PARTIES]>;

/** Rules of the demo: obligations observed, hours and cycles blocked. Bases are quoted with their year. */
export function demoRules(fromS: number): RuleSet {
  const first = firstRules(fromS);
  return {
    ...first,
    document: "Quyết định thí điểm số 01/QĐ-UBND tỉnh Sông Lam (hư cấu)",
    exemptKg: 2000,
    hoursPhase: PHASE.block,
    cyclePhase: PHASE.block,
    bases: [
      ...first.bases,
      "Nghị định số 193/2025/NĐ-CP ngày 02 tháng 7 năm 2025 của Chính phủ quy định chi tiết một số điều và biện pháp thi hành Luật Địa chất và khoáng sản",
    ],
  };
}

/** Opens the log and registers the whole province. `rules` may tighten or loosen what the demo has. */
export async function registerProvince(
  scribe: Scribe,
  logKey: Uint8Array,
  rules?: Partial<RuleSet>,
): Promise<Province> {
  await openLog(scribe, logKey, rules ?? {});
  const parties = await registerParties(scribe);
  const sites = await registerSites(scribe, parties);
  const { bridge, dyke } = await registerProjects(scribe, parties);
  const sources = await grantSources(scribe, parties, sites);
  const recipes = await setRecipes(scribe);
  const routes = await setRoutes(scribe, { ...sites, bridge, dyke });
  const trucks: number[] = [];
  for (let i = 0; i < 12; i++)
    trucks.push(
      await registerDemoVehicle(
        scribe,
        `77C-${String(120 + i)}.${String(10 + 3 * i)}`,
        VEHICLE_CLASS.heavyTruck,
        18_000,
      ),
    );
  const mixers: number[] = [];
  for (let i = 0; i < 4; i++)
    mixers.push(
      await registerDemoVehicle(
        scribe,
        `77C-${String(340 + i)}.${String(21 + 7 * i)}`,
        VEHICLE_CLASS.concreteMixer,
        22_000,
      ),
    );
  return { ...parties, ...sites, ...sources, ...recipes, bridge, dyke, routes, trucks, mixers };
}

async function openLog(scribe: Scribe, logKey: Uint8Array, rules: Partial<RuleSet>): Promise<void> {
  const roots = await Promise.all(["root0", "root1", "root2"].map(async (name) => (await scribe.pen(name)).signer.key));
  const operatorKey = (await scribe.pen("operator")).signer.key;
  await scribe.write("root0", "genesis", {
    origin: scribe.origin,
    roots,
    logKey,
    operatorKey,
    witnessesNeeded: 0,
    witnesses: [],
    rules: { ...demoRules(scribe.clock.seconds), ...rules },
    province: "42",
    rulesVersion: NEWEST_VERSION,
  });
}

/** People of the parties: each a number, each with one key. Authority and treasury have two, since nobody approves their own work. */
const PEOPLE: readonly (readonly [persona: string, party: keyof typeof PARTIES, position?: Position])[] = [
  ["authority", "authority"],
  ["deputy", "authority"],
  ["sandMiner", "sandMiner"],
  ["stoneMiner", "stoneMiner"],
  ["yardKeeper", "yardKeeper"],
  ["plantKeeper", "plantKeeper"],
  ["police", "police"],
  ["owner", "owner"],
  ["builderA", "builderA"],
  ["builderB", "builderB"],
  ["supervisor", "supervisor"],
  ["officer", "treasury", POSITION.specialist],
  ["approver", "treasury", POSITION.director],
];

async function registerParties(scribe: Scribe): Promise<Record<keyof typeof PARTIES, number>> {
  const parties: Partial<Record<keyof typeof PARTIES, number>> = {};
  for (const [name, [title, roles]] of Object.entries(PARTIES)) {
    parties[name as keyof typeof PARTIES] = await scribe.write("root0", "party.register", {
      name: title,
      roles: [...roles],
    });
  }
  const known = parties as Record<keyof typeof PARTIES, number>;
  for (const [persona, party, position] of PEOPLE) await registerPerson(scribe, persona, known[party], position);
  return known;
}

/** A person of a party, whose number and key follow from the persona's name; a treasury's officer has a position. */
export async function registerPerson(
  scribe: Scribe,
  persona: string,
  party: number,
  position?: Position,
): Promise<void> {
  const number = sha256(utf8(`${persona} ${scribe.origin}`)).slice(0, 16);
  const body = { number, party, ...(position === undefined ? {} : { position }) };
  const person = await scribe.write("root0", "person.register", body);
  const pen = await scribe.pen(persona);
  const possession = await pen.possession();
  await scribe.agree("root0", "root1", "key.register", { party, key: pen.signer.key, possession, person });
}

async function registerSites(
  scribe: Scribe,
  parties: Record<keyof typeof PARTIES, number>,
): Promise<Record<keyof typeof SITES, number>> {
  const sites: Partial<Record<keyof typeof SITES, number>> = {};
  for (const [name, [type, title, party]] of Object.entries(SITES)) {
    sites[name as keyof typeof SITES] = await scribe.write("authority", "site.register", {
      type,
      name: title,
      party: parties[party],
    });
  }
  return sites as Record<keyof typeof SITES, number>;
}

async function registerProjects(
  scribe: Scribe,
  parties: Record<keyof typeof PARTIES, number>,
): Promise<{ bridge: number; dyke: number }> {
  const { owner, supervisor, treasury, builderA, builderB } = parties;
  const bridge = await scribe.write("authority", "project.register", {
    code: "8012345",
    name: "Xây dựng cầu Đò Mới qua sông Lam",
    owner,
    supervisor,
    treasury,
    packages: [{ number: 1, name: "Gói thầu số 1: Mố, trụ và dầm cầu", contractor: builderA }],
  });
  const dyke = await scribe.write("authority", "project.register", {
    code: "8067890",
    name: "Kè chống sạt lở bờ hữu sông Lam",
    owner,
    supervisor,
    treasury,
    packages: [{ number: 2, name: "Gói thầu số 2: Kè bê tông đoạn K2+100 – K3+400", contractor: builderB }],
  });
  return { bridge, dyke };
}

async function grantSources(
  scribe: Scribe,
  parties: Record<keyof typeof PARTIES, number>,
  sites: Record<keyof typeof SITES, number>,
): Promise<{ sandSource: number; stoneSource: number }> {
  const today = dayOf(scribe.clock.seconds);
  const year = Math.floor(today / 10_000);
  const issuer = "Ủy ban nhân dân tỉnh Sông Lam";
  const terms = {
    instrument: INSTRUMENT.extractionLicence,
    issuer,
    issued: (year - 2) * 10_000 + 315,
    from: (year - 2) * 10_000 + 401,
    until: (year + 6) * 10_000 + 331,
  };
  const sandSource = await scribe.agree("authority", "deputy", "source.grant", {
    ...terms,
    number: "412/GP-UBND",
    holder: parties.sandMiner,
    sites: [sites.sandMine],
    materials: [MATERIAL.sand],
    capacityYear: { unit: AMOUNT_UNIT.tonnes, amount: 60_000 },
    reserve: { unit: AMOUNT_UNIT.tonnes, amount: 400_000 },
    areaM2: 186_000,
    hours: [300, 1140],
  });
  const stoneSource = await scribe.agree("authority", "deputy", "source.grant", {
    ...terms,
    number: "87/GP-UBND",
    holder: parties.stoneMiner,
    sites: [sites.stoneMine],
    materials: [MATERIAL.blastedRock],
    capacityYear: { unit: AMOUNT_UNIT.tonnes, amount: 120_000 },
    reserve: { unit: AMOUNT_UNIT.tonnes, amount: 1_500_000 },
    areaM2: 94_500,
  });
  const shown = (obligation: Obligation) => ({ obligation, state: OBLIGATION_STATE.met });
  await scribe.agree("authority", "deputy", "obligation.attest", {
    subject: sandSource,
    items: [
      shown(OBLIGATION.mineDesign),
      shown(OBLIGATION.mineDirector),
      shown(OBLIGATION.boundaryMarkers),
      shown(OBLIGATION.restorationDeposit),
      { obligation: OBLIGATION.scale, state: OBLIGATION_STATE.notShown },
    ],
  });
  await scribe.agree("authority", "deputy", "obligation.attest", {
    subject: stoneSource,
    items: [
      shown(OBLIGATION.mineDesign),
      shown(OBLIGATION.mineDirector),
      shown(OBLIGATION.boundaryMarkers),
      shown(OBLIGATION.scale),
      shown(OBLIGATION.restorationDeposit),
      shown(OBLIGATION.environmentalPermit),
    ],
  });
  return { sandSource, stoneSource };
}

async function setRecipes(scribe: Scribe): Promise<{ concrete: number; embankment: number }> {
  const from = 20250701;
  const document = "Định mức vật liệu xây dựng (số liệu minh họa)";
  const factor = (material: Material, numerator: number) =>
    scribe.agree("authority", "deputy", "factor.set", {
      material,
      use: FACTOR_USE.loose,
      numerator,
      denominator: 1,
      document,
      from,
    });
  const [sand, stone, fill] = [
    await factor(MATERIAL.sand, 1380),
    await factor(MATERIAL.stone1x2, 1550),
    await factor(MATERIAL.fill, 1450),
  ];
  const concrete = await scribe.agree("authority", "deputy", "recipe.set", {
    code: "AF.11230",
    name: "Bê tông M250, đá 1×2",
    unit: "m³",
    source: RECIPE_SOURCE.ministryNorm,
    document,
    waste: 1,
    lines: [
      { material: MATERIAL.sand, numerator: 532, denominator: 1000, factor: sand },
      { material: MATERIAL.stone1x2, numerator: 876, denominator: 1000, factor: stone },
    ],
  });
  const embankment = await scribe.agree("authority", "deputy", "recipe.set", {
    code: "AB.13410",
    name: "Đắp nền bằng cát, K95",
    unit: "m³",
    source: RECIPE_SOURCE.ministryNorm,
    document,
    waste: 1,
    lines: [{ material: MATERIAL.sand, numerator: 122, denominator: 100, factor: sand }],
  });
  void fill;
  return { concrete, embankment };
}

const WAYS: readonly (readonly [
  from: keyof typeof SITES,
  to: keyof typeof SITES | "bridge" | "dyke",
  km: number,
  minutes: number,
])[] = [
  ["sandMine", "yard", 12, 30],
  ["sandMine", "dyke", 18, 45],
  ["sandMine", "bridge", 22, 50],
  ["yard", "plant", 9, 25],
  ["yard", "dyke", 14, 35],
  ["stoneMine", "crusher", 4, 12],
  ["crusher", "plant", 21, 50],
  ["crusher", "dyke", 26, 60],
  ["plant", "bridge", 11, 30],
  ["plant", "dyke", 15, 40],
];

async function setRoutes(scribe: Scribe, places: Readonly<Record<string, number>>): Promise<Record<string, number>> {
  const routes: Record<string, number> = {};
  for (const [from, to, km, minutes] of WAYS) {
    routes[`${from}→${to}`] = await scribe.write("authority", "route.set", {
      from: places[from]!,
      to: places[to]!,
      distanceM: km * 1000,
      minutes,
      cycleMinutes: minutes,
      ...(to === "dyke" || to === "bridge" ? { checkpoints: [places.checkpoint!] } : {}),
    });
  }
  return routes;
}

/** Registers a vehicle, inspected until the middle of next year. */
export function registerDemoVehicle(
  scribe: Scribe,
  plate: string,
  kind: VehicleClass,
  payloadKg: number,
): Promise<number> {
  const inspectedUntil = (Math.floor(dayOf(scribe.clock.seconds) / 10_000) + 1) * 10_000 + 630;
  return scribe.write("authority", "vehicle.register", { plate, class: kind, payloadKg, inspectedUntil });
}
