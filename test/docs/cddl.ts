// The CDDL (RFC 8610) of everything that is signed or hashed, written out from the shapes that the code itself reads with, so
// that the page for strangers cannot drift from what intake accepts. `docs/format.md` holds its output.
import * as codes from "../../src/format/bodies/code-shapes.ts";
import * as common from "../../src/format/bodies/common.ts";
import * as movement from "../../src/format/bodies/movement.ts";
import * as payment from "../../src/format/bodies/payment.ts";
import * as ruleset from "../../src/format/bodies/ruleset.ts";
import * as source from "../../src/format/bodies/source.ts";
import * as works from "../../src/format/bodies/works.ts";
import { BODIES, type EnteredKind, KIND } from "../../src/format/kinds.ts";

/** Envelope, payload, leaf and the primitives; the rest follows from the shapes. */
const FRAME = `entry = #6.18([
  protected: bytes .cbor { 1 => -8, 4 => bytes .size 8 }, ; alg EdDSA, kid
  unprotected: {},
  payload: bytes .cbor payload,
  signature: bytes .size 64
])

leaf = [
  1, ; version
  index: 0..9007199254740991,
  receivedMs: 0..9007199254740991,
  prevLeafHash: bytes .size 32,
  entry: bytes .cbor entry
]

statement<kind, body> = {
  1 => kind,
  2 => 1..2147483647, ; seq
  3 => 0..1099511627776, ; claimedTime, whole seconds UTC
  4 => [size: 0..1099511627776, root8: bytes .size 8], ; anchor
  5 => body
}

words<least, most> = text ; least..most UTF-16 code units, see "Text"`;

type Ruled = { readonly cddl: string; readonly definition: string };

function isRuled(value: unknown): value is Ruled {
  return typeof value === "object" && value !== null && "definition" in value;
}

/** One choice of `payload`, by kind number. */
function payloads(): string {
  const kinds = (Object.keys(BODIES) as EnteredKind[]).sort((a, b) => KIND[a] - KIND[b]);
  return `payload = ${kinds.map((kind) => `statement<${KIND[kind]}, ${kind}>`).join("\n  / ")}`;
}

/** A code list on one line: its words stand in the tables of `docs/format.md`. */
function codeRules(): string {
  const rules = Object.values<Ruled>(codes).map(({ cddl, definition }) => {
    const numbers = definition
      .replaceAll(/ ;.*$/gm, "")
      .replaceAll(/[()\s]+/g, " ")
      .trim();
    return `${cddl} = ${numbers}`;
  });
  return rules.join("\n");
}

/** Quantities and texts, then parts that several bodies share. */
function sharedRules(): string[] {
  const ruled = (module: Record<string, unknown>) => Object.values(module).filter(isRuled);
  const written = ({ cddl, definition }: Ruled) => `${cddl} = ${definition}`;
  const parts = [movement, payment, ruleset, source, works].flatMap(ruled).map(written);
  // A module may lend a shape of `common` on under its own name.
  const quantities = ruled(common).map(written);
  return [quantities.join("\n"), ...new Set(parts.filter((rule) => !quantities.includes(rule)))];
}

/** A kind's body as a rule that bears the kind's name. */
function bodyRule(kind: EnteredKind): string {
  const shape: { cddl: string; definition?: string } = BODIES[kind];
  return `${kind} = ${shape.cddl}`;
}

/** The whole grammar as text, the same for the same shapes. */
export function cddl(): string {
  const bodies = (Object.keys(BODIES) as EnteredKind[]).map(bodyRule);
  return [FRAME, payloads(), codeRules(), ...sharedRules(), ...bodies].join("\n\n").replaceAll("{\n\n}", "{}");
}
