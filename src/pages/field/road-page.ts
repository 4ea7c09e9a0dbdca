// The road's second screen, for officers on duty and inspectors: slips on their way by plate or firm, the vehicles held at the officer's posts,
// and the forms that stop one, let it go on and sign that no slip was found.
import { html } from "hono/html";
import { headOf } from "../../format/note.ts";
import { mayOpen } from "../../http/readers.ts";
import type { SubmitAnswer } from "../../intake.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import type { SlipView } from "../../rules/readings/checkpoint-answer.ts";
import { vehiclesOf } from "../../rules/slips/searches.ts";
import { listSince } from "../../store/list-since.ts";
import { type Kept, textField } from "../../web/fields.ts";
import {
  readRelease,
  readSearch,
  readStop,
  releaseForm,
  searchForm,
  stopForm,
} from "../../web/islands/shared/road-forms.ts";
import type { FormErrors } from "../../web/islands/shared/slip-form.ts";
import { loadText, weightClass } from "../../web/islands/shared/verdict-words.ts";
import { type Content, page, t } from "../../web/layout.ts";
import { actionButton, breadcrumb, definitions, disclosure, problemPanel, type ShownProblem } from "../../web/parts.ts";
import { formatDateTime, formatTime } from "../../words/as-written.ts";
import type { Words } from "../../words/lang.ts";
import { actFor, answer, closedPage, indexOf, type PageRequest, shown, typedForm } from "../request.ts";
import { posts } from "./check-page.ts";
import { islandKey, islandLines, islandRoot } from "./island-root.ts";
import { type RoadSearch, searchRoad } from "./road-search.ts";

const JOB: Words = { vi: "Tra phiếu trên đường", en: "Search slips on the road" };
const FOR_WHOM: Words = {
  vi: "Trang này của cán bộ trạm kiểm tra và thanh tra.",
  en: "This page is for officers of checkpoints and inspectors.",
};

type Post = { readonly index: number; readonly name: string };
type Held = { readonly index: number; readonly plate: string; readonly place: string; readonly fromS: number };
/** A form that was refused, with what was typed. */
type Refused = { readonly form: "stop" | "release" | "search"; readonly kept: Kept; readonly problem?: ShownProblem };
type Found = RoadSearch & { readonly typed: string; readonly searchedS: number; readonly size: number };

const isOpen = ({ who }: PageRequest) => mayOpen(who, "road");

/** GET /check/road; `?q=` is a plate, its last digits, a firm's tax code or name, and `before` reads on. */
export async function showRoad(request: PageRequest): Promise<Response> {
  if (!isOpen(request)) return closedPage(request, JOB, FOR_WHOM);
  const { req } = request.context;
  const typed = req.query("q")?.trim().slice(0, 160) ?? "";
  const found = typed === "" ? undefined : await search(request, typed, indexOf(req.query("before")));
  return answer(await roadPage(request, found));
}

/** The size is read first: the search may know more of the ledger than it says, never less. */
async function search({ services }: PageRequest, typed: string, before?: number): Promise<Found> {
  const size = headOf(await services.sequencer.head())?.size ?? 0;
  const searchedS = Math.floor(services.now() / 1000);
  return { ...(await searchRoad(services, typed, before)), typed, searchedS, size };
}

/** POST /check/stop, for the demo's persona; a device signs its own. */
export async function postStop(request: PageRequest): Promise<Response> {
  if (!mayOpen(request.who, "duty")) return closedPage(request, JOB, FOR_WHOM);
  const typed = await typedForm(request.context);
  const plate = typed.plate ?? "";
  const [vehicle] = await request.services.view.read((book) => vehiclesOf(book, plate));
  const read = readStop(typed, nowOf(request), () => vehicle);
  if ("errors" in read) return refuse(request, "stop", typed, read.errors);
  return said(request, "stop", typed, await actFor(request, "stop.record", read.body));
}

/** POST /check/release, for the demo's persona. */
export async function postRelease(request: PageRequest): Promise<Response> {
  if (!mayOpen(request.who, "duty")) return closedPage(request, JOB, FOR_WHOM);
  const typed = await typedForm(request.context);
  const read = readRelease(typed, nowOf(request));
  if ("errors" in read) return refuse(request, "release", typed, read.errors);
  return said(request, "release", typed, await actFor(request, "stop.release", read.body));
}

