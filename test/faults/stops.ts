// The hand that strikes, inside the process that is struck: database drivers, the file system and the signer's memory report each
// step they come to, and at the chosen one the process kills itself, with no chance to tidy up.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import type { Signer } from "../../src/format/ed25519.ts";
import type { SignerMemory } from "../../src/intake/signer.ts";
import { type SignerStep, type Stop, statementOf, TORN } from "./points.ts";

const RECORD_BYTES = 512;

export class Stops {
  readonly #stop: Stop | undefined;
  readonly #strike: () => void;
  readonly #reached = new Map<string, number>();
  /** Only what the sequencer and the signer do counts, not what prepares the scene. */
  armed = false;
  #appending = false;

  /** Strikes this process, unless told whom else. */
  constructor(stop: Stop | undefined, strike: () => void = killMyself) {
    this.#stop = stop;
    this.#strike = strike;
  }

  /** Steps in the order in which they were first come to, and how often. */
  get reached(): [string, number][] {
    return [...this.#reached];
  }

  /** Comes to a step, and no further if it is the chosen one. */
  at(step: string): void {
    if (this.#isLast(step)) this.#strike();
  }

  #isLast(step: string): boolean {
    if (!this.armed) return false;
    const nth = (this.#reached.get(step) ?? 0) + 1;
    this.#reached.set(step, nth);
    return this.#stop?.step === step && this.#stop.nth === nth;
  }

  /** Watches both drivers. */
  watchDrivers(): void {
    const watch = this.at.bind(this);
    const stops = this;
    const server = pg.Client.prototype as unknown as { query: Query };
    const query = server.query;
    server.query = function (this: unknown, ...args: unknown[]) {
      const name = stops.armed ? nameOf(args[0]) : undefined;
      if (name === undefined) return query.apply(this, args);
      watch(`${name}, before`);
      setImmediate(() => watch(`${name}, sent`));
      return answered(query, this, args, () => watch(`${name}, after`));
    };
    const embedded = PGlite.prototype as unknown as { query: Query };
    const run = embedded.query;
    embedded.query = async function (this: unknown, ...args: unknown[]) {
      const name = stops.armed ? nameOf(args[0]) : undefined;
      if (name === undefined) return run.apply(this, args);
      watch(`${name}, before`);
      stops.#appending = name === "append";
      try {
        return await run.apply(this, args);
      } finally {
        stops.#appending = false;
        watch(`${name}, after`);
      }
    };
  }

  /** Watches what the embedded database does on disk while it appends, and the signer's record. */
  watchDisk(): void {
    const { writeSync, fsyncSync, write, fdatasync } = fs;
    const patched = fs as unknown as Record<string, unknown>;
    patched.writeSync = (...args: Parameters<typeof writeSync>) => {
      if (!this.#appending) return writeSync(...args);
      const [file, bytes, offset, length, position] = args as unknown as [number, Uint8Array, number, number, number];
      if (this.#isLast("disk: log half written")) {
        writeSync(file, bytes, offset, length >> 1, position);
        killMyself();
      }
      const written = writeSync(...args);
      this.at("disk: log written, not synced");
      return written;
    };
    patched.fsyncSync = (file: number) => {
      fsyncSync(file);
      if (this.#appending) this.at("disk: log synced, not answered");
    };
    patched.write = (...args: Parameters<typeof write>) => {
      const [file, bytes, offset, length, position] = args as unknown as [number, Uint8Array, number, number, number];
      if (length !== RECORD_BYTES) return write(...args);
      for (const [step, count] of Object.entries(TORN)) {
        if (!this.#isLast(`signer: ${step}`)) continue;
        writeSync(file, bytes, offset, count, position);
        killMyself();
      }
      return write(...args);
    };
    patched.fdatasync = (...args: Parameters<typeof fdatasync>) => {
      this.#signer("written, not synced");
      const done = args[1];
      return fdatasync(args[0], (error) => {
        this.#signer("synced, turn not given back");
        done(error);
      });
    };
    syncBuiltinESMExports();
  }

  #signer(step: SignerStep): void {
    this.at(`signer: ${step}`);
  }

  /** The signer's memory, each step watched. */
  memory(inner: SignerMemory): SignerMemory {
    return {
      exclusively: (work) => {
        this.#signer("before its turn");
        return inner.exclusively(() => {
          this.#signer("its turn come, nothing read");
          return work();
        });
      },
      read: async () => {
        const head = await inner.read();
        this.#signer("memory read");
        return head;
      },
      write: async (head) => {
        this.#signer("about to write");
        await inner.write(head);
        this.#signer("memory written, nothing signed");
      },
    };
  }

  /** The log key, watched after each signature. */
  signer(inner: Signer): Signer {
    return {
      ...inner,
      sign: async (message) => {
        const signature = await inner.sign(message);
        this.#signer("signed, not handed on");
        return signature;
      },
    };
  }
}

function killMyself(): void {
  process.kill(process.pid, "SIGKILL");
}

type Query = (this: unknown, ...args: unknown[]) => unknown;

function nameOf(query: unknown): string | undefined {
  const text = typeof query === "string" ? query : (query as { text?: unknown } | undefined)?.text;
  if (typeof text !== "string" || !/\bledger\b|\bdesk\b/.test(text)) return undefined;
  return statementOf(text);
}

/** Runs a query of pg, with a callback or a promise, and looks in when its answer is there. */
function answered(query: Query, client: unknown, args: unknown[], look: () => void): unknown {
  const callback = args.at(-1);
  if (typeof callback === "function") {
    const looking = (...results: unknown[]) => {
      look();
      callback(...results);
    };
    return query.apply(client, [...args.slice(0, -1), looking]);
  }
  return (query.apply(client, args) as Promise<unknown>).finally(look);
}
