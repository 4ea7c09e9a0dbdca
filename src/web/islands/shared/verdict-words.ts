// The checkpoint's sentences: for each reason what is the matter, with which paper or load, and what to do. Said once here, so that
// the server's page and a device without network say the same. A reason never accuses; it says what is missing or does not agree.
import { MATERIALS, type Material } from "../../../format/codes.ts";
import type { CheckpointReason, Colour, Judged, SlipView } from "../../../rules/readings/checkpoint-answer.ts";
import { formatMoment, formatQuantity, formatTonnes } from "../../../words/as-written.ts";
import type { Lang, Words } from "../../../words/lang.ts";
import { PROBLEMS, type ProblemCode } from "../../../words/problem.ts";
import type { VerdictState } from "../../tokens.ts";

/** A colour as the verdict state that parts.ts draws. */
export const STATE_OF: Readonly<Record<Colour, VerdictState>> = {
  green: "verified",
  amber: "insufficient",
  red: "contradicted",
  grey: "unconnected",
};

/** The word over the reason, where the reason has none of its own. */
const COLOUR_WORDS: Readonly<Record<Colour, Words>> = {
  green: { vi: "Đủ căn cứ", en: "In order" },
  amber: { vi: "Cần xem", en: "Needs a look" },
  red: { vi: "Mâu thuẫn", en: "Does not agree" },
  grey: { vi: "Chưa kết nối", en: "Not connected" },
};

/** Reasons whose colour's word would say something else: what nobody signed contradicts nothing. */
const REASON_WORDS: Partial<Record<CheckpointReason, Words>> = {
  forged: { vi: "Phiếu bị sửa", en: "Altered slip" },
  "unknown-key": { vi: "Khóa lạ", en: "Unknown key" },
  "not-ours": { vi: "Không phải phiếu Sổ Nguồn", en: "Not a slip of Sổ Nguồn" },
  mistyped: { vi: "Gõ chưa đúng", en: "Mistyped" },
  "not-found": { vi: "Không có trong sổ", en: "Not in the ledger" },
  "keys-expired": { vi: "Chưa kiểm tra được", en: "Cannot be checked now" },
  "no-keys": { vi: "Chưa kiểm tra được", en: "Cannot be checked now" },
  "needs-network": { vi: "Chưa kiểm tra được", en: "Cannot be checked now" },
};

/** The word over a judgement's sentence. */
export function wordOver({ reason, colour }: Pick<Judged, "reason" | "colour">, lang: Lang): string {
  return (REASON_WORDS[reason] ?? COLOUR_WORDS[colour])[lang];
}

const HOLD = { vi: "Giữ xe và lập biên bản.", en: "Hold the vehicle and make a record." };
const STILL_NONE = {
  vi: "Vẫn không có thì giữ xe và lập biên bản.",
  en: "If it stays so, hold the vehicle and make a record.",
};
const COMPARE = { vi: "Đối chiếu biển số và hàng trên xe.", en: "Compare the plate and the load." };
/** Orders to an officer on duty; other readers see no plate, and get advice of their own (verdict-view.ts). */
const ORDERS: readonly Words[] = [HOLD, STILL_NONE, COMPARE];

