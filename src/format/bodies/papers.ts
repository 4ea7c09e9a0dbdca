// Bodies of papers and openings: substitutes for the ledger until everyone is connected, each debited from the same limits.
import { kind } from "../kind.ts";
import { bytes, integer, line, list, maybe } from "../shape.ts";
import { material } from "./code-shapes.ts";
import { bulkKg, day, document, loadKg, packageNumber, reason } from "./common.ts";
import { holder, paper, product, project, receivedAt, slip, source } from "./references.ts";

export const PAPER_KINDS = {
  /** Kilograms of one package given to another of the same project; takes effect when owner and supervisor have signed. */
  "package.transfer": kind(43, "đề xuất điều chuyển giữa các gói thầu", "transfer between packages proposed", {
    project: [1, project],
    from: [2, packageNumber, "từ gói thầu số", "from package"],
    to: [3, packageNumber, "sang gói thầu số", "to package"],
    material: [4, material],
    product: [5, maybe(product)],
    massKg: [6, loadKg],
    reason: [7, reason],
  }),
  /** Material dug inside a project and used in it, as its supervisor accepted it; capped by the earthwork balance of its source. */
  "excavation.accept": kind(44, "nghiệm thu đất đá đào trong dự án", "excavation inside a project accepted", {
    project: [1, project],
    package: [2, packageNumber],
    source: [3, source],
    material: [4, material],
    massKg: [5, bulkKg],
    document: [6, document],
  }),
  /** A paper as lodged by a party of the package: invoice or delivery note of a named source. */
  "paper.lodge": kind(48, "nộp giấy tờ nguồn gốc", "origin paper lodged", {
    project: [1, project],
    package: [2, packageNumber],
    source: [3, source],
    material: [4, material],
    massKg: [5, bulkKg],
    document: [6, document],
    from: [7, day, "từ ngày", "from"],
    until: [8, day, "đến hết", "until"],
  }),
  /** The authority's word on a lodged paper: how many of its kilograms are lawful, debited from the source like any slip. */
  "paper.attest": kind(49, "xác nhận giấy tờ nguồn gốc", "origin paper attested", {
    paper: [1, paper],
    massKg: [2, bulkKg],
    document: [3, document],
  }),
  /** An e-invoice and the slips and papers that it covers (N:M); `number` carries form, symbol and number, e.g. 1C26TAA-128. */
  "invoice.link": kind(50, "gắn hóa đơn với phiếu", "invoice linked to slips", {
    seller: [1, line(10, 14), "mã số thuế bên bán", "the seller's tax code"],
    number: [2, line(3, 40), "số hóa đơn", "invoice number"],
    day: [3, day],
    massKg: [4, bulkKg],
    slips: [5, list(slip, 0, 400), "phiếu", "slips"],
    papers: [6, list(paper, 0, 40), "giấy tờ", "papers"],
    /** An invoice over more slips than one entry holds goes on in further parts, each with its own mass; absent: the first. */
    part: [7, maybe(integer(2, 100)), "phần", "part"],
  }),
  /** A neighbour department's letter for a load or a lot of loads, against a capped source of instrument 9; each letter counts once. */
  "foreign.attest": kind(51, "xác nhận hàng từ tỉnh khác", "material from another province attested", {
    source: [1, source],
    material: [2, material],
    massKg: [3, bulkKg],
    document: [4, document],
    /** SHA-256 of the letter, or the entry id of the neighbour ledger's slip. */
    evidence: [5, bytes(32), "mã băm chứng cứ", "hash of the evidence"],
    /** Where the material is: a site, or a project with its package. */
    at: [6, receivedAt],
    package: [7, maybe(packageNumber)],
    holder: [8, maybe(holder)],
  }),
  /** Material that was in stock or built in at go-live, against a dated opening source of instrument 8; takes effect when co-signed. */
  "opening.declare": kind(52, "kê khai tồn đầu kỳ", "opening stock or works declared", {
    source: [1, source],
    material: [2, material],
    massKg: [3, bulkKg],
    document: [4, document],
    at: [5, receivedAt],
    package: [6, maybe(packageNumber)],
    holder: [7, maybe(holder)],
  }),
};
