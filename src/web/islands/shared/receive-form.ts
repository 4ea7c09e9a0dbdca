// From what a receiver typed to the body of load.receive; shared by the browser, which signs it, and the server's demo personas.
import type { SlipReference } from "../../../format/bodies/movement.ts";
import type { Body } from "../../../format/kinds.ts";
import { parseQuantity } from "../../../words/as-typed.ts";
import { formatTonnes } from "../../../words/as-written.ts";
import type { Lang } from "../../../words/lang.ts";
import { type FormErrors, readWeights, type TypedSlip } from "./slip-form.ts";

/** More than this part of what the slip has left is asked about before it is signed: a receipt above its slip contradicts it. */
const ASKED_PERMILLE = 1050;

/**
 * The load.receive body, or what is wrong by field. Field names: at, part, final, mass, measure, gross, tare, package, quantity; `sure` is the mass
 * that was asked about before and is typed again. `leftKg` of the slip, 0 where it is not known.
 */
export function readReceiveForm(
  typed: TypedSlip,
  slip: SlipReference,
  lang: Lang,
  leftKg = 0,
): { body: Body<"load.receive"> } | { errors: FormErrors } {
  const errors: FormErrors = {};
  const weights = readWeights(typed, lang, errors);
  if (weights && leftKg > 0 && weights.massKg * 1000 > leftKg * ASKED_PERMILLE && typed.sure !== typed.mass) {
    const [vi, en] = (["vi", "en"] as const).map((each) => [
      formatTonnes(leftKg, each),
      formatTonnes(weights.massKg, each),
    ]);
    errors.mass = {
      vi: `Phiếu còn ${vi![0]} tấn, số vừa gõ là ${vi![1]} tấn: ghi như vậy là mâu thuẫn với phiếu. Xem lại số; nếu đúng thì bấm lần nữa.`,
      en: `The slip has ${en![0]} t left and ${en![1]} t were typed: this would contradict the slip. Look again; if it is right, press once more.`,
    };
  }
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

/** The load.refuse body, or what is wrong by field. */
export function readRefusalForm(
  typed: TypedSlip,
  slip: SlipReference,
): { body: Body<"load.refuse"> } | { errors: FormErrors } {
  const reason = (typed.reason ?? "").trim();
  if (reason.length < 10 || reason.length > 500)
    return { errors: { reason: { vi: "Lý do từ 10 đến 500 ký tự.", en: "A reason of 10 to 500 characters." } } };
  return {
    body: { slip, at: Number(typed.at), reason, ...(typed.package ? { package: Number(typed.package) } : {}) },
  };
}
