// A child process for process.test.ts: `so-nguon witness`, which kills itself at a named step of the nth writing of its memory.
import { readCall } from "../../src/cli/command.ts";
import { command, runWitness } from "../../src/cli/witness.ts";

const [dieAt = "", count = "1", ...words] = process.argv.slice(2);
let left = Number(count);
const call = readCall(command, words, {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  terminal: false,
  env: process.env,
  now: () => Date.now(),
});
try {
  process.exitCode = await runWitness(call!, (step) => {
    if (step !== dieAt) return;
    left -= 1;
    if (left === 0) process.kill(process.pid, "SIGKILL");
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