/** POST /check/search, for the demo's persona: signs that nothing was found. */
export async function postSearch(request: PageRequest): Promise<Response> {
  if (!mayOpen(request.who, "duty")) return closedPage(request, JOB, FOR_WHOM);
  const typed = await typedForm(request.context);
  const body = readSearch(typed);
  return said(request, "search", typed, await actFor(request, "search.record", body));
}

const nowOf = ({ services }: PageRequest) => Math.floor(services.now() / 1000);

function said(
  request: PageRequest,
  form: Refused["form"],
  typed: Record<string, string>,
  to: SubmitAnswer,
): Promise<Response> | Response {
  if (!to.ok) return refuse(request, form, typed, {}, shown(to.problem));
  return request.context.redirect(form === "search" ? `/check/search/${to.value.index}` : "/check/road", 303);
}

async function refuse(
  request: PageRequest,
  form: Refused["form"],
  typed: Record<string, string>,
  words: FormErrors,
  problem?: ShownProblem,
): Promise<Response> {
  const errors = Object.fromEntries(Object.entries(words).map(([name, each]) => [name, each[request.lang]]));
  const found = form === "search" && typed.plate ? await search(request, typed.plate) : undefined;
  return answer(
    await roadPage(request, found, { form, kept: { typed, errors }, ...(problem ? { problem } : {}) }),
    422,
  );
}

/** The vehicles held now at these posts, newest first: a stop lapses, and none was recorded before it began. */
async function heldAt({ services: { view, now } }: PageRequest, places: readonly Post[]): Promise<Held[]> {
  const nowS = Math.floor(now() / 1000);
  const sets = (await view.fact("rules", 0))?.sets ?? [];
  const lapseS = sets.reduce((most, { set }) => Math.max(most, set.tolerances.lateMinutes * 60), 0);
  const lists = await Promise.all(places.map(({ index }) => listSince(view, `stops/${index}`, (nowS - lapseS) * 1000)));
  const recorded = lists.flat().map(({ leaf }) => leaf);
  return view.read((book) =>
    mapLoading(recorded, (index) => {
      const { vehicle, site } = book.need("stop", index);
      const stop = book.need("stops", vehicle).stops.find((each) => each.index === index);
      if (!stop || stop.untilS <= nowS) return [];
      const { plate } = book.need("vehicle", vehicle);
      return [{ index, plate, place: book.need("site", site).name, fromS: stop.fromS }];
    }).flat(),
  );
}

async function roadPage(request: PageRequest, found?: Found, refused?: Refused) {
  const { lang } = request;
  const places = await posts(request);
  const held = await heldAt(request, places);
  const keptOf = (form: Refused["form"]) => (refused?.form === form ? refused.kept : {});
  const typed = found ? { typed: { q: found.typed } } : {};
  const body = html`<div data-problem>${refused?.problem ? problemPanel(refused.problem) : ""}</div>${islandLines()}
<form class="form" method="get" action="/check/road">${textField({ name: "q", label: t(lang, "Biển số, các số cuối, hoặc đơn vị gửi hàng", "Plate, its last digits, or the sending firm"), hint: t(lang, "Ví dụ 38C-104.28; 10428; mã số thuế hoặc tên đơn vị", "Such as 38C-104.28; 10428; a firm's tax code or name"), maxlength: 160, type: "search" }, typed)}${actionButton({ verb: t(lang, "Tra phiếu đang trên đường", "Search slips on their way") })}</form>
${found ? foundPart(request, found, places, keptOf("search")) : ""}
${places.length > 0 ? heldPart(request, held, refused) : ""}
${places.length > 0 ? openedBy(refused?.form === "stop", t(lang, "Dừng xe không có phiếu", "Stop a vehicle without a slip"), stopForm(places, lang, stopKept(found, keptOf("stop")))) : ""}
${islandKey()}`;
  const root = html`<div data-road data-vehicles="${JSON.stringify(found?.vehicles ?? {})}">${await islandRoot(request, body)}</div>`;
  const crumbs = breadcrumb(lang, [
    { text: t(lang, "Kiểm tra xe", "Check a vehicle"), path: "/check" },
    { text: JOB[lang] },
  ]);
  return page({ ...request.frame, title: JOB[lang], job: JOB, body: root, scripts: ["road.js"], crumbs });
}

