// The table of kinds: for each, who may sign it, whether it is a right or an observation, what it does and which function says
// so. docs/rules.md is generated from it. A new kind is one row, one body shape, one function, one test.
import { ROLE } from "../../format/codes.ts";
import type { EnteredKind } from "../../format/kinds.ts";
import { propose } from "../acts/proposal.ts";
import { CLAIMANTS, HOLDERS, INSPECTORS, NONE, RECEIVERS, type Row, row, SENDERS } from "../acts/row.ts";
import { liftFinding, recordFinding } from "../origins/findings.ts";
import { checkSettlement, lodgeReport, REVERSE_DECISION } from "../oversight/oversight.ts";
import { closeSignal } from "../oversight/signals.ts";
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
    RECEIVERS,
    "Cân tự ký số cân",
    "A scale signs what it weighed",
    NONE,
    recordWeighing,
  ),
  "book.grant": row(
    "right",
    [ROLE.mineOperator],
    "Cấp quyển phiếu dự phòng mất mạng",
    "Take a slip book for offline use",
    "stock(mine), ground → slip book",
    grantSlipBook,
  ),
  "book.close": row(
    "right",
    [ROLE.authority, ROLE.mineOperator],
    "Đóng quyển phiếu",
    "Close a slip book",
    "slip book → stock(mine), ground",
    closeSlipBook,
  ),
  "extract.record": row(
    "observation",
    [ROLE.mineOperator],
    "Ghi sản lượng khai thác trong ngày",
    "Record a day's production",
    "ground → stock(mine)",
    recordExtract,
  ),
  "slip.issue": row(
    "right",
    SENDERS,
    "Xuất phiếu vận chuyển",
    "Issue a slip",
    "stock(mine), ground → transit; stock(site) → transit",
    bringSlip,
  ),
  "slip.void": row(
    "right",
    SENDERS,
    "Hủy phiếu chưa ai thấy trên đường",
    "Void an unseen slip",
    "transit → stock, ground",
    voidSlip,
  ),
  "slip.reverse": row(
    "right",
    SENDERS,
    "Đề xuất đảo phiếu đã qua trạm",
    "Propose to reverse a seen slip",
    "transit, stray → stock, ground",
    propose("slip.reverse", REVERSE_SLIP),
  ),
  "slip.amend": row(
    "right",
    SENDERS,
    "Đề xuất điều chỉnh phiếu",
    "Propose to amend a slip",
    "stray → transit",
    propose("slip.amend", AMEND_SLIP),
  ),
  "slip.rule": row(
    "right",
    [ROLE.authority],
    "Kết luận về phiếu nộp muộn",
    "Rule on a late slip",
    "slip book, stock(mine), ground → transit, stray",
    ruleOnSlip,
  ),
  "passage.record": row(
    "observation",
    [ROLE.transportControl],
    "Ghi lượt qua trạm",
    "Record a passage",
    NONE,
    recordPassage,
  ),
  "load.receive": row(
    "observation",
    RECEIVERS,
    "Nhận hàng theo phiếu",
    "Receive a load",
    "transit, stray → stock, project; rest → lost",
    receiveLoad,
  ),
  "load.refuse": row(
    "observation",
    [ROLE.keeper, ROLE.plantOperator, ...CLAIMANTS],
    "Từ chối nhận hàng",
    "Refuse a load",
    NONE,
    refuseLoad,
  ),
  "batch.process": row(
    "right",
    [ROLE.plantOperator],
    "Nghiền, trộn một mẻ",
    "Crush or mix a batch",
    "stock(inputs) → stock(product) + lost",
    processBatch,
  ),
  "stock.entrust": row(
    "right",
    HOLDERS,
    "Ủy quyền xuất hàng gửi tại bãi",
    "Let a keeper move one's stock",
    NONE,
    entrustStock,
  ),
  "stock.count": row("observation", SENDERS, "Kiểm kê tồn kho", "Count stock", "stock → lost", countStock),
  "survey.record": row(
    "observation",
    [ROLE.authority, ...SENDERS, ROLE.inspector],
    "Ghi kết quả đo đạc",
    "Record a survey",
    NONE,
    recordSurvey,
  ),
  "sale.declare": row(
    "observation",
    SENDERS,
    "Kê khai bán ngoài công trình nhà nước",
    "Declare private sales",
    "stock → sold",
    declareSale,
  ),
  "package.transfer": row(
    "right",
    [ROLE.projectOwner, ROLE.contractor],
    "Đề xuất điều chuyển giữa các gói thầu",
    "Propose a transfer between packages",
    "project(package a) → project(package b)",
    propose("package.transfer", TRANSFER_PACKAGE),
  ),
  "excavation.accept": row(
    "right",
    [ROLE.supervisor],
    "Nghiệm thu đất đá đào trong dự án",
    "Accept excavation inside a project",
    "ground → project",
    acceptExcavation,
  ),
  "paper.lodge": row(
    "right",
    [ROLE.projectOwner, ROLE.contractor],
    "Nộp giấy tờ nguồn gốc",
    "Lodge an origin paper",
    NONE,
    lodgePaper,
  ),
  "paper.attest": row(
    "right",
    [ROLE.authority],
    "Xác nhận giấy tờ nguồn gốc",
    "Attest an origin paper",
    "ground → project (paper)",
    attestPaper,
  ),
  "invoice.link": row("observation", HOLDERS, "Gắn hóa đơn với phiếu", "Link an invoice to slips", NONE, linkInvoice),
  "foreign.attest": row(
    "right",
    [ROLE.authority],
    "Xác nhận hàng từ tỉnh khác",
    "Attest material from another province",
    "ground → stock, project (paper)",
    attestForeign,
  ),
  "opening.declare": row(
    "right",
    HOLDERS,
    "Kê khai tồn đầu kỳ",
    "Declare opening stock or works",
    "ground → stock, project (transitional)",
    propose("opening.declare", DECLARE_OPENING),
  ),
  "annex.part": row(
    "right",
    CLAIMANTS,
    "Ghi một phần của bảng kê dài",
    "Record a part of a long annex",
    NONE,
    recordAnnexPart,
  ),
  "annex.propose": row(
    "right",
    CLAIMANTS,
    "Lập bảng kê nguồn gốc vật liệu",
    "Propose an origin annex",
    NONE,
    claim.proposeAnnex,
  ),
  "annex.cosign": row("right", CLAIMANTS, "Cùng ký bảng kê", "Co-sign an annex", NONE, claim.cosignAnnex),
  "review.make": row(
    "right",
    [ROLE.treasury],
    "Lập kết quả kiểm soát thanh toán",
    "Make a payment review",
    NONE,
    claim.makeReview,
  ),
  "decision.sign": row(
    "right",
    [ROLE.treasury],
    "Phê duyệt kết quả kiểm soát thanh toán",
    "Sign the payment result",
    "project → paid(claim), withheld(claim)",
    claim.signDecision,
  ),
  "decision.reverse": row(
    "right",
    [ROLE.treasury],
    "Đề xuất hủy kết quả kiểm soát thanh toán",
    "Propose to reverse a payment result",
    "paid, withheld → project",
    propose("decision.reverse", REVERSE_DECISION),
  ),
  "settlement.check": row(
    "right",
    [ROLE.projectOwner, ROLE.inspector],
    "Kiểm tra trước quyết toán",
    "Check before settlement",
    NONE,
    checkSettlement,
  ),
  "recovery.open": row("right", [ROLE.treasury], "Mở khoản thu hồi", "Open a recovery", NONE, openRecovery),
  "recovery.close": row("right", [ROLE.treasury], "Đóng khoản thu hồi", "Close a recovery", NONE, closeRecovery),
  "report.lodge": row(
    "observation",
    [ROLE.authority, ROLE.transportControl, ROLE.inspector, "operator"],
    "Ghi phản ánh của công dân",
    "Lodge a report",
    NONE,
    lodgeReport,
  ),
  "signal.close": row("right", [...INSPECTORS, ROLE.treasury], "Đóng cảnh báo", "Close a signal", NONE, closeSignal),
  "finding.record": row("right", INSPECTORS, "Ban hành kết luận kiểm tra", "Record a finding", NONE, recordFinding),
  "finding.lift": row("right", INSPECTORS, "Rút kết luận kiểm tra", "Lift a finding", NONE, liftFinding),
  "contest.lift": row(
    "right",
    [ROLE.authority],
    "Đề xuất gạt ghi nhận sai về phiếu",
    "Propose to set a false observation aside",
    NONE,
    propose("contest.lift", LIFT_CONTEST),
  ),
};
