// What a witness answers, request by request, with a memory on a real disk.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { REPLACE_STEPS, type ReplaceStep } from "../../src/disk/durable.ts";
import { FolderInUse, lockFolder } from "../../src/disk/lock.ts";
import { base64, concat, fromUtf8, utf8 } from "../../src/format/bytes.ts";
import { signerFromSeed } from "../../src/format/ed25519.ts";
import { openNote, signNote, treeHeadText } from "../../src/format/note.ts";
import { Keeper } from "../../src/witness/keeper.ts";
import { decideCosign, logsOf, parseRequest } from "../../src/witness/server.ts";
import { WitnessClock } from "../../src/witness/witness-clock.ts";
import { MemoryLost, openWitnessMemory, type WitnessMemory } from "../../src/witness/witness-memory.ts";
import { logSigner, logVkey, makeLog, ORIGIN, request, witnessKey } from "./logs.ts";

const log = makeLog(40);
const me = await witnessKey(1);
const NOW_S = Date.UTC(2026, 10, 10) / 1000;

let dir: string;
let nowMs: number;
let steadyMs: number;
let said: string[];
const opened: WitnessMemory[] = [];

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-witness-"));
  [nowMs, steadyMs, said] = [NOW_S * 1000, 0, []];
});
afterEach(() => {
  for (const memory of opened.splice(0)) memory.close();
  fs.rmSync(dir, { recursive: true, force: true });
});

const place = (folder = "memory", at?: (step: ReplaceStep) => void) => ({
  dir: path.join(dir, folder),
  keyFile: path.join(dir, "key.json"),
  lock: lockFolder,
  ...(at ? { at } : {}),
});

async function open(at?: (step: ReplaceStep) => void, vkeys = [logVkey]): Promise<Keeper> {
  const memory = await openWitnessMemory(place("memory", at));
  opened.push(memory);
  const clock = new WitnessClock({ wallMs: () => nowMs, steadyMs: () => steadyMs }, memory.lastS, false);
  const { name, signer } = me;
  return new Keeper({ name, signer, logs: logsOf(vkeys)!, memory, clock, say: (line) => said.push(line) });
}

function shut(): void {
  for (const memory of opened.splice(0)) memory.close();
}

/** Whether a reply cosigns the log's head of this size. */
async function cosigns(reply: { status: number; body: string }, size: number): Promise<boolean> {
  const note = await openNote((await log.note(size)) + reply.body, [logVkey, me.vkey]);
  return reply.status === 200 && note?.verified.some((line) => line.type === 4 && line.timeS === NOW_S) === true;
}

