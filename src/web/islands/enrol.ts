// The device's side of a one-time link: makes this browser's key, proves that it has it, sends the public half, and shows the code that
// its holder reads over the telephone. Browser only.
import { hex } from "../../format/bytes.ts";
import { possessionMessage } from "../../format/entry.ts";
import { ensureKey } from "./keystore.ts";
import { logNamedBy, pinLog } from "./shared/pin.ts";

/** The lines that the page shows; `sent` once there is nothing more to press. */
type Said = { vi: string; en: string; sent?: true };
const vi = document.documentElement.lang !== "en";

/** Asks once; the same device may ask again by the same link. */
async function ask(place: HTMLElement): Promise<Said> {
  const { origin = "" } = place.dataset;
  const pinned = await pinLog(logNamedBy(place.dataset));
  if (!pinned.same)
    return {
      vi: "Trang này không phải của sổ mà thiết bị đã biết. Báo cơ quan quản lý.",
      en: "This page is not of the ledger that this device knows. Tell the authority.",
    };
  const found = await ensureKey(origin);
  if (!found.ok) return found;
  const { key } = found;
  const possession = await key.sign(new Uint8Array(possessionMessage(origin, key.publicKey)));
  const answer = await fetch(location.pathname, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ key: hex(key.publicKey), possession: hex(possession) }),
  });
  const said = (await answer.json()) as { fingerprint?: string; detail?: string; detail_en?: string };
  if (!answer.ok || !said.fingerprint)
    return { vi: said.detail ?? "Chưa gửi được; thử lại.", en: said.detail_en ?? "Not sent; try again." };
  // The code to read aloud is this device's own, not the one in the answer.
  const code = hex(key.kid).match(/.{4}/g)?.join(" ") ?? "";
  return {
    vi: `Đã gửi. Đọc mã khóa này cho cơ quan quản lý qua điện thoại: ${code}`,
    en: `Sent. Read this code to the authority over the telephone: ${code}`,
    sent: true,
  };
}

const place = document.getElementById("enrol");
const button = place?.querySelector("button");
const says = place?.querySelector<HTMLElement>(".sign-says");
if (place && button && says) {
  const say = (said: Said) => {
    says.textContent = vi ? said.vi : said.en;
    button.hidden = said.sent === true;
  };
  button.disabled = false;
  say({ vi: "Bấm nút để tạo khóa trên thiết bị này.", en: "Press the button to make a key on this device." });
  button.addEventListener("click", () => {
    button.disabled = true;
    ask(place)
      .then(say)
      .catch(() => say({ vi: "Chưa gửi được; thử lại khi có mạng.", en: "Not sent; try again with a network." }))
      .finally(() => {
        button.disabled = false;
      });
  });
}
