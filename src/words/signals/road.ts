// Signals about loads on the road: what was seen, when, and on which vehicle.
import type { SignalRows } from "./row.ts";

export const ROAD_SIGNALS = {
  "seen-before-issued": {
    vi: "Trạm ghi phiếu {subject} đi qua (mục {passage}) trước giờ xuất phiếu.",
    en: "A checkpoint saw slip {subject} (entry {passage}) before the hour at which it was issued.",
    severity: "act",
    owner: "authority",
    step: {
      vi: "So giờ của trạm với giờ xuất phiếu; nếu phiếu được viết sau khi xe bị dừng thì lập biên bản.",
      en: "Compare the checkpoint's hour with the slip's; where the slip was written after the truck was stopped, make a record.",
    },
    figures: { passage: "entry" },
  },
  "seen-before-logged": {
    vi: "Đơn vị {party} đã nhập mã của phiếu {subject} trước khi phiếu vào sổ, trong khi phiếu được xuất có mạng.",
    en: "Party {party} typed the code of slip {subject} before the log had it, although it was issued on line.",
    severity: "act",
    owner: "authority",
    step: {
      vi: "Hỏi đơn vị xuất phiếu vì sao mã đã in trước khi phiếu vào sổ; kiểm tra thiết bị ký.",
      en: "Ask the issuer how the code was printed before the slip was logged; check the signing device.",
    },
    figures: { party: "entry" },
  },
  "seen-after-expiry": {
    vi: "Trạm ghi phiếu {subject} còn trên đường (mục {passage}) sau khi phiếu hết hạn.",
    en: "A checkpoint saw slip {subject} on the road (entry {passage}) after it had expired.",
    severity: "note",
    owner: "authority",
    step: {
      vi: "Hỏi lái xe và đơn vị vận tải lý do đi chậm; đối chiếu hành trình.",
      en: "Ask the driver and the carrier for the delay; compare the vehicle's track.",
    },
    figures: { passage: "entry" },
  },
  "slip-expired": {
    vi: "Phiếu {subject} hết hạn lúc {expired_s} mà không nơi nào nhận hàng.",
    en: "Slip {subject} expired at {expired_s} and nobody has received its load.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Hỏi nơi nhận và đơn vị xuất phiếu hàng đang ở đâu; nhận muộn, gia hạn hoặc lập phiếu đảo.",
      en: "Ask receiver and issuer where the load is; have it received late, extended or reversed.",
    },
    figures: { expired_s: "instant" },
  },
  "slip-never-came": {
    vi: "Đơn vị {party} nhập một mã phiếu (mục {subject}) mà sau 72 giờ sổ vẫn không có phiếu nào mang mã đó; thiết bị này đã có {codes} mã như vậy.",
    en: "Party {party} typed a slip's code (entry {subject}), and after 72 hours no slip bears it; this device has {codes} such codes.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Đề nghị đơn vị đã nhập đưa ra phiếu giấy hoặc ảnh; hỏi mỏ có máy chưa gửi phiếu hay không.",
      en: "Ask who typed it for the paper or a photograph; ask the mine whether a device has yet to send its slips.",
    },
    figures: { party: "entry", codes: "count" },
  },
  "late-receipt": {
    vi: "Phiếu {subject} được nhận (mục {receipt}) sau khi đã hết hạn.",
    en: "Slip {subject} was received (entry {receipt}) after it had expired.",
    severity: "note",
    owner: "authority",
    step: {
      vi: "Hỏi nơi nhận giờ xe đến và lý do chậm; đối chiếu lượt qua trạm.",
      en: "Ask the receiver when the truck came and why late; compare its passages.",
    },
    figures: { receipt: "entry" },
  },
  "impossible-travel": {
    vi: "Phiếu {subject} được nhận (mục {receipt}) {seconds} giây sau khi xuất; tuyến này cần ít nhất {least_seconds} giây.",
    en: "Slip {subject} was received (entry {receipt}) {seconds} seconds after issue; its route takes at least {least_seconds}.",
    severity: "act",
    owner: "authority",
    step: {
      vi: "Đối chiếu lượt qua trạm và hành trình của xe; kiểm tra tại chỗ hàng có thật sự đến nơi.",
      en: "Compare passages and the vehicle's track; check on site that the load came.",
    },
    figures: { receipt: "entry", seconds: "count", least_seconds: "count" },
  },
  "load-refused": {
    vi: "Nơi nhận từ chối hàng của phiếu {subject} (mục {refusal}).",
    en: "The receiver refused the load of slip {subject} (entry {refusal}).",
    severity: "note",
    owner: "authority",
    step: {
      vi: "Theo dõi xe quay về nơi xuất; hàng phải được nhận lại hoặc lập phiếu đảo.",
      en: "See that the truck returns: its load is to be taken back or reversed.",
    },
    figures: { refusal: "entry" },
  },
  "vehicle-busy": {
    vi: "Xe {vehicle} xuất phiếu {subject} khi phiếu {before} chưa nhận xong; quy tắc ở giai đoạn {phase}.",
    en: "Vehicle {vehicle} had slip {subject} issued while slip {before} was still on the way; the rule's phase is {phase}.",
    severity: "note",
    owner: "authority",
    step: {
      vi: "Đối chiếu giờ nhận của phiếu trước khi máy mất mạng đã gửi đủ.",
      en: "Compare the earlier slip's receipt once the device that was off line has sent everything.",
    },
    figures: { vehicle: "entry", before: "entry", phase: "phase" },
  },
  "cycle-too-short": {
    vi: "Xe {vehicle} xuất phiếu {subject} chỉ cách phiếu {before} {minutes} phút; một vòng xe cần ít nhất {need_minutes} phút; quy tắc ở giai đoạn {phase}.",
    en: "Vehicle {vehicle} had slip {subject} {minutes} minutes from slip {before}; a round trip takes at least {need_minutes}; the rule's phase is {phase}.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Kiểm tra hai chuyến có thật hay không: lượt qua trạm, số cân, hành trình.",
      en: "Check that both trips were made: passages, readings, the vehicle's track.",
    },
    figures: { vehicle: "entry", before: "entry", minutes: "count", need_minutes: "count", phase: "phase" },
  },
  "never-seen": {
    vi: "Tuyến {subject} từ nơi {place} đến nơi {destination}: {loads} chuyến liền đều được nhận mà không trạm nào trên tuyến thấy, dù trạm có làm việc.",
    en: "Route {subject} from place {place} to place {destination}: {loads} loads running were received and no checkpoint of the route saw one, though it was at work.",
    severity: "act",
    owner: "authority",
    step: {
      vi: "Đến trạm và nơi nhận trong giờ xe chạy; đếm xe thật, so với số chuyến trong sổ.",
      en: "Go to the checkpoint and the destination while lorries run; count them and compare the ledger.",
    },
    figures: { place: "entry", destination: "entry", loads: "count" },
  },
  "vehicle-never-seen": {
    vi: "Xe {subject} có {loads} chuyến liền được nhận (gần nhất là phiếu {slip}) mà không trạm nào trên tuyến thấy, dù trạm có làm việc.",
    en: "Vehicle {subject} had {loads} loads running received (slip {slip} the latest) that no checkpoint of their routes saw, though it was at work.",
    severity: "act",
    owner: "authority",
    step: {
      vi: "Hỏi xe đang ở đâu; đối chiếu hành trình của xe với các phiếu.",
      en: "Ask where the vehicle is; compare its track with the slips.",
    },
    figures: { slip: "entry", loads: "count" },
  },
  "driven-too-long": {
    vi: "Xe {vehicle} có {trips} chuyến trong ngày của phiếu {subject}, cần {minutes} phút chạy; một ngày nhiều nhất {limit_minutes} phút.",
    en: "Vehicle {vehicle} has {trips} trips on the day of slip {subject}, which take {minutes} minutes; a day has at most {limit_minutes}.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Hỏi đơn vị vận tải ai lái; đối chiếu hành trình của xe và lượt qua trạm.",
      en: "Ask the carrier who drove; compare the vehicle's track and its passages.",
    },
    figures: { vehicle: "entry", trips: "count", minutes: "count", limit_minutes: "count" },
  },
  "book-slip-late": {
    vi: "Phiếu {slip} (số {serial}) của quyển phiếu {subject} vào sổ sau khi quyển đã hết hạn.",
    en: "Slip {slip} (serial {serial}) of slip book {subject} came to the log after the book had ended.",
    severity: "note",
    owner: "authority",
    step: {
      vi: "Nhắc đơn vị giữ quyển gửi phiếu ngay khi có mạng.",
      en: "Remind the holder to send its slips as soon as there is a network.",
    },
    figures: { slip: "entry", serial: "count" },
  },
  "signed-about-stop": {
    vi: "Phiếu {subject} ghi giờ ký ngay sau lúc đơn vị {party} dừng xe vì không có phiếu (mục {stop}); chênh lệch nằm trong sai lệch đồng hồ.",
    en: "Slip {subject} claims to be signed just after party {party} stopped its vehicle without a slip (entry {stop}); two clocks may differ by as much.",
    severity: "act",
    owner: "authority",
    step: {
      vi: "Hỏi cán bộ và đơn vị xuất phiếu; so giờ hai máy, camera và số cân tại mỏ.",
      en: "Hear the officer and the issuer; compare both devices' clocks, the camera and the scale at the mine.",
    },
    figures: { stop: "entry", party: "entry" },
  },
  "slip-after-search": {
    vi: "Phiếu {subject} vào sổ sau lúc đơn vị {party} tra không thấy phiếu của xe (mục {search}), nhưng ghi giờ ký trước đó.",
    en: "Slip {subject} came to the log after party {party} had found no slip of its vehicle (entry {search}), and claims an hour before.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Hỏi cán bộ xe có đưa phiếu giấy hay không; đối chiếu cuống quyển phiếu và camera tại mỏ.",
      en: "Ask the officer if the driver showed a paper; compare the book's counterfoil and the camera at the mine.",
    },
    figures: { search: "entry", party: "entry" },
  },
  "slip-without-book": {
    vi: "Phiếu {subject} của mỏ ký khi mất mạng mà không thuộc quyển phiếu nào, chỉ vào sổ khi bên khác gửi kèm; quy tắc ở giai đoạn {phase}.",
    en: "Slip {subject} of a mine was signed off line without a slip book and came to the log only with another's entry; the rule's phase is {phase}.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Hỏi mỏ vì sao không gửi phiếu và không dùng quyển phiếu; so giờ phiếu với camera tại mỏ.",
      en: "Ask the mine why it neither sent the slip nor used a book; compare the slip's hour with the camera at the mine.",
    },
    figures: { phase: "phase" },
  },
  "entry-waits": {
    vi: "Mục {subject} đến quá muộn hoặc đến trước hàng mà nó nói tới; mục chưa có hiệu lực và chờ kết luận.",
    en: "Entry {subject} came too late, or before what it rests on; it has no effect and waits for a ruling.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Xem giấy tờ, hỏi người ký, rồi ký kết luận được tính hay không; nhiều mục trong một kết luận.",
      en: "See the papers, hear who signed, then rule if it counts; one ruling may name many entries.",
    },
    figures: {},
  },
  "slip-unruled": {
    vi: "Phiếu {subject} (số {serial}, quyển {slip_book}) nộp quá muộn hoặc đã kê không rõ; phiếu chưa chuyển kilôgam nào và chờ kết luận.",
    en: "Slip {subject} (serial {serial}, slip book {slip_book}) came too late or had been given up as unknown; it moves nothing until it is ruled on.",
    severity: "act",
    owner: "authority",
    step: {
      vi: "Xem phiếu giấy và lượt qua trạm, rồi ký kết luận phiếu được tính hay không.",
      en: "See the paper and its passages, then sign whether the slip counts.",
    },
    figures: { slip_book: "entry", serial: "count" },
  },
} as const satisfies SignalRows;
