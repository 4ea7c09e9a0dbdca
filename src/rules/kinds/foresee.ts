// The rules' answers to several statements of one signer, one after another, before any of them is signed: a preview. It writes to a book
// that is thrown away, and takes everything back.
import type { KindName, Statement } from "../../format/kinds.ts";
import { type Context, type RuleResult, rulesAt } from "../acts/context.ts";
import type { Row } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import { mapLoading } from "../book/memory.ts";
import { TABLE } from "./table.ts";

/** The leaf that the first statement would become, and when all of them would come. */
export type Foreseen = { readonly kid: string; readonly first: number; readonly nowMs: number };

/**
 * One answer a statement, as the ledger with all earlier ones would give it. `undefined` stays undefined: a row that could not be read has its
 * place, so that the statement at place n would be leaf first + n. Time brings nothing due meanwhile, and whether the key may sign at all is
 * judged when the entry comes.
 */
export function foresee(
  book: Book,
  { kid, first, nowMs }: Foreseen,
  statements: readonly (Statement | undefined)[],
): RuleResult[] {
  const start = book.mark();
  const key = book.need("key", kid);
  const roles = key.party === null ? [] : book.need("party", key.party).roles;
  const eventS = Math.floor(nowMs / 1000);
  const rules = rulesAt(book.need("rules", 0), eventS);
  try {
    return mapLoading(
      statements.map((said, place) => ({ said, index: first + place })),
      ({ said, index }) => {
        if (!said) return undefined;
        const before = book.mark();
        book.open(index);
        const context: Context = {
          ...{ book, index, receivedMs: nowMs, eventS, rules },
          signer: { kid, key, roles },
          entryId: "",
          subject: said.kind === "slip.issue" ? `slip/${index}` : `entry/${index}`,
          bytes: new Uint8Array(),
        };
        const row = TABLE[said.kind] as Row<KindName>;
        if ("proposal" in row) throw new Error(`${said.kind} waits for others and is not foreseen`);
        const answer = row.apply(context, said.body, false);
        if (answer) book.rollback(before);
        return answer;
      },
    );
  } finally {
    book.rollback(start);
  }
}
