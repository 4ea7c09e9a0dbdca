// The frame around every page: heading, who is signed in, language and theme, the ledger's newest head. Pages give it
// their job's sentence and a body and nothing else, so that each screen has one job and one place for its action.
// Runs on Node and on Workers alike: no file, no clock; script and style come by hashed name from the asset manifest.
import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import { formatCount } from "../words/as-written.ts";
import type { Lang, Words } from "../words/lang.ts";

/** Markup from hono's html tag: already escaped. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

/** The content of a part: plain text (escaped), markup, or a sentence in both languages (Vietnamese first). */
export type Content = string | Markup | Words;

/** Where to find an asset by its plain name ("style.css" gives "/static/style-1A2B3C4D.css"). */
export interface AssetUrls {
  url(name: string): string;
}

/** The newest tree head as the footer shows it: size and the first characters of its root. */
export interface HeadShort {
  size: number;
  rootShort: string;
}

/** Who is signed in: the registered party or post, never a private person's name from the ledger. */
export interface SignedInParty {
  name: string;
  role?: string;
  signOutPath?: string;
}

/** Values that the server reads once per request and gives to every page. */
export interface Frame {
  lang: Lang;
  path: string;
  assets: AssetUrls;
  night?: boolean;
  who?: SignedInParty;
  head?: HeadShort;
}

/** A page: its frame, the browser tab's title, the job's sentence as heading, and the body. */
export interface Page extends Frame {
  title: string;
  job: string | Words;
  body: Content;
  crumbs?: Markup;
  scripts?: readonly string[];
  wide?: boolean;
  screen?: boolean;
  /** The address of the page's manifest, where it can be put on a device's home screen. */
  manifest?: string;
}

/** Picks the sentence for the page's language. */
export function t(lang: Lang, vi: string, en: string): string {
  return lang === "vi" ? vi : en;
}

/** Shows both languages: Vietnamese first, English after it in smaller type. */
export function both(vi: Exclude<Content, Words>, en: Exclude<Content, Words>): Markup {
  return html`<span class="both"><span class="vi" lang="vi">${vi}</span> <span class="en" lang="en">${en}</span></span>`;
}

/** Renders any content: text is escaped, a sentence in both languages is shown in both. */
export function show(content: Content): Exclude<Content, Words> {
  return isWords(content) ? both(content.vi, content.en) : content;
}

function isWords(content: Content): content is Words {
  return typeof content === "object" && "vi" in content && "en" in content;
}

/** The same page with one query parameter set; anything but a local path falls back to the start page. */
export function withQuery(path: string, name: string, value: string): string {
  const base = "http://local.invalid";
  const url = path.startsWith("/") ? new URL(path, base) : new URL(base);
  const here = url.origin === base ? url : new URL(base);
  here.searchParams.set(name, value);
  return here.pathname.replace(/^\/{2,}/, "/") + here.search;
}

/** Asset addresses from the manifest that build.ts writes, for hosts that serve the files themselves. */
export function assetUrls(manifest: Readonly<Record<string, string>>): AssetUrls {
  return {
    url(name) {
      const found = manifest[name];
      if (found === undefined) throw new Error(`no such asset: ${name}`);
      return found;
    },
  };
}

