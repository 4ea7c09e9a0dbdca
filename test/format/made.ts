// A body of any kind, made from what a stranger reads: the outline of its shape and the CDDL of its values. A kind without a sample of
// its own (samples.ts) has this one in the vectors.
import { KINDS, type KindName } from "../../src/format/kinds.ts";
import type { Outline } from "../../src/format/shape.ts";

/** A body with every field given, each at the least that its CDDL allows. */
export function madeBody(kind: KindName): unknown {
  return made(KINDS[kind].body);
}

function made(shape: Outline): unknown {
  if (shape.fields) {
    return Object.fromEntries(Object.entries(shape.fields).map(([name, [, field]]) => [name, made(field)]));
  }
  if (shape.pair) return shape.pair.map(made);
  const rule = shape.definition ?? shape.cddl;
  if (shape.item) {
    const [, least] = /^\[(\d+)\*\d+ /.exec(rule) ?? [];
    const { item } = shape;
    return Array.from({ length: Math.max(1, Number(least)) }, () => made(item));
  }
  if (shape.codes) return Number(Object.keys(shape.codes)[0]);
  return madeScalar(rule);
}

function madeScalar(rule: string): unknown {
  const integer = /^(-?\d+)\.\.-?\d+$/.exec(rule);
  if (integer) return Number(integer[1]);
  const words = /^(?:words|line)<(\d+), \d+>$/.exec(rule);
  if (words) return "mẫu".repeat(Number(words[1])).slice(0, Number(words[1]));
  const bytes = /^bytes \.size \(?(\d+)/.exec(rule);
  if (bytes) return new Uint8Array(Number(bytes[1]));
  throw new Error(`no value is made from the CDDL ${rule}`);
}
