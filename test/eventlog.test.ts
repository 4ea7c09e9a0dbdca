// What the service tells its operator: one line an event, with its level and its place, and nothing private.
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { EVENTS, logEvent } from "../src/eventlog.ts";
import { LogClock } from "../src/intake/log-clock.ts";

const said: string[] = [];
beforeEach(() => {
  said.length = 0;
  vi.spyOn(console, "error").mockImplementation((line: string) => void said.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});
const lines = () => said.map((line) => JSON.parse(line));

test("an event is one line with time, level, name and fields", () => {
  logEvent("intake.commit-failed", { entries: 12, size: 340, head: undefined });
  expect(lines()).toEqual([
    { time: expect.any(String), level: "error", event: "intake.commit-failed", entries: 12, size: 340 },
  ]);
  expect(said[0]).not.toContain("\n");
});

test("an error is told by its message in one line; its stack and its detail stay out of it", () => {
  const error = Object.assign(new TypeError("no such\n  column"), {
    code: "42703",
    detail: "Key (plate)=(77C-042.69)",
  });
  logEvent("rules.broken", { kind: "slip.issue" }, error);
  expect(lines()[0]).toMatchObject({ error: "no such column", error_name: "TypeError", error_code: "42703" });
  expect(said[0]).not.toMatch(/stack|77C/);
  logEvent("rules.broken", {}, "x".repeat(5000));
  expect(lines()[1].error).toHaveLength(600);
});

test("the stack is told to whoever asks for it", () => {
  vi.stubEnv("SO_NGUON_DEBUG", "1");
  logEvent("rules.broken", {}, new Error("broken"));
  expect(lines()[0].stack).toContain("eventlog.test.ts");
});

test("a clock that leaps halts the intake, and is told once at the loudest level", () => {
  const clock = { wall: 1_000_000, steady: 0 };
  const watch = new LogClock({ wallMs: () => clock.wall, steadyMs: () => clock.steady });
  // Nine seconds are a slow correction.
  clock.wall += 9_000;
  expect([watch.readMs(), said.length]).toEqual([1_009_000, 0]);
  clock.wall += 11_000;
  expect([watch.readMs(), watch.readMs()]).toEqual([undefined, undefined]);
  expect(lines()).toEqual([
    { time: expect.any(String), level: "fatal", event: "intake.halted", reason: "clock", leapt_ms: 11_000 },
  ]);
});

test("the operator's page tells each event with its level, and no other", () => {
  const page = readFileSync(new URL("../docs/operations.md", import.meta.url), "utf8");
  const told = [...page.matchAll(/^\| `([\w.-]+)` +\| (\w+) +\| \S/gm)].map(([, event, level]) => [event, level]);
  expect(Object.fromEntries(told)).toEqual(EVENTS);
});
