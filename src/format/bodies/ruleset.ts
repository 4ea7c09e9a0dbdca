// The rule set: every threshold, band and phase that a province decides, in force from a day on by a document (docs/design.md, Rights and observations).
import { called, integer, inUnit, list, maybe, named, type Of, record } from "../shape.ts";
import { instrument, material, phase, phasedRule, siteType } from "./code-shapes.ts";
import { day, document, dong, permille, seconds } from "./common.ts";
import { reference, source } from "./references.ts";

/** Bands of measurements and what of successive weighings is a signal; each number's meaning is its name. */
export const measures = called(
  "dải sai số và số lần",
  "bands and counts",
  named(
    "measures",
    record({
      /** Uncertainty of a measurement that states none: by scale, draught, hold or bed volume, survey. */
      scalePermille: [1, permille, "sai số cân, ‰", "scale band, ‰"],
      draughtPermille: [2, permille, "sai số mớn nước, ‰", "draught band, ‰"],
      volumePermille: [3, permille, "sai số thể tích, ‰", "volume band, ‰"],
      surveyPermille: [4, permille, "sai số đo đạc, ‰", "survey band, ‰"],
      /** A tare further than this from what the vehicle weighed at first. */
      tarePermille: [5, permille, "lệch bì cho phép, ‰", "tare band, ‰"],
      /** One vehicle's net weight so many times running. */
      sameTimes: [6, integer(2, 100), "số lần trùng liền nhau", "identical weights running"],
      /** One vehicle's net weights at whole multiples of `roundKg` so many times running. */
      roundTimes: [7, integer(2, 100), "số lần tròn liền nhau", "round weights running"],
      roundKg: [8, inUnit("kg", integer(2, 10_000)), "số tròn theo bội, kg", "round multiple, kg"],
      /** Of so many latest weighings of one place, over all vehicles… */
      placeLoads: [9, integer(2, 20), "số chuyến gần nhất của nơi", "latest loads of a place"],
      /** …so many that are identical, or round. */
      placeTimes: [10, integer(2, 20), "số chuyến trùng hoặc tròn", "identical or round among them"],
      /** Loads after which a scale's sum of differences to the scales at the other end is judged… */
      biasLoads: [11, integer(2, 1000), "số chuyến so hai đầu cân", "loads for a scale's bias"],
      /** …and how far from nothing it may be, of all that was sent. */
      biasPermille: [12, permille, "lệch cân cho phép, ‰", "bias allowed, ‰"],
      /** Minutes from a signed weighing to the slip or receipt that rests on it. */
      weighingMinutes: [13, integer(1, 1440), "phút từ lúc cân đến lúc ghi", "minutes from weighing to use"],
    }),
  ),
);
export type Measures = Of<typeof measures>;

/** Days for the signatures of a proposal, and days that production and papers may be entered behind. */
const daysAllowed = {
  proposalDays: [19, integer(1, 366), "hạn ký duyệt đề xuất, ngày", "time to approve a proposal, days"],
  /** A month's outage, not last year's unused capacity. */
  backfillDays: [20, integer(1, 366), "hạn ghi bù sản lượng, ngày", "production filled in behind, days"],
  /** Deliveries of a year, not of all years that a licence has had. */
  paperDays: [21, integer(1, 3660), "giấy tờ nộp lùi tối đa, ngày", "papers lodged behind, days"],
} as const;

/**
 * The differences that two honest observations of one load may have, and the limits of a place, a vehicle and a day. Beyond these an observation
 * contradicts, waits for a ruling or is noticed. Each number's meaning is its name.
 */
