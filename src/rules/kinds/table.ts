// The table of kinds: for each, who may sign it, whether it is a right or an observation, what it does and which function says so.
// A kind's row is beside its function in its room; here the rooms are put together. docs/rules.md is generated from it.
import type { KindName } from "../../format/kinds.ts";
import { approve, withdraw } from "../acts/proposal.ts";
import { APPROVERS, proposalsIn, type Row, type Rows } from "../acts/row.ts";
import { FINDING_ROWS } from "../origins/findings.ts";
import { OVERSIGHT_ROWS } from "../oversight/oversight.ts";
import { SIGNAL_ROWS } from "../oversight/signal-close.ts";
import { ANNEX_ROWS } from "../payment/annex.ts";
import { ANNEX_PART_ROWS } from "../payment/annexparts.ts";
import { CLAIM_ROWS } from "../payment/claim.ts";
import { RECOVERY_ROWS } from "../payment/recovery.ts";
import { CONFIGURATION_ROWS } from "../registry/configuration.ts";
import { CONTRACT_ROWS } from "../registry/contract.ts";
import { FACTOR_ROWS } from "../registry/factor.ts";
import { KEY_ROWS } from "../registry/keys.ts";
import { PLACE_ROWS } from "../registry/place-changes.ts";
import { POLICY_ROWS } from "../registry/policy.ts";
import { POSITION_ROWS } from "../registry/positions.ts";
import { PROJECT_ROWS } from "../registry/project.ts";
import { RECIPE_ROWS } from "../registry/recipe.ts";
import { REGISTRY_ROWS } from "../registry/registry.ts";
import { RULES_VERSION_ROWS } from "../registry/rules-version.ts";
import { SOURCE_ROWS } from "../registry/sources.ts";
import { SUCCESSION_ROWS } from "../registry/successions.ts";
import { YIELD_ROWS } from "../registry/yields.ts";
import { ACCEPTANCE_ROWS } from "../slips/acceptance.ts";
import { AMENDMENT_ROWS } from "../slips/amend.ts";
import { ARRIVAL_ROWS } from "../slips/arrival.ts";
import { CONTEST_ROWS } from "../slips/contest.ts";
import { CORRECTION_ROWS } from "../slips/correct.ts";
import { PASSAGE_ROWS } from "../slips/passage.ts";
import { RECEIPT_ROWS } from "../slips/receive.ts";
import { RULING_ROWS } from "../slips/ruling.ts";
import { SEARCH_ROWS } from "../slips/searches.ts";
import { SLIP_ROWS } from "../slips/slip.ts";
import { SLIP_BOOK_ROWS } from "../slips/slipbook.ts";
import { STOP_ROWS } from "../slips/stops.ts";
import { WEIGHING_ROWS } from "../slips/weighed.ts";
import { DUES_ROWS } from "../stock/dues.ts";
import { ENTRUSTMENT_ROWS } from "../stock/entrust.ts";
import { INVOICE_ROWS } from "../stock/invoices.ts";
import { PAPER_ROWS } from "../stock/papers.ts";
import { PRODUCTION_ROWS } from "../stock/production.ts";
import { RELEASE_ROWS } from "../stock/release.ts";
import { STOCKTAKE_ROWS } from "../stock/stocktake.ts";
import { SURVEY_ROWS } from "../stock/survey.ts";
import { SCALE_ROWS } from "../weighing/scales.ts";

const ROWS = {
  ...REGISTRY_ROWS,
  ...KEY_ROWS,
  ...POSITION_ROWS,
  ...DUES_ROWS,
  ...SOURCE_ROWS,
  ...PLACE_ROWS,
  ...SUCCESSION_ROWS,
  ...PROJECT_ROWS,
  ...FACTOR_ROWS,
  ...RECIPE_ROWS,
  ...CONTRACT_ROWS,
  ...POLICY_ROWS,
  ...CONFIGURATION_ROWS,
  ...RULES_VERSION_ROWS,
  ...YIELD_ROWS,
  ...SCALE_ROWS,
  ...SLIP_BOOK_ROWS,
  ...PRODUCTION_ROWS,
  ...ARRIVAL_ROWS,
  ...SLIP_ROWS,
  ...AMENDMENT_ROWS,
  ...RULING_ROWS,
  ...PASSAGE_ROWS,
  ...STOP_ROWS,
  ...SEARCH_ROWS,
  ...RECEIPT_ROWS,
  ...WEIGHING_ROWS,
  ...CORRECTION_ROWS,
  ...ACCEPTANCE_ROWS,
  ...ENTRUSTMENT_ROWS,
  ...INVOICE_ROWS,
  ...STOCKTAKE_ROWS,
  ...SURVEY_ROWS,
  ...PAPER_ROWS,
  ...RELEASE_ROWS,
  ...ANNEX_PART_ROWS,
  ...CLAIM_ROWS,
  ...ANNEX_ROWS,
  ...OVERSIGHT_ROWS,
  ...RECOVERY_ROWS,
  ...SIGNAL_ROWS,
  ...FINDING_ROWS,
  ...CONTEST_ROWS,
} satisfies Rows;

const PROPOSALS = proposalsIn(ROWS);

export const TABLE: { readonly [K in KindName]: Row<K> } = {
  ...ROWS,
  approve: {
    nature: "registry",
    alone: "second",
    signers: APPROVERS,
    apply: (context, body) => approve(context, body, PROPOSALS),
  },
  "proposal.withdraw": { nature: "registry", alone: "ends", signers: ["operator", ...APPROVERS], apply: withdraw },
};
