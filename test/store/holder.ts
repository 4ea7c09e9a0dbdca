// A child process for lock.test.ts: tries for the lock of a folder at an agreed moment, says what came of it, and when it won,
// holds the lock for the given time, noting in a shared file when it came and when it was about to leave.
import fs from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { FolderInUse, lockFolder } from "../../src/disk/lock.ts";

const [dir = "", diary = "", startMs = "0", holdMs = "0"] = process.argv.slice(2);
await pause(Math.max(1, Number(startMs) - Date.now()));
try {
  const lock = await lockFolder(dir);
  fs.appendFileSync(diary, `in ${process.pid}\n`);
  console.log("won");
  await pause(Number(holdMs));
  fs.appendFileSync(diary, `out ${process.pid}\n`);
  lock.release();
} catch (error) {
  if (!(error instanceof FolderInUse)) throw error;
  console.log(`refused ${error.pid}`);
}
