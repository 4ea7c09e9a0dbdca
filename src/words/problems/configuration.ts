// Problems of what is set for stated days (rule sets, holidays, wording), and of dues by month. Part of the closed list of problem.ts.

/** code → HTTP status and the sentence for people, as in problem.ts. */
export const CONFIGURATION_PROBLEMS = {
  "days-gap": [
    422,
    "Bản trước nêu đến hết {until}; bản này bắt đầu {from} nên bỏ trống những ngày ở giữa. Ghi từ {first}.",
    "What comes before is stated until {until}; this one begins on {from} and leaves the days between to nobody. Let it begin on {first}.",
  ],
  "days-overlap": [
    409,
    "Mục {index} đã nêu những ngày này, đến hết {until}. Nếu bản này thay cho mục ấy thì ghi {index} vào ô “thay cho” rồi gửi lại.",
    "Entry {index} already states these days, until {until}. If this one replaces it, write {index} under “replaces” and send it again.",
  ],
  "dues-behind": [
    422,
    "Nguồn {source} xuất nhiều hơn phần đã nộp “{obligation}” theo xác nhận của cơ quan thuế: thiếu {short_kg} kg, {short_vnd} đ. Nộp và đề nghị cơ quan thuế xác nhận rồi xuất phiếu.",
    "Source {source} sent more than “{obligation}” was paid for, as the tax office attests: {short_kg} kg, {short_vnd} đ short. Pay, have it attested, then issue.",
  ],
} as const;
