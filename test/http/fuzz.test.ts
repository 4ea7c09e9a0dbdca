// Seeded attacks on the whole service. Nothing that is sent may fail it, hang it or bend the ledger: each answer is a receipt or a refusal
// of ours, an honest entry goes through afterwards, and the audit is clean. FUZZ_ENTRIES, FUZZ_REQUESTS and SEED make it longer;
// docs/reliability.md says how many have been sent.
import { beforeAll, describe, expect, it } from "vitest";
import { auditLedger } from "../../src/audit/audit-ledger.ts";
import { Chance } from "../../src/demo/chance.ts";
import { KIND_NAMES, type Statement } from "../../src/format/kinds.ts";
import { makeApp } from "../../src/http/app.ts";
import { Limits } from "../../src/http/limits.ts";
import type { SubmitAnswer } from "../../src/intake.ts";
import { PAGES } from "../../src/pages/pages.ts";
import type { Database } from "../../src/store/database.ts";
import { migrate } from "../../src/store/migrations.ts";
import { openInMemory } from "../../src/store/pglite.ts";
import { samples, signSample } from "../format/samples.ts";
import { hostileBytes, type Payload, payloadOf, signedHostile } from "./hostile-entries.ts";
import { type Ground, type HostileRequest, hostileRequest } from "./hostile-requests.ts";
import { cookieOf, playedHouse, post } from "./house.ts";

const ENTRIES = Number(process.env.FUZZ_ENTRIES ?? 4000);
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 1200);
const SEED = Number(process.env.SEED ?? 1);
const HOURS_MS = 12 * 3_600_000;

/** Keys that sign: of every role, a root and the operator among them. Two roots could put a version of the rules in force that nobody has, and end the service. */
const AUTHORS = [
  "root0",
  "operator",
  "authority",
  "sandMiner",
  "yardKeeper",
  "plantKeeper",
  "builderA",
  "builderB",
  "supervisor",
  "owner",
  "police",
  "officer",
  "approver",
] as const;

