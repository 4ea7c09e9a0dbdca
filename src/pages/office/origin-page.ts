// Where one material of one work line comes from: by source in one table, then load by load from the project back to the mine. Loads that
// do not agree come first; each step names its entry.
import { html, raw } from "hono/html";
import { INSTRUMENTS, MATERIALS, type Material, MEASURES } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import type { SourceFact } from "../../rules/book/facts.ts";
import { type OriginStep, originOf, sourcesOf } from "../../rules/origins/origin.ts";
import type { StoredEntry, View } from "../../store/view.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import {
  breadcrumb,
  emptyState,
  figuresTable,
  keepTogether,
  stepsList,
  type TraceStep,
  verdictMark,
} from "../../web/parts.ts";
import { formatCount, formatDateTime, formatDay, formatKg, formatTonnes } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { answerPage, indexOf, missing, type PageRequest } from "../request.ts";
import { contradictionsSection } from "./contradiction-view.ts";
import { readAsDecided } from "./dossier.ts";
import { openDossier } from "./dossier-page.ts";
import { lineSentence, materialName } from "./figures-view.ts";
import { placeNames, productNames } from "./names-of.ts";

const PAGE = 40;

/** The context in which the steps are put into words. */
type Told = {
  names: Map<number, string>;
  products: Map<number, string>;
  entries: Map<number, StoredEntry>;
  lang: Lang;
};

/** The origin of a material in a line of the dossier. */
export async function originPage(request: PageRequest): Promise<Response> {
  const { context, lang, services } = request;
  const opened = await openDossier(request);
  if (opened instanceof Response) return opened;
  const { dossier } = opened;
  const n = indexOf(context.req.param("n")) ?? 0;
  const material = (indexOf(context.req.param("material")) ?? 0) as Material;
  const line = dossier.lines[n - 1];
  const draw = dossier.result.lines[n - 1]?.draws.find((each) => each.material === material);
  if (!line || !draw) return missing(request, "material-of-line", n);
  const tree = await readAsDecided(services.view, dossier, (book) => ({
    contested: originOf(book, draw.contested),
    clean: originOf(book, draw.clean),
  }));
  const at = indexOf(context.req.query("from")) ?? 0;
  const shown = [...tree.contested, ...tree.clean].slice(at, at + PAGE);
  const all = tree.contested.length + tree.clean.length;
  const told = await tell(services.view, shown, lang);
  const contradictions = opened.contradictions.filter((each) =>
    each.what === "finding" ? each.material === material : tree.contested.some((step) => rests(step, each.slip)),
  );
  const body = html`<p class="lead">${keepTogether(lineSentence(line, lang))}</p>
${contradictionsSection(contradictions, lang)}
<h2>${t(lang, "Theo nguồn", "By source")}</h2>
${await sourcesTable(services.view, tree, lang)}
<h2>${t(lang, "Từng chuyến, từ công trình về nguồn", "Load by load, from the project back to the source")}</h2>
<p class="soft">${t(lang, "Thứ tự nhập trước, xuất trước là quy ước ghi sổ.", "First in, first out is a convention of the books.")}</p>
${shown.length === 0 ? nothing(lang) : shown.map((step, i) => loadFold(step, told, at + i))}
${pages(context.req.path, at, all, lang)}`;
  const title = t(lang, `Nguồn gốc ${materialName(material, lang)}`, `Origin of ${materialName(material, lang)}`);
  return answerPage(request, {
    title,
    job: {
      vi: `Nguồn gốc ${MATERIALS[material].vi} của hạng mục ${n}`,
      en: `Origin of the ${MATERIALS[material].en} of work line ${n}`,
    },
    crumbs: breadcrumb(lang, [
      { text: `${t(lang, "Hồ sơ", "Dossier")} ${dossier.claim.number}`, path: `/treasury/${dossier.annex}` },
      { text: title },
    ]),
    body,
    wide: true,
  });
}

function nothing(lang: Lang): Markup {
  return emptyState({
    what: t(lang, "Chưa có chuyến nào làm căn cứ cho vật liệu này.", "No load evidences this material."),
    how: t(
      lang,
      "Chuyến hàng xuất hiện khi công trình đã nhận theo phiếu vận chuyển.",
      "Loads appear once the project has received them by slip.",
    ),
  });
}

