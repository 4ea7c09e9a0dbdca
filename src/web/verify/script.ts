// The script inside /verify.html: takes a file that was chosen or dropped, asks rules/evidence.ts, shows the answer. It opens no
// connection, stores nothing, and works where the page was saved to a disk.
import type { Flaw } from "../../format/bundle.ts";
import { type Verified, verifyBundle } from "../../rules/readings/evidence.ts";
import { isReversed } from "../../rules/readings/since.ts";
import { both, type Markup } from "../layout.ts";
import { verdictShown } from "./shown.ts";

/** A bundle is a few hundred kilobytes; what is larger than this would stop a phone. */
const LARGEST_BYTES = 256 * 1024 * 1024;

const part = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E;
const picker = part<HTMLInputElement>("f-bundle");
const vkey = part<HTMLTextAreaElement>("f-vkey");
const drop = part("drop");
const chosen = part("chosen");
const answer = part("answer");

let file: File | undefined;
let asked = 0;

/** Verifies what is chosen; an answer that another choice has overtaken is not shown. */
async function judge(): Promise<void> {
  if (!file) return;
  asked += 1;
  const turn = asked;
  const { name } = file;
  chosen.textContent = name;
  await show(turn, both("Đang kiểm tra hồ sơ…", "Verifying the bundle…"), "busy");
  try {
    if (file.size > LARGEST_BYTES) throw new RangeError("too large");
    const bytes = new Uint8Array(await file.arrayBuffer());
    const pin = vkey.value.trim();
    const found = await verifyBundle(bytes, pin === "" ? undefined : pin);
    await show(turn, verdictShown(found, pin !== ""), stateOf(found, pin !== ""));
  } catch {
    await show(
      turn,
      both(
        "Không đọc được tệp này trên máy. Hãy chọn lại tệp, hoặc kiểm tra bằng lệnh so-nguon verify.",
        "This file could not be read here. Choose it again, or use the command so-nguon verify.",
      ),
      "unread",
    );
  }
}

function stateOf(found: Verified | Flaw, pinned: boolean): string {
  if ("flaw" in found) return "failed";
  if (isReversed(found.since)) return "reversed";
  if (!pinned) return "unpinned";
  return found.proven.cosigned.length < found.proven.needed ? "unwitnessed" : "verified";
}

async function show(turn: number, markup: Markup, state: string): Promise<void> {
  const text = String(await markup);
  if (turn !== asked) return;
  answer.innerHTML = text;
  answer.dataset.state = state;
  // On a phone the verdict is below what was pressed.
  answer.scrollIntoView({ block: "start" });
}

function take(files: FileList | null | undefined): void {
  const [first] = files ?? [];
  if (!first) return;
  file = first;
  void judge();
}

picker.addEventListener("change", () => take(picker.files));
vkey.addEventListener("change", () => void judge());
// The whole page takes a drop: a file that misses the box must not replace the page.
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  drop.dataset.over = "";
});
document.addEventListener("dragleave", () => delete drop.dataset.over);
document.addEventListener("drop", (event) => {
  event.preventDefault();
  delete drop.dataset.over;
  take(event.dataTransfer?.files);
});
part("tools").hidden = false;
