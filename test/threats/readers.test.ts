// Who reads what: every address that shows one thing of the ledger, asked by every role, for a thing that is theirs, a partner's or a
// stranger's. The readers of each thing are written down here by hand, by name; the routes come from the application itself.
import fs from "node:fs";
import { beforeAll, expect, it } from "vitest";
import type { AnnexPropose } from "../../src/format/bodies/payment.ts";
import { CLAIM_KIND, COLOUR, DIRECTION, MATERIAL, VEHICLE_CLASS } from "../../src/format/codes.ts";
import type { KindName } from "../../src/format/kinds.ts";
import type { StoredEntry } from "../../src/store/view.ts";
import { formatCount } from "../../src/words/as-written.ts";
import { onPostgres } from "../databases.ts";
import { cookieOf, METRICS_TOKEN, MONITOR_TOKEN, playedHouse } from "../http/house.ts";

const PERSONAS = [
  "sandMiner",
  "stoneMiner",
  "yardKeeper",
  "plantKeeper",
  "builderA",
  "builderB",
  "supervisor",
  "owner",
  "police",
  "officer",
  "approver",
  "authority",
] as const;
type Persona = (typeof PERSONAS)[number];
type Visitor = Persona | "nobody";
const VISITORS: readonly Visitor[] = [...PERSONAS, "nobody"];

const TREASURY: readonly Visitor[] = ["officer", "approver"];
const OFFICES: readonly Visitor[] = [...TREASURY, "authority"];
/** Who answers for the dyke, where Minh Long (builderB) builds package 2, and the offices. Trường Phát (builderA) builds the bridge. */
const DYKE: readonly Visitor[] = ["builderB", "supervisor", "owner", ...OFFICES];

/** Addresses that lead to one thing of the ledger, and are asked below. */
const GUARDED = [
  "/entries/:index",
  "/entries/:index/bundle",
  "/slips/:slip",
  "/slip/:index",
  "/receive/:index",
  "/check/search/:index",
  "/claims/:annex",
  "/treasury/:annex",
  "/treasury/:annex/notice",
  "/treasury/:annex/notice.pdf",
  "/treasury/:annex/notice.xlsx",
  "/treasury/:annex/line/:n/:material",
  "/log/proof/:index",
  "/acts/:kind",
];
/** Addresses with a parameter that lead to something else: their readers are tested where it is named. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "/findings/:index": "test/web/findings.test.ts",
  "/dues/:index": "test/web/dues-page.test.ts",
  "/signals/:leaf/:ordinal": "test/web/signals.test.ts",
  "/projects/:index": "test/threats/privacy.test.ts",
  "/problems/:code": "test/http/openapi.test.ts",
  "/enrol/:token": "test/keys/enrol.test.ts",
  "/manifest/:desk": "test/web/field-pages.test.ts",
};

/** Who reads a load of sand for the dyke. */
const LOAD: readonly Visitor[] = ["sandMiner", ...DYKE, "police"];
/** Addresses where a role reads plates of all: who sends loads chooses among the registered vehicles. */
const PLATES_BY_ROLE: Readonly<Record<string, readonly Visitor[]>> = {
  "/mine": ["sandMiner", "stoneMiner", "yardKeeper", "plantKeeper"],
};

/** The addresses of all pages and resources, with each of these indexes for what they lead to. */
function addresses(app: Played["app"], indexes: readonly number[]): string[] {
  const paths = app.routes
    .filter(({ method, path }) => method === "GET" && !path.includes("*"))
    .map(({ path }) => path);
  const filled = [...new Set(paths)].flatMap((path) =>
    indexes.map((index) =>
      path
        .replaceAll(/\{[^/]*\}/g, "")
        .replace(":token", "0".repeat(64))
        .replace(":code", "busy")
        .replace(":kind", "contest.lift")
        .replace(/:(n|material|ordinal)\b/g, "1")
        .replaceAll(/:\w+/g, String(index)),
    ),
  );
  return [...new Set(filled)];
}

type Played = Awaited<ReturnType<typeof playedHouse>>;
type Asked = {
  readonly path: string;
  readonly says: string;
  readonly readers: readonly Visitor[];
  readonly json?: true;
};

