// Chromium for the page tests: a page server on loopback that sends our own headers, and the browser that Debian packages.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Browser, chromium } from "playwright-core";
import type { Assets } from "../../src/web/built/assets.ts";
import { type Markup, PAGE_HEADERS } from "../../src/web/layout.ts";
import { CHROMIUM, describeWith, needChromium } from "../machine.ts";

/** `describe` for what only a browser can show. */
export const inBrowser = (name: string, facts: () => void): void => describeWith(needChromium(), name, facts);

/** Starts Chromium without any of its own network traffic. */
export function launch(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      ...more,
    ],
  });
}

/** A page server: assets, pages by path, and whatever else a test answers itself. */
export interface PageServer {
  origin: string;
  close(): Promise<void>;
}

/** Serves pages with the headers every page is sent with. */
export async function servePages(
  assets: Assets,
  pages: Record<string, () => Markup>,
  answer?: (request: IncomingMessage, body: Buffer, response: ServerResponse) => boolean,
): Promise<PageServer> {
  const server: Server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "/", "http://local.invalid").pathname;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (answer?.(request, Buffer.concat(chunks), response)) return;
    const asset = await assets.encoded(path, request.headers["accept-encoding"]);
    if (asset) return void response.writeHead(200, asset.headers).end(asset.bytes);
    const make = pages[path];
    if (!make) return void response.writeHead(404).end();
    response.writeHead(200, { ...PAGE_HEADERS, "content-type": "text/html; charset=utf-8" }).end(String(await make()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
