// Every address that a stranger can open, as a page and as data, on a played ledger with planted names: none says who drove, who
// signed, whose telephone or which plate. The routes come from the application itself, so that a new one cannot be forgotten.
import { expect, it } from "vitest";
import { KIND_NAMES } from "../../src/format/kinds.ts";
import { onPostgres } from "../databases.ts";
import { cookieOf, playedHouse } from "../http/house.ts";

const DRIVER = "Nguyễn Văn Thử";
const PHONE = "0912 345 678";

type Played = Awaited<ReturnType<typeof playedHouse>>;

/** Spelled without what people put between letters and digits, so that 77C-120.10 and 77c 12010 are one. */
const bare = (text: string) =>
  text
    .normalize("NFC")
    .toLowerCase()
    .replaceAll(/[\s.\-_+]/g, "");

/** What must not be said, from the ledger itself and from the desk beside it. */
async function secretsOf(house: Played, size: number): Promise<Set<string>> {
  const entries = await house.services.view.entries(Array.from({ length: size }, (_, i) => i));
  const found = entries.flatMap(({ entry }) => {
    if (entry.kind === "vehicle.register") return [entry.body.plate];
    if (entry.kind === "person.register") return [Buffer.from(entry.body.number).toString("hex")];
    return entry.kind === "party.register" && entry.body.taxCode ? [entry.body.taxCode] : [];
  });
  return new Set([...found, DRIVER, PHONE].map(bare));
}

/** Every GET route of the application with each parameter filled in by all that the ledger has. */
async function addresses(house: Played, size: number): Promise<string[]> {
  const indexes = Array.from({ length: size }, (_, i) => String(i));
  const codes = await Promise.all(
    (await house.services.view.list(`to/${await bridgeOf(house)}`, 20)).map(
      async ({ key }) => (await house.services.view.fact("slip", key))!.code,
    ),
  );
  const claims = [String(house.honest), String(house.dishonest)];
  const values: Record<string, readonly string[]> = {
    index: indexes,
    slip: [...indexes, ...codes],
    annex: claims,
    n: ["1"],
    material: ["1", "6"],
    leaf: indexes,
    ordinal: ["0"],
    code: ["internal"],
    token: ["ab".repeat(32)],
    kind: KIND_NAMES,
    desk: ["mine", "check", "receive"],
  };
  const paths = house.app.routes
    .filter(({ method, path }) => method === "GET" && path !== "/static/*")
    .flatMap(({ path }) => {
      if (path === "/log/tile/*") return ["/log/tile/0/000", "/log/tile/1/000.p/3", "/log/tile/entries/000"];
      return fill(path, values);
    });
  return [...new Set([...paths, ...codes.map((code) => `/check?text=${code}`)])];
}

function fill(path: string, values: Record<string, readonly string[]>): string[] {
  const match = /:(\w+)(?:\{[^/]*\})?/.exec(path);
  if (!match) return [path];
  const found = values[match[1]!];
  if (!found) throw new Error(`the privacy test does not know what stands for :${match[1]} in ${path}`);
  return found.flatMap((value) => fill(path.replace(match[0], value), values));
}

async function bridgeOf(house: Played): Promise<number> {
  return (await house.services.view.fact("claim", house.honest))!.project;
}

/** What an answer says, base64 and base64url runs unpacked too. */
function saidBy(text: string): string {
  const unpacked = text.replace(/[A-Za-z0-9+/]{40,}={0,2}/g, (run) => Buffer.from(run, "base64").toString("latin1"));
  return bare(`${text}\n${unpacked}`);
}

onPostgres("a stranger who opens every address", (open) => {
  it("reads no name, no telephone number, no person's number, no tax code and no plate", async () => {
    const house = await playedHouse(await open());
    const [person] = (await house.services.view.list("parties", 100)).slice(-1);
    await house.services.database.kysely
      .insertInto("desk.opening")
      .values({ person: Number(person!.key), name: `${DRIVER}, ${PHONE}` })
      .execute();
    const size = Number((await (await house.app.request("/log/checkpoint")).text()).split("\n")[1]);
    const secrets = await secretsOf(house, size);
    const duty = await house.app.request("/demo/persona", {
      method: "POST",
      body: JSON.stringify({ persona: "police" }),
      headers: { "content-type": "application/json" },
    });
    const list = saidBy(await (await house.app.request("/trust.json", { headers: { cookie: cookieOf(duty) } })).text());
    // The officer's list does hold plates: a search that finds none there would find none anywhere.
    expect([...secrets].some((secret) => list.includes(secret))).toBe(true);
    const plates = [...secrets].filter((secret) => /^\d\d[a-z]/.test(secret));
    expect(plates.length).toBeGreaterThan(10);
    const leaks: string[] = [];
    const answered = { pages: 0, data: 0 };
    let asked = 0;
    for (const path of await addresses(house, size)) {
      for (const accept of ["text/html", "application/json"]) {
        // From as many addresses as it takes to stay below what one may ask.
        asked += 1;
        const peer = `192.0.${asked >> 8}.${asked & 255}`;
        const answer = await house.app.request(path, { headers: { accept, peer } });
        const text = saidBy(Buffer.from(await answer.arrayBuffer()).toString("utf8"));
        if (answer.status === 200) answered[accept === "text/html" ? "pages" : "data"] += 1;
        for (const secret of secrets) if (text.includes(secret)) leaks.push(`${accept} ${path}: ${secret}`);
      }
    }
    expect(answered.pages).toBeGreaterThan(size);
    expect(answered.data).toBeGreaterThan(size);
    expect(leaks).toEqual([]);
  }, 240_000);
});
