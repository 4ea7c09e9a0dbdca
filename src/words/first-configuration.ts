// The holidays and the wording that a log goes by until an entry of its own says otherwise.
// Never edited again: a later year or another wording is an entry (calendar.set, texts.set), so that no release is needed and no earlier
// paper changes.
import type { Body } from "../format/kinds.ts";

/** The fixed words of the notice and of the result sheet, all of them. */
export type FormTexts = Required<Omit<Body<"texts.set">, "from" | "until" | "document" | "replaces">>;

/** Days off of one year and days worked in exchange (yyyymmdd), with the paper that fixes them; `fixed` false: reckoned ahead of it. */
export type HolidayYear = {
  readonly year: number;
  readonly fixed: boolean;
  readonly document: string;
  readonly off: readonly number[];
  readonly worked: readonly number[];
  /** The entry that set it; absent for the years that a log begins with. */
  readonly index?: number;
};

/** Public holidays of office workers; weekends need no row. Unofficial copies were read. */
export const FIRST_HOLIDAYS: readonly HolidayYear[] = [
  {
    year: 2025,
    fixed: true,
    document: "Bộ luật Lao động số 45/2019/QH14, Điều 112; Thông báo số 6150/TB-BLĐTBXH ngày 03/12/2024",
    off: [
      20250101, 20250127, 20250128, 20250129, 20250130, 20250131, 20250407, 20250430, 20250501, 20250502, 20250901,
      20250902,
    ],
    worked: [20250426],
  },
  {
    year: 2026,
    fixed: true,
    document: "Bộ luật Lao động số 45/2019/QH14, Điều 112; Thông báo số 9441/TB-BNV ngày 16/10/2025",
    off: [
      20260101, 20260102, 20260216, 20260217, 20260218, 20260219, 20260220, 20260427, 20260430, 20260501, 20260831,
      20260901, 20260902,
    ],
    worked: [20260110, 20260822],
  },
  {
    year: 2027,
    fixed: false,
    document: "Bộ luật Lao động số 45/2019/QH14, Điều 112 (tạm tính, chưa có thông báo của cơ quan có thẩm quyền)",
    off: [20270101, 20270205, 20270208, 20270209, 20270210, 20270211, 20270416, 20270430, 20270503, 20270902, 20270903],
    worked: [],
  },
];

/** Fixed words of the treasury's papers: layout after Decree 30/2020/NĐ-CP, content after Decree 254/2025/NĐ-CP. Unofficial copies were read. */
export const FIRST_TEXTS: FormTexts = {
  parent: "KHO BẠC NHÀ NƯỚC",
  symbol: "TB-KBNN",
  noticePart: "Về việc từ chối thanh toán (một phần)",
  noticeRefuse: "Về việc từ chối thanh toán",
  noticeReturn: "Về việc trả hồ sơ, yêu cầu bổ sung",
  sheetTitle: "Kết quả kiểm soát thanh toán",
  bases: [],
  opening:
    "Qua kiểm soát hồ sơ đề nghị thanh toán và bảng kê nguồn gốc vật liệu đã được nhà thầu, tư vấn giám sát và chủ đầu tư ký xác nhận trong sổ gốc điện tử,",
  missing: "Bảng kê chưa chứng minh đủ khối lượng vật liệu của hạng mục.",
  cureMissing:
    "bổ sung phiếu vận chuyển đã được nhận vào đúng gói thầu, hoặc giấy tờ nguồn gốc có xác nhận của cơ quan quản lý khoáng sản.",
  contradicted: "Số liệu ghi nhận về cùng một phiếu không khớp nhau và chưa được làm rõ.",
  cureContradicted:
    "chủ đầu tư, nhà thầu và tư vấn giám sát giải trình từng phiếu, kèm phiếu cân và sổ nhận hàng; số liệu được làm rõ sẽ được tính lại ở hồ sơ sau.",
  closingPart:
    "Phần khối lượng chưa được chấp nhận được đề nghị lại khi đã bổ sung đủ căn cứ. Chủ đầu tư chịu trách nhiệm về tính chính xác của nội dung hồ sơ.",
  closingRefuse:
    "Hồ sơ được đề nghị lại khi đã bổ sung đủ căn cứ và làm rõ các nội dung nêu trên. Chủ đầu tư chịu trách nhiệm về tính chính xác của nội dung hồ sơ.",
  closingReturn: "Thời hạn kiểm soát được tính từ ngày nhận đủ hồ sơ đã bổ sung.",
  recipients: ["Như trên;", "Nhà thầu, tư vấn giám sát (để biết);", "Lưu: VT, KSC."],
  office: "GIÁM ĐỐC",
  basis:
    "quy định về hồ sơ thanh toán khối lượng công việc hoàn thành tại Nghị định số 254/2025/NĐ-CP ngày 26 tháng 9 năm 2025 của Chính phủ",
  cureBy: "trước khi hết thời gian giải ngân kế hoạch vốn hằng năm của dự án (ngày 31 tháng 01 năm sau năm kế hoạch)",
  sheetSymbol: "KBNN-KSC",
  advanceTitle: "Kết quả kiểm soát tạm ứng vốn",
};
