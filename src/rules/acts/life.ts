// The life of a document as one table: for each act and each state, which state follows, or why not. The rules ask the table before
// they act and may write no state that it does not name; pages ask it what may still be done; docs/rules.md prints it.
import type { ProblemCode } from "../../words/problem.ts";
import type { SIGNERS } from "../../words/things.ts";

type SignerCode = keyof typeof SIGNERS;

/** The outcome of an act on a document in one state. */
export type Fate<S extends string, C extends ProblemCode> =
  /** Allowed: the document is then in one of these states. */
  | { readonly next: readonly S[] }
  /** A right is refused with this problem; an observation is kept with it and moves nothing. */
  | { readonly problem: C }
  /** The act is kept, and judged when the document leaves this state. */
  | "waits"
  /** Nothing happens. */
  | "nothing";

/** Who may do an act (null: time does it), whose approval it needs before it takes effect, and what comes of it in each state. */
export type Act<S extends string, C extends ProblemCode> = {
  readonly by: readonly SignerCode[] | null;
  readonly approvedBy?: readonly SignerCode[];
  readonly in: Readonly<Record<S, Fate<S, C>>>;
};

/** All acts of one sort of document. `born`: the states in which it may enter the log. */
export type Life<S extends string, A extends string, C extends ProblemCode> = {
  readonly born: readonly S[];
  readonly acts: Readonly<Record<A, Act<S, C>>>;
};

/** The states that may follow an act in a state; none where it is not allowed there. */
export function statesAfter<S extends string, C extends ProblemCode>(act: Act<S, C>, state: S): readonly S[] {
  const fate = act.in[state];
  return typeof fate === "object" && "next" in fate ? fate.next : [];
}

/** The code of the problem that an act meets in a state, or undefined where it meets none. */
export function problemIn<S extends string, C extends ProblemCode>(act: Act<S, C>, state: S): C | undefined {
  const fate = act.in[state];
  return typeof fate === "object" && "problem" in fate ? fate.problem : undefined;
}

/** Throws where an act would bring a document from a state to one that the table does not name: a fault of the program. */
export function assertFollows<S extends string, C extends ProblemCode>(act: Act<S, C>, from: S, to: S): void {
  if (!statesAfter(act, from).includes(to)) throw new Error(`no act leads from ${from} to ${to} here`);
}
