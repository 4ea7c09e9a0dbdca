// `so-nguon witness`: a small witness for whoever is to keep a ledger honest from outside. It needs the log's verifier key, a key file and
// a folder of its own; of the ledger itself it needs, and sees, nothing but tree heads.
import { once } from "node:events";
import fs from "node:fs";
import type { AddressInfo } from "node:net";
import type { ReplaceStep } from "../disk/durable.ts";
import { KeyFile, makeKeyFile } from "../disk/keyfile.ts";
import { lockFolder } from "../disk/lock.ts";
import { COSIGNATURE, vkeyOf } from "../format/note.ts";
import { makeWitnessServer } from "../witness/http.ts";
import { Keeper } from "../witness/keeper.ts";
import { logsOf } from "../witness/server.ts";
import { WitnessClock } from "../witness/witness-clock.ts";
import { openWitnessMemory } from "../witness/witness-memory.ts";
import { type Call, type Command, EXIT, Misuse, needOption, wholeOption } from "./command.ts";

export const command: Command = {
  name: "witness",
  vi: "chạy đơn vị xác nhận độc lập: kiểm tra sổ chỉ nối thêm, không rẽ nhánh, không lùi, rồi ký xác nhận",
  en: "run a witness: check that a log only grows, then cosign its tree heads",
  usage: [
    "--key FILE --name NAME",
    "--origin-key VKEY … --key FILE --data DIR [--name NAME] [--port N] [--host ADDRESS]",
  ],
  args: [0, 0],
  options: {
    "origin-key": {
      type: "string",
      value: "VKEY",
      multiple: true,
      vi: "khóa xác nhận của sổ (từ /log/vkey), một hay nhiều sổ",
      en: "a log's verifier key (its /log/vkey); may be repeated",
    },
    key: { type: "string", value: "FILE", vi: "tệp khóa; chưa có thì tạo mới", en: "key file; made when absent" },
    data: { type: "string", value: "DIR", vi: "thư mục bộ nhớ", en: "folder of the witness's memory" },
    name: { type: "string", value: "NAME", vi: "tên khóa, ví dụ hdnd.vidu.gov.vn", en: "key name, such as a domain" },
    port: { type: "string", value: "N", vi: "cổng (mặc định 8790; 0: cổng trống)", en: "port (default 8790; 0: any)" },
    host: { type: "string", value: "ADDRESS", vi: "địa chỉ (mặc định 127.0.0.1)", en: "address (default 127.0.0.1)" },
    "accept-clock": { type: "boolean", vi: "chấp nhận đồng hồ máy khi khởi động", en: "accept the clock at start" },
  },
  more: {
    vi: "Chưa có sổ: chạy chỉ với --key và --name để tạo khóa và lấy khóa xác nhận. Một khóa gắn với một bộ nhớ: tệp KEY.witness cạnh khóa ghi lại điều đó. Mất bộ nhớ thì khóa không ký nữa; lập khóa mới. Khi sổ rẽ nhánh, hai mốc đã ký được giữ trong DIR/evidence.",
    en: "While there is no log, run it with --key and --name alone: it makes the key and prints its verifier key. One key goes with one memory; KEY.witness beside the key says which. Without its memory a key signs no more: make a new one. When a log forks, both signed heads are kept in DIR/evidence.",
  },
  run: (call) => runWitness(call),
};

/** Runs a witness until SIGINT or SIGTERM. `at` is told each step of a memory's writing; tests end the process there. */
export async function runWitness(call: Call, at?: (step: ReplaceStep) => void): Promise<number> {
  const { io } = call;
  if (call.options("origin-key").length === 0) return makeWitness(call);
  const [keyFile, dir] = [needOption(call, "key"), needOption(call, "data")];
  const logs = logsOf(call.options("origin-key"));
  if (!logs || logs.size === 0)
    throw new Misuse("Cần --origin-key là khóa xác nhận của sổ.", "Give --origin-key, a log's verifier key.");
  const port = wholeOption(call, "port", [0, 65_535]) ?? 8790;
  const { key, name } = await keyOf(call, keyFile);
  const memory = await openWitnessMemory({ dir, keyFile, lock: lockFolder, ...(at ? { at } : {}) });
  try {
    const clock = { wallMs: () => io.now(), steadyMs: () => performance.now() };
    const keeper = new Keeper({
      name,
      signer: key.signer,
      logs,
      memory,
      clock: new WitnessClock(clock, memory.lastS, call.flag("accept-clock")),
      say: (line) => io.err(`${line}\n`),
    });
    const server = makeWitnessServer(keeper);
    const ended = endOf();
    server.listen(port, call.option("host") ?? "127.0.0.1");
    await once(server, "listening");
    tell(call, keeper.vkey, server.address() as AddressInfo, [...logs.keys()]);
    await ended;
    server.close();
    server.closeAllConnections();
    return EXIT.ok;
  } finally {
    memory.close();
  }
}

/** The witness's key and its name; the file is made where there is none. */
async function keyOf(call: Call, file: string): Promise<{ key: KeyFile; name: string }> {
  const given = call.option("name");
  if (given !== undefined && (/[\s+]/.test(given) || given === ""))
    throw new Misuse("Tên khóa không hợp lệ.", "Not a key name.");
  if (!fs.existsSync(file)) makeKeyFile(file, undefined);
  const key = await KeyFile.open(file);
  return { key, name: given ?? `witness/${key.kid}` };
}

/** Before there is a log: makes the key and says what the log's opening has to name. */
async function makeWitness(call: Call): Promise<number> {
  const { key, name } = await keyOf(call, needOption(call, "key"));
  const vkey = vkeyOf(name, key.signer.key, COSIGNATURE);
  if (call.json) call.io.out(`${JSON.stringify({ vkey })}\n`);
  else
    call.io.out(
      `Khóa xác nhận, gửi cho người mở sổ · Verifier key, for whoever opens the log:\n  ${vkey}\nMở sổ xong, chạy lại với --origin-key · Once the log is open, run again with --origin-key.\n`,
    );
  return EXIT.ok;
}

function tell(call: Call, vkey: string, at: AddressInfo, origins: readonly string[]): void {
  const url = `http://${at.family === "IPv6" ? `[${at.address}]` : at.address}:${at.port}`;
  if (call.json) call.io.out(`${JSON.stringify({ vkey, url, logs: origins })}\n`);
  else
    call.io.out(
      `Đơn vị xác nhận độc lập đang chạy · Witness running: ${url}\nKhóa xác nhận (gửi cho sổ) · Verifier key (give it to the log):\n  ${vkey}\nSổ · Logs: ${origins.join(", ")}\n`,
    );
}

function endOf(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}
