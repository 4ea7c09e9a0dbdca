// Signals of observations that could not both have happened, and of what follows from them. Each code of a contradiction is also the code of
// the problem that the observation is kept with (problems/contradictions.ts).
import type { SignalRows } from "./row.ts";

const HEAR_BOTH = {
  vi: "Hỏi đơn vị xuất phiếu và bên ghi nhận; nếu bên ghi nhận nhầm thì hai cán bộ ký gỡ ghi nhận đó.",
  en: "Hear the issuer and the observer; where the observer erred, two officers set that observation aside.",
};
const COMPARE_SCALES = {
  vi: "Đối chiếu số cân hai đầu và lần cân gần nhất của xe; kiểm tra các cân.",
  en: "Compare both ends' readings with the vehicle's latest weighings; check the scales.",
};

const contradiction = (vi: string, en: string, step = HEAR_BOTH) =>
  ({ vi, en, severity: "act", owner: "authority", step, figures: { entry: "entry", other: "entry" } }) as const;

export const CONTRADICTION_SIGNALS = {
  "seen-twice": contradiction(
    "Phiếu {subject} qua cùng một trạm hai lần (mục {other} và mục {entry}), cách nhau đủ lâu để chở thêm một chuyến.",
    "Slip {subject} passed one checkpoint twice (entries {other} and {entry}), long enough apart for another load.",
  ),
  "seen-after-receipt": contradiction(
    "Phiếu {subject} qua trạm (mục {entry}) sau khi hàng đã được nhận đủ (mục {other}).",
    "Slip {subject} passed a checkpoint (entry {entry}) after its load had been received in full (entry {other}).",
  ),
  "void-but-seen": contradiction(
    "Phiếu {subject} đã hủy hoặc đã đảo (mục {other}) nhưng xe vẫn qua trạm với phiếu này (mục {entry}).",
    "Slip {subject} was taken back (entry {other}), yet a vehicle passed with it (entry {entry}).",
  ),
  "void-but-received": contradiction(
    "Phiếu {subject} đã hủy hoặc đã đảo (mục {other}) nhưng hàng vẫn được nhận (mục {entry}).",
    "Slip {subject} was taken back (entry {other}), yet its load was received (entry {entry}).",
  ),
  "plate-differs": contradiction(
    "Trạm ghi xe khác với xe của phiếu {subject} (mục {entry}).",
    "A checkpoint saw another vehicle than that of slip {subject} (entry {entry}).",
  ),
  "weight-differs": contradiction(
    "Số cân ở mục {entry} khác khối lượng của phiếu {subject} quá sai số của cả hai phép đo.",
    "The weight at entry {entry} differs from slip {subject} by more than both measurements can be wrong.",
    COMPARE_SCALES,
  ),
  "received-elsewhere": contradiction(
    "Hàng của phiếu {subject} được nhận ở nơi khác với nơi ghi trên phiếu (mục {entry}).",
    "The load of slip {subject} was received at another place than it names (entry {entry}).",
  ),
  "received-twice": contradiction(
    "Hàng của phiếu {subject} được nhận hai lần (mục {other} và mục {entry}), cách nhau đủ lâu để chở thêm một chuyến.",
    "The load of slip {subject} was received twice (entries {other} and {entry}), long enough apart for another load.",
  ),
  "received-too-much": contradiction(
    "Nơi nhận ghi nhiều hơn khối lượng của phiếu {subject} quá mức sai số (mục {entry}).",
    "More was received on slip {subject} than measuring explains (entry {entry}).",
    COMPARE_SCALES,
  ),
  "receipt-set-aside": contradiction(
    "Lần nhận hàng của phiếu {subject} ở mục {entry} không còn được tính (mục {other}), nhưng khối lượng đã chuyển đi.",
    "The receipt of slip {subject} at entry {entry} counts no more (entry {other}), but its kilograms had moved on.",
  ),
  "received-though-refused": contradiction(
    "Hàng của phiếu {subject} bị một bên từ chối (mục {other}), sau đó bên khác vẫn nhận tại nơi đó (mục {entry}).",
    "The load of slip {subject} was turned away (entry {other}) and received there by another party (entry {entry}).",
  ),
  "too-far-apart": contradiction(
    "Phiếu {subject} được ghi nhận ở hai nơi (mục {other} và mục {entry}) quá xa nhau so với khoảng thời gian giữa hai lần.",
    "Slip {subject} was seen at two places (entries {other} and {entry}) too far apart for the time between.",
  ),
  "two-loads": contradiction(
    "Xe của phiếu {subject} được trạm thấy chở hai phiếu khác nhau (mục {entry} và mục {other}) vào lúc không thể chở cả hai.",
    "Checkpoints saw the vehicle of slip {subject} with two slips (entries {entry} and {other}) when it cannot have carried both.",
  ),
  "trips-overlap": contradiction(
    "Xe của phiếu {subject} được xuất phiếu khác (mục {entry}) cũng tại nơi đó, sớm hơn lúc có thể quay lại.",
    "The vehicle of slip {subject} had another slip (entry {entry}) at the same place, sooner than it could be back.",
  ),
  "signed-while-stopped": contradiction(
    "Phiếu {subject} được ký trong lúc xe đang bị dừng trên đường vì không có phiếu (mục {entry}).",
    "Slip {subject} was signed while its vehicle was held on the road without a slip (entry {entry}).",
  ),
  "logged-after-search": contradiction(
    "Phiếu {subject} vào sổ sau lúc cán bộ tra không thấy phiếu của xe (mục {entry}), nhưng ghi giờ ký trước đó.",
    "Slip {subject} came to the log after a search had found no slip of its vehicle (entry {entry}), and claims an hour before.",
  ),
  "observed-too-often": contradiction(
    "Phiếu {subject} có quá nhiều ghi nhận của nhiều bên; từ mục {entry} trở đi không xét thêm được.",
    "Slip {subject} has so many observations of several parties that from entry {entry} on none can count.",
  ),
  "void-contradicted": {
    vi: "Khối lượng của phiếu đã hủy hoặc đã đảo {subject} không được hoàn lại vì có ghi nhận trái ngược (mục {entry}).",
    en: "The kilograms of slip {subject}, which was taken back, do not come back, since an observation contradicts it (entry {entry}).",
    severity: "act",
    owner: "authority",
    step: HEAR_BOTH,
    figures: { entry: "entry" },
  },
  "contradicted-after-payment": {
    vi: "Phiếu {subject} có mâu thuẫn sau khi hồ sơ {annex} đã có kết quả thanh toán (mục {entry}).",
    en: "Slip {subject} is contradicted (entry {entry}) after dossier {annex} had its payment result.",
    severity: "act",
    owner: "treasury",
    step: {
      vi: "Tính lại kết quả theo sổ; mở khoản thu hồi hoặc đề xuất hủy kết quả nếu mâu thuẫn được xác minh.",
      en: "Compute the result again from the book; open a recovery or propose a reversal where it is confirmed.",
    },
    figures: { annex: "entry", entry: "entry" },
  },
  "implausible-observation": {
    vi: "Đơn vị {party} ghi nhận phiếu {subject} (mục {entry}) với khối lượng, giờ hoặc quãng đường không thể có.",
    en: "Party {party} recorded slip {subject} (entry {entry}) with a mass, hour or distance that cannot be.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Hỏi đơn vị ghi nhận; nếu lặp lại thì kiểm tra thiết bị và người giữ khóa.",
      en: "Ask the party; where it happens again, check the device and who holds its key.",
    },
    figures: { entry: "entry", party: "entry" },
  },
  "corrected-away": {
    vi: "Phiếu {subject} đang có mâu thuẫn (mục {other}); sau khi chính bên ghi nhận đính chính (mục {entry}) thì không còn.",
    en: "Slip {subject} was contradicted (entry {other}) until whoever recorded that corrected it (entry {entry}).",
    severity: "note",
    owner: "authority",
    step: {
      vi: "Đọc lý do đính chính; hỏi lái xe và nơi nhận xem số đầu hay số sau là đúng.",
      en: "Read the reason; ask driver and receiver which of the two records is true.",
    },
    figures: { entry: "entry", other: "entry" },
  },
  "seen-off-route": {
    vi: "Phiếu {subject} qua một trạm không nằm trên tuyến (mục {passage}).",
    en: "Slip {subject} passed a checkpoint that is not on its route (entry {passage}).",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Hỏi lái xe vì sao đi tuyến khác; đối chiếu hành trình và nơi nhận.",
      en: "Ask why the vehicle took another way; compare its track and the destination.",
    },
    figures: { passage: "entry" },
  },
  "checkpoint-alarm": {
    vi: "Màn hình của trạm báo đỏ với phiếu {subject} (mục {passage}) nhưng sổ không có mâu thuẫn nào.",
    en: "A checkpoint's screen was red for slip {subject} (entry {passage}), yet the ledger knows no contradiction.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Hỏi cán bộ trạm đã thấy gì; đối chiếu biên bản nếu có.",
      en: "Ask the officer what he saw; compare the record if one was made.",
    },
    figures: { passage: "entry" },
  },
} as const satisfies SignalRows;
