// The log's side: heads are carried to witnesses of ours and to servers that behave badly, over real sockets of this machine.
import fs from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { lockFolder } from "../../src/disk/lock.ts";
import { cosignNote, vkeyOf } from "../../src/format/note.ts";
import { checkPolicy, policyOf, policyText, type WitnessPolicy } from "../../src/format/witness-policy.ts";
import { Cosigning, type CosigningParts } from "../../src/witness/client.ts";
import { makeWitnessServer } from "../../src/witness/http.ts";
import { Keeper } from "../../src/witness/keeper.ts";
import { placesOf } from "../../src/witness/places.ts";
import { logsOf } from "../../src/witness/server.ts";
import { fileStore } from "../../src/witness/store.ts";
import { WitnessClock } from "../../src/witness/witness-clock.ts";
import { openWitnessMemory } from "../../src/witness/witness-memory.ts";
import { logSigner, logVkey, makeLog, ORIGIN, type TestLog, witnessKey } from "./logs.ts";

const log = makeLog(60);
const [one, two, three] = await Promise.all([witnessKey(1), witnessKey(2), witnessKey(3)]);

let dir: string;
const ends: (() => Promise<void> | void)[] = [];
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-cosigning-"));
});
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  fs.rmSync(dir, { recursive: true, force: true });
});

