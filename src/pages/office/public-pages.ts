// The public pages: signed results, lawful sources with the rest of their capacity, and a project's book. No plate, no person.
import { html } from "hono/html";
import { INSTRUMENTS, MATERIALS, type Material, STATUSES } from "../../format/codes.ts";
import { accountKey } from "../../rules/book/accounts.ts";
import type { Book } from "../../rules/book/book.ts";
import type { ResultFact } from "../../rules/book/facts.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { yearOf } from "../../rules/numbers/time.ts";
import { treasuriesOf } from "../../rules/registry/chairs.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { breadcrumb, definitions, figuresTable, nextPage } from "../../web/parts.ts";
import { formatCount, formatDate, formatDay, formatDong, formatShare, formatTonnes } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { answerPage, indexOf, missing, type PageRequest } from "../request.ts";
import { type Reversal, reversalsOf } from "./aftermath.ts";
import { outcomeWords, packageName } from "./dossier.ts";
import { materialName } from "./figures-view.ts";
import { partyNames, placeNames } from "./names-of.ts";

/** Rows of a page; older ones are on the pages that follow, by ?before= the last row's entry. */
const A_PAGE = 200;

function beforeOf({ context }: PageRequest): number | undefined {
  return indexOf(context.req.query("before"));
}

/** Leads to the page of the rows before these; nothing where these are the last. */
function older({ lang, context }: PageRequest, indexes: readonly number[]): Content {
  const last = indexes.length === A_PAGE ? indexes.at(-1) : undefined;
  return nextPage(lang, last === undefined ? undefined : `${context.req.path}?before=${last}`);
}

function start(lang: Lang, text: string): Markup {
  return breadcrumb(lang, [{ text: t(lang, "Trang đầu", "Start"), path: "/" }, { text }]);
}

/** An outcome in its word: a verdict's colour is for evidence, and an outcome is an office's act. */
function resultMark(result: ResultFact, lang: Lang): Markup {
  return html`<strong>${outcomeWords(result.outcome, lang)}</strong>`;
}

/** Asked, accepted and the outcome; a reversed result has no sums of its own any more, so that no column counts its dossier twice. */
function sumsInForce(result: ResultFact, reversal: Reversal | undefined, lang: Lang): Content[] {
  if (!reversal)
    return [formatCount(result.claimedDong, lang), formatCount(result.acceptedDong, lang), resultMark(result, lang)];
  const day = formatDate(reversal.ms, lang);
  const accepted = formatDong(result.acceptedDong, lang);
  return [
    "–",
    "–",
    html`<strong>${t(lang, `Đã hủy ngày ${day}`, `Reversed on ${day}`)}</strong><br><span class="soft">${t(lang, "trước đó:", "before:")} ${outcomeWords(result.outcome, lang)}, ${accepted}</span>`,
  ];
}

/** Signed results, newest first. */
export async function resultsPage(request: PageRequest): Promise<Response> {
  const { lang, services } = request;
  const indexes = (await services.view.list("decisions", A_PAGE, beforeOf(request))).map(({ key }) => Number(key));
  const results = await services.view.facts("result", indexes);
  const annexes = [...results.values()].map((result) => result.annex);
  const [claims, entries] = await Promise.all([services.view.facts("claim", annexes), services.view.entries(indexes)]);
  const projects = await services.view.facts("project", [
    ...new Set([...claims.values()].map((claim) => claim.project)),
  ]);
  const times = new Map(entries.map((entry) => [entry.index, entry.eventS]));
  const reversals = await reversalsOf(services.view, indexes);
  const rows = indexes.flatMap((index) => {
    const result = results.get(String(index));
    const claim = result && claims.get(String(result.annex));
    const project = claim && projects.get(String(claim.project));
    if (!result || !claim || !project) return [];
    return [
      [
        html`<a href="/entries/${index}">${t(lang, `Hồ sơ số ${claim.number}`, `Dossier ${claim.number}`)}</a>`,
        html`<span><a href="/projects/${claim.project}">${project.name}</a><br><span class="soft">${packageName(project, claim.package, lang)}</span></span>`,
        formatDate((times.get(index) ?? 0) * 1000, lang),
        ...sumsInForce(result, reversals.get(index), lang),
      ],
    ];
  });
  const money = (head: string) => ({ head, unit: t(lang, "đ", "VND"), kind: "figure" as const });
  const table = figuresTable({
    caption: t(lang, "Mới nhất trước", "Newest first"),
    columns: [
      { head: t(lang, "Hồ sơ", "Dossier") },
      { head: t(lang, "Dự án, gói thầu", "Project, package") },
      { head: t(lang, "Ngày ký", "Signed") },
      money(t(lang, "Đề nghị", "Asked")),
      money(t(lang, "Chấp nhận", "Accepted")),
      { head: t(lang, "Kết quả", "Result") },
    ],
    rows,
    empty: {
      what: t(lang, "Chưa có kết quả nào.", "No result yet."),
      how: t(
        lang,
        "Mỗi kết quả Kho bạc Nhà nước ký sẽ xuất hiện ở đây ngay sau khi ghi vào sổ.",
        "Each result that a treasury signs appears here once it is in the ledger.",
      ),
    },
  });
  return answerPage(request, {
    title: t(lang, "Kết quả đã công bố", "Public results"),
    job: { vi: "Kết quả kiểm soát thanh toán", en: "Results of payment control" },
    crumbs: start(lang, t(lang, "Kết quả", "Results")),
    body: html`${table}${older(request, indexes)}`,
    wide: true,
  });
}

