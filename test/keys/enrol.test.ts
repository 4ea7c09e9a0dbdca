// A device's key comes into the ledger by a one-time link, a telephone call and the signatures of two officers; a person's own further device by
// a link and the person's own signature.
import { expect, it } from "vitest";
import { hex } from "../../src/format/bytes.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { possessionMessage } from "../../src/format/entry.ts";
import { Pen } from "../../src/format/pen.ts";
import { onEachDatabase } from "../databases.ts";
import { cookieOf, openHouse, problemOf } from "../http/house.ts";
import { ORIGIN } from "../world.ts";

type HouseOfTest = Awaited<ReturnType<typeof openHouse>>;

async function persona(house: HouseOfTest, id: string): Promise<string> {
  const body = JSON.stringify({ persona: id });
  const headers = { "content-type": "application/json" };
  return cookieOf(await house.app.request("/demo/persona", { method: "POST", body, headers }));
}

async function posted(house: HouseOfTest, cookie: string, path: string, fields: Record<string, string>) {
  const answer = await house.app.request(path, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { cookie, accept: "text/html" },
  });
  return { status: answer.status, text: await answer.text() };
}

/** A link for the sand mine, as the authority's page says it. */
async function linkFor(house: HouseOfTest, cookie: string, fields: Record<string, string> = {}): Promise<string> {
  const party = String(house.province.sandMiner);
  const { status, text } = await posted(house, cookie, "/keys/invite", { party, person: "", site: "", ...fields });
  expect(status).toBe(200);
  return /\/enrol\/[0-9a-f]{64}/.exec(text)![0];
}

async function shownTo(house: HouseOfTest, cookie: string, path: string): Promise<string> {
  return (await house.app.request(path, { headers: { cookie, accept: "text/html" } })).text();
}

const newPen = async (n: number) => new Pen(await signerFromSeed(new Uint8Array(32).fill(n)), ORIGIN);

async function ask(house: HouseOfTest, link: string, pen: Pen, possession?: Uint8Array): Promise<Response> {
  const proof = possession ?? (await pen.possession());
  return house.app.request(link, {
    method: "POST",
    body: JSON.stringify({ key: hex(pen.signer.key), possession: hex(proof) }),
    headers: { "content-type": "application/json" },
  });
}

const spaced = (kid: string) => kid.match(/.{4}/g)!.join(" ");

