// Contradictions by device: what one key has put in question is found by the key and a span of hours, and set aside in one act.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hex } from "../../src/format/bytes.ts";
import { makeApp } from "../../src/http/app.ts";
import { contestsAfter, contestsByDevice } from "../../src/pages/office/contests-page.ts";
import { officePages } from "../../src/pages/office.ts";
import { type OfficeWorld, playOffice } from "./office-world.ts";

let world: OfficeWorld;
let app: ReturnType<typeof makeApp>;

beforeAll(async () => {
  world = await playOffice();
  app = makeApp(world.services, [officePages]);
}, 180_000);
afterAll(() => world.close());

const get = async (path: string, as: string | undefined) =>
  app.request(path, { headers: { accept: "text/html", ...(as ? { cookie: `persona=${as}` } : {}) } });
const textOf = async (path: string, as = "authority") => (await get(path, as)).text();
const listed = (markup: string) =>
  [...markup.matchAll(/name="observations" value="(\d+ \d+)"/g)].map(([, pair]) => pair!);
const ticked = (markup: string) =>
  [...markup.matchAll(/name="observations" value="(\d+ \d+)" checked/g)].map(([, pair]) => pair!);

/** The device that contradicts loads of the demo, and its observations. */
async function device() {
  const { all } = await contestsAfter(world.services.view, 0, {});
  const kid = hex(all[0]!.stored.entry.kid);
  const own = all.filter(({ stored }) => hex(stored.entry.kid) === kid);
  return { kid, pairs: own.map(({ slip, stored }) => `${slip} ${stored.index}`), first: own[0]! };
}

describe("what each device has put in question", () => {
  it("lists the devices with their party and kilograms; a device's observations are listed unticked, with slip and reason", async () => {
    const { kid, pairs, first } = await device();
    expect(await textOf("/")).toContain('href="/contests"');
    const devices = await textOf("/contests");
    expect(devices).toContain(`key=${kid}`);
    const own = await textOf(`/contests?key=${kid}`);
    expect([listed(own), ticked(own)]).toEqual([pairs, []]);
    expect(own).toContain(`href="/entries/${first.slip}"`);
    expect(own).toMatch(/đang nghi vấn [\d.]+\s*(kg|tấn)/);
  });

  it("reads on through pages of any size: nothing is left out, nothing comes twice, and the sums are of all", async () => {
    const { kid, pairs } = await device();
    expect(pairs.length).toBeGreaterThan(3);
    for (const bounds of [
      { shown: 1, lookedAt: 1000 },
      { shown: 2, lookedAt: 3 },
      { shown: 400, lookedAt: 2 },
    ]) {
      const read: string[] = [];
      for (let after: number | undefined = 0; after !== undefined; ) {
        const { all, next } = await contestsAfter(world.services.view, after, { kid }, bounds);
        read.push(...all.map(({ slip, stored }) => `${slip} ${stored.index}`));
        after = next;
      }
      expect(read).toEqual(pairs);
    }
    const all = await contestsByDevice(world.services.view, {});
    expect(all.get(kid)).toHaveLength(pairs.length);
  });

  it("a span of hours leaves out what was observed before and after it, and ticks the rest", async () => {
    const { kid, pairs } = await device();
    const span = (from: string, until: string) =>
      textOf(`/contests?${new URLSearchParams({ key: kid, from, until })}`).then(ticked);
    expect(await span("00:00 01/01/2026", "23:59 31/12/2027")).toEqual(pairs);
    expect(await span("00:00 01/01/2027", "")).toEqual([]);
    expect(await span("", "00:00 01/01/2026")).toEqual([]);
  });

  it("inspectors read and sign nothing; parties and strangers do not read", async () => {
    const { kid } = await device();
    expect(await textOf(`/contests?key=${kid}`, "authority")).toContain('action="/acts/contest.lift"');
    expect([(await get("/contests", "yardKeeper")).status, (await get("/contests", undefined)).status]).toEqual([
      403, 401,
    ]);
  });

  it("the ticked ones go into one act, whose look says what becomes of each slip; signed by two, they are gone", async () => {
    const { kid, pairs } = await device();
    const headers = {
      cookie: "persona=authority",
      "content-type": "application/x-www-form-urlencoded",
      accept: "text/html",
    };
    const form = (fields: [string, string][]) =>
      app.request("/acts/contest.lift", { method: "POST", headers, body: new URLSearchParams(fields) });
    const chosen = pairs.map((pair): [string, string] => ["observations", pair]);
    const edit = await (await form([["do", "edit"], ...chosen])).text();
    for (const pair of pairs) expect(edit).toContain(pair);
    const look = await form([
      ["do", "look"],
      ["document", "Biên bản làm việc số 9"],
      ["reason", "Thiết bị bị lấy cắp đêm 9 tháng 11"],
      ...chosen,
    ]);
    const words = (await look.text()).replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
    const slips = new Set(pairs.map((pair) => pair.split(" ")[0]));
    expect(words.match(/sau khi gỡ còn/g)).toHaveLength(slips.size);

    const observations = pairs.map((pair) => {
      const [slip = 0, observation = 0] = pair.split(" ").map(Number);
      return { slip, observation };
    });
    const submit = async (bytes: Uint8Array) => {
      const [answer] = await world.services.sequencer.submitAll([bytes]);
      if (!answer?.ok) throw new Error(JSON.stringify(answer?.problem));
      return answer.value.index;
    };
    const act = { observations, document: "Biên bản làm việc số 9", reason: "Thiết bị bị lấy cắp đêm 9 tháng 11" };
    const claimedS = Math.floor(world.clock.wallMs() / 1000);
    const proposal = await submit(await world.scribe.sign("authority", "contest.lift", act, claimedS));
    await submit(await world.scribe.sign("deputy", "approve", { proposal }, claimedS));
    expect(listed(await textOf(`/contests?key=${kid}`))).toEqual([]);
  });
});
