// A checkpoint's device and its list: what it believes, for how long, and what it says when it may not believe any more.

import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { unhex } from "../../src/format/bytes.ts";
import { VEHICLE_CLASS } from "../../src/format/codes.ts";
import { vkeyOf } from "../../src/format/note.ts";
import { qrText } from "../../src/format/slipcode.ts";
import {
  askBundle,
  chooseBundle,
  judgeOffline,
  openBundle,
  type Trust,
  type TrustBundle,
  type TrustChanges,
} from "../../src/web/islands/shared/offline.ts";
import { onEachDatabase } from "../databases.ts";
import { cookieOf, openHouse, problemOf } from "../http/house.ts";
import { ORIGIN } from "../world.ts";

type HouseOfTest = Awaited<ReturnType<typeof openHouse>>;

async function trustAnswer(house: HouseOfTest, query: string, headers: Record<string, string> = {}): Promise<Response> {
  const door = await house.app.request("/demo/persona", {
    method: "POST",
    body: JSON.stringify({ persona: "police" }),
    headers: { "content-type": "application/json" },
  });
  return house.app.request(`/trust.json${query}`, { headers: { cookie: cookieOf(door), ...headers } });
}

async function bundleFor(house: HouseOfTest): Promise<TrustBundle> {
  const answer = await trustAnswer(house, "");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  return (await answer.json()) as TrustBundle;
}

const slip = (house: HouseOfTest) =>
  house.scribe.sign("sandMiner", "slip.issue", {
    route: house.province.routes["sandMine→yard"]!,
    vehicle: house.province.trucks[0]!,
    source: house.province.sandSource,
    material: 1,
    massKg: 17_000,
    measure: 3,
  });

