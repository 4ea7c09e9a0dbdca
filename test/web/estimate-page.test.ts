// From the estimate's file to the form of the contract: what the contractor sees and what goes on to be signed.
import { strToU8 } from "fflate";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeApp } from "../../src/http/app.ts";
import { officePages } from "../../src/pages/office.ts";
import { workKey } from "../../src/spelling/work-codes.ts";
import { type OfficeWorld, playOffice } from "./office-world.ts";

let world: OfficeWorld;
let app: ReturnType<typeof makeApp>;
let packageOf: string;

beforeAll(async () => {
  world = await playOffice();
  app = makeApp(world.services, [officePages]);
  const claim = (await world.services.view.fact("claim", world.dishonest))!;
  packageOf = `${claim.project}/${claim.package}`;
}, 180_000);
afterAll(() => world.close());

const textOf = (page: string) => page.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
const post = (path: string, body: FormData | URLSearchParams, as = "builderB") =>
  app.request(path, { method: "POST", body, headers: { cookie: `persona=${as}`, accept: "text/html" } });

async function upload(rows: readonly string[], as?: string): Promise<string> {
  const head = "STT;Mã hiệu;Nội dung công việc;Đơn vị;Khối lượng;Đơn giá;Thành tiền";
  const data = new FormData();
  data.set("package", packageOf);
  data.set("plainBasis", "Điều 5 hợp đồng");
  data.set("file", new File([new Uint8Array(strToU8([head, ...rows].join("\n")))], "du-toan.csv"));
  return (await post("/contracts/new", data, as)).text();
}

/** The hidden fields of the form that leads on. */
function fieldsOf(page: string, action: string): Record<string, string> {
  const form = page.slice(page.indexOf(`action="${action}"`));
  const found = form.slice(0, form.indexOf("</form>")).matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return Object.fromEntries([...found].map(([, name, value]) => [name!, value!]));
}

const SAND = "1;AB.13410;Đắp cát công trình, K95;m³;1.000,5;265.000;265.132.500";
const STEEL = "2;AF.61120;Cốt thép; tấn;40;18.600.000;744.000.000";

describe("an estimate's file", () => {
  it("is behind a door of the contractor's first page, and closed to a mine", async () => {
    const first = await app.request("/", { headers: { accept: "text/html", cookie: "persona=builderB" } });
    expect(await first.text()).toContain('href="/contracts/new"');
    expect((await post("/contracts/new", new URLSearchParams(), "sandMiner")).status).toBe(403);
  });

  it("is shown line by line with the book's recipe, and goes on to the contract's form with tabs between its cells", async () => {
    const page = await upload([SAND, STEEL]);
    expect(textOf(page)).toContain("2 dòng của hợp đồng");
    // 265.132.500 + 744.000.000
    expect(textOf(page)).toContain("1.009.132.500");
    const fields = fieldsOf(page, "/acts/contract.register");
    const recipe = (await world.services.view.fact("work", workKey("AB.13410")))?.recipe;
    expect(fields.lines?.split("\n")).toEqual([
      `1\tAB.13410\tĐắp cát công trình, K95\tm³\t1000,5000\t265000\t${recipe}\t-\t${await compactionOf(recipe!)}`,
      "2\tAF.61120\tCốt thép\ttấn\t40,0000\t18600000\t-\tĐiều 5 hợp đồng\t-",
    ]);
    const terms = { document: "Hợp đồng số 12/HĐ-XD", advancePermille: "300", clearedPermille: "800" };
    const typed = { ...fields, ...terms, retentionPermille: "50", do: "look" };
    const look = textOf(await (await post("/acts/contract.register", new URLSearchParams(typed))).text());
    expect(look).toContain("Nội dung sẽ ký");
    expect(look).toContain("Cốt thép");
    const signed = await post("/acts/contract.register", new URLSearchParams({ ...typed, do: "sign" }));
    expect(signed.status).toBe(303);
  });

  it("does not go on while a row cannot be read, and names the row with its reason", async () => {
    const page = await upload([SAND, "2;;Cốt thép;tấn;40;18.600.000;744.000.000"]);
    expect(textOf(page)).toContain("3 Chưa có mã hiệu.");
    expect(page).not.toContain('action="/acts/contract.register"');
  });

  it("is read again by other columns without the file", async () => {
    const [, sheet = ""] = /name="sheet" value="([^"]*)"/.exec(await upload([SAND])) ?? [];
    const columns = { "column-code": "1", "column-name": "2" };
    const again = new URLSearchParams({ package: packageOf, sheet, head: "1", decimals: ",", ...columns });
    const page = textOf(await (await post("/contracts/new", again)).text());
    expect(page).toContain("Chưa có đơn vị.");
  });
});

async function compactionOf(recipe: number): Promise<string> {
  return String((await world.services.view.fact("recipe", recipe))?.compaction ?? "-");
}

