// One leaf of the log for a reader: what kind it is, who signed it and when, and the proof in a fold; its words and what did not agree with
// it for those who may read them (http/readers.ts).
import { html } from "hono/html";
import { hex } from "../../format/bytes.ts";
import type { Entry } from "../../format/entry.ts";
import { KINDS, type KindName } from "../../format/kinds.ts";
import { readSlipCode } from "../../format/slipcode.ts";
import { titleOf } from "../../http/problems.ts";
import { mayOpen } from "../../http/readers.ts";
import type { StoredEntry } from "../../store/view.ts";
import { capital } from "../../web/islands/shared/verdict-words.ts";
import { type Content, t } from "../../web/layout.ts";
import { breadcrumb, definitions, proofFold } from "../../web/parts.ts";
import { formatCount, formatDateTime, formatDong } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { sentence } from "../../words/problem.ts";
import { answerPage, indexOf, missing, type PageRequest, readableEntry } from "../request.ts";
import { reversalsOf, reversedWords, sinceSection } from "./aftermath.ts";
import { outcomeWords } from "./dossier.ts";
import { bodyWords } from "./entry-words.ts";

/** Of a result of payment control: how it came out, before anything technical. */
async function resultLead({ services, lang }: PageRequest, { index, entry }: StoredEntry): Promise<Content> {
  const result = entry.kind === "decision.sign" ? await services.view.fact("result", index) : undefined;
  if (!result) return "";
  const [accepted, claimed] = [formatDong(result.acceptedDong, lang), formatDong(result.claimedDong, lang)];
  const sums = t(
    lang,
    `chấp nhận ${accepted} trong tổng số ${claimed} đề nghị`,
    `${accepted} accepted of ${claimed} asked`,
  );
  return html`<p class="lead"><strong>${capital(outcomeWords(result.outcome, lang))}</strong>: ${sums}.</p>`;
}

/** The page of a log index. */
export async function entryPage(request: PageRequest): Promise<Response> {
  const { lang, services, context, who } = request;
  const index = indexOf(context.req.param("index"));
  const [stored] = index === undefined ? [] : await services.view.entries([index]);
  if (index === undefined || !stored) return missing(request, "entry", index ?? 0);
  const { entry } = stored;
  const kind = KINDS[entry.kind];
  const open = (await readableEntry(request, index)) !== undefined;
  const words = open
    ? definitions(await bodyWords(services.view, entry, lang, who !== undefined))
    : html`<p>${t(lang, "Nội dung mục này chỉ hiển thị cho đơn vị đã ký, các bên liên quan và cơ quan kiểm soát, vì có thể nêu phương tiện, chuyến hàng hoặc đơn giá. Mã băm và chứng minh dưới đây ai cũng kiểm tra được.", "The words of this entry are shown to its signer, the parties concerned and the controlling offices, since they may name vehicles, loads or prices. The hashes and the proof below are for everyone.")}</p>`;
  const verdict = stored.verdict
    ? html`<p><strong>${t(lang, "Mục này được lưu kèm ghi nhận không khớp:", "Kept with what does not agree:")}</strong> ${open ? sentence(stored.verdict, lang) : titleOf(stored.verdict.code, lang)}</p>`
    : "";
  const reversal = entry.kind === "decision.sign" ? (await reversalsOf(services.view, [index])).get(index) : undefined;
  const since = reversal
    ? sinceSection([reversedWords(reversal, lang)], t(lang, "Không còn hiệu lực:", "No longer in force:"))
    : "";
  const body = html`${since}${await resultLead(request, stored)}${definitions(await facts(request, stored, open))}${verdict}
<h2>${t(lang, "Nội dung", "Content")}</h2>${words}
${open ? await mending(request, stored) : ""}
${proofFold(lang, {
  index,
  entryId: hex(entry.id),
  leafHash: hex(stored.leafHash),
  kid: hex(entry.kid),
  bundlePath: `/log/proof/${index}`,
  more: [[t(lang, "Số chạy của khóa", "Number of the key"), formatCount(entry.seq, lang)]],
})}
${neighbours(index, lang)}`;
  return answerPage(request, {
    title: t(lang, `Mục sổ ${index}`, `Entry ${index}`),
    job: {
      vi: `Mục sổ ${formatCount(index)}: ${kind.vi}`,
      en: `Entry ${formatCount(index, "en")}: ${kind.en}`,
    },
    crumbs: breadcrumb(lang, [
      { text: t(lang, "Trang đầu", "Start"), path: "/" },
      { text: t(lang, `Mục sổ ${index}`, `Entry ${index}`) },
    ]),
    body,
  });
}

