// The limits of what one sender may ask, each with its attack and an honest sender beside it who is never told to come again. The clock
// is the test's own: a minute passes when the test says so.
import fs from "node:fs";
import { sql } from "kysely";
import { beforeAll, describe, expect, it } from "vitest";
import { concat } from "../../src/format/bytes.ts";
import { ROLE } from "../../src/format/codes.ts";
import { makeApp } from "../../src/http/app.ts";
import { invite } from "../../src/http/invitations.ts";
import { HELD, type LimitParts, Limits, networkOf, RATES, ROWS } from "../../src/http/limits.ts";
import type { ProblemDocument } from "../../src/http/problems.ts";
import { Rates, REMEMBERED, Shared } from "../../src/http/rates.ts";
import { PAGES } from "../../src/pages/pages.ts";
import { migrate } from "../../src/store/migrations.ts";
import { openInMemory } from "../../src/store/pglite.ts";
import { formatCount } from "../../src/words/as-written.ts";
import { cookieOf, openHouse, problemOf } from "./house.ts";

const limitsWith = (parts: Partial<LimitParts>) =>
  new Limits({ proxies: 0, peerOf: () => undefined, nowMs: () => 0, ...parts });

describe("a quota", () => {
  it("fills up again evenly, tells what is left, and belongs to one sender alone", () => {
    let nowMs = 0;
    const rates = new Rates({ name: "entries", quota: 60, windowS: 120 }, () => nowMs);
    expect(rates.fields(rates.take("mine"))).toEqual({
      "ratelimit-policy": `"entries";q=60;w=120`,
      ratelimit: `"entries";r=59;t=120`,
    });
    rates.charge("mine", 500 + 59);
    // 500 below nothing, at one in two seconds: something again after 501 × 2 s.
    expect(rates.look("mine")).toEqual({ ok: false, left: 0, waitS: 1002 });
    expect(rates.take("other").ok).toBe(true);
    nowMs = 1_001_000;
    expect(rates.take("mine").ok).toBe(false);
    nowMs = 1_002_000;
    expect(rates.take("mine")).toEqual({ ok: true, left: 0, waitS: 0 });
    nowMs = 10_000_000;
    expect(rates.look("mine").left).toBe(60);
  });

  it("is remembered of so many senders and no more, of those that asked last", () => {
    const rates = new Rates({ name: "address", quota: 2, windowS: 10 }, () => 0);
    for (let i = 0; i <= REMEMBERED; i++) rates.take(`sender ${i}`);
    expect(rates.remembered).toBe(REMEMBERED);
    expect(rates.look("sender 0").left).toBe(2);
    expect(rates.look(`sender ${REMEMBERED}`).left).toBe(1);
  });
});

describe("what there is only so much of at a time", () => {
  it("is shared: one sender has its share, all have all, and what is given back is there again", () => {
    const shared = new Shared(10, 6);
    expect([shared.take("a", 6), shared.take("a", 1), shared.take("b", 5), shared.take("b", 4)]).toEqual([
      "taken",
      "theirs",
      "all",
      "taken",
    ]);
    shared.give("a", 6);
    expect(shared.take("c", 6)).toBe("taken");
  });
});

describe("the sender of a request", () => {
  it("is the other end of the connection, and behind trusted proxies what the outermost of them was asked from", () => {
    const at = (proxies: number, forwarded: string | undefined) =>
      limitsWith({ proxies }).senderAt("192.0.2.1", forwarded);
    const forged = "203.0.113.66, 198.51.100.7, 10.0.0.5";
    expect(at(0, forged)).toBe("192.0.2.1");
    expect(at(1, forged)).toBe("10.0.0.5");
    expect(at(2, forged)).toBe("198.51.100.7");
    // Whoever goes past the outer proxy is known by what the inner one saw.
    expect(at(2, "198.51.100.7")).toBe("198.51.100.7");
    expect(at(1, undefined)).toBe("192.0.2.1");
  });

  it("is one for a whole network of IPv6, whose addresses one household has all of", () => {
    expect(networkOf("2001:db8:1:2:3:4:5:6")).toBe(networkOf("2001:DB8:1:2::9"));
    expect(networkOf("2001:db8::1")).toBe("2001:db8:0:0::/64");
    expect(networkOf("2001:db8:1:3::1")).not.toBe(networkOf("2001:db8:1:2::1"));
    expect(networkOf("::ffff:192.0.2.1")).toBe("192.0.2.1");
    expect(networkOf("fe80::1%eth0")).toBe("fe80:0:0:0::/64");
  });
});

