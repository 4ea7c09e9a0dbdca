// `so-nguon init`: opens a log and writes entry 0, in which everything that outsiders trust is named. For a province the roots are made
// elsewhere: `--prepare` writes what they are to sign, `--opening` enters what two of them signed. For a trial it makes the roots itself.

import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { readJsonFile } from "../disk/json-file.ts";
import { KeyFile, makeKeyFile } from "../disk/keyfile.ts";
import { origin as originShape } from "../format/bodies/common.ts";
import { type RuleSet, ruleSet } from "../format/bodies/ruleset.ts";
import { hex, unhex } from "../format/bytes.ts";
import { kidOf } from "../format/entry.ts";
import { parseVkey, vkeyOf } from "../format/note.ts";
import { Misshapen } from "../format/shape.ts";
import type { Intake } from "../intake.ts";
import { NEWEST_VERSION } from "../rules/registry/versions.ts";
import { readHead } from "../store/append.ts";
import { openDatabase } from "../store/connect.ts";
import type { Database } from "../store/database.ts";
import { migrate } from "../store/migrations.ts";
import { CommandError } from "../words/command-error.ts";
import { firstRules } from "../words/first-rules.ts";
import { sentence } from "../words/problem.ts";
import { type Call, type Command, EXIT, LEDGER, Misuse, needOption, wholeOption } from "./command.ts";
import { KEY_FILES, type LedgerPlace, ledgerPlaceOf, placeText, startIntake } from "./open-ledger.ts";
import { agreedEntry, type Opening, openingText, readOpening, writeNew } from "./opening.ts";

export const command: Command = {
  name: "init",
  vi: "mở sổ mới cho một tỉnh: tạo khóa sổ, khóa vận hành, ba khóa gốc và mục 0",
  en: "open a new ledger: log key, operator key, three root keys, entry 0",
  usage: [
    "--origin NAME --province NN --root KEY --root KEY --root KEY --prepare OPENING [--data DIR] [--keys DIR] [--rules FILE] [--witness VKEY … --witnesses-needed N]",
    "--opening OPENING --signed FILE --signed FILE [--data DIR] [--keys DIR]",
    "--origin NAME --province NN [--data DIR] [--keys DIR] [--root FILE …] [--rules FILE] [--witness VKEY … --witnesses-needed N]",
  ],
  args: [0, 0],
  options: {
    ...LEDGER,
    origin: { type: "string", value: "NAME", vi: "tên sổ, ví dụ songuon.vidu.gov.vn/42", en: "the log's name" },
    province: { type: "string", value: "NN", vi: "mã tỉnh hai chữ số", en: "two-digit province code" },
    root: {
      type: "string",
      value: "KEY",
      multiple: true,
      vi: "khóa gốc (ba lần): với --prepare là khóa công khai, 64 chữ số hex; nếu không là tệp, chưa có thì tạo mới",
      en: "a root (three times): with --prepare its public key, 64 hex digits; else a file, made when absent",
    },
    prepare: {
      type: "string",
      value: "OPENING",
      vi: "ghi tệp mở sổ để hai khóa gốc ký trên máy của họ, chưa mở sổ",
      en: "write the opening for two roots to sign on their own machines; opens nothing yet",
    },
    opening: {
      type: "string",
      value: "OPENING",
      vi: "mở sổ theo tệp đã được ký",
      en: "open the log that two roots have signed",
    },
    signed: {
      type: "string",
      value: "FILE",
      multiple: true,
      vi: "tệp một khóa gốc đã ký (hai lần)",
      en: "what a root has signed (twice)",
    },
    rules: { type: "string", value: "FILE", vi: "bộ quy tắc đầu tiên, JSON", en: "the first rule set as JSON" },
    witness: {
      type: "string",
      value: "VKEY",
      multiple: true,
      vi: "khóa của đơn vị xác nhận độc lập",
      en: "a witness's verifier key",
    },
    "witnesses-needed": {
      type: "string",
      value: "N",
      vi: "số đơn vị xác nhận cần có (mặc định: quá nửa)",
      en: "how many of them a tree head needs (default: more than half)",
    },
  },
  more: {
    vi: "Cho một tỉnh: ba người giữ khóa gốc tự tạo khóa (so-nguon root new), người vận hành chạy --prepare, hai người ký (so-nguon root sign), rồi --opening. Cách thứ ba tạo cả ba khóa gốc trên máy này, chỉ để chạy thử.",
    en: "For a province: three holders make their roots (so-nguon root new), the operator runs --prepare, two of them sign (so-nguon root sign), then --opening. The third form makes all three roots on this machine: for trials only.",
  },
  async run(call) {
    const place = ledgerPlaceOf(call);
    const prepared = call.option("opening");
    if (prepared !== undefined) return openPrepared(call, place, readOpening(prepared));
    const origin = needName(call);
    const province = needOption(call, "province");
    if (!/^\d{2}$/.test(province)) throw new Misuse("Mã tỉnh gồm hai chữ số.", "A province code has two digits.");
    const rules = readRules(call);
    const file = call.option("prepare");
    if (file !== undefined) return prepare(call, place, file, { origin, province, rules, ...readWitnesses(call) });
    const roots = rootFiles(call, place);
    const opened = await openLog(place, { origin, province, roots, rules, ...readWitnesses(call) });
    const told = { origin, index: 0, vkey: vkeyOf(origin, opened.logKey), keys: opened.files, kids: opened.kids };
    if (call.json) call.io.out(`${JSON.stringify(told)}\n`);
    else {
      const lines = opened.files.map((file, i) => `  ${opened.kids[i]}  ${file}`);
      call.io.out(
        `Đã mở sổ · Ledger opened: ${origin} (${placeText(place)})\nKhóa xác nhận sổ · Log verifier key:\n  ${told.vkey}\nTệp khóa · Key files:\n${lines.join("\n")}\n`,
      );
    }
    return EXIT.ok;
  },
};

