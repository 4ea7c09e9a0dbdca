// The planned events of a simulation: a heap by time, then by the order in which it was planned, so that one seed always plays one story.

type Planned = { readonly atS: number; readonly order: number; readonly work: (atS: number) => void };

export class Schedule {
  readonly #heap: Planned[] = [];
  #order = 0;

  add(atS: number, work: (atS: number) => void): void {
    const heap = this.#heap;
    heap.push({ atS, order: this.#order++, work });
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!isBefore(heap[at]!, heap[parent]!)) return;
      [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
      at = parent;
    }
  }

  /** When the next thing happens, or undefined. */
  get nextS(): number | undefined {
    return this.#heap[0]?.atS;
  }

  /** Does everything up to a time, in order; what was due earlier is done as of `fromS`, since the story never goes back. */
  run(fromS: number, untilS: number): void {
    for (let next = this.#heap[0]; next && next.atS <= untilS; next = this.#heap[0]) {
      this.#takeFirst();
      next.work(Math.max(next.atS, fromS));
    }
  }

  #takeFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    heap[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (left < heap.length && isBefore(heap[left]!, heap[least]!)) least = left;
      if (right < heap.length && isBefore(heap[right]!, heap[least]!)) least = right;
      if (least === at) return;
      [heap[at], heap[least]] = [heap[least]!, heap[at]!];
      at = least;
    }
  }
}

function isBefore(a: Planned, b: Planned): boolean {
  return a.atS < b.atS || (a.atS === b.atS && a.order < b.order);
}
