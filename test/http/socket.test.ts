import { createHash } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { json, text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { HELD } from "../../src/http/limits.ts";
import { type Listening, listen, readEnvironment, startProblem } from "../../src/node.ts";

/** A service on a port of its own with an empty log: no story, so that each fact starts quickly. */
async function serve(dir: string, more: Record<string, string> = {}): Promise<Listening> {
  const env = readEnvironment({
    PORT: "0",
    SO_NGUON_DATA: dir,
    SO_NGUON_ORIGIN: "demo.songuon.example/socket",
    ...more,
  });
  if (typeof env === "string") throw new Error(env);
  return listen(env);
}

const folder = () => fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-socket-"));
const shared = folder();
/** The one service that all facts use which do not stop it. */
let running: Listening;
beforeAll(async () => {
  running = await serve(shared);
});
afterAll(async () => {
  await running.close();
  fs.rmSync(shared, { recursive: true, force: true });
});
let dir = "";
beforeEach(() => {
  dir = folder();
});
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

/** Posts ten megabytes and answers what came back. */
async function postTen(address: string, announced: boolean): Promise<{ status: number; code: string }> {
  const megabyte = new Uint8Array(1024 * 1024);
  const request = http.request(`${address}/entries`, {
    method: "POST",
    headers: { "content-type": "application/cose", ...(announced ? { "content-length": 10 * megabyte.length } : {}) },
  });
  const answered = once(request, "response") as Promise<[http.IncomingMessage]>;
  request.on("error", () => undefined);
  const sending = (async () => {
    for (let sent = 0; sent < 10; sent++)
      if (!request.write(megabyte)) await Promise.race([once(request, "drain"), answered]);
    request.end();
  })();
  const [response] = await answered;
  const problem = (await json(response)) as { code: string };
  await sending.catch(() => undefined);
  request.destroy();
  return { status: response.statusCode ?? 0, code: problem.code };
}

it("a body of ten megabytes is turned away with a problem that its sender hears, announced or streamed", async () => {
  for (const announced of [true, false]) {
    expect(await postTen(running.address, announced)).toEqual({ status: 413, code: "too-large" });
  }
});

it("each answer has a number of its own, which an error's page shows too", async () => {
  const ask = (path: string, init?: RequestInit) => fetch(running.address + path, init);
  const answers = [
    await ask("/healthz"),
    await ask("/nowhere"),
    await ask("/treasury", { headers: { accept: "text/html" } }),
    await ask("/entries", { method: "POST", headers: { "content-type": "application/cose" }, body: "no entry" }),
    await ask("/entries", { method: "POST", headers: { "content-type": "application/cbor-seq" }, body: "no entry" }),
  ];
  const ids = answers.map(({ headers }) => headers.get("request-id"));
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(answers.length);
  expect(await answers[2]!.text()).toContain(`<code>${ids[2]}</code>`);
  const page = await ask("/nowhere", { headers: { accept: "text/html", "request-id": "of the visitor" } });
  expect(await page.text()).toContain(`<code>${page.headers.get("request-id")}</code>`);
});

it("a body whose sender goes away is one line that wakes nobody", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const { port } = new URL(running.address);
  const socket = net.connect(Number(port), "127.0.0.1");
  await once(socket, "connect");
  socket.write(
    "POST /session HTTP/1.1\r\nHost: 127.0.0.1\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n",
  );
  socket.write("5\r\nhello\r\n", () => setImmediate(() => socket.destroy()));
  await vi.waitFor(() => expect(said).toHaveBeenCalled(), { timeout: 5000 });
  await fetch(`${running.address}/healthz`);
  const lines = said.mock.calls.map(([line]) => JSON.parse(String(line)));
  said.mockRestore();
  expect(lines).toEqual([
    {
      time: expect.any(String),
      level: "info",
      event: "http.request-aborted",
      request: expect.any(String),
      method: "POST",
      route: "/session",
    },
  ]);
});

it("the service goes on serving others while a sender is slow, and answers them before it stops", async () => {
  const own = await serve(dir);
  const { hostname, port } = new URL(own.address);
  const slow = net.connect(Number(port), hostname);
  slow.on("error", () => undefined);
  slow.write("POST /entries HTTP/1.1\r\nhost: x\r\ncontent-type: application/cose\r\ncontent-length: 100\r\n\r\nabc");
  const answers = await Promise.all(Array.from({ length: 20 }, () => fetch(`${own.address}/healthz`)));
  expect(answers.map((answer) => answer.status)).toEqual(new Array(20).fill(200));
  slow.destroy();
  await own.close();
  await expect(fetch(`${own.address}/healthz`)).rejects.toThrow();
});

