// The memory of a weighbridge's agent, one file that is replaced whole and durably: visits that wait for their other half, weighings
// that wait to be signed or sent, and the vehicles that it has met. A weighing and its signature are written in one step each, so that a
// crash at any moment neither loses one nor has it signed twice for the ledger.
import path from "node:path";
import { z } from "zod";
import { type ReplaceStep, replaceDurably, textOf } from "../disk/durable.ts";
import { CommandError } from "../words/command-error.ts";
import { PAIRING } from "./pairing.ts";

/** Weighings that may wait: more than a month of five hundred vehicles a day. */
export const MOST_WAITING = 20_000;
/** Vehicles known without a network. */
const MOST_VEHICLES = 2000;

const kg = z.int().min(0).max(20_000_000);
const visit = { lowKg: kg, highKg: kg, leftMs: z.int() };
const plate = z.string().min(1).max(40);
const anchor = z.strictObject({ size: z.int().min(0), root8: z.string().regex(/^[0-9a-f]{16}$/) });
const waiting = z.strictObject({
  plate,
  /** Index of the vehicle; absent while the ledger could not be asked. */
  vehicle: z.int().min(0).optional(),
  grossKg: kg,
  tareKg: kg,
  leftMs: z.int(),
  /** The newest head known when it was weighed. */
  anchor: anchor.optional(),
  /** The signed entry in hexadecimal. */
  entry: z.string().optional(),
});
const shape = z.strictObject({
  so_nguon_scale: z.literal(1),
  /** Index of the scale. */
  scale: z.int().min(0),
  origin: z.string().optional(),
  anchor: anchor.optional(),
  /** The last visit, while nobody has said whose it was. */
  unnamed: z.strictObject(visit).optional(),
  first: z.array(z.strictObject({ plate, ...visit })),
  waiting: z.array(waiting),
  /** Refused for good, each with the code of its problem. */
  refused: z.array(waiting.extend({ code: z.string() })),
  /** Plate and index, the latest first. */
  vehicles: z.array(z.tuple([plate, z.int().min(0)])),
});

export type WeighState = z.infer<typeof shape>;
export type WaitingWeighing = z.infer<typeof waiting>;

/** The file in use by one process, which holds the folder's lock. */
export class WeighQueue {
  readonly #file: string;
  readonly #at: (step: ReplaceStep) => void;
  #state: WeighState;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(file: string, state: WeighState, at: (step: ReplaceStep) => void) {
    this.#file = file;
    this.#state = state;
    this.#at = at;
  }

  /** Reads the queue of a scale, or begins it; refuses a file of another scale or one that is not whole. `at` is for tests. */
  static async open(dir: string, scale: number, at: (step: ReplaceStep) => void = () => {}): Promise<WeighQueue> {
    const file = path.join(dir, "weighings.json");
    const text = await textOf(file);
    if (text === undefined)
      return new WeighQueue(file, { so_nguon_scale: 1, scale, first: [], waiting: [], refused: [], vehicles: [] }, at);
    const state = readState(text);
    if (state?.scale === scale) return new WeighQueue(file, state, at);
    throw new CommandError(
      `Tệp ${file} không phải hàng chờ của cân ${scale}.`,
      `${file} is not the queue of scale ${scale}.`,
      "bad-queue",
    );
  }

  get state(): Readonly<WeighState> {
    return this.#state;
  }

  /** Replaces the state; when it resolves, the power may fail. Changes come one after another. */
  change(next: (state: Readonly<WeighState>) => Partial<WeighState>): Promise<void> {
    const work = this.#last.then(async () => {
      const state = { ...this.#state, ...next(this.#state) };
      state.vehicles = state.vehicles.slice(0, MOST_VEHICLES);
      await replaceDurably(this.#file, `${JSON.stringify(state)}\n`, this.#at);
      this.#state = state;
    });
    this.#last = work.catch(() => undefined);
    return work;
  }
}

function readState(text: string): WeighState | undefined {
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The first visits that may still find their second. */
export function stillOpen(first: WeighState["first"], nowMs: number): WeighState["first"] {
  return first.filter(({ leftMs }) => nowMs - leftMs <= PAIRING.withinMs);
}
