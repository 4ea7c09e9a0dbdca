// From what a dispatcher typed to the body of a slip. The same function runs in the browser before it signs and on the server for the
// demo's personas, so that what is signed is what was typed and both say the same about a field that is wrong.
import type { SlipIssue } from "../../../format/bodies/movement.ts";
import { type Material, MEASURE, type Measure } from "../../../format/codes.ts";
import { isPlateEnd, plateKey } from "../../../spelling/plates.ts";
import { parseMass, parseQuantity, type Typed } from "../../../words/as-typed.ts";
import type { Lang, Words } from "../../../words/lang.ts";

/** The choices of the slip form, as the page carries them; indexes are log indexes. */
export type SlipChoices = {
  party: number;
  routes: { index: number; from: number; packages: number[] }[];
  /** Plate and vehicle index. */
  vehicles: [string, number][];
  /** True where the ledger could not be asked about the typed plate. */
  unasked?: true;
  origins: LoadOrigin[];
};

/** Where a load's kilograms come from: a source at a mine, a place's stock, or a plant's product. */
export type LoadOrigin = { value: string; site: number; source?: number; material?: number; product?: number };

/** Typed values by field name. */
export type TypedSlip = Readonly<Record<string, string | undefined>>;
export type FormErrors = Record<string, Words>;

/** The slip's body, or what is wrong by field. */
export function readSlipForm(
  typed: TypedSlip,
  desk: SlipChoices,
  lang: Lang,
): { body: SlipIssue } | { errors: FormErrors } {
  const errors: FormErrors = {};
  const route = desk.routes.find((each) => String(each.index) === typed.route);
  if (!route) errors.route = { vi: "Chọn nơi đến.", en: "Choose the destination." };
  const vehicle = readPlate(typed.plate ?? "", desk, errors);
  const origin = readOrigin(typed.origin, desk, route?.from, errors);
  const weights = readWeights(typed, lang, errors);
  const contract = readPackage(typed.package, route?.packages ?? [], errors);
  const quantityMilli = origin?.product === undefined ? undefined : readQuantity(typed.quantity ?? "", lang, errors);
  if (!route || vehicle === undefined || !origin || !weights || Object.keys(errors).length > 0) return { errors };
  return {
    body: {
      route: route.index,
      vehicle,
      ...weights,
      ...(origin.material === undefined ? {} : { material: origin.material as Material }),
      ...(origin.source === undefined ? {} : { source: origin.source }),
      ...(contract === undefined ? {} : { package: contract }),
      ...(origin.product === undefined ? {} : { product: origin.product }),
      ...(quantityMilli === undefined ? {} : { quantityMilli }),
    },
  };
}

/** True if the choices hold the vehicle of a typed plate. */
export function knowsPlate({ vehicles }: SlipChoices, typed: string): boolean {
  const key = plateKey(typed);
  return vehicles.some(([plate]) => plateKey(plate) === key);
}

/** The vehicles whose plates end in the typed digits; none where the text is no plate's end, or is itself a plate. */
export function endingIn(vehicles: SlipChoices["vehicles"], typed: string): SlipChoices["vehicles"] {
  const key = plateKey(typed);
  if (!isPlateEnd(typed) || vehicles.some(([plate]) => plateKey(plate) === key)) return [];
  const ending = vehicles.filter(([plate]) => plateKey(plate).endsWith(key));
  return [...new Map(ending.map((vehicle) => [vehicle[1], vehicle])).values()];
}

/** A plate is signed only once it was seen whole: its last digits are answered by the plates that end so. */
function askWhole(typed: string, ending: SlipChoices["vehicles"]): Words {
  const plates = ending.map(([plate]) => plate).join("; ");
  return ending.length === 1
    ? {
        vi: `Số cuối ${typed.trim()} là xe ${plates}: xem lại biển số rồi bấm Xuất phiếu.`,
        en: `${typed.trim()} are the last digits of ${plates}: look at the plate, then press Issue slip.`,
      }
    : {
        vi: `Nhiều xe có số cuối ${typed.trim()}: ${plates}. Gõ cả biển số hoặc chọn một xe.`,
        en: `Several plates end in ${typed.trim()}: ${plates}. Type the whole plate or choose one.`,
      };
}

