// A service on its embedded database, killed at every statement of its sequencer, every step of its signer and inside the commit.
import { afterEach, describe, expect, it } from "vitest";
import { openDatabase } from "../../src/store/connect.ts";
import { migrate } from "../../src/store/migrations.ts";
import { killEverywhere, makeGround } from "./kill.ts";

const ground = makeGround();
afterEach(ground.clear);

describe("a killed service on the embedded database", () => {
  it("has every receipt that it handed out, and signs on where it stopped", async () => {
    const first = await openDatabase({ dir: ground.data });
    await migrate(first);
    await first.close();
    const tried = await killEverywhere(
      "pglite",
      { dir: ground.data },
      () => openDatabase({ dir: ground.data }),
      ground,
    );
    expect(tried.lost).toBe(0);
    expect(tried.kills).toBeGreaterThan(48);
  }, 720_000);
});
