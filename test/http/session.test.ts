import { expect, it } from "vitest";
import { hex } from "../../src/format/bytes.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { kidOf, possessionMessage } from "../../src/format/entry.ts";
import { Pen } from "../../src/format/pen.ts";
import { sessionMessage } from "../../src/format/slipcode.ts";
import { PAGES } from "../../src/pages/pages.ts";
import { onEachDatabase } from "../databases.ts";
import { ORIGIN } from "../world.ts";
import { cookieOf, openHouse, post, problemOf, signIn } from "./house.ts";

type HouseOfTest = Awaited<ReturnType<typeof openHouse>>;
const JSON_BODY = { "content-type": "application/json" };

function send(house: HouseOfTest, path: string, body: unknown, headers: Record<string, string> = {}) {
  return house.app.request(path, { method: "POST", body: JSON.stringify(body), headers: { ...JSON_BODY, ...headers } });
}

async function open(house: HouseOfTest, persona = "sandMiner", origin = ORIGIN): Promise<Response> {
  const pen = await house.scribe.pen(persona);
  const answer = await signIn(house.app, pen.signer, pen.kid, (challenge) => sessionMessage(origin, challenge));
  return send(house, "/session", answer);
}

onEachDatabase("a session", (database) => {
  it("is opened by a device key that signs a challenge, and ended by the device", async () => {
    const house = await openHouse(await database());
    const opened = await open(house);
    expect(opened.status).toBe(200);
    expect(await opened.json()).toMatchObject({ party: house.province.sandMiner, persona: null });
    const set = opened.headers.getSetCookie().join(" ");
    expect(set).toContain("HttpOnly");
    expect(set).toContain("SameSite=Lax");
    const cookie = cookieOf(opened);
    expect((await house.app.request("/session", { headers: { cookie } })).status).toBe(200);
    const stored = await house.services.database.kysely.selectFrom("desk.session").selectAll().execute();
    expect(stored).toHaveLength(1);
    expect(cookie).not.toContain(hex(stored[0]!.token_hash));
    expect((await house.app.request("/session", { method: "DELETE", headers: { cookie } })).status).toBe(204);
    expect((await problemOf(await house.app.request("/session", { headers: { cookie } }))).code).toBe("unauthorised");
  });

  it("takes a challenge once, in time, signed for this log and this purpose", async () => {
    const house = await openHouse(await database());
    const pen = await house.scribe.pen("sandMiner");
    const answer = await signIn(house.app, pen.signer, pen.kid, (challenge) => sessionMessage(ORIGIN, challenge));
    expect((await send(house, "/session", answer)).status).toBe(200);
    expect((await problemOf(await send(house, "/session", answer))).code).toBe("unauthorised");
    expect((await problemOf(await open(house, "sandMiner", "demo.songuon.example/other"))).code).toBe("bad-signature");
    const bare = await signIn(house.app, pen.signer, pen.kid, (challenge) => challenge);
    expect((await problemOf(await send(house, "/session", bare))).code).toBe("bad-signature");
    const late = await signIn(house.app, pen.signer, pen.kid, (challenge) => sessionMessage(ORIGIN, challenge));
    house.clock.pass(3);
    expect((await problemOf(await send(house, "/session", late))).code).toBe("unauthorised");
    const made = { ...answer, challenge: "00".repeat(32) };
    expect((await problemOf(await send(house, "/session", made))).code).toBe("unauthorised");
    expect((await problemOf(await send(house, "/session", { kid: 1 }))).code).toBe("bad-request");
    const stranger = await signerFromSeed(new Uint8Array(32).fill(9));
    const unknown = await signIn(house.app, stranger, hex(kidOf(stranger.key)), (challenge) =>
      sessionMessage(ORIGIN, challenge),
    );
    expect((await problemOf(await send(house, "/session", unknown))).code).toBe("unknown-key");
  });

  it("dies with its key at once", async () => {
    const house = await openHouse(await database());
    const cookie = cookieOf(await open(house));
    const who = () => house.app.request("/session", { headers: { cookie } });
    expect((await who()).status).toBe(200);
    const kid = Uint8Array.from(Buffer.from((await house.scribe.pen("sandMiner")).kid, "hex"));
    await house.scribe.agree("root0", "root1", "key.revoke", { kid, reason: "Mất thiết bị tại mỏ, báo ngày hôm nay" });
    expect((await problemOf(await who())).code).toBe("unauthorised");
    expect((await problemOf(await open(house))).code).toBe("revoked-key");
  });

  it("ends after twelve hours", async () => {
    const house = await openHouse(await database());
    const cookie = cookieOf(await open(house));
    house.clock.pass(12 * 60 + 1);
    expect((await problemOf(await house.app.request("/session", { headers: { cookie } }))).code).toBe("unauthorised");
  });

  it("is not opened, taken or ended from another site", async () => {
    const house = await openHouse(await database());
    const body = { persona: "officer" };
    for (const headers of [{ "sec-fetch-site": "cross-site" }, { origin: "https://evil.example" }, { origin: "null" }])
      expect((await problemOf(await send(house, "/demo/persona", body, headers))).code).toBe("cross-site");
    for (const headers of [{ "sec-fetch-site": "same-origin" }, { origin: "http://localhost" }])
      expect((await send(house, "/demo/persona", body, headers)).status).toBe(200);
  });

  it("in the demo answers to this machine's own names alone, whatever name was made to lead here", async () => {
    const house = await openHouse(await database());
    const to = (host: string) => send(house, "/demo/persona", { persona: "officer" }, { host });
    for (const host of [
      "evil.example",
      "evil.example:8787",
      "localhost.evil.example",
      "127.0.0.1.evil.example",
      "x@127.0.0.1",
    ])
      expect((await problemOf(await to(host))).code, host).toBe("wrong-host");
    for (const host of ["localhost", "localhost:8787", "127.0.0.1:8787", "[::1]:8787"])
      expect((await to(host)).status, host).toBe(200);
    const elsewhere = await openHouse(await database(), false);
    const read = await elsewhere.app.request("/healthz", { headers: { host: "so.songlam.example" } });
    expect(read.status).toBe(200);
  });

  it("in the demo takes a persona's place, which nobody can change inside the cookie", async () => {
    const house = await openHouse(await database());
    const form = await house.app.request("/demo/persona", {
      method: "POST",
      body: new URLSearchParams({ persona: "officer", next: "//evil.example/x" }),
      headers: { accept: "text/html" },
    });
    expect(form.status).toBe(303);
    expect(form.headers.get("location")?.startsWith("//")).toBe(false);
    const cookie = cookieOf(form);
    const who = (await (await house.app.request("/session", { headers: { cookie } })).json()) as { persona: string };
    expect(who.persona).toBe("officer");
    const changed = cookie.replace("officer", "approver");
    expect((await problemOf(await house.app.request("/session", { headers: { cookie: changed } }))).code).toBe(
      "unauthorised",
    );
    expect((await problemOf(await send(house, "/demo/persona", { persona: "root0" }))).code).toBe("bad-request");
  });

  it("outside the demo has no personas, and honours none that a demo left behind", async () => {
    const house = await openHouse(await database());
    const cookie = cookieOf(await send(house, "/demo/persona", { persona: "officer" }));
    const { Sessions } = await import("../../src/http/session.ts");
    const { makeApp } = await import("../../src/http/app.ts");
    const { services } = house;
    const sessions = new Sessions({ ...services, demo: false });
    const real = makeApp({ ...services, demo: undefined, sessions, who: (context) => sessions.who(context) }, PAGES);
    expect((await problemOf(await real.request("/session", { headers: { cookie } }))).code).toBe("unauthorised");
    expect((await real.request("/demo/persona", { method: "POST" })).status).toBe(404);
    expect((await problemOf(await real.request("/metrics"))).code).toBe("unauthorised");
  });

  it("in the demo registers a browser's own key for a persona, which then signs for itself", async () => {
    const house = await openHouse(await database());
    const device = new Pen(await signerFromSeed(new Uint8Array(32).fill(3)), ORIGIN);
    const key = hex(device.signer.key);
    const enrolled = await send(house, "/demo/enrol", {
      persona: "sandMiner",
      key,
      possession: hex(await device.possession()),
    });
    expect(enrolled.status).toBe(201);
    const { province, clock } = house;
    const slip = await device.write(
      "slip.issue",
      {
        route: province.routes["sandMine→yard"]!,
        vehicle: province.trucks[0]!,
        source: province.sandSource,
        material: 1,
        massKg: 17_000,
        measure: 3,
      },
      clock.seconds,
    );
    expect((await post(house.app, slip)).headers.get("so-nguon-verdict")).toBe("accepted");
    const other = await signerFromSeed(new Uint8Array(32).fill(4));
    const lie = await other.sign(possessionMessage("elsewhere", other.key));
    const refused = await send(house, "/demo/enrol", {
      persona: "sandMiner",
      key: hex(other.key),
      possession: hex(lie),
    });
    expect((await problemOf(refused)).code).toBe("key-refused");
  });
});
