// Long annexes: what does not fit one entry (16 KiB, about a hundred lines) comes in parts before it, entries of the log like any
// other. The proposal names each part by its index and its SHA-256, so that whoever signs the proposal signs every line.

import { hex } from "../../format/bytes.ts";
import type { Body } from "../../format/kinds.ts";
import { problem } from "../../words/problem.ts";
import { ok, type Result, refused } from "../../words/result.ts";
import { type CheckResult, type Context, notFound, partyOf } from "../acts/context.ts";
import { CLAIMANTS, type Rows } from "../acts/row.ts";
import { houseOf } from "../registry/successions.ts";

/** Lines of an annex that is to come; they mean nothing until its proposal names them. */
function recordAnnexPart(context: Context, body: Body<"annex.part">): CheckResult {
  const { book, index, entryId } = context;
  book.put("annexPart", index, { lines: body.lines, id: entryId, party: partyOf(context) });
  return undefined;
}

/** The proposal with all its lines: those of its parts in their order, then its own. */
export function wholeAnnex(context: Context, body: Body<"annex.propose">): Result<Body<"annex.propose">> {
  const { book } = context;
  const lines: Body<"annex.propose">["lines"] = [];
  const parts = body.parts ?? [];
  if (new Set(parts.map((part) => part.index)).size !== parts.length)
    return refused(problem("bad-terms", { expected: "each-part-once" }));
  for (const { index, entryId } of parts) {
    const part = book.get("annexPart", index);
    if (part?.id !== hex(entryId) || !houseOf(context.book, part.party).includes(partyOf(context)))
      return refused(notFound("annex-part", index));
    lines.push(...part.lines);
  }
  return ok({ ...body, lines: [...lines, ...body.lines] });
}

export const ANNEX_PART_ROWS = {
  "annex.part": { nature: "right", alone: "asks", signers: CLAIMANTS, apply: recordAnnexPart },
} satisfies Rows;
