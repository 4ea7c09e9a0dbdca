// The road without any script: search by plate, digits and firm, stop a lorry and let it go on, sign that no slip was found and print it.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readRelease } from "../../src/web/islands/shared/road-forms.ts";
import { type FieldWorld, openField } from "./field-world.ts";

let field: FieldWorld;
const cookies = new Map<string, string>();

beforeAll(async () => {
  field = await openField();
  for (const persona of ["sandMiner", "police", "authority"]) cookies.set(persona, await field.cookieOf(persona));
});
afterAll(() => field.close());

async function ask(persona: string | undefined, path: string, form?: Record<string, string>) {
  const cookie = persona ? { cookie: cookies.get(persona) ?? "" } : undefined;
  const answer = await fetch(field.address + path, {
    redirect: "manual",
    headers: { accept: "text/html", ...cookie },
    ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
  });
  return { status: answer.status, text: await answer.text(), location: answer.headers.get("location") };
}

const plateOf = async (at: number) => (await field.services.view.fact("vehicle", field.province.trucks[at]!))!.plate;
const search = (q: string, who = "police") => ask(who, `/check/road?q=${encodeURIComponent(q)}`);

function send(truck: number): Promise<number> {
  const { province, scribe } = field;
  return scribe.write("sandMiner", "slip.issue", {
    route: province.routes["sandMine→yard"]!,
    vehicle: province.trucks[truck]!,
    source: province.sandSource,
    material: 1,
    massKg: 15_000,
    measure: 1,
  });
}

const hidden = (text: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? "";

describe("searching", () => {
  test("is for officers on duty and inspectors", async () => {
    expect((await ask(undefined, "/check/road")).status).toBe(401);
    expect((await ask("sandMiner", "/check/road")).status).toBe(403);
    const inspector = await ask("authority", "/check/road");
    expect(inspector.status).toBe(200);
    // Whoever has no post stops nobody.
    expect(inspector.text).not.toContain('data-form="stop"');
  });

  test("finds a slip on its way by plate in any spelling, by last digits and by the firm's name; received, it is found no more", async () => {
    const slip = await send(0);
    const plate = await plateOf(0);
    const digits = plate.replaceAll(/[^0-9]/g, "").slice(-5);
    const party = (await field.services.view.fact("slip", slip))!.issuer;
    const { name } = (await field.services.view.fact("party", party))!;
    for (const typed of [plate, plate.toLowerCase().replaceAll(/[-.]/g, " "), digits, digits.slice(-3), name])
      expect((await search(typed)).text, typed).toContain(`href="/slip/${slip}"`);
    field.clock.pass(40);
    await field.scribe.write("yardKeeper", "load.receive", {
      slip: { index: slip },
      at: field.province.yard,
      part: 1,
      final: 1,
      massKg: 15_000,
      measure: 1,
    });
    for (const typed of [plate, digits, name])
      expect((await search(typed)).text, typed).not.toContain(`href="/slip/${slip}"`);
  });
});

describe("no slip found", () => {
  test("is signed for a plate that nobody registered, kept with the log's size, and printed in Vietnamese with its QR", async () => {
    const found = await search("99C-123.45");
    expect(found.text).toContain("Biển số này chưa đăng ký trong sổ.");
    const names = ["site", "plate", "searchedS", "size"];
    const form = Object.fromEntries(names.map((name) => [name, hidden(found.text, name)]));
    field.clock.pass(2);
    const signed = await ask("police", "/check/search", { ...form, note: "Xe chở cát, lái xe không đưa phiếu giấy" });
    expect(signed.status, signed.text.slice(0, 1500)).toBe(303);
    const paper = await ask("police", signed.location!);
    expect(paper.text).toContain("VỀ VIỆC KHÔNG TÌM THẤY PHIẾU VẬN CHUYỂN VẬT LIỆU");
    expect(paper.text).toContain("Không có phiếu nào của xe này đang trên đường.");
    expect(paper.text).toContain("lái xe không đưa phiếu giấy");
    expect(paper.text).toContain("<svg");
    const [stored] = await field.services.view.entries([Number(signed.location!.split("/").at(-1))]);
    expect(stored?.entry.body).toMatchObject({ plate: "99C-123.45", size: stored!.index });
  });

  test("cannot be signed from the page while a slip is on its way", async () => {
    const slip = await send(1);
    const found = await search(await plateOf(1));
    expect(found.text).toContain(`href="/slip/${slip}"`);
    expect(found.text).not.toContain('data-form="search"');
  });
});

describe("a stop", () => {
  test("is recorded by the plate as typed, shown at the post, and ended with a reason; what was typed stays in a refused form", async () => {
    const plate = await plateOf(2);
    const site = String(field.province.checkpoint);
    const unknown = await ask("police", "/check/stop", { site, plate: "99C-000.01", note: "Xe chở đất" });
    expect(unknown.status).toBe(422);
    expect(unknown.text).toContain("chưa đăng ký trong sổ nên không thể có phiếu");
    expect(unknown.text).toContain('value="99C-000.01"');
    expect(unknown.text).toContain("Xe chở đất</textarea>");
    const stopped = await ask("police", "/check/stop", { site, plate: plate.toLowerCase() });
    expect(stopped.location).toBe("/check/road");
    const shown = (await ask("police", "/check/road")).text;
    expect(shown).toContain(`Cho xe ${plate} đi tiếp`);
    await expect(send(2)).rejects.toThrow("vehicle-stopped");
    const stop = hidden(shown, "stop");
    field.clock.pass(20);
    const short = await ask("police", "/check/release", { stop, reason: "xong", time: "25:00" });
    expect(short.status).toBe(422);
    expect(short.text).toContain("Lý do từ 10 đến 500 ký tự.");
    expect(short.text).toContain("Ghi giờ:phút");
    const released = await ask("police", "/check/release", { stop, reason: "Xe không, đã kiểm tra thùng", wrong: "0" });
    expect(released.location).toBe("/check/road");
    expect((await ask("police", "/check/road")).text).not.toContain(`Cho xe ${plate} đi tiếp`);
    await send(2);
  });

  test("an hour typed without network is the latest such hour: after midnight 23:50 was yesterday's", () => {
    // 11 November 2026, 00:10 in Vietnam.
    const nowS = Date.UTC(2026, 10, 10, 17, 10) / 1000;
    const at = (time: string) => {
      const read = readRelease({ stop: "7", reason: "Xe không, đã kiểm tra thùng", time }, nowS);
      return "body" in read ? nowS - read.body.releasedS : undefined;
    };
    expect([at(""), at("00:05"), at("23h50"), at("24:00")]).toEqual([0, 300, 1200, undefined]);
  });
});
