// Problems that observations are kept with because they disagree with what else is known of a load: part of the closed list of problem.ts.
// `index` is the slip, `other` the entry on the other side.

/** code → HTTP status and the sentence for people, as in problem.ts. */
export const CONTRADICTION_PROBLEMS = {
  "seen-twice": [
    409,
    "Phiếu {index} đã qua trạm này ở mục {other}; hai lượt cách nhau đủ lâu để chở thêm một chuyến.",
    "Slip {index} passed this checkpoint at entry {other}, long enough before for another load.",
  ],
  "seen-after-receipt": [
    409,
    "Hàng của phiếu {index} đã được nhận đủ ở mục {other} trước khi xe qua trạm.",
    "The load of slip {index} was received in full at entry {other} before the vehicle passed.",
  ],
  "void-but-seen": [
    409,
    "Phiếu {index} đã hủy hoặc đã đảo ở mục {other} nhưng xe vẫn qua trạm với phiếu này.",
    "Slip {index} was taken back at entry {other}, yet a vehicle passed with it.",
  ],
  "void-but-received": [
    409,
    "Phiếu {index} đã hủy hoặc đã đảo ở mục {other} nhưng nơi khác vẫn ghi nhận hàng. Đề nghị hai bên giải trình.",
    "Slip {index} was taken back at entry {other}, yet its load was received. Both sides have to explain.",
  ],
  "plate-differs": [
    409,
    "Biển số trên xe không khớp biển số trên phiếu {index}.",
    "The plate on the vehicle is not the plate on slip {index}.",
  ],
  "weight-differs": [
    409,
    "Số cân lần này khác khối lượng ghi trên phiếu {index} quá sai số của cả hai phép đo. Kiểm tra cân và lập biên bản.",
    "This weight differs from the mass on slip {index} by more than both measurements can be wrong. Check the scales and make a record.",
  ],
  "received-elsewhere": [
    409,
    "Phiếu {index} ghi nơi nhận khác với nơi này. Nếu chọn nhầm nơi, lập mục đính chính.",
    "Slip {index} names another destination than this place. If the place was chosen by mistake, correct the receipt.",
  ],
  "received-twice": [
    409,
    "Hàng của phiếu {index} đã được nhận ở mục {other}; hai lần nhận cách nhau đủ lâu để chở thêm một chuyến.",
    "The load of slip {index} was received at entry {other}, long enough before for another load.",
  ],
  "received-too-much": [
    409,
    "Nơi nhận ghi nhiều hơn khối lượng của phiếu {index} quá mức sai số; không tách được phần thừa khỏi chuyến hàng. Kiểm tra cân hai đầu.",
    "More was received on slip {index} than measuring explains; the excess cannot be told apart from the load. Check the scales at both ends.",
  ],
  "receipt-set-aside": [
    409,
    "Lần nhận hàng của phiếu {index} đã bị gác hoặc được đính chính (mục {other}) sau khi khối lượng đã chuyển đi.",
    "A receipt of slip {index} was set aside or corrected (entry {other}) after its kilograms had moved on.",
  ],
  "received-though-refused": [
    409,
    "Hàng của phiếu {index} đã bị từ chối ở mục {other}, sau đó bên khác vẫn nhận tại nơi đó.",
    "The load of slip {index} was turned away at entry {other} and received there afterwards by another party.",
  ],
  "too-far-apart": [
    409,
    "Phiếu {index} được ghi nhận ở mục {other} tại nơi khác, quá xa so với khoảng thời gian giữa hai lần.",
    "Slip {index} was seen at entry {other} at another place, too far away for the time between.",
  ],
  "signed-while-stopped": [
    409,
    "Phiếu {index} được ký trong lúc xe đang bị dừng vì không có phiếu (mục {other}).",
    "Slip {index} was signed while its vehicle was held without a slip (entry {other}).",
  ],
  "logged-after-search": [
    409,
    "Phiếu {index} vào sổ sau lúc cán bộ tra không thấy phiếu của xe (mục {other}), nhưng lại ghi giờ ký trước đó.",
    "Slip {index} came to the log after an officer had found no slip of its vehicle (entry {other}), and claims an hour before.",
  ],
  "observed-too-often": [
    409,
    "Phiếu {index} có quá nhiều ghi nhận của nhiều bên nên từ mục {other} trở đi không xét thêm được. Cơ quan cấp phép xem các ghi nhận, gác lại những ghi nhận sai.",
    "Slip {index} has so many observations of several parties that from entry {other} on none can count. The licensing authority looks at them and sets false ones aside.",
  ],
  "slip-was-there": [
    409,
    "Lúc cán bộ tra, sổ đã có phiếu {index} của xe này đang trên đường. Mở phiếu đó và kiểm tra lại.",
    "The log had slip {index} of this vehicle on its way when the officer searched. Open that slip and check again.",
  ],
  "two-loads": [
    409,
    "Xe của phiếu {index} được trạm thấy chở một phiếu khác (mục {other}) vào lúc không thể chở cả hai. Một trong hai phiếu không đúng.",
    "A checkpoint saw the vehicle of slip {index} with another slip (entry {other}) when it cannot have carried both. One of the two is untrue.",
  ],
  "trips-overlap": [
    409,
    "Xe của phiếu {index} có phiếu khác (mục {other}) cũng tại nơi đó, cách nhau ít hơn một vòng xe. Một trong hai phiếu không đúng.",
    "The vehicle of slip {index} has another slip (entry {other}) at the same place, less than a trip away. One of the two is untrue.",
  ],
  implausible: [
    409,
    "Mục này không thể nói về chuyến hàng của phiếu {index}: khối lượng, giờ hoặc quãng đường không phù hợp. Mục được giữ, không tính.",
    "This entry cannot be about the load of slip {index}: its mass, hour or distance does not fit. It is kept and does not count.",
  ],
  "receipt-repeated": [
    409,
    "Phần {part} của phiếu {index} đã được nhận ở mục {other}. Lần này được giữ, không chuyển kg; nếu số trước sai, lập mục đính chính.",
    "Part {part} of slip {index} was received at entry {other}. This one is kept and moves nothing; if the first was wrong, correct it.",
  ],
  "receipt-moved-on": [
    409,
    "Hàng của lần nhận {index} đã rời nơi nhận hoặc đã nằm trong kết quả thanh toán; khối lượng giữ nguyên chỗ. Lời đính chính được giữ.",
    "Kilograms of receipt {index} have left the place or are part of a payment result, and stay where they are. The correction is kept.",
  ],
  "arrival-hour": [
    409,
    "Giờ nhận đúng của lần nhận {index} phải từ {from_s} (giờ đã ghi) đến {until_s} (lúc sổ nhận được). Lần nhận giữ nguyên; đính chính lại với giờ trong khoảng đó.",
    "The right hour of receipt {index} is from {from_s} (as first recorded) to {until_s} (when the log had it). The receipt stays as it is; correct it with an hour between.",
  ],
  "right-slip-absent": [
    404,
    "Chưa có phiếu mang mã {code} trong sổ, nên lần nhận chưa chuyển sang phiếu đó được. Lần nhận giữ nguyên; đính chính lại khi phiếu đã vào sổ.",
    "No slip of code {code} is in the ledger yet, so the receipt cannot go over to it. It stays as it is; correct it again when the slip has come.",
  ],
  "weighing-bound": [
    409,
    "Lần nhận {index} dựa trên số cân do chính cân ký (mục {weighing}); đính chính phải dựa trên một số cân như thế.",
    "Receipt {index} rests on a weighing signed by the scale itself (entry {weighing}); its correction must rest on one as well.",
  ],
  "released-before-logged": [
    409,
    "Giờ cho đi sớm hơn lúc lần dừng {index} vào sổ {minutes}, lại do người khác ghi. Chờ cơ quan quản lý kết luận, hoặc chính người đã dừng xe ghi.",
    "The release is {minutes} before the log had stop {index}, and another officer states it. It waits for a ruling, or for the word of whoever stopped the lorry.",
  ],
  "correction-late": [
    409,
    "Mục {index} được ghi {minutes} trước, quá hạn tự đính chính {limit_minutes}. Đề nghị cơ quan quản lý xem xét gỡ ghi nhận.",
    "Entry {index} speaks of {minutes} ago, beyond the {limit_minutes} for correcting it oneself. Ask the authority to set it aside.",
  ],
} as const;
