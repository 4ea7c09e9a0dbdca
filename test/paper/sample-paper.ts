// A refusal with everything that a paper can hold, for the tests of its forms.
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type OfficePaper, type PaperBlock, paperParagraph } from "../../src/paper/office-paper.ts";

/** The font files as they are installed. */
export async function installedFont(file: string): Promise<Uint8Array> {
  const folder = path.dirname(createRequire(import.meta.url).resolve("@expo-google-fonts/tinos/package.json"));
  const style = file.slice(file.indexOf("_") + 1, file.indexOf("."));
  return new Uint8Array(fs.readFileSync(path.join(folder, style, file)));
}

/** 600,000 m³ at 265.000 đ and the like; every third line has a long name. */
export function workLines(count: number): PaperBlock {
  const name = (n: number) =>
    n % 3 === 0
      ? `${n}. Bê tông lót móng, đá 4x6, mác M150, đổ bằng thủ công tại các vị trí chật hẹp`
      : `${n}. Đắp cát công trình, K95`;
  const rows = Array.from({ length: count }, (_, i) => [
    name(i + 1),
    "600,000 m³",
    "159.000.000",
    "245,211 m³",
    "64.980.915",
    "354,789 m³",
    "94.019.085",
  ]);
  const figure = (head: string) => ({ head, kind: "figure" as const });
  return {
    block: "table",
    caption: "Khối lượng và số tiền",
    unit: "Đơn vị tính: đồng",
    columns: [
      { head: "Hạng mục" },
      figure("Khối lượng đề nghị"),
      figure("Số tiền đề nghị"),
      figure("Khối lượng đủ căn cứ"),
      figure("Số tiền đủ căn cứ"),
      figure("Khối lượng chưa đủ căn cứ"),
      figure("Số tiền chưa đủ căn cứ"),
    ],
    rows,
    total: ["Cộng", "", "318.000.000", "", "129.961.830", "", "188.038.170"],
  };
}

export function samplePaper(lines = 45): OfficePaper {
  return {
    title: "Thông báo từ chối thanh toán một phần, hồ sơ số 3",
    head: {
      parent: "KHO BẠC NHÀ NƯỚC",
      issuer: "KHO BẠC NHÀ NƯỚC KHU VỰC SÔNG LAM",
      number: "………/TB-KBNN",
      place: "Sông Lam",
      dateMs: Date.UTC(2026, 10, 27, 3, 0, 0),
    },
    name: "THÔNG BÁO",
    subject:
      "Về việc từ chối thanh toán một phần vốn đầu tư xây dựng của gói thầu số 2, kè chống sạt lở bờ hữu sông Lam",
    to: "Ban Quản lý dự án đầu tư xây dựng tỉnh Sông Lam",
    bases: [
      "Căn cứ Nghị định số 254/2025/NĐ-CP ngày 26 tháng 9 năm 2025 của Chính phủ quy định về quản lý, thanh toán, quyết toán dự án sử dụng vốn đầu tư công;",
      "Xét Hợp đồng số 12/2026/HĐ-XD.",
    ],
    body: [
      paperParagraph(
        "Kho bạc Nhà nước khu vực Sông Lam thông báo kết quả kiểm soát đối với hồ sơ đề nghị thanh toán số 3 như sau: những ký tự ắ ằ ẳ ẵ ặ ấ ầ ẩ ẫ ậ ế ề ể ễ ệ ố ồ ổ ỗ ộ ớ ờ ở ỡ ợ ứ ừ ử ữ ự ỳ ỷ ỹ ỵ đ Đ đều phải đọc được, kể cả ba dấu liền nhau.",
      ),
      workLines(lines),
      paperParagraph(
        "Số tiền chấp nhận thanh toán: ",
        { text: "129.961.830 đ", bold: true },
        " (",
        {
          text: "Bằng chữ: Một trăm hai mươi chín triệu chín trăm sáu mươi mốt nghìn tám trăm ba mươi đồng",
          italic: true,
        },
        ").",
      ),
      paperParagraph({ text: "Lý do:", bold: true }),
      {
        block: "list",
        items: [
          {
            text: "Hạng mục 1 (Đắp cát công trình, K95): chưa đủ căn cứ 354,789 m³, tương ứng 94.019.085 đ.",
            under: [
              "cát cần 1.010,2 tấn, đủ căn cứ 412,8 tấn, có mâu thuẫn 241,6 tấn, thiếu 355,8 tấn. Chưa có phiếu vận chuyển đã được nhận vào đúng gói thầu. Cách khắc phục: bổ sung phiếu vận chuyển.",
            ],
          },
          { text: "Căn cứ khác: biên bản nghiệm thu không kèm sổ nhận hàng.", under: [] },
        ],
      },
      paperParagraph({ text: "Thời hạn bổ sung:", bold: true }, " trước khi hết thời gian giải ngân của kế hoạch vốn."),
    ],
    end: {
      recipients: ["Như trên;", "Sở Tài chính tỉnh Sông Lam;", "Lưu: VT, KSC."],
      offices: ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"],
      signer: "Lê Thị Hạnh",
      qr: "SNKQ:songlam.example/so-nguon/918/6JW4KZ2Q7M8N5P3R9T1V0XABCD",
      code: "918/7K3F-92QD-M1PA",
    },
    appendix: {
      name: ["PHỤ LỤC", "KHỐI LƯỢNG VẬT LIỆU VÀ SỐ MỤC SỔ"],
      belongs: "Kèm theo Thông báo số ………/TB-KBNN ngày 27 tháng 11 năm 2026 của Kho bạc Nhà nước khu vực Sông Lam",
      body: [
        { block: "heading", text: "Mục sổ của hồ sơ" },
        paperParagraph("Bảng kê: mục 914. Kết quả đã ký: mục 918."),
        paperParagraph("Mã mục sổ của kết quả (SHA-256): ", { text: "0f".repeat(32), hash: true }, "."),
      ],
    },
  };
}
