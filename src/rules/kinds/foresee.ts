// The rules' answers to several statements of one signer, one after another, before any of them is signed: a preview. It writes to a book
// that is thrown away, and takes everything back.
import { hex, utf8 } from "../../format/bytes.ts";
import { entryIdOf } from "../../format/entry.ts";
import type { KindName, Statement } from "../../format/kinds.ts";
import { type Context, type RuleResult, rulesAt } from "../acts/context.ts";
import type { Row } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import { mapLoading } from "../book/memory.ts";
import { bringDues } from "./fold.ts";
import { TABLE } from "./table.ts";

/** The leaf that the first statement would become, and when all of them would come. */
export type Foreseen = { readonly kid: string; readonly first: number; readonly nowMs: number };

/** A statement, and the hour of its deed where that is not now. */
export type Intended = { readonly said: Statement; readonly atS?: number };

/**
 * One answer a statement, as the ledger with all earlier ones would give it. `undefined` stays undefined: a row that could not be read has its
 * place, so that the statement at place n would be leaf first + n. What time has brought due comes first, as before any entry; whether the key
 * may sign at all is judged when the entry comes.
 */
export function foresee(
  book: Book,
  { kid, first, nowMs }: Foreseen,
  statements: readonly (Intended | undefined)[],
): RuleResult[] {
  const start = book.mark();
  const key = book.need("key", kid);
  const roles = key.party === null ? [] : book.need("party", key.party).roles;
  const nowS = Math.floor(nowMs / 1000);
  const inForce = book.need("rules", 0);
  try {
    bringDues(book, first, nowMs);
    return mapLoading(
      statements.map((intended, place) => ({ intended, index: first + place })),
      ({ intended, index }) => {
        if (!intended) return undefined;
        const { said, atS = nowS } = intended;
        const eventS = Math.min(atS, nowS);
        const before = book.mark();
        book.open(index);
        // Nobody has signed it yet: its id, and with it a slip's code, is of no entry and of no other row.
        const bytes = utf8(`foreseen ${index}`);
        const context: Context = {
          ...{ book, index, receivedMs: nowMs, eventS, rules: rulesAt(inForce, eventS) },
          signer: { kid, key, roles },
          entryId: hex(entryIdOf(bytes)),
          subject: said.kind === "slip.issue" ? `slip/${index}` : `entry/${index}`,
          bytes,
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
