// The agent beside a weighbridge with its file on a real disk: plates, a network that goes away, and a process that ends at every step of
// every write. Figures by hand.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KeyFile, makeKeyFile } from "../../src/disk/keyfile.ts";
import { hex } from "../../src/format/bytes.ts";
import { decodeEntry, noAnchor } from "../../src/format/entry.ts";
import { type AgentEvent, LedgerAway, type LedgerDoor, WeighAgent } from "../../src/scale/agent.ts";
import { Platform } from "../../src/scale/platform.ts";
import { WeighQueue } from "../../src/scale/weigh-queue.ts";

const ORIGIN = "test.songuon.example/weighbridge";
const SCALE = 12;
const VEHICLES: readonly (readonly [string, number])[] = [
  ["77C-555.01", 31],
  ["77C-555.02", 32],
  ["60C-155.01", 33],
];
const base = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-scale-"));
const keyFile = path.join(base, "scale.json");
let key: KeyFile;
beforeAll(async () => {
  makeKeyFile(keyFile, ORIGIN);
  key = await KeyFile.open(keyFile);
});
afterAll(() => fs.rmSync(base, { recursive: true }));

/** A ledger that gives the same bytes the same index, and may be away. */
class SmallLedger implements LedgerDoor {
  readonly taken: string[] = [];
  sendings = 0;
  away = false;
  refusal: string | undefined;

  #reach(): void {
    if (this.away) throw new LedgerAway();
  }
  async head() {
    this.#reach();
    return { origin: ORIGIN, anchor: noAnchor() };
  }
  async find(plate: string) {
    this.#reach();
    const digits = plate.replaceAll(/\D/g, "");
    return VEHICLES.filter(([each]) => each.replaceAll(/\D/g, "").endsWith(digits));
  }
  async send(entry: Uint8Array) {
    this.#reach();
    this.sendings += 1;
    if (this.refusal) return { refused: { code: this.refusal, vi: "Không nhận.", en: "Not taken." } };
    const text = hex(entry);
    if (!this.taken.includes(text)) this.taken.push(text);
    return { index: this.taken.indexOf(text) };
  }
  /** What the taken entries say. */
  get bodies(): unknown[] {
    return this.taken.map((text) => {
      const decoded = decodeEntry(Buffer.from(text, "hex"));
      if ("malformed" in decoded) throw new Error(JSON.stringify(decoded.malformed));
      return decoded.entry.body;
    });
  }
}

/** One clock for all processes of a test. */
const clock = { atMs: 0 };

class Post {
  readonly said: AgentEvent[] = [];
  readonly queue: WeighQueue;
  readonly agent: WeighAgent;

  private constructor(queue: WeighQueue, door: LedgerDoor) {
    this.queue = queue;
    this.agent = new WeighAgent({
      queue,
      platform: new Platform(20),
      key,
      door,
      end: "empty",
      now: () => 1_795_000_000_000 + clock.atMs,
      say: (event) => this.said.push(event),
      fail: () => undefined,
    });
  }

  static async at(dir: string, door: LedgerDoor, step: () => void = () => {}): Promise<Post> {
    fs.mkdirSync(dir, { recursive: true });
    const post = new Post(await WeighQueue.open(dir, SCALE, step), door);
    await post.shown([0, 2]);
    return post;
  }

  async shown(...stretches: readonly (readonly [kg: number, seconds: number])[]): Promise<void> {
    for (const [kg, seconds] of stretches)
      for (let i = 0; i < seconds * 10; i++) {
        clock.atMs += 100;
        await this.agent.hear({ kg, net: false, outOfRange: false, motion: false }, clock.atMs);
      }
  }

  /** On, steady, the plate typed, off. */
  async visit(plate: string, kg: number): Promise<void> {
    await this.shown([kg, 4]);
    await this.agent.name(plate);
    await this.shown([0, 2]);
  }

