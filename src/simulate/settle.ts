// Settling the province: opens the log and registers everyone and everything of it, in a few large sendings.

import type { Chance } from "../demo/chance.ts";
import { demoRules } from "../demo/province.ts";
import {
  AMOUNT_UNIT,
  FACTOR_USE,
  INSTRUMENT,
  MATERIAL,
  type Material,
  OBLIGATION_STATE,
  POSITION,
  RECIPE_SOURCE,
  ROLE,
  type Role,
  SITE_TYPE,
  VEHICLE_CLASS,
} from "../format/codes.ts";
import type { Body } from "../format/kinds.ts";
import { dayOf } from "../rules/numbers/time.ts";
import { NEWEST_VERSION } from "../rules/registry/versions.ts";
import { Names } from "./invented-names.ts";
import {
  type Land,
  type Mine,
  type Package,
  type Place,
  type PlaceKeeper,
  type Recipes,
  sizeOf,
  type Vehicle,
} from "./land.ts";
import type { Press } from "./press.ts";
import { layWays } from "./routes.ts";

/** The names of the personas in the simulation; each persona is one key. */
const OFFICES = { authority: 1, police: 5, treasury: 9 } as const;

/** Opens the log and registers a province for this many loads; the story's clock does not move meanwhile. */
export async function settleProvince(press: Press, chance: Chance, loads: number, logKey: Uint8Array): Promise<Land> {
  const names = new Names(chance);
  await openLog(press, logKey);
  const size = sizeOf(loads);
  const people = await registerPeople(press, chance, names, size);
  // Registrations count from a later second on, so that what follows is not earlier than its signer.
  press.scribe.clock.pass(1);
  const { authority } = people;
  const place = (type: Body<"site.register">["type"], keepers: readonly PlaceKeeper[], title: string) =>
    enterPlaces(press, authority!.persona, names, { type, keepers, title });
  const mineSites = await place(SITE_TYPE.mine, people.miners, "Mỏ");
  const crushers = await place(
    SITE_TYPE.crusher,
    people.miners.slice(size.sandMines, size.sandMines + size.stoneMines),
    "Trạm nghiền",
  );
  const yards = await place(SITE_TYPE.yard, people.yards, "Bãi");
  const plants = await place(SITE_TYPE.concretePlant, people.plants, "Trạm trộn");
  const shops = await place(SITE_TYPE.shop, people.shops, "Cửa hàng");
  const posts = await place(
    SITE_TYPE.checkpoint,
    Array.from({ length: size.checkpoints }, () => people.police!),
    "Chốt",
  );
  const materials = people.miners.map((_, i): Material => {
    if (i < size.sandMines) return MATERIAL.sand;
    return i < size.sandMines + size.stoneMines ? MATERIAL.blastedRock : MATERIAL.fill;
  });
  const { sources, traps } = await grantSources(press, mineSites, materials, loads);
  const mines = mineSites.map(
    (site, i): Mine => ({
      ...site,
      source: sources[i]!,
      material: materials[i]!,
      daylight: materials[i] === MATERIAL.sand,
      todayKg: 0,
    }),
  );
  const packages = await registerProjects(press, chance, names, people, size.projects);
  const recipes = await setRecipes(press);
  const ways = await layWays(
    press,
    chance,
    { mines, crushers, yards, plants, shops, posts, packages },
    recipes.concrete,
  );
  const { trucks, mixers, spare } = await registerVehicles(press, chance, size);
  return { mines, crushers, yards, plants, checkpoints: posts, packages, ways, trucks, mixers, spare, recipes, traps };
}

async function openLog(press: Press, logKey: Uint8Array): Promise<void> {
  const { scribe } = press;
  await press.know(["root0", "root1", "root2", "operator"]);
  const roots = ["root0", "root1", "root2"].map((name) => press.pen(name).signer.key);
  const operatorKey = press.pen("operator").signer.key;
  const { origin, clock } = scribe;
  const rules = { ...demoRules(clock.seconds), document: "Bộ quy tắc của tỉnh giả lập (hư cấu)" };
  const policy = { witnessesNeeded: 0, witnesses: [], rules, rulesVersion: NEWEST_VERSION };
  const body = { origin, roots, logKey, operatorKey, province: "00", ...policy };
  await press.enter("root0", "genesis", [body]);
}

