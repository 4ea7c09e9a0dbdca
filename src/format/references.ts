// Which earlier entries an entry's body names by log index: what a reader must hold to understand it. It follows from the shapes, so
// that a new kind or field cannot be forgotten.
import { KINDS, type Statement } from "./kinds.ts";
import type { Outline } from "./shape.ts";

/** A log index that a body names, and the kinds of entry that it may lead to; no kinds for any. */
export type NamedEntry = { readonly index: number; readonly kinds: readonly string[] };

/** The log indexes that a body names; a slip that is embedded or typed has none. */
export function referencesOf(said: Statement): number[] {
  return entriesNamedBy(said).map(({ index }) => index);
}

/** The same with the kinds that each may lead to. */
export function entriesNamedBy(said: Statement): NamedEntry[] {
  return [...namedIn(KINDS[said.kind].body, said.body)];
}

function* namedIn(shape: Outline, value: unknown): Generator<NamedEntry> {
  if (typeof value === "number") {
    if (shape.refersTo) yield { index: value, kinds: shape.refersTo };
  } else if (Array.isArray(value)) {
    for (const [i, each] of value.entries()) {
      const inner = shape.item ?? shape.pair?.[i];
      if (inner) yield* namedIn(inner, each);
    }
  } else if (shape.fields && typeof value === "object" && value !== null) {
    for (const [name, each] of Object.entries(value)) {
      const field = shape.fields[name];
      if (field) yield* namedIn(field[1], each);
    }
  }
}