async function listening(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  ends.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const serve = (listener: RequestListener) => listening(createServer(listener));

type Key = Awaited<ReturnType<typeof witnessKey>>;

/** One of our own witnesses; `delay` may keep its answers back. */
async function witness(key: Key, delay?: () => Promise<void>): Promise<{ url: string; asked: () => number }> {
  const folder = path.join(dir, key.name);
  const memory = await openWitnessMemory({
    dir: folder,
    keyFile: path.join(dir, `${key.name}.json`),
    lock: lockFolder,
  });
  ends.push(() => memory.close());
  const clock = new WitnessClock({ wallMs: () => Date.now(), steadyMs: () => performance.now() }, undefined, false);
  const keeper = new Keeper({ ...key, logs: logsOf([logVkey])!, memory, clock, say: () => {} });
  const inner = makeWitnessServer(keeper).listeners("request")[0] as RequestListener;
  let asked = 0;
  const url = await serve((request, response) => {
    asked += 1;
    void (delay?.() ?? Promise.resolve()).then(() => inner(request, response));
  });
  return { url, asked: () => asked };
}

function policy(needed: number, ...keys: Key[]): WitnessPolicy {
  const witnesses = keys.map((key) => key.vkey);
  return policyOf({ origin: ORIGIN, logKey: logSigner.key, witnesses, witnessesNeeded: needed })!;
}

async function cosigning(
  of: WitnessPolicy,
  urls: readonly (readonly [Key, string])[],
  more: Partial<CosigningParts> = {},
  grown: TestLog = log,
): Promise<Cosigning> {
  const made = await Cosigning.open({
    policy: of,
    places: placesOf(of, urls.map(([key, url]) => `${key.vkey} ${url}/`).join("\n")),
    prove: grown.prove,
    store: fileStore(path.join(dir, "cosigned.note")),
    now: () => Date.now(),
    pauseMs: 0,
    shortestRetryMs: 20,
    timeoutMs: 5_000,
    ...more,
  });
  ends.push(() => made.close());
  return made;
}

const sizeOf = (note: string | undefined) => Number(note?.split("\n")[1] ?? 0);
const reaches = (made: Cosigning, size: number) =>
  vi.waitFor(() => expect(sizeOf(made.newest())).toBe(size), { timeout: 10_000, interval: 5 });
const fails = (made: Cosigning, name: string, reason: string) =>
  vi.waitFor(() => expect(made.health().late).toContainEqual({ name, reason }), { timeout: 10_000, interval: 5 });

describe("heads", () => {
  test("are published with the lines that the policy needs, newest after newest", async () => {
    const of = policy(2, one, two);
    const [a, b] = [await witness(one), await witness(two)];
    const made = await cosigning(of, [
      [one, a.url],
      [two, b.url],
    ]);
    expect(made.newest()).toBeUndefined();
    for (const size of [1, 2, 17, 60]) {
      made.offer(await log.note(size));
      await reaches(made, size);
      const verdict = await checkPolicy(made.newest()!, of);
      expect(verdict.ok && verdict.cosigners.map((each) => each.name)).toEqual([one.name, two.name]);
      expect(made.newest()!.startsWith(await log.note(size))).toBe(true);
    }
    expect(made.health()).toMatchObject({ degraded: false, waitingMs: 0, late: [], cosignedSize: 60 });
  });

  test("that come while witnesses are busy are not all carried: the newest is", async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const a = await witness(one, () => gate);
    const made = await cosigning(policy(1, one), [[one, a.url]]);
    for (let size = 1; size <= 60; size++) made.offer(await log.note(size));
    expect(made.newest()).toBeUndefined();
    open();
    await reaches(made, 60);
    expect(a.asked()).toBeLessThan(6);
  });

  test("beyond a change of the policy are not published under the old one, and those before it stay", async () => {
    const of = policy(1, one);
    const later = policy(1, two);
    const a = await witness(one);
    const judge = (note: string) => checkPolicy(note, sizeOf(note) > 17 ? later : of);
    const made = await cosigning(of, [[one, a.url]], { judge });
    made.offer(await log.note(17));
    await reaches(made, 17);
    const asked = a.asked();
    made.offer(await log.note(60));
    await vi.waitFor(() => expect(a.asked()).toBeGreaterThan(asked), { timeout: 10_000, interval: 5 });
    await made.close();
    expect(sizeOf(made.newest())).toBe(17);
    expect(sizeOf(fs.readFileSync(path.join(dir, "cosigned.note"), "utf8"))).toBe(17);
    // Whoever carries heads under the new policy begins with what the old one had reached.
    const next = await cosigning(later, [], { judge });
    expect(sizeOf(next.newest())).toBe(17);
  });

  test("stay as they are with the head before, while too few have cosigned", async () => {
    const a = await witness(one);
    let dead = false;
    const inner = await witness(two);
    const b = await serve((request, response) => {
      if (dead) return void request.socket.destroy();
      void fetch(inner.url + request.url, {
        method: "POST",
        body: request as never,
        duplex: "half",
      } as RequestInit).then(async (answer) => {
        const headers = { "content-type": answer.headers.get("content-type") ?? "" };
        response.writeHead(answer.status, headers).end(await answer.text());
      });
    });
    const made = await cosigning(policy(2, one, two), [
      [one, a.url],
      [two, b],
    ]);
    made.offer(await log.note(9));
    await reaches(made, 9);
    dead = true;
    made.offer(await log.note(12));
    await fails(made, two.name, "unreachable");
    made.offer(await log.note(15));
    expect(sizeOf(made.newest())).toBe(9);
    dead = false;
    await reaches(made, 15);
  });

  test("are shown again after a restart, and a witness that knows more than we remember is asked from there", async () => {
    const of = policy(1, one);
    const a = await witness(one);
    const first = await cosigning(of, [[one, a.url]]);
    first.offer(await log.note(20));
    await reaches(first, 20);
    await first.close();
    const second = await cosigning(of, [[one, a.url]]);
    expect(second.newest()).toBe(first.newest());
    second.offer(await log.note(33));
    await reaches(second, 33);
  });

  test("that were published under another policy are not shown", async () => {
    const a = await witness(one);
    const first = await cosigning(policy(1, one), [[one, a.url]]);
    first.offer(await log.note(20));
    await reaches(first, 20);
    await first.close();
    expect((await cosigning(policy(1, two), [])).newest()).toBeUndefined();
    expect((await cosigning(policy(2, one, two), [])).newest()).toBeUndefined();
  });

  test("of two processes of one log end with the larger one", async () => {
    const of = policy(1, one);
    const a = await witness(one);
    const [left, right] = [await cosigning(of, [[one, a.url]]), await cosigning(of, [[one, a.url]])];
    left.offer(await log.note(30));
    await reaches(left, 30);
    right.offer(await log.note(25));
    await reaches(right, 30);
    right.offer(await log.note(31));
    await reaches(right, 31);
  });

  test("gather lines beyond the needed ones when a slow witness comes after", async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const [a, b] = [await witness(one), await witness(two, () => gate)];
    const of = policy(1, one, two);
    const made = await cosigning(of, [
      [one, a.url],
      [two, b.url],
    ]);
    made.offer(await log.note(20));
    await reaches(made, 20);
    open();
    await vi.waitFor(async () => expect((await checkPolicy(made.newest()!, of)).cosigners).toHaveLength(2));
  });
});

