// Keys, outbox and scanner in a real browser: what a device signs is numbered once, reaches the ledger once, and a code is
// read by camera, from a picture or typed. The server here answers as the tests tell it to.
import { createHash, createPublicKey, verify } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { html } from "hono/html";
import type { Browser, BrowserContext, Page } from "playwright-core";
import QRCode from "qrcode";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Assets, loadAssets } from "../../src/web/built/assets.ts";
import { page } from "../../src/web/layout.ts";
import { inBrowser, launch, type PageServer, servePages } from "./browser.ts";

const SLIP = "SN1:6BFOXN*TS0BI$ZD-PHQ7I9AD66V5B22CH9M9ESI9XBHXKG%E2YJ8F0*V%R3XQ4C1K7A";

/** One answer of the fake ledger to POST /entries. */
type Answer = { status: number; type: string; body: string } | "hang up";

const receiptFor = (bytes: Uint8Array): string => `receipt ${createHash("sha256").update(bytes).digest("hex")}`;

inBrowser("islands in a browser", () => {
  let assets: Assets;
  let server: PageServer;
  let browser: Browser;
  let context: BrowserContext;
  let posts: Buffer[] = [];
  let answer: (bytes: Buffer) => Answer = () => "hang up";

  beforeAll(async () => {
    assets = await loadAssets();
    server = await servePages(
      assets,
      {
        "/": () =>
          page({
            lang: "vi",
            path: "/",
            assets,
            title: "Thử",
            job: { vi: "Thử", en: "Try" },
            scripts: ["keystore.js", "outbox.js", "outbox-view.js", "scanner.js"],
            body: html`<div id="place"></div>`,
          }),
      },
      (request, body, response) => {
        if (request.url !== "/entries") return false;
        posts.push(body);
        const said = answer(body);
        if (said === "hang up") request.socket.destroy();
        else response.writeHead(said.status, { "content-type": said.type }).end(said.body);
        return true;
      },
    );
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  beforeEach(async () => {
    posts = [];
    context = await browser.newContext();
  });
  afterEach(() => context.close());

  async function open(): Promise<Page> {
    const tab = await context.newPage();
    await tab.goto(server.origin);
    return tab;
  }

  /** Runs statements in the page with the island's exports as `island`; what they return must be JSON. */
  async function run<T>(tab: Page, name: string, statements: string): Promise<T> {
    return (await tab.evaluate(
      `(async () => { const island = await import(${JSON.stringify(assets.url(name))}); ${statements} })()`,
    )) as T;
  }

  describe("the key", () => {
    const ENSURE = `const made = await island.ensureKey("test.example/log"); const key = made.key;`;

    test("is one per device, and signs so that any Ed25519 verifier agrees", async () => {
      const [one, two] = [await open(), await open()];
      const program = `${ENSURE} return { publicKey: [...key.publicKey], kid: [...key.kid], signature: [...await key.sign(new TextEncoder().encode("một tấn cát"))] };`;
      const [first, second] = await Promise.all(
        [one, two].map((tab) =>
          run<{ publicKey: number[]; kid: number[]; signature: number[] }>(tab, "keystore.js", program),
        ),
      );
      expect(first).toEqual(second);
      const raw = Buffer.from(first?.publicKey ?? []);
      const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: raw.toString("base64url") }, format: "jwk" });
      expect(verify(null, Buffer.from("một tấn cát"), key, Buffer.from(first?.signature ?? []))).toBe(true);
      const kid = createHash("sha256").update("so-nguon/key/v1\n").update(raw).digest().subarray(0, 8);
      expect(Buffer.from(first?.kid ?? [])).toEqual(kid);
    });

    test("cannot be taken out of the browser", async () => {
      const tab = await open();
      const outcome = await run<string>(
        tab,
        "keystore.js",
        `${ENSURE} const db = await new Promise((done) => { const r = indexedDB.open("so-nguon-keys"); r.onsuccess = () => done(r.result); });
         const row = await new Promise((done) => { const r = db.transaction("keys").objectStore("keys").get("test.example/log"); r.onsuccess = () => done(r.result); });
         return crypto.subtle.exportKey("pkcs8", row.privateKey).then(() => "taken", (cause) => cause.name);`,
      );
      expect(outcome).toBe("InvalidAccessError");
    });

    test("gives each number once, however many tabs ask at the same time", async () => {
      const tabs = await Promise.all([open(), open(), open()]);
      const draws = await Promise.all(
        tabs.map((tab) =>
          run<number[]>(
            tab,
            "keystore.js",
            `${ENSURE} return Promise.all(Array.from({ length: 20 }, () => key.nextSeq()));`,
          ),
        ),
      );
      const all = draws.flat().sort((a, b) => a - b);
      expect(all).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
      const again = await open();
      expect(await run<number>(again, "keystore.js", `${ENSURE} return key.nextSeq();`)).toBe(61);
    });

    test("is another one for another ledger", async () => {
      const tab = await open();
      const same = await run<boolean>(
        tab,
        "keystore.js",
        `${ENSURE} const other = await island.ensureKey("other.example/log"); return String(other.key.kid) === String(key.kid);`,
      );
      expect(same).toBe(false);
    });

    test("is refused in words where the browser cannot sign", async () => {
      const tab = await open();
      const refused = await run<{ ok: boolean; code: string; vi: string }>(
        tab,
        "keystore.js",
        `crypto.subtle.generateKey = () => Promise.reject(new DOMException("no", "NotSupportedError")); return island.ensureKey("x");`,
      );
      expect(refused).toMatchObject({ ok: false, code: "no-ed25519" });
      expect(refused.vi).toContain("Trình duyệt này chưa ký được");
    });
  });

  describe("the outbox", () => {
    const OPEN = `
      const hex = (bytes) => [...new Uint8Array(bytes)].map((b) => b.toString(16).padStart(2, "0")).join("");
      const idOf = async (bytes) => hex(await crypto.subtle.digest("SHA-256", bytes));
      const box = await island.openOutbox({ verify: async (receipt, waiting) => new TextDecoder().decode(receipt) === "receipt " + waiting.entryId });
      const add = async (text) => { const bytes = new TextEncoder().encode(text); await box.add({ bytes, entryId: await idOf(bytes), label: text, statement: text }); };
      const state = async () => ({ waiting: (await box.list()).map((w) => [w.label, w.state, w.problem?.code ?? ""]), receipts: (await box.sentSince(0)).map((r) => r.label).sort() });
      const drained = async () => { await box.drain(); await box.drain(); return state(); };`;
    interface State {
      waiting: [string, string, string][];
      receipts: string[];
    }

    test("lets an entry go only after its own receipt was checked", async () => {
      const tab = await open();
      answer = () => ({ status: 200, type: "text/plain", body: receiptFor(Buffer.from("another entry")) });
      expect(await run<State>(tab, "outbox.js", `${OPEN} await add("a"); return drained();`)).toEqual({
        waiting: [["a", "waiting", "receipt-invalid"]],
        receipts: [],
      });
      answer = (bytes) => ({ status: 200, type: "text/plain", body: receiptFor(bytes) });
      expect(await run<State>(tab, "outbox.js", `${OPEN} return drained();`)).toEqual({ waiting: [], receipts: ["a"] });
    });

    test("keeps entries through a dead network and a closed page, and sends them in order when both are back", async () => {
      const tab = await open();
      await context.setOffline(true);
      const kept = await run<State>(
        tab,
        "outbox.js",
        `${OPEN} await add("một"); await add("hai"); await add("ba"); return drained();`,
      );
      expect(kept.waiting.map(([label]) => label)).toEqual(["một", "hai", "ba"]);
      expect(kept.waiting[0]).toEqual(["một", "waiting", "offline"]);
      await tab.close();
      expect(posts).toEqual([]);
      await context.setOffline(false);
      answer = (bytes) => ({ status: 200, type: "text/plain", body: receiptFor(bytes) });
      expect(await run<State>(await open(), "outbox.js", `${OPEN} return drained();`)).toEqual({
        waiting: [],
        receipts: ["ba", "hai", "một"],
      });
      expect(posts.map(String)).toEqual(["một", "hai", "ba"]);
    });

    test("sends by itself when the network comes back", async () => {
      const tab = await open();
      await context.setOffline(true);
      await run(tab, "outbox.js", `${OPEN} globalThis.box = box; await add("a"); await drained();`);
      answer = (bytes) => ({ status: 200, type: "text/plain", body: receiptFor(bytes) });
      await context.setOffline(false);
      await tab.waitForFunction("box.list().then((rows) => rows.length === 0)");
      expect(posts.map(String)).toEqual(["a"]);
    });

    test("holds the same entry once, waiting or done", async () => {
      const tab = await open();
      await context.setOffline(true);
      const kept = await run<State>(tab, "outbox.js", `${OPEN} await add("a"); await add("a"); return drained();`);
      expect(kept.waiting.length).toBe(1);
      await context.setOffline(false);
      answer = (bytes) => ({ status: 200, type: "text/plain", body: receiptFor(bytes) });
      const done = await run<State>(tab, "outbox.js", `${OPEN} await drained(); await add("a"); return drained();`);
      expect(done).toEqual({ waiting: [], receipts: ["a"] });
      expect(posts.map(String)).toEqual(["a"]);
    });

    test("sends the same bytes again when an answer was lost on the way", async () => {
      const tab = await open();
      let tries = 0;
      answer = (bytes) => (++tries === 1 ? "hang up" : { status: 200, type: "text/plain", body: receiptFor(bytes) });
      const done = await run<State>(tab, "outbox.js", `${OPEN} await add("a"); await drained(); return drained();`);
      expect(done).toEqual({ waiting: [], receipts: ["a"] });
      expect(new Set(posts.map(String))).toEqual(new Set(["a"]));
    });

    test("two tabs send what waits once", async () => {
      const [one, two] = [await open(), await open()];
      await context.setOffline(true);
      await run(one, "outbox.js", `${OPEN} for (let i = 0; i < 10; i++) await add("mục " + i);`);
      await context.setOffline(false);
      answer = (bytes) => ({ status: 200, type: "text/plain", body: receiptFor(bytes) });
      const states = await Promise.all(
        [one, two].map((tab) => run<State>(tab, "outbox.js", `${OPEN} return drained();`)),
      );
      for (const state of states) expect(state.waiting).toEqual([]);
      expect(posts.map(String).sort()).toEqual(Array.from({ length: 10 }, (_, i) => `mục ${i}`));
    });

    test("keeps a refused entry with its reason, sends the others, and tries it again only when asked", async () => {
      const tab = await open();
      answer = (bytes) =>
        String(bytes) === "xấu"
          ? {
              status: 422,
              type: "application/problem+json",
              body: JSON.stringify({
                code: "slip-expired",
                vi: "Phiếu đã hết hạn.",
                en: "The slip has expired.",
                detail: "17:40",
              }),
            }
          : { status: 200, type: "text/plain", body: receiptFor(bytes) };
      const state = await run<State>(
        tab,
        "outbox.js",
        `${OPEN} await add("xấu"); await add("tốt"); await drained(); return drained();`,
      );
      expect(state).toEqual({ waiting: [["xấu", "refused", "slip-expired"]], receipts: ["tốt"] });
      expect(posts.filter((bytes) => String(bytes) === "xấu").length).toBe(1);
      answer = (bytes) => ({ status: 200, type: "text/plain", body: receiptFor(bytes) });
      expect(
        await run<State>(tab, "outbox.js", `${OPEN} await box.retry((await box.list())[0].entryId); return drained();`),
      ).toEqual({ waiting: [], receipts: ["tốt", "xấu"] });
    });

    test("waits on a busy server or a stranger on the way, whatever it says", async () => {
      const tab = await open();
      for (const status of [500, 503, 429, 404]) {
        answer = () => ({ status, type: "text/plain", body: "busy" });
        const state = await run<State>(tab, "outbox.js", `${OPEN} await add("a"); return drained();`);
        expect(state.waiting.map(([, kind]) => kind)).toEqual(["waiting"]);
      }
    });

    test("tells a person what waits and why", async () => {
      const tab = await open();
      await context.setOffline(true);
      await run(
        tab,
        "outbox.js",
        `${OPEN} const view = await import(${JSON.stringify(assets.url("outbox-view.js"))}); view.mountOutbox(document.getElementById("place"), box, "ledger.example/test"); await add("Phiếu 7K3F"); await drained();`,
      );
      await tab.getByText("1 mục đã ký đang chờ gửi.").waitFor();
      await tab.getByText("Chưa có mạng; sẽ tự gửi lại.").waitFor();
      await context.setOffline(false);
      answer = (bytes) => ({ status: 200, type: "text/plain", body: receiptFor(bytes) });
      await tab.getByText("Mọi mục đã ký đều đã vào sổ.").waitFor();
    });
  });

  describe("the scanner", () => {
    const MOUNT = `globalThis.scans = []; const place = document.getElementById("place"); place.addEventListener("so-nguon:scan", (e) => scans.push(e.detail)); globalThis.scanner = island.mountScanner(place);`;
    const picture = (): Promise<Buffer> => QRCode.toBuffer(SLIP, { errorCorrectionLevel: "M", margin: 4, width: 480 });

    test("reads a code from a picture, with its wasm from our own server under our content policy", async () => {
      const tab = await open();
      await run(tab, "scanner.js", MOUNT);
      const asked: string[] = [];
      tab.on("request", (request) => asked.push(request.url()));
      await tab
        .getByLabel("Chọn ảnh")
        .last()
        .setInputFiles({ name: "phieu.png", mimeType: "image/png", buffer: await picture() });
      await tab.getByText("Đã đọc được mã.").waitFor();
      expect(await tab.evaluate("scans")).toEqual([{ text: SLIP, way: "picture" }]);
      expect(asked.some((url) => url.endsWith(assets.url("zxing_reader.wasm")))).toBe(true);
      for (const url of asked) expect(url.startsWith(server.origin) || url.startsWith("blob:")).toBe(true);
    });

    test("says so when a picture holds no code", async () => {
      const tab = await open();
      await run(tab, "scanner.js", MOUNT);
      const blank = await sharp({ create: { width: 200, height: 200, channels: 3, background: "#cccccc" } })
        .png()
        .toBuffer();
      await tab
        .getByLabel("Chọn ảnh")
        .last()
        .setInputFiles({ name: "trong.png", mimeType: "image/png", buffer: blank });
      await tab.getByText("Không thấy mã QR trong ảnh.").waitFor();
      expect(await tab.evaluate("scans")).toEqual([]);
    });

    test("takes typed text, without spaces around it", async () => {
      const tab = await open();
      await run(tab, "scanner.js", MOUNT);
      await tab.getByRole("button", { name: "Đọc mã" }).click();
      await tab.getByText("Chưa nhập mã.").waitFor();
      await tab.getByLabel("Mã trên phiếu").fill("  7K3F-92QD-M ");
      await tab.getByRole("button", { name: "Đọc mã" }).click();
      expect(await tab.evaluate("scans")).toEqual([{ text: "7K3F-92QD-M", way: "typed" }]);
    });

    test.each([
      ["NotAllowedError", "Máy ảnh đang bị chặn"],
      ["NotFoundError", "Máy này không có máy ảnh"],
      ["NotReadableError", "Máy ảnh đang được ứng dụng khác dùng"],
    ])("names the other ways when the camera answers %s", async (name, sentence) => {
      const tab = await open();
      await run(
        tab,
        "scanner.js",
        `navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "${name}")); ${MOUNT}`,
      );
      await tab.getByRole("button", { name: "Bật máy ảnh" }).click();
      const says = tab.getByText(sentence);
      await says.waitFor();
      expect(await says.textContent()).toContain("gõ mã");
      expect(await tab.getByLabel("Mã trên phiếu").isVisible()).toBe(true);
    });

    test("reads a code from the camera, once for each time it is asked", async () => {
      const folder = await mkdtemp(join(tmpdir(), "so-nguon-camera-"));
      const film = join(folder, "phieu.mjpeg");
      const frame = await sharp({ create: { width: 1280, height: 720, channels: 3, background: "#8d8374" } })
        .composite([{ input: await picture() }])
        .jpeg({ quality: 80 })
        .toBuffer();
      await writeFile(film, Buffer.concat(Array.from({ length: 10 }, () => frame)));
      const watching = await launch([
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        `--use-file-for-fake-video-capture=${film}`,
      ]);
      try {
        const tab = await watching.newPage();
        await tab.goto(server.origin);
        await run(tab, "scanner.js", MOUNT);
        await tab.getByRole("button", { name: "Bật máy ảnh" }).click();
        await tab.getByText("Đã đọc được mã.").waitFor();
        expect(await tab.evaluate("scans")).toEqual([{ text: SLIP, way: "camera" }]);
        await tab.getByRole("button", { name: "Quét tiếp" }).click();
        await tab.waitForFunction("scans.length === 2");
        await tab.evaluate("scanner.stop()");
        expect(await tab.evaluate(`document.querySelector("video").srcObject === null`)).toBe(true);
      } finally {
        await watching.close();
        await rm(folder, { recursive: true, force: true });
      }
    });
  });
});