export const tolerances = named(
  "tolerances",
  record({
    /** Minutes by which a device's clock may be wrong. */
    clockMinutes: [1, integer(0, 240), "sai lệch đồng hồ cho phép, phút", "clock error allowed, minutes"],
    /** Sightings at one place in one direction within so many minutes are one passing. */
    sameLookMinutes: [
      2,
      integer(0, 240),
      "coi là một lượt qua trong, phút",
      "sightings within this are one passing, minutes",
    ],
    /** Receipts of one load within so many minutes are one arrival, written down twice. */
    secondLookMinutes: [
      3,
      integer(0, 1440),
      "coi là một lần nhận trong, phút",
      "receipts within this are one arrival, minutes",
    ],
    /** The least time for another trip, as a share of the route's cycle. */
    tripPermille: [
      4,
      permille,
      "thời gian ít nhất cho chuyến khác, phần nghìn chu kỳ",
      "least time for another trip, permille of the cycle",
    ],
    /** No vehicle is faster, in a straight line. */
    topKmh: [5, integer(10, 300), "tốc độ lớn nhất, km/giờ", "highest speed, km/h"],
    /** Uncertainty of a weight taken at a checkpoint. */
    checkpointPermille: [
      6,
      permille,
      "sai số cân tại trạm, phần nghìn",
      "uncertainty of a checkpoint's weight, permille",
    ],
    /** More than the slip says by more than this cannot be told apart from the load. */
    mixedPermille: [7, permille, "mức thừa coi là lẫn hàng, phần nghìn", "excess that cannot be told apart, permille"],
    /** A receipt at another place counts from this share of the slip's mass on. */
    plausiblePermille: [
      8,
      permille,
      "khối lượng ít nhất của lần nhận nơi khác, phần nghìn",
      "least share of a receipt elsewhere, permille",
    ],
    /** Water that a load may take up or lose on the way. */
    wetPermille: [
      9,
      permille,
      "nước thêm hoặc ráo trên đường, phần nghìn",
      "water gained or lost on the way, permille",
    ],
    /** Minutes from what happened to the log: of a right that is used on line… */
    sentMinutes: [10, integer(1, 1440), "hạn gửi khi có mạng, phút", "time to send on line, minutes"],
    /** …and of what was observed or signed with no network. Older entries wait for a ruling. */
    lateMinutes: [
      11,
      integer(60, 43_200),
      "hạn gửi khi mất mạng, phút",
      "time to send what was signed off line, minutes",
    ],
    /** Minutes for which what is given back waits for observations that are still on their way. */
    waitMinutes: [12, integer(0, 43_200), "thời gian chờ trước khi hoàn lại, phút", "wait before giving back, minutes"],
    /** Minutes that one vehicle can be driven within a day. */
    drivenMinutes: [13, integer(60, 1440), "thời gian chạy tối đa một ngày, phút", "driven minutes a day at most"],
    /** Loads that one place can send or receive within an hour. */
    hourLoads: [14, integer(1, 1000), "số chuyến tối đa một giờ của một nơi", "loads an hour of one place at most"],
    /** Of its yearly capacity, what a source can produce on one day. */
    dayPermille: [
      15,
      permille,
      "sản lượng ngày tối đa, phần nghìn công suất năm",
      "a day's production at most, permille of the year's",
    ],
    /** Loads of one route after which it is asked whether any was seen on the road. */
    unseenLoads: [
      16,
      integer(2, 1000),
      "số chuyến không qua trạm thì hỏi",
      "loads unseen on the road before it is asked",
    ],
    /** Books that differ by more than this must be explained (Circular 36/2025/TT-BNNMT: a tenth). */
    explainPermille: [17, permille, "chênh lệch phải giải trình, phần nghìn", "difference to be explained, permille"],
    /** Minutes within which an officer corrects his own passage. */
    correctMinutes: [
      18,
      integer(0, 10_080),
      "hạn cán bộ tự đính chính lượt qua trạm, phút",
      "time for correcting one's own passage, minutes",
    ],
    ...daysAllowed,
  }),
);
export type Tolerances = Of<typeof tolerances>;

/** Exceptions to the phases. */
const exceptions = list(
  record({
    rule: [1, phasedRule],
    phase: [2, phase],
    fromS: [3, maybe(seconds), "hiệu lực từ", "in force from"],
    siteType: [4, maybe(siteType)],
    material: [5, maybe(material)],
    /** Of loads for projects of a registered value from here on… */
    leastDong: [6, maybe(dong), "dự án từ", "projects from"],
    /** …and below there. */
    belowDong: [7, maybe(dong), "dự án dưới", "projects below"],
  }),
  1,
  40,
);

/** Working days of payment control. */
const controlDays = called(
  "số ngày làm việc để kiểm soát",
  "working days of control",
  record({
    claim: [1, integer(1, 60), "thanh toán", "a claim"],
    advance: [2, integer(1, 60), "tạm ứng", "an advance"],
  }),
);

