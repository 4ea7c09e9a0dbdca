// Bodies of works: projects with their contract packages, and by what norms a unit of work becomes kilograms (docs/design.md, The decision).
import { kind } from "../kind.ts";
import { integer, line, list, maybe, named, type Of, record } from "../shape.ts";
import { compaction, factorUse, material, recipeSource } from "./code-shapes.ts";
import { day, document, dong, permille, reason, yesNo } from "./common.ts";
import { distinctFrom, factor, party, project, recipe, site } from "./references.ts";

/** How much of its input a crusher may make of a product, of all its products where none is named: kilograms in a thousand. */
export const yieldBound = named(
  "yield-bound",
  record({
    output: [1, maybe(material), "sản phẩm", "product"],
    leastPermille: [2, permille, "ít nhất, ‰", "least, ‰"],
    mostPermille: [3, permille, "nhiều nhất, ‰", "most, ‰"],
  }),
);
export type YieldBound = Of<typeof yieldBound>;

const contractPackage = record({
  number: [1, integer(1, 1000), "số", "number"],
  name: [2, line(1, 200), "tên", "name"],
  contractor: [3, party, "nhà thầu", "contractor"],
});

export const WORKS_KINDS = {
  "project.register": kind(17, "đăng ký dự án", "project registered", {
    code: [1, line(7, 7), "mã dự án", "project code"],
    name: [2, line(1, 300), "tên", "name"],
    owner: [3, party, "chủ đầu tư", "owner"],
    supervisor: [4, party, "tư vấn giám sát", "supervisor"],
    treasury: [5, party, "Kho bạc Nhà nước", "treasury"],
    packages: [6, list(contractPackage, 1, 50), "gói thầu", "packages"],
    /** Total investment as approved; rules may ask more of large works than of small ones. */
    valueDong: [7, maybe(dong), "tổng mức đầu tư", "total investment"],
  }),
  /**
   * Other parties, another total investment or more packages for a project, from the last signature on. What is not given stays, and what was
   * signed or decided before stays as it is.
   */
  "project.amend": kind(90, "đề xuất điều chỉnh dự án", "amendment of a project proposed", {
    project: [1, project],
    document: [2, document],
    owner: [3, maybe(party), "chủ đầu tư", "owner"],
    supervisor: [4, maybe(party), "tư vấn giám sát", "supervisor"],
    treasury: [5, maybe(party), "Kho bạc Nhà nước", "treasury"],
    /** Packages that get another name or contractor, or are new. */
    packages: [6, maybe(list(contractPackage, 1, 50)), "gói thầu", "packages"],
    valueDong: [7, maybe(dong), "tổng mức đầu tư", "total investment"],
  }),
  /** Materials in one unit of a work item. */
  "recipe.set": kind(18, "ban hành định mức cấp phối", "recipe set", {
    code: [1, line(1, 40), "mã", "code"],
    name: [2, line(1, 200), "tên", "name"],
    unit: [3, line(1, 16), "đơn vị tính", "unit"],
    source: [4, recipeSource],
    document: [5, document],
    /** Cubic metres of the material in one unit as numerator / denominator, weighed by the factor. */
    lines: [
      6,
      list(
        record({
          material: [1, material],
          numerator: [2, integer(1, 10 ** 9), "tử số", "numerator"],
          denominator: [3, integer(1, 10 ** 9), "mẫu số", "denominator"],
          factor: [4, factor],
        }),
        1,
        12,
      ),
      "các dòng",
      "lines",
    ],
    /** 1: losses are inside the quantities. */
    waste: [7, yesNo, "đã gồm hao hụt", "waste inside"],
    project: [8, maybe(project)],
    distinctFrom: [9, distinctFrom("recipe.set")],
    /** Of an embankment: the class of compaction that its quantities are for. */
    compaction: [10, maybe(compaction)],
    /** The last day on which work may be claimed by it; absent: none is set. */
    until: [11, maybe(day), "đến hết", "until"],
  }),
  /** The last day of a recipe, by whoever entered it or by the owner of its project; what was decided by it stays. */
  "recipe.end": kind(75, "kết thúc định mức cấp phối", "recipe ended", {
    recipe: [1, recipe],
    until: [2, day, "đến hết", "until"],
    reason: [3, reason],
  }),
  /** A conversion factor as an exact fraction, with the paper that it comes from, for whom and since when. */
  "factor.set": kind(19, "ban hành hệ số quy đổi", "conversion factor set", {
    material: [1, material],
    use: [2, factorUse],
    numerator: [3, integer(1, 10 ** 9), "tử số", "numerator"],
    denominator: [4, integer(1, 10 ** 9), "mẫu số", "denominator"],
    document: [5, document],
    from: [6, day, "từ ngày", "from"],
    until: [7, maybe(day), "đến hết", "until"],
    /** The state of the material that it is valid for (sand by its fineness); rows of one material, state and label are one series. */
    label: [8, maybe(line(1, 80)), "nhãn", "label"],
    /** The province whose document it is; absent: the whole country's. */
    province: [9, maybe(line(2, 2)), "mã tỉnh", "province"],
    /** Given for a signed test of one project. */
    project: [10, maybe(project)],
    /** Which row of a series counts before another that is in force on the same day: the higher. */
    precedence: [11, maybe(integer(0, 9)), "mức ưu tiên", "precedence"],
  }),
  /** The last day of a factor row, by whoever entered it or by the owner of its project; what was decided by it stays. */
  "factor.end": kind(53, "kết thúc hệ số quy đổi", "conversion factor ended", {
    factor: [1, factor],
    until: [2, day, "đến hết", "until"],
    reason: [3, reason],
  }),
  /** Yields of one crusher, or of every crusher that has none of its own; they replace what was set for it before. */
  "yield.set": kind(31, "ấn định tỷ lệ thu hồi khi nghiền", "yields of crushers set", {
    site: [1, maybe(site)],
    document: [2, document],
    bounds: [3, list(yieldBound, 1, 12), "giới hạn", "bounds"],
  }),
};
