// A worker thread of the score: plays one seed after the other, by the rules that it was started with.
import { parentPort, workerData } from "node:worker_threads";
import { type OtherNumbers, rulesWith } from "./other-rules.ts";
import { playSeed } from "./play-seed.ts";
import { openPlayedProvince } from "./stage.ts";

const stage = await openPlayedProvince(rulesWith(workerData as OtherNumbers));
parentPort?.on("message", (seed: number) => parentPort?.postMessage(playSeed(stage, seed)));
