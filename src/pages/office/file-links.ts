// The links to a result's paper as files.
import { html } from "hono/html";
import { type Markup, t } from "../../web/layout.ts";
import type { Lang } from "../../words/lang.ts";

/** The paper of a signed result as files: to keep, to sign digitally, to reckon with. */
export function fileLinks(annex: number, result: number, lang: Lang): Markup {
  const path = (ending: string) => `/treasury/${annex}/notice.${ending}?result=${result}`;
  return html`<p class="files"><a href="${path("pdf")}">${t(lang, "Tải PDF", "Download PDF")}</a> · <a href="${path("xlsx")}">${t(lang, "Tải bảng tính XLSX", "Download the XLSX sheet")}</a></p>`;
}
