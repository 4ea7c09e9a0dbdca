// The log as strangers' monitors read it (C2SP tlog-tiles): tree head, tiles, entry bundles, proofs. Hashes and proofs are public;
// bundles carry what entries say and are for authorised monitors.
import type { Context, Hono } from "hono";
import { concat, utf8 } from "../format/bytes.ts";
import { FIRST_PREVIOUS } from "../format/leaf.ts";
import { headOf } from "../format/note.ts";
import { decodeProof, encodeProof } from "../format/proof.ts";
import { logKeysText } from "../format/signatories.ts";
import { encodeEntryBundle, parseTilePath, TILE_HEIGHT, TILE_WIDTH, tileWidthAt } from "../format/tile.ts";
import { hashesForInclusion, inclusionProof } from "../format/tree.ts";
import type { Receipt } from "../intake/log-receipts.ts";
import { LEAF_PARTS, leafBytes } from "../store/leaf-row.ts";
import { makeKeyBundle } from "../store/make-bundle.ts";
import { TreeReader } from "../store/tree-reader.ts";
import { problem } from "../words/problem.ts";
import { resourceOf } from "./entries.ts";
import { documentOf, publicDocumentOf, refuse } from "./problems.ts";
import type { Services } from "./services.ts";

/** Contents of a tile never change; a partial one soon has a wider successor. */
const FULL = "public, max-age=31536000, immutable";
const PARTIAL = "public, max-age=60";

/** Mounts everything under /log/. */
export function mountLog(app: Hono, services: Services): void {
  const { sequencer } = services;
  const tree = new TreeReader(services.database.kysely);

  app.get("/log/checkpoint", async (context) => {
    const note = (await services.cosigning?.newest()) ?? (await sequencer.head());
    if (note === undefined) return refuse(problem("not-found", { what: "tree-head", index: 0 }));
    return context.text(note, 200, { "cache-control": "no-cache" });
  });

  // Where the database holds another history than the signed one, what is read from it would prove nothing under the head.
  for (const path of ["/log/proof/*", "/log/tile/*"]) {
    app.use(path, async (_context, next) => {
      const halted = await sequencer.halted();
      return halted?.code === "history" ? refuse(halted) : next();
    });
  }

  app.get("/log/vkey", async (context) =>
    context.text(logKeysText(await services.logKeys()), 200, { "cache-control": "max-age=3600" }),
  );

  app.get("/log/keys", async (_context) => {
    const note = await sequencer.head();
    if (note === undefined) return refuse(problem("not-found", { what: "tree-head", index: 0 }));
    return file(await makeKeyBundle(services.database.kysely, note), "no-cache");
  });

  app.get("/log/proof/:index{[0-9]{1,10}}", async (context) => {
    const index = Number(context.req.param("index"));
    const signed = await sequencer.receipt(index);
    if (!signed) return refuse(problem("not-found", { what: "entry", index }));
    const receipt = await upgraded(tree, signed, await services.cosigning?.newest());
    // The leaf says what the entry says, plates included: without the monitors' word only its place is proved.
    const inside = isMonitor(context, services);
    const proof = inside ? receipt.proof : withoutLeaf(receipt.proof);
    if (context.req.header("accept")?.includes("application/json")) {
      const verdict = receipt.verdict && (inside ? documentOf : publicDocumentOf)(receipt.verdict);
      return context.json({ ...resourceOf(receipt), proof, verdict }, 200, { "cache-control": "no-store" });
    }
    return context.text(proof, 200, { "cache-control": "no-cache", "so-nguon-index": String(index) });
  });

  app.get("/log/tile/*", async (context) => {
    const path = parseTilePath(context.req.path.slice("/log/".length));
    const head = headOf(await sequencer.head());
    const width = path && head ? tileWidthAt(head.size, path.level === "entries" ? 0 : path.level, path.index) : 0;
    if (!path || path.width > width) return refuse(problem("no-such-page"));
    const { level, index } = path;
    if (level === "entries") {
      if (!isMonitor(context, services)) return refuse(problem("unauthorised"), { "www-authenticate": "Bearer" });
      return file(await bundle(services, index, path.width), "private, max-age=31536000, immutable");
    }
    const nodes = Array.from({ length: path.width }, (_, i) => ({
      level: level * TILE_HEIGHT,
      index: index * TILE_WIDTH + i,
    }));
    const read = await tree.load(nodes);
    const hashes = nodes.map((node) => read(node.level, node.index));
    return file(concat(...hashes), path.width === TILE_WIDTH ? FULL : PARTIAL);
  });
}

function file(bytes: Uint8Array<ArrayBuffer> | Uint8Array, caching: string): Response {
  const headers = { "content-type": "application/octet-stream", "cache-control": caching };
  return new Response(new Uint8Array(bytes), { headers });
}

/** The receipt against the newest cosigned head, once that covers the leaf; before, as it is. */
async function upgraded(tree: TreeReader, receipt: Receipt, cosigned: string | undefined): Promise<Receipt> {
  const size = headOf(cosigned)?.size ?? 0;
  const parts = decodeProof(receipt.proof);
  if (!parts) throw new Error("a receipt of ours does not read");
  const { index } = receipt;
  const signedSize = headOf(parts.head)?.size ?? 0;
  // A cosigned head above the signed one is another process's: this one cannot prove up to it yet.
  if (cosigned === undefined || index >= size || size > signedSize) return receipt;
  const proof = inclusionProof(index, size, await tree.load(hashesForInclusion(index, size)));
  return { ...receipt, proof: encodeProof({ ...parts, proof, head: cosigned }) };
}

function withoutLeaf(proof: string): string {
  const parts = decodeProof(proof);
  if (!parts) throw new Error("a receipt of ours does not read");
  return encodeProof({ index: parts.index, proof: parts.proof, head: parts.head });
}

/** True if the request bears the monitors' token. */
export function isMonitor(context: Context, { monitorToken }: Services): boolean {
  return bears(context, monitorToken);
}

/** True if the request bears this token; where none is set, nobody does. */
export function bears(context: Context, token: string | undefined): boolean {
  const said = /^Bearer (.+)$/.exec(context.req.header("authorization") ?? "")?.[1];
  return token !== undefined && said !== undefined && sameText(said, token);
}

/** Compares without telling by its time where the texts part; lengths are no secret. */
function sameText(a: string, b: string): boolean {
  const [x, y] = [utf8(a), utf8(b)];
  let different = x.length ^ y.length;
  for (let i = 0; i < y.length; i++) different |= (x[i] ?? 0) ^ y[i]!;
  return different === 0;
}

async function bundle(services: Services, index: number, width: number): Promise<Uint8Array> {
  const first = index * TILE_WIDTH;
  const rows = await services.database.kysely
    .selectFrom("ledger.leaf")
    .select(LEAF_PARTS)
    .where("index", ">=", first - 1)
    .where("index", "<", first + width)
    .orderBy("index")
    .execute();
  const before = first === 0 ? FIRST_PREVIOUS : rows.shift()!.leaf_hash;
  if (rows.length !== width) throw new Error(`bundle ${index} has ${rows.length} leaves of ${width}`);
  return encodeEntryBundle(
    rows.map((row, i) => {
      const previous = i === 0 ? before : rows[i - 1]!.leaf_hash;
      return leafBytes(row, previous);
    }),
  );
}
