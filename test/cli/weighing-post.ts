// A weighing post of the sand mine for tests: a scale with its own key in the ledger, a vehicle, an indicator on a socket, and the command
// `scale` beside it, whose clock is the indicator's frames.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { readCall } from "../../src/cli/command.ts";
import { command, weigh } from "../../src/cli/scale.ts";
import { KeyFile, makeKeyFile } from "../../src/disk/keyfile.ts";
import { unhex } from "../../src/format/bytes.ts";
import type { AgentEvent } from "../../src/scale/agent.ts";
import type { FieldWorld } from "../web/field-world.ts";
import { Indicator } from "./indicator.ts";

const PLATE = "77C-555.03";

export type WeighingPost = {
  readonly scale: number;
  readonly indicator: Indicator;
  /** Waits until the agent has told this. */
  heard(what: AgentEvent["what"]): Promise<void>;
  /** One vehicle: on, steady, its plate typed, off. */
  visit(plate: string, kg: number): Promise<void>;
  close(): Promise<void>;
};

/** Registers the scale and starts the agent. */
export async function openPost({ scribe, province, clock, address }: FieldWorld): Promise<WeighingPost> {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "so-nguon-post-"));
  const file = path.join(dir, "scale.json");
  makeKeyFile(file, scribe.origin);
  const key = await KeyFile.open(file);
  const possession = await key.possession(scribe.origin);
  const registered = { party: province.sandMiner, key: key.signer.key, possession };
  await scribe.agree("root0", "root1", "key.register", registered);
  await scribe.write("authority", "vehicle.register", { plate: PLATE, class: 2, payloadKg: 18_000 });
  const scale = await scribe.write("authority", "scale.register", {
    place: province.sandMine,
    number: "CAN-100T",
    document: "Giấy chứng nhận số 119",
    from: 20260101,
    until: 20261231,
    kid: unhex(key.kid),
  });
  clock.pass(1);
  const indicator = await Indicator.listening();
  const events: AgentEvent["what"][] = [];
  const io = {
    out: (text: string) => void events.push((JSON.parse(text) as AgentEvent).what),
    err: () => {},
    terminal: false,
    env: {},
    now: () => clock.wallMs(),
  };
  const line = ["--tcp", indicator.address, "--format", "toledo", "--scale", String(scale), "--key", file];
  const call = readCall(command, [...line, "--url", address, "--queue", path.join(dir, "queue"), "--json"], io)!;
  const stop = new AbortController();
  const plates = new PassThrough();
  let atMs = 0;
  const running = weigh(call, { signal: stop.signal, plates, monotonicMs: () => (atMs += 100) });
  running.catch(() => undefined);
  const heard = async (what: AgentEvent["what"]) => {
    while (!events.includes(what)) await Promise.race([pause(5), running]);
    events.splice(0, events.indexOf(what) + 1);
  };
  return {
    scale,
    indicator,
    heard,
    async visit(plate, kg) {
      await indicator.show(0, 2);
      await indicator.show(kg / 2, 1, true);
      await indicator.show(kg, 4);
      await heard("steady");
      plates.write(`${plate}\n`);
      await heard("named");
      await indicator.show(kg / 3, 1, true);
      await indicator.show(0, 2);
    },
    async close() {
      stop.abort();
      await running;
      await indicator.close();
      fs.rmSync(dir, { recursive: true });
    },
  };
}
