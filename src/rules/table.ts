// The table of kinds: for each, who may sign it, whether it is a right or an observation, what it does and which function says
// so. docs/rules.md is generated from it. A new kind is one row, one body shape, one function, one test.
import type { Body, EnteredKind } from "../format/kinds.ts";
import type { Role } from "../format/materials.ts";
import type { Problem } from "../problem.ts";
import { AMEND_SLIP, REVERSE_SLIP, refuseLoad } from "./amend.ts";
import { bringSlip } from "./arrival.ts";
import * as claim from "./claim.ts";
import type { Context, Verdict } from "./context.ts";
import { liftFinding, recordFinding } from "./findings.ts";
import {
  checkSettlement,
  closeRecovery,
  closeSignal,
  lodgeReport,
  openRecovery,
  REVERSE_DECISION,
} from "./oversight.ts";
import {
  acceptExcavation,
  attestForeign,
  attestPaper,
  DECLARE_OPENING,
  linkInvoice,
  lodgePaper,
  TRANSFER_PACKAGE,
} from "./papers.ts";
import { recordPassage } from "./passage.ts";
import * as policy from "./policy.ts";
import { processBatch, recordExtract } from "./production.ts";
import { registerProject } from "./project.ts";
import { approveBy, propose } from "./proposal.ts";
import { receiveLoad } from "./receive.ts";
import { setFactor, setRecipe } from "./recipe.ts";
import * as registry from "./registry.ts";
import { voidSlip } from "./slip.ts";
import { closeBook, grantBook } from "./slipbook.ts";
import { countStock, declareSale, recordSurvey } from "./stocktake.ts";

/** Who may sign: a key that genesis names, or any registered key of a party with the role. */
export type Standing = "root" | "operator" | Role;

export type Row<K extends EnteredKind> = {
  readonly signers: readonly Standing[];
  /** A right is refused when it fails; an observation is stored with its verdict and moves nothing where it fails. */
  readonly nature: "registry" | "right" | "observation";
  readonly vi: string;
  readonly en: string;
  /** What kilograms do, in the words of design section 4. */
  readonly moves: string;
  apply(context: Context, body: Body<K>, carried: boolean): Problem | Verdict;
};

const AUTHORITY: readonly Standing[] = ["root", 1];
const NONE = "–";

/** Acts that wait for others' signatures, and what happens when all are there. */
const approve = approveBy({
  "rules.set": policy.SET_RULES,
  "log.rotate": policy.ROTATE_LOG_KEY,
  "witness.set": policy.SET_WITNESSES,
  "slip.amend": AMEND_SLIP,
  "slip.reverse": REVERSE_SLIP,
  "package.transfer": TRANSFER_PACKAGE,
  "opening.declare": DECLARE_OPENING,
  "decision.reverse": REVERSE_DECISION,
});

export const TABLE: { readonly [K in EnteredKind]: Row<K> } = {
  genesis: row("registry", ["root"], "Mở sổ", "Open the log", NONE, registry.beginLog),
  "party.register": row("registry", AUTHORITY, "Đăng ký đơn vị", "Register a party", NONE, registry.registerParty),
  "person.register": row(
    "registry",
    AUTHORITY,
    "Đăng ký người bằng số ngẫu nhiên",
    "Register a person by a random number",
    NONE,
    registry.registerPerson,
  ),
  "key.register": row(
    "registry",
    AUTHORITY,
    "Đăng ký khóa thiết bị",
    "Register a device key",
    NONE,
    registry.registerKey,
  ),
  "key.rotate": row(
    "registry",
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12],
    "Đổi khóa thiết bị",
    "Rotate a device key",
    NONE,
    registry.rotateKey,
  ),
  "key.revoke": row("registry", AUTHORITY, "Thu hồi khóa", "Revoke a key", NONE, registry.revokeKey),
  "key.freeze": row(
    "registry",
    ["operator", "root"],
    "Tạm khóa khóa ký hai nội dung cùng số",
    "Freeze a key that signed twice under one number",
    NONE,
    registry.freezeKey,
  ),
  "site.register": row("registry", AUTHORITY, "Đăng ký nơi", "Register a place", NONE, registry.registerSite),
  "site.status": row(
    "registry",
    AUTHORITY,
    "Tình trạng của nơi",
    "Set a place's status",
    NONE,
    registry.changeStatus("site"),
  ),
  "source.grant": row(
    "registry",
    AUTHORITY,
    "Ghi nhận nguồn hợp pháp",
    "Register a lawful source",
    NONE,
    registry.grantSource,
  ),
  "source.amend": row("registry", AUTHORITY, "Điều chỉnh nguồn", "Amend a source", NONE, registry.amendSource),
  "source.status": row(
    "registry",
    AUTHORITY,
    "Tình trạng của nguồn",
    "Set a source's status",
    NONE,
    registry.changeStatus("source"),
  ),
  "obligation.attest": row(
    "registry",
    AUTHORITY,
    "Xác nhận nghĩa vụ",
    "Attest obligations",
    NONE,
    registry.attestObligations,
  ),
  "vehicle.register": row(
    "registry",
    AUTHORITY,
    "Đăng ký phương tiện",
    "Register a vehicle",
    NONE,
    registry.registerVehicle,
  ),
  "vehicle.status": row(
    "registry",
    AUTHORITY,
    "Tình trạng của phương tiện",
    "Set a vehicle's status",
    NONE,
    registry.changeStatus("vehicle"),
  ),
  "route.set": row("registry", AUTHORITY, "Lập tuyến", "Set a route", NONE, registry.setRoute),
  "project.register": row("registry", ["root", 1, 6], "Đăng ký dự án", "Register a project", NONE, registerProject),
  "factor.set": row("registry", AUTHORITY, "Ban hành hệ số quy đổi", "Set a conversion factor", NONE, setFactor),
  "recipe.set": row("registry", ["root", 1, 6, 8], "Ban hành định mức cấp phối", "Set a recipe", NONE, setRecipe),
  "rules.set": row(
    "registry",
    ["root"],
    "Đề xuất bộ quy tắc",
    "Propose a rule set",
    NONE,
    propose("rules.set", policy.SET_RULES),
  ),
  approve: row(
    "registry",
    ["root", 1, 2, 3, 4, 6, 7, 8, 9],
    "Người thứ hai ký duyệt",
    "A second person approves",
    NONE,
    approve,
  ),
  "log.rotate": row(
    "registry",
    ["root"],
    "Đề xuất thay khóa gốc hoặc khóa vận hành",
    "Propose a new root or operator key",
    NONE,
    propose("log.rotate", policy.ROTATE_LOG_KEY),
  ),
  "witness.set": row(
    "registry",
    ["root"],
    "Đề xuất các đơn vị xác nhận độc lập",
    "Propose the witness policy",
    NONE,
    propose("witness.set", policy.SET_WITNESSES),
  ),
  "book.grant": row(
    "right",
    [2],
    "Cấp quyển phiếu dự phòng mất mạng",
    "Take a slip book for offline use",
    "stock(mine), ground → book",
    grantBook,
  ),
  "book.close": row("right", [1, 2], "Đóng quyển phiếu", "Close a slip book", "book → stock(mine), ground", closeBook),
  "clock.tick": row(
    "registry",
    ["operator"],
    "Mốc giờ của sổ",
    "Hourly tick of the log",
    "transit → stray",
    registry.tick,
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
};

function row<K extends EnteredKind>(
  nature: Row<K>["nature"],
  signers: readonly Standing[],
  vi: string,
  en: string,
  moves: string,
  apply: Row<K>["apply"],
): Row<K> {
  return { nature, signers, vi, en, moves, apply };
}
