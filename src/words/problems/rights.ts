// Problems of the right to issue, carry and receive, and of the acts that change a slip: a part of the closed list of problem.ts.

/** code → HTTP status and the sentence for people, as in problem.ts. */
export const RIGHT_PROBLEMS = {
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
    "Xe {plate} còn phiếu {index} mà nơi đến chưa nhận; phiếu ấy hết hạn sau {left_minutes}. Đề nghị nơi đến ghi nhận, hoặc hủy phiếu nếu xe chưa qua trạm nào.",
    "Vehicle {plate} still has slip {index} that its destination has not received; it expires in {left_minutes}. Ask the destination to receive it, or void it if no checkpoint has seen the vehicle.",
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
  "codes-crowded": [
    409,
    "Thiết bị này đã nhập {count} mã phiếu mà sổ chưa có phiếu nào. Mục này được giữ nhưng không chờ phiếu; ghi nhận lại theo số phiếu khi phiếu đã vào sổ.",
    "This device has typed {count} codes whose slips the ledger does not have. The entry is kept and waits for no slip; record it again by the slip's number once the slip has come.",
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
} as const;
