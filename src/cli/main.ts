// The command line's door: a closed list of commands, one exit code. Commands load only when called, so that `verify` on a court's
// machine never touches a database driver.
import { fileURLToPath } from "node:url";
import { CommandError } from "../words/command-error.ts";
import type { Words } from "../words/lang.ts";
import { type Command, EXIT, helpOf, type Io, Misuse, readCall, usageOf } from "./command.ts";
import { expected } from "./expected.ts";

type Entry = Words & { load(): Promise<{ command: Command }> };

/** The closed list of commands, in the order in which a province meets them. */
export const COMMANDS: Readonly<Record<string, Entry>> = {
  serve: { vi: "chạy dịch vụ", en: "run the service", load: () => import("./serve.ts") },
  migrate: {
    vi: "đưa cơ sở dữ liệu về đúng cấu trúc",
    en: "bring the database up to date",
    load: () => import("./migrate.ts"),
  },
  init: { vi: "mở sổ mới cho một tỉnh", en: "open a new ledger", load: () => import("./init.ts") },
  keys: {
    vi: "tạo, xem, đăng ký, thu hồi khóa",
    en: "make, show, register, revoke keys",
    load: () => import("./keys.ts"),
  },
  root: {
    vi: "khóa gốc trên máy của người giữ: tạo, ký mở sổ",
    en: "a root's key on its holder's machine: make it, sign an opening",
    load: () => import("./root.ts"),
  },
  import: { vi: "nhập sổ giấy phép của tỉnh", en: "import a provincial register", load: () => import("./import.ts") },
  issue: { vi: "lập và ký một mục", en: "sign an entry", load: () => import("./issue.ts") },
  submit: { vi: "gửi mục đã ký", en: "submit signed entries", load: () => import("./submit.ts") },
  scale: {
    vi: "cạnh cân xe: đọc đầu cân, ký và gửi số cân",
    en: "beside a weighbridge: read, sign and send weighings",
    load: () => import("./scale.ts"),
  },
  inspect: { vi: "đọc một mục", en: "read an entry", load: () => import("./inspect.ts") },
  claim: {
    vi: "số liệu của một hồ sơ thanh toán",
    en: "the figures of a payment claim",
    load: () => import("./claim.ts"),
  },
  export: { vi: "xuất sổ thành tệp tĩnh", en: "write the log as static files", load: () => import("./export.ts") },
  audit: { vi: "kiểm tra lại toàn bộ sổ", en: "re-verify the whole log", load: () => import("./audit.ts") },
  doctor: {
    vi: "khám máy chủ và sổ, và nói phải làm gì",
    en: "examine server and ledger, and say what to do",
    load: () => import("./doctor.ts"),
  },
  restore: {
    vi: "đưa các mục của bản xuất trở lại sổ bị thiếu",
    en: "put an export's entries back into a ledger",
    load: () => import("./restore.ts"),
  },
  verify: { vi: "kiểm tra một hồ sơ chứng cứ", en: "verify one court bundle", load: () => import("./verify.ts") },
  witness: {
    vi: "chạy đơn vị xác nhận độc lập",
    en: "run a witness of other people's logs",
    load: () => import("./witness.ts"),
  },
  simulate: {
    vi: "đổ đầy sổ bằng một tỉnh giả lập",
    en: "fill a ledger with a made-up province",
    load: () => import("./simulate.ts"),
  },
};

/** Runs one command line and answers its exit code; never throws for what a person can mend. */
export async function main(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined) {
    io.err(overview());
    return EXIT.usage;
  }
  if (name === "help" || name === "--help" || name === "-h") {
    const asked = COMMANDS[rest[0] ?? ""];
    io.out(asked ? helpOf((await asked.load()).command) : overview());
    return EXIT.ok;
  }
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!entry) {
    io.err(`Không có lệnh “${name}”. · There is no command “${name}”.\n\n${overview()}`);
    return EXIT.usage;
  }
  const { command } = await entry.load();
  return run(command, rest, io);
}

async function run(command: Command, args: readonly string[], io: Io): Promise<number> {
  const json = args.includes("--json");
  try {
    const call = readCall(command, args, io);
    if (call) return await command.run(call);
    io.out(helpOf(command));
    return EXIT.ok;
  } catch (error) {
    if (error instanceof Misuse) {
      io.err(`${error.vi} · ${error.en}\n${usageOf(command)}\nXem thêm · More: so-nguon ${command.name} --help\n`);
      return EXIT.usage;
    }
    const refusal = error instanceof CommandError ? error : expected(error);
    const { code, vi, en } = refusal;
    if (json) io.out(`${JSON.stringify({ error: { code, vi, en } })}\n`);
    io.err(`${vi} · ${en}\n`);
    if (code === "unexpected" && io.env.SO_NGUON_DEBUG && error instanceof Error) io.err(`${error.stack}\n`);
    return EXIT.refused;
  }
}

function overview(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(([name, { vi, en }]) => `  ${name.padEnd(width)}  ${vi} · ${en}`);
  return [
    "so-nguon: sổ nguồn gốc vật liệu xây dựng · the ledger of lawful origin",
    "",
    "Cách dùng · Usage: so-nguon <lệnh · command> …",
    "",
    ...lines,
    "",
    "Xem từng lệnh · Each command's help: so-nguon <lệnh · command> --help",
    "",
  ].join("\n");
}

/** The process's own streams and clock. */
function processIo(): Io {
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    terminal: process.stderr.isTTY === true,
    env: process.env,
    now: () => Date.now(),
  };
}

/** Runs a command line as the process itself; a reader that goes away (`| head`) ends it quietly. */
export async function runProcess(args: readonly string[]): Promise<void> {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(EXIT.ok);
    throw error;
  });
  process.exitCode = await main(args, processIo());
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runProcess(process.argv.slice(2));
