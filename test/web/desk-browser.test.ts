// The desk's promises in a real browser: the last slip again in three presses, one deed however often and in how many tabs it is pressed,
// a failure of signing said on the page, and a queue that leaves a broken device as a file.
import fs from "node:fs/promises";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { registerDemoVehicle } from "../../src/demo/province.ts";
import { unhex } from "../../src/format/bytes.ts";
import { MATERIAL, MEASURE, VEHICLE_CLASS } from "../../src/format/codes.ts";
import { qrText } from "../../src/format/slipcode.ts";
import { inBrowser, launch } from "./browser.ts";
import { type FieldWorld, openField, shelved } from "./field-world.ts";

inBrowser("the desk in a browser", () => {
  let field: FieldWorld;
  let browser: Browser;
  let context: BrowserContext;
  let lorry = 0;

  beforeAll(async () => {
    [field, browser] = await Promise.all([openField(), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await field?.close();
  });
  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  });
  afterEach(() => context.close());

  const enrolled = (path = "/mine", persona = "sandMiner") => field.enrolled(context, persona, path);

  async function truck(): Promise<string> {
    lorry += 1;
    const plate = `77C-${730 + lorry}.4${lorry}`;
    await registerDemoVehicle(field.scribe, plate, VEHICLE_CLASS.heavyTruck, 18_000);
    return plate;
  }

  const plateField = (page: Page) => page.getByLabel("Biển số xe hoặc số hiệu tàu");
  const massField = (page: Page) => page.getByLabel("Khối lượng", { exact: true });

  async function fill(page: Page, plate: string, mass = "17,2"): Promise<void> {
    await page.getByLabel("Từ Mỏ cát Bến Ngự đến").selectOption(String(field.province.routes["sandMine→yard"]));
    await plateField(page).fill(plate);
    await massField(page).fill(mass);
  }

  const press = (page: Page) => page.getByRole("button", { name: "Xuất phiếu" }).click();
  const slips = () => field.indexesOf("slip.issue");

  test("repeats the last slip by F2, its weight and Enter, without a mouse; the lorry comes by its last digits", async () => {
    const [first, next] = [await truck(), await truck()];
    const page = await enrolled();
    // The first by its last digits: the whole plate is written out when the field is left.
    await fill(page, first.replaceAll(/\D/g, "").slice(-5));
    await expect.poll(() => plateField(page).inputValue()).toBe(first);
    await massField(page).press("Enter");
    await page.waitForURL(/\/slip\/\d+$/);
    await page.getByText("Phiếu tiếp theo, như phiếu này").waitFor();
    // From the slip with its QR: F2, the next lorry and its weight, Enter.
    await page.keyboard.press("F2");
    await page.waitForURL(/\/mine\?again=\d+$/);
    await expect.poll(() => massField(page).evaluate((field) => field === document.activeElement)).toBe(true);
    expect(await massField(page).inputValue()).toBe("");
    expect(await plateField(page).inputValue()).toBe(first);
    await plateField(page).fill(next);
    await massField(page).fill("16,4");
    await massField(page).press("Enter");
    await page.waitForURL(/\/slip\/\d+$/);
    const [index] = (await slips()).slice(-1);
    const slip = await field.services.view.fact("slip", index!);
    expect([slip?.massKg, slip?.route]).toEqual([16_400, field.province.routes["sandMine→yard"]]);
    expect((await field.services.view.fact("vehicle", slip!.vehicle))?.plate).toBe(next);
  });

  /** How many pages each paper of the slip that is shown has. */
  async function sheetsOf(page: Page): Promise<number[]> {
    const slip = page.url();
    await page.addInitScript(() => {
      window.print = () => undefined;
    });
    const sheets: number[] = [];
    for (const paper of ["a5", "roll", "roll58", "a5&copies=3"]) {
      await page.goto(`${slip}?paper=${paper}`);
      await page.getByText("Có giá trị đến").first().waitFor();
      const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
      sheets.push(pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0);
    }
    return sheets;
  }

  test("prints a slip on one page of each paper, and three copies on three", async () => {
    const page = await enrolled();
    await fill(page, await truck());
    await press(page);
    await page.waitForURL(/\/slip\/\d+$/);
    expect(await sheetsOf(page)).toEqual([1, 1, 1, 3]);
  });

  test("two tabs and a double press of one slip make one entry", async () => {
    const plate = await truck();
    const one = await enrolled();
    const two = await context.newPage();
    await two.goto(`${field.address}/mine`);
    await two.getByText("Ký bằng khóa của trình duyệt này").waitFor();
    const before = (await slips()).length;
    await Promise.all([fill(one, plate), fill(two, plate)]);
    await Promise.all([one.getByRole("button", { name: "Xuất phiếu" }).dblclick(), press(two)]);
    await Promise.all([one.waitForURL(/\/slip\/\d+$/), two.waitForURL(/\/slip\/\d+$/)]);
    expect(one.url()).toBe(two.url());
    expect(await slips()).toHaveLength(before + 1);
  });

  test("says that the device is full, keeps what was typed, and signs once there is room", async () => {
    const plate = await truck();
    const page = await enrolled();
    const before = (await slips()).length;
    await page.evaluate(() => {
      const { transaction } = IDBDatabase.prototype;
      Object.assign(globalThis, { makeRoom: () => Object.assign(IDBDatabase.prototype, { transaction }) });
      IDBDatabase.prototype.transaction = function (...given: Parameters<IDBDatabase["transaction"]>) {
        if (this.name === "so-nguon-outbox" && given[1] === "readwrite")
          throw new DOMException("full", "QuotaExceededError");
        return transaction.apply(this, given);
      };
    });
    await fill(page, plate);
    await press(page);
    await page.getByText("Bộ nhớ của máy đã đầy").waitFor();
    expect(await plateField(page).inputValue()).toBe(plate);
    expect(await massField(page).inputValue()).toBe("17,2");
    expect(await slips()).toHaveLength(before);
    await page.evaluate("makeRoom()");
    await press(page);
    await page.waitForURL(/\/slip\/\d+$/);
    expect(await slips()).toHaveLength(before + 1);
  });

  test("what waits on a device without a network leaves it as a file, and another browser sends it; both counted once", async () => {
    const [plate, later] = [await truck(), await truck()];
    const page = await enrolled();
    const before = (await slips()).length;
    await context.setOffline(true);
    await fill(page, plate);
    await press(page);
    await page.getByText("1 mục đã ký đang chờ gửi.").waitFor();
    // The form is empty for the next truck.
    await expect.poll(() => plateField(page).inputValue(), { timeout: 20_000 }).toBe("");
    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: "Lưu hàng chờ ra tệp" }).click();
    const file = await fs.readFile(await (await saving).path());
    expect(await slips()).toHaveLength(before);

    const other = await browser.newContext();
    await field.signIn(other, "sandMiner");
    const sender = await other.newPage();
    await sender.goto(`${field.address}/mine`);
    const load = sender.getByLabel("Nạp tệp hàng chờ của máy khác");
    await load.setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from('{"format":"x"}') });
    await sender.getByText("Tệp này không phải hàng chờ của sổ này").waitFor();
    await load.setInputFiles({ name: "hang-cho.json", mimeType: "application/json", buffer: file });
    await expect.poll(async () => (await slips()).length, { timeout: 20_000 }).toBe(before + 1);
    await other.close();

    // The broken device comes back: the ledger knows the entry, and nothing is doubled.
    await context.setOffline(false);
    await page.locator(".outbox").waitFor({ state: "hidden" });
    expect(await slips()).toHaveLength(before + 1);

    // Another one, and the browser clears the page's storage before it is sent: the next visit names it, until somebody knows.
    await context.setOffline(true);
    await fill(page, later);
    await press(page);
    await page.getByText("1 mục đã ký đang chờ gửi.").waitFor();
    await page.evaluate(
      () => new Promise((done) => Object.assign(indexedDB.deleteDatabase("so-nguon-outbox"), { onsuccess: done })),
    );
    await context.setOffline(false);
    await page.reload();
    await page.getByRole("alert").filter({ hasText: "còn 1 mục đã ký chưa gửi: Phiếu xe 77C-" }).waitFor();
    await page.getByRole("button", { name: "Đã biết" }).click();
    await page.reload();
    await page.getByRole("button", { name: "Xuất phiếu" }).waitFor();
    await expect.poll(() => page.evaluate(() => document.cookie.includes("so-nguon-waiting"))).toBe(false);
    expect(await page.getByText("mục đã ký chưa gửi").count()).toBe(0);
    expect(await slips()).toHaveLength(before + 1);
  });

  test("a yard receives without a network: a load of its list, and one that only its QR tells of; each once", async () => {
    const { province, scribe, services } = field;
    const sent = async () => {
      const plate = `77C-${790 + lorry++}.51`;
      const vehicle = await registerDemoVehicle(scribe, plate, VEHICLE_CLASS.heavyTruck, 18_000);
      const route = province.routes["sandMine→yard"]!;
      const load = { source: province.sandSource, material: MATERIAL.sand, massKg: 15_000, measure: MEASURE.scale };
      return { plate, index: await scribe.write("sandMiner", "slip.issue", { route, vehicle, ...load }) };
    };
    const listed = await sent();
    field.clock.pass(1);
    const page = await enrolled("/receive", "yardKeeper");
    await shelved(page);
    await page.getByRole("link", { name: listed.plate }).waitFor();
    const unlisted = await sent();
    const text = qrText((await services.view.entries([unlisted.index]))[0]!.entry.bytes);
    field.clock.pass(31);
    await context.clock.setFixedTime(field.clock.wallMs());
    await context.setOffline(true);
    await page.reload();
    await page.getByText("Ký bằng khóa của trình duyệt này").waitFor();

    const mass = page.getByLabel("Khối lượng cân, đo được khi nhận");
    const confirm = page.getByRole("button", { name: "Xác nhận đã nhận hàng" });
    await page.getByRole("link", { name: listed.plate }).click();
    // A slip of the finger is asked about, then mended.
    await mass.fill("150");
    await confirm.click();
    await page.getByText("Phiếu còn 15,0 tấn, số vừa gõ là 150,0 tấn").waitFor();
    await mass.fill("15");
    await confirm.click();
    await page.getByText("1 mục đã ký đang chờ gửi.").waitFor();
    await page.getByLabel("Mã trên phiếu").fill(text);
    await page.getByRole("button", { name: "Đọc mã" }).click();
    await page.getByText("mã QR ghi 15 tấn").waitFor();
    await mass.fill("14,9");
    await confirm.click();
    await page.getByText("2 mục đã ký đang chờ gửi.").waitFor();

    await context.setOffline(false);
    const states = () =>
      services.view.read((book) =>
        [listed, unlisted].map(({ index }) => {
          const { status, receivedKg, observations } = book.need("slipState", index);
          return [status, receivedKg, observations.length];
        }),
      );
    await expect.poll(states, { timeout: 20_000 }).toEqual([
      ["received", 15_000, 1],
      ["received", 14_900, 1],
    ]);
  });

  test("what a scale signs while the desk is open fills it without a reload, and the slip rests on it; a typed weight stays", async () => {
    const { scribe, province, clock } = field;
    const plates = [await truck(), await truck()];
    // Of its own, so that a second try registers another.
    const name = `scale${lorry}`;
    const pen = await scribe.pen(name);
    const registered = { party: province.sandMiner, key: pen.signer.key, possession: await pen.possession() };
    await scribe.agree("root0", "root1", "key.register", registered);
    const certificate = { document: "Giấy chứng nhận số 118", from: 20260101, until: 20261231, kid: unhex(pen.kid) };
    const place = { place: province.sandMine, number: `CAN-${lorry}` };
    const scale = await scribe.write("authority", "scale.register", { ...place, ...certificate });
    const page = await enrolled();
    const weigh = async (plate: string, grossKg: number) => {
      const vehicle = (await field.indexesOf("vehicle.register")).at(plates.indexOf(plate) - plates.length)!;
      const index = await scribe.write(name, "weighing.record", { scale, vehicle, grossKg, tareKg: 11_340 });
      clock.pass(1);
      return index;
    };
    const weighing = await weigh(plates[0]!, 28_500);
    await expect.poll(() => massField(page).inputValue(), { timeout: 15_000 }).toBe("17,16");
    expect(await plateField(page).inputValue()).toBe(plates[0]);
    await page.getByText("Cân tự ký: tổng 28.500 kg, bì 11.340 kg, hàng 17.160 kg.").waitFor();
    await massField(page).fill("16,9");
    await weigh(plates[1]!, 27_000);
    await page.locator(`option[value$="/27000/11340"]`).waitFor({ state: "attached" });
    expect(await massField(page).inputValue()).toBe("16,9");
    await massField(page).fill("17,16");
    await page.getByLabel("Từ Mỏ cát Bến Ngự đến").selectOption(String(province.routes["sandMine→yard"]));
    await press(page);
    await page.waitForURL(/\/slip\/\d+$/);
    const [index] = (await slips()).slice(-1);
    expect(await field.services.view.fact("slip", index!)).toMatchObject({ massKg: 17_160, weighing });
    expect(await sheetsOf(page)).toEqual([1, 1, 1, 3]);
  });
});
