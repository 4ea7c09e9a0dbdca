// The closed lists of codes that entries carry and that people read as words. Each list is declared once: the name that code
// uses, the number in the bytes, the words on screen. A number is never reused; a new code takes the next one.

/** A code with its words on screen. */
export type Named = { readonly vi: string; readonly en: string };

type List = Readonly<Record<string, Named & { readonly code: number }>>;
type NumbersOf<L extends List> = { readonly [N in keyof L]: L[N]["code"] };
type WordsOf<L extends List> = { readonly [N in keyof L as L[N]["code"]]: Omit<L[N], "code"> };

/** A list as its two tables: number by name, for code that compares; words by number, for whoever reads. */
function codeList<const L extends List>(list: L): readonly [NumbersOf<L>, WordsOf<L>] {
  const numbers: Record<string, number> = {};
  const words: Record<number, Named> = {};
  for (const [name, { code, ...rest }] of Object.entries(list)) {
    if (words[code]) throw new Error(`two codes have the number ${code}`);
    numbers[name] = code;
    words[code] = rest;
  }
  return [numbers as NumbersOf<L>, words as WordsOf<L>];
}

/** Tracked materials. Clay (5) is registered as a source but not followed to payment. */
export const [MATERIAL, MATERIALS] = codeList({
  sand: { code: 1, vi: "cát", en: "sand" },
  gravel: { code: 2, vi: "sỏi", en: "gravel" },
  blastedRock: { code: 3, vi: "đá hỗn hợp sau nổ mìn", en: "blasted rock" },
  fill: { code: 4, vi: "đất đắp", en: "fill" },
  clay: { code: 5, vi: "sét", en: "clay" },
  stone1x2: { code: 6, vi: "đá dăm 1×2", en: "crushed stone 0.5–2 cm" },
  stone4x6: { code: 7, vi: "đá dăm 4×6", en: "crushed stone 2–8 cm" },
  rubble: { code: 8, vi: "đá hộc", en: "rubble" },
  stoneDust: { code: 9, vi: "đá mạt", en: "stone dust" },
  gradedAggregate: { code: 10, vi: "cấp phối đá dăm", en: "graded aggregate" },
});
export type Material = keyof typeof MATERIALS;

/** Kinds of place (site.register). */
export const [SITE_TYPE, SITE_TYPES] = codeList({
  mine: { code: 1, vi: "mỏ", en: "mine" },
  yard: { code: 2, vi: "bến, bãi", en: "yard" },
  crusher: { code: 3, vi: "trạm nghiền", en: "crusher" },
  concretePlant: { code: 4, vi: "trạm trộn bê tông xi măng", en: "concrete plant" },
  asphaltPlant: { code: 5, vi: "trạm trộn bê tông nhựa", en: "asphalt plant" },
  precastPlant: { code: 6, vi: "xưởng cấu kiện đúc sẵn", en: "precast plant" },
  shop: { code: 7, vi: "cửa hàng vật liệu", en: "shop" },
  vesselHold: { code: 8, vi: "khoang tàu, sà lan", en: "vessel hold" },
  checkpoint: { code: 9, vi: "trạm, chốt kiểm soát", en: "checkpoint" },
});
export type SiteType = keyof typeof SITE_TYPES;

/** The capacities in which a party may act; a party may have several. */
export const [ROLE, ROLES] = codeList({
  authority: { code: 1, vi: "cơ quan quản lý khoáng sản", en: "licensing authority" },
  mineOperator: { code: 2, vi: "đơn vị khai thác mỏ", en: "mine operator" },
  keeper: { code: 3, vi: "chủ bến, bãi, cửa hàng", en: "yard or shop keeper" },
  plantOperator: { code: 4, vi: "chủ trạm nghiền, trạm trộn", en: "crusher or plant operator" },
  transportControl: { code: 5, vi: "lực lượng kiểm soát vận chuyển", en: "transport control" },
  projectOwner: { code: 6, vi: "chủ đầu tư", en: "project owner" },
  contractor: { code: 7, vi: "nhà thầu thi công", en: "contractor" },
  supervisor: { code: 8, vi: "tư vấn giám sát", en: "supervisor" },
  treasury: { code: 9, vi: "Kho bạc Nhà nước", en: "State Treasury" },
  inspector: { code: 10, vi: "thanh tra, kiểm toán", en: "inspector or auditor" },
  logOperator: { code: 11, vi: "đơn vị vận hành sổ", en: "log operator" },
  carrier: { code: 12, vi: "đơn vị vận tải", en: "carrier" },
  taxOffice: { code: 13, vi: "cơ quan thuế", en: "tax office" },
});
export type Role = keyof typeof ROLES;