describe("a register's file", () => {
  const KNOWN = "Công ty TNHH Đá Vàng Trung Sơn";

  async function send(fields: Record<string, string | File>, as = "authority"): Promise<Response> {
    const data = new FormData();
    for (const [name, value] of Object.entries({ sort: "parties", ...fields })) data.set(name, value);
    return post("/register", data, as);
  }
  const fileOf = (rows: readonly string[]) =>
    new File([new Uint8Array(strToU8(["Tên đơn vị;Vai trò", ...rows].join("\n")))], "don-vi.csv");
  const leaves = async () => (await world.services.view.whole("parties")).length;

  it("is for the authority alone, and bounded: a row too many is refused in words and nothing is read of it", async () => {
    expect((await send({}, "sandMiner")).status).toBe(403);
    const many = Array.from({ length: 2001 }, (_, i) => `Đơn vị số ${i};mỏ`);
    const refused = await send({ file: fileOf(many) });
    expect(refused.status).toBe(422);
    expect(textOf(await refused.text())).toContain("Bảng có hơn 2.000 dòng");
  });

  it("is shown row by row, signed once, and sent again adds nothing; what resembles a record waits until it is called distinct", async () => {
    const before = await leaves();
    const rows = [`${KNOWN};mỏ`, "Hợp tác xã Vận tải Sông Hàn;vận tải", `${KNOWN};nhà thầu`, ";mỏ"];
    const page = await (await send({ file: fileOf(rows) })).text();
    expect(textOf(page)).toContain("4 dòng: 2 sẽ ký; 1 trùng trong tệp; 1 chưa được.");
    expect(textOf(page)).toContain("Trùng với dòng 2 của tệp.");
    const fields = fieldsOf(page.slice(page.indexOf('data-form="bulk"') - 200), "/register");
    expect(fields.do).toBe("sign");
    const signed = textOf(await (await send(fields)).text());
    expect(signed).toContain("Đã ghi 2 mục vào sổ; 0 dòng không ghi được.");
    expect(await leaves()).toBe(before + 2);
    const again = textOf(await (await send(fields)).text());
    expect(again).toContain("Đã ghi 0 mục vào sổ");
    expect(again).toContain("4 dòng: 3 đã có trong sổ; 1 chưa được.");
    expect(await leaves()).toBe(before + 2);
    // One letter apart: asked, and not among what is signed until somebody says that they are two.
    const like = { ...fields, sheet: "#Tên đơn vị\tVai trò\nCông ty TNHH Đá Vàng Trung Son\tmỏ", distinct: "" };
    const asked = await (await send(like)).text();
    expect(await leaves()).toBe(before + 2);
    const [, box = ""] = /name="distinct" value="([^"]*)"/.exec(asked) ?? [];
    expect(textOf(asked)).toContain(`Gần giống: ${KNOWN}`);
    await send({ ...like, distinct: box });
    expect(await leaves()).toBe(before + 3);
  });

  it("places are told by keeper, kind, name and commune, since a keeper may have several of one name", async () => {
    const of = (rows: string, more = {}) =>
      send({ ...more, sort: "sites", head: "1", sheet: `#Tên\tĐơn vị\tLoại\tXã\n${rows}`, ...columns });
    const columns = { "column-name": "0", "column-party": "1", "column-type": "2", "column-commune": "3" };
    const one = `Bãi số 1\t${KNOWN}\tbãi\tHòa Sơn`;
    expect(textOf(await (await of(one, { do: "sign" })).text())).toContain("Đã ghi 1 mục vào sổ");
    expect(textOf(await (await of(one.toUpperCase(), { do: "sign" })).text())).toContain("1 dòng: 1 đã có trong sổ.");
    expect(textOf(await (await of(`Bãi số 1\t${KNOWN}\tbãi\tHòa Nhơn`)).text())).toContain("Gần giống: Bãi số 1");
    expect(textOf(await (await of("Bãi số 1\tCông ty không ai biết\tbãi\t")).text())).toContain(
      "Đơn vị giữ: sổ chưa có “Công ty không ai biết”",
    );
  });

  it("of devices becomes links, each once: a device that is invited already gets none, and offices' keys are a root's", async () => {
    const rows = [
      "Đơn vị;Chỉ dùng tại nơi",
      `${KNOWN};Bãi số 1`,
      `${KNOWN};Bãi số 1`,
      `${KNOWN};Bãi số 2`,
      "Kho bạc Nhà nước khu vực Sông Lam;",
    ];
    const send2 = async (fields: Record<string, string>) => {
      const data = new FormData();
      for (const [name, value] of Object.entries({ head: "1", "column-party": "0", "column-site": "1", ...fields }))
        data.set(name, value);
      return post("/keys/sheet", data, "authority");
    };
    const sheet = `#${rows.map((row) => row.replace(";", "\t")).join("\n")}`;
    const page = textOf(await (await send2({ sheet })).text());
    expect(page).toContain("4 dòng: 1 sẽ mời; 3 chưa được.");
    expect(page).toContain("Chỉ dùng tại nơi: đơn vị này không có “Bãi số 2”.");
    const file = await send2({ sheet, do: "links" });
    expect(file.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const lines = (await file.text()).trimEnd().split("\r\n");
    expect(lines).toHaveLength(2);
    const [, token = ""] = /\/enrol\/([0-9a-f]{64})"/.exec(lines[1]!) ?? [];
    const enrol = await app.request(`/enrol/${token}`, { headers: { accept: "text/html" } });
    expect(textOf(await enrol.text())).toContain(`Thiết bị này sẽ ký cho ${KNOWN}`);
    const again = await send2({ sheet, do: "links" });
    expect((await again.text()).trimEnd().split("\r\n")).toHaveLength(1);
  });
});
