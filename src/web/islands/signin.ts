// Signing in: this browser's key answers the service's challenge, and the service opens a session for the party that the key is
// registered for. Browser only; the first page shows the button, and without this script says what it needs.
import { hex, unhex } from "../../format/bytes.ts";
import { sessionMessage } from "../../format/slipcode.ts";
import { ensureKey } from "./keystore.ts";

type Said = { vi: string; en: string };
const vi = document.documentElement.lang !== "en";

const send = (path: string, body: object): Promise<Response> =>
  fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
  });

/** Opens a session, or says why there is none; a challenge that names another ledger is not signed. */
async function signIn(origin: string): Promise<Said | undefined> {
  const found = await ensureKey(origin);
  if (!found.ok) return found;
  const asked = await send("/session/challenge", {});
  const { challenge, origin: named } = (await asked.json()) as { challenge?: string; origin?: string };
  if (!asked.ok || challenge === undefined || named !== origin)
    return { vi: "Máy chủ chưa trả lời; thử lại.", en: "No answer from the service; try again." };
  const kid = hex(found.key.kid);
  const signature = await found.key.sign(new Uint8Array(sessionMessage(origin, unhex(challenge))));
  const answer = await send("/session", { kid, challenge, signature: hex(signature) });
  if (answer.ok) return undefined;
  const said = (await answer.json()) as { code?: string; detail?: string; detail_en?: string };
  if (said.code === "unknown-key")
    return {
      vi: `Thiết bị này chưa có khóa đã đăng ký. Xin liên kết mời thiết bị của cơ quan quản lý rồi mở trên chính thiết bị này (mã khóa ${kid}). Nếu thiết bị này đã từng ký thì dữ liệu trang đã bị xóa, mất cả khóa cũ và các mục đã ký mà chưa gửi: đối chiếu giấy tờ, và báo hủy khóa cũ.`,
      en: `This device has no registered key. Ask the authority for a device invitation and open it here (key ${kid}). If this device has signed before, its page data was cleared, with the old key and all that was signed and not sent: compare the papers, and revoke the old key.`,
    };
  return {
    vi: said.detail ?? "Chưa đăng nhập được; thử lại.",
    en: said.detail_en ?? "Not signed in; try again.",
  };
}

const place = document.getElementById("signin");
const button = place?.querySelector("button");
const says = place?.querySelector<HTMLElement>(".sign-says");
if (place && button && says) {
  const say = (said: Said) => {
    says.textContent = vi ? said.vi : said.en;
  };
  button.disabled = false;
  says.textContent = "";
  button.addEventListener("click", () => {
    button.disabled = true;
    say({ vi: "Đang đăng nhập…", en: "Signing in…" });
    signIn(place.dataset.origin ?? "")
      .then((refused) => (refused ? say(refused) : location.assign("/")))
      .catch(() => say({ vi: "Không có mạng; thử lại khi có.", en: "No network; try again when there is one." }))
      .finally(() => {
        button.disabled = false;
      });
  });
}
