// The guard around every resource but POST /entries: size limits, same-origin posts, headers that browsers obey, answers to
// OPTIONS, to wrong methods, to unknown addresses and to our own failures.

import type { Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { compress } from "hono/compress";
import { html } from "hono/html";
import { matchedRoutes } from "hono/route";
import { logEvent } from "../eventlog.ts";
import { isAway } from "../store/away.ts";
import { PAGE_HEADERS, page, t } from "../web/layout.ts";
import { actionButton, requestLine } from "../web/parts.ts";
import { type Problem, problem, sentence } from "../words/problem.ts";
import { roomFor, wantsPage } from "./body.ts";
import { frameOf, plainFrame } from "./frame.ts";
import { tooMany } from "./limits.ts";
import { refuse } from "./problems.ts";
import type { PublicAddress } from "./public-address.ts";
import type { Rates } from "./rates.ts";
import { requestIdOf } from "./request-id.ts";
import type { Services } from "./services.ts";
import { sessionNamed } from "./session.ts";

const FORM_BYTES = 1024 * 1024;
/** Counts a body whose length nobody announced, while it comes in. */
const boundForm = bodyLimit({
  maxSize: FORM_BYTES,
  onError: () => refuse(problem("too-large", { bytes: FORM_BYTES + 1, limit: FORM_BYTES })),
});
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const READING = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * The demo signs for its personas, so it answers to this machine's own names alone: a page elsewhere whose name is made to lead
 * here (DNS rebinding) is of the same origin in the browser's eyes, and only the name that it asks for tells it apart.
 */
export function mountDemoHost(app: Hono): void {
  app.use(async (context, next) => {
    const host = context.req.header("host") ?? new URL(context.req.url).host;
    const forwarded = FORWARDED.some((name) => context.req.header(name) !== undefined);
    return LOOPBACK.test(host) && !forwarded ? next() : refuse(problem("wrong-host"));
  });
}

/** A proxy in front says one of these: then the visitor is not at this machine, whatever name the proxy asks for. */
const FORWARDED = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])(:\d{1,5})?$/i;

/** Middleware for everything mounted after it. */
export function mountGuard(app: Hono, services: Services): void {
  const { publicAddress, metrics } = services;
  app.use(async (context, next) => {
    const begun = performance.now();
    await next();
    const { method } = context.req;
    // The route's pattern, never the path: a path can hold a token or a code, and there are as many as anybody asks for.
    const route = matchedRoutes(context).at(-1)?.path ?? "*";
    const known = METHODS.includes(method) ? method : "other";
    metrics.requested({ method: known, route, status: context.res.status }, (performance.now() - begun) / 1000);
    publicAddress.harden(context);
    const { headers } = context.res;
    const asPage = headers.get("content-type")?.startsWith("text/html") === true;
    // One page, the one that works from disk, has a stricter policy of its own.
    const policy = headers.get("content-security-policy");
    if (asPage) for (const [name, value] of Object.entries(PAGE_HEADERS)) headers.set(name, value);
    if (asPage && policy !== null) headers.set("content-security-policy", policy);
    else headers.set("x-content-type-options", "nosniff");
    if (asPage && !headers.has("cache-control")) headers.set("cache-control", "private, no-cache");
  });
  app.use(compress());
  app.use(async (context, next) => {
    if (!READING.has(context.req.method) && isCrossSite(context, publicAddress)) return refuse(problem("cross-site"));
    return next();
  });
  app.use(async (context, next) => {
    const { body, headers } = context.req.raw;
    if (!body) return next();
    const announced = Number(headers.get("content-length") ?? FORM_BYTES);
    if (announced > FORM_BYTES)
      return turnDown(context, services, problem("too-large", { bytes: announced, limit: FORM_BYTES }));
    const room = roomFor(services.limits, services.limits.senderOf(context));
    const full = room.take(announced);
    if (full) return refuse(full);
    return boundForm(context, next).finally(() => room.give(announced));
  });
  app.options("*", (context) => {
    const allow = allowedAt(app, context.req.path);
    return allow.length === 0
      ? refuse(problem("no-such-page"))
      : new Response(null, { status: 204, headers: { allow: [...allow, "OPTIONS"].join(", ") } });
  });
}

