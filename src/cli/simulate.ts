// `so-nguon simulate`: fills a ledger with a made-up province. One seed plays one story: the same keys, the same entries, the same root.
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { personaSeed, Scribe, StoryClock } from "../demo/scribe.ts";
import { KeyFile, makeKeyFile } from "../disk/keyfile.ts";
import { hex } from "../format/bytes.ts";
import { publicKeyFromSeed } from "../format/ed25519.ts";
import { readDate } from "../register/decimal.ts";
import { FRAUDS, type FraudName, isFraud, type Label } from "../simulate/frauds.ts";
import { type Simulated, simulate } from "../simulate/simulation.ts";
import { readHead } from "../store/append.ts";
import { openDatabase } from "../store/connect.ts";
import { migrate } from "../store/migrations.ts";
import { View } from "../store/view.ts";
import { formatCount } from "../words/as-written.ts";
import { CommandError } from "../words/command-error.ts";
import { type Call, type Command, EXIT, LEDGER, Misuse, needOption, ProgressLine, wholeOption } from "./command.ts";
import { KEY_FILES, type LedgerPlace, ledgerPlaceOf, placeText, startIntake } from "./open-ledger.ts";

export const command: Command = {
  name: "simulate",
  vi: "đổ đầy một sổ mới bằng một tỉnh giả lập",
  en: "fill a new ledger with a made-up province",
  usage: ["--seed N --loads N [--fraud LIST] [--from DD/MM/YYYY] --data DIR"],
  args: [0, 0],
  options: {
    ...LEDGER,
    seed: { type: "string", value: "N", vi: "hạt giống: cùng số thì cùng các mục", en: "same seed, same entries" },
    loads: { type: "string", value: "N", vi: "số chuyến", en: "number of loads" },
    fraud: {
      type: "string",
      value: "LIST",
      vi: "gian lận cài vào, cách nhau dấu phẩy, kèm số lần nếu cần (double-receipt:3); all là mọi loại",
      en: "frauds to plant, separated by commas, with a count where wanted (double-receipt:3); all plants every sort",
    },
    from: { type: "string", value: "DD/MM/YYYY", vi: "ngày đầu của câu chuyện", en: "the story's first day" },
  },
  more: {
    vi: `Nhãn gian lận ghi ra DIR/frauds.json (với DATABASE_URL: frauds.json trong thư mục khóa), không nằm trong sổ.\nCác loại: ${Object.keys(FRAUDS).join(", ")}`,
    en: "Labels of planted frauds go to DIR/frauds.json (with DATABASE_URL: frauds.json in the keys folder), never into the ledger.",
  },
  async run(call) {
    const seed = wholeOption(call, "seed", [0, Number.MAX_SAFE_INTEGER]);
    const loads = wholeOption(call, "loads", [1, 50_000_000]);
    if (seed === undefined) needOption(call, "seed");
    if (loads === undefined) needOption(call, "loads");
    const frauds = readFrauds(call.option("fraud"), loads!);
    return fill(call, ledgerPlaceOf(call), { seed: seed!, loads: loads!, frauds, startMs: readStart(call) });
  },
};

type Asked = { seed: number; loads: number; frauds: Map<FraudName, number>; startMs: number };

/** 1 July 2026, 05:00 in Vietnam. */
const START_MS = Date.UTC(2026, 5, 30, 22, 0, 0);

function readStart(call: Call): number {
  const given = call.option("from");
  if (given === undefined) return START_MS;
  const read = readDate(given);
  if (read.kind !== "day") throw new Misuse("--from cần ngày dạng dd/mm/yyyy.", "--from needs a day as dd/mm/yyyy.");
  return Date.parse(`${read.day}T05:00:00+07:00`);
}

function readFrauds(list: string | undefined, loads: number): Map<FraudName, number> {
  const wanted = new Map<FraudName, number>();
  const usual = Math.max(1, Math.floor(loads / 2000));
  for (const item of (list ?? "").split(",").filter((each) => each.trim() !== "")) {
    const [name = "", times] = item.trim().split(":");
    const count = times === undefined ? usual : Number(times);
    if (!Number.isSafeInteger(count) || count < 1 || count > 10_000)
      throw new Misuse(`Số lần không đúng: ${item}`, `Not a count: ${item}`);
    if (name === "all") for (const each of Object.keys(FRAUDS)) wanted.set(each as FraudName, count);
    else if (isFraud(name)) wanted.set(name, count);
    else {
      const known = Object.keys(FRAUDS).join(", ");
      throw new Misuse(`Không có loại gian lận “${name}”. Có: ${known}`, `No fraud “${name}”. Known: ${known}`);
    }
  }
  return wanted;
}

