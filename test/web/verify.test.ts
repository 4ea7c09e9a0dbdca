// The page that verifies court bundles: opened from a disk in Chromium with the network cut, on honest bundles and on forged ones,
// after the ledger that wrote them is gone.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Bundle } from "../../src/format/bundle.ts";
import { vkeyOf } from "../../src/format/note.ts";
import type { Proven } from "../../src/format/prove-bundle.ts";
import { verifyBundle } from "../../src/rules/readings/evidence.ts";
import { makeBundle } from "../../src/store/make-bundle.ts";
import { migrate } from "../../src/store/migrations.ts";
import { openInMemory } from "../../src/store/pglite.ts";
import { loadAssets, VERIFY_PATH } from "../../src/web/built/assets.ts";
import { verdictShown } from "../../src/web/verify/shown.ts";
import { forged, forgeriesOf } from "../audit/bundle-forgeries.ts";
import { playStory } from "../audit/logs.ts";
import { inBrowser, launch } from "./browser.ts";

const PICTURES = process.env.VERIFY_PICTURES;
const dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-verify-"));
const saved = path.join(dir, "verify.html");

let vkey: string;
let slip: Uint8Array;
let paid: Uint8Array;
let refused: Uint8Array;

beforeAll(async () => {
  const assets = await loadAssets();
  fs.writeFileSync(saved, assets.get(VERIFY_PATH)!.bytes);
  const database = await openInMemory();
  await migrate(database);
  const story = await playStory(database);
  vkey = story.vkey;
  const bundleOf = async (index: number) => (await makeBundle(database.kysely, story.intake.note!, index))!;
  const decisionOf = async (annex: number) => (await story.view.fact("claim", annex))!.decision!.index;
  paid = await bundleOf(await decisionOf(story.honest));
  refused = await bundleOf(await decisionOf(story.dishonest));
  const slips = (await story.view.entries(Array.from({ length: story.intake.size }, (_, i) => i))).filter(
    ({ entry }) => entry.kind === "slip.issue",
  );
  slip = await bundleOf(slips[0]!.index);
  // From here on there is no ledger any more.
  await database.close();
});

afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));

function flipped(file: Uint8Array): Uint8Array {
  const bytes = file.slice();
  bytes[bytes.length >> 1]! ^= 1;
  return bytes;
}

