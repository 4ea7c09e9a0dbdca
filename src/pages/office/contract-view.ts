// The contract on a dossier's page: each contract line with what was claimed so far, this time and what is left; advances and retention.
import { html } from "hono/html";
import { advanceLeftDong, retentionLeftDong } from "../../rules/payment/package-money.ts";
import type { ContractAccount } from "../../rules/readings/contract-account.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { definitions, figuresTable } from "../../web/parts.ts";
import { formatDong, formatQuantity } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";

/** The section of a dossier's contract and money; nothing where the package has neither a contract nor an advance. */
export function contractSection(account: ContractAccount, lang: Lang): Markup | "" {
  const { contract, lines, before, after } = account;
  const silent = Object.values(before).every((dong) => dong === 0) && after.advancedDong === 0;
  if (!contract && silent) return "";
  const head = contract
    ? html`<p><a href="/entries/${contract.latest}">${contract.document}</a>, ${t(lang, "giá trị", "value")} <span class="figure">${formatDong(contract.valueDong, lang)}</span></p>`
    : html`<p>${t(lang, "Hợp đồng của gói thầu chưa ghi vào sổ.", "The book has no contract of the package.")}</p>`;
  const money: (readonly [Content, Content])[] = [
    [
      after.advancedDong === before.advancedDong
        ? t(lang, "Đã tạm ứng", "Advanced")
        : t(lang, "Tạm ứng, kể cả hồ sơ này", "Advanced, this dossier included"),
      formatDong(after.advancedDong, lang),
    ],
    [
      t(lang, "Thu hồi tạm ứng lần này", "Advances cleared by this dossier"),
      formatDong(after.clearedDong - before.clearedDong, lang),
    ],
    [t(lang, "Tạm ứng còn phải thu hồi", "Advances left to clear"), formatDong(advanceLeftDong(after), lang)],
    [
      t(lang, "Giữ lại lần này", "Kept back of this dossier"),
      formatDong(after.retainedDong - before.retainedDong, lang),
    ],
    [t(lang, "Tiền đang giữ lại", "Kept back in all"), formatDong(retentionLeftDong(after), lang)],
  ];
  return html`<section class="contract"><h2>${t(lang, "Theo hợp đồng", "By the contract")}</h2>${head}
${lines.length === 0 ? "" : linesTable(lines, lang)}${definitions(money)}</section>`;
}

function linesTable(lines: ContractAccount["lines"], lang: Lang): Markup {
  const figure = (head: string) => ({ head, kind: "figure" as const });
  return figuresTable({
    caption: t(lang, "Khối lượng theo dòng hợp đồng", "Quantities by contract line"),
    columns: [
      { head: t(lang, "Dòng hợp đồng", "Contract line") },
      { head: t(lang, "Đơn vị", "Unit") },
      figure(t(lang, "Hợp đồng", "Contract")),
      figure(t(lang, "Đã đề nghị", "Claimed so far")),
      figure(t(lang, "Kỳ này", "This claim")),
      figure(t(lang, "Còn lại", "Left")),
    ],
    rows: lines.map(({ number, name, unit, ...of }) => [
      `${number}. ${name}`,
      unit,
      ...[of.quantityMilli, of.othersMilli, of.askedMilli, of.leftMilli].map((milli) => formatQuantity(milli, lang)),
    ]),
  });
}
