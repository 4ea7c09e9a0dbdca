// What is counted: the closed lists of codes that entries carry and that people read as words.
// Codes are never reused; a new one is appended.

/** A code with its words on screen. */
export type Named = { readonly vi: string; readonly en: string };

/** Tracked materials. Clay (5) is registered as a source but not followed to payment. */
export const MATERIALS = {
  1: { vi: "cát", en: "sand" },
  2: { vi: "sỏi", en: "gravel" },
  3: { vi: "đá hỗn hợp sau nổ mìn", en: "blasted rock" },
  4: { vi: "đất đắp", en: "fill" },
  5: { vi: "sét", en: "clay" },
  6: { vi: "đá dăm 1×2", en: "crushed stone 0.5–2 cm" },
  7: { vi: "đá dăm 4×6", en: "crushed stone 2–8 cm" },
  8: { vi: "đá hộc", en: "rubble" },
  9: { vi: "đá mạt", en: "stone dust" },
  10: { vi: "cấp phối đá dăm", en: "graded aggregate" },
} as const satisfies Record<number, Named>;
export type Material = keyof typeof MATERIALS;

/** Kinds of place (site.register). */
export const SITE_TYPES = {
  1: { vi: "mỏ", en: "mine" },
  2: { vi: "bến, bãi", en: "yard" },
  3: { vi: "trạm nghiền", en: "crusher" },
  4: { vi: "trạm trộn bê tông xi măng", en: "concrete plant" },
  5: { vi: "trạm trộn bê tông nhựa", en: "asphalt plant" },
  6: { vi: "xưởng cấu kiện đúc sẵn", en: "precast plant" },
  7: { vi: "cửa hàng vật liệu", en: "shop" },
  8: { vi: "khoang tàu, sà lan", en: "vessel hold" },
  9: { vi: "trạm, chốt kiểm soát", en: "checkpoint" },
} as const satisfies Record<number, Named>;
export type SiteType = keyof typeof SITE_TYPES;

/** What a party is entitled to act as; a party may have several. */
export const ROLES = {
  1: { vi: "cơ quan quản lý khoáng sản", en: "licensing authority" },
  2: { vi: "đơn vị khai thác mỏ", en: "mine operator" },
  3: { vi: "chủ bến, bãi, cửa hàng", en: "yard or shop keeper" },
  4: { vi: "chủ trạm nghiền, trạm trộn", en: "crusher or plant operator" },
  5: { vi: "lực lượng kiểm soát vận chuyển", en: "transport control" },
  6: { vi: "chủ đầu tư", en: "project owner" },
  7: { vi: "nhà thầu thi công", en: "contractor" },
  8: { vi: "tư vấn giám sát", en: "supervisor" },
  9: { vi: "Kho bạc Nhà nước", en: "State Treasury" },
  10: { vi: "thanh tra, kiểm toán", en: "inspector or auditor" },
  11: { vi: "đơn vị vận hành sổ", en: "log operator" },
  12: { vi: "đơn vị vận tải", en: "carrier" },
} as const satisfies Record<number, Named>;
export type Role = keyof typeof ROLES;

/** Instruments that make material lawful where it starts (design 10.1). */
export const INSTRUMENTS = {
  1: { vi: "giấy phép khai thác", en: "extraction licence" },
  2: { vi: "giấy phép khai thác nhóm IV", en: "group IV licence" },
  3: { vi: "bản xác nhận khai thác theo cơ chế đặc thù", en: "special-mechanism confirmation" },
  4: { vi: "giấy phép khai thác tận thu", en: "salvage licence" },
  5: { vi: "đăng ký thu hồi khoáng sản", en: "recovery registration" },
  6: { vi: "đào trong phạm vi dự án", en: "excavation inside a project" },
  7: { vi: "đất đá thải, tro, xỉ", en: "waste rock, ash, slag" },
  8: { vi: "tồn kho ghi nhận ban đầu", en: "opening stock" },
  9: { vi: "xác nhận của sở tỉnh khác", en: "neighbour department's letter" },
} as const satisfies Record<number, Named>;
export type Instrument = keyof typeof INSTRUMENTS;

