// Who may press what: every address that takes a POST, asked by a stranger and by every role for whom it is not, about a thing of others.
// The answer is 401, 403 or 404, and nothing has happened: no entry, no row of the desk. The routes come from the application itself.
import { beforeAll, expect, it } from "vitest";
import { hex } from "../../src/format/bytes.ts";
import { onPostgres } from "../databases.ts";
import { cookieOf, playedHouse } from "../http/house.ts";

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

/** For whom an address is, and a form that would do something for them. `{slip}` is sand of sandMiner's for builderB's dyke, `{annex}` the dyke's dossier. */
type Door = { readonly path: string; readonly opens: readonly Visitor[]; readonly form: Record<string, string> };

const RECEIVERS: readonly Visitor[] = [
  "stoneMiner",
  "yardKeeper",
  "plantKeeper",
  "builderA",
  "builderB",
  "supervisor",
  "owner",
];
const DOORS: Readonly<Record<string, Door>> = {
  "/mine": { path: "/mine", opens: ["sandMiner", "stoneMiner", "yardKeeper", "plantKeeper"], form: { mass: "17,2" } },
  "/mine/sheet": {
    path: "/mine/sheet",
    opens: ["sandMiner", "stoneMiner", "yardKeeper", "plantKeeper"],
    form: { do: "sign", sheet: "#Biển số\\n77C-111.22" },
  },
  "/slip/:index/void": { path: "/slip/{slip}/void", opens: ["sandMiner"], form: { reason: "Xe hỏng, hạ tải tại mỏ" } },
  "/check/passage": { path: "/check/passage", opens: ["police"], form: { text: "{code}", plate: "1" } },
  "/check/stop": { path: "/check/stop", opens: ["police"], form: { plate: "77C-111.22", site: "1", reason: "1" } },
  "/check/release": { path: "/check/release", opens: ["police"], form: { stop: "1" } },
  "/check/search": {
    path: "/check/search",
    opens: ["police"],
    form: { plate: "77C-111.22", site: "1", searchedS: "1", size: "1" },
  },
  "/receive": {
    path: "/receive",
    opens: [...RECEIVERS],
    form: { slip: "{slip}", mass: "17,2", final: "1", part: "1" },
  },
  "/receive/refuse": {
    path: "/receive/refuse",
    opens: [...RECEIVERS],
    form: { slip: "{slip}", at: "1", reason: "Cát lẫn đất, trả lại" },
  },
  "/treasury/:annex/review": {
    path: "/treasury/{annex}/review",
    opens: ["officer", "approver"],
    form: { outcome: "1", size: "1", root: "00", figures: "00", text: "Đủ căn cứ để chi trả." },
  },
  "/treasury/:annex/send-back": {
    path: "/treasury/{annex}/send-back",
    opens: ["officer", "approver"],
    form: { review: "{review}", reason: "Đối chiếu lại hạng mục 1" },
  },
  "/treasury/:annex/decision": {
    path: "/treasury/{annex}/decision",
    opens: ["officer", "approver"],
    form: { review: "{review}", figures: "00", text: "Đồng ý chi trả theo kết quả." },
  },
  "/claims/new": {
    path: "/claims/new",
    opens: ["builderA", "builderB", "supervisor", "owner"],
    form: { do: "propose", lines: "1" },
  },
  "/claims/:annex/cosign": {
    path: "/claims/{annex}/cosign",
    opens: ["builderB", "supervisor", "owner"],
    form: {},
  },
  "/claims/:annex/withdraw": {
    path: "/claims/{annex}/withdraw",
    opens: ["builderB", "supervisor", "owner"],
    form: { reason: "Khối lượng chưa nghiệm thu" },
  },
  "/contracts/new": {
    path: "/contracts/new",
    opens: ["builderA", "builderB", "supervisor", "owner"],
    form: { do: "look" },
  },
  "/register": {
    path: "/register",
    opens: ["authority"],
    form: { do: "sign", sort: "parties", sheet: "#Tên đơn vị\nA" },
  },
  "/acts/:kind": {
    path: "/acts/contest.lift",
    opens: ["authority"],
    form: { do: "sign", observations: "{slip}+{receipt}", reason: "Đã xác minh tại chỗ", document: "01/KL" },
  },
  "/keys/invite": { path: "/keys/invite", opens: ["authority"], form: { party: "{miner}" } },
  "/keys/sheet": { path: "/keys/sheet", opens: ["authority"], form: { do: "links", sheet: "#Đơn vị" } },
  "/keys/register": { path: "/keys/register", opens: ["authority"], form: { kid: "{kid}" } },
  "/keys/refuse": { path: "/keys/refuse", opens: ["authority"], form: { kid: "{kid}" } },
  // The name of a person of the sand mine.
  "/persons": { path: "/persons", opens: ["sandMiner"], form: { person: "{person}", name: "Trần Văn Bến" } },
  "/signals/:leaf/:ordinal/close": {
    path: "/signals/{signal}/close",
    // The authority's own to close; a treasury closes those that the list gives to treasuries.
    opens: ["authority"],
    form: { reason: "Đã xem xét, không có sai phạm" },
  },
};

/** Addresses that anybody may ask: they write nothing, or what is the asker's own. Each has its tests where it is named. */
const FOR_ANYBODY: Readonly<Record<string, string>> = {
  "/entries": "test/http/entries.test.ts: the signature decides",
  "/check": "test/web/field-verdict.test.ts: writes nothing",
  "/enrol/:token": "test/keys/enrol.test.ts: the link decides",
  "/session/challenge": "test/http/session.test.ts",
  "/session": "test/http/session.test.ts: the signature decides",
  "/session/sign-out": "test/http/session.test.ts",
  "/demo/persona": "test/http/doors.test.ts: in the demo alone",
  "/demo/enrol": "test/http/doors.test.ts: in the demo alone",
};

