// What some tests need of the machine besides Node: a browser, Go, Python, a right. Where it is missing their names say so and they are
// skipped; under CI they fail instead, so that a green run has skipped nothing. No other file may skip a test (test/house.test.ts).
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, it } from "vitest";

/** One thing that only some machines have, in words for the report. */
export type Need = { readonly what: string; readonly present: boolean };

/** States a need; throws where CI lacks it. */
function need(what: string, present: boolean): Need {
  if (!present && process.env.CI) throw new Error(`CI must have ${what}: without it facts would be skipped`);
  return { what, present };
}

const named = ({ what, present }: Need, name: string) => (present ? name : `${name} (SKIPPED: needs ${what})`);

/** `describe` for facts that have a need. */
export function describeWith(need: Need, name: string, facts: () => void): void {
  describe.skipIf(!need.present)(named(need, name), facts);
}

/** `it` for one fact that has a need. */
export function itWith(need: Need, name: string, fact: () => Promise<void>, timeoutMs?: number): void {
  it.skipIf(!need.present)(named(need, name), fact, timeoutMs);
}

export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Debian's package `chromium`; nothing is downloaded. */
export const needChromium = (): Need => need(`Chromium at ${CHROMIUM}`, existsSync(CHROMIUM));

/** The runtime of Cloudflare Workers; npm leaves it out on systems that it is not made for. */
export function needWorkerd(): Need {
  const find = () => (createRequire(import.meta.url)("workerd") as { default: string }).default;
  try {
    return need("workerd", existsSync(find()));
  } catch {
    return need("workerd", false);
  }
}

/** Where Debian's package `golang-golang-x-mod-dev` puts its sources. */
export const GOPATH = "/usr/share/gocode";

/** Debian's `golang-go` and `golang-golang-x-mod-dev`. */
export const needGo = (): Need =>
  need(
    "Go with golang.org/x/mod",
    spawnSync("go", ["version"]).status === 0 && existsSync(`${GOPATH}/src/golang.org/x/mod/sumdb/note`),
  );

/** A Python 3.10 with Debian's `python3-cbor2` and `python3-cryptography`, if there is one. */
export const PYTHON = ["python3", "/usr/bin/python3"].find((candidate) => {
  const probe = "import sys, cbor2, cryptography; assert sys.version_info >= (3, 10)";
  return spawnSync(candidate, ["-c", probe]).status === 0;
});

export const needPython = (): Need => need("Python 3.10 with cbor2 and cryptography", PYTHON !== undefined);

/** The right to mount a file system, which only root has. */
export const needMount = (mayMount: boolean): Need => need("the right to mount a tmpfs (root)", mayMount);

/** The real register's two files. They may not be published, so CI may lack them: the only need that it may. */
export const needRegister = (files: readonly (string | undefined)[]): Need => ({
  what: "the real register's files in SO_NGUON_REGISTER_DIR",
  present: files.every((file) => file !== undefined),
});
