/**
 * What a turn passes through. A station is asked in the order of time and answers at once when it will be done, so
 * that a simulation needs no queue of its own for each. All times are seconds.
 */

export interface Visit {
  readonly waited: number;
  readonly done: number;
}

export interface Station {
  /** @param amount what is asked of it, in the station's own unit; `now` never goes back. */
  visit(now: number, amount: number): Visit;
}

/** So many servers with one queue, first come first served. The amount is seconds of one server. */
export class Servers implements Station {
  readonly #free: Float64Array;

  constructor(count: number) {
    this.#free = new Float64Array(count);
  }

  visit(now: number, amount: number): Visit {
    const start = Math.max(now, this.#free[0] ?? 0);
    const done = start + amount;
    this.#replaceEarliest(done);
    return { waited: start - now, done };
  }

  /** `#free` is a binary heap of when each server is free again; the earliest is at the root. */
  #replaceEarliest(time: number): void {
    const heap = this.#free;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && (heap[child + 1] ?? 0) < (heap[child] ?? 0)) child += 1;
      const smaller = heap[child] ?? 0;
      if (smaller >= time) break;
      heap[at] = smaller;
      at = child;
    }
    heap[at] = time;
  }
}

/** A quota of so much a second, of which at most a minute's worth is saved up. The amount is in the quota's unit. */
export class Quota implements Station {
  readonly #perSecond: number;
  /** When all that was granted so far would be paid off at the quota's rate. */
  #paidOff = 0;

  constructor(perMinute: number) {
    this.#perSecond = perMinute / 60;
  }

  visit(now: number, amount: number): Visit {
    const granted = Math.max(now, this.#paidOff - 60);
    this.#paidOff = Math.max(this.#paidOff, now) + amount / this.#perSecond;
    return { waited: granted - now, done: granted };
  }
}
