// Notes on the demo's first page besides its doors: slips that are on the road now, to be tried at the checkpoint, and how to begin anew.
import { html } from "hono/html";
import type { Services } from "../../http/services.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { isOnRoad } from "../../rules/slips/slip-life.ts";
import { materialText } from "../../web/islands/shared/verdict-words.ts";
import { type Markup, t } from "../../web/layout.ts";
import { formatMoment } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { type Arrival, readArrival } from "../field/arrivals.ts";

/** How many slips are offered, and how many of a project's newest are looked at for them. */
const OFFERED = 4;
const LOOKED_AT = 6;

/** Slips under way to the demo's projects, those that pass a checkpoint first, and the way back to the beginning. */
export async function demoNotes(services: Services, lang: Lang): Promise<Markup> {
  const slips = await slipsUnderWay(services);
  const tried =
    slips.length > 0
      ? html`<p>${t(lang, "Vào vai chốt kiểm soát rồi mở một phiếu dưới đây, như khi quét mã QR của xe.", "Take the checkpoint's place and open one of these slips, as if its QR had been scanned.")}</p>
<ul class="doors-list">${slips.map((slip) => html`<li>${slipLine(slip, lang)}</li>`)}</ul>`
      : html`<p>${t(lang, "Hiện không còn chuyến nào trên đường đến các công trình. Vào vai mỏ hoặc trạm trộn để xuất phiếu mới.", "No load is on its way to a project now. Take the place of a mine or the plant to issue a slip.")}</p>`;
  return html`<section><h2>${t(lang, "Các chuyến đang trên đường", "Loads on the road")}</h2>${tried}</section>
<section><h2>${t(lang, "Làm lại từ đầu", "Begin anew")}</h2><p>${t(lang, "Giờ của bản mẫu là giờ thật: phiếu hết hạn, hồ sơ quá hạn như trong sổ thật. Muốn làm lại từ đầu: dừng chương trình, xóa thư mục dữ liệu (mặc định là", "The demo keeps real time: slips expire and dossiers fall due as in a real ledger. To begin anew, stop the program, delete the data folder (by default")} <code>data</code>) ${t(lang, "rồi chạy lại", "and run")} <code>npm start</code>${t(lang, ".", " again.")}</p></section>`;
}

async function slipsUnderWay({ view, now }: Services): Promise<Arrival[]> {
  const projects = (await view.list("projects", 20)).map(({ key }) => key);
  const listed = await Promise.all(projects.map((project) => view.list(`to/${Number(project)}`, LOOKED_AT)));
  const indexes = listed.flat().map(({ key }) => Number(key));
  return view.read((book) => {
    const open = mapLoading(indexes, (index) => readArrival(book, index)).filter(
      ({ slip, state }) => isOnRoad(state.status) && slip.expiresS * 1000 > now(),
    );
    const passes = ({ slip }: Arrival) => Number(book.need("route", slip.route).checkpoints.length > 0);
    return mapLoading(open, (arrival) => ({ arrival, passes: passes(arrival) }))
      .sort((a, b) => b.passes - a.passes || b.arrival.index - a.arrival.index)
      .slice(0, OFFERED)
      .map(({ arrival }) => arrival);
  });
}

function slipLine({ slip, cargo, to }: Arrival, lang: Lang): Markup {
  const load = cargo.product ?? materialText(cargo.material, lang);
  const until = formatMoment(slip.expiresS * 1000, lang);
  return html`<a class="figure" href="/check?code=${slip.code}">${slip.code}</a> <span class="soft">${t(lang, `${load}, đến ${to}, hết hạn ${until}`, `${load}, to ${to}, until ${until}`)}</span>`;
}
