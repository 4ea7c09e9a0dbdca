// A worker thread of the score: plays one seed after the other.
import { parentPort } from "node:worker_threads";
import { playSeed } from "./play-seed.ts";
import { openPlayedProvince } from "./stage.ts";

const stage = await openPlayedProvince();
parentPort?.on("message", (seed: number) => parentPort?.postMessage(playSeed(stage, seed)));