async function fill(call: Call, place: LedgerPlace, asked: Asked): Promise<number> {
  const database = await openDatabase(place);
  try {
    await migrate(database);
    if (await readHead(database.kysely)) {
      const where = placeText(place);
      throw new CommandError(
        `Đã có sổ tại ${where}; giả lập cần sổ mới.`,
        `There is a ledger at ${where}; give a new place.`,
        "ledger-exists",
      );
    }
    const origin = `simulation.songuon.example/${asked.seed}`;
    const logKey = await layLogKey(place, origin, asked.seed);
    const clock = new StoryClock(asked.startMs);
    const intake = await startIntake(database, origin, place, { clock });
    const scribe = new Scribe(origin, seedOf(asked.seed, "keys"), clock, (entries) => intake.submitAll(entries));
    const view = new View(database.kysely);
    const progress = new ProgressLine(call);
    const startedMs = call.io.now();
    const seconds = () => Math.max(1, call.io.now() - startedMs) / 1000;
    const done = await simulate({
      ...asked,
      scribe,
      logKey,
      read: (reading) => view.read(reading),
      progress: (loads, entries) =>
        progress.show(
          `${formatCount(loads)} / ${formatCount(asked.loads)} chuyến · loads, ${formatCount(entries)} mục · entries, ${formatCount(Math.round(entries / seconds()))}/s`,
        ),
    });
    progress.done();
    await intake.idle();
    const head = await readHead(database.kysely);
    layOfficeKeys(place, origin, asked.seed, done.spoken);
    const frauds = await lookUp(view, done.frauds);
    const file = writeLabels(place, asked, { ...done, frauds });
    tell(call, {
      done: { ...done, frauds },
      size: head?.size ?? 0,
      root: hex(head?.root ?? new Uint8Array()),
      seconds: seconds(),
      file,
    });
  } finally {
    await database.close();
  }
  return EXIT.ok;
}

/** 32 bytes that follow from the seed; a simulated ledger's keys protect nothing. */
function seedOf(seed: number, purpose: string): Uint8Array {
  return new Uint8Array(createHash("sha256").update(`so-nguon simulate ${seed} ${purpose}`).digest());
}

/** The log's key as a file, so that the service can go on with the ledger; one from a run that was cut off is taken up again. */
async function layLogKey(place: LedgerPlace, origin: string, seed: number): Promise<Uint8Array> {
  const file = path.join(place.keys, KEY_FILES.log);
  const logSeed = seedOf(seed, "log");
  if (!fs.existsSync(file)) return makeKeyFile(file, origin, logSeed);
  const { signer } = await KeyFile.open(file);
  if (hex(signer.key) === hex(publicKeyFromSeed(logSeed))) return signer.key;
  throw new CommandError(
    `Thư mục khóa ${place.keys} đã có khóa của sổ khác.`,
    `There is another ledger's key in ${place.keys} already.`,
    "eexist",
  );
}

/** Files of the keys with which people go on with the ledger: operator, a root, the authority. */
function layOfficeKeys(place: LedgerPlace, origin: string, seed: number, spoken: Simulated["spoken"]): void {
  const files = { operator: KEY_FILES.operator, root0: KEY_FILES.roots[0], authority: "authority.json" };
  for (const [persona, name] of Object.entries(files)) {
    const file = path.join(place.keys, name);
    const secret = personaSeed(seedOf(seed, "keys"), persona);
    if (!fs.existsSync(file)) makeKeyFile(file, origin, secret, (spoken.get(persona) ?? 0) + 1);
  }
}

/** Labels with what the ledger noticed about those that only a signal can tell. */
async function lookUp(view: View, labels: readonly Label[]): Promise<Label[]> {
  const looked = labels.map(async (label): Promise<Label> => {
    if (label.how !== "signal") return label;
    const [stored] = await view.entries(label.entries);
    const slip = stored?.entry.kind === "passage.record" ? stored.entry.body.slip.index : undefined;
    const signals = slip === undefined ? [] : await view.signals(`slip/${slip}`);
    return { ...label, found: signals.some(({ code }) => code === label.expected) };
  });
  return Promise.all(looked);
}

function writeLabels(place: LedgerPlace, asked: Asked, done: Simulated): string {
  const file = path.join(place.dir ?? place.keys, "frauds.json");
  const labels = { seed: asked.seed, loads: asked.loads, frauds: done.frauds, unplanted: done.unplanted };
  fs.writeFileSync(file, `${JSON.stringify(labels, null, 1)}\n`);
  return file;
}

type Told = { done: Simulated; size: number; root: string; seconds: number; file: string };

function tell(call: Call, { done, size, root, seconds, file }: Told): void {
  const rate = Math.round(size / seconds);
  const found = done.frauds.filter((each) => each.found).length;
  if (call.json) {
    const { tally, results, unplanted } = done;
    const frauds = { planted: done.frauds.length, found, unplanted };
    call.io.out(
      `${JSON.stringify({ entries: size, root, seconds, per_second: rate, kinds: tally.kinds, refused: tally.refused, contradicted: tally.contradicted, results, frauds })}\n`,
    );
    return;
  }
  const kinds = Object.entries(done.tally.kinds).sort((a, b) => b[1] - a[1]);
  const { pay, part, refuse } = done.results;
  call.io.out(
    [
      `${formatCount(size)} mục · entries, ${formatCount(rate)}/s, ${seconds.toFixed(1)} s`,
      `gốc cây · root ${root}`,
      ...kinds.map(([kind, count]) => `  ${formatCount(count).padStart(12)}  ${kind}`),
      `hồ sơ · claims: ${pay} pay, ${part} part, ${refuse} refuse`,
      `gian lận · frauds: ${done.frauds.length} đã cài · planted, ${found} bị phát hiện · found → ${file}`,
      "",
    ].join("\n"),
  );
}
