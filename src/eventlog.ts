// The events of a running service for its operator: one line of JSON an event on the standard error output. Every event has a name from one closed
// list and fields that say where it happened. No line holds a name, a plate or the content of an entry.

/** How loud an event is. After a fatal one the service takes no more entries, or ends. */
type Level = "info" | "warn" | "error" | "fatal";

/** The closed list of events; docs/operations.md tells what to do about each. */
export const EVENTS = {
  "intake.halted": "fatal",
  "intake.batch-failed": "error",
  "intake.commit-failed": "error",
  "intake.answer-failed": "error",
  "intake.entry-failed": "error",
  "intake.equivocation-unkept": "error",
  "rules.broken": "error",
  "store.disk-failed": "fatal",
  "store.loss-accepted": "warn",
  "http.request-failed": "error",
  "http.request-aborted": "info",
  "operator.round-failed": "error",
  "operator.entry-refused": "error",
  "witness.halted": "fatal",
  "witness.look-failed": "error",
  "witness.proof-failed": "error",
  "witness.publish-failed": "error",
  "service.start-failed": "fatal",
  "service.follow-failed": "error",
  "service.stop-failed": "error",
} as const satisfies Record<string, Level>;

export type EventName = keyof typeof EVENTS;
/** Where it happened: sizes, indexes, codes, hashes. */
export type EventFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes one event. The stack of an error is written only under SO_NGUON_DEBUG. */
export function logEvent(event: EventName, fields: EventFields, error?: unknown): void {
  const time = new Date().toISOString();
  console.error(JSON.stringify({ time, level: EVENTS[event], event, ...fields, ...errorFields(error) }));
}

function errorFields(error: unknown): EventFields {
  if (error === undefined) return {};
  const message = (error instanceof Error ? error.message : String(error)).replace(/\s+/g, " ").slice(0, MESSAGE);
  if (!(error instanceof Error)) return { error: message };
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const stack = process.env.SO_NGUON_DEBUG ? error.stack : undefined;
  return { error: message, error_name: error.name, error_code: code, stack };
}

/** Characters of an error's message: our own two-language sentences fit, a statement with its values does not. */
const MESSAGE = 600;
