// The field's pages without any script, over a real port: a form is enough to issue, check and receive, and a refusal loses nothing.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { registerDemoVehicle } from "../../src/demo/province.ts";
import { unhex } from "../../src/format/bytes.ts";
import { VEHICLE_CLASS } from "../../src/format/codes.ts";
import { openPost } from "../cli/weighing-post.ts";
import { type FieldWorld, openField } from "./field-world.ts";

let field: FieldWorld;
const cookies = new Map<string, string>();
beforeAll(async () => {
  field = await openField();
  for (const persona of ["sandMiner", "yardKeeper", "police", "builderA"])
    cookies.set(persona, await field.cookieOf(persona));
});
afterAll(() => field.close());

type Page = { status: number; text: string; location: string | null };

async function ask(persona: string | undefined, path: string, form?: Record<string, string>): Promise<Page> {
  const cookie = persona ? { cookie: cookies.get(persona) ?? "" } : undefined;
  const answer = await fetch(field.address + path, {
    redirect: "manual",
    headers: { accept: "text/html", ...cookie },
    ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
  });
  return { status: answer.status, text: await answer.text(), location: answer.headers.get("location") };
}

const slipForm = (truck: string, more: Record<string, string> = {}) => ({
  route: String(field.province.routes["sandMine→yard"]),
  plate: truck,
  origin: `s:${field.province.sandSource}:1`,
  mass: "17,2",
  measure: "1",
  ...more,
});
const plateOf = async (at: number) => (await field.services.view.fact("vehicle", field.province.trucks[at]!))!.plate;

async function issued(truck: number): Promise<number> {
  const answer = await ask("sandMiner", "/mine", slipForm(await plateOf(truck)));
  expect(answer.status, answer.text.slice(0, 2000)).toBe(303);
  return Number(answer.location?.split("/").at(-1));
}

