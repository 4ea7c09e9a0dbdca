// The rules that a province begins with: what a new ledger is opened with until the province's own rule set is in force.
import type { Measures, RuleSet, Tolerances } from "../format/bodies/ruleset.ts";
import { PHASE } from "../format/codes.ts";

/** The tolerances of measurement until a province's own rule set says otherwise: assumptions, not norms. */
export const FIRST_MEASURES: Measures = {
  scalePermille: 5,
  draughtPermille: 20,
  volumePermille: 50,
  surveyPermille: 50,
  tarePermille: 50,
  sameTimes: 4,
  roundTimes: 5,
  roundKg: 500,
  placeLoads: 8,
  placeTimes: 5,
  biasLoads: 20,
  biasPermille: 15,
  weighingMinutes: 120,
};

/** The differences that honest observations may have until a province sets its own: assumptions, each on the side of the honest. */
export const FIRST_TOLERANCES: Tolerances = {
  clockMinutes: 15,
  sameLookMinutes: 10,
  secondLookMinutes: 120,
  tripPermille: 500,
  topKmh: 100,
  checkpointPermille: 30,
  mixedPermille: 100,
  plausiblePermille: 500,
  wetPermille: 30,
  sentMinutes: 60,
  lateMinutes: 4320,
  waitMinutes: 4320,
  drivenMinutes: 1200,
  hourLoads: 60,
  dayPermille: 20,
  unseenLoads: 20,
  explainPermille: 100,
  correctMinutes: 1440,
  proposalDays: 30,
  backfillDays: 31,
  paperDays: 366,
};

/** A province's first rules until it sets its own: everything is observed, nothing is blocked but what the format itself cannot allow. */
export function firstRules(fromS: number): RuleSet {
  return {
    fromS,
    document: "Bộ quy tắc khởi đầu khi mở sổ (chưa ban hành)",
    exemptKg: 0,
    lossPermille: 30,
    overloadPermille: 100,
    obligationPhase: PHASE.observe,
    hoursPhase: PHASE.observe,
    cyclePhase: PHASE.observe,
    leanPermille: 50,
    marginMinutes: 30,
    measures: FIRST_MEASURES,
    tolerances: FIRST_TOLERANCES,
    scalePhase: PHASE.observe,
    fillPhase: PHASE.observe,
    yieldPhase: PHASE.observe,
    productionPhase: PHASE.observe,
    offlinePhase: PHASE.observe,
    contractPhase: PHASE.observe,
    duesPhase: PHASE.observe,
    extendMinutes: 4320,
    bases: [
      "Luật Địa chất và khoáng sản ngày 29 tháng 11 năm 2024",
      "Nghị định số 254/2025/NĐ-CP ngày 26 tháng 9 năm 2025 của Chính phủ quy định về quản lý, thanh toán, quyết toán dự án sử dụng vốn đầu tư công",
    ],
  };
}
