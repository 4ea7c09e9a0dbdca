// The receipts of a slip that bring its kilograms, after whatever was said last: of each part the first by its hour that nothing contradicts. One that
// had not counted does so once nothing speaks against it any more: the refusal that explains it has come, or what it disagreed with was corrected or set
// aside. One that counted gives its kilograms back, while they are still there, where an earlier one has reached the log or two officers set it aside.
import type { Context, Observer } from "../acts/context.ts";
import type { Book } from "../book/book.ts";
import { mapLoading } from "../book/memory.ts";
import { byHour, type Observation } from "../book/observations.ts";
import type { Corrected, Received } from "../book/waiting-facts.ts";
import { checkReadings, checkScale } from "../weighing/scales.ts";
import { observerOf } from "./arrival.ts";
import { markSpent, stillThere, strayFrom, takeBack } from "./correct.ts";
import { judgementOf } from "./observing.ts";
import { fitsSlip, isPartAt, receivePart, weighingOf } from "./receive.ts";

/** Runs after every entry, over the slips that it changed. */
export function settleReceipts(context: Pick<Context, "book" | "receivedMs">): void {
  const changed = context.book.changes.facts.flatMap(({ key }) =>
    key.startsWith("slipState/") ? [Number(key.slice("slipState/".length))] : [],
  );
  mapLoading([...new Set(changed)], (slip) => settleSlip(context, slip));
}

function settleSlip({ book, receivedMs }: Pick<Context, "book" | "receivedMs">, index: number): void {
  const received = book.need("slipState", index).observations.filter((each) => each.what === "received");
  const open = received.filter((each) => each.aside === undefined && !each.moved);
  const moved = received.filter((each) => each.moved);
  if (open.length === 0 && moved.every((each) => each.aside === undefined)) return;
  const { contradictions, implausible } = judgementOf(book, index, book.need("slipState", index));
  const countable = open
    .filter((each) => !implausible.includes(each.index) && !contradictions.some((one) => one.index === each.index))
    .sort(byHour)
    .flatMap((each) => readyReceipt(book, index, each) ?? []);
  const displaced = moved.filter(
    (each) =>
      each.aside !== undefined ||
      countable.some(({ receipt }) => receipt.part === each.part && byHour(receipt, each) < 0),
  );
  const givenBack = displaced.filter((each) => giveUp(book, index, each));
  for (const each of displaced)
    if (each.aside !== undefined && each.spent === undefined && !givenBack.includes(each))
      markSpent(book, index, each.index);
  for (const each of countable) settle(each, index, givenBack.length > 0);
  for (const each of givenBack.filter(({ aside }) => aside === undefined).sort(byHour)) {
    const again = readyReceipt(book, index, each);
    if (again) settle(again, index, true);
  }
  if (givenBack.length > 0 && book.need("slip", index).expiresS * 1000 <= receivedMs) strayFrom(book, index);
}

type Ready = {
  readonly observer: Observer;
  readonly receipt: Observation;
  readonly act: "load.receive" | "load.correct";
  readonly body: Received | Corrected;
};

/** A receipt that its scale bears out, and that was made where the load may be received. */
function readyReceipt(book: Book, index: number, receipt: Observation): Ready | undefined {
  const fact = book.get("held", receipt.index);
  if (!fact || fact.kind === "load.refuse") return undefined;
  const { body, kind: act } = fact;
  const slip = book.need("slip", index);
  const observer = observerOf(book, { index: receipt.index, seenS: receipt.atS, party: receipt.party }, fact);
  const unweighed = checkReadings(body) ?? checkScale(observer, body, weighingOf(observer, body, slip, index));
  if (unweighed || !isPartAt(observer, body, slip, book.need("slipState", index))) return undefined;
  return { observer, receipt, act, body };
}

/** Gives the kilograms of a receipt back to its slip; false where they have moved on. */
function giveUp(book: Book, index: number, receipt: Observation): boolean {
  const lots = stillThere(book, receipt);
  if (!lots || lots.length === 0) return false;
  takeBack(book, index, receipt, lots);
  const { weighing } = receipt.moved ?? {};
  if (weighing !== undefined) book.put("weighing", weighing, { ...book.need("weighing", weighing), used: null });
  return true;
}

function settle({ observer, receipt, act, body }: Ready, index: number, again: boolean): void {
  const { book } = observer;
  const slip = book.need("slip", index);
  if (!fitsSlip(observer, body, slip, book.need("slipState", index))) return;
  receivePart(observer, index, body, slip, receipt, again ? "load.correct" : act);
}
