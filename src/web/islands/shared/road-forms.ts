// The forms of the road besides passages: stop a vehicle, let it go on, sign that no slip was found. Drawn by the server; read by the same
// functions in the browser before it signs and on the server for the demo's personas.
import { html } from "hono/html";
import type { Body } from "../../../format/kinds.ts";
import type { Lang } from "../../../words/lang.ts";
import { VIETNAM_OFFSET_S } from "../../../words/vietnam-time.ts";
import { choiceField, hiddenField, type Kept, selectField, textArea, textField } from "../../fields.ts";
import { type Content, type Markup, t } from "../../layout.ts";
import { secondButton } from "../../parts.ts";
import type { FormErrors, TypedSlip } from "./slip-form.ts";

type Post = { readonly index: number; readonly name: string };
type Read<T> = { body: T } | { errors: FormErrors };
const DAY_S = 86_400;

function postField(posts: readonly Post[], lang: Lang, kept: Kept): Markup {
  if (posts.length === 1) return hiddenField("site", String(posts[0]!.index));
  const choices = posts.map(({ index, name }) => ({ value: String(index), text: name }));
  return selectField({ name: "site", label: t(lang, "Chốt", "Checkpoint"), choices }, kept);
}

function noteField(lang: Lang, kept: Kept): Markup {
  const hint = t(
    lang,
    "Không bắt buộc: hàng trên xe, lời lái xe, phiếu giấy đã đưa ra",
    "Optional: the load, the driver's words, papers shown",
  );
  return textArea({ name: "note", label: t(lang, "Ghi chú", "Note"), hint, rows: 2, maxlength: 300 }, kept);
}

/** Holds a vehicle without a slip. A device that has no network signs it too, by the plates that it took along. */
export function stopForm(posts: readonly Post[], lang: Lang, kept: Kept = {}): Markup {
  return html`<form class="form" method="post" action="/check/stop" novalidate data-form="stop">
${postField(posts, lang, kept)}
${textField({ name: "plate", label: t(lang, "Biển số xe bị dừng", "Plate of the stopped vehicle"), maxlength: 16 }, kept)}
${noteField(lang, kept)}
${secondButton({ verb: t(lang, "Ghi dừng xe", "Record the stop") })}</form>`;
}

/** Lets a stopped vehicle go on; the hour may be earlier where the network was away. */
export function releaseForm(stop: number, lang: Lang, kept: Kept = {}): Markup {
  return html`<form class="form" method="post" action="/check/release" novalidate data-form="release">
${hiddenField("stop", String(stop))}
${textField({ name: "time", label: t(lang, "Cho đi lúc", "Released at"), hint: t(lang, "Giờ:phút, ví dụ 14:05. Để trống là bây giờ.", "Hour:minute, such as 14:05. Empty means now."), maxlength: 5, inputmode: "numeric" }, kept)}
${textArea({ name: "reason", label: t(lang, "Lý do cho đi", "Why it may go on"), hint: t(lang, "Từ 10 đến 500 ký tự", "10 to 500 characters"), rows: 2, maxlength: 500 }, kept)}
${choiceField(
  {
    name: "wrong",
    label: t(lang, "Biển số", "Plate"),
    choices: [
      { value: "0", text: t(lang, "Đã ghi đúng biển số", "The plate was right") },
      {
        value: "1",
        text: t(lang, "Đã ghi nhầm biển số: không phải xe này", "The plate was read wrongly: not this vehicle"),
      },
    ],
    value: "0",
  },
  kept,
)}
${secondButton({ verb: t(lang, "Cho xe đi tiếp", "Let it go on") })}</form>`;
}

/** Signs that a search just made found no slip of a plate: hour and size are those of the search. */
export function searchForm(
  search: { plate: string; searchedS: number; size: number; until: Content },
  posts: readonly Post[],
  lang: Lang,
  kept: Kept = {},
): Markup {
  return html`<form class="form" method="post" action="/check/search" novalidate data-form="search">
${hiddenField("plate", search.plate)}${hiddenField("searchedS", String(search.searchedS))}${hiddenField("size", String(search.size))}
<p>${search.until}</p>
${postField(posts, lang, kept)}
${noteField(lang, kept)}
${secondButton({ verb: t(lang, "Ký: không tìm thấy phiếu vào giờ này", "Sign: no slip found at this hour") })}</form>`;
}

/** Reads a stop; `vehicleOf` finds a registered vehicle by its plate as typed. */
export function readStop(
  typed: TypedSlip,
  nowS: number,
  vehicleOf: (plate: string) => number | undefined,
): Read<Body<"stop.record">> {
  const plate = (typed.plate ?? "").trim();
  const vehicle = plate === "" ? undefined : vehicleOf(plate);
  if (vehicle === undefined)
    return {
      errors: {
        plate:
          plate === ""
            ? { vi: "Nhập biển số xe.", en: "Type the plate." }
            : {
                vi: `Biển số ${plate} chưa đăng ký trong sổ nên không thể có phiếu. Xem lại biển số, hoặc tra rồi ký “không tìm thấy phiếu”.`,
                en: `Plate ${plate} is not registered, so no slip can be issued for it. Check it, or search and sign “no slip found”.`,
              },
      },
    };
  return { body: { site: Number(typed.site), vehicle, stoppedS: nowS, ...noteOf(typed) } };
}

/** Reads a release. An hour later than now was yesterday's. */
export function readRelease(typed: TypedSlip, nowS: number): Read<Body<"stop.release">> {
  const errors: FormErrors = {};
  const releasedS = hourBefore((typed.time ?? "").trim(), nowS);
  if (releasedS === undefined)
    errors.time = { vi: "Ghi giờ:phút, ví dụ 14:05.", en: "Write hour:minute, such as 14:05." };
  const reason = (typed.reason ?? "").trim();
  if (reason.length < 10 || reason.length > 500)
    errors.reason = { vi: "Lý do từ 10 đến 500 ký tự.", en: "A reason of 10 to 500 characters." };
  if (releasedS === undefined || errors.reason) return { errors };
  return { body: { stop: Number(typed.stop), releasedS, wrongPlate: typed.wrong === "1" ? 1 : 0, reason } };
}

/** Reads the statement that a search found nothing. */
export function readSearch(typed: TypedSlip): Body<"search.record"> {
  const { plate = "", site, searchedS, size } = typed;
  return { site: Number(site), plate, searchedS: Number(searchedS), size: Number(size), ...noteOf(typed) };
}

function noteOf({ note = "" }: TypedSlip): { note?: string } {
  return note.trim() === "" ? {} : { note: note.trim() };
}

/** The latest moment with this hour and minute in Vietnam that is not after now; now where nothing is typed. */
function hourBefore(typed: string, nowS: number): number | undefined {
  if (typed === "") return nowS;
  const [, hour, minute] = /^([01]?\d|2[0-3])[:.gh]([0-5]\d)$/.exec(typed) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  const midnightS = Math.floor((nowS + VIETNAM_OFFSET_S) / DAY_S) * DAY_S - VIETNAM_OFFSET_S;
  const atS = midnightS + Number(hour) * 3600 + Number(minute) * 60;
  return atS <= nowS ? atS : atS - DAY_S;
}
