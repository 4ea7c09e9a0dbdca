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

/** Codes and words of a connection that was there and broke: cut on the way, or ended by a server that stops or crashes. */
const BROKE = /^(ECONNRESET|EPIPE|57P0[12]|08006)$/;
const BROKE_WORDS = /^(Connection terminated( unexpectedly)?$|Client has encountered a connection error)/;

/**
 * True if the connection broke on which a statement was sent: the next one may be whole. A server that cannot be reached at all is away,
 * and asking it again at once is in vain.
 */
export function isBroken(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  return BROKE.test(code) || BROKE_WORDS.test(error.message);
}

/** Reads again on another connection as often as connections break, `tries` times at most. For what changes nothing. */
export async function readAgain<T>(tries: number, read: () => Promise<T>): Promise<T> {
  for (let left = tries; ; left--) {
    try {
      return await read();
    } catch (error) {
      if (left <= 1 || !isBroken(error)) throw error;
    }
  }
}
