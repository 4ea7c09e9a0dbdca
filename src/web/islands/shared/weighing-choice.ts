// Which signed weighing a dispatcher's form takes up: that of the plate that is typed, or the newest one while nothing is typed yet. A weight
// that a person has typed is never replaced. Pure; islands/shared/fresh-weighings.ts asks it.
import { plateKey } from "../../../spelling/plates.ts";
import { formatQuantity } from "../../../words/as-written.ts";
import type { Lang } from "../../../words/lang.ts";

/** A choice of the field `scale`; one that a scale has signed names its vehicle. */
export type OfferedScale = { readonly value: string; readonly text: string; readonly plate?: string };

/** The fields of the form that a weighing fills. */
export type WeighedFields = { readonly plate: string; readonly mass: string; readonly scale: string };

/** Gross and tare of "weighing/34/38420/14580". */
export function readingsOf(value: string): { grossKg: number; tareKg: number } | undefined {
  const [what, , gross, tare] = value.split("/");
  return what === "weighing" ? { grossKg: Number(gross), tareKg: Number(tare) } : undefined;
}

/** The mass that a weighing puts into the form, in tonnes to the kilogram. */
export function weighedMass(value: string, lang: Lang): string {
  const read = readingsOf(value);
  return read ? formatQuantity(read.grossKg - read.tareKg, lang) : "";
}

/**
 * The values to write into the form; undefined where it stays as it is. `offered` has the newest first, `fresh` are the values that were not
 * offered before.
 */
export function takeWeighing(
  form: WeighedFields,
  offered: readonly OfferedScale[],
  fresh: readonly string[],
  lang: Lang,
): WeighedFields | undefined {
  const signed = offered.filter(({ plate }) => plate !== undefined);
  const taken = readingsOf(form.scale) !== undefined;
  // The mass is a weighing's own where it is what that weighing put there.
  const typed = form.mass.trim() !== "" && !(taken && form.mass === weighedMass(form.scale, lang));
  if (typed) return undefined;
  const key = plateKey(form.plate);
  const next =
    key === ""
      ? signed.find(({ value }) => fresh.includes(value))
      : signed.find(({ plate }) => plateKey(plate ?? "") === key);
  if (next) {
    if (next.value === form.scale && form.mass !== "") return undefined;
    return { plate: next.plate!, mass: weighedMass(next.value, lang), scale: next.value };
  }
  if (!taken) return undefined;
  // The weighing of another vehicle, or one that has been used.
  const plain = offered.filter(({ plate }) => plate === undefined);
  return { plate: form.plate, mass: "", scale: plain.length === 1 ? plain[0]!.value : "" };
}
