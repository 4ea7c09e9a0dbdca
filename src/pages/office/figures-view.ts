// Figures of a claim in words and tables: đồng and work quantity lead, tonnes explain, kilograms stay in appendices (look.md).
import { html } from "hono/html";
import type { AnnexLine, LineFigure, MaterialFigure } from "../../format/bodies/payment.ts";
import { MATERIALS } from "../../format/codes.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { figuresTable, verdictMark } from "../../web/parts.ts";
import type { VerdictState } from "../../web/tokens.ts";
import { formatCount, formatDong, formatQuantity, formatTonnes, shortfallSentence } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";

/** A work line with its figure and its number in the annex, from 1. */
export type FiguredLine = { readonly n: number; readonly line: AnnexLine; readonly figure: LineFigure };

/** Kilograms of one material that the book evidences, whatever their grade; exempt ones are counted apart. */
export function evidencedKg(figure: MaterialFigure): number {
  return figure.ledgerKg + figure.paperKg + figure.transitionalKg;
}

/** A material's name, capitalised where a table row begins with it. */
export function materialName(material: keyof typeof MATERIALS, lang: Lang, capital = false): string {
  const name = MATERIALS[material][lang];
  return capital ? name.charAt(0).toUpperCase() + name.slice(1) : name;
}

/** One line as the officer reads it: "BT móng M250, 100 m³ · cát cần 73,4 t · có 60,0 t · thiếu 13,4 t → đủ căn cứ 81,7 m³ · 98.040.000 đ". */
export function lineSentence({ line, figure }: FiguredLine, lang: Lang = "vi"): string {
  const head = `${line.name}, ${formatQuantity(line.quantityMilli, lang)} ${line.unit}`;
  const materials = figure.materials.map((each) => materialClause(each, lang));
  const accepted = `${formatQuantity(figure.acceptedMilli, lang)} ${line.unit} · ${formatDong(figure.acceptedDong, lang)}`;
  if (materials.length === 0)
    return `${head} · ${t(lang, "không có vật liệu phải theo dõi", "no tracked material")} → ${accepted}`;
  return `${[head, ...materials].join(" · ")} → ${t(lang, "đủ căn cứ", "evidenced")} ${accepted}`;
}

function materialClause(figure: MaterialFigure, lang: Lang): string {
  const name = materialName(figure.material, lang);
  const tonnes = (kg: number) => `${formatTonnes(kg, lang)} ${t(lang, "tấn", "t")}`;
  const need = t(lang, `${name} cần ${tonnes(figure.demandKg)}`, `${name} ${tonnes(figure.demandKg)} needed`);
  if (figure.exemptKg > 0) return `${need} · ${t(lang, "dưới ngưỡng, được miễn", "below the threshold, exempt")}`;
  const found = evidencedKg(figure);
  if (found === figure.demandKg) return `${need} · ${t(lang, "có đủ", "all there")}`;
  const parts = [need, t(lang, `có ${tonnes(found)}`, `${tonnes(found)} there`)];
  if (figure.contradictedKg > 0)
    parts.push(
      t(lang, `có mâu thuẫn ${tonnes(figure.contradictedKg)}`, `${tonnes(figure.contradictedKg)} contradicted`),
    );
  if (figure.insufficientKg > 0) {
    const gap =
      figure.insufficientKg < 50 ? `${formatCount(figure.insufficientKg, lang)} kg` : tonnes(figure.insufficientKg);
    parts.push(t(lang, `thiếu ${gap}`, `short by ${gap}`));
  }
  return parts.join(" · ");
}

/** The verdict of a line or of one material. */
export function stateOf(contradictedKg: number, short: boolean): VerdictState {
  return contradictedKg > 0 ? "contradicted" : short ? "insufficient" : "verified";
}

const WORDS: Readonly<Record<VerdictState, readonly [vi: string, en: string]>> = {
  verified: ["Đủ căn cứ", "Sufficient evidence"],
  insufficient: ["Chưa đủ hồ sơ chứng minh", "Evidence falls short"],
  contradicted: ["Có mâu thuẫn", "Contradicted"],
  unconnected: ["Chưa kết nối", "Not connected"],
};

/** A verdict's shape and word in the page's language. */
export function figureMark(state: VerdictState, lang: Lang): Markup {
  return verdictMark({ state, word: t(lang, ...WORDS[state]) });
}

/** The verdict of a whole work line. */
export function lineState({ line, figure }: FiguredLine): VerdictState {
  const contradictedKg = figure.materials.reduce((kg, each) => kg + each.contradictedKg, 0);
  return stateOf(contradictedKg, figure.acceptedMilli < line.quantityMilli);
}

