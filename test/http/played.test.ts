import { afterAll, beforeAll, expect, it } from "vitest";
import { decodeLeaf } from "../../src/format/leaf.ts";
import { openNote, parseTreeHead } from "../../src/format/note.ts";
import { decodeProof } from "../../src/format/proof.ts";
import { decodeEntryBundle, entriesPath, hashesOfTile, tilePath } from "../../src/format/tile.ts";
import { leafHash, verifyInclusion } from "../../src/format/tree.ts";
import { decisions, publicSlip } from "../../src/http/resources.ts";
import { onEachDatabase } from "../databases.ts";
import { cookieOf, MONITOR_TOKEN, playedHouse, problemOf } from "./house.ts";

const JSON_ACCEPT = { accept: "application/json" };

onEachDatabase("a played province over HTTP", (open) => {
  let house: Awaited<ReturnType<typeof playedHouse>>;
  beforeAll(async () => {
    house = await playedHouse(await open());
  });
  afterAll(() => undefined);
  const get = (path: string, headers: Record<string, string> = {}) => house.app.request(path, { headers });
  const persona = async (id: string) =>
    cookieOf(
      await house.app.request("/demo/persona", {
        method: "POST",
        body: JSON.stringify({ persona: id }),
        headers: { "content-type": "application/json" },
      }),
    );

  it("lists one result that pays and one that refuses, newest first, figures adding up to the claim", async () => {
    const listed = decisions.parse(await (await get("/decisions")).json());
    expect(listed.map((each) => each.outcome)).toEqual(["refuse", "pay"]);
    expect(listed.map((each) => each.claim)).toEqual([house.dishonest, house.honest]);
    expect(listed.map((each) => each.project)).toEqual(["8067890", "8012345"]);
    for (const each of listed) {
      const { verified_kg, exempt_kg, insufficient_kg, contradicted_kg } = each;
      expect(verified_kg + exempt_kg + insufficient_kg + contradicted_kg).toBe(each.claimed_kg);
      expect(each.claimed_kg).toBeGreaterThan(0);
      const [stored] = await house.services.view.entries([each.index]);
      expect(Buffer.from(stored!.entry.id).toString("hex")).toBe(each.entry);
    }
    expect(listed[1]!.accepted_vnd).toBe(listed[1]!.claimed_vnd);
    expect(listed[0]!.accepted_vnd).toBe(0);
    const older = await (await get(`/decisions?limit=1&before=${listed[0]!.index}`)).json();
    expect(older).toEqual([listed[1]]);
    expect((await problemOf(await get("/decisions?limit=0"))).code).toBe("bad-request");
    expect((await problemOf(await get("/decisions?order=random"))).code).toBe("bad-request");
  });

  it("shows a slip's public side by index and by printed code", async () => {
    const [slip] = await house.services.view.list(`to/${(await projectOf(house, house.dishonest)).index}`, 1);
    const byIndex = publicSlip.parse(await (await get(`/slips/${slip!.key}`)).json());
    expect(byIndex.verdict).toBeNull();
    const byCode = await (await get(`/slips/${byIndex.code.toLowerCase().replaceAll("-", "")}`)).json();
    expect(byCode).toEqual(byIndex);
    expect((await problemOf(await get("/slips/0"))).code).toBe("not-found");
    expect((await problemOf(await get("/slips/2222-2222-2222"))).code).toBe("not-found");
    expect((await problemOf(await get("/slips/..%2f..%2fetc"))).code).toBe("not-found");
    expect((await problemOf(await get("/slips/99999999999999999999"))).code).toBe("not-found");
  });

  it("shows a claim's figures to its parties and its treasury and to nobody else", async () => {
    const path = `/claims/${house.dishonest}`;
    expect((await problemOf(await get(path))).code).toBe("unauthorised");
    expect((await problemOf(await get(path, { cookie: await persona("builderA") }))).code).toBe("no-standing");
    expect((await problemOf(await get(path, { cookie: await persona("sandMiner") }))).code).toBe("no-standing");
    for (const id of ["builderB", "supervisor", "owner", "officer"]) {
      const seen = await get(path, { cookie: await persona(id) });
      expect(seen.status).toBe(200);
      expect(seen.headers.get("cache-control")).toContain("private");
    }
    const review = (await (await get(path, { cookie: await persona("officer") })).json()) as {
      lines: { materials: { demand_kg: number; insufficient_kg: number; contradicted_kg: number }[] }[];
      figures_hash: string;
    };
    expect(review.figures_hash).toMatch(/^[0-9a-f]{64}$/);
    const listed = decisions.parse(await (await get("/decisions")).json())[0]!;
    const materials = review.lines.flatMap((line) => line.materials);
    const sum = (name: "demand_kg" | "insufficient_kg" | "contradicted_kg") =>
      materials.reduce((kg, each) => kg + each[name], 0);
    expect(sum("contradicted_kg")).toBeGreaterThan(0);
    expect(sum("contradicted_kg")).toBe(listed.contradicted_kg);
    expect(sum("insufficient_kg")).toBe(listed.insufficient_kg);
    expect(sum("demand_kg")).toBe(listed.claimed_kg);
    expect((await problemOf(await get("/claims/3", { cookie: await persona("officer") }))).code).toBe("not-found");
  });

  it("serves the signed head, tiles and proofs that a stranger can verify", async () => {
    const vkey = (await (await get("/log/vkey")).text()).trim();
    expect(vkey).toBe((await house.services.logKeys())[0]!.vkey);
    const opened = await openNote(await (await get("/log/checkpoint")).text(), [vkey]);
    const head = parseTreeHead(opened!.text)!;
    const tile = await get(`/log/${tilePath(0, 0)}`);
    expect(tile.headers.get("cache-control")).toContain("immutable");
    const hashes = hashesOfTile(new Uint8Array(await tile.arrayBuffer()))!;
    expect(hashes).toHaveLength(256);
    const proof = decodeProof(await (await get("/log/proof/100")).text())!;
    const included = { index: 100, size: head.size, leaf: hashes[100]!, root: head.root, proof: proof.proof };
    expect(verifyInclusion(included)).toBe(true);
    expect(proof.extra).toBeUndefined();
    const lastTile = Math.floor(head.size / 256);
    const partial = await get(`/log/${tilePath(0, lastTile, head.size % 256)}`);
    expect(new Uint8Array(await partial.arrayBuffer())).toHaveLength(32 * (head.size % 256));
    const above = hashesOfTile(new Uint8Array(await (await get(`/log/${tilePath(1, 0, lastTile)}`)).arrayBuffer()));
    expect(above).toHaveLength(lastTile);
  });

  it("has no tile beyond the head and none under another spelling", async () => {
    const size = Number((await (await get("/log/checkpoint")).text()).split("\n")[1]);
    const wider = `/log/${tilePath(0, Math.floor(size / 256), (size % 256) + 1)}`;
    for (const path of [wider, "/log/tile/0/9", "/log/tile/00/000", "/log/tile/0/000.p/256", "/log/tile/9/000"])
      expect((await problemOf(await get(path))).code).toBe("no-such-page");
    expect((await problemOf(await get(`/log/proof/${size}`))).code).toBe("not-found");
  });

  it("gives entry bundles and leaves to bearers of the monitors' token alone", async () => {
    const path = `/log/${entriesPath(0)}`;
    expect((await problemOf(await get(path))).code).toBe("unauthorised");
    expect((await problemOf(await get(path, { authorization: "Bearer wrong" }))).code).toBe("unauthorised");
    const monitor = { authorization: `Bearer ${MONITOR_TOKEN}` };
    const answer = await get(path, monitor);
    expect(answer.headers.get("cache-control")).toContain("private");
    const leaves = decodeEntryBundle(new Uint8Array(await answer.arrayBuffer()))!;
    const hashes = hashesOfTile(new Uint8Array(await (await get(`/log/${tilePath(0, 0)}`)).arrayBuffer()))!;
    expect(leaves.map(leafHash)).toEqual(hashes);
    const second = decodeEntryBundle(
      new Uint8Array(await (await get(`/log/${entriesPath(1, 3)}`, monitor)).arrayBuffer()),
    )!;
    expect(second.map((leaf) => decodeLeaf(leaf)!.index)).toEqual([256, 257, 258]);
    expect(decodeProof(await (await get("/log/proof/5", monitor)).text())!.extra).toEqual(leaves[5]);
  });

  it("names no plate, no person, no phone and no tax code in any public path", async () => {
    const entries = await house.services.view.entries(Array.from({ length: 920 }, (_, i) => i));
    const secrets = entries.flatMap(({ entry }) => {
      if (entry.kind === "vehicle.register") return [entry.body.plate, entry.body.plate.replace(/[-.]/g, "")];
      if (entry.kind === "person.register")
        return [Buffer.from(entry.body.number).toString("hex"), Buffer.from(entry.body.number).toString("base64")];
      return entry.kind === "party.register" && entry.body.taxCode ? [entry.body.taxCode] : [];
    });
    expect(secrets.length).toBeGreaterThan(40);
    const paths = [...(await publicPaths(house)), ...entries.map(({ index }) => `/slips/${index}`)];
    expect(paths.length).toBeGreaterThan(1000);
    const leaks: string[] = [];
    for (const path of paths) {
      const text = Buffer.from(await (await get(path, JSON_ACCEPT)).arrayBuffer()).toString("latin1");
      // Base64 inside a proof would carry an entry unseen: what decodes must not hold a secret either.
      const unpacked = text.replace(/[A-Za-z0-9+/]{40,}={0,2}/g, (run) =>
        Buffer.from(run, "base64").toString("latin1"),
      );
      if (secrets.some((secret) => text.includes(secret) || unpacked.includes(secret))) leaks.push(path);
    }
    expect(leaks).toEqual([]);
  });
});

type Played = Awaited<ReturnType<typeof playedHouse>>;

async function projectOf(house: Played, annex: number): Promise<{ index: number }> {
  const claim = await house.services.view.fact("claim", annex);
  return { index: claim!.project };
}

/** Every GET path that openapi.json names, its parameters filled in with all there is. */
async function publicPaths(house: Played): Promise<string[]> {
  const document = (await (await house.app.request("/openapi.json")).json()) as { paths: Record<string, object> };
  const size = Number((await (await house.app.request("/log/checkpoint")).text()).split("\n")[1]);
  const fillings: Record<string, string[]> = {
    index: Array.from({ length: size }, (_, i) => String(i)),
    tile: [0, 1, 2].map((tile) => tilePath(0, tile).slice("tile/".length)).concat("entries/000", "entries/001"),
    slip: ["0"],
    annex: [String(house.honest), String(house.dishonest)],
    code: ["internal"],
  };
  return Object.entries(document.paths).flatMap(([path, methods]) => {
    if (!("get" in methods)) return [];
    const name = /\{(\w+)\}/.exec(path)?.[1];
    return name === undefined ? [path] : fillings[name]!.map((value) => path.replace(`{${name}}`, value));
  });
}