function pages(path: string, at: number, all: number, lang: Lang): Content {
  const next = at + PAGE;
  const back =
    at > 0
      ? html`<a href="${path}?from=${Math.max(0, at - PAGE)}">${t(lang, "Các chuyến trước", "Earlier loads")}</a> `
      : "";
  const on =
    next < all
      ? html`<a href="${path}?from=${next}">${t(lang, `Còn ${formatCount(all - next)} chuyến nữa`, `${all - next} more loads`)}</a>`
      : "";
  return back || on ? html`<p>${back}${on}</p>` : "";
}

function rests(step: OriginStep, slip: number): boolean {
  return (step.what === "slip" && step.leaf === slip) || step.from.some((each) => rests(each, slip));
}

/** Kilograms by source, with the licence: the answer in short. */
async function sourcesTable(
  view: View,
  tree: { contested: OriginStep[]; clean: OriginStep[] },
  lang: Lang,
): Promise<Markup> {
  const clean = sourcesOf(tree.clean);
  const contested = sourcesOf(tree.contested);
  const sources = await view.facts("source", [...new Set([...clean.keys(), ...contested.keys()])]);
  const sites = await placeNames(
    view,
    [...sources.values()].flatMap((source) => source.sites),
  );
  const unit = t(lang, "tấn", "t");
  return figuresTable({
    caption: t(lang, "Nguồn hợp pháp và khối lượng", "Lawful sources and their amounts"),
    columns: [
      { head: t(lang, "Nguồn", "Source") },
      { head: t(lang, "Giấy phép, giấy xác nhận", "Instrument") },
      { head: t(lang, "Hiệu lực đến", "Valid until") },
      { head: t(lang, "Đủ căn cứ", "Evidenced"), unit, kind: "figure" },
      { head: t(lang, "Có mâu thuẫn", "Contradicted"), unit, kind: "figure" },
    ],
    rows: [...sources].map(([index, source]) => [
      source.sites.map((site) => sites.get(site)).join(", "),
      html`<a class="one-line" href="/entries/${index}">${source.number}</a>`,
      source.until === null ? "–" : formatDay(source.until),
      formatTonnes(clean.get(Number(index)) ?? 0, lang),
      formatTonnes(contested.get(Number(index)) ?? 0, lang),
    ]),
    empty: {
      what: t(lang, "Chưa có nguồn nào.", "No source yet."),
      how: t(
        lang,
        "Nguồn xuất hiện khi có chuyến hàng làm căn cứ.",
        "Sources appear with the loads that come from them.",
      ),
    },
  });
}

async function tell(view: View, shown: readonly OriginStep[], lang: Lang): Promise<Told> {
  const steps = flatten(shown);
  const places = steps.flatMap((step) => {
    if (step.what === "slip") return [step.slip.from, step.slip.to];
    return step.what === "source" ? step.source.sites : [step.place];
  });
  const products = steps.flatMap((step) => (step.what === "batch" ? [step.product] : []));
  const leaves = [...new Set(steps.filter((step) => step.what !== "source").map((step) => step.leaf))];
  const entries = await view.entries(leaves);
  return {
    names: await placeNames(view, places),
    products: await productNames(view, products),
    entries: new Map(entries.map((entry) => [entry.index, entry])),
    lang,
  };
}

function flatten(steps: readonly OriginStep[]): OriginStep[] {
  return steps.flatMap((step) => [step, ...flatten(step.from)]);
}

/** Loads that do not agree are unfolded at first, as far as a reader looks. */
const OPEN = 2;

/** One load as a fold: its slip and kilograms outside, its way inside. */
function loadFold(step: OriginStep, told: Told, place: number): Markup {
  const { lang } = told;
  const way = flatten([step]);
  const slip = way.find((each) => each.what === "slip");
  const contested = way.some((each) => each.what === "slip" && each.state.contested);
  const name =
    slip?.what === "slip" ? t(lang, `Phiếu ${slip.slip.code}`, `Slip ${slip.slip.code}`) : stepOf(step, told).place;
  const mark = contested
    ? html` ${verdictMark({ state: "contradicted", word: t(lang, "Có mâu thuẫn", "Contradicted") })}`
    : "";
  const open = contested && place < OPEN ? raw(" open") : "";
  return html`<details class="fold load"${open}><summary><span class="load-name">${name}${mark}</span><span class="figure">${formatKg(step.kg, lang)}</span><time>${whenOf(step, told)}</time></summary><div class="fold-body">${stepsList([stepOf(step, told)])}</div></details>`;
}

function whenOf(step: OriginStep, { entries, lang }: Told): string {
  const entry = entries.get(step.leaf);
  return entry ? formatDateTime(entry.eventS * 1000, lang) : "";
}

