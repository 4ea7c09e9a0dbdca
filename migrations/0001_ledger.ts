// The ledger and the desk. Everything in `ledger` is inserted once and never changed, which triggers hold on every database and
// grants hold where a role `so_nguon_service` exists (docs/operations.md); its head row alone moves, and only forward.
import { type Kysely, sql } from "kysely";

const TABLES = ["leaf", "node", "fact", "named", "lot", "due", "listing", "signal"];

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create schema if not exists ledger`.execute(db);
  await sql`create schema if not exists desk`.execute(db);
  await createLedger(db);
  await createDesk(db);
  await forbidChange(db);
}

async function createLedger(db: Kysely<unknown>): Promise<void> {
  await sql`create table ledger.head (
    single smallint primary key check (single = 1),
    size bigint not null, last_hash bytea not null, root bytea not null, received_ms bigint not null,
    next_lot bigint not null, frontier bytea not null)`.execute(db);
  await sql`create table ledger.leaf (
    index bigint primary key, received_ms bigint not null, event_s bigint not null, seq integer not null, kind smallint not null,
    carried boolean not null, code bigint, sent_from integer, sent_to integer, kid bytea not null, entry bytea not null, leaf_hash bytea not null, verdict text,
    unique (kid, seq))`.execute(db);
  await sql`create index leaf_code on ledger.leaf (code, index) where code is not null`.execute(db);
  await sql`create index leaf_sent_from on ledger.leaf (sent_from, index) where sent_from is not null`.execute(db);
  await sql`create index leaf_sent_to on ledger.leaf (sent_to, index) where sent_to is not null`.execute(db);
  await sql`create table ledger.node (
    level smallint not null, index bigint not null, hash bytea not null, primary key (level, index))`.execute(db);
  // Keys of at most 16 bytes that begin alike: PostgreSQL then splits index pages where they grow, and leaves them full.
  await sql`create table ledger.fact (
    leaf bigint not null, number integer not null, kind smallint not null, value text not null,
    primary key (kind, number, leaf))`.execute(db);
  await sql`create table ledger.named (
    leaf bigint not null, kind smallint not null, name text not null, value text not null,
    primary key (kind, name, leaf))`.execute(db);
  await sql`create table ledger.lot (
    id bigint primary key, leaf bigint not null, parent bigint not null, parent_left bigint not null, kg bigint not null,
    position bigint not null, source bigint not null, material smallint not null, grade smallint not null,
    account text not null)`.execute(db);
  await sql`create index lot_account on ledger.lot (account, position)`.execute(db);
  await sql`create index lot_parent on ledger.lot (parent, id) where parent > 0`.execute(db);
  await sql`create table ledger.due (
    at_ms bigint not null, leaf bigint not null, key text)`.execute(db);
  await sql`create index due_at on ledger.due (at_ms, leaf)`.execute(db);
  await sql`create table ledger.listing (
    leaf bigint not null, about integer not null, list smallint not null, key text)`.execute(db);
  await sql`create index listing_about on ledger.listing (list, about, leaf)`.execute(db);
  await sql`create table ledger.signal (
    leaf bigint not null, ordinal integer not null, project integer, code text not null, subject text not null,
    figures text not null, primary key (leaf, ordinal))`.execute(db);
  await sql`create index signal_code on ledger.signal (code, leaf, ordinal)`.execute(db);
  await sql`create index signal_project on ledger.signal (project, code, leaf, ordinal) where project is not null`.execute(
    db,
  );
  await sql`create index signal_subject on ledger.signal (subject, leaf, ordinal)`.execute(db);
}

async function createDesk(db: Kysely<unknown>): Promise<void> {
  await sql`create table desk.session (token_hash bytea primary key, kid text not null, expires_ms bigint not null)`.execute(
    db,
  );
  await sql`create table desk.challenge (challenge bytea primary key, expires_ms bigint not null)`.execute(db);
  await sql`create table desk.opening (person bigint primary key, name text not null)`.execute(db);
  await sql`create table desk.draft (
    id text primary key, kid text not null, value text not null, updated_ms bigint not null)`.execute(db);
}

async function forbidChange(db: Kysely<unknown>): Promise<void> {
  await sql`create function ledger.forbid_change() returns trigger language plpgsql as $$
    begin raise exception 'ledger.% is never changed', tg_table_name using errcode = 'insufficient_privilege'; end $$`.execute(
    db,
  );
  for (const table of TABLES) {
    await sql`create trigger forbid_change before update or delete on ledger.${sql.ref(table)}
      for each row execute function ledger.forbid_change()`.execute(db);
    await sql`create trigger forbid_truncate before truncate on ledger.${sql.ref(table)}
      for each statement execute function ledger.forbid_change()`.execute(db);
  }
  await sql`create function ledger.head_forward() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'UPDATE' then raise exception 'ledger.head is never removed' using errcode = 'insufficient_privilege'; end if;
      if new.size <= old.size or new.received_ms < old.received_ms or new.next_lot < old.next_lot then
        raise exception 'ledger.head moves only forward' using errcode = 'insufficient_privilege';
      end if;
      return new;
    end $$`.execute(db);
  await sql`create trigger head_forward before update or delete on ledger.head
    for each row execute function ledger.head_forward()`.execute(db);
  await sql`do $$ begin
    if exists (select from pg_roles where rolname = 'so_nguon_service') then
      grant usage on schema ledger, desk to so_nguon_service;
      grant select, insert on all tables in schema ledger to so_nguon_service;
      grant update on ledger.head to so_nguon_service;
      grant select, insert, update, delete on all tables in schema desk to so_nguon_service;
      grant usage on all sequences in schema desk to so_nguon_service;
    end if;
  end $$`.execute(db);
}
