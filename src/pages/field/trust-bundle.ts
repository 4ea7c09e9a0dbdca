// The trust bundle that a checkpoint's device takes along for hours without network: keys, plates, routes, and slips that no longer travel. Served to
// officers on duty alone, since it holds plates; never to the public and never cached on the way. The log's key vouches for it, so that
// a device believes neither a proxy nor an older list (format/trust.ts).

import { utf8 } from "../../format/bytes.ts";
import { ROLE, type Role } from "../../format/codes.ts";
import { headOf } from "../../format/note.ts";
import { trustHeadOf } from "../../format/trust.ts";
import type { Services } from "../../http/services.ts";
import type { Who } from "../../http/who.ts";
import type { Database } from "../../store/database.ts";
import type { Trust, TrustBundle } from "../../web/islands/shared/offline.ts";
import { TrustList } from "./trust-list.ts";

/** Who may take the list along. */
export const ON_DUTY: readonly Role[] = [ROLE.transportControl];

/** A day without network is a bad day; a list older than that misses too many revocations. */
const MAX_AGE_S = 86_400;
/** While the log has not grown, a party is given the same bundle again for so long. */
const SAME_MS = 60_000;

/** Bundles kept at once: each holds every plate of a province. */
const BUNDLES = 4;

/** Kept by one service between requests: values, never promises, since on Workers no request may wait for another's. */
type Kept = { readonly list: TrustList; readonly bundles: Map<number, Made> };
type Made = { readonly size: number; readonly madeMs: number; readonly bundle: TrustBundle };
const KEPT = new WeakMap<Database, Kept>();

function keptBy({ database, view }: Services): Kept {
  const kept = KEPT.get(database) ?? { list: new TrustList(database, view), bundles: new Map<number, Made>() };
  KEPT.set(database, kept);
  return kept;
}

/** The list as of now with the log's word for it; undefined while the log is empty. */
export async function trustFor(services: Services, who: Who): Promise<TrustBundle | undefined> {
  // The head first: what is read afterwards may know more than the head says, never less.
  const note = await services.sequencer.head();
  const head = headOf(note);
  if (!note || !head) return undefined;
  const madeMs = services.now();
  const { list, bundles } = keptBy(services);
  const made = bundles.get(who.party);
  if (made && made.size === head.size && madeMs >= made.madeMs && madeMs - made.madeMs < SAME_MS) return made.bundle;
  await list.update(head.size, madeMs);
  const trust: Trust = {
    origin: services.origin,
    madeMs,
    maxAgeS: MAX_AGE_S,
    head: note,
    ...list.common(madeMs),
    sites: list.checkpointsOf(who.party),
  };
  const document = JSON.stringify(trust);
  const issued = { origin: services.origin, size: head.size, issuedS: Math.floor(madeMs / 1000), maxAgeS: MAX_AGE_S };
  const bundle = { note: await services.sequencer.vouch(trustHeadOf(utf8(document), issued)), document };
  bundles.delete(who.party);
  if (bundles.size >= BUNDLES) bundles.delete(bundles.keys().next().value!);
  bundles.set(who.party, { size: head.size, madeMs, bundle });
  return bundle;
}
