// A child process for connect.test.ts: writes rows 1, 2, 3… into the data folder named on its command line, one commit each,
// and says each number after its commit was acknowledged, until it is killed; with a second word, until its disk fails at
// the row of that number.
import fs from "node:fs";
import { sql } from "kysely";
import { openDatabase } from "../../src/store/connect.ts";

const { kysely } = await openDatabase({ dir: process.argv[2] });
await sql`create table if not exists written (n bigint primary key, filler text not null)`.execute(kysely);
const had = await sql<{
  n: number;
  rows: number;
}>`select coalesce(max(n), 0) as n, count(*) as rows from written`.execute(kysely);
const from = had.rows[0];
if (!from) throw new Error("an aggregate has one row");
process.stdout.write(`had ${from.n} ${from.rows}\n`);
const failsAt = Number(process.argv[3] ?? Number.POSITIVE_INFINITY);
for (let n = from.n + 1; ; n++) {
  if (n === failsAt) {
    fs.fsyncSync = () => {
      throw new Error("EIO: i/o error, fsync");
    };
  }
  await sql`insert into written values (${n}, ${"x".repeat(500)})`.execute(kysely);
  process.stdout.write(`${n}\n`);
}
