// The closed list of problems (RFC 9457 `code`): what can go wrong, said once, in Vietnamese and English. Everything that
// refuses names one of these and adds the numbers that explain it; pages, the API and the command line show the same words.

import { formatCount, formatDuration, formatMoment } from "./as-written.ts";
import { type WordFigures, wordsOf } from "./dictionary.ts";
import type { Lang } from "./lang.ts";
import { CONFIGURATION_PROBLEMS } from "./problems/configuration.ts";
import { CONTRADICTION_PROBLEMS } from "./problems/contradictions.ts";
import { MEASURING_PROBLEMS } from "./problems/measuring.ts";
import { PAYMENT_PROBLEMS } from "./problems/payment.ts";
import { RIGHT_PROBLEMS } from "./problems/rights.ts";

/** code → HTTP status and the sentence for people; `{name}` is replaced by the problem's figure of that name. */
export const PROBLEMS = {
  // The bytes
  "too-large": [
    413,
    "Gói dữ liệu dài {bytes} byte, vượt mức {limit} byte.",
    "The data is {bytes} bytes, over the limit of {limit}.",
  ],
  "not-an-entry": [
    400,
    "Dữ liệu gửi lên không phải một mục sổ đúng khuôn dạng ({expected}). Hãy cập nhật ứng dụng rồi ký lại.",
    "The bytes are not a well-formed entry ({expected}). Update the app and sign again.",
  ],
  "unknown-kind": [400, "Loại mục sổ số {kind} chưa được dùng.", "Entry kind {kind} is not in use."],
  "bad-body": [
    400,
    "Nội dung mục sổ sai ở “{path}”: cần {expected}.",
    "The entry's content is wrong at “{path}”: expected {expected}.",
  ],
  "bad-signature": [
    400,
    "Chữ ký không khớp với khóa và sổ này. Kiểm tra thiết bị đang nối đúng sổ.",
    "The signature does not match this key and ledger. Check that the device is connected to the right ledger.",
  ],
  "unsupported-media": [
    415,
    "Cần gửi application/cose hoặc application/cbor-seq.",
    "Send application/cose or application/cbor-seq.",
  ],
  // The signer
  "unknown-key": [
    403,
    "Khóa ký {kid} chưa được đăng ký. Đề nghị cơ quan quản lý đăng ký thiết bị.",
    "Signing key {kid} is not registered. Ask the authority to register the device.",
  ],
  "revoked-key": [
    403,
    "Khóa ký {kid} đã bị thu hồi tại mục {index}.",
    "Signing key {kid} was revoked at entry {index}.",
  ],
  "frozen-key": [
    403,
    "Khóa ký {kid} bị tạm khóa tại mục {index} vì hai mục sổ khác nhau mang cùng số thứ tự.",
    "Signing key {kid} is frozen at entry {index}: two different entries carry one number.",
  ],
  "party-succeeded": [
    403,
    "Đơn vị của khóa ký đã có đơn vị kế thừa (mục {index}); khóa cũ chỉ ký được đến hết ngày {day}. Hãy ký bằng khóa của đơn vị kế thừa.",
    "Another party has taken the place of the signing key's party (entry {index}); its keys sign until the end of {day}. Sign with a key of the successor.",
  ],
  "no-standing": [
    403,
    "Đơn vị ký không có thẩm quyền lập loại mục này ({need}).",
    "The signing party may not make this kind of entry ({need}).",
  ],
  "seq-reused": [
    409,
    "Số thứ tự {seq} của khóa đã dùng cho mục {index} khác nội dung. Thiết bị có thể đã bị sao chép; báo cơ quan quản lý.",
    "Number {seq} of this key is already used by a different entry, {index}. The device may be cloned; tell the authority.",
  ],
  "key-refused": [422, "Khóa đăng ký không đạt yêu cầu: {expected}.", "The key cannot be registered: {expected}."],
  // References and registry
  "not-found": [404, "Không tìm thấy {what} {index} trong sổ.", "There is no {what} {index} in the ledger."],
  "already-exists": [
    409,
    "{what} {value} đã có trong sổ ở mục {index}.",
    "{what} {value} is already in the ledger at entry {index}.",
  ],
  resembles: [
    409,
    "{what} {value} giống với mục {index}. Nếu là một thì dùng mục {index}; nếu khác nhau thật thì ghi {index} vào ô “khác với” rồi gửi lại.",
    "{what} {value} resembles entry {index}. If they are one, use entry {index}; if they are truly two, write {index} under “distinct from” and send it again.",
  ],
  "out-of-scope": [422, "{what} không thuộc phạm vi theo dõi của sổ.", "{what} is outside what this ledger follows."],
  "bad-terms": [422, "Thông tin đăng ký không hợp lệ: {expected}.", "The registration is not valid: {expected}."],
  ...RIGHT_PROBLEMS,
  ...CONTRADICTION_PROBLEMS,
  ...MEASURING_PROBLEMS,
  ...PAYMENT_PROBLEMS,
  ...CONFIGURATION_PROBLEMS,
  // The service
  unauthorised: [401, "Cần đăng nhập bằng khóa thiết bị.", "Sign in with a device key."],
  "wrong-state": [
    409,
    "Thao tác không hợp lệ ở trạng thái này: {expected}.",
    "Not possible in this state: {expected}.",
  ],
  "bad-request": [400, "Yêu cầu không đúng: {expected}.", "The request is not right: {expected}."],
  "no-such-page": [404, "Không có trang này.", "There is no such page."],
  "method-not-allowed": [
    405,
    "Địa chỉ này không nhận thao tác {method}; chỉ nhận {allowed}.",
    "This address does not take {method}; it takes {allowed}.",
  ],
  "cross-site": [
    403,
    "Yêu cầu đến từ một trang khác nên không được thực hiện. Mở lại trang của sổ rồi thao tác lại.",
    "The request came from another site and was not carried out. Open the ledger's own page and try again.",
  ],
  "wrong-host": [
    421,
    "Bản dùng thử chỉ mở được ở địa chỉ của chính máy này, ví dụ http://localhost.",
    "The demo is open at this machine's own address only, such as http://localhost.",
  ],
  "asks-too-much": [
    422,
    "Mục này cần tra cứu quá nhiều dữ liệu trong sổ (quá {rounds} lượt). Chia thành nhiều mục nhỏ hơn rồi gửi lại.",
    "This entry asks too much of the ledger at once (more than {rounds} look-ups in turn). Split it and send the parts again.",
  ],
  "too-many-requests": [
    429,
    "Nơi gửi này đã gửi quá nhiều trong thời gian ngắn. Gửi lại sau {seconds} giây; mục đã ký không mất.",
    "This sender has sent too much in a short time. Send again in {seconds} seconds; what you signed is not lost.",
  ],
  away: [
    503,
    "Tạm thời chưa đọc được sổ vì cơ sở dữ liệu không trả lời. Mở lại trang sau {seconds} giây.",
    "The ledger cannot be read for the moment: its database does not answer. Open the page again in {seconds} seconds.",
  ],
  "not-opened": [
    503,
    "Sổ chưa được mở. Đơn vị vận hành phải mở sổ bằng “so-nguon init” trước; không ai mở được sổ qua mạng.",
    "The ledger is not open yet. Its operator must first open it with “so-nguon init”; nobody opens it from the network.",
  ],
  busy: [
    503,
    "Máy chủ đang bận, gửi lại sau {seconds} giây. Mục đã ký không mất.",
    "The server is busy; send again in {seconds} seconds. The signed entry is not lost.",
  ],
  clock: [
    503,
    "Đồng hồ máy chủ không tin cậy; sổ tạm ngừng nhận. Báo đơn vị vận hành.",
    "The server's clock cannot be trusted; intake is halted. Tell the operator.",
  ],
  history: [
    503,
    "Sổ tạm ngừng nhận: đã xác nhận {signed} mục, nhưng cơ sở dữ liệu đang có {stored} mục không nối tiếp. Báo đơn vị vận hành; mục đã ký không mất, gửi lại sau.",
    "Intake is halted: {signed} entries are confirmed, but the database holds {stored} that do not extend them. Tell the operator; what you signed is not lost, send it again later.",
  ],
  "rules-version-unknown": [
    503,
    "Chương trình này chưa biết phiên bản quy tắc {version} của sổ (chỉ biết: {known}) nên không ghi, không kiểm tra gì theo phiên bản đó. Báo đơn vị vận hành cập nhật chương trình; mục đã ký không mất, gửi lại sau.",
    "This program does not know version {version} of the ledger's rules (it knows: {known}) and neither records nor verifies anything by it. Tell the operator to update the program; what you signed is not lost, send it again later.",
  ],
  internal: [
    500,
    "Có lỗi trong hệ thống; mục chưa được ghi. Gửi lại sau.",
    "Something failed; the entry was not recorded. Send it again later.",
  ],
} as const satisfies Record<string, readonly [status: number, vi: string, en: string]>;

