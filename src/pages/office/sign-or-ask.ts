// Signing from a page: in the demo the server writes with the persona's pen; everywhere else the page carries the exact statement to
// the device, whose own key signs it (islands/sign.ts). Either way the entry that is posted says what the page said and nothing else.

import { html } from "hono/html";
import { hex } from "../../format/bytes.ts";
import type { Body, KindName } from "../../format/kinds.ts";
import { logKeysText } from "../../format/signatories.ts";
import { hiddenField } from "../../web/fields.ts";
import { type Content, type Markup, t } from "../../web/layout.ts";
import { definitions, disclosure, problemPanel } from "../../web/parts.ts";
import type { Problem } from "../../words/problem.ts";
import { answerPage, type PageRequest, shown } from "../request.ts";
import { bodyBytes } from "../statement.ts";

/** A statement to be signed, in words and in full; `{index}` in `next` becomes the entry's index. */
export type ToSign<K extends KindName> = {
  readonly kind: K;
  readonly body: Body<K>;
  readonly says: readonly (readonly [Content, Content])[];
  readonly next: string;
  /** Where the form is posted to be changed, and what was typed in it. */
  readonly back: { readonly path: string; readonly typed: Readonly<Record<string, string>> };
};

/** Signs and goes on, or asks the device to; `refused` where the rules or the shape of the statement say no. */
export async function signOrAsk<K extends KindName>(
  request: PageRequest,
  toSign: ToSign<K>,
): Promise<{ response: Response } | { refused: Problem }> {
  const { services, who } = request;
  const wire = bodyBytes(toSign.kind, toSign.body);
  if (!wire.ok) return { refused: wire.problem };
  if (!services.demo || !who?.persona) return { response: await askDevice(request, toSign, wire.value) };
  const bytes = await services.demo.scribe.sign(who.persona, toSign.kind, toSign.body);
  const [given] = await services.sequencer.submitAll([bytes]);
  if (!given) throw new Error("the sequencer gave no answer");
  if (!given.ok) return { refused: given.problem };
  return { response: request.context.redirect(toSign.next.replace("{index}", String(given.value.index)), 303) };
}

async function askDevice<K extends KindName>(
  request: PageRequest,
  toSign: ToSign<K>,
  wire: Uint8Array,
): Promise<Response> {
  const { lang, services } = request;
  const head = await services.sequencer.head();
  const body = html`<p class="lead">${t(lang, "Nội dung dưới đây sẽ được ký bằng khóa của thiết bị này và ghi vào sổ gốc điện tử.", "What stands below will be signed with this device's key and entered in the ledger.")}</p>
${definitions(toSign.says)}
<div id="sign" data-kind="${toSign.kind}" data-body="${hex(wire)}" data-origin="${services.origin}" data-log-keys="${logKeysText(await services.logKeys())}" data-head="${head ?? ""}" data-next="${toSign.next}" data-kid="${request.who?.kid ?? ""}">
<p class="sign-says" role="status">${t(lang, "Trang này cần tập lệnh (JavaScript) để khóa của thiết bị ký được.", "This page needs its script (JavaScript) so that the device's key can sign.")}</p>
<div class="action"><button class="button" type="button" disabled>${t(lang, "Ký bằng khóa của thiết bị này", "Sign with this device's key")}</button></div></div>
${backForm(request, toSign.back)}
${disclosure(
  t(lang, "Chứng cứ kỹ thuật", "Technical evidence"),
  definitions([
    [t(lang, "Loại mục sổ", "Entry kind"), html`<code>${toSign.kind}</code>`],
    [t(lang, "Nội dung ký (CBOR)", "Body to sign (CBOR)"), html`<code class="hash">${hex(wire)}</code>`],
  ]),
)}`;
  return answerPage(request, {
    title: t(lang, "Ký", "Sign"),
    job: { vi: "Ký bằng khóa của thiết bị", en: "Sign with the device's key" },
    body,
    scripts: ["sign.js"],
  });
}

/** Back to the form with everything that was typed. */
function backForm(request: PageRequest, back: ToSign<KindName>["back"]): Markup {
  const fields = Object.entries({ ...back.typed, do: "edit" }).map(([name, value]) => hiddenField(name, value));
  return html`<form method="post" action="${back.path}">${fields}<button class="plain" type="submit">${t(request.lang, "Quay lại sửa", "Go back and change it")}</button></form>`;
}

/** A refusal above the form it is about; nothing where there is none. */
export function refusal(of: Problem | undefined): Content {
  return of ? problemPanel(shown(of)) : "";
}
