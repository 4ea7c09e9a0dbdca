// The dispatcher's screen without any script: the last slip again, a vehicle and a destination among thousands by what one remembers of
// them, and the figures and papers that stay in view.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { doorOf } from "../../src/cli/scale/ledger-door.ts";
import { KeyFile, makeKeyFile } from "../../src/disk/keyfile.ts";
import { unhex } from "../../src/format/bytes.ts";
import { OBLIGATION, OBLIGATION_STATE, ROLE, SITE_TYPE } from "../../src/format/codes.ts";
import { formatDuration } from "../../src/words/as-written.ts";
import { type FieldWorld, openField } from "./field-world.ts";

let field: FieldWorld;
let cookie: string;
beforeAll(async () => {
  field = await openField();
  cookie = await field.cookieOf("sandMiner");
});
afterAll(() => field.close());

type Page = { status: number; text: string; location: string | null };

async function ask(path: string, form?: Record<string, string>): Promise<Page> {
  const answer = await fetch(field.address + path, {
    redirect: "manual",
    headers: { accept: "text/html", cookie },
    ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
  });
  return { status: answer.status, text: await answer.text(), location: answer.headers.get("location") };
}

const truck = (plate: string) =>
  field.scribe.write("authority", "vehicle.register", { plate, class: 2, payloadKg: 18_000 });
const slipForm = (plate: string, more: Record<string, string> = {}) => ({
  route: String(field.province.routes["sandMine→yard"]),
  plate,
  origin: `s:${field.province.sandSource}:1`,
  mass: "17,2",
  ...more,
});

async function issued(plate: string): Promise<number> {
  const answer = await ask("/mine", slipForm(plate));
  expect(answer.status, answer.text.slice(0, 2000)).toBe(303);
  return Number(answer.location?.split("/").at(-1));
}

/** The value of a field of the page's form: of an input, or of the chosen option of a select. */
function shownIn(text: string, name: string): string | undefined {
  const input = new RegExp(`<input[^>]* name="${name}"[^>]* value="([^"]*)"`).exec(text)?.[1];
  const select = new RegExp(`<select[^>]* name="${name}"[\\s\\S]*?</select>`).exec(text)?.[0];
  return input ?? /<option value="([^"]*)" selected/.exec(select ?? "")?.[1];
}

describe("the last slip again", () => {
  test("comes back whole but for its weight, and only to the party that issued it", async () => {
    await truck("77C-801.01");
    const index = await issued("77C-801.01");
    const { text } = await ask("/mine");
    expect(text).toContain(`href="/mine?again=${index}" data-press="F2"`);
    const again = (await ask(`/mine?again=${index}`)).text;
    expect(shownIn(again, "plate")).toBe("77C-801.01");
    expect(shownIn(again, "route")).toBe(String(field.province.routes["sandMine→yard"]));
    expect(shownIn(again, "origin")).toBe(`s:${field.province.sandSource}:1`);
    expect(shownIn(again, "mass")).toBe("");
    expect((await ask(`/slip/${index}`)).text).toContain(`href="/mine?again=${index}"`);
    // Another miner who asks for this slip gets nothing of it.
    cookie = await field.cookieOf("stoneMiner");
    const other = (await ask(`/mine?again=${index}`)).text;
    cookie = await field.cookieOf("sandMiner");
    expect(shownIn(other, "plate")).toBe("");
    expect(other).not.toContain("data-press");
  });

  test("of a lorry that is still on its way is refused with the slip it has and the minutes that this is still good", async () => {
    await truck("77C-801.02");
    const index = await issued("77C-801.02");
    field.clock.pass(10);
    const { status, text } = await ask("/mine", slipForm("77C-801.02"));
    expect(status).toBe(422);
    const { expiresS, eventS } = (await field.services.view.fact("slip", index))!;
    const left = Math.ceil((expiresS - eventS) / 60) - 10;
    expect(text).toContain(`còn phiếu ${index} mà nơi đến chưa nhận; phiếu ấy hết hạn sau ${formatDuration(left)}`);
  });
});

