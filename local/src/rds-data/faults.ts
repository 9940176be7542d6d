/** Trouble on demand: the next answers of the endpoint can be made to fail as AWS fails. */
import { z } from 'zod';
import { OPERATIONS } from './data-api.ts';
import type { Operation } from './data-api.ts';
import { databaseUnavailable, internalError, resuming, serviceUnavailable, throttled } from './errors.ts';
import type { ServiceError } from './errors.ts';

export const faultSchema = z.object({
  /**
   * resuming = 400 DatabaseResumingException, 500/503/504/throttle = those answers (nothing is executed),
   * slow = execute after `ms`, drop-before = cut the connection, nothing executed,
   * drop-after = execute (and commit), then cut the connection so that the answer is lost.
   */
  kind: z.enum(['resuming', '500', '503', '504', 'throttle', 'slow', 'drop-before', 'drop-after']),
  /** How many answers. */
  times: z.int().min(1).max(10_000).default(1),
  /** Only calls of this operation. */
  operation: z.enum(OPERATIONS).optional(),
  /** Only calls whose SQL contains this text. */
  sqlContains: z.string().min(1).optional(),
  /** Delay of `slow` in milliseconds. */
  ms: z.int().min(0).max(600_000).default(1_000),
});
export type Fault = z.infer<typeof faultSchema>;

export const FAULT_ERRORS: Readonly<
  Record<Exclude<Fault['kind'], 'slow' | 'drop-before' | 'drop-after'>, () => ServiceError>
> = {
  resuming,
  throttle: throttled,
  500: internalError,
  503: serviceUnavailable,
  504: databaseUnavailable,
};

export class Faults {
  #active: Fault[] = [];

  add(fault: Fault): void {
    this.#active.push({ ...fault });
  }

  reset(): void {
    this.#active = [];
  }

  list(): readonly Fault[] {
    return this.#active;
  }

  /** Uses up and returns the first fault that fits a call. */
  take(operation: Operation, sql: string | undefined): Fault | undefined {
    if (this.#active.length === 0) return undefined;
    const found = this.#active.find(
      (fault) =>
        (fault.operation === undefined || fault.operation === operation) &&
        (fault.sqlContains === undefined || (sql?.includes(fault.sqlContains) ?? false)),
    );
    if (found === undefined) return undefined;
    found.times -= 1;
    this.#active = this.#active.filter((fault) => fault.times > 0);
    return found;
  }
}
