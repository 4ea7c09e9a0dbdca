// Planted frauds, each as the field knows it (docs/design.md, Frauds), and the labels by which detection is scored. What is planted comes
// beside the honest traffic and never instead of it. Labels never enter the ledger.

import type { Chance } from "../demo/chance.ts";
import type { Outcome } from "../format/codes.ts";
import type { Body } from "../format/kinds.ts";
import type { SubmitAnswer } from "../intake.ts";
import type { Meddler } from "./claims.ts";
import type { Land } from "./land.ts";
import { PLANTS } from "./plants.ts";
import type { Press } from "./press.ts";
import type { Traffic } from "./traffic.ts";

/** The answer that the rules should give to each fraud: a refusal, a verdict kept with the observation, a signal, or a result that is not paid in full. */
export const FRAUDS = {
  "double-receipt": { how: "verdict", code: "received-twice" },
  "receipt-elsewhere": { how: "verdict", code: "received-elsewhere" },
  "overweight-receipt": { how: "verdict", code: "received-too-much" },
  "passage-twice": { how: "verdict", code: "seen-after-receipt" },
  "reused-slip": { how: "verdict", code: "seen-after-receipt" },
  "plate-differs": { how: "verdict", code: "plate-differs" },
  "forged-slip": { how: "verdict", code: "not-found" },
  "back-dated": { how: "verdict", code: "slip-not-open" },
  "seen-before-issued": { how: "signal", code: "seen-before-issued" },
  "tampered-slip": { how: "refused", code: "bad-signature" },
  "cloned-device": { how: "refused", code: "seq-reused" },
  "expired-source": { how: "refused", code: "source-expired" },
  "over-capacity": { how: "refused", code: "capacity-exceeded" },
  "night-slip": { how: "refused", code: "outside-hours" },
  "wrong-material": { how: "refused", code: "material-not-licensed" },
  "yard-paper": { how: "refused", code: "stock-short" },
  "crusher-without-rock": { how: "refused", code: "stock-short" },
  "crusher-yield": { how: "refused", code: "yield-exceeded" },
  "lean-concrete": { how: "refused", code: "recipe-mismatch" },
  overloaded: { how: "refused", code: "vehicle-overloaded" },
  "two-slips-one-truck": { how: "refused", code: "vehicle-busy" },
  "unknown-vehicle": { how: "refused", code: "not-found" },
  "scale-mismatch": { how: "refused", code: "reading-mismatch" },
  "void-after-passage": { how: "refused", code: "slip-already-seen" },
  "self-approval": { how: "refused", code: "same-person" },
  "overstated-claim": { how: "result", code: "part" },
} as const satisfies Record<string, { how: "verdict" | "signal" | "refused" | "result"; code: string }>;
export type FraudName = keyof typeof FRAUDS;

export function isFraud(name: string): name is FraudName {
  return Object.hasOwn(FRAUDS, name);
}

/** One planted fraud: the entries that carry it (none where all were refused) and what the ledger said at once. */
export type Label = {
  readonly fraud: FraudName;
  readonly how: "verdict" | "signal" | "refused" | "result";
  readonly expected: string;
  readonly entries: readonly number[];
  readonly said: string | null;
  readonly at_s: number;
  /** True if the ledger gave the expected answer; null for signals, which are looked up in the ledger. */
  readonly found: boolean | null;
};

type Pending = { readonly fraud: FraudName; readonly afterLoads: number };

export class Frauds implements Meddler {
  readonly labels: Label[] = [];
  #pending: Pending[];
  readonly #press: Press;
  readonly #chance: Chance;
  readonly #land: Land;
  readonly #traffic: Traffic;

  constructor(
    world: { press: Press; chance: Chance; land: Land; traffic: Traffic },
    asked: ReadonlyMap<FraudName, number>,
    loads: number,
  ) {
    this.#press = world.press;
    this.#chance = world.chance;
    this.#land = world.land;
    this.#traffic = world.traffic;
    const all = [...asked].flatMap(([fraud, count]) => Array.from({ length: count }, () => fraud));
    this.#pending = all
      .map((fraud) => ({ fraud, afterLoads: Math.floor((loads * this.#chance.between(150, 850)) / 1000) }))
      .sort((a, b) => a.afterLoads - b.afterLoads || (a.fraud < b.fraud ? -1 : 1));
  }

  /** The frauds that were asked for and found no occasion. */
  get unplanted(): FraudName[] {
    return this.#pending.map(({ fraud }) => fraud);
  }

  /** Plants what is due and possible now. */
  step(atS: number): void {
    const due = this.#pending.filter(({ fraud, afterLoads }) => afterLoads <= this.#traffic.begun && fraud in PLANTS);
    for (const pending of due) {
      const { fraud } = pending;
      const plant = PLANTS[fraud as keyof typeof PLANTS];
      const answered = (answer: SubmitAnswer, more: readonly number[] = []) => this.#answered(fraud, atS, answer, more);
      const { chance, land } = { chance: this.#chance, land: this.#land };
      if (plant({ press: this.#press, chance, land, traffic: this.#traffic, atS, answered })) this.#done(pending);
    }
  }

  #done(pending: Pending): void {
    this.#pending = this.#pending.filter((each) => each !== pending);
  }

  #answered(fraud: FraudName, atS: number, answer: SubmitAnswer, more: readonly number[]): void {
    const said = answer.ok ? (answer.value.verdict?.code ?? null) : answer.problem.code;
    const refused = !answer.ok;
    const { how, code } = FRAUDS[fraud];
    const entries = refused ? [...more] : [...more, answer.value.index];
    const found = how === "signal" ? null : said === code && refused === (how === "refused");
    this.labels.push({ fraud, how, expected: code, entries, said, at_s: atS, found });
  }

  #take(fraud: FraudName): Pending | undefined {
    const pending = this.#pending.find((each) => each.fraud === fraud && each.afterLoads <= this.#traffic.begun);
    if (pending) this.#done(pending);
    return pending;
  }

  overstates(): number | undefined {
    return this.#take("overstated-claim") && this.#chance.between(5000, 9000);
  }

  overstated(annex: number, decision: number, outcome: Outcome): void {
    if (annex < 0) {
      this.#pending.push({ fraud: "overstated-claim", afterLoads: 0 });
      return;
    }
    const said = (["pay", "part", "refuse", "return"] as const)[outcome - 1]!;
    const atS = this.#press.scribe.clock.seconds;
    const { how, code } = FRAUDS["overstated-claim"];
    this.labels.push({
      fraud: "overstated-claim",
      how,
      expected: code,
      entries: [annex, decision],
      said,
      at_s: atS,
      found: said !== "pay",
    });
  }

  decides(body: Body<"decision.sign">, atS: number): void {
    if (!this.#take("self-approval")) return;
    this.#press.lie("officer", "decision.sign", body, atS, (answer) =>
      this.#answered("self-approval", atS, answer, []),
    );
  }
}
