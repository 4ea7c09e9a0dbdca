// Forms: label above, error beside the field it is about, and whatever was typed kept when the answer is no. A page
// renders the same function for the empty form and for the refused one; it only passes `typed` and `errors` back in.
import { html, raw } from "hono/html";
import type { Content, Markup } from "./layout.ts";
import { show } from "./layout.ts";

/** The typed values by field name, unchanged. */
export type TypedValues = Readonly<Record<string, string | undefined>>;

/** The errors by field name. */
export type FieldErrors = Readonly<Record<string, Content | undefined>>;

/** The values and errors with which a form is rendered again after a refusal. */
export interface Kept {
  typed?: TypedValues;
  errors?: FieldErrors;
}

/** One field: `big` sets a number at 40 px or more with its unit beside it; `id` tells apart fields of one name in several forms of a page. */
export interface FormField {
  name: string;
  id?: string;
  label: Content;
  hint?: Content;
  unit?: string;
  big?: boolean;
  required?: boolean;
  type?: "text" | "tel" | "date" | "datetime-local" | "password" | "file" | "search";
  inputmode?: "text" | "decimal" | "numeric" | "tel";
  autocomplete?: string;
  maxlength?: number;
  value?: string;
}

interface Frame {
  id: string;
  label: Content;
  hint: Content | undefined;
  error: Content | undefined;
}

function described(frame: Frame): Markup {
  const ids = [frame.hint ? `${frame.id}-hint` : "", frame.error ? `${frame.id}-error` : ""].filter(Boolean).join(" ");
  return html`${ids ? html` aria-describedby="${ids}"` : ""}${frame.error ? raw(' aria-invalid="true"') : ""}`;
}

function framed(frame: Frame, control: Markup, big: boolean): Markup {
  return html`<div class="field${big ? " big" : ""}${frame.error ? " wrong" : ""}">
<label for="${frame.id}">${show(frame.label)}</label>
${frame.hint ? html`<p class="hint" id="${frame.id}-hint">${show(frame.hint)}</p>` : ""}
${control}
${frame.error ? html`<p class="error" id="${frame.id}-error">${show(frame.error)}</p>` : ""}</div>`;
}

function frameOf(field: { name: string; id?: string; label: Content; hint?: Content }, kept: Kept): Frame {
  return { id: `f-${field.id ?? field.name}`, label: field.label, hint: field.hint, error: kept.errors?.[field.name] };
}

/** A typed field. Its value is what was typed, else the given one. */
export function textField(field: FormField, kept: Kept = {}): Markup {
  const frame = frameOf(field, kept);
  const value = kept.typed?.[field.name] ?? field.value ?? "";
  const input = html`<input id="${frame.id}" name="${field.name}" type="${field.type ?? "text"}" value="${value}"${field.inputmode ? html` inputmode="${field.inputmode}"` : ""}${field.maxlength ? html` maxlength="${field.maxlength}"` : ""} autocomplete="${field.autocomplete ?? "off"}"${field.required ? raw(" required") : ""}${described(frame)}>`;
  const control = field.unit
    ? html`<div class="with-unit">${input}<span class="unit">${field.unit}</span></div>`
    : input;
  return framed(frame, control, field.big === true);
}

/** A longer text, such as the reason of a result; says how long it may be. `id` tells apart fields of one name in two forms of a page. */
export function textArea(
  field: {
    name: string;
    id?: string;
    label: Content;
    hint?: Content;
    rows?: number;
    minlength?: number;
    maxlength?: number;
    required?: boolean;
    value?: string;
  },
  kept: Kept = {},
): Markup {
  const frame = frameOf(field, kept);
  const area = html`<textarea id="${frame.id}" name="${field.name}" rows="${field.rows ?? 4}"${field.minlength ? html` minlength="${field.minlength}"` : ""}${field.maxlength ? html` maxlength="${field.maxlength}"` : ""}${field.required ? raw(" required") : ""}${described(frame)}>${kept.typed?.[field.name] ?? field.value ?? ""}</textarea>`;
  return framed(frame, area, false);
}

/** One of the choices, as a native select; the empty choice comes first when nothing may be assumed. */
export function selectField(
  field: {
    name: string;
    label: Content;
    hint?: Content;
    choices: readonly { value: string; text: string }[];
    none?: string;
    required?: boolean;
    value?: string;
  },
  kept: Kept = {},
): Markup {
  const frame = frameOf(field, kept);
  const chosen = kept.typed?.[field.name] ?? field.value ?? "";
  const none = field.none === undefined ? "" : html`<option value="">${field.none}</option>`;
  const options = field.choices.map(
    (c) => html`<option value="${c.value}"${c.value === chosen ? raw(" selected") : ""}>${c.text}</option>`,
  );
  return framed(
    frame,
    html`<select id="${frame.id}" name="${field.name}"${field.required ? raw(" required") : ""}${described(frame)}>${none}${options}</select>`,
    false,
  );
}

/** A few choices that must all be seen before one is taken; each row is as high as a button. */
export function choiceField(
  field: {
    name: string;
    label: Content;
    choices: readonly { value: string; text: Content; hint?: Content }[];
    many?: boolean;
    value?: string;
  },
  kept: Kept = {},
): Markup {
  const frame = frameOf(field, kept);
  const chosen = (kept.typed?.[field.name] ?? field.value ?? "").split(",");
  const rows = field.choices.map(
    (c) =>
      html`<label class="choice"><input type="${field.many ? "checkbox" : "radio"}" name="${field.name}" value="${c.value}"${chosen.includes(c.value) ? raw(" checked") : ""}><span>${show(c.text)}${c.hint ? html`<span class="hint">${show(c.hint)}</span>` : ""}</span></label>`,
  );
  return html`<fieldset class="field${frame.error ? " wrong" : ""}"${described(frame)}><legend>${show(field.label)}</legend>${rows}${frame.error ? html`<p class="error" id="${frame.id}-error">${show(frame.error)}</p>` : ""}</fieldset>`;
}

/** A value that travels with the form unseen. */
export function hiddenField(name: string, value: string): Markup {
  return html`<input type="hidden" name="${name}" value="${value}">`;
}

/** A form by POST to this service; `files` lets it carry attachments. The browser checks nothing: our words explain better. */
export function form(action: string, body: Content, files = false): Markup {
  return html`<form class="form" method="post" action="${action}" novalidate${files ? raw(' enctype="multipart/form-data"') : ""}>${show(body)}</form>`;
}
