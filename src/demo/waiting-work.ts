// The demo's second chapter: work that waits for the visitor. Dossiers became complete on the last working day, loads are on the road
// now, an annex lacks signatures, a load has not come. Nothing here is decided: that is left to who takes a person's place.
import type { AnnexLine, AnnexPropose } from "../format/bodies/payment.ts";
import { CLAIM_KIND, MATERIAL, MEASURE, OUTCOME } from "../format/codes.ts";
import { inHours } from "../rules/numbers/hours.ts";
import { deskDay } from "./calendar.ts";
import { type DossierScene, type Proposed, passInOffice, proposeClaim, reviewClaim, workLine } from "./dossiers.ts";
import { type Haul, haul, receiveAgain, send } from "./haulage.ts";
import { mix, mixersTo } from "./play.ts";
import type { Province } from "./province.ts";
import type { Scribe } from "./scribe.ts";
import { PACKAGES, type WiderProvince, widen } from "./wider-province.ts";

/** The annexes of the dossiers that wait, by what is to be found in them. */
export type WaitingDossiers = {
  readonly clean: number;
  readonly short: number;
  readonly contradicted: number;
  readonly advance: number;
  /** Reviewed by the officer, to be approved. */
  readonly reviewed: number;
  /** Without the signatures of supervisor and owner. */
  readonly unsigned: number;
  /** Without the owner's signature. */
  readonly halfSigned: number;
};

/** Plays the second chapter up to `nowS`; answers the dossiers that wait. */
export async function leaveWork(
  stage: DossierScene,
  province: Province,
  nowS: number,
  progress: (vi: string, en: string) => void = () => {},
): Promise<WaitingDossiers> {
  const { scribe } = stage;
  progress("Ba dự án khác nhận vật liệu", "Three more projects receive material");
  const wider = await widen(scribe, province);
  await fillStocks(scribe, wider);
  await supplyProjects(scribe, wider);
  progress("Hồ sơ đến Kho bạc, chờ kiểm soát", "Dossiers reach the treasury and wait for control");
  const dayS = deskDay(nowS);
  if (scribe.clock.seconds > dayS) throw new Error("the story is longer than the days before its dossiers");
  scribe.clock.until((dayS + 7 * 3600) * 1000);
  await loseLoad(scribe, wider);
  const waiting = await fileDossiers(stage, wider, dayS);
  progress("Xe và sà lan đang trên đường", "Trucks and barges on the road");
  await setOut(stage, wider, nowS);
  return waiting;
}

/** Sand and stone for the rest of the chapter, and concrete that the plant can still send. */
async function fillStocks(scribe: Scribe, province: WiderProvince): Promise<void> {
  const rock: Haul = {
    route: "stoneMine→crusher",
    sender: "stoneMiner",
    receiver: "stoneMiner",
    to: province.crusher,
    minutes: 12,
    load: { source: province.stoneSource, material: MATERIAL.blastedRock },
    massKg: (n) => 55_200 + (n % 7) * 190,
    lessKg: () => 0,
    passes: false,
    vehicles: province.dumpers,
  };
  const inputKg = (await haul(scribe, province, rock, 15)).reduce((sum, each) => sum + each.massKg, 0);
  await scribe.write("stoneMiner", "batch.process", {
    site: province.crusher,
    inputs: [{ material: MATERIAL.blastedRock, massKg: inputKg }],
    outputs: [
      { material: MATERIAL.stone1x2, massKg: Math.floor(inputKg * 0.8) },
      { material: MATERIAL.stoneDust, massKg: Math.floor(inputKg * 0.14) },
    ],
  });
  await haul(scribe, province, { ...stoneBarge(province, "plant", 155_300), vehicles: province.barges.slice(0, 1) }, 1);
  await haul(
    scribe,
    province,
    { ...sandBarge(province, "plant", () => 121_600), vehicles: province.barges.slice(1, 2) },
    1,
  );
  await mix(scribe, province, 12);
}

/** The entries that the dossiers refer to. */
async function supplyProjects(scribe: Scribe, province: WiderProvince): Promise<void> {
  const fill = sandBarge(province, "resettlement", (n) => 465_200 - n * 112_450);
  await haul(scribe, province, fill, 3);
  const toRoad = sandTo(province, "road");
  const loads = await haul(scribe, province, toRoad, 8);
  scribe.clock.pass(70);
  await receiveAgain(scribe, toRoad, loads.slice(2, 5));
  await haul(scribe, province, mixersTo(province, schoolSite(province)), 4);
  await haul(scribe, province, mixersTo(province, bridgeSite(province)), 3);
}

