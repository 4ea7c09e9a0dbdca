// The register's own words, made to fit an entry. An entry's texts are bounded, a register's cells are not: what does not fit
// a field of the grant is kept whole in its note, so that nothing the province wrote is lost on the way into the log.
import type { PlannedGrant } from "./plan.ts";

const NOTE_LENGTH = 2000;

/** The text cut to `most` UTF-16 units, at a character's end, with "…" where it was cut. */
export function fitText(text: string, most: number): string {
  if (text.length <= most) return text;
  let cut = "";
  for (const letter of text) {
    if (cut.length + letter.length > most - 1) break;
    cut += letter;
  }
  return `${cut.trimEnd()}…`;
}

/**
 * The note of a grant, at most 2,000 UTF-16 units: the cells whose words say more than the grant's fields (holder, mine,
 * number, mineral, quantities, state, remark), then the codes of the questions left open. One line for each, Vietnamese labels.
 */
export function noteOf(grant: PlannedGrant): string {
  const { licence } = grant;
  const amounts = (quantity: { readonly m3?: number; readonly t?: number }): string =>
    [quantity.m3 === undefined ? "" : `${quantity.m3} m³`, quantity.t === undefined ? "" : `${quantity.t} tấn`]
      .filter((each) => each !== "")
      .join(", ");
  const lines: [string, string | undefined][] = [
    ["Dòng", String(grant.row)],
    ["Đơn vị", licence.holderAsWritten === licence.holder ? undefined : licence.holderAsWritten],
    ["Mỏ", licence.mineAsWritten],
    ["Huyện (cũ)", licence.districtText],
    ["Số", licence.numberText === licence.number ? undefined : licence.numberText],
    ["Khoáng sản", licence.mineralText],
    ["Công suất năm", amounts(licence.capacityPerYear)],
    ["Trữ lượng khai thác", amounts(licence.reserveExtractable)],
    ["Trữ lượng trong phép", amounts(licence.reserveLicensed)],
    ["Mức sâu", licence.depthText],
    ["Hiện trạng", licence.stateText],
    ["Ghi chú", licence.note],
    ["Câu hỏi", [...new Set(grant.questions.map(({ code }) => code))].join(", ")],
  ];
  const told = lines.filter((line): line is [string, string] => line[1] !== undefined && line[1] !== "");
  return fitText(told.map(([label, text]) => `${label}: ${fitText(text, 400)}`).join("\n"), NOTE_LENGTH);
}
