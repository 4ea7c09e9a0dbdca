// Metrics for an operator's monitoring (Prometheus text format 0.0.4): counts since the start of this process, nothing of any one load.
import { type KindName, kindOf } from "../format/kinds.ts";
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

  /** Its lines; `labels` such as `route="/x"` are put beside the bucket's own. */
  lines(name: string, labels = ""): string[] {
    let below = 0;
    const [own, beside] = [labels && `{${labels}}`, labels && `${labels},`];
    const buckets = this.#bounds.map((bound, i) => {
      below += this.#counts[i]!;
      return `${name}_bucket{${beside}le="${bound}"} ${below}`;
    });
    const ends = [`${name}_bucket{${beside}le="+Inf"} ${this.#count}`, `${name}_sum${own} ${this.#sum}`];
    return [...buckets, ...ends, `${name}_count${own} ${this.#count}`];
  }
}

/** The state of the service that a scraper is told beside the counts. */
export type Now = {
  readonly size: number;
  /** The code of the problem for which nothing is taken. */
  readonly halted: string | undefined;
  readonly cosigning: { readonly cosignedSize: number; readonly waitingMs: number } | undefined;
  readonly memory: number;
  readonly cpuSeconds: number;
};
type Requested = { readonly method: string; readonly route: string; readonly status: number };
type Family = readonly [name: string, type: "counter" | "gauge" | "histogram", help: string, lines: readonly string[]];

function textOf([name, type, help, lines]: Family): string {
  return `${[`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines].join("\n")}\n`;
}

/** Both reasons always, so that an alert sees a series that goes from 0 to 1. */
function haltedLines(halted: string | undefined): string[] {
  return ["clock", "history"].map((reason) => `so_nguon_halted{reason="${reason}"} ${halted === reason ? 1 : 0}`);
}

export class Metrics {
  readonly #entries = new Map<string, number>();
  readonly #latency = new Histogram(LATENCY_S);
  readonly #batches = new Histogram(BATCH);
  readonly #requests = new Map<string, Histogram>();
  #size: number | undefined;
  #intake: { readonly heldBytes: number } | undefined;

  /** Names the intake whose memory is told. */
  watch(intake: { readonly heldBytes: number }): void {
    this.#intake = intake;
  }

  /** Counts one submission: by kind as far as its bytes say, and by what became of it. */
  answered(bytes: Uint8Array, answer: SubmitAnswer): void {
    const outcome = answer.ok ? (answer.value.verdict?.code ?? "accepted") : answer.problem.code;
    const stored = answer.ok ? "stored" : "refused";
    const key = `kind="${kindIn(bytes)}",answer="${stored}",code="${outcome}"`;
    this.#entries.set(key, (this.#entries.get(key) ?? 0) + 1);
  }

  /** Counts one answered request by its route's pattern, never its path, and by the hundred of its status. */
  requested({ method, route, status }: Requested, seconds: number): void {
    const key = `method="${method}",route="${route}",status="${Math.floor(status / 100)}xx"`;
    const times = this.#requests.get(key) ?? new Histogram(LATENCY_S);
    this.#requests.set(key, times);
    times.add(seconds);
  }

  waited(seconds: number): void {
    this.#latency.add(seconds);
  }

  /** Records the batch size: the growth of the log since the previous answer. */
  grew(size: number): void {
    if (this.#size !== undefined && size > this.#size) this.#batches.add(size - this.#size);
    this.#size = size;
  }

  /** The text that a scraper reads, with what holds now. */
  text({ size, halted, cosigning, memory, cpuSeconds }: Now): string {
    const entries = [...this.#entries].map(([key, count]) => `so_nguon_entries_total{${key}} ${count}`);
    const requests = [...this.#requests].flatMap(([key, times]) => times.lines("so_nguon_http_seconds", key));
    const one = (name: string, value: number) => [`${name} ${value}`];
    const families: readonly Family[] = [
      [
        "so_nguon_entries_total",
        "counter",
        "Entries by kind, by whether they were stored, and by verdict or problem.",
        entries,
      ],
      ["so_nguon_head_size", "gauge", "Entries under the newest signed head.", one("so_nguon_head_size", size)],
      ["so_nguon_halted", "gauge", "1 while no entry is taken until somebody acts, by reason.", haltedLines(halted)],
      [
        "so_nguon_cosigned_size",
        "gauge",
        "Entries under the newest head that enough witnesses cosigned.",
        one("so_nguon_cosigned_size", cosigning?.cosignedSize ?? 0),
      ],
      [
        "so_nguon_cosigning_waits_seconds",
        "gauge",
        "How long heads have gone on being signed above the newest cosigned one.",
        one("so_nguon_cosigning_waits_seconds", (cosigning?.waitingMs ?? 0) / 1000),
      ],
      [
        "so_nguon_submit_seconds",
        "histogram",
        "From a request with entries to its answers.",
        this.#latency.lines("so_nguon_submit_seconds"),
      ],
      [
        "so_nguon_batch_leaves",
        "histogram",
        "Entries that one answer found added to the log.",
        this.#batches.lines("so_nguon_batch_leaves"),
      ],
      [
        "so_nguon_held_bytes",
        "gauge",
        "Bytes of facts and lots that the sequencer keeps between batches, about.",
        one("so_nguon_held_bytes", this.#intake?.heldBytes ?? 0),
      ],
      ["so_nguon_http_seconds", "histogram", "Answers of every other resource, by route and status.", requests],
      [
        "process_resident_memory_bytes",
        "gauge",
        "Memory of the process.",
        one("process_resident_memory_bytes", memory),
      ],
      [
        "process_cpu_seconds_total",
        "counter",
        "Processor time of the process.",
        one("process_cpu_seconds_total", cpuSeconds),
      ],
    ];
    return families.map(textOf).join("");
  }
}

/** A sequencer whose answers are counted; `intake` is the one behind it. */
export function counted(
  sequencer: Sequencer,
  metrics: Metrics,
  intake: { readonly size: number; readonly heldBytes: number },
): Sequencer {
  metrics.grew(intake.size);
  metrics.watch(intake);
  return {
    ...sequencer,
    submitAll: async (entries) => {
      const begun = performance.now();
      const answers = await sequencer.submitAll(entries);
      metrics.waited((performance.now() - begun) / 1000);
      metrics.grew(intake.size);
      for (const [i, answer] of answers.entries()) metrics.answered(entries[i]!, answer);
      return answers;
    },
  };
}

/** The kind that an entry's bytes claim, without decoding them: the payload's first pair is at a fixed place. */
function kindIn(bytes: Uint8Array): KindName | "unknown" {
  const head = bytes[17] ?? 0;
  const payload = head < 0x58 ? 18 : head === 0x58 ? 19 : head === 0x59 ? 20 : 0;
  if (payload === 0 || bytes[payload] !== 0xa5 || bytes[payload + 1] !== 0x01) return "unknown";
  const first = bytes[payload + 2] ?? 0;
  return kindOf(first === 0x18 ? (bytes[payload + 3] ?? 0) : first) ?? "unknown";
}