/** The log's name, refused before anything is made under it. */
function needName(call: Call): string {
  const name = needOption(call, "origin");
  try {
    originShape.write(name, "origin");
    return name;
  } catch {
    throw new Misuse(
      `Tên sổ “${name}” không dùng được: 3 đến 80 ký tự, không có dấu cách và dấu +.`,
      `“${name}” is no log name: 3 to 80 characters, no space and no plus.`,
    );
  }
}

/** Makes the keys of this machine and writes the opening for the roots, whose private keys this machine never sees. */
async function prepare(
  call: Call,
  { keys }: LedgerPlace,
  file: string,
  opening: Omit<LogOpening, "roots">,
): Promise<number> {
  const { rules, ...said } = { ...opening, witnesses: [...opening.witnesses] };
  const roots = [...new Set(call.options("root"))];
  if (roots.length !== 3 || roots.some((root) => !/^[0-9a-f]{64}$/.test(root)))
    throw new Misuse(
      "Cần ba --root khác nhau, mỗi khóa công khai 64 chữ số hex (từ “root new”).",
      "Give --root three times: three different public keys of 64 hex digits (from “root new”).",
    );
  const made = [KEY_FILES.log, KEY_FILES.operator].map((name) => path.join(keys, name));
  for (const each of made) if (!fs.existsSync(each)) makeKeyFile(each, said.origin);
  const [log, operator] = await Promise.all(made.map((each) => KeyFile.open(each)));
  const [logKey, operatorKey] = [log!.signer.key, operator!.signer.key];
  const body = { ...said, roots: roots.map(unhex), logKey, operatorKey, rules, rulesVersion: NEWEST_VERSION };
  writeNew(file, openingText({ claimedS: rules.fromS, body }));
  if (call.json) call.io.out(`${JSON.stringify({ opening: file, vkey: vkeyOf(said.origin, logKey) })}\n`);
  else
    call.io.out(
      `Đã ghi tệp mở sổ, chưa mở sổ · Opening written, nothing opened yet: ${file}\nHai khóa gốc ký trên máy của họ · Two roots sign it on their own machines:\n  so-nguon root sign ${file} --key root.json --out root.signed\n`,
    );
  return EXIT.ok;
}

/** Opens the log that two roots have signed. */
async function openPrepared(call: Call, place: LedgerPlace, opening: Opening): Promise<number> {
  const { origin, logKey } = opening.body;
  const entry = await agreedEntry(opening, call.options("signed"));
  const file = path.join(place.keys, KEY_FILES.log);
  if (!fs.existsSync(file) || hex((await KeyFile.open(file)).signer.key) !== hex(logKey))
    throw new CommandError(
      `Khóa sổ trong tệp mở sổ không phải ${file}.`,
      `The log key of this opening is not ${file}.`,
      "wrong-log-key",
    );
  const database = await openDatabase(place);
  try {
    await refuseSecond(database, place);
    await enter(await startIntake(database, origin, place), entry);
  } finally {
    await database.close();
  }
  const told = { origin, index: 0, vkey: vkeyOf(origin, logKey) };
  if (call.json) call.io.out(`${JSON.stringify(told)}\n`);
  else
    call.io.out(
      `Đã mở sổ · Ledger opened: ${origin} (${placeText(place)})\nKhóa xác nhận sổ · Log verifier key:\n  ${told.vkey}\n`,
    );
  return EXIT.ok;
}

