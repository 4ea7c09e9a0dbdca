// Runs the command line in this process and keeps what it said.
import { main } from "../../src/cli/main.ts";

export type Said = { code: number; out: string; err: string };

/** One command line; no DATABASE_URL of the machine reaches it. */
export async function soNguon(...args: string[]): Promise<Said> {
  return soNguonWith({}, ...args);
}

/** The same with an environment. */
export async function soNguonWith(env: Record<string, string>, ...args: string[]): Promise<Said> {
  const said = { out: "", err: "" };
  const code = await main(args, {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    terminal: false,
    env,
    now: () => Date.now(),
  });
  return { code, ...said };
}
