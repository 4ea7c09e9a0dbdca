// The address under which people reach this service. The operator configures it once; what a request says about its host, or what a proxy
// adds to it, is never believed. Links, the cookies' protection and HSTS follow it.

import type { Context } from "hono";
import type { CookieOptions } from "hono/utils/cookie";
import { z } from "zod";

const WORDS = "https://so.vidu.gov.vn, không có đường dẫn · without a path";

/** How a configuration names a public address. */
export const publicUrl = z
  .string()
  .refine((url) => /^https?:/.test(url) && URL.canParse(url) && url.replace(/\/$/, "") === new URL(url).origin, WORDS);

/** A year; the sub-domains of an office are not ours to speak for. */
const HSTS = "max-age=31536000";

export class PublicAddress {
  readonly #url: URL;

  /** An http or https address without a path. */
  constructor(origin: string) {
    this.#url = new URL(origin);
  }

  /** True where people come by TLS. */
  get encrypted(): boolean {
    return this.#url.protocol === "https:";
  }

  /** The full address of one of our paths, to be sent to somebody. */
  linkTo(path: string): string {
    return new URL(path, this.#url).href;
  }

  /** Options of every cookie that this service sets. */
  get cookies(): CookieOptions {
    return { path: "/", sameSite: "Lax", secure: this.encrypted };
  }

  /** The name of a cookie that no other site of the same domain may set for us, where the browser can promise that. */
  guarded(name: string): string {
    return this.encrypted ? `__Host-${name}` : name;
  }

  /** Tells browsers to come by TLS only; no word of it over plain HTTP, where they would not believe it. */
  harden(context: Context): void {
    if (this.encrypted) context.res.headers.set("strict-transport-security", HSTS);
  }

  /** True if a page with this origin is one of ours: under the public address, or under the name that the browser itself asked for. */
  isOurs(origin: string, context: Context): boolean {
    if (!URL.canParse(origin)) return false;
    const { host } = new URL(origin);
    return host === this.#url.host || host === (context.req.header("host") ?? new URL(context.req.url).host);
  }
}
