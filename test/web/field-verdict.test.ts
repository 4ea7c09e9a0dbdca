// What a checkpoint is told about a slip, from a real ledger: one colour and one reason for each way a slip can stand.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { SlipIssue } from "../../src/format/bodies/movement.ts";
import { COLOUR, DIRECTION, MEASURE } from "../../src/format/codes.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { noAnchor, signEntry } from "../../src/format/entry.ts";
import { judgeSlip, type Looking, type Presented, withoutPlate } from "../../src/rules/readings/checkpoint-answer.ts";
import { reasonSentence, wordOver } from "../../src/web/islands/shared/verdict-words.ts";
import { type FieldWorld, openField } from "./field-world.ts";

let field: FieldWorld;
let truck = 0;
beforeAll(async () => {
  field = await openField();
});
afterAll(() => field.close());

function load(route = "sandMine→dyke"): SlipIssue {
  const { province } = field;
  const vehicle = province.trucks[truck++ % 12]!;
  const extra = route.endsWith("dyke") ? { package: 2 } : {};
  return {
    route: province.routes[route]!,
    vehicle,
    source: province.sandSource,
    material: 1,
    massKg: 15_000,
    measure: 1,
    ...extra,
  };
}

const issue = (route?: string) => field.scribe.write("sandMiner", "slip.issue", load(route));
const judge = (presented: Presented, looking: Partial<Looking> = {}) =>
  field.services.view.read((book) =>
    judgeSlip(book, presented, { atS: field.clock.seconds, site: field.province.checkpoint, ...looking }),
  );
const bytesOf = async (index: number) => (await field.services.view.entries([index]))[0]!.entry.bytes;

