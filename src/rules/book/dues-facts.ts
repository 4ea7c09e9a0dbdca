// Facts of what a source sent and dug in a month, and of the dues that the tax office attests for it.
import type { DuesCode } from "../../format/codes.ts";

/** By "source/month" (yyyymm). */
export type MonthlyFact = { sentKg: number; dugKg: number };
/** By "source/due/month": the latest attestation. */
export type PaidFact = { index: number; paidKg?: number; owedDong?: number; paidDong?: number };
/** By source: the first month of each due that was attested, the last month judged (0: none), and what is short since. */
export type DuesFact = {
  first: Partial<Record<DuesCode, number>>;
  judged: number;
  behind: { due: DuesCode; shortKg: number; shortDong: number }[];
};
