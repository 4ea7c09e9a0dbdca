// From what a receiver typed to the body of load.receive; shared by the browser, which signs it, and the server's demo personas.
import type { SlipReference } from "../../../format/bodies/movement.ts";
import type { Body } from "../../../format/kinds.ts";
import { parseQuantity } from "../../../words/as-typed.ts";
import type { Lang } from "../../../words/lang.ts";
import { type FormErrors, readWeights, type TypedSlip } from "./slip-form.ts";

/** The load.receive body, or what is wrong by field. Field names: at, part, final, mass, measure, gross, tare, package, quantity. */
export function readReceiveForm(
  typed: TypedSlip,
  slip: SlipReference,
  lang: Lang,
): { body: Body<"load.receive"> } | { errors: FormErrors } {
  const errors: FormErrors = {};
  const weights = readWeights(typed, lang, errors);
  const part = Number(typed.part ?? "1");
  if (!Number.isInteger(part) || part < 1 || part > 200)
    errors.part = { vi: "Số thứ tự phần từ 1 đến 200.", en: "The part's number is 1 to 200." };
  const at = Number(typed.at);
  if (!typed.at || !Number.isSafeInteger(at)) errors.at = { vi: "Chọn nơi nhận.", en: "Choose the place." };
  const contract = typed.package ? Number(typed.package) : undefined;
  const quantity = typed.quantity ? parseQuantity(typed.quantity, lang) : undefined;
  if (quantity && !quantity.ok) errors.quantity = quantity.reason;
  if (!weights || Object.keys(errors).length > 0) return { errors };
  return {
    body: {
      slip,
      at,
      part,
      final: typed.final === "0" ? 0 : 1,
      ...weights,
      ...(contract === undefined ? {} : { package: contract }),
      ...(quantity?.ok ? { quantityMilli: quantity.value } : {}),
    },
  };
}