onEachDatabase("a checkpoint's list", (open) => {
  it("is signed by the log and shows a genuine slip green with no network", async () => {
    const house = await openHouse(await open());
    const log = { origin: ORIGIN, keys: [{ from: 0, vkey: vkeyOf(ORIGIN, house.intake.logKey) }] };
    const opened = await openBundle(await bundleFor(house), log);
    expect(opened!.head.size).toBe(house.intake.size);
    const text = qrText(await slip(house));
    const nowMs = house.clock.wallMs() + 60_000;
    expect(await judgeOffline(text, opened!.trust, { nowMs })).toMatchObject({ colour: "green" });
  });

  it("is not believed when a proxy has added a key, or another log signed it", async () => {
    const house = await openHouse(await open());
    const log = { origin: ORIGIN, keys: [{ from: 0, vkey: vkeyOf(ORIGIN, house.intake.logKey) }] };
    const bundle = await bundleFor(house);
    const forged = {
      ...bundle,
      document: bundle.document.replace('"keys":{', '"keys":{"0011223344556677":{"key":""},'),
    };
    expect(forged.document).not.toBe(bundle.document);
    expect(await openBundle(forged, log)).toBeUndefined();
    expect(
      await openBundle(bundle, { ...log, keys: [{ from: 0, vkey: vkeyOf(ORIGIN, unhex("11".repeat(32))) }] }),
    ).toBeUndefined();
    expect(await chooseBundle(bundle, forged, log)).toBe(bundle);
    expect(await chooseBundle(undefined, forged, log)).toBeUndefined();
  });

  it("never goes back to one from before a revocation", async () => {
    const house = await openHouse(await open());
    const log = { origin: ORIGIN, keys: [{ from: 0, vkey: vkeyOf(ORIGIN, house.intake.logKey) }] };
    const before = await bundleFor(house);
    const kid = (await house.scribe.pen("sandMiner")).kid;
    const text = qrText(await slip(house));
    await house.scribe.agree("authority", "deputy", "key.revoke", {
      kid: unhex(kid),
      reason: "Mất thiết bị tại mỏ, báo hôm nay",
    });
    house.clock.pass(10);
    const after = await bundleFor(house);
    expect(await chooseBundle(before, after, log)).toBe(after);
    expect(await chooseBundle(after, before, log)).toBe(after);
    const { trust } = (await openBundle(after, log))!;
    expect(trust.keys[kid]!.ended).toBe(house.intake.size - 1);
    expect((await judgeOffline(text, trust, { nowMs: house.clock.wallMs() })).colour).toBe("amber");
  });

  it("of yesterday grows to today's by what changed alone, to the bytes that the log signed; another list is sent whole", async () => {
    const house = await openHouse(await open());
    const log = { origin: ORIGIN, keys: [{ from: 0, vkey: vkeyOf(ORIGIN, house.intake.logKey) }] };
    const yesterday = await bundleFor(house);
    const kid = (await house.scribe.pen("stoneMiner")).kid;
    await house.scribe.agree("authority", "deputy", "key.revoke", {
      kid: unhex(kid),
      reason: "Mất thiết bị tại mỏ đá",
    });
    const added = await house.scribe.write("authority", "vehicle.register", {
      plate: "77C-999.01",
      class: VEHICLE_CLASS.heavyTruck,
      payloadKg: 18_000,
      inspectedUntil: 20280630,
    });
    house.clock.pass(1430);
    const today = await bundleFor(house);
    const asked: (number | undefined)[] = [];
    const said: (TrustBundle | TrustChanges)[] = [];
    const ask = async (from: number | undefined) => {
      asked.push(from);
      const answer = await trustAnswer(house, from === undefined ? "" : `?from=${from}`);
      said.push((await answer.json()) as TrustBundle | TrustChanges);
      return said.at(-1);
    };
    expect(await askBundle(yesterday, log, ask)).toEqual(today);
    const size = (await openBundle(yesterday, log))!.head.size;
    expect(asked).toEqual([size]);
    const [{ changes }] = said as [TrustChanges];
    const list = JSON.parse(changes) as Trust;
    expect([Object.keys(list.vehicles), Object.keys(list.keys)]).toEqual([[String(added)], [kid]]);
    expect(list.sources).toEqual({});
    // A device whose list of that size was put together otherwise takes the whole, and one that holds a forged one asks for the whole at once.
    asked.length = 0;
    expect(await askBundle({ ...yesterday, document: "{}" }, log, ask)).toEqual(today);
    expect(asked).toEqual([undefined]);
    const tag = (await trustAnswer(house, "")).headers.get("etag")!;
    expect((await trustAnswer(house, "", { "if-none-match": tag })).status).toBe(304);
    const squeezed = await trustAnswer(house, "", { "accept-encoding": "br, gzip" });
    expect(squeezed.headers.get("content-encoding")).toBe("gzip");
    expect(JSON.parse(gunzipSync(await squeezed.arrayBuffer()).toString())).toEqual(today);
  });

  it("is out of date after a day: grey, look at the papers, never red", async () => {
    const house = await openHouse(await open());
    const log = { origin: ORIGIN, keys: [{ from: 0, vkey: vkeyOf(ORIGIN, house.intake.logKey) }] };
    const { trust } = (await openBundle(await bundleFor(house), log))!;
    const good = qrText(await slip(house));
    const bytes = await slip(house);
    bytes[bytes.length - 1]! ^= 1;
    const dayMs = house.clock.wallMs() + 86_401_000;
    for (const text of [good, qrText(bytes)])
      expect(await judgeOffline(text, trust, { nowMs: dayMs })).toMatchObject({
        colour: "grey",
        reason: "keys-expired",
      });
  });

  it("holds no name of a person and is for officers on duty alone", async () => {
    const house = await openHouse(await open());
    expect((await house.app.request("/trust.json")).status).toBe(401);
    const miner = await house.app.request("/demo/persona", {
      method: "POST",
      body: JSON.stringify({ persona: "sandMiner" }),
      headers: { "content-type": "application/json" },
    });
    const refused = await house.app.request("/trust.json", { headers: { cookie: cookieOf(miner) } });
    expect((await problemOf(refused)).code).toBe("no-standing");
    const { document } = await bundleFor(house);
    expect(document).not.toMatch(/person/);
  });
});