async function facts(request: PageRequest, stored: StoredEntry, open: boolean): Promise<[Content, Content][]> {
  const { lang, services } = request;
  const { entry } = stored;
  const key = await services.view.fact("key", hex(entry.kid));
  const party = key && key.party !== null ? await services.view.fact("party", key.party) : undefined;
  const roles = {
    root: t(lang, "khóa gốc của sổ", "a root key of the log"),
    operator: t(lang, "đơn vị vận hành sổ", "the log operator"),
  };
  const signer = party?.name ?? (key?.role ? roles[key.role] : t(lang, "khóa gốc của sổ", "a root key of the log"));
  const events: [Content, Content][] = [
    [t(lang, "Đơn vị ký", "Signed by"), signer],
    [t(lang, "Thời điểm sự việc", "Event time"), formatDateTime(stored.eventS * 1000, lang)],
    [t(lang, "Vào sổ lúc", "Entered at"), formatDateTime(stored.receivedMs, lang)],
  ];
  if (entry.claimedS !== stored.eventS)
    events.push([
      t(lang, "Thời điểm người ký ghi", "Time the signer stated"),
      formatDateTime(entry.claimedS * 1000, lang),
    ]);
  return open ? [...events, ...(await typedSlip(request, entry))] : events;
}

/** For an observation by typed code: the slip that bears the code by now, under which it counts. */
async function typedSlip({ lang, services }: PageRequest, { kind, body }: Entry): Promise<[Content, Content][]> {
  if (kind !== "load.receive" && kind !== "passage.record" && kind !== "load.refuse") return [];
  const code = body.slip.code === undefined ? undefined : readSlipCode(body.slip.code);
  if (code === undefined) return [];
  const slip = (await services.view.fact("code", code))?.slip;
  const word =
    slip === undefined
      ? t(lang, "chưa có trong sổ, mục này đang chờ", "not in the ledger yet, this entry waits for it")
      : html`<a href="/entries/${slip}">${t(lang, "mục", "entry")} ${slip}</a>`;
  return [[t(lang, `Phiếu mang mã ${code}`, `Slip of code ${code}`), word]];
}

/** Whoever recorded a receipt or passage finds its correction here; the authority the way to set it aside. */
async function mending({ lang, services, who }: PageRequest, { index, entry }: StoredEntry): Promise<Content> {
  const kind = CORRECTED_BY[entry.kind];
  if (!who || !kind || !("slip" in entry.body)) return "";
  const key = await services.view.fact("key", hex(entry.kid));
  const named = entry.body.slip as { index?: number };
  if (mayOpen(who, "register") && named.index !== undefined)
    return html`<p><a href="/acts/contest.lift?observations=${named.index}+${index}">${t(lang, "Gỡ ghi nhận này", "Set this observation aside")}</a></p>`;
  if (key?.party !== who.party) return "";
  const own = kind === "load.correct" ? "receipt" : "passage";
  return html`<p><a href="/acts/${kind}?of=${index}&amp;${own}=${index}">${t(lang, "Đính chính ghi nhận này", "Correct this record")}</a></p>`;
}

const CORRECTED_BY: Partial<Record<KindName, KindName>> = {
  "load.receive": "load.correct",
  "load.correct": "load.correct",
  "passage.record": "passage.correct",
  "passage.correct": "passage.correct",
};

function neighbours(index: number, lang: Lang): Content {
  const before = index > 0 ? html`<a href="/entries/${index - 1}">${t(lang, "Mục trước", "Earlier entry")}</a> · ` : "";
  return html`<p>${before}<a href="/entries/${index + 1}">${t(lang, "Mục sau", "Later entry")}</a></p>`;
}
