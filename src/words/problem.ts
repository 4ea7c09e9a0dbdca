// The closed list of problems (RFC 9457 `code`): what can go wrong, said once, in Vietnamese and English. Everything that
// refuses names one of these and adds the numbers that explain it; pages, the API and the command line show the same words.

import { formatCount, formatDuration } from "./as-written.ts";
import { type WordFigures, wordsOf } from "./dictionary.ts";
import type { Lang } from "./lang.ts";
import { CONFIGURATION_PROBLEMS } from "./problems/configuration.ts";
import { CONTRADICTION_PROBLEMS } from "./problems/contradictions.ts";
import { MEASURING_PROBLEMS } from "./problems/measuring.ts";
import { PAYMENT_PROBLEMS } from "./problems/payment.ts";

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
  // The right to issue
  "source-inactive": [
    422,
    "Nguồn {source} đang ở tình trạng “{status}” từ mục {index}. Không xuất phiếu.",
    "Source {source} is “{status}” since entry {index}. No slip.",
  ],
  "source-expired": [
    422,
    "Giấy phép nguồn {source} hết hạn ngày {until}. Không xuất phiếu sau ngày này.",
    "Source {source} expired on {until}. No slip after that day.",
  ],
  "source-not-yet": [
    422,
    "Giấy phép nguồn {source} có hiệu lực từ ngày {from}.",
    "Source {source} is valid from {from}.",
  ],
  "source-not-here": [
    422,
    "Nguồn {source} không cấp cho mỏ {site}.",
    "Source {source} is not granted for site {site}.",
  ],
  "source-not-bound": [
    422,
    "Nguồn {source} chỉ được dùng cho dự án đã ghi trong giấy; không phải nơi nhận này.",
    "Source {source} is bound to named projects; this destination is not one.",
  ],
  "material-not-licensed": [
    422,
    "Nguồn {source} không được khai thác {material}.",
    "Source {source} does not cover {material}.",
  ],
  "capacity-exceeded": [
    422,
    "Công suất năm {year} của nguồn {source} còn {left_kg} kg, phiếu này cần {need_kg} kg.",
    "Source {source} has {left_kg} kg left for {year}; this slip needs {need_kg} kg.",
  ],
  "reserve-exceeded": [
    422,
    "Trữ lượng được phép của nguồn {source} còn {left_kg} kg, phiếu này cần {need_kg} kg.",
    "Source {source} has {left_kg} kg of its reserve left; this slip needs {need_kg} kg.",
  ],
  "outside-hours": [
    422,
    "Nguồn {source} không được hoạt động vào giờ hoặc mùa này.",
    "Source {source} may not operate at this hour or season.",
  ],
  "obligation-lapsed": [
    422,
    "Nghĩa vụ “{obligation}” đã hết hiệu lực. Bổ sung giấy tờ rồi xuất phiếu.",
    "Obligation “{obligation}” has lapsed. Renew it, then issue.",
  ],
  "obligation-not-shown": [
    422,
    "Nghĩa vụ “{obligation}” chưa thể hiện và đã đến ngày bắt buộc.",
    "Obligation “{obligation}” is not shown and is required by now.",
  ],
  "vehicle-inactive": [422, "Phương tiện {plate} đang bị dừng hoạt động.", "Vehicle {plate} is suspended."],
  "vehicle-inspection": [
    422,
    "Phương tiện {plate} hết hạn đăng kiểm ngày {until}.",
    "Vehicle {plate}'s inspection expired on {until}.",
  ],
  "vehicle-overloaded": [
    422,
    "Xe {plate} tải trọng {payload_kg} kg, phiếu ghi {need_kg} kg.",
    "Vehicle {plate} carries {payload_kg} kg; the slip says {need_kg} kg.",
  ],
  "vehicle-stopped": [
    422,
    "Xe {plate} đang bị dừng trên đường vì không có phiếu (mục {index}). Chỉ xuất phiếu sau khi cán bộ ghi cho xe đi tiếp.",
    "Vehicle {plate} is held on the road without a slip (entry {index}). Issue a slip once the officer has recorded its release.",
  ],
  "vehicle-busy": [
    422,
    "Xe {plate} đang có phiếu {index} chưa nhận xong. Nhận hoặc hủy phiếu đó trước.",
    "Vehicle {plate} still has slip {index} on the way. Receive or void it first.",
  ],
  "sent-late": [
    422,
    "Mục này ký trước khi gửi {minutes}, quá {limit_minutes} cho phép. Ký lại với giờ hiện tại rồi gửi ngay.",
    "The entry was signed {minutes} before it was sent; {limit_minutes} are allowed. Sign it anew at the present hour and send it at once.",
  ],
  "code-taken": [
    409,
    "Mã in trên phiếu trùng với phiếu {index} đã có trong sổ; mã nhập tay luôn chỉ phiếu {index}. Ký phiếu khác.",
    "The printed code is that of slip {index}, which the log already has; a typed code always means slip {index}. Sign another slip.",
  ],
  "slip-without-book": [
    422,
    "Phiếu của mỏ ký khi mất mạng mà không thuộc quyển nào, và không được gửi lên sổ trước. Phiếu được giữ, chờ cơ quan quản lý kết luận.",
    "A mine's slip was signed off line without a slip book and not sent to the log before. It is kept until the authority rules.",
  ],
  "entry-late": [
    409,
    "Mục này ghi việc của {minutes} trước, quá {limit_minutes} cho phép. Mục được giữ, chưa có hiệu lực, chờ cơ quan quản lý kết luận.",
    "The entry tells of {minutes} ago; {limit_minutes} are allowed. It is kept and has no effect until the authority rules.",
  ],
  "slip-late": [
    422,
    "Phiếu ký trước khi gửi {minutes}, quá {limit_minutes} cho phép. Ký phiếu mới.",
    "The slip was signed {minutes} before it was sent; {limit_minutes} are allowed. Sign a new one.",
  ],
  "cycle-too-short": [
    422,
    "Xe {plate} có phiếu {index} chỉ cách phiếu này {minutes}; một vòng xe tuyến đó cần ít nhất {need_minutes}.",
    "Vehicle {plate} has slip {index} only {minutes} from this one; that route's cycle is at least {need_minutes}.",
  ],
  "stock-short": [
    422,
    "Tồn kho còn {left_kg} kg, phiếu này cần {need_kg} kg. Ghi nhận hàng nhập trước khi xuất.",
    "Stock holds {left_kg} kg; {need_kg} kg are needed. Record what came in first.",
  ],
  "stock-contested": [
    422,
    "Tồn kho được phép xuất còn {left_kg} kg, cần {need_kg} kg; {contested_kg} kg đang có mâu thuẫn nên nằm lại đến khi được xem xét.",
    "{left_kg} kg may leave and {need_kg} kg are needed; {contested_kg} kg are contradicted and stay until that is settled.",
  ],
  "not-entrusted": [
    403,
    "Hàng này đứng tên đơn vị {holder}; ủy quyền của họ còn {left_kg} kg, cần {need_kg} kg. Đề nghị chủ hàng ký ủy quyền.",
    "This stock is of party {holder}; its order covers {left_kg} kg, {need_kg} kg are needed. Ask the holder to sign one.",
  ],
  "product-short": [
    422,
    "Tồn sản phẩm còn {left_milli} phần nghìn đơn vị, phiếu này cần {need_milli}. Ghi nhận mẻ trộn trước khi xuất.",
    "Stock holds {left_milli} thousandths of a unit; {need_milli} are needed. Record the batch first.",
  ],
  "wrong-place": [
    422,
    "Tuyến {route} không xuất phát từ nơi do đơn vị ký quản lý.",
    "Route {route} does not start at a place of the signing party.",
  ],
  "slip-awaited": [
    404,
    "Chưa có phiếu mang mã {code} trong sổ. Mục này được giữ và sẽ ghi nhận theo đúng giờ của nó khi phiếu đến.",
    "No slip of code {code} is in the ledger yet. This entry is kept and will count at its own hour when the slip comes.",
  ],
  "slip-crowded": [
    409,
    "Đã có {count} mục chờ phiếu mang mã {code}. Ghi nhận lại theo số phiếu khi phiếu đã vào sổ.",
    "{count} entries already wait for a slip of code {code}. Record it again by the slip's number once the slip has come.",
  ],
  "slip-not-open": [
    409,
    "Phiếu {index} không còn đang vận chuyển ({state}).",
    "Slip {index} is no longer on the way ({state}).",
  ],
  "slip-extended": [
    422,
    "Phiếu {index} đã được gia hạn {used_minutes}; tất cả các lần không quá {limit_minutes}. Cho xe quay về và xuất phiếu mới.",
    "Slip {index} has been extended by {used_minutes}; {limit_minutes} are allowed in all. Send it back and issue a new one.",
  ],
  "slip-already-seen": [
    409,
    "Phiếu {index} đã qua trạm ở mục {passage}; không hủy được, chỉ lập phiếu đảo có xác nhận hai bên.",
    "Slip {index} was seen at a checkpoint (entry {passage}); it cannot be voided, only reversed with a countersignature.",
  ],
  "book-serial": [
    422,
    "Số {serial} của quyển phiếu {index} đã dùng, đã hủy hoặc không có trong quyển.",
    "Serial {serial} of slip book {index} is used, spoilt or not in the book.",
  ],
  "slip-unruled": [
    409,
    "Phiếu {index} đến quá muộn, hoặc đến trước hàng mà nó xuất đi. Phiếu được giữ, chưa chuyển kg nào, chờ cơ quan quản lý kết luận.",
    "Slip {index} came too late, or before what it rests on. It is kept and moves nothing until the authority rules.",
  ],
  "book-frozen": [
    409,
    "Thiết bị này còn {count} phiếu nộp muộn chưa được cơ quan quản lý kết luận nên chưa được cấp quyển mới.",
    "This device has {count} late slips that the authority has not ruled on; it takes no other book.",
  ],
  "book-over": [
    422,
    "Quyển phiếu {index} đã hết hạn khi phiếu được ký.",
    "Slip book {index} had ended when the slip was signed.",
  ],
  "source-phased-out": [
    422,
    "Nguồn {source} đã dừng theo {document}.",
    "Source {source} has been stopped by {document}.",
  ],
  "settlement-contradicted": [
    422,
    "Dự án còn {found_kg} kg vật liệu có mâu thuẫn chưa xử lý; không xác nhận đủ điều kiện quyết toán.",
    "The project still holds {found_kg} kg of contradicted material; settlement cannot be cleared.",
  ],
  "settlement-recovery": [
    422,
    "Dự án còn {open_vnd} đ phải thu hồi hoặc hoàn trả; không xác nhận đủ điều kiện quyết toán.",
    "{open_vnd} đ of the project are still to be recovered or given back; settlement cannot be cleared.",
  ],
  "yield-exceeded": [
    422,
    "Đầu ra {out_kg} kg lớn hơn đầu vào {in_kg} kg.",
    "Outputs of {out_kg} kg exceed inputs of {in_kg} kg.",
  ],
  "recipe-mismatch": [
    422,
    "Vật liệu đưa vào không khớp định mức của sản phẩm: {material} cần ít nhất {need_kg} kg.",
    "Inputs do not meet the product's recipe: {material} needs at least {need_kg} kg.",
  ],
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
  const amount = name.endsWith("_kg") || name.endsWith("_vnd") || name === "bytes" || name === "limit";
  return amount && Number.isSafeInteger(figure) ? formatCount(figure, lang) : String(figure);
}
