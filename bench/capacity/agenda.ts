/** What is to happen, by time: a binary heap. What is planned for the same moment happens in the order of planning. */
export interface Planned {
  readonly time: number;
  readonly run: (now: number) => void;
}

export class Agenda {
  readonly #heap: (Planned & { readonly number: number })[] = [];
  #planned = 0;

  plan(time: number, run: (now: number) => void): void {
    const heap = this.#heap;
    const entry = { time, run, number: this.#planned++ };
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || !before(entry, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = entry;
  }

  /** Takes out what is next; undefined when nothing is planned. */
  next(): Planned | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      const [left, right] = [heap[child], heap[child + 1]];
      if (left !== undefined && right !== undefined && before(right, left)) child += 1;
      const smaller = heap[child];
      if (smaller === undefined || !before(smaller, last)) break;
      heap[at] = smaller;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

function before(
  a: { readonly time: number; readonly number: number },
  b: { readonly time: number; readonly number: number },
): boolean {
  return a.time < b.time || (a.time === b.time && a.number < b.number);
}
