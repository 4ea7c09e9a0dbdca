// The office's pages over a played province: what an officer reads, what the rules refuse, and what strangers may see.

import type { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MATERIAL } from "../../src/format/codes.ts";
import { makeApp } from "../../src/http/app.ts";
import { lineSentence } from "../../src/pages/office/figures-view.ts";
import { officePages } from "../../src/pages/office.ts";
import { type OfficeWorld, playOffice } from "./office-world.ts";

let world: OfficeWorld;
let app: Hono;

beforeAll(async () => {
  world = await playOffice();
  app = makeApp(world.services, [officePages]);
}, 60_000);
afterAll(() => world.close());

type Answered = { status: number; text: string; words: string; location: string | null };

async function ask(path: string, as?: string, form?: Record<string, string | string[]>): Promise<Answered> {
  const headers: Record<string, string> = { accept: "text/html" };
  if (as) headers.cookie = `persona=${as}`;
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(form ?? {})) for (const each of [value].flat()) body.append(name, each);
  const answer = await app.request(path, form ? { method: "POST", body, headers } : { headers });
  const text = await answer.text();
  return { status: answer.status, text, words: wordsOf(text), location: answer.headers.get("location") };
}

/** What a reader sees: no tags, one blank between words. */
function wordsOf(html: string): string {
  return html
    .replaceAll(/<span class="figure">(.*?)<\/span>/g, "$1")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/&[a-z#0-9]+;/g, "·")
    .replaceAll(/\s+/g, " ");
}

/** A field's value in a rendered form. */
function hiddenValue(html: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? "";
}

describe("a work line's sentence", () => {
  const line = {
    code: "AF.11230",
    name: "BT móng M250",
    unit: "m³",
    quantityMilli: 100_000,
    unitPriceDong: 1_200_000,
    valueDong: 120_000_000,
  };
  const sand = { material: MATERIAL.sand, demandKg: 73_416, paperKg: 0, transitionalKg: 0, exemptKg: 0 };

  it("puts what is needed, there, missing and accepted into one sentence", () => {
    const materials = [{ ...sand, ledgerKg: 60_000, insufficientKg: 13_416, contradictedKg: 0 }];
    const figure = { acceptedMilli: 81_700, acceptedDong: 98_040_000, materials };
    expect(lineSentence({ n: 1, line, figure })).toBe(
      "BT móng M250, 100 m³ · cát cần 73,4 tấn · có 60,0 tấn · thiếu 13,4 tấn → đủ căn cứ 81,7 m³ · 98.040.000 đ",
    );
  });

  it("says what is contradicted apart from what is missing, and what is exempt", () => {
    const materials = [
      { ...sand, ledgerKg: 40_000, insufficientKg: 13_416, contradictedKg: 20_000 },
      {
        ...sand,
        material: MATERIAL.stone1x2,
        demandKg: 900,
        ledgerKg: 0,
        exemptKg: 900,
        insufficientKg: 0,
        contradictedKg: 0,
      },
    ];
    const sentence = lineSentence({
      n: 1,
      line,
      figure: { acceptedMilli: 54_484, acceptedDong: 65_380_800, materials },
    });
    expect(sentence).toContain("có 40,0 tấn · có mâu thuẫn 20,0 tấn · thiếu 13,4 tấn");
    expect(sentence).toContain("đá dăm 1×2 cần 0,9 tấn · dưới ngưỡng, được miễn");
  });
});

describe("the treasury's queue", () => {
  it("is searched by a project's code and a contractor's name, and says where nothing is found", async () => {
    expect((await ask("/treasury?q=8067890", "officer")).text).toContain(`/treasury/${world.dishonest}"`);
    expect((await ask("/treasury?q=8067890", "officer")).text).not.toContain(`/treasury/${world.honest}"`);
    expect((await ask("/treasury?q=8012345&show=decided", "officer")).text).toContain(`/treasury/${world.honest}"`);
    expect((await ask("/treasury?q=khong-co-du-an-nay", "officer")).words).toContain("Không có hồ sơ nào đang chờ.");
  });

  it("keeps the search in its filters, and goes on below a result that is named", async () => {
    const { text } = await ask("/treasury?q=80&show=overdue", "officer");
    expect(text).toContain("/treasury?q=80&amp;show=mine");
    const [newest = 0, older = 0] = [world.honest, world.dishonest].sort((a, b) => b - a);
    const below = (await ask(`/treasury?show=decided&before=${newest}`, "officer")).text;
    expect(below).toContain(`/treasury/${older}"`);
    expect(below).not.toContain(`/treasury/${newest}"`);
    expect((await ask("/treasury?show=contested", "officer")).words).toContain("Chưa có kết quả nào.");
  });
});

describe("a decided dossier", () => {
  it("keeps the figures that its result froze, though the kilograms have moved since", async () => {
    const { words } = await ask(`/treasury/${world.honest}`, "officer");
    expect(words).toContain("Đủ căn cứ 1.526.750.000 đ");
    expect(words).toContain(
      "cát cần 257,0 tấn · có đủ · đá dăm 1×2 cần 475,2 tấn · có đủ → đủ căn cứ 350 m³ · 420.000.000 đ",
    );
    // 350 × 532 × 1.380 ÷ 1.000 = 256.956 kg.
    expect(words).toContain(
      "cát: 350 m³ × 0,532 × 1.380 kg/m³ = 256.956 kg (hệ số theo Định mức vật liệu xây dựng (số liệu minh họa)",
    );
  });

  it("names each slip that does not agree, where and when, and accuses nobody", async () => {
    const { words, text } = await ask(`/treasury/${world.dishonest}`, "officer");
    expect(words).toContain("14 phiếu có mâu thuẫn, 241,6 tấn chưa dùng làm căn cứ được");
    expect(words).toMatch(
      /Phiếu [0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4} \(17,3 tấn cát, xuất tại Mỏ cát Bến Ngự lúc \d\d:\d\d ngày 13\/11\/2026\): qua Chốt kiểm soát Cầu Đò 2 lần, lúc \d\d:\d\d và \d\d:\d\d ngày 13\/11\/2026; nhận tại Kè chống sạt lở bờ hữu sông Lam 2 lần,/,
    );
    expect(words).not.toMatch(/gian lận|gian dối|vi phạm|làm giả|khai khống/i);
    // Đồng and work quantity lead; what does not agree comes before any line is taken apart.
    const order = ["Số tiền và khối lượng", "14 phiếu", "Vật liệu của hạng mục"].map((part) => text.indexOf(part));
    expect([...order].sort((a, b) => a - b)).toEqual(order);
  });

  it("opens a figure down to the mine, its licence and each load's entries", async () => {
    const { words, text } = await ask(`/treasury/${world.honest}/line/1/1`, "officer");
    expect(words).toContain("Mỏ cát Bến Ngự 412/GP-UBND");
    expect(words).toContain("Trộn vào Bê tông M250");
    expect(words).toContain("Giấy phép khai thác 412/GP-UBND, Ủy ban nhân dân tỉnh Sông Lam, hiệu lực đến 31/03/2032");
    expect(text).toMatch(/href="\/entries\/\d+">mục \d+</);
  });

  it("is printed as a notice with a table in đồng, reasons with cures, and kilograms in the appendix", async () => {
    const { words, text } = await ask(`/treasury/${world.dishonest}/notice`, "officer");
    expect(words).toContain("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
    expect(words).toContain("THÔNG BÁO Về việc từ chối thanh toán");
    expect(words).toContain("Kính gửi: Ban Quản lý dự án đầu tư xây dựng tỉnh Sông Lam");
    expect(words).toContain("Căn cứ Nghị định số 254/2025/NĐ-CP ngày 26 tháng 9 năm 2025 của Chính phủ quy định về");
    expect(words).toContain("cát cần 1.010,2 tấn, đủ căn cứ 412,8 tấn, có mâu thuẫn 241,6 tấn, thiếu 355,8 tấn");
    // Sand is short and contradicted in line 1; what is short in line 2, and the paper that the officer misses, come besides.
    expect(words.match(/Cách khắc phục:/g)).toHaveLength(4);
    expect(words.indexOf("1.010.160")).toBeGreaterThan(words.indexOf("PHỤ LỤC"));
    expect(text).toContain("<svg");
    expect((await ask(`/treasury/${world.honest}/notice`, "officer")).words).toContain(
      "KẾT QUẢ KIỂM SOÁT THANH TOÁN Chấp nhận thanh toán",
    );
  });
});

describe("a dossier's page", () => {
  it("says how many of its loads the supervisor accepted on the site", async () => {
    expect((await ask(`/treasury/${world.dishonest}`, "officer")).words).toMatch(
      /Giám sát đã nghiệm thu tại công trường 0 trên \d+ chuyến/,
    );
  });
});

describe("who may read what", () => {
  it.each([
    ["nobody", undefined, 401],
    ["the contractor of another project", "builderA", 403],
    ["a mine", "sandMiner", 403],
    ["the contractor", "builderB", 200],
    ["the supervisor", "supervisor", 200],
    ["an officer", "approver", 200],
  ])("a dossier's loads are shown to %s only as their office allows", async (_, as, status) => {
    expect((await ask(`/treasury/${world.dishonest}`, as)).status).toBe(status);
    expect((await ask(`/treasury/${world.dishonest}/line/1/1`, as)).status).toBe(status);
  });

  it("no plate is on any public page, entries included", async () => {
    const { view } = world.services;
    const vehicles = await view.list("vehicles");
    const plates = [
      ...(
        await view.facts(
          "vehicle",
          vehicles.map(({ key }) => key),
        )
      ).values(),
    ].map((each) => each.plate);
    expect(plates.length).toBeGreaterThan(10);
    const head = Number(/\n(\d+)\n/.exec((await world.services.sequencer.head()) ?? "")?.[1]);
    const paths = ["/", "/results", "/decisions", "/sources", "/treasury"];
    for (let index = 0; index < head; index += index < 140 ? 1 : 17) paths.push(`/entries/${index}`);
    for (const path of paths) {
      const { text, status } = await ask(path);
      expect(status).toBeLessThan(500);
      for (const plate of plates) expect(text).not.toContain(plate);
    }
  });

  it("an address that machines read too gives a page to browsers only", async () => {
    const json = await app.request("/decisions", { headers: { accept: "application/json" } });
    expect(json.headers.get("content-type")).toContain("json");
    expect((await ask("/decisions")).words).toContain("Từ chối thanh toán");
  });

  it("what is not there says so with a way back", async () => {
    for (const path of ["/entries/99999", "/projects/1"]) expect((await ask(path)).status).toBe(404);
    expect((await ask("/treasury/5", "officer")).status).toBe(404);
    expect((await ask("/treasury/abc", "officer")).status).toBe(404);
  });
});

const LINE = { package: "", number: "2", lines: "3", recipe1: "", quantity1: "200", price1: "265.000" };

describe("a dossier from its first line to its result", () => {
  let annex: number;
  let line: Record<string, string>;

  beforeAll(async () => {
    const { view } = world.services;
    const claim = await view.fact("claim", world.dishonest);
    const recipes = (await view.list("recipes")).map(({ key }) => key);
    const found = await view.facts("recipe", recipes);
    const embankment = [...found].find(([, recipe]) => recipe.code === "AB.13410")![0];
    line = { ...LINE, package: `${claim!.project}/2`, recipe1: embankment };
  });

  it("a form that is not right keeps what was typed and says what is wrong beside it", async () => {
    const wrong = { ...line, quantity1: "1.000", price1: "abc", do: "try" };
    const { status, text, words } = await ask("/claims/new", "builderB", wrong);
    expect(status).toBe(422);
    expect(words).toContain("đọc được hai cách");
    expect(words).toContain("Đây chưa phải là một con số");
    expect(text).toContain('value="1.000"');
    expect(text).toContain('value="abc"');
  });

  it("shows what the book would evidence before anything is signed", async () => {
    const { words } = await ask("/claims/new", "builderB", { ...line, quantity1: "400", do: "try" });
    expect(words).toContain("Tính thử, chưa ghi vào sổ");
    expect(words).toMatch(/Theo sổ hiện nay còn thiếu căn cứ cho [\d.]+ đ/);
    const enough = await ask("/claims/new", "builderB", { ...line, do: "try" });
    expect(enough.words).toContain("toàn bộ hồ sơ đủ căn cứ");
    expect(enough.text).toContain('value="propose"');
  });

  it("is proposed by the contractor and refused under a number that is used", async () => {
    const used = await ask("/claims/new", "builderB", { ...line, number: "1", do: "propose" });
    expect(used.status).toBe(409);
    expect(used.words).toContain("Số hồ sơ 1 của gói thầu đã dùng");
    expect(used.text).toContain('value="265.000"');
    const { status, location } = await ask("/claims/new", "builderB", { ...line, do: "propose" });
    expect(status).toBe(303);
    annex = Number(/\/claims\/(\d+)$/.exec(location ?? "")?.[1]);
    expect(annex).toBeGreaterThan(world.dishonest);
  });

  it("waits for the others' signatures before the treasury's days begin", async () => {
    expect((await ask("/treasury", "officer")).words).toContain("Đang lập, chờ đủ chữ ký");
    expect((await ask(`/treasury/${annex}`, "officer")).words).toContain("thời hạn kiểm soát chưa tính");
    for (const who of ["supervisor", "owner"]) {
      const page = await ask(`/claims/${annex}`, who);
      expect(page.words).toContain("Ký xác nhận bảng kê");
      expect((await ask(`/claims/${annex}/cosign`, who, {})).status).toBe(303);
    }
    expect((await ask(`/claims/${annex}/cosign`, "owner", {})).words).toContain("Đơn vị này đã ký");
    const queue = await ask("/treasury", "officer");
    expect(queue.words).toContain("1 hồ sơ đã đủ thành phần đang chờ kết quả");
    expect(queue.words).toContain("Chờ kiểm soát");
  });

  it("the officer's result is chosen by the figures; another that does not fit is refused with everything kept", async () => {
    const page = await ask(`/treasury/${annex}`, "officer");
    expect(page.text).toMatch(/name="outcome" value="1" checked/);
    const hidden = Object.fromEntries(["figures", "size", "root"].map((name) => [name, hiddenValue(page.text, name)]));
    const text = "Hồ sơ đủ căn cứ nguồn gốc theo sổ.";
    const short = await ask(`/treasury/${annex}/review`, "officer", { ...hidden, outcome: "1", text: "Đủ" });
    expect(short.status).toBe(422);
    expect(short.words).toContain("cần từ 10 đến 500");
    const unfit = await ask(`/treasury/${annex}/review`, "officer", {
      ...hidden,
      outcome: "2",
      reasons: ["1", "3"],
      text,
    });
    expect(unfit.status).toBe(422);
    expect(unfit.words).toContain("không phù hợp số tiền được chấp nhận");
    expect(unfit.text).toContain(text);
    expect(unfit.text).toMatch(/name="reasons" value="3" checked/);
    const stale = await ask(`/treasury/${annex}/review`, "officer", {
      ...hidden,
      figures: "00".repeat(32),
      outcome: "1",
      text,
    });
    expect(stale.status).toBe(409);
    expect(stale.words).toContain("Số liệu tính lại khác số liệu trong kết quả");
    const broken = await ask(`/treasury/${annex}/review`, "officer", { ...hidden, root: "xyz", outcome: "9", text });
    expect(broken.status).toBe(400);
    expect((await ask(`/treasury/${annex}/review`, "officer", { ...hidden, outcome: "1", text })).status).toBe(303);
  });

  it("the officer who made it cannot approve it; another person can, and then it is public", async () => {
    const own = await ask(`/treasury/${annex}`, "officer");
    expect(own.words).toContain("Anh/chị đã lập kết quả của hồ sơ này");
    const page = await ask(`/treasury/${annex}`, "approver");
    const hidden = Object.fromEntries(["review", "figures"].map((name) => [name, hiddenValue(page.text, name)]));
    const text = "Thống nhất kết quả của người kiểm soát.";
    const same = await ask(`/treasury/${annex}/decision`, "officer", { ...hidden, text });
    expect(same.status).toBe(409);
    expect(same.words).toContain("Người phê duyệt phải khác người lập kết quả");
    expect((await ask(`/treasury/${annex}/decision`, "approver", { ...hidden, text })).status).toBe(303);
    expect((await ask(`/treasury/${annex}`, "officer")).words).toContain(
      "chấp nhận 53.000.000 đ trong tổng số 53.000.000 đ đề nghị",
    );
    expect((await ask("/results")).words).toContain("53.000.000");
    expect((await ask(`/treasury/${annex}/decision`, "approver", { ...hidden, text })).words).toContain(
      "đã có kết quả",
    );
  });

  it("a result that is not made on time is shown as overdue", async () => {
    const { words } = await ask("/claims/new", "builderB", { ...line, number: "3", quantity1: "10", do: "propose" });
    expect(words).toBe("");
    const newest = (await world.services.view.list("claims", 1))[0]!.key;
    for (const who of ["supervisor", "owner"]) await ask(`/claims/${newest}/cosign`, who, {});
    world.clock.pass(6 * 24 * 60);
    expect((await ask("/treasury", "officer")).words).toContain("Quá hạn");
    expect((await ask(`/treasury/${newest}`, "officer")).words).toMatch(/hết ngày \d\d\/11\/2026, quá hạn/);
  });
});

describe("the first page of whoever is signed in", () => {
  const waitingAt = async (persona: string, path: string) => {
    const { text } = await ask("/", persona);
    const [, count] = new RegExp(`href="${path}"><span>[^<]*<strong>\\((\\d+) việc chờ`).exec(text) ?? [];
    return Number(count ?? 0);
  };
  const rowsOf = async (persona: string, path: string, mark: RegExp) =>
    [...(await ask(path, persona)).text.matchAll(mark)].length;

  it("counts what waits for them: as many as the list behind the door has", async () => {
    const control = await waitingAt("officer", "/treasury");
    expect(control).toBeGreaterThan(0);
    expect(control).toBe(
      await rowsOf("officer", "/treasury?show=mine", /<tr role="row"><t[hd][^>]*><a href="\/treasury\/\d+"/g),
    );
    const toSign = await waitingAt("owner", "/claims");
    expect(toSign).toBe(await rowsOf("owner", "/claims?show=mine", /ký xác nhận/g));
    expect(await waitingAt("owner", "/treasury")).toBe(0);
  });

  it("tells the owner of a refused dossier that there is something to look at", async () => {
    expect((await ask("/claims", "owner")).words).toContain("xem phần chưa đủ căn cứ");
  });
});

describe("the entry of a result", () => {
  it("begins with how it came out and with both sums, for anyone", async () => {
    const claim = await world.services.view.fact("claim", world.dishonest);
    const { words } = await ask(`/entries/${claim!.decision!.index}`);
    expect(words).toContain("Từ chối thanh toán : chấp nhận 0 đ trong tổng số 316.200.000 đ đề nghị.");
  });
});

describe("a form that came after its session had ended", () => {
  it("is in the answer whole, opens again as it was typed, and nothing was signed", async () => {
    const typed = { do: "sign", receipt: "300", massKg: "17.000", reason: 'Gõ nhầm "một" chữ số\nkhi nhập' };
    const late = await ask("/acts/load.correct", undefined, typed);
    expect([late.status, hiddenValue(late.text, "massKg"), hiddenValue(late.text, "do")]).toEqual([
      401,
      "17.000",
      "edit",
    ]);
    expect(late.words).toContain("Chưa mất gì đã gõ");
    const sent = Object.fromEntries(
      [...late.text.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
        name!,
        value!,
      ]),
    );
    const again = await ask("/acts/load.correct", "yardKeeper", sent);
    expect([again.status, again.text.includes('value="17.000"')]).toEqual([200, true]);
  });

  it("of an approver is the same press again; a page that was only opened has nothing to send", async () => {
    const late = await ask(`/treasury/${world.honest}/decision`, undefined, { review: "1", text: "Đồng ý chi trả" });
    expect([late.status, hiddenValue(late.text, "text")]).toEqual([401, "Đồng ý chi trả"]);
    expect(late.text).toContain(`action="/treasury/${world.honest}/decision"`);
    expect((await ask(`/treasury/${world.honest}`)).words).not.toContain("Chưa mất gì đã gõ");
  });
});

describe("the names of a party's people", () => {
  const personOf = async (persona: string) => {
    const key = await world.services.view.fact("key", (await world.scribe.pen(persona)).kid);
    return String(key!.person);
  };

  it("are kept beside the ledger by its own people, printed under what the person signed, and erased", async () => {
    const approver = await personOf("approver");
    const notice = `/treasury/${world.dishonest}/notice`;
    const kept = await ask("/persons", "officer", { person: approver, name: "Lê Thị Hạnh" });
    expect(kept.status).toBe(303);
    expect((await ask("/persons", "officer")).words).toContain("Lê Thị Hạnh");
    expect((await ask("/keys", "officer")).words).toContain("Lê Thị Hạnh");
    expect((await ask(notice, "owner")).words).toContain("Lê Thị Hạnh");
    // A registration is never a name: the entry that everyone else reads has none.
    expect((await ask(`/entries/${approver}`, "authority")).words).not.toContain("Lê Thị Hạnh");
    await ask("/persons", "approver", { person: approver, name: " " });
    expect((await ask("/persons", "officer")).words).not.toContain("Lê Thị Hạnh");
    expect((await ask(notice, "owner")).words).toContain("(Chữ ký, họ tên, dấu)");
  });

  it("are not for another party to read or to write, and a stranger is asked who it is", async () => {
    const approver = await personOf("approver");
    await ask("/persons", "officer", { person: approver, name: "Lê Thị Hạnh" });
    expect((await ask("/persons", "owner")).words).not.toContain("Lê Thị Hạnh");
    expect((await ask("/persons", "owner", { person: approver, name: "Ai Đó" })).status).toBe(403);
    expect((await ask("/persons")).status).toBe(401);
    expect((await ask("/persons", undefined, { person: approver, name: "Ai Đó" })).status).toBe(401);
    expect((await ask("/persons", "officer", { person: approver, name: "x".repeat(81) })).status).toBe(400);
    expect((await ask("/persons", "officer")).words).toContain("Lê Thị Hạnh");
  });

  it("find the person in a form; a treasury sees who may review and who may approve", async () => {
    const approver = await personOf("approver");
    await ask("/persons", "officer", { person: approver, name: "Lê Thị Hạnh" });
    const { words } = await ask("/persons", "officer");
    expect(words).toContain("Hôm nay: giám đốc.");
    expect(words).toContain("Hôm nay: chuyên viên.");
    const typed = { person: "lê thị hạnh", position: "4", from: "01/12/2026", document: "Quyết định số 9", do: "look" };
    const look = await ask("/acts/position.set", "approver", typed);
    expect(hiddenValue(look.text, "person")).toBe(approver);
    expect((await ask("/persons", "owner")).words).not.toContain("Hôm nay");
  });
});
