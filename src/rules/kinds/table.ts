// The table of kinds: for each, who may sign it, whether it is a right or an observation, what it does and which function says
// so. docs/rules.md is generated from it. A new kind is one row, one body shape, one function, one test.
import type { EnteredKind } from "../../format/kinds.ts";
import { propose } from "../acts/proposal.ts";
import { NONE, type Row, row } from "../acts/row.ts";
import { liftFinding, recordFinding } from "../origins/findings.ts";
import { checkSettlement, closeSignal, lodgeReport, REVERSE_DECISION } from "../oversight/oversight.ts";
import { recordAnnexPart } from "../payment/annexparts.ts";
import * as claim from "../payment/claim.ts";
import { closeRecovery, openRecovery } from "../payment/recovery.ts";
import { AMEND_SLIP, REVERSE_SLIP, refuseLoad } from "../slips/amend.ts";
import { bringSlip } from "../slips/arrival.ts";
import { LIFT_CONTEST } from "../slips/contest.ts";
import { recordPassage } from "../slips/passage.ts";
import { receiveLoad } from "../slips/receive.ts";
import { ruleOnSlip } from "../slips/ruling.ts";
import { voidSlip } from "../slips/slip.ts";
import { closeSlipBook, grantSlipBook } from "../slips/slipbook.ts";
import { entrustStock } from "../stock/entrust.ts";
import {
  acceptExcavation,
  attestForeign,
  attestPaper,
  DECLARE_OPENING,
  linkInvoice,
  lodgePaper,
  TRANSFER_PACKAGE,
} from "../stock/papers.ts";
import { processBatch, recordExtract } from "../stock/production.ts";
import { countStock, declareSale, recordSurvey } from "../stock/stocktake.ts";
import { recordWeighing } from "../weighing/scales.ts";
import { REGISTRY_ROWS } from "./table-registry.ts";

