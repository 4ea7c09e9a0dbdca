// Every leaf of a ledger in memory as the reader of a court bundle would have it proven: no signature and no proof is looked at here.
import { hex } from "../../src/format/bytes.ts";
import type { Entry } from "../../src/format/entry.ts";
import type { Proven } from "../../src/format/prove-bundle.ts";
import type { Book } from "../../src/rules/book/book.ts";

type InMemory = {
  readonly book: Book;
  readonly leaves: readonly { readonly entry: Entry; readonly carried?: boolean }[];
};

export function provenOf({ leaves, book }: InMemory): Proven {
  const found = leaves.map(({ entry, carried = false }, index) => {
    const key = book.get("key", hex(entry.kid))?.index;
    return [index, { leaf: { carried }, entry, signer: leaves[key ?? 0]!.entry }] as const;
  });
  return { leaves: new Map(found), size: leaves.length } as unknown as Proven;
}
