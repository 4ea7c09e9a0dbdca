// `so-nguon import register`: a province's table of licences into the ledger as signed entries of its authority; without a ledger, or
// with --dry-run, only the outcome of every row.
import fs from "node:fs";
import { KeyFile } from "../disk/keyfile.ts";
import { readDate } from "../register/decimal.ts";
import { dayNumber } from "../register/import/bodies.ts";
import { readFactors, standInFactors } from "../register/import/factors.ts";
import { type Written, writePlan } from "../register/import/write.ts";
import { planRegister, type RegisterPlan } from "../register/plan.ts";
import { printReport } from "../register/report.ts";
import { formatInstant } from "../words/as-written.ts";
import { CommandError } from "../words/command-error.ts";
import { ACCEPT_CLOCK, type Call, type Command, EXIT, LEDGER, Misuse, needOption, ProgressLine } from "./command.ts";
import { openWritable, placeIfNamed } from "./open-ledger.ts";

export const command: Command = {
  name: "import",
  vi: "nhập bảng giấy phép khai thác của tỉnh vào sổ",
  en: "import a province's register of licences",
  usage: [
    "register FILE.csv [--obligations FILE.csv] [--dry-run]",
    "register FILE.csv [--obligations FILE.csv] --data DIR --as AUTHORITY_FILE [--factors FILE.json]",
  ],
  args: [2, 2],
  options: {
    ...LEDGER,
    ...ACCEPT_CLOCK,
    obligations: { type: "string", value: "FILE", vi: "bảng nghĩa vụ của cùng các mỏ", en: "the obligations table" },
    "dry-run": { type: "boolean", vi: "chỉ xem kết quả từng dòng, không ghi", en: "only tell each row's outcome" },
    as: {
      type: "string",
      value: "FILE",
      vi: "tệp khóa của cơ quan quản lý (hoặc khóa gốc)",
      en: "the authority's (or a root) key file",
    },
    factors: {
      type: "string",
      value: "FILE",
      vi: "hệ số kg/m³ nguyên khối của tỉnh, JSON",
      en: "the province's own kg per m³ in place, JSON",
    },
    "as-of": {
      type: "string",
      value: "DD/MM/YYYY",
      vi: "ngày xét hết hạn (mặc định hôm nay)",
      en: "day of import (default today)",
    },
  },
  more: {
    vi: "Nhập lần hai không thêm gì. Giấy phép hết hạn, dừng, đóng cửa hoặc thiếu công suất vẫn được ghi đủ nhưng kèm tình trạng tạm đình chỉ hoặc đóng.",
    en: "A second import adds nothing. Licences that are expired, stopped, closed or without capacity are entered whole, with a status that stops their use.",
  },
  async run(call) {
    const [what, file] = call.args as [string, string];
    if (what !== "register") throw new Misuse(`Không nhập được “${what}”.`, `“${what}” cannot be imported.`);
    const plan = planOf(call, file);
    const place = placeIfNamed(call);
    if (place === undefined || call.flag("dry-run")) return tell(call, plan, undefined);
    return tell(call, plan, await enter(call, plan, place));
  },
};

function planOf(call: Call, file: string): RegisterPlan {
  const beside = call.option("obligations");
  const read = (path: string) => new Uint8Array(fs.readFileSync(path));
  const plan = planRegister(read(file), beside === undefined ? undefined : read(beside), dayOfImport(call));
  if (plan.ok) return plan;
  const { vi, en, code } = plan.reason;
  throw new CommandError(`${plan.file === "licences" ? file : beside}: ${vi}`, en, code);
}

function dayOfImport(call: Call): string {
  const given = call.option("as-of");
  if (given === undefined) {
    const [day, month, year] = formatInstant(call.io.now()).slice(0, 10).split("/");
    return `${year}-${month}-${day}`;
  }
  const read = readDate(given);
  if (read.kind === "day") return read.day;
  throw new Misuse(`--as-of cần ngày dạng dd/mm/yyyy.`, `--as-of needs a day as dd/mm/yyyy.`);
}

async function enter(call: Call, plan: RegisterPlan, place: Parameters<typeof openWritable>[0]): Promise<Written> {
  const key = await KeyFile.open(needOption(call, "as"));
  const given = call.option("factors");
  const factors = given === undefined ? standInFactors(dayNumber(plan.asOf)) : readFactors(given);
  const ledger = await openWritable(place, { acceptClock: call.flag("accept-clock") });
  const progress = new ProgressLine(call);
  try {
    const { intake, origin, view } = ledger;
    const anchor = await ledger.anchor();
    return await writePlan(
      view,
      async (kind, bodies) => {
        key.reserve(bodies.length);
        const claimedS = Math.floor(call.io.now() / 1000);
        const entries: Uint8Array[] = [];
        for (const body of bodies) entries.push(await key.sign({ kind, body }, { origin, claimedS, anchor }));
        return intake.submitAll(entries);
      },
      key.kid,
      plan,
      factors,
      (step, done, total) => progress.show(`${step}: ${done} / ${total}`),
    );
  } finally {
    progress.done();
    await ledger.close();
  }
}

/** With --json stdout carries the report of the rows and nothing else; what was entered is said on stderr. */
function tell(call: Call, plan: RegisterPlan, written: Written | undefined): number {
  const { io } = call;
  if (call.json) io.out(`${JSON.stringify(plan.report)}\n`);
  else io.out(`${printReport(plan.outcomes)}\n`);
  const { obligations } = plan;
  if (obligations && !call.json) {
    io.out(
      `\nBảng nghĩa vụ · Obligations: ${obligations.rows} dòng · rows, ${obligations.matched} khớp · matched\n${obligations.questions
        .map(({ row, reason }) => `  ${String(row).padStart(4)}  ${reason}\n`)
        .join("")}`,
    );
  }
  const text = written ? writtenText(written) : "Chưa ghi gì vào sổ · Nothing was entered\n";
  if (call.json) io.err(text);
  else io.out(`\n${text}`);
  return EXIT.ok;
}

function writtenText(written: Written): string {
  const lines: readonly (readonly [string, number])[] = [
    ["nguồn mới · new sources", written.sources],
    ["nguồn đã có từ trước · already there", written.there],
    ["mục người khác đề xuất, nay ký duyệt · approved of another's", written.approved],
    ["mục chờ người thứ hai chạy lại lệnh này · waiting for a second person to run this command", written.waiting],
    ["đơn vị mới · new parties", written.parties],
    ["mỏ mới · new mines", written.sites],
    ["hệ số mới · new factors", written.factors],
    ["xác nhận nghĩa vụ · obligations attested", written.obligations],
    ["giống mục khác, thanh tra xem lại · look like another record, to be checked", written.distinct],
    ["ghi tạm đình chỉ, đóng · suspended or closed", written.suspended],
  ];
  return `Đã ghi vào sổ · Entered:\n${lines.map(([label, count]) => `  ${String(count).padStart(5)}  ${label}`).join("\n")}\n`;
}
