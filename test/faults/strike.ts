// Blows to a PostgreSQL server: SIGKILL of everything it consists of at once, of its first process alone, or of one that serves a
// connection; and a standstill in which it keeps its connections and answers nobody.
import fs from "node:fs";
import type { Server } from "../server.ts";
import type { Victim } from "./points.ts";

/** Strikes at once; with `backend` the process of that number. */
export function strike(server: Server, victim: Victim, backend: number): void {
  if (victim === "postmaster") process.kill(server.pid, "SIGKILL");
  else if (victim === "backend") process.kill(backend, "SIGKILL");
  else killAll(server);
}

/** Kills every process of a server before any of them can notice. */
export function killAll(server: Server): void {
  for (const pid of stopped(server)) process.kill(pid, "SIGKILL");
}

/** Brings a server to a standstill: the kernel still takes what is sent to it; answers its release. */
export function freeze(server: Server): () => void {
  const pids = stopped(server);
  return () => {
    for (const pid of pids) process.kill(pid, "SIGCONT");
  };
}

/** All processes of a server, the first one first, standing still. */
function stopped(server: Server): number[] {
  const { pid } = server;
  // It first, so that it starts nobody meanwhile.
  process.kill(pid, "SIGSTOP");
  const children = childrenOf(pid);
  for (const child of children) process.kill(child, "SIGSTOP");
  return [pid, ...children];
}

/** Linux lists a process's children where it was built to; else every process tells its parent, which takes a little longer. */
function childrenOf(pid: number): number[] {
  const list = `/proc/${pid}/task/${pid}/children`;
  if (fs.existsSync(list)) return fs.readFileSync(list, "utf8").split(" ").filter(Boolean).map(Number);
  const all = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return all.map(Number).filter((each) => parentOf(each) === pid);
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // The command's name may hold anything; behind its last bracket stand the state and the parent.
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
}
