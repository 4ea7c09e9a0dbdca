// The roadside screen: one verdict in one second, one sentence of reason, and the officer's button. Anyone may check a slip; only an
// officer on duty sees the plate and records the passage. Without script, a typed code or pasted text gives the same verdict.

import { html } from "hono/html";
import type { SlipReference } from "../../format/bodies/movement.ts";
import { COLOUR, DIRECTION, SITE_TYPE, STATUS } from "../../format/codes.ts";
import { isResultText, readQrText, readResultText, slipCode } from "../../format/slipcode.ts";
import { refuse } from "../../http/problems.ts";
import { closedDesk, mayOpen } from "../../http/readers.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import {
  type Judged,
  judged,
  judgeSlip,
  type Looking,
  type Presented,
  withoutPlate,
} from "../../rules/readings/checkpoint-answer.ts";
import { isRoadPlate } from "../../spelling/plates.ts";
import { textField } from "../../web/fields.ts";
import { readPresented } from "../../web/islands/shared/offline.ts";
import { stopForm } from "../../web/islands/shared/road-forms.ts";
import { citizenNote, passageForm, slipDetails, verdictOf } from "../../web/islands/shared/verdict-view.ts";
import { type Content, page, t } from "../../web/layout.ts";
import { actionButton, disclosure, problemPanel, type ShownProblem, secondButton } from "../../web/parts.ts";
import type { Words } from "../../words/lang.ts";
import { problem, statusOf } from "../../words/problem.ts";
import { actFor, answer, indexOf, type PageRequest, refusePage, shown, typedForm } from "../request.ts";
import { islandKey, islandLines, islandRoot } from "./island-root.ts";
import { manifestOf } from "./manifest.ts";
import { trustFor } from "./trust-bundle.ts";

const JOB: Words = { vi: "Kiểm tra xe", en: "Check a vehicle" };
const UNKNOWN_RESULT: Words = { vi: "Không có kết quả mang mã này", en: "No result has this code" };

/** The asker's checkpoints, by index; empty for whoever is not on duty. */
export async function posts(request: PageRequest): Promise<{ index: number; name: string }[]> {
  const { services, who } = request;
  if (!mayOpen(who, "duty")) return [];
  const listed = await services.view.whole(`sites/${who.party}`);
  return services.view.read((book) =>
    mapLoading(listed, (index) => ({ index, site: book.need("site", index) }))
      .filter(({ site }) => site.type === SITE_TYPE.checkpoint && site.standing.status === STATUS.active)
      .map(({ index, site }) => ({ index, name: site.name })),
  );
}

/** GET /check; `?code=` is what a citizen typed on the first page. */
export async function showCheck(request: PageRequest): Promise<Response> {
  const places = await posts(request);
  const text = request.context.req.query("code")?.trim().slice(0, LONGEST);
  if (!text) {
    const shell = await answer(await checkPage(request, places, {}));
    // The service worker keeps an officer's page when a stranger's comes in its place (web/islands/sw.ts).
    if (places.length > 0) shell.headers.set("so-nguon-duty", "1");
    return shell;
  }
  if (isResultText(text)) return toResult(request, text);
  const typed = { text };
  return answer(await checkPage(request, places, { judgement: await judge(request, typed, places), typed }));
}

/** Longer than any code or QR text of ours. */
const LONGEST = 700;

/** POST /check: the verdict of a text or typed code, as a page or as JSON. */
export async function postCheck(request: PageRequest): Promise<Response> {
  const places = await posts(request);
  const asked = await typedOrJson(request);
  const asData = request.context.req.header("accept")?.includes("application/json") === true;
  const text = asked.text ?? "";
  if (!asData && places.length > 0 && isRoadPlate(text))
    return request.context.redirect(`/check/road?q=${encodeURIComponent(text)}`, 303);
  if (!asData && isResultText(text)) return toResult(request, text);
  const judgement = await judge(request, asked, places);
  if (asData) return request.context.json(judgement, 200, { "cache-control": "no-store" });
  return answer(await checkPage(request, places, { judgement, typed: asked }));
}

