// The reasons of a result. Each must be true of the figures of that claim, and money that is evidenced is refused only for a reason that the
// officer states in words.
import type { AnnexPropose, ClaimFigures } from "../../format/bodies/payment.ts";
import { LISTED_REASON, LISTED_REASONS, type ListedReason, OUTCOME } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import type { CheckResult } from "../acts/context.ts";

/** The listed reasons that the figures of a claim give for what they do not accept. */
export function reasonsInFigures({ lines }: AnnexPropose, figures: ClaimFigures): ListedReason[] {
  const materials = figures.lines.flatMap((line) => line.materials);
  const unpaid = figures.lines.some(
    ({ acceptedMilli }, i) => lines[i]?.recipe === undefined && acceptedMilli < (lines[i]?.quantityMilli ?? 0),
  );
  return [
    ...(materials.some((each) => each.insufficientKg > 0) ? [LISTED_REASON.notEnough] : []),
    ...(materials.some((each) => each.contradictedKg > 0) ? [LISTED_REASON.contradictory] : []),
    ...(unpaid ? [LISTED_REASON.adjustsUnpaid] : []),
  ];
}

/** The listed reasons that come from papers outside the book, as an officer states them. */
export const STATED_REASONS: readonly ListedReason[] = Object.values(LISTED_REASON).filter(
  (code) => LISTED_REASONS[code].by === "officer",
);

/** Whoever pays everything needs no reason; any other result needs true ones, and stated words where money is evidenced and refused. */
export function checkReasons(
  annex: AnnexPropose,
  figures: ClaimFigures,
  { outcome, reasons, stated }: Pick<Body<"review.make">, "outcome" | "reasons" | "stated">,
): CheckResult {
  const refuses = outcome === OUTCOME.refuse || outcome === OUTCOME.return;
  const possible = [
    ...(outcome === OUTCOME.pay ? [] : reasonsInFigures(annex, figures)),
    // A part accepts all that is evidenced, so that no paper outside the book has taken anything off it.
    ...(refuses ? STATED_REASONS : []),
  ];
  const untrue = reasons.find((reason) => !possible.includes(reason));
  if (untrue !== undefined) return problem("reason-untrue", { reason: untrue });
  if (outcome !== OUTCOME.pay && reasons.length === 0) return problem("reasons-missing");
  const states = reasons.some((reason) => STATED_REASONS.includes(reason));
  if (states !== (stated !== undefined)) return problem("reason-unstated");
  const { acceptedDong } = figures;
  return outcome === OUTCOME.refuse && acceptedDong > 0 && !states
    ? problem("refusal-evidenced", { accepted_vnd: acceptedDong })
    : undefined;
}
