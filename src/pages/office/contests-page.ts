// Contradictions that one device has raised, in a span of hours: where a key is stolen or bribed, the authority sets aside all that it said in one
// act. First the devices with how much each has put in question; then one device's observations whole, by cursor, to tick and to sign.
import { html, raw } from "hono/html";
import { hex } from "../../format/bytes.ts";
import { KINDS } from "../../format/kinds.ts";
import { closedDesk, mayOpen } from "../../http/readers.ts";
import type { Book } from "../../rules/book/book.ts";
import { mapLoading } from "../../rules/book/memory.ts";
import { judgementOf } from "../../rules/slips/observing.ts";
import type { StoredEntry, View } from "../../store/view.ts";
import { form, hiddenField, textField } from "../../web/fields.ts";
import { capital } from "../../web/islands/shared/verdict-words.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { breadcrumb, figuresTable, nextPage, secondButton } from "../../web/parts.ts";
import { formatDateTime, formatKg } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { sentence } from "../../words/problem.ts";
import { answerPage, askWho, indexOf, type PageRequest, refusePage } from "../request.ts";
import { readInstant } from "./act-fields.ts";
import { partyNames } from "./names-of.ts";

/** `shown`: observations that one act can set aside. `lookedAt`: contradictions that one page looks at before it offers to go on. */
const BOUNDS = { shown: 400, lookedAt: 1000 };

/** The device and the hours that a reader asks about; all of them where one is left out. */
type Asked = { readonly kid?: string; readonly fromS?: number; readonly untilS?: number };
/** An observation that contradicts a slip now: how many kilograms it puts in question, and the dossiers that rest on the slip. */
type Contest = {
  readonly slip: number;
  /** The slip that it is kept with: this one, or another of its vehicle. */
  readonly of: number;
  readonly stored: StoredEntry;
  readonly kg: number;
  readonly annexes: readonly number[];
};
/** Some contradictions in the order of the log, and the leaf after which the next page begins; undefined at the end. */
type Contests = { readonly all: readonly Contest[]; readonly next: number | undefined };

/** The contradictions that came to light after a leaf and still hold; a page may have none and a next one all the same. */
export async function contestsAfter(view: View, after: number, asked: Asked, bounds = BOUNDS): Promise<Contests> {
  const { listed, ended } = await listedAfter(view, after, bounds.lookedAt);
  const pairs = new Map(listed.map(({ leaf, key }) => [key, leaf]));
  const open = await view.read((book) => mapLoading([...pairs], ([pair, leaf]) => standing(book, pair, leaf)));
  const holding = open.filter((each) => each !== undefined);
  const stored = new Map(
    (await view.entries(holding.map((each) => each.observation))).map((each) => [each.index, each]),
  );
  const found = holding.flatMap(({ observation, ...each }) => {
    const entry = stored.get(observation);
    return entry && isAsked(entry, asked) ? [{ ...each, stored: entry }] : [];
  });
  const all = asked.kid === undefined ? found : wholeLeaves(found, bounds.shown);
  if (all.length < found.length) return { all, next: all.at(-1)!.leaf };
  return { all, next: ended ? undefined : listed.at(-1)!.leaf };
}

type ListedPairs = { readonly listed: readonly { leaf: number; key: string }[]; readonly ended: boolean };

/** The pairs after a leaf, some `count` of them; one leaf may bring several to light, and is never cut in two. */
async function listedAfter(view: View, after: number, count: number): Promise<ListedPairs> {
  const rows = await view.listAfter("contests", after, count);
  if (rows.length < count) return { listed: rows, ended: true };
  const listed = rows.filter(({ leaf }) => leaf !== rows.at(-1)!.leaf);
  return listed.length > 0 ? { listed, ended: false } : listedAfter(view, after, 2 * count);
}

/** The first `count` rows without a leaf that would be cut in two; the first leaf at least. */
function wholeLeaves<T extends { readonly leaf: number }>(rows: readonly T[], count: number): readonly T[] {
  const [first] = rows;
  const cut = rows[count]?.leaf;
  if (!first || cut === undefined) return rows;
  return rows.filter(({ leaf }) => leaf === first.leaf || leaf < cut);
}

