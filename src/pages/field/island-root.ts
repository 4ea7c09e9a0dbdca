// The values that the islands of a field page find in it: the log and its keys, the party's keys, and the lines they write into.
import { html } from "hono/html";
import { logKeysText } from "../../format/signatories.ts";
import type { Services } from "../../http/services.ts";
import type { Content, Markup } from "../../web/layout.ts";
import type { PageRequest } from "../request.ts";

/** Wraps a page's body in what islands read: the log and its keys, the party's keys, whether the demo may enrol. */
export async function islandRoot({ services, who }: PageRequest, body: Content): Promise<Markup> {
  const kids = who ? await activeKids(services, who.party) : [];
  return html`<div data-field data-origin="${services.origin}" data-log-keys="${logKeysText(await services.logKeys())}" data-kids="${kids.join(",")}" data-party="${who?.party ?? ""}" data-persona="${services.demo ? (who?.persona ?? "") : ""}">${body}</div>`;
}

async function activeKids(services: Services, party: number): Promise<string[]> {
  const listed = await services.view.list(`keys/${party}`);
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

/** The place where an island says by which key it signs, and takes in another device's queue. */
export function islandKey(): Markup {
  return html`<div data-key></div><div class="key-line" data-queue></div>`;
}
