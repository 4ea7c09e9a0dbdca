// Sample pages with every piece on them: what the layout tests measure and what a person looks at when the style changes.
// All names and figures are fictional.
import { html } from "hono/html";
import QRCode from "qrcode";
import { choiceField, form, textArea, textField } from "../../src/web/fields.ts";
import { type AssetUrls, type Frame, type Markup, page, t } from "../../src/web/layout.ts";
import {
  actionButton,
  breadcrumb,
  definitions,
  emptyState,
  figuresTable,
  problemPanel,
  proofFold,
  qrFigure,
  secondButton,
  stepsList,
  verdictMark,
  verdictPanel,
} from "../../src/web/parts.ts";
import { letterFoot, letterHead, type Paper, printPage, slipSheet } from "../../src/web/print.ts";
import type { VerdictState } from "../../src/web/tokens.ts";
import {
  formatCount,
  formatDong,
  formatKg,
  formatMoment,
  formatQuantity,
  formatTonnes,
  shortfallSentence,
} from "../../src/words/as-written.ts";
import type { Lang } from "../../src/words/lang.ts";

const QR_SVG = await QRCode.toString(`SN1:${"6BFOXN*TS0BI$ZD-PHQ7I9AD66V5B22CH9M9ESI9XBHXK".repeat(4).slice(0, 180)}`, {
  type: "svg",
  margin: 0,
  errorCorrectionLevel: "M",
});
const MOMENT_MS = Date.UTC(2026, 10, 12, 7, 20);
const ENTRY_ID = "9f2c41d07be85a6633c0e1f4a8d97b12c56e0f93aa417d28be6f5c0d91e37a84";

const REASONS: Record<VerdictState, { vi: string; en: string }> = {
  verified: {
    vi: "Phiếu cấp tại mỏ cát Bình Sơn lúc 13:05, còn hiệu lực đến 17:40. Cho xe đi.",
    en: "Issued at the Bình Sơn sand mine at 13:05, valid until 17:40. Let the truck pass.",
  },
  insufficient: {
    vi: "Bến Số 2 chưa nộp biên bản kiểm định cân năm 2026. Ghi lượt qua trạm và báo Sở.",
    en: "Yard 2 has not shown its 2026 scale certificate. Record the passage and tell the department.",
  },
  contradicted: {
    vi: "Phiếu đã được nhận tại Bãi số 3 lúc 14:20 ngày 12/11/2026. Giữ xe và lập biên bản.",
    en: "This slip was received at Yard 3 at 14:20 on 12 Nov 2026. Hold the truck and make a record.",
  },
  unconnected: {
    vi: "Nguồn này chưa kết nối với sổ. Kiểm tra giấy tờ trên xe.",
    en: "This source is not connected to the ledger yet. Check the papers on the truck.",
  },
};

function frame(assets: AssetUrls, lang: Lang, path: string, night?: boolean): Frame {
  const who = {
    name: "Kho bạc Nhà nước khu vực XV",
    role: t(lang, "Chuyên viên kiểm soát chi", "Payment control officer"),
    signOutPath: "/sign-out",
  };
  return {
    lang,
    path,
    assets,
    who,
    head: { size: 182_640, rootShort: "7f3a 91c0" },
    ...(night === undefined ? {} : { night }),
  };
}

function workLines(lang: Lang): Markup {
  const unit = t(lang, "tấn", "tonnes");
  return figuresTable({
    caption: t(lang, "Hạng mục đề nghị thanh toán", "Work items claimed"),
    columns: [
      { head: t(lang, "Hạng mục", "Work item") },
      { head: t(lang, "Đề nghị", "Claimed"), unit: "đ", kind: "figure" },
      { head: t(lang, "Khối lượng", "Quantity"), unit: "m³", kind: "figure" },
      { head: t(lang, "Cát cần", "Sand needed"), unit, kind: "figure" },
      { head: t(lang, "Có căn cứ", "Evidenced"), unit, kind: "figure" },
      { head: t(lang, "Đủ căn cứ", "Accepted"), unit: "đ", kind: "figure" },
      { head: t(lang, "Kết quả", "Result") },
    ],
    rows: [
      [
        "BT móng M250, đá 1×2",
        formatCount(120_000_000, lang),
        formatQuantity(100_000, lang),
        formatTonnes(73_416, lang),
        formatTonnes(60_000, lang),
        formatCount(98_040_000, lang),
        verdictMark({
          state: "insufficient",
          word: t(lang, shortfallSentence(73_416, 60_000), shortfallSentence(73_416, 60_000, "en")),
        }),
      ],
      [
        "Đắp nền K95",
        formatCount(412_500_000, lang),
        formatQuantity(2_500_000, lang),
        "–",
        "–",
        formatCount(412_500_000, lang),
        verdictMark({ state: "verified", word: t(lang, "Đủ căn cứ", "Evidenced") }),
      ],
      [
        "Xây tường chắn đá hộc",
        formatCount(86_250_000, lang),
        formatQuantity(75_500, lang),
        formatTonnes(31_250, lang),
        "0,0",
        formatCount(0, lang),
        verdictMark({ state: "contradicted", word: t(lang, "Mâu thuẫn", "Contradicted") }),
      ],
      [
        "Cấp phối đá dăm lớp trên",
        formatCount(64_000_000, lang),
        formatQuantity(160_000, lang),
        "–",
        "–",
        formatCount(0, lang),
        verdictMark({ state: "unconnected", word: t(lang, "Chưa kết nối", "Not connected") }),
      ],
    ],
    total: [t(lang, "Cộng", "Total"), formatCount(682_750_000, lang), "", "", "", formatCount(510_540_000, lang), ""],
  });
}