describe("who means harm", () => {
  let database: Database;
  let house: Awaited<ReturnType<typeof playedHouse>>;
  let app: typeof house.app;
  let honest: Uint8Array[];

  beforeAll(async () => {
    database = await openInMemory();
    await migrate(database);
    house = await playedHouse(database);
    // The quotas have tests of their own: here each request comes from another address.
    let asked = 0;
    const limits = new Limits({ proxies: 0, peerOf: () => `198.51.100.${asked++}`, nowMs: () => performance.now() });
    app = makeApp({ ...house.services, limits }, PAGES);
    const stored = await house.services.view.entries(Array.from({ length: 400 }, (_, i) => i));
    honest = stored.map(({ entry }) => entry.bytes);
    return () => database.close();
  }, HOURS_MS);

  const honestGoesThrough = async () => {
    const { status } = await post(app, await house.scribe.sign("operator", "clock.tick", {}));
    expect(status).toBe(200);
  };

  it(
    "sends entries that are none, and well-signed ones of what no form lets through: each is answered, and the ledger stays sound",
    async () => {
      const chance = new Chance(`entries ${SEED}`);
      const payloads = [...honest.map(payloadOf), ...(await samplePayloads())];
      const seqs = new Map<string, number>();
      const signed = async () => {
        const persona = chance.pick(AUTHORS);
        const seq = (seqs.get(persona) ?? 1_000_000) + 1;
        seqs.set(persona, seq);
        const { signer, origin } = await house.scribe.pen(persona);
        return signedHostile(chance, chance.pick(payloads), { signer, origin, seq, nowS: house.scribe.clock.seconds });
      };
      const codes = new Map<string, number>();
      for (let sent = 0; sent < ENTRIES; sent += 250) {
        const batch: Uint8Array[] = [];
        for (let i = 0; i < 250; i++) batch.push(chance.happens(500) ? await signed() : hostileBytes(chance, honest));
        for (const answer of await house.services.sequencer.submitAll(batch)) count(codes, codeOf(answer));
        // One of them through the door, whatever becomes of it there.
        const { status } = await post(app, batch[0]!);
        expect(status, `${Buffer.from(batch[0]!).toString("hex")}`).toBeLessThan(500);
      }
      const all = [...codes.values()].reduce((sum, each) => sum + each, 0);
      expect(all).toBeGreaterThanOrEqual(ENTRIES);
      expect(
        [...codes.keys()].filter((code) => ["internal", "busy", "away", "clock", "history"].includes(code)),
      ).toEqual([]);
      // Not only the door: some come to the rules, and some of those into the ledger.
      expect([...codes.keys()]).toEqual(expect.arrayContaining(["not-an-entry", "bad-body", "bad-signature", "taken"]));
      await honestGoesThrough();
      const vkey = (await (await app.request("/log/vkey")).text()).trim();
      const found = await auditLedger(database.kysely, { vkey }, () => {});
      expect(found).toMatchObject({ vkey });
      if (process.env.FUZZ_ENTRIES) console.log(`${all} entries`, Object.fromEntries(codes));
    },
    HOURS_MS,
  );

  it(
    "asks every address in every wrong way: no failure of ours",
    async () => {
      const chance = new Chance(`requests ${SEED}`);
      const ground = await groundOf();
      const statuses = new Map<string, number>();
      const failures: string[] = [];
      for (let i = 0; i < REQUESTS; i++) {
        const asked = hostileRequest(chance, ground);
        const answer = await app.request(requestOf(asked));
        await answer.arrayBuffer();
        count(statuses, String(answer.status));
        if (answer.status >= 500) failures.push(`${i}: ${answer.status} ${asked.method} ${asked.path}`);
      }
      expect(failures).toEqual([]);
      await honestGoesThrough();
      if (process.env.FUZZ_REQUESTS) console.log(`${REQUESTS} requests`, Object.fromEntries(statuses));
    },
    HOURS_MS,
  );

  /** Routes, sessions of all personas, and the names of fields as the pages' own forms have them. */
  async function groundOf(): Promise<Ground> {
    const cookies: string[] = [];
    for (const { id } of house.services.demo?.personas ?? []) {
      const body = JSON.stringify({ persona: id });
      const headers = { "content-type": "application/json" };
      cookies.push(cookieOf(await app.request("/demo/persona", { method: "POST", body, headers })));
    }
    const fields = new Set([
      "do",
      "of",
      "code",
      "lang",
      "theme",
      "state",
      "subject",
      "after",
      "limit",
      "before",
      "from",
    ]);
    for (const { door } of house.services.demo?.personas ?? []) {
      for (const path of [door, "/acts/contest.lift", "/acts/party.register", "/keys", "/check/road", "/claims/new"])
        for (const cookie of cookies) {
          const text = await (await app.request(path, { headers: { cookie, accept: "text/html" } })).text();
          for (const [, name = ""] of text.matchAll(/ name="([^"]{1,60})"/g)) fields.add(name);
        }
    }
    const some = Array.from({ length: 60 }, (_, i) => String(i * 11));
    const known = [...some, String(house.honest), String(house.dishonest), ...KIND_NAMES];
    const routes = app.routes.filter(({ method }) => method !== "ALL");
    return { routes, fields: [...fields], known, cookies };
  }
});

/** A body of each kind, the kinds that the story does not tell among them. */
async function samplePayloads(): Promise<Payload[]> {
  const statements = Object.entries(await samples()).map(([kind, body]) => ({ kind, body }) as Statement);
  return Promise.all(statements.map(async (statement) => payloadOf(await signSample(statement))));
}

function requestOf({ path, method, headers, body }: HostileRequest): Request {
  const sent = body === undefined ? {} : { body: new Uint8Array(body) };
  return new Request(`http://localhost${path}`, { method, headers, ...sent });
}

function codeOf(answer: SubmitAnswer): string {
  return answer.ok ? (answer.value.verdict?.code ?? "taken") : answer.problem.code;
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