  get whats(): string[] {
    return this.said.map(({ what }) => what);
  }
}

const folder = (() => {
  let made = 0;
  return () => path.join(base, `queue-${++made}`);
})();
const LOAD = { scale: SCALE, vehicle: 31, grossKg: 26_310, tareKg: 11_300 };

test("a vehicle weighed empty and full becomes one signed weighing, sent once", async () => {
  const ledger = new SmallLedger();
  const post = await Post.at(folder(), ledger);
  await post.visit("77c 555 01", 11_300);
  await post.visit("55501", 26_310);
  await post.agent.send();
  expect(ledger.bodies).toEqual([LOAD]);
  expect(post.whats).toEqual(["empty", "steady", "named", "first", "steady", "named", "weighed", "sent"]);
  await post.agent.send();
  expect([ledger.sendings, post.queue.state.waiting]).toEqual([1, []]);
});

test("the plate is said before, while or after the vehicle is on the plate, and never given to the next one", async () => {
  const ledger = new SmallLedger();
  const post = await Post.at(folder(), ledger);
  await post.agent.name("77C-555.01");
  await post.shown([11_300, 4], [0, 2], [26_310, 4], [0, 2]);
  await post.agent.name("77C-555.01");
  await post.agent.send();
  expect(ledger.bodies).toEqual([LOAD]);
  // Unnamed, and another is steady on the plate: nobody can say any more whose it was.
  await post.shown([12_000, 4], [0, 2], [13_000, 4]);
  await post.agent.name("77C-555.02");
  await post.shown([0, 2]);
  expect(post.queue.state.first).toMatchObject([{ plate: "77C-555.02", lowKg: 13_000 }]);
  // A visit of eleven minutes ago is not the one whose plate is typed now; honest twin, nine minutes.
  await post.shown([16_000, 4], [0, 2]);
  clock.atMs += 11 * 60_000;
  await post.agent.name("77C-555.01");
  expect(post.whats.slice(-3)).toEqual(["left", "dropped", "named"]);
  await post.shown([0, 2], [17_000, 2], [0, 2]);
  await post.shown([16_100, 4], [0, 2]);
  clock.atMs += 9 * 60_000;
  await post.agent.name("60C-155.01");
  expect(post.said.at(-1)).toEqual({ what: "first", plate: "60C-155.01", kg: 16_100 });
  await post.shown([0, 2]);
  // Spoilt: whose turn it is is asked anew.
  await post.agent.name("60C-155.01");
  await post.shown([14_000, 2], [0, 2], [15_000, 4], [0, 2]);
  expect(post.whats.slice(-4)).toEqual(["named", "spoilt", "steady", "left"]);
  expect(post.queue.state.first.map(({ plate }) => plate)).toEqual(["77C-555.02", "60C-155.01"]);
});

test("a plate that is not registered, or that several vehicles end in, is asked for again", async () => {
  const post = await Post.at(folder(), new SmallLedger());
  await post.shown([11_300, 4]);
  await post.agent.name("99X-000.00");
  await post.agent.name("");
  await post.agent.name("55.0");
  expect(post.said.slice(2)).toEqual([
    { what: "no-vehicle", typed: "99X-000.00" },
    { what: "no-vehicle", typed: "55.0" },
  ]);
  await post.agent.name("5501");
  expect(post.said.at(-1)).toEqual({ what: "several", plates: ["77C-555.01", "60C-155.01"] });
});

test("without a network weighings are signed and kept, in a new process too, and sent in their order when it is back", async () => {
  const ledger = new SmallLedger();
  const dir = folder();
  const before = await Post.at(dir, ledger);
  await before.visit("77C-555.01", 11_300);
  ledger.away = true;
  await before.visit("55501", 26_310);
  // Never met here: written as typed, looked up later.
  await before.visit("77C-555.02", 12_000);
  await before.agent.send();
  const after = await Post.at(dir, ledger);
  await after.visit("77C-555.02", 28_000);
  await after.agent.send();
  await after.agent.send();
  expect(after.said.filter(({ what }) => what === "away")).toEqual([{ what: "away", waiting: 2 }]);
  expect(ledger.taken).toEqual([]);
  ledger.away = false;
  await after.agent.send();
  expect(ledger.bodies).toEqual([LOAD, { scale: SCALE, vehicle: 32, grossKg: 28_000, tareKg: 12_000 }]);
});

