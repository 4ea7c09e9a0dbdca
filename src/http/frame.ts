// The frame of every page, read from one request: language, theme, who is signed in, the newest tree head. Language and theme are
// asked for by ?lang= and ?theme= on any page, remembered in a cookie, and the address is clean again.

import type { Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { base64 } from "../format/bytes.ts";
import { ROLES } from "../format/codes.ts";
import { headOf } from "../format/note.ts";
import type { Frame } from "../web/layout.ts";
import type { Lang } from "../words/lang.ts";

import type { Services } from "./services.ts";

const YEAR_S = 31_536_000;
const CHOICES: Readonly<Record<string, readonly string[]>> = { lang: ["vi", "en"], theme: ["night", "day"] };

/** The frame of a page that answers this request. */
export async function frameOf(context: Context, services: Services): Promise<Frame> {
  const url = new URL(context.req.url);
  const lang = langOf(context);
  const theme = getCookie(context, "theme");
  const [who, note] = await Promise.all([services.who(context), services.sequencer.head()]);
  const head = headOf(note);
  const persona = services.demo?.personas.find((each) => each.id === who?.persona);
  return {
    lang,
    path: url.pathname + url.search,
    assets: services.assets,
    ...(theme === undefined ? {} : { night: theme === "night" }),
    ...(head ? { head: { size: head.size, rootShort: base64(head.root).slice(0, 8) } } : {}),
    ...(who
      ? {
          who: {
            name: who.partyName,
            role: persona ? persona[lang].split(":")[0]! : who.roles.map((role) => ROLES[role][lang]).join(", "),
            signOutPath: "/session/sign-out",
          },
        }
      : {}),
  };
}

/** The frame of a page while the ledger cannot be asked: the reader's language, and nothing of the ledger. */
export function plainFrame(context: Context, services: Services): Frame {
  return { lang: langOf(context), path: context.req.path, assets: services.assets };
}

/** The reader's language; Vietnamese unless they chose otherwise. */
function langOf(context: Context): Lang {
  return getCookie(context, "lang") === "en" ? "en" : "vi";
}

/** Takes ?lang= and ?theme= off any page's address and into cookies. */
export function mountChoices(app: Hono, { publicAddress }: Services): void {
  app.use(async (context, next) => {
    const { method, url } = context.req;
    if (method !== "GET" || !/[?&](?:lang|theme)=/.test(url)) return next();
    const here = new URL(url);
    for (const [name, allowed] of Object.entries(CHOICES)) {
      const chosen = here.searchParams.get(name);
      here.searchParams.delete(name);
      if (chosen !== null && allowed.includes(chosen))
        setCookie(context, name, chosen, { ...publicAddress.cookies, maxAge: YEAR_S });
    }
    // One leading slash only: two would name another host.
    return context.redirect(here.pathname.replace(/^\/+/, "/") + here.search, 302);
  });
}
