// The time that an officer waits: a slip's code is before the camera, the phone has no network, and its processor is four times as slow as
// this one. Timed in Chromium from the press on "scan next" to the verdict on screen, on the pages and the demo that `npm start` serves.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import sharp from "sharp";
import { type Listening, listen, readEnvironment } from "../node.ts";

const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
const SLOWER = 4;
const SCANS = 21;
/** The picture that the page asks a camera for. */
const WIDTH = 1280;
const HEIGHT = 720;

/** The median of repeated scans in milliseconds, or undefined on a machine without Chromium. */
export async function measureScan(): Promise<number | undefined> {
  if (!fs.existsSync(CHROMIUM)) return undefined;
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-scan-"));
  const film = path.join(dir, "phieu.mjpeg");
  const env = readEnvironment({ PORT: "0", SO_NGUON_DATA: path.join(dir, "data"), SO_NGUON_DEMO: "1" });
  if (typeof env === "string") throw new Error(env);
  let service: Listening | undefined;
  let browser: Browser | undefined;
  try {
    service = await listen(env);
    fs.writeFileSync(film, await filmOf(await printedCode(service.address)));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: cameraOf(film) });
    const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
    return await timeScans(context, service.address);
  } finally {
    await browser?.close();
    await service?.close();
    fs.rmSync(dir, { recursive: true, force: true });
  }
}

function cameraOf(film: string): string[] {
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
  const camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"];
  return ["--no-sandbox", ...quiet, ...camera, `--use-file-for-fake-video-capture=${film}`];
}

/** Issues a slip as the quarry's dispatcher does, who may at any hour, and takes the code from the page that is printed. */
async function printedCode(address: string): Promise<string> {
  const taken = await post(address, "/demo/persona", { persona: "stoneMiner" });
  const cookie = (taken.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
  const read = async (page: string) =>
    (await fetch(address + page, { headers: { cookie, accept: "text/html" } })).text();
  const desk = await read("/mine");
  const origin = /value="(s:\d+:3)"/.exec(desk)?.[1];
  const route = /<option value="(\d+)"[^>]*>Mỏ đá Núi Voi → /.exec(desk)?.[1];
  const plate = /<datalist id="plates"><option value="([^"]+)"/.exec(desk)?.[1];
  if (!origin || !route || !plate) throw new Error("the quarry's desk does not offer its stone");
  const issued = await post(address, "/mine", { route, plate, origin, mass: "17,2", measure: "1" }, cookie);
  const slip = issued.headers.get("location");
  const code = slip ? /<svg[^>]*role="img"[\s\S]*?<\/svg>/.exec(await read(slip))?.[0] : undefined;
  if (!code) throw new Error(`no slip was issued: ${issued.status}`);
  return code;
}

function post(address: string, page: string, form: Record<string, string>, cookie = ""): Promise<Response> {
  const headers = { accept: "text/html", cookie };
  return fetch(address + page, { method: "POST", redirect: "manual", headers, body: new URLSearchParams(form) });
}

/** Two seconds of a hand that holds a printed slip: a third of the picture, a little turned, unsharp and grainy. */
async function filmOf(code: string): Promise<Buffer> {
  const frames: Buffer[] = [];
  for (let i = 0; i < 10; i++) {
    const sheet = await sharp(Buffer.from(code))
      .resize(400, 400)
      .extend({ top: 60, bottom: 60, left: 60, right: 60, background: "#f4f1ea" })
      .rotate(4 + (i % 4), { background: "#8d8374" })
      .png()
      .toBuffer();
    const grain = { type: "gaussian" as const, mean: 128, sigma: 14 };
    const create = { width: WIDTH, height: HEIGHT, channels: 3 as const, background: "#808080", noise: grain };
    const scene = await sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: "#8d8374" } })
      .composite([
        { input: sheet, left: 300 + 6 * i, top: 80 + 3 * (i % 5) },
        { input: { create }, blend: "overlay" },
      ])
      .png()
      .toBuffer();
    frames.push(await sharp(scene).blur(0.8).jpeg({ quality: 80 }).toBuffer());
  }
  return Buffer.concat(frames);
}

async function timeScans(context: BrowserContext, address: string): Promise<number> {
  await context.request.post(`${address}/demo/persona`, { data: { persona: "police" } });
  const page = await context.newPage();
  await page.goto(`${address}/check`);
  await page.locator('[data-trust][data-ready="1"]').waitFor();
  await page.getByRole("button", { name: "Bật máy ảnh" }).click();
  await page.getByRole("button", { name: "Quét tiếp" }).waitFor();
  await context.setOffline(true);
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const took: number[] = [];
  for (let i = 0; i < SCANS; i++) took.push(await scanOnce(page));
  return took.sort((a, b) => a - b)[Math.floor(SCANS / 2)]!;
}

/** One press, to the frame in which the verdict is drawn; whatever is not green was not measured. */
async function scanOnce(page: Page): Promise<number> {
  const { ms, verdict } = await page.evaluate(async () => {
    const result = document.querySelector<HTMLElement>("[data-result]")!;
    const next = [...document.querySelectorAll("button")].find((each) => each.textContent === "Quét tiếp")!;
    result.replaceChildren();
    const shown = new Promise<void>((resolve) => {
      const watch = new MutationObserver(() => {
        if (!result.querySelector("[data-verdict]")) return;
        watch.disconnect();
        requestAnimationFrame(() => setTimeout(resolve));
      });
      watch.observe(result, { childList: true });
    });
    const pressed = performance.now();
    next.click();
    await shown;
    const ms = performance.now() - pressed;
    return { ms, verdict: result.querySelector<HTMLElement>("[data-verdict]")?.dataset.verdict };
  });
  if (verdict !== "verified") throw new Error(`the roadside showed ${verdict}, not a good slip`);
  return ms;
}
