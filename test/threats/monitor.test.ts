// What monitors see that strangers do not: every leaf, in order, under a head that they can hold the operator to.
import { expect, it } from "vitest";
import { decodeEntry } from "../../src/format/entry.ts";
import { decodeLeaf } from "../../src/format/leaf.ts";
import { openNote, parseTreeHead, vkeyOf } from "../../src/format/note.ts";
import { decodeEntryBundle } from "../../src/format/tile.ts";
import { appendLeaf, emptyFrontier, leafHash, rootOf } from "../../src/format/tree.ts";
import { changes } from "../../src/http/resources.ts";
import { onEachDatabase } from "../databases.ts";
import { MONITOR_TOKEN, openHouse, problemOf } from "../http/house.ts";
import { ORIGIN } from "../world.ts";

const monitor = { authorization: `Bearer ${MONITOR_TOKEN}` };

onEachDatabase("a monitor that follows the log", (open) => {
  it("rebuilds the signed root from the changes alone, in whatever steps it asks", async () => {
    const house = await openHouse(await open());
    const many = await Promise.all(Array.from({ length: 230 }, () => house.scribe.sign("operator", "clock.tick", {})));
    await house.intake.submitAll(many);
    const all = async (start: number) => {
      let frontier = emptyFrontier();
      let next = start;
      for (;;) {
        const answer = await house.app.request(`/log/changes?since=${next}`, { headers: monitor });
        const page = changes.parse(await answer.json());
        for (const each of page.leaves) {
          const bytes = new Uint8Array(Buffer.from(each.leaf, "base64"));
          const leaf = decodeLeaf(bytes)!;
          const decoded = decodeEntry(leaf.entry);
          expect([leaf.index, "entry" in decoded && decoded.entry.kind]).toEqual([each.index, each.kind]);
          frontier = appendLeaf(frontier, leafHash(bytes));
        }
        next = page.next;
        if (page.next === page.size) return { frontier, page };
      }
    };
    const { frontier, page } = await all(0);
    expect(page.size).toBeGreaterThan(256);
    const opened = await openNote(page.head, [vkeyOf(ORIGIN, house.intake.logKey)]);
    expect(rootOf(frontier)).toEqual(parseTreeHead(opened!.text)!.root);
    const tail = await house.app.request("/log/changes?since=5", {
      headers: { ...monitor, accept: "application/octet-stream" },
    });
    const leaves = decodeEntryBundle(new Uint8Array(await tail.arrayBuffer()))!;
    expect(leaves.map((leaf) => decodeLeaf(leaf)!.index)).toEqual(Array.from({ length: 256 }, (_, i) => i + 5));
    expect(tail.headers.get("so-nguon-next")).toBe("261");
  });

  it("is nobody without the token, and is told when it asks beyond the head", async () => {
    const house = await openHouse(await open());
    const ask = (path: string, headers: Record<string, string> = monitor) => house.app.request(path, { headers });
    for (const headers of [{}, { authorization: "Bearer no" }, { authorization: `Basic ${MONITOR_TOKEN}` }])
      expect((await problemOf(await ask("/log/changes?since=0", headers))).code).toBe("unauthorised");
    expect((await problemOf(await ask(`/log/changes?since=${house.intake.size + 1}`))).code).toBe("not-found");
    expect((await (await ask(`/log/changes?since=${house.intake.size}`)).json()) as object).toMatchObject({
      leaves: [],
    });
    for (const wrong of ["", "?since=-1", "?since=x", "?since=1&all=1"])
      expect((await problemOf(await ask(`/log/changes${wrong}`))).code).toBe("bad-request");
  });
});
