// `so-nguon init`: opens a log. Makes the ledger's own keys, or takes the public keys of roots that were made elsewhere, and writes
// entry 0, in which everything that outsiders trust is named.

import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { readJsonFile } from "../disk/json-file.ts";
import { KeyFile, makeKeyFile } from "../disk/keyfile.ts";
import { type RuleSet, ruleSet } from "../format/bodies/ruleset.ts";
import { hex } from "../format/bytes.ts";
import { PHASE } from "../format/codes.ts";
import { kidOf } from "../format/entry.ts";
import { parseVkey, vkeyOf } from "../format/note.ts";
import { Misshapen } from "../format/shape.ts";
import { NEWEST_VERSION } from "../rules/registry/versions.ts";
import { FIRST_MEASURES, FIRST_TOLERANCES } from "../rules/weighing/weighing-signals.ts";
import { readHead } from "../store/append.ts";
import { openDatabase } from "../store/connect.ts";
import { migrate } from "../store/migrations.ts";
import { CommandError } from "../words/command-error.ts";
import { sentence } from "../words/problem.ts";
import { type Call, type Command, EXIT, LEDGER, Misuse, needOption, wholeOption } from "./command.ts";
import { KEY_FILES, type LedgerPlace, ledgerPlaceOf, placeText, startIntake } from "./open-ledger.ts";

export const command: Command = {
  name: "init",
  vi: "mở sổ mới cho một tỉnh: tạo khóa sổ, khóa vận hành, ba khóa gốc và mục 0",
  en: "open a new ledger: log key, operator key, three root keys, entry 0",
  usage: [
    "--origin NAME --province NN [--data DIR] [--keys DIR] [--root FILE …] [--rules FILE] [--witness VKEY … --witnesses-needed N]",
  ],
  args: [0, 0],
  options: {
    ...LEDGER,
    origin: { type: "string", value: "NAME", vi: "tên sổ, ví dụ songuon.vidu.gov.vn/42", en: "the log's name" },
    province: { type: "string", value: "NN", vi: "mã tỉnh hai chữ số", en: "two-digit province code" },
    root: {
      type: "string",
      value: "FILE",
      multiple: true,
      vi: "tệp khóa gốc (ba lần); chưa có tệp thì tạo mới tại đó",
      en: "a root key's file (three times); made there when absent",
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
    vi: "Khóa được ghi vào thư mục khóa (mặc định DIR/keys), mỗi khóa một tệp, chỉ chủ tệp đọc được. Chuyển ba khóa gốc ra nơi cất giữ riêng.",
    en: "Keys go to the keys folder (default DIR/keys), one file each, readable by their owner alone. Move the three roots to safe places of their own.",
  },
  async run(call) {
    const place = ledgerPlaceOf(call);
    const origin = needOption(call, "origin");
    const province = needOption(call, "province");
    if (!/^\d{2}$/.test(province)) throw new Misuse("Mã tỉnh gồm hai chữ số.", "A province code has two digits.");
    const roots = rootFiles(call, place);
    const rules = readRules(call);
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

/** A province's first rules until it sets its own: everything is observed, nothing is blocked but what the format itself cannot allow. */
export function firstRules(fromS: number): RuleSet {
  return {
    fromS,
    document: "Bộ quy tắc khởi đầu khi mở sổ (chưa ban hành)",
    exemptKg: 0,
    lossPermille: 30,
    overloadPermille: 100,
    obligationPhase: PHASE.observe,
    hoursPhase: PHASE.observe,
    cyclePhase: PHASE.observe,
    leanPermille: 50,
    marginMinutes: 30,
    measures: FIRST_MEASURES,
    tolerances: FIRST_TOLERANCES,
    scalePhase: PHASE.observe,
    fillPhase: PHASE.observe,
    yieldPhase: PHASE.observe,
    productionPhase: PHASE.observe,
    offlinePhase: PHASE.observe,
    contractPhase: PHASE.observe,
    extendMinutes: 4320,
    bases: ["Nghị định số 254/2025/NĐ-CP", "Luật Địa chất và khoáng sản số 54/2024/QH15"],
  };
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
    await migrate(database);
    if (await readHead(database.kysely)) {
      const where = placeText(place);
      throw new CommandError(`Đã có sổ tại ${where}.`, `There is a ledger at ${where} already.`, "ledger-exists");
    }
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
    const answer = await intake.submit(entry);
    if (!answer.ok) {
      const { problem } = answer;
      throw new CommandError(sentence(problem, "vi"), sentence(problem, "en"), problem.code);
    }
    const kids = [log!, operator!, ...rootKeys].map((each) => hex(kidOf(each.signer.key)));
    return { logKey: log!.signer.key, files, kids };
  } finally {
    await database.close();
  }
}