/** A step in words, with the entry it comes from. */
function stepOf(step: OriginStep, told: Told): TraceStep {
  const { lang } = told;
  const link = html` <a href="/entries/${step.leaf}">${t(lang, "mục", "entry")} ${step.leaf}</a>`;
  const when = whenOf(step, told);
  return {
    place: placeOf(step, told),
    what: html`${whatOf(step, told)};${link}`,
    ...(when ? { when } : {}),
    amount: formatKg(step.kg, lang),
    ...(step.what === "slip" && step.state.contested
      ? {
          verdict: {
            state: "contradicted" as const,
            word: t(lang, "Có mâu thuẫn, xem lý do ở trên", "Contradicted, see above"),
          },
        }
      : {}),
    ...(step.from.length > 0 ? { from: step.from.map((each) => stepOf(each, told)) } : {}),
  };
}

function placeOf(step: OriginStep, { names, lang }: Told): string {
  const name = (index: number) => names.get(index) ?? String(index);
  if (step.what === "slip") return `${name(step.slip.from)} → ${name(step.slip.to)}`;
  if (step.what === "source") return `${step.source.sites.map(name).join(", ")}, ${step.source.number}`;
  return step.place ? name(step.place) : t(lang, "Không rõ nơi", "Place unknown");
}

function whatOf(step: OriginStep, told: Told): string {
  const { lang, products, entries } = told;
  if (step.what === "receipt") return receiptText(entries.get(step.leaf), lang);
  if (step.what === "slip") return slipText(step, entries.get(step.leaf), lang);
  if (step.what === "batch") {
    const product = products.get(step.product) ?? "";
    return t(lang, `Trộn vào ${product}`, `Mixed into ${product}`);
  }
  if (step.what === "crush") return t(lang, "Nghiền từ đá nguyên khai", "Crushed from rock");
  if (step.what === "extract") return t(lang, "Ghi sản lượng khai thác trong ngày", "Recorded as the day's production");
  if (step.what === "slipBook") return t(lang, "Giữ chỗ trong quyển phiếu dự phòng", "Reserved in a slip book");
  if (step.what === "opening")
    return t(lang, "Kê khai ban đầu, mức chuyển tiếp", "Declared at the opening, transitional");
  if (step.what === "transfer") return t(lang, "Chuyển giữa hai gói thầu", "Transferred between packages");
  if (step.what === "paper") return t(lang, "Ghi nhận theo giấy tờ đã xác nhận", "Recorded from attested papers");
  return step.what === "source" ? sourceText(step.source, lang) : "";
}

function receiptText(stored: StoredEntry | undefined, lang: Lang): string {
  if (stored?.entry.kind !== "load.receive") return t(lang, "Nhận hàng theo phiếu", "Received by slip");
  const body = stored.entry.body as Body<"load.receive">;
  const measure = MEASURES[body.measure];
  const kg = formatKg(body.massKg, lang);
  return t(lang, `Nhận ${kg} cả chuyến, đo bằng ${measure.vi}`, `Whole load received as ${kg}, by ${measure.en}`);
}

/** The whole load by its slip, and any loss on the way. */
function slipText(step: Extract<OriginStep, { what: "slip" }>, stored: StoredEntry | undefined, lang: Lang): string {
  const { slip, state } = step;
  const body = stored?.entry.kind === "slip.issue" ? (stored.entry.body as Body<"slip.issue">) : undefined;
  const measure = body ? MEASURES[body.measure] : undefined;
  const by = measure ? t(lang, `, đo bằng ${measure.vi}`, `, by ${measure.en}`) : "";
  const mass = formatKg(slip.massKg, lang);
  const said = t(lang, `Phiếu ${slip.code}, cả chuyến ${mass}${by}`, `Slip ${slip.code}, whole load ${mass}${by}`);
  const lostKg = slip.product === null && state.final !== null ? slip.bookKg - state.receivedKg : 0;
  return lostKg > 0 ? said + t(lang, `, hao hụt ${formatKg(lostKg, lang)}`, `, ${formatKg(lostKg, lang)} lost`) : said;
}

function sourceText(source: SourceFact, lang: Lang): string {
  const instrument = INSTRUMENTS[source.instrument][lang];
  const until =
    source.until === null
      ? ""
      : t(lang, `, hiệu lực đến ${formatDay(source.until)}`, `, valid until ${formatDay(source.until)}`);
  const text = `${instrument} ${source.number}, ${source.issuer}${until}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
