/**
 * Our log before a witness that somebody else could have written: Go's x/mod decides what is honest growth, and our client must satisfy
 * it. Debian 12 has no packaged witness (sigsum-witness begins with 13), so a hundred lines around `note.Open` and `tlog.CheckTree` stand
 * for one. Needs `golang-go` and `golang-golang-x-mod-dev`.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { base64 } from "../../src/format/bytes.ts";
import { checkPolicy, policyOf } from "../../src/format/witness-policy.ts";
import { Cosigning } from "../../src/witness/client.ts";
import { placesOf } from "../../src/witness/places.ts";
import { decideCosign, logsOf } from "../../src/witness/server.ts";
import { describeWith, GOPATH, needGo } from "../machine.ts";
import { logSigner, logVkey, makeLog, ORIGIN, request, type TestLog, witnessKey } from "../witness/logs.ts";

const go = needGo();

const folder = mkdtempSync(join(tmpdir(), "so-nguon-go-witness-"));
const program = join(folder, "witness");
const children: ChildProcess[] = [];
const key = await witnessKey(1);
const policy = policyOf({ origin: ORIGIN, logKey: logSigner.key, witnesses: [key.vkey], witnessesNeeded: 1 })!;

beforeAll(() => {
  if (!go.present) return;
  const built = spawnSync("go", ["build", "-o", program, join(import.meta.dirname, "go-witness/main.go")], {
    env: { ...process.env, GO111MODULE: "off", GOPATH, GOCACHE: join(folder, "cache"), GOFLAGS: "" },
    encoding: "utf8",
  });
  if (built.status !== 0) throw new Error(`go build: ${built.stderr}`);
});
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

/** A fresh Go witness of our log: its vkey and address. */
async function foreignWitness(): Promise<{ vkey: string; url: string }> {
  const seed = base64(new Uint8Array(32).fill(101));
  const child = spawn(program, [key.name, seed, logVkey], { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) if (lines.push(line) === 2) break;
  return { vkey: lines[0]!, url: lines[1]! };
}

async function cosigning(url: string, log: TestLog): Promise<Cosigning> {
  let stored: string | undefined;
  return Cosigning.open({
    policy,
    places: placesOf(policy, `${key.vkey} ${url}`),
    prove: log.prove,
    store: {
      read: async () => stored,
      write: async (note) => {
        stored = note;
      },
    },
    now: () => Date.now(),
    pauseMs: 0,
    shortestRetryMs: 20,
  });
}

const sizeOf = (note: string | undefined) => Number(note?.split("\n")[1] ?? 0);
const log = makeLog(70);

describeWith(go, "a witness made of Go's x/mod", () => {
  it("cosigns our log at every size as it grows, also after we forgot where it stands", async () => {
    const { url, vkey } = await foreignWitness();
    expect(vkey).toBe(key.vkey);
    let client = await cosigning(url, log);
    for (let size = 1; size <= 70; size += size % 5 === 0 ? 3 : 1) {
      if (size % 10 === 0) {
        await client.close();
        client = await cosigning(url, log);
      }
      client.offer(await log.note(size));
      await vi.waitFor(() => expect(sizeOf(client.newest())).toBe(size), { timeout: 5_000, interval: 2 });
      expect(await checkPolicy(client.newest()!, policy)).toMatchObject({
        ok: true,
        cosigners: [{ name: key.name }],
      });
    }
    await client.close();
  });

  it("refuses our log when it forks, shrinks or runs backwards, and our client says so", async () => {
    const { url } = await foreignWitness();
    const honest = await cosigning(url, log);
    honest.offer(await log.note(40));
    await vi.waitFor(() => expect(sizeOf(honest.newest())).toBe(40));
    await honest.close();
    for (const [size, forkAt, reason] of [
      [40, 39, "conflict"],
      [41, 39, "refused 422"],
      [64, 0, "refused 422"],
      [39, 70, "ahead"],
    ] as const) {
      const forked = makeLog(70, forkAt);
      const client = await cosigning(url, forked);
      client.offer(await forked.note(size));
      await vi.waitFor(() => expect(client.health().late).toEqual([{ name: key.name, reason }]), { timeout: 5_000 });
      expect(client.newest()).toBeUndefined();
      await client.close();
    }
  });

  it("answers requests as our own witness decides them", async () => {
    const { url } = await foreignWitness();
    let remembered: { size: number; root: Uint8Array; note: string } | undefined;
    const other = makeLog(70, 70, "elsewhere.example/log");
    const forked = makeLog(70, 20);
    const bodies = [
      await request(log, 0, 30),
      await request(log, 0, 31),
      await request(log, 30, 30),
      await request(forked, 30, 30),
      await request(forked, 30, 50),
      await request(log, 29, 50),
      await request(other, 30, 50),
      await request(log, 30, 50, { note: (await log.note(50)).replace("\n50\n", "\n51\n") }),
      await request(log, 30, 50, { note: await log.note(49) }),
      await request(log, 30, 30, { note: await log.note(20) }),
      new TextEncoder().encode("old 030\n\n"),
      new TextEncoder().encode("nonsense"),
      await request(log, 30, 64),
      await request(log, 64, 70),
    ];
    const statuses: [number, number][] = [];
    for (const body of bodies) {
      const ours = await decideCosign(logsOf([logVkey])!, () => ({ last: remembered, keys: undefined }), body);
      if (ours.status === 200) remembered = { ...ours.head, note: ours.note };
      const response = await fetch(`${url}/add-checkpoint`, {
        method: "POST",
        body: body as Uint8Array<ArrayBuffer>,
      });
      await response.text();
      statuses.push([ours.status, response.status]);
    }
    expect(statuses.map(([ours]) => ours)).toEqual([
      200, 409, 200, 409, 422, 409, 404, 403, 422, 400, 400, 400, 200, 200,
    ]);
    expect(statuses.map(([, theirs]) => theirs)).toEqual(statuses.map(([ours]) => ours));
  });
});
