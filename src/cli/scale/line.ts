// The line to a weighing indicator, TCP or a serial device: opened again whenever it breaks, and read no faster than what is read is used.
import { execFile } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import tty from "node:tty";
import { promisify } from "node:util";
import { Misuse } from "../command.ts";

export type LineSetting =
  | { readonly what: "tcp"; readonly host: string; readonly port: number }
  | { readonly what: "serial"; readonly device: string; readonly baud: number; readonly bits: 7 | 8 };

/** An indicator that sends nothing for so long is taken for a broken line. */
const SILENT_MS = 10_000;
const AGAIN_MS = { first: 500, most: 10_000 };
/** HOST:PORT; a host of IPv6 is in brackets. */
export function tcpOf(text: string): LineSetting {
  const [, host, port] = /^(?:\[([0-9a-f:]+)\]|[^:[\]]+):([0-9]{1,5})$/i.exec(text) ?? [];
  const number = Number(port);
  if (port === undefined || number < 1 || number > 65_535)
    throw new Misuse(`--tcp cần HOST:PORT, không phải “${text}”.`, `--tcp needs HOST:PORT, not “${text}”.`);
  return { what: "tcp", host: host ?? text.slice(0, text.lastIndexOf(":")), port: number };
}

/** The bytes of the line until the signal; "cut" between two connections. `told` hears of each break. */
export async function* lineBytes(
  line: LineSetting,
  signal: AbortSignal,
  told: (error: unknown) => void,
): AsyncGenerator<Uint8Array | "cut"> {
  let waitMs = AGAIN_MS.first;
  while (!signal.aborted) {
    try {
      for await (const bytes of line.what === "tcp" ? overTcp(line, signal) : overSerial(line, signal)) {
        waitMs = AGAIN_MS.first;
        yield bytes;
      }
      told(undefined);
    } catch (error) {
      if (signal.aborted) return;
      told(error);
    }
    yield "cut";
    await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    waitMs = Math.min(waitMs * 2, AGAIN_MS.most);
  }
}

function overTcp({ host, port }: { host: string; port: number }, signal: AbortSignal): AsyncIterable<Uint8Array> {
  const socket = net.connect({ host, port, signal });
  socket.setKeepAlive(true, SILENT_MS);
  socket.setTimeout(SILENT_MS, () => socket.destroy(new Error("silent")));
  return socket;
}

type Serial = Extract<LineSetting, { what: "serial" }>;

/** The device as stty sets it: raw bytes, no echo, one stop bit; with seven data bits even parity. */
async function* overSerial({ device, baud, bits }: Serial, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const parity = bits === 7 ? ["cs7", "parenb", "-parodd"] : ["cs8", "-parenb"];
  await promisify(execFile)("stty", ["-F", device, String(baud), "raw", "-echo", "-cstopb", "clocal", ...parity]);
  // Without O_NONBLOCK a read of a silent line would hold the process when it is told to end.
  const { O_RDONLY, O_NOCTTY, O_NONBLOCK } = fs.constants;
  const stream = new tty.ReadStream(fs.openSync(device, O_RDONLY | O_NOCTTY | O_NONBLOCK));
  const end = () => stream.destroy();
  signal.addEventListener("abort", end);
  let heard = true;
  const silent = setInterval(() => {
    if (!heard) stream.destroy(new Error("silent"));
    heard = false;
  }, SILENT_MS);
  try {
    for await (const bytes of stream) {
      heard = true;
      yield bytes as Uint8Array;
    }
  } finally {
    clearInterval(silent);
    signal.removeEventListener("abort", end);
    stream.destroy();
  }
}
