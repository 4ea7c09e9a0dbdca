// A kind of entry as its file under `bodies/` defines it: the published number, what people call it, and its body. Everything else that
// the project says of a kind's form is derived from here: bytes, types, CDDL, words of fields, references, the tables of docs/format.md.
import { type Outline, type RecordOf, record, type SaidField, type Shape } from "./shape.ts";

/** A kind whose body's type is known to `kinds.ts`; here only what holds of every kind. */
export type Kind = { readonly number: number; readonly vi: string; readonly en: string; readonly body: Outline };

/**
 * Defines a kind. The number is never used again for anything else. The words name what the entry does and fit after “Entry 12:”; of an act
 * that waits for another signature they say that it is proposed.
 */
export function kind<const F extends Record<string, SaidField>>(number: number, vi: string, en: string, fields: F) {
  const body: Shape<RecordOf<F>> & { readonly fields: F } = record(fields);
  return { number, vi, en, body };
}
