// Signs the forms of the road with this browser's key: stop, release, search. What is signed offline waits in the outbox as passages do.
import type { KindName } from "../../../format/kinds.ts";
import { plateKey } from "../../../spelling/plates.ts";
import { PATIENCE_MS } from "./device.ts";
import { readRelease, readSearch, readStop } from "./road-forms.ts";
import { clearErrors, type Signing, showErrors, signForm, valuesOf } from "./signing-form.ts";
import { type Awake, pick } from "./wake.ts";

/** A registered vehicle by its plate, among those that a list of this device has by index. */
export function vehicleIn(vehicles: Readonly<Record<string, { plate: string }>>, typed: string): number | undefined {
  const key = plateKey(typed);
  const found = Object.entries(vehicles).find(([, { plate }]) => plateKey(plate) === key);
  return found && Number(found[0]);
}

/** Signs every form of the road on this page instead of posting it, once this browser's key is registered. */
export function signRoadForms(awake: Awake, vehicleOf: (plate: string) => number | undefined): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const { form: name = "" } = form.dataset;
    const device = awake.device();
    if (!device || !["stop", "release", "search"].includes(name)) return;
    event.preventDefault();
    clearErrors(form);
    const { lang } = awake.setting;
    const typed = valuesOf(form);
    const nowS = Math.floor(Date.now() / 1000);
    const about = <K extends KindName>(kind: K, body: Signing<K>["body"], label: string, path?: string) =>
      signForm(form, device, lang, {
        kind,
        body,
        label,
        patienceMs: PATIENCE_MS.road,
        done: (index) => location.assign(path ?? `/check/search/${index}`),
        waiting: pick(
          lang,
          "Đã ký và giữ trong máy; tự gửi khi có mạng.",
          "Signed and kept here; it is sent when there is a network.",
        ),
        // Kept is done: a second press would sign the same thing again.
        kept: () => form.reset(),
      });
    const plate = typed.plate ?? "";
    if (name === "stop") {
      const read = readStop(typed, nowS, vehicleOf);
      if ("errors" in read) return showErrors(form, read.errors, lang);
      void about("stop.record", read.body, pick(lang, `Dừng xe ${plate}`, `Stop of ${plate}`), "/check/road");
    } else if (name === "release") {
      const read = readRelease(typed, nowS);
      if ("errors" in read) return showErrors(form, read.errors, lang);
      void about("stop.release", read.body, pick(lang, "Cho xe đi tiếp", "Release"), "/check/road");
    } else {
      const label = pick(lang, `Không tìm thấy phiếu của xe ${plate}`, `No slip of ${plate} found`);
      void about("search.record", readSearch(typed), label);
    }
  });
}
