import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { STAGES } from "./stages.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The same facts on PGlite and on a real PostgreSQL, which one set-up starts for the whole run; long stories and a busy machine get three minutes each. */
export default defineConfig({
  root,
  test: {
    projects: STAGES.map((stage) => ({ test: { ...stage, root, testTimeout: 180_000, hookTimeout: 240_000 } })),
    globalSetup: ["test/postgres.ts"],
    reporters: [process.env.CI ? "default" : "dot", fileURLToPath(new URL("tally.ts", import.meta.url))],
  },
});