/** Middleware for what comes after files of fixed content: each request is on the account of its address, and of its session where it has one. */
export function mountRates(app: Hono, services: Services): void {
  const { limits } = services;
  app.use(async (context, next) => {
    const session = sessionNamed(context, services.publicAddress);
    const { address, session: bySession } = limits.rates;
    const asked: readonly [Rates, string][] = [
      [address, limits.senderOf(context)],
      ...(session === undefined ? [] : [[bySession, session] as [Rates, string]]),
    ];
    let told: Record<string, string> = {};
    for (const [rates, sender] of asked) {
      const left = rates.take(sender);
      told = rates.fields(left);
      if (!left.ok) return turnDown(context, services, tooMany(left.waitS), told);
    }
    await next();
    for (const [name, value] of Object.entries(told))
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
  });
}

/** Browsers say where a post comes from; whoever says nothing is no browser and carries no visitor's cookie. */
function isCrossSite(context: Context, publicAddress: PublicAddress): boolean {
  const site = context.req.header("sec-fetch-site");
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  const origin = context.req.header("origin");
  return origin !== undefined && !publicAddress.isOurs(origin, context);
}

function allowedAt(app: Hono, path: string): string[] {
  const found = METHODS.filter((method) =>
    app.router.match(method, path)[0].some(([[, route]]) => route.method === method),
  );
  return found.includes("GET") ? ["GET", "HEAD", ...found.filter((method) => method !== "GET")] : found;
}

/** Answers unknown addresses and failures: with problems for machines, with the same words on a page for people. */
export function mountEnds(app: Hono, services: Services): void {
  app.notFound((context) => {
    const { method, path } = context.req;
    const allowed = allowedAt(app, path).join(", ");
    if (allowed && !allowed.split(", ").includes(method))
      return refuse(problem("method-not-allowed", { method, allowed }), { allow: allowed });
    return turnDown(context, services, problem("no-such-page"));
  });
  app.onError((error, context) => {
    // The route's pattern, never the path: a path can hold a token or a code.
    const route = matchedRoutes(context).at(-1)?.path;
    const fields = { request: requestIdOf(context), method: context.req.method, route };
    if (isAborted(error)) logEvent("http.request-aborted", fields);
    else logEvent("http.request-failed", fields, error);
    return turnDown(context, services, isAway(error) ? problem("away", { seconds: 5 }) : problem("internal"));
  });
}

/** Node's word for a body whose sender went away before its end: nobody is left to answer, and nothing of ours broke. */
function isAborted(error: unknown): boolean {
  return error instanceof Error && error.message === "aborted" && "code" in error && error.code === "ECONNRESET";
}

/** A problem as the reader asked for it: a page in a browser, a document otherwise. Pages use it too. */
export async function turnDown(
  context: Context,
  services: Services,
  of: Problem,
  fields: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const plain = refuse(of, fields);
  if (!wantsPage(context)) return plain;
  try {
    const words = { vi: sentence(of, "vi"), en: sentence(of, "en") };
    const asksNothing = of.code === "away" || of.code === "too-many-requests";
    const frame = asksNothing ? plainFrame(context, services) : await frameOf(context, services);
    const body = html`<p>${t(frame.lang, "Kiểm tra lại địa chỉ, hoặc bắt đầu từ trang đầu.", "Check the address, or begin from the first page.")}</p>${requestLine(requestIdOf(context))}
${actionButton({ path: "/", verb: t(frame.lang, "Về trang đầu", "To the first page") })}`;
    const view = { ...frame, title: words[frame.lang], job: words, body };
    const headers = { ...PAGE_HEADERS, "content-type": "text/html; charset=utf-8" };
    for (const [name, value] of Object.entries(headers)) plain.headers.set(name, value);
    return new Response(String(await page(view)), { status: plain.status, headers: plain.headers });
  } catch {
    return plain;
  }
}