/** A work line's evidence in its word; work without tracked material rests on none, and gets no verdict. */
export function lineMark(each: FiguredLine, lang: Lang): Markup {
  const plain = each.figure.materials.length === 0 && each.figure.acceptedMilli === each.line.quantityMilli;
  return plain
    ? html`<span>${t(lang, "Không phải theo dõi nguồn gốc", "No origin to follow")}</span>`
    : figureMark(lineState(each), lang);
}

/** The work lines in đồng and work quantity: asked, evidenced, short. */
export function linesTable(lines: readonly FiguredLine[], lang: Lang, caption?: Content): Markup {
  const claimed = lines.reduce((sum, each) => sum + each.line.valueDong, 0);
  const accepted = lines.reduce((sum, each) => sum + each.figure.acceptedDong, 0);
  const money = (head: string) => ({ head, unit: t(lang, "đ", "VND"), kind: "figure" as const });
  return figuresTable({
    caption: caption ?? t(lang, "Hạng mục công việc đề nghị thanh toán", "Work lines claimed"),
    columns: [
      { head: t(lang, "Hạng mục", "Work line") },
      { head: t(lang, "Khối lượng đề nghị", "Quantity asked"), kind: "figure" },
      money(t(lang, "Số tiền đề nghị", "Asked")),
      { head: t(lang, "Khối lượng đủ căn cứ", "Quantity evidenced"), kind: "figure" },
      money(t(lang, "Số tiền đủ căn cứ", "Evidenced")),
      money(t(lang, "Chưa đủ căn cứ", "Short")),
      { head: t(lang, "Tình trạng chứng cứ", "Evidence") },
    ],
    rows: lines.map((each) => lineRow(each, lang)),
    total: [
      t(lang, "Cộng", "Total"),
      "",
      formatCount(claimed, lang),
      "",
      formatCount(accepted, lang),
      formatCount(claimed - accepted, lang),
      "",
    ],
    empty: {
      what: t(lang, "Hồ sơ này không có hạng mục công việc.", "This dossier has no work lines."),
      how: t(lang, "Hồ sơ tạm ứng không kèm bảng kê nguồn gốc vật liệu.", "An advance carries no origin annex."),
    },
  });
}

function lineRow(each: FiguredLine, lang: Lang): Content[] {
  const { n, line, figure } = each;
  const quantity = (milli: number) => `${formatQuantity(milli, lang)} ${line.unit}`;
  return [
    html`${n}. ${line.name}<br><span class="soft">${line.code}</span>`,
    quantity(line.quantityMilli),
    formatCount(line.valueDong, lang),
    quantity(figure.acceptedMilli),
    formatCount(figure.acceptedDong, lang),
    formatCount(line.valueDong - figure.acceptedDong, lang),
    lineMark(each, lang),
  ];
}

/** One line's materials in tonnes by what evidences them; `path` leads to the entries that a figure rests on. */
export function materialsTable(each: FiguredLine, lang: Lang, path?: (material: number) => string): Markup {
  const unit = t(lang, "tấn", "t");
  const tonnes = (head: string) => ({ head, unit, kind: "figure" as const });
  return figuresTable({
    caption: t(lang, "Vật liệu của hạng mục, theo mức chứng cứ", "Materials of the line, by grade of evidence"),
    columns: [
      { head: t(lang, "Vật liệu", "Material") },
      tonnes(t(lang, "Cần", "Needed")),
      tonnes(t(lang, "Ghi trong sổ", "Ledger")),
      tonnes(t(lang, "Giấy tờ", "Paper")),
      tonnes(t(lang, "Chuyển tiếp", "Transitional")),
      tonnes(t(lang, "Được miễn", "Exempt")),
      tonnes(t(lang, "Chưa đủ", "Insufficient")),
      tonnes(t(lang, "Mâu thuẫn", "Contradicted")),
      { head: t(lang, "Căn cứ", "Rests on") },
    ],
    rows: each.figure.materials.map((figure) => materialRow(figure, lang, path)),
  });
}

function materialRow(figure: MaterialFigure, lang: Lang, path?: (material: number) => string): Content[] {
  const { demandKg, ledgerKg, paperKg, transitionalKg, exemptKg, insufficientKg, contradictedKg } = figure;
  const cells = [demandKg, ledgerKg, paperKg, transitionalKg, exemptKg, insufficientKg, contradictedKg];
  const tonnes = cells.map((kg) => (kg === 0 ? "–" : formatTonnes(kg, lang)));
  const word = t(
    lang,
    shortfallSentence(demandKg - exemptKg, evidencedKg(figure)),
    shortfallSentence(demandKg - exemptKg, evidencedKg(figure), "en"),
  );
  const link = path ? html`<a href="${path(figure.material)}">${t(lang, "Xem nguồn gốc", "See the origin")}</a>` : word;
  return [materialName(figure.material, lang, true), ...tonnes, link];
}