/** A treasury page: table, trace, proof, form with a refused value, empty list. */
export function claimPage(assets: AssetUrls, lang: Lang = "vi", night?: boolean): Markup {
  const body = html`
${problemPanel({ code: "reason-too-short", vi: "Chưa ký được: lý do cần ít nhất 10 ký tự.", en: "Not signed: the reason needs at least 10 characters." })}
<p class="lead">${t(lang, "Đủ căn cứ 510.540.000 đ trong 682.750.000 đ đề nghị. Hai hạng mục thiếu chứng minh, một hạng mục mâu thuẫn.", "Evidence supports 510,540,000 VND of 682,750,000 VND claimed. Two items lack proof, one is contradicted.")}</p>
${workLines(lang)}
<h2>${t(lang, "Truy nguồn: BT móng M250, cát", "Origin: foundation concrete M250, sand")}</h2>
${stepsList([
  {
    place: "Gói thầu XL-02, Cầu Sông Vệ",
    what: t(lang, "Nhận vào kho công trình", "Received at the site store"),
    when: "12/11/2026 14:20",
    amount: formatKg(60_000, lang),
    from: [
      {
        place: "Bến Tịnh Long",
        what: t(lang, "Xuất 3 phiếu từ tồn bến", "3 slips from yard stock"),
        amount: formatKg(42_500, lang),
        verdict: { state: "verified", word: t(lang, "Đủ căn cứ", "Evidenced") },
        from: [
          {
            place: "Mỏ cát Bình Sơn, GP 482/GP-UBND",
            what: t(lang, "Khai thác trong công suất năm 2026", "Within the 2026 capacity"),
            amount: formatKg(42_500, lang),
          },
        ],
      },
      {
        place: "Mỏ cát Trà Khúc 5, GP 117/GP-UBND",
        what: t(lang, "Xuất thẳng 1 phiếu", "1 slip, direct"),
        amount: formatKg(17_500, lang),
        verdict: {
          state: "insufficient",
          word: t(lang, "Giấy phép nộp bản sao chưa chứng thực", "The licence copy is not certified"),
        },
      },
    ],
  },
])}
${proofFold(lang, { index: 182_204, entryId: ENTRY_ID, leafHash: ENTRY_ID.split("").reverse().join(""), treeSize: 182_640, bundlePath: "/bundle" })}
<h2>${t(lang, "Quyết định", "Decision")}</h2>
${form(
  "/sign",
  html`${choiceField({
    name: "outcome",
    label: t(lang, "Kết quả kiểm soát thanh toán", "Result"),
    value: "part",
    choices: [
      { value: "pay", text: t(lang, "Thanh toán", "Pay") },
      { value: "part", text: t(lang, "Thanh toán một phần", "Pay part"), hint: formatDong(510_540_000, lang) },
      { value: "refuse", text: t(lang, "Từ chối thanh toán", "Refuse") },
      { value: "return", text: t(lang, "Trả hồ sơ, yêu cầu bổ sung", "Return for completion") },
    ],
  })}
${textArea({ name: "reason", label: t(lang, "Lý do", "Reason"), hint: t(lang, "Từ 10 đến 500 ký tự", "10 to 500 characters") }, { typed: { reason: "Thiếu cát" }, errors: { reason: t(lang, "Lý do mới có 9 ký tự; cần ít nhất 10.", "The reason has 9 characters; at least 10 are needed.") } })}
${actionButton({ verb: { vi: "Ký kết quả", en: "Sign the result" }, second: secondButton({ verb: t(lang, "Lưu nháp", "Save draft"), name: "draft", value: "1" }) })}`,
)}
<h2>${t(lang, "Đính chính", "Corrections")}</h2>
${emptyState({ what: t(lang, "Chưa có đính chính nào.", "No corrections yet."), how: t(lang, "Đính chính xuất hiện ở đây khi hai người có thẩm quyền cùng ký.", "A correction appears here once two authorised people have signed it.") })}`;
  return page({
    ...frame(assets, lang, "/claims/7?tab=lines", night),
    title: t(lang, "Hồ sơ số 07", "Claim 07"),
    job: { vi: "Kiểm soát hồ sơ đề nghị thanh toán số 07/2026", en: "Control payment claim 07/2026" },
    crumbs: breadcrumb(lang, [
      { text: t(lang, "Kho bạc", "Treasury"), path: "/treasury" },
      { text: "Cầu Sông Vệ", path: "/p/3" },
      { text: t(lang, "Hồ sơ 07/2026", "Claim 07/2026") },
    ]),
    body,
    wide: true,
  });
}

