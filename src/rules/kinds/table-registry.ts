// The rows of the table that register what there is and decide by which rules: who may sign each, and which function says so.

import { ROLE } from "../../format/codes.ts";
import { approveBy, propose } from "../acts/proposal.ts";
import { AUTHORITY, CLAIMANTS, NONE, RECEIVERS, row, SENDERS } from "../acts/row.ts";
import { REVERSE_DECISION } from "../oversight/oversight.ts";
import { setFactor } from "../registry/factor.ts";
import * as policy from "../registry/policy.ts";
import { registerProject } from "../registry/project.ts";
import { setRecipe } from "../registry/recipe.ts";
import * as registry from "../registry/registry.ts";
import { SET_VERSION } from "../registry/rules-version.ts";
import { setYields } from "../registry/yields.ts";
import { AMEND_SLIP, REVERSE_SLIP } from "../slips/amend.ts";
import { LIFT_CONTEST } from "../slips/contest.ts";
import { DECLARE_OPENING, TRANSFER_PACKAGE } from "../stock/papers.ts";
import { certifyScale, registerScale } from "../weighing/scales.ts";

/** Acts that wait for others' signatures, and what happens when all are there. */
const approve = approveBy({
  "rules.set": policy.SET_RULES,
  "rules.version": SET_VERSION,
  "log.rotate": policy.ROTATE_LOG_KEY,
  "witness.set": policy.SET_WITNESSES,
  "slip.amend": AMEND_SLIP,
  "slip.reverse": REVERSE_SLIP,
  "package.transfer": TRANSFER_PACKAGE,
  "opening.declare": DECLARE_OPENING,
  "decision.reverse": REVERSE_DECISION,
  "contest.lift": LIFT_CONTEST,
});

/** Registry kinds, in the order in which a province begins (docs/design.md, Who and what is registered). */
export const REGISTRY_ROWS = {
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
    [ROLE.authority, ...SENDERS, ROLE.transportControl, ...CLAIMANTS, ROLE.treasury, ROLE.inspector, ROLE.carrier],
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
  "project.register": row(
    "registry",
    ["root", ROLE.authority, ROLE.projectOwner],
    "Đăng ký dự án",
    "Register a project",
    NONE,
    registerProject,
  ),
  "factor.set": row(
    "registry",
    ["root", ROLE.authority, ROLE.supervisor],
    "Ban hành hệ số quy đổi",
    "Set a conversion factor",
    NONE,
    setFactor,
  ),
  "recipe.set": row(
    "registry",
    ["root", ROLE.authority, ROLE.projectOwner, ROLE.supervisor],
    "Ban hành định mức cấp phối",
    "Set a recipe",
    NONE,
    setRecipe,
  ),
  "rules.set": row(
    "registry",
    ["root"],
    "Đề xuất bộ quy tắc",
    "Propose a rule set",
    NONE,
    propose("rules.set", policy.SET_RULES),
  ),
  "rules.version": row(
    "registry",
    ["root", "operator"],
    "Đề xuất phiên bản quy tắc",
    "Propose a version of the rules",
    NONE,
    propose("rules.version", SET_VERSION),
  ),
  approve: row(
    "registry",
    ["root", ROLE.authority, ...RECEIVERS, ROLE.treasury],
    "Người thứ hai ký duyệt",
    "A second person approves",
    NONE,
    approve,
  ),
  "log.rotate": row(
    "registry",
    ["root"],
    "Đề xuất thay khóa gốc, vận hành, khóa sổ",
    "Propose a new root, operator or log key",
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
  "yield.set": row("registry", AUTHORITY, "Ấn định tỷ lệ thu hồi khi nghiền", "Set crushers' yields", NONE, setYields),
  "scale.register": row("registry", AUTHORITY, "Đăng ký cân", "Register a scale", NONE, registerScale),
  "scale.certify": row(
    "registry",
    AUTHORITY,
    "Ghi giấy chứng nhận kiểm định cân",
    "Record a scale's calibration",
    NONE,
    certifyScale,
  ),
  "scale.status": row(
    "registry",
    AUTHORITY,
    "Tình trạng của cân",
    "Set a scale's status",
    NONE,
    registry.changeStatus("scale"),
  ),
  "clock.tick": row(
    "registry",
    ["operator"],
    "Mốc giờ của sổ",
    "Hourly tick of the log",
    "transit → stray",
    registry.tick,
  ),
} as const;
