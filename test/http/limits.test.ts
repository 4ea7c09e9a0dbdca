// What one sender asks costs that sender: the attack in numbers, and an honest sender beside it. Work is counted in statements to the
// database, never in seconds.
import { beforeAll, describe, expect, it } from "vitest";
import type { AnnexLine } from "../../src/format/bodies/payment.ts";
import { concat, utf8 } from "../../src/format/bytes.ts";
import { CLAIM_KIND, VEHICLE_CLASS } from "../../src/format/codes.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { sha256 } from "../../src/format/hash.ts";
import { Pen } from "../../src/format/pen.ts";
import type { Database } from "../../src/store/database.ts";
import { migrate } from "../../src/store/migrations.ts";
import { openInMemory } from "../../src/store/pglite.ts";
import { ORIGIN } from "../world.ts";
import { cookieOf, openHouse, post, postAll } from "./house.ts";

/** A database whose statements are counted; appends on PGlite go through Kysely too. */
function counting(database: Database): { database: Database; statements: () => number } {
  let count = 0;
  const kysely = database.kysely.withPlugin({
    transformQuery: ({ node }) => {
      count += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  return { database: { ...database, kysely }, statements: () => count };
}

describe("what one sender asks", () => {
  let house: Awaited<ReturnType<typeof openHouse>>;
  let statements: () => number;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const memory = await openInMemory();
    await migrate(memory);
    const counted = counting(memory);
    house = await openHouse(counted.database);
    statements = counted.statements;
    close = () => memory.close();
    return () => close();
  }, 120_000);

  const during = async (work: () => Promise<unknown>): Promise<number> => {
    const before = statements();
    await work();
    return statements() - before;
  };
  const tick = () => house.scribe.sign("operator", "clock.tick", {});

  it("C1: 512 bytes that are 512 refusals ask nothing of the database; an honest entry beside them is taken", async () => {
    let answered: { code: string }[] = [];
    const asked = await during(async () => {
      answered = (await (await postAll(house.app, new Uint8Array(512))).json()) as { code: string }[];
    });
    expect(answered.map(({ code }) => code)).toEqual(new Array(512).fill("not-an-entry"));
    expect(asked).toBe(0);
    // Ten times the attack at once, and the honest sender in the middle of it.
    const attacks = Array.from({ length: 10 }, () => postAll(house.app, new Uint8Array(512)));
    const honest = await post(house.app, await tick());
    expect(honest.status).toBe(200);
    expect((await Promise.all(attacks)).map(({ status }) => status)).toEqual(new Array(10).fill(200));
  });

  it("C1: 512 entries under 512 unknown keys cost one look at the keys, not one each", async () => {
    const strangers = await Promise.all(
      Array.from({ length: 512 }, async (_, i) => {
        const pen = new Pen(await signerFromSeed(sha256(utf8(`stranger ${i}`))), ORIGIN);
        return pen.write("clock.tick", {}, house.clock.seconds);
      }),
    );
    let codes: string[] = [];
    const asked = await during(async () => {
      const answers = (await (await postAll(house.app, concat(...strangers))).json()) as { code: string }[];
      codes = answers.map(({ code }) => code);
    });
    expect(codes).toEqual(new Array(512).fill("unknown-key"));
    expect(asked).toBeLessThanOrEqual(2);
  });

  it("an annex of many new work codes is judged or refused alone: nobody beside it is told to come again", async () => {
    const { bridge } = house.province;
    const lines: AnnexLine[] = Array.from({ length: 120 }, (_, i) => ({
      code: `ZZ.${10_000 + i}`,
      name: `Công việc mới ${i}`,
      unit: "công",
      quantityMilli: 1000,
      unitPriceDong: 1000,
      valueDong: 1000,
    }));
    const body = { project: bridge, package: 1, number: 1, kind: CLAIM_KIND.interim, lines };
    const annex = await house.scribe.sign("builderA", "annex.propose", body);
    const answers = (await (await postAll(house.app, concat(annex, await tick()))).json()) as {
      index?: number;
      code?: string;
    }[];
    expect(answers[1]!.index).toBeGreaterThan(0);
    expect(["asks-too-much", undefined]).toContain(answers[0]!.code);
  });

  it("C2: a checkpoint's list holds every plate, and costs the same few statements for 16 vehicles and for 316", async () => {
    const taken = await house.app.request("/demo/persona", {
      method: "POST",
      body: JSON.stringify({ persona: "police" }),
      headers: { "content-type": "application/json" },
    });
    const headers = { cookie: cookieOf(taken) };
    const listed = async () => {
      const answer = await house.app.request("/trust.json", { headers });
      const { document } = (await answer.json()) as { document: string };
      return Object.values((JSON.parse(document) as { vehicles: Record<string, { plate: string }> }).vehicles);
    };
    let before = 0;
    const few = await during(async () => {
      before = (await listed()).length;
    });
    const unchanged = await during(listed);
    const more = await Promise.all(
      Array.from({ length: 300 }, (_, i) =>
        house.scribe.sign("authority", "vehicle.register", {
          plate: `77H-${String(100 + Math.floor(i / 90))}.${String(10 + (i % 90))}`,
          class: VEHICLE_CLASS.heavyTruck,
          payloadKg: 18_000,
          inspectedUntil: 20280630,
        }),
      ),
    );
    await postAll(house.app, concat(...more));
    house.clock.pass(10);
    let plates: string[] = [];
    const many = await during(async () => {
      plates = (await listed()).map(({ plate }) => plate);
    });
    expect(plates).toHaveLength(before + 300);
    expect(new Set(plates).size).toBe(before + 300);
    expect(many).toBeLessThanOrEqual(few);
    // Who is asking is looked up; the list itself is not, while the log has not grown.
    expect(unchanged).toBeLessThan(few);
  });

  it("H3: a registered vehicle that a mine's page does not carry is found by its plate, in whatever spelling; a stranger asks in vain", async () => {
    const asMiner = async (path: string) => {
      const taken = await house.app.request("/demo/persona", {
        method: "POST",
        body: JSON.stringify({ persona: "sandMiner" }),
        headers: { "content-type": "application/json" },
      });
      return house.app.request(path, { headers: { cookie: cookieOf(taken) } });
    };
    const truck = house.province.trucks[0]!;
    const { plate } = (await house.services.view.fact("vehicle", truck))!;
    const spelt = encodeURIComponent(plate.replaceAll(/[.-]/g, " ").toLowerCase());
    expect(await (await asMiner(`/vehicles?plate=${spelt}`)).json()).toEqual({ vehicles: [[plate, truck]] });
    expect(await (await asMiner("/vehicles?plate=99X-000.00")).json()).toEqual({ vehicles: [] });
    expect((await house.app.request(`/vehicles?plate=${spelt}`)).status).toBe(401);
  });
});
