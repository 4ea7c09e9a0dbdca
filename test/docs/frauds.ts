// The frauds found in the field (docs/design.md, Frauds), each with the rule that meets it and what of that rule does not exist yet; docs/rules.md shows them.

/** A fraud found in the field: what it meets here, and what is still missing (empty: nothing is). */
export type Fraud = {
  readonly vi: string;
  readonly en: string;
  readonly rule: string;
  readonly missing: string;
};

/** In the order in which they were found. What is done has its facts in test/rules. */
export const FRAUDS: readonly Fraud[] = [
  {
    vi: "Phiếu giả, cổng thông tin giả",
    en: "Forged slips, cloned portals",
    rule: "only registered keys sign; a receipt or passage of an unknown slip moves nothing",
    missing: "",
  },
  {
    vi: "Một phiếu chạy nhiều chuyến",
    en: "One slip, many trips",
    rule: "kilograms are received once; seen twice in one direction, or after receipt by the hour of the scan, contradicts; a vehicle has one open slip",
    missing: "impossible travel is a signal, not yet a contradiction",
  },
  {
    vi: "Xe máy, xe hết hạn chở 20 tấn",
    en: "Motorcycles and dead trucks carry 20 t",
    rule: "vehicle registered, running, inspected, obligations not lapsed, payload with the rules' allowance; also when a slip is amended",
    missing: "",
  },
  {
    vi: "122 chuyến một ngày, cách nhau 9 giây",
    en: "122 trips a day, 9 seconds apart",
    rule: "cycle of the last route out of the same place",
    missing: "loading rate of a mine face",
  },
  {
    vi: "Chuyến 4 giờ được cấp phiếu 11 giờ",
    en: "A 4-hour trip given 11 hours",
    rule: "expiry from route and class of vehicle; more time only with the receiver's countersignature, and no more in all than the rules allow",
    missing: "",
  },
  {
    vi: "Hủy phiếu sau trạm; bị chặn mới xuất phiếu",
    en: "Cancelled after the checkpoint; issued only when stopped",
    rule: "no void after a sighting, only a reversal that the authority countersigns; an earlier scan that comes late contradicts the void; seen before issued is a signal, and so is a code typed before its online slip was logged",
    missing: "",
  },
  {
    vi: "Tồn bãi trên giấy",
    en: "Yard stock on paper",
    rule: "stock exists by receipt only; a count below the book is lost, above it a signal; another's stock on a shared yard leaves by its holder's standing order only",
    missing: "sites that fall silent",
  },
  {
    vi: "Nghiền không có đá, bê tông không có cát",
    en: "Crusher without rock, concrete without sand",
    rule: "outputs within inputs; rock becomes stone products and nothing else does; tickets meet the recipe, and what they put in beyond it is a signal; crushers keep to signed yields, by phase; minerals never outweigh their load",
    missing: "",
  },
  {
    vi: "Mỏ bán phiếu cho cát của người khác",
    en: "A mine sells paper for another's sand",
    rule: "yearly capacity and reserve, hours and season, place and material, scale readings that give the mass, on slips and receipts; identical or round weights of a truck or over all trucks of a place, and a changed tare, are signals",
    missing: "",
  },
  {
    vi: "Lấy hóa đơn làm nguồn gốc",
    en: "Invoice taken for origin",
    rule: "an invoice covers named slips and papers; what is covered twice is a signal",
    missing: "an invoice only by a party of the slip; reuse contradicts across claims",
  },
  {
    vi: "Nguồn có mục đích riêng bán nơi khác",
    en: "A purpose-bound source sold elsewhere",
    rule: "source bound to its projects, their packages and its operators at issue, receipt, diversion, private sale and transfer",
    missing: "",
  },
  {
    vi: "Mỏ, bãi, xe chưa đủ nghĩa vụ",
    en: "Mine, yard or vehicle not yet lawful",
    rule: "lapsed blocks at source, place and vehicle; not shown does what the phase of the rules says",
    missing: "",
  },
  {
    vi: "Sửa số cân",
    en: "Weights tampered",
    rule: "the receiver's own measurement; gain beyond the band contradicts, loss beyond the norm is a signal, and so are two measurements further apart than both their bands; scales are registered with their calibration, by phase; a scale's own key signs a weighing that serves one slip; each scale's bias over many loads is a signal",
    missing: "",
  },
  {
    vi: "Ghi lùi ngày",
    en: "Back-dating",
    rule: "anchor, key registration, first sighting; an age limit for slips and for production; slip books of at most 72 hours; what a book sends late waits for the authority and freezes its device",
    missing: "",
  },
  {
    vi: "Hai hệ thống, tính hai lần",
    en: "Two systems, double credit",
    rule: "a neighbour's letter or slip counts once, within its own capped source",
    missing: "the inclusion proof of a foreign slip",
  },
  {
    vi: "Thiếu lượt qua trạm",
    en: "Missing scans",
    rule: "a route names its checkpoints",
    missing: "a deadline and an owner for each expected passage",
  },
  {
    vi: "Đổi chế độ không ai biết",
    en: "Silent override",
    rule: "rules change by two of three root keys, as entries, and never hold before they were approved",
    missing: "",
  },
  {
    vi: "Cò mồi theo dõi chốt",
    en: "Officers tracked by the trade",
    rule: "none in the book: who may read passages is decided where pages and paths are served",
    missing: "a fact that nobody outside the officers' own party reads a passage while it is fresh",
  },
  {
    vi: "Một người nội bộ duyệt hàng loạt",
    en: "Approval in bulk by one insider",
    rule: "maker and approver are two persons; a person's number is entered once; reversal by two persons of the treasury; offices are named by a root key",
    missing: "two roots for naming an office",
  },
  {
    vi: "Định mức non giấu vật liệu",
    en: "A lean recipe hides material",
    rule: "norms by the authority only, other recipes for one project by its owner or supervisor; leaner than the norm is a signal; a conversion names the one factor row that counts that day for its project; work with a known recipe is not claimed without it; exempt below the threshold of the package, not of the claim",
    missing: "",
  },
];
