// The bindings of wrangler.toml and the secrets, checked where they enter. Both the handler of requests and the sequencer read
// them; the seeds stay inside the object that signs.
import { z } from "zod";
import { unhex } from "../../format/bytes.ts";
import { publicUrl } from "../../http/public-address.ts";

/** The bindings of the sequencer besides its variables and secrets. */
export type SequencerEnv = { readonly HYPERDRIVE: { readonly connectionString: string } };

const seed = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "64 chữ số thập lục phân · 64 hexadecimal digits")
  .transform(unhex);

const settings = z.object({
  ORIGIN: z.string().min(1),
  PUBLIC_URL: publicUrl,
  LOG_SEED: seed,
  NEXT_LOG_SEED: seed.optional(),
  OPERATOR_SEED: seed.optional(),
  WITNESSES: z.string().optional(),
  MONITOR_TOKEN: z.string().min(32).optional(),
  ACCEPT_CLOCK: z.literal("yes").optional(),
  ACCEPT_LOSS: z.literal("yes").optional(),
});

/** The log's name and secrets: seeds are 32 bytes, the operator's is there where ticks are signed here. */
export type Settings = {
  readonly origin: string;
  /** Where people reach the service. */
  readonly publicUrl: string;
  readonly logSeed: Uint8Array;
  /** Of the key that is to take the log key's place, or has taken it. */
  readonly nextLogSeed: Uint8Array | undefined;
  readonly operatorSeed: Uint8Array | undefined;
  /** Lines of `vkey url`: where the witnesses that the log names are reached. */
  readonly witnesses: string;
  readonly monitorToken: string | undefined;
  /** The operator's word that the clock is right though the last leaf is far from it; node.ts has --accept-clock. */
  readonly acceptClock: boolean;
  /** The operator's word that the server behind Hyperdrive may lose what it acknowledged (store/durable-head.ts): for trials. */
  readonly acceptLoss: boolean;
};

/** Reads variables and secrets; throws, naming the variable but never its value, where one is missing or malformed. */
export function readSettings(env: SequencerEnv): Settings {
  const read = settings.safeParse(env);
  if (!read.success) {
    const wrong = read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
    throw new Error(`Cấu hình sai (wrangler.toml, wrangler secret put) · Wrong settings: ${wrong}`);
  }
  const {
    ORIGIN,
    PUBLIC_URL,
    LOG_SEED,
    NEXT_LOG_SEED,
    OPERATOR_SEED,
    WITNESSES,
    MONITOR_TOKEN,
    ACCEPT_CLOCK,
    ACCEPT_LOSS,
  } = read.data;
  return {
    origin: ORIGIN,
    publicUrl: PUBLIC_URL,
    logSeed: LOG_SEED,
    nextLogSeed: NEXT_LOG_SEED,
    operatorSeed: OPERATOR_SEED,
    witnesses: WITNESSES ?? "",
    monitorToken: MONITOR_TOKEN,
    acceptClock: ACCEPT_CLOCK === "yes",
    acceptLoss: ACCEPT_LOSS === "yes",
  };
}