function readPlate(typed: string, desk: SlipChoices, errors: FormErrors): number | undefined {
  const key = plateKey(typed);
  if (key === "") {
    errors.plate = { vi: "Nhập biển số xe hoặc số hiệu tàu.", en: "Type the plate or boat number." };
    return undefined;
  }
  const found = desk.vehicles.find(([plate]) => plateKey(plate) === key);
  const ending = endingIn(desk.vehicles, typed);
  if (ending.length > 0) errors.plate = askWhole(typed, ending);
  else if (!found && desk.unasked)
    errors.plate = {
      vi: `Biển số ${typed.trim()} chưa có trong máy này, và đang mất mạng nên chưa tra được sổ.`,
      en: `Plate ${typed.trim()} is not known on this device, and without a network the ledger cannot be asked.`,
    };
  else if (!found)
    errors.plate = {
      vi: `Biển số ${typed.trim()} chưa đăng ký trong sổ. Xem lại biển số, hoặc đề nghị cơ quan quản lý đăng ký xe.`,
      en: `Plate ${typed.trim()} is not registered. Check it, or ask the authority to register the vehicle.`,
    };
  return found?.[1];
}

function readOrigin(
  typed: string | undefined,
  desk: SlipChoices,
  from: number | undefined,
  errors: FormErrors,
): LoadOrigin | undefined {
  const origin = desk.origins.find((each) => each.value === typed);
  if (!origin) errors.origin = { vi: "Chọn vật liệu và nguồn.", en: "Choose material and source." };
  else if (from !== undefined && origin.site !== from)
    errors.origin = {
      vi: "Nguồn hoặc kho này không ở nơi xuất phát của tuyến đã chọn.",
      en: "This source or stock is not where the chosen route starts.",
    };
  return origin;
}

/** Mass and readings: on a scale, gross less tare may replace the mass and must agree with it where both are typed. */
export function readWeights(typed: TypedSlip, lang: Lang, errors: FormErrors): Weights | undefined {
  const measure = Number(typed.measure || "1") as Measure;
  const on = measure === MEASURE.scale ? readScale(typed.scale) : {};
  const gross = optional(typed.gross, "gross", lang, errors) ?? on.grossKg;
  const tare = optional(typed.tare, "tare", lang, errors) ?? on.tareKg;
  const both = measure === MEASURE.scale && gross !== undefined && tare !== undefined;
  if (measure === MEASURE.scale && (gross === undefined) !== (tare === undefined) && !errors.gross && !errors.tare)
    errors[gross === undefined ? "gross" : "tare"] = {
      vi: "Nhập đủ cả cân tổng và cân bì, hoặc để trống cả hai.",
      en: "Type both gross and tare, or neither.",
    };
  const mass =
    both && (typed.mass ?? "").trim() === ""
      ? ({ ok: true, value: gross - tare } as Typed)
      : parseMass(typed.mass ?? "", "tonne", lang);
  if (!mass.ok) {
    errors.mass = mass.reason;
    return undefined;
  }
  if (mass.value < 1 || mass.value > 20_000_000) {
    errors.mass = { vi: "Khối lượng phải lớn hơn 0.", en: "The mass must be above zero." };
    return undefined;
  }
  const { scale, weighing } = on;
  return {
    massKg: mass.value,
    measure,
    ...(both ? { readings: [gross, tare] } : {}),
    ...(scale === undefined ? {} : { scale }),
    ...(weighing === undefined ? {} : { weighing }),
  };
}

/** How a load was found to weigh what it weighs, as the bodies of slip and receipt have it. */
export type Weights = {
  massKg: number;
  measure: Measure;
  readings?: number[];
  scale?: number;
  weighing?: number;
};

/** "scale/12", or "weighing/34/38420/14580": what a scale has signed gives its readings too. */
function readScale(typed = ""): { scale?: number; weighing?: number; grossKg?: number; tareKg?: number } {
  const [what, index, grossKg, tareKg] = typed.split("/");
  if (what === "scale") return { scale: Number(index) };
  return what === "weighing" ? { weighing: Number(index), grossKg: Number(grossKg), tareKg: Number(tareKg) } : {};
}

function optional(typed: string | undefined, name: string, lang: Lang, errors: FormErrors): number | undefined {
  if (typed === undefined || typed.trim() === "") return undefined;
  const mass = parseMass(typed, "tonne", lang);
  if (mass.ok) return mass.value;
  errors[name] = mass.reason;
  return undefined;
}

function readPackage(typed: string | undefined, packages: readonly number[], errors: FormErrors): number | undefined {
  if (packages.length === 0) return undefined;
  const number = packages.find((each) => String(each) === typed);
  if (number === undefined && packages.length === 1 && !typed) return packages[0];
  if (number === undefined)
    errors.package = { vi: "Chọn gói thầu nhận hàng.", en: "Choose the package that receives it." };
  return number;
}

function readQuantity(typed: string, lang: Lang, errors: FormErrors): number | undefined {
  const quantity = parseQuantity(typed, lang);
  if (quantity.ok && quantity.value > 0) return quantity.value;
  errors.quantity = quantity.ok
    ? { vi: "Khối lượng sản phẩm phải lớn hơn 0.", en: "The quantity must be above zero." }
    : quantity.reason;
  return undefined;
}