/** A truck leaves the yard and never comes. */
async function loseLoad(scribe: Scribe, province: WiderProvince): Promise<void> {
  const lost: Haul = {
    route: "yard→plant",
    sender: "yardKeeper",
    receiver: "plantKeeper",
    to: province.plant,
    minutes: 25,
    load: { material: MATERIAL.sand },
    massKg: () => 16_870,
    lessKg: () => 0,
    passes: false,
  };
  await send(scribe, province, lost, [{ vehicle: province.trucks[0]!, n: 0 }]);
}

type Site = Pick<Haul, "route" | "receiver" | "to" | "minutes" | "package">;

function schoolSite(province: WiderProvince): Site {
  return { route: "plant→school", receiver: "builderB", to: province.school, minutes: 20, package: PACKAGES.school };
}

function bridgeSite(province: WiderProvince): Site {
  return { route: "plant→bridge", receiver: "builderA", to: province.bridge, minutes: 30, package: PACKAGES.bridge };
}

/** Trucks from the sand mine. */
function sandTo(province: WiderProvince, to: "yard" | "road" | "dyke"): Haul {
  return {
    route: `sandMine→${to}`,
    sender: "sandMiner",
    receiver: to === "yard" ? "yardKeeper" : "builderB",
    to: province[to],
    minutes: 45,
    ...(to === "yard" ? {} : { package: PACKAGES[to] }),
    load: { source: province.sandSource, material: MATERIAL.sand },
    massKg: (n) => 17_140 + (n % 5) * 70,
    lessKg: (n) => 40 + (n % 3) * 20,
    passes: to !== "yard",
  };
}

/** Two trucks of the province, from the one at `first` on. */
function trucks({ trucks: all }: WiderProvince, first: number): { vehicle: number; n: number }[] {
  return all.slice(first, first + 2).map((vehicle, i) => ({ vehicle, n: first + i }));
}

function sandBarge(province: WiderProvince, to: "plant" | "resettlement", massKg: (n: number) => number): Haul {
  return {
    route: `sandMine≈${to}`,
    sender: "sandMiner",
    receiver: to === "plant" ? "plantKeeper" : "builderA",
    to: province[to],
    minutes: 100,
    ...(to === "plant" ? {} : { package: PACKAGES[to] }),
    load: { source: province.sandSource, material: MATERIAL.sand },
    massKg,
    lessKg: (n) => 1900 + n * 350,
    passes: false,
    vehicles: province.barges,
    measure: MEASURE.draught,
  };
}

function stoneBarge(province: WiderProvince, to: "plant" | "yard" | "bridge" | "dyke", massKg: number): Haul {
  return {
    route: `crusher≈${to}`,
    sender: "stoneMiner",
    receiver: to === "plant" ? "plantKeeper" : to === "yard" ? "yardKeeper" : to === "bridge" ? "builderA" : "builderB",
    to: province[to],
    minutes: 170,
    ...(to === "bridge" || to === "dyke" ? { package: PACKAGES[to] } : {}),
    load: { material: MATERIAL.stone1x2 },
    massKg: () => massKg,
    lessKg: () => 600,
    passes: false,
    vehicles: province.barges,
    measure: MEASURE.draught,
  };
}

/** A dossier as the contractor files it. */
type Filing = readonly [builder: string, body: AnnexPropose];

function interim(project: number, contract: number, number: number, lines: AnnexLine[]): AnnexPropose {
  return { project, package: contract, number, kind: CLAIM_KIND.interim, lines };
}

/** Contractors propose in the morning of one working day, supervisor and owner sign until the afternoon, the officer reviews one. */
async function fileDossiers(stage: DossierScene, province: WiderProvince, dayS: number): Promise<WaitingDossiers> {
  const { scribe } = stage;
  const { clock } = scribe;
  const filings = filingsOf(province);
  const proposed: Partial<Record<keyof WaitingDossiers, Proposed>> = {};
  const at = (hour: number, minute: number) => clock.until((dayS + hour * 3600 + minute * 60) * 1000);
  at(7, 38);
  for (const name of FILED) {
    const [builder, body] = filings[name];
    proposed[name] = await proposeClaim(scribe, builder, body);
    clock.pass(7);
  }
  const sign = async (who: "supervisor" | "owner", names: readonly (keyof WaitingDossiers)[]) => {
    for (const name of names) {
      await scribe.write(who, "annex.cosign", proposed[name]!);
      clock.pass(11);
    }
  };
  at(9, 52);
  await sign(
    "supervisor",
    FILED.filter((name) => name !== "unsigned"),
  );
  at(13, 47);
  await sign(
    "owner",
    FILED.filter((name) => name !== "unsigned" && name !== "halfSigned"),
  );
  const annexOf = (name: keyof WaitingDossiers) => proposed[name]!.annex;
  at(16, 9);
  passInOffice(scribe, 0);
  await reviewClaim(stage, annexOf("reviewed"), OUTCOME.pay, [], REVIEWED);
  return {
    clean: annexOf("clean"),
    short: annexOf("short"),
    contradicted: annexOf("contradicted"),
    advance: annexOf("advance"),
    reviewed: annexOf("reviewed"),
    unsigned: annexOf("unsigned"),
    halfSigned: annexOf("halfSigned"),
  };
}

