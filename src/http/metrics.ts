// Metrics for an operator's monitoring (Prometheus text format 0.0.4): counts since the start of this process, nothing of any one load.
import { type EnteredKind, kindOf } from "../format/kinds.ts";
import type { SubmitAnswer } from "../intake.ts";
import type { Sequencer } from "./sequencer.ts";

const LATENCY_S = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const BATCH = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

/** A cumulative histogram. */
class Histogram {
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #sum = 0;
  #count = 0;

  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = bounds.map(() => 0);
  }

  add(value: number): void {
    this.#sum += value;
    this.#count += 1;
    const at = this.#bounds.findIndex((bound) => value <= bound);
    if (at >= 0) this.#counts[at]! += 1;
  }

  text(name: string): string {
    let below = 0;
    const buckets = this.#bounds.map((bound, i) => {
      below += this.#counts[i]!;
      return `${name}_bucket{le="${bound}"} ${below}\n`;
    });
    return `# TYPE ${name} histogram\n${buckets.join("")}${name}_bucket{le="+Inf"} ${this.#count}\n${name}_sum ${this.#sum}\n${name}_count ${this.#count}\n`;
  }
}

export class Metrics {
  readonly #entries = new Map<string, number>();
  readonly #latency = new Histogram(LATENCY_S);
  readonly #batches = new Histogram(BATCH);
  #size: number | undefined;

  /** Counts one submission: by kind as far as its bytes say, and by what became of it. */
  answered(bytes: Uint8Array, answer: SubmitAnswer): void {
    const outcome = answer.ok ? (answer.value.verdict?.code ?? "accepted") : answer.problem.code;
    const stored = answer.ok ? "stored" : "refused";
    const key = `kind="${kindIn(bytes)}",answer="${stored}",code="${outcome}"`;
    this.#entries.set(key, (this.#entries.get(key) ?? 0) + 1);
  }

  waited(seconds: number): void {
    this.#latency.add(seconds);
  }

  /** Records the batch size: the growth of the log since the previous answer. */
  grew(size: number): void {
    if (this.#size !== undefined && size > this.#size) this.#batches.add(size - this.#size);
    this.#size = size;
  }

  /** The text that a scraper reads, with the log's size now. */
  text(size: number): string {
    const entries = [...this.#entries].map(([key, count]) => `so_nguon_entries_total{${key}} ${count}\n`);
    return [
      `# TYPE so_nguon_entries_total counter\n${entries.join("")}`,
      `# TYPE so_nguon_head_size gauge\nso_nguon_head_size ${size}\n`,
      this.#latency.text("so_nguon_submit_seconds"),
      this.#batches.text("so_nguon_batch_leaves"),
    ].join("");
  }
}

/** A sequencer whose answers are counted; `size` reads the log's size. */
export function counted(sequencer: Sequencer, metrics: Metrics, size: () => number): Sequencer {
  metrics.grew(size());
  return {
    ...sequencer,
    submitAll: async (entries) => {
      const begun = performance.now();
      const answers = await sequencer.submitAll(entries);
      metrics.waited((performance.now() - begun) / 1000);
      metrics.grew(size());
      for (const [i, answer] of answers.entries()) metrics.answered(entries[i]!, answer);
      return answers;
    },
  };
}

/** The kind that an entry's bytes claim, without decoding them: the payload's first pair is at a fixed place. */
function kindIn(bytes: Uint8Array): EnteredKind | "unknown" {
  const head = bytes[17] ?? 0;
  const payload = head < 0x58 ? 18 : head === 0x58 ? 19 : head === 0x59 ? 20 : 0;
  if (payload === 0 || bytes[payload] !== 0xa5 || bytes[payload + 1] !== 0x01) return "unknown";
  const first = bytes[payload + 2] ?? 0;
  return kindOf(first === 0x18 ? (bytes[payload + 3] ?? 0) : first) ?? "unknown";
}
