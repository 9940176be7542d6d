export interface Summary {
  readonly count: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
}

/** Collects numbers for their mean and percentiles. */
export class Sums {
  readonly #values: number[] = [];

  add(value: number): void {
    this.#values.push(value);
  }

  summary(): Summary {
    const sorted = Float64Array.from(this.#values).sort();
    const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
    const sum = sorted.reduce((total, value) => total + value, 0);
    return { count: sorted.length, mean: sorted.length === 0 ? 0 : sum / sorted.length, p50: at(0.5), p95: at(0.95) };
  }
}
