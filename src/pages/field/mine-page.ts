// The dispatcher's one screen: choose, weigh, issue. The browser's key signs where it is registered; without script, or without a key
// in the demo, the form goes to the server. A refusal keeps everything that was typed.

import { html } from "hono/html";
import { refuse } from "../../http/problems.ts";
import { closedDesk, mayFindVehicles, mayOpen } from "../../http/readers.ts";
import type { Kept } from "../../web/fields.ts";
import { endingIn, type FormErrors, readSlipForm } from "../../web/islands/shared/slip-form.ts";
import { type Markup, page, t } from "../../web/layout.ts";
import { problemPanel, type ShownProblem } from "../../web/parts.ts";
import type { Words } from "../../words/lang.ts";
import { actFor, answer, closedPage, indexOf, type PageRequest, shown, typedForm } from "../request.ts";
import { vehiclesLike } from "./desk-search.ts";
import { islandKey, islandLines, islandRoot } from "./island-root.ts";
import { manifestOf } from "./manifest.ts";
import { choicesOf, type DeskSearch, type MineData, readMineData } from "./mine-data.ts";
import { againOf, slipForm } from "./mine-form.ts";
import { glance, roomPart, todayPart, warningsPart } from "./mine-overview.ts";
import { exportPart } from "./slip-export.ts";

const JOB: Words = { vi: "Xuất phiếu vận chuyển", en: "Issue a transport slip" };
const CLOSED: Words = {
  vi: "Màn hình này dành cho mỏ, bến bãi và trạm có hàng xuất.",
  en: "This screen is for mines, yards and plants that send loads.",
};

/** GET /mine; `?again=INDEX` fills the form with one more slip like that one, `?to=` finds a destination among many. */
export async function showMine(request: PageRequest): Promise<Response> {
  const { again, to } = request.context.req.query();
  const asked = indexOf(again);
  const mine = await mineDataOf(request, {
    ...(to === undefined ? {} : { to: to.slice(0, 80) }),
    ...(asked === undefined ? {} : { again: asked }),
  });
  if (!mine) return closedPage(request, JOB, CLOSED);
  const typed = asked !== undefined && mine.last?.index === asked ? againOf(mine) : undefined;
  return answer(await minePage(request, mine, { typed: { ...typed, ...(to === undefined ? {} : { to }) } }));
}

/** POST /mine: the demo's persona signs on the server; a refusal comes back with what was typed. */
export async function postMine(request: PageRequest): Promise<Response> {
  const typed = await typedForm(request.context);
  const route = indexOf(typed.route);
  const mine = await mineDataOf(request, route === undefined ? {} : { route });
  if (!mine || !request.who) return closedPage(request, JOB, CLOSED);
  const choices = choicesOf(mine, request.who.party);
  const plate = typed.plate ?? "";
  const vehicles = [...choices.vehicles, ...(await vehiclesLike(request.services, plate))];
  const read = readSlipForm(typed, { ...choices, vehicles }, request.frame.lang);
  if ("errors" in read) {
    // A plate that was found by its last digits is shown whole before it is signed.
    const [only, other] = endingIn(vehicles, plate);
    const whole = only && !other ? { ...typed, plate: only[0] } : typed;
    return answer(await minePage(request, mine, { typed: whole, errors: read.errors }), 422);
  }
  const said = await actFor(request, "slip.issue", read.body);
  if (said.ok) return request.context.redirect(`/slip/${said.value.index}`, 303);
  const status = said.problem.code === "unauthorised" ? 401 : 422;
  return answer(await minePage(request, mine, { typed, problem: shown(said.problem) }), status);
}

/** GET /vehicles?plate=: the vehicles of a typed plate, or of its last digits, for who may issue a slip for them, and for scales. */
export async function showVehicles({ context, services, who }: PageRequest): Promise<Response> {
  const key = who && (await services.view.fact("key", who.kid));
  if (!mayFindVehicles(who, key)) return refuse(closedDesk(who, "sending"));
  const plate = (context.req.query("plate") ?? "").trim().slice(0, 40);
  const vehicles = plate === "" ? [] : await vehiclesLike(services, plate);
  return context.json({ vehicles }, 200, { "cache-control": "no-store" });
}

async function mineDataOf(request: PageRequest, sought: DeskSearch): Promise<MineData | undefined> {
  return mayOpen(request.who, "sending") ? readMineData(request.services, request.who.party, sought) : undefined;
}

type MineState = { typed?: Record<string, string>; errors?: FormErrors; problem?: ShownProblem };

async function minePage(request: PageRequest, mine: MineData, state: MineState): Promise<Markup> {
  const { lang } = request.frame;
  const kept: Kept = {
    ...(state.typed ? { typed: state.typed } : {}),
    ...(state.errors ? { errors: state.errors } : {}),
  };
  const wrong = state.errors && Object.keys(state.errors).length > 0;
  const body = html`${glance(request, mine)}<div data-problem>${state.problem ? problemPanel(state.problem) : ""}${wrong ? html`<p class="lead" role="alert">${t(lang, "Chưa xuất được phiếu: xem các ô có dấu “!” bên dưới.", "No slip yet: see the fields marked “!” below.")}</p>` : ""}</div>
${islandLines()}${warningsPart(request, mine, "stopping")}
${slipForm(request, mine, kept)}
${islandKey()}
${warningsPart(request, mine, "other")}
${roomPart(request, mine)}
${todayPart(request, mine)}
<p class="doors-list"><a href="/mine/sheet">${t(lang, "Xuất nhiều phiếu từ bảng tính", "Issue many slips from a spreadsheet")}</a></p>
${exportPart(lang, Math.floor(request.services.now() / 1000))}`;
  const root = await islandRoot(request, body);
  return page({
    ...request.frame,
    title: JOB[lang],
    job: JOB,
    body: root,
    scripts: ["mine.js"],
    manifest: manifestOf("mine"),
    wide: true,
    screen: true,
  });
}
