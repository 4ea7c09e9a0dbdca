// The tables as Kysely sees them. Schema `ledger` is derived from the log and only ever grows (but for its one head row); schema
// `desk` is what people are in the middle of. Shapes follow migrations/.
import type { ColumnType } from "kysely";

/** One row: where the log ends. `frontier` holds the tree's peaks, 32 bytes each, largest first. */
export type HeadTable = {
  single: number;
  size: number;
  last_hash: Uint8Array;
  root: Uint8Array;
  received_ms: number;
  next_lot: number;
  frontier: Uint8Array;
};

export type LeafTable = {
  index: number;
  received_ms: number;
  event_s: number;
  kind: number;
  kid: Uint8Array;
  seq: number;
  /** True for a slip that was embedded in the entry of the next leaf. */
  carried: boolean;
  entry: Uint8Array;
  leaf_hash: Uint8Array;
  /** A slip's short code as the number that its ten digits are; null for everything else. */
  code: number | null;
  /** The place that a slip comes from, and where it goes; null for everything else. */
  sent_from: number | null;
  sent_to: number | null;
  /** The problem that an observation was kept with, as JSON text; null where all agreed. */
  verdict: string | null;
};

/** Roots of complete subtrees of 256, 65 536, … leaves: `level` is 8, 16, …; what lies between is made from them or from leaf hashes. */
export type NodeTable = { level: number; index: number; hash: Uint8Array };

/** A version of a fact whose id is a log index: `value` is JSON text, `leaf` the entry that wrote it; the newest counts. */
export type FactTable = { kind: number; number: number; leaf: number; value: string };
/** A version of a fact whose id is a word. */
export type NamedTable = { kind: number; name: string; leaf: number; value: string };

/** A movement: `kg` entered `account` from lot `parent` (0: the ground of `source`), of which `parent_left` then stayed. */
export type LotTable = {
  id: number;
  leaf: number;
  parent: number;
  parent_left: number;
  account: string;
  kg: number;
  position: number;
  material: number;
  source: number;
  grade: number;
};

/** Events that become due at a time; `key` is null where it is the expiry of the slip at `leaf`. */
export type DueTable = { at_ms: number; leaf: number; key: string | null };
/** One thing on a list (rules/lists.ts) about a place, party or project; `key` is null where it is the leaf itself. */
export type ListingTable = { list: number; about: number; leaf: number; key: string | null };
/** A signal that the software raised at a leaf; `project` is the one that it concerns, null where it concerns none. */
export type SignalTable = {
  leaf: number;
  ordinal: number;
  project: number | null;
  code: string;
  subject: string;
  figures: string;
};

export type SessionTable = { token_hash: Uint8Array; kid: string; expires_ms: number };
export type ChallengeTable = { challenge: Uint8Array; expires_ms: number };
/** Names behind the numbers of persons, kept where they can be erased. */
export type OpeningTable = { person: number; name: string };
export type DraftTable = { id: string; kid: string; value: string; updated_ms: number };
/** One proof a key that it signed twice under one number; `frozen` is the index of the freeze once it is in the log. */
export type EquivocationTable = {
  kid: Uint8Array;
  at: ColumnType<Date, never, never>;
  stored: number;
  entry: Uint8Array;
  frozen: number | null;
};
/** A one-time link to register a device's key; `key` and `possession` once the device asked. */
export type InvitationTable = {
  token_hash: Uint8Array;
  party: number;
  person: number | null;
  site: number | null;
  invited_by: string;
  expires_ms: number;
  key: Uint8Array | null;
  possession: Uint8Array | null;
  asked_ms: number | null;
};

export type Schema = {
  "ledger.head": HeadTable;
  "ledger.leaf": LeafTable;
  "ledger.node": NodeTable;
  "ledger.fact": FactTable;
  "ledger.named": NamedTable;
  "ledger.lot": LotTable;
  "ledger.due": DueTable;
  "ledger.listing": ListingTable;
  "ledger.signal": SignalTable;
  "desk.session": SessionTable;
  "desk.challenge": ChallengeTable;
  "desk.opening": OpeningTable;
  "desk.draft": DraftTable;
  "desk.equivocation": EquivocationTable;
  "desk.invitation": InvitationTable;
};
