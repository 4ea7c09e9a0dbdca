// How tests of the register import plan two tables and speak of a row's outcome.
import type { Imported } from "../../src/register/licence.ts";
import { planRegister, type RegisterPlan } from "../../src/register/plan.ts";

/** The day on which the tests' imports are made. */
export const AS_OF = "2025-10-31";

/** The plan of tables that can be read. */
export function planned(...tables: [Uint8Array, Uint8Array?]): RegisterPlan {
  const plan = planRegister(tables[0], tables[1], AS_OF);
  if (!plan.ok) throw new Error(plan.reason.en);
  return plan;
}

/** A row's outcome and the codes of its reasons, in order, as one line. */
export function outcomeOf(plan: RegisterPlan, row: number): string {
  const found = plan.outcomes[row - 1];
  return [found?.outcome, ...(found?.reasons ?? []).map(({ code }) => code)].join(" ");
}

/** The licence of a row that makes one. */
export function licenceOf(plan: RegisterPlan, row: number): Imported["licence"] {
  const found = plan.outcomes[row - 1];
  if (found === undefined || found.outcome === "refused") throw new Error(`row ${row} is no licence`);
  return found.licence;
}
