// The closed lists of codes as shapes: each is one rule of the CDDL, so that a body says `material` and the list is written once.
import * as codes from "../codes.ts";
import { called, choice, named } from "../shape.ts";

export const material = called("vật liệu", "material", named("material", choice(codes.MATERIALS)));
export const siteType = called("loại địa điểm", "kind of place", named("site-type", choice(codes.SITE_TYPES)));
export const role = named("role", choice(codes.ROLES));
export const instrument = called("loại giấy", "instrument", named("instrument", choice(codes.INSTRUMENTS)));
export const obligation = called("nghĩa vụ", "obligation", named("obligation", choice(codes.OBLIGATIONS)));
/** An obligation that is paid by quantity or instalment. */
export const dues = called("khoản phải nộp", "due", named("dues", choice(codes.DUES)));
export const obligationState = called(
  "tình trạng",
  "state",
  named("obligation-state", choice(codes.OBLIGATION_STATES)),
);
export const measure = called("cách đo", "measured by", named("measure", choice(codes.MEASURES)));
export const vehicleClass = called("loại phương tiện", "class", named("vehicle-class", choice(codes.VEHICLE_CLASSES)));
export const position = called("chức vụ", "position", named("position", choice(codes.POSITIONS)));
export const outcome = called("kết quả", "outcome", named("outcome", choice(codes.OUTCOMES)));
export const status = called("tình trạng", "status", named("status", choice(codes.STATUSES)));
export const phase = called("mức áp dụng", "phase", named("phase", choice(codes.PHASES)));
export const phasedRule = called("quy tắc", "rule", named("phased-rule", choice(codes.PHASED_RULES)));
export const amountUnit = called("đơn vị tính", "unit", named("amount-unit", choice(codes.AMOUNT_UNITS)));
export const factorUse = called("dùng cho", "use", named("factor-use", choice(codes.FACTOR_USES)));
export const compaction = called("độ chặt", "compaction", named("compaction", choice(codes.COMPACTIONS)));
export const recipeSource = called("căn cứ định mức", "basis", named("recipe-source", choice(codes.RECIPE_SOURCES)));
export const direction = called("chiều", "direction", named("direction", choice(codes.DIRECTIONS)));
export const colour = called("màn hình báo", "screen said", named("colour", choice(codes.COLOURS)));
export const claimKind = called("loại hồ sơ", "kind of dossier", named("claim-kind", choice(codes.CLAIM_KINDS)));
export const listedReason = named("listed-reason", choice(codes.LISTED_REASONS));
export const recoveryClosure = called(
  "cách đóng",
  "settled by",
  named("recovery-closure", choice(codes.RECOVERY_CLOSURES)),
);
export const settlementOutcome = called(
  "kết quả",
  "outcome",
  named("settlement-outcome", choice(codes.SETTLEMENT_OUTCOMES)),
);
