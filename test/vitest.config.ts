import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** One run for everything: the same facts on PGlite and on a real PostgreSQL; long stories get a minute each. */
export default defineConfig({
  root: new URL("..", import.meta.url).pathname,
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/postgres.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: [process.env.CI ? "default" : "dot", fileURLToPath(new URL("tally.ts", import.meta.url))],
  },
});