/** The plate that was searched for is the one to stop. */
function stopKept(found: Found | undefined, kept: Kept): Kept {
  return kept.typed || found?.by !== "plate" ? kept : { typed: { plate: found.typed } };
}

function openedBy(open: boolean, summary: string, inner: Content): Content {
  if (!open) return disclosure(summary, inner);
  return html`<details class="fold" open><summary>${summary}</summary><div class="fold-body">${inner}</div></details>`;
}

function foundPart(request: PageRequest, found: Found, places: readonly Post[], kept: Kept): Content {
  const { lang } = request;
  const at = formatTime(found.searchedS * 1000);
  const more =
    found.before === undefined
      ? ""
      : html`<p><a href="/check/road?q=${encodeURIComponent(found.typed)}&amp;before=${found.before}">${t(lang, "Tra tiếp", "Search on")}</a></p>`;
  if (found.slips.length > 0)
    return html`<h2>${t(lang, `Phiếu đang trên đường lúc ${at}`, `Slips on their way at ${at}`)}</h2>${found.slips.map((slip) => slipLine(slip, request))}${more}`;
  const none = t(
    lang,
    `Không có phiếu nào đang trên đường lúc ${at} cho “${found.typed}”.`,
    `No slip on its way at ${at} for “${found.typed}”.`,
  );
  if (found.by !== "plate" || places.length === 0)
    return html`<p class="lead" role="status">${none}</p>${more}${found.by === "digits" ? html`<p>${t(lang, "Muốn ký “không tìm thấy phiếu” thì tra đủ biển số.", "To sign “no slip found”, search by the whole plate.")}</p>` : ""}`;
  const unknown = Object.keys(found.vehicles).length === 0;
  const until = t(
    lang,
    `Tra lúc ${formatDateTime(found.searchedS * 1000, lang)}, sổ có ${found.size} mục.${unknown ? " Biển số này chưa đăng ký trong sổ." : ""}`,
    `Searched at ${formatDateTime(found.searchedS * 1000, lang)} in ${found.size} entries.${unknown ? " The plate is not registered." : ""}`,
  );
  const { typed: plate, searchedS, size } = found;
  const long = plate.length < 4 || plate.length > 16;
  return html`<p class="lead" role="status">${none}</p>${long ? "" : searchForm({ plate, searchedS, size, until }, places, lang, kept)}`;
}

function slipLine(slip: SlipView, { lang }: PageRequest): Content {
  return html`<section class="slip-line"><p class="plate">${slip.plate ?? ""}</p>${definitions([
    [t(lang, "Phiếu", "Slip"), html`<a href="/slip/${slip.index}">${slip.code}</a>`],
    [t(lang, "Hàng", "Load"), `${loadText(slip, lang)}, ${weightClass(slip, lang)}`],
    [t(lang, "Từ, đến", "From, to"), `${slip.from} → ${slip.to}`],
    [t(lang, "Xuất lúc", "Issued"), formatDateTime(slip.issuedS * 1000, lang)],
    [t(lang, "Hết hạn", "Expires"), formatDateTime(slip.expiresS * 1000, lang)],
  ])}</section>`;
}

function heldPart({ lang }: PageRequest, held: readonly Held[], refused: Refused | undefined): Content {
  const heading = html`<h2>${t(lang, "Xe đang bị dừng tại chốt", "Vehicles held at this post")}</h2>`;
  if (held.length === 0) return html`${heading}<p>${t(lang, "Không có xe nào.", "None.")}</p>`;
  return html`${heading}${held.map(({ index, plate, place, fromS }) => {
    const mine = refused?.form === "release" && refused.kept.typed?.stop === String(index);
    const when = t(
      lang,
      `${place}, dừng từ ${formatDateTime(fromS * 1000, lang)}`,
      `${place}, since ${formatDateTime(fromS * 1000, lang)}`,
    );
    return html`<section><p class="plate">${plate}</p><p>${when}</p>${openedBy(mine, t(lang, `Cho xe ${plate} đi tiếp`, `Let ${plate} go on`), releaseForm(index, lang, mine ? refused.kept : {}))}</section>`;
  })}`;
}
