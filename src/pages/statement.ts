// A statement that a form made, as the bytes that will be signed; a form can be filled in with anything.
import { type Cbor, encodeCbor } from "../format/cbor.ts";
import { type Body, bodyShape, type KindName } from "../format/kinds.ts";
import { Misshapen } from "../format/shape.ts";
import { problem } from "../words/problem.ts";
import { ok, type Result, refused } from "../words/result.ts";

/** The body's bytes, or the first field whose value its kind does not have. */
export function bodyBytes<K extends KindName>(kind: K, body: Body<K>): Result<Uint8Array> {
  let wire: Cbor;
  try {
    wire = bodyShape(kind).write(body, "body");
  } catch (error) {
    if (!(error instanceof Misshapen)) throw error;
    return refused(problem("bad-body", { path: error.path, expected: "form", form: error.expected }));
  }
  return ok(encodeCbor(wire));
}
