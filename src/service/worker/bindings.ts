// The bindings of wrangler.toml as the handler of requests gets them.
import type { DurableObjectNamespace } from "cloudflare:workers";
import type { SequencerEnv } from "./environment.ts";
import type { SequencerObject } from "./sequencer-object.ts";

/** Bindings as the runtime hands them over; see wrangler.toml for what each is. */
export type Env = SequencerEnv & {
  readonly SEQUENCER: DurableObjectNamespace<SequencerObject>;
  readonly ASSETS: { fetch(address: string): Promise<Response> };
};