describe("a checkpoint is told", () => {
  test("green for a slip on its way, by scan and by typed code alike", async () => {
    const index = await issue();
    const scanned = await judge({ bytes: await bytesOf(index) });
    expect(scanned).toMatchObject({
      colour: "green",
      reason: "good",
      slip: { index, status: "transit", massKg: 15_000 },
    });
    expect(await judge({ code: scanned.slip!.code.toLowerCase().replaceAll("-", " ") })).toEqual(scanned);
    for (const lang of ["vi", "en"] as const) {
      expect(reasonSentence(scanned, lang, true)).not.toMatch(/[{}?]/);
      expect(wordOver(scanned, lang)).not.toBe("");
    }
  });

  test("red when one character of the code is changed", async () => {
    const bytes = new Uint8Array(await bytesOf(await issue()));
    bytes[bytes.length - 20]! ^= 1;
    expect(await judge({ bytes })).toMatchObject({ colour: "red", reason: "forged" });
  });

  test("amber for a slip signed with a key that nobody registered here: it may be another province's", async () => {
    const stranger = await signerFromSeed(new Uint8Array(32).fill(3));
    const claimedS = field.clock.seconds;
    const payload = { kind: "slip.issue" as const, body: load(), seq: 1, claimedS, anchor: noAnchor() };
    const bytes = await signEntry(payload, stranger, field.scribe.origin);
    expect(await judge({ bytes })).toMatchObject({ colour: "amber", reason: "unknown-key" });
  });

  test("amber for a rightly signed slip that the ledger does not have", async () => {
    const bytes = await field.scribe.sign("sandMiner", "slip.issue", load());
    expect(await judge({ bytes })).toMatchObject({ colour: "amber", reason: "not-logged", slip: { index: null } });
  });

  test("red for another slip under a signing number that the ledger has", async () => {
    const stored = (await field.services.view.entries([await issue()]))[0]!.entry;
    const pen = await field.scribe.pen("sandMiner");
    const payload = {
      kind: "slip.issue" as const,
      body: load(),
      seq: stored.seq,
      claimedS: stored.claimedS,
      anchor: noAnchor(),
    };
    const bytes = await signEntry(payload, pen.signer, field.scribe.origin);
    expect(await judge({ bytes })).toMatchObject({ colour: "red", reason: "other-slip" });
  });

  test("red for a code that is well formed and in no ledger, amber for a mistyped one", async () => {
    expect(await judge({ code: "0000-0000-0000" })).toMatchObject({ colour: "red", reason: "not-found" });
    expect(await judge({ code: "0000-0000-0001" })).toMatchObject({ colour: "amber", reason: "mistyped" });
  });

  test("an unknown code is told as one, with the way for the code of a result's paper, and nothing is said to disagree", async () => {
    const read = async (path: string) => {
      const answer = await fetch(field.address + path, { headers: { accept: "text/html" } });
      return { status: answer.status, text: await answer.text() };
    };
    const { text } = await read("/check?code=0000-0000-0000");
    expect(text).toContain("Không có trong sổ");
    expect(text).toContain("gõ kèm số mục sổ: số mục/mã");
    expect(text).not.toContain("Mâu thuẫn");
    expect((await read("/check")).text).toContain("Mã trên phiếu hoặc trên giấy kết quả thanh toán");
    const paper = await read("/check?code=943/0000-0000-0000");
    expect(paper.status).toBe(404);
    expect(paper.text).toContain("Không có kết quả mang mã này");
    expect(paper.text).not.toContain("Chưa mở được trang này");
  });

  test("red for a void slip", async () => {
    const index = await issue();
    await field.scribe.write("sandMiner", "slip.void", { slip: index, reason: "Xe hỏng trước khi ra cổng" });
    expect(await judge({ index })).toMatchObject({ colour: "red", reason: "void" });
  });

  test("red for a slip that was received, with the place", async () => {
    const index = await issue("sandMine→yard");
    field.clock.pass(31);
    const receipt = {
      slip: { index },
      at: field.province.yard,
      part: 1,
      final: 1 as const,
      massKg: 14_900,
      measure: MEASURE.scale,
    };
    await field.scribe.write("yardKeeper", "load.receive", receipt);
    const judgement = await judge({ index });
    expect(judgement).toMatchObject({ colour: "red", reason: "received" });
    expect(reasonSentence(judgement, "vi", true)).toContain("Bãi Hưng Thịnh");
  });

  test("red when the slip has passed here in this direction, green on the way back", async () => {
    const index = await issue();
    const { checkpoint } = field.province;
    const passage = {
      slip: { index },
      site: checkpoint,
      direction: DIRECTION.outbound,
      seenS: field.clock.seconds,
      verdict: COLOUR.green,
    };
    await field.scribe.write("police", "passage.record", passage);
    // A second officer a moment later confirms; once the vehicle could have been away for another load, it is a second load.
    expect(await judge({ index })).toMatchObject({ colour: "green" });
    const later = { atS: field.clock.seconds + 3600 };
    expect(await judge({ index }, later)).toMatchObject({ colour: "red", reason: "seen-here" });
    expect(await judge({ index }, { ...later, direction: DIRECTION.inbound })).toMatchObject({ colour: "green" });
  });

  test("red when the plate is another, and afterwards to everyone", async () => {
    const index = await issue();
    expect(await judge({ index }, { plateMatches: false })).toMatchObject({ colour: "red", reason: "wrong-plate" });
    const { checkpoint } = field.province;
    const passage = {
      slip: { index },
      site: checkpoint,
      direction: DIRECTION.outbound,
      seenS: field.clock.seconds,
      verdict: COLOUR.red,
    };
    await field.scribe.send("police", "passage.record", { ...passage, plateMatches: 0 });
    const judgement = await judge({ index }, { direction: 2 });
    expect(judgement).toMatchObject({ colour: "red", reason: "contested" });
    expect(reasonSentence(judgement, "vi", true)).toContain("biển số");
  });

  test("amber before its hour, after its time, and off its route", async () => {
    const index = await issue();
    const slip = await field.services.view.fact("slip", index);
    expect(await judge({ index }, { atS: slip!.eventS - 1 })).toMatchObject({
      colour: "amber",
      reason: "before-issue",
    });
    expect(await judge({ index }, { atS: slip!.expiresS + 1 })).toMatchObject({ colour: "amber", reason: "expired" });
    expect(await judge({ index }, { site: field.province.yard })).toMatchObject({
      colour: "amber",
      reason: "off-route",
    });
  });

  test("nothing of the plate unless on duty", async () => {
    const judgement = await judge({ index: await issue() });
    expect(judgement.slip?.plate).toMatch(/^77C-/);
    expect(JSON.stringify(withoutPlate(judgement))).not.toContain("77C-");
  });
});