export const TABLE: { readonly [K in EnteredKind]: Row<K> } = {
  ...REGISTRY_ROWS,
  "weighing.record": row(
    "observation",
    [2, 3, 4, 6, 7, 8],
    "Cân tự ký số cân",
    "A scale signs what it weighed",
    NONE,
    recordWeighing,
  ),
  "book.grant": row(
    "right",
    [2],
    "Cấp quyển phiếu dự phòng mất mạng",
    "Take a slip book for offline use",
    "stock(mine), ground → slip book",
    grantSlipBook,
  ),
  "book.close": row(
    "right",
    [1, 2],
    "Đóng quyển phiếu",
    "Close a slip book",
    "slip book → stock(mine), ground",
    closeSlipBook,
  ),
  "extract.record": row(
    "observation",
    [2],
    "Ghi sản lượng khai thác trong ngày",
    "Record a day's production",
    "ground → stock(mine)",
    recordExtract,
  ),
  "slip.issue": row(
    "right",
    [2, 3, 4],
    "Xuất phiếu vận chuyển",
    "Issue a slip",
    "stock(mine), ground → transit; stock(site) → transit",
    bringSlip,
  ),
  "slip.void": row(
    "right",
    [2, 3, 4],
    "Hủy phiếu chưa ai thấy trên đường",
    "Void an unseen slip",
    "transit → stock, ground",
    voidSlip,
  ),
  "slip.reverse": row(
    "right",
    [2, 3, 4],
    "Đề xuất đảo phiếu đã qua trạm",
    "Propose to reverse a seen slip",
    "transit, stray → stock, ground",
    propose("slip.reverse", REVERSE_SLIP),
  ),
  "slip.amend": row(
    "right",
    [2, 3, 4],
    "Đề xuất điều chỉnh phiếu",
    "Propose to amend a slip",
    "stray → transit",
    propose("slip.amend", AMEND_SLIP),
  ),
  "slip.rule": row(
    "right",
    [1],
    "Kết luận về phiếu nộp muộn",
    "Rule on a late slip",
    "slip book, stock(mine), ground → transit, stray",
    ruleOnSlip,
  ),
  "passage.record": row("observation", [5], "Ghi lượt qua trạm", "Record a passage", NONE, recordPassage),
  "load.receive": row(
    "observation",
    [2, 3, 4, 6, 7, 8],
    "Nhận hàng theo phiếu",
    "Receive a load",
    "transit, stray → stock, project; rest → lost",
    receiveLoad,
  ),
  "load.refuse": row("observation", [3, 4, 6, 7, 8], "Từ chối nhận hàng", "Refuse a load", NONE, refuseLoad),
  "batch.process": row(
    "right",
    [4],
    "Nghiền, trộn một mẻ",
    "Crush or mix a batch",
    "stock(inputs) → stock(product) + lost",
    processBatch,
  ),
  "stock.entrust": row(
    "right",
    [2, 3, 4, 6, 7],
    "Ủy quyền xuất hàng gửi tại bãi",
    "Let a keeper move one's stock",
    NONE,
    entrustStock,
  ),
  "stock.count": row("observation", [2, 3, 4], "Kiểm kê tồn kho", "Count stock", "stock → lost", countStock),
  "survey.record": row("observation", [1, 2, 3, 4, 10], "Ghi kết quả đo đạc", "Record a survey", NONE, recordSurvey),
  "sale.declare": row(
    "observation",
    [2, 3, 4],
    "Kê khai bán ngoài công trình nhà nước",
    "Declare private sales",
    "stock → sold",
    declareSale,
  ),
  "package.transfer": row(
    "right",
    [6, 7],
    "Đề xuất điều chuyển giữa các gói thầu",
    "Propose a transfer between packages",
    "project(package a) → project(package b)",
    propose("package.transfer", TRANSFER_PACKAGE),
  ),
  "excavation.accept": row(
    "right",
    [8],
    "Nghiệm thu đất đá đào trong dự án",
    "Accept excavation inside a project",
    "ground → project",
    acceptExcavation,
  ),
  "paper.lodge": row("right", [6, 7], "Nộp giấy tờ nguồn gốc", "Lodge an origin paper", NONE, lodgePaper),
  "paper.attest": row(
    "right",
    [1],
    "Xác nhận giấy tờ nguồn gốc",
    "Attest an origin paper",
    "ground → project (paper)",
    attestPaper,
  ),
  "invoice.link": row(
    "observation",
    [2, 3, 4, 6, 7],
    "Gắn hóa đơn với phiếu",
    "Link an invoice to slips",
    NONE,
    linkInvoice,
  ),
  "foreign.attest": row(
    "right",
    [1],
    "Xác nhận hàng từ tỉnh khác",
    "Attest material from another province",
    "ground → stock, project (paper)",
    attestForeign,
  ),
  "opening.declare": row(
    "right",
    [2, 3, 4, 6, 7],
    "Kê khai tồn đầu kỳ",
    "Declare opening stock or works",
    "ground → stock, project (transitional)",
    propose("opening.declare", DECLARE_OPENING),
  ),
  "annex.part": row(
    "right",
    [6, 7, 8],
    "Ghi một phần của bảng kê dài",
    "Record a part of a long annex",
    NONE,
    recordAnnexPart,
  ),
  "annex.propose": row(
    "right",
    [6, 7, 8],
    "Lập bảng kê nguồn gốc vật liệu",
    "Propose an origin annex",
    NONE,
    claim.proposeAnnex,
  ),
  "annex.cosign": row("right", [6, 7, 8], "Cùng ký bảng kê", "Co-sign an annex", NONE, claim.cosignAnnex),
  "review.make": row("right", [9], "Lập kết quả kiểm soát thanh toán", "Make a payment review", NONE, claim.makeReview),
  "decision.sign": row(
    "right",
    [9],
    "Phê duyệt kết quả kiểm soát thanh toán",
    "Sign the payment result",
    "project → paid(claim), withheld(claim)",
    claim.signDecision,
  ),
  "decision.reverse": row(
    "right",
    [9],
    "Đề xuất hủy kết quả kiểm soát thanh toán",
    "Propose to reverse a payment result",
    "paid, withheld → project",
    propose("decision.reverse", REVERSE_DECISION),
  ),
  "settlement.check": row(
    "right",
    [6, 10],
    "Kiểm tra trước quyết toán",
    "Check before settlement",
    NONE,
    checkSettlement,
  ),
  "recovery.open": row("right", [9], "Mở khoản thu hồi", "Open a recovery", NONE, openRecovery),
  "recovery.close": row("right", [9], "Đóng khoản thu hồi", "Close a recovery", NONE, closeRecovery),
  "report.lodge": row(
    "observation",
    [1, 5, 10, "operator"],
    "Ghi phản ánh của công dân",
    "Lodge a report",
    NONE,
    lodgeReport,
  ),
  "signal.close": row("right", [1, 10], "Đóng cảnh báo", "Close a signal", NONE, closeSignal),
  "finding.record": row("right", [1, 10], "Ban hành kết luận kiểm tra", "Record a finding", NONE, recordFinding),
  "finding.lift": row("right", [1, 10], "Rút kết luận kiểm tra", "Lift a finding", NONE, liftFinding),
  "contest.lift": row(
    "right",
    [1],
    "Đề xuất gạt ghi nhận sai về phiếu",
    "Propose to set a false observation aside",
    NONE,
    propose("contest.lift", LIFT_CONTEST),
  ),
};
