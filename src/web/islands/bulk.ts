// Rows of a file signed by this browser's key, one after another: each is numbered, kept in the outbox and sent before the next is signed,
// and its row says what became of it. Without a registered key the form goes to the server, as every form of a desk does.

import { unhex } from "../../format/bytes.ts";
import { decodeCbor } from "../../format/cbor.ts";
import { type Body, bodyShape, KINDS, type KindName } from "../../format/kinds.ts";
import { type BulkStep, signRows } from "./shared/bulk-run.ts";
import { PATIENCE_MS, say } from "./shared/device.ts";
import { type Awake, pick, wake } from "./shared/wake.ts";

type Device = NonNullable<ReturnType<Awake["device"]>>;
type Lang = Awake["setting"]["lang"];
/** Row of the file, kind, body in CBOR as hexadecimal text, and how the outbox calls it. */
type Carried = readonly [row: number, kind: string, body: string, label: string];

function rowsOf(form: HTMLFormElement): Carried[] {
  return JSON.parse(form.dataset.rows ?? "[]") as Carried[];
}

/** Signs one row; undefined where its bytes are no statement. */
function writing(device: Device, [, kind, body, label]: Carried) {
  const wire = decodeCbor(unhex(body));
  if (!Object.hasOwn(KINDS, kind) || wire === undefined) throw new Error("the page carries a row that is no statement");
  const known = kind as KindName;
  return device.write(known, bodyShape(known).read(wire, "body") as Body<KindName>, label, PATIENCE_MS.desk);
}

function tellRow(step: BulkStep, page: string, lang: Lang): void {
  const place = document.querySelector<HTMLElement>(`[data-row="${step.row}"]`);
  if (!place) return;
  if ("index" in step) {
    const link = document.createElement("a");
    link.href = page + step.index;
    link.textContent = pick(lang, `Đã ghi, mục ${step.index}`, `Entered as ${step.index}`);
    place.replaceChildren(link);
  } else place.textContent = step.reason[lang];
}

/** The form that reads the same sheet again; the one before the form that signs. */
function readAgain(): void {
  const forms = [...document.forms];
  forms.find((form) => form.elements.namedItem("head") && !form.dataset.form)?.requestSubmit();
}

function signHere(form: HTMLFormElement, { device, outbox, setting: { lang } }: Awake, behind: boolean): void {
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
  // Entries that waited when this page was read may have come in since: then the rows are read again instead of signed again.
  let stale = behind;
  const work = async (by: Device): Promise<void> => {
    await outbox.drain();
    if ((await outbox.list()).some(({ state }) => state === "waiting"))
      return say(
        pick(
          lang,
          "Còn mục đã ký đang chờ gửi. Khi có mạng, bấm lại.",
          "Signed entries are still waiting to be sent. Press again once there is a network.",
        ),
      );
    if (stale) return readAgain();
    stale = true;
    const rows = rowsOf(form);
    const count = rows.length;
    const { entered, refused, waits } = await signRows(
      rows.map((carried) => ({ row: carried[0], write: () => writing(by, carried) })),
      by.discard,
      (step, done) => {
        tellRow(step, form.dataset.page ?? "/entries/", lang);
        say(pick(lang, `Đang ký và gửi: ${done}/${count}…`, `Signing and sending: ${done} of ${count}…`));
      },
    );
    const told = pick(
      lang,
      `Đã ghi ${entered} mục; ${refused} dòng không ghi được.`,
      `${entered} entered; ${refused} refused.`,
    );
    const next = waits
      ? pick(
          lang,
          "Mất mạng nên dừng ở đây. Bấm lại để ký tiếp.",
          "It stopped here without a network. Press again to go on.",
        )
      : pick(lang, "Bấm lại để đọc lại tệp theo sổ.", "Press again to read the file once more.");
    say(`${told} ${next}`);
  };
  form.addEventListener("submit", (event) => {
    const by = device();
    if (!by) return;
    event.preventDefault();
    if (button?.disabled) return;
    if (button) button.disabled = true;
    work(by)
      .catch(() => {
        say(
          pick(
            lang,
            "Máy này chưa ký hoặc chưa giữ được mục. Những gì đã gửi vẫn còn; bấm lại để đọc lại tệp.",
            "This device could not sign or keep an entry. What was sent remains; press again to read the file once more.",
          ),
        );
      })
      .finally(() => {
        if (button) button.disabled = false;
      });
  });
}

const awake = await wake();
if (awake) {
  const behind = (await awake.outbox.list()).length > 0;
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-form="bulk"]'))
    signHere(form, awake, behind);
}
