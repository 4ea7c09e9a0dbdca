// The look as facts: contrast reckoned from the tokens, markup that keeps to the content policy, and what a browser
// measures on sample pages at phone and office width, by day, by night and on paper.
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Assets, loadAssets } from "../../src/web/built/assets.ts";
import { assetUrls, both, page, withQuery } from "../../src/web/layout.ts";
import { figuresTable, problemPanel, verdictPanel } from "../../src/web/parts.ts";
import { FONT_FILES, styleSheet } from "../../src/web/style.ts";
import { contrastRatio, DAY, NIGHT, type Palette, PRINT, VERDICT_STATES } from "../../src/web/tokens.ts";
import { inBrowser, launch, type PageServer, servePages } from "./browser.ts";
import { claimPage, issuePage, letterPage, slipPage, verdictPage } from "./sample.ts";

const THEMES: readonly (readonly [string, Palette])[] = [
  ["day", DAY],
  ["night", NIGHT],
  ["print", PRINT],
];

describe("colours can be read", () => {
  test("black on white has a contrast of 21", () => {
    expect(contrastRatio("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrastRatio("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  });

  test.each(THEMES)("text has at least 4.5 and verdict words at least 7 by %s", (_name, palette) => {
    for (const ground of [palette.paper, palette.sheet]) {
      for (const text of ["ink", "ink-soft", "river", "river-deep"] as const)
        expect(contrastRatio(palette[text], ground), text).toBeGreaterThanOrEqual(4.5);
      for (const state of VERDICT_STATES)
        expect(contrastRatio(palette[`${state}-word`], ground), state).toBeGreaterThanOrEqual(7);
      expect(contrastRatio(palette["line-strong"], ground), "field border").toBeGreaterThanOrEqual(3);
    }
    for (const press of ["river", "river-deep"] as const)
      expect(contrastRatio(palette["on-river"], palette[press])).toBeGreaterThanOrEqual(4.5);
    for (const state of VERDICT_STATES)
      expect(contrastRatio(palette[`${state}-on`], palette[`${state}-ground`]), state).toBeGreaterThanOrEqual(7);
  });

  test("a verdict's colour is used by that verdict and by nothing else", () => {
    const rules = styleSheet((file) => file).split("}");
    for (const state of VERDICT_STATES) {
      const users = rules.filter((rule) => rule.includes(`var(--${state}-`));
      expect(users.length).toBeGreaterThan(0);
      for (const rule of users) expect(rule.slice(0, rule.indexOf("{"))).toContain(`.${state}`);
    }
  });
});

describe("a page's markup", () => {
  const assets = assetUrls(
    Object.fromEntries(["style.css", "mark.svg", "x.js", ...FONT_FILES].map((name) => [name, `/static/${name}`])),
  );
  const frame = {
    lang: "vi" as const,
    path: "/claims/7?tab=lines",
    assets,
    title: "Hồ sơ",
    job: { vi: "Xem hồ sơ", en: "See the claim" },
  };

  test("carries no inline script and no inline style", () => {
    const text = String(page({ ...frame, body: both("a", "b"), scripts: ["x.js"] }));
    expect(text).toContain('<script type="module" src="/static/x.js"></script>');
    expect(text).not.toMatch(/ style=|<style|<script(?![^>]* src=)| on[a-z]+=/);
    for (const sample of [claimPage(assets), issuePage(assets), letterPage(assets), slipPage(assets, "a5")])
      expect(String(sample)).not.toMatch(/ style=|<style|<script|\son[a-z]+="/);
  });

  test("escapes what it is given", () => {
    expect(String(page({ ...frame, title: "<b>", job: "<i>", body: "<script>alert(1)</script>" }))).not.toMatch(
      /<b>|<i>|<script>/,
    );
    expect(String(figuresTable({ caption: "c", columns: [{ head: '"><u>' }], rows: [["<u>"]] }))).not.toContain("<u>");
  });

  test("says the job in both languages, Vietnamese first in either", () => {
    for (const lang of ["vi", "en"] as const) {
      const text = String(page({ ...frame, lang, body: "" }));
      expect(text).toContain(`<html lang="${lang}">`);
      expect(text.indexOf("Xem hồ sơ")).toBeLessThan(text.indexOf("See the claim"));
    }
  });

  test("switches language on the page one is on, and never leads to another site", () => {
    expect(String(page({ ...frame, body: "" }))).toContain('href="/claims/7?tab=lines&amp;lang=en"');
    expect(withQuery("/a?lang=vi", "lang", "en")).toBe("/a?lang=en");
    expect(withQuery("//evil.example/x", "lang", "en")).toBe("/?lang=en");
    expect(withQuery("https://evil.example/", "lang", "en")).toBe("/?lang=en");
    expect(withQuery("/\\evil.example", "lang", "en")).toBe("/?lang=en");
  });

  test("names its theme only when one was chosen", () => {
    expect(String(page({ ...frame, night: true, body: "" }))).toContain('data-theme="night"');
    expect(String(page({ ...frame, body: "" }))).not.toContain("data-theme");
  });

  test("a verdict is a shape and a word besides its colour, and each has a shape of its own", () => {
    const shapes = VERDICT_STATES.map((state) => {
      const text = String(verdictPanel({ state, reason: "Lý do." }));
      expect(text).toContain(`class="verdict ${state}"`);
      return text.match(/<svg.*?<\/svg>/)?.[0];
    });
    expect(new Set(shapes).size).toBe(4);
  });

  test("a refusal keeps the form with what was typed", () => {
    const text = String(problemPanel({ code: "x", vi: "Không nhận.", en: "Not taken." }, issuePage(assets)));
    expect(text).toContain('value="18.500"');
    expect(text).toContain('aria-invalid="true"');
  });

  test("a table too wide to stack scrolls inside a region that the keyboard reaches", () => {
    const text = String(
      figuresTable({ caption: "Sổ kho", columns: [{ head: "Ngày" }], rows: [["12/11/2026"]], narrow: "scroll" }),
    );
    expect(text).toContain('<div class="scroll" role="region" tabindex="0" aria-label="Sổ kho">');
  });

  test("an empty list says what will come and how", () => {
    const text = String(
      figuresTable({
        caption: "c",
        columns: [],
        rows: [],
        empty: { what: "Chưa có phiếu.", how: "Phiếu hiện ở đây khi mỏ xuất." },
      }),
    );
    expect(text).toContain("Phiếu hiện ở đây khi mỏ xuất.");
    expect(text).not.toContain("<table");
  });
});

describe("assets", () => {
  test("are served under names that change with their content, and squeezed for who asks", async () => {
    const assets = await loadAssets();
    for (const [path, asset] of assets.files()) {
      // The page that verifies from a disk is fetched by hand, under a name that people can say.
      if (path === "/verify.html") continue;
      expect(path).toMatch(/^\/static\/[\w.-]+-[0-9A-Z]{8}\.(js|css|svg|wasm|woff2)$/);
      expect(asset.headers["cache-control"]).toContain("immutable");
    }
    const style = assets.url("style.css");
    const plain = assets.get(style);
    const squeezed = await assets.encoded(style, "gzip, br");
    expect(squeezed?.headers["content-encoding"]).toBe("br");
    expect(squeezed?.bytes.length).toBeLessThan((plain?.bytes.length ?? 0) / 2);
    expect(assets.get("/static/../package.json")).toBeUndefined();
    expect(() => assets.url("nothing.js")).toThrow("no such asset");
  });
});

inBrowser("in a browser", () => {
  let assets: Assets;
  let server: PageServer;
  let browser: Browser;

  beforeAll(async () => {
    assets = await loadAssets();
    server = await servePages(assets, {
      "/claim": () => claimPage(assets),
      "/claim-en": () => claimPage(assets, "en"),
      "/night": () => claimPage(assets, "vi", true),
      "/verdict": () => verdictPage(assets, "contradicted"),
      "/issue": () => issuePage(assets),
      "/slip": () => slipPage(assets, "a5"),
      "/roll": () => slipPage(assets, "roll"),
      "/letter": () => letterPage(assets),
    });
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  async function open(path: string, width: number, colorScheme: "light" | "dark" = "light"): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 760 }, colorScheme });
    const tab = await context.newPage();
    await tab.goto(server.origin + path);
    await tab.evaluate("document.fonts.ready.then(() => 0)");
    return tab;
  }

  const size = (tab: Page, selector: string): Promise<number> =>
    tab.evaluate(`parseFloat(getComputedStyle(document.querySelector(${JSON.stringify(selector)})).fontSize)`);

  test.each([360, 1280])(
    "no page is wider than the screen at %d px, and nothing breaks the content policy",
    async (width) => {
      for (const path of ["/claim", "/claim-en", "/verdict", "/issue", "/slip", "/letter"]) {
        const tab = await open(path, width);
        const said: string[] = [];
        tab.on("console", (message) => said.push(message.text()));
        await tab.reload();
        expect(await tab.evaluate("document.documentElement.scrollWidth"), path).toBeLessThanOrEqual(width);
        expect(said, path).toEqual([]);
        await tab.context().close();
      }
    },
  );

  test("body text is 17 px in the hosted face with figures of one width, numbers and verdict words 40 px or more", async () => {
    const tab = await open("/issue", 360);
    expect(await size(tab, "body")).toBe(17);
    expect(
      await tab.evaluate(
        `[...document.fonts].some((f) => f.family.includes("Be Vietnam Pro") && f.status === "loaded")`,
      ),
    ).toBe(true);
    expect(await size(tab, ".field.big input")).toBeGreaterThanOrEqual(40);
    const widths = await tab.evaluate(`["1111111111", "0000000000", "8888888888"].map((text) => {
      const span = document.createElement("span"); span.textContent = text; span.className = "figure"; document.body.append(span); return span.getBoundingClientRect().width; })`);
    expect(new Set(widths as number[]).size).toBe(1);
    const verdict = await open("/verdict", 360);
    expect(await size(verdict, ".verdict-word")).toBeGreaterThanOrEqual(40);
    await tab.context().close();
    await verdict.context().close();
  });

  test("everything that is pressed is at least 48 px high, and the action stays in sight on a phone", async () => {
    for (const path of ["/claim", "/verdict", "/issue"]) {
      const tab = await open(path, 360);
      const heights = (await tab.evaluate(
        `[...document.querySelectorAll("button, .button, .choice, summary, input:not([type=radio])")].map((e) => e.getBoundingClientRect().height)`,
      )) as number[];
      expect(heights.length).toBeGreaterThan(0);
      for (const height of heights) expect(height).toBeGreaterThanOrEqual(48);
      await tab.context().close();
    }
    const tab = await open("/verdict", 360);
    const bottom = await tab.evaluate(`document.querySelector(".action").getBoundingClientRect().bottom`);
    expect(bottom).toBeLessThanOrEqual(760);
    await tab.context().close();
  });

  test("a stacked table still names its columns and is still a table to a screen reader", async () => {
    const tab = await open("/claim", 360);
    expect(await tab.evaluate(`getComputedStyle(document.querySelector("table.stack td"), "::before").content`)).toBe(
      '"Đề nghị (đ)"',
    );
    expect(await tab.getByRole("table").count()).toBe(1);
    expect(await tab.getByRole("row").count()).toBe(6);
    await tab.context().close();
  });

  test("the theme follows the device until the person chooses", async () => {
    const ground = (tab: Page): Promise<string> => tab.evaluate("getComputedStyle(document.body).backgroundColor");
    const [day, dark, chosen] = await Promise.all([
      open("/claim", 360),
      open("/claim", 360, "dark"),
      open("/night", 360),
    ]);
    expect(await ground(day)).toBe("rgb(250, 246, 238)");
    expect(await ground(dark)).toBe("rgb(21, 19, 15)");
    expect(await ground(chosen)).toBe("rgb(21, 19, 15)");
    expect(await day.getByRole("link", { name: "Nền tối" }).count()).toBe(1);
    expect(await chosen.getByRole("link", { name: "Nền sáng" }).count()).toBe(1);
    await Promise.all([day, dark, chosen].map((tab) => tab.context().close()));
  });

  test("the first press of Tab offers to skip to the content", async () => {
    const tab = await open("/claim", 1280);
    await tab.keyboard.press("Tab");
    await tab.keyboard.press("Enter");
    expect(await tab.evaluate("document.activeElement.id")).toBe("main");
    await tab.context().close();
  });

  test("paper is white with black ink, and each sheet has its own size", async () => {
    const tab = await open("/night", 1280);
    await tab.emulateMedia({ media: "print" });
    expect(await tab.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
    expect(await tab.evaluate("getComputedStyle(document.body).color")).toBe("rgb(0, 0, 0)");
    expect(await tab.evaluate(`getComputedStyle(document.querySelector("table.stack thead th")).display`)).toBe(
      "table-cell",
    );
    for (const [path, wide, high] of [
      ["/slip", 419.5, 595.3],
      ["/roll", 226.8, 566.9],
      ["/letter", 595.3, 841.9],
    ] as const) {
      await tab.emulateMedia({ media: null });
      await tab.goto(server.origin + path);
      const pdf = (await tab.pdf({ preferCSSPageSize: true })).toString("latin1");
      const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)];
      expect(boxes.length, path).toBe(1);
      expect(Math.abs(Number(boxes[0]?.[1]) - wide)).toBeLessThan(1);
      expect(Math.abs(Number(boxes[0]?.[2]) - high)).toBeLessThan(1);
    }
    await tab.context().close();
  });
});
