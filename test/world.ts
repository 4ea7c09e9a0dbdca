// A small world for tests: a played province on a fresh ledger, with a signer whose memory is in this process.
import { sha256 } from "@noble/hashes/sha2.js";
import { type Province, registerProvince } from "../src/demo/province.ts";
import { Scribe, StoryClock } from "../src/demo/scribe.ts";
import type { RuleSet } from "../src/format/bodies/ruleset.ts";
import { utf8 } from "../src/format/bytes.ts";
import { type Signer, signerFromSeed } from "../src/format/ed25519.ts";
import { HeadSigner, type SignerMemory } from "../src/intake/signer.ts";
import { Intake } from "../src/intake.ts";
import type { Database } from "../src/store/database.ts";

export const ORIGIN = "demo.songuon.example/test";
/** 10 November 2026, 08:00 in Vietnam. */
export const MORNING_MS = Date.UTC(2026, 10, 10, 1, 0, 0);

/** A signer's memory that lives as long as the test. */
export function memoryInProcess(): SignerMemory {
  let head: { size: number; root: Uint8Array } | undefined;
  return {
    read: async () => head,
    write: async (next) => {
      head = next;
    },
    exclusively: (work) => work(),
  };
}

export type World = { intake: Intake; scribe: Scribe; clock: StoryClock; province: Province; memory: SignerMemory };

/** Opens a log on a fresh database and registers the demo province; `nextLog` is held by the signer beside the log's first key. */
export async function openWorld(
  database: Database,
  rules?: Partial<RuleSet>,
  seed = "world",
  nextLog?: Signer,
): Promise<World> {
  const clock = new StoryClock(MORNING_MS);
  const logSigner = await signerFromSeed(sha256(utf8(`${seed} log`)));
  const memory = memoryInProcess();
  const intake = new Intake(database, new HeadSigner(ORIGIN, logSigner, memory, async () => nextLog), clock);
  await intake.start();
  const scribe = new Scribe(ORIGIN, sha256(utf8(seed)), clock, (entries) => intake.submitAll(entries));
  const province = await registerProvince(scribe, logSigner.key, rules);
  return { intake, scribe, clock, province, memory };
}
