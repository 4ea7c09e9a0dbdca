// The extent of a finding as lines of text: material to stop by where it is, and money to recover by result.
import { MATERIALS } from "../../format/codes.ts";
import type { Book } from "../../rules/book/book.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import type { Touched } from "../../rules/oversight/touched.ts";
import { entryName } from "../../rules/readings/reading.ts";
import { reachOf } from "../../store/finding-extent.ts";
import { formatCount, formatDong } from "../../words/as-written.ts";
import type { Ledger } from "../open-ledger.ts";

const STATES = {
  stock: "tồn kho · stock",
  road: "trên đường, phiếu · on the road, slip",
  reserve: "quyển phiếu · slip book",
  package: "công trình · project",
  paid: "đã thanh toán, hồ sơ · paid, claim",
  withheld: "đã tách ra, hồ sơ · withheld, claim",
  lost: "hao hụt tại · lost at",
  sold: "đã bán từ · sold from",
  lapsed: "tồn đầu kỳ đã quá hạn tại · opening stock past its last day at",
  returned: "về lại nguồn · back in the ground of",
} as const satisfies Record<Touched["what"], string>;

/** The reach of a finding of the ledger. */
export async function reachLines(ledger: Pick<Ledger, "database" | "view">, index: number): Promise<string[]> {
  const reach = await reachOf(ledger.database.kysely, index);
  if (!reach) return [];
  const touched = await ledger.view.read((book) => mapLoading(reach.touched, (one) => touchedLine(book, one)));
  const results = reach.results.flatMap((one) => [
    `  hồ sơ · claim ${one.annex}, kết quả · result ${one.decision}: đã nhận · accepted ${formatCount(one.paidKg)} kg, cần thu hồi · to recover ${formatDong(one.recoverDong)}`,
    ...one.recoveries.map(
      ({ recovery, owedDong, balanceDong }) =>
        `    khoản thu hồi · recovery ${recovery}: ${formatDong(owedDong)}, còn · open ${formatDong(balanceDong)}`,
    ),
  ]);
  return [
    reach.standing
      ? "Đang có hiệu lực · In force"
      : "Đã rút, liệt kê phạm vi nếu còn hiệu lực · Lifted; what it would touch",
    "Vật liệu thuộc phạm vi · Touched",
    ...(touched.length > 0 ? touched : ["  không có · none"]),
    "Kết quả liên quan · Results",
    ...(results.length > 0 ? results : ["  không có · none"]),
  ];
}

function touchedLine(book: Book, one: Touched): string {
  const { what, material, kg } = one;
  const { vi, en } = MATERIALS[material];
  return `  ${STATES[what]} ${placeText(book, one)}: ${vi} · ${en} ${formatCount(kg)} kg`;
}

function placeText(book: Book, one: Touched): string {
  const named = (index: number) => `${entryName(book, index) ?? "?"} (${index})`;
  switch (one.what) {
    case "stock":
      return `${named(one.place)}, ${named(one.holder)}${one.product === 0 ? "" : `, ${named(one.product)}`}`;
    case "package":
      return `${named(one.project)}, gói · package ${one.package}${one.product === 0 ? "" : `, ${named(one.product)}`}`;
    case "lost":
    case "sold":
    case "lapsed":
      return named(one.place);
    case "road":
      return named(one.slip);
    case "returned":
      return named(one.source);
    case "reserve":
      return String(one.slipBook);
    case "paid":
    case "withheld":
      return String(one.annex);
  }
}
