// A reader who has the dossier's page alone, or its notice alone, finds the seven answers: what is short, how much money, why, on what
// basis, what cures it, who must do it, until when and where to. Afterwards the result is reversed, and its paper stays as it was signed.
//
// The dyke's dossier, by hand. Line 1: 600 m³ × 1,22 × 1.380 = 1.010.160 kg of sand, 1.683,6 kg a m³; 412.838 kg are evidenced: 245,211 m³ × 265.000
// = 64.980.915 đ. Line 2: 120 m³ × 0,876 × 1.550 = 162.936 kg of stone, 1.357,8 kg a m³; 65.178 kg are evidenced: 48,002 m³ × 1.310.000 = 62.882.620 đ.
import { strFromU8, unzipSync } from "fflate";
import type { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decideClaim } from "../../src/demo/dossiers.ts";
import { LISTED_REASON, OUTCOME } from "../../src/format/codes.ts";
import { parseVkey } from "../../src/format/note.ts";
import { resultText } from "../../src/format/slipcode.ts";
import { makeApp } from "../../src/http/app.ts";
import { fieldPages } from "../../src/pages/field.ts";
import { officePages } from "../../src/pages/office.ts";
import { readPdf } from "../paper/pdf-reading.ts";
import { type OfficeWorld, playOffice } from "./office-world.ts";

let world: OfficeWorld;
let app: Hono;

beforeAll(async () => {
  world = await playOffice();
  app = makeApp(world.services, [officePages, fieldPages]);
}, 120_000);
afterAll(() => world.close());

async function read(path: string, as?: string): Promise<string> {
  const headers = { accept: "text/html", ...(as ? { cookie: `persona=${as}` } : {}) };
  const answered = await app.request(path, { headers });
  return (await answered.text())
    .replaceAll(/<span class="figure">(.*?)<\/span>/g, "$1")
    .replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");
}

/** The sentences that page and notice must both have of the dyke's dossier, by question. */
const ANSWERS: readonly [string, RegExp][] = [
  ["what is short", /Hạng mục 1 \(Đắp cát công trình, K95\): chưa đủ căn cứ [\d.,]+ m³/],
  ["how much money", /tương ứng [\d.]+ đ\. .*tương ứng [\d.]+ đ\./],
  ["why: material is missing", /cát cần 1\.010,2 tấn, đủ căn cứ 412,8 tấn, có mâu thuẫn 241,6 tấn, thiếu 355,8 tấn/],
  ["why: records contradict", /cát có mâu thuẫn 241,6 tấn, theo \d+ phiếu\. Số liệu ghi nhận về cùng một phiếu/],
  ["why: what the officer states", /Biên bản nghiệm thu khối lượng hoàn thành của hai hạng mục không kèm sổ nhận hàng/],
  ["why evidenced money is refused too", /số tiền [\d.]+ đ đã đủ căn cứ nguồn gốc vật liệu cũng chưa được chấp nhận/],
  ["legal basis", /Căn cứ pháp lý:? .*Nghị định số 254\/2025\/NĐ-CP ngày 26 tháng 9 năm 2025 của Chính phủ/],
  [
    "the papers it hangs on",
    /Giấy tờ đối chiếu:? .*Biên bản nghiệm thu khối lượng hoàn thành số 1\/BBNT ngày \d\d\/11\/2026/,
  ],
  ["what cures it", /Cách khắc phục: bổ sung phiếu vận chuyển đã được nhận vào đúng gói thầu/],
  [
    "who must",
    /Đơn vị thực hiện: .*Minh Long.* \(nhà thầu\) bổ sung; .* \(tư vấn giám sát\) và .* \(chủ đầu tư\) xác nhận/,
  ],
  ["by when", /Thời hạn bổ sung:? trước khi hết thời gian giải ngân/],
  ["where to", /Nơi gửi:? Kho bạc Nhà nước/],
];

/** The cells of one sheet of a workbook, as text. */
function rowsOf(bytes: Uint8Array, sheet: number): string[][] {
  const parts = unzipSync(bytes);
  const shared = [...strFromU8(parts["xl/sharedStrings.xml"]!).matchAll(/<si>(.*?)<\/si>/g)].map(([, text]) =>
    text!.replaceAll(/<[^>]*>/g, ""),
  );
  const rows = strFromU8(parts[`xl/worksheets/sheet${sheet}.xml`]!).match(/<row .*?<\/row>/g) ?? [];
  return rows.map((row) => {
    const cells: string[] = [];
    for (const [, column, kind, value] of row.matchAll(/<c r="([A-Z])\d+"([^>]*)>(.*?)<\/c>/g)) {
      const text = value!.replaceAll(/<[^>]*>/g, "");
      cells[column!.charCodeAt(0) - "A".charCodeAt(0)] = kind!.includes('t="s"') ? shared[Number(text)]! : text;
    }
    return Array.from(cells, (cell) => cell ?? "");
  });
}

