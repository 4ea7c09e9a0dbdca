// The services that every request handler is given: the one place where the stages of an entry's way meet the outside. Made by service.ts and worker.ts.
import type { Context } from "hono";
import type { Scribe } from "../demo/scribe.ts";
import { vkeyOf } from "../format/note.ts";
import { type LogKey, logKeysOf, type Signatories } from "../format/signatories.ts";
import type { Database } from "../store/database.ts";
import type { View } from "../store/view.ts";
import type { Cosigned } from "../witness/client.ts";
import type { Limits } from "./limits.ts";
import type { Metrics } from "./metrics.ts";
import type { PublicAddress } from "./public-address.ts";
import type { Sequencer } from "./sequencer.ts";
import type { Sessions } from "./session.ts";
import type { Who } from "./who.ts";

/** The demo's cast, where the origin begins with "demo." and the service listens on loopback; the server holds their pens. */
export type Demo = {
  readonly scribe: Scribe;
  readonly personas: readonly {
    readonly id: string;
    readonly vi: string;
    readonly en: string;
    readonly door: string;
    /** May issue slips by night too: where a visitor is sent whose mine is closed. */
    readonly anyHour?: boolean;
  }[];
};

/** Files under /static, by their hashed names; `encoded` squeezes where the reader accepts it. */
export type StaticFiles = {
  url(name: string): string;
  get(path: string): StaticFile | undefined;
  encoded(path: string, acceptEncoding: string | undefined): Promise<StaticFile | undefined>;
  /** A font file of the papers that the server makes; read when the first is made. */
  paperFont(file: string): Promise<Uint8Array>;
};
export type StaticFile = {
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
};

/** A log's keys as its signatories say; for an empty log the one with which it will be opened. */
export function logKeysFor(origin: string, opening: Uint8Array, by: Signatories | undefined): LogKey[] {
  return by ? logKeysOf(by) : [{ from: 0, vkey: vkeyOf(origin, opening) }];
}

export type Services = {
  readonly origin: string;
  /** The keys that have signed the log's heads, by rising size. */
  logKeys(): Promise<readonly LogKey[]>;
  readonly database: Database;
  readonly view: View;
  readonly sequencer: Sequencer;
  /** The heads that witnesses cosigned; absent where entry 0 asks for none. */
  readonly cosigning?: Cosigned | undefined;
  readonly demo: Demo | undefined;
  readonly assets: StaticFiles;
  readonly metrics: Metrics;
  /** The limits of what one sender may ask, with what has been used of them. */
  readonly limits: Limits;
  /** Bearer token of authorised monitors for /log/tile/entries; undefined: nobody reads bundles over HTTP. */
  readonly monitorToken: string | undefined;
  /** Bearer token of whoever gathers metrics; it opens nothing else. Undefined: nobody reads them but in the demo. */
  readonly metricsToken: string | undefined;
  /** Where people reach this service. */
  readonly publicAddress: PublicAddress;
  /** Wall clock, milliseconds. */
  now(): number;
  readonly sessions: Sessions;
  /** The session of a request, or undefined. */
  who(context: Context): Promise<Who | undefined>;
};