it("an address with its share of open connections is closed unheard, and heard again when one of them ends", async () => {
  const own = await serve(dir);
  const { connections } = own.service.services.limits.held;
  expect(connections.take("127.0.0.1", HELD.connections.share)).toBe("taken");
  const asked = () => fetch(`${own.address}/healthz`, { headers: { connection: "close" } });
  await expect(asked()).rejects.toThrow("fetch failed");
  connections.give("127.0.0.1", 1);
  expect((await asked()).status).toBe(200);
  await own.close();
});

it("a request with two names of host is refused, whichever of them is ours", async () => {
  const { hostname, port } = new URL(running.address);
  const asked = async (lines: string) => {
    const socket = net.connect(Number(port), hostname);
    socket.write(`GET /healthz HTTP/1.1\r\n${lines}connection: close\r\n\r\n`);
    return (await text(socket)).split("\r\n")[0];
  };
  expect(await asked(`host: ${hostname}\r\n`)).toBe("HTTP/1.1 200 OK");
  expect(await asked(`host: ${hostname}\r\nHost: example.org\r\n`)).toBe("HTTP/1.1 400 Bad Request");
});

it("a folder in use, a taken port and a wrong setting are said in both languages", async () => {
  const words = async (more: Record<string, string>, folder: string) => {
    const error = await serve(folder, more).then(
      () => "it started",
      (reason: unknown) => reason,
    );
    const env = readEnvironment(more);
    return typeof env === "string" ? env : startProblem(error, env);
  };
  expect(await words({}, shared)).toMatch(/đang do tiến trình .* · .*in use by process/);
  const port = new URL(running.address).port;
  expect(await words({ PORT: port }, `${dir}-other`)).toMatch(
    new RegExp(`Cổng ${port} đang bận.* · Port ${port} is taken`),
  );
  expect(readEnvironment({ PORT: "eighty" })).toMatch(/PORT/);
  expect(readEnvironment({ DATABASE_URL: "mysql://x" })).toMatch(/DATABASE_URL/);
  expect(await words({ SO_NGUON_DEMO: "1", HOST: "0.0.0.0" }, dir)).toMatch(
    /chỉ chạy trên máy này.* · .*loopback only/,
  );
});

it("a ledger whose files were set back is not signed", async () => {
  const first = await serve(dir, { SO_NGUON_ORIGIN: "", SO_NGUON_DEMO: "1" });
  const size = first.service.intake.size;
  await first.close();
  const backup = `${dir}-backup`;
  fs.cpSync(path.join(dir, "postgres"), backup, { recursive: true });
  const second = await serve(dir, { SO_NGUON_ORIGIN: "", SO_NGUON_DEMO: "1" });
  const { scribe } = second.service.services.demo!;
  await scribe.write("operator", "clock.tick", {});
  expect(second.service.intake.size).toBeGreaterThan(size);
  await second.close();
  fs.rmSync(path.join(dir, "postgres"), { recursive: true });
  fs.renameSync(backup, path.join(dir, "postgres"));
  const error = await serve(dir, { SO_NGUON_ORIGIN: "", SO_NGUON_DEMO: "1" }).then(
    () => new Error("it started"),
    (reason: unknown) => reason as Error,
  );
  expect(error.message).toMatch(/Máy ký đã xác nhận sổ .* mục/);
});

it("the pens of the demo never use a number twice, whatever was signed and not sent before a restart", async () => {
  const seqs = new Map<string, string>();
  const note = (bytes: Uint8Array, kid: string, seq: number) => {
    const id = createHash("sha256").update(bytes).digest("hex");
    expect(seqs.get(`${kid}/${seq}`) ?? id).toBe(id);
    seqs.set(`${kid}/${seq}`, id);
  };
  const { decodeEntry } = await import("../../src/format/entry.ts");
  for (let start = 0; start < 3; start++) {
    const running = await serve(dir, { SO_NGUON_ORIGIN: "", SO_NGUON_DEMO: "1" });
    const { scribe } = running.service.services.demo!;
    const signed = await Promise.all(Array.from({ length: 300 }, () => scribe.sign("operator", "clock.tick", {})));
    for (const bytes of signed) {
      const decoded = decodeEntry(bytes);
      if (!("entry" in decoded)) throw new Error("a pen wrote what does not read");
      note(bytes, Buffer.from(decoded.entry.kid).toString("hex"), decoded.entry.seq);
    }
    const sent = await scribe.deliver(signed.slice(100, 110));
    expect(sent.every((answer) => answer.ok)).toBe(true);
    await running.close();
  }
  expect(seqs.size).toBe(900);
});
