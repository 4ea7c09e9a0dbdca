// Telling a database that is away from a fault of ours: then the answer is “come again”, not “something failed”.
import { UnfitServer } from "./primary.ts";

/** Codes of connections that fail, and PostgreSQL's own: shut down, starting, out of connections, out of disk or memory, statement ended. */
const AWAY = /^(E(CONN|NOTFOUND|AI_AGAIN|HOST|NET|TIMEDOUT|PIPE)|57P0|08|53|57014)/;
/** The words of `pg` for connections that break or do not come, which have no code. */
const WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered)/;

/** True if a request failed because the database does not answer or takes nothing for the moment. */
export function isAway(error: unknown): boolean {
  if (error instanceof UnfitServer) return true;
  if (error instanceof AggregateError) return error.errors.some(isAway);
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return AWAY.test(code) || WORDS.test(error.message);
}