const SENTENCES: Readonly<Record<CheckpointReason, readonly [vi: string, en: string]>> = {
  good: [`Phiếu còn hiệu lực đến {expiresS}. ${COMPARE.vi}`, `The slip is valid until {expiresS}. ${COMPARE.en}`],
  unreadable: [
    "Mã QR không đầy đủ hoặc đã bị sửa. Quét lại; nếu vẫn vậy, gõ mã ngắn in dưới mã QR.",
    "The QR code is incomplete or altered. Scan again, or type the short code printed under it.",
  ],
  mistyped: [
    "Mã ngắn gõ chưa đúng: hai ký tự kiểm tra không khớp. Xem lại giấy và gõ lại.",
    "The short code is mistyped: its check characters do not fit. Look at the paper and type it again.",
  ],
  "not-a-slip": [
    "Mã này là một mục sổ khác, không phải phiếu vận chuyển. Yêu cầu lái xe xuất trình phiếu.",
    "This code is another kind of entry, not a transport slip. Ask the driver for the slip.",
  ],
  "not-logged": [
    "Chữ ký đúng, nhưng sổ chưa nhận phiếu này. Ghi nhận lượt qua để đưa phiếu vào sổ, rồi kiểm tra lại.",
    "The signature is right, but the ledger does not have this slip yet. Record the passage to bring it in, then check again.",
  ],
  "key-not-here": [
    "Máy này chưa có khóa của nơi xuất phiếu. Nối mạng để kiểm tra, hoặc xem giấy tờ.",
    "This device does not hold the issuer's key. Connect to check, or look at the papers.",
  ],
  "key-ended": [
    "Khóa ký phiếu này đã bị thu hồi. Chưa có mạng nên chưa biết phiếu ký trước hay sau lúc thu hồi: xem giấy tờ, nối mạng rồi quét lại.",
    "The key that signed this slip has been revoked. Offline it is not known if it signed before or after: look at the papers, connect, then scan again.",
  ],
  expired: [
    "Phiếu hết hạn lúc {expiresS}. Hỏi lý do đến muộn và ghi nhận lượt qua.",
    "The slip expired at {expiresS}. Ask why it is late and record the passage.",
  ],
  "before-issue": [
    "Phiếu ghi giờ xuất {issuedS}, sau giờ hiện tại. Kiểm tra đồng hồ của máy rồi ghi nhận lượt qua.",
    "The slip says it was issued at {issuedS}, later than now. Check this device's clock, then record the passage.",
  ],
  "off-route": [
    "{place} không nằm trên tuyến ghi ở phiếu. Hỏi lý do đi đường khác và ghi nhận lượt qua.",
    "{place} is not on the slip's route. Ask why and record the passage.",
  ],
  forged: [
    `Chữ ký trên phiếu không khớp với nội dung phiếu. ${HOLD.vi}`,
    `The signature does not fit what the slip says. ${HOLD.en}`,
  ],
  "unknown-key": [
    "Phiếu ký bằng khóa không có trong sổ của tỉnh: phiếu của tỉnh khác, hoặc phiếu không có thật. Xem giấy tờ của hàng và hỏi nơi xuất.",
    "The slip is signed with a key that this province's ledger does not have: another province's slip, or not a real one. Look at the load's papers and ask the issuer.",
  ],
  "key-revoked": [
    `Khóa ký phiếu đã bị thu hồi{at} và sổ chưa từng nhận phiếu này. ${HOLD.vi}`,
    `The signing key was revoked{at} and the ledger never had this slip. ${HOLD.en}`,
  ],
  "not-found": [
    `Sổ không có phiếu mang mã này. Gõ lại hoặc quét mã QR trên phiếu. Mã của giấy kết quả thanh toán thì gõ kèm số mục sổ: số mục/mã. ${STILL_NONE.vi}`,
    `The ledger has no slip with this code. Type again or scan the slip's QR. The code of a payment result is typed with its entry: entry/code. ${STILL_NONE.en}`,
  ],
  "other-slip": [
    `Sổ đã có một phiếu khác mang cùng số thứ tự ký (mục {index}). ${HOLD.vi}`,
    `The ledger has another slip under the same signing number (entry {index}). ${HOLD.en}`,
  ],
  refused: [
    `Sổ đã nhận phiếu này{at} nhưng không công nhận quyền xuất. ${HOLD.vi}`,
    `The ledger took this slip{at} but found no right to issue it. ${HOLD.en}`,
  ],
  void: [`Nơi xuất đã hủy phiếu này{at}. ${HOLD.vi}`, `The issuer voided this slip{at}. ${HOLD.en}`],
  received: [
    `Phiếu đã được nhận đủ tại {place}{at}. ${HOLD.vi}`,
    `The slip was already received at {place}{at}. ${HOLD.en}`,
  ],
  contested: [`Phiếu đang có mâu thuẫn{at}: {why}. ${HOLD.vi}`, `The slip is contradicted{at}: {why}. ${HOLD.en}`],
  "seen-here": [`Phiếu này đã qua {place}{at}. ${HOLD.vi}`, `This slip already passed {place}{at}. ${HOLD.en}`],
  "seen-on-device": [
    `Máy này đã quét phiếu này{at}. ${HOLD.vi}`,
    `This device already scanned this slip{at}. ${HOLD.en}`,
  ],
  "wrong-plate": [
    `Biển số trên xe không khớp biển số trên phiếu. ${HOLD.vi}`,
    `The plate on the vehicle is not the plate on the slip. ${HOLD.en}`,
  ],
  "not-ours": [
    "Mã này không phải phiếu của Sổ Nguồn; nơi xuất có thể chưa kết nối. Kiểm tra giấy tờ.",
    "This code is no slip of Sổ Nguồn; its issuer may not be connected yet. Check the papers.",
  ],
  "needs-network": [
    "Mã gõ tay chỉ kiểm tra được khi có mạng. Quét mã QR trên phiếu, hoặc kiểm tra giấy tờ.",
    "A typed code can be checked only with a network. Scan the slip's QR, or check the papers.",
  ],
  "keys-expired": [
    "Danh sách khóa lúc {whenS} đã quá hạn theo giờ của máy. Kiểm tra giấy tờ và đồng hồ của máy, nối mạng rồi quét lại.",
    "By this device's clock the key list of {whenS} is out of date. Check the papers and the clock, connect, then scan again.",
  ],
  "no-keys": [
    "Máy này chưa tải danh sách khóa để kiểm tra khi mất mạng. Kiểm tra giấy tờ, nối mạng rồi quét lại.",
    "This device has no key list for checking offline. Check the papers, connect, then scan again.",
  ],
};