describe("a witness that", () => {
  const hold: RequestListener = () => {};
  const cases: [string, string, RequestListener][] = [
    ["never answers", "timeout", hold],
    ["hangs up", "unreachable", (request) => request.socket.destroy()],
    ["refuses", "refused 403", (_, response) => response.writeHead(403).end("no\n")],
    ["fails", "refused 500", (_, response) => response.writeHead(500).end()],
    ["redirects", "refused 307", (_, response) => response.writeHead(307, { location: "/" }).end()],
    ["answers nonsense", "bad-answer", (_, response) => response.end("— nonsense\n")],
    ["answers nothing", "bad-answer", (_, response) => response.end()],
    ["floods", "bad-answer", (_, response) => response.end("x".repeat(100_000))],
    ["claims a larger log", "ahead", (_, response) => response.writeHead(409).end("1000\n")],
    ["claims another history", "conflict", (_, response) => response.writeHead(409).end("7\n")],
    ["claims a size that is none", "bad-answer", (_, response) => response.writeHead(409).end("-1\n")],
  ];
  test.each(cases)("%s is named, and the others go on without it", async (_, reason, listener) => {
    const [a, b] = [await witness(one), await serve(listener)];
    const made = await cosigning(
      policy(1, one, two),
      [
        [one, a.url],
        [two, b],
      ],
      { timeoutMs: 300 },
    );
    made.offer(await log.note(20));
    await reaches(made, 20);
    await fails(made, two.name, reason);
    made.offer(await log.note(21));
    await reaches(made, 21);
    expect(made.health().degraded).toBe(false);
  });

  test("signs another head, under another name, or with its clock off, is not counted", async () => {
    const nowS = Math.floor(Date.now() / 1000);
    const line = async (size: number, key: Key, timeS: number) =>
      (await cosignNote(await log.note(size), key.name, key.signer, timeS)).split("\n").at(-2);
    for (const [lines, reason] of [
      [[await line(19, two, nowS)], "bad-answer"],
      [[await line(20, three, nowS)], "bad-answer"],
      [[await line(20, { ...three, name: two.name }, nowS)], "bad-answer"],
      [[await line(20, two, nowS - 86_400)], "clock"],
      [[await line(20, two, nowS + 86_400)], "clock"],
    ] as const) {
      const url = await serve((_, response) => void response.end(`${lines.join("\n")}\n`));
      const made = await cosigning(policy(1, two), [[two, url]]);
      made.offer(await log.note(20));
      await fails(made, two.name, reason);
      expect(made.newest()).toBeUndefined();
      await made.close();
    }
    const answer = `${await line(20, three, nowS)}\n${await line(20, two, nowS)}\n`;
    const made = await cosigning(policy(1, two), [[two, await serve((_, response) => void response.end(answer))]]);
    made.offer(await log.note(20));
    await reaches(made, 20);
  });

  test("is dead is named by health once heads have waited too long, and no sooner", async () => {
    let nowMs = Date.now();
    const url = await serve((request) => request.socket.destroy());
    const more = { now: () => nowMs, patienceMs: 600_000, shortestRetryMs: 0 };
    const made = await cosigning(policy(1, one), [[one, url]], more);
    expect(made.health().degraded).toBe(false);
    nowMs += 900_000;
    expect(made.health(), "nothing was signed meanwhile").toMatchObject({ degraded: false, waitingMs: 0 });
    made.offer(await log.note(20));
    await fails(made, one.name, "unreachable");
    expect(made.health().degraded).toBe(false);
    nowMs += 600_001;
    made.offer(await log.note(21));
    expect(made.health()).toMatchObject({ degraded: true, signedSize: 21, cosignedSize: 0 });
  });

  test("has no address is named", async () => {
    const made = await cosigning(policy(1, one), []);
    made.offer(await log.note(20));
    expect(made.health().late).toEqual([{ name: one.name, reason: "no-address" }]);
  });

  test("saw a fork of this log cosigns neither side's next head", async () => {
    const a = await witness(one);
    const honest = await cosigning(policy(1, one), [[one, a.url]]);
    honest.offer(await log.note(20));
    await reaches(honest, 20);
    const forked = makeLog(60, 15);
    const other = await cosigning(
      policy(1, one),
      [[one, a.url]],
      { store: fileStore(path.join(dir, "forked")) },
      forked,
    );
    other.offer(await forked.note(20));
    await fails(other, one.name, "conflict");
    other.offer(await forked.note(40));
    await fails(other, one.name, "refused 422");
    expect(other.newest()).toBeUndefined();
  });
});

