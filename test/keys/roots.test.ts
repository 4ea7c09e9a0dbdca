import { expect, it } from "vitest";
import { hex } from "../../src/format/bytes.ts";
import { onEachDatabase } from "../databases.ts";
import { openWorld, type World } from "../world.ts";

const DOCUMENT = "Biên bản bàn giao khóa số 02";

async function rotation(world: World, old: string, next: string) {
  const [from, to] = [await world.scribe.pen(old), await world.scribe.pen(next)];
  const possession = hex(await to.possession());
  return { kid: from.kid, key: hex(to.signer.key), possession, document: DOCUMENT };
}

onEachDatabase("a root's key", (open) => {
  it("is replaced by two of three roots; the old one signs nothing more, the new one does", async () => {
    const world = await openWorld(await open());
    const { scribe } = world;
    const proposal = await scribe.write("root0", "log.rotate", await rotation(world, "root2", "root2-new"));
    expect(await scribe.send("root2-new", "party.register", { name: "A", roles: [3] })).toMatchObject({
      problem: { code: "unknown-key" },
    });
    expect(await scribe.send("root0", "approve", { proposal })).toMatchObject({ problem: { code: "needs-second" } });
    await scribe.write("root1", "approve", { proposal });
    expect(await scribe.send("root2", "party.register", { name: "B", roles: [3] })).toMatchObject({
      problem: { code: "revoked-key" },
    });
    await scribe.write("root2-new", "party.register", { name: "C", roles: [3] });
  });

  it("is not replaced by a key that its bringer does not hold, nor one root alone, nor a party's key this way", async () => {
    const world = await openWorld(await open());
    const { scribe } = world;
    const good = await rotation(world, "operator", "operator-new");
    const stolen = { ...good, possession: (await rotation(world, "operator", "another")).possession };
    expect(await scribe.send("root0", "log.rotate", stolen)).toMatchObject({ problem: { code: "key-refused" } });
    const party = await rotation(world, "authority", "authority-new");
    expect(await scribe.send("root0", "log.rotate", party)).toMatchObject({ problem: { code: "unknown-key" } });
    expect(await scribe.send("authority", "log.rotate", good)).toMatchObject({ problem: { code: "no-standing" } });
    const proposal = await scribe.write("root1", "log.rotate", good);
    await scribe.write("root2", "approve", { proposal });
    expect(await scribe.send("operator", "clock.tick", {})).toMatchObject({ problem: { code: "revoked-key" } });
    await scribe.write("operator-new", "clock.tick", {});
  });
});
