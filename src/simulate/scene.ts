// Where and how a fraud is tried in a simulated province.
import type { Chance } from "../demo/chance.ts";
import type { SubmitAnswer } from "../intake.ts";
import type { Land } from "./land.ts";
import type { Press } from "./press.ts";
import type { Traffic } from "./traffic.ts";

/** Where a fraud is tried: everything honest that goes on at that time. */
export type Scene = {
  readonly press: Press;
  readonly chance: Chance;
  readonly land: Land;
  readonly traffic: Traffic;
  readonly atS: number;
  /** Tells what the ledger answered; `more` are further entries of the same fraud. */
  readonly answered: (answer: SubmitAnswer, more?: readonly number[]) => void;
};

/** Tries to plant a fraud in a scene; answers whether what it needs was at hand. */
export type Plant = (scene: Scene) => boolean;