/** Lawful sources with their state, licence, and what is used and left of this year's capacity. */
export async function sourcesPage(request: PageRequest): Promise<Response> {
  const { lang, services } = request;
  const { view } = services;
  const indexes = (await view.list("sources", A_PAGE, beforeOf(request))).map(({ key }) => Number(key));
  const [sources, grounds] = await Promise.all([view.facts("source", indexes), view.facts("ground", indexes)]);
  const places = await placeNames(
    view,
    [...sources.values()].flatMap((source) => source.sites),
  );
  const holders = await partyNames(
    view,
    [...sources.values()].map((source) => source.holder),
  );
  const year = yearOf(Math.floor(services.now() / 1000));
  const unit = t(lang, "tấn", "t");
  const rows = indexes.flatMap((number) => {
    const index = String(number);
    const source = sources.get(index);
    if (!source) return [];
    const used = grounds.get(index)?.years[String(year)] ?? 0;
    const left = source.yearKg === null ? undefined : Math.max(0, source.yearKg - used);
    return [
      [
        html`<span>${source.sites.map((site) => places.get(site)).join(", ")}<br><span class="soft">${holders.get(source.holder) ?? ""}</span></span>`,
        html`<span><a href="/entries/${index}">${source.number}</a><br><span class="soft">${INSTRUMENTS[source.instrument][lang]}</span></span>`,
        source.materials.map((material) => MATERIALS[material][lang]).join(", "),
        source.until === null ? "–" : formatDay(source.until),
        source.yearKg === null ? "–" : formatTonnes(source.yearKg, lang),
        formatTonnes(used, lang),
        left === undefined
          ? "–"
          : html`<span>${formatTonnes(left, lang)}<br><span class="soft">${formatShare(left, source.yearKg!, lang)}</span></span>`,
        html`<strong>${statusWord(source.standing.status, lang)}</strong>`,
      ],
    ];
  });
  const tonnes = (head: string) => ({ head, unit, kind: "figure" as const });
  const table = figuresTable({
    caption: t(lang, `Nguồn trong sổ, khối lượng năm ${year}`, `Sources in the ledger, amounts of ${year}`),
    columns: [
      { head: t(lang, "Nguồn, đơn vị", "Source, holder") },
      { head: t(lang, "Giấy tờ", "Instrument") },
      { head: t(lang, "Vật liệu", "Material") },
      { head: t(lang, "Hiệu lực đến", "Valid until") },
      tonnes(t(lang, "Công suất năm", "Yearly capacity")),
      tonnes(t(lang, "Đã xuất", "Used")),
      tonnes(t(lang, "Còn lại", "Left")),
      { head: t(lang, "Tình trạng", "State") },
    ],
    rows,
    empty: {
      what: t(lang, "Sổ chưa có nguồn nào.", "No source yet."),
      how: t(
        lang,
        "Cơ quan quản lý khoáng sản ghi nhận nguồn vào sổ; nguồn hiện ở đây ngay sau đó.",
        "The licensing authority registers sources; they appear here at once.",
      ),
    },
  });
  const note = t(
    lang,
    "Nguồn không có ở trang nào của bảng là nguồn chưa kết nối: kiểm tra giấy tờ, không có nghĩa là không hợp pháp.",
    "A source that is on no page of the list is not connected yet: check its papers; it is not therefore unlawful.",
  );
  return answerPage(request, {
    title: t(lang, "Nguồn vật liệu hợp pháp", "Lawful sources"),
    job: { vi: "Nguồn vật liệu hợp pháp", en: "Lawful sources of material" },
    crumbs: start(lang, t(lang, "Nguồn", "Sources")),
    body: html`${table}${older(request, indexes)}<p>${note}</p>`,
    wide: true,
  });
}

