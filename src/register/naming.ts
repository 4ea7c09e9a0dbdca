// The doubts that a row's names leave: its holder, its licence number, who issued it.

import { tidy } from "./compared-names.ts";
import { officeDate, readDate } from "./decimal.ts";
import type { Identified } from "./identity.ts";
import { quoted, type Reason, reasonWith } from "./reasons.ts";

/** Doubts about the holder: a merged cell, a change of name; and a row that ends early. */
export function holderQuestions(source: Identified, renamed: string | undefined): Reason[] {
  const questions: Reason[] = [];
  if (source.holderRow !== source.row) {
    questions.push(
      reasonWith(
        "holder_from_above",
        `Cột Ten_don_vi (tên đơn vị) và TT trống; hiểu là ô gộp với dòng ${source.holderRow}: ${quoted(source.holder)}. Xác nhận chủ giấy phép.`,
        `Columns Ten_don_vi (holder) and TT are empty; read as one merged cell with row ${source.holderRow}: ${quoted(source.holder)}. Confirm the holder.`,
      ),
    );
  }
  if (renamed !== undefined) {
    questions.push(
      reasonWith(
        "holder_renamed",
        `Cột Ten_don_vi (tên đơn vị) kèm thay đổi tên: ${quoted(renamed)}; ghi tên hiện nay trên giấy phép.`,
        `Column Ten_don_vi (holder) mentions a change of name: ${quoted(renamed)}; state the name now on the licence.`,
      ),
    );
  }
  if (source.shape === "short") {
    questions.push(
      reasonWith(
        "ragged_row",
        "Dòng thiếu ô ở cuối so với tiêu đề; các ô thiếu được hiểu là trống.",
        "The row lacks cells at its end against the header; they are read as empty.",
      ),
    );
  }
  return questions;
}

/** Doubts about the number: no usual form, a decision in place of a licence, a day that differs from the grant. */
export function numberQuestions(source: Identified): Reason[] {
  const text = tidy(source.cell("So_GP"));
  const { number, grantedOn } = source;
  const questions: Reason[] = [];
  if (!number.regular) {
    questions.push(
      reasonWith(
        "number_unusual",
        `Cột So_GP (số giấy phép) ghi ${quoted(text)}, không có dạng số/ký hiệu; ghi số theo giấy phép.`,
        `Column So_GP (licence number) says ${quoted(text)}, not of the form number/symbol; state it as in the licence.`,
      ),
    );
  }
  if (/\/QĐ/u.test(number.first)) {
    questions.push(
      reasonWith(
        "number_is_decision",
        `Cột So_GP ghi ${quoted(text)}: ${number.first} là quyết định điều chỉnh, không phải giấy phép; ghi số và ngày của giấy phép gốc.`,
        `Column So_GP says ${quoted(text)}: ${number.first} is an amending decision, not a licence; state the licence's own number and day.`,
      ),
    );
  }
  const dated = number.dated === undefined ? undefined : readDate(number.dated);
  if (dated?.kind === "day" && grantedOn !== undefined && dated.day !== grantedOn) {
    questions.push(
      reasonWith(
        "number_date_differs",
        `Cột So_GP ghi ngày ${officeDate(dated.day)} nhưng cột Ngay_cap ghi ${officeDate(grantedOn)}; kiểm tra ngày cấp.`,
        `Column So_GP says ${officeDate(dated.day)}, yet column Ngay_cap says ${officeDate(grantedOn)}; check the day of grant.`,
      ),
    );
  }
  return questions;
}

/** Doubts about the issuer: not stated, against the number, or the ministry for a common building material. */
export function issuerQuestions(source: Identified): Reason[] {
  const issuer = tidy(source.cell("Co_quan_cap"));
  const number = source.number.first;
  if (issuer === "") {
    return [
      reasonWith(
        "issuer_missing",
        "Cột Co_quan_cap (cơ quan cấp) trống; ghi cơ quan cấp giấy phép.",
        "Column Co_quan_cap (issuer) is empty; state who issued the licence.",
      ),
    ];
  }
  const ministry = /^bộ/i.test(issuer);
  if (/UBND/.test(number) ? ministry : /B[NT]NMT|ĐCKS/.test(number) && !ministry) {
    return [
      reasonWith(
        "issuer_contradicts",
        `Cột Co_quan_cap ghi ${quoted(issuer)} nhưng số giấy phép là ${quoted(number)}; kiểm tra cơ quan cấp.`,
        `Column Co_quan_cap says ${quoted(issuer)}, yet the number is ${quoted(number)}; check the issuer.`,
      ),
    ];
  }
  if (!ministry) return [];
  return [
    reasonWith(
      "issuer_unusual",
      `Cột Co_quan_cap ghi ${quoted(issuer)}: vật liệu xây dựng thông thường do tỉnh cấp; kiểm tra mục đích sử dụng ghi trong giấy phép.`,
      `Column Co_quan_cap says ${quoted(issuer)}: common building materials are licensed by the province; check the use that the licence allows.`,
    ),
  ];
}
