// PostgreSQL itself is killed under a service that lives on: at each statement of the sequencer, before, while and after the server
// carries it out, and at each step of the signer in between. The server recovers from its log; nothing that was handed out is missing.
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { openDatabase } from "../../src/store/connect.ts";
import { findAll } from "./kill.ts";
import { type Blow, blowsOf, SIGNER_BLOWS } from "./points.ts";
import { Stops } from "./stops.ts";
import { openDatabaseAt, Struck } from "./struck.ts";

let struck: Struck;

beforeAll(async () => {
  // Each blow is told to the operator; here they are meant.
  vi.spyOn(console, "error").mockImplementation(() => {});
  struck = await Struck.open();
  for (let quiet = 0; quiet < 3; quiet++) await live([]);
});
afterEach(() => struck.revived);
afterAll(async () => {
  vi.restoreAllMocks();
  await struck.close();
});

/** One life of a service, whose server is struck; answers how often the struck append was sent. */
async function live(blows: readonly Blow[], stops?: Stops): Promise<number> {
  const { traffic, wire } = struck;
  const database = openDatabaseAt(struck.url);
  wire.arm(...blows);
  let appends = 0;
  try {
    const intake = await struck.start(database, stops);
    if (stops) stops.armed = true;
    for (const round of await traffic.rounds()) {
      const [sprung, before] = [wire.sprung.length, wire.appends];
      await struck.insist(intake, round);
      if (wire.sprung.length > sprung) appends = wire.appends - before;
    }
    return appends;
  } finally {
    await database.close();
  }
}

const nameOf = ({ statement, cut, victim, afterUs }: Blow) =>
  `${statement}: ${victim} ${cut}${afterUs > 0 ? `, ${afterUs} µs later` : ""}`;

describe("a service whose PostgreSQL is killed", () => {
  it.each(blowsOf().map((blow) => [nameOf(blow), blow] as const))("keeps every receipt: %s", async (_name, blow) => {
    const appends = await live([blow]);
    await struck.revived;
    expect(struck.wire.sprung).toEqual([blow]);
    expect([...struck.traffic.open.keys()]).toEqual([]);
    // Not written: sent a second time. Written and not answered: found, and not written twice.
    if (blow.statement === "append" && blow.cut === "killed before it is sent") expect(appends).toBe(2);
    if (blow.statement === "append" && blow.cut === "killed before its answer") expect(appends).toBe(1);
    expect(await struck.flaws()).toEqual([]);
  });

  it.each(SIGNER_BLOWS)("keeps every receipt: at the signer, %s", async (step) => {
    let strikes = 0;
    const stops = new Stops({ step: `signer: ${step}`, nth: 1 }, () => {
      strikes += 1;
      struck.strike("server", 0);
    });
    await live([], stops);
    await struck.revived;
    expect(strikes).toBe(1);
    expect([...struck.traffic.open.keys()]).toEqual([]);
    expect(await struck.flaws()).toEqual([]);
  });

  it("has every receipt that it handed out, each proved anew", async () => {
    const found = await findAll(struck.traffic, await openDatabase({ url: struck.server.url() }), struck.ground.keys);
    expect(found).toBe(struck.traffic.handed.size);
  });
});
