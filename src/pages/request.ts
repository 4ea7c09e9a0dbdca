// The beginning of every page: who is asking and in which language; and the answers that any page may give: a page, a refusal, and
// the way out for a visitor whom the page is not for.

import type { Context } from "hono";
import { html } from "hono/html";
import type { Body, KindName } from "../format/kinds.ts";
import { frameOf } from "../http/frame.ts";
import { mayRead } from "../http/readers.ts";
import { requestIdOf } from "../http/request-id.ts";
import type { Services } from "../http/services.ts";
import type { Who } from "../http/who.ts";
import type { SubmitAnswer } from "../intake.ts";
import { asTyped } from "../spelling/characters.ts";
import type { StoredEntry } from "../store/view.ts";
import { form, hiddenField } from "../web/fields.ts";
import { type Content, type Frame, type Markup, PAGE_HEADERS, type Page, page, t } from "../web/layout.ts";
import { actionButton, emptyState, problemPanel, requestLine, type ShownProblem } from "../web/parts.ts";
import type { Lang, Words } from "../words/lang.ts";
import { type Problem, problem, sentence, statusOf } from "../words/problem.ts";
import { refused } from "../words/result.ts";
import type { THINGS } from "../words/things.ts";
import { doorsTo } from "./persona-doors.ts";
import { bodyBytes } from "./statement.ts";

/** One request at a page. */
export type PageRequest = {
  readonly context: Context;
  readonly services: Services;
  readonly frame: Frame;
  readonly lang: Lang;
  readonly who: Who | undefined;
};

/** Reads who is asking, and the frame that the page is answered in. */
export async function openRequest(context: Context, services: Services): Promise<PageRequest> {
  const [who, frame] = await Promise.all([services.who(context), frameOf(context, services)]);
  return { context, services, frame, lang: frame.lang, who };
}