function statusWord(status: keyof typeof STATUSES, lang: Lang): string {
  const word = STATUSES[status][lang];
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Kilograms of a project by material: unclaimed, paid by results, withheld by results. */
type Balance = { leftKg: number; paidKg: number; withheldKg: number };

/** The book of one project. */
export async function projectPage(request: PageRequest): Promise<Response> {
  const { lang, services, context } = request;
  const index = indexOf(context.req.param("index"));
  const project = index === undefined ? undefined : await services.view.fact("project", index);
  if (index === undefined || !project) return missing(request, "project", index ?? 0);
  const lists = await Promise.all(treasuriesOf(project).map((each) => services.view.whole(`claims/${each}`)));
  const keys = [...new Set(lists.flat())];
  const claims = await services.view.facts("claim", keys);
  const own = keys.filter((annex) => claims.get(String(annex))?.project === index);
  const recipes = await services.view.whole("recipes");
  const packages = project.packages.map((each) => each.number);
  const balances = await services.view.read((book) => balancesOf(book, index, packages, recipes, own));
  const parties = await partyNames(services.view, [
    project.owner,
    project.supervisor,
    project.treasury,
    ...project.packages.map((each) => each.contractor),
    ...(project.former ?? []).flatMap((each) => [each.owner, each.supervisor, each.treasury]),
  ]);
  const name = (party: number) => parties.get(party) ?? "";
  const body = html`${definitions([
    [t(lang, "Mã dự án", "Project code"), project.code],
    [t(lang, "Chủ đầu tư", "Owner"), name(project.owner)],
    [t(lang, "Tư vấn giám sát", "Supervisor"), name(project.supervisor)],
    [t(lang, "Cơ quan kiểm soát thanh toán", "Treasury"), name(project.treasury)],
    ...project.packages.map((each): [Content, Content] => [each.name, name(each.contractor)]),
    ...(project.former ?? []).map(({ untilS, owner, supervisor, treasury }): [Content, Content] => [
      `${t(lang, "Đến ngày", "Until")} ${formatDate(untilS * 1000, lang)}`,
      [owner, supervisor, treasury].map(name).join(" · "),
    ]),
  ])}
${balancesTable(balances, lang)}
<p><a href="/results">${t(lang, "Xem kết quả kiểm soát thanh toán", "See the results of payment control")}</a></p>`;
  return answerPage(request, {
    title: project.name,
    job: { vi: project.name, en: `Project ${project.code}` },
    crumbs: breadcrumb(lang, [
      { text: t(lang, "Trang đầu", "Start"), path: "/" },
      { text: t(lang, "Kết quả", "Results"), path: "/results" },
      { text: t(lang, "Dự án", "Project") },
    ]),
    body,
    wide: true,
  });
}

function balancesOf(
  book: Book,
  project: number,
  packages: readonly number[],
  recipes: readonly number[],
  annexes: readonly number[],
): Map<Material, Balance> {
  const balances = new Map<Material, Balance>();
  const at = (material: Material) => {
    const known = balances.get(material) ?? { leftKg: 0, paidKg: 0, withheldKg: 0 };
    balances.set(material, known);
    return known;
  };
  const materials = Object.keys(MATERIALS).map(Number) as Material[];
  const places = packages.flatMap((contract) =>
    [0, ...recipes].flatMap((product) => materials.map((material) => ({ contract, product, material }))),
  );
  for (const { material, kg } of mapLoading(places, ({ contract, product, material }) => ({
    material,
    kg: book.balance(accountKey({ kind: "project", project, packageNumber: contract, product, material })),
  })))
    if (kg > 0) at(material).leftKg += kg;
  const decided = mapLoading(
    annexes,
    (annex) =>
      [book.lots(accountKey({ kind: "paid", annex })), book.lots(accountKey({ kind: "withheld", annex }))] as const,
  );
  for (const [paid, withheld] of decided) {
    for (const lot of paid) at(lot.material).paidKg += lot.left;
    for (const lot of withheld) at(lot.material).withheldKg += lot.left;
  }
  return balances;
}

function balancesTable(balances: Map<Material, Balance>, lang: Lang): Markup {
  const tonnes = (head: string) => ({ head, unit: t(lang, "tấn", "t"), kind: "figure" as const });
  return figuresTable({
    caption: t(lang, "Vật liệu đã nhận vào dự án", "Material received into the project"),
    columns: [
      { head: t(lang, "Vật liệu", "Material") },
      tonnes(t(lang, "Đã nhận", "Arrived")),
      tonnes(t(lang, "Đã thanh toán", "Paid")),
      tonnes(t(lang, "Tạm treo do số liệu chưa khớp", "Withheld")),
      tonnes(t(lang, "Còn lại, chưa thanh toán", "Left, not paid")),
    ],
    rows: [...balances].map(([material, { leftKg, paidKg, withheldKg }]) => [
      materialName(material, lang, true),
      formatTonnes(leftKg + paidKg + withheldKg, lang),
      formatTonnes(paidKg, lang),
      formatTonnes(withheldKg, lang),
      formatTonnes(leftKg, lang),
    ]),
    empty: {
      what: t(lang, "Dự án chưa nhận vật liệu nào theo phiếu.", "Nothing has been received by slip yet."),
      how: t(
        lang,
        "Khối lượng xuất hiện khi kho công trình nhận hàng theo phiếu vận chuyển.",
        "Amounts appear once the site store receives loads by slip.",
      ),
    },
  });
}