/** The code on the paper of a payment's result leads to that result as it is today; a paper that the ledger does not know is told so. */
async function toResult(request: PageRequest, text: string): Promise<Response> {
  const { services, context } = request;
  const paper = readResultText(text.slice(0, LONGEST));
  const ours = paper && (paper.origin ?? services.origin) === services.origin;
  const [stored] = ours ? await services.view.entries([paper.index]) : [];
  if (stored?.entry.kind === "decision.sign" && slipCode(stored.entry.id) === paper?.code)
    return context.redirect(`/entries/${stored.index}`, 303);
  const again = { path: "/check", text: t(request.lang, "Kiểm tra mã khác", "Check another code") };
  return refusePage(request, problem("result-unknown"), again, UNKNOWN_RESULT);
}

async function typedOrJson(request: PageRequest): Promise<Record<string, string>> {
  if (!request.context.req.header("content-type")?.startsWith("application/json")) return typedForm(request.context);
  const json: unknown = await request.context.req.json().catch(() => ({}));
  const asked: Record<string, string> = {};
  for (const [name, value] of Object.entries(json ?? {})) if (typeof value === "string") asked[name] = value;
  return asked;
}

/** The slip to check: from a text, or from a slip's index where an officer's form names one. */
function presentedIn(asked: Record<string, string>): Presented | Judged {
  const read = readPresented(asked.text ?? "");
  if (read === "unreadable" || read === "mistyped" || read === "not-ours") return judged(read);
  return typeof read === "string" ? judged("not-ours") : read;
}

async function judge(
  request: PageRequest,
  asked: Record<string, string>,
  places: readonly { index: number }[],
): Promise<Judged> {
  const presented = presentedIn(asked);
  if ("reason" in presented) return presented;
  const site = places.find((place) => String(place.index) === asked.site)?.index ?? places[0]?.index;
  const looking: Looking = {
    atS: Math.floor(request.services.now() / 1000),
    direction: asked.direction === "2" ? DIRECTION.inbound : DIRECTION.outbound,
    ...(site === undefined ? {} : { site }),
    ...(asked.plate === "0" ? { plateMatches: false } : {}),
  };
  const judgement = await request.services.view.read((book) => judgeSlip(book, presented, looking));
  const dated = await withHour(request, judgement);
  return mayOpen(request.who, "duty") ? dated : withoutPlate(dated);
}

/** The hour of the entry that a reason rests on: the book knows its index alone, a person asks when. */
async function withHour(request: PageRequest, judgement: Judged): Promise<Judged> {
  const { index, whenS } = judgement.figures;
  if (typeof index !== "number" || whenS !== undefined || judgement.slip === null) return judgement;
  const [stored] = await request.services.view.entries([index]);
  return stored ? { ...judgement, figures: { ...judgement.figures, whenS: stored.eventS } } : judgement;
}

/** POST /check/passage: the demo's persona records the passage on the server; a device signs its own. */
export async function postPassage(request: PageRequest): Promise<Response> {
  const places = await posts(request);
  const typed = await typedForm(request.context);
  const judgement = await judge(request, typed, places);
  const reference = referenceOf(typed.text ?? "", judgement);
  const site = places.find((place) => String(place.index) === typed.site)?.index ?? places[0]?.index;
  if (site === undefined) {
    const closed = closedDesk(request.who, "duty");
    return answer(await checkPage(request, places, { judgement, typed, problem: shown(closed) }), statusOf(closed));
  }
  const unanswered = typed.plate !== "0" && typed.plate !== "1";
  if (!reference || unanswered) return answer(await checkPage(request, places, { judgement, typed, unanswered }), 422);
  const seenS = Math.floor(request.services.now() / 1000);
  const said = await actFor(request, "passage.record", {
    slip: reference,
    site,
    direction: typed.direction === "2" ? DIRECTION.inbound : DIRECTION.outbound,
    seenS,
    verdict: COLOUR[judgement.colour],
    plateMatches: Number(typed.plate),
  });
  if (!said.ok)
    return answer(await checkPage(request, places, { judgement, typed, problem: shown(said.problem) }), 422);
  return answer(await checkPage(request, places, { judgement, recorded: said.value.index }));
}

/** How the passage names the slip: by index, else by its own bytes, else by the typed code. */
function referenceOf(text: string, judgement: Judged): SlipReference | undefined {
  if (judgement.slip?.index !== null && judgement.slip !== null) return { index: judgement.slip.index };
  const bytes = readQrText(text.trim());
  if (bytes && bytes.length >= 80 && bytes.length <= 400) return { entry: bytes };
  const read = readPresented(text);
  return typeof read === "object" && "code" in read ? { code: read.code } : undefined;
}

