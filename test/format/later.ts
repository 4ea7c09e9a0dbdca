// Sample bodies of the kinds for books, amendments, counts, papers, openings and oversight; see ./samples.ts.
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8 } from "../../src/format/bytes.ts";
import type { Body, EnteredKind } from "../../src/format/kinds.ts";

const WHY = "Đã đối chiếu với sổ theo dõi của đơn vị";
const PAPER = "Công văn 45/SNNMT-KS ngày 10/04/2026";

/** One plausible body each. */
export const LATER_SAMPLES = {
  "source.amend": { source: 9, document: PAPER, capacityYear: { unit: 2, amount: 25_000 }, until: 20291231 },
  "book.grant": {
    source: 9,
    site: 4,
    material: 1,
    kid: new Uint8Array(8).fill(7),
    serials: 40,
    massKg: 800_000,
    untilS: 1_772_900_000,
  },
  "scale.register": {
    place: 4,
    number: "CAN-80T-0217",
    document: "Giấy chứng nhận kiểm định số 118 ngày 12/02/2026",
    from: 20260212,
    until: 20270211,
    kid: new Uint8Array(8).fill(8),
  },
  "scale.certify": {
    scale: 51,
    document: "Giấy chứng nhận kiểm định số 97 ngày 10/02/2027",
    from: 20270210,
    until: 20280209,
  },
  "scale.status": { subject: 51, status: 2, document: PAPER },
  "weighing.record": { scale: 51, vehicle: 12, grossKg: 38_420, tareKg: 14_580 },
  "yield.set": {
    site: 15,
    document: "Biên bản thử nghiệm dây chuyền ngày 20/03/2026",
    bounds: [
      { output: 6, leastPermille: 350, mostPermille: 600 },
      { leastPermille: 850, mostPermille: 1000 },
    ],
  },
  "book.close": { book: 50, spoilt: [3], unknown: [17, 18], reason: WHY },
  "slip.reverse": { slip: 30, reason: "Cầu hỏng, xe phải quay về mỏ" },
  "slip.rule": { slip: 30, counts: 1, document: PAPER, reason: WHY },
  "slip.amend": { slip: 30, extendMinutes: 120, reason: "Xe nổ lốp, chờ thay trên đường" },
  "load.refuse": { slip: { index: 30 }, at: 13, package: 1, reason: "Cát lẫn bùn, không đạt yêu cầu" },
  "stock.entrust": { site: 15, material: 1, massKg: 200_000, until: 20261231 },
  "stock.count": { site: 15, material: 1, massKg: 512_300, measure: 4 },
  "survey.record": {
    subject: 9,
    material: 1,
    massKg: 18_250_000,
    document: "Biên bản đo đạc ngày 30/06/2026",
  },
  "sale.declare": { site: 15, material: 1, massKg: 64_000, day: 20260412 },
  "package.transfer": {
    project: 16,
    from: 1,
    to: 2,
    material: 1,
    massKg: 90_000,
    reason: "Gói thầu số 1 thừa cát đắp",
  },
  "excavation.accept": {
    project: 16,
    package: 1,
    source: 9,
    material: 4,
    massKg: 1_450_000,
    document: "Biên bản nghiệm thu số 07",
  },
  "paper.lodge": {
    project: 16,
    package: 1,
    source: 9,
    material: 1,
    massKg: 240_000,
    document: "Hóa đơn 1C26TAA-128",
    from: 20260301,
    until: 20260331,
  },
  "paper.attest": { paper: 60, massKg: 231_000, document: PAPER },
  "invoice.link": {
    seller: "0100000001",
    number: "1C26TAA-128",
    day: 20260331,
    massKg: 47_680,
    slips: [30, 31],
    papers: [],
  },
  "foreign.attest": {
    source: 9,
    material: 1,
    massKg: 120_000,
    document: PAPER,
    evidence: sha256(utf8("letter")),
    at: 16,
    package: 1,
  },
  "opening.declare": {
    source: 9,
    material: 1,
    massKg: 2_400_000,
    document: "Biên bản kiểm kê ngày 01/01/2026",
    at: 15,
  },
  "annex.part": {
    lines: [
      {
        code: "AB.66123",
        name: "Đắp nền đường bằng cát, K95",
        unit: "m³",
        quantityMilli: 1_250_000,
        unitPriceDong: 265_000,
        valueDong: 331_250_000,
        recipe: 18,
      },
    ],
  },
  "decision.reverse": { decision: 43, document: PAPER, reason: "Kết luận thanh tra làm thay đổi căn cứ" },
  "settlement.check": { project: 16, outcome: 1, bandPermille: 50, document: PAPER, reason: WHY },
  "recovery.open": { decision: 43, amountDong: 12_000_000, document: PAPER, reason: WHY },
  "recovery.close": { recovery: 70, amountDong: 12_000_000, document: PAPER, means: 1 },
  "report.lodge": { subject: 30, text: "Xe chở cát chạy đêm qua cổng làng", commune: "xã An Hòa" },
  "signal.close": { leaf: 35, ordinal: 0, code: "late-receipt", reason: WHY },
  "finding.record": {
    source: 9,
    fromS: 1_772_000_000,
    untilS: 1_772_700_000,
    document: PAPER,
    reason: "Khai thác ngoài mốc giới trong khoảng thời gian nêu",
  },
  "contest.lift": { observations: [{ slip: 30, observation: 33 }], document: PAPER, reason: WHY },
  "finding.lift": { finding: 80, document: PAPER, reason: "Kết luận bị hủy theo quyết định khiếu nại" },
  "witness.set": { needed: 0, witnesses: [] },
} satisfies Partial<{ [K in EnteredKind]: Body<K> }>;
