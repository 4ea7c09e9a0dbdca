// The doors of a service to whoever comes first, comes with something broken, or comes while the database is away.
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { registerProvince } from "../../src/demo/province.ts";
import { Scribe, StoryClock } from "../../src/demo/scribe.ts";
import { utf8 } from "../../src/format/bytes.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { sha256 } from "../../src/format/hash.ts";
import { sessionMessage } from "../../src/format/slipcode.ts";
import { makeApp } from "../../src/http/app.ts";
import { readLimited, roomFor } from "../../src/http/body.ts";
import { Limits } from "../../src/http/limits.ts";
import { Shared } from "../../src/http/rates.ts";
import { onceOpened, sequencerOf } from "../../src/http/sequencer.ts";
import { HeadSigner } from "../../src/intake/signer.ts";
import { Intake } from "../../src/intake.ts";
import { readEnvironment } from "../../src/node.ts";
import { PAGES } from "../../src/pages/pages.ts";
import type { Database } from "../../src/store/database.ts";
import { migrate } from "../../src/store/migrations.ts";
import { openInMemory } from "../../src/store/pglite.ts";
import { MORNING_MS, memoryInProcess, ORIGIN } from "../world.ts";
import { cookieOf, openHouse, problemOf, signIn } from "./house.ts";

const PAGE = { accept: "text/html" };

describe("a log that nobody has opened", () => {
  it("H1: takes no genesis from the network, and takes entries once its operator has opened it", async () => {
    const database = await openInMemory();
    await migrate(database);
    const clock = new StoryClock(MORNING_MS);
    const signer = await signerFromSeed(sha256(utf8("unopened log")));
    const intake = new Intake(database, new HeadSigner(ORIGIN, signer, memoryInProcess()), clock);
    await intake.start();
    const door = onceOpened(sequencerOf(intake));
    const stranger = new Scribe(ORIGIN, sha256(utf8("stranger")), clock, (entries) => door.submitAll(entries));
    await expect(registerProvince(stranger, signer.key)).rejects.toThrow(/"code":"not-opened"/);
    expect(intake.size).toBe(0);
    // The operator's init has the sequencer itself; afterwards the door is open to everyone whom the log knows.
    const operator = new Scribe(ORIGIN, sha256(utf8("operator")), clock, (entries) => intake.submitAll(entries));
    await registerProvince(operator, signer.key);
    const [taken] = await door.submitAll([await operator.sign("operator", "clock.tick", {})]);
    expect(taken?.ok).toBe(true);
    await database.close();
  }, 120_000);
});