/** The checkpoint's screen with one verdict. */
export function verdictPage(assets: AssetUrls, state: VerdictState, night?: boolean): Markup {
  return page({
    ...frame(assets, "vi", "/scan", night),
    title: "Kiểm tra xe",
    job: { vi: "Kiểm tra xe", en: "Check a truck" },
    screen: true,
    body: html`${verdictPanel({ state, reason: REASONS[state], code: "7K3F-92QD-M" })}
${definitions([
  ["Biển số", "77C-042.69"],
  [{ vi: "Vật liệu", en: "Material" }, "Cát xây dựng"],
  ["Khối lượng", html`<span class="figure">${formatKg(18_500)}</span>`],
  ["Từ", "Mỏ cát Bình Sơn"],
  ["Đến", "Gói thầu XL-02, Cầu Sông Vệ"],
  ["Cấp lúc", formatMoment(MOMENT_MS)],
])}
${proofFold("vi", { index: 182_204, entryId: ENTRY_ID })}
${actionButton({ verb: { vi: "Ghi lượt qua trạm", en: "Record the passage" }, second: secondButton({ verb: "Quét tiếp", path: "/scan" }) })}`,
  });
}

/** A form with the one big number, as a dispatcher sees it. */
export function issuePage(assets: AssetUrls, night?: boolean): Markup {
  const kept = {
    typed: { mass: "18.500" },
    errors: {
      mass: {
        vi: "“18.500” đọc được hai cách. Ô này tính bằng tấn: hãy viết như 18,5.",
        en: "“18.500” can be read in two ways. This field is in tonnes: write it like 18,5.",
      },
    },
  };
  return page({
    ...frame(assets, "vi", "/issue", night),
    title: "Xuất phiếu",
    job: { vi: "Xuất phiếu vận chuyển", en: "Issue a transport slip" },
    body: form(
      "/issue",
      html`${textField({ name: "plate", label: { vi: "Biển số xe", en: "Plate" }, value: "77C-042.69" })}
${textField({ name: "mass", label: { vi: "Khối lượng hàng", en: "Net mass" }, unit: "tấn", big: true, inputmode: "decimal" }, kept)}
${actionButton({ verb: { vi: "Ký và in phiếu", en: "Sign and print" } })}${qrFigure(QR_SVG, "7K3F-92QD-M")}`,
    ),
  });
}

/** A slip for the printer. */
export function slipPage(assets: AssetUrls, paper: Paper): Markup {
  const body = slipSheet({
    title: { vi: "Phiếu vận chuyển vật liệu", en: "Material transport slip" },
    qrSvg: QR_SVG,
    code: "7K3F-92QD-M",
    until: ["Có giá trị đến", "16:20 12/11/2026"],
    mass: formatKg(18_500),
    lines: [
      [{ vi: "Vật liệu", en: "Material" }, "Cát xây dựng"],
      ["Biển số", "77C-042.69"],
      ["Nguồn", "Mỏ cát Bình Sơn, 482/GP-UBND"],
      ["Nơi đến", "Gói thầu XL-02, Cầu Sông Vệ"],
      ["Cấp lúc", formatMoment(MOMENT_MS)],
      ["Hiệu lực đến", formatMoment(MOMENT_MS + 14_400_000)],
    ],
    notice: { vi: "Phiếu này không thay hóa đơn.", en: "This slip does not replace an invoice." },
  });
  return printPage({
    lang: "vi",
    title: "Phiếu 7K3F-92QD-M",
    paper,
    assets,
    body,
    back: { path: "/issue", text: "Quay lại" },
  });
}

/** A notice in office layout. */
export function letterPage(assets: AssetUrls): Markup {
  const body = html`<article class="letter">${letterHead({ parent: "KHO BẠC NHÀ NƯỚC", issuer: "KHO BẠC NHÀ NƯỚC KHU VỰC XV", number: "126/TB-KBKV", place: "Quảng Ngãi", dateMs: MOMENT_MS })}
<p class="letter-title">THÔNG BÁO<br>Về việc từ chối thanh toán (một phần)</p>
<p>Kính gửi: Ban Quản lý dự án đầu tư xây dựng các công trình giao thông.</p>
${workLines("vi")}
${letterFoot({ recipients: ["Như trên;", "Sở Tài chính;", "Lưu: VT, KSC."], offices: ["GIÁM ĐỐC"], signer: "(chức danh, chữ ký, dấu)", qrSvg: QR_SVG, code: "7K3F-92QD-M" })}</article>`;
  return printPage({ lang: "vi", title: "Thông báo 126", paper: "a4", assets, body });
}
