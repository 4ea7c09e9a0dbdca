// The gate's island: scans the slip of the load that came and signs the receipt with this browser's key.
import { readQrText } from "../../format/slipcode.ts";
import { mountScanner, type ScanDetail } from "./scanner.ts";
import { say } from "./shared/device.ts";
import { readReceiveForm } from "./shared/receive-form.ts";
import { clearErrors, showErrors, signForm, valuesOf } from "./shared/signing-form.ts";
import { type Awake, pick, wake } from "./shared/wake.ts";

function receiveHere(form: HTMLFormElement, awake: Awake): void {
  const { lang } = awake.setting;
  form.addEventListener("submit", (event) => {
    const device = awake.device();
    if (!device) return;
    event.preventDefault();
    clearErrors(form);
    const read = readReceiveForm(valuesOf(form), { index: Number(form.dataset.slip) }, lang);
    if ("errors" in read) return showErrors(form, read.errors, lang);
    void signForm(form, device, lang, {
      kind: "load.receive",
      body: read.body,
      label: pick(lang, `Nhận hàng, phiếu ${form.dataset.slip}`, `Receipt of slip ${form.dataset.slip}`),
      done: (index) => location.assign(`/receive/${index}`),
      waiting: pick(
        lang,
        "Đã ký và giữ trong máy; tự gửi khi có mạng. Kết quả hiện ở đây sau khi sổ nhận.",
        "Signed and kept here; it is sent when there is a network. The result shows once the ledger has it.",
      ),
    });
  });
}

const awake = await wake();
const scannerPlace = document.querySelector<HTMLElement>("[data-scanner]");
if (awake) {
  const form = document.querySelector<HTMLFormElement>('form[data-form="receive"]');
  if (form) receiveHere(form, awake);
  if (scannerPlace) {
    mountScanner(scannerPlace, awake.setting.lang, document.querySelector<HTMLElement>("[data-typed]"));
    scannerPlace.addEventListener("so-nguon:scan", (event) => {
      const { text } = (event as CustomEvent<ScanDetail>).detail;
      if (!navigator.onLine && readQrText(text) !== undefined)
        return say(
          pick(
            awake.setting.lang,
            "Đang mất mạng: giữ phiếu lại, mở phiếu khi có mạng.",
            "No network: keep the slip and open it when there is one.",
          ),
        );
      location.assign(`/receive?text=${encodeURIComponent(text)}`);
    });
  }
}