export type ProblemCode = keyof typeof PROBLEMS;
/** ProblemFigures that explain a problem; numbers stay numbers for machines, and what is a word is a code of the dictionary. */
export type ProblemFigures = Readonly<Record<string, string | number>> & WordFigures;

/** An expected refusal: a code from the closed list and the figures that explain it. */
export type Problem<C extends ProblemCode = ProblemCode> = { readonly code: C; readonly figures: ProblemFigures };

/** A problem of this code with its figures. */
export function problem<C extends ProblemCode>(code: C, figures: ProblemFigures = {}): Problem<C> {
  return { code, figures };
}

/** The HTTP status of a problem. */
export function statusOf(of: Problem): number {
  return PROBLEMS[of.code][0];
}

/** The problem's sentence in one language, its figures filled in with that language's words and separators. */
export function sentence(of: Problem, lang: Lang): string {
  const text = filled(PROBLEMS[of.code][lang === "vi" ? 1 : 2], of.figures, lang);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function filled(template: string, figures: ProblemFigures, lang: Lang): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => figureText(name, figures, lang));
}

/** A word of the dictionary may itself name figures of the same problem. */
function figureText(name: string, figures: ProblemFigures, lang: Lang): string {
  const figure = figures[name];
  if (figure === undefined) return "?";
  const words = wordsOf(name, figure);
  if (words) return filled(words[lang], figures, lang);
  if (typeof figure !== "number") return figure;
  if (name.endsWith("minutes")) return formatDuration(figure, lang);
  if (name.endsWith("_s")) return formatMoment(figure * 1000, lang);
  const amount = name.endsWith("_kg") || name.endsWith("_vnd") || name === "bytes" || name === "limit";
  return amount && Number.isSafeInteger(figure) ? formatCount(figure, lang) : String(figure);
}
