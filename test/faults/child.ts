// One life of a service that is going to be killed: opens the ledger that the last one left, searches it for everything that was
// handed out, starts, sends its rounds and writes each thing that leaves the process into a diary, until it is stopped at its point.
import fs from "node:fs";
import type { Handed, Signed } from "./evidence.ts";
import type { Stop } from "./points.ts";
import { Stops } from "./stops.ts";

/** What a life is given; entries in hex. */
export type Life = {
  place: { url?: string; dir?: string };
  keys: string;
  diary: string;
  nowMs: number;
  vkey: string;
  rounds: string[][];
  handed: Handed[];
  signed: Signed[];
  stop?: Stop | undefined;
};

/** What is in the diary, a line each. */
export type Said =
  | { what: "searched"; size: number; flaws: string[] }
  | { what: "signed"; note: string }
  | { what: "answered"; entry: string; proof?: string; problem?: string }
  | { what: "lived"; reached: [string, number][]; ms: number };

const life = JSON.parse(fs.readFileSync(process.argv[2]!, "utf8")) as Life;
const stops = new Stops(life.stop);
const { writeSync } = fs;
const diary = fs.openSync(life.diary, "a");
const say = (said: Said) => writeSync(diary, `${JSON.stringify(said)}\n`);

// Only now: what is watched must be in place before anything takes hold of the file system's functions.
stops.watchDrivers();
stops.watchDisk();
const { HeadSigner } = await import("../../src/intake/signer.ts");
const { Intake } = await import("../../src/intake.ts");
const { fileMemory } = await import("../../src/service/signer-file.ts");
const { openDatabase } = await import("../../src/store/connect.ts");
const { StoryClock } = await import("../../src/demo/scribe.ts");
const { ORIGIN } = await import("../world.ts");
const { search } = await import("./evidence.ts");
const { logSigner } = await import("./traffic.ts");

const database = await openDatabase({ ...life.place, poolSize: 4, acceptLoss: () => {} });
const { size, flaws } = await search(database, life.vkey, life.handed, life.signed);
say({ what: "searched", size, flaws });
const signer = new HeadSigner(ORIGIN, stops.signer(await logSigner()), stops.memory(fileMemory(life.keys)));
signer.onSigned = (note) => {
  say({ what: "signed", note });
  stops.at("signer: handed on, nobody answered");
};
stops.armed = true;
const intake = new Intake(database, signer, new StoryClock(life.nowMs));
await intake.start();
for (const round of life.rounds) {
  const answers = await intake.submitAll(round.map((entry) => Buffer.from(entry, "hex")));
  for (const [i, answer] of answers.entries()) {
    const entry = round[i]!;
    if (answer.ok) say({ what: "answered", entry, proof: answer.value.proof });
    else say({ what: "answered", entry, problem: answer.problem.code });
  }
}
stops.armed = false;
say({ what: "lived", reached: stops.reached, ms: performance.now() });
await database.close();