/** A pair of the list, where the observation still counts and still contradicts the slip: its own, or what was seen of another load of its vehicle. */
function standing(book: Book, pair: string, leaf: number) {
  const [slip = 0, observation = 0] = pair.split(" ").map(Number);
  const state = book.need("slipState", slip);
  const named = judgementOf(book, slip, state).contradictions.filter((each) => each.index === observation);
  const [first] = named;
  if (!first) return undefined;
  const of = first.of ?? slip;
  const kept = book.need("slipState", of).observations.find((each) => each.index === observation);
  if (!kept || kept.aside !== undefined || kept.what === "loaded") return undefined;
  const { massKg } = book.need("slip", slip);
  const kg = named.reduce((most, each) => Math.max(most, each.kg ?? massKg), 0);
  return { slip, of, observation, leaf, kg, annexes: book.get("spent", slip)?.annexes ?? [] };
}

function isAsked({ entry, eventS }: StoredEntry, { kid, fromS = 0, untilS = Infinity }: Asked): boolean {
  return (kid === undefined || hex(entry.kid) === kid) && eventS >= fromS && eventS <= untilS;
}

/** GET /contests?key=KID&from=HOUR&until=HOUR&after=LEAF: for the authority, which sets aside, and inspectors, who read. */
export async function contestsPage(request: PageRequest): Promise<Response> {
  const { lang, who, services, context } = request;
  if (!who) return askWho(request);
  if (!mayOpen(who, "contests")) return refusePage(request, closedDesk(who, "contests"));
  const query = context.req.query();
  const [fromS, untilS] = [query.from, query.until].map((each) => readInstant((each ?? "").trim()));
  const kid = /^[0-9a-f]{16}$/.test(query.key ?? "") ? query.key! : undefined;
  const asked: Asked = {
    ...(kid === undefined ? {} : { kid }),
    ...(fromS === undefined ? {} : { fromS }),
    ...(untilS === undefined ? {} : { untilS }),
  };
  const ask = (rest: Record<string, string>) =>
    `/contests?${new URLSearchParams({ ...(kid === undefined ? {} : { key: kid }), from: query.from ?? "", until: query.until ?? "", ...rest })}`;
  // Whoever has named the hours of a theft means all of them; without hours nobody sets true words aside by leaving ticks as they are.
  const chosen = fromS !== undefined || untilS !== undefined;
  const ofDevice = async () => {
    const contests = await contestsAfter(services.view, indexOf(query.after) ?? 0, asked);
    const on = nextPage(lang, contests.next === undefined ? undefined : ask({ after: String(contests.next) }));
    return html`${await contestsTable(request, contests, chosen)}${on}`;
  };
  const table = kid === undefined ? await devicesTable(request, asked, ask) : await ofDevice();
  return answerPage(request, {
    title: t(lang, "Nghi vấn theo thiết bị", "Contradictions by device"),
    job: { vi: "Nghi vấn do từng thiết bị nêu", en: "What each device has put in question" },
    crumbs: breadcrumb(lang, [
      { text: t(lang, "Trang đầu", "Start"), path: "/" },
      { text: t(lang, "Nghi vấn theo thiết bị", "Contradictions by device") },
    ]),
    body: html`${spanForm(lang, kid, query)}${table}`,
    wide: true,
  });
}

function spanForm(lang: Lang, kid: string | undefined, typed: Record<string, string>): Markup {
  const hint = t(lang, "giờ:phút ngày/tháng/năm", "hour:minute day/month/year");
  return html`<form class="form" method="get" action="/contests">${kid === undefined ? "" : hiddenField("key", kid)}
${textField({ name: "from", label: t(lang, "Ghi nhận từ", "Observed from"), hint, maxlength: 20 }, { typed })}
${textField({ name: "until", label: t(lang, "đến", "until"), hint, maxlength: 20 }, { typed })}
${secondButton({ verb: t(lang, "Xem khoảng này", "Show this span") })}</form>`;
}

/** All contradictions of each device, by its kid; read page by page, so that others are served between. */
export async function contestsByDevice(view: View, asked: Asked): Promise<Map<string, Pick<Contest, "slip" | "kg">[]>> {
  const byKey = new Map<string, Pick<Contest, "slip" | "kg">[]>();
  let after: number | undefined = 0;
  while (after !== undefined) {
    const { all, next } = await contestsAfter(view, after, asked);
    for (const { slip, kg, stored } of all) {
      const kid = hex(stored.entry.kid);
      const own = byKey.get(kid) ?? [];
      own.push({ slip, kg });
      byKey.set(kid, own);
    }
    after = next;
  }
  return byKey;
}

