// The court bundle of one entry, for those who may read its paper: a slip's parties, a dossier's parties, and the offices that judge
// them. Slips name plates, so nothing here is public. What is handed out needs us no more: it is verified from a disk.

import type { Context, Hono } from "hono";
import { headOf } from "../format/note.ts";
import { makeBundle } from "../store/make-bundle.ts";
import type { StoredEntry } from "../store/view.ts";
import { problem } from "../words/problem.ts";
import { ok, type Result, refused } from "../words/result.ts";
import { turnDown } from "./guard.ts";

import { mayRead } from "./readers.ts";
import type { Services } from "./services.ts";
import type { Who } from "./who.ts";

/** Mounts GET /entries/{index}/bundle. */
export function mountBundles(app: Hono, services: Services): void {
  app.get("/entries/:index{[0-9]{1,10}}/bundle", async (context) => {
    const index = Number(context.req.param("index"));
    const found = await bundleFor(context, services, index);
    if (!found.ok) return turnDown(context, services, found.problem);
    return new Response(new Uint8Array(found.value), {
      headers: {
        "content-type": "application/octet-stream",
        "content-disposition": `attachment; filename="ho-so-chung-cu-${index}.bundle"`,
        "cache-control": "private, no-store",
      },
    });
  });
}

async function bundleFor(context: Context, services: Services, index: number): Promise<Result<Uint8Array>> {
  const who = await services.who(context);
  if (!who) return refused(problem("unauthorised"));
  const none = problem("not-found", { what: "slip-or-result", index });
  const [stored] = await services.view.entries([index]);
  const open = stored && (await isOpen(services, who, stored));
  if (open === undefined) return refused(none);
  if (!open) return refused(problem("no-standing", { need: "party-of-slip-or-dossier" }));
  const note = await noteFor(services, index);
  const bundle = note === undefined ? undefined : await makeBundle(services.database.kysely, note, index);
  return bundle ? ok(bundle) : refused(none);
}

/** True if the visitor may keep the paper of this entry; undefined where it is neither a slip nor a result. */
async function isOpen({ view }: Services, who: Who, { index, entry }: StoredEntry): Promise<boolean | undefined> {
  if (entry.kind === "slip.issue") return view.read((book) => mayRead(book, who, { what: "paper", slip: index }));
  if (entry.kind !== "decision.sign") return undefined;
  const { annex } = entry.body;
  return view.read((book) => mayRead(book, who, { what: "dossier", annex }));
}

/** The head to prove it under: the newest cosigned one that covers the entry, else the newest signed one. */
async function noteFor({ cosigning, sequencer }: Services, index: number): Promise<string | undefined> {
  const cosigned = await cosigning?.newest();
  return index < (headOf(cosigned)?.size ?? 0) ? cosigned : sequencer.head();
}
