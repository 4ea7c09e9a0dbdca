// Signs the statement that a page carries: decodes it with the ledger's own format, so that only a well-formed statement is signed,
// burns a number of the device's key, posts the entry, checks its receipt and goes on. Browser only.
import { hex, unhex, utf8 } from "../../format/bytes.ts";
import { decodeCbor } from "../../format/cbor.ts";
import { type Anchor, anchorTo, entryIdOf, noAnchor, type Payload, signEntry } from "../../format/entry.ts";
import { bodyShape, KINDS, type KindName, type Statement } from "../../format/kinds.ts";
import { type DeviceKey, ensureKey } from "./keystore.ts";
import { learnKeys, logNamedBy, type PinnedLog, pinLog } from "./shared/pin.ts";
import { checkHead, checkReceipt } from "./shared/receipt.ts";

type Asked = { statement: Statement; log: PinnedLog; head: string; next: string; kid: string };
type Said = { vi: string; en: string };

const vi = document.documentElement.lang !== "en";

/** Reads the statement that the page asks to be signed; undefined where its bytes are no statement. */
function readAsked(data: DOMStringMap): Asked | undefined {
  const { kind = "", body = "", head = "", next = "/", kid = "" } = data;
  if (!Object.hasOwn(KINDS, kind)) return undefined;
  const wire = decodeCbor(unhex(body));
  if (wire === undefined) return undefined;
  const shape = bodyShape(kind as KindName);
  const statement = { kind, body: shape.read(wire, "body") } as Statement;
  return { statement, log: logNamedBy(data), head, next, kid };
}

/** The page's tree head as the anchor, if the pinned log signed it. */
async function anchorIn(asked: Asked): Promise<Anchor> {
  const head = await checkHead(asked.head, asked.log);
  return head ? anchorTo(head) : noAnchor();
}

/** The index under which the pinned log proves to hold exactly these bytes; it may have come to another key since this page was opened. */
async function provenIndex(answer: Uint8Array, entry: Uint8Array, { log }: Asked): Promise<number | undefined> {
  const entryId = hex(entryIdOf(entry));
  const proved =
    (await checkReceipt(answer, entryId, log)) ?? (await checkReceipt(answer, entryId, await learnKeys(log)));
  return proved?.index;
}

async function post(entry: Uint8Array<ArrayBuffer>, asked: Asked): Promise<{ index: number } | Said> {
  const response = await fetch("/entries", {
    method: "POST",
    headers: { "content-type": "application/cose", accept: "application/json, text/plain" },
    body: entry,
    credentials: "same-origin",
  });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.includes("json") === true;
  const said = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
  if (!response.ok) {
    const detail = typeof said.detail === "string" ? said.detail : "Sổ chưa nhận; thử lại sau.";
    return { vi: detail, en: typeof said.detail_en === "string" ? said.detail_en : "Not taken; try again later." };
  }
  const index = await provenIndex(utf8(text), entry, asked);
  if (index !== undefined) return { index };
  return {
    vi: "Biên nhận không khớp với nội dung đã ký. Báo đơn vị vận hành sổ.",
    en: "The receipt does not match what was signed. Tell the ledger's operator.",
  };
}

/** One signature, however often it is sent: a broken network sends the same bytes again. */
async function signOnce(asked: Asked, key: DeviceKey): Promise<Uint8Array<ArrayBuffer>> {
  const seq = await key.nextSeq();
  const payload = { ...asked.statement, seq, claimedS: Math.floor(Date.now() / 1000), anchor: await anchorIn(asked) };
  const signer = { key: key.publicKey, sign: (message: Uint8Array) => key.sign(new Uint8Array(message)) };
  return new Uint8Array(await signEntry(payload as Payload, signer, asked.log.origin));
}

function begin(place: HTMLElement): void {
  const says = place.querySelector<HTMLElement>(".sign-says")!;
  const button = place.querySelector<HTMLButtonElement>("button")!;
  const say = (said: Said) => {
    says.textContent = vi ? said.vi : said.en;
  };
  const read = readAsked(place.dataset);
  if (!read) {
    say({ vi: "Nội dung cần ký không đúng khuôn dạng.", en: "What is to be signed is not well formed." });
    return;
  }
  let asked = read;
  let entry: Uint8Array<ArrayBuffer> | undefined;
  const work = async (): Promise<void> => {
    say({ vi: "Đang ký và gửi vào sổ…", en: "Signing and sending to the ledger…" });
    const pinned = await pinLog(asked.log);
    if (!pinned.same)
      return say({
        vi: "Trang này nêu khóa sổ khác với khóa máy đã ghi nhớ. Không ký. Báo đơn vị vận hành.",
        en: "This page names another log key than the one this device remembers. Nothing is signed. Tell the operator.",
      });
    asked = { ...asked, log: pinned.log };
    const found = await ensureKey(asked.log.origin);
    if (!found.ok) return say(found);
    if (asked.kid && hex(found.key.kid) !== asked.kid) {
      const text = `${hex(found.key.kid)} ≠ ${asked.kid}`;
      return say({
        vi: `Khóa của thiết bị này không phải khóa đã đăng nhập (${text}). Đăng nhập lại bằng khóa của thiết bị này.`,
        en: `This device's key is not the one signed in (${text}). Sign in with this device's key.`,
      });
    }
    entry ??= await signOnce(asked, found.key);
    const answer = await post(entry, asked);
    if (!("index" in answer)) {
      entry = undefined;
      return say(answer);
    }
    say({ vi: "Đã ghi vào sổ.", en: "Entered." });
    location.assign(asked.next.replace("{index}", String(answer.index)));
  };
  button.disabled = false;
  say({ vi: "Đọc lại nội dung trên rồi ký.", en: "Read what stands above, then sign." });
  button.addEventListener("click", () => {
    button.disabled = true;
    work()
      .catch(() =>
        say({
          vi: "Chưa gửi được; nội dung đã ký vẫn giữ. Bấm để gửi lại.",
          en: "Not sent; press to send the same bytes again.",
        }),
      )
      .finally(() => {
        button.disabled = false;
      });
  });
}

const place = document.getElementById("sign");
if (place) begin(place);
