// One dossier before the officer: đồng and work quantity first, each line of the annex in one row, then what does not agree, then each work
// line with the entries that its figures rest on, and at the end the one thing to do.

import { html } from "hono/html";
import { CLAIM_KIND, LISTED_REASONS, OUTCOME } from "../../format/codes.ts";
import { mayOpen, mayRead } from "../../http/readers.ts";
import { claimStatus } from "../../rules/payment/claim-life.ts";
import { treasuriesOf } from "../../rules/registry/chairs.ts";
import type { StoredSignal } from "../../store/signal-reader.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { breadcrumb, definitions, keepTogether, proofFold } from "../../web/parts.ts";
import { formatCount, formatDateTime, formatDong } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { problem } from "../../words/problem.ts";
import { answerPage, askWho, indexOf, missing, type PageRequest, refusePage } from "../request.ts";
import { type PastResult, pastResults, reversedWords, sinceSection, sinceWords } from "./aftermath.ts";
import { contractSection } from "./contract-view.ts";
import { contradictionsSection, loadContradictions, type ShownContradiction } from "./contradiction-view.ts";
import { type Conversion, conversionFold } from "./conversions.ts";
import {
  claimStatusWords,
  type Dossier,
  deadlineWords,
  dossierName,
  loadDossier,
  outcomeWords,
  packageName,
  signersOf,
} from "./dossier.ts";
import { lineMark, lineSentence, linesTable, materialsTable } from "./figures-view.ts";
import { fileLinks } from "./file-links.ts";
import { partyNames } from "./names-of.ts";
import { loadSetOffs, paidOutDong, type ShownSetOff, setOffSection, sumsOf } from "./recoveries.ts";
import { loadShort, type ShortDossier, shortSection } from "./shortfalls.ts";

/** The parts of a dossier page besides its figures. */
export type DossierView = {
  readonly dossier: Dossier;
  readonly contradictions: readonly ShownContradiction[];
  readonly parties: ReadonlyMap<number, string>;
  readonly setOffs: readonly ShownSetOff[];
  readonly repeated: readonly StoredSignal[];
  readonly short: ShortDossier;
  /** The events since the result that is shown. */
  readonly since: readonly Markup[];
  readonly past: readonly PastResult[];
};

/** The dossier of the path for who may read it, or the answer that says why not; `?result=` shows it as that result of it was signed. */
export async function openDossier(request: PageRequest): Promise<DossierView | Response> {
  const { services, who, context } = request;
  if (!who) return askWho(request);
  const annex = indexOf(context.req.param("annex"));
  const result = indexOf(context.req.query("result"));
  const dossier = annex === undefined ? undefined : await loadDossier(services.view, annex, services.now(), result);
  if (!dossier) return missing(request, "dossier", annex ?? 0);
  if (!(await services.view.read((book) => mayRead(book, who, { what: "dossier", annex: dossier.annex })))) {
    const need = "party-of-dossier-or-treasury";
    return refusePage(request, problem("no-standing", { need }));
  }
  const { project, claim } = dossier;
  const owners = (project.former ?? []).map((each) => each.owner);
  const parties = [
    project.owner,
    ...owners,
    ...treasuriesOf(project),
    ...signersOf(project, claim).map((each) => each.party),
  ];
  const { view } = services;
  const nowMs = services.now();
  const contradictions = await loadContradictions(view, dossier);
  const names = await partyNames(view, parties);
  const decided = claim.decision?.index;
  const about = { annex: dossier.annex, project: claim.project, treasury: project.treasury, result: decided ?? -1 };
  return {
    dossier,
    contradictions,
    parties: names,
    setOffs: await loadSetOffs(view, dossier),
    repeated: (await view.signals(`annex/${dossier.annex}`)).filter((one) => one.code === "line-claimed-again"),
    short: await loadShort(view, dossier, contradictions, names, nowMs),
    since: decided === undefined ? [] : await sinceWords(view, about, nowMs, request.lang),
    past: await pastResults(view, dossier.annex),
  };
}

