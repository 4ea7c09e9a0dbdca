/**
 * The same tree heads and proofs, judged by Go's x/mod (the code behind the Go checksum database), which knows nothing of us.
 * Needs Debian's `golang-go` and `golang-golang-x-mod-dev`.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { base64, concat, unhex } from "../../src/format/bytes.ts";
import { headOf, openNote, parseTreeHead, signNote } from "../../src/format/note.ts";

import {
  consistencyProof,
  inclusionProof,
  leafHash,
  verifyConsistency,
  verifyInclusion,
} from "../../src/format/tree.ts";
import golden from "../format/vectors/head.json" with { type: "json" };
import { describeWith, GOPATH, itWith, needGo } from "../machine.ts";
import {
  type Case,
  growth,
  headForgeries,
  honestLog,
  LEAVES,
  log,
  ORIGIN,
  record,
  recordForgeries,
  SIZE,
  successionForgeries,
  successions,
  treeForgeries,
  vkeys,
} from "./forgeries.ts";

type Verdict = {
  ok: boolean;
  reason?: string;
  roots?: string[];
  notes?: string[];
  records?: string[][];
  trees?: string[][];
};

const go = needGo();

const folder = mkdtempSync(join(tmpdir(), "so-nguon-go-"));
const program = join(folder, "verifier");

beforeAll(() => {
  if (!go.present) return;
  const built = spawnSync("go", ["build", "-o", program, join(import.meta.dirname, "go/main.go")], {
    env: { ...process.env, GO111MODULE: "off", GOPATH, GOCACHE: join(folder, "cache"), GOFLAGS: "" },
    encoding: "utf8",
  });
  if (built.status !== 0) throw new Error(`go build: ${built.stderr}`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function askGo(cases: object[]): Verdict[] {
  const asBase64 = (_: string, value: unknown) => (value instanceof Uint8Array ? base64(value) : value);
  const run = spawnSync(program, { input: JSON.stringify(cases, asBase64), encoding: "utf8", maxBuffer: 1 << 26 });
  if (run.status !== 0) throw new Error(`verifier: ${run.stderr}`);
  return JSON.parse(run.stdout) as Verdict[];
}

/** Our own answer to the question that main.go answers. */
async function ourVerdict(question: Case): Promise<boolean> {
  const open = async (note: string) => {
    const size = headOf(note)?.size ?? 0;
    const inForce = question.keys?.findLast((each) => each.from <= size)?.vkey;
    const vkeys = inForce === undefined ? question.vkeys : [inForce, ...question.vkeys];
    const opened = await openNote(note, vkeys);
    const head = opened === undefined ? undefined : parseTreeHead(opened.text);
    return opened?.verified.length === vkeys.length && head?.origin === question.origin ? head : undefined;
  };
  const { kind, index, leaf, proof } = question;
  const head = await open(question.note);
  if (head === undefined) return false;
  if (kind === "record") {
    return verifyInclusion({ index, size: head.size, leaf: leafHash(leaf), root: head.root, proof });
  }
  const old = await open(question.oldNote);
  if (old === undefined) return false;
  return verifyConsistency({ oldSize: old.size, newSize: head.size, oldRoot: old.root, newRoot: head.root, proof });
}

/** Our answer and Go's. */
async function answers(question: Case): Promise<boolean[]> {
  return [await ourVerdict(question), askGo([question])[0]!.ok];
}

describeWith(go, "we and Go accept", () => {
  it("every leaf under every head", async () => {
    const cases: Case[] = [];
    for (const size of [1, 2, 3, 7, 8, 9, 16, 17, SIZE]) {
      for (let index = 0; index < size; index++) cases.push(await record(index, size));
    }
    for (const each of cases) expect(await ourVerdict(each)).toBe(true);
    expect(askGo(cases).map(({ reason }) => reason)).toEqual(cases.map(() => undefined));
  });

  it("every growth of the log", async () => {
    const cases: Case[] = [];
    for (const size of [1, 2, 7, 8, 16, 17, SIZE]) {
      for (let oldSize = 1; oldSize <= size; oldSize++) cases.push(await growth(oldSize, size));
    }
    for (const each of cases) expect(await ourVerdict(each)).toBe(true);
    expect(askGo(cases).map(({ reason }) => reason)).toEqual(cases.map(() => undefined));
  });

  it("the golden cosigned head", async () => {
    const honest = await record();
    const leaf = unhex(golden.leaves[6]!);
    const proof = inclusionProof(6, 7, honestLog.read);
    expect(new Set(await answers({ ...honest, note: golden.cosigned, leaf, index: 6, proof }))).toEqual(
      new Set([true]),
    );
  });
});

describeWith(go, "we and Go refuse a leaf with", () => {
  it.each(recordForgeries)("%s", async (_, forge) => {
    expect(new Set(await answers(await forge()))).toEqual(new Set([false]));
  });
});
describeWith(go, "we and Go refuse a head with", () => {
  it.each(headForgeries)("%s", async (_, forge) => {
    expect(new Set(await answers(await forge()))).toEqual(new Set([false]));
  });
});
describeWith(go, "we and Go refuse as growth", () => {
  it.each(treeForgeries)("%s", async (_, forge) => {
    expect(new Set(await answers(await forge()))).toEqual(new Set([false]));
  });
});

describeWith(go, "we and Go follow the log's key", () => {
  it.each(successions)("%s", async (_, make) => {
    expect(new Set(await answers(await make()))).toEqual(new Set([true]));
  });
});
describeWith(go, "we and Go refuse of its keys", () => {
  it.each(successionForgeries)("%s", async (_, forge) => {
    expect(new Set(await answers(await forge()))).toEqual(new Set([false]));
  });
});

itWith(go, "Go writes the same roots, signed heads and proofs byte for byte", async () => {
  const [name, id] = vkeys[0]!.split("+");
  const skey = `PRIVATE+KEY+${name}+${id}+${base64(concat(Uint8Array.of(1), new Uint8Array(32).fill(1)))}`;
  const [made] = askGo([{ kind: "make", origin: ORIGIN, skey, leaves: LEAVES }]);
  const sizes = LEAVES.map((_, index) => index + 1);
  expect(made?.reason).toBeUndefined();
  expect(made?.roots).toEqual(sizes.map((size) => base64(honestLog.roots[size]!)));
  expect(made?.notes).toEqual(await Promise.all(sizes.map((size) => signNote(honestLog.text(size), ORIGIN, log))));
  expect(made?.records).toEqual(LEAVES.map((_, n) => inclusionProof(n, SIZE, honestLog.read).map(base64)));
  expect(made?.trees).toEqual(sizes.map((size) => consistencyProof(size, SIZE, honestLog.read).map(base64)));
});
