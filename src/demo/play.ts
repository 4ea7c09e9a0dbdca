// The demo's story: an honest bridge whose every kilogram traces to licensed mines, and a dyke whose dossier does not. Everything
// is signed, chained and judged as in life; only the names and the hours are invented.
import { MATERIAL, OBLIGATION, ROLE } from "../format/codes.ts";
import { dayOf } from "../rules/numbers/time.ts";
import { claimBridge, claimDyke, type DossierScene, registerContract } from "./dossiers.ts";
import { type Haul, haul, indexesOf, passAll, receiveAgain } from "./haulage.ts";
import { type Province, registerPerson, registerProvince } from "./province.ts";
import type { Scribe } from "./scribe.ts";

/** Plays the whole story; answers the two dossiers. `progress` is told each chapter in both languages. */
export async function playDemo(
  stage: DossierScene,
  progress: (vi: string, en: string) => void = () => {},
): Promise<{ honest: number; dishonest: number; province: Province }> {
  const { scribe } = stage;
  progress(
    "Mở sổ, đăng ký đơn vị, mỏ, bãi, trạm, tuyến, phương tiện",
    "Opening the log, registering parties, mines, yards, routes, vehicles",
  );
  const province = await registerProvince(scribe, stage.logKey);
  await registerContract(scribe, province);
  progress("Cát từ mỏ Bến Ngự về bãi, về trạm trộn", "Sand from Bến Ngự mine to the yard and the plant");
  await bringSand(scribe, province);
  progress(
    "Đá từ mỏ Núi Voi qua trạm nghiền về trạm trộn",
    "Stone from Núi Voi quarry through the crusher to the plant",
  );
  await bringStone(scribe, province);
  progress("Trộn và giao bê tông cho cầu Đò Mới", "Mixing and delivering concrete for the bridge");
  await pourConcrete(scribe, province, "bridge", "builderA", 1, 75);
  progress("Kè sông Lam: phiếu dùng lại, vật liệu thiếu", "The dyke: reused slips, missing material");
  await buildDyke(scribe, province);
  progress("Kho bạc Nhà nước kiểm soát hai hồ sơ", "The State Treasury reviews two dossiers");
  const honest = await claimBridge(stage, province);
  const dishonest = await claimDyke(stage, province);
  progress("Cơ quan thuế xác nhận số đã nộp của mỏ cát", "The tax office attests what the sand mine paid");
  await attestDues(stage, province);
  return { honest, dishonest, province };
}

/** Royalty and fee are paid for what the mine has sent this month so far; what was owed in đồng is invented. */
async function attestDues({ scribe, read }: DossierScene, { sandSource }: Province): Promise<void> {
  const party = await scribe.write("root0", "party.register", {
    name: "Thuế tỉnh Sông Lam",
    roles: [ROLE.taxOffice],
  });
  for (const who of ["taxOfficer", "taxDeputy"]) await registerPerson(scribe, who, party);
  const month = Math.floor(dayOf(scribe.clock.seconds) / 100);
  const paidKg = (await read((book) => book.get("monthly", `${sandSource}/${month}`)))?.sentKg ?? 0;
  await scribe.agree("taxOfficer", "taxDeputy", "obligation.attest", {
    subject: sandSource,
    items: [],
    balances: [
      { due: OBLIGATION.royalty, month, paidKg, owedDong: 42_000_000, paidDong: 42_000_000 },
      { due: OBLIGATION.environmentalFee, month, paidKg, owedDong: 3_500_000, paidDong: 3_500_000 },
    ],
  });
}

async function bringSand(scribe: Scribe, province: Province): Promise<void> {
  const sand = { source: province.sandSource, material: MATERIAL.sand };
  const less = (n: number) => 40 + (n % 4) * 25;
  await haul(
    scribe,
    province,
    {
      route: "sandMine→yard",
      sender: "sandMiner",
      receiver: "yardKeeper",
      to: province.yard,
      minutes: 30,
      load: sand,
      massKg: (n) => 17_100 + (n % 6) * 90,
      lessKg: less,
      passes: false,
    },
    30,
  );
  await haul(
    scribe,
    province,
    {
      route: "yard→plant",
      sender: "yardKeeper",
      receiver: "plantKeeper",
      to: province.plant,
      minutes: 25,
      load: { material: MATERIAL.sand },
      massKg: (n) => 17_000 + (n % 5) * 60,
      lessKg: (n) => 20 + (n % 3) * 15,
      passes: false,
    },
    29,
  );
}