/** Instruments that make material lawful where it starts. */
export const [INSTRUMENT, INSTRUMENTS] = codeList({
  extractionLicence: { code: 1, vi: "giấy phép khai thác", en: "extraction licence" },
  groupIvLicence: { code: 2, vi: "giấy phép khai thác nhóm IV", en: "group IV licence" },
  specialConfirmation: {
    code: 3,
    vi: "bản xác nhận khai thác theo cơ chế đặc thù",
    en: "special-mechanism confirmation",
  },
  salvageLicence: { code: 4, vi: "giấy phép khai thác tận thu", en: "salvage licence" },
  recoveryRegistration: { code: 5, vi: "đăng ký thu hồi khoáng sản", en: "recovery registration" },
  projectExcavation: { code: 6, vi: "đào trong phạm vi dự án", en: "excavation inside a project" },
  wasteRock: { code: 7, vi: "đất đá thải, tro, xỉ", en: "waste rock, ash, slag" },
  openingStock: { code: 8, vi: "tồn kho ghi nhận ban đầu", en: "opening stock" },
  neighbourLetter: { code: 9, vi: "xác nhận của sở tỉnh khác", en: "neighbour department's letter" },
});
export type Instrument = keyof typeof INSTRUMENTS;

/** Conditions for a source, yard or vehicle to operate. */
export const [OBLIGATION, OBLIGATIONS] = codeList({
  mineDesign: { code: 1, vi: "thiết kế mỏ", en: "mine design" },
  mineDirector: { code: 2, vi: "giám đốc điều hành mỏ", en: "mine director" },
  boundaryMarkers: { code: 3, vi: "bàn giao mốc giới", en: "boundary markers" },
  scale: { code: 4, vi: "trạm cân", en: "scale" },
  camera: { code: 5, vi: "camera", en: "camera" },
  restorationDeposit: { code: 6, vi: "ký quỹ cải tạo, phục hồi môi trường", en: "restoration deposit" },
  landLease: { code: 7, vi: "thuê đất", en: "land lease" },
  waterPermit: { code: 8, vi: "giấy phép khai thác, sử dụng nước", en: "water permit" },
  environmentalPermit: { code: 9, vi: "giấy phép môi trường", en: "environmental permit" },
  explosivesPermit: { code: 10, vi: "giấy phép sử dụng vật liệu nổ", en: "explosives permit" },
  startDate: { code: 11, vi: "ngày bắt đầu xây dựng, khai thác", en: "start date" },
  miningRightFee: { code: 12, vi: "tiền cấp quyền khai thác", en: "mining-right fee" },
  wharfLicence: { code: 13, vi: "giấy phép bến thủy nội địa", en: "port or wharf licence" },
  dykeConsent: { code: 14, vi: "chấp thuận về đê điều", en: "dyke consent" },
  publicBoard: { code: 15, vi: "biển niêm yết công khai", en: "public board" },
  vehicleInspection: { code: 16, vi: "đăng kiểm", en: "vehicle inspection" },
  trackingDevice: { code: 17, vi: "thiết bị giám sát hành trình", en: "tracking device" },
  royalty: { code: 18, vi: "thuế tài nguyên", en: "royalty" },
  environmentalFee: { code: 19, vi: "phí bảo vệ môi trường", en: "environmental fee" },
});
export type Obligation = keyof typeof OBLIGATIONS;

