// The lock of a data folder. PGlite takes none, and two processes in one folder silently lose rows, so the folder is ours
// first and PGlite's second. The lock is the operating system's, taken through SQLite's file locking (fcntl on Unix,
// LockFileEx on Windows), the one exclusive lock that plain Node can reach: it is atomic between racing processes and the
// kernel drops it with its process, kill -9 included, so that there is never a stale lock to judge by pid and start time.
import fs from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";

/** A held lock; `release` may be called twice. */
export type FolderLock = { release(): void };

/** Thrown when another holder has the folder: `pid` names it, unless it never came to write its number down. */
export class FolderInUse extends Error {
  readonly dir: string;
  readonly pid: number | undefined;

  constructor(dir: string, pid: number | undefined) {
    const vi = pid === undefined ? "một tiến trình khác" : `tiến trình ${pid}`;
    const en = pid === undefined ? "another process" : `process ${pid}`;
    super(
      `Thư mục dữ liệu ${dir} đang do ${vi} sử dụng. Hãy dừng tiến trình đó rồi chạy lại. · ` +
        `The data folder ${dir} is in use by ${en}. Stop it, then run again.`,
    );
    this.name = "FolderInUse";
    this.dir = dir;
    this.pid = pid;
  }
}

/** Locks a data folder (made when absent) for this process alone; throws `FolderInUse` when it is taken, also by ourselves. */
export async function lockFolder(dir: string): Promise<FolderLock> {
  // A ledger names people and firms: a folder that we make is its owner's alone.
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  // POSIX drops a process's locks on a file when it closes *any* descriptor of it: nothing else may ever open this file.
  const held = new DatabaseSync(path.join(dir, "lock"), { timeout: 0 });
  const pidFile = path.join(dir, "lock.pid");
  try {
    // Nothing is ever written, so no journal: it would be a second file left behind by a kill.
    held.exec("PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE");
  } catch (error) {
    held.close();
    if (isBusy(error)) throw new FolderInUse(dir, await holderOf(pidFile));
    throw error;
  }
  fs.writeFileSync(pidFile, `${process.pid}\n`);
  return {
    release: () => {
      if (!held.isOpen) return;
      fs.rmSync(pidFile, { force: true });
      held.close();
    },
  };
}

/** True if SQLite said that someone else holds the file (primary result code 5, SQLITE_BUSY). */
function isBusy(error: unknown): boolean {
  return (
    error instanceof Error && "errcode" in error && typeof error.errcode === "number" && (error.errcode & 0xff) === 5
  );
}

/** The holder's pid for the message; it writes that just after winning, so wait a moment for a number that is alive. */
async function holderOf(pidFile: string): Promise<number | undefined> {
  for (let tries = 0; tries < 20; tries++) {
    const pid = Number(fs.existsSync(pidFile) ? fs.readFileSync(pidFile, "utf8") : "");
    if (Number.isSafeInteger(pid) && pid > 0 && isAlive(pid)) return pid;
    await pause(50);
  }
  return undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, but another user's.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
