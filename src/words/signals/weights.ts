// Signals about measurements: what two ends, one truck's past or one scale say against each other.
import type { SignalRows } from "./row.ts";

export const WEIGHT_SIGNALS = {
  "loss-beyond-norm": {
    vi: "Phiếu {subject} ghi {slip_kg} kg, thiếu {lost_kg} kg khi nhận, quá mức hao hụt (mục {receipt}).",
    en: "Slip {subject} says {slip_kg} kg; {lost_kg} kg were missing on arrival, beyond the norm (entry {receipt}).",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Hỏi đơn vị vận tải hàng rơi hay giao nơi khác; đối chiếu số cân hai đầu.",
      en: "Ask the carrier whether the load was spilt or delivered elsewhere; compare both ends' readings.",
    },
    figures: { receipt: "entry", lost_kg: "kg", slip_kg: "kg" },
  },
  "measurements-differ": {
    vi: "Phiếu {subject} ghi {slip_kg} kg (± {slip_band_kg}), nơi nhận đo {received_kg} kg (± {received_band_kg}): lệch quá sai số của cả hai (mục {receipt}).",
    en: "Slip {subject} says {slip_kg} kg (± {slip_band_kg}), the receiver {received_kg} kg (± {received_band_kg}): further apart than both uncertainties (entry {receipt}).",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Kiểm tra cân và cách đo của hai đầu; cân đối chứng một xe.",
      en: "Check both ends' scales and methods; weigh one truck on both.",
    },
    figures: {
      receipt: "entry",
      slip_kg: "kg",
      slip_band_kg: "kg",
      received_kg: "kg",
      received_band_kg: "kg",
    },
  },
  "weights-identical": {
    vi: "Xe {vehicle} cân đúng {mass_kg} kg {times} chuyến liền, gần nhất là phiếu {subject}.",
    en: "Vehicle {vehicle} weighed exactly {mass_kg} kg {times} times running, lastly on slip {subject}.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Đến trạm cân xem số có được gõ tay hay không; yêu cầu ảnh phiếu cân.",
      en: "Go to the weighbridge and see whether the number is typed; ask for the tickets.",
    },
    figures: { vehicle: "entry", mass_kg: "kg", times: "count" },
  },
  "weights-round": {
    vi: "Xe {vehicle} cân ra số tròn {times} chuyến liền, gần nhất là {mass_kg} kg ở phiếu {subject}.",
    en: "Vehicle {vehicle} weighed a round number {times} times running, lastly {mass_kg} kg on slip {subject}.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Đến trạm cân xem số có được gõ tay hay không; yêu cầu ảnh phiếu cân.",
      en: "Go to the weighbridge and see whether the number is typed; ask for the tickets.",
    },
    figures: { vehicle: "entry", mass_kg: "kg", times: "count" },
  },
  "place-weights-identical": {
    vi: "Tại nơi {place}, {times} trong {of} chuyến gần nhất cùng cân đúng {mass_kg} kg, gần nhất là phiếu {subject}.",
    en: "At place {place}, {times} of the latest {of} loads weighed exactly {mass_kg} kg, lastly slip {subject}.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Kiểm tra trạm cân của nơi này; so với số cân của các nơi nhận.",
      en: "Inspect this place's weighbridge; compare the receivers' readings.",
    },
    figures: { place: "entry", mass_kg: "kg", times: "count", of: "count" },
  },
  "place-weights-round": {
    vi: "Tại nơi {place}, {times} trong {of} chuyến gần nhất cân ra số tròn, gần nhất là {mass_kg} kg ở phiếu {subject}.",
    en: "At place {place}, {times} of the latest {of} loads weighed a round number, lastly {mass_kg} kg on slip {subject}.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Kiểm tra trạm cân của nơi này; so với số cân của các nơi nhận.",
      en: "Inspect this place's weighbridge; compare the receivers' readings.",
    },
    figures: { place: "entry", mass_kg: "kg", times: "count", of: "count" },
  },
  "tare-unusual": {
    vi: "Xe {vehicle} trên phiếu {subject} cân không tải {tare_kg} kg, trước đây {usual_kg} kg (mục {entry}).",
    en: "Vehicle {vehicle} on slip {subject} weighed {tare_kg} kg empty; it used to weigh {usual_kg} kg (entry {entry}).",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Cân lại xe không tải; xem thùng xe có được sửa hay biển số có được dùng chung.",
      en: "Weigh the truck empty again; see whether its bed was rebuilt or its plate is shared.",
    },
    figures: { vehicle: "entry", entry: "entry", tare_kg: "kg", usual_kg: "kg" },
  },
  "scale-bias": {
    vi: "Cân {subject}: qua {loads} chuyến cân hai đầu, nơi đi ghi {sent_kg} kg, nơi nhận lệch tổng cộng {apart_kg} kg.",
    en: "Scale {subject}: over {loads} loads weighed at both ends {sent_kg} kg were sent and the receivers differ by {apart_kg} kg in all.",
    severity: "act",
    owner: "authority",
    step: {
      vi: "Yêu cầu kiểm định lại cân này và các cân ở đầu kia; niêm phong nếu thấy can thiệp.",
      en: "Have this scale and those at the other end verified again; seal it where it was tampered with.",
    },
    figures: { loads: "count", sent_kg: "kg", apart_kg: "kg" },
  },
  "scales-apart": {
    vi: "Cân {subject} và cân {other}: qua {loads} chuyến, nơi đi ghi {sent_kg} kg, nơi nhận lệch tổng cộng {apart_kg} kg; sổ không biết cân nào sai.",
    en: "Scales {subject} and {other}: over {loads} loads {sent_kg} kg were sent and the receiver differs by {apart_kg} kg in all; the ledger cannot tell which is wrong.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Cân một xe có tải trên cả hai cân; yêu cầu kiểm định lại cân sai.",
      en: "Weigh one loaded truck on both; have the wrong one verified again.",
    },
    figures: { other: "entry", loads: "count", sent_kg: "kg", apart_kg: "kg" },
  },
  "scale-not-named": {
    vi: "Phiếu {subject}: số cân tại nơi {place} (mục {entry}) không ghi cân nào; quy tắc ở giai đoạn {phase}.",
    en: "Slip {subject}: the reading at place {place} (entry {entry}) names no scale; the rule's phase is {phase}.",
    severity: "note",
    owner: "authority",
    step: {
      vi: "Nhắc đơn vị ghi cân đã dùng hoặc để cân tự ký.",
      en: "Remind the party to name its scale, or to let the scale sign.",
    },
    figures: { place: "entry", entry: "entry", phase: "phase" },
  },
  "scale-inactive": {
    vi: "Phiếu {subject}: cân {scale} (mục {entry}) đang ở tình trạng “{status}”; quy tắc ở giai đoạn {phase}.",
    en: "Slip {subject}: scale {scale} (entry {entry}) is “{status}”; the rule's phase is {phase}.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Yêu cầu dừng dùng cân này; cân lại hàng trên cân khác.",
      en: "Have this scale taken out of use; have the load weighed on another.",
    },
    figures: { scale: "entry", entry: "entry", status: "status", phase: "phase" },
  },
  "scale-uncalibrated": {
    vi: "Phiếu {subject}: cân {scale} (mục {entry}) không còn hạn kiểm định ngày đó; quy tắc ở giai đoạn {phase}.",
    en: "Slip {subject}: scale {scale} (entry {entry}) had no valid calibration that day; the rule's phase is {phase}.",
    severity: "look",
    owner: "authority",
    step: {
      vi: "Yêu cầu kiểm định cân; đăng ký giấy chứng nhận mới vào sổ.",
      en: "Have the scale verified; enter its new certificate.",
    },
    figures: { scale: "entry", entry: "entry", phase: "phase" },
  },
} as const satisfies SignalRows;
