// Events after a result was signed, on the page from disk: one line each, with the entry that says so and who signed it.
import { html } from "hono/html";
import type { Proven } from "../../format/prove-bundle.ts";
import { partyAt, said } from "../../rules/readings/acting.ts";
import type { Verified } from "../../rules/readings/evidence.ts";
import { SINCE, type Since } from "../../rules/readings/since.ts";
import { formatCount, formatDateTime, formatDong } from "../../words/as-written.ts";
import { capital } from "../islands/shared/verdict-words.ts";
import { both, type Markup } from "../layout.ts";

/** The section on what happened since; nothing for a slip. A file without any says so, since it may have been cut. */
export function sinceShown({ proven, proof, since }: Verified): Markup | "" {
  if (proof.kind === "slip") return "";
  const head = html`<h2>${both("Từ khi ký kết quả", "Since the result was signed")}</h2>`;
  const limit = both(
    `Tính tới mốc ${formatCount(proven.size)} mục của sổ, và chỉ theo những mục có trong tệp: ai đưa tệp có thể đã bớt mục về sau. Muốn chắc, xin lại hồ sơ từ nơi giữ sổ.`,
    `Up to the log's ${formatCount(proven.size, "en")} entries, and by the entries of this file only: whoever handed it over may have left later ones out. To be sure, ask the keeper of the ledger for the bundle again.`,
  );
  if (since.length === 0)
    return html`${head}<p>${both("Tệp không có việc nào về sau.", "The file holds nothing that came later.")}</p><p class="soft">${limit}</p>`;
  return html`${head}<ul>${since.map((each) => html`<li>${lineOf(proven, each)}</li>`)}</ul><p class="soft">${limit}</p>`;
}

function lineOf(proven: Proven, { what, index, dong, loads, kg }: Since): Markup {
  const [vi, en] = SINCE[what];
  const party = said(proven, partyAt(proven, index) ?? -1, "party.register")?.body.name ?? "?";
  const when = formatDateTime(proven.leaves.get(index)!.leaf.receivedMs);
  const money = dong === undefined ? "" : `: ${formatDong(dong)}`;
  const of = (words: (count: number, kg: number) => string) =>
    loads === undefined || kg === undefined ? "" : `: ${words(loads, kg)}`;
  return both(
    `${capital(vi)}${money}${of((count, mass) => `${formatCount(count)} lô, ${formatCount(mass)} kg`)} (mục ${index}, ${party} ký, vào sổ ${when}).`,
    `${capital(en)}${money}${of((count, mass) => `${formatCount(count, "en")} lots, ${formatCount(mass, "en")} kg`)} (entry ${index}, signed by ${party}, received ${when}).`,
  );
}