describe("a vehicle by its last digits", () => {
  test("is shown whole before it is signed, and every plate that ends so is named where there are several", async () => {
    const [one, other] = ["77C-845.67", "36C-145.67"];
    await truck(one);
    const first = await ask("/mine", slipForm("84567"));
    expect(first.status).toBe(422);
    expect(first.text).toContain(`Số cuối 84567 là xe ${one}: xem lại biển số`);
    expect(shownIn(first.text, "plate")).toBe(one);
    expect(shownIn(first.text, "mass")).toBe("17,2");
    await truck(other);
    const both = await ask("/mine", slipForm("4567"));
    expect(both.status).toBe(422);
    expect(both.text).toContain("Nhiều xe có số cuối 4567");
    for (const plate of [one, other]) expect(both.text).toContain(plate);
    expect(shownIn(both.text, "plate")).toBe("4567");
  });

  test("is found for the sender's device alone", async () => {
    const plate = "77C-899.98";
    const index = await truck(plate);
    expect(JSON.parse((await ask("/vehicles?plate=99.98")).text)).toEqual({ vehicles: [] });
    expect(JSON.parse((await ask("/vehicles?plate=89998")).text)).toEqual({ vehicles: [[plate, index]] });
    expect(JSON.parse((await ask("/vehicles?plate=9998")).text)).toEqual({ vehicles: [[plate, index]] });
    const stranger = await fetch(`${field.address}/vehicles?plate=89998`);
    expect(stranger.status).toBe(401);
  });
});

describe("a destination among many", () => {
  test("is found by a part of its name without marks, or by the end of its keeper's tax code, and can then be chosen", async () => {
    const { scribe, province } = field;
    const small = await ask("/mine");
    expect(small.text).not.toContain("Tìm nơi đến khác");
    const keeper = await scribe.write("root0", "party.register", {
      name: "Cửa hàng Thành Vinh",
      roles: [ROLE.keeper],
      taxCode: "0300588569",
    });
    const routes: number[] = [];
    for (let at = 0; at < 70; at++) {
      const to = await scribe.write("authority", "site.register", {
        type: SITE_TYPE.yard,
        name: at === 3 ? "Bãi Hưng Nguyên" : `Bãi số ${100 + at}`,
        party: at === 5 ? keeper : province.yardKeeper,
      });
      const way = { from: province.sandMine, to, distanceM: 9000, minutes: 20, cycleMinutes: 20 };
      routes.push(await scribe.write("authority", "route.set", way));
    }
    const many = await ask("/mine");
    expect(many.text).toContain("Tìm nơi đến khác");
    // The newest 60 are offered; the fourth of 70 is older than these.
    expect(many.text).not.toContain("Bãi Hưng Nguyên");
    const named = await ask(`/mine?to=${encodeURIComponent("hung nguyen")}`);
    expect(shownIn(named.text, "route")).toBe(String(routes[3]));
    expect(shownIn((await ask("/mine?to=588569")).text, "route")).toBe(String(routes[5]));
    expect((await ask("/mine?to=khongco")).text).toContain("Không có nơi đến nào như vậy");
    await truck("77C-802.01");
    const answer = await ask("/mine", slipForm("77C-802.01", { route: String(routes[3]) }));
    expect(answer.status, answer.text.slice(0, 1500)).toBe(303);
    // The route of a late slip is offered from then on.
    expect((await ask("/mine")).text).toContain("Bãi Hưng Nguyên");
  });
});

