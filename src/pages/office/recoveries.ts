// Recoveries on paper and screen: what a result takes off, what it gives back, and what of each recovery is left.

import { html } from "hono/html";
import { acceptsMoney, OUTCOME } from "../../format/codes.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { balanceOf, payableDong } from "../../rules/payment/recovery.ts";
import type { View } from "../../store/view.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { figuresTable } from "../../web/parts.ts";
import { formatCount, formatDong } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { type Dossier, readAsDecided } from "./dossier.ts";

/** A set-off with the recovery it belongs to; `leftDong` is what stays open after it. */
export type ShownSetOff = {
  readonly recovery: number;
  readonly decision: number;
  readonly finding: number | null;
  /** The paper by which the recovery was opened. */
  readonly document: string;
  readonly takenDong: number;
  readonly returnedDong: number;
  readonly leftDong: number;
};

/** The set-offs of a dossier as its result found them, or as they would be today; none where nothing is paid. */
export async function loadSetOffs(view: View, dossier: Dossier): Promise<ShownSetOff[]> {
  const { setOffs } = dossier.result.figures;
  if (setOffs.length === 0 || !acceptsMoney(dossier.claim.decision?.outcome ?? OUTCOME.pay)) return [];
  const entries = await view.entries(setOffs.map((setOff) => setOff.recovery));
  const papers = new Map(
    entries.map(({ index, entry }) => [index, entry.kind === "recovery.open" ? entry.body.document : ""]),
  );
  return readAsDecided(view, dossier, (book) =>
    mapLoading(setOffs, (setOff) => {
      const fact = book.need("recovery", setOff.recovery);
      const leftDong = balanceOf(book, fact) - setOff.takenDong + setOff.returnedDong;
      const document = papers.get(setOff.recovery) ?? "";
      return { ...setOff, decision: fact.decision, finding: fact.finding, document, leftDong };
    }),
  );
}

/** The amount that is paid out of what is accepted. */
export function paidOutDong(dossier: Dossier, setOffs: readonly ShownSetOff[]): number {
  return payableDong({ ...dossier.result.figures, setOffs });
}

/** Taken off and given back in all. */
export function sumsOf(setOffs: readonly ShownSetOff[]): { takenDong: number; returnedDong: number } {
  const sum = (of: "takenDong" | "returnedDong") => setOffs.reduce((total, one) => total + one[of], 0);
  return { takenDong: sum("takenDong"), returnedDong: sum("returnedDong") };
}

/** The set-offs of a dossier under their own heading; nothing where there are none. */
export function setOffSection(setOffs: readonly ShownSetOff[], lang: Lang): Markup | "" {
  if (setOffs.length === 0) return "";
  return html`<section class="set-offs"><h2>${t(lang, "Bù trừ khoản thu hồi", "Recoveries set off")}</h2>
${figuresTable({
  caption: t(lang, "Trừ vào số chấp nhận của hồ sơ này", "Taken off what this dossier is accepted for"),
  columns: [
    { head: t(lang, "Khoản thu hồi", "Recovery") },
    { head: t(lang, "Kết quả đã chi", "Result that paid") },
    money(t(lang, "Trừ lần này", "Taken now"), lang),
    money(t(lang, "Hoàn trả lần này", "Given back now"), lang),
    money(t(lang, "Còn lại", "Left"), lang),
  ],
  rows: setOffs.map((one) => [
    entryLink(one.recovery, lang),
    entryLink(one.decision, lang),
    formatCount(one.takenDong, lang),
    formatCount(one.returnedDong, lang),
    formatCount(one.leftDong, lang),
  ]),
})}</section>`;
}

/** A recovery of a treasury as its queue lists it. */
export type ListedRecovery = {
  readonly recovery: number;
  readonly decision: number;
  readonly project: string;
  readonly contractor: string;
  readonly owedDong: number;
  readonly balanceDong: number;
};

/** The recoveries of the projects of a treasury and of those whose place it took, newest first. */
export async function loadRecoveries(view: View, treasuries: readonly number[]): Promise<ListedRecovery[]> {
  const indexes = await view.wholeOf("recoveries", treasuries);
  return view.read((book) =>
    mapLoading(indexes, (recovery) => {
      const fact = book.need("recovery", recovery);
      return {
        recovery,
        decision: fact.decision,
        project: book.need("project", fact.project).name,
        contractor: book.need("party", fact.contractor).name,
        owedDong: fact.owedDong,
        balanceDong: balanceOf(book, fact),
      };
    }),
  );
}

/** The amount still to come back, or to be given back, by recovery. */
export function recoveriesTable(rows: readonly ListedRecovery[], lang: Lang): Markup {
  return figuresTable({
    caption: t(lang, "Khoản thu hồi, mới nhất trước", "Recoveries, newest first"),
    columns: [
      { head: t(lang, "Khoản thu hồi", "Recovery") },
      { head: t(lang, "Dự án, nhà thầu", "Project, contractor") },
      { head: t(lang, "Kết quả đã chi", "Result that paid") },
      money(t(lang, "Phải thu hồi", "To recover"), lang),
      money(t(lang, "Còn phải thu", "Still open"), lang),
      money(t(lang, "Còn phải hoàn trả", "To give back"), lang),
    ],
    rows: rows.map((one) => [
      entryLink(one.recovery, lang),
      html`<span>${one.project}<br><span class="soft">${one.contractor}</span></span>`,
      entryLink(one.decision, lang),
      formatCount(one.owedDong, lang),
      formatCount(Math.max(0, one.balanceDong), lang),
      formatCount(Math.max(0, -one.balanceDong), lang),
    ]),
    empty: {
      what: t(lang, "Chưa có khoản thu hồi nào.", "No recovery yet."),
      how: t(
        lang,
        "Khoản thu hồi mở sau hậu kiểm hoặc kết luận kiểm tra, và tự trừ vào hồ sơ kế tiếp của cùng nhà thầu.",
        "A recovery is opened after post-control or a finding, and is set off in the contractor's next dossier.",
      ),
    },
  });
}

/** The letter's line about set-offs; always Vietnamese. */
export function setOffText(setOffs: readonly ShownSetOff[]): string {
  const { takenDong, returnedDong } = sumsOf(setOffs);
  const parts = [
    ...(takenDong > 0 ? [`giảm trừ thu hồi ${formatDong(takenDong)}`] : []),
    ...(returnedDong > 0 ? [`hoàn trả khoản đã thu hồi ${formatDong(returnedDong)}`] : []),
  ];
  const papers = setOffs.map((one) => `${one.document} (mục sổ ${one.recovery})`).join("; ");
  return `Bù trừ theo ${papers}: ${parts.join("; ")}.`;
}

function money(head: string, lang: Lang): { head: string; unit: string; kind: "figure" } {
  return { head, unit: t(lang, "đ", "VND"), kind: "figure" };
}

function entryLink(index: number, lang: Lang): Content {
  return html`<a href="/entries/${index}">${t(lang, "mục", "entry")} ${index}</a>`;
}
