// A rule that changes without a new version, as a programmer might slip: one kilogram more in the band of a measured mass. The golden
// ledgers must say at which entry, and what to do.
import { expect, it, vi } from "vitest";
import { NEWEST_VERSION } from "../../src/rules/registry/versions.ts";
import { difference, NAMES } from "./compare.ts";

vi.mock("../../src/rules/weighing/uncertainty.ts", async (original) => {
  const real = await original<typeof import("../../src/rules/weighing/uncertainty.ts")>();
  return {
    ...real,
    bandKg: (...given: Parameters<typeof real.bandKg>) => real.bandKg(...given) + 1,
  };
});

it("fails by its entry, and tells whoever changed it to give the change a version", () => {
  const found = NAMES.map((name) => difference(NEWEST_VERSION, name, { [NEWEST_VERSION]: "released" }));
  const told = found.find((each) => each !== undefined);
  expect(told).toMatch(/ {2}was: \d+ \S+ ok \w{16}\n {2}now: \d+ \S+ ok \w{16}\n/);
  expect(told).toContain(`rules.version >= ${NEWEST_VERSION + 1}`);
  expect(told).toContain('docs/CONTRIBUTING.md, "Changing a rule"');
});

it("says how to write the golden ledgers anew while their version is not released", () => {
  const found = NAMES.map((name) => difference(NEWEST_VERSION, name, {}));
  expect(found.find((each) => each !== undefined)).toContain("UPDATE_GOLDEN=1");
});
