// The demo in ten lines, for the terminal: what was played, and which doors to open.

/** The story and its doors under the service's address; each line in Vietnamese, then English. */
export function storyLines(base: string): string[] {
  return [
    "Sổ Nguồn · bản dùng thử, tỉnh Sông Lam (hư cấu) · demo of a fictional province",
    "Hai mỏ, một bãi, một trạm nghiền, một trạm trộn; mỗi xe một phiếu ký số, mỗi kilôgam chỉ được dùng một lần.",
    "Two mines, a yard, a crusher, a plant; every load a signed slip, every kilogram spent once.",
    `Kho bạc: kiểm soát hồ sơ đang chờ, ký kết quả                · Treasury: decide what waits       ${base}/treasury`,
    `Kết quả công khai                                             · Public results                   ${base}/decisions`,
    `Mỏ: xuất phiếu (cát 05:00–19:00, đá mọi giờ), in mã QR        · Mine: issue a slip (stone: 24 h)  ${base}/mine`,
    `Chốt: kiểm tra xe                                             · Checkpoint: check a vehicle      ${base}/check`,
    `Bãi, trạm, công trường: nhận hàng đang trên đường             · Receive a load on its way        ${base}/receive`,
    `Mọi cửa, mọi vai                                              · All doors, all roles             ${base}/`,
    `Sổ gốc: mốc xác nhận và khóa kiểm tra                         · The log's head and key           ${base}/log/checkpoint`,
  ];
}
