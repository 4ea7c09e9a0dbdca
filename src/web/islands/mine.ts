// The mine page's island: signs slips and voids with this browser's key, narrows the choices to the chosen way, prints. Without a
// registered key it leaves the form alone, and the server answers it.
import { clearErrors, showErrors, signForm, valuesOf } from "./shared/signing-form.ts";
import { knowsPlate, readSlipForm, type SlipChoices } from "./shared/slip-form.ts";
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

/** The choices with the vehicle of a typed plate, which the ledger is asked for where the page does not carry it. */
async function withVehicle(choices: SlipChoices, plate: string): Promise<SlipChoices> {
  if (plate.trim() === "" || knowsPlate(choices, plate)) return choices;
  try {
    const answer = await fetch(`/vehicles?plate=${encodeURIComponent(plate)}`, {
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    if (!answer.ok) return { ...choices, unasked: true };
    const { vehicles } = (await answer.json()) as Pick<SlipChoices, "vehicles">;
    return { ...choices, vehicles: [...choices.vehicles, ...vehicles] };
  } catch {
    return { ...choices, unasked: true };
  }
}

/** How long a dispatcher waits for the ledger to know a plate. */
const ANSWER_MS = 5000;

function issueHere(form: HTMLFormElement, awake: Awake): void {
  const choices = choicesOf(form);
  const { lang } = awake.setting;
  narrow(form, choices);
  form.addEventListener("change", () => narrow(form, choices));
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
  const known = await withVehicle(choices, typed.plate ?? "");
  if (button) button.disabled = false;
  const read = readSlipForm(typed, known, lang);
  if ("errors" in read) return showErrors(form, read.errors, lang);
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
  const awake = await wake();
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-form]")) {
    if (!awake) break;
    if (form.dataset.form === "slip") issueHere(form, awake);
    if (form.dataset.form === "void") voidHere(form, awake);
  }
}
