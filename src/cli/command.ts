// The parts of a command of `so-nguon`: its words, its options, and what it is given to run. Commands only answer with an exit code, or
// throw a CommandError for what a person can mend; main.ts alone prints refusals and usage.
import { parseArgs } from "node:util";
import type { Words } from "../words/lang.ts";

/** The parts of the world that a command may use: streams, environment, wall clock. Tests give their own. */
export type Io = {
  out(text: string): void;
  err(text: string): void;
  /** True if progress may overwrite its own line. */
  readonly terminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  now(): number;
};

export type Option = Words & {
  readonly type: "string" | "boolean";
  /** How help names the value. */
  readonly value?: string;
  readonly multiple?: boolean;
  readonly short?: string;
};

/** One run of a command: its arguments in order, its options, where it writes. */
export type Call = {
  readonly args: readonly string[];
  readonly json: boolean;
  readonly io: Io;
  flag(name: string): boolean;
  option(name: string): string | undefined;
  options(name: string): readonly string[];
};

export type Command = Words & {
  readonly name: string;
  /** The arguments as usage shows them, one line a form. */
  readonly usage: readonly string[];
  /** Fewest and most arguments. */
  readonly args: readonly [least: number, most: number];
  readonly options: Readonly<Record<string, Option>>;
  /** More lines for --help. */
  readonly more?: Words;
  run(call: Call): Promise<number>;
};

export const EXIT = { ok: 0, refused: 1, usage: 2 } as const;

/** The command line itself is wrong: exit 2 with the usage. */
export class Misuse extends Error {
  readonly vi: string;
  readonly en: string;
  constructor(vi: string, en: string) {
    super(`${vi} · ${en}`);
    this.name = "Misuse";
    this.vi = vi;
    this.en = en;
  }
}

/** Options that every command has. */
export const COMMON: Readonly<Record<string, Option>> = {
  help: { type: "boolean", short: "h", vi: "in hướng dẫn này", en: "show this help" },
  json: { type: "boolean", vi: "kết quả dạng JSON cho máy đọc", en: "print JSON for machines" },
};

/** Options of commands that open a ledger. */
export const LEDGER: Readonly<Record<string, Option>> = {
  data: {
    type: "string",
    value: "DIR",
    vi: "thư mục dữ liệu của sổ (khi không có, dùng biến DATABASE_URL)",
    en: "the ledger's data folder (else DATABASE_URL says which)",
  },
  keys: {
    type: "string",
    value: "DIR",
    vi: "thư mục khóa của sổ (mặc định: DIR/keys)",
    en: "folder of the ledger's keys (default: DIR/keys)",
  },
};

/** For commands that write to a ledger whose last entry is long past, or ahead of this machine. */
export const ACCEPT_CLOCK: Readonly<Record<string, Option>> = {
  "accept-clock": {
    type: "boolean",
    vi: "tin đồng hồ máy dù không khớp mục cuối của sổ",
    en: "trust this clock although it does not fit the last entry",
  },
};

/** Reads a command's own arguments; throws Misuse for what it does not know. Undefined asks for help. */
export function readCall(command: Command, args: readonly string[], io: Io): Call | undefined {
  const known = { ...COMMON, ...command.options };
  const options = Object.fromEntries(
    Object.entries(known).map(([name, { type, short, multiple }]) => [
      name,
      { type, multiple: multiple === true, ...(short ? { short } : {}) },
    ]),
  );
  const parsed = parse(args, options);
  const { values, positionals } = parsed;
  if (values.help === true) return undefined;
  const [least, most] = command.args;
  if (positionals.length < least) throw new Misuse("Thiếu tham số.", "An argument is missing.");
  if (positionals.length > most) {
    const extra = positionals[most]!;
    throw new Misuse(`Thừa tham số: ${extra}`, `One argument too many: ${extra}`);
  }
  return {
    args: positionals,
    json: values.json === true,
    io,
    flag: (name) => values[name] === true,
    option: (name) => {
      const value = values[name];
      return typeof value === "string" ? value : undefined;
    },
    options: (name) => {
      const value = values[name];
      return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
    },
  };
}

type Given = { values: Record<string, unknown>; positionals: string[] };

function parse(args: readonly string[], options: Record<string, { type: "string" | "boolean" }>): Given {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const [, name] = /'(-[^' ]*)/.exec(error instanceof Error ? error.message : "") ?? [];
    if (!(error instanceof TypeError) || !("code" in error)) throw error;
    if (error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION")
      throw new Misuse(`Không có tùy chọn ${name}.`, `There is no option ${name}.`);
    throw new Misuse(`Giá trị của tùy chọn ${name} không đúng.`, `The value of option ${name} is not right.`);
  }
}

/** A whole number given as an option, within bounds; Misuse for anything else. */
export function wholeOption(
  call: Call,
  name: string,
  bounds: readonly [least: number, most: number],
): number | undefined {
  const text = call.option(name);
  if (text === undefined) return undefined;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  const [least, most] = bounds;
  if (value >= least && value <= most) return value;
  throw new Misuse(
    `--${name} cần một số nguyên từ ${least} đến ${most}, không phải “${text}”.`,
    `--${name} needs a whole number from ${least} to ${most}, not “${text}”.`,
  );
}

/** An option that this form of the command cannot do without. */
export function needOption(call: Call, name: string): string {
  const value = call.option(name);
  if (value === undefined) throw new Misuse(`Thiếu --${name}.`, `--${name} is missing.`);
  return value;
}

/** Usage and options as --help prints them, Vietnamese then English. */
export function helpOf(command: Command): string {
  const lines = [`so-nguon ${command.name}: ${command.vi}`, `  ${command.en}`, "", usageOf(command), ""];
  for (const [name, option] of Object.entries({ ...command.options, ...COMMON })) {
    const value = option.type === "string" ? ` ${option.value ?? "…"}` : "";
    const flag = `${option.short ? `-${option.short}, ` : ""}--${name}${value}${option.multiple ? " …" : ""}`;
    lines.push(`  ${flag}`, `      ${option.vi}`, `      ${option.en}`);
  }
  if (command.more) lines.push("", command.more.vi, "", command.more.en);
  lines.push("", "Mã thoát · Exit: 0 đạt · ok; 1 bị từ chối, không đạt · refused or failed; 2 sai cách dùng · usage");
  return `${lines.join("\n")}\n`;
}

/** The forms of a command, as stderr shows them after a misuse. */
export function usageOf(command: Command): string {
  const forms = command.usage.map((form) => `so-nguon ${command.name}${form === "" ? "" : ` ${form}`}`);
  return `Cách dùng · Usage: ${forms.join("\n                  ")}`;
}

/** A line that counts: it overwrites itself on a terminal and otherwise stays silent until done. */
export class ProgressLine {
  readonly #io: Io;
  readonly #silent: boolean;
  #shownMs = 0;
  #open = false;

  constructor(call: { io: Io; json: boolean }) {
    this.#io = call.io;
    this.#silent = !call.io.terminal;
  }

  show(text: string): void {
    const now = this.#io.now();
    if (this.#silent || now - this.#shownMs < 100) return;
    this.#shownMs = now;
    this.#open = true;
    this.#io.err(`\r\u001b[K${text}`);
  }

  done(): void {
    if (this.#open) this.#io.err("\r\u001b[K");
    this.#open = false;
  }
}
