// The duties that a position gives an officer of a treasury: specialists and heads of division review, directors and deputies approve, and a
// head approves while a director has it sign by order.
import { POSITION, type Position } from "../../format/codes.ts";
import { problem } from "../../words/problem.ts";
import type { Book } from "../book/book.ts";
import type { HeldPosition, Need, PersonFact } from "../book/facts.ts";
import { endOfDay } from "../numbers/time.ts";
import type { CheckResult, Context } from "./context.ts";
import { begunAt } from "./dated.ts";

/** The two things that a treasury's officers do with a dossier. */
export type OfficerDuty = "review" | "approve";

const REVIEWS: readonly Position[] = [POSITION.specialist, POSITION.head];
const APPROVES: readonly Position[] = [POSITION.deputyDirector, POSITION.director];

/** The position that an officer holds at a time, and whether a head signs by order then. */
export function positionAt(
  { positions = [] }: Pick<PersonFact, "positions">,
  atS: number,
): { own: Position | undefined; byOrder: boolean } {
  const held = (of: readonly HeldPosition[]) => {
    const latest = begunAt(of, atS);
    return latest && (latest.until === undefined || atS <= endOfDay(latest.until)) ? latest.position : undefined;
  };
  const own = held(positions.filter(({ position }) => position !== POSITION.byOrder));
  const byOrder = held(positions.filter(({ position }) => position === POSITION.byOrder)) !== undefined;
  return { own, byOrder: byOrder && own === POSITION.head };
}

/** True if an officer's position has a duty at a time. */
export function mayDo(duty: OfficerDuty, person: Pick<PersonFact, "positions">, atS: number): boolean {
  const { own, byOrder } = positionAt(person, atS);
  if (own === undefined) return false;
  return duty === "review" ? REVIEWS.includes(own) : APPROVES.includes(own) || byOrder;
}

/** Checks that the signer's position has a duty at the time when the log has the entry. */
export function checkDuty(context: Pick<Context, "book" | "signer" | "receivedMs">, duty: OfficerDuty): CheckResult {
  if (hasDuty(context, duty)) return undefined;
  return problem("no-standing", { need: duty === "review" ? "officer-who-reviews" : "officer-who-approves" });
}

/** True if the signer's position has a duty now. */
export function hasDuty(
  { book, signer, receivedMs }: Pick<Context, "book" | "signer" | "receivedMs">,
  duty: OfficerDuty,
): boolean {
  const person = personOf(book, signer.key.person);
  return person !== undefined && mayDo(duty, person, Math.floor(receivedMs / 1000));
}

/** The second hand of what a treasury's officers do by two: of the two one approves by position. */
export function secondOfficer(context: Pick<Context, "book" | "signer" | "receivedMs">): Need[] {
  return [hasDuty(context, "approve") ? { colleague: true } : { approver: true }];
}

function personOf(book: Book, person: number | null): PersonFact | undefined {
  return person === null ? undefined : book.get("person", person);
}