/** The devices whose observations contradict loads, by how many kilograms each puts in question. */
async function devicesTable(
  { services, lang }: PageRequest,
  asked: Asked,
  ask: (rest: Record<string, string>) => string,
): Promise<Markup> {
  const byKey = await contestsByDevice(services.view, asked);
  const keys = await services.view.facts("key", [...byKey.keys()]);
  const partyOf = (kid: string) => keys.get(kid)?.party ?? 0;
  const names = await partyNames(services.view, [...byKey.keys()].map(partyOf));
  const devices = [...byKey].map(([kid, own]) => ({ kid, own, kg: totalKg(own) })).sort((a, b) => b.kg - a.kg);
  return figuresTable({
    caption: t(lang, "Thiết bị có ghi nhận đang gây nghi vấn", "Devices whose observations contradict loads"),
    columns: [
      { head: t(lang, "Thiết bị", "Device") },
      { head: t(lang, "Đơn vị", "Party") },
      { head: t(lang, "Ghi nhận", "Observations"), kind: "figure" },
      { head: t(lang, "Đang nghi vấn", "In question"), kind: "figure" },
    ],
    rows: devices.map(({ kid, own, kg }): Content[] => [
      html`<a href="${ask({ key: kid })}">${kid}</a>`,
      names.get(partyOf(kid)) ?? "",
      String(own.length),
      formatKg(kg, lang),
    ]),
    empty: nothing(lang),
  });
}

/** One device's observations; the authority ticks which of them are set aside, and sees before signing what becomes of each slip. */
async function contestsTable({ lang, who }: PageRequest, { all }: Contests, chosen: boolean): Promise<Markup> {
  const signs = mayOpen(who, "register");
  const annexes = [...new Set(all.flatMap((each) => each.annexes))];
  const link = (index: number) => html` <a href="/entries/${index}">${index}</a>`;
  const table = figuresTable({
    caption: t(lang, "Ghi nhận đang gây nghi vấn", "Observations that contradict loads"),
    columns: [
      ...(signs ? [{ head: t(lang, "Chọn", "Choose") }] : []),
      { head: t(lang, "Ghi nhận", "Observation") },
      { head: t(lang, "Phiếu", "Slip") },
      { head: t(lang, "Lúc", "At") },
      { head: t(lang, "Lý do", "Why") },
      { head: t(lang, "Hồ sơ liên quan", "Dossiers") },
      { head: t(lang, "Đang nghi vấn", "In question"), kind: "figure" },
    ],
    rows: all.map(({ slip, of, stored: { index, entry, eventS, verdict }, kg, annexes: own }): Content[] => {
      const name = `${capital(KINDS[entry.kind][lang])} ${index}`;
      const box = html`<label class="tick"><input type="checkbox" name="observations" value="${of} ${index}"${chosen ? raw(" checked") : ""} aria-label="${name}"></label>`;
      return [
        ...(signs ? [box] : []),
        html`<a href="/entries/${index}">${name}</a>`,
        link(slip),
        formatDateTime(eventS * 1000, lang),
        verdict ? sentence(verdict, lang) : "",
        html`${own.map(link)}`,
        formatKg(kg, lang),
      ];
    }),
    empty: nothing(lang),
  });
  if (all.length === 0) return table;
  const sum = html`<p class="lead">${t(lang, `${all.length} ghi nhận, đang nghi vấn ${formatKg(totalKg(all), lang)}`, `${all.length} observations, ${formatKg(totalKg(all), lang)} in question`)}${annexes.length === 0 ? "" : html`; ${t(lang, "hồ sơ liên quan", "dossiers that rest on these slips")}:${annexes.map(link)}`}.</p>`;
  if (!signs) return html`${sum}${table}`;
  const verb = t(lang, "Lập đề xuất gạt các ghi nhận đã chọn", "Propose to set the chosen observations aside");
  return html`${sum}${form("/acts/contest.lift", html`${hiddenField("do", "edit")}${table}${secondButton({ verb })}`)}`;
}

/** The kilograms that contradictions put in question; of one slip the most that any of them does. */
function totalKg(contests: readonly Pick<Contest, "slip" | "kg">[]): number {
  const most = new Map<number, number>();
  for (const { slip, kg } of contests) most.set(slip, Math.max(most.get(slip) ?? 0, kg));
  return [...most.values()].reduce((sum, kg) => sum + kg, 0);
}

function nothing(lang: Lang) {
  return {
    what: t(lang, "Không có ghi nhận nào đang gây nghi vấn.", "No observation contradicts a load."),
    how: t(
      lang,
      "Ghi nhận hiện ở đây khi nó mâu thuẫn với phiếu và chưa được gạt.",
      "An observation is here while it contradicts a slip and has not been set aside.",
    ),
  };
}