/** Conditions for a source, yard or vehicle to operate (design 10.2). */
export const OBLIGATIONS = {
  1: { vi: "thiết kế mỏ", en: "mine design" },
  2: { vi: "giám đốc điều hành mỏ", en: "mine director" },
  3: { vi: "bàn giao mốc giới", en: "boundary markers" },
  4: { vi: "trạm cân", en: "scale" },
  5: { vi: "camera", en: "camera" },
  6: { vi: "ký quỹ cải tạo, phục hồi môi trường", en: "restoration deposit" },
  7: { vi: "thuê đất", en: "land lease" },
  8: { vi: "giấy phép khai thác, sử dụng nước", en: "water permit" },
  9: { vi: "giấy phép môi trường", en: "environmental permit" },
  10: { vi: "giấy phép sử dụng vật liệu nổ", en: "explosives permit" },
  11: { vi: "ngày bắt đầu xây dựng, khai thác", en: "start date" },
  12: { vi: "tiền cấp quyền khai thác", en: "mining-right fee" },
  13: { vi: "giấy phép bến thủy nội địa", en: "port or wharf licence" },
  14: { vi: "chấp thuận về đê điều", en: "dyke consent" },
  15: { vi: "biển niêm yết công khai", en: "public board" },
  16: { vi: "đăng kiểm", en: "vehicle inspection" },
  17: { vi: "thiết bị giám sát hành trình", en: "tracking device" },
} as const satisfies Record<number, Named>;
export type Obligation = keyof typeof OBLIGATIONS;

/** How an obligation stands; an empty cell of a register is "not shown", never "not met". */
export const OBLIGATION_STATES = {
  1: { vi: "đã thực hiện", en: "met" },
  2: { vi: "được miễn", en: "exempt" },
  3: { vi: "chưa thể hiện", en: "not shown" },
  4: { vi: "đã hết hiệu lực", en: "lapsed" },
} as const satisfies Record<number, Named>;
export type ObligationState = keyof typeof OBLIGATION_STATES;

/** How a mass was found (design 10.3). */
export const MEASURES = {
  1: { vi: "cân", en: "scale" },
  2: { vi: "mớn nước", en: "draught" },
  3: { vi: "thể tích khoang, thùng", en: "hold or bed volume" },
  4: { vi: "đo đạc", en: "survey" },
} as const satisfies Record<number, Named>;
export type Measure = keyof typeof MEASURES;

/** Classes of vehicle, with the percentage by which a route's minutes are stretched for them when a slip's expiry is computed. */
export const VEHICLE_CLASSES = {
  1: { vi: "xe tải 2 trục", en: "two-axle truck", stretchPercent: 150 },
  2: { vi: "xe tải 3–4 trục", en: "three- or four-axle truck", stretchPercent: 150 },
  3: { vi: "đầu kéo, rơ moóc", en: "tractor and trailer", stretchPercent: 175 },
  4: { vi: "xe bồn trộn bê tông", en: "concrete mixer", stretchPercent: 150 },
  5: { vi: "sà lan, tàu chở hàng", en: "barge or cargo boat", stretchPercent: 300 },
} as const satisfies Record<number, Named & { stretchPercent: number }>;
export type VehicleClass = keyof typeof VEHICLE_CLASSES;

/** How a lot is evidenced. */
export const GRADES = {
  1: { vi: "ghi trong sổ", en: "ledger" },
  2: { vi: "giấy tờ", en: "paper" },
  3: { vi: "chuyển tiếp", en: "transitional" },
} as const satisfies Record<number, Named>;
export type Grade = keyof typeof GRADES;

/** Outcomes of payment control. */
export const OUTCOMES = {
  1: { vi: "Chấp nhận thanh toán", en: "pay" },
  2: { vi: "Chấp nhận thanh toán một phần", en: "part" },
  3: { vi: "Từ chối thanh toán", en: "refuse" },
  4: { vi: "Trả hồ sơ, yêu cầu bổ sung", en: "return" },
} as const satisfies Record<number, Named>;
export type Outcome = keyof typeof OUTCOMES;

/** Status of a site, source or vehicle as set by the authority. */
export const STATUSES = {
  1: { vi: "hoạt động", en: "active" },
  2: { vi: "tạm đình chỉ", en: "suspended" },
  3: { vi: "thu hồi", en: "revoked" },
  4: { vi: "đóng", en: "closed" },
} as const satisfies Record<number, Named>;
export type Status = keyof typeof STATUSES;

/** Phases of a rule: whether it observes, warns or blocks. */
export const PHASES = {
  1: { vi: "theo dõi", en: "observe" },
  2: { vi: "cảnh báo", en: "warn" },
  3: { vi: "chặn", en: "block" },
} as const satisfies Record<number, Named>;
export type Phase = keyof typeof PHASES;

/** The codes of a table with their English names, for a shape's closed choice. */
export function codesOf<K extends number>(table: Readonly<Record<K, Named>>): Record<K, string> {
  const names: Partial<Record<K, string>> = {};
  for (const code of Object.keys(table)) names[Number(code) as K] = table[Number(code) as K].en;
  return names as Record<K, string>;
}