onEachDatabase("a one-time link", (open) => {
  it("brings a device's key into the ledger once a person has compared its code", async () => {
    const house = await openHouse(await open());
    const cookie = await persona(house, "authority");
    const link = await linkFor(house, cookie, { site: String(house.province.sandMine) });
    const door = await house.app.request(link, { headers: { accept: "text/html" } });
    expect([door.status, (await door.text()).includes("Khai thác cát Bến Ngự")]).toEqual([200, true]);
    const device = await newPen(71);
    const answer = await ask(house, link, device);
    expect([answer.status, await answer.json()]).toEqual([202, { kid: device.kid, fingerprint: spaced(device.kid) }]);
    const before = await house.app.request("/keys", { headers: { cookie, accept: "text/html" } });
    expect(await before.text()).toContain(spaced(device.kid));
    expect(await house.services.view.fact("key", device.kid)).toBeUndefined();
    expect((await posted(house, cookie, "/keys/register", { kid: device.kid })).status).toBe(303);
    expect(await house.services.view.fact("key", device.kid)).toBeUndefined();
    const [proposal] = await house.services.view.list("proposals", 1);
    expect(await shownTo(house, cookie, "/keys")).toContain(`<a href="/entries/${proposal!.key}">`);
    expect(await shownTo(house, await persona(house, "sandMiner"), "/keys")).toContain("chờ người thứ hai ký duyệt");
    const deputy = await persona(house, "deputy");
    const approval = { do: "sign", proposal: proposal!.key };
    expect((await posted(house, deputy, "/acts/approve", approval)).status).toBe(303);
    const { sandMiner, sandMine } = house.province;
    expect(await house.services.view.fact("key", device.kid)).toMatchObject({ party: sandMiner, site: sandMine });
    const after = await house.app.request("/keys", { headers: { cookie, accept: "text/html" } });
    expect(await after.text()).not.toContain(spaced(device.kid));
  });

  it("is used once: a second device is turned away, and the first one's key stays", async () => {
    const house = await openHouse(await open());
    const link = await linkFor(house, await persona(house, "authority"));
    const [first, second] = [await newPen(72), await newPen(73)];
    const answers = await Promise.all([ask(house, link, first), ask(house, link, second)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([202, 409]);
    const [winner, loser] = answers[0]!.status === 202 ? [first, second] : [second, first];
    expect((await ask(house, link, winner)).status).toBe(202);
    expect((await problemOf(await ask(house, link, loser))).code).toBe("wrong-state");
  });

  it("does not open without its word, after its end, or once it is spent", async () => {
    const house = await openHouse(await open());
    const cookie = await persona(house, "authority");
    const link = await linkFor(house, cookie);
    const stored = await house.services.database.kysely.selectFrom("desk.invitation").selectAll().execute();
    expect(stored.map((row) => hex(row.token_hash))).not.toContain(link.slice("/enrol/".length));
    const device = await newPen(74);
    expect((await problemOf(await ask(house, `/enrol/${"ab".repeat(32)}`, device))).code).toBe("no-such-page");
    expect((await problemOf(await ask(house, "/enrol/ab", device))).code).toBe("no-such-page");
    house.clock.pass(48 * 60 + 1);
    expect((await problemOf(await ask(house, link, device))).code).toBe("no-such-page");
    const again = await persona(house, "authority");
    const next = await linkFor(house, again);
    expect((await ask(house, next, device)).status).toBe(202);
    expect((await posted(house, again, "/keys/refuse", { kid: device.kid })).status).toBe(303);
    expect((await problemOf(await ask(house, next, device))).code).toBe("no-such-page");
    expect((await posted(house, again, "/keys/register", { kid: device.kid })).status).toBe(404);
    expect(await house.services.view.fact("key", device.kid)).toBeUndefined();
  });

  it("takes no key without proof for this log", async () => {
    const house = await openHouse(await open());
    const link = await linkFor(house, await persona(house, "authority"));
    const device = await newPen(75);
    const elsewhere = await device.signer.sign(possessionMessage("demo.songuon.example/other", device.signer.key));
    expect((await problemOf(await ask(house, link, device, elsewhere))).code).toBe("key-refused");
    expect((await ask(house, link, device)).status).toBe(202);
  });

  it("is made by a person for a further device of their own, which signs when they have compared its code", async () => {
    const house = await openHouse(await open());
    const { view } = house.services;
    const miner = await persona(house, "sandMiner");
    const own = await house.scribe.pen("sandMiner");
    const { party, person } = (await view.fact("key", own.kid))!;
    const link = await linkFor(house, miner, { person: String(person) });
    const device = await newPen(76);
    expect((await ask(house, link, device)).status).toBe(202);
    expect(await shownTo(house, await persona(house, "yardKeeper"), "/keys")).not.toContain(spaced(device.kid));
    expect((await posted(house, miner, "/keys/register", { kid: device.kid })).status).toBe(303);
    expect(await view.fact("key", device.kid)).toMatchObject({ party, person, revoked: null });
    expect(await shownTo(house, miner, "/keys")).toContain(spaced(device.kid));
  });

  it("is made by the authority alone for others, for parties that it may register and for their own people and places", async () => {
    const house = await openHouse(await open());
    const { province } = house;
    expect((await house.app.request("/keys", { headers: { accept: "text/html" } })).status).toBe(401);
    const miner = await persona(house, "sandMiner");
    const fields = { party: String(province.sandMiner), person: "", site: "" };
    for (const wrong of [{}, { person: "1" }, { party: String(province.yardKeeper) }])
      expect((await posted(house, miner, "/keys/invite", { ...fields, ...wrong })).status).toBe(403);
    const cookie = await persona(house, "authority");
    for (const [wrong, status] of [
      [{ party: String(province.treasury) }, 403],
      [{ party: "" }, 400],
      [{ party: "7x" }, 400],
      [{ person: "1" }, 404],
      [{ site: String(province.yard) }, 404],
    ] as const)
      expect((await posted(house, cookie, "/keys/invite", { ...fields, ...wrong })).status).toBe(status);
    expect(await house.services.database.kysely.selectFrom("desk.invitation").selectAll().execute()).toEqual([]);
  });
});