/** The headers every page is sent with: nothing inline runs, nothing foreign loads, wasm only for the code reader. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "permissions-policy": "camera=(self), microphone=(), geolocation=()",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
};

const MARK = html`<svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round"><path d="M16 9v17M16 9C13 6.5 8.5 6 4 6.5v17c4.5-.5 9 0 12 2.5 3-2.5 7.5-3 12-2.5v-17C23.5 6 19 6.5 16 9z"/><path d="M8 13c1.5-1 3 1 4.5 0M8 18c1.5-1 3 1 4.5 0M19.5 13c1.5-1 3 1 4.5 0M19.5 18c1.5-1 3 1 4.5 0"/></svg>`;

function heading(job: string | Words, lang: Lang): Markup {
  if (typeof job === "string") return html`<h1>${job}</h1>`;
  return lang === "vi"
    ? html`<h1><span lang="vi">${job.vi}</span> <span class="second" lang="en">${job.en}</span></h1>`
    : html`<h1><span class="second" lang="vi">${job.vi}</span> <span lang="en">${job.en}</span></h1>`;
}

function signedIn(who: SignedInParty, lang: Lang): Markup {
  const leave = who.signOutPath
    ? html`<form method="post" action="${who.signOutPath}"><button class="plain" type="submit">${t(lang, "Đăng xuất", "Sign out")}</button></form>`
    : "";
  const role = who.role ? html` <span class="who-role">${who.role}</span>` : "";
  return html`<div class="who"><span><span class="who-name">${who.name}</span>${role}</span>${leave}</div>`;
}

/** Both theme links are written; the style shows the one that changes something, since only the browser knows its own theme. */
function switches(frame: Frame): Markup {
  const { lang, path } = frame;
  const other = lang === "vi" ? "en" : "vi";
  const theme = html`<a class="to-night" href="${withQuery(path, "theme", "night")}">${t(lang, "Nền tối", "Night")}</a><a class="to-day" href="${withQuery(path, "theme", "day")}">${t(lang, "Nền sáng", "Day")}</a>`;
  const tongue = html`<a class="tongue" href="${withQuery(path, "lang", other)}" lang="${other}" hreflang="${other}">${t(other, "Tiếng Việt", "English")}</a>`;
  return html`<nav class="switches" aria-label="${t(lang, "Ngôn ngữ và nền", "Language and theme")}">${theme}${tongue}</nav>`;
}

function foot(frame: Frame): Markup {
  const { lang, head } = frame;
  const newest = head
    ? html`<a class="head-short" href="/log/checkpoint">${t(lang, "Mốc xác nhận sổ", "Tree head")} <span class="figure">${formatCount(head.size, lang)}</span> · <code>${head.rootShort}</code></a>`
    : "";
  return html`<footer class="foot"><span>${t(lang, "Sổ Nguồn: sổ gốc điện tử của vật liệu xây dựng", "Sổ Nguồn: the ledger of lawful origin for building materials")}</span>${newest}</footer>`;
}

/** The river blue of the mark, in which a device frames the installed page. */
export const THEME_COLOUR = "#0f4c81";

/** The document head: one style sheet, the two fonts of the first screen preloaded, module scripts from /static only. */
export function documentHead(view: {
  title: string;
  assets: AssetUrls;
  scripts?: readonly string[];
  manifest?: string;
}): Markup {
  const fonts = ["be-vietnam-pro-latin-400-normal.woff2", "be-vietnam-pro-vietnamese-400-normal.woff2"];
  return html`<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<title>${view.title} · Sổ Nguồn</title>
${fonts.map((font) => html`<link rel="preload" href="${view.assets.url(font)}" as="font" type="font/woff2" crossorigin>`)}
<link rel="stylesheet" href="${view.assets.url("style.css")}">
<link rel="icon" href="${view.assets.url("mark.svg")}" type="image/svg+xml">
${view.manifest ? html`<link rel="manifest" href="${view.manifest}" crossorigin="use-credentials"><meta name="theme-color" content="${THEME_COLOUR}">` : ""}
${(view.scripts ?? []).map((name) => html`<script type="module" src="${view.assets.url(name)}"></script>`)}
</head>`;
}

/** The whole document; `screen` drops the frame's extras for a roadside screen, `wide` gives tables the room they need. */
export function page(view: Page): Markup {
  const { lang, job, body, crumbs, night, who } = view;
  const theme = night === undefined ? "" : raw(` data-theme="${night ? "night" : "day"}"`);
  return html`<!doctype html>
<html lang="${lang}"${theme}>
${documentHead(view)}
<body${view.screen ? raw(' class="screen"') : ""}>
<a class="skip" href="#main">${t(lang, "Đến nội dung chính", "Skip to content")}</a>
<header class="top"><a class="home" href="/">${MARK}<span>Sổ Nguồn</span></a>${who ? signedIn(who, lang) : ""}${switches(view)}</header>
<main id="main" tabindex="-1"${view.wide ? raw(' class="wide"') : ""}>
${crumbs ?? ""}
${heading(job, lang)}
${show(body)}
</main>
${foot(view)}
</body>
</html>`;
}

/** The tab icon as a file of its own: the book with its two pages. */
export const MARK_SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0f4c81"/><path d="M16 10v15M16 10c-2.5-2-6-2.5-10-2v15c4-.5 7.5 0 10 2 2.5-2 6-2.5 10-2V8c-4-.5-7.5 0-10 2z" fill="none" stroke="#fff" stroke-width="2.2" stroke-linejoin="round"/></svg>`;
