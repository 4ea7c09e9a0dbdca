// The outbox as a person sees it: how many entries wait, why, and the ways on. It is on every page where a device signs, because a signed
// entry that nobody knows is still on the phone is the one that gets lost.
import type { Contents, Outbox } from "./outbox.ts";
import type { Waiting } from "./shared/outbox-store.ts";
import { queueFile } from "./shared/queue-file.ts";

type Lang = "vi" | "en";
const pick = (lang: Lang, vi: string, en: string) => (lang === "vi" ? vi : en);

function plainButton(text: string, press: (button: HTMLButtonElement) => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain";
  button.textContent = text;
  button.addEventListener("click", () => press(button));
  return button;
}

function lineOf(row: Waiting, outbox: Outbox, lang: Lang): HTMLLIElement {
  const line = document.createElement("li");
  const label = document.createElement("span");
  label.textContent = row.label;
  line.append(label);
  if (row.problem) {
    const why = document.createElement("p");
    why.className = "why";
    why.textContent = [row.problem[lang], row.problem.detail].filter(Boolean).join(" ");
    line.append(why);
  }
  if (row.state !== "refused") return line;
  line.append(
    plainButton(pick(lang, "Gửi lại mục này", "Send this one again"), () => void outbox.retry(row.entryId)),
    " ",
    // A refused entry has done nothing; left here it might be sent again by mistake.
    plainButton(pick(lang, "Bỏ mục này", "Drop this one"), (button) => {
      const sure = pick(lang, "Bấm lần nữa để bỏ hẳn", "Press again to drop it");
      if (button.textContent === sure) void outbox.discard(row.entryId);
      else button.textContent = sure;
    }),
  );
  return line;
}

/** Signed is not sent: both are counted, each by its own word. */
function sentence({ waiting, sending, sentToday }: Contents, lang: Lang): string {
  const refused = waiting.filter((row) => row.state === "refused").length;
  const left = waiting.length - refused;
  const parts: string[] = [];
  if (sending && left > 0) parts.push(pick(lang, `Đang gửi, còn ${left} mục…`, `Sending, ${left} left…`));
  else if (left > 0)
    parts.push(pick(lang, `${left} mục đã ký đang chờ gửi.`, `${left} signed entries wait to be sent.`));
  if (refused > 0)
    parts.push(pick(lang, `${refused} mục bị từ chối, cần xem.`, `${refused} refused, to be looked at.`));
  if (parts.length === 0)
    parts.push(pick(lang, "Mọi mục đã ký đều đã vào sổ.", "Every signed entry is in the ledger."));
  if (sentToday > 0)
    parts.push(
      pick(
        lang,
        `Hôm nay đã vào sổ ${sentToday} mục từ máy này.`,
        `${sentToday} from this device are in the ledger today.`,
      ),
    );
  return parts.join(" ");
}

/** A line for browsers that may clear what waits when their disk is full. */
async function promise(lang: Lang): Promise<string> {
  const kept = await navigator.storage?.persisted?.().catch(() => false);
  return kept
    ? ""
    : pick(
        lang,
        "Trình duyệt này không hứa giữ dữ liệu khi bộ nhớ đầy: gửi sớm, hoặc lưu hàng chờ ra tệp.",
        "This browser does not promise to keep data when its storage is full: send soon, or save the queue to a file.",
      );
}

function download(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function button(text: string, press: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button second";
  made.textContent = text;
  made.addEventListener("click", press);
  return made;
}

/** Mounts the outbox of a ledger on an empty element: a sentence, the waiting entries with their reasons, and the buttons. */
export function mountOutbox(
  root: HTMLElement,
  outbox: Outbox,
  origin: string,
  lang: Lang = document.documentElement.lang === "en" ? "en" : "vi",
): void {
  const says = document.createElement("p");
  says.className = "outbox-says";
  says.setAttribute("role", "status");
  const rows = document.createElement("ul");
  rows.className = "outbox-list";
  const keeps = document.createElement("p");
  keeps.className = "why";
  const send = button(pick(lang, "Gửi ngay", "Send now"), () => void outbox.drain());
  const save = button(pick(lang, "Lưu hàng chờ ra tệp", "Save the queue to a file"), async () => {
    const day = new Date().toISOString().slice(0, 16).replaceAll(/[:T]/g, "-");
    download(queueFile(await outbox.list(), origin), `hang-cho-${day}.json`);
  });
  const ways = document.createElement("div");
  ways.className = "outbox-ways";
  ways.append(send, save);
  root.classList.add("outbox");
  root.replaceChildren(says, rows, keeps, ways);
  outbox.watch(async (now) => {
    const { waiting } = now;
    says.textContent = sentence(now, lang);
    rows.replaceChildren(...waiting.map((row) => lineOf(row, outbox, lang)));
    rows.hidden = waiting.length === 0;
    send.hidden = !waiting.some((row) => row.state === "waiting");
    save.hidden = waiting.length === 0;
    keeps.textContent = waiting.length === 0 ? "" : await promise(lang);
  });
}
