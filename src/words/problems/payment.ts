// The problems of payment control: annexes, reviews, results and what needs a second person. Part of the closed list in problem.ts.

/** code → HTTP status, Vietnamese and English sentence, as in the rest of the list. */
export const PAYMENT_PROBLEMS = {
  "annex-incomplete": [
    409,
    "Bảng kê {index} chưa được chủ đầu tư và giám sát cùng ký.",
    "Annex {index} is not co-signed by owner and supervisor.",
  ],
  "result-unknown": [
    404,
    "Sổ này không có kết quả kiểm soát thanh toán nào mang mã đã nhập. Đối chiếu lại số mục sổ và mã in trên giấy; nếu giấy in đúng như vậy thì hỏi Kho bạc Nhà nước ghi trên giấy.",
    "This ledger has no result of payment control under the code entered. Compare the entry number and the code with the paper; if it is printed so, ask the treasury named on it.",
  ],
  "annex-decided": [
    409,
    "Hồ sơ {index} đã có kết quả ở mục {decision}.",
    "Dossier {index} already has a result at entry {decision}.",
  ],
  "annex-arithmetic": [
    422,
    "Dòng {line}: khối lượng nhân đơn giá là {expected_vnd} đ, hồ sơ ghi {found_vnd} đ.",
    "Line {line}: quantity times price is {expected_vnd} đ; the dossier says {found_vnd} đ.",
  ],
  "annex-recipe": [
    422,
    "Dòng {line}: công tác {work} phải dùng định mức vật liệu đúng mã, đơn vị và dự án (định mức {recipe}).",
    "Line {line}: work {work} needs a recipe of its own code, unit and project (recipe {recipe}).",
  ],
  "annex-code-resembles": [
    409,
    "Dòng {line}: mã {work} giống mã công tác có định mức ở mục {recipe}. Nếu là công tác ấy thì dùng định mức {recipe}; nếu là công tác khác, không có vật liệu, thì ghi {recipe} vào ô “khác với” của dòng.",
    "Line {line}: code {work} resembles the work of recipe {recipe}. If it is that work, use recipe {recipe}; if it is other work without material, write {recipe} under the line’s “distinct from”.",
  ],
  "annex-unit": [
    422,
    "Dòng {line}: đơn vị tính {unit} khác đơn vị của định mức ({recipe_unit}). Sửa đơn vị hoặc chọn định mức khác.",
    "Line {line}: the unit {unit} is not the recipe's ({recipe_unit}). Correct the unit or choose another recipe.",
  ],
  "annex-adjusts": [
    422,
    "Dòng {line}: hồ sơ {index} đã thanh toán đủ {left_milli} phần nghìn đơn vị của công tác này, dòng điều chỉnh giá ghi {need_milli}.",
    "Line {line}: dossier {index} paid {left_milli} thousandths of this work in full; the adjustment of price asks for {need_milli}.",
  ],
  "recipe-ended": [
    422,
    "Định mức ở mục {recipe} áp dụng đến hết {until}. Dùng định mức còn hiệu lực, hoặc lập phụ lục hợp đồng.",
    "The recipe of entry {recipe} is in force until {until}. Use one that is in force, or amend the contract.",
  ],
  "contract-missing": [
    422,
    "Hợp đồng của gói thầu {package} chưa được ghi vào sổ. Ghi hợp đồng trước khi lập hồ sơ.",
    "The book has no contract of package {package}. Register it before the dossier.",
  ],
  "contract-line": [
    422,
    "Dòng {line}: hợp đồng của gói thầu trong sổ không có dòng số {number}. Ghi đúng số dòng hợp đồng.",
    "Line {line}: the package's contract in the book has no line {number}. Name the contract's line.",
  ],
  "contract-differs": [
    422,
    "Dòng {line}: dòng hợp đồng số {number} là mã {code}, đơn vị {unit}, đơn giá {price_vnd} đ, định mức {recipe}; hồ sơ ghi khác.",
    "Line {line}: contract line {number} is work {code}, unit {unit}, price {price_vnd} đ, recipe {recipe}; the dossier says otherwise.",
  ],
  "contract-quantity": [
    422,
    "Dòng hợp đồng số {number} còn {left_milli} phần nghìn đơn vị chưa đề nghị; hồ sơ đề nghị {asked_milli}. Khối lượng tăng phải có phụ lục hợp đồng.",
    "Contract line {number} has {left_milli} thousandths left to claim; the dossier asks {asked_milli}. More needs an amendment.",
  ],
  "contract-adjustment": [
    422,
    "Hợp đồng còn {left_vnd} đ cho điều chỉnh giá; hồ sơ đề nghị {asked_vnd} đ.",
    "The contract has {left_vnd} đ left for adjustments of price; the dossier asks {asked_vnd} đ.",
  ],
  "contract-plain": [
    422,
    "Dòng hợp đồng số {number} không ghi định mức vật liệu, phải nêu điều khoản hoặc định mức cho thấy công tác không có vật liệu phải theo dõi.",
    "Contract line {number} has no recipe; it must say by which clause or norm the work holds no tracked material.",
  ],
  "contract-compaction": [
    422,
    "Dòng hợp đồng số {number}: độ chặt khác độ chặt của định mức {recipe}.",
    "Contract line {number}: its class of compaction is not that of recipe {recipe}.",
  ],
  "contract-claimed": [
    422,
    "Dòng hợp đồng số {number} đã được đề nghị {claimed_milli} phần nghìn đơn vị; phụ lục ghi {found_milli}.",
    "Of contract line {number}, {claimed_milli} thousandths are claimed; the amendment leaves {found_milli}.",
  ],
  "contract-paid-before": [
    422,
    "Sổ đã chấp nhận {accepted_vnd} đ cho gói thầu này; khối lượng đã thanh toán ghi trong hợp đồng chỉ đến {paid_vnd} đ.",
    "The book has accepted {accepted_vnd} đ of this package; what the contract states as paid comes to {paid_vnd} đ.",
  ],
  "advance-over": [
    422,
    "Còn được tạm ứng {left_vnd} đ theo hợp đồng hoặc tổng mức đầu tư; hồ sơ đề nghị {asked_vnd} đ.",
    "By contract or total investment {left_vnd} đ may still be advanced; the dossier asks {asked_vnd} đ.",
  ],
  "retention-over": [
    422,
    "Tiền giữ lại của gói thầu còn {left_vnd} đ; hồ sơ đề nghị chi trả {asked_vnd} đ.",
    "The package has {left_vnd} đ kept back; the dossier asks for {asked_vnd} đ.",
  ],
  "settlement-advance": [
    409,
    "Còn {left_vnd} đ tạm ứng chưa thu hồi, chưa thể kết luận đạt.",
    "{left_vnd} đ of advances are not cleared: the project is not clear.",
  ],
  "annex-number-used": [
    409,
    "Số hồ sơ {number} của gói thầu đã dùng ở mục {index}.",
    "Dossier number {number} of this package is already used at entry {index}.",
  ],
  "annex-withdrawn": [
    409,
    "Bảng kê {index} đã được rút hoặc bị từ chối ký ở mục {latest}. Lập bảng kê mới; số hồ sơ cũ dùng lại được.",
    "Annex {index} was withdrawn or declined by entry {latest}. Draw up a new one; its number may be used again.",
  ],
  "annex-complete": [
    409,
    "Bảng kê {index} đã đủ chữ ký và ở Kho bạc. Nếu cần sửa, đề nghị Kho bạc trả hồ sơ.",
    "Annex {index} is signed by all and with the treasury. If it needs a change, ask the treasury to return it.",
  ],
  "figures-differ": [
    409,
    "Số liệu tính lại khác số liệu trong kết quả. Mở lại hồ sơ, xem số liệu mới rồi ký.",
    "The recomputed figures differ from the signed ones. Reopen the dossier and sign the new figures.",
  ],
  "outcome-mismatch": [
    422,
    "Kết quả “{outcome}” không phù hợp số tiền được chấp nhận {accepted_vnd} đ trên {claimed_vnd} đ đề nghị.",
    "Outcome “{outcome}” does not fit {accepted_vnd} đ accepted of {claimed_vnd} đ claimed.",
  ],
  "same-person": [
    409,
    "Người phê duyệt phải khác người lập kết quả.",
    "The approver must be another person than the maker.",
  ],
  "reasons-missing": [
    422,
    "Kết quả không chấp nhận toàn bộ số tiền phải nêu lý do.",
    "A result that does not accept everything must state reasons.",
  ],
  "review-replaced": [
    409,
    "Kết quả đề xuất ở mục {index} đã được lập lại tại mục {latest}. Mở lại hồ sơ, xem kết quả mới trước khi phê duyệt.",
    "The proposed result of entry {index} was made anew at entry {latest}. Reopen the dossier and see it before you approve.",
  ],
  "review-meanwhile": [
    409,
    "Hồ sơ này đã có kết quả đề xuất khác ở mục {latest}, lập trong lúc anh/chị đang xem. Kết quả của anh/chị chưa được ghi. Xem kết quả ấy; nếu vẫn cần lập lại thì ký lại.",
    "Another review of this dossier was made at entry {latest} while you were looking. Yours was not entered. See that one; sign again if yours is still needed.",
  ],
  "reason-untrue": [
    422,
    "Lý do “{reason}” không đúng với số liệu của hồ sơ và kết quả đã chọn. Chỉ chọn lý do đúng với hồ sơ này.",
    "The reason “{reason}” is not true of this dossier's figures and the chosen result. Choose reasons that are.",
  ],
  "reason-unstated": [
    422,
    "Lý do không tính được từ số liệu trong sổ phải được chọn trong danh mục và ghi rõ bằng lời: giấy tờ nào, thiếu hoặc khác ở điểm nào.",
    "A reason that does not follow from the book's figures is chosen from the list and stated in words: which paper, and what it lacks.",
  ],
  "refusal-evidenced": [
    422,
    "Số tiền {accepted_vnd} đ đã đủ căn cứ nguồn gốc. Từ chối cả phần này phải có lý do khác trong danh mục và ghi rõ lý do.",
    "{accepted_vnd} đ are evidenced. Refusing them too needs another listed reason, stated in words.",
  ],
  "signal-closed": [409, "Cảnh báo này đã được xử lý ở mục {index}.", "This signal has been closed by entry {index}."],
  "already-signed": [409, "Đơn vị này đã ký mục {index}.", "This party has already signed entry {index}."],
  "proposal-withdrawn": [
    409,
    "Đề xuất {index} đã được người lập rút.",
    "Proposal {index} was taken back by its maker.",
  ],
  "proposal-lapsed": [
    409,
    "Đề xuất {index} hết hạn ký duyệt ngày {day}. Lập đề xuất mới.",
    "Proposal {index} could be approved until {day}. Propose it anew.",
  ],
  "needs-second": [
    409,
    "Người thứ hai ký duyệt phải khác người đề xuất.",
    "The second signer must be another person than the proposer.",
  ],
} as const satisfies Record<string, readonly [status: number, vi: string, en: string]>;
