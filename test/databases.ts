// The harness of every test that needs a database: the same facts on PGlite and on a real PostgreSQL 18.
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import pg from "pg";
import { afterAll, afterEach, beforeEach, describe, inject } from "vitest";
import { openDatabase } from "../src/store/connect.ts";
import type { Database } from "../src/store/database.ts";
import { openInMemory } from "../src/store/pglite.ts";
import type { TestServers } from "./postgres.ts";

/** A database of one test's own; `url` is there on PostgreSQL, for a second program that opens the same one. */
export type TestDatabase = Database & { url?: string };

/** The run's server keeps nothing through a crash of the machine, for speed; whoever opens it again says so too. */
export const acceptLoss = (): void => {};

/** Opens a database that nobody else sees, migrated and empty, or with `{ bare: true }` not even migrated. */
export type Open = (options?: { bare?: boolean }) => Promise<TestDatabase>;

/**
 * Runs the facts twice, on PGlite and on PostgreSQL. What a test or its beforeEach opens is closed and dropped after that
 * test; what a beforeAll opens, after the last one.
 */
export function onEachDatabase(name: string, facts: (open: Open, kind: Database["kind"]) => void): void {
  for (const kind of ["pglite", "postgres"] as const) onDatabase(kind, name, facts);
}

/** The same on PostgreSQL alone: for what needs a server, and for long walks over pages, which are the same on either. */
export function onPostgres(name: string, facts: (open: Open) => void): void {
  onDatabase("postgres", name, facts);
}

function onDatabase(kind: Database["kind"], name: string, facts: (open: Open, kind: Database["kind"]) => void): void {
  describe(`${name} on ${kind === "pglite" ? "PGlite" : "PostgreSQL"}`, () => {
    const ofTest: TestDatabase[] = [];
    const ofAll: TestDatabase[] = [];
    let inTest = false;
    const closeAll = async (databases: TestDatabase[]) => {
      for (const database of databases.splice(0)) await database.close();
    };
    beforeEach(() => {
      inTest = true;
    });
    afterEach(async () => {
      inTest = false;
      await closeAll(ofTest);
    });
    afterAll(() => closeAll(ofAll));
    facts(async (options) => {
      const database = kind === "pglite" ? await openPGlite(options?.bare) : await createPostgres(options?.bare);
      (inTest ? ofTest : ofAll).push(database);
      return database;
    }, kind);
  });
}

let asked: Promise<TestServers> | undefined;

/** The run's servers, started by the first to ask; throws the reason when they cannot start. */
export function testServers(): Promise<TestServers> {
  asked ??= fetch(inject("databases")).then(async (answer) => {
    if (!answer.ok) throw new Error(`the test databases cannot start: ${await answer.text()}`);
    return (await answer.json()) as TestServers;
  });
  return asked;
}

let image: Blob | undefined;

async function openPGlite(bare = false): Promise<TestDatabase> {
  if (bare) return await openInMemory();
  image ??= new Blob([fs.readFileSync((await testServers()).image)]);
  return await openInMemory(image);
}

async function createPostgres(bare = false): Promise<TestDatabase> {
  const { postgresUrl, template } = await testServers();
  const name = `test_${randomBytes(8).toString("hex")}`;
  await maintain(postgresUrl, `create database ${name} template ${bare ? "template0" : template}`);
  const url = new URL(postgresUrl);
  url.pathname = name;
  const database = await openDatabase({ url: url.href, acceptLoss });
  let closing: Promise<void> | undefined;
  const close = async () => {
    await database.close();
    // FORCE, since a test may have killed a client whose connection the server has not missed yet.
    await maintain(postgresUrl, `drop database ${name} with (force)`);
  };
  return {
    ...database,
    url: url.href,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

async function maintain(postgresUrl: string, statement: string): Promise<void> {
  const client = new pg.Client(postgresUrl);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