/** The page of a dossier; `end` is what can be done with it, `above` a refusal to be read first. */
export function dossierPage(
  request: PageRequest,
  view: DossierView,
  end: Content,
  above: Content = "",
  status = 200,
): Promise<Response> {
  const { lang } = request;
  const { dossier, contradictions, setOffs } = view;
  const { claim, annex } = dossier;
  const own = mayOpen(request.who, "control");
  const desks = own
    ? { text: t(lang, "Hồ sơ chờ kiểm soát", "Dossiers to control"), path: "/treasury" }
    : { text: t(lang, "Hồ sơ của đơn vị", "Our dossiers"), path: "/claims" };
  const body = html`${above}${sinceSection(view.since, t(lang, "Sau khi kết quả này được ký:", "Since this result was signed:"))}${sums(view, lang)}
${facts(view, lang, request.services.now())}
<h2>${t(lang, "Hạng mục công việc", "Work lines")}</h2>
${linesTable(dossier.lines, lang, t(lang, "Số tiền và khối lượng", "Money and quantity"))}
${shortSection(view.short, t(lang, "Phần chưa đủ căn cứ: thiếu gì, vì sao, ai bổ sung", "What is short, why, and who completes it"))}
${contractSection(dossier.account, lang)}
${contradictionsSection(contradictions, lang)}
${repeatedSection(view.repeated, lang)}
${setOffSection(setOffs, lang)}
${dossier.lines.map((each, i) => lineSection(each, dossier.conversions[i], annex, lang))}
${end}
${pastSection(view, lang)}
${proof(dossier, lang)}`;
  return answerPage(
    request,
    {
      title: t(lang, `Hồ sơ số ${claim.number}`, `Dossier ${claim.number}`),
      job: { vi: dossierName(claim, "vi"), en: dossierName(claim, "en") },
      crumbs: breadcrumb(lang, [desks, { text: t(lang, `Hồ sơ số ${claim.number}`, `Dossier ${claim.number}`) }]),
      body,
      wide: true,
    },
    status,
  );
}

/** The sums that the officer answers for; differences are written out. A dossier without lines rests on the contract, not on evidence. */
function sums({ dossier, setOffs }: DossierView, lang: Lang): Markup {
  const { claimedDong, acceptedDong, clearedDong, retainedDong } = dossier.result.figures;
  const item = (name: string, dong: number) =>
    html`<div><dt>${name}</dt><dd class="figure">${formatDong(dong, lang)}</dd></div>`;
  const { takenDong, returnedDong } = sumsOf(setOffs);
  const kept = html`${clearedDong > 0 ? item(t(lang, "Thu hồi tạm ứng", "Advance cleared"), clearedDong) : ""}${retainedDong > 0 ? item(t(lang, "Giữ lại", "Kept back"), retainedDong) : ""}`;
  const paid =
    setOffs.length === 0 && clearedDong + retainedDong === 0
      ? ""
      : html`${kept}${takenDong > 0 ? item(t(lang, "Giảm trừ thu hồi", "Set off"), takenDong) : ""}${returnedDong > 0 ? item(t(lang, "Hoàn trả", "Given back"), returnedDong) : ""}${item(t(lang, "Số thanh toán sau khi giảm trừ", "To be paid"), paidOutDong(dossier, setOffs))}`;
  const { kind } = dossier.claim;
  if (dossier.lines.length === 0) {
    const asked =
      kind === CLAIM_KIND.advance
        ? item(t(lang, "Đề nghị tạm ứng", "Advance asked"), claimedDong)
        : item(t(lang, "Đề nghị chi trả tiền giữ lại", "Retention asked"), claimedDong);
    return html`<dl class="sums">${asked}${paid}</dl><p>${t(lang, "Hồ sơ này không kèm bảng kê nguồn gốc vật liệu; số tiền được kiểm soát theo hợp đồng và số dư của gói thầu.", "This dossier has no origin annex; its amount is controlled by the contract and the balances of the package.")}</p>`;
  }
  return html`<dl class="sums">${item(t(lang, "Đề nghị thanh toán", "Asked"), claimedDong)}${item(t(lang, "Đủ căn cứ", "Evidenced"), acceptedDong)}${item(t(lang, "Chưa đủ căn cứ", "Short of evidence"), claimedDong - acceptedDong)}${paid}</dl>`;
}