describe("the slips of some days as a table", () => {
  const days = "from=2026-11-10&to=2026-11-10";
  /** The file's rows without their quotes. */
  async function rowsOf(query: string): Promise<string[][]> {
    const answer = await fetch(`${field.address}/mine/slips.csv?${query}`, { headers: { cookie } });
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const lines = new TextDecoder().decode(bytes).trimEnd().split("\r\n");
    return lines.map((line) => line.split(",").map((cell) => cell.replaceAll('"', "")));
  }

  test("are all of the party's own, with what became of each, and nobody else's", async () => {
    for (const plate of ["77C-804.01", "77C-804.02"]) await truck(plate);
    const [gone, kept] = [await issued("77C-804.01"), await issued("77C-804.02")];
    await field.scribe.write("sandMiner", "slip.void", { slip: gone, reason: "Xe hỏng, hạ tải tại mỏ" });
    const own = (await field.services.view.whole(`from/${field.province.sandMine}`)).length;
    const [head, ...rows] = await rowsOf(days);
    expect(head?.slice(0, 2)).toEqual(["Mã phiếu", "Số mục"]);
    expect(rows.length).toBe(own);
    const slip = (await field.services.view.fact("slip", kept))!;
    const row = rows.find(([code]) => code === slip.code)!;
    expect([row[1], row[4], row[6]]).toEqual([String(kept), "77C-804.02", "17200"]);
    expect(row.slice(9)).toEqual(["đang đi", "0", "nhập tay (người gửi ghi số)"]);
    expect(row[2]).toMatch(/^10\/11\/2026 \d{2}:\d{2}$/);
    expect(rows.find((each) => each[1] === String(gone))?.[9]).toBe("đã hủy");
    expect(await rowsOf("from=2026-11-11&to=2026-11-12")).toHaveLength(1);
    cookie = await field.cookieOf("stoneMiner");
    const others = await rowsOf(days);
    cookie = await field.cookieOf("sandMiner");
    expect(others.some(([code]) => code === slip.code)).toBe(false);
  });

  test("are read by cursor without a gap: pages of three are the whole list", async () => {
    const list = `from/${field.province.sandMine}` as const;
    const whole = (await field.services.view.whole(list)).reverse();
    const read: number[] = [];
    for (let page = await field.services.view.listAfter(list, -1, 3); page.length > 0; ) {
      read.push(...page.map(({ key }) => Number(key)));
      page = await field.services.view.listAfter(list, page.at(-1)!.leaf, 3);
    }
    expect(whole.length).toBeGreaterThan(3);
    expect(read).toEqual(whole);
  });

  test("are for senders alone, and days that are none are asked for again", async () => {
    expect((await ask("/mine/slips.csv?from=2026-11-10")).status).toBe(422);
    cookie = await field.cookieOf("officer");
    expect((await ask(`/mine/slips.csv?${days}`)).status).toBe(403);
    cookie = await field.cookieOf("sandMiner");
  });
});

describe("a file of slips", () => {
  const HEAD = "Biển số;Nơi đến;Vật liệu;Khối lượng (tấn)";
  async function send(fields: Record<string, string | File>): Promise<Page> {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const answer = await fetch(`${field.address}/mine/sheet`, {
      method: "POST",
      headers: { accept: "text/html", cookie },
      body,
    });
    return { status: answer.status, text: await answer.text(), location: null };
  }
  const words = ({ text }: Page) => text.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
  const own = async () => (await field.services.view.whole(`from/${field.province.sandMine}`)).length;

  test("is shown slip by slip, signed once, and the same file again issues nothing twice", async () => {
    for (const plate of ["77C-805.01", "77C-805.02"]) await truck(plate);
    const before = await own();
    const rows = [
      "77C-805.01;Bãi Hưng Thịnh;cát;17,2",
      "77C-805.01;Bãi Hưng Thịnh;cát;17,3",
      "77C-805.02;hung thinh;;16,9",
      "77C-805.99;Bãi Hưng Thịnh;cát;17,2",
      "77C-805.02;Bãi Hưng Thịnh;cát;17.200",
    ];
    const file = new File([[HEAD, ...rows].join("\n")], "phieu.csv");
    const page = await send({ file });
    expect(words(page)).toContain("5 dòng: 2 sẽ ký; 1 trùng trong tệp; 2 chưa được.");
    expect(words(page)).toContain("Xe này đã có phiếu ở dòng 2 của tệp, chưa đến nơi.");
    expect(words(page)).toContain("Biển số 77C-805.99 chưa đăng ký trong sổ");
    expect(words(page)).toContain("“17.200” đọc được hai cách");
    const form = page.text.slice(page.text.indexOf('data-form="bulk"'));
    const hidden = form
      .slice(0, form.indexOf("</form>"))
      .matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
    const fields = Object.fromEntries([...hidden].map(([, name, value]) => [name!, value!]));
    expect(words(await send(fields))).toContain("Đã ghi 2 mục vào sổ; 0 dòng không ghi được.");
    expect(await own()).toBe(before + 2);
    const again = words(await send(fields));
    expect(again).toContain("Đã ghi 0 mục vào sổ");
    expect(again).toContain("2 dòng đã có trong sổ, bỏ qua");
    expect(await own()).toBe(before + 2);
  });

  test("is bounded, and for senders alone", async () => {
    const many = Array.from({ length: 301 }, (_, i) => `77C-${100 + i}.01;Bãi;cát;17,2`);
    const refused = await send({ file: new File([[HEAD, ...many].join("\n")], "phieu.csv") });
    expect(refused.status).toBe(422);
    expect(words(refused)).toContain("Bảng có hơn 300 dòng");
    cookie = await field.cookieOf("officer");
    const closed = await send({ do: "sign", sheet: `#${HEAD}` });
    cookie = await field.cookieOf("sandMiner");
    expect(closed.status).toBe(403);
  });
});