describe("a rude neighbour", () => {
  let house: Awaited<ReturnType<typeof openHouse>>;
  let nowMs = 0;
  beforeAll(async () => {
    const database = await openInMemory();
    await migrate(database);
    house = await openHouse(database);
    return () => database.close();
  }, 120_000);

  /** The house with limits of its own, none of them used. */
  const opened = () => {
    const limits = limitsWith({ peerOf: (context) => context.req.header("peer"), nowMs: () => nowMs });
    return { limits, app: makeApp({ ...house.services, limits }, PAGES) };
  };
  const sendAll = (app: ReturnType<typeof opened>["app"], peer: string, ...entries: Uint8Array[]) =>
    app.request("/entries", {
      method: "POST",
      body: new Uint8Array(concat(...entries)),
      headers: { "content-type": "application/cbor-seq", peer },
    });
  const codesOf = async (answer: Response) =>
    ((await answer.json()) as Partial<ProblemDocument>[]).map(({ code }) => code ?? "taken");
  const tick = () => house.scribe.sign("operator", "clock.tick", {});

  it("H5: a key that has had its entries is told when it has some again; other keys at the same address are not", async () => {
    const { limits, app } = opened();
    const kid = (await house.scribe.pen("operator")).kid;
    limits.rates.entries.charge(kid, RATES.entries.quota - 2);
    const ticks = [await tick(), await tick(), await tick()];
    // Two more are free, and whoever asks for three at once is let have them: what is over is owed.
    expect(await codesOf(await sendAll(app, "office", ...ticks))).toEqual(["taken", "taken", "taken"]);
    const refused = await app.request("/entries", {
      method: "POST",
      body: new Uint8Array(await tick()),
      headers: { "content-type": "application/cose", peer: "office" },
    });
    // Two entries at 10,000 an hour: 0.72 s.
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "1"]);
    expect(refused.headers.get("ratelimit-policy")).toBe(`"entries";q=10000;w=3600`);
    expect(refused.headers.get("ratelimit")).toBe(`"entries";r=0;t=1`);
    const { code, detail, detail_en } = await problemOf(refused);
    expect(code).toBe("too-many-requests");
    expect(detail).toContain("Gửi lại sau 1 giây");
    expect(detail_en).toContain("Send again in 1 seconds");
    const other = await house.scribe.sign("authority", "party.register", { name: "Công ty Bên Cạnh", roles: [2] });
    const [honest] = await codesOf(await sendAll(app, "office", other));
    expect(honest).not.toBe("too-many-requests");
    nowMs += 1000;
    expect(await codesOf(await sendAll(app, "office", await tick()))).toEqual(["taken"]);
  });

  it("H5: who sends another's printed slips again and again spends what is its own, never the other's quota", async () => {
    const { limits, app } = opened();
    const kid = (await house.scribe.pen("operator")).kid;
    const mine = await tick();
    await sendAll(app, "mine", mine);
    const left = limits.rates.entries.look(kid).left;
    for (let i = 0; i < 5; i++) await sendAll(app, "rude", mine, mine, mine);
    expect(limits.rates.entries.look(kid).left).toBe(left);
    expect(limits.rates.nothing.look("rude").left).toBe(RATES.nothing.quota - 15);
  });

  it("C1: an address without end of refusals is told to wait; another address, and the same one after a while, are heard", async () => {
    const { limits, app } = opened();
    limits.rates.nothing.charge("rude", RATES.nothing.quota - 512);
    expect((await codesOf(await sendAll(app, "rude", new Uint8Array(512))))[0]).toBe("not-an-entry");
    expect((await codesOf(await sendAll(app, "rude", new Uint8Array(512))))[0]).toBe("too-many-requests");
    expect(await codesOf(await sendAll(app, "mine", await tick()))).toEqual(["taken"]);
    nowMs += 60_000;
    expect(await codesOf(await sendAll(app, "rude", await tick()))).toEqual(["taken"]);
  });

  it("an address with its share of entries under way waits; a mine's day of 500 slips goes through beside it", async () => {
    const { limits, app } = opened();
    expect(limits.held.entries.take("rude", HELD.entries.share)).toBe("taken");
    expect(await codesOf(await sendAll(app, "rude", await tick()))).toEqual(["too-many-requests"]);
    const day = await Promise.all(Array.from({ length: 500 }, tick));
    expect(new Set(await codesOf(await sendAll(app, "mine", ...day)))).toEqual(new Set(["taken"]));
  });

  it("pages: an address or a session beyond its quota gets 429, as a page where it asks for one; its neighbour reads on", async () => {
    const { limits, app } = opened();
    limits.rates.address.charge("rude", RATES.address.quota);
    const page = await app.request("/", { headers: { peer: "rude", accept: "text/html" } });
    expect([page.status, page.headers.get("retry-after")]).toEqual([429, "1"]);
    expect(page.headers.get("ratelimit-policy")).toBe(`"address";q=1000;w=10`);
    expect(await page.text()).toContain("đã gửi quá nhiều trong thời gian ngắn");
    const neighbour = await app.request("/", { headers: { peer: "office", accept: "text/html" } });
    expect([neighbour.status, neighbour.headers.get("ratelimit")]).toEqual([200, `"address";r=999;t=10`]);
    const cookie = "so-nguon-session=police.0123456789abcdef0123456789abcdef";
    limits.rates.session.charge("0123456789abcdef", RATES.session.quota);
    expect((await app.request("/readyz", { headers: { peer: "office", cookie } })).status).toBe(429);
    expect((await app.request("/readyz", { headers: { peer: "office" } })).status).toBe(200);
  });

  it("sign-in: challenges of one address end, those of others do not; rows stay bounded", async () => {
    const { limits, app } = opened();
    for (let i = 0; i < RATES.challenges.quota; i++) limits.rates.challenges.take("rude");
    const ask = (peer: string) => app.request("/session/challenge", { method: "POST", headers: { peer } });
    expect((await problemOf(await ask("rude"))).code).toBe("too-many-requests");
    expect((await ask("office")).status).toBe(200);
  });

  it("challenges: beyond the most of them the oldest are forgotten, and who asks gets one", async () => {
    const { app } = opened();
    const { kysely } = house.services.database;
    const soon = house.services.now() + 60_000;
    await sql`insert into desk.challenge (challenge, expires_ms)
      select decode(lpad(to_hex(i), 64, '0'), 'hex'), ${soon}::bigint + i from generate_series(1, ${ROWS.challenges * 2}::int) as i`.execute(
      kysely,
    );
    expect((await app.request("/session/challenge", { method: "POST", headers: { peer: "office" } })).status).toBe(200);
    const { count } = await kysely
      .selectFrom("desk.challenge")
      .select(({ fn }) => fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    expect(Number(count)).toBe(ROWS.challenges);
  });

  it("invitations of one key: the next waits until one is over; a colleague's key invites on", async () => {
    const { kysely } = house.services.database;
    const soon = house.services.now() + 3_600_000;
    const rude = (await house.scribe.pen("authority")).kid;
    const party = (await house.services.view.fact("key", (await house.scribe.pen("sandMiner")).kid))!.party!;
    await sql`insert into desk.invitation (token_hash, party, invited_by, expires_ms)
      select decode(lpad(to_hex(i), 64, '0'), 'hex'), ${party}::bigint, ${rude}, ${soon}::bigint
      from generate_series(1, ${ROWS.invitationsOfKey}::int) as i`.execute(kysely);
    const inviting = (kid: string) =>
      invite(
        house.services,
        { kid, party: 1, parties: [1], partyName: "", roles: [ROLE.authority], person: null, persona: null },
        { party, person: null, site: null },
      );
    const refused = await inviting(rude);
    expect(refused.ok ? "invited" : refused.problem).toMatchObject({
      code: "too-many-requests",
      figures: { seconds: 3600 },
    });
    expect((await inviting("00".repeat(8))).ok).toBe(true);
  });

  it("sessions of one key: the newest twenty live, and the one that was just opened among them", async () => {
    const { app } = opened();
    const enter = async () =>
      cookieOf(
        await app.request("/demo/persona", {
          method: "POST",
          body: JSON.stringify({ persona: "police" }),
          headers: { "content-type": "application/json" },
        }),
      );
    const cookies: string[] = [];
    for (let i = 0; i < ROWS.sessionsOfKey + 5; i++) cookies.push(await enter());
    const { kysely } = house.services.database;
    const kid = (await house.scribe.pen("police")).kid;
    const rows = await kysely.selectFrom("desk.session").select("kid").where("kid", "=", kid).execute();
    expect(rows).toHaveLength(ROWS.sessionsOfKey);
    const newest = await app.request("/session", { headers: { cookie: cookies.at(-1)! } });
    expect(newest.status).toBe(200);
  });
});