async function bringStone(scribe: Scribe, province: Province): Promise<void> {
  const rock = { source: province.stoneSource, material: MATERIAL.blastedRock };
  const hauled = await haul(
    scribe,
    province,
    {
      route: "stoneMine→crusher",
      sender: "stoneMiner",
      receiver: "stoneMiner",
      to: province.crusher,
      minutes: 12,
      load: rock,
      massKg: (n) => 17_400 + (n % 4) * 110,
      lessKg: () => 0,
      passes: false,
    },
    68,
  );
  const inputKg = hauled.reduce((sum, each) => sum + each.massKg, 0);
  await scribe.write("stoneMiner", "batch.process", {
    site: province.crusher,
    inputs: [{ material: MATERIAL.blastedRock, massKg: inputKg }],
    outputs: [
      { material: MATERIAL.stone1x2, massKg: Math.floor(inputKg * 0.8) },
      { material: MATERIAL.stoneDust, massKg: Math.floor(inputKg * 0.14) },
    ],
  });
  await haul(
    scribe,
    province,
    {
      route: "crusher→plant",
      sender: "stoneMiner",
      receiver: "plantKeeper",
      to: province.plant,
      minutes: 50,
      load: { material: MATERIAL.stone1x2 },
      massKg: (n) => 16_900 + (n % 3) * 130,
      lessKg: (n) => 30 + (n % 2) * 20,
      passes: false,
    },
    54,
  );
}

const MIX_MILLI = 8000;

/** Batches of eight cubic metres, each a ticket of what went in. */
export async function mix(scribe: Scribe, province: Province, loads: number): Promise<void> {
  const tickets = await Promise.all(
    Array.from({ length: loads }, () =>
      scribe.sign("plantKeeper", "batch.process", {
        site: province.plant,
        product: province.concrete,
        quantityMilli: MIX_MILLI,
        inputs: [
          { material: MATERIAL.sand, massKg: 5874 },
          { material: MATERIAL.stone1x2, massKg: 10_863 },
        ],
      }),
    ),
  );
  indexesOf(await scribe.deliver(tickets));
}

/** Mixers from the plant to a building site. */
export function mixersTo(
  province: Province,
  place: Pick<Haul, "route" | "receiver" | "to" | "minutes" | "package">,
): Haul {
  return {
    ...place,
    sender: "plantKeeper",
    load: { product: province.concrete, quantityMilli: MIX_MILLI },
    massKg: (n) => 18_700 + (n % 5) * 40,
    lessKg: () => 0,
    passes: true,
  };
}

async function pourConcrete(
  scribe: Scribe,
  province: Province,
  to: "bridge" | "dyke",
  receiver: string,
  contract: number,
  loads: number,
): Promise<void> {
  await mix(scribe, province, loads);
  const minutes = to === "bridge" ? 30 : 40;
  const place = { route: `plant→${to}`, receiver, to: province[to], minutes, package: contract };
  await haul(scribe, province, mixersTo(province, place), loads);
}

/** Forty loads of sand came to the dyke; fourteen of their slips came again with other trucks, and concrete fell short. */
async function buildDyke(scribe: Scribe, province: Province): Promise<void> {
  const plan: Haul = {
    route: "sandMine→dyke",
    sender: "sandMiner",
    receiver: "builderB",
    to: province.dyke,
    minutes: 45,
    package: 2,
    load: { source: province.sandSource, material: MATERIAL.sand },
    massKg: (n) => 17_200 + (n % 4) * 80,
    lessKg: (n) => 50 + (n % 3) * 30,
    passes: true,
  };
  const hauled = await haul(scribe, province, plan, 40);
  const reused = hauled.slice(6, 20);
  scribe.clock.pass(95);
  await passAll(
    scribe,
    province,
    reused.slice(0, 9).map((each) => each.slip),
  );
  scribe.clock.pass(25);
  await receiveAgain(scribe, plan, reused);
  await pourConcrete(scribe, province, "dyke", "builderB", 2, 6);
}
