// A dossier as pages need it: the annex, who signed, its state, and its figures: those of today while it is open, those that the
// result froze once it is decided.

import type { AnnexPropose } from "../../format/bodies/payment.ts";
import { CLAIM_KIND, OUTCOME, OUTCOMES, type Outcome } from "../../format/codes.ts";
import { rulesAt } from "../../rules/acts/context.ts";
import type { Book } from "../../rules/book/book.ts";
import type { AnnexFact, ClaimFact, ProjectFact, ReviewFact, RulesFact } from "../../rules/book/facts.ts";
import { CHAIRS } from "../../rules/book/shared-facts.ts";
import { controlDeadline, type Deadline, type Sureness } from "../../rules/numbers/deadline.ts";
import { claimAsItStands, rulesOfClaim } from "../../rules/payment/claim.ts";
import { claimStatus } from "../../rules/payment/claim-life.ts";
import { type ClaimResult, computeClaim } from "../../rules/payment/figures.ts";
import { placeName } from "../../rules/readings/checkpoint-answer.ts";
import { type ContractAccount, contractAccount } from "../../rules/readings/contract-account.ts";
import { type NotReported, notReported } from "../../rules/readings/not-reported.ts";
import { partyIn } from "../../rules/registry/chairs.ts";
import { calendarIn } from "../../rules/registry/configuration.ts";
import { acceptedLoads } from "../../rules/slips/acceptance.ts";
import type { View } from "../../store/view.ts";
import { capital } from "../../web/islands/shared/verdict-words.ts";
import { t } from "../../web/layout.ts";
import { formatDay } from "../../words/as-written.ts";
import type { Lang } from "../../words/lang.ts";
import { CLAIM_STATES } from "../../words/things.ts";
import { type Conversion, conversionOf } from "./conversions.ts";
import type { FiguredLine } from "./figures-view.ts";

export type Dossier = {
  readonly annex: number;
  readonly proposed: AnnexFact;
  readonly claim: ClaimFact;
  readonly project: ProjectFact;
  readonly rules: RulesFact["sets"][number];
  readonly result: ClaimResult;
  readonly lines: readonly FiguredLine[];
  /** By line, in the annex's order. */
  readonly conversions: readonly (Conversion | undefined)[];
  /** Of the loads that the figures rest on, those that the project's supervisor accepted on the site. */
  readonly accepted: { readonly accepted: number; readonly of: number };
  /** Of a dossier that is not decided: checkpoints on the way of its loads that have reported nothing since, with their names. */
  readonly notReported: readonly (NotReported & { readonly name: string })[];
  /** The package's contract with what is claimed of it, and its advances and retention. */
  readonly account: ContractAccount;
  readonly review: ReviewFact | undefined;
  /** By the holidays that the book of its result knew; of an open dossier, by those of today. */
  readonly deadline: Deadline | undefined;
};

/**
 * The dossier of an annex, or undefined where the ledger has none. `nowMs` judges drafts by the rules of today. With `result`, the dossier is
 * the one that this result decided, whatever became of the result since.
 */
export async function loadDossier(
  view: View,
  annex: number,
  nowMs: number,
  result?: number,
): Promise<Dossier | undefined> {
  const claim = result === undefined ? await view.fact("claim", annex) : await claimDecidedBy(view, annex, result);
  if (!claim) return undefined;
  const past = await view.read((book) => figuresOf(book, annex, nowMs), claim.decision?.index);
  const review = claim.review === null ? undefined : await view.fact("review", claim.review);
  const lines = past.proposed.body.lines.map((line, i) => ({ n: i + 1, line, figure: past.result.lines[i]!.figure }));
  return { annex, ...past, claim, lines, review };
}

/** The claim as one of its results left it; a reversal takes the result from the claim, and leaves it in the log. */
async function claimDecidedBy(view: View, annex: number, index: number): Promise<ClaimFact | undefined> {
  const result = await view.fact("result", index);
  if (result?.annex !== annex) return undefined;
  const { outcome, acceptedDong, claimedDong } = result;
  const before = await view.read((book) => book.need("claim", annex), index);
  return { ...before, decision: { index, outcome, acceptedDong, claimedDong } };
}

