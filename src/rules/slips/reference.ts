// Finding the slip that an observer names: by index, by the slip's own bytes, or by its typed code.
import type { SlipReference } from "../../format/bodies/movement.ts";
import { hex } from "../../format/bytes.ts";
import { decodeEntry } from "../../format/entry.ts";
import { readSlipCode } from "../../format/slipcode.ts";
import type { Book } from "../book/book.ts";
import { slipAllows } from "./slip-life.ts";

/** The slip's index; `code` when a typed code has no slip yet; undefined when nothing in the log answers to it. */
export function findSlip(book: Book, reference: SlipReference): { index: number } | { code: string } | undefined {
  const { index, entry, code } = reference;
  if (index !== undefined) return book.get("slip", index) ? { index } : undefined;
  if (entry !== undefined) {
    const decoded = decodeEntry(entry);
    if (!("entry" in decoded)) return undefined;
    const stored = book.memory.seq(hex(decoded.entry.kid), decoded.entry.seq);
    return stored?.id === hex(decoded.entry.id) && book.get("slip", stored.index) ? { index: stored.index } : undefined;
  }
  const printed = code === undefined ? undefined : readSlipCode(code);
  if (printed === undefined) return undefined;
  const found = book.get("code", printed)?.slip;
  return found === undefined ? { code: printed } : { index: found };
}

/** The code under which observations of a slip wait while the authority has not ruled on it; undefined for every other slip. */
export function unruledCode(book: Book, slip: number): string | undefined {
  return slipAllows("slip.rule", book.need("slipState", slip).status) ? book.need("slip", slip).code : undefined;
}
