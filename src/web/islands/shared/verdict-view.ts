// The verdict as markup, drawn by the server's page and by a device without network from the same judgement.
import { html } from "hono/html";
import type { Judged } from "../../../rules/readings/checkpoint-answer.ts";
import { formatDateTime } from "../../../words/as-written.ts";
import type { Lang } from "../../../words/lang.ts";
import { choiceField, hiddenField, selectField } from "../../fields.ts";
import { type Content, type Markup, t } from "../../layout.ts";
import { actionButton, definitions, disclosure, verdictPanel } from "../../parts.ts";
import { loadText, reasonSentence, STATE_OF, weightClass, wordOver } from "./verdict-words.ts";

/** The panel: colour with word and shape, the one sentence, the plate to compare, and the load in two lines. */
export function verdictOf(judgement: Judged, lang: Lang, onDuty: boolean, note?: Content): Markup {
  const { slip, colour } = judgement;
  const plate = slip?.plate ? html`<p class="plate">${slip.plate}</p>` : "";
  const load = slip ? html`<p>${loadText(slip, lang)}</p><p>${slip.from} → ${slip.to}</p>` : "";
  const more = slip || note ? html`${plate}${load}${note ? html`<p>${note}</p>` : ""}` : undefined;
  return verdictPanel({
    state: STATE_OF[colour],
    word: wordOver(judgement, lang),
    reason: reasonSentence(judgement, lang, onDuty),
    ...(slip ? { code: slip.code } : {}),
    ...(more ? { more } : {}),
  });
}

/** The advice on a contradiction for readers who are not on duty. */
export function citizenNote({ colour }: Judged, lang: Lang): Markup | "" {
  if (colour !== "red") return "";
  return html`<p class="lead">${t(lang, "Người dân không tự giữ xe: báo Ủy ban nhân dân xã, phường nơi thấy xe và đọc mã phiếu ở trên.", "Do not stop the vehicle yourself: tell the People's Committee of the commune where you see it, and read out the code above.")}</p>`;
}

/** Everything the slip says, for whoever asks; shown below the action. */
export function slipDetails({ slip }: Judged, lang: Lang): Markup | "" {
  if (!slip) return "";
  return disclosure(
    t(lang, "Nội dung phiếu", "What the slip says"),
    definitions([
      [t(lang, "Hàng", "Load"), loadText(slip, lang)],
      [t(lang, "Khối lượng", "Mass"), weightClass(slip, lang)],
      [t(lang, "Từ", "From"), slip.from],
      [t(lang, "Đến", "To"), slip.package === null ? slip.to : `${slip.to}, ${slip.package}`],
      ...(slip.source === null ? [] : [[t(lang, "Nguồn", "Source"), slip.source] as const]),
      [t(lang, "Xuất lúc", "Issued"), formatDateTime(slip.issuedS * 1000, lang)],
      [t(lang, "Hết hạn", "Expires"), formatDateTime(slip.expiresS * 1000, lang)],
      ...(slip.index === null ? [] : [[t(lang, "Mục sổ", "Entry"), String(slip.index)] as const]),
    ]),
  );
}

/** The officer's form under a verdict; nothing to record where the code names no slip at all. */
export function passageForm(
  judgement: Judged,
  text: string,
  places: readonly { index: number; name: string }[],
  lang: Lang,
  typed: { direction?: string; plate?: string; unanswered?: boolean } = {},
): Markup | "" {
  const nameless = ["unreadable", "mistyped", "not-a-slip", "not-ours", "forged", "unknown-key"];
  const codeAlone = judgement.slip === null && !/^SN1:/i.test(text.trim());
  if (
    nameless.includes(judgement.reason) ||
    (codeAlone &&
      judgement.reason !== "not-found" &&
      !["no-keys", "keys-expired", "needs-network"].includes(judgement.reason))
  )
    return "";
  const place =
    places.length > 1
      ? selectField({
          name: "site",
          label: t(lang, "Chốt", "Checkpoint"),
          choices: places.map(({ index, name }) => ({ value: String(index), text: name })),
        })
      : hiddenField("site", String(places[0]?.index ?? ""));
  return html`<form class="form" method="post" action="/check/passage" novalidate data-form="passage">
${hiddenField("text", text)}${place}
${choiceField(
  {
    name: "plate",
    label: t(lang, "Biển số xe so với phiếu", "The vehicle's plate and the slip's"),
    choices: [
      { value: "1", text: t(lang, "Khớp", "The same") },
      { value: "0", text: t(lang, "Không khớp", "Another") },
    ],
  },
  {
    typed: { plate: typed.plate },
    ...(typed.unanswered
      ? { errors: { plate: t(lang, "So biển số rồi chọn Khớp hoặc Không khớp.", "Compare the plates, then choose.") } }
      : {}),
  },
)}
${selectField({
  name: "direction",
  label: t(lang, "Chiều đi", "Direction"),
  choices: [
    { value: "1", text: t(lang, "Xe có hàng, từ mỏ ra", "Loaded, from the source") },
    { value: "2", text: t(lang, "Xe quay lại", "Coming back") },
  ],
  value: typed.direction ?? "1",
})}
${actionButton({ verb: t(lang, "Ghi nhận lượt qua", "Record passage") })}
</form>`;
}