test("what the ledger refuses is told and kept apart, and does not hold up the next", async () => {
  const ledger = new SmallLedger();
  const dir = folder();
  const post = await Post.at(dir, ledger);
  await post.visit("77C-555.01", 11_300);
  ledger.refusal = "no-standing";
  await post.visit("77C-555.01", 26_310);
  await post.agent.send();
  expect(post.said.at(-1)).toMatchObject({ what: "refused", plate: "77C-555.01", code: "no-standing" });
  ledger.refusal = undefined;
  await post.visit("77C-555.02", 12_000);
  await post.visit("77C-555.02", 28_000);
  await post.agent.send();
  expect(ledger.bodies).toMatchObject([{ vehicle: 32 }]);
  expect((await WeighQueue.open(dir, SCALE)).state.refused).toMatchObject([{ vehicle: 31, code: "no-standing" }]);
});

test("a process that ends at any step of any write loses no weighing and has none signed twice", async () => {
  class Killed extends Error {}
  /** Plays the story until the given step of its writes; answers at which step the weighing was on disk, and how many steps there were. */
  const live = async (dir: string, ledger: SmallLedger, killAt: number) => {
    let steps = 0;
    let keptAt = Number.POSITIVE_INFINITY;
    const file = path.join(dir, "weighings.json");
    const step = () => {
      steps += 1;
      const text = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
      if (text.includes('"grossKg":26310')) keptAt = Math.min(keptAt, steps);
      if (steps === killAt) throw new Killed();
    };
    try {
      const post = await Post.at(dir, ledger, step);
      await post.visit("77C-555.01", 11_300);
      await post.visit("77C-555.01", 26_310);
      await post.agent.send();
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
    return { steps, keptAt };
  };
  const whole = await live(folder(), new SmallLedger(), 0);
  // Writes: the vehicle met, the first visit, the weighing, the log's head before it is signed or after, the signature, the weighing gone.
  expect(whole.steps).toBe(6 * 5);
  const found: number[] = [];
  for (let killAt = 1; killAt <= whole.steps; killAt++) {
    const dir = folder();
    const ledger = new SmallLedger();
    await live(dir, ledger, killAt);
    const again = await Post.at(dir, ledger);
    await again.agent.send();
    await again.agent.send();
    expect([killAt, again.queue.state.waiting]).toEqual([killAt, []]);
    found.push(ledger.taken.length);
    if (ledger.taken.length > 0) expect(ledger.bodies).toEqual([LOAD]);
  }
  // Once and only once from the moment at which the file with it had its name.
  expect(found).toEqual(Array.from({ length: whole.steps }, (_, at) => (at + 1 < whole.keptAt ? 0 : 1)));
  expect(whole.keptAt).toBeLessThan(whole.steps);
});

test("a queue of another scale, or one that is not whole, is refused and left as it is", async () => {
  const dir = folder();
  await (await WeighQueue.open(fs.mkdirSync(dir, { recursive: true })!, SCALE)).change(() => ({ origin: ORIGIN }));
  await expect(WeighQueue.open(dir, 13)).rejects.toMatchObject({ code: "bad-queue" });
  const file = path.join(dir, "weighings.json");
  const half = fs.readFileSync(file, "utf8").slice(0, 40);
  fs.writeFileSync(file, half);
  await expect(WeighQueue.open(dir, SCALE)).rejects.toMatchObject({ code: "bad-queue" });
  expect(fs.readFileSync(file, "utf8")).toBe(half);
});