const { miningRightFee, royalty, environmentalFee } = OBLIGATION;
/** Obligations that are paid by quantity or instalment: the tax office attests their balances. */
export const DUES = {
  [royalty]: OBLIGATIONS[royalty],
  [environmentalFee]: OBLIGATIONS[environmentalFee],
  [miningRightFee]: OBLIGATIONS[miningRightFee],
} as const;
export type DuesCode = keyof typeof DUES;

/** The state of an obligation; an empty cell of a register is "not shown", never "not met". */
export const [OBLIGATION_STATE, OBLIGATION_STATES] = codeList({
  met: { code: 1, vi: "đã thực hiện", en: "met" },
  exempt: { code: 2, vi: "được miễn", en: "exempt" },
  notShown: { code: 3, vi: "chưa thể hiện", en: "not shown" },
  lapsed: { code: 4, vi: "đã hết hiệu lực", en: "lapsed" },
});
export type ObligationState = keyof typeof OBLIGATION_STATES;

/** How a mass was found. */
export const [MEASURE, MEASURES] = codeList({
  scale: { code: 1, vi: "cân", en: "scale" },
  draught: { code: 2, vi: "mớn nước", en: "draught" },
  volume: { code: 3, vi: "thể tích khoang, thùng", en: "hold or bed volume" },
  survey: { code: 4, vi: "đo đạc", en: "survey" },
});
export type Measure = keyof typeof MEASURES;

/** Classes of vehicle, with the percentage by which a route's minutes are stretched for them when a slip's expiry is computed. */
export const [VEHICLE_CLASS, VEHICLE_CLASSES] = codeList({
  twoAxleTruck: { code: 1, vi: "xe tải 2 trục", en: "two-axle truck", stretchPercent: 150 },
  heavyTruck: { code: 2, vi: "xe tải 3–4 trục", en: "three- or four-axle truck", stretchPercent: 150 },
  tractorTrailer: { code: 3, vi: "đầu kéo, rơ moóc", en: "tractor and trailer", stretchPercent: 175 },
  concreteMixer: { code: 4, vi: "xe bồn trộn bê tông", en: "concrete mixer", stretchPercent: 150 },
  boat: { code: 5, vi: "sà lan, tàu chở hàng", en: "barge or cargo boat", stretchPercent: 300 },
});
export type VehicleClass = keyof typeof VEHICLE_CLASSES;

/** How a lot is evidenced. */
export const [GRADE, GRADES] = codeList({
  ledger: { code: 1, vi: "ghi trong sổ", en: "ledger" },
  paper: { code: 2, vi: "giấy tờ", en: "paper" },
  transitional: { code: 3, vi: "chuyển tiếp", en: "transitional" },
});
export type Grade = keyof typeof GRADES;

/** Outcomes of payment control. */
export const [OUTCOME, OUTCOMES] = codeList({
  pay: { code: 1, vi: "Chấp nhận thanh toán", en: "pay" },
  part: { code: 2, vi: "Chấp nhận thanh toán một phần", en: "part" },
  refuse: { code: 3, vi: "Từ chối thanh toán", en: "refuse" },
  return: { code: 4, vi: "Trả hồ sơ, yêu cầu bổ sung", en: "return" },
});
export type Outcome = keyof typeof OUTCOMES;

/** True if an outcome accepts money: all that was asked, or a part. */
export function acceptsMoney(outcome: Outcome): boolean {
  return outcome === OUTCOME.pay || outcome === OUTCOME.part;
}

/** Status of a site, source or vehicle as set by the authority. */
export const [STATUS, STATUSES] = codeList({
  active: { code: 1, vi: "hoạt động", en: "active" },
  suspended: { code: 2, vi: "tạm đình chỉ", en: "suspended" },
  revoked: { code: 3, vi: "thu hồi", en: "revoked" },
  closed: { code: 4, vi: "đóng", en: "closed" },
});
export type Status = keyof typeof STATUSES;

/** Phases of a rule: whether it observes, warns or blocks. */
export const [PHASE, PHASES] = codeList({
  observe: { code: 1, vi: "theo dõi", en: "observe" },
  warn: { code: 2, vi: "cảnh báo", en: "warn" },
  block: { code: 3, vi: "chặn", en: "block" },
});
export type Phase = keyof typeof PHASES;