onPostgres("who reads what", (open) => {
  let house: Played;
  let entries: StoredEntry[];
  const cookies = new Map<Visitor, string>();

  beforeAll(async () => {
    house = await playedHouse(await open());
    for (const persona of PERSONAS) {
      const taken = await house.app.request("/demo/persona", {
        method: "POST",
        body: JSON.stringify({ persona }),
        headers: { "content-type": "application/json" },
      });
      cookies.set(persona, cookieOf(taken));
    }
    await readAll();
  }, 240_000);

  async function readAll(): Promise<void> {
    const size = Number((await (await house.app.request("/log/checkpoint")).text()).split("\n")[1]);
    entries = await house.services.view.entries(Array.from({ length: size }, (_, i) => i));
  }

  const headersOf = (visitor: Visitor, accept: string) => {
    const cookie = cookies.get(visitor);
    return cookie === undefined ? { accept } : { accept, cookie };
  };
  const textOf = async (visitor: Visitor, { path, json }: Pick<Asked, "path" | "json">) => {
    const answer = await house.app.request(path, {
      headers: headersOf(visitor, json ? "application/json" : "text/html"),
    });
    return Buffer.from(await answer.arrayBuffer()).toString("latin1");
  };
  /** The visitors to whom an address says it. */
  async function readersOf(asked: Asked): Promise<Visitor[]> {
    const says = Buffer.from(asked.says).toString("latin1");
    const readers: Visitor[] = [];
    for (const visitor of VISITORS) if ((await textOf(visitor, asked)).includes(says)) readers.push(visitor);
    return readers;
  }
  async function expectReaders(all: readonly Asked[]): Promise<void> {
    for (const asked of all) {
      const readers = VISITORS.filter((visitor) => asked.readers.includes(visitor));
      expect(`${asked.path}: ${(await readersOf(asked)).join(" ")}`).toBe(`${asked.path}: ${readers.join(" ")}`);
    }
  }

  function firstOf(kind: KindName, fits: (each: StoredEntry) => boolean = () => true): StoredEntry {
    const found = entries.find((each) => each.entry.kind === kind && fits(each));
    if (!found) throw new Error(`the story has no such ${kind}`);
    return found;
  }

  /** Sand from Bến Ngự (sandMiner) to the dyke: its plate and its receipt there. */
  async function dykeLoad(): Promise<{ slip: number; plate: string; receipt: number; massKg: number }> {
    const { project } = (await house.services.view.fact("claim", house.dishonest))!;
    for (const { index, entry } of entries) {
      if (entry.kind !== "load.receive" || entry.body.slip.index === undefined) continue;
      const fact = (await house.services.view.fact("slip", entry.body.slip.index))!;
      if (fact.to !== project || fact.source === null) continue;
      const { plate } = (await house.services.view.fact("vehicle", fact.vehicle))!;
      return { slip: entry.body.slip.index, plate, receipt: index, massKg: entry.body.massKg };
    }
    throw new Error("the story has no load for the dyke");
  }

  it("is known of every route with a parameter, so that a new one cannot be forgotten", () => {
    const mounted = house.app.routes
      .filter(({ method, path }) => method === "GET" && path.includes(":"))
      .map(({ path }) => path.replaceAll(/\{[^/]*\}/g, ""));
    const unknown = "a new address: ask for its readers here (GUARDED), or name the test that does (ELSEWHERE)";
    expect([...new Set(mounted)].sort(), unknown).toEqual([...GUARDED, ...Object.keys(ELSEWHERE)].sort());
  });

  it("every address, for every visitor: no failure, 401 for strangers alone, a load's plate for its readers alone", async () => {
    const { slip, plate } = await dykeLoad();
    const wrong: string[] = [];
    const paths = addresses(house.app, [slip, house.dishonest]);
    expect(paths.length).toBeGreaterThan(40);
    for (const path of paths) {
      for (const visitor of VISITORS) {
        const answer = await house.app.request(path, { headers: headersOf(visitor, "text/html") });
        const says = Buffer.from(await answer.arrayBuffer()).toString("latin1");
        if (answer.status >= 500) wrong.push(`${path} fails for ${visitor}`);
        if (answer.status === 401 && visitor !== "nobody" && !path.startsWith("/log/"))
          wrong.push(`${path} asks ${visitor} to sign in`);
        if (says.includes(plate) && !PLATES_BY_ROLE[path]?.includes(visitor) && !LOAD.includes(visitor))
          wrong.push(`${path} tells ${visitor} the plate`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("a load: its plate for who sent and receives it, who checks the road, and the offices; a contractor reads no other's", async () => {
    const { slip, plate, receipt, massKg } = await dykeLoad();
    const parties: readonly Visitor[] = ["sandMiner", ...DYKE];
    await expectReaders([
      { path: `/entries/${slip}`, says: plate, readers: [...parties, "police"] },
      { path: `/slip/${slip}`, says: plate, readers: [...parties, "police"] },
      { path: `/entries/${slip}/bundle`, says: "so-nguon", readers: parties },
      { path: `/slips/${slip}`, says: plate, readers: [], json: true },
      { path: `/entries/${receipt}`, says: `${formatCount(massKg)} kg`, readers: parties },
      { path: `/receive/${receipt}`, says: plate, readers: ["builderB", "supervisor", "owner"] },
      { path: `/receive?slip=${slip}`, says: plate, readers: ["builderB", "supervisor", "owner"] },
      {
        path: `/acts/load.correct?of=${receipt}`,
        says: `value="${massKg}"`,
        readers: ["sandMiner", "builderB", "supervisor", "owner"],
      },
    ]);
  });

  it("a search that found no slip: for the officers of the road and the inspectors, and as an entry for the offices too", async () => {
    const { scribe, services } = house;
    const [checkpoint] = (await services.view.list("sites", 200)).map(({ key }) => Number(key));
    const sites = (await services.view.list("sites", 200)).map(({ key }) => Number(key));
    const facts = await services.view.facts("site", sites);
    const site = sites.find((each) => facts.get(String(each))?.name.startsWith("Chốt")) ?? checkpoint!;
    const size = Number((await (await house.app.request("/log/checkpoint")).text()).split("\n")[1]);
    const searchedS = Math.floor(services.now() / 1000);
    scribe.clock.pass(1);
    const search = await scribe.write("police", "search.record", { site, plate: "77C-111.99", searchedS, size });
    await expectReaders([
      { path: `/check/search/${search}`, says: "77C-111.99", readers: ["police", "authority"] },
      { path: `/entries/${search}`, says: "77C-111.99", readers: ["police", ...OFFICES] },
    ]);
    await readAll();
  });

  it("a dossier: its prices for who answers for it and who controls it, on every page and as data", async () => {
    const annex = house.dishonest;
    const [line] = (await house.services.view.fact("annex", annex))!.body.lines;
    const price = formatCount(line!.unitPriceDong);
    const review = firstOf("review.make", ({ entry }) => entry.kind === "review.make" && entry.body.annex === annex);
    const words = review.entry.kind === "review.make" ? review.entry.body.text.slice(0, 30) : "";
    await expectReaders([
      { path: `/entries/${annex}`, says: price, readers: DYKE },
      { path: `/treasury/${annex}`, says: line!.name, readers: DYKE },
      { path: `/treasury/${annex}/notice`, says: formatCount(line!.valueDong), readers: DYKE },
      { path: `/treasury/${annex}/notice.pdf`, says: "%PDF-1.", readers: DYKE },
      { path: `/treasury/${annex}/notice.xlsx`, says: "xl/worksheets/sheet1.xml", readers: DYKE },
      { path: `/treasury/${annex}/line/1/${MATERIAL.sand}`, says: line!.name, readers: DYKE },
      { path: `/claims/${annex}`, says: line!.name, readers: DYKE },
      { path: `/claims/${annex}`, says: line!.name, readers: DYKE, json: true },
      { path: `/entries/${review.index}`, says: words, readers: DYKE },
    ]);
  });

  it("the officer's review: nobody outside the treasury and its inspectors reads it before the result is signed", async () => {
    const annex = await secondDossier();
    const words = "Chưa đủ căn cứ về đơn giá nhân công, đề nghị bổ sung.";
    const page = await textOf("officer", { path: `/treasury/${annex}` });
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)![1]!;
    const form = new URLSearchParams({ outcome: "4", reasons: "6", stated: words, text: words });
    for (const name of ["figures", "size", "root"]) form.set(name, hidden(name));
    const posted = await house.app.request(`/treasury/${annex}/review`, {
      method: "POST",
      body: form,
      headers: headersOf("officer", "text/html"),
    });
    expect(posted.status).toBe(303);
    await readAll();
    const review = entries.at(-1)!;
    expect(review.entry.kind).toBe("review.make");
    await expectReaders([
      { path: `/entries/${review.index}`, says: words, readers: OFFICES },
      { path: `/treasury/${annex}`, says: words, readers: TREASURY },
    ]);
  });

  /** A second dossier of Minh Long's with all its signatures: wages alone. */
  async function secondDossier(): Promise<number> {
    const { scribe, services } = house;
    const { project } = (await services.view.fact("claim", house.dishonest))!;
    const line = {
      code: "NC.10001",
      name: "Nhân công dọn mặt bằng",
      unit: "công",
      quantityMilli: 40_000,
      unitPriceDong: 350_000,
      valueDong: 14_000_000,
    };
    const body: AnnexPropose = { project, package: 2, number: 2, kind: CLAIM_KIND.interim, lines: [line] };
    const annex = await scribe.write("builderB", "annex.propose", body);
    const [{ entry }] = (await services.view.entries([annex])) as [StoredEntry];
    for (const signer of ["supervisor", "owner"])
      await scribe.write(signer, "annex.cosign", { annex, entryId: entry.id });
    return annex;
  }

  it("a slip of a vehicle out of inspection, kept with that sentence: the plate in no public path, the sentence for its parties", async () => {
    const { scribe } = house;
    const plate = "77C-888.77";
    const vehicle = await scribe.write("authority", "vehicle.register", {
      plate,
      class: VEHICLE_CLASS.heavyTruck,
      payloadKg: 18_000,
      inspectedUntil: 20260901,
    });
    const like = firstOf("slip.issue").entry;
    if (like.kind !== "slip.issue") throw new Error("no slip");
    const checkpoint = firstOf("passage.record").entry.body as { site: number };
    const slipBytes = await scribe.sign("sandMiner", "slip.issue", { ...like.body, vehicle });
    const passage = await scribe.write("police", "passage.record", {
      slip: { entry: slipBytes },
      site: checkpoint.site,
      direction: DIRECTION.outbound,
      seenS: scribe.clock.seconds,
      verdict: COLOUR.red,
      plateMatches: 1,
    });
    await readAll();
    const slip = passage - 1;
    const kept = entries[slip]!;
    expect([kept.entry.kind, kept.verdict?.code]).toEqual(["slip.issue", "vehicle-inspection"]);
    await expectReaders([
      { path: `/slips/${slip}`, says: plate, readers: [], json: true },
      { path: `/log/proof/${slip}`, says: plate, readers: [], json: true },
      { path: `/log/proof/${slip}`, says: "vehicle-inspection", readers: VISITORS, json: true },
      { path: `/entries/${slip}`, says: plate, readers: ["sandMiner", "yardKeeper", "police", ...OFFICES] },
      {
        path: `/entries/${passage}`,
        says: "Chốt kiểm soát",
        readers: ["sandMiner", "yardKeeper", "police", ...OFFICES],
      },
      { path: `/entries/${vehicle}`, says: plate, readers: OFFICES },
    ]);
  });

  it("a vehicle's index typed into another field of a form tells nobody its plate", async () => {
    const vehicle = firstOf("vehicle.register");
    const { plate } = vehicle.entry.body as { plate: string };
    const typed = { do: "look", project: String(vehicle.index), package: "2", source: String(vehicle.index) };
    const answer = await house.app.request("/acts/paper.lodge", {
      method: "POST",
      body: new URLSearchParams(typed),
      headers: headersOf("builderB", "text/html"),
    });
    const text = await answer.text();
    expect(text).toContain("/acts/paper.lodge");
    expect(text).not.toContain(plate);
  });

  it("a proposal: its words for who is asked to approve it and who reads its entry, whoever types its number", async () => {
    const proposal = firstOf("key.register", ({ index }) => index > 40);
    const { party } = proposal.entry.body as { party: number };
    const { name } = (await house.services.view.fact("party", party))!;
    const looked = async (visitor: Visitor) => {
      const answer = await house.app.request("/acts/approve", {
        method: "POST",
        body: new URLSearchParams({ do: "look", proposal: String(proposal.index) }),
        headers: headersOf(visitor, "text/html"),
      });
      return [answer.status, (await answer.text()).includes(name)];
    };
    expect(await looked("nobody")).toEqual([401, false]);
    expect(await looked("authority")).toEqual([200, true]);
  });

  it("roles are asked in one place: no page and no resource has a rule of its own for who reads", () => {
    const root = new URL("../../src/", import.meta.url).pathname;
    const files = ["http", "pages"].flatMap((room) =>
      fs.readdirSync(`${root}${room}`, { recursive: true, encoding: "utf8" }).map((file) => `${room}/${file}`),
    );
    const asking = files.filter(
      (file) =>
        file.endsWith(".ts") && /\broles\.(includes|some)\(|\bhasRole\(/.test(fs.readFileSync(root + file, "utf8")),
    );
    // What a party may sign, not what it may read: the rules' own table, the doors of the first page, whom a root names.
    const signing = ["http/invitations.ts", "pages/office/acts-page.ts", "pages/office/first-page.ts"];
    const offices = ["pages/office/keys-page.ts", "pages/office/proposals-page.ts"];
    const apart = "ask mayOpen or mayRead of src/http/readers.ts instead of looking at roles";
    expect(asking.sort(), apart).toEqual(["http/readers.ts", ...signing, ...offices].sort());
  });

  it("the token for metrics opens no leaf, and the monitors' token no metrics", async () => {
    const { app, services } = house;
    const { makeApp } = await import("../../src/http/app.ts");
    const outside = makeApp({ ...services, demo: undefined }, []);
    const asked = (path: string, token: string) =>
      outside.request(path, { headers: { authorization: `Bearer ${token}` } });
    expect((await asked("/metrics", METRICS_TOKEN)).status).toBe(200);
    for (const path of ["/log/changes?since=0", "/log/tile/entries/000"]) {
      expect((await asked(path, METRICS_TOKEN)).status).toBe(401);
      expect((await asked(path, MONITOR_TOKEN)).status).toBe(200);
    }
    expect((await asked("/metrics", MONITOR_TOKEN)).status).toBe(401);
    expect((await app.request("/metrics")).status).toBe(200);
  });
});