describe("the desk", () => {
  test("is closed to whoever sends nothing", async () => {
    expect((await ask(undefined, "/mine")).status).toBe(401);
    expect((await ask("police", "/mine")).status).toBe(403);
  });

  test("shows what is left of the year and warns of an obligation not shown before anything is refused", async () => {
    const { text } = await ask("sandMiner", "/mine");
    expect(text).toContain("Còn lại năm nay");
    expect(text).toContain("Chưa có giấy tờ “trạm cân”");
  });

  test("says in the evening that the river is closed and when it opens, before anything is typed, and what can be done", async () => {
    const night = await openField();
    try {
      night.clock.pass(12 * 60);
      const look = async (persona: string, path = "/mine", form?: Record<string, string>) => {
        const headers = { accept: "text/html", cookie: await night.cookieOf(persona) };
        const body = form ? { method: "POST", body: new URLSearchParams(form) } : {};
        return (await fetch(night.address + path, { redirect: "manual", headers, ...body })).text();
      };
      const sand = await look("sandMiner");
      expect(sand).toContain("Chưa xuất được từ nguồn 412/GP-UBND");
      expect(sand).toContain("phiếu trước 05:00 ngày 11/11/2026 sẽ bị từ chối");
      expect(sand).toContain("chưa xuất được lúc này");
      expect(sand).toMatch(/name="persona" value="stoneMiner"/);
      expect(await look("stoneMiner")).not.toContain("Chưa xuất được");
      const { province, services } = night;
      const index = await night.scribe.write("stoneMiner", "slip.issue", {
        route: province.routes["stoneMine→crusher"]!,
        vehicle: province.trucks[0]!,
        source: province.stoneSource,
        material: 3,
        massKg: 17_200,
        measure: 1,
      });
      expect((await services.view.fact("slip", index))?.massKg).toBe(17_200);
      night.clock.pass(9 * 60 + 1);
      expect(await look("sandMiner")).not.toContain("Chưa xuất được");
    } finally {
      await night.close();
    }
  });

  test("in the demo offers a closed page's own people as doors back to it", async () => {
    const { text } = await ask(undefined, "/mine");
    expect(text).toMatch(/name="next" value="\/mine"/);
    expect(text.match(/name="persona"/g)?.length).toBe(2);
  });

  test("issues a slip whose page carries QR, code, mass, plate and notice", async () => {
    const index = await issued(0);
    const { text } = await ask("sandMiner", `/slip/${index}`);
    const slip = await field.services.view.fact("slip", index);
    for (const part of [slip!.code, "17,2", await plateOf(0), "không thay hóa đơn", "<svg"])
      expect(text).toContain(part);
    expect((await ask("yardKeeper", `/slip/${index}`)).status).toBe(200);
    expect((await ask("builderA", `/slip/${index}`)).status).toBe(403);
    expect((await ask(undefined, `/slip/${index}`)).status).toBe(401);
  });

  test("offers the place's scales, and a weighing that the scale has signed with its figures; the slip says whose word its weight is", async () => {
    const { scribe, province, clock, services } = field;
    const { sandMine, sandMiner } = province;
    const [plate, other] = ["77C-555.01", "77C-555.02"];
    const truck = (each: string) =>
      scribe.write("authority", "vehicle.register", { plate: each, class: 2, payloadKg: 18_000 });
    const [vehicle] = [await truck(plate), await truck(other)];
    const pen = await scribe.pen("mineScale");
    const possession = await pen.possession();
    await scribe.agree("root0", "root1", "key.register", { party: sandMiner, key: pen.signer.key, possession });
    const kid = unhex(pen.kid);
    const certificate = { document: "Giấy chứng nhận số 118", from: 20260101, until: 20261231, kid };
    const scale = await scribe.write("authority", "scale.register", {
      place: sandMine,
      number: "CAN-80T",
      ...certificate,
    });
    clock.pass(1);
    const reading = { scale, vehicle, grossKg: 28_500, tareKg: 11_340 };
    const weighing = await scribe.write("mineScale", "weighing.record", reading);
    clock.pass(2);
    const { text } = await ask("sandMiner", "/mine");
    expect(text).toContain("Cân CAN-80T");
    const value = `weighing/${weighing}/28500/11340`;
    expect(text).toContain(`value="${value}"`);
    const answer = await ask("sandMiner", "/mine", slipForm(plate, { mass: "", scale: value }));
    expect(answer.status, answer.text.slice(0, 2000)).toBe(303);
    const index = Number(answer.location?.split("/").at(-1));
    expect(await services.view.fact("slip", index)).toMatchObject({ massKg: 17_160, weighing, scale });
    const certified = "CAN-80T (Giấy chứng nhận số 118, kiểm định đến hết 31/12/2026)";
    for (const paper of ["", "?paper=a5", "?paper=roll"]) {
      const { text } = await ask("sandMiner", `/slip/${index}${paper}`);
      expect(text).toContain("tổng 28.500, bì 11.340, hàng 17.160 kg");
      expect(text).toContain("cân tự ký số cân");
      expect(text).toContain(certified);
    }
    // Used once, it is offered no more; a scale by hand is the sender's word.
    expect((await ask("sandMiner", "/mine")).text).not.toContain(value);
    const typed = await ask("sandMiner", "/mine", slipForm(other, { scale: `scale/${scale}` }));
    const page = (await ask("sandMiner", typed.location ?? "")).text;
    expect(page).toContain("hàng 17.200 kg, không ghi tổng và bì; <strong>nhập tay (người gửi ghi số)</strong>");
    expect(page).toContain(certified);
    const code = (await services.view.fact("slip", Number(typed.location?.split("/").at(-1))))!.code;
    expect((await ask("police", `/check?code=${code}`)).text).toContain("nhập tay (người gửi ghi số)");
  });

  test("a weighbridge's agent reads its indicator, signs what the lorry weighs and sends it; the desk has it at once", async () => {
    const post = await openPost(field);
    try {
      await post.visit("77C-555.03", 11_340);
      await post.indicator.send("\x0220 0173~\x02");
      await post.indicator.cut();
      await post.visit("555.03".replace(".", ""), 28_500);
      await post.heard("sent");
      const [index] = (await field.indexesOf("weighing.record")).slice(-1);
      const { grossKg, tareKg, scale } = (await field.services.view.fact("weighing", index!))!;
      expect([grossKg, tareKg, scale]).toEqual([28_500, 11_340, post.scale]);
      const value = `weighing/${index}/28500/11340`;
      const { scales } = JSON.parse((await ask("sandMiner", "/weighings")).text) as { scales: { plate?: string }[] };
      expect(scales[0]).toMatchObject({ value, plate: "77C-555.03" });
      expect(JSON.parse((await ask("yardKeeper", "/weighings")).text)).toEqual({ scales: [] });
      expect([(await ask("police", "/weighings")).status, (await ask(undefined, "/weighings")).status]).toEqual([
        403, 401,
      ]);
      await post.indicator.show(12_000, 5, true);
      await post.indicator.show(0, 2);
      await post.heard("spoilt");
      expect((await field.indexesOf("weighing.record")).at(-1)).toBe(index);
    } finally {
      await post.close();
    }
  });

  test("reads a plate however it is spaced or cased", async () => {
    const spoken = (await plateOf(1)).toLowerCase().replaceAll(/[.-]/g, " ");
    expect((await ask("sandMiner", "/mine", slipForm(spoken))).status).toBe(303);
  });

  test("keeps what was typed when the ledger refuses, and says why", async () => {
    const plate = await plateOf(2);
    const { status, text } = await ask("sandMiner", "/mine", slipForm(plate, { mass: "40" }));
    expect(status).toBe(422);
    expect(text).toContain("vehicle-overloaded");
    expect(text).toContain(`value="${plate}"`);
    expect(text).toContain('value="40"');
  });

  test("names each field that is wrong beside it", async () => {
    const form = slipForm("99X-000.00", { mass: "", gross: "28,5" });
    const { status, text } = await ask("sandMiner", "/mine", form);
    expect(status).toBe(422);
    for (const name of ["plate", "mass", "tare"]) expect(text).toContain(`id="f-${name}-error"`);
  });

  test("takes the mass from gross less tare where no mass was typed", async () => {
    const answer = await ask(
      "sandMiner",
      "/mine",
      slipForm(await plateOf(3), { mass: "", gross: "28,5", tare: "11,3" }),
    );
    const slip = await field.services.view.fact("slip", Number(answer.location?.split("/").at(-1)));
    expect(slip?.massKg).toBe(17_200);
  });

  test("voids with a reason, and not after a checkpoint has seen the load", async () => {
    const index = await issued(4);
    expect((await ask("sandMiner", `/slip/${index}/void`, { reason: "ngắn" })).status).toBe(422);
    const away = await ask("sandMiner", `/slip/${index}/void`, { reason: "Xe hỏng trước khi ra cổng mỏ" });
    expect(away.status).toBe(303);
    expect((await field.services.view.read((book) => book.get("slipState", index)))?.status).toBe("void");
    expect((await ask("sandMiner", `/slip/${index}`)).text).not.toContain("<figcaption>");
  });
});

