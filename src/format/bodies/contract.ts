// Bodies of contracts: the priced lines of a package's contract, its terms of advance and retention, and their amendments
// (docs/design.md, The decision).
import { kind } from "../kind.ts";
import { integer, line, list, maybe, named, type Of, record } from "../shape.ts";
import { compaction } from "./code-shapes.ts";
import { document, dong, packageNumber, permille, quantityMilli, reason } from "./common.ts";
import { distinctFrom, party, project, recipe, reference } from "./references.ts";

/** The number of a line within its contract; an amendment speaks of a line by it. */
export const contractLineNumber = integer(1, 10_000);

/** A line of the contract's priced bill. What is claimed is claimed against one of these. */
const contractLine = named(
  "contract-line",
  record({
    number: [1, contractLineNumber, "dòng số", "line number"],
    code: [2, line(1, 40), "mã hiệu", "code"],
    name: [3, line(1, 200), "tên", "name"],
    unit: [4, line(1, 16), "đơn vị tính", "unit"],
    quantityMilli: [5, quantityMilli],
    unitPriceDong: [6, dong, "đơn giá", "unit price"],
    /** Its materials; a line without a recipe says by what clause or norm it holds none that are tracked. */
    recipe: [7, maybe(recipe)],
    plainBasis: [8, maybe(document), "căn cứ không có vật liệu phải theo dõi", "basis of holding no tracked material"],
    /** The class of compaction that the work is paid for; its recipe is of the same class. */
    compaction: [9, maybe(compaction)],
    /** Paid before the contract came into the book: it counts as claimed. */
    paidMilli: [10, maybe(quantityMilli), "khối lượng đã thanh toán trước khi vào sổ", "quantity paid before the book"],
    /** Recipes whose codes look like this line's, although it is other work. */
    distinctFrom: [11, distinctFrom("recipe.set")],
  }),
);
export type ContractLine = Of<typeof contractLine>;

const lines = list(contractLine, 0, 100);
const members = maybe(list(party, 0, 20));
const advance = permille;
const cleared = integer(1, 1000);

export const CONTRACT_KINDS = {
  /** The contract of a package; in force when owner, contractor, supervisor and every member of the joint venture have signed. */
  "contract.register": kind(73, "đề xuất ghi hợp đồng vào sổ", "contract proposed for the book", {
    project: [1, project],
    package: [2, packageNumber],
    document: [3, document],
    lines: [4, lines, "các dòng", "lines"],
    /** Advances in all, of the contract's value. */
    advancePermille: [5, advance, "tạm ứng nhiều nhất, ‰ giá trị hợp đồng", "advances at most, ‰ of the value"],
    /** Advances are cleared in proportion, the whole when this part of the contract's value has been accepted. */
    clearedPermille: [
      6,
      cleared,
      "thu hồi hết tạm ứng khi đã chấp nhận, ‰ giá trị hợp đồng",
      "advances cleared when so much is accepted, ‰ of the value",
    ],
    /** Kept back of what each result accepts, until it is asked for. */
    retentionPermille: [7, permille, "giữ lại mỗi lần thanh toán, ‰", "kept back of each payment, ‰"],
    /** The most that adjustments of price may ask in all; absent: the prices are fixed. */
    adjustmentDong: [8, maybe(dong), "điều chỉnh giá nhiều nhất", "adjustments of price at most"],
    /** Members of the joint venture besides the package's contractor. */
    members: [9, members, "thành viên liên danh khác", "other members of the joint venture"],
  }),
  /** An amendment: lines that it names are replaced or added, terms that it states are replaced. Signed by the same parties. */
  "contract.amend": kind(74, "đề xuất phụ lục hợp đồng", "amendment of a contract proposed", {
    contract: [1, reference("hợp đồng", "contract", "contract.register")],
    document: [2, document],
    reason: [3, reason],
    lines: [4, maybe(lines), "các dòng sửa hoặc thêm", "lines changed or added"],
    advancePermille: [5, maybe(advance), "tạm ứng nhiều nhất, ‰ giá trị hợp đồng", "advances at most, ‰ of the value"],
    clearedPermille: [
      6,
      maybe(cleared),
      "thu hồi hết tạm ứng khi đã chấp nhận, ‰ giá trị hợp đồng",
      "advances cleared when so much is accepted, ‰ of the value",
    ],
    retentionPermille: [7, maybe(permille), "giữ lại mỗi lần thanh toán, ‰", "kept back of each payment, ‰"],
    adjustmentDong: [8, maybe(dong), "điều chỉnh giá nhiều nhất", "adjustments of price at most"],
    members: [9, members, "thành viên liên danh khác", "other members of the joint venture"],
  }),
};