describe("a scale at a site's gate", () => {
  test("finds vehicles by its own key, which its contractor's people do not; the gate's form has the slip's vehicle and the scale", async () => {
    const { scribe, province, address } = field;
    await truck("77C-809.01");
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-gate-"));
    try {
      const file = path.join(dir, "scale.json");
      makeKeyFile(file, scribe.origin);
      const key = await KeyFile.open(file);
      const possession = await key.possession(scribe.origin);
      await scribe.agree("root0", "root1", "key.register", {
        party: province.builderA,
        key: key.signer.key,
        possession,
      });
      // A key that no scale's registration names is of nobody who may look.
      await expect(doorOf(address, key).find("80901")).rejects.toMatchObject({ code: "no-standing" });
      const certificate = { document: "Giấy chứng nhận số 120", from: 20260101, until: 20261231, kid: unhex(key.kid) };
      const scale = await scribe.write("authority", "scale.register", {
        place: province.bridge,
        number: "CAN-60T",
        ...certificate,
      });
      expect((await doorOf(address, key).find("80901")).map(([plate]) => plate)).toEqual(["77C-809.01"]);
      const sent = { route: String(province.routes["sandMine→bridge"]), package: "1" };
      const load = await ask("/mine", slipForm("77C-809.01", sent));
      cookie = await field.cookieOf("builderA");
      expect((await ask("/vehicles?plate=80901")).status).toBe(403);
      expect(JSON.parse((await ask("/weighings")).text).scales).toEqual([
        { value: `scale/${scale}`, text: "Cân CAN-60T" },
      ]);
      const slip = Number(load.location?.split("/").at(-1));
      expect(shownIn((await ask(`/receive?slip=${slip}`)).text, "plate")).toBe("77C-809.01");
    } finally {
      cookie = await field.cookieOf("sandMiner");
      fs.rmSync(dir, { recursive: true });
    }
  });
});

describe("always in view", () => {
  const glance = (text: string) =>
    /<dl class="glance">[\s\S]*?<\/dl>/.exec(text)?.[0].replaceAll(/<[^>]+>/g, " ") ?? "";

  test("are the day's loads and tonnes, the rest of the year, and what lapses within 30 days: not what lapses later", async () => {
    const world = await openField();
    try {
      const { scribe, province } = world;
      const look = async () =>
        (await fetch(`${world.address}/mine`, { headers: { cookie: await world.cookieOf("sandMiner") } })).text();
      const before = glance(await look());
      expect(before).toMatch(/Hôm nay\s+0 phiếu, 0,0 tấn/);
      expect(before).toContain("không có trong 30 ngày tới");
      const attest = (until: number) =>
        scribe.agree("authority", "deputy", "obligation.attest", {
          subject: province.sandSource,
          items: [{ obligation: OBLIGATION.restorationDeposit, state: OBLIGATION_STATE.met, until }],
        });
      // The story is on 10/11/2026: 10/12 is thirty days away, 09/12 a day less.
      await attest(20261210);
      world.clock.pass(1);
      expect(glance(await look())).toContain("không có trong 30 ngày tới");
      await attest(20261209);
      await scribe.write("sandMiner", "slip.issue", {
        route: province.routes["sandMine→yard"]!,
        vehicle: province.trucks[0]!,
        source: province.sandSource,
        material: 1,
        massKg: 17_200,
        measure: 1,
      });
      world.clock.pass(1);
      const after = await look();
      expect(glance(after)).toMatch(/Hôm nay\s+1 phiếu, 17,2 tấn/);
      expect(glance(after)).toMatch(/Nghĩa vụ “[^”]+” 09\/12\/2026/);
      expect(after).toMatch(/sắp hết hạn: 09\/12\/2026/);
    } finally {
      await world.close();
    }
  });
});
