// /verify.html: one file that verifies a court bundle anywhere, also years later from a disk with no network. Script, style and fonts
// are inside it; its policy names them by their hashes and allows nothing else, no connection least of all. Built when the service
// starts, and by build.ts for Workers.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { html, raw } from "hono/html";
import { both, MARK_SVG, type Markup } from "../layout.ts";
import { styleSheet } from "../style.ts";

/** The page's own style, after the common sheet. */
const STYLE = `
.drop { display: block; margin: 24px 0 8px; padding: 28px 20px; border: 2px dashed var(--line-strong); border-radius: var(--round); background: var(--sheet); text-align: center; }
.drop[data-over] { border-color: var(--river); }
.drop input { position: absolute; opacity: 0; width: 1px; height: 1px; }
.drop:focus-within .button { outline: 3px solid var(--river); outline-offset: 2px; }
.drop .soft { margin-top: 12px; max-width: none; }
.chosen { font-weight: 600; overflow-wrap: anywhere; }
.head-note { white-space: pre-wrap; overflow-wrap: anywhere; font: 400 14px/1.5 var(--mono); margin: 0; }
#f-vkey { font-family: var(--mono); font-size: 15px; }
.drop + .field { margin-top: 24px; max-width: 776px; }
.drop { max-width: 776px; }
#answer { margin-top: 32px; scroll-margin-top: 16px; }
#answer p + .definitions { margin-top: 16px; }
#answer .both > .vi + .hash { display: block; }
@media print { .drop, .field { display: none; } }
`;

/** The page's bytes, and the policy that it must be sent with where it is served. */
export type VerifyPage = { readonly bytes: Uint8Array; readonly policy: string };

/** Builds the page; `fonts` is the folder of the font files. */
export async function verifyPage(fonts: string): Promise<VerifyPage> {
  const fontUrl = (file: string) => `data:font/woff2;base64,${readFileSync(join(fonts, file)).toString("base64")}`;
  const style = styleSheet(fontUrl) + STYLE;
  const script = await bundledScript();
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "font-src data:",
    "img-src data:",
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");
  const text = String(await pageOf(style, script, policy));
  return { bytes: new TextEncoder().encode(text), policy: `${policy}; frame-ancestors 'none'` };
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

async function bundledScript(): Promise<string> {
  const result = await build({
    entryPoints: [join(import.meta.dirname, "script.ts")],
    absWorkingDir: import.meta.dirname,
    bundle: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    charset: "utf8",
    minify: true,
    write: false,
    legalComments: "none",
    logLevel: "silent",
  });
  const script = result.outputFiles[0]!.text;
  // Inside <script> these would end it or begin a comment: the page would be cut in two.
  if (/<\/script|<!--/i.test(script)) throw new Error("the verify page's script cannot stand inside a page");
  return script;
}

function pageOf(style: string, script: string, policy: string): Markup {
  const icon = `data:image/svg+xml;base64,${Buffer.from(MARK_SVG).toString("base64")}`;
  return html`<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Kiểm tra hồ sơ chứng cứ · Sổ Nguồn</title>
<link rel="icon" href="${icon}">
<style>${raw(style)}</style>
</head>
<body>
<header class="top"><span class="home">Sổ Nguồn</span></header>
<main id="main" class="wide">
<h1><span lang="vi">Kiểm tra hồ sơ chứng cứ</span> <span class="second" lang="en">Verify a court bundle</span></h1>
<p class="lead">${both(
    "Trang này tự kiểm tra ngay trên máy của bạn: không cần mạng, không gửi tệp đi đâu.",
    "This page verifies on your own machine: no network is needed and the file goes nowhere.",
  )}</p>
<noscript><p><strong>${both(
    "Trình duyệt đang tắt JavaScript nên trang không kiểm tra được. Hãy bật lại, hoặc dùng lệnh so-nguon verify.",
    "JavaScript is off, so this page cannot verify. Turn it on, or use the command so-nguon verify.",
  )}</strong></p></noscript>
<div id="tools" hidden>
<label class="drop" id="drop" for="f-bundle"><span class="button">${both("Chọn tệp hồ sơ", "Choose the bundle")}</span>
<input id="f-bundle" type="file">
<p class="soft">${both("hoặc kéo tệp vào đây", "or drop the file here")}</p>
<p class="chosen" id="chosen"></p></label>
<div class="field"><label for="f-vkey">${both("Khóa sổ đã biết trước (nếu có)", "The log's key as known before (if any)")}</label>
<p class="hint" id="f-vkey-hint">${both(
    "Nội dung tệp log.vkey, lấy từ nơi khác với hồ sơ này: công bố của tỉnh, đơn vị xác nhận độc lập, bản lưu của cơ quan bạn.",
    "The text of log.vkey, from somewhere else than this file: the province's notice, a witness, your own office's copy.",
  )}</p>
<textarea id="f-vkey" rows="2" maxlength="4000" spellcheck="false" autocomplete="off" aria-describedby="f-vkey-hint"></textarea></div>
</div>
<div id="answer" aria-live="polite"></div>
</main>
<footer class="foot"><span>${both(
    "Cùng một phép kiểm với lệnh so-nguon verify. Khuôn dạng tệp: docs/format.md, Court bundle.",
    "The same verification as the command so-nguon verify. The file's format: docs/format.md, Court bundle.",
  )}</span></footer>
<script>${raw(script)}</script>
</body>
</html>
`;
}
