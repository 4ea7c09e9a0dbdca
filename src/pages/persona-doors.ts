// The demo's doors: a button for each person whose place a visitor may take, all of them on the first page, and on a page that is not
// open to the visitor those to whom it is.
import { html } from "hono/html";
import type { Services } from "../http/services.ts";
import { type Markup, t } from "../web/layout.ts";
import type { Lang } from "../words/lang.ts";

type Persona = NonNullable<Services["demo"]>["personas"][number];

/** A button a person; it leads to the person's work, or to `next`. */
export function personaDoors(lang: Lang, personas: readonly Persona[], next?: string): Markup {
  const door = (each: Persona) =>
    html`<button class="door" type="submit" name="persona" value="${each.id}">${t(lang, each.vi, each.en)}</button>`;
  return html`<form class="doors" method="post" action="/demo/persona">${next ? html`<input type="hidden" name="next" value="${next}">` : ""}${personas.map(door)}</form>`;
}

/** In the demo, the people whose work is behind this path, as doors back to it; nothing elsewhere. */
export function doorsTo(lang: Lang, { demo }: Services, path: string): Markup | "" {
  const theirs = (demo?.personas ?? []).filter(({ door }) => path === door || path.startsWith(`${door}/`));
  if (theirs.length === 0) return "";
  return html`<section><h2>${t(lang, "Bản thử nghiệm: vào vai người làm việc này", "Demo: take the place of whose work this is")}</h2>${personaDoors(lang, theirs, path)}</section>`;
}