/** Thresholds and phases in force from a time on; each number's meaning is its name. */
export const ruleSet = named(
  "rule-set",
  record({
    fromS: [1, seconds, "hiệu lực từ", "in force from"],
    document: [2, document],
    /** Below this demand of one material in one claim no origin is asked for. */
    exemptKg: [3, inUnit("kg", integer(0, 10 ** 9)), "ngưỡng miễn", "exempt below"],
    /** Loss in transit beyond this raises a signal. */
    lossPermille: [4, permille, "hao hụt cho phép, ‰", "loss allowed, ‰"],
    /** Load above the vehicle's payload by more than this is refused. */
    overloadPermille: [6, permille, "quá tải cho phép, ‰", "overload allowed, ‰"],
    /** The effect on an issue of an obligation that is not shown. */
    obligationPhase: [7, phase, "mức áp dụng: nghĩa vụ", "phase: obligations"],
    /** The effect of an issue outside licensed hours or season. */
    hoursPhase: [8, phase, "mức áp dụng: giờ", "phase: hours"],
    /** The effect of a trip faster than the route's cycle. */
    cyclePhase: [9, phase, "mức áp dụng: vòng xe", "phase: cycle"],
    /** Recipes leaner than the norm by more than this are shown. */
    leanPermille: [10, permille, "cấp phối non, ‰", "lean beyond, ‰"],
    /** Minutes added to every slip's expiry. */
    marginMinutes: [11, integer(0, 1440), "thời gian cộng thêm, phút", "margin, minutes"],
    /** Legal bases quoted on results, with their year. */
    bases: [12, list(document, 1, 12), "căn cứ pháp lý", "legal bases"],
    /** Exceptions to the phases by date, kind of site, material and size of the project; the last that fits decides. */
    phases: [13, maybe(exceptions), "mức áp dụng riêng", "exceptions of phase"],
    /** Sources that stop on a day: of an instrument, of a material, or named one by one (quarries along a road). */
    phaseOuts: [
      14,
      maybe(
        list(
          record({
            fromS: [1, seconds, "hiệu lực từ", "in force from"],
            document: [2, document],
            instrument: [3, maybe(instrument)],
            material: [4, maybe(material)],
            sources: [5, maybe(list(source, 1, 200)), "nguồn", "sources"],
          }),
          1,
          40,
        ),
      ),
      "nguồn phải dừng",
      "sources that stop",
    ],
    /** How far measurements may lie apart before somebody has to ask. */
    measures: [15, measures],
    /** The effect of a weighing on a scale that is not named, not calibrated or out of use. */
    scalePhase: [16, phase, "mức áp dụng: cân", "phase: scales"],
    /** The effect of a claim whose fill is not converted by a signed test of its project. */
    fillPhase: [17, phase, "mức áp dụng: khối lượng thể tích đất đắp", "phase: fill density"],
    /** The effect of a crusher's run outside its yields. */
    yieldPhase: [18, phase, "mức áp dụng: tỷ lệ thu hồi", "phase: yields"],
    /** Minutes by which a slip may be extended in all. */
    extendMinutes: [19, integer(0, 43_200), "gia hạn phiếu tối đa, phút", "most extension of a slip, minutes"],
    /** Last day on which opening stock may leave its place; absent: it does not end. */
    openingUntil: [20, maybe(day), "tồn kho ban đầu dùng đến hết", "opening stock until"],
    /** The differences that honest observations may have. */
    tolerances: [21, tolerances, "dung sai", "tolerances"],
    /** The effect of a day's production beyond what the source can produce on a day. */
    productionPhase: [22, phase, "mức áp dụng: sản lượng ngày", "phase: daily production"],
    /** The effect of a mine's slip that names no book and came embedded in an observation: noticed, or it waits for a ruling. */
    offlinePhase: [23, phase, "mức áp dụng: phiếu ký khi mất mạng ngoài quyển", "phase: slips off line without a book"],
    /** The effect of a claim or an advance in a package whose contract is not in the book. */
    contractPhase: [24, phase, "mức áp dụng: hợp đồng ghi trong sổ", "phase: contracts in the book"],
    /** Last day that the figures and bases are stated for; they hold on until another set begins. Absent: no last day is known. */
    until: [25, maybe(day), "nêu đến hết", "stated until"],
    /** The set whose stated days this one cuts short. */
    replaces: [26, maybe(reference("thay cho bộ quy tắc", "replaces the rule set", "rules.set", "genesis"))],
    /** Working days of payment control. Absent: two, and one for an advance (Decree 254/2025/NĐ-CP). */
    controlDays: [27, maybe(controlDays)],
    /** The effect on an issue of a source that sent more than its dues were paid for. */
    duesPhase: [28, phase, "mức áp dụng: thuế, phí theo khối lượng xuất", "phase: dues on what was sent"],
    /** Days after a quarter's end by which the tax office has attested what was paid for it. Absent: 45. */
    duesDays: [
      29,
      maybe(integer(1, 366)),
      "số ngày sau quý để nộp và xác nhận",
      "days after a quarter to pay and attest",
    ],
  }),
);
export type RuleSet = Of<typeof ruleSet>;

export const RULE_SET_KINDS = {
  "rules.set": { number: 20, vi: "đề xuất bộ quy tắc", en: "rule set proposed", body: ruleSet },
};
