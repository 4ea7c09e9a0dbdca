// A service that lives on while its PostgreSQL is struck: the server is the test's own and durable, the wire between them strikes it, and
// it is started again at once, as whatever watches over a server would.
import fs from "node:fs";
import { expect } from "vitest";
import { HeadSigner } from "../../src/intake/signer.ts";
import { Intake, type SubmitAnswer } from "../../src/intake.ts";
import { fileMemory } from "../../src/service/signer-file.ts";
import type { Database } from "../../src/store/database.ts";
import { migrate } from "../../src/store/migrations.ts";
import { openPostgres } from "../../src/store/postgres.ts";
import { Server, type Settings } from "../server.ts";
import { ORIGIN } from "../world.ts";
import { search } from "./evidence.ts";
import { type Ground, makeGround } from "./kill.ts";
import type { Blow } from "./points.ts";
import { Stops } from "./stops.ts";
import { strike } from "./strike.ts";
import { logSigner, Traffic } from "./traffic.ts";
import { Wire } from "./wire.ts";

/** How often the same bytes are sent again before it counts as in vain. */
const TRIES = 20;
/** As a province would run it, but small. */
export const DURABLE: Settings = { shared_buffers: "32MB", max_connections: 60, wal_keep_size: "256MB" };

/** Opens a server's ground: a folder that its user can enter. */
export function openGround(): Ground {
  const ground = makeGround();
  fs.chmodSync(ground.base, 0o755);
  return ground;
}

/** The service's own trouble, after which the same bytes are sent again. */
export function isTrouble(answer: SubmitAnswer): boolean {
  return !answer.ok && ["internal", "busy"].includes(answer.problem.code);
}

export class Struck {
  readonly ground: Ground;
  /** Who takes writes. */
  server: Server;
  /** All that are to be cleared away in the end. */
  readonly servers: Server[];
  readonly wire: Wire;
  /** The address through the wire. */
  readonly url: string;
  traffic!: Traffic;
  /** What is done about a server that was struck. */
  recover: () => Promise<void> = () => this.server.start();
  /** Kept until the server that was struck, or another in its place, takes connections. */
  revived: Promise<void> = Promise.resolve();

  private constructor(ground: Ground, server: Server, wire: Wire, url: string) {
    this.ground = ground;
    this.server = server;
    this.servers = [server];
    this.wire = wire;
    this.url = url;
  }

  /** A server with an opened ledger, undisturbed so far. */
  static async open(settings: Settings = {}): Promise<Struck> {
    const ground = openGround();
    const server = await Server.make(ground.base, "server", { ...DURABLE, ...settings });
    await server.start();
    const { wire, url } = await Wire.to(server.url());
    const struck = new Struck(ground, server, wire, url);
    wire.strike = ({ victim }, pid) => struck.strike(victim, pid);
    const database = struck.direct();
    await migrate(database);
    struck.traffic = await Traffic.found(database, ground.keys);
    await database.close();
    return struck;
  }

  /** The server past the wire. */
  direct(): Database {
    return openDatabaseAt(this.server.url());
  }

  /** Strikes now, and sees to it that the server comes back. */
  strike(victim: Blow["victim"], pid: number): void {
    // After the end of one connection's process the first one recovers by itself; unless the next blow comes before it says so.
    const again = victim === "backend" ? this.server.ready().catch(() => undefined) : undefined;
    strike(this.server, victim, pid);
    this.revived = again ?? this.recover();
  }

  /** A service on a database, started again while its server is down. */
  async start(database: Database, stops = new Stops(undefined)): Promise<Intake> {
    for (let tries = 1; ; tries++) {
      const signer = new HeadSigner(
        ORIGIN,
        stops.signer(await logSigner()),
        stops.memory(fileMemory(this.ground.keys)),
      );
      signer.onSigned = (note) => {
        this.traffic.saw(note);
        stops.at("signer: handed on, nobody answered");
      };
      const intake = new Intake(database, signer, this.traffic.clock);
      try {
        await intake.start();
        return intake;
      } catch (error) {
        if (tries === TRIES) throw error;
        await this.revived;
      }
    }
  }

  /** Sends entries until each is answered for good; the server is waited for in between. */
  async insist(intake: Intake, entries: readonly Uint8Array[]): Promise<void> {
    for (let tries = 1; ; tries++) {
      const answers = await intake.submitAll(entries);
      await this.traffic.take(entries, answers);
      if (!answers.some(isTrouble)) return;
      expect(tries, "sent again in vain").toBeLessThan(TRIES);
      await this.revived;
    }
  }

  /** What a search of the whole ledger finds missing. */
  async flaws(): Promise<string[]> {
    const database = this.direct();
    const { traffic } = this;
    const found = await search(database, traffic.vkey, [...traffic.handed.values()], traffic.signed);
    await database.close();
    return found.flaws;
  }

  async close(): Promise<void> {
    this.wire.close();
    await this.revived;
    for (const server of this.servers) await server.clear();
    this.ground.clear();
  }
}

/** A database as the service opens it: no word that it may lose anything. */
export function openDatabaseAt(url: string): Database {
  return openPostgres({ url, poolSize: 3 });
}
