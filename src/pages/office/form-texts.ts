// The fixed words of the treasury's papers, by date: layout after Decree 30/2020/NĐ-CP, content after Decree 254/2025/NĐ-CP. Unofficial
// copies were read, so these are configuration and not law: a treasury replaces a row when its own form changes.

/** Words of the notice and of the result sheet that are in force from a day (yyyymmdd) on. */
export type FormTexts = {
  readonly from: number;
  readonly parent: string;
  readonly symbol: string;
  readonly noticeTitle: Readonly<Record<"part" | "refuse" | "return", string>>;
  readonly sheetTitle: string;
  readonly bases: readonly string[];
  readonly opening: string;
  readonly missing: string;
  readonly cureMissing: string;
  readonly contradicted: string;
  readonly cureContradicted: string;
  readonly closing: Readonly<Record<"part" | "refuse" | "return", string>>;
  readonly recipients: readonly string[];
  readonly office: string;
};

const TEXTS: readonly FormTexts[] = [
  {
    from: 20250701,
    parent: "KHO BẠC NHÀ NƯỚC",
    symbol: "TB-KBNN",
    noticeTitle: {
      part: "Về việc từ chối thanh toán (một phần)",
      refuse: "Về việc từ chối thanh toán",
      return: "Về việc trả hồ sơ, yêu cầu bổ sung",
    },
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
    closing: {
      part: "Phần khối lượng chưa được chấp nhận được đề nghị lại khi đã bổ sung đủ căn cứ. Chủ đầu tư chịu trách nhiệm về tính chính xác của nội dung hồ sơ.",
      refuse:
        "Hồ sơ được đề nghị lại khi đã bổ sung đủ căn cứ và làm rõ các nội dung nêu trên. Chủ đầu tư chịu trách nhiệm về tính chính xác của nội dung hồ sơ.",
      return: "Thời hạn kiểm soát được tính từ ngày nhận đủ hồ sơ đã bổ sung.",
    },
    recipients: ["Như trên;", "Nhà thầu, tư vấn giám sát (để biết);", "Lưu: VT, KSC."],
    office: "GIÁM ĐỐC",
  },
];

/** The words in force on a day; the first row holds for days before it, too. */
export function formTextsOn(day: number): FormTexts {
  return [...TEXTS].reverse().find((each) => each.from <= day) ?? TEXTS[0]!;
}

/** The place of a treasury's letters, from its registered name ("… khu vực Sông Lam"); dots where the name has none. */
export function letterPlace(treasury: string): string {
  return /khu vực (.+)$/u.exec(treasury)?.[1] ?? "…………";
}
