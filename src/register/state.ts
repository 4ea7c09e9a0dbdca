// The state of a mine by its register: the prose of the state cell as one of six words, compared with the licence's expiry.
// The prose is kept beside it; a licence past its day is "expired" whatever the prose claims, because only the term
// gives a right, and the claim becomes a question.

import { tidy } from "./compared-names.ts";
import { type IsoDate, officeDate } from "./decimal.ts";
import { quoted, type Reason, reasonWith } from "./reasons.ts";

/** The state of a mine by its register; "building" is not yet extracting, "unknown" an empty or unreadable cell. */
export type State = "operating" | "building" | "stopped" | "closed" | "expired" | "unknown";

const OPENINGS: readonly (readonly [RegExp, State])[] = [
  [/^đã (?:được )?(?:đóng cửa|đcm)|^đóng cửa|^đã đóng/, "closed"],
  [/^(?:tạm )?(?:dừng|ngừng)|^đã (?:dừng|ngừng)/, "stopped"],
  [/^chưa (?:kt|khai thác|hoạt động)|^đang (?:xdcb|xây dựng)|^xdcb/, "building"],
  [/^đang (?:kt|khai thác|hoạt động)|^hoạt động/, "operating"],
];
const MEASURE = /tước quyền|thu hồi|đình chỉ|cảnh sát|khởi tố|vụ án|cưỡng chế/i;

/** Reads the state's prose by its opening words alone; undefined when they are not known. */
export function readState(cell: string): State | undefined {
  const text = tidy(cell).toLowerCase();
  if (text === "") return "unknown";
  return OPENINGS.find(([pattern]) => pattern.test(text))?.[1];
}

function expiryQuestion(
  says: State | undefined,
  cell: string,
  noted: boolean,
  term: { expiresOn: IsoDate | undefined; asOf: IsoDate },
): Reason | undefined {
  const { expiresOn, asOf } = term;
  const past = expiresOn !== undefined && expiresOn < asOf;
  if ((past || noted) && says === "operating") {
    const until = past ? [`hết hạn ngày ${officeDate(expiresOn)}`, `expired on ${officeDate(expiresOn)}`] : undefined;
    const [vi, en] = until ?? ["ghi chú «Hết hạn»", "is noted as expired"];
    return reasonWith(
      "expired_but_operating",
      `Giấy phép ${vi} nhưng cột Hien_trang (hiện trạng) ghi ${quoted(cell)}; kiểm tra có giấy phép gia hạn không và thực tế tại mỏ.`,
      `The licence ${en}, yet column Hien_trang (state) says ${quoted(cell)}; check for a renewal, and what is really done at the mine.`,
    );
  }
  if (past && !noted) {
    return reasonWith(
      "expired_not_noted",
      `Giấy phép đã hết hạn ngày ${officeDate(expiresOn)} (cột Ngay_het_han) nhưng cột Ghi_chu không ghi; kiểm tra có giấy phép gia hạn không.`,
      `The licence expired on ${officeDate(expiresOn)} (column Ngay_het_han) and column Ghi_chu does not say so; check for a renewal.`,
    );
  }
  if (noted && expiresOn !== undefined && !past) {
    return reasonWith(
      "noted_expired",
      `Cột Ghi_chu ghi «Hết hạn» nhưng cột Ngay_het_han ghi ${officeDate(expiresOn)}, chưa tới; kiểm tra ngày hết hạn.`,
      `Column Ghi_chu says expired, yet column Ngay_het_han says ${officeDate(expiresOn)}, still to come; check the expiry.`,
    );
  }
  return undefined;
}

/** Judges state, remark and expiry together: the normalised state, and the questions where they contradict. */
export function judgeState(
  cells: { readonly state: string; readonly remark: string },
  term: { readonly expiresOn: IsoDate | undefined; readonly asOf: IsoDate },
): { readonly state: State; readonly questions: Reason[] } {
  const says = readState(cells.state);
  const noted = /hết hạn/i.test(cells.remark.normalize("NFC"));
  const expired = noted || (term.expiresOn !== undefined && term.expiresOn < term.asOf);
  const questions: Reason[] = [];
  if (says === undefined) {
    questions.push(
      reasonWith(
        "state_unclear",
        `Cột Hien_trang (hiện trạng) ghi ${quoted(cells.state)}, không xếp được vào đang khai thác, chưa khai thác, dừng hay đóng cửa; ghi lại cho rõ.`,
        `Column Hien_trang (state) says ${quoted(cells.state)}, which is none of operating, not yet, stopped or closed; make it clear.`,
      ),
    );
  }
  if (MEASURE.test(tidy(cells.state))) {
    questions.push(
      reasonWith(
        "legal_measure",
        `Cột Hien_trang (hiện trạng) nói tới biện pháp xử lý: ${quoted(cells.state)}; ghi tình trạng nguồn (tạm đình chỉ, thu hồi) bằng văn bản tương ứng.`,
        `Column Hien_trang (state) speaks of a legal measure: ${quoted(cells.state)}; record the source's status (suspended, revoked) with its document.`,
      ),
    );
  }
  const asked = expiryQuestion(says, cells.state, noted, term);
  if (asked !== undefined) questions.push(asked);
  return { state: expired && says !== "closed" ? "expired" : (says ?? "unknown"), questions };
}