type People = {
  authority: PlaceKeeper;
  police: PlaceKeeper;
  treasury: PlaceKeeper;
  miners: PlaceKeeper[];
  yards: PlaceKeeper[];
  plants: PlaceKeeper[];
  shops: PlaceKeeper[];
  owners: PlaceKeeper[];
  builders: PlaceKeeper[];
  supervisors: PlaceKeeper[];
};

/** Every party, one person and one key for each, and a second officer at the authority and at the treasury. */
async function registerPeople(
  press: Press,
  chance: Chance,
  names: Names,
  size: ReturnType<typeof sizeOf>,
): Promise<People> {
  const wanted: { persona: string; name: string; roles: Role[] }[] = [
    { persona: "authority", name: "Sở Nông nghiệp và Môi trường (tỉnh giả lập)", roles: [OFFICES.authority] },
    { persona: "police", name: "Đội Kiểm soát vận chuyển liên ngành (tỉnh giả lập)", roles: [OFFICES.police] },
    { persona: "officer", name: "Kho bạc Nhà nước khu vực (tỉnh giả lập)", roles: [OFFICES.treasury] },
  ];
  const group = (persona: string, count: number, title: string, roles: Role[]) => {
    const from = wanted.length;
    for (let i = 0; i < count; i++)
      wanted.push({ persona: `${persona}-${i}`, name: `${title} ${names.fresh()}`, roles });
    return [from, wanted.length] as const;
  };
  const miners = group("mine", size.sandMines + size.stoneMines + size.fillPits, "Công ty TNHH Khai thác", [
    ROLE.mineOperator,
    ROLE.plantOperator,
  ]);
  const yards = group("yard", size.yards, "Hộ kinh doanh bến bãi", [ROLE.keeper]);
  const plants = group("plant", size.plants, "Công ty Cổ phần Bê tông", [ROLE.plantOperator]);
  const shops = group("shop", size.shops, "Cửa hàng vật liệu", [ROLE.keeper]);
  const owners = group("owner", Math.ceil(size.projects / 3), "Ban Quản lý dự án", [ROLE.projectOwner]);
  const builders = group("builder", size.projects, "Công ty Cổ phần Xây dựng", [ROLE.contractor]);
  const supervisors = group("supervisor", Math.ceil(size.projects / 2), "Công ty Tư vấn giám sát", [ROLE.supervisor]);
  const parties = await press.enter(
    "root0",
    "party.register",
    wanted.map(({ name, roles }) => ({ name, roles })),
  );
  const keepers = wanted.map(({ persona }, i): PlaceKeeper => ({ persona, party: parties[i]! }));
  await registerKeys(press, chance, [
    ...keepers,
    { persona: "deputy", party: parties[0]! },
    { persona: "approver", party: parties[2]! },
  ]);
  const [authority, police, treasury] = keepers as [PlaceKeeper, PlaceKeeper, PlaceKeeper];
  const of = ([from, to]: readonly [number, number]) => keepers.slice(from, to);
  return {
    authority,
    police,
    treasury,
    miners: of(miners),
    yards: of(yards),
    plants: of(plants),
    shops: of(shops),
    owners: of(owners),
    builders: of(builders),
    supervisors: of(supervisors),
  };
}

/** Of the treasury's two: one controls, the other approves. */
function positionOf(persona: string): Pick<Body<"person.register">, "position"> {
  if (persona === "officer") return { position: POSITION.specialist };
  return persona === "approver" ? { position: POSITION.director } : {};
}

async function registerKeys(press: Press, chance: Chance, keepers: readonly PlaceKeeper[]): Promise<void> {
  const people = await press.enter(
    "root0",
    "person.register",
    keepers.map(({ persona, party }) => ({ number: chance.bytes(16), party, ...positionOf(persona) })),
  );
  await press.know(keepers.map(({ persona }) => persona));
  const bodies: Body<"key.register">[] = [];
  for (const [i, { persona, party }] of keepers.entries()) {
    const pen = press.pen(persona);
    bodies.push({ party, key: pen.signer.key, possession: await pen.possession(), person: people[i]! });
  }
  await press.agree("root0", "root1", "key.register", bodies);
}

