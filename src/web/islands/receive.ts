// The gate's island: scans the slip of the load that came and signs the receipt, or the refusal, with this browser's key. Without a network the
// form is opened here, for a load of the list that the page carries or out of the scanned slip itself.
import type { SlipReference } from "../../format/bodies/movement.ts";
import { decodeEntry, entryIdOf } from "../../format/entry.ts";
import { slipCode } from "../../format/slipcode.ts";
import { mountScanner, type ScanDetail } from "./scanner.ts";
import { say } from "./shared/device.ts";
import { followWeighings } from "./shared/fresh-weighings.ts";
import { readPresented } from "./shared/offline.ts";
import { readReceiveForm, readRefusalForm } from "./shared/receive-form.ts";
import { clearErrors, showErrors, signForm, valuesOf } from "./shared/signing-form.ts";
import { type Awake, pick, wake } from "./shared/wake.ts";

/** A load of the list, as the page carries it. */
type Known = {
  index: number;
  code: string;
  head: string;
  lead: string;
  package: number;
  parts: number[];
  leftKg: number;
  cargo: { product: string | null };
};
type Load = { slip: SlipReference; name: string };

const WAITING = {
  vi: "Đã ký và giữ trong máy; tự gửi khi có mạng. Kết quả hiện ở đây sau khi sổ nhận.",
  en: "Signed and kept here; it is sent when there is a network. The result shows once the ledger has it.",
};

function receiveHere(form: HTMLFormElement, awake: Awake, { slip, name }: Load, kept: () => void): void {
  const { lang } = awake.setting;
  if (form.querySelector('[name="plate"]')) followWeighings(form, lang);
  form.addEventListener("submit", (event) => {
    const device = awake.device();
    if (!device) return;
    event.preventDefault();
    clearErrors(form);
    const typed = valuesOf(form);
    const read = readReceiveForm(typed, slip, lang, Number(form.dataset.left ?? 0));
    if ("errors" in read) {
      const sure = form.elements.namedItem("sure");
      if (sure instanceof HTMLInputElement) sure.value = typed.mass ?? "";
      return showErrors(form, read.errors, lang);
    }
    void signForm(form, device, lang, {
      kind: "load.receive",
      body: read.body,
      label: pick(lang, `Nhận ${typed.mass ?? ""} tấn, ${name}`, `Receipt of ${typed.mass ?? ""} t, ${name}`),
      done: (index) => location.assign(`/receive/${index}`),
      waiting: WAITING[lang],
      kept,
    });
  });
}

function refuseHere(form: HTMLFormElement, awake: Awake, { slip, name }: Load, kept: () => void): void {
  const { lang } = awake.setting;
  form.addEventListener("submit", (event) => {
    const device = awake.device();
    if (!device) return;
    event.preventDefault();
    const read = readRefusalForm(valuesOf(form), slip);
    if ("errors" in read) return showErrors(form, read.errors, lang);
    void signForm(form, device, lang, {
      kind: "load.refuse",
      body: read.body,
      label: pick(lang, `Từ chối nhận, ${name}`, `Refusal, ${name}`),
      done: (index) => location.assign(`/entries/${index}`),
      waiting: WAITING[lang],
      kept,
    });
  });
}

function signLoad(place: ParentNode, awake: Awake, load: Load, kept: () => void): void {
  const form = place.querySelector<HTMLFormElement>('form[data-form="receive"]');
  if (form) receiveHere(form, awake, load, kept);
  const refusal = place.querySelector<HTMLFormElement>('form[data-form="refuse"]');
  if (refusal) refuseHere(refusal, awake, load, kept);
}

/** The list that the page carries, and the forms that this device fills by itself. */
class Gate {
  readonly #awake: Awake;
  readonly #blank: HTMLTemplateElement;
  readonly #known: readonly Known[];

  constructor(awake: Awake, blank: HTMLTemplateElement) {
    this.#awake = awake;
    this.#blank = blank;
    this.#known = JSON.parse(blank.dataset.known ?? "[]") as Known[];
  }

  /** Opens a load of the list by its leaf. */
  openListed(index: number): void {
    const known = this.#known.find((each) => each.index === index);
    if (known) this.#open(known, { slip: { index }, name: known.head || known.code });
    else this.#refuse();
  }