/** Rules that have a phase of their own: exceptions to the phases name them by these numbers. */
export const [PHASED_RULE, PHASED_RULES] = codeList({
  obligations: { code: 1, vi: "nghĩa vụ", en: "obligations" },
  hours: { code: 2, vi: "giờ và mùa", en: "hours and season" },
  cycle: { code: 3, vi: "vòng xe", en: "cycle" },
  scales: { code: 4, vi: "cân", en: "scales" },
  fillDensity: { code: 5, vi: "khối lượng thể tích đất đắp", en: "fill density" },
  yield: { code: 6, vi: "tỷ lệ thu hồi", en: "yield" },
  production: { code: 7, vi: "sản lượng ngày", en: "daily production" },
  offline: { code: 8, vi: "phiếu ký khi mất mạng ngoài quyển", en: "slips off line without a book" },
  contract: { code: 9, vi: "hợp đồng ghi trong sổ", en: "contracts in the book" },
  dues: { code: 10, vi: "thuế, phí theo khối lượng xuất", en: "dues on what was sent" },
});
export type PhasedRule = keyof typeof PHASED_RULES;

/** The positions of a treasury's officers; by order signs in the director's name what a director alone could. */
export const [POSITION, POSITIONS] = codeList({
  specialist: { code: 1, vi: "chuyên viên", en: "specialist" },
  head: { code: 2, vi: "trưởng phòng", en: "head of division" },
  deputyDirector: { code: 3, vi: "phó giám đốc", en: "deputy director" },
  director: { code: 4, vi: "giám đốc", en: "director" },
  byOrder: {
    code: 5,
    vi: "trưởng phòng được giao ký thừa lệnh giám đốc",
    en: "head who signs by the director's order",
  },
});
export type Position = keyof typeof POSITIONS;

/** Units in which papers state an amount; a cubic metre in place is one of unbroken ground. */
export const [AMOUNT_UNIT, AMOUNT_UNITS] = codeList({
  m3InPlace: { code: 1, vi: "m³ nguyên khối", en: "m³ in place" },
  tonnes: { code: 2, vi: "tấn", en: "tonnes" },
  m3Loose: { code: 3, vi: "m³ rời", en: "m³ loose" },
});
export type AmountUnit = keyof typeof AMOUNT_UNITS;

/** The state of the material that a conversion factor weighs. */
export const [FACTOR_USE, FACTOR_USES] = codeList({
  loose: { code: 1, vi: "kg/m³ rời", en: "kg per m³, loose" },
  inPlace: { code: 2, vi: "kg/m³ nguyên khối", en: "kg per m³, in place" },
  compacted: { code: 3, vi: "kg/m³ đầm chặt", en: "kg per m³, compacted" },
});
export type FactorUse = keyof typeof FACTOR_USES;

/** Classes of compaction: the density that an embankment reaches, as a share of the greatest in the laboratory. */
export const [COMPACTION, COMPACTIONS] = codeList({
  k85: { code: 1, vi: "K ≥ 0,85", en: "K ≥ 0.85" },
  k90: { code: 2, vi: "K ≥ 0,90", en: "K ≥ 0.90" },
  k95: { code: 3, vi: "K ≥ 0,95", en: "K ≥ 0.95" },
  k98: { code: 4, vi: "K ≥ 0,98", en: "K ≥ 0.98" },
});
export type Compaction = keyof typeof COMPACTIONS;

/** The paper that a recipe comes from. */
export const [RECIPE_SOURCE, RECIPE_SOURCES] = codeList({
  mixDesign: { code: 1, vi: "thiết kế cấp phối được duyệt", en: "approved mix design" },
  contractEstimate: { code: 2, vi: "dự toán hợp đồng", en: "contract estimate" },
  ministryNorm: { code: 3, vi: "định mức của bộ", en: "ministry norm" },
});
export type RecipeSource = keyof typeof RECIPE_SOURCES;

