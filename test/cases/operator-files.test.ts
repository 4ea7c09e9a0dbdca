// The files for monitoring ask only for metrics that the service gives, and the operator's page in Vietnamese names commands that there are.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/main.ts";
import { Metrics } from "../../src/http/metrics.ts";
import { problem } from "../../src/words/problem.ts";
import { refused } from "../../src/words/result.ts";

const read = (file: string) => readFileSync(new URL(`../../docs/${file}`, import.meta.url), "utf8");

/** The names of series that a scraper finds. */
function given(): Set<string> {
  const metrics = new Metrics();
  metrics.requested({ method: "GET", route: "/", status: 200 }, 1);
  metrics.answered(new Uint8Array(), refused(problem("internal")));
  const now = { size: 1, halted: undefined, cosigning: undefined, memory: 1, cpuSeconds: 1 };
  return new Set([...metrics.text(now).matchAll(/^(\w+)[ {]/gm)].map(([, name]) => name ?? ""));
}

describe("metrics", () => {
  test.each(["ops/dashboard.json", "ops/alerts.yml"])("that %s asks for are given", (file) => {
    const asked = [...read(file).matchAll(/\b((?:so_nguon|process)_\w+)\b/g)].map(([, name]) => name ?? "");
    expect(asked.length).toBeGreaterThan(5);
    expect([...new Set(asked)].filter((name) => !given().has(name))).toEqual([]);
  });

  test("of the dashboard have a panel with a title and a query each", () => {
    const { panels } = JSON.parse(read("ops/dashboard.json")) as {
      panels: { title: string; targets: { expr: string }[] }[];
    };
    for (const { title, targets } of panels) expect([title.includes(" · "), targets.length]).toEqual([true, 1]);
    expect(panels.length).toBeGreaterThan(8);
  });
});

describe("the operator's page in Vietnamese", () => {
  test("names only commands of the program", () => {
    const named = [...read("van-hanh.md").matchAll(/so-nguon ([a-z]+)/g)].map(([, command]) => command ?? "");
    expect(named.length).toBeGreaterThan(8);
    const known = Object.keys(COMMANDS);
    expect([...new Set(named)].filter((command) => !known.includes(command))).toEqual([]);
  });
});
