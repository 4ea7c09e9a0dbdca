// The dossiers of a party as its lists show them. Open ones are compared whole, since any of them may be due today; those with a result are read
// page by page. An annex, with its hundreds of lines, is read only for a row that is shown.
import { html } from "hono/html";
import type { ClaimFact, ContractFact, ProjectFact } from "../../rules/book/facts.ts";
import { claimedDongOf } from "../../rules/payment/figures.ts";
import { partyIn } from "../../rules/registry/chairs.ts";
import { contractKey } from "../../rules/registry/contract.ts";
import { bare } from "../../spelling/folding.ts";
import type { View } from "../../store/view.ts";
import { hiddenField, textField } from "../../web/fields.ts";
import { type Markup, t } from "../../web/layout.ts";
import { secondButton } from "../../web/parts.ts";
import type { Lang, Words } from "../../words/lang.ts";
import { indexOf, type PageRequest } from "../request.ts";
import { packageName } from "./dossier.ts";
import { partyNames } from "./names-of.ts";

/** A dossier without its annex. `dueMs` is the end of its deadline, absent while that does not run. */
export type ListedDossier = {
  readonly annex: number;
  readonly claim: ClaimFact;
  readonly project: ProjectFact;
  readonly dueMs?: number;
};
/** A dossier with the amount that its annex asks for. */
export type DossierRow = ListedDossier & { readonly askedDong: number };

/** The filters of a list; without one it shows all dossiers. */
const SHOWS = ["mine", "overdue", "contested", "decided"] as const;
export type Show = (typeof SHOWS)[number];

/** The query of a list, with where it goes on: among open dossiers after one, among decided ones before one. */
export type Asked = {
  readonly q: string;
  readonly show: Show | undefined;
  readonly after: Pick<ListedDossier, "annex" | "dueMs"> | undefined;
  readonly before: number | undefined;
};

/** Where facts are read. */
type Facts = Pick<View, "facts">;

/** Rows of one page, and of the results below the open dossiers on a first page. */
const PAGE = { rows: 100, results: 20 };
/** Dossiers that are looked through at once. */
const CHUNK = 1000;

/** The query of a list's address; what is no cursor or filter is left out. */
export function askedOf({ context }: PageRequest): Asked {
  const query = context.req.query();
  const [, due, annex] = /^(\d{1,15})?\.(\d{1,10})$/.exec(query.after ?? "") ?? [];
  return {
    q: (query.q ?? "").trim().slice(0, 160),
    show: SHOWS.find((show) => show === query.show),
    after:
      annex === undefined ? undefined : { annex: Number(annex), ...(due === undefined ? {} : { dueMs: Number(due) }) },
    before: indexOf(query.before),
  };
}

/** The dossiers on the lists of a party and of those whose place it took: those without a result in force, and those with one; the newest first. */
export async function listedOf(view: View, parties: readonly number[]): Promise<{ open: number[]; decided: number[] }> {
  const [annexes, projects] = await Promise.all([view.wholeOf("claims", parties), view.wholeOf("projects", parties)]);
  const undecided = await view.facts("undecided", projects);
  const waiting = new Set([...undecided.values()].flatMap((each) => each.annexes));
  const all = [...new Set(annexes)];
  return { open: all.filter((annex) => waiting.has(annex)), decided: all.filter((annex) => !waiting.has(annex)) };
}

/** The dossiers at these annexes, in their order. */
export async function readListed(view: Facts, annexes: readonly number[]): Promise<ListedDossier[]> {
  const claims = await view.facts("claim", annexes);
  const projects = await view.facts("project", [...new Set([...claims.values()].map((claim) => claim.project))]);
  return annexes.flatMap((annex) => {
    const claim = claims.get(String(annex));
    const project = claim && projects.get(String(claim.project));
    return claim && project ? [{ annex, claim, project }] : [];
  });
}

/** Dossiers with the amounts that they ask for. */
export async function withAmounts(view: View, listed: readonly ListedDossier[]): Promise<DossierRow[]> {
  const open = listed.filter(({ claim }) => claim.decision === null).map(({ annex }) => annex);
  const annexes = await view.facts("annex", open);
  return listed.map((each) => {
    const body = annexes.get(String(each.annex))?.body;
    return { ...each, askedDong: each.claim.decision?.claimedDong ?? (body ? claimedDongOf(body) : 0) };
  });
}

/** The first due first, those whose deadline does not run last; equal ones in log order. */
export function compareDeadlines(
  a: Pick<ListedDossier, "annex" | "dueMs">,
  b: Pick<ListedDossier, "annex" | "dueMs">,
): number {
  const [first, second] = [a.dueMs ?? Number.MAX_SAFE_INTEGER, b.dueMs ?? Number.MAX_SAFE_INTEGER];
  return first - second || a.annex - b.annex;
}

/** One page out of sorted rows, and the last of it where more follow. A row that has left the list meanwhile moves no other out of the pages. */
export function pageAfter<T extends Pick<ListedDossier, "annex" | "dueMs">>(
  sorted: readonly T[],
  after: Asked["after"],
  compare: (
    a: Pick<ListedDossier, "annex" | "dueMs">,
    b: Pick<ListedDossier, "annex" | "dueMs">,
  ) => number = compareDeadlines,
): { readonly rows: readonly T[]; readonly next: T | undefined } {
  const rest = after === undefined ? sorted : sorted.filter((each) => compare(each, after) > 0);
  const rows = rest.slice(0, PAGE.rows);
  return { rows, next: rest.length > rows.length ? rows.at(-1) : undefined };
}

