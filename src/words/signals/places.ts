// Signals about sources, yards, crushers and plants: what was there, what was made and when.
import type { SignalRows } from "./row.ts";

export const PLACE_SIGNALS = {
  "outside-hours": {
    vi: "Mục {subject} lấy vật liệu của nguồn {source} ngoài giờ hoặc ngoài mùa được phép; quy tắc ở giai đoạn {phase}.",
    en: "Entry {subject} takes material of source {source} outside its hours or season; the rule's phase is {phase}.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Kiểm tra mỏ ngoài giờ; xem lý do của đơn vị khai thác.",
      en: "Inspect the mine outside its hours; ask the operator why.",
    },
    figures: { source: "entry", phase: "phase" },
  },
  "obligation-not-shown": {
    vi: "Mục {subject}: nghĩa vụ “{obligation}” của mục {holder} chưa thể hiện trong sổ; quy tắc ở giai đoạn {phase}.",
    en: "Entry {subject}: obligation “{obligation}” of entry {holder} is not shown in the ledger; the rule's phase is {phase}.",
    severity: "note",
    owner: "authority",
    step: {
      vi: "Đề nghị đơn vị nộp giấy tờ và cập nhật nghĩa vụ vào sổ trước ngày bắt buộc.",
      en: "Ask the party for the paper and enter it before it is required.",
    },
    figures: { holder: "entry", obligation: "obligation", phase: "phase" },
  },
  "received-too-fast": {
    vi: "Nơi {subject} ghi nhận {loads} chuyến trong giờ bắt đầu từ {hour_s}, riêng một phút có {within}; nơi này làm được nhiều nhất {limit} chuyến một giờ.",
    en: "Place {subject} received {loads} loads in the hour from {hour_s}, {within} of them within one minute; it can handle {limit} an hour.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Xem giờ thật của từng chuyến: ghi dồn cuối ngày hay ghi khống; đối chiếu cân và lượt qua trạm.",
      en: "Find each load's true hour: typed together in the evening, or made up; compare the scale and the passages.",
    },
    figures: { hour_s: "instant", loads: "count", within: "count", limit: "count" },
  },
  "sent-too-fast": {
    vi: "Nơi {subject} xuất {loads} chuyến trong giờ bắt đầu từ {hour_s}, riêng một phút có {within}; nơi này làm được nhiều nhất {limit} chuyến một giờ.",
    en: "Place {subject} sent {loads} loads in the hour from {hour_s}, {within} of them within one minute; it can handle {limit} an hour.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Xem camera cổng và số cân của giờ đó; đếm xe thật đã rời nơi này.",
      en: "See the gate's camera and scale for that hour; count the lorries that really left.",
    },
    figures: { hour_s: "instant", loads: "count", within: "count", limit: "count" },
  },
  "place-may-not-work": {
    vi: "Hàng của phiếu {subject} gửi đến hoặc được nhận tại nơi {place}, trong khi nơi này đã bị dừng hoặc có nghĩa vụ hết hiệu lực.",
    en: "The load of slip {subject} is sent to or received at place {place}, which has been closed or whose obligations have lapsed.",
    severity: "act",
    owner: "authority",
    step: {
      vi: "Kiểm tra nơi nhận; hàng nhận tại đó không xuất đi được cho đến khi đủ điều kiện.",
      en: "Inspect the place; nothing that it receives can leave until it is in order.",
    },
    figures: { place: "entry" },
  },
  "yield-outside": {
    vi: "Trạm nghiền {subject} (mục {batch}): {in_kg} kg đá ra {out_kg} kg {product}, ngoài mức {least_kg}–{most_kg} kg của mục {yields}; quy tắc ở giai đoạn {phase}.",
    en: "Crusher {subject} (entry {batch}): {in_kg} kg of rock gave {out_kg} kg of {product}, outside {least_kg}–{most_kg} kg of entry {yields}; the rule's phase is {phase}.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Kiểm tra sổ vận hành trạm nghiền; đo lại định mức thu hồi nếu đá thay đổi.",
      en: "Check the crusher's log; measure its yield again where the rock has changed.",
    },
    figures: {
      batch: "entry",
      product: "material",
      in_kg: "kg",
      out_kg: "kg",
      least_kg: "kg",
      most_kg: "kg",
      yields: "entry",
      phase: "phase",
    },
  },
  "yields-not-set": {
    vi: "Trạm nghiền {subject} (mục {batch}): {in_kg} kg đá ra {out_kg} kg cát, chưa có tỷ lệ thu hồi nào được ấn định; quy tắc ở giai đoạn {phase}.",
    en: "Crusher {subject} (entry {batch}): {in_kg} kg of rock gave {out_kg} kg of sand, and no yields are set; the rule's phase is {phase}.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Thử nghiệm dây chuyền và ấn định tỷ lệ thu hồi; xem cát có thật là cát nghiền.",
      en: "Test the line and set its yields; see whether the sand is crushed sand.",
    },
    figures: { batch: "entry", in_kg: "kg", out_kg: "kg", phase: "phase" },
  },
  "recipe-rich": {
    vi: "Nơi {subject} (mục {batch}) đưa vào mẻ {given_kg} kg {material}, định mức chỉ cần {norm_kg} kg.",
    en: "Place {subject} (entry {batch}) put {given_kg} kg of {material} into a batch whose recipe needs {norm_kg} kg.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Đối chiếu phiếu mẻ của trạm; xem vật liệu có được rút khỏi tồn kho để bán ngoài sổ hay không.",
      en: "Compare the plant's tickets; see whether stock is written off to be sold outside the ledger.",
    },
    figures: { batch: "entry", material: "material", norm_kg: "kg", given_kg: "kg" },
  },
  "opening-ended": {
    vi: "Nơi {subject}: {ended_kg} kg {material} tồn kho ban đầu đã quá ngày được dùng và bị gạch khỏi tồn (mục {entry}).",
    en: "Place {subject}: {ended_kg} kg of opening stock of {material} are past their day and set aside (entry {entry}).",
    severity: "note",
    owner: "authority",
    step: {
      vi: "Nếu hàng còn thật, đề nghị kê khai lại kèm biên bản kiểm kê.",
      en: "Where the material is there, have it declared anew with a stocktaking record.",
    },
    figures: { entry: "entry", ended_kg: "kg", material: "material" },
  },
  "count-below-book": {
    vi: "Nơi {subject} kiểm kê được {counted_kg} kg, sổ có {book_kg} kg (mục {count}); phần thiếu ghi hao hụt.",
    en: "Place {subject} counted {counted_kg} kg where the book has {book_kg} kg (entry {count}); the rest is lost.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Hỏi phần thiếu đã đi đâu; đối chiếu hàng bán lẻ đã kê khai.",
      en: "Ask where the rest went; compare declared private sales.",
    },
    figures: { count: "entry", counted_kg: "kg", book_kg: "kg" },
  },
  "count-above-book-within-band": {
    vi: "Nơi {subject} kiểm kê được {counted_kg} kg, sổ có {book_kg} kg (mục {count}); phần thừa nằm trong sai số của cách đo.",
    en: "Place {subject} counted {counted_kg} kg where the book has {book_kg} kg (entry {count}), within the uncertainty of its method.",
    severity: "note",
    owner: "authority",
    step: {
      vi: "Không phải làm gì; phần thừa không được ghi nhận.",
      en: "Nothing to do; the surplus is not credited.",
    },
    figures: { count: "entry", counted_kg: "kg", book_kg: "kg" },
  },
  "count-above-book": {
    vi: "Nơi {subject} kiểm kê được {counted_kg} kg, sổ chỉ có {book_kg} kg (mục {count}): có hàng không phiếu.",
    en: "Place {subject} counted {counted_kg} kg where the book has {book_kg} kg (entry {count}): some came without a slip.",
    severity: "act",
    owner: "authority",
    step: {
      vi: "Đến bãi đo lại; yêu cầu chứng từ của phần không có phiếu.",
      en: "Measure the yard again; ask for the papers of what has no slip.",
    },
    figures: { count: "entry", counted_kg: "kg", book_kg: "kg" },
  },
  "production-beyond-day": {
    vi: "Nguồn {subject} ghi sản lượng một ngày {produced_kg} kg (mục {entry}), quá {day_kg} kg một ngày; quy tắc ở giai đoạn {phase}.",
    en: "Source {subject} recorded {produced_kg} kg for one day (entry {entry}), beyond {day_kg} kg a day; the rule's phase is {phase}.",
    severity: "act",
    owner: "authority",
    step: {
      vi: "Đo đạc mỏ; hỏi máy móc nào khai thác được chừng ấy trong một ngày.",
      en: "Survey the mine; ask what machines can dig so much in one day.",
    },
    figures: { entry: "entry", produced_kg: "kg", day_kg: "kg", phase: "phase" },
  },
  "production-late": {
    vi: "Nguồn {subject}: sản lượng năm trước gửi quá hạn (mục {entry}); {produced_kg} kg tính vào công suất năm {year}.",
    en: "Source {subject}: production of the year before came late (entry {entry}); {produced_kg} kg count against the capacity of {year}.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Hỏi vì sao ghi muộn; đo đạc trữ lượng đã lấy.",
      en: "Ask why it was recorded late; survey what was taken.",
    },
    figures: { entry: "entry", produced_kg: "kg", year: "count" },
  },
  "production-differs": {
    vi: "Nguồn {subject}: sổ sản lượng ghi {recorded_kg} kg, phiếu và giấy tờ đã lấy {drawn_kg} kg, đo đạc gần nhất {surveyed_kg} kg (0: chưa đo); lệch quá mức phải giải trình.",
    en: "Source {subject}: its production book says {recorded_kg} kg, slips and papers took {drawn_kg} kg, the latest survey {surveyed_kg} kg (0: none); more apart than needs no explaining.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Yêu cầu đơn vị khai thác giải trình và ghi đủ sản lượng; đo đạc nếu không khớp.",
      en: "Have the operator explain and complete its production book; survey where it does not fit.",
    },
    figures: { recorded_kg: "kg", drawn_kg: "kg", surveyed_kg: "kg" },
  },
  "over-capacity": {
    vi: "Nguồn {subject} đã khai thác {extracted_kg} kg, giấy phép cho {capacity_kg} kg: vượt {percent} %, thuộc mức từ {band} % (mục {entry}).",
    en: "Source {subject} extracted {extracted_kg} kg where its licence allows {capacity_kg} kg: {percent} % over, in the band from {band} % (entry {entry}).",
    severity: "act",
    owner: "authority",
    step: {
      vi: "Lập biên bản vượt công suất theo mức; dừng khai thác nếu quy định yêu cầu.",
      en: "Record the breach by its band; stop extraction where the law asks for it.",
    },
    figures: { entry: "entry", extracted_kg: "kg", capacity_kg: "kg", percent: "count", band: "count" },
  },
  "survey-below-book": {
    vi: "Đo đạc nơi {subject} chỉ thấy {surveyed_kg} kg {material}, riêng phần của đơn vị giữ nơi sổ ghi {book_kg} kg (mục {survey}).",
    en: "A survey of place {subject} finds {surveyed_kg} kg of {material} where the keeper alone has {book_kg} kg in the book (entry {survey}).",
    severity: "act",
    owner: "authority",
    step: {
      vi: "Yêu cầu kiểm kê; hỏi phần thiếu đã đi đâu.",
      en: "Have the stock counted; ask where the rest went.",
    },
    figures: { survey: "entry", material: "material", surveyed_kg: "kg", book_kg: "kg" },
  },
  "survey-differs": {
    vi: "Đo đạc nguồn {subject} thấy đã lấy {surveyed_kg} kg, phiếu và giấy tờ {book_kg} kg, sổ sản lượng {recorded_kg} kg (mục {survey}): lệch quá mức phải giải trình.",
    en: "A survey of source {subject} finds {surveyed_kg} kg taken; slips and papers say {book_kg} kg, the production book {recorded_kg} kg (entry {survey}): more apart than needs no explaining.",
    severity: "act",
    owner: "authority",
    step: {
      vi: "Yêu cầu đơn vị khai thác giải trình; kiểm tra phiếu, sản lượng và mốc giới.",
      en: "Have the operator explain; check slips, production and boundary markers.",
    },
    figures: { survey: "entry", surveyed_kg: "kg", book_kg: "kg", recorded_kg: "kg" },
  },
} as const satisfies SignalRows;