/** Any markup as the answer, with the headers that every page has. */
export function answer(markup: Markup, status = 200): Promise<Response> {
  return Promise.resolve(markup).then(
    (text) =>
      new Response(String(text), {
        status,
        headers: { ...PAGE_HEADERS, "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
      }),
  );
}

/** A page in the frame of this request. */
export function answerPage(request: PageRequest, view: Omit<Page, keyof Frame>, status = 200): Promise<Response> {
  return answer(page({ ...request.frame, ...view }), status);
}

/** A problem as the problem panel shows it, in both languages. */
export function shown(of: Problem, detail?: Content): ShownProblem {
  const both = { code: of.code, vi: sentence(of, "vi"), en: sentence(of, "en") };
  return detail === undefined ? both : { ...both, detail };
}

/** A page that holds only a refusal and a way on: to the first page, unless `on` leads elsewhere. */
export async function refusePage(
  request: PageRequest,
  of: Problem,
  on = { path: "/", text: t(request.lang, "Về trang đầu", "To the first page") },
  heading?: Words,
): Promise<Response> {
  const { lang, services, context } = request;
  const closed = of.code === "unauthorised" || of.code === "no-standing";
  const again = of.code === "unauthorised" ? await typedAgain(request) : "";
  const ways =
    again ||
    html`${closed ? doorsTo(lang, services, context.req.path) : ""}${actionButton({ path: on.path, verb: on.text })}`;
  return answerPage(
    request,
    {
      title: heading?.[lang] ?? t(lang, "Chưa mở được", "Not open"),
      job: heading ?? { vi: "Chưa mở được trang này", en: "This page is not open to you" },
      body: html`${problemPanel(shown(of))}${requestLine(requestIdOf(context))}${ways}`,
    },
    statusOf(of),
  );
}

/** For a visitor who is not signed in. */
export function askWho(request: PageRequest): Promise<Response> {
  return refusePage(request, problem("unauthorised"), {
    path: "/",
    text: t(request.lang, "Về trang đầu để đăng nhập", "Sign in from the first page"),
  });
}

/** For a visitor whose party does not do this page's job: says whom the page is for. */
export async function closedPage(request: PageRequest, job: Words, forWhom: Words): Promise<Response> {
  const { lang, services, context, who } = request;
  const how = html`<a href="/">${t(lang, "Về trang đầu để đăng nhập", "Go to the start page to sign in")}</a>`;
  const ways = (who ? "" : await typedAgain(request)) || doorsTo(lang, services, context.req.path);
  const body = html`${emptyState({ what: forWhom, how })}${requestLine(requestIdOf(context))}${ways}`;
  return answerPage(request, { title: job[lang], job, body }, who ? 403 : 401);
}

/**
 * For a form that came after its session had ended: all that was typed is in the page, to be sent again once the visitor has signed in beside it.
 * Where a form has steps it opens again as it was typed; elsewhere the same press is made again. Empty where nothing was posted.
 */
async function typedAgain({ context, lang }: PageRequest): Promise<Markup | ""> {
  if (context.req.method !== "POST") return "";
  const typed = await typedForm(context, { tables: true });
  const fields = Object.entries(typed).map(([name, value]) => hiddenField(name, name === "do" ? "edit" : value));
  if (fields.length === 0) return "";
  return html`<section><h2>${t(lang, "Chưa mất gì đã gõ", "Nothing that you typed is lost")}</h2>
<p>${t(lang, "Anh/chị chưa đăng nhập, hoặc phiên làm việc đã hết. Mở trang đầu ở thẻ mới và đăng nhập, rồi quay lại thẻ này bấm nút dưới đây.", "You are not signed in, or your session is over. Open the first page in a new tab and sign in, then come back to this tab and press the button below.")}</p>
<p><a href="/" target="_blank" rel="noopener">${t(lang, "Mở trang đầu ở thẻ mới", "Open the first page in a new tab")}</a></p>
${form(context.req.path, html`${fields}${actionButton({ verb: t(lang, "Gửi lại những gì đã gõ", "Send again what was typed") })}`)}</section>`;
}

/** For something that the ledger does not have. */
export function missing(request: PageRequest, what: keyof typeof THINGS, index: number): Promise<Response> {
  return refusePage(request, problem("not-found", { what, index }));
}

/** A log index from a path; undefined for anything else. */
export function indexOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

/** A stored entry, where there is one and the visitor may read its words. */
export async function readableEntry(
  { services: { view }, who }: PageRequest,
  index: number | undefined,
): Promise<StoredEntry | undefined> {
  const [stored] = index === undefined ? [] : await view.entries([index]);
  if (!stored) return undefined;
  return (await view.read((book) => mayRead(book, who, { what: "entry", ...stored }))) ? stored : undefined;
}

/**
 * The fields of a posted form as text; a field that came several times is joined by commas, files are left out. `tables` keeps the tabs between
 * cells that were pasted from a spreadsheet; elsewhere a tab is a blank.
 */
export async function typedForm(context: Context, { tables = false } = {}): Promise<Record<string, string>> {
  // A body that is no form is a form without fields: the page says which are missing.
  const body = await context.req.parseBody({ all: true }).catch(() => ({}));
  const typed: Record<string, string> = {};
  for (const [name, value] of Object.entries(body)) {
    const parts = (Array.isArray(value) ? value : [value]).filter((part) => typeof part === "string");
    const text = parts.join(",");
    if (parts.length > 0) typed[name] = tables ? text.split("\t").map(asTyped).join("\t") : asTyped(text);
  }
  return typed;
}

/** Signs for the demo's persona and submits; a device that holds its own key signs in the browser and never comes here. */
export async function actFor<K extends KindName>(
  { services, who }: PageRequest,
  kind: K,
  body: Body<K>,
): Promise<SubmitAnswer> {
  if (!services.demo || !who?.persona) return refused(problem("unauthorised"));
  const shaped = bodyBytes(kind, body);
  if (!shaped.ok) return shaped;
  const claimedS = Math.floor(services.now() / 1000);
  const bytes = await services.demo.scribe.sign(who.persona, kind, body, claimedS);
  return (await services.sequencer.submitAll([bytes]))[0]!;
}
