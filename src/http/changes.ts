// The log's changes since a monitor last looked: leaves in order, under the signed head that covers them. For bearers of the
// monitors' token, since leaves say what entries say.

import type { Context, Hono } from "hono";
import { z } from "zod";
import { base64 } from "../format/bytes.ts";
import { type KindName, kindOf } from "../format/kinds.ts";
import { FIRST_PREVIOUS } from "../format/leaf.ts";
import { headOf } from "../format/note.ts";
import { encodeEntryBundle, TILE_WIDTH } from "../format/tile.ts";
import { LEAF_PARTS, leafBytes } from "../store/leaf-row.ts";
import { problem } from "../words/problem.ts";
import { isMonitor } from "./log.ts";
import { refuse } from "./problems.ts";
import type { LogChanges } from "./resources.ts";
import type { Services } from "./services.ts";

const query = z.strictObject({
  since: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 40),
});

/** Mounts GET /log/changes: JSON with kinds, or as application/octet-stream the same leaves as a C2SP entry bundle. */
export function mountChanges(app: Hono, services: Services): void {
  app.get("/log/changes", async (context) => {
    if (!isMonitor(context, services)) return refuse(problem("unauthorised"), { "www-authenticate": "Bearer" });
    const asked = query.safeParse(context.req.query());
    if (!asked.success) return refuse(problem("bad-request", { expected: "form", form: "since ≥ 0" }));
    const note = await services.sequencer.head();
    const size = headOf(note)?.size ?? 0;
    const { since } = asked.data;
    if (note === undefined || since > size) return refuse(problem("not-found", { what: "entry", index: since }));
    return answer(context, note, size, since, await leavesFrom(services, since, Math.min(size, since + TILE_WIDTH)));
  });
}

type Leaf = { index: number; kind: KindName; receivedMs: number; bytes: Uint8Array };

function answer(context: Context, head: string, size: number, since: number, leaves: readonly Leaf[]): Response {
  const headers = { "cache-control": "private, no-store", "so-nguon-next": String(since + leaves.length) };
  if (context.req.header("accept")?.includes("application/octet-stream")) {
    const bundle = new Uint8Array(encodeEntryBundle(leaves.map((leaf) => leaf.bytes)));
    return new Response(bundle, { headers: { ...headers, "content-type": "application/octet-stream" } });
  }
  const changes: LogChanges = {
    since,
    next: since + leaves.length,
    size,
    head,
    leaves: leaves.map(({ index, kind, receivedMs, bytes }) => ({
      index,
      kind,
      received: new Date(receivedMs).toISOString(),
      leaf: base64(bytes),
    })),
  };
  return context.json(changes, 200, headers);
}

/** The leaves from one index up to, not including, another. */
async function leavesFrom(services: Services, from: number, to: number): Promise<Leaf[]> {
  const rows = await services.database.kysely
    .selectFrom("ledger.leaf")
    .select([...LEAF_PARTS, "kind"])
    .where("index", ">=", from - 1)
    .where("index", "<", to)
    .orderBy("index")
    .execute();
  let previous = from === 0 ? FIRST_PREVIOUS : rows.shift()!.leaf_hash;
  return rows.map((row) => {
    const bytes = leafBytes(row, previous);
    previous = row.leaf_hash;
    return { index: row.index, kind: kindOf(row.kind)!, receivedMs: row.received_ms, bytes };
  });
}
