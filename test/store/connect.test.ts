// Both databases answer alike, and the embedded one keeps what it acknowledged.
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { PGlite } from "@electric-sql/pglite";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FolderInUse } from "../../src/disk/lock.ts";
import { openDatabase } from "../../src/store/connect.ts";
import { migrate } from "../../src/store/migrations.ts";
import { tendOnce } from "../../src/store/tend.ts";
import { onEachDatabase } from "../databases.ts";

const writer = new URL("writer.ts", import.meta.url).pathname;

onEachDatabase("a connection", (open) => {
  test("int8 comes as a number, bytea as plain bytes, numeric and date as text, in arrays too", async () => {
    const { kysely } = await open();
    const { rows } = await sql`select 9007199254740991 as big, -5::int8 as low, count(*) as many, sum(3::int8) as total,
      '\\x00ff'::bytea as bytes, array['\\x01'::bytea, '', null] as pieces, array[1::int8, null, -3] as numbers,
      '{}'::int8[] as none, date '2026-07-01' as day, true as yes, null::int8 as nothing from (values (1)) as one`.execute(
      kysely,
    );
    expect(rows).toEqual([
      {
        big: Number.MAX_SAFE_INTEGER,
        low: -5,
        many: 1,
        total: "3",
        bytes: new Uint8Array([0, 255]),
        pieces: [new Uint8Array([1]), new Uint8Array(), null],
        numbers: [1, null, -3],
        none: [],
        day: "2026-07-01",
        yes: true,
        nothing: null,
      },
    ]);
    const { bytes } = rows[0] as { bytes: Uint8Array };
    expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
    expect(bytes.buffer.byteLength).toBe(2);
  });

  test("an int8 that a number would round is refused", async () => {
    const { kysely } = await open();
    for (const text of ["9007199254740992", "-9007199254740993"]) {
      await expect(sql`select ${text}::int8 as n`.execute(kysely)).rejects.toThrow("does not fit a safe integer");
    }
  });

  test("numbers, bytes and texts go in as they come out, in arrays too", async () => {
    const { kysely } = await open();
    await sql`create table kept (n bigint, b bytea, t text)`.execute(kysely);
    const bytes = [new Uint8Array([0, 1, 255]), new Uint8Array(), new TextEncoder().encode('"\\,{}')];
    const texts = ['Đá 1×2, "mỏ" \\ {NULL}', "", "NULL"];
    await sql`insert into kept select * from unnest(${[1, 2, 3]}::bigint[], ${bytes}::bytea[], ${texts}::text[])`.execute(
      kysely,
    );
    const { rows } = await sql`select n, b, t from kept order by n`.execute(kysely);
    expect(rows).toEqual([0, 1, 2].map((at) => ({ n: at + 1, b: bytes[at], t: texts[at] })));
  });

  test("transactions asked for at once do not mix, and a failed one leaves nothing", async () => {
    const { kysely } = await open();
    await sql`create table kept (n bigint primary key)`.execute(kysely);
    const write = (n: number) =>
      kysely.transaction().execute(async (trx) => {
        await sql`insert into kept values (${n})`.execute(trx);
        await sql`select 1`.execute(trx);
        if (n % 2 === 1) throw new Error("changed its mind");
      });
    const ends = await Promise.allSettled(Array.from({ length: 12 }, (_, n) => write(n)));
    expect(ends.map((end) => end.status)).toEqual(ends.map((_, n) => (n % 2 === 1 ? "rejected" : "fulfilled")));
    const { rows } = await sql<{ n: number }>`select n from kept order by n`.execute(kysely);
    expect(rows.map((row) => row.n)).toEqual([0, 2, 4, 6, 8, 10]);
  });

  test("a broken constraint is known by PostgreSQL's code", async () => {
    const { kysely } = await open();
    await sql`create table kept (n bigint primary key)`.execute(kysely);
    await sql`insert into kept values (1)`.execute(kysely);
    await expect(sql`insert into kept values (1)`.execute(kysely)).rejects.toMatchObject({ code: "23505" });
  });

  test("closing twice is closing once", async () => {
    const database = await open();
    await Promise.all([database.close(), database.close()]);
    await expect(sql`select 1`.execute(database.kysely)).rejects.toThrow();
  });
});

