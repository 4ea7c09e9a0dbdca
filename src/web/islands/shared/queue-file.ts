// The queue as a file, for when a device breaks or its network stays away: what waits goes out as it was signed, and any browser of the same
// ledger takes it in and sends it. The bytes are signed; whoever carries them can lose them, and change nothing.
import { hex, unhex } from "../../../format/bytes.ts";
import { decodeEntry, entryIdOf } from "../../../format/entry.ts";
import { t } from "../../layout.ts";
import type { Outbox } from "../outbox.ts";
import { type Setting, say } from "./device.ts";
import type { Waiting } from "./outbox-store.ts";

const FORMAT = "so-nguon-queue/1";
type QueueFile = { format: typeof FORMAT; origin: string; entries: { label: string; entry: string }[] };

/** The file of what waits, oldest first. */
export function queueFile(waiting: readonly Waiting[], origin: string): Blob {
  const entries = waiting.map(({ label, bytes }) => ({ label, entry: hex(bytes) }));
  const file: QueueFile = { format: FORMAT, origin, entries };
  return new Blob([JSON.stringify(file, null, 1)], { type: "application/json" });
}

/** The entries in a file's text; undefined where it is no queue of this ledger. */
function readQueue(text: string, origin: string): { label: string; bytes: Uint8Array<ArrayBuffer> }[] | undefined {
  try {
    const file = JSON.parse(text) as Partial<QueueFile>;
    if (file.format !== FORMAT || file.origin !== origin) return undefined;
    const read = (file.entries ?? []).map(({ label, entry }) => ({
      label: String(label),
      bytes: new Uint8Array(unhex(String(entry))),
    }));
    return read.every(({ bytes }) => "entry" in decodeEntry(bytes)) ? read : undefined;
  } catch {
    return undefined;
  }
}

/** Puts the field for such a file on the page; what it holds is sent like what was signed here. */
export function mountQueueImport(place: HTMLElement | null, outbox: Outbox, { log, lang }: Setting): void {
  if (!place) return;
  const field = document.createElement("input");
  field.type = "file";
  field.accept = "application/json,.json";
  const label = document.createElement("label");
  label.className = "button second";
  label.append(t(lang, "Nạp tệp hàng chờ của máy khác", "Load another device's queue file"), field);
  field.addEventListener("change", async () => {
    const [file] = field.files ?? [];
    field.value = "";
    const read = file && readQueue(await file.text(), log.origin);
    if (!read)
      return say(
        t(
          lang,
          "Tệp này không phải hàng chờ của sổ này; chưa nạp gì.",
          "This file is no queue of this ledger; nothing was loaded.",
        ),
      );
    for (const { label: words, bytes } of read)
      await outbox.add({ entryId: hex(entryIdOf(bytes)), bytes, label: words, statement: "" });
    say(t(lang, `Đã nạp ${read.length} mục; đang gửi.`, `${read.length} entries loaded; sending.`));
  });
  place.replaceChildren(label);
}
