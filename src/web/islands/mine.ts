// The mine page's island: signs slips and voids with this browser's key, narrows the choices to the chosen way, prints. Without a
// registered key it leaves the form alone, and the server answers it.
import { followWeighings } from "./shared/fresh-weighings.ts";
import { suggestPlates, withVehicles } from "./shared/plate-search.ts";
import { clearErrors, fill, showErrors, signForm, valuesOf } from "./shared/signing-form.ts";
import { endingIn, readSlipForm, type SlipChoices } from "./shared/slip-form.ts";
import { type Awake, pick, wake } from "./shared/wake.ts";

type Device = NonNullable<ReturnType<Awake["device"]>>;
type Lang = Awake["setting"]["lang"];

function choicesOf(form: HTMLFormElement): SlipChoices {
  return JSON.parse(form.dataset.choices ?? "{}") as SlipChoices;
}

/** Shows only what fits the chosen way: the sources of its start, a package where it leads to a project, a quantity for a product. */
function narrow(form: HTMLFormElement, choices: SlipChoices): void {
  const values = valuesOf(form);
  const route = choices.routes.find((each) => String(each.index) === values.route);
  const origins = form.querySelector<HTMLSelectElement>('[name="origin"]');
  let fitting = 0;
  for (const option of origins?.options ?? []) {
    const origin = choices.origins.find((each) => each.value === option.value);
    option.hidden = origin !== undefined && route !== undefined && origin.site !== route.from;
    option.disabled = option.hidden;
    if (origin && !option.hidden) fitting += 1;
  }
  if (origins?.selectedOptions[0]?.disabled) origins.value = "";
  const only = [...(origins?.options ?? [])].filter((option) => option.value !== "" && !option.disabled);
  if (origins && origins.value === "" && fitting === 1) origins.value = only[0]?.value ?? "";
  const contract = form.querySelector<HTMLElement>("[data-package]");
  const packages = route?.packages ?? [];
  if (contract) contract.hidden = packages.length === 0;
  for (const option of contract?.querySelectorAll("option") ?? []) {
    option.hidden = packages.length > 0 && !packages.includes(Number(option.value));
    option.disabled = option.hidden;
    if (packages.length === 1 && Number(option.value) === packages[0]) option.selected = true;
  }
  const product = choices.origins.find((each) => each.value === origins?.value)?.product;
  const quantity = form.querySelector<HTMLElement>("[data-quantity]");
  if (quantity) quantity.hidden = product === undefined;
}

/** Fields that are weighed anew for every load. */
const WEIGHED = { mass: "", gross: "", tare: "" };

/** The last slip once more, its weight left open; without a network the page that the device keeps may be asked to. */
function repeatHere(form: HTMLFormElement): void {
  const mass = form.querySelector<HTMLInputElement>('[name="mass"]');
  const again = () => {
    fill(form, { ...JSON.parse(form.dataset.again ?? "{}"), ...WEIGHED });
    mass?.focus();
  };
  form.querySelector("[data-press]")?.addEventListener("click", (event) => {
    event.preventDefault();
    again();
  });
  if (!new URLSearchParams(location.search).has("again")) return;
  if (valuesOf(form).plate === "") again();
  else mass?.focus();
}

/** A key presses what names it: one press for what is done at every truck. */
function listenToKeys(): void {
  document.addEventListener("keydown", (event) => {
    const target = document.querySelector<HTMLElement>(`[data-press="${CSS.escape(event.key)}"]`);
    if (!target || event.repeat) return;
    event.preventDefault();
    target.click();
  });
}

function issueHere(form: HTMLFormElement, awake: Awake): void {
  const choices = choicesOf(form);
  const { lang } = awake.setting;
  narrow(form, choices);
  form.addEventListener("change", () => narrow(form, choices));
  const plate = form.querySelector<HTMLInputElement>('[name="plate"]');
  const found = form.querySelector<HTMLElement>("[data-found]");
  if (plate && found) suggestPlates(plate, found, choices);
  repeatHere(form);
  followWeighings(form, lang);
  form.addEventListener("submit", (event) => {
    const device = awake.device();
    if (!device) return;
    event.preventDefault();
    void issue(form, device, choices, lang);
  });
}

async function issue(form: HTMLFormElement, device: Device, choices: SlipChoices, lang: Lang): Promise<void> {
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
  if (button?.disabled) return;
  clearErrors(form);
  const typed = valuesOf(form);
  // A second press while the ledger is asked must not sign a second slip.
  if (button) button.disabled = true;
  const known = await withVehicles(choices, typed.plate ?? "");
  if (button) button.disabled = false;
  const read = readSlipForm(typed, known, lang);
  if ("errors" in read) {
    const [only, other] = endingIn(known.vehicles, typed.plate ?? "");
    if (only && !other) fill(form, { plate: only[0] });
    return showErrors(form, read.errors, lang);
  }
  const label = pick(
    lang,
    `Phiếu xe ${typed.plate ?? ""}, ${typed.mass ?? ""} tấn`,
    `Slip for ${typed.plate ?? ""}, ${typed.mass ?? ""} t`,
  );
  await signForm(form, device, lang, {
    kind: "slip.issue",
    body: read.body,
    label,
    done: (index) => location.assign(`/slip/${index}`),
    // The form is empty for the next truck; the key still repeats this one.
    kept: () => {
      form.dataset.again = JSON.stringify({ ...typed, ...WEIGHED });
      fill(form, { plate: "", ...WEIGHED });
    },
    waiting: pick(
      lang,
      "Phiếu đã ký và giữ trong máy, đang chờ mạng. Chỉ in và cho xe đi khi sổ đã nhận.",
      "The slip is signed and kept here, waiting for the network. Print it and let the vehicle go only once the ledger has it.",
    ),
  });
}

function voidHere(form: HTMLFormElement, awake: Awake): void {
  const { lang } = awake.setting;
  const slip = Number(form.dataset.slip);
  form.addEventListener("submit", (event) => {
    const device = awake.device();
    if (!device) return;
    event.preventDefault();
    clearErrors(form);
    const reason = (valuesOf(form).reason ?? "").trim();
    if (reason.length < 10 || reason.length > 500)
      return showErrors(
        form,
        { reason: { vi: "Lý do từ 10 đến 500 ký tự.", en: "A reason of 10 to 500 characters." } },
        lang,
      );
    void signForm(form, device, lang, {
      kind: "slip.void",
      body: { slip, reason },
      label: pick(lang, `Hủy phiếu ${slip}`, `Void slip ${slip}`),
      done: () => location.reload(),
      waiting: pick(
        lang,
        "Yêu cầu hủy đã ký, đang chờ mạng. Phiếu chưa hủy.",
        "The voiding is signed and waits for the network. The slip is not void yet.",
      ),
    });
  });
}

/** A sheet opened for printing goes to the printer by itself once its letters are there. */
async function printSheet(): Promise<void> {
  await document.fonts.ready;
  print();
}

if (document.body.classList.contains("printed")) void printSheet();
else {
  listenToKeys();
  const awake = await wake();
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-form]")) {
    if (!awake) break;
    if (form.dataset.form === "slip") issueHere(form, awake);
    if (form.dataset.form === "void") voidHere(form, awake);
  }
}
