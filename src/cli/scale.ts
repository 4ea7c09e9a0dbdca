// `so-nguon scale`: runs beside a weighbridge, reads its indicator, signs each weighing with the scale's own key and sends it. Lines typed, or
// written by a reader of plates, on standard input say whose visit it is.
import path from "node:path";
import readline from "node:readline";
import type { Readable } from "node:stream";
import { KeyFile } from "../disk/keyfile.ts";
import { lockFolder } from "../disk/lock.ts";
import { startRounds } from "../disk/rounds.ts";
import { WeighAgent } from "../scale/agent.ts";
import { FORMATS, type FormatName, FrameCutter, type ScaleUnit } from "../scale/frames.ts";
import type { FirstEnd } from "../scale/pairing.ts";
import { Platform } from "../scale/platform.ts";
import { WeighQueue } from "../scale/weigh-queue.ts";
import { type Call, type Command, EXIT, Misuse, needOption, wholeOption } from "./command.ts";
import { doorOf } from "./scale/ledger-door.ts";
import { type LineSetting, lineBytes, tcpOf } from "./scale/line.ts";
import { toldOf } from "./scale/told.ts";
import { SENDING } from "./target.ts";

const MOST_INDEX = 2 ** 32 - 1;
/** Weighings that wait are sent again so often. */
const SEND_MS = 5000;
/** So many frames in a row that are none of the format: another format, or another speed. */
const STRANGE_FRAMES = 50;
const BITS = [7, 8] as const;

export const command: Command = {
  name: "scale",
  vi: "chạy cạnh cân xe: đọc đầu cân, cân tự ký số cân và gửi vào sổ",
  en: "run beside a weighbridge: read its indicator, sign each weighing with the scale's key, send it",
  usage: [
    "--tcp HOST:PORT --format NAME --scale N --key FILE --url URL --queue DIR",
    "--serial DEVICE [--baud 9600] [--bits 8] --format NAME --scale N --key FILE --url URL --queue DIR",
  ],
  args: [0, 0],
  options: {
    url: SENDING.url!,
    tcp: { type: "string", value: "HOST:PORT", vi: "đầu cân qua mạng", en: "the indicator over TCP" },
    serial: {
      type: "string",
      value: "DEVICE",
      vi: "đầu cân qua cổng nối tiếp",
      en: "the indicator on a serial device",
    },
    baud: { type: "string", value: "N", vi: "tốc độ cổng nối tiếp (9600)", en: "speed of the serial line (9600)" },
    bits: { type: "string", value: "7|8", vi: "số bit dữ liệu (8)", en: "data bits (8; 7 with even parity)" },
    format: {
      type: "string",
      value: "NAME",
      vi: `định dạng của đầu cân: ${Object.keys(FORMATS).join(", ")}`,
      en: "the indicator's continuous output format, one of these",
    },
    unit: {
      type: "string",
      value: "kg|t",
      vi: "đơn vị khi định dạng không ghi (kg)",
      en: "unit where the format has none (kg)",
    },
    division: { type: "string", value: "KG", vi: "giá trị một vạch chia d, kg (20)", en: "one division d in kg (20)" },
    scale: { type: "string", value: "N", vi: "số mục của cân trong sổ", en: "index of the scale in the ledger" },
    key: { type: "string", value: "FILE", vi: "tệp khóa của cân", en: "the scale's key file" },
    queue: { type: "string", value: "DIR", vi: "thư mục giữ số cân chờ gửi", en: "folder that keeps what waits" },
    first: {
      type: "string",
      value: "empty|full",
      vi: "xe cân lần đầu không tải (nơi xuất, mặc định) hay có tải (nơi nhận)",
      en: "vehicles come empty (where loads are sent, the default) or full (where they are received)",
    },
  },
  more: {
    vi: "Gõ biển số (hoặc 3 đến 5 số cuối) rồi Enter khi xe ở trên bàn cân; máy đọc biển số ghi vào đầu vào chuẩn cũng được. Dừng bằng Ctrl+C. Xem docs/weighbridge.md.",
    en: "Type the plate (or its last 3 to 5 digits) and Enter while the vehicle is on the plate; a reader of plates may write to standard input. Ctrl+C ends it. See docs/weighbridge.md.",
  },
  async run(call) {
    const stop = new AbortController();
    const end = () => stop.abort();
    process.once("SIGINT", end);
    process.once("SIGTERM", end);
    try {
      await weigh(call, { signal: stop.signal, plates: process.stdin, monotonicMs: () => performance.now() });
      return EXIT.ok;
    } finally {
      process.off("SIGINT", end);
      process.off("SIGTERM", end);
    }
  },
};

