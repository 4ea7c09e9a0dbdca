// Slips that move nothing for now, because they came too late or in another order than things happened. They wait for the authority's
// ruling (ruling.ts); one that only came before its yard's own intake counts as soon as that intake is in the log.
import { hex } from "../../format/bytes.ts";
import type { Body } from "../../format/kinds.ts";
import type { Problem } from "../../words/problem.ts";
import type { Context, Disagreement } from "../acts/context.ts";

/** Keeps an observation that has no effect until the authority has ruled on it. */
export function waitForRuling({ book, index, eventS, signer, bytes }: Context, why: Problem): Disagreement {
  book.put("late", index, { kid: signer.kid, entry: hex(bytes), eventS });
  book.enlist("unruled", index);
  book.signal("entry-waits", `entry/${index}`, {});
  return { disagrees: why };
}

/** Slips of one place that are tried again by themselves; further ones wait for a ruling. */
const MOST_BEFORE_STOCK = 100;

/** True for a fault that a later upload can mend: the place did not have the load yet. */
export function comesBeforeStock(code: Problem["code"]): boolean {
  return code === "stock-short" || code === "product-short";
}

/**
 * Keeps a slip apart. The serial of one out of a book is spent, and its device takes no other book until the authority has ruled. `from`:
 * the place that it leaves.
 */
export function setApart(context: Context, body: Body<"slip.issue">, { code }: Problem, from: number): void {
  const { book, index, signer } = context;
  book.enlist("unruled", index);
  const [of, serial] = body.book ?? [];
  if (of === undefined || serial === undefined) {
    book.put("unruled", index, { why: code });
    const slips = book.get("beforeStock", from)?.slips ?? [];
    if (comesBeforeStock(code) && slips.length < MOST_BEFORE_STOCK)
      book.put("beforeStock", from, { slips: [...slips, index] });
    book.signal("entry-waits", `slip/${index}`, {});
    return;
  }
  const granted = book.need("slipBook", of);
  book.put("slipBook", of, { ...granted, used: [...granted.used, serial] });
  book.put("unruled", index, { why: code, slipBook: of });
  book.put("lateSlips", signer.kid, { unruled: (book.get("lateSlips", signer.kid)?.unruled ?? 0) + 1 });
  book.signal("slip-unruled", `slip/${index}`, { slip_book: of, serial });
}
