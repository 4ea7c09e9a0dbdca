// `so-nguon serve`: the service of `npm start`, told by options instead of the environment.

import { CommandError } from "../words/command-error.ts";
import { ACCEPT_CLOCK, type Command, EXIT, LEDGER } from "./command.ts";
import { placeIfNamed } from "./open-ledger.ts";

export const command: Command = {
  name: "serve",
  vi: "chạy dịch vụ trên một sổ",
  en: "run the service on a ledger",
  usage: ["[--data DIR] [--port N] [--host ADDRESS] [--accept-clock]"],
  args: [0, 0],
  options: {
    ...LEDGER,
    ...ACCEPT_CLOCK,
    port: { type: "string", value: "N", vi: "cổng (mặc định 8787)", en: "port (default 8787)" },
    host: { type: "string", value: "ADDRESS", vi: "địa chỉ (mặc định 127.0.0.1)", en: "address (default 127.0.0.1)" },
  },
  async run(call) {
    const { listen, readEnvironment } = await import("../node.ts");
    const place = placeIfNamed(call);
    const { env } = call.io;
    const asked = {
      ...env,
      ...(place?.dir === undefined ? {} : { SO_NGUON_DATA: place.dir, DATABASE_URL: undefined }),
      ...(place === undefined ? {} : { SO_NGUON_KEYS: place.keys }),
      PORT: call.option("port") ?? env.PORT,
      HOST: call.option("host") ?? env.HOST,
      ...(call.flag("accept-clock") ? { SO_NGUON_ACCEPT_CLOCK: "1" } : {}),
    };
    const settings = readEnvironment(asked);
    if (typeof settings === "string") throw refusalOf(settings);
    const running = await listen(settings, (vi, en) => call.io.err(`… ${vi} · ${en}\n`));
    const { origin } = running.service.services;
    const { size } = running.service.intake;
    if (call.json) call.io.out(`${JSON.stringify({ address: running.address, origin, size })}\n`);
    else call.io.out(`Sẵn sàng · Ready: ${running.address} (${origin}, ${size} mục · entries)\n`);
    await new Promise<void>((stop) => {
      for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => stop());
    });
    await running.close();
    return EXIT.ok;
  },
};

/** Words that are already in both languages, as a refusal. */
function refusalOf(words: string): CommandError {
  const [vi = words, en = words] = words.split(" · ");
  return new CommandError(vi, en, "bad-configuration");
}
