/** What the endpoint has seen: counts and the last SQL texts. Parameter values are never kept. */
import type { Operation } from './data-api.ts';

export interface Call {
  readonly operation: Operation;
  readonly sql: string | undefined;
}

export class Statistics {
  readonly #keep: number;
  #counts: Partial<Record<Operation, number>> = {};
  #errors: Record<string, number> = {};
  #last: Call[] = [];
  #connections = 0;

  constructor(keep: number) {
    this.#keep = keep;
  }

  connected(): void {
    this.#connections += 1;
  }

  called(operation: Operation, sql: string | undefined): void {
    this.#counts[operation] = (this.#counts[operation] ?? 0) + 1;
    this.#last.push({ operation, sql });
    // Trimmed in steps, so that a busy endpoint does not move the list at every call.
    if (this.#last.length >= this.#keep * 2) this.#last = this.#last.slice(-this.#keep);
  }

  refused(type: string): void {
    this.#errors[type] = (this.#errors[type] ?? 0) + 1;
  }

  reset(): void {
    this.#counts = {};
    this.#errors = {};
    this.#last = [];
    this.#connections = 0;
  }

  snapshot(): {
    calls: Partial<Record<Operation, number>>;
    errors: Record<string, number>;
    connections: number;
    last: readonly Call[];
  } {
    return {
      calls: { ...this.#counts },
      errors: { ...this.#errors },
      connections: this.#connections,
      last: this.#last.slice(-this.#keep),
    };
  }
}