  /** Opens the load of a scanned or typed text. */
  openText(text: string): void {
    const presented = readPresented(text);
    const bytes = typeof presented === "object" && "bytes" in presented ? presented.bytes : undefined;
    const code = bytes
      ? slipCode(entryIdOf(bytes))
      : typeof presented === "object" && "code" in presented && presented.code;
    const decoded = bytes && decodeEntry(bytes);
    const entry = decoded && "entry" in decoded ? decoded.entry : undefined;
    const known = this.#known.find((each) => each.code === code);
    if (known) this.openListed(known.index);
    else if (bytes && entry?.kind === "slip.issue")
      this.#open(undefined, { slip: { entry: bytes }, name: code || "" }, entry.body.massKg);
    else if (code && !bytes) this.#open(undefined, { slip: { code }, name: code });
    else this.#refuse();
  }

  #refuse(): void {
    const { lang } = this.#awake.setting;
    say(
      pick(
        lang,
        "Mã này không phải phiếu Sổ Nguồn hoặc gõ chưa đúng: xem lại mã dưới mã QR.",
        "This is no slip of this ledger, or a character is wrong: look at the code under the QR.",
      ),
    );
  }

  #open(known: Known | undefined, load: Load, massKg?: number): void {
    const { lang } = this.#awake.setting;
    const place = document.querySelector<HTMLElement>("[data-opened]");
    const list = document.querySelector<HTMLElement>("[data-list]");
    if (!place || !list) return;
    const head = document.createElement("p");
    head.className = "plate";
    head.textContent = load.name;
    const lead = document.createElement("p");
    lead.className = "lead";
    lead.textContent =
      known?.lead ??
      pick(
        lang,
        `Máy này chưa có phiếu trong danh sách${massKg === undefined ? "" : `; mã QR ghi ${massKg / 1000} tấn`.replace(".", ",")}. Xem tờ phiếu: biển số, hàng, nơi nhận.`,
        `This slip is not in the list of this device${massKg === undefined ? "" : `; its QR says ${massKg / 1000} t`}. Look at the paper: plate, load, destination.`,
      );
    place.replaceChildren(head, lead, this.#blank.content.cloneNode(true));
    const form = place.querySelector<HTMLFormElement>('form[data-form="receive"]');
    const left = known ? known.leftKg : massKg;
    if (form && left) form.dataset.left = String(left);
    const values = {
      part: String(Math.max(0, ...(known?.parts ?? [])) + 1),
      package: known?.package ? String(known.package) : "",
    };
    for (const [name, value] of Object.entries(values))
      for (const field of place.querySelectorAll<HTMLInputElement | HTMLSelectElement>(`[name="${name}"]`))
        if (value !== "") field.value = value;
    const quantity = place.querySelector<HTMLElement>("[data-quantity]");
    if (quantity) quantity.hidden = known !== undefined && known.cargo.product === null;
    list.hidden = true;
    signLoad(place, this.#awake, load, () => {
      place.replaceChildren();
      list.hidden = false;
    });
  }
}

const awake = await wake();
const scannerPlace = document.querySelector<HTMLElement>("[data-scanner]");
const blank = document.querySelector<HTMLTemplateElement>("template[data-blank]");
if (awake && !blank) {
  const index = Number(document.querySelector<HTMLElement>('form[data-form="receive"]')?.dataset.slip);
  const name = document.querySelector(".plate")?.textContent || String(index);
  signLoad(document, awake, { slip: { index }, name }, () => undefined);
}
if (awake && blank && scannerPlace) {
  const gate = new Gate(awake, blank);
  mountScanner(scannerPlace, awake.setting.lang, document.querySelector<HTMLElement>("[data-typed]"));
  scannerPlace.addEventListener("so-nguon:scan", (event) => {
    const { text } = (event as CustomEvent<ScanDetail>).detail;
    if (navigator.onLine) location.assign(`/receive?text=${encodeURIComponent(text)}`);
    else gate.openText(text);
  });
  document.querySelector("[data-list]")?.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="/receive?slip="]');
    if (!link || navigator.onLine) return;
    event.preventDefault();
    gate.openListed(Number(new URL(link.href).searchParams.get("slip")));
  });
  // The kept page in place of one that the network did not bring.
  const asked = new URLSearchParams(location.search);
  const unanswered = document.querySelector("[data-problem]")?.childElementCount === 0;
  if (unanswered && asked.has("slip")) gate.openListed(Number(asked.get("slip")));
  else if (unanswered && asked.has("text")) gate.openText(asked.get("text") ?? "");
}