const REVIEWED =
  "Nhà thầu đã loại khối lượng đi theo các phiếu bị ghi nhận hai lần; phần cát đề nghị lần này truy được về mỏ có giấy phép, số liệu khớp sổ gốc điện tử.";

/** In the order in which they come in. */
const FILED = ["reviewed", "clean", "short", "contradicted", "advance", "halfSigned", "unsigned"] as const;

function filingsOf(province: WiderProvince): Readonly<Record<keyof WaitingDossiers, Filing>> {
  const { resettlement, school, road, dyke, bridge, embankment, concrete } = province;
  return {
    clean: [
      "builderA",
      interim(resettlement, PACKAGES.resettlement, 3, [
        workLine("AB.13410", "Đắp cát san nền lô A1 – A4, K95", "m³", 420_000, 258_000, embankment),
        workLine("AK.95141", "Lắp đặt cống tròn bê tông cốt thép D800", "m", 186_000, 1_420_000),
      ]),
    ],
    short: [
      "builderB",
      interim(school, PACKAGES.school, 5, [
        workLine("AF.11230", "Bê tông móng nhà học M250, đá 1×2", "m³", 45_000, 1_345_000, concrete),
        workLine("AF.61120", "Cốt thép móng", "tấn", 3_800, 18_450_000),
      ]),
    ],
    contradicted: [
      "builderB",
      interim(road, PACKAGES.road, 7, [
        workLine("AB.13410", "Đắp cát nền đường Km0+000 – Km0+180, K95", "m³", 80_000, 262_000, embankment),
      ]),
    ],
    advance: [
      "builderA",
      {
        project: road,
        package: PACKAGES.culverts,
        number: 1,
        kind: CLAIM_KIND.advance,
        lines: [],
        advanceDong: 1_850_000_000,
      },
    ],
    reviewed: [
      "builderB",
      interim(dyke, PACKAGES.dyke, 2, [
        workLine("AB.13410", "Đắp cát thân kè K2+100 – K2+460, K95", "m³", 250_000, 265_000, embankment),
      ]),
    ],
    unsigned: [
      "builderA",
      interim(bridge, PACKAGES.bridge, 2, [
        {
          ...workLine("AF.11230", "Bê tông xà mũ trụ T3, T4 M250, đá 1×2", "m³", 24_000, 1_290_000, concrete),
          contractLine: 4,
        },
      ]),
    ],
    halfSigned: [
      "builderA",
      interim(resettlement, PACKAGES.resettlement, 4, [
        workLine("AB.13410", "Đắp cát san nền lô B1, K95", "m³", 140_000, 258_000, embankment),
      ]),
    ],
  };
}

/** Loads that are on the way when the visitor comes: barges of stone for hours, mixers for one, trucks of sand while the mine works. */
async function setOut(stage: DossierScene, province: WiderProvince, nowS: number): Promise<void> {
  const { scribe } = stage;
  const minutesAgo = (minutes: number) => scribe.clock.until((nowS - minutes * 60) * 1000);
  minutesAgo(35);
  const barges = [
    ["yard", 118_400],
    ["plant", 122_900],
    ["bridge", 96_500],
    ["dyke", 104_700],
  ] as const;
  for (const [i, [to, massKg]] of barges.entries()) {
    await send(scribe, province, stoneBarge(province, to, massKg), [{ vehicle: province.barges[i]!, n: 0 }]);
    scribe.clock.pass(3);
  }
  minutesAgo(8);
  const sandMine = await stage.read((book) => book.need("source", province.sandSource));
  if (inHours(sandMine, scribe.clock.seconds))
    await send(scribe, province, sandTo(province, "yard"), trucks(province, 1));
  if (inHours(sandMine, scribe.clock.seconds))
    await send(scribe, province, sandTo(province, "dyke"), trucks(province, 3));
  minutesAgo(4);
  const [first, second] = province.mixers;
  await send(scribe, province, mixersTo(province, bridgeSite(province)), [{ vehicle: first!, n: 3 }]);
  await send(scribe, province, mixersTo(province, schoolSite(province)), [{ vehicle: second!, n: 4 }]);
}
