// A form that the browser signs instead of posting: read what was typed, sign, send, say what became of it. What was typed stays in
// the form whatever the answer.

import type { Body, KindName } from "../../../format/kinds.ts";
import { asTyped } from "../../../spelling/characters.ts";
import type { Lang, Words } from "../../../words/lang.ts";
import { problemPanel } from "../../parts.ts";
import { type Device, PATIENCE_MS, say } from "./device.ts";
import type { SendProblem } from "./outbox-store.ts";
import type { FormErrors } from "./slip-form.ts";
import { pick } from "./wake.ts";

/** The values of a form's fields, by name. */
export function valuesOf(form: HTMLFormElement): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) if (typeof value === "string") values[name] = asTyped(value);
  return values;
}

/** Writes values into the fields of these names, and lets the form follow. */
export function fill(form: HTMLFormElement, values: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
  }
  form.dispatchEvent(new Event("change"));
}

/** Shows beside each field what is wrong with it, as the server's form would; the first one gets the focus. */
export function showErrors(form: HTMLFormElement, errors: FormErrors, lang: Lang): void {
  clearErrors(form);
  for (const [name, words] of Object.entries(errors)) showError(form, name, words, lang);
  const first = form.querySelector<HTMLElement>("[aria-invalid]");
  const fold = first?.closest("details");
  if (fold) fold.open = true;
  first?.focus();
  if (first) say(pick(lang, "Xem các ô có dấu “!”.", "See the fields marked “!”."));
}

function showError(form: HTMLFormElement, name: string, words: Words, lang: Lang): void {
  const control = form.querySelector<HTMLElement>(`[name="${name}"]:not([type="hidden"])`);
  const field = control?.closest<HTMLElement>(".field");
  if (!control || !field) {
    say(words[lang]);
    return;
  }
  const line = document.createElement("p");
  line.className = "error";
  line.id = `f-${name}-error`;
  line.textContent = words[lang];
  field.classList.add("wrong");
  field.append(line);
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", line.id);
}

/** Takes earlier errors away. */
export function clearErrors(form: HTMLFormElement): void {
  for (const line of form.querySelectorAll(".error")) line.remove();
  for (const field of form.querySelectorAll(".wrong")) field.classList.remove("wrong");
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
}

/** Why nothing was signed, or nothing kept: the reader is told what to do, and the form still has what was typed. */
function notKept(cause: unknown): SendProblem {
  const name = cause instanceof DOMException ? cause.name : "";
  if (name === "QuotaExceededError")
    return {
      code: "device-full",
      vi: "Bộ nhớ của máy đã đầy nên chưa giữ được mục vừa ký; chưa có gì được gửi. Xóa bớt ảnh, tệp trong máy rồi bấm lại: những gì đã gõ vẫn còn.",
      en: "The device's storage is full, so that the signed entry could not be kept; nothing was sent. Make room and press again: what was typed is still here.",
    };
  if (name === "InvalidStateError")
    return {
      code: "device-closed",
      vi: "Trình duyệt đã đóng nơi giữ mục của trang này (thường do trang mới mở ở thẻ khác); chưa ký gì. Ghi lại số liệu đã gõ, tải lại trang rồi ký.",
      en: "The browser has closed this page's store (often because a newer page is open in another tab); nothing was signed. Note what you typed, reload the page and sign.",
    };
  return {
    code: "device-failed",
    vi: "Máy này chưa ký hoặc chưa giữ được mục; chưa có gì được gửi. Bấm lại; nếu vẫn vậy thì tải lại trang, hoặc ký bằng máy khác của đơn vị.",
    en: "This device could not sign or keep the entry; nothing was sent. Press again; if it persists, reload the page or sign with another device of your party.",
  };
}

/** Shows a refusal in the page's place for problems. */
async function showProblem(problem: SendProblem): Promise<void> {
  const place = document.querySelector<HTMLElement>("[data-problem]");
  if (!place) return;
  place.innerHTML = String(await problemPanel({ code: problem.code, vi: problem.vi, en: problem.en }));
  place.scrollIntoView({ block: "start" });
}

/** The statement to sign, and the words that describe it to the signer. */
export type Signing<K extends KindName> = {
  kind: K;
  body: Body<K>;
  label: string;
  done(index: number): void;
  /** See PATIENCE_MS; that of a desk where none is named. */
  patienceMs?: number;
  /** The sentence while the network is away. */
  waiting: string;
  /** Called when it is signed and kept, and the network is away. */
  kept?(): void;
};

/** Signs with the device's key, sends, and tells what became of it; one press, one entry, however often the button is hit. */
export async function signForm<K extends KindName>(
  form: HTMLFormElement,
  device: Device,
  lang: Lang,
  signing: Signing<K>,
): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
  if (button?.disabled) return;
  if (button) button.disabled = true;
  document.querySelector("[data-problem]")?.replaceChildren();
  say(pick(lang, "Đang ký và gửi vào sổ…", "Signing and sending to the ledger…"));
  try {
    const sent = await device.write(signing.kind, signing.body, signing.label, signing.patienceMs ?? PATIENCE_MS.desk);
    if ("index" in sent) return signing.done(sent.index);
    if ("refused" in sent) {
      say("");
      await showProblem(sent.refused);
      await device.discard(sent.entryId);
    } else {
      signing.kept?.();
      say(signing.waiting);
    }
  } catch (cause) {
    say("");
    await showProblem(notKept(cause));
  } finally {
    if (button) button.disabled = false;
  }
}