describe("the manual's table of limits", () => {
  it("says the numbers of the program", () => {
    const manual = fs.readFileSync(new URL("../../docs/operations.md", import.meta.url), "utf8");
    const table = manual.slice(manual.indexOf("## Limits"), manual.indexOf("\n## ", manual.indexOf("## Limits") + 1));
    const mib = (bytes: number) => bytes / 1024 / 1024;
    const count = (value: number) => formatCount(value, "en");
    const rows = [
      ...Object.values(RATES).map(
        ({ name, quota, windowS }) => `| \`${name}\` | ${count(quota)} in ${count(windowS)} s |`,
      ),
      `| entries under way | ${count(HELD.entries.share)} of ${count(HELD.entries.most)} |`,
      `| bodies coming in | ${mib(HELD.bytes.share)} of ${mib(HELD.bytes.most)} MiB |`,
      `| files being made | ${count(HELD.files.share)} of ${count(HELD.files.most)} |`,
      `| open connections | ${count(HELD.connections.share)} of ${count(HELD.connections.most)} |`,
      `| challenges | ${count(ROWS.challenges)} |`,
      `| sessions of a key | ${count(ROWS.sessionsOfKey)} |`,
      `| invitations of a key | ${count(ROWS.invitationsOfKey)} |`,
    ];
    const squeezed = table.replaceAll(/ +/g, " ");
    expect(rows.filter((row) => !squeezed.includes(row))).toEqual([]);
  });
});