onPostgres("who may press what", (open) => {
  let house: Awaited<ReturnType<typeof playedHouse>>;
  const cookies = new Map<Visitor, string>();
  const named = new Map<string, string>();

  beforeAll(async () => {
    house = await playedHouse(await open());
    for (const persona of PERSONAS) {
      const body = JSON.stringify({ persona });
      const headers = { "content-type": "application/json" };
      cookies.set(persona, cookieOf(await house.app.request("/demo/persona", { method: "POST", body, headers })));
    }
    const { view } = house.services;
    const claim = (await view.fact("claim", house.dishonest))!;
    const entries = await view.entries(Array.from({ length: await size() }, (_, i) => i));
    for (const { index, entry } of entries) {
      if (entry.kind !== "load.receive" || entry.body.slip.index === undefined) continue;
      const slip = (await view.fact("slip", entry.body.slip.index))!;
      if (slip.to !== claim.project || slip.source === null) continue;
      named.set("slip", String(entry.body.slip.index)).set("receipt", String(index)).set("code", slip.code);
      named.set("miner", String(slip.issuer));
    }
    const signal = (await view.signalPage({ state: "all", limit: 200 })).signals.find(
      ({ project }) => project !== null,
    )!;
    named.set("signal", `${signal.leaf}/${signal.ordinal}`);
    const miner = await view.fact("key", (await house.scribe.pen("sandMiner")).kid);
    named.set("person", String(miner!.person));
    named.set("annex", String(house.dishonest)).set("review", String(claim.review));
    named.set("kid", await askingDevice(Number(named.get("miner"))));
  }, 240_000);

  const size = async () => Number((await (await house.app.request("/log/checkpoint")).text()).split("\n")[1]);

  /** A device of another party's that has asked by a link of the authority's. */
  async function askingDevice(party: number): Promise<string> {
    const { invite, askByLink } = await import("../../src/http/invitations.ts");
    const { signerFromSeed } = await import("../../src/format/ed25519.ts");
    const { Pen } = await import("../../src/format/pen.ts");
    const authority = (await house.services.view.fact("key", (await house.scribe.pen("authority")).kid))!;
    const { roles, name } = (await house.services.view.fact("party", authority.party!))!;
    const kid = (await house.scribe.pen("authority")).kid;
    const own = authority.party!;
    const who = { kid, party: own, parties: [own], partyName: name, roles, person: authority.person, persona: null };
    const link = await invite(house.services, who, { party, person: null, site: null });
    if (!link.ok) throw new Error(link.problem.code);
    const pen = new Pen(await signerFromSeed(new Uint8Array(32).fill(9)), house.services.origin);
    const asked = await askByLink(house.services, link.value.token, pen.signer.key, await pen.possession());
    if (!asked.ok) throw new Error(asked.problem.code);
    return asked.value.kid;
  }

  const filled = (text: string) => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => named.get(name)!);
  const press = (visitor: Visitor, { path, form }: Door) => {
    const cookie = cookies.get(visitor);
    return house.app.request(filled(path), {
      method: "POST",
      body: new URLSearchParams(Object.entries(form).map(([name, value]): [string, string] => [name, filled(value)])),
      headers: { accept: "text/html", ...(cookie === undefined ? {} : { cookie }) },
    });
  };

  /** The log's size and all rows of the desk that a press could make, change or take away. */
  async function everything(): Promise<unknown> {
    const { kysely } = house.services.database;
    const invitations = await kysely.selectFrom("desk.invitation").selectAll().orderBy("expires_ms").execute();
    const sessions = await kysely.selectFrom("desk.session").select("kid").orderBy("kid").execute();
    const links = invitations.map(({ token_hash, key }) => [hex(token_hash), key && hex(key)]);
    const names = await kysely.selectFrom("desk.opening").selectAll().orderBy("person").execute();
    return [await size(), links, sessions, names];
  }

  it("is known of every route that takes a POST, so that a new one cannot be forgotten", () => {
    const mounted = house.app.routes
      .filter(({ method, path }) => method === "POST" && !path.includes("*"))
      .map(({ path }) => path.replaceAll(/\{[^/]*\}/g, ""));
    expect([...new Set(mounted)].sort()).toEqual([...Object.keys(DOORS), ...Object.keys(FOR_ANYBODY)].sort());
  });

  it("whoever it is not for is told so, and nothing has happened", async () => {
    const before = await everything();
    const wrong: string[] = [];
    for (const [route, door] of Object.entries(DOORS)) {
      for (const visitor of VISITORS.filter((each) => !door.opens.includes(each))) {
        const { status } = await press(visitor, door);
        const right = visitor === "nobody" ? [401] : [403, 404];
        if (!right.includes(status)) wrong.push(`${route} answers ${status} to ${visitor}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(await everything()).toEqual(before);
  });

  it("whoever it is for is heard: the form is judged by the rules, never turned away at the door", async () => {
    const wrong: string[] = [];
    for (const [route, door] of Object.entries(DOORS)) {
      for (const visitor of door.opens) {
        const { status } = await press(visitor, door);
        if (![200, 303, 400, 409, 422].includes(status) && route !== "/keys/register" && route !== "/keys/refuse")
          wrong.push(`${route} answers ${status} to ${visitor}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
