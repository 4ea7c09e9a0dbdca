// A worker thread of the audit: nothing but signatures.
import { parentPort } from "node:worker_threads";
import { checkWork, type Work } from "./verifier.ts";

parentPort?.on("message", (work: Work) => parentPort?.postMessage(checkWork(work)));
