// The appendix of a result's paper: kilograms by evidence, the slips that do not agree, and the indexes by which anyone finds the entries.
import { html } from "hono/html";
import { hex } from "../../format/bytes.ts";
import type { StoredEntry } from "../../store/view.ts";
import type { Markup } from "../../web/layout.ts";
import { figuresTable, keepTogether } from "../../web/parts.ts";
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

/** The appendix, on a page of its own when printed; an advance has neither material nor contradictions, and needs the indexes alone. */
export function noticeAppendix(
  dossier: Dossier,
  contradictions: readonly ShownContradiction[],
  { decision, review, to, symbol, treasury }: Letter,
): Markup {
  const { claim, annex } = dossier;
  const day = formatLetterDate(decision.eventS * 1000);
  return html`<section class="letter-appendix"><h2>PHỤ LỤC<br>KHỐI LƯỢNG VẬT LIỆU VÀ SỐ MỤC SỔ</h2>
<p class="letter-dear"><i>(Kèm theo ${to} số ………/${symbol} ${day} của ${treasury})</i></p>
${dossier.lines.length === 0 ? "" : kilograms(dossier)}
${contradictions.length > 0 ? html`<h3>Phiếu có số liệu không khớp</h3><ol class="letter-reasons">${contradictions.map((of) => html`<li>${keepTogether(contradictionText(of, "vi"))} Mục sổ: ${entriesOf(of).join(", ")}.</li>`)}</ol>` : ""}
<h3>Mục sổ của hồ sơ</h3>
<p>Bảng kê: mục ${annex}. Chữ ký các bên: mục ${claim.signed.map((each) => each.index).join(", ")}. Kết quả đề xuất: mục ${review}. Kết quả đã ký: mục ${decision.index}. Bộ quy tắc: mục ${dossier.rules.index}.</p>
<p>Mã mục sổ của kết quả (SHA-256): <code class="hash">${hex(decision.entry.id)}</code>.</p></section>`;
}

function kilograms(dossier: Dossier): Markup {
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
  return html`<p class="letter-unit">Đơn vị tính: kg</p>${figuresTable({
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
    empty: { what: "Hồ sơ không có vật liệu phải theo dõi.", how: "" },
  })}`;
}
