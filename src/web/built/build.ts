// Writes every asset as a file, for hosts that serve files themselves (wrangler's `assets`), with the manifest that
// layout.ts's assetUrls reads and the scripts' text. Run: node src/web/built/build.ts DIRECTORY
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FACES } from "../../paper/font-files.ts";
import { type Assets, loadAssets, VERIFY_PATH } from "./assets.ts";

/** Writes static/…, static-manifest.json and static-scripts.json below the directory; returns how many assets were written. */
async function writeAssets(assets: Assets, directory: string): Promise<number> {
  for (const [path, asset] of assets.files()) {
    const target = join(directory, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, asset.bytes);
  }
  // The worker reads them when it makes its first paper (src/service/worker/served-assets.ts).
  await mkdir(join(directory, "paper-fonts"), { recursive: true });
  for (const file of Object.values(FACES))
    await writeFile(join(directory, "paper-fonts", file), await assets.paperFont(file));
  await writeFile(join(directory, "static-manifest.json"), `${JSON.stringify(assets.manifest, null, 2)}\n`);
  // Files that a page reads and does not only name (the service worker's list of chunks) are embedded: a worker cannot read a folder.
  const scripts = [...assets.files()].filter(([path]) => path.endsWith(".js"));
  const texts = Object.fromEntries(scripts.map(([path, { bytes }]) => [path, new TextDecoder().decode(bytes)]));
  await writeFile(join(directory, "static-scripts.json"), JSON.stringify(texts));
  const policy = assets.get(VERIFY_PATH)?.headers["content-security-policy"];
  const verify = `${VERIFY_PATH}\n  Content-Security-Policy: ${policy}\n  X-Content-Type-Options: nosniff\n`;
  // Cloudflare's file host reads this name; it gives hashed files the same headers as our own server.
  await writeFile(
    join(directory, "_headers"),
    `/static/*\n  Cache-Control: public, max-age=31536000, immutable\n  X-Content-Type-Options: nosniff\n${verify}`,
  );
  return [...assets.files()].length;
}

if (import.meta.main) {
  const directory = process.argv[2];
  if (directory === undefined) {
    console.error("Thiếu thư mục đích. · Which directory? Usage: node src/web/built/build.ts DIRECTORY");
    process.exit(2);
  }
  const count = await writeAssets(await loadAssets(), directory);
  console.log(`Đã ghi ${count} tệp vào ${directory}. · Wrote ${count} files.`);
}
