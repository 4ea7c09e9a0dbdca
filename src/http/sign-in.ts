// The doors of a session: challenge and signature for devices, personas for visitors of the demo, and the way out.

import type { Context, Hono } from "hono";
import { unhex } from "../format/bytes.ts";
import { ROLES } from "../format/codes.ts";
import { problem } from "../words/problem.ts";
import { readValue, wantsPage } from "./body.ts";
import { resourceOf } from "./entries.ts";
import { refuseSpent } from "./limits.ts";
import { refuse } from "./problems.ts";
import { choosePersona, enrol, signIn } from "./resources.ts";
import type { Demo, Services } from "./services.ts";
import type { Who } from "./who.ts";

/** Mounts /session and, in the demo alone, /demo. */
export function mountDoors(app: Hono, services: Services): void {
  const { sessions } = services;
  const { challenges } = services.limits.rates;
  app.post("/session/challenge", async (context) => {
    const left = challenges.take(services.limits.senderOf(context));
    if (!left.ok) return refuseSpent(challenges, left);
    const { challenge, expiresMs } = await sessions.challenge();
    const expires = new Date(expiresMs).toISOString();
    const headers = { "cache-control": "no-store", ...challenges.fields(left) };
    return context.json({ origin: services.origin, challenge, expires }, 200, headers);
  });

  app.post("/session", async (context) => {
    const asked = await readValue(context, signIn);
    if (!asked.ok) return refuse(asked.problem);
    const { kid, challenge, signature } = asked.value;
    const who = await sessions.signIn(context, kid, challenge, signature);
    if (!who.ok) return refuse(who.problem);
    return context.json(sessionOf(who.value), 200, { "cache-control": "no-store" });
  });

  app.get("/session", async (context) => {
    const who = await services.who(context);
    return who ? context.json(sessionOf(who), 200, { "cache-control": "no-store" }) : refuse(problem("unauthorised"));
  });

  app.delete("/session", async (context) => {
    await sessions.end(context);
    return context.body(null, 204);
  });

  app.post("/session/sign-out", async (context) => {
    await sessions.end(context);
    // The way back in the browser must not show what was open before.
    context.header("clear-site-data", '"cache"');
    return context.redirect("/", 303);
  });

  if (services.demo) mountDemo(app, services, services.demo);
}

function sessionOf(who: Who) {
  const { kid, party, partyName, roles, persona } = who;
  return { kid, party, party_name: partyName, roles: roles.map((code) => ({ code, ...ROLES[code] })), persona };
}

function mountDemo(app: Hono, services: Services, demo: Demo): void {
  const { sessions } = services;
  app.post("/demo/persona", async (context) => {
    const read = await readValue(context, choosePersona);
    if (!read.ok) return refuse(read.problem);
    const asked = read.value;
    const persona = demo.personas.find((each) => each.id === asked.persona);
    const who = persona && (await sessions.take(context, persona.id, (await demo.scribe.pen(persona.id)).kid));
    if (!persona || !who) return refuse(problem("bad-request", { expected: "form", form: "persona" }));
    if (!wantsPage(context)) return context.json(sessionOf(who), 200, { "cache-control": "no-store" });
    return context.redirect(localPath(asked.next) ?? persona.door, 303);
  });

  app.post("/demo/enrol", async (context) => {
    const asked = await readValue(context, enrol);
    return asked.ok ? register(context, services, demo, asked.value) : refuse(asked.problem);
  });
}

/** Two roots of the demo register a browser's key beside the persona's own, for the same party and person. */
async function register(
  context: Context,
  services: Services,
  demo: Demo,
  asked: { persona: string; key: string; possession: string },
): Promise<Response> {
  const persona = demo.personas.find((each) => each.id === asked.persona);
  const held = persona && (await services.view.fact("key", (await demo.scribe.pen(persona.id)).kid));
  if (!held || held.party === null) return refuse(problem("bad-request", { expected: "form", form: "persona" }));
  const body = {
    party: held.party,
    key: unhex(asked.key),
    possession: unhex(asked.possession),
    ...(held.person === null ? {} : { person: held.person }),
  };
  const proposed = await demo.scribe.send("root0", "key.register", body);
  if (!proposed.ok) return refuse(proposed.problem);
  const approved = await demo.scribe.send("root1", "approve", { proposal: proposed.value.index });
  if (!approved.ok) return refuse(approved.problem);
  return context.json(resourceOf(proposed.value), 201, { "cache-control": "no-store" });
}

/** A page of this site, or undefined: nobody is sent elsewhere by a link. */
function localPath(path: string | undefined): string | undefined {
  if (!path?.startsWith("/")) return undefined;
  const url = new URL(path, "http://local.invalid");
  return url.origin === "http://local.invalid" ? url.pathname.replace(/^\/+/, "/") + url.search : undefined;
}
