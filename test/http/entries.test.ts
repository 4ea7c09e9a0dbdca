import { expect, it } from "vitest";
import { concat } from "../../src/format/bytes.ts";
import { encodeCbor } from "../../src/format/cbor.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { decodeLeaf } from "../../src/format/leaf.ts";
import { Pen } from "../../src/format/pen.ts";
import { decodeProof } from "../../src/format/proof.ts";
import { onEachDatabase } from "../databases.ts";
import { ORIGIN } from "../world.ts";
import { openHouse, post, postAll, problemOf } from "./house.ts";

type HouseOfTest = Awaited<ReturnType<typeof openHouse>>;

/** A slip of sand from mine to yard on the n-th truck. */
function slip(house: HouseOfTest, truck = 0, more: Record<string, unknown> = {}): Promise<Uint8Array> {
  const { scribe, province } = house;
  return scribe.sign("sandMiner", "slip.issue", {
    route: province.routes["sandMine→yard"]!,
    vehicle: province.trucks[truck]!,
    source: province.sandSource,
    material: 1,
    massKg: 17_000,
    measure: 3,
    ...more,
  });
}

onEachDatabase("POST /entries", (open) => {
  it("answers one entry with its receipt, as text or as JSON, and the same bytes with the same index", async () => {
    const house = await openHouse(await open());
    const bytes = await slip(house);
    const first = await post(house.app, bytes);
    expect(first.status).toBe(200);
    expect(first.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(first.headers.get("so-nguon-verdict")).toBe("accepted");
    const proof = decodeProof(await first.text())!;
    expect(decodeLeaf(proof.extra!)!.entry).toEqual(bytes);
    const again = await post(house.app, bytes, { accept: "application/json" });
    const receipt = (await again.json()) as { index: number; verdict: unknown };
    expect(receipt.index).toBe(proof.index);
    expect(String(receipt.index)).toBe(first.headers.get("so-nguon-index"));
    expect(receipt.verdict).toBeNull();
  });

  it("refuses what is no entry, each with its code, and nothing is changed", async () => {
    const house = await openHouse(await open());
    const size = house.intake.size;
    const good = await slip(house);
    const codeOf = async (bytes: Uint8Array, headers = {}) =>
      (await problemOf(await post(house.app, bytes, headers))).code;
    expect(await codeOf(new Uint8Array())).toBe("not-an-entry");
    expect(await codeOf(Uint8Array.of(0xff, 0x00, 0x13))).toBe("not-an-entry");
    expect(await codeOf(new TextEncoder().encode('{"not": "CBOR"}'))).toBe("not-an-entry");
    expect(await codeOf(good.subarray(0, good.length - 5))).toBe("not-an-entry");
    expect(await codeOf(concat(good, Uint8Array.of(0)))).toBe("not-an-entry");
    expect(await codeOf(new Uint8Array(20_000))).toBe("too-large");
    expect(await codeOf(good, { "content-type": "application/json" })).toBe("unsupported-media");
    expect(await codeOf(good, { "content-type": "" })).toBe("unsupported-media");
    const forged = new Uint8Array(good);
    forged[forged.length - 1]! ^= 1;
    expect(await codeOf(forged)).toBe("bad-signature");
    const stranger = new Pen(await signerFromSeed(new Uint8Array(32).fill(7)), ORIGIN);
    expect(await codeOf(await stranger.write("clock.tick", {}, 1_800_000_000))).toBe("unknown-key");
    const elsewhere = new Pen((await house.scribe.pen("sandMiner")).signer, "demo.songuon.example/other", 900);
    expect(await codeOf(await elsewhere.write("clock.tick", {}, 1_800_000_000))).toBe("bad-signature");
    // An integer spelled in one byte too many: the same statement, another spelling.
    const spelled = new Uint8Array(good);
    expect(spelled[17]).toBe(0x58);
    const long = concat(spelled.subarray(0, 17), Uint8Array.of(0x59, 0x00), spelled.subarray(18));
    expect(await codeOf(long)).toBe("not-an-entry");
    expect(house.intake.size).toBe(size);
  });

  it("refuses a right beyond the rules with the figures that explain it, in both languages", async () => {
    const house = await openHouse(await open());
    const { app, scribe, province, clock } = house;
    const refused = async (bytes: Uint8Array) => problemOf(await post(app, bytes));
    expect(await refused(await slip(house, 0, { massKg: 25_000 }))).toMatchObject({
      status: 422,
      code: "vehicle-overloaded",
      detail: `Xe 77C-120.10 tải trọng 18.000 kg, phiếu ghi 25.000 kg.`,
      detail_en: "Vehicle 77C-120.10 carries 18,000 kg; the slip says 25,000 kg.",
      figures: { payload_kg: 18_000, need_kg: 25_000 },
    });
    expect((await refused(await slip(house, 0, { vehicle: 999_999 }))).code).toBe("not-found");
    expect((await refused(await slip(house, 0, { source: province.stoneSource }))).code).toBe("source-not-here");
    await expect(slip(house, 0, { massKg: 0 })).rejects.toThrow();
    await expect(slip(house, 0, { massKg: -5 })).rejects.toThrow();
    await expect(slip(house, 0, { massKg: 1.5 })).rejects.toThrow();
    await expect(slip(house, 0, { massKg: 10 ** 9 })).rejects.toThrow();
    await scribe.write("authority", "vehicle.status", {
      subject: province.trucks[1]!,
      status: 2,
      document: "Quyết định số 12/QĐ",
    });
    expect((await refused(await slip(house, 1))).code).toBe("vehicle-inactive");
    expect((await post(app, await slip(house, 2))).status).toBe(200);
    expect((await refused(await slip(house, 2))).code).toBe("vehicle-busy");
    clock.pass(9 * 365 * 24 * 60);
    const later = await refused(await slip(house, 3));
    expect(["source-expired", "vehicle-inspection"]).toContain(later.code);
  });

  it("refuses a body whose quantity no honest program would write", async () => {
    const house = await openHouse(await open());
    const good = await slip(house);
    const pen = await house.scribe.pen("sandMiner");
    // The payload's mass, 17 000 kg (19 42 68), turned negative and to zero, and signed anew over those bytes.
    for (const mass of [-17_000, 0, 1_000_000_000]) {
      const { signer } = pen;
      const bytes = await resigned(good, mass, signer);
      const problem = await problemOf(await post(house.app, bytes));
      expect(problem.code).toBe("bad-body");
      expect(problem.figures.path).toBe("body.massKg");
    }
  });

  it("refuses a revoked key and a number that is used", async () => {
    const house = await openHouse(await open());
    const { app, scribe } = house;
    const pen = await scribe.pen("sandMiner");
    const twin = new Pen(pen.signer, ORIGIN, 1);
    const first = await slip(house);
    expect((await post(app, first)).status).toBe(200);
    expect((await problemOf(await post(app, await twin.write("clock.tick", {}, 1_800_000_000)))).code).toBe(
      "seq-reused",
    );
    const kid = Uint8Array.from(Buffer.from(pen.kid, "hex"));
    await scribe.agree("root0", "root1", "key.revoke", { kid, reason: "Mất thiết bị tại mỏ, báo ngày hôm nay" });
    expect((await problemOf(await post(app, await slip(house, 4)))).code).toBe("revoked-key");
  });

  it("keeps a receipt that is neither a part nor the final one, contests the slip and moves nothing", async () => {
    const house = await openHouse(await open());
    const { app, scribe, province, clock, services } = house;
    const issued = await post(app, await slip(house));
    const index = Number(issued.headers.get("so-nguon-index"));
    clock.pass(40);
    const receive = (part: number) =>
      scribe.sign("yardKeeper", "load.receive", {
        slip: { index },
        at: province.yard,
        part,
        final: 1,
        massKg: 16_950,
        measure: 1,
      });
    expect((await post(app, await receive(1))).headers.get("so-nguon-verdict")).toBe("accepted");
    const before = await services.view.read((book) => book.get("slipState", index));
    clock.pass(60);
    const contradicting = await post(app, await receive(1));
    expect(contradicting.status).toBe(200);
    expect(contradicting.headers.get("so-nguon-verdict")).not.toBe("accepted");
    const after = await services.view.read((book) => book.get("slipState", index));
    expect(after?.contested).not.toBeNull();
    expect(after?.receivedKg).toBe(before?.receivedKg);
  });

  it("takes a sequence in order, and one that is refused leaves its neighbours accepted", async () => {
    const house = await openHouse(await open());
    const slips = await Promise.all([0, 1, 2].map((truck) => slip(house, truck)));
    const forged = new Uint8Array(slips[1]!);
    forged[forged.length - 1]! ^= 1;
    const notOurs = encodeCbor([1, 2, 3]);
    const answer = await postAll(
      house.app,
      concat(slips[0]!, forged, notOurs, slips[2]!, slips[0]!, slips[1]!.subarray(0, 50)),
    );
    expect(answer.status).toBe(200);
    const all = (await answer.json()) as { index?: number; code?: string }[];
    expect(all.map((each) => each.code ?? "receipt")).toEqual([
      "receipt",
      "bad-signature",
      "not-an-entry",
      "receipt",
      "receipt",
      "not-an-entry",
    ]);
    expect(all[4]?.index).toBe(all[0]?.index);
    expect(all[3]?.index).toBe(all[0]!.index! + 1);
  });

  it("takes in no more of an endless body than its limit", async () => {
    const { app } = await openHouse(await open());
    let asked = 0;
    const body = new ReadableStream({
      pull: (controller) => {
        asked += 1;
        controller.enqueue(new Uint8Array(4096));
      },
    });
    const headers = { "content-type": "application/cose" };
    const answer = await app.request(
      new Request("http://localhost/entries", { method: "POST", body, headers, duplex: "half" } as RequestInit),
    );
    expect((await problemOf(answer)).code).toBe("too-large");
    expect(asked).toBeLessThan(10);
  });

  it("answers an empty sequence with nothing, and refuses too many and what cannot be read at all", async () => {
    const house = await openHouse(await open());
    const empty = await postAll(house.app, new Uint8Array());
    expect(await empty.json()).toEqual([]);
    expect((await problemOf(await postAll(house.app, new Uint8Array(513).fill(1)))).code).toBe("bad-request");
    expect((await problemOf(await postAll(house.app, Uint8Array.of(0xff, 1, 2)))).code).toBe("not-an-entry");
    expect((await problemOf(await postAll(house.app, new Uint8Array(9 * 1024 * 1024)))).code).toBe("too-large");
  });
});

/** The entry with another mass in its body, signed by its own key over the altered bytes. */
async function resigned(
  bytes: Uint8Array,
  massKg: number,
  signer: { sign(message: Uint8Array): Promise<Uint8Array> },
): Promise<Uint8Array> {
  const kid = bytes.subarray(8, 16);
  const payload = bytes.subarray(19, bytes.length - 66);
  const mass = encodeCbor(17_000);
  const at = payload.findIndex((_, i) => mass.every((byte, j) => payload[i + j] === byte));
  const altered = concat(payload.subarray(0, at), encodeCbor(massKg), payload.subarray(at + mass.length));
  const aad = new TextEncoder().encode(`so-nguon/entry/v1\n${ORIGIN}`);
  const signed = encodeCbor(["Signature1", concat(bytes.subarray(3, 8), kid), aad, altered]);
  const signature = await signer.sign(signed);
  return concat(bytes.subarray(0, 17), encodeCbor(altered), Uint8Array.of(0x58, 0x40), signature);
}
