// The lives of one ledger, each in a process of its own: what the last one left is what the next one finds.
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { unhex } from "../../src/format/bytes.ts";
import type { Life, Said } from "./child.ts";
import type { Stop } from "./points.ts";
import type { Traffic } from "./traffic.ts";

const program = new URL("child.ts", import.meta.url).pathname;

/** How a life ended and what it said. */
export type Lived = { signal: string | null; code: number | null; said: Said[] };

/** Runs lives on one ledger, and reads from their diaries what they handed out. */
export class Lives {
  readonly traffic: Traffic;
  readonly #base: string;
  readonly #place: Life["place"];
  readonly #keys: string;
  #count = 0;

  constructor(traffic: Traffic, base: string, place: Life["place"], keys: string) {
    this.traffic = traffic;
    this.#base = base;
    this.#place = place;
    this.#keys = keys;
  }

  /** One life up to its stop, or to its natural end; answers how it ended and what it said. */
  async live(stop?: Stop): Promise<Lived> {
    return this.liveWith(await this.traffic.rounds(), stop);
  }

  /** The same with rounds of the caller's. */
  async liveWith(rounds: readonly (readonly Uint8Array[])[], stop?: Stop, longestMs = 60_000): Promise<Lived> {
    const { traffic } = this;
    const number = this.#count++;
    const diary = path.join(this.#base, `diary-${number}`);
    const life: Life = {
      place: this.#place,
      keys: this.#keys,
      diary,
      nowMs: traffic.clock.wallMs(),
      vkey: traffic.vkey,
      rounds: rounds.map((round) => round.map((entry) => Buffer.from(entry).toString("hex"))),
      handed: [...traffic.handed.values()],
      signed: traffic.signed,
      stop,
    };
    const file = path.join(this.#base, `life-${number}.json`);
    fs.writeFileSync(file, JSON.stringify(life));
    const child = spawn(process.execPath, [program, file], {
      stdio: ["ignore", "inherit", "ignore"],
      timeout: longestMs,
      killSignal: "SIGTERM",
    });
    const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
    const said = fs.existsSync(diary) ? linesOf(diary) : [];
    for (const each of said) {
      if (each.what === "signed") traffic.saw(each.note);
      if (each.what !== "answered") continue;
      if (each.proof !== undefined) await traffic.took(unhex(each.entry), each.proof);
      else traffic.refused(unhex(each.entry), each.problem ?? "");
    }
    return { signal, code, said };
  }
}

function linesOf(file: string): Said[] {
  const lines = fs
    .readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as Said);
}
