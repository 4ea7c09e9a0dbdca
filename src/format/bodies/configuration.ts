// Bodies of entries that set something for a time: the holidays of a year, and the fixed sentences of the treasury's papers
// (docs/design.md, Rights and observations). Thresholds and legal bases are in the rule set, with days of the same kind.
import { kind } from "../kind.ts";
import { integer, line, list, maybe, record, text } from "../shape.ts";
import { day, document } from "./common.ts";
import { reference } from "./references.ts";

const holiday = record({
  day: [1, day],
  name: [2, maybe(line(1, 80)), "tên ngày nghỉ", "name of the holiday"],
});

const title = maybe(line(1, 160));
const words = maybe(text(1, 600));

export const CONFIGURATION_KINDS = {
  "calendar.set": kind(99, "đề xuất lịch nghỉ của một năm", "holidays of a year proposed", {
    year: [1, integer(2020, 2999), "năm", "year"],
    document: [2, document],
    /** Days off besides Saturdays and Sundays, as office workers have them. */
    off: [3, list(holiday, 1, 40), "ngày nghỉ", "days off"],
    /** Saturdays and Sundays that are worked in exchange for another day. */
    worked: [4, maybe(list(day, 1, 20)), "ngày làm bù", "days worked in exchange"],
    replaces: [5, maybe(reference("thay cho lịch ở mục", "replaces the holidays of entry", "calendar.set"))],
  }),
  /** A sentence that is left out stays as it was. Signed by a treasury: for its own papers; by a root: for those of every treasury that has set none. */
  "texts.set": kind(100, "đề xuất lời văn mẫu của giấy tờ Kho bạc", "wording of the treasury's papers proposed", {
    from: [1, day, "từ ngày", "from"],
    until: [2, maybe(day), "đến hết", "until"],
    document: [3, document],
    replaces: [4, maybe(reference("thay cho lời văn ở mục", "replaces the wording of entry", "texts.set"))],
    parent: [10, title, "cơ quan cấp trên", "superior office"],
    symbol: [11, maybe(line(1, 40)), "ký hiệu văn bản", "symbol of the letter"],
    noticePart: [12, title, "tên thông báo từ chối một phần", "title where a part is refused"],
    noticeRefuse: [13, title, "tên thông báo từ chối", "title where all is refused"],
    noticeReturn: [14, title, "tên thông báo trả hồ sơ", "title where the dossier is returned"],
    sheetTitle: [15, title, "tên phiếu kết quả", "title of the result sheet"],
    bases: [16, maybe(list(document, 1, 12)), "căn cứ", "bases"],
    opening: [17, words, "câu mở đầu", "opening sentence"],
    missing: [18, words, "khi thiếu căn cứ", "where evidence is missing"],
    cureMissing: [19, words, "cách bổ sung", "what cures it"],
    contradicted: [20, words, "khi có mâu thuẫn", "where evidence contradicts"],
    cureContradicted: [21, words, "cách làm rõ", "what clears it"],
    closingPart: [22, words, "câu kết khi từ chối một phần", "closing where a part is refused"],
    closingRefuse: [23, words, "câu kết khi từ chối", "closing where all is refused"],
    closingReturn: [24, words, "câu kết khi trả hồ sơ", "closing where the dossier is returned"],
    recipients: [25, maybe(list(line(1, 160), 1, 12)), "nơi nhận", "recipients"],
    office: [26, maybe(line(1, 60)), "chức vụ người đứng đầu", "office of the director"],
    basis: [27, words, "điều, khoản làm căn cứ của lý do", "article on which a reason rests"],
    cureBy: [28, words, "thời hạn bổ sung", "until when a dossier may be completed"],
    sheetSymbol: [29, maybe(line(1, 40)), "ký hiệu phiếu kết quả", "symbol of the result sheet"],
    advanceTitle: [30, title, "tên phiếu kết quả tạm ứng", "title of an advance's sheet"],
  }),
};
