// Signals in the book: which project each concerns, and an office's word that closes one.
import { ROLE } from "../../format/codes.ts";
import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { readSubject, SIGNALS, type Subject } from "../../words/signals.ts";
import { type CheckResult, type Context, notFound, partyOf } from "../acts/context.ts";
import { INSPECTORS, type Rows } from "../acts/row.ts";
import type { Book } from "../book/book.ts";
import type { Signal } from "../book/signal.ts";

/** Names the project of each signal of this leaf and keeps them; called once the leaf's own facts are in the book. */
export function placeSignals(book: Book): void {
  const { signals } = book.changes;
  if (signals.length === 0) return;
  for (const signal of signals) signal.project = projectOf(book, signal.subject) ?? null;
  book.keepSignals();
}

/** The project that a slip goes to, or that a dossier, paper or recipe is for. */
function projectOf(book: Book, subject: Subject): number | null | undefined {
  const { kind, index } = readSubject(subject) ?? {};
  if (index === undefined) return undefined;
  if (kind === "slip") {
    const slip = book.get("slip", index);
    return slip && slip.package > 0 ? slip.to : undefined;
  }
  if (kind === "annex") return book.get("claim", index)?.project;
  return kind === "paper" || kind === "recipe" ? book.get(kind, index)?.project : undefined;
}

/** The key of a signal's fact: its leaf, and its place among the signals of that leaf. */
function signalId(leaf: number, ordinal: number): string {
  return `${leaf}/${ordinal}`;
}

/**
 * Closes one signal that is in the log and open. The authority and an inspector close any; a treasury those that are its own to look
 * into, of its projects.
 */
function closeSignal(context: Context, body: Body<"signal.close">): CheckResult {
  const { book, index } = context;
  const { leaf, ordinal, code, reason } = body;
  const signal = leaf < index ? book.memory.signalsAt(leaf)[ordinal] : undefined;
  if (signal?.code !== code) return notFound("signal", leaf);
  const id = signalId(leaf, ordinal);
  const before = book.get("signalClosed", id);
  if (before) return problem("signal-closed", { index: before.index });
  if (!mayClose(context, signal)) return problem("no-standing", { need: "authority-inspector-or-treasury" });
  book.put("signalClosed", id, { index, party: partyOf(context), reason });
  return undefined;
}

function mayClose({ book, signer }: Context, { code, project }: Signal): boolean {
  if (signer.roles.some((role) => INSPECTORS.includes(role))) return true;
  if (SIGNALS[code].owner !== "treasury" || project === null) return false;
  return book.need("project", project).treasury === signer.key.party;
}

export const SIGNAL_ROWS = {
  "signal.close": { nature: "right", alone: "looked", signers: [...INSPECTORS, ROLE.treasury], apply: closeSignal },
} satisfies Rows;
