// Recoveries: money that a result paid and that has to come back. Post-control opens one; it is set off in the next results of the same
// treasury that pay the same firm, in whatever project, oldest first. What a lifted finding or a reversal leaves without ground is given back the
// same way. Balances are computed from the current state and never stored, so nothing is recovered twice and lifting restores exactly.

import type { ClaimFigures, SetOff } from "../../format/bodies/payment.ts";
import { RECOVERY_CLOSURE, ROLE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { firmOf } from "../../spelling/tax-codes.ts";
import { problem } from "../../words/problem.ts";
import { ok, type Result, refused } from "../../words/result.ts";
import { type CheckResult, type Context, notFound, partyOf } from "../acts/context.ts";
import { secondOfficer } from "../acts/officer-duties.ts";
import type { Proposal } from "../acts/proposal.ts";
import type { Rows } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import type { ClaimFact, ProjectFact, RecoveryFact } from "../book/facts.ts";
import { mapLoading } from "../book/memory.ts";
import { stands } from "../origins/findings.ts";
import { partyIn } from "../registry/chairs.ts";
import { houseOf } from "../registry/successions.ts";

/** Recoveries from one firm at one treasury or in one project over its life, and set-offs in one result: more belong in one paper. */
const MOST = { opened: 200, inResult: 32 };

type Numbered = Pick<ClaimFact, "project" | "package" | "number">;

/** The contractor that a claim pays: who signed it as such, and before that whoever has the package now. */
function contractorOf(book: Book, { project, package: contract, number }: Numbered): number {
  const annex = book.get("claimNumber", `${project}/${contract}/${number}`)?.annex;
  const claim = annex === undefined ? undefined : book.get("claim", annex);
  const signed = claim?.signed.find((each) => each.chairs.includes("contractor"));
  return signed?.party ?? partyIn(book.need("project", project), "contractor", contract) ?? 0;
}

/** The account of a firm at a treasury: the firm goes by its tax code, under whatever party and in whatever project it builds. */
function accountOf(book: Book, treasury: number, contractor: number): string {
  return `${treasury}/${firmKey(book, contractor)}`;
}

/** The accounts of a firm and of all that it took the place of, at a treasury and at all whose place that took. */
function accountsOfHouses(book: Book, treasury: number, contractor: number): Set<string> {
  const firms = houseOf(book, contractor);
  return new Set(houseOf(book, treasury).flatMap((office) => firms.map((firm) => accountOf(book, office, firm))));
}

/** A firm by its tax code, which its branches share; by its party where it has none. */
function firmKey(book: Book, contractor: number): string {
  const { taxCode } = book.need("party", contractor);
  return taxCode === null ? `party ${contractor}` : firmOf(taxCode);
}

/** The account of all recoveries from results of a project, from whatever firm. */
function accountOfProject(project: number): string {
  return `project ${project}`;
}

/** The balance still to be recovered, in đồng; below zero: to be given back. */
export function balanceOf(book: Book, recovery: RecoveryFact): number {
  return owedDong(book, recovery) - recovery.recoveredDong;
}

/** The result that the recovery is about, while its finding is in force and the result is not reversed. */
function owedDong(book: Book, { decision, finding, owedDong: dong }: RecoveryFact): number {
  const grounded = !book.get("reversed", decision) && (finding === null || stands(book, finding));
  return grounded ? dong : 0;
}

/** Two persons of the treasury open a recovery: it takes money from a contractor's next results. */
const OPEN_RECOVERY: Proposal<"recovery.open"> = {
  needs(context, body) {
    const recovery = openedBy(context.book, body);
    if (!recovery.ok) return recovery;
    const refusal = checkTreasury(context, context.book.need("project", recovery.value.project));
    return refusal ? refused(refusal) : ok(secondOfficer(context));
  },
  effect({ book }, body, index) {
    const opened = openedBy(book, body);
    if (!opened.ok) return opened.problem;
    const { project, contractor } = opened.value;
    book.put("recovery", index, opened.value);
    for (const account of accountsOf(book, project, contractor))
      book.put("recoveries", account, { opened: [...(book.get("recoveries", account)?.opened ?? []), index] });
    book.enlist(`recoveries/${project}`, index);
    book.enlist(`recoveries/${book.need("project", project).treasury}`, index);
    return undefined;
  },
};

/** The lists of a recovery: the firm's with its treasury, then the project's. */
function accountsOf(book: Book, project: number, contractor: number): string[] {
  return [accountOf(book, book.need("project", project).treasury, contractor), accountOfProject(project)];
}

/** The recovery that an act opens: of a result in force, no more than is left of it. */
function openedBy(book: Book, body: Body<"recovery.open">): Result<RecoveryFact> {
  const result = book.get("result", body.decision);
  const claim = result && book.need("claim", result.annex);
  if (!result || claim?.decision?.index !== body.decision) return refused(notFound("result-in-force", body.decision));
  if (body.finding !== undefined && !stands(book, body.finding)) return refused(notFound("finding", body.finding));
  const contractor = contractorOf(book, claim);
  const accounts = accountsOf(book, claim.project, contractor).map(
    (account) => book.get("recoveries", account)?.opened ?? [],
  );
  if (accounts.some((opened) => opened.length >= MOST.opened))
    return refused(problem("bad-terms", { expected: "recoveries-of-a-result", most: MOST.opened }));
  const others = mapLoading(accounts[0] ?? [], (one) => book.need("recovery", one)).filter(
    (one) => one.decision === body.decision,
  );
  const left = result.acceptedDong - others.reduce((sum, one) => sum + owedDong(book, one), 0);
  if (body.amountDong === 0 || body.amountDong > left)
    return refused(problem("bad-terms", { expected: "amount-left-of-result", most_vnd: left }));
  return ok({
    decision: body.decision,
    project: claim.project,
    contractor,
    finding: body.finding ?? null,
    owedDong: body.amountDong,
    recoveredDong: 0,
  });
}

/** Two persons of the treasury end a recovery: paid in, cancelled, or given back where no further result will do it. */
const CLOSE_RECOVERY: Proposal<"recovery.close"> = {
  needs(context, body) {
    const closed = closedBy(context.book, body);
    if (!closed.ok) return closed;
    const refusal = checkTreasury(context, context.book.need("project", closed.value.project));
    return refusal ? refused(refusal) : ok(secondOfficer(context));
  },
  effect({ book }, body) {
    const closed = closedBy(book, body);
    if (!closed.ok) return closed.problem;
    book.put("recovery", body.recovery, closed.value);
    return undefined;
  },
};

/** The recovery with what an act settles of it. */
function closedBy(book: Book, body: Body<"recovery.close">): Result<RecoveryFact> {
  const recovery = book.get("recovery", body.recovery);
  if (!recovery) return refused(notFound("recovery", body.recovery));
  const balance = balanceOf(book, recovery);
  const { amountDong, means } = body;
  const most = {
    [RECOVERY_CLOSURE.paidIn]: balance,
    [RECOVERY_CLOSURE.cancelled]: owedDong(book, recovery),
    [RECOVERY_CLOSURE.givenBack]: -balance,
  }[means];
  if (amountDong === 0 || amountDong > most)
    return refused(problem("bad-terms", { expected: "amount-up-to", most_vnd: Math.max(0, most) }));
  const changeDong = {
    [RECOVERY_CLOSURE.paidIn]: amountDong,
    [RECOVERY_CLOSURE.cancelled]: 0,
    [RECOVERY_CLOSURE.givenBack]: -amountDong,
  }[means];
  const recoveredDong = recovery.recoveredDong + changeDong;
  const owed = recovery.owedDong - (means === RECOVERY_CLOSURE.cancelled ? amountDong : 0);
  return ok({ ...recovery, owedDong: owed, recoveredDong });
}

/** Officers of the project's own treasury, as persons. */
function checkTreasury(context: Context, project: ProjectFact): CheckResult {
  const stand = project.treasury === partyOf(context) && context.signer.key.person !== null;
  return stand ? undefined : problem("no-standing", { need: "treasury-of-project" });
}

/**
 * Recoveries from the firm that a claim pays, oldest first: every one at the project's treasury, and those of the project itself, whose
 * treasury may have been another when they were opened. Whoever took a firm's or a treasury's place owes and collects in its stead.
 */
export function openedFor(book: Book, claim: Numbered): readonly number[] {
  const contractor = contractorOf(book, claim);
  const firms = new Set(houseOf(book, contractor).map((each) => firmKey(book, each)));
  const accounts = accountsOfHouses(book, book.need("project", claim.project).treasury, contractor);
  const atTreasury = mapLoading([...accounts], (account) => book.get("recoveries", account)?.opened ?? []).flat();
  const inProject = (book.get("recoveries", accountOfProject(claim.project))?.opened ?? []).filter((one) =>
    firms.has(firmKey(book, book.need("recovery", one).contractor)),
  );
  return [...new Set([...atTreasury, ...inProject])].sort((a, b) => a - b);
}

/** The amounts that a result of this claim sets off against `payableDong`, oldest recovery first, and what it gives back. */
export function setOffsOf(book: Book, claim: Numbered, payableDong: number): SetOff[] {
  const opened = openedFor(book, claim);
  let left = payableDong;
  return mapLoading(opened, (recovery) => ({ recovery, balance: balanceOf(book, book.need("recovery", recovery)) }))
    .map(({ recovery, balance }) => {
      const takenDong = Math.max(0, Math.min(balance, left));
      left -= takenDong;
      return { recovery, takenDong, returnedDong: Math.max(0, -balance) };
    })
    .filter(({ takenDong, returnedDong }) => takenDong > 0 || returnedDong > 0)
    .slice(0, MOST.inResult);
}

/** The amount paid out of what is accepted: less what clears advances, what is kept back and what is set off, and what is given back. */
export function payableDong(
  figures: Pick<ClaimFigures, "acceptedDong" | "clearedDong" | "retainedDong"> & {
    readonly setOffs: readonly SetOff[];
  },
): number {
  const left = figures.acceptedDong - figures.clearedDong - figures.retainedDong;
  return figures.setOffs.reduce((sum, { takenDong, returnedDong }) => sum - takenDong + returnedDong, left);
}

/** The set-offs of a result that pays. */
export function postSetOffs(book: Book, annex: number, setOffs: readonly SetOff[]): void {
  if (setOffs.length === 0) return;
  for (const setOff of setOffs) recover(book, setOff, 1);
  book.put("setOffs", annex, { parts: [...setOffs] });
}

/** The result is taken back: what it had set off is open again. */
export function undoSetOffs(book: Book, annex: number): void {
  const parts = book.get("setOffs", annex)?.parts ?? [];
  if (parts.length === 0) return;
  for (const setOff of parts) recover(book, setOff, -1);
  book.put("setOffs", annex, { parts: [] });
}

function recover(book: Book, { recovery, takenDong, returnedDong }: SetOff, sign: 1 | -1): void {
  const fact = book.need("recovery", recovery);
  const recoveredDong = fact.recoveredDong + sign * (takenDong - returnedDong);
  book.put("recovery", recovery, { ...fact, recoveredDong });
}

/** The amount of a project's recoveries that is not settled, either way, in đồng. */
export function unsettledDong(book: Book, project: number): number {
  const opened = book.get("recoveries", accountOfProject(project))?.opened ?? [];
  return mapLoading(opened, (one) => Math.abs(balanceOf(book, book.need("recovery", one)))).reduce((a, b) => a + b, 0);
}

export const RECOVERY_ROWS = {
  "recovery.open": {
    nature: "right",
    makes: "money",
    approvedBy: ["approver-or-colleague"],
    signers: [ROLE.treasury],
    proposal: OPEN_RECOVERY,
  },
  "recovery.close": {
    nature: "right",
    makes: "money",
    approvedBy: ["approver-or-colleague"],
    signers: [ROLE.treasury],
    proposal: CLOSE_RECOVERY,
  },
} satisfies Rows;
