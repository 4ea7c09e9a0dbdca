// How each field page wakes up: the service worker, the outbox and its view, and the line that says by which key this browser signs.
import { hex } from "../../../format/bytes.ts";
import type { Outbox } from "../outbox.ts";
import { mountOutbox } from "../outbox-view.ts";
import {
  type Device,
  enrolDemo,
  openDevice,
  openFieldOutbox,
  refreshHead,
  type Setting,
  say,
  settingOf,
} from "./device.ts";
import { lostSentence, type NamedWaiting, NoteBook, waitingNoteOf } from "./lost-entries.ts";
import type { Waiting } from "./outbox-store.ts";
import { pinLog } from "./pin.ts";
import { mountQueueImport } from "./queue-file.ts";

/** A page that is awake: its setting, its outbox, and its device once it may sign. */
export type Awake = { setting: Setting; outbox: Outbox; device: () => Device | undefined };

/** Two languages, one picked. */
export function pick(lang: "vi" | "en", vi: string, en: string): string {
  return lang === "vi" ? vi : en;
}

/** Starts what every field page needs; undefined where the page has no setting. */
export async function wake(): Promise<Awake | undefined> {
  void navigator.serviceWorker?.register("/sw.js").catch(() => undefined);
  const root = document.querySelector<HTMLElement>("[data-field]");
  if (!root) return undefined;
  const named = settingOf(root);
  // From here on the pinned log counts, whatever the page says.
  const pinned = await pinLog(named.log);
  const setting = { ...named, log: pinned.log, known: pinned.same };
  const outbox = await openFieldOutbox(setting.log);
  await noteWaiting(outbox, setting);
  showOutbox(outbox, setting);
  mountQueueImport(document.querySelector("[data-queue]"), outbox, setting);
  void refreshHead(setting.log);
  let device: Device | undefined;
  const enabled = (found: Device) => {
    device = found;
    // Signed entries that wait must not be cleared away when the disk is full; the outbox says where the browser promises nothing.
    void navigator.storage?.persist?.().catch(() => false);
  };
  if (setting.party !== undefined) await openKey(setting, outbox, enabled);
  return { setting, outbox, device: () => device };
}

/** The outbox is shown only while something waits: an empty one concerns nobody. */
function showOutbox(outbox: Outbox, { log: { origin }, lang }: Setting): void {
  const place = document.querySelector<HTMLElement>("[data-outbox]");
  if (!place) return;
  const view = document.createElement("div");
  mountOutbox(view, outbox, origin, lang);
  view.hidden = true;
  place.append(view);
  outbox.watch(({ waiting }) => {
    view.hidden = waiting.length === 0;
  });
}

/** Writes down what waits whenever that changes, and tells what has been lost since the last visit. */
async function noteWaiting(outbox: Outbox, { log: { origin }, lang }: Setting): Promise<void> {
  const notes = new NoteBook(origin);
  const before = notes.read();
  const rows = await outbox.list();
  const present = new Set(rows.map(({ entryId }) => entryId));
  for (const { id } of before?.waiting ?? []) if (await outbox.receipt(id)) present.add(id);
  const counted = before ? undefined : notes.counted;
  // The cookie names nothing: an outbox that has ever sent anything was not cleared.
  if (counted) for (const { entryId } of await outbox.sentSince(0)) present.add(entryId);
  const note = waitingNoteOf(before, counted, present, namedIn(rows));
  notes.write(note);
  const place = document.querySelector<HTMLElement>("[data-outbox]");
  const known = () => notes.write({ ...(notes.read() ?? note), lost: [] });
  if (place && note.lost.length > 0) place.before(lostNote(lostSentence(note, lang), lang, known));
  // Another tab may have written meanwhile: only the entries that wait are this look's own.
  outbox.watch(({ waiting }) => {
    const now = notes.read() ?? note;
    const atMs = Math.max(now.atMs, ...waiting.map(({ addedMs }) => addedMs));
    notes.write({ ...now, waiting: namedIn(waiting), atMs });
  });
}

function namedIn(rows: readonly Waiting[]): NamedWaiting[] {
  const left = rows.filter(({ state }) => state === "waiting");
  return left.map(({ entryId, label }) => ({ id: entryId, label }));
}

function lostNote(sentence: string, lang: "vi" | "en", known: () => void): HTMLElement {
  const note = document.createElement("div");
  note.className = "note stop";
  note.setAttribute("role", "alert");
  const line = document.createElement("p");
  line.textContent = sentence;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button second";
  button.textContent = pick(lang, "Đã biết", "Understood");
  button.addEventListener("click", () => {
    known();
    note.remove();
  });
  note.append(line, button);
  return note;
}

async function openKey(setting: Setting, outbox: Outbox, enabled: (device: Device) => void): Promise<void> {
  const place = document.querySelector<HTMLElement>("[data-key]");
  const opened = await openDevice(setting, outbox);
  if ("no" in opened) return tellKey(place, opened.no);
  const kid = hex(opened.key.kid);
  if (setting.kids.includes(kid)) {
    enabled(opened);
    return tellKey(place, signsHere(setting.lang, kid));
  }
  if (setting.persona === undefined)
    return tellKey(
      place,
      pick(
        setting.lang,
        `Khóa của trình duyệt này chưa đăng ký. Gửi mã khóa ${kid} cho cơ quan quản lý để đăng ký.`,
        `This browser's key is not registered. Give its name ${kid} to the authority.`,
      ),
    );
  offerEnrolment(place, opened, setting, enabled);
}

function signsHere(lang: "vi" | "en", kid: string): string {
  return pick(lang, `Ký bằng khóa của trình duyệt này (${kid}).`, `Signed with this browser's key (${kid}).`);
}

function tellKey(place: HTMLElement | null, sentence: string): void {
  if (!place) return;
  const line = document.createElement("p");
  line.className = "key-line";
  line.textContent = sentence;
  place.replaceChildren(line);
}

function offerEnrolment(
  place: HTMLElement | null,
  device: Device,
  setting: Setting,
  enabled: (device: Device) => void,
): void {
  if (!place) return;
  const { lang } = setting;
  tellKey(
    place,
    pick(
      lang,
      "Bản thử nghiệm: máy chủ đang ký thay vai này. Có thể đăng ký khóa của chính trình duyệt này để tự ký, kể cả khi mất mạng.",
      "Demo: the server signs for this part. You can register this browser's own key and sign here, even offline.",
    ),
  );
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button second";
  button.textContent = pick(lang, "Đăng ký khóa của trình duyệt này", "Register this browser's key");
  button.addEventListener("click", async () => {
    button.disabled = true;
    button.textContent = pick(lang, "Đang đăng ký…", "Registering…");
    const refused = await enrolDemo(device.key, setting);
    if (refused === undefined) {
      enabled(device);
      tellKey(place, signsHere(lang, hex(device.key.kid)));
    } else {
      button.disabled = false;
      button.textContent = pick(lang, "Thử lại", "Try again");
      say(refused);
    }
  });
  const line = place.querySelector(".key-line") ?? place;
  line.append(document.createElement("br"), button);
}