/** The results that the dossier has had besides the one that is shown, each with its paper. */
function pastSection({ dossier, past }: DossierView, lang: Lang): Markup | "" {
  const others = past.filter(({ index }) => index !== dossier.claim.decision?.index);
  if (others.length === 0) return "";
  const item = ({ index, outcome, acceptedDong, signedMs, reversal }: PastResult) =>
    html`<li>${formatDateTime(signedMs, lang)}: ${outcomeWords(outcome, lang)}, ${formatDong(acceptedDong, lang)}. ${reversal ? reversedWords(reversal, lang) : ""} <a href="/treasury/${dossier.annex}?result=${index}">${t(lang, "Số liệu của kết quả này", "Its figures")}</a> · <a href="/treasury/${dossier.annex}/notice?result=${index}">${t(lang, "Giấy đã ký", "Its paper")}</a></li>`;
  return html`<section><h2>${t(lang, "Các kết quả khác của hồ sơ", "Other results of the dossier")}</h2><ul>${others.map(item)}</ul></section>`;
}

/** Plain lines that another dossier of the package has word for word: the officer compares them with the contract. */
function repeatedSection(repeated: readonly StoredSignal[], lang: Lang): Markup | "" {
  if (repeated.length === 0) return "";
  const item = ({ figures }: StoredSignal) => {
    const link = html`<a href="/treasury/${figures.claim}">${t(lang, "hồ sơ mục", "the dossier at entry")} ${figures.claim}</a>`;
    const dong = formatDong(Number(figures.value_vnd), lang);
    return html`<li>${t(lang, `Hạng mục ${figures.line} (${dong}) trùng mã, tên, khối lượng và đơn giá với`, `Line ${figures.line} (${dong}) has the code, name, quantity and price of a line in`)} ${link}.</li>`;
  };
  return html`<section class="contradictions"><h2>${t(lang, "Hạng mục đã có trong hồ sơ khác", "Lines that another dossier has")}</h2>
<p>${t(lang, "Các hạng mục này không dùng vật liệu phải theo dõi nên sổ không tự trừ. Đề nghị đối chiếu khối lượng lũy kế với hợp đồng.", "These lines hold no tracked material, so the book takes nothing off by itself. Compare the accumulated quantity with the contract.")}</p>
<ol class="reasons">${repeated.map(item)}</ol></section>`;
}

function facts(view: DossierView, lang: Lang, nowMs: number): Markup {
  const { dossier, parties } = view;
  const { project, claim, deadline } = dossier;
  const name = (party: number) => parties.get(party) ?? String(party);
  const signed = signersOf(project, claim).map((signer) => {
    const word =
      signer.index !== undefined
        ? html`${t(lang, "đã ký", "signed")}, <a href="/entries/${signer.index}">${t(lang, "mục", "entry")} ${signer.index}</a>`
        : t(lang, "chưa ký", "not signed yet");
    return [t(lang, signer.vi, signer.en), html`${name(signer.party)} (${word})`] as const;
  });
  const overdue = deadline && nowMs >= deadline.endMs && !claim.decision ? t(lang, ", quá hạn", ", overdue") : "";
  return definitions([
    [t(lang, "Trạng thái", "State"), html`<strong>${claimStatusWords(claim, lang)}</strong>`],
    [t(lang, "Dự án", "Project"), `${project.name} (${project.code})`],
    [t(lang, "Gói thầu", "Package"), packageName(project, claim.package, lang)],
    ...signed,
    ...(dossier.accepted.of === 0 ? [] : loadFacts(dossier, lang)),
    [
      t(lang, "Nhận đủ hồ sơ", "Complete since"),
      claim.complete ? formatDateTime(claim.complete.ms, lang) : t(lang, "chưa đủ chữ ký", "not signed by all"),
    ],
    [
      t(lang, "Hạn trả kết quả", "Result due"),
      deadline
        ? t(
            lang,
            `hết ngày ${deadlineWords(deadline, lang)}${overdue}`,
            `end of ${deadlineWords(deadline, lang)}${overdue}`,
          )
        : "–",
    ],
  ]);
}

/** Loads besides their figures: how many the supervisor accepted, and which checkpoints may still report one. */
function loadFacts(dossier: Dossier, lang: Lang): (readonly [Content, Content])[] {
  const { accepted, of } = dossier.accepted;
  const silent = [
    t(lang, "Trạm trên đường chưa báo cáo", "Checkpoints not yet reported"),
    silence(dossier, lang),
  ] as const;
  return [
    [
      t(lang, "Giám sát đã nghiệm thu tại công trường", "Accepted on the site by the supervisor"),
      t(lang, `${accepted} trên ${of} chuyến`, `${accepted} of ${of} loads`),
    ],
    ...(dossier.claim.decision ? [] : [silent]),
  ];
}

