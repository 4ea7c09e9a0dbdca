// The paper of a search that found no slip: a prefilled record (biên bản) on A4, to be signed on the road by officer and driver. Always Vietnamese:
// it is an office's paper.
import { html } from "hono/html";
import { hex } from "../../format/bytes.ts";
import { slipCode } from "../../format/slipcode.ts";
import { mayOpen } from "../../http/readers.ts";
import { definitions } from "../../web/parts.ts";
import { letterFoot, letterHead, printPage } from "../../web/print.ts";
import { formatCount, formatDateTime } from "../../words/as-written.ts";
import { sentence } from "../../words/problem.ts";
import { answer, closedPage, indexOf, missing, type PageRequest, readableEntry } from "../request.ts";
import { qrSvg } from "./qr.ts";

const JOB = { vi: "Biên bản không tìm thấy phiếu", en: "Record that no slip was found" };
const FOR_WHOM = {
  vi: "Biên bản này của cán bộ trạm kiểm tra và thanh tra.",
  en: "This record is for officers of checkpoints and inspectors.",
};
const BLANK = "……………………………………………";

/** GET /check/search/:index. */
export async function showSearchRecord(request: PageRequest): Promise<Response> {
  const { services, who, context } = request;
  if (!mayOpen(who, "road")) return closedPage(request, JOB, FOR_WHOM);
  const index = indexOf(context.req.param("index"));
  const stored = await readableEntry(request, index);
  if (stored?.entry.kind !== "search.record") return missing(request, "entry", index ?? 0);
  const { entry, eventS, verdict } = stored;
  const { site, plate, searchedS, size, note } = entry.body;
  const { place, force } = await services.view.read((book) => {
    const { name, party } = book.need("site", site);
    return { place: name, force: book.need("party", party).name };
  });
  const atMs = Math.min(searchedS, eventS) * 1000;
  const lines = definitions([
    ["Biển số nhìn thấy", html`<strong>${plate}</strong>`],
    ["Tra lúc", formatDateTime(atMs, "vi")],
    ["Nơi tra", place],
    ["Sổ đã tra", `${services.origin}, ${formatCount(size, "vi")} mục đầu`],
    ["Kết quả", verdict ? sentence(verdict, "vi") : "Không có phiếu nào của xe này đang trên đường."],
    ["Ghi chú của cán bộ", note ?? BLANK],
    ["Hàng trên xe", BLANK],
    ["Phiếu giấy lái xe đưa ra (số, quyển)", BLANK],
    ["Lời khai của lái xe", BLANK],
  ]);
  const head = letterHead({
    parent: "",
    issuer: force.toLocaleUpperCase("vi"),
    number: "………/BB",
    place: "…………",
    dateMs: atMs,
  });
  const foot = letterFoot({
    recipients: ["Lái xe, chủ xe", "Cơ quan quản lý khoáng sản", "Lưu hồ sơ"],
    offices: ["CÁN BỘ LẬP BIÊN BẢN"],
    signer: "(Chữ ký, họ tên)",
    qrSvg: qrSvg(entry.bytes, "Lời khai đã ký"),
    code: slipCode(entry.id),
  });
  const body = html`<article class="letter">${head}
<h1 class="letter-title">BIÊN BẢN<br>VỀ VIỆC KHÔNG TÌM THẤY PHIẾU VẬN CHUYỂN VẬT LIỆU</h1>
${lines}
<p>Lời khai này đã được ký bằng khóa của cán bộ và ghi ở mục ${stored.index} của sổ. Mã QR chứa nguyên lời khai đã ký; mã mục sổ: <code class="hash">${hex(entry.id)}</code>.</p>
<p>Lái xe đã nghe đọc lại biên bản và ký tên: ${BLANK}</p>
${foot}</article>`;
  const back = { path: "/check/road", text: "Về tra phiếu" };
  return answer(
    printPage({ lang: "vi", title: `${JOB.vi} ${plate}`, paper: "a4", assets: services.assets, body, back }),
  );
}
