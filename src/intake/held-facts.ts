// The facts that the sequencer keeps between batches, counted in bytes: an annex of two thousand lines is one fact, and so is a weight.
import type { FactKey } from "../rules/book/fact-kinds.ts";
import { Memory } from "../rules/book/memory.ts";

/** V8's own, about: an entry of a map, the head of an object, of a string, of a number in a list. */
const COST = { entry: 40, object: 24, text: 16, value: 8, lot: 200, seq: 160 };

/** About how many bytes a plain JSON value takes. */
export function bytesOf(value: unknown): number {
  if (typeof value === "string") return COST.text + value.length;
  if (typeof value !== "object" || value === null) return COST.value;
  let sum = COST.object;
  for (const each of Array.isArray(value) ? value : Object.values(value)) sum += COST.value + bytesOf(each);
  return sum;
}

/** Facts by key with about how many bytes all of them take. */
class HeldFacts extends Map<FactKey, unknown> {
  bytes = 0;

  override set(key: FactKey, value: unknown): this {
    this.bytes += (this.has(key) ? -bytesOf(this.get(key)) : COST.entry + bytesOf(key)) + bytesOf(value);
    return super.set(key, value);
  }

  override delete(key: FactKey): boolean {
    if (this.has(key)) this.bytes -= COST.entry + bytesOf(key) + bytesOf(this.get(key));
    return super.delete(key);
  }
}

/** A partial memory that knows about how many bytes it takes. */
export class HeldMemory extends Memory {
  override readonly facts = new HeldFacts();

  constructor() {
    super(false);
  }

  get bytes(): number {
    return this.facts.bytes + this.lots.size * COST.lot + this.seqs.size * COST.seq;
  }
}
