// The outbox as a person sees it: how many entries wait, why, and one button. It is on every page where a device signs,
// because a signed entry that nobody knows is still on the phone is the one that gets lost.
import type { Outbox } from "./outbox.ts";
import type { Waiting } from "./shared/outbox-store.ts";

function lineOf(row: Waiting, lang: "vi" | "en", again: (entryId: string) => void): HTMLLIElement {
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
  if (row.state === "refused") {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = lang === "vi" ? "Gửi lại mục này" : "Send this one again";
    button.addEventListener("click", () => again(row.entryId));
    line.append(button);
  }
  return line;
}

function sentence(waiting: readonly Waiting[], sending: boolean, lang: "vi" | "en"): string {
  const refused = waiting.filter((row) => row.state === "refused").length;
  const left = waiting.length - refused;
  const parts: string[] = [];
  if (sending && left > 0) parts.push(lang === "vi" ? `Đang gửi, còn ${left} mục…` : `Sending, ${left} left…`);
  else if (left > 0)
    parts.push(lang === "vi" ? `${left} mục đã ký đang chờ gửi.` : `${left} signed entries wait to be sent.`);
  if (refused > 0)
    parts.push(lang === "vi" ? `${refused} mục bị từ chối, cần xem.` : `${refused} refused, to be looked at.`);
  return parts.join(" ") || (lang === "vi" ? "Mọi mục đã ký đều đã vào sổ." : "Every signed entry is in the ledger.");
}

/** Mounts the outbox on an empty element: a sentence, the waiting entries with their reasons, the button "Gửi ngay". */
export function mountOutbox(
  root: HTMLElement,
  outbox: Outbox,
  lang: "vi" | "en" = document.documentElement.lang === "en" ? "en" : "vi",
): void {
  const says = document.createElement("p");
  says.className = "outbox-says";
  says.setAttribute("role", "status");
  const rows = document.createElement("ul");
  rows.className = "outbox-list";
  const send = document.createElement("button");
  send.type = "button";
  send.className = "button second";
  send.textContent = lang === "vi" ? "Gửi ngay" : "Send now";
  send.addEventListener("click", () => void outbox.drain());
  root.classList.add("outbox");
  root.replaceChildren(says, rows, send);
  outbox.watch((waiting, sending) => {
    says.textContent = sentence(waiting, sending, lang);
    rows.replaceChildren(...waiting.map((row) => lineOf(row, lang, (entryId) => void outbox.retry(entryId))));
    rows.hidden = waiting.length === 0;
    send.hidden = !waiting.some((row) => row.state === "waiting");
  });
}
