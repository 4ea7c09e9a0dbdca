// The CDDL (RFC 8610) of everything that is signed or hashed, written out from the shapes that the code itself reads with, so
// that the page for strangers cannot drift from what intake accepts. `docs/format.md` holds its output.
import { figures } from "../../src/format/bodies/payment.ts";
import { KIND_NAMES, KINDS } from "../../src/format/kinds.ts";
import type { Outline } from "../../src/format/shape.ts";

/** Envelope, payload, leaf and the primitives; the rest follows from the shapes. */
const FRAME = `entry = #6.18([
  protected: bytes .cbor { 1 => -8, 4 => bytes .size 8 }, ; alg EdDSA, kid
  unprotected: {},
  payload: bytes .cbor payload,
  signature: bytes .size 64
])

leaf = [
  how: 1 / 2, ; sent for itself, or embedded in the entry of the next leaf
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

words<least, most> = text ; least..most UTF-16 code units, visible text, see "Text"
line<least, most> = text ; the same of one line, in Latin letters`;

type Ruled = Outline & { readonly definition: string };

/** Every shape in and under the given ones that has a name of its own, what it is made of before itself. */
function rulesIn(shapes: readonly Outline[]): Map<string, Ruled> {
  const rules = new Map<string, Ruled>();
  const visit = (shape: Outline): void => {
    for (const [, field] of Object.values(shape.fields ?? {})) visit(field);
    for (const part of [...(shape.item ? [shape.item] : []), ...(shape.pair ?? [])]) visit(part);
    const { definition } = shape;
    if (definition !== undefined && !rules.has(shape.cddl)) rules.set(shape.cddl, { ...shape, definition });
  };
  shapes.forEach(visit);
  return rules;
}

/** The named rules of everything that is signed or hashed. */
export function namedRules(): readonly Ruled[] {
  return [...rulesIn([...KIND_NAMES.map((kind) => KINDS[kind].body), figures]).values()];
}

/** One choice of `payload`, by kind number. */
function payloads(): string {
  return `payload = ${KIND_NAMES.map((kind) => `statement<${KINDS[kind].number}, ${kind}>`).join("\n  / ")}`;
}

/** A code list on one line: its words stand in the tables of `docs/format.md`. */
function codeRule({ cddl, codes }: Ruled): string {
  return `${cddl} = ${Object.keys(codes ?? {}).join(" / ")}`;
}

/** Code lists, then quantities and texts, then parts that several bodies share. */
function sharedRules(): string[] {
  const rules = namedRules();
  const isPart = (rule: Ruled) => rule.definition.includes("\n");
  const plain = rules.filter((rule) => !rule.codes && !isPart(rule));
  const parts = rules.filter((rule) => !rule.codes && isPart(rule));
  const written = ({ cddl, definition }: Ruled) => `${cddl} = ${definition}`;
  const codes = rules.filter((rule) => rule.codes).map(codeRule);
  return [codes.join("\n"), plain.map(written).join("\n"), ...parts.map(written)];
}

/** The whole grammar as text, the same for the same shapes. */
export function cddl(): string {
  const bodies = KIND_NAMES.map((kind) => `${kind} = ${KINDS[kind].body.cddl}`);
  return [FRAME, payloads(), ...sharedRules(), ...bodies].join("\n\n").replaceAll("{\n\n}", "{}");
}