function figuresOf(book: Book, annex: number, nowMs: number) {
  const claim = book.need("claim", annex);
  const proposed = book.need("annex", annex);
  const project = book.need("project", claim.project);
  const rules = claim.complete ? rulesOfClaim(book, claim) : rulesAt(book.need("rules", 0), Math.floor(nowMs / 1000));
  const result = claimAsItStands(book, annex, rules) ?? figuresToday(book, proposed.body, nowMs);
  const conversions = proposed.body.lines.map((line) => conversionOf(book, line));
  const lots = result.lines.flatMap(({ draws }) =>
    draws.flatMap(({ clean, contested }) => [...clean, ...contested].map(({ lot }) => lot)),
  );
  const accepted = acceptedLoads(book, claim.project, lots);
  const silent = claim.decision ? [] : notReported(book, lots, Math.floor(nowMs / 1000));
  const named = silent.map((each) => ({ ...each, name: placeName(book, each.place) }));
  const account = contractAccount(book, annex, result.figures);
  const deadline = claim.complete
    ? controlDeadline(calendarIn(book), claim.complete.ms, claim.kind, rules.set.controlDays)
    : undefined;
  return { proposed, project, rules, result, account, deadline, conversions, accepted, notReported: named };
}

const SURE_WORDS: Readonly<Record<Sureness, readonly [vi: string, en: string]>> = {
  fixed: ["", ""],
  provisional: [" (tạm tính)", " (provisional)"],
  weekends: [" (chưa có lịch nghỉ của năm, chỉ trừ thứ bảy, chủ nhật)", " (no holidays known yet, weekends alone)"],
};

/** The day of a deadline; where the Government's holidays are not in the book yet, the words say so. */
export function deadlineWords({ day, sure }: Deadline, lang: Lang): string {
  return formatDay(day) + t(lang, ...SURE_WORDS[sure]);
}

/** The evidence that the book has today for an annex that is not complete, or not even proposed. */
export function figuresToday(book: Book, body: AnnexPropose, nowMs: number): ClaimResult {
  return computeClaim(book, body, book.leaf, rulesAt(book.need("rules", 0), Math.floor(nowMs / 1000)));
}

/** Reads about a dossier's figures must look at the book that its result found, or at today's. */
export function readAsDecided<T>(view: View, dossier: Dossier, reading: (book: Book) => T): Promise<T> {
  return view.read(reading, dossier.claim.decision?.index);
}

/** The state of a dossier in words; a decided one says its outcome. */
export function claimStatusWords(claim: ClaimFact, lang: Lang): string {
  if (claim.decision) return outcomeWords(claim.decision.outcome, lang);
  return capital(CLAIM_STATES[claimStatus(claim)][lang]);
}

const OUTCOMES_EN = {
  [OUTCOME.pay]: "Paid in full",
  [OUTCOME.part]: "Paid in part",
  [OUTCOME.refuse]: "Refused",
  [OUTCOME.return]: "Returned for completion",
} as const;

/** An outcome in the page's language; a code that is none is shown as a question mark. */
export function outcomeWords(outcome: Outcome, lang: Lang): string {
  return t(lang, OUTCOMES[outcome]?.vi ?? "?", OUTCOMES_EN[outcome] ?? "?");
}

/** "Hồ sơ đề nghị thanh toán số 3": named by what it asks for. */
export function dossierName({ kind, number }: Pick<ClaimFact, "kind" | "number">, lang: Lang): string {
  if (kind === CLAIM_KIND.advance)
    return t(lang, `Hồ sơ đề nghị tạm ứng số ${number}`, `Advance dossier no. ${number}`);
  return kind === CLAIM_KIND.retention
    ? t(lang, `Hồ sơ đề nghị chi trả tiền giữ lại số ${number}`, `Retention dossier no. ${number}`)
    : t(lang, `Hồ sơ đề nghị thanh toán số ${number}`, `Payment dossier no. ${number}`);
}

/** "Gói thầu số 1: Mố, trụ và dầm cầu" as the project registered it. */
export function packageName(project: ProjectFact, number: number, lang: Lang): string {
  return (
    project.packages.find((each) => each.number === number)?.name ?? `${t(lang, "Gói thầu số", "Package")} ${number}`
  );
}

const CHAIR_WORDS = {
  contractor: { vi: "Nhà thầu thi công", en: "Contractor" },
  supervisor: { vi: "Tư vấn giám sát", en: "Supervisor" },
  owner: { vi: "Chủ đầu tư", en: "Project owner" },
} as const;

/** A party of a dossier, and the entry with which it signed. */
export type DossierSigner = {
  readonly party: number;
  readonly vi: string;
  readonly en: string;
  readonly index?: number;
};

/** The parties whose signatures make the dossier complete, in the order of the form: who signed, else who has the part now. */
export function signersOf(project: ProjectFact, claim: Pick<ClaimFact, "package" | "signed">): DossierSigner[] {
  const all = CHAIRS.flatMap((chair): DossierSigner[] => {
    const signed = claim.signed.find((each) => each.chairs.includes(chair));
    const party = signed?.party ?? partyIn(project, chair, claim.package);
    if (party === undefined) return [];
    return [{ party, ...CHAIR_WORDS[chair], ...(signed === undefined ? {} : { index: signed.index }) }];
  });
  return all.filter((each, i) => all.findIndex((other) => other.party === each.party) === i);
}