onEachDatabase("migrating", (open, kind) => {
  test("makes every table once, and nothing the second time", async () => {
    const database = await open({ bare: true });
    const ran = await migrate(database);
    const files = fs.readdirSync(new URL("../../migrations", import.meta.url)).sort();
    expect(ran.map((name) => `${name}.ts`)).toEqual(files);
    expect(await migrate(database)).toEqual([]);
  });

  test("a database that a newer program migrated is left alone", async () => {
    const database = await open();
    await sql`insert into desk.migration (name, timestamp) values ('9999_later', '')`.execute(database.kysely);
    await expect(migrate(database)).rejects.toThrow(/mới hơn chương trình.*newer than this program/);
  });

  if (kind === "postgres") {
    test("several programs that start at once migrate once", async () => {
      const first = await open({ bare: true });
      const others = await Promise.all([1, 2, 3].map(() => openDatabase({ url: first.url })));
      const ran = await Promise.all([first, ...others].map(migrate));
      const files = fs.readdirSync(new URL("../../migrations", import.meta.url)).length;
      expect(ran.map((names) => names.length).sort()).toEqual([0, 0, 0, files]);
      await Promise.all(others.map((other) => other.close()));
    });
  }
});

describe("the embedded database in a folder", () => {
  let dir: string;

  beforeEach(() => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-folder-"));
  });

  afterEach(() => {
    vi.restoreAllMocks();
    fs.rmSync(dir, { recursive: true, force: true });
  });

  test("each commit is on disk before it is acknowledged, and a read syncs nothing", async () => {
    const { kysely, close } = await openDatabase({ dir });
    await sql`create table kept (n bigint)`.execute(kysely);
    const sync = vi.spyOn(fs, "fsyncSync");
    for (let n = 1; n <= 20; n++) {
      await sql`insert into kept values (${n})`.execute(kysely);
      expect(sync.mock.calls.length).toBeGreaterThanOrEqual(n);
    }
    sync.mockClear();
    await sql`select count(*) from kept`.execute(kysely);
    expect(sync).not.toHaveBeenCalled();
    await close();
  });

  test("a process whose disk fails ends before it acknowledges, and the rows before are there", async () => {
    const child = spawn(process.execPath, [writer, dir, "8"], { stdio: ["ignore", "pipe", "ignore"] });
    const [output, [code]] = await Promise.all([child.stdout.toArray(), once(child, "exit")]);
    expect(Buffer.concat(output).toString()).toBe("had 0 0\n1\n2\n3\n4\n5\n6\n7\n");
    expect(code).toBe(1);
    const { kysely, close } = await openDatabase({ dir });
    const { rows } = await sql<{ n: number }>`select n from written order by n`.execute(kysely);
    expect(rows.map((row) => row.n).slice(0, 7)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    await close();
  });

  test("killed in the middle of writing, again and again, it has every row that it acknowledged", async () => {
    let acknowledged = 0;
    for (const upTo of [1, 40, 15, 90, 3, 0]) {
      const child = spawn(process.execPath, [writer, dir], { stdio: ["ignore", "pipe", "inherit"] });
      const gone = once(child, "exit");
      let heard = 0;
      for await (const line of createInterface(child.stdout)) {
        if (line.startsWith("had ")) {
          const [, last, rows] = line.split(" ").map(Number);
          expect(last).toBeGreaterThanOrEqual(acknowledged);
          expect(rows).toBe(last);
        } else {
          acknowledged = Number(line);
          heard++;
        }
        if (heard >= upTo) child.kill("SIGKILL");
      }
      expect(await gone).toEqual([null, "SIGKILL"]);
    }
    expect(acknowledged).toBeGreaterThanOrEqual(149);
  });

  test("a first start that was killed half-way begins anew", async () => {
    fs.mkdirSync(path.join(dir, "postgres.new", "base"), { recursive: true });
    fs.writeFileSync(path.join(dir, "postgres.new", "PG_VERSION"), "18\n");
    const database = await openDatabase({ dir });
    expect(await migrate(database)).not.toEqual([]);
    await database.close();
    expect(fs.readdirSync(dir).sort()).toEqual(["lock", "postgres"]);
  });

  test("a folder in use is refused, and free again after closing", async () => {
    const first = await openDatabase({ dir });
    await expect(openDatabase({ dir })).rejects.toThrow(FolderInUse);
    await first.close();
    const second = await openDatabase({ dir });
    await second.close();
  });
});

test("an embedded database that grew gets statistics and a checkpoint", async () => {
  const pglite = await PGlite.create();
  await pglite.exec("create schema ledger; create table ledger.grown (n bigint primary key, filler text)");
  await pglite.query("insert into ledger.grown select n, repeat('x', 1000) from generate_series(1, 70000) as n");
  const state = async () => {
    const { rows } = await pglite.query(
      "select reltuples, (select redo_lsn::text from pg_control_checkpoint()) as redo from pg_class where relname = 'grown'",
    );
    return rows[0] as { reltuples: number; redo: string };
  };
  const before = await state();
  await tendOnce(pglite);
  const after = await state();
  expect([before.reltuples, after.reltuples]).toEqual([-1, 70000]);
  expect(after.redo).not.toBe(before.redo);
  await tendOnce(pglite);
  expect(await state()).toEqual(after);
  await pglite.close();
});