describe("a blind reader", () => {
  it.each(ANSWERS)("with the page alone is told %s", async (_, answer) => {
    expect(await read(`/treasury/${world.dishonest}`, "owner")).toMatch(answer);
  });

  it.each(ANSWERS)("with the notice alone is told %s", async (_, answer) => {
    expect(await read(`/treasury/${world.dishonest}/notice`, "owner")).toMatch(answer);
  });

  it("sees on the notice what is evidenced apart from what is short, and the sum in words", async () => {
    const notice = await read(`/treasury/${world.dishonest}/notice`, "owner");
    // 600 × 265.000 + 120 × 1.310.000 = 316.200.000; 64.980.915 + 62.882.620 = 127.863.535 are evidenced, 188.336.465 are not.
    expect(notice).toMatch(/Cộng 316\.200\.000 127\.863\.535 188\.336\.465/);
    expect(notice).toContain(
      "trong đó chưa đủ căn cứ 188.336.465 đ, đã đủ căn cứ nhưng chưa được chấp nhận 127.863.535 đ",
    );
    expect(notice).toContain("Ba trăm mười sáu triệu hai trăm nghìn đồng");
    expect(notice).toMatch(/PHỤ LỤC KHỐI LƯỢNG VẬT LIỆU VÀ SỐ MỤC SỔ \(Kèm theo Thông báo số ………\/TB-KBNN ngày/);
  });

  it("reads the same on the PDF, which is the same file each time it is asked for", async () => {
    const file = async (as: string) =>
      app.request(`/treasury/${world.dishonest}/notice.pdf`, { headers: { cookie: `persona=${as}` } });
    const [first, second, stranger] = await Promise.all([file("owner"), file("officer"), file("builderA")]);
    expect([first.status, first.headers.get("content-type"), stranger.status]).toEqual([200, "application/pdf", 403]);
    const bytes = Buffer.from(await first.arrayBuffer());
    expect(bytes.equals(Buffer.from(await second.arrayBuffer()))).toBe(true);
    const { words } = await readPdf(bytes);
    for (const [, answer] of ANSWERS) expect(words).toMatch(answer);
    // 600 × 265.000 + 120 × 1.310.000 = 316.200.000; 64.980.915 + 62.882.620 = 127.863.535 are evidenced, 188.336.465 are not.
    expect(words).toMatch(/Cộng 316\.200\.000 127\.863\.535 188\.336\.465/);
  });

  it("finds the same figures in the workbook as numbers, down to each load", async () => {
    const file = async (as: string) =>
      app.request(`/treasury/${world.dishonest}/notice.xlsx`, { headers: { cookie: `persona=${as}` } });
    const [first, second, stranger] = await Promise.all([file("owner"), file("officer"), file("sandMiner")]);
    expect([first.status, stranger.status]).toEqual([200, 403]);
    const bytes = new Uint8Array(await first.arrayBuffer());
    expect(Buffer.from(bytes).equals(Buffer.from(await second.arrayBuffer()))).toBe(true);
    // 600 m³ at 265.000 đ are 159.000.000; 245,211 m³ are evidenced, of 64.980.915 đ.
    const lines = rowsOf(bytes, 1);
    expect(lines[1]!.slice(4)).toEqual(["600", "265000", "159000000", "245.211", "64980915", "354.789", "94019085"]);
    expect(lines.at(-1)!.filter((cell) => cell !== "")).toEqual(["Cộng", "316200000", "127863535", "188336465"]);
    // Of 1.010.160 kg of sand for line 1, 355.772 are missing and 241.550 came under 14 slips that do not agree: 412.838 are left.
    const loads = rowsOf(bytes, 3).filter(([line, material]) => line === "1" && material === "Cát");
    const sum = (state: string) =>
      loads.filter((row) => row.includes(state)).reduce((kg, row) => kg + Number(row[7]), 0);
    expect([sum("Có mâu thuẫn"), sum("Đủ căn cứ")]).toEqual([241_550, 412_838]);
    expect(new Set(loads.filter((row) => row.includes("Có mâu thuẫn")).map((row) => row[2])).size).toBe(14);
    expect(loads.every((row) => row.includes("412/GP-UBND"))).toBe(true);
  });

  it("is told nothing of the kind where everything is evidenced", async () => {
    for (const path of [`/treasury/${world.honest}`, `/treasury/${world.honest}/notice`])
      expect(await read(path, "owner")).not.toMatch(/Cách khắc phục|chưa đủ căn cứ \d/);
  });
});

describe("a result that is reversed", () => {
  let signed: string;
  let result: number;

  beforeAll(async () => {
    const { services, scribe } = world;
    result = (await services.view.fact("claim", world.dishonest))!.decision!.index;
    signed = await read(`/treasury/${world.dishonest}/notice?result=${result}`, "owner");
    const why = { document: "Biên bản số 4/BB-KBNN", reason: "Phát hiện nhầm hạng mục khi kiểm soát" };
    const reversal = await scribe.write("officer", "decision.reverse", { decision: result, ...why });
    const waiting = await read(`/treasury/${world.dishonest}`, "owner");
    expect(waiting).toContain("Đang có đề xuất hủy kết quả này, chờ đủ chữ ký");
    await scribe.write("approver", "approve", { proposal: reversal });
  });

  it("keeps its paper as it was signed, with the reversal beside it", async () => {
    const now = await read(`/treasury/${world.dishonest}/notice`.concat(`?result=${result}`), "owner");
    expect(now).toMatch(/Kết quả này đã bị hủy lúc \d\d:\d\d ngày \d\d\/\d\d\/2026 theo Biên bản số 4\/BB-KBNN/);
    const letter = (page: string) => page.slice(page.indexOf("CỘNG HÒA"));
    expect(letter(now)).toBe(letter(signed));
  });

  it("is reversed on every public page, and open data does not count it", async () => {
    expect(await read("/results")).toMatch(/Đã hủy ngày \d\d\/\d\d\/2026/);
    expect(await read(`/entries/${result}`)).toContain("Kết quả này đã bị hủy");
    const open = await app.request("/decisions", { headers: { accept: "application/json" } });
    expect(((await open.json()) as { index: number }[]).map(({ index }) => index)).not.toContain(result);
    const all = await app.request("/decisions?reversed=true", { headers: { accept: "application/json" } });
    const own = ((await all.json()) as { index: number; reversed: number | null }[]).find(
      (row) => row.index === result,
    );
    expect(own?.reversed).toBeGreaterThan(result);
  });

  it("is reached by the code on its paper, and a code that is not its own reaches nothing", async () => {
    const { services } = world;
    const [own] = await services.view.entries([result]);
    const [other] = await services.view.entries([world.dishonest]);
    const check = (text: string) =>
      app.request("/check", { method: "POST", body: new URLSearchParams({ text }), headers: { accept: "text/html" } });
    const code = resultText(services.origin, result, own!.entry.id);
    const led = await check(code);
    expect([led.status, led.headers.get("location")]).toEqual([303, `/entries/${result}`]);
    expect(await read(`/entries/${result}`)).toContain("Kết quả này đã bị hủy");
    const typed = await app.request(`/check?code=${encodeURIComponent(code.slice(code.indexOf(`${result}/`)))}`);
    expect(typed.headers.get("location")).toBe(`/entries/${result}`);
    for (const forged of [
      resultText(services.origin, result, other!.entry.id),
      resultText(services.origin, world.dishonest, other!.entry.id),
      resultText("other.example/log", result, own!.entry.id),
    ]) {
      const told = await check(forged);
      expect(told.status).toBe(404);
      expect(await told.text()).toMatch(/không có kết quả kiểm soát thanh toán nào mang mã đã nhập/);
    }
  });

  it("stays in the dossier's history when another result follows; the dossier is counted once", async () => {
    const { services, scribe } = world;
    const logKey = parseVkey((await services.logKeys())[0]!.vkey)!.key;
    const stage = { scribe, logKey, head: services.sequencer.head, read: services.view.read.bind(services.view) };
    const { notEnough, contradictory } = LISTED_REASON;
    const words = "Chấp nhận phần đã đủ căn cứ; phần còn lại nêu theo từng hạng mục.";
    await decideClaim(stage, world.dishonest, OUTCOME.part, [notEnough, contradictory], words);
    const page = await read(`/treasury/${world.dishonest}`, "owner");
    expect(page).toContain("Các kết quả khác của hồ sơ");
    expect(page).toContain("chấp nhận 127.863.535 đ trong tổng số 316.200.000 đ đề nghị");
    const open = await app.request("/decisions", { headers: { accept: "application/json" } });
    const rows = ((await open.json()) as { claim: number }[]).filter(({ claim }) => claim === world.dishonest);
    expect(rows).toHaveLength(1);
    const before = await read(`/treasury/${world.dishonest}/notice?result=${result}`, "owner");
    expect(before).toContain("Hồ sơ đã có kết quả sau đó");
  });
});