describe("a witness", () => {
  test("cosigns honest growth, step by step and again for the same head", async () => {
    const keeper = await open();
    expect(keeper.vkey).toBe(me.vkey);
    for (const [old, size] of [
      [0, 1],
      [1, 5],
      [5, 8],
      [8, 8],
      [8, 31],
      [31, 40],
    ] as const)
      expect(await cosigns(await keeper.add(await request(log, old, size)), size), `${old} to ${size}`).toBe(true);
  });

  test("says where it stands when asked from elsewhere", async () => {
    const keeper = await open();
    await keeper.add(await request(log, 0, 8));
    for (const old of [0, 3, 9])
      expect(await keeper.add(await request(log, old, 12))).toEqual({
        status: 409,
        type: "text/x.tlog.size",
        body: "8\n",
      });
  });

  test("refuses a rollback and a log that shrank", async () => {
    const keeper = await open();
    await keeper.add(await request(log, 0, 20));
    expect((await keeper.add(await request(log, 0, 12))).status).toBe(409);
    expect((await keeper.add(await request(log, 12, 12))).status).toBe(409);
    const shrunk = await request(log, 20, 20, { note: await log.note(12) });
    expect((await keeper.add(shrunk)).status).toBe(400);
    expect(await cosigns(await keeper.add(await request(log, 20, 21)), 21)).toBe(true);
  });

  test("refuses a fork at its own size, and keeps both signed heads", async () => {
    const keeper = await open();
    await keeper.add(await request(log, 0, 20));
    const forked = makeLog(40, 15);
    for (const old of [0, 20]) expect((await keeper.add(await request(forked, old, 20))).status).toBe(409);
    const [file, ...more] = fs.readdirSync(path.join(dir, "memory/evidence"));
    expect(more).toEqual([]);
    const kept = fs.readFileSync(path.join(dir, "memory/evidence", file!), "utf8");
    expect(kept).toBe(`${await log.note(20)}\n${await forked.note(20)}`);
    expect(said).toHaveLength(1);
  });

  test("refuses a fork that grew, whatever proof comes with it", async () => {
    const keeper = await open();
    await keeper.add(await request(log, 0, 20));
    for (let forkAt = 0; forkAt < 20; forkAt++)
      expect((await keeper.add(await request(makeLog(40, forkAt), 20, 33))).status, `fork at ${forkAt}`).toBe(422);
    const honestProof = await request(log, 20, 33, { note: await makeLog(40, 19).note(33) });
    expect((await keeper.add(honestProof)).status).toBe(422);
  });

  test("takes a log that it has never seen without proof, and an empty tree with the empty root only", async () => {
    const keeper = await open();
    const text = treeHeadText({ origin: ORIGIN, size: 0, root: log.root(5) });
    const false0 = await request(log, 0, 0, { note: await signNote(text, ORIGIN, logSigner) });
    expect((await keeper.add(false0)).status).toBe(422);
    expect(await cosigns(await keeper.add(await request(log, 0, 0)), 0)).toBe(true);
    expect(await cosigns(await keeper.add(await request(log, 0, 7)), 7)).toBe(true);
  });

  test("does not know other origins, nor other keys under a known origin", async () => {
    const keeper = await open();
    const other = makeLog(9, 9, "elsewhere.example/log");
    expect((await keeper.add(await request(other, 0, 9))).status).toBe(404);
    const thief = await signerFromSeed(new Uint8Array(32).fill(9));
    expect((await keeper.add(await request(makeLog(9, 9, ORIGIN, thief), 0, 9))).status).toBe(403);
    const unsigned = await request(log, 0, 9, { note: (await log.note(9)).replace(ORIGIN, `${ORIGIN}2`) });
    expect((await keeper.add(unsigned)).status).toBe(404);
    const resized = await request(log, 0, 9, { note: (await log.note(9)).replace("\n9\n", "\n8\n") });
    expect((await keeper.add(resized)).status).toBe(403);
  });

  test("keeps several logs apart", async () => {
    const second = await signerFromSeed(new Uint8Array(32).fill(2));
    const other = makeLog(9, 9, "elsewhere.example/log", second);
    const vkey = await import("../../src/format/note.ts").then((note) =>
      note.vkeyOf("elsewhere.example/log", second.key),
    );
    const keeper = await open(undefined, [logVkey, vkey]);
    expect((await keeper.add(await request(log, 0, 20))).status).toBe(200);
    expect((await keeper.add(await request(other, 0, 4))).status).toBe(200);
    expect((await keeper.add(await request(log, 4, 21))).body).toBe("20\n");
    expect((await keeper.add(await request(other, 4, 9))).status).toBe(200);
  });

  test("never cosigns two histories, in whatever order honest and forked heads come at once", async () => {
    const forked = makeLog(40, 3);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 4, max: 40 })), {
          minLength: 2,
          maxLength: 20,
        }),
        async (asked) => {
          const folder = fs.mkdtempSync(path.join(dir, "many-"));
          const memory = await openWitnessMemory({ dir: folder, keyFile: path.join(folder, "key"), lock: lockFolder });
          const clock = new WitnessClock({ wallMs: () => nowMs, steadyMs: () => 0 }, undefined, false);
          const keeper = new Keeper({ ...me, logs: logsOf([logVkey])!, memory, clock, say: () => {} });
          const replies = await Promise.all(
            asked.map(async ([fork, old, size]) =>
              keeper.add(await request(fork ? forked : log, Math.min(old, size), size)),
            ),
          );
          memory.close();
          const sides = new Set(replies.flatMap((reply, i) => (reply.status === 200 ? [asked[i]![0]] : [])));
          expect(sides.size).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("its memory", () => {
  test("outlives the process", async () => {
    await (await open()).add(await request(log, 0, 20));
    shut();
    const again = await open();
    expect((await again.add(await request(log, 0, 30))).body).toBe("20\n");
    expect((await again.add(await request(makeLog(40, 3), 20, 30))).status).toBe(422);
  });

  test.each(REPLACE_STEPS.slice(0, -1))(
    "gives no cosignature when the disk fails after “%s”, nor later",
    async (failing) => {
      await (await open()).add(await request(log, 0, 5));
      shut();
      let failures = 0;
      const keeper = await open((step) => {
        // Once only: after a failed sync the next one may report success for what was never written.
        if (step === failing && failures++ === 0) throw new Error("EIO");
      });
      expect((await keeper.add(await request(log, 5, 9))).status).toBe(503);
      expect((await keeper.add(await request(log, 5, 9))).status).toBe(503);
      shut();
      const size = Number((await (await open()).add(await request(log, 0, 9))).body);
      expect([5, 9]).toContain(size);
    },
  );

  test("that somebody changed is not believed", async () => {
    await (await open()).add(await request(log, 0, 20));
    shut();
    const file = path.join(dir, "memory/memory.json");
    const text = fs.readFileSync(file, "utf8");
    for (const changed of ["", "{}", text.slice(0, 100), text.replace("\\n20\\n", "\\n12\\n")]) {
      fs.writeFileSync(file, changed);
      await expect(open(), changed).rejects.toBeInstanceOf(MemoryLost);
    }
    fs.writeFileSync(file, text);
    expect((await (await open()).add(await request(log, 0, 30))).body).toBe("20\n");
  });

  test("cannot be left behind: the key signs from its own memory only", async () => {
    await (await open()).add(await request(log, 0, 20));
    shut();
    await expect(openWitnessMemory(place("another"))).rejects.toBeInstanceOf(MemoryLost);
    fs.rmSync(path.join(dir, "memory"), { recursive: true });
    await expect(open()).rejects.toBeInstanceOf(MemoryLost);
  });

  test("belongs to one process at a time", async () => {
    await open();
    await expect(open()).rejects.toBeInstanceOf(FolderInUse);
  });
});

describe("its clock", () => {
  test("may not stand before the last cosignature, far ahead of it, or in 1970", async () => {
    const at = (ms: number, lastS?: number) => () =>
      new WitnessClock({ wallMs: () => ms, steadyMs: () => 0 }, lastS, false);
    expect(at(0)).toThrow();
    expect(at(NOW_S * 1000 - 1, NOW_S)).toThrow();
    expect(at((NOW_S + 91 * 86_400) * 1000, NOW_S)).toThrow();
    expect(at((NOW_S + 89 * 86_400) * 1000, NOW_S)).not.toThrow();
  });

  test("stops the witness when it leaps", async () => {
    const keeper = await open();
    expect((await keeper.add(await request(log, 0, 5))).status).toBe(200);
    nowMs += 3_600_000;
    expect((await keeper.add(await request(log, 5, 6))).status).toBe(503);
    nowMs -= 3_600_000;
    expect((await keeper.add(await request(log, 5, 6))).status).toBe(503);
    shut();
    expect((await (await open()).add(await request(log, 5, 6))).status).toBe(200);
  });

  test("never dates a cosignature before an earlier one", async () => {
    const keeper = await open();
    await keeper.add(await request(log, 0, 5));
    nowMs -= 5_000;
    expect((await keeper.add(await request(log, 5, 6))).status).toBe(503);
    nowMs += 5_000;
    expect((await keeper.add(await request(log, 5, 6))).status).toBe(200);
  });
});

describe("a malformed request", () => {
  const judge = async (body: Uint8Array | string) =>
    (
      await decideCosign(
        logsOf([logVkey])!,
        () => ({ last: undefined, keys: undefined }),
        typeof body === "string" ? utf8(body) : body,
      )
    ).status;

  test("is told so", async () => {
    const note = await log.note(9);
    const line = base64(log.root(3));
    for (const body of [
      "",
      "\n\n",
      note,
      `old\n\n${note}`,
      `old 00\n\n${note}`,
      `old -1\n\n${note}`,
      `old 1 \n\n${note}`,
      `Old 0\n\n${note}`,
      `old 99999999999999999\n\n${note}`,
      `old 9007199254740993\n\n${note}`,
      `old 0\r\n\r\n${note}`,
      `old 0\n${note}`,
      `old 0\n\n\n${note}`,
      `old 0\n${line.slice(4)}\n\n${note}`,
      `old 0\n${line.replace("=", "")}\n\n${note}`,
      `old 0\n${`${line}\n`.repeat(64)}\n${note}`,
      `old 0\n\n${note.slice(0, -1)}`,
      `old 0\n\n${note.replace("\n9\n", "\n9\nextension\n")}`,
      `old 0\n\n${note.replace("\n9\n", "\n09\n")}`,
      concat(utf8("old 0\n\n"), Uint8Array.of(0xff), utf8(note)),
      utf8(`old 0\n\n${note}${`— x ${base64(new Uint8Array(68))}\n`.repeat(1000)}`),
    ])
      expect(await judge(body), String(body).slice(0, 60)).toBe(400);
    expect(await judge(`old 10\n\n${note}`)).toBe(400);
    expect(await judge(`old 0\n\n${note}`)).toBe(200);
    expect(await judge(`old 0\n${line}\n\n${note}`)).toBe(422);
  });

  test("of any bytes never throws and never passes", async () => {
    const honest = await request(log, 5, 9);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        expect(await judge(bytes)).toBe(400);
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(honest.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const bytes = honest.slice();
        bytes[at]! ^= change;
        const status = (
          await decideCosign(
            logsOf([logVkey])!,
            () => ({ last: { size: 5, root: log.root(5), note: "" }, keys: undefined }),
            bytes,
          )
        ).status;
        expect(status, fromUtf8(bytes)).not.toBe(200);
      }),
      { numRuns: 500 },
    );
    expect(parseRequest(honest)?.oldSize).toBe(5);
  });
});
