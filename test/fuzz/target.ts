// One sort of thing that strangers hand over, with its honest examples, its mutants and what our reader says of each.
import type { Chance } from "./mutate.ts";

/** `says`: a flaw's code or "accepted"; `isSame`: it means what the honest one means; `ask`: the question for the reader in Python. */
export type Judged = {
  readonly says: string;
  readonly accepted: boolean;
  readonly isSame: boolean;
  readonly ask?: Readonly<Record<string, unknown>> | undefined;
  /** Both readers must agree, also where ours refuses. */
  readonly mustAgree?: boolean;
};

export type Target = {
  readonly name: string;
  /** How long one mutant may take. */
  readonly boundMs: number;
  /** Makes the next mutant and has it judged; the honest one where there is no chance. */
  next(chance?: Chance): Promise<Judged>;
};

export const ACCEPTED = "accepted";