/** GET /trust.json, for officers on duty; `?from=` is the size of the log that the device's list was made at. */
export async function showTrust({ context, services, who }: PageRequest): Promise<Response> {
  if (!mayOpen(who, "duty")) return refuse(closedDesk(who, "duty"));
  const trust = await trustFor(services, who, indexOf(context.req.query("from")));
  if (!trust) return refuse(problem("not-found", { what: "tree-head", index: 0 }));
  const headers = { "cache-control": "no-store", etag: trust.tag, vary: "cookie, accept-encoding" };
  if (context.req.header("if-none-match") === trust.tag) return context.body(null, 304, headers);
  const json = { ...headers, "content-type": "application/json" };
  if (context.req.header("accept-encoding")?.includes("gzip"))
    return context.body(trust.bytes, 200, { ...json, "content-encoding": "gzip" });
  return new Response(new Blob([trust.bytes]).stream().pipeThrough(new DecompressionStream("gzip")), { headers: json });
}

type CheckState = {
  /** The officer pressed the button without saying whether the plate agrees. */
  unanswered?: boolean;
  judgement?: Judged;
  typed?: Record<string, string>;
  problem?: ShownProblem;
  recorded?: number;
};

async function checkPage(request: PageRequest, places: readonly { index: number; name: string }[], state: CheckState) {
  const { lang } = request.frame;
  const { judgement, typed, recorded } = state;
  const onDuty = places.length > 0;
  const result = judgement
    ? html`${verdictOf(judgement, lang, onDuty)}${onDuty && recorded === undefined ? passageForm(judgement, typed?.text ?? "", places, lang, { ...typed, unanswered: state.unanswered === true }) : ""}${onDuty ? "" : citizenNote(judgement, lang)}${slipDetails(judgement, lang)}`
    : "";
  const done =
    recorded === undefined
      ? ""
      : html`<p class="lead" role="status">${t(lang, `Đã ghi nhận lượt qua ở mục ${recorded}.`, `Passage recorded at entry ${recorded}.`)}</p>${actionButton({ verb: t(lang, "Kiểm tra xe tiếp theo", "Check the next vehicle"), path: "/check" })}`;
  const body = html`<div data-problem>${state.problem ? problemPanel(state.problem) : ""}</div>
<div data-result>${result}${done}</div>
${islandLines()}
<div data-post></div>
<div data-scanner></div>
<div data-typed>${typedSlipForm(request, judgement, typed)}</div>
${onDuty ? html`${disclosure(t(lang, "Dừng xe không có phiếu", "Stop a vehicle without a slip"), stopForm(places, lang))}<p><a href="/check/road">${t(lang, "Tra phiếu theo biển số, đơn vị; xe đang dừng", "Search slips by plate or firm; vehicles held")}</a></p>${islandKey()}` : ""}
<p class="soft" data-trust>${onDuty ? "" : t(lang, "Ai cũng kiểm tra được phiếu. Biển số chỉ hiện với cán bộ đang làm nhiệm vụ.", "Anyone may check a slip. Plates are shown to officers on duty alone.")}</p>`;
  const root = html`<div data-check data-places="${JSON.stringify(places)}">${await islandRoot(request, body)}</div>`;
  return page({
    ...request.frame,
    title: JOB[lang],
    job: JOB,
    body: root,
    scripts: ["check.js"],
    manifest: manifestOf("check"),
    screen: true,
  });
}

/** The form that needs no script; the scanner takes its place where there is one. */
function typedSlipForm(
  { frame: { lang } }: PageRequest,
  judgement: Judged | undefined,
  typed: Record<string, string> | undefined,
): Content {
  const field = textField(
    {
      name: "text",
      label: t(lang, "Mã trên phiếu hoặc trên giấy kết quả thanh toán", "Code on the slip or on a payment result"),
      hint: t(
        lang,
        "Phiếu: mã ngắn in dưới mã QR (12 ký tự). Giấy kết quả: số mục sổ/mã, ví dụ 943/ABCD-EFGH-JKMN.",
        "Slip: the short code under its QR (12 characters). Payment result: entry/code, such as 943/ABCD-EFGH-JKMN.",
      ),
      maxlength: 700,
    },
    { typed: { text: judgement ? "" : typed?.text } },
  );
  const press = judgement
    ? secondButton({ verb: t(lang, "Kiểm tra mã khác", "Check another code") })
    : actionButton({ verb: t(lang, "Kiểm tra", "Check") });
  return html`<form class="form" method="post" action="/check" novalidate data-form="check">${field}${press}</form>`;
}