/** Brings the tables to this version; refuses a place that holds a ledger already. */
async function refuseSecond(database: Database, place: LedgerPlace): Promise<void> {
  await migrate(database);
  if (!(await readHead(database.kysely))) return;
  const where = placeText(place);
  throw new CommandError(`Đã có sổ tại ${where}.`, `There is a ledger at ${where} already.`, "ledger-exists");
}

/** Enters entry 0. */
async function enter(intake: Intake, entry: Uint8Array): Promise<void> {
  const answer = await intake.submit(entry);
  if (answer.ok) return;
  const { problem } = answer;
  throw new CommandError(sentence(problem, "vi"), sentence(problem, "en"), problem.code);
}

function rootFiles(call: Call, place: LedgerPlace): string[] {
  const given = call.options("root");
  if (given.length === 0) return KEY_FILES.roots.map((name) => path.join(place.keys, name));
  if (given.length === 3 && new Set(given.map((file) => path.resolve(file))).size === 3) return [...given];
  throw new Misuse("Cần đúng ba --root, ba tệp khác nhau.", "Give --root exactly three times, three different files.");
}

function readWitnesses(call: Call): { witnesses: string[]; witnessesNeeded: number } {
  const vkeys = call.options("witness");
  const bad = vkeys.find((vkey) => parseVkey(vkey) === undefined);
  if (bad !== undefined) throw new Misuse(`Khóa không hợp lệ: ${bad}`, `Not a verifier key: ${bad}`);
  const majority = vkeys.length === 0 ? 0 : Math.floor(vkeys.length / 2) + 1;
  const needed = wholeOption(call, "witnesses-needed", [0, vkeys.length]) ?? majority;
  return { witnesses: [...vkeys], witnessesNeeded: needed };
}

function readRules(call: Call): RuleSet {
  const given = call.option("rules");
  const base = firstRules(Math.floor(call.io.now() / 1000));
  if (given === undefined) return base;
  const parsed = z.record(z.string(), z.unknown()).safeParse(readJsonFile(given));
  const rules = { ...base, ...(parsed.success ? parsed.data : {}) };
  try {
    ruleSet.write(rules as RuleSet, "rules");
    return rules as RuleSet;
  } catch (error) {
    if (!(error instanceof Misshapen)) throw error;
    throw new CommandError(`Bộ quy tắc sai: ${error.message}`, `The rule set is wrong: ${error.message}`, "bad-body");
  }
}

/** The contents of a new log's entry 0. */
export type LogOpening = {
  readonly origin: string;
  readonly province: string;
  readonly roots: readonly string[];
  readonly rules: RuleSet;
  readonly witnesses: readonly string[];
  readonly witnessesNeeded: number;
};

/** Opens the log: keys first, then entry 0. Refuses a place that holds a ledger; a half-made opening is taken up again. */
export async function openLog(
  place: LedgerPlace,
  opening: LogOpening,
): Promise<{ logKey: Uint8Array; files: string[]; kids: string[] }> {
  const { origin, province, roots, rules, witnesses, witnessesNeeded } = opening;
  const database = await openDatabase(place);
  try {
    await refuseSecond(database, place);
    const files = [path.join(place.keys, KEY_FILES.log), path.join(place.keys, KEY_FILES.operator), ...roots];
    for (const file of files) if (!fs.existsSync(file)) makeKeyFile(file, origin);
    const [log, operator, ...rootKeys] = await Promise.all(files.map((file) => KeyFile.open(file)));
    const intake = await startIntake(database, origin, place);
    const body = {
      origin,
      roots: rootKeys.map((each) => each.signer.key),
      logKey: log!.signer.key,
      operatorKey: operator!.signer.key,
      witnessesNeeded,
      witnesses: [...witnesses],
      rules,
      province,
      rulesVersion: NEWEST_VERSION,
    };
    const entry = await rootKeys[0]!.sign({ kind: "genesis", body }, { origin, claimedS: rules.fromS });
    await enter(intake, entry);
    const kids = [log!, operator!, ...rootKeys].map((each) => hex(kidOf(each.signer.key)));
    return { logKey: log!.signer.key, files, kids };
  } finally {
    await database.close();
  }
}
