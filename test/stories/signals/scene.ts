// A scene for each signal: a cheat (or a mishap) that raises it, with the subject and the figures worked out by hand, and the honest
// twin that must not be hurt by it.
import type { Province } from "../../../src/demo/province.ts";
import type { SignalCode, SignalFigures, Subject } from "../../../src/words/signals.ts";
import type { Ledger, Said } from "../../rules/ledger.ts";

export type Stage = { readonly ledger: Ledger; readonly province: Province };

/** A signal as it has to be raised. */
export type Raised<C extends SignalCode> = { readonly subject: Subject; readonly figures: SignalFigures<C> };

export type Scene<C extends SignalCode> = {
  /** Answers every signal of this code that the story must raise, in order. */
  readonly cheat: (stage: Stage) => Raised<C>[] | Promise<Raised<C>[]>;
  readonly honest: (stage: Stage) => unknown;
};

/** One scene for each of these codes; the compiler asks for those that are missing. */
export type Scenes<C extends SignalCode> = { readonly [K in C]: Scene<K> };

/** Scenes with the stage that they begin on. */
export type Told = {
  readonly open: () => Promise<Stage>;
  readonly scenes: Readonly<Record<string, Scene<SignalCode>>>;
};

/** Puts scenes together with their stage; the compiler asks for one of each of these codes. */
export function scenes<C extends SignalCode>(open: () => Promise<Stage>, told: Scenes<C>): Told {
  return { open, scenes: told };
}

/** The index of something that must be stored, whether or not it agrees. */
export function kept(said: Said): number {
  if ("refused" in said) throw new Error(JSON.stringify(said.refused));
  return said.index;
}
