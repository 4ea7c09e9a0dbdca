// The link opened in a real browser: the key is made there, and the code that its holder reads aloud is the one that the desk shows.
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { invite } from "../../src/http/invitations.ts";
import { migrate } from "../../src/store/migrations.ts";
import { openInMemory } from "../../src/store/pglite.ts";
import { openHouse } from "../http/house.ts";
import { inBrowser, launch } from "../web/browser.ts";

inBrowser("a one-time link in a browser", () => {
  let house: Awaited<ReturnType<typeof openHouse>>;
  let browser: Browser;
  let server: Server;
  let address = "";

  beforeAll(async () => {
    const database = await openInMemory();
    await migrate(database);
    house = await openHouse(database);
    server = createAdaptorServer({ fetch: house.app.fetch }) as Server;
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
    await house?.services.database.close();
  });

  test("makes the key on the device, and its code reaches the authority's desk", async () => {
    const { services, scribe, province } = house;
    const { kid } = await scribe.pen("authority");
    const { authority: party } = province;
    const who = { kid, party, parties: [party], partyName: "", roles: [1] as const, person: null, persona: null };
    const made = await invite(services, who, { party: province.sandMiner, person: null, site: null });
    if (!made.ok) throw new Error(made.problem.code);
    const device = await (await browser.newContext()).newPage();
    await device.goto(`${address}/enrol/${made.value.token}`);
    await device.getByRole("button", { name: "Tạo khóa và gửi đăng ký" }).click();
    const says = device.locator(".sign-says");
    await says.getByText("Đọc mã khóa này").waitFor();
    const code = /(?:[0-9a-f]{4} ){3}[0-9a-f]{4}/.exec((await says.textContent()) ?? "")![0];
    const authority = await browser.newContext();
    const desk = await authority.newPage();
    await desk.goto(address);
    await desk.locator('button[value="authority"]').click();
    await desk.goto(`${address}/`);
    await desk.getByRole("link", { name: /Khóa thiết bị/ }).click();
    await desk.getByText(code).waitFor();
    await desk.getByRole("button", { name: "Mã khớp: đề xuất đăng ký khóa" }).click();
    await desk.getByText("Đã đề xuất tại").waitFor();
    const [proposed] = await services.view.list("proposals", 1);
    await scribe.write("deputy", "approve", { proposal: Number(proposed!.key) });
    await desk.reload();
    await desk.getByText("Chưa có thiết bị nào gửi khóa.").waitFor();
    const key = await services.view.fact("key", code.replaceAll(" ", ""));
    expect(key).toMatchObject({ party: province.sandMiner, revoked: null });
  });
});
