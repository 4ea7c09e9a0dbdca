// Numbers that a checkpoint's key has used and the log does not hold. A key counts all that it ever signs, and the log keeps every
// observation; so a number that is still missing days after the next one lies unsent on the device, or somebody has dropped it.

import { hex } from "../../format/bytes.ts";
import { ROLE } from "../../format/codes.ts";
import type { Entry } from "../../format/entry.ts";
import type { Context } from "../acts/context.ts";
import type { Book } from "../book/book.ts";
import type { Due } from "../book/memory.ts";

/** Every key counts from here. */
const FIRST = 1;
/** How long a device without a network may take to send the number before. */
const PATIENCE_MS = 72 * 3_600_000;
/** One gap of a key is told in this time; a person looks at the whole device. */
const TOLD_ONCE_MS = 30 * 24 * 3_600_000;

/**
 * Looks for the number before this one, later. Other keys are not asked: what they sign is often refused, for want of stock or
 * standing, and a refused entry uses its number too.
 */
export function awaitNumberBefore({ book, signer, receivedMs }: Context, { kid, seq }: Entry): void {
  if (!signer.roles.includes(ROLE.transportControl) || seq === FIRST) return;
  const before = seq - 1;
  if (!book.memory.seq(hex(kid), before)) book.due(receivedMs + PATIENCE_MS, `number/${hex(kid)}/${before}`);
}

/** The time of a missing number is over. */
export function giveUpNumber(book: Book, due: Due): void {
  const [, kid = "", number = ""] = due.key.split("/");
  const seq = Number(number);
  if (book.memory.seq(kid, seq)) return;
  const key = book.need("key", kid);
  const told = book.get("numbersTold", kid);
  if (told && due.atMs < told.atMs + TOLD_ONCE_MS) return;
  book.put("numbersTold", kid, { atMs: due.atMs });
  book.signal("numbers-missing", `key/${key.index}`, { seq, next: due.leaf });
}
