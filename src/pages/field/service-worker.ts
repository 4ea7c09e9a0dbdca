// The files that the service worker puts on a device: the field pages and every file they load, chunks that islands share included.

import { fromUtf8 } from "../../format/bytes.ts";
import type { Services } from "../../http/services.ts";
import { FONT_FILES } from "../../web/style.ts";

const SHELLS = ["/check", "/mine", "/receive"];
const SCRIPTS = ["mine.js", "check.js", "road.js", "receive.js"];

let made: { assets: Services["assets"]; script: Uint8Array } | undefined;

/** The service worker's script with its list in front; the list's hash of names is its version. */
export function workerScript(services: Services): Uint8Array {
  if (made?.assets !== services.assets) made = { assets: services.assets, script: build(services) };
  return made.script;
}

function build({ assets }: Services): Uint8Array {
  const scripts = SCRIPTS.map((name) => assets.url(name));
  const others = ["style.css", "mark.svg", "zxing_reader.wasm", ...FONT_FILES].map((name) => assets.url(name));
  const files = [...new Set([...scripts.flatMap((path) => withChunks(assets, path)), ...others])];
  const own = assets.get(assets.url("sw.js"))?.bytes ?? new Uint8Array();
  // Names carry their content's hash, so the list itself tells one version from another.
  const shelf = { version: versionOf([...files, assets.url("sw.js")]), files, shells: SHELLS };
  return new TextEncoder().encode(`self.SHELF=${JSON.stringify(shelf)};\n${fromUtf8(own) ?? ""}`);
}

/** A script and the chunks it imports, and theirs. */
function withChunks(assets: Services["assets"], path: string, seen = new Set<string>()): string[] {
  if (seen.has(path)) return [];
  seen.add(path);
  const text = fromUtf8(assets.get(path)?.bytes ?? new Uint8Array()) ?? "";
  for (const [name] of text.matchAll(/[a-z]+-[A-Z0-9]{8}\.js/g)) {
    const chunk = `/static/${name}`;
    if (assets.get(chunk)) withChunks(assets, chunk, seen);
  }
  return [...seen];
}

function versionOf(names: readonly string[]): string {
  let sum = 5381;
  for (const char of names.join()) sum = (Math.imul(sum, 33) ^ char.charCodeAt(0)) >>> 0;
  return sum.toString(36);
}