/** Which way a vehicle passes a checkpoint: outbound is away from the source. */
export const [DIRECTION, DIRECTIONS] = codeList({
  outbound: { code: 1, vi: "chiều đi", en: "outbound" },
  inbound: { code: 2, vi: "chiều về", en: "inbound" },
});
export type Direction = keyof typeof DIRECTIONS;

/** Colour of the answer on a checkpoint's screen. */
export const [COLOUR, COLOURS] = codeList({
  green: { code: 1, vi: "xanh", en: "green" },
  amber: { code: 2, vi: "vàng", en: "amber" },
  red: { code: 3, vi: "đỏ", en: "red" },
  grey: { code: 4, vi: "xám: nguồn chưa kết nối", en: "grey: source not connected" },
});

/** Kinds of payment dossier. */
export const [CLAIM_KIND, CLAIM_KINDS] = codeList({
  interim: { code: 1, vi: "thanh toán theo tiến độ", en: "interim" },
  advance: { code: 2, vi: "tạm ứng", en: "advance" },
  final: { code: 3, vi: "quyết toán", en: "final" },
  retention: { code: 4, vi: "chi trả tiền giữ lại", en: "retention paid out" },
});
export type ClaimKind = keyof typeof CLAIM_KINDS;

/**
 * Reasons that a review may list: each says that the dossier does not suffice, none that anyone broke the law. Those `by` figures follow from
 * the claim's figures; those `by` an officer come from papers outside the book and are stated in words too. 4 was "not signed by all".
 */
export const [LISTED_REASON, LISTED_REASONS] = codeList({
  notEnough: {
    code: 1,
    vi: "Bảng kê nguồn gốc vật liệu chưa chứng minh đủ khối lượng vật liệu của hạng mục",
    en: "The origin annex does not evidence enough material for the work line",
    by: "figures",
  },
  contradictory: {
    code: 2,
    vi: "Chứng từ nguồn gốc có mâu thuẫn, chưa được đơn vị lập làm rõ",
    en: "Origin evidence is contradictory and has not been explained",
    by: "figures",
  },
  partMissing: {
    code: 3,
    vi: "Hồ sơ thiếu thành phần theo quy định",
    en: "The dossier lacks a required part",
    by: "officer",
  },
  adjustsUnpaid: {
    code: 5,
    vi: "Hồ sơ được điều chỉnh giá chưa được thanh toán",
    en: "The dossier whose price is adjusted is not paid",
    by: "figures",
  },
  notByContract: {
    code: 6,
    vi: "Khối lượng, đơn giá hoặc điều kiện thanh toán chưa phù hợp với hợp đồng, biên bản nghiệm thu",
    en: "Quantity, price or terms of payment do not agree with the contract or the acceptance record",
    by: "officer",
  },
  beyondPlan: {
    code: 7,
    vi: "Vượt kế hoạch vốn hoặc dự toán được giao",
    en: "Beyond the capital plan or the budget assigned",
    by: "officer",
  },
});
export type ListedReason = keyof typeof LISTED_REASONS;

/** How a recovery, or part of it, is settled outside a result. */
export const [RECOVERY_CLOSURE, RECOVERY_CLOSURES] = codeList({
  paidIn: { code: 1, vi: "đã nộp tiền", en: "paid in" },
  cancelled: { code: 2, vi: "hủy khoản thu hồi", en: "cancelled" },
  givenBack: { code: 3, vi: "đã hoàn trả", en: "given back" },
});

/** Outcomes of the check before final settlement. */
export const [SETTLEMENT_OUTCOME, SETTLEMENT_OUTCOMES] = codeList({
  clear: { code: 1, vi: "đạt", en: "clear" },
  notClear: { code: 2, vi: "chưa đạt", en: "not clear" },
});
export type SettlementOutcome = keyof typeof SETTLEMENT_OUTCOMES;

/** The codes of a list with their English names, for a shape's closed choice. */
export function namesOf<K extends number>(table: Readonly<Record<K, Named>>): Record<K, string> {
  const names: Partial<Record<K, string>> = {};
  for (const code of Object.keys(table)) names[Number(code) as K] = table[Number(code) as K].en;
  return names as Record<K, string>;
}
