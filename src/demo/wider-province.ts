// The places of the demo's second chapter: three more projects, barges on the river, dumpers in the quarry, and the ways between them.
import { VEHICLE_CLASS } from "../format/codes.ts";
import { type Province, registerDemoVehicle } from "./province.ts";
import type { Scribe } from "./scribe.ts";

/** The province with what its second chapter adds. */
export type WiderProvince = Province & {
  readonly resettlement: number;
  readonly school: number;
  readonly road: number;
  readonly barges: readonly number[];
  readonly dumpers: readonly number[];
};

/** Contract packages by the number that each owner gave them. */
export const PACKAGES = { bridge: 1, dyke: 2, resettlement: 5, school: 3, road: 4, culverts: 6 } as const;

/** Registers the projects, vehicles and ways of the second chapter. */
export async function widen(scribe: Scribe, province: Province): Promise<WiderProvince> {
  const projects = await registerProjects(scribe, province);
  const places = { ...province, ...projects };
  const routes = { ...province.routes, ...(await setRoutes(scribe, places)) };
  const barges: number[] = [];
  for (const plate of ["SL-1268", "SL-1307", "SL-1415", "SL-1522"])
    barges.push(await registerDemoVehicle(scribe, plate, VEHICLE_CLASS.boat, 600_000));
  const dumpers: number[] = [];
  for (const plate of ["77LA-0031", "77LA-0044", "77LA-0058", "77LA-0067", "77LA-0072"])
    dumpers.push(await registerDemoVehicle(scribe, plate, VEHICLE_CLASS.heavyTruck, 58_000));
  return { ...places, routes, barges, dumpers };
}

async function registerProjects(
  scribe: Scribe,
  { owner, supervisor, treasury, builderA, builderB }: Province,
): Promise<{ resettlement: number; school: number; road: number }> {
  const register = (code: string, name: string, packages: { number: number; name: string; contractor: number }[]) =>
    scribe.write("authority", "project.register", { code, name, owner, supervisor, treasury, packages });
  const { resettlement, school, road, culverts } = PACKAGES;
  return {
    resettlement: await register("8073156", "Hạ tầng kỹ thuật khu tái định cư Đồng Mới", [
      { number: resettlement, name: "Gói thầu số 5: San nền và thoát nước mưa", contractor: builderA },
    ]),
    school: await register("8075521", "Xây dựng Trường THCS Lam Giang", [
      { number: school, name: "Gói thầu số 3: Nhà học 3 tầng 18 phòng", contractor: builderB },
    ]),
    road: await register("8078840", "Nâng cấp đường tỉnh 538B đoạn Phú An – Hưng Thịnh", [
      { number: road, name: "Gói thầu số 4: Nền, mặt đường đoạn Km0+000 – Km4+200", contractor: builderB },
      { number: culverts, name: "Gói thầu số 6: Cống và rãnh thoát nước dọc", contractor: builderA },
    ]),
  };
}

type Place = "sandMine" | "crusher" | "plant" | "yard" | "bridge" | "dyke" | "resettlement" | "school" | "road";

/** By land and, at ten kilometres an hour, by river. */
const WAYS: readonly (readonly [from: Place, to: Place, km: number, minutes: number])[] = [
  ["sandMine", "road", 15, 40],
  ["plant", "school", 7, 20],
  ["sandMine", "resettlement", 16, 100],
  ["sandMine", "plant", 15, 90],
  ["crusher", "plant", 26, 155],
  ["crusher", "yard", 28, 170],
  ["crusher", "bridge", 27, 165],
  ["crusher", "dyke", 31, 185],
];
/** The two ways by land. */
const BY_LAND = 2;

async function setRoutes(
  scribe: Scribe,
  places: Readonly<Record<Place | "checkpoint", number>>,
): Promise<Record<string, number>> {
  const routes: Record<string, number> = {};
  for (const [i, [from, to, km, minutes]] of WAYS.entries()) {
    const land = i < BY_LAND;
    routes[`${from}${land ? "→" : "≈"}${to}`] = await scribe.write("authority", "route.set", {
      from: places[from],
      to: places[to],
      distanceM: km * 1000,
      minutes,
      cycleMinutes: minutes,
      ...(land ? { checkpoints: [places.checkpoint] } : {}),
    });
  }
  return routes;
}