describe("the roadside", () => {
  test("gives a citizen the verdict without plate, and nothing to record", async () => {
    const slip = await field.services.view.fact("slip", await issued(5));
    // Posted on this page, or typed in small letters on the first one.
    const answers = [
      await ask(undefined, "/check", { text: slip!.code }),
      await ask(undefined, `/check?code=${slip!.code.toLowerCase()}`),
    ];
    for (const { text } of answers) {
      expect(text).toContain('data-verdict="verified"');
      expect(text).not.toContain("77C-");
      expect(text).not.toContain("/check/passage");
    }
    expect((await ask(undefined, "/check?code=abc")).text).toContain('data-verdict="unconnected"');
    expect((await ask(undefined, "/check?code=")).text).not.toContain("data-verdict");
  });

  test("lets an officer record the passage, once", async () => {
    const index = await issued(6);
    const slip = await field.services.view.fact("slip", index);
    const form = { text: slip!.code, plate: "1", direction: "1" };
    const { text } = await ask("police", "/check", { text: slip!.code });
    expect(text).toContain(await plateOf(6));
    expect((await ask("police", "/check/passage", form)).text).toContain("Đã ghi nhận lượt qua");
    expect((await field.services.view.read((book) => book.get("slipState", index)))?.observations).toHaveLength(1);
    // A second look confirms; an hour later it would be another load.
    expect((await ask("police", "/check", { text: slip!.code })).text).not.toContain('data-verdict="contradicted"');
    field.clock.pass(60);
    expect((await ask("police", "/check", { text: slip!.code })).text).toContain('data-verdict="contradicted"');
  });

  test("asks about the plate before it records", async () => {
    const index = await issued(7);
    const slip = await field.services.view.fact("slip", index);
    const { status, text } = await ask("police", "/check/passage", { text: slip!.code });
    expect(status).toBe(422);
    expect(text).toContain("So biển số rồi chọn Khớp hoặc Không khớp.");
    expect((await field.services.view.read((book) => book.get("slipState", index)))?.observations).toHaveLength(0);
  });

  test("is grey, never red, for a code of another system", async () => {
    const { text } = await ask("police", "/check", { text: "https://vanchuyen.example/phieu?id=77" });
    expect(text).toContain('data-verdict="unconnected"');
  });

  test("leads an officer who types a plate to the slips of that vehicle", async () => {
    const typed = "77c 501.11";
    const { status, headers } = await fetch(`${field.address}/check`, {
      method: "POST",
      redirect: "manual",
      headers: { cookie: await field.cookieOf("police"), "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ text: typed }),
    });
    expect([status, headers.get("location")]).toEqual([303, `/check/road?q=${encodeURIComponent(typed)}`]);
    expect((await ask(undefined, "/check", { text: typed })).text).toContain('data-verdict="unconnected"');
  });

  test("gives its key list to officers alone", async () => {
    expect((await ask(undefined, "/trust.json")).status).toBe(401);
    expect((await ask("sandMiner", "/trust.json")).status).toBe(403);
    const { document } = JSON.parse((await ask("police", "/trust.json")).text) as { document: string };
    expect(JSON.parse(document)).toMatchObject({ origin: field.scribe.origin });
  });
});

describe("the gate", () => {
  test("says before anything is typed that a slip goes elsewhere", async () => {
    const index = await issued(11);
    const elsewhere = await ask("builderA", `/receive?slip=${index}`);
    expect(elsewhere.text).toContain("Phiếu này đi Bãi Hưng Thịnh, không phải nơi nhận của đơn vị.");
    expect((await ask("yardKeeper", `/receive?slip=${index}`)).text).not.toContain("không phải nơi nhận của đơn vị");
  });

  test("lists what is on the way and posts what was found", async () => {
    const index = await issued(8);
    field.clock.pass(31);
    expect((await ask("yardKeeper", "/receive")).text).toContain(await plateOf(8));
    const form = {
      slip: String(index),
      at: String(field.province.yard),
      mass: "17,15",
      measure: "1",
      part: "1",
      final: "1",
    };
    const answer = await ask("yardKeeper", "/receive", form);
    expect(answer.status).toBe(303);
    const { text } = await ask("yardKeeper", answer.location ?? "");
    expect(text).toContain("Thiếu 0,1 tấn so với phiếu");
    expect((await ask("yardKeeper", "/receive")).text).not.toContain(`slip=${index}"`);
  });

  test("says plainly when a receipt is stored without posting", async () => {
    const index = await issued(9);
    field.clock.pass(31);
    const form = {
      slip: String(index),
      at: String(field.province.yard),
      mass: "17",
      measure: "1",
      part: "1",
      final: "1",
    };
    await ask("yardKeeper", "/receive", form);
    // 200 kg are left of this slip: 17 tonnes more are asked about before they are signed, and taken when they are meant.
    const asked = await ask("yardKeeper", "/receive", { ...form, part: "2" });
    expect(asked.status).toBe(422);
    expect(asked.text).toContain("Phiếu còn 0,2 tấn, số vừa gõ là 17,0 tấn");
    const again = await ask("yardKeeper", "/receive", { ...form, part: "2", sure: "17" });
    const { text } = await ask("yardKeeper", again.location ?? "");
    expect(text).toContain("chưa ghi khối lượng nào");
    expect(text).toContain("Nơi nhận ghi nhiều hơn");
  });

  test("turns a load away with a reason, and leads from a receipt to its correction", async () => {
    const sent = async (plate: string): Promise<number> => {
      await registerDemoVehicle(field.scribe, plate, VEHICLE_CLASS.heavyTruck, 18_000);
      const answer = await ask("sandMiner", "/mine", slipForm(plate));
      return Number(answer.location?.split("/").at(-1));
    };
    const index = await sent("77C-612.01");
    field.clock.pass(31);
    const form = { slip: String(index), at: String(field.province.yard), package: "", refuse: "1", reason: "lẫn đất" };
    const short = await ask("yardKeeper", "/receive/refuse", form);
    expect(short.status).toBe(422);
    expect(short.text).toContain("lẫn đất");
    const said = await ask("yardKeeper", "/receive/refuse", { ...form, reason: "Cát lẫn đất, trả lại 17200 kg" });
    expect(said.status, said.text.slice(0, 1500)).toBe(303);
    const state = await field.services.view.read((book) => book.need("slipState", index));
    expect([state.receivedKg, ...state.observations.map(({ what }) => what)]).toEqual([0, "refused"]);
    const other = await sent("77C-612.02");
    field.clock.pass(31);
    const received = await ask("yardKeeper", "/receive", {
      slip: String(other),
      at: String(field.province.yard),
      mass: "17,2",
      measure: "1",
      part: "1",
      final: "1",
    });
    const at = Number(received.location?.split("/").at(-1));
    expect((await ask("yardKeeper", received.location ?? "")).text).toContain(
      `/acts/load.correct?of=${at}&amp;receipt=${at}`,
    );
  });

  test("keeps what was typed when a number is not one", async () => {
    const index = await issued(10);
    const form = {
      slip: String(index),
      at: String(field.province.yard),
      mass: "mười bảy",
      measure: "1",
      part: "1",
      final: "1",
    };
    const { status, text } = await ask("yardKeeper", "/receive", form);
    expect(status).toBe(422);
    expect(text).toContain('value="mười bảy"');
  });
});

test("each desk can be put on a home screen and opens at its own page, which the service worker keeps", async () => {
  const { text } = await ask("yardKeeper", "/receive");
  expect(text).toContain('rel="manifest" href="/manifest/receive"');
  const shelf = (await ask(undefined, "/sw.js")).text;
  for (const desk of ["mine", "check", "receive"]) {
    const manifest = JSON.parse((await ask(undefined, `/manifest/${desk}`)).text);
    expect(manifest).toMatchObject({ start_url: `/${desk}`, display: "standalone", lang: "vi" });
    expect(field.services.assets.get(manifest.icons[0].src)).toBeDefined();
    expect(shelf).toContain(`"/${desk}"`);
  }
});

test("the service worker lists files that exist, shared chunks included", async () => {
  const { text } = await ask(undefined, "/sw.js");
  const shelf = JSON.parse(/^self\.SHELF=(.*);\n/.exec(text)?.[1] ?? "{}") as { files: string[] };
  expect(shelf.files.some((path) => path.includes("/shared-"))).toBe(true);
  for (const path of shelf.files) expect(field.services.assets.get(path), path).toBeDefined();
});
