// A service on a PostgreSQL server, killed at every statement of its sequencer and every step of its signer.
import { afterEach, expect, it } from "vitest";
import { openDatabase } from "../../src/store/connect.ts";
import { acceptLoss, onPostgres } from "../databases.ts";
import { killEverywhere, makeGround } from "./kill.ts";

const ground = makeGround();
afterEach(ground.clear);

onPostgres("a killed service", (open) => {
  it("has every receipt that it handed out, and signs on where it stopped", async () => {
    const { url } = await open();
    const tried = await killEverywhere("postgres", { url: url! }, () => openDatabase({ url, acceptLoss }), ground);
    expect(tried.lost).toBe(0);
    expect(tried.kills).toBeGreaterThan(48);
  }, 480_000);
});
