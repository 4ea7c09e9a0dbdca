// A desk's or gate's form while it is open: what the scales of the place have signed since comes in by itself, and fills the fields of its
// vehicle. At the gate the slip says which vehicle that is.
import { formatKg } from "../../../words/as-written.ts";
import type { Lang } from "../../../words/lang.ts";
import { fill } from "./signing-form.ts";
import { pick } from "./wake.ts";
import { type OfferedScale, readingsOf, takeWeighing, type WeighedFields, weighedMass } from "./weighing-choice.ts";

/** A lorry has left the plate and its driver comes to the window: he is not to wait. */
const EVERY_MS = 3000;
const ANSWER_MS = 5000;

/** Asks for weighings while the page is looked at; nothing where the party has no scale in the book. */
export function followWeighings(form: HTMLFormElement, lang: Lang): void {
  const select = form.querySelector<HTMLSelectElement>('select[name="scale"]');
  if (!select) return;
  let offered: readonly OfferedScale[] = [];
  let known: ReadonlySet<string> | undefined;
  const fields = (): WeighedFields => {
    const read = (name: string) => form.querySelector<HTMLInputElement>(`[name="${name}"]`)?.value ?? "";
    return { plate: read("plate"), mass: read("mass"), scale: select.value };
  };
  const take = (fresh: readonly string[] = []) => {
    const taken = takeWeighing(fields(), offered, fresh, lang);
    if (taken) fill(form, { ...taken, gross: "", tare: "" });
    tell(form, select, lang);
  };
  const look = async () => {
    if (document.visibilityState === "hidden") return;
    const answer = await fetch("/weighings", { signal: AbortSignal.timeout(ANSWER_MS) });
    if (!answer.ok) return;
    const { scales } = (await answer.json()) as { scales: OfferedScale[] };
    const before = known;
    // The first answer tells nothing new: the page has just offered the same.
    const fresh = before ? scales.filter(({ value }) => !before.has(value)).map(({ value }) => value) : [];
    known = new Set(scales.map(({ value }) => value));
    offered = scales;
    offer(select, scales);
    take(fresh);
  };
  const quietly = () => void look().catch(() => undefined);
  form.addEventListener("change", (event) => {
    // Whoever chooses a weighing by hand gets its vehicle and mass with it.
    const chosen = event.target === select ? offered.find(({ value }) => value === select.value) : undefined;
    const plate = form.querySelector<HTMLInputElement>('input[name="plate"]:not([type="hidden"])');
    if (chosen?.plate && plate) plate.value = chosen.plate;
    if (chosen?.plate) fill(form, { mass: weighedMass(chosen.value, lang), gross: "", tare: "" });
    take();
  });
  form.addEventListener("input", () => tell(form, select, lang));
  setInterval(quietly, EVERY_MS);
  document.addEventListener("visibilitychange", quietly);
  quietly();
}

/** Replaces the choices after the blank one; a choice that is gone is no longer chosen. */
function offer(select: HTMLSelectElement, scales: readonly OfferedScale[]): void {
  const options = [...select.options].filter(({ value }) => value !== "").map(({ value }) => value);
  if (options.join(" ") === scales.map(({ value }) => value).join(" ")) return;
  const chosen = select.value;
  const blank = [...select.options].filter(({ value }) => value === "");
  const gone = chosen !== "" && !scales.some(({ value }) => value === chosen);
  // A weighing that is used stays chosen until the form has let go of its mass.
  const kept = gone ? [...select.options].filter(({ value }) => value === chosen) : [];
  select.replaceChildren(...blank, ...scales.map(({ value, text }) => new Option(text, value)), ...kept);
  select.value = chosen;
}

/** Says below the weight whose word it is. */
function tell(form: HTMLFormElement, select: HTMLSelectElement, lang: Lang): void {
  const place = form.querySelector<HTMLElement>("[data-weighed]");
  if (!place) return;
  const mass = form.querySelector<HTMLInputElement>('[name="mass"]')?.value ?? "";
  const read = readingsOf(select.value);
  const words = read
    ? pick(
        lang,
        `Cân tự ký: tổng ${formatKg(read.grossKg)}, bì ${formatKg(read.tareKg)}, hàng ${formatKg(read.grossKg - read.tareKg)}.`,
        `Signed by the scale: gross ${formatKg(read.grossKg, "en")}, tare ${formatKg(read.tareKg, "en")}, net ${formatKg(read.grossKg - read.tareKg, "en")}.`,
      )
    : mass.trim() === ""
      ? ""
      : form.dataset.form === "slip"
        ? pick(lang, "Số cân nhập tay: phiếu sẽ ghi “nhập tay”.", "Typed by hand: the slip will say so.")
        : pick(lang, "Số cân nhập tay.", "Typed by hand.");
  if (place.textContent !== words) place.textContent = words;
}
