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
    vi: "Nơi {subject} kiểm kê được {counted_kg} kg, sổ có {book_kg} kg (mục {count}); phần thừa nằm trong sai số đã khai.",
    en: "Place {subject} counted {counted_kg} kg where the book has {book_kg} kg (entry {count}), within the stated uncertainty.",
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
  "survey-differs": {
    vi: "Đo đạc nguồn {subject} thấy đã lấy {surveyed_kg} kg, sổ ghi {book_kg} kg (mục {survey}): lệch quá mức phải giải trình.",
    en: "A survey of source {subject} finds {surveyed_kg} kg taken where the book has {book_kg} kg (entry {survey}): more than needs no explaining.",
    severity: "act",
    owner: "authority",
    step: {
      vi: "Yêu cầu đơn vị khai thác giải trình; kiểm tra phiếu, sản lượng và mốc giới.",
      en: "Have the operator explain; check slips, production and boundary markers.",
    },
    figures: { survey: "entry", surveyed_kg: "kg", book_kg: "kg" },
  },
} as const satisfies SignalRows;