describe("the verify page as a file", () => {
  it("names nothing outside itself", () => {
    const text = fs.readFileSync(saved, "utf8");
    const shell = text.replace(/<script>[\s\S]*<\/script>/, "").replace(/<style>[\s\S]*<\/style>/, "");
    expect(shell).not.toMatch(/(src|href)="(?!data:)/);
    expect(text.match(/<script\b/g)).toHaveLength(1);
    expect(text.match(/<style\b/g)).toHaveLength(1);
    expect(text.match(/<style>[\s\S]*<\/style>/)![0]).not.toMatch(/url\("?(?!"?data:)|@import/);
  });

  it("allows no connection, no foreign script and no form", () => {
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(fs.readFileSync(saved, "utf8"))![1]!;
    const rules = policy.replaceAll("&#39;", "'").split("; ");
    expect(rules[0]).toBe("default-src 'none'");
    expect(rules.filter((rule) => !/^(default-src|form-action|base-uri) 'none'$/.test(rule))).toEqual([
      expect.stringMatching(/^script-src 'sha256-[\w+/]{43}='$/),
      expect.stringMatching(/^style-src 'sha256-[\w+/]{43}='$/),
      "font-src data:",
      "img-src data:",
    ]);
  });
});

describe("the verify page's words about witnesses", () => {
  const shown = async (change: Partial<Proven>, pinned = true) => {
    const found = await verifyBundle(slip, vkey);
    if ("flaw" in found) throw new Error(found.flaw);
    return String(await verdictShown({ ...found, proven: { ...found.proven, ...change } }, pinned));
  };

  it("say whether as many signed as the log's policy asks for, and that a log may ask for none", async () => {
    const names = ["hdnd.example", "mttq.example"];
    const few = await shown({ needed: 3, cosigned: names });
    expect(few).toContain("Đúng chữ ký, chưa đủ xác nhận độc lập");
    expect(few).toContain("<strong>2 / 3</strong>");
    expect(few).toContain("chưa đủ theo chính sách của sổ tại mốc này");
    const enough = await shown({ needed: 2, cosigned: names });
    expect(enough).toContain("<strong>2 / 2</strong>");
    expect(enough).toContain(">đủ theo chính sách của sổ tại mốc này");
    expect(enough).not.toContain("chưa đủ");
    expect(await shown({})).toContain("không yêu cầu: chỉ có lời của đơn vị vận hành");
    expect(await shown({ needed: 3, cosigned: names }, false)).toContain("Chỉ tự nhất quán");
  });
});

inBrowser("the verify page opened from disk with no network", () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let asked: string[];
  let said: string[];

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  async function open(width = 1280, before = ""): Promise<void> {
    context = await browser.newContext({ viewport: { width, height: 900 }, offline: true });
    page = await context.newPage();
    asked = [];
    said = [];
    page.on("request", (request) => asked.push(request.url()));
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    if (before !== "") await page.addInitScript(before);
    await page.goto(pathToFileURL(saved).href);
  }

  /** Gives the page a file and answers what it then shows. */
  async function judged(bytes: Uint8Array, pin?: string): Promise<{ state: string; text: string }> {
    if (pin !== undefined) await page.fill("#f-vkey", pin);
    await page.locator("#f-bundle").setInputFiles({
      name: "ho-so.bundle",
      mimeType: "application/octet-stream",
      buffer: Buffer.from(bytes),
    });
    const answer = page.locator('#answer[data-state]:not([data-state="busy"])');
    await answer.waitFor();
    return { state: (await answer.getAttribute("data-state"))!, text: (await answer.textContent())! };
  }

  async function picture(name: string): Promise<void> {
    if (PICTURES) await page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true });
  }

  async function quietly(): Promise<void> {
    expect(asked.filter((url) => !url.startsWith("file:") && !url.startsWith("data:"))).toEqual([]);
    expect(said).toEqual([]);
    await context.close();
  }

  for (const width of [360, 1280]) {
    it(`proves a slip, a paid and a refused result under the pinned key at ${width} px`, async () => {
      await open(width);
      await picture(`empty-${width}`);
      const ofSlip = await judged(slip, vkey);
      expect(ofSlip).toMatchObject({
        state: "verified",
        text: expect.stringMatching(/Đạt[\s\S]*Phiếu vận chuyển vật liệu/),
      });
      expect(ofSlip.text).toMatch(/Mỏ [\s\S]*Đã chứng minh[\s\S]*Không chứng minh/);
      await picture(`slip-${width}`);
      await context.close();
      await open(width);
      const ofPaid = await judged(paid, vkey);
      expect(ofPaid).toMatchObject({ state: "verified", text: expect.stringContaining("Chấp nhận thanh toán") });
      await picture(`paid-${width}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(wide).toBeLessThanOrEqual(0);
      await context.close();
      await open(width);
      expect(await judged(refused, vkey)).toMatchObject({
        state: "verified",
        text: expect.stringContaining("Từ chối thanh toán"),
      });
      await quietly();
    });
  }

  it("says self-consistent only without a key, and judges anew once the key is pasted", async () => {
    await open(360);
    expect(await judged(slip)).toMatchObject({ state: "unpinned", text: expect.stringContaining("Chỉ tự nhất quán") });
    await picture("unpinned-360");
    await page.fill("#f-vkey", `${vkey}\n`);
    await page.locator("#f-vkey").blur();
    await page.locator('#answer[data-state="verified"]').waitFor();
    await page.fill("#f-vkey", vkeyOf("another.example", new Uint8Array(32).fill(9)));
    await page.locator("#f-vkey").blur();
    await page.locator('#answer[data-state="failed"]').waitFor();
    expect(await page.locator("#answer").textContent()).toContain("khóa sổ không phải khóa đã ghim".slice(1));
    await quietly();
  });

  /** What a forger changes, by what the page then says. */
  const changes: Record<string, [words: string, of: () => Uint8Array, change: (bundle: Bundle) => void]> = {
    "a changed leaf": [
      "không nằm trong sổ",
      () => slip,
      ({ leaves }) => {
        const { leaf } = leaves[5]!;
        leaf[leaf.length - 20]! ^= 1;
      },
    ],
    "a head of another size": [
      "không do khóa sổ ký",
      () => slip,
      (bundle) => {
        bundle.head = bundle.head.replace(/\n\d+\n/, "\n7\n");
      },
    ],
    "a leaf left out": ["thiếu mục", () => paid, ({ leaves }) => void leaves.splice(3, 1)],
    "more money accepted": [
      "không khớp số liệu đã ký",
      () => paid,
      ({ figures }) => {
        figures!.acceptedDong += 1;
      },
    ],
    "a kilogram more traced": [
      "khối lượng qua một mục vượt số mục ấy ghi",
      () => paid,
      ({ origins }) => {
        origins![0]!.kg += 1;
      },
    ],
  };
  const forgeries: [string, string, () => Uint8Array][] = [
    ["one bit of the file", "tệp đã bị thay đổi", () => flipped(paid)],
    ["no bundle at all", "không đúng khuôn dạng", () => new TextEncoder().encode("Hồ sơ")],
    ["a cut file", "không đúng khuôn dạng", () => slip.slice(0, -40)],
    ...Object.entries(changes).map(([deed, [words, of, change]]): [string, string, () => Uint8Array] => [
      deed,
      words,
      () => forged(of(), change),
    ]),
  ];

  it("refuses a sample of the forgeries of every field of every step", async () => {
    await open();
    const all = forgeriesOf(refused).filter(({ deep }) => !deep);
    const sample = all.filter((_, i) => i % Math.ceil(all.length / 12) === 0);
    expect(sample.length).toBeGreaterThanOrEqual(11);
    for (const { deed, change } of sample) {
      const found = await judged(forged(refused, change), vkey);
      expect([deed, found.state]).toEqual([deed, "failed"]);
      await page.reload();
    }
    await quietly();
  });

  it("says what fails of each forgery, in words", async () => {
    await open();
    for (const [deed, words, make] of forgeries) {
      const found = await judged(make(), vkey);
      expect([deed, found.state]).toEqual([deed, "failed"]);
      expect(found.text.toLocaleLowerCase("vi")).toContain(words.toLocaleLowerCase("vi"));
      if (deed === "more money accepted") await picture("forged-1280");
      await page.reload();
    }
    await quietly();
  });

  it("verifies by its own arithmetic where the browser has no WebCrypto", async () => {
    await open(1280, 'Object.defineProperty(Crypto.prototype, "subtle", { value: undefined })');
    expect(await page.evaluate(() => typeof crypto.subtle)).toBe("undefined");
    expect(await judged(slip, vkey)).toMatchObject({ state: "verified" });
    await page.reload();
    expect(await judged(flipped(slip), vkey)).toMatchObject({ state: "failed" });
    await quietly();
  });

  it("takes a file that is dropped anywhere on the page", async () => {
    await open();
    const base64 = Buffer.from(slip).toString("base64");
    await page.evaluate((text) => {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      const dropped = new DataTransfer();
      dropped.items.add(new File([bytes], "phieu.bundle"));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
    }, base64);
    await page.locator('#answer[data-state="unpinned"]').waitFor();
    expect(await page.locator("#chosen").textContent()).toBe("phieu.bundle");
    await quietly();
  });
});
