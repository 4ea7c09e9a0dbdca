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

/** Linux lists a process's children; elsewhere these tests have no way to strike. */
function childrenOf(pid: number): number[] {
  const list = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return list === "" ? [] : list.split(" ").map(Number);
}
