// The demo's cast: whose place a visitor may take, and which door leads to their work.

/** A persona, the words on its door, and the page behind it; `anyHour`: may issue slips by night too. */
export type Persona = {
  readonly id: string;
  readonly vi: string;
  readonly en: string;
  readonly door: string;
  readonly anyHour?: boolean;
};

export const CAST: readonly Persona[] = [
  {
    id: "sandMiner",
    vi: "Điều độ mỏ cát Bến Ngự: xuất phiếu từ 05:00 đến 19:00",
    en: "Dispatcher, Bến Ngự sand mine: issue a slip, 05:00 to 19:00",
    door: "/mine",
  },
  {
    id: "stoneMiner",
    vi: "Điều độ mỏ đá Núi Voi: xuất phiếu giờ nào cũng được",
    en: "Dispatcher, Núi Voi quarry: issue a slip at any hour",
    door: "/mine",
    anyHour: true,
  },
  { id: "police", vi: "Chốt kiểm soát Cầu Đò: kiểm tra xe", en: "Cầu Đò checkpoint: check a vehicle", door: "/check" },
  {
    id: "yardKeeper",
    vi: "Bãi Hưng Thịnh: nhận và xuất hàng",
    en: "Hưng Thịnh yard: receive and dispatch",
    door: "/receive",
  },
  {
    id: "plantKeeper",
    vi: "Trạm trộn Phú An: nhận vật liệu, xuất bê tông",
    en: "Phú An concrete plant: receive and dispatch",
    door: "/receive",
  },
  {
    id: "builderA",
    vi: "Nhà thầu Trường Phát: nhận hàng, lập bảng kê",
    en: "Contractor Trường Phát: receive, prepare a claim",
    door: "/claims",
  },
  {
    id: "builderB",
    vi: "Nhà thầu Minh Long: nhận hàng, lập bảng kê",
    en: "Contractor Minh Long: receive, prepare a claim",
    door: "/claims",
  },
  {
    id: "supervisor",
    vi: "Tư vấn giám sát Đại Việt: cùng ký bảng kê",
    en: "Supervisor Đại Việt: co-sign an annex",
    door: "/claims",
  },
  { id: "owner", vi: "Chủ đầu tư: cùng ký bảng kê", en: "Project owner: co-sign an annex", door: "/claims" },
  { id: "officer", vi: "Cán bộ kiểm soát chi Kho bạc Nhà nước", en: "Treasury officer", door: "/treasury" },
  { id: "approver", vi: "Lãnh đạo phê duyệt Kho bạc Nhà nước", en: "Treasury approver", door: "/treasury" },
  {
    id: "authority",
    vi: "Sở Nông nghiệp và Môi trường: nguồn hợp pháp",
    en: "Licensing authority: lawful sources",
    door: "/sources",
  },
  {
    id: "deputy",
    vi: "Lãnh đạo Sở: ký duyệt đề xuất của cán bộ",
    en: "Licensing authority: approve a clerk's proposals",
    door: "/proposals",
  },
  {
    id: "taxOfficer",
    vi: "Thuế tỉnh: xác nhận số đã nộp của từng nguồn",
    en: "Tax office: attest what each source has paid",
    door: "/dues",
  },
  {
    id: "taxDeputy",
    vi: "Lãnh đạo Thuế tỉnh: ký duyệt xác nhận",
    en: "Tax office: approve an attestation",
    door: "/proposals",
  },
];
