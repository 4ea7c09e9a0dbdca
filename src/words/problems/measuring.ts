// Problems of what was weighed and how it was converted: a part of the closed list of problem.ts.

/** code → HTTP status and the sentence for people, as in problem.ts. */
export const MEASURING_PROBLEMS = {
  "reading-mismatch": [
    422,
    "Số cân tổng trừ bì là {net_kg} kg, khác khối lượng ghi {need_kg} kg.",
    "Gross less tare is {net_kg} kg, not the stated {need_kg} kg.",
  ],
  "scale-not-named": [
    422,
    "Hàng được cân nhưng chưa ghi cân nào của nơi {place}. Chọn cân rồi ký lại.",
    "The load was weighed but names no scale of place {place}. Choose the scale and sign again.",
  ],
  "scale-uncalibrated": [
    422,
    "Cân {scale} có giấy kiểm định từ {from} đến {until}; lúc cân nằm ngoài thời hạn này. Kiểm định lại cân.",
    "Scale {scale} is certified from {from} to {until}; this weighing is outside those days. Have it calibrated.",
  ],
  "scale-inactive": [
    422,
    "Cân {scale} đang ở tình trạng “{status}” từ mục {index}. Dùng cân khác.",
    "Scale {scale} is “{status}” since entry {index}. Use another scale.",
  ],
  "weighing-used": [
    409,
    "Lần cân {index} đã dùng cho mục {used}. Cân lại xe.",
    "Weighing {index} has already served entry {used}. Weigh the vehicle again.",
  ],
  "weighing-differs": [
    409,
    "Lần cân {index} do cân ký là {gross_kg} kg trừ bì {tare_kg} kg của một xe vào một lúc; mục này ghi {mass_kg} kg, xe khác hoặc lúc khác.",
    "Weighing {index}, signed by the scale, says {gross_kg} kg less {tare_kg} kg of one vehicle at one time; this entry says {mass_kg} kg, another vehicle or another time.",
  ],
  "factor-not-in-force": [
    422,
    "Hệ số {factor} có hiệu lực từ {from} đến {until}, không gồm ngày này. Chọn hệ số đang có hiệu lực.",
    "Factor {factor} is in force from {from} to {until}, not on this day. Choose one that is.",
  ],
  "factor-outranked": [
    422,
    "Hệ số {factor} không được dùng: hệ số {by} ({document}) được ưu tiên cho cùng vật liệu. Dùng hệ số {by}.",
    "Factor {factor} does not count: factor {by} ({document}) goes before it for the same material. Use factor {by}.",
  ],
  "factor-needs-test": [
    422,
    "Dòng {line}: khối lượng thể tích đất đắp phải theo kết quả thí nghiệm của dự án do giám sát ký; hệ số {factor} không phải.",
    "Line {line}: the density of fill comes from a test of the project signed by its supervisor; factor {factor} does not.",
  ],
  "production-beyond-day": [
    422,
    "Sản lượng ngày {day} của nguồn {source} là {produced_kg} kg, quá {day_kg} kg một ngày. Bản ghi được giữ; chờ cơ quan quản lý hoặc thanh tra đo đạc rồi ghi lại.",
    "Source {source} recorded {produced_kg} kg on {day}, beyond {day_kg} kg a day. The record is kept; enter it again once the authority or an inspector has surveyed.",
  ],
  "yields-not-set": [
    422,
    "Mẻ nghiền {in_kg} kg đá ra {out_kg} kg cát, nhưng cơ quan quản lý chưa ấn định tỷ lệ thu hồi cho trạm. Đề nghị thử nghiệm dây chuyền và ấn định tỷ lệ.",
    "The run makes {out_kg} kg of sand of {in_kg} kg of rock, but the authority has set no yields for this crusher. Have the line tested and its yields set.",
  ],
  "factor-ended": [
    422,
    "Hệ số {factor} đã có ngày cuối {until}; ngày cuối mới phải từ hôm nay và không sau ngày đó.",
    "Factor {factor} already ends on {until}; a new last day is today or later, and not after that day.",
  ],
  "yield-outside": [
    422,
    "Sản phẩm {output}: {out_kg} kg từ {in_kg} kg đá đưa vào; tỷ lệ thu hồi ấn định ở mục {index} là từ {least_kg} đến {most_kg} kg.",
    "Product {output}: {out_kg} kg from {in_kg} kg of rock; the yields set at entry {index} are {least_kg} to {most_kg} kg.",
  ],
} as const;
