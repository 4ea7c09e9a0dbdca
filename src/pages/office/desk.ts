// What every office page begins with: who is asking, in which language, and how pages, refusals and missing things are answered.
import type { Context } from "hono";
import { html } from "hono/html";
import { frameOf } from "../../http/frame.ts";
import type { Services } from "../../http/services.ts";
import type { Who } from "../../http/who.ts";
import { type Frame, type Markup, PAGE_HEADERS, type Page, page, t } from "../../web/layout.ts";
import { actionButton, problemPanel, type ShownProblem } from "../../web/parts.ts";
import type { Lang } from "../../words/lang.ts";
import { type Problem, problem, sentence, statusOf } from "../../words/problem.ts";
import type { THINGS } from "../../words/things.ts";
import { doorsTo } from "../persona-doors.ts";

/** A request at an office page. */
export type Desk = {
  readonly context: Context;
  readonly services: Services;
  readonly frame: Frame;
  readonly lang: Lang;
  readonly who: Who | undefined;
};

/** The desk of a request: its session, its frame. */
export async function openDesk(context: Context, services: Services): Promise<Desk> {
  const frame = await frameOf(context, services);
  return { context, services, frame, lang: frame.lang, who: await services.who(context) };
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

/** A page in this desk's frame. */
export function answerPage(desk: Desk, view: Omit<Page, keyof Frame>, status = 200): Promise<Response> {
  return answer(page({ ...desk.frame, ...view }), status);
}

/** A problem as parts.ts shows it, in both languages. */
export function shown(of: Problem): ShownProblem {
  return { code: of.code, vi: sentence(of, "vi"), en: sentence(of, "en") };
}

/** A page that is only a refusal, with a way on. */
export function refusePage(desk: Desk, of: Problem, on: { path: string; text: string }): Promise<Response> {
  const { lang, services, context } = desk;
  const closed = of.code === "unauthorised" || of.code === "no-standing";
  return answerPage(
    desk,
    {
      title: t(lang, "Chưa mở được", "Not open"),
      job: { vi: "Chưa mở được trang này", en: "This page is not open to you" },
      body: html`${problemPanel(shown(of))}${closed ? doorsTo(lang, services, context.req.path) : ""}${actionButton({ path: on.path, verb: on.text })}`,
    },
    statusOf(of),
  );
}

/** Nobody is signed in. */
export function askWho(desk: Desk): Promise<Response> {
  return refusePage(desk, problem("unauthorised"), {
    path: "/",
    text: t(desk.lang, "Về trang đầu để đăng nhập", "Sign in from the first page"),
  });
}

/** Something that the ledger does not have. */
export function missing(desk: Desk, what: keyof typeof THINGS, index: number): Promise<Response> {
  return refusePage(desk, problem("not-found", { what, index }), {
    path: "/",
    text: t(desk.lang, "Về trang đầu", "To the first page"),
  });
}

/** A log index from a path; undefined for anything else. */
export function indexOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;
}

/** The fields of a posted form as text; a field that came several times is joined by commas, files are left out. */
export async function typedForm(context: Context): Promise<Record<string, string>> {
  const body = await context.req.parseBody({ all: true });
  const typed: Record<string, string> = {};
  for (const [name, value] of Object.entries(body)) {
    const parts = (Array.isArray(value) ? value : [value]).filter((part) => typeof part === "string");
    typed[name] = parts.join(",").replaceAll("\r\n", "\n").normalize("NFC");
  }
  return typed;
}
