// Signs the statement that a page carries: decodes it with the ledger's own format, so that only a well-formed statement is signed,
// burns a number of the device's key, posts the entry, checks its receipt and goes on. Browser only.
import { equal, hex, unhex } from "../../format/bytes.ts";
import { decodeCbor } from "../../format/cbor.ts";
import { type Anchor, noAnchor, type Payload, signEntry } from "../../format/entry.ts";
import { BODIES, type EnteredKind, type Statement } from "../../format/kinds.ts";
import { decodeLeaf } from "../../format/leaf.ts";
import { openNote, parseTreeHead, vkeyOf } from "../../format/note.ts";
import { decodeProof } from "../../format/proof.ts";
import type { Shape } from "../../format/shape.ts";
import { leafHash, verifyInclusion } from "../../format/tree.ts";
import { type DeviceKey, ensureKey } from "./keystore.ts";

type Asked = { statement: Statement; origin: string; logKey: Uint8Array; head: string; next: string; kid: string };
type Said = { vi: string; en: string };

const vi = document.documentElement.lang !== "en";

/** What the page asks to be signed; undefined where its bytes are no statement. */
function readAsked(data: DOMStringMap): Asked | undefined {
  const { kind = "", body = "", origin = "", logKey = "", head = "", next = "/", kid = "" } = data;
  if (!Object.hasOwn(BODIES, kind)) return undefined;
  const wire = decodeCbor(unhex(body));
  if (wire === undefined) return undefined;
  const shape = BODIES[kind as EnteredKind] as unknown as Shape<unknown>;
  const statement = { kind, body: shape.read(wire, "body") } as Statement;
  return { statement, origin, logKey: unhex(logKey), head, next, kid };
}

/** The page's tree head as the anchor, if the log's key signed it. */
async function anchorOf(asked: Asked): Promise<Anchor> {
  const opened = asked.head && (await openNote(asked.head, [vkeyOf(asked.origin, asked.logKey)]));
  const head = opened ? parseTreeHead(opened.text) : undefined;
  return head ? { size: head.size, root8: head.root.slice(0, 8) } : noAnchor();
}

/** The index under which the log proves to hold exactly these bytes. */
async function provenIndex(text: string, entry: Uint8Array, asked: Asked): Promise<number | undefined> {
  const proof = decodeProof(text);
  const leaf = proof?.extra && decodeLeaf(proof.extra);
  if (!proof?.extra || !leaf || !equal(leaf.entry, entry) || leaf.index !== proof.index) return undefined;
  const opened = await openNote(proof.head, [vkeyOf(asked.origin, asked.logKey)]);
  const head = opened && parseTreeHead(opened.text);
  if (!head) return undefined;
  const claim = {
    index: leaf.index,
    size: head.size,
    leaf: leafHash(proof.extra),
    root: head.root,
    proof: proof.proof,
  };
  return verifyInclusion(claim) ? leaf.index : undefined;
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
  const index = await provenIndex(typeof said.proof === "string" ? said.proof : text, entry, asked);
  if (index !== undefined) return { index };
  return {
    vi: "Biên nhận không khớp với nội dung đã ký. Báo đơn vị vận hành sổ.",
    en: "The receipt does not match what was signed. Tell the ledger's operator.",
  };
}

/** One signature, however often it is sent: a broken network sends the same bytes again. */
async function signOnce(asked: Asked, key: DeviceKey): Promise<Uint8Array<ArrayBuffer>> {
  const seq = await key.nextSeq();
  const payload = { ...asked.statement, seq, claimedS: Math.floor(Date.now() / 1000), anchor: await anchorOf(asked) };
  const signer = { key: key.publicKey, sign: (message: Uint8Array) => key.sign(new Uint8Array(message)) };
  return new Uint8Array(await signEntry(payload as Payload, signer, asked.origin));
}

function begin(place: HTMLElement): void {
  const says = place.querySelector<HTMLElement>(".sign-says")!;
  const button = place.querySelector<HTMLButtonElement>("button")!;
  const say = (said: Said) => {
    says.textContent = vi ? said.vi : said.en;
  };
  const asked = readAsked(place.dataset);
  if (!asked) {
    say({ vi: "Nội dung cần ký không đúng khuôn dạng.", en: "What is to be signed is not well formed." });
    return;
  }
  let entry: Uint8Array<ArrayBuffer> | undefined;
  const work = async (): Promise<void> => {
    say({ vi: "Đang ký và gửi vào sổ…", en: "Signing and sending to the ledger…" });
    const found = await ensureKey(asked.origin);
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