async function enterPlaces(
  press: Press,
  authority: string,
  names: Names,
  given: { type: Body<"site.register">["type"]; keepers: readonly PlaceKeeper[]; title: string },
): Promise<Place[]> {
  const { type, keepers, title } = given;
  const bodies = keepers.map(({ party }) => ({ type, name: `${title} ${names.fresh()}`, party }));
  const indexes = await press.enter(authority, "site.register", bodies);
  return keepers.map((keeper, i) => ({
    ...keeper,
    index: indexes[i]!,
    stock: new Map<Material, number>(),
    mixedMilli: 0,
  }));
}

/** One licence a mine, ample for the loads to come, and two on the first sand mine that are good for nothing. */
async function grantSources(
  press: Press,
  sites: readonly Place[],
  materials: readonly Material[],
  loads: number,
): Promise<{ sources: number[]; traps: Land["traps"] }> {
  const today = dayOf(press.scribe.clock.seconds);
  const year = Math.floor(today / 10_000);
  const tonnes = Math.max(50_000, loads * 24);
  const issuer = "Ủy ban nhân dân tỉnh (giả lập)";
  const terms = (i: number, until: number) => ({
    instrument: INSTRUMENT.extractionLicence,
    issuer,
    issued: (year - 3) * 10_000 + 315,
    from: (year - 3) * 10_000 + 401,
    until,
    holder: sites[i]!.party,
    sites: [sites[i]!.index],
    materials: [materials[i]!] as Material[],
    ...(materials[i] === MATERIAL.sand ? { hours: [300, 1140] } : {}),
  });
  const bodies = sites.map((_, i) => ({
    ...terms(i, (year + 20) * 10_000 + 331),
    number: `${101 + i}/GP-UBND`,
    capacityYear: { unit: AMOUNT_UNIT.tonnes, amount: tonnes },
    reserve: { unit: AMOUNT_UNIT.tonnes, amount: tonnes * 20 },
  }));
  const expired = {
    ...terms(0, (year - 1) * 10_000 + 1231),
    number: "90/GP-UBND",
    capacityYear: { unit: AMOUNT_UNIT.tonnes, amount: 20_000 },
  };
  const tiny = {
    ...terms(0, (year + 20) * 10_000 + 331),
    number: "91/GP-UBND",
    capacityYear: { unit: AMOUNT_UNIT.tonnes, amount: 5 },
  };
  const indexes = await press.agree("authority", "deputy", "source.grant", [...bodies, expired, tiny]);
  const sources = indexes.slice(0, bodies.length);
  await press.agree(
    "authority",
    "deputy",
    "obligation.attest",
    sources.map((subject) => ({
      subject,
      items: [1, 2, 3, 6].map((obligation) => ({ obligation, state: OBLIGATION_STATE.met }) as never),
    })),
  );
  return { sources, traps: { expired: indexes.at(-2)!, tiny: indexes.at(-1)! } };
}

async function registerProjects(
  press: Press,
  chance: Chance,
  names: Names,
  people: People,
  count: number,
): Promise<Package[]> {
  const planned = Array.from({ length: count }, (_, i) => {
    const owner = chance.pick(people.owners);
    const supervisor = chance.pick(people.supervisors);
    const packages = Array.from({ length: chance.between(1, 2) }, (_, j) => ({
      number: j + 1,
      builder: people.builders[(i + j) % people.builders.length]!,
      sort: (i + j) % 2 === 0 ? ("road" as const) : ("structure" as const),
    }));
    return { owner, supervisor, packages };
  });
  const bodies = planned.map(({ owner, supervisor, packages }, i) => ({
    code: String(8_000_101 + 17 * i),
    name: `${packages[0]!.sort === "road" ? "Đường" : "Cầu"} ${names.fresh()} (giả lập)`,
    owner: owner.party,
    supervisor: supervisor.party,
    treasury: people.treasury.party,
    packages: packages.map(({ number, builder }) => ({
      number,
      name: `Gói thầu số ${number}`,
      contractor: builder.party,
    })),
  }));
  const indexes = await press.enter("authority", "project.register", bodies);
  return planned.flatMap(({ owner, supervisor, packages }, i) =>
    packages.map(({ number, builder, sort }) => ({
      ...builder,
      project: indexes[i]!,
      number,
      sort,
      owner: owner.persona,
      supervisor: supervisor.persona,
      claims: 0,
      loadsSince: 0,
      claimAfter: chance.between(15, 60),
      claiming: false,
    })),
  );
}