describe("a service", () => {
  let house: Awaited<ReturnType<typeof openHouse>>;
  let database: Database;
  beforeAll(async () => {
    database = await openInMemory();
    await migrate(database);
    house = await openHouse(database);
  }, 120_000);
  afterAll(() => database.close());

  it("M2: answers a form that is none as a form without fields, not with a failure of its own", async () => {
    for (const path of ["/check", "/check/passage", "/mine", "/receive"]) {
      const broken = { "content-type": "multipart/form-data", ...PAGE };
      const answer = await house.app.request(path, { method: "POST", headers: broken, body: "x" });
      expect({ path, failed: answer.status >= 500 }).toEqual({ path, failed: false });
    }
  });

  it("M3: says on its pages that the database is away and when to come again; a fault of its own stays a fault", async () => {
    const failing = (error: Error) =>
      makeApp({ ...house.services, who: () => Promise.reject(error) }, PAGES).request("/", { headers: PAGE });
    const away = await failing(Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }));
    expect([away.status, away.headers.get("content-type")]).toEqual([503, "text/html; charset=utf-8"]);
    expect(await away.text()).toContain("cơ sở dữ liệu không trả lời");
    expect((await failing(new Error("an index that is no index"))).status).toBe(500);
  });

  it("H4: is ready only where a row can be committed now, however many questions the database answers", async () => {
    expect((await house.app.request("/readyz")).status).toBe(200);
    const full = database.kysely.withPlugin({
      transformQuery: ({ node }) => {
        if (node.kind === "RawNode") throw Object.assign(new Error("could not extend file"), { code: "53100" });
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const app = makeApp({ ...house.services, database: { ...database, kysely: full } }, PAGES);
    expect((await problemOf(await app.request("/readyz"))).code).toBe("busy");
  });

  it("H4: asks the database once for a crowd that asks it, and leaves one row however often", async () => {
    const rows = async () => (await database.kysely.selectFrom("desk.challenge").selectAll().execute()).length;
    await Promise.all(Array.from({ length: 40 }, () => house.app.request("/healthz")));
    for (let i = 0; i < 40; i++) await house.app.request("/readyz");
    house.clock.pass(1);
    expect(await rows()).toBeLessThanOrEqual(3);
  });

  it("M10: the demo, which signs for its personas, answers nobody through a proxy", async () => {
    const here = { host: "127.0.0.1:8787" };
    expect((await house.app.request("/", { headers: { ...here, ...PAGE } })).status).toBe(200);
    for (const name of ["x-forwarded-for", "forwarded", "via", "x-real-ip"]) {
      const answer = await house.app.request("/", { headers: { ...here, [name]: "203.0.113.9" } });
      expect((await problemOf(answer)).code).toBe("wrong-host");
    }
  });
});

describe("bodies that come in slowly", () => {
  it("H6: share one bounded room, of which one address has its share; refused beyond it and given back at the end of each", async () => {
    const limits = new Limits({ proxies: 0, peerOf: () => undefined, nowMs: () => 0 });
    const held = { ...limits.held, bytes: new Shared(100, 90) };
    const app = new Hono();
    app.post("/", async (context) => {
      const read = await readLimited(context, 80, roomFor({ ...limits, held }, context.req.header("peer") ?? ""));
      return context.text(read.ok ? String(read.value.length) : read.problem.code);
    });
    const slow = (peer: string, bytes: number) => {
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      const writer = writable.getWriter();
      const first = writer.write(new Uint8Array(bytes));
      const init = { method: "POST", body: readable, duplex: "half", headers: { peer } } as RequestInit;
      const answer = Promise.resolve(app.request(new Request("http://x/", init))).then((each) => each.text());
      return { answer, first, end: () => writer.close() };
    };
    const attacker = slow("rude", 79);
    await attacker.first;
    // 79 of the 90 bytes of its share are held by whoever does not end, and 79 of all 100: 12 more are over its share; of
    // another sender 30 have no room, 20 have.
    expect(await slow("rude", 12).answer).toBe("too-many-requests");
    expect(await slow("other", 30).answer).toBe("busy");
    const honest = slow("honest", 20);
    await honest.first;
    await honest.end();
    expect(await honest.answer).toBe("20");
    await attacker.end();
    expect(await attacker.answer).toBe("79");
    const next = slow("rude", 79);
    await next.first;
    await next.end();
    expect(await next.answer).toBe("79");
  });
});

describe("a service behind a proxy", () => {
  const forged = { host: "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "http" };
  let encrypted: Awaited<ReturnType<typeof openHouse>>;
  let plain: typeof encrypted;
  const databases: Database[] = [];
  const houseAt = async (address: string) => {
    const database = await openInMemory();
    databases.push(database);
    await migrate(database);
    return openHouse(database, false, address);
  };
  beforeAll(async () => {
    encrypted = await houseAt("https://so.vidu.gov.vn");
    plain = await houseAt("http://127.0.0.1:8787");
  }, 120_000);
  afterAll(() => Promise.all(databases.map((each) => each.close())));

  async function signedIn({ app, scribe }: typeof encrypted): Promise<Response> {
    const pen = await scribe.pen("authority");
    const body = await signIn(app, pen.signer, pen.kid, (challenge) => sessionMessage(ORIGIN, challenge));
    const headers = { ...forged, "content-type": "application/json" };
    return app.request("/session", { method: "POST", body: JSON.stringify(body), headers });
  }

  it("M11: writes a link to the configured address, whatever host the request names", async () => {
    for (const [house, address] of [
      [encrypted, "https://so.vidu.gov.vn"],
      [plain, "http://127.0.0.1:8787"],
    ] as const) {
      const cookie = cookieOf(await signedIn(house));
      const body = new URLSearchParams({ party: String(house.province.sandMiner), person: "", site: "" });
      const said = await house.app.request("/keys/invite", {
        method: "POST",
        headers: { ...forged, ...PAGE, cookie },
        body,
      });
      const link = /\S+\/enrol\/[^<]+/.exec((await said.text()).replaceAll("<", " <").replaceAll(">", "> "))?.[0];
      expect(link?.startsWith(`${address}/enrol/`), link).toBe(true);
    }
  });

  it("M12: guards its cookies and says HSTS where the configured address is https, and only there", async () => {
    const [set, unencrypted] = [await signedIn(encrypted), await signedIn(plain)];
    expect(set.headers.getSetCookie().at(-1)).toMatch(/^__Host-so-nguon-session=.*; Path=\/; .*Secure/);
    expect(set.headers.get("strict-transport-security")).toBe("max-age=31536000");
    expect(unencrypted.headers.getSetCookie().join()).not.toMatch(/Secure|__Host-/);
    expect(unencrypted.headers.get("strict-transport-security")).toBeNull();
    const chosen = await encrypted.app.request("/?lang=en", { headers: forged });
    expect(chosen.headers.getSetCookie().join()).toMatch(/^lang=en; .*Secure/);
    // Somebody on a sister site cannot put a session of his own under a name that this service reads.
    const planted = cookieOf(set).replace("__Host-", "");
    expect((await encrypted.app.request("/session", { headers: { cookie: planted } })).status).toBe(401);
    expect((await encrypted.app.request("/session", { headers: { cookie: cookieOf(set) } })).status).toBe(200);
    // A page of the public address may post although the proxy asks for another host; a stranger's may not.
    const post = (origin: string) =>
      encrypted.app.request("/session/sign-out", { method: "POST", headers: { origin } });
    expect((await post("https://so.vidu.gov.vn")).status).toBe(303);
    expect((await post("https://evil.example")).status).toBe(403);
  });
});

describe("the environment", () => {
  it("M10: a misspelt variable is named and refused, instead of playing the demo", () => {
    for (const name of ["DATABASE_ULR", "SO_NGUON_ORGIN", "SONGUON_KEYS", "So_Nguon_Demo"])
      expect(readEnvironment({ [name]: "x" })).toContain(name);
    const honest = { PATH: "/bin", DATABASE_POOL: "4", SO_NGUON_ORIGIN: "songuon.example/42", SO_NGUON_DEBUG: "1" };
    expect(readEnvironment(honest)).toMatchObject({ SO_NGUON_ORIGIN: "songuon.example/42" });
  });

  it("M11: a service that others reach is told its public address, an origin and nothing else", () => {
    const [away, url] = [{ HOST: "0.0.0.0" }, "https://so.vidu.gov.vn"];
    expect(readEnvironment(away)).toContain("SO_NGUON_PUBLIC_URL");
    for (const wrong of ["so.vidu.gov.vn", "ftp://so.vidu.gov.vn", `${url}/path`, `${url}/?x`])
      expect(readEnvironment({ ...away, SO_NGUON_PUBLIC_URL: wrong }), wrong).toContain("SO_NGUON_PUBLIC_URL");
    expect(readEnvironment({ ...away, SO_NGUON_PUBLIC_URL: url })).toMatchObject({ HOST: "0.0.0.0" });
    expect(readEnvironment({})).toMatchObject({ HOST: "127.0.0.1" });
  });
});