const WHY: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  "plate-differs": ["biển số trên xe không khớp", "the plate did not match"],
  "seen-twice": ["đã qua cùng một trạm hai lần", "seen twice at one checkpoint"],
  "seen-after-receipt": ["qua trạm sau khi đã nhận đủ", "seen after it was received in full"],
  "void-but-seen": ["đã hủy nhưng xe vẫn đi", "void, and yet on the road"],
  "void-but-received": ["đã hủy nhưng hàng vẫn được nhận", "void, and yet received"],
  "weight-differs": ["số cân khác khối lượng trên phiếu", "another weight than the slip's"],
  "received-elsewhere": ["nơi nhận khác nơi ghi trên phiếu", "received at another place"],
  "received-twice": ["hàng được nhận hai lần", "received twice"],
  "received-too-much": ["khối lượng nhận lớn hơn phiếu", "more was received than the slip says"],
  "receipt-set-aside": ["lần nhận không còn được tính", "its receipt counts no more"],
  "received-though-refused": ["bị từ chối rồi vẫn được nhận", "turned away, and yet received"],
  "two-loads": ["xe được thấy chở phiếu khác vào lúc đó", "its vehicle was seen with another load then"],
  "trips-overlap": ["xe có phiếu khác vào cùng lúc", "its vehicle had another slip at the time"],
  "logged-after-search": ["vào sổ sau lúc cán bộ tra không thấy phiếu", "logged after a search had found none"],
  "observed-too-often": ["có quá nhiều ghi nhận, phải xem lại", "observed too often to be judged"],
  "signed-while-stopped": ["phiếu ký sau khi xe đã bị dừng", "signed after its vehicle was stopped"],
  "too-far-apart": ["được thấy ở hai nơi quá xa nhau", "seen at two places too far apart"],
};

function whyText(code: string, lang: Lang): string {
  const short = WHY[code];
  if (short) return short[lang === "vi" ? 0 : 1];
  const said = PROBLEMS[code as ProblemCode] as readonly [number, string, string] | undefined;
  return said ? `“${code}”` : code;
}

/** " lúc 14:20 ngày 12/11/2026" where the hour is known, else nothing. */
function momentText(whenS: string | number | undefined, lang: Lang): string {
  return typeof whenS === "number" ? ` ${lang === "vi" ? "lúc" : "at"} ${formatMoment(whenS * 1000, lang)}` : "";
}

/** The one sentence of a judgement in one language: what, which paper or load, and for an officer on duty what to do with the vehicle. */
export function reasonSentence(judgement: Pick<Judged, "reason" | "figures">, lang: Lang, onDuty: boolean): string {
  const whole = SENTENCES[judgement.reason][lang === "vi" ? 0 : 1];
  const template = onDuty ? whole : ORDERS.reduce((said, { [lang]: order }) => said.replace(order, ""), whole).trim();
  return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const figure = judgement.figures[name];
    if (name === "at") return momentText(judgement.figures.whenS, lang);
    if (name === "why") return whyText(String(figure), lang);
    return typeof figure === "number" && name.endsWith("S") ? formatMoment(figure * 1000, lang) : String(figure ?? "?");
  });
}

/** "17,2 tấn cát": what a slip carries, in one line. */
export function loadText(slip: SlipView, lang: Lang): string {
  const tonnes = `${formatTonnes(slip.massKg, lang)} ${lang === "vi" ? "tấn" : "tonnes"}`;
  if (slip.product !== null) {
    const amount = slip.quantityMilli === null ? "" : `${formatQuantity(slip.quantityMilli, lang)} ${slip.unit ?? ""} `;
    return `${amount}${slip.product} (${tonnes})`;
  }
  return `${tonnes} ${materialText(slip.material, lang)}`.trim();
}

/** Whose word a slip's weight is: the scale's own signature, or a number that a person typed. */
export function weightClass({ weighing }: Pick<SlipView, "weighing">, lang: Lang): string {
  if (weighing !== null) return lang === "vi" ? "cân tự ký số cân" : "signed by the scale itself";
  return lang === "vi" ? "nhập tay (người gửi ghi số)" : "typed by hand (the sender's word)";
}

/** A material's word; empty for none. */
export function materialText(material: number | null, lang: Lang): string {
  return material === null ? "" : (MATERIALS[material as Material]?.[lang] ?? "");
}

/** A word or sentence with its first letter large, as a row or an option begins. */
export function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase("vi") + text.slice(1);
}