async function setRecipes(press: Press): Promise<Recipes> {
  const document = "Định mức vật liệu (số liệu giả lập)";
  const factor = (material: Material, numerator: number) => ({
    material,
    use: FACTOR_USE.loose,
    numerator,
    denominator: 1,
    document,
    from: 20250701,
  });
  const [sand, stone, earth, base] = await press.agree("authority", "deputy", "factor.set", [
    factor(MATERIAL.sand, 1380),
    factor(MATERIAL.stone1x2, 1550),
    factor(MATERIAL.fill, 1450),
    factor(MATERIAL.gradedAggregate, 1600),
  ]);
  const recipe = (code: string, name: string, lines: Body<"recipe.set">["lines"]) => ({
    code,
    name,
    unit: "m³",
    source: RECIPE_SOURCE.ministryNorm,
    document,
    waste: 1,
    lines,
  });
  const [concrete, sandFill, earthFill, aggregate] = await press.agree("authority", "deputy", "recipe.set", [
    recipe("AF.11230", "Bê tông M250, đá 1×2", [
      { material: MATERIAL.sand, numerator: 532, denominator: 1000, factor: sand! },
      { material: MATERIAL.stone1x2, numerator: 876, denominator: 1000, factor: stone! },
    ]),
    recipe("AB.66110", "Đắp cát công trình, K95", [
      { material: MATERIAL.sand, numerator: 122, denominator: 100, factor: sand! },
    ]),
    recipe("AB.64120", "Đắp nền đường bằng đất, K95", [
      { material: MATERIAL.fill, numerator: 113, denominator: 100, factor: earth! },
    ]),
    recipe("AD.11210", "Móng cấp phối đá dăm", [
      { material: MATERIAL.gradedAggregate, numerator: 142, denominator: 100, factor: base! },
    ]),
  ]);
  return { concrete: concrete!, sandFill: sandFill!, earthFill: earthFill!, base: aggregate! };
}

const SPARE = 3;

async function registerVehicles(
  press: Press,
  chance: Chance,
  size: ReturnType<typeof sizeOf>,
): Promise<Pick<Land, "trucks" | "mixers" | "spare">> {
  const inspectedUntil = (Math.floor(dayOf(press.scribe.clock.seconds) / 10_000) + 20) * 10_000 + 630;
  const count = size.trucks + size.mixers + SPARE;
  const bodies = Array.from({ length: count }, (_, i) => {
    const digits = String(10_000 + 13 * i).padStart(5, "0");
    const mixer = i >= size.trucks && i < size.trucks + size.mixers;
    const plate = `99C-${digits.slice(-5, -2)}.${digits.slice(-2)}`;
    return {
      plate: digits.length > 5 ? `${plate}-${digits[0]}` : plate,
      class: mixer ? VEHICLE_CLASS.concreteMixer : VEHICLE_CLASS.heavyTruck,
      payloadKg: mixer ? 24_000 : chance.between(12, 18) * 1000,
      inspectedUntil,
    };
  });
  const indexes = await press.enter("authority", "vehicle.register", bodies);
  const vehicles = bodies.map(({ payloadKg }, i): Vehicle => ({ index: indexes[i]!, payloadKg }));
  return {
    trucks: vehicles.slice(0, size.trucks),
    mixers: vehicles.slice(size.trucks, -SPARE),
    spare: vehicles.slice(-SPARE),
  };
}
