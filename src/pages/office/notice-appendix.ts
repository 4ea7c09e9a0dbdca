// The appendix of a result's paper: kilograms by evidence, the slips that do not agree, and the indexes by which anyone finds the entries.
import { hex } from "../../format/bytes.ts";
import { type PaperAppendix, type PaperTable, paperParagraph } from "../../paper/office-paper.ts";
import type { StoredEntry } from "../../store/view.ts";
import { formatCount, formatLetterDate } from "../../words/as-written.ts";
import { contradictionText, entriesOf, type ShownContradiction } from "./contradiction-view.ts";
import type { Dossier } from "./dossier.ts";
import { materialName } from "./figures-view.ts";

/** The letter that the appendix belongs to. */
type Letter = {
  readonly decision: StoredEntry;
  readonly review: number;
  readonly to: string;
  readonly symbol: string;
  readonly treasury: string;
};

/** The appendix, on a page of its own; an advance has neither material nor contradictions, and needs the indexes alone. */
export function noticeAppendix(
  dossier: Dossier,
  contradictions: readonly ShownContradiction[],
  { decision, review, to, symbol, treasury }: Letter,
): PaperAppendix {
  const { claim, annex } = dossier;
  const day = formatLetterDate(decision.eventS * 1000);
  const reasons = contradictions.map((of) => `${contradictionText(of, "vi")} Mục sổ: ${entriesOf(of).join(", ")}.`);
  const signed = claim.signed.map((each) => each.index).join(", ");
  return {
    name: ["PHỤ LỤC", "KHỐI LƯỢNG VẬT LIỆU VÀ SỐ MỤC SỔ"],
    belongs: `Kèm theo ${to} số ………/${symbol} ${day} của ${treasury}`,
    body: [
      ...(dossier.lines.length === 0 ? [] : [kilograms(dossier)]),
      ...(reasons.length === 0
        ? []
        : [
            { block: "heading" as const, text: "Phiếu có số liệu không khớp" },
            { block: "list" as const, items: reasons.map((text) => ({ text, under: [] })) },
          ]),
      { block: "heading", text: "Mục sổ của hồ sơ" },
      paperParagraph(
        `Bảng kê: mục ${annex}. Chữ ký các bên: mục ${signed}. Kết quả đề xuất: mục ${review}. Kết quả đã ký: mục ${decision.index}. Bộ quy tắc: mục ${dossier.rules.index}.`,
      ),
      paperParagraph("Mã mục sổ của kết quả (SHA-256): ", { text: hex(decision.entry.id), hash: true }, "."),
    ],
  };
}

function kilograms(dossier: Dossier): PaperTable {
  const kg = (head: string) => ({ head, kind: "figure" as const });
  const count = (of: number) => formatCount(of);
  const rows = dossier.lines.flatMap(({ n, figure }) =>
    figure.materials.map((each) => [
      `${n}. ${materialName(each.material, "vi", true)}`,
      count(each.demandKg),
      count(each.ledgerKg),
      count(each.paperKg),
      count(each.transitionalKg),
      count(each.exemptKg),
      count(each.insufficientKg),
      count(each.contradictedKg),
    ]),
  );
  return {
    block: "table",
    unit: "Đơn vị tính: kg",
    caption: "Vật liệu theo hạng mục",
    columns: [
      { head: "Hạng mục, vật liệu" },
      kg("Cần"),
      kg("Ghi trong sổ"),
      kg("Giấy tờ"),
      kg("Chuyển tiếp"),
      kg("Được miễn"),
      kg("Chưa đủ"),
      kg("Mâu thuẫn"),
    ],
    rows,
    empty: "Hồ sơ không có vật liệu phải theo dõi.",
  };
}