/** The next decided dossiers that fit, newest first, and the annex before which the list goes on. */
export async function decidedPage(
  view: Facts,
  decided: readonly number[],
  before: number | undefined,
  fits: (listed: ListedDossier) => boolean,
  rows = PAGE.rows,
): Promise<{ readonly rows: readonly ListedDossier[]; readonly next: number | undefined }> {
  const rest = before === undefined ? decided : decided.filter((annex) => annex < before);
  const found: ListedDossier[] = [];
  // The first look is as large as the page: without a search every dossier fits.
  for (let at = 0, look = rows + 1; at < rest.length && found.length <= rows; at += look, look = CHUNK)
    found.push(...(await readListed(view, rest.slice(at, at + look))).filter(fits));
  const shown = found.slice(0, rows);
  return { rows: shown, next: found.length > rows ? shown.at(-1)?.annex : undefined };
}

/** The results of a first page, of which the others are one link away. */
export const RESULTS_BELOW = PAGE.results;

/** The names by which people look for a dossier of a project's package, folded so that marks and capitals make no difference. */
export type Sought = (listed: Pick<ListedDossier, "annex" | "claim" | "project">) => boolean;

/**
 * The test whether a dossier is meant by a typed text: its number or entry in figures; else a part of the project's code or name, the owner, the
 * contractor, the package or the contract.
 */
export function soughtBy(
  q: string,
  names: ReadonlyMap<number, string>,
  contracts: ReadonlyMap<string, ContractFact>,
): Sought {
  const typed = bare(q);
  if (typed === "") return () => true;
  return ({ annex, claim, project }) => {
    if (typed === String(claim.number) || typed === String(annex)) return true;
    const contractor = partyIn(project, "contractor", claim.package);
    const known = [
      project.code,
      project.name,
      names.get(project.owner),
      contractor === undefined ? undefined : names.get(contractor),
      packageName(project, claim.package, "vi"),
      contracts.get(contractKey(claim))?.document,
    ];
    // Two figures are a number, not a part of every code.
    return typed.length > 2 && known.some((each) => each !== undefined && bare(each).includes(typed));
  };
}

/** The search over a party's projects. */
export async function searchFor(view: View, parties: readonly number[], q: string): Promise<Sought> {
  if (q === "") return () => true;
  const projects = await view.facts("project", await view.wholeOf("projects", parties));
  const all = [...projects.values()];
  const keys = [...projects].flatMap(([project, { packages }]) => packages.map(({ number }) => `${project}/${number}`));
  const [names, contracts] = await Promise.all([
    partyNames(
      view,
      all.flatMap(({ owner, packages }) => [owner, ...packages.map(({ contractor }) => contractor)]),
    ),
    view.facts("contract", keys),
  ]);
  return soughtBy(q, names, contracts);
}

const SHOW_WORDS: Readonly<Record<Show, Words>> = {
  mine: { vi: "Chờ tôi", en: "Waiting for me" },
  overdue: { vi: "Quá hạn", en: "Overdue" },
  contested: { vi: "Có nghi vấn sau kết quả", en: "Contradicted since the result" },
  decided: { vi: "Đã có kết quả", en: "Decided" },
};

/** The search field with the filters that a list offers. */
export function listTools(path: string, { q, show }: Asked, offered: readonly Show[], lang: Lang): Markup {
  const link = (to: Show | undefined, words: string) => {
    if (to === show) return html`<strong>${words}</strong>`;
    return html`<a href="${addressOf(path, { q, show: to })}">${words}</a>`;
  };
  const links = [
    link(undefined, t(lang, "Tất cả", "All")),
    ...offered.map((each) => link(each, SHOW_WORDS[each][lang])),
  ];
  return html`<form class="form" method="get" action="${path}" role="search">${show ? hiddenField("show", show) : ""}${textField(
    {
      name: "q",
      label: t(lang, "Tìm hồ sơ", "Find a dossier"),
      hint: t(
        lang,
        "Mã hoặc tên dự án, chủ đầu tư, nhà thầu, gói thầu, số hợp đồng, số hồ sơ",
        "Project code or name, owner, contractor, package, contract number, dossier number",
      ),
      maxlength: 160,
      type: "search",
    },
    { typed: { q } },
  )}${secondButton({ verb: t(lang, "Tìm", "Search") })}</form>
<p>${links.map((each, i) => html`${i === 0 ? "" : " · "}${each}`)}</p>`;
}

/** The address of a list with its search, its filter and where it goes on. */
export function addressOf(
  path: string,
  { q, show, after, before }: Pick<Asked, "q" | "show"> & Partial<Pick<Asked, "after" | "before">>,
): string {
  const query = new URLSearchParams({
    ...(q === "" ? {} : { q }),
    ...(show === undefined ? {} : { show }),
    ...(after === undefined ? {} : { after: `${after.dueMs ?? ""}.${after.annex}` }),
    ...(before === undefined ? {} : { before: String(before) }),
  });
  return query.size === 0 ? path : `${path}?${query}`;
}
