// The table of kinds: for each, who may sign it, whether it is a right or an observation, what it does and which function says
// so. docs/rules.md is generated from it. A new kind is one row, one body shape, one function, one test.
import type { Body, EnteredKind } from "../format/kinds.ts";
import type { Role } from "../format/materials.ts";
import type { Problem } from "../problem.ts";
import * as claim from "./claim.ts";
import type { Context, Verdict } from "./context.ts";
import { recordPassage } from "./passage.ts";
import { processBatch, recordExtract } from "./production.ts";
import { registerProject } from "./project.ts";
import { receiveLoad } from "./receive.ts";
import { setFactor, setRecipe } from "./recipe.ts";
import * as registry from "./registry.ts";
import { issueSlip, voidSlip } from "./slip.ts";

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
  "rules.set": row("registry", ["root"], "Đề xuất bộ quy tắc", "Propose a rule set", NONE, registry.proposeRules),
  approve: row(
    "registry",
    ["root"],
    "Người thứ hai ký duyệt",
    "A second person approves",
    NONE,
    registry.approveProposal,
  ),
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
    issueSlip,
  ),
  "slip.void": row(
    "right",
    [2, 3, 4],
    "Hủy phiếu chưa ai thấy trên đường",
    "Void an unseen slip",
    "transit → stock, ground",
    voidSlip,
  ),
  "passage.record": row("observation", [5], "Ghi lượt qua trạm", "Record a passage", NONE, recordPassage),
  "load.receive": row(
    "observation",
    [3, 4, 6, 7, 8],
    "Nhận hàng theo phiếu",
    "Receive a load",
    "transit, stray → stock, project; rest → lost",
    receiveLoad,
  ),
  "batch.process": row(
    "right",
    [4],
    "Nghiền, trộn một mẻ",
    "Crush or mix a batch",
    "stock(inputs) → stock(product) + lost",
    processBatch,
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
