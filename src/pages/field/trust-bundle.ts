// The trust bundle that a checkpoint's device takes along for hours without network: keys, plates, routes, and slips that no longer travel. Served to
// officers on duty alone, since it holds plates; never to the public and never cached on the way. The log's key vouches for it, so that
// a device believes neither a proxy nor an older list (format/trust.ts).

import { utf8 } from "../../format/bytes.ts";
import { headOf } from "../../format/note.ts";
import { trustHeadOf } from "../../format/trust.ts";
import type { Services } from "../../http/services.ts";
import type { Who } from "../../http/who.ts";
import type { Database } from "../../store/database.ts";
import { type Trust, type TrustBundle, type TrustChanges, trustDocument } from "../../web/islands/shared/offline.ts";
import { TrustList } from "./trust-list.ts";

/** A day without network is a bad day; a list older than that misses too many revocations. */
const MAX_AGE_S = 86_400;
/** While the log has not grown, a party is given the same bundle again for so long; while it grows, for a moment, however many ask. */
const SAME_MS = 60_000;
const MOMENT_MS = 5000;

/** Bundles kept at once: each holds every plate of a province. */
const BUNDLES = 4;

/** Kept by one service between requests: values, never promises, since on Workers no request may wait for another's. */
type Kept = { readonly list: TrustList; readonly bundles: Map<number, Made> };
/** A bundle as made at a size and time; `squeezed` is its JSON in gzip. */
type Made = {
  readonly size: number;
  readonly madeMs: number;
  readonly note: string;
  readonly trust: Trust;
  readonly squeezed: Uint8Array<ArrayBuffer>;
};
const KEPT = new WeakMap<Database, Kept>();

function keptBy({ database, view }: Services): Kept {
  const kept = KEPT.get(database) ?? { list: new TrustList(database, view), bundles: new Map<number, Made>() };
  KEPT.set(database, kept);
  return kept;
}

/** A bundle, or the changes of one, as JSON in gzip; `tag` names this very bundle. */
export type SqueezedTrust = { readonly tag: string; readonly bytes: Uint8Array<ArrayBuffer> };

/** The list as of now with the log's word for it, or what of it has changed since the log had a size; undefined while the log is empty. */
export async function trustFor(services: Services, who: Who, from?: number): Promise<SqueezedTrust | undefined> {
  const made = await madeFor(services, who);
  if (!made) return undefined;
  const tag = `"${made.size}-${made.madeMs}"`;
  if (from === undefined || from > made.size) return { tag, bytes: made.squeezed };
  const changes = JSON.stringify(keptBy(services).list.since(made.trust, from));
  return { tag, bytes: await squeeze({ note: made.note, changes } satisfies TrustChanges) };
}

async function madeFor(services: Services, who: Who): Promise<Made | undefined> {
  // The head first: what is read afterwards may know more than the head says, never less.
  const head = await services.sequencer.head();
  const size = headOf(head)?.size;
  if (head === undefined || size === undefined) return undefined;
  const madeMs = services.now();
  const { list, bundles } = keptBy(services);
  const known = bundles.get(who.party);
  const ageMs = madeMs - (known?.madeMs ?? 0);
  if (known && ageMs >= 0 && ageMs < (known.size === size ? SAME_MS : MOMENT_MS)) return known;
  await list.update(size, madeMs);
  const { origin } = services;
  const common = { origin, madeMs, maxAgeS: MAX_AGE_S, head, ...list.common(madeMs) };
  const trust: Trust = { ...common, sites: list.checkpointsOf(who.party) };
  const document = trustDocument(trust);
  const issued = { origin, size, issuedS: Math.floor(madeMs / 1000), maxAgeS: MAX_AGE_S };
  const note = await services.sequencer.vouch(trustHeadOf(utf8(document), issued));
  const squeezed = await squeeze({ note, document } satisfies TrustBundle);
  const made: Made = { size, madeMs, note, trust, squeezed };
  bundles.delete(who.party);
  if (bundles.size >= BUNDLES) bundles.delete(bundles.keys().next().value!);
  bundles.set(who.party, made);
  return made;
}

async function squeeze(said: TrustBundle | TrustChanges): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([JSON.stringify(said)]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
