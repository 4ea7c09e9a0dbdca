// The ways of a result's kilograms as the reader's eyes need them: one line a load, from the mine to the work line, and beside a contested
// one who saw what. The entries say it all; nothing is judged here.
import { html } from "hono/html";
import type { Origin } from "../../format/bundle.ts";
import type { Material } from "../../format/codes.ts";
import { KINDS } from "../../format/kinds.ts";
import type { Proven } from "../../format/prove-bundle.ts";
import { slipCode } from "../../format/slipcode.ts";
import { partyAt, said } from "../../rules/readings/acting.ts";
import type { ResultProof } from "../../rules/readings/evidence.ts";
import { actAt } from "../../rules/readings/said.ts";
import { formatCount, formatDateTime } from "../../words/as-written.ts";
import { capital } from "../islands/shared/verdict-words.ts";
import { both, type Content, type Markup } from "../layout.ts";
import { disclosure, figuresTable } from "../parts.ts";
import { materialWords, placeSaid } from "./names.ts";

/** Loads listed one by one; a result may rest on thousands. */
const LISTED = 1000;

/** All ways, contested loads first and open, the rest in a fold. */
export function waysShown(proven: Proven, proof: ResultProof): Markup | "" {
  const contested = proof.origins.filter((each) => each.contested !== undefined);
  const clean = proof.origins.filter((each) => each.contested === undefined);
  if (proof.origins.length === 0) return "";
  return html`<h2>${both("Vật liệu đi từ đâu tới", "Where the material came from")}</h2>
<p>${both(
    "Mỗi dòng là một lô: đọc từ nguồn (mỏ) qua từng chặng tới hạng mục công việc. Số trong ngoặc là số mục trong sổ.",
    "Each line is one lot: read from its source (the mine) through each stage to the work line. Numbers in brackets are entries of the log.",
  )}</p>
${contested.length > 0 ? table(proven, proof, contested, { vi: "Lô có ghi nhận mâu thuẫn, không được tính", en: "Contested lots, not counted" }) : ""}
${
  clean.length > 0
    ? disclosure(
        {
          vi: `Lô đủ căn cứ: ${formatCount(clean.length)}`,
          en: `Lots with their origin shown: ${formatCount(clean.length, "en")}`,
        },
        table(proven, proof, clean, { vi: "Lô đủ căn cứ", en: "Lots with their origin shown" }),
      )
    : ""
}`;
}

function table(
  proven: Proven,
  { annex }: ResultProof,
  origins: readonly Origin[],
  caption: { vi: string; en: string },
): Markup {
  const left = origins.length - LISTED;
  const rows = origins.slice(0, LISTED).map((origin) => {
    const line = `${origin.line + 1}. ${annex.lines[origin.line]?.name ?? ""}`;
    const against = origin.contested === undefined ? "" : contradictionOf(proven, origin.contested);
    return [
      html`<span>${stepsOf(proven, origin).join(" → ")} → <strong>${line}</strong>${against}</span>`,
      materialWords(origin.material as Material),
      formatCount(origin.kg),
    ];
  });
  const rest =
    left > 0
      ? html`<p>${both(`Còn ${formatCount(left)} lô nữa, đã kiểm tra như các lô trên.`, `${formatCount(left, "en")} more lots, verified like these.`)}</p>`
      : "";
  return html`${figuresTable({
    caption,
    columns: [
      { head: "Đường đi · Way" },
      { head: "Vật liệu · Material" },
      { head: "Khối lượng · Mass", unit: "kg", kind: "figure" },
    ],
    rows,
  })}${rest}`;
}

/** The stages of a way from the source on, as an office would say them. */
function stepsOf(proven: Proven, { way }: Origin): string[] {
  return [...way].reverse().flatMap((index) => {
    const words = stepWords(proven, index);
    return words === undefined ? [] : [`${words} [${index}]`];
  });
}

function stepWords(proven: Proven, index: number): string | undefined {
  const act = actAt(proven, index);
  if (!act) return undefined;
  switch (act.kind) {
    case "source.grant":
      return `${placeSaid(proven, act.body.sites[0])}, ${act.body.number}`;
    case "slip.issue": {
      const plate = said(proven, act.body.vehicle, "vehicle.register")?.body.plate ?? "?";
      return `phiếu · slip ${slipCode(act.id)}, xe ${plate}, ${formatDateTime(act.claimedS * 1000)}`;
    }
    case "load.receive":
    case "load.correct":
      return `nhận tại · received at ${placeSaid(proven, act.body.at)}`;
    case "batch.process":
      return `${act.body.outputs ? "nghiền tại · crushed at" : "trộn tại · mixed at"} ${placeSaid(proven, act.body.site)}`;
    default:
      return KINDS[act.kind].vi;
  }
}

/** Who observed what against a load, and when. */
function contradictionOf(proven: Proven, index: number): Content {
  const found = proven.leaves.get(index);
  if (!found) return "";
  const { entry } = found;
  const party = said(proven, partyAt(proven, index) ?? -1, "party.register")?.body.name ?? "?";
  const at =
    entry.kind === "passage.record"
      ? ` ${placeSaid(proven, entry.body.site)}`
      : entry.kind === "load.receive" || entry.kind === "load.refuse"
        ? ` ${placeSaid(proven, entry.body.at)}`
        : "";
  const { vi, en } = KINDS[entry.kind];
  const when = formatDateTime(entry.claimedS * 1000);
  return html`<br><span class="soft">${both(
    `Mâu thuẫn với mục ${index}: ${vi}${at}, do ${party} ký, ${when}.`,
    `Contradicted by entry ${index}: ${capital(en)}${at}, signed by ${party}, ${when}.`,
  )}</span>`;
}
