// What every field page starts from: who is asking, the frame, what the browser's island must know, and signing for a demo persona.

import type { Context } from "hono";
import { html } from "hono/html";
import type { Body, EnteredKind } from "../../format/kinds.ts";
import { logKeysText } from "../../format/signatories.ts";
import { frameOf } from "../../http/frame.ts";
import type { Services } from "../../http/services.ts";
import type { Who } from "../../http/who.ts";
import type { SubmitAnswer } from "../../intake.ts";
import { type Content, type Frame, type Markup, page, t } from "../../web/layout.ts";
import { emptyState, type ShownProblem } from "../../web/parts.ts";
import type { Words } from "../../words/lang.ts";
import { type Problem, problem, sentence } from "../../words/problem.ts";
import { doorsTo } from "../persona-doors.ts";

/** One request to a field page. */
export type Ask = { c: Context; services: Services; who: Who | undefined; frame: Frame };

/** Gathers who asks and the frame of the answer. */
export async function askOf(c: Context, services: Services): Promise<Ask> {
  const [who, frame] = await Promise.all([services.who(c), frameOf(c, services)]);
  return { c, services, who, frame };
}

/** Answers a page. */
export async function answer(
  ask: Ask,
  markup: Markup,
  status: 200 | 401 | 403 | 404 | 409 | 422 = 200,
): Promise<Response> {
  return ask.c.html(await markup, status);
}

/** The page for whoever is not signed in as somebody with this job. */
export function closedPage(ask: Ask, job: Words, forWhom: Words): Promise<Response> {
  const { frame, services, c } = ask;
  const body = html`${emptyState({
    what: forWhom,
    how: html`<a href="/">${t(frame.lang, "Về trang đầu để đăng nhập", "Go to the start page to sign in")}</a>`,
  })}${doorsTo(frame.lang, services, c.req.path)}`;
  return answer(ask, page({ ...frame, title: job[frame.lang], job, body }), ask.who ? 403 : 401);
}

/** A problem as the panel shows it. */
export function shown(refusal: Problem, detail?: Content): ShownProblem {
  const both = { code: refusal.code, vi: sentence(refusal, "vi"), en: sentence(refusal, "en") };
  return detail === undefined ? both : { ...both, detail };
}

/** Signs for the demo's persona and submits; a device that holds its own key signs in the browser and never comes here. */
export async function actFor<K extends EnteredKind>(ask: Ask, kind: K, body: Body<K>): Promise<SubmitAnswer> {
  const { services, who } = ask;
  if (!services.demo || !who?.persona) return { problem: problem("unauthorised") };
  const claimedS = Math.floor(services.now() / 1000);
  const bytes = await services.demo.scribe.sign(who.persona, kind, body, claimedS);
  return (await services.sequencer.submitAll([bytes]))[0]!;
}

/** Typed values of a posted form, by field name; files are left out. */
export async function typedOf(c: Context): Promise<Record<string, string>> {
  const typed: Record<string, string> = {};
  for (const [name, value] of Object.entries(await c.req.parseBody()))
    if (typeof value === "string") typed[name] = value;
  return typed;
}

/** What islands read from the page: the log and its key, the party's keys, whether the demo may enrol. Wraps the page's body. */
export async function fieldRoot(ask: Ask, body: Content): Promise<Markup> {
  const { services, who } = ask;
  const kids = who ? await activeKids(services, who.party) : [];
  return html`<div data-field data-origin="${services.origin}" data-log-keys="${logKeysText(await services.logKeys())}" data-kids="${kids.join(",")}" data-party="${who?.party ?? ""}" data-persona="${services.demo ? (who?.persona ?? "") : ""}">${body}</div>`;
}

async function activeKids(services: Services, party: number): Promise<string[]> {
  const listed = await services.view.list(`keys/${party}`, 200);
  const facts = await services.view.facts(
    "key",
    listed.map((each) => each.key),
  );
  return [...facts].filter(([, key]) => key.revoked === null && key.frozen === null).map(([kid]) => kid);
}

/** The line in which an island says what it is doing, and the place of its outbox; both empty without script. */
export function islandLines(): Markup {
  return html`<p class="says" data-says role="status" aria-live="polite"></p><div data-outbox></div>`;
}
