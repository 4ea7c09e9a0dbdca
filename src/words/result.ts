// The answer of a function that may have no value to give: the value, or the problem. Who reads it asks `ok` first, and the compiler
// knows which of the two it holds.
import type { Problem } from "./problem.ts";

type Ok<T> = { readonly ok: true; readonly value: T };
type Refused<E> = { readonly ok: false; readonly problem: E };

/** A value or a problem; a problem of another sort than {@link Problem} where one is named. */
export type Result<T, E = Problem> = Ok<T> | Refused<E>;

/** The answer that holds a value. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

/** The answer that says what was wrong. */
export function refused<E>(problem: E): Refused<E> {
  return { ok: false, problem };
}
