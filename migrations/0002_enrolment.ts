// What the desk keeps for the life of keys: one proof of equivocation a key until the operator's freeze stands in the log, and
// invitations by which a device asks for its key to be registered.
import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table desk.equivocation (
    kid bytea primary key, at timestamptz not null default now(), stored bigint not null, entry bytea not null,
    frozen bigint)`.execute(db);
  await sql`create table desk.invitation (
    token_hash bytea primary key, party bigint not null, person bigint, site bigint, invited_by text not null,
    expires_ms bigint not null, key bytea, possession bytea, asked_ms bigint)`.execute(db);
  await sql`do $$ begin
    if exists (select from pg_roles where rolname = 'so_nguon_service') then
      grant select, insert, update, delete on all tables in schema desk to so_nguon_service;
    end if;
  end $$`.execute(db);
}
