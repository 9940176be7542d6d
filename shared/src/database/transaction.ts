/**
 * One attempt at a transaction. The Data API has three traps, which this guards: two calls at once on a transaction
 * kill it, three minutes of silence end it, and a commit after a failed statement may be reported as done.
 */
import { BatchExecuteStatementCommand } from '@aws-sdk/client-rds-data';
import { batchesOf } from './batch.ts';
import type { CallOptions } from './database.ts';
import { DatabaseError } from './errors.ts';
import { isStatementTimeout, isStillRunning } from './faults.ts';
import type { RetryEnvironment } from './retry.ts';
import { sql, type Sql } from './sql.ts';
import { DataApiStatements, type OutgoingCall, type StatementContext, type Transmit } from './statements.ts';

/** The service ends a transaction after 180 s without a call. */
const LONGEST_SILENCE_MS = 175_000;
const STILL_RUNNING_POLL_MS = 2_000;

export class DataApiTransaction extends DataApiStatements {
  readonly #id: string;
  readonly #transmit: Transmit;
  readonly #environment: RetryEnvironment;
  #running: Promise<unknown> | undefined;
  #failure: { readonly error: unknown } | undefined;
  #lastCall: number;
  #closed = false;

  constructor(context: StatementContext, id: string, transmit: Transmit, environment: RetryEnvironment) {
    super(context, id);
    this.#id = id;
    this.#transmit = transmit;
    this.#environment = environment;
    this.#lastCall = environment.now();
  }

  /** The first failure of a statement: from then on only a rollback makes sense. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }

  /** Takes no more calls. @returns whether a statement was still running, after waiting for it. */
  async close(): Promise<boolean> {
    this.#closed = true;
    const running = this.#running;
    await running?.catch(() => undefined);
    return running !== undefined;
  }

  /**
   * With `continueAfterTimeout` this waits for statements that outlive the 45 s of a call, such as index builds; how
   * many rows those changed is not known then and answered as 0.
   */
  override async execute(statement: Sql, options: CallOptions = {}): Promise<{ readonly rowsUpdated: number }> {
    try {
      return await super.execute(statement, options);
    } catch (error) {
      if (options.continueAfterTimeout !== true || !isStatementTimeout(error)) throw error;
      await this.#untilFree(error, options);
      return { rowsUpdated: 0 };
    }
  }

  /** The service turns calls on a transaction away until its statement is done; if that one failed, so does this. */
  async #untilFree(timeout: unknown, options: CallOptions): Promise<void> {
    for (let last = timeout; ;) {
      if (this.#failure?.error === last) this.#failure = undefined;
      await this.#environment.delay(STILL_RUNNING_POLL_MS, options.signal);
      try {
        await super.execute(sql`select 1`, options);
        return;
      } catch (error) {
        if (!isStillRunning(error)) throw error;
        last = error;
      }
    }
  }

  override async batch(statements: readonly Sql[], options: CallOptions = {}): Promise<void> {
    for (const { text, parameterSets } of batchesOf(statements)) {
      await this.transmit({
        operation: 'batch',
        mode: 'in_transaction',
        label: options.label,
        signal: options.signal,
        send: () =>
          this.context.client.send(
            new BatchExecuteStatementCommand({
              ...this.context.address,
              sql: text,
              parameterSets,
              transactionId: this.#id,
            }),
          ),
      });
    }
  }

  protected override async transmit<T>(call: OutgoingCall<T>): Promise<T> {
    if (this.#closed)
      throw new Error('This transaction is over: a statement was started without await, or after its end.');
    if (this.#running !== undefined) {
      const error = new Error(
        'A transaction runs one statement at a time: await each call, and use no Promise.all inside.',
      );
      this.#failure ??= { error };
      throw error;
    }
    try {
      if (this.#environment.now() - this.#lastCall > LONGEST_SILENCE_MS) {
        throw new DatabaseError(
          'timeout',
          'The transaction was idle for 3 minutes and has ended: do slow work outside of it.',
          { label: call.label },
        );
      }
      const running = this.#transmit(call);
      this.#running = running;
      return await running;
    } catch (error) {
      this.#failure ??= { error };
      throw error;
    } finally {
      this.#running = undefined;
      this.#lastCall = this.#environment.now();
    }
  }
}
