// The files behind /static/: islands bundled by esbuild, the style sheet, fonts, the code reader's wasm, the tab icon.
// Built once in memory when the service starts and served under names that carry their content's hash, so a browser may
// keep them for ever. Node only; on Workers the same files are written beforehand by build.ts and served by the host.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build } from "esbuild";
import { type AssetUrls, MARK_SVG } from "../layout.ts";
import { FONT_FILES, styleSheet } from "../style.ts";
import { verifyPage } from "../verify/document.ts";

/** One file as it is served. */
export interface Asset {
  bytes: Uint8Array;
  type: string;
  headers: Readonly<Record<string, string>>;
}

/** All files of the site, by address; `manifest` maps plain names ("keystore.js") to addresses. */
export interface Assets extends AssetUrls {
  manifest: Readonly<Record<string, string>>;
  get(path: string): Asset | undefined;
  /** Every file with its address, shared chunks included: for build.ts and for keeping the site on a device. */
  files(): Iterable<[path: string, asset: Asset]>;
  /** The same file squeezed for the reader's Accept-Encoding where that helps; squeezed once, kept. */
  encoded(path: string, acceptEncoding: string | undefined): Promise<Asset | undefined>;
  /** A font file of the papers that the server makes: 2 MB in all that no browser asks for, read with the first paper. */
  paperFont(file: string): Promise<Uint8Array>;
}

const FOLDER = "/static/";
/** Where the page that verifies court bundles is found. */
export const VERIFY_PATH = "/verify.html";
const ISLANDS = join(dirname(fileURLToPath(import.meta.url)), "../islands");
const TYPES: Readonly<Record<string, string>> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  wasm: "application/wasm",
  woff2: "font/woff2",
};
// woff2 is squeezed already; squeezing it again only costs time.
const SQUEEZED = new Set(["js", "css", "svg", "wasm", "html"]);

function ending(path: string): string {
  return path.slice(path.lastIndexOf(".") + 1);
}

function hashedName(name: string, bytes: Uint8Array): string {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 8).toUpperCase();
  return `${name.slice(0, name.lastIndexOf("."))}-${hash}.${ending(name)}`;
}

/** Files gathered so far: bytes by address, address by plain name. */
interface Shelf {
  files: Map<string, Asset>;
  manifest: Record<string, string>;
}

function shelve(shelf: Shelf, path: string, bytes: Uint8Array): void {
  const type = TYPES[ending(path)];
  if (type === undefined) throw new Error(`no media type known for ${basename(path)}`);
  const headers = {
    "content-type": type,
    "cache-control": "public, max-age=31536000, immutable",
    "x-content-type-options": "nosniff",
  };
  shelf.files.set(path, { bytes, type, headers });
}

function add(shelf: Shelf, name: string, bytes: Uint8Array): string {
  const path = FOLDER + hashedName(name, bytes);
  shelve(shelf, path, bytes);
  shelf.manifest[name] = path;
  return path;
}

/** Bundles every file of islands/ as an entry of its own; what they share becomes a chunk that is fetched once. */
async function addIslands(shelf: Shelf): Promise<void> {
  const entries = readdirSync(ISLANDS).filter((file) => file.endsWith(".ts"));
  const result = await build({
    entryPoints: entries.map((file) => join(ISLANDS, file)),
    absWorkingDir: ISLANDS,
    outdir: "/static",
    outbase: ISLANDS,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    write: false,
    metafile: true,
    legalComments: "none",
    logLevel: "silent",
    entryNames: "[name]-[hash]",
    chunkNames: "shared-[hash]",
    assetNames: "[name]-[hash]",
    publicPath: "/static",
    loader: { ".wasm": "file" },
  });
  for (const file of result.outputFiles) shelve(shelf, FOLDER + basename(file.path), file.contents);
  for (const [out, meta] of Object.entries(result.metafile.outputs)) {
    if (meta.entryPoint) shelf.manifest[`${basename(meta.entryPoint, ".ts")}.js`] = FOLDER + basename(out);
    else if (out.endsWith(".wasm")) shelf.manifest["zxing_reader.wasm"] = FOLDER + basename(out);
  }
}

/** Where the font files are. */
function fontFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve("@fontsource/be-vietnam-pro/package.json")), "files");
}

/** The font files of papers as they are installed, each in the folder of its style: 700Bold/Tinos_700Bold.ttf. */
function readPaperFont(file: string): Promise<Uint8Array> {
  const folder = dirname(createRequire(import.meta.url).resolve("@expo-google-fonts/tinos/package.json"));
  const style = file.slice(file.indexOf("_") + 1, file.lastIndexOf("."));
  return readFile(join(folder, style, file));
}

function addStyle(shelf: Shelf): void {
  const fonts = fontFolder();
  for (const file of FONT_FILES) add(shelf, file, readFileSync(join(fonts, file)));
  const sheet = styleSheet((file) => shelf.manifest[file] ?? "");
  add(shelf, "style.css", new TextEncoder().encode(sheet));
  add(shelf, "mark.svg", new TextEncoder().encode(MARK_SVG));
}

/** The page that verifies from disk keeps its own name: it is saved, linked to and looked for by it. */
async function addVerifyPage(shelf: Shelf): Promise<void> {
  const { bytes, policy } = await verifyPage(fontFolder());
  const type = "text/html; charset=utf-8";
  const headers = { "content-type": type, "cache-control": "no-cache", "content-security-policy": policy };
  shelf.files.set(VERIFY_PATH, { bytes, type, headers });
}

type Coding = "br" | "gzip";

function squeeze(coding: Coding, bytes: Uint8Array): Promise<Uint8Array> {
  // Quality 5: near the best size at a tenth of the time, since the first reader waits for it.
  return coding === "br"
    ? promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
    : promisify(gzip)(bytes);
}

function codingFor(accept: string | undefined): Coding | undefined {
  const offered = (accept ?? "").split(",").map((part) => part.trim().split(";")[0]);
  return offered.includes("br") ? "br" : offered.includes("gzip") ? "gzip" : undefined;
}

/** Builds every asset from the sources; the second call in a process returns the first one's work. */
export function loadAssets(): Promise<Assets> {
  loaded ??= gather();
  return loaded;
}

let loaded: Promise<Assets> | undefined;

async function gather(): Promise<Assets> {
  const shelf: Shelf = { files: new Map(), manifest: {} };
  addStyle(shelf);
  await Promise.all([addIslands(shelf), addVerifyPage(shelf)]);
  const squeezed = new Map<string, Promise<Asset>>();
  const fonts = new Map<string, Promise<Uint8Array>>();
  return {
    manifest: shelf.manifest,
    url(name) {
      const path = shelf.manifest[name];
      if (path === undefined) throw new Error(`no such asset: ${name}`);
      return path;
    },
    get: (path) => shelf.files.get(path),
    files: () => shelf.files.entries(),
    async paperFont(file) {
      const read = fonts.get(file) ?? readPaperFont(file);
      fonts.set(file, read);
      return read;
    },
    async encoded(path, acceptEncoding) {
      const plain = shelf.files.get(path);
      const coding = codingFor(acceptEncoding);
      if (!plain || !coding || !SQUEEZED.has(ending(path))) return plain;
      const key = `${coding} ${path}`;
      const made =
        squeezed.get(key) ??
        squeeze(coding, plain.bytes).then((bytes) => ({
          ...plain,
          bytes,
          headers: { ...plain.headers, "content-encoding": coding, vary: "accept-encoding" },
        }));
      squeezed.set(key, made);
      return made;
    },
  };
}
