import { builtinModules } from "node:module";
import { build, type Metafile } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";

const root = new URL("../..", import.meta.url).pathname;

describe("what is deployed as the worker", () => {
  let inputs: Metafile["inputs"];

  beforeAll(async () => {
    const result = await build({
      entryPoints: ["src/worker.ts"],
      absWorkingDir: root,
      bundle: true,
      write: false,
      metafile: true,
      format: "esm",
      target: "es2024",
      conditions: ["workerd", "worker", "browser"],
      external: ["cloudflare:*", "node:*", "pg-native", ...builtinModules],
      logLevel: "silent",
    });
    inputs = result.metafile.inputs;
  });

  it("asks nothing of Node in our own code but buffers and async contexts", () => {
    const asked = Object.entries(inputs)
      .filter(([file]) => file.startsWith("src/"))
      .flatMap(([, input]) => input.imports.filter((each) => each.external).map((each) => each.path))
      .filter((name) => name !== "<runtime>");
    expect([...new Set(asked)].sort()).toEqual(["cloudflare:workers", "node:async_hooks", "node:buffer"]);
  });

  it("carries no embedded database, no bundler, no migration and no command", () => {
    const files = Object.keys(inputs);
    expect(files).toContain("src/intake.ts");
    const foreign =
      /node_modules\/(@electric-sql|esbuild|@hono\/node-server)\/|^migrations\/|^src\/(cli\/|store\/(pglite|migrate|lock)|web\/(assets|build)|node\.ts)/;
    expect(files.filter((file) => foreign.test(file))).toEqual([]);
  });
});