describe("a policy", () => {
  const genesis = { origin: ORIGIN, logKey: logSigner.key, witnessesNeeded: 1 };

  test("that lets a witness count twice, or that no head can meet, is none", () => {
    const renamed = vkeyOf("another.example", one.signer.key, 4);
    for (const witnesses of [[one.vkey, renamed], [one.vkey, one.vkey], ["x"], [logVkey], []])
      expect(policyOf({ ...genesis, witnesses })).toBeUndefined();
    expect(policyOf({ ...genesis, witnesses: [vkeyOf("log.example", logSigner.key, 4)] })).toBeUndefined();
    expect(policyOf({ ...genesis, witnesses: [one.vkey], witnessesNeeded: 2 })).toBeUndefined();
    expect(policyOf({ ...genesis, witnesses: [vkeyOf("x.example", new Uint8Array(32), 4)] })).toBeUndefined();
    expect(policyOf({ ...genesis, witnesses: [], witnessesNeeded: 0 })?.needed).toBe(0);
  });

  test("judges a note by the log's line and enough witnesses' lines", async () => {
    const of = policy(2, one, two, three);
    const note = await log.note(20);
    const once = await cosignNote(note, one.name, one.signer, 5);
    const twice = await cosignNote(once, three.name, three.signer, 6);
    expect(await checkPolicy(note, of)).toMatchObject({ ok: false, reason: "too-few", cosigners: [] });
    expect(await checkPolicy(once, of)).toMatchObject({ ok: false, reason: "too-few" });
    expect(await checkPolicy(twice, of)).toMatchObject({
      ok: true,
      head: { size: 20 },
      cosigners: [
        { name: one.name, timeS: 5 },
        { name: three.name, timeS: 6 },
      ],
    });
    const doubled = await cosignNote(once, "stranger.example", one.signer, 6);
    expect(await checkPolicy(doubled, of)).toMatchObject({ ok: false, reason: "too-few" });
    const unsigned = twice
      .split("\n")
      .filter((line) => !line.startsWith(`— ${ORIGIN} `))
      .join("\n");
    expect(await checkPolicy(unsigned, of)).toMatchObject({ ok: false, reason: "not-signed" });
    expect(await checkPolicy(twice.replace("\n20\n", "\n21\n"), of)).toMatchObject({ ok: false, reason: "malformed" });
    expect(await checkPolicy(twice, { ...of, origin: "other" })).toMatchObject({ ok: false, reason: "other-origin" });
  });

  test("is written for strangers' verifiers, and its lines can be read back as addresses", () => {
    const of = policy(2, one, two);
    const text = policyText(
      of,
      new Map([
        [one.vkey, "http://127.0.0.1:1"],
        [two.vkey, "https://b.example/w"],
      ]),
    );
    expect(text).toBe(
      `log ${logVkey}\nwitness w1 ${one.vkey} http://127.0.0.1:1\nwitness w2 ${two.vkey} https://b.example/w\ngroup g 2 w1 w2\nquorum g\n`,
    );
    expect(placesOf(of, text)).toEqual([
      { vkey: one.vkey, url: "http://127.0.0.1:1" },
      { vkey: two.vkey, url: "https://b.example/w" },
    ]);
    expect(() => placesOf(of, `${three.vkey} http://127.0.0.1:1`)).toThrow(/entry 0/);
    for (const url of ["", "ftp://x", "x", "http://x/?a=1"])
      expect(() => placesOf(of, `${one.vkey} ${url}`), url).toThrow(/address/);
  });
});