/** The world around the scale: when to end, who says plates, a clock that only grows. Tests give their own. */
export type AtScale = { readonly signal: AbortSignal; readonly plates: Readable; monotonicMs(): number };

/** Weighs until the signal; what waits to be sent stays in the queue. */
export async function weigh(call: Call, { signal, plates, monotonicMs }: AtScale): Promise<void> {
  const line = lineOf(call);
  const format = oneOf(call, "format", Object.keys(FORMATS) as FormatName[]);
  const unit = oneOf<ScaleUnit>(call, "unit", ["kg", "t"], "kg");
  const end = oneOf<FirstEnd>(call, "first", ["empty", "full"], "empty");
  const division = wholeOption(call, "division", [1, 100]) ?? 20;
  const scale = wholeOption(call, "scale", [0, MOST_INDEX]);
  if (scale === undefined) throw new Misuse("Thiếu --scale.", "--scale is missing.");
  const url = needOption(call, "url");
  const key = await KeyFile.open(needOption(call, "key"));
  const dir = path.resolve(needOption(call, "queue"));
  const lock = await lockFolder(dir);
  const stop = new AbortController();
  let failure: unknown;
  const fail = (error: unknown) => {
    failure ??= error;
    stop.abort();
  };
  const say = (event: Parameters<typeof toldOf>[0]) =>
    call.io.out(call.json ? `${JSON.stringify(event)}\n` : toldOf(event));
  const agent = new WeighAgent({
    queue: await WeighQueue.open(dir, scale),
    platform: new Platform(division),
    key,
    door: doorOf(url, key),
    end,
    now: () => call.io.now(),
    say,
    fail,
  });
  const names = readline.createInterface({ input: plates });
  names.on("line", (text) => void agent.name(text).catch(fail));
  const rounds = startRounds(() => agent.send().catch(fail), SEND_MS, { atOnce: true });
  try {
    await follow(
      agent,
      new FrameCutter(format, unit),
      lineBytes(line, AbortSignal.any([signal, stop.signal]), tellLine(call)),
      {
        monotonicMs,
        strange: () => call.io.err(STRANGE),
      },
    );
    if (failure !== undefined) throw failure;
  } finally {
    names.close();
    await rounds.stop();
    lock.release();
  }
}

const STRANGE =
  "Đầu cân gửi khác định dạng đã chọn: xem lại --format, --baud, --bits. · The indicator sends another format than the one chosen: see --format, --baud, --bits.\n";

type Following = { monotonicMs(): number; strange(): void };

async function follow(
  agent: WeighAgent,
  cutter: FrameCutter,
  line: AsyncIterable<Uint8Array | "cut">,
  { monotonicMs, strange }: Following,
): Promise<void> {
  let faults = 0;
  for await (const bytes of line) {
    if (bytes === "cut") {
      cutter.reset();
      continue;
    }
    for (const frame of cutter.push(bytes)) {
      faults = typeof frame === "string" ? faults + 1 : 0;
      if (faults === STRANGE_FRAMES) strange();
      if (typeof frame !== "string") await agent.hear(frame, monotonicMs());
    }
  }
}

/** Tells once that the line is broken, not at each try. */
function tellLine({ io }: Call): (error: unknown) => void {
  let last = "";
  return (error) => {
    const said = error instanceof Error ? error.message : "end";
    if (said !== last)
      io.err(
        `Mất tín hiệu đầu cân, đang nối lại (${said}). · The indicator's line is broken and is opened again (${said}).\n`,
      );
    last = said;
  };
}

function lineOf(call: Call): LineSetting {
  const [tcp, device] = [call.option("tcp"), call.option("serial")];
  if ((tcp === undefined) === (device === undefined))
    throw new Misuse("Cần một trong hai: --tcp hoặc --serial.", "Give either --tcp or --serial.");
  if (tcp !== undefined) return tcpOf(tcp);
  const baud = wholeOption(call, "baud", [300, 115_200]) ?? 9600;
  const bits = wholeOption(call, "bits", BITS) === 7 ? 7 : 8;
  return { what: "serial", device: device!, baud, bits };
}

function oneOf<T extends string>(call: Call, name: string, choices: readonly T[], otherwise?: T): T {
  const text = call.option(name) ?? otherwise;
  const chosen = choices.find((each) => each === text);
  if (chosen !== undefined) return chosen;
  throw new Misuse(`--${name} là một trong: ${choices.join(", ")}.`, `--${name} is one of: ${choices.join(", ")}.`);
}