/** The checkpoints whose observations may still come, or that none is awaited. */
function silence({ notReported }: Dossier, lang: Lang): Markup {
  if (notReported.length === 0)
    return html`${t(lang, "không còn trạm nào: các trạm đã có ghi nhận sau giờ hàng đến, hoặc đã hết thời hạn gửi muộn", "none: each has recorded something since the loads came, or the time for late observations is over")}`;
  const item = ({ name, loads, sinceS }: Dossier["notReported"][number]) =>
    html`<li>${t(lang, `${name}: chưa có ghi nhận nào từ ${formatDateTime(sinceS * 1000, lang)}, ${formatCount(loads, lang)} chuyến của hồ sơ có thể đã đi qua`, `${name}: nothing recorded since ${formatDateTime(sinceS * 1000, lang)}; ${formatCount(loads, lang)} loads of the dossier may have passed`)}</li>`;
  return html`<ul>${notReported.map(item)}</ul><p>${t(lang, "Thiết bị mất mạng có thể gửi ghi nhận sau và làm phát sinh mâu thuẫn. Cán bộ kiểm soát cân nhắc chờ trong thời hạn giải quyết.", "A device without network may send its observations later, and they may contradict a load. The officer decides whether to wait within the time limit.")}</p>`;
}

function lineSection(
  each: Dossier["lines"][number],
  conversion: Conversion | undefined,
  annex: number,
  lang: Lang,
): Markup {
  const path = (material: number) => `/treasury/${annex}/line/${each.n}/${material}`;
  return html`<section class="work-line" id="line-${each.n}"><h3>${each.n}. ${each.line.name}</h3>
<p>${lineMark(each, lang)}</p>
<p class="line-sentence">${keepTogether(lineSentence(each, lang))}</p>
${each.figure.materials.length > 0 ? materialsTable(each, lang, path) : ""}${conversion ? conversionFold(each, conversion, lang) : ""}</section>`;
}

function proof(dossier: Dossier, lang: Lang): Markup {
  const { claim, annex, proposed } = dossier;
  const more: [Content, Content][] = [
    [t(lang, "Bộ quy tắc áp dụng (mục sổ)", "Rule set (entry)"), formatCount(dossier.rules.index, lang)],
  ];
  if (claim.review !== null)
    more.push([
      t(lang, "Kết quả đề xuất (mục sổ)", "Review (entry)"),
      html`<a href="/entries/${claim.review}">${claim.review}</a>`,
    ]);
  if (claim.decision)
    more.push([
      t(lang, "Kết quả đã ký (mục sổ)", "Result (entry)"),
      html`<a href="/entries/${claim.decision.index}">${claim.decision.index}</a>`,
    ]);
  const court = claim.decision && { courtPath: `/entries/${claim.decision.index}/bundle` };
  return proofFold(lang, { index: annex, entryId: proposed.id, more, ...court });
}

/** The end of a decided dossier's page: its outcome and its paper. */
export function decidedEnd(dossier: Dossier, lang: Lang): Markup {
  const { decision } = dossier.claim;
  if (!decision || claimStatus(dossier.claim) !== "decided") return html``;
  const paper =
    decision.outcome === OUTCOME.pay
      ? t(lang, "Mở phiếu kết quả để in", "Open the result sheet to print")
      : t(lang, "Mở thông báo để in", "Open the notice to print");
  const reasons = (dossier.review?.reasons ?? []).map((code) => LISTED_REASONS[code]);
  const why =
    reasons.length === 0
      ? ""
      : html`<p>${t(lang, "Lý do:", "Reasons:")}</p><ul>${reasons.map((each) => html`<li>${t(lang, each.vi, each.en)}</li>`)}</ul>`;
  return html`<h2>${t(lang, "Kết quả kiểm soát thanh toán", "Result of payment control")}</h2>
<p class="lead">${claimStatusWords(dossier.claim, lang)}: ${t(lang, "chấp nhận", "accepted")} <span class="figure">${formatDong(decision.acceptedDong, lang)}</span> ${t(lang, "trong tổng số", "of")} <span class="figure">${formatDong(decision.claimedDong, lang)}</span>${t(lang, " đề nghị", " asked")}.</p>${why}
<div class="action"><a class="button" href="/treasury/${dossier.annex}/notice?result=${decision.index}">${paper}</a></div>${fileLinks(dossier.annex, decision.index, lang)}`;
}
