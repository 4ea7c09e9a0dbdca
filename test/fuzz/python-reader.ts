// The readers in Python as one process behind a pipe, asked for as long as the runner lives.
import { type ChildProcessByStdio, spawn } from "node:child_process";
import readline from "node:readline";
import type { Readable, Writable } from "node:stream";
import { PYTHON } from "../machine.ts";

export class PythonReader {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #waiting: ((answer: string) => void)[] = [];
  #ended: string | undefined;

  constructor() {
    const script = new URL("reader.py", import.meta.url).pathname;
    const env = { ...process.env, PYTHONIOENCODING: "utf-8" };
    this.#process = spawn(PYTHON!, ["-B", script], { stdio: ["pipe", "pipe", "inherit"], env });
    readline.createInterface({ input: this.#process.stdout }).on("line", (line) => {
      this.#waiting.shift()?.(JSON.parse(line) as string);
    });
    this.#process.on("exit", (code) => {
      this.#ended = `crashed: the reader ended with ${code}`;
      for (const answer of this.#waiting.splice(0)) answer(this.#ended);
    });
  }

  /** The reader's answer in words: "verified", or why not. */
  ask(question: Readonly<Record<string, unknown>>): Promise<string> {
    return new Promise((resolve) => {
      if (this.#ended !== undefined) return resolve(this.#ended);
      this.#waiting.push(resolve);
      this.#process.stdin.write(`${JSON.stringify(question)}\n`);
    });
  }

  end(): void {
    this.#process.stdin.end();
  }
}
