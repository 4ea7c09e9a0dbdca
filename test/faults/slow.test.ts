// Clients that take their time, by the hundred: they send nothing, their headers or their bodies a byte at a time, or never read what they
// asked for. Each is cut off when its time is over, and everyone else is served meanwhile.
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openLog } from "../../src/cli/init.ts";
import { type Listening, listen, readEnvironment } from "../../src/node.ts";
import { firstRules } from "../../src/words/first-rules.ts";

const EACH = 40;
const DRIP_MS = 50;

let dir = "";
let running: Listening;
const slow = new Set<net.Socket>();

beforeEach(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-slow-"));
  const origin = "songuon.example/slow";
  const keys = path.join(dir, "keys");
  const roots = [1, 2, 3].map((n) => path.join(keys, `root-${n}.json`));
  const rules = firstRules(Math.floor(Date.now() / 1000));
  await openLog({ dir, keys }, { origin, province: "42", roots, rules, witnesses: [], witnessesNeeded: 0 });
  const env = readEnvironment({ PORT: "0", SO_NGUON_DATA: dir, SO_NGUON_KEYS: keys, SO_NGUON_ORIGIN: origin });
  if (typeof env === "string") throw new Error(env);
  running = await listen(env, undefined, { headersMs: 3000, requestMs: 4000, silenceMs: 5000, lookMs: 100 });
});
afterEach(async () => {
  for (const socket of slow) socket.destroy();
  slow.clear();
  await running.close();
  fs.rmSync(dir, { recursive: true, force: true });
});

/** A client that sends `first`, then `drip` a byte at a time for ever; answers what it heard until it was cut off. */
async function dawdle(first: string, drip: string): Promise<string> {
  const { hostname, port } = new URL(running.address);
  const socket = net.connect(Number(port), hostname);
  slow.add(socket);
  let heard = "";
  socket.on("error", () => {});
  socket.on("data", (chunk) => {
    heard += chunk.toString("latin1");
  });
  socket.write(first);
  let at = 0;
  const dripping = drip === "" ? undefined : setInterval(() => socket.write(drip[at++ % drip.length]!), DRIP_MS);
  await closed(socket);
  clearInterval(dripping);
  return heard;
}

/** However it ended. */
function closed(socket: net.Socket): Promise<void> {
  return new Promise((done) => socket.on("close", () => done()));
}

const many = (first: string, drip: string) => Array.from({ length: EACH }, () => dawdle(first, drip));

/** Others come all the while, each with a connection of its own, and all are answered. */
async function serveOthers(until: Promise<unknown>): Promise<number[]> {
  const statuses: number[] = [];
  let over = false;
  void until.finally(() => {
    over = true;
  });
  while (!over) {
    const reads = Array.from({ length: 5 }, () =>
      fetch(`${running.address}/healthz`, { headers: { connection: "close" } }),
    );
    const post = fetch(`${running.address}/entries`, {
      method: "POST",
      headers: { "content-type": "application/cose" },
      body: Buffer.from([1, 2, 3]),
    });
    for (const answer of await Promise.all([...reads, post])) statuses.push(answer.status);
  }
  return statuses;
}

const post = (type: string, length: string) =>
  `POST /entries HTTP/1.1\r\nhost: x\r\ncontent-type: ${type}\r\n${length}\r\n\r\n`;

/** What the others posted was no entry: 400 says that it was looked at, 429 that this address has posted enough of that. */
function expectServed(statuses: readonly number[]): void {
  expect(statuses).toContain(200);
  expect(statuses).toContain(400);
  expect(statuses.filter((status) => ![200, 400, 429].includes(status))).toEqual([]);
}

it.each([
  ["nothing", "", ""],
  ["headers, a byte at a time", "GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: ", "z"],
  ["an entry of announced length, a byte at a time", post("application/cose", "content-length: 4000"), "\u0001"],
  ["entries in pieces, a byte at a time", post("application/cbor-seq", "transfer-encoding: chunked"), "1\r\nz\r\n"],
])("clients that send %s are cut off, and everyone else is served", async (_name, first, drip) => {
  const cut = Promise.all(many(first, drip));
  const others = await serveOthers(cut);
  for (const heard of await cut) expect(heard).toMatch(/^HTTP\/1\.1 408 /);
  expect(others.length).toBeGreaterThan(0);
  expectServed(others);
});

it("clients that never read what they ask for are cut off, and everyone else is served", async () => {
  const { hostname, port } = new URL(running.address);
  const ask = "GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(5);
  const greedy = Array.from({ length: EACH }, async () => {
    // From an address of its own: whoever asks without end uses up what its address may ask, and nobody else's.
    const socket = net.connect({ port: Number(port), host: hostname, localAddress: "127.0.0.2" });
    slow.add(socket);
    socket.on("error", () => {});
    socket.pause();
    // It goes on asking: what breaks in the end is its writing, since it does not read.
    const asking = setInterval(() => socket.write(ask), DRIP_MS);
    await closed(socket);
    clearInterval(asking);
  });
  const others = await serveOthers(Promise.all(greedy));
  expectServed(others);
});
