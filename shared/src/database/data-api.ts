/** The Database port over the RDS Data API. */
import {
  BeginTransactionCommand,
  CommitTransactionCommand,
  RollbackTransactionCommand,
  type RDSDataClient,
} from '@aws-sdk/client-rds-data';
import type { CallOptions, Database, DatabaseCall, DatabaseView, Statements, TransactionOptions } from './database.ts';
import { DatabaseError } from './errors.ts';
import { faultOf, isStillRunning } from './faults.ts';
import {
  orStopped,
  realEnvironment,
  sendWithRetries,
  StoppedError,
  type RetryEnvironment,
  type RetryPolicy,
  type Waiting,
} from './retry.ts';
import type { Sql } from './sql.ts';
import { StatementCache } from './statement-cache.ts';
import {
  DataApiStatements,
  type DatabaseAddress,
  type OutgoingCall,
  type StatementContext,
  type Transmit,
} from './statements.ts';
import { DataApiTransaction } from './transaction.ts';

export interface DataApiOptions extends DatabaseAddress {
  /** Made with `maxAttempts: 1`: the retry rules are here, since the SDK's would repeat writes. */
  readonly client: RDSDataClient;
  /** How long to wait for an auto-paused cluster, in milliseconds. */
  readonly resumeTimeoutMs: number;
  /** Called before each pause while the cluster wakes up. */
  readonly onWaiting?: ((waiting: Waiting) => void) | undefined;
  /** Called for every request of the process. */
  readonly onCall?: ((call: DatabaseCall) => void) | undefined;
  readonly environment?: RetryEnvironment | undefined;
}

interface Core extends StatementContext {
  readonly policy: RetryPolicy;
  readonly environment: RetryEnvironment;
  readonly onWaiting: ((waiting: Waiting) => void) | undefined;
}

const SENDINGS = 3;
const TRANSACTION_ATTEMPTS = 3;
const ROLLBACK_ATTEMPTS = 6;

export function createDataApi(options: DataApiOptions): Database {
  const { client, resourceArn, secretArn, database, resumeTimeoutMs, onWaiting, onCall } = options;
  return new DataApiDatabase(
    {
      client,
      address: { resourceArn, secretArn, database },
      known: new StatementCache(),
      policy: { attempts: SENDINGS, resumeTimeoutMs },
      environment: options.environment ?? realEnvironment,
      onWaiting,
    },
    onCall === undefined ? [] : [onCall],
    undefined,
  );
}

class DataApiDatabase extends DataApiStatements implements Database {
  readonly #core: Core;
  readonly #hooks: readonly ((call: DatabaseCall) => void)[];
  readonly #signal: AbortSignal | undefined;

  constructor(core: Core, hooks: readonly ((call: DatabaseCall) => void)[], signal: AbortSignal | undefined) {
    super(core);
    this.#core = core;
    this.#hooks = hooks;
    this.#signal = signal;
  }

  forTurn({ onCall, signal }: DatabaseView): Database {
    return new DataApiDatabase(
      this.#core,
      onCall === undefined ? this.#hooks : [...this.#hooks, onCall],
      either(this.#signal, signal),
    );
  }

  override async batch(statements: readonly Sql[], options: CallOptions = {}): Promise<void> {
    if (statements.length === 0) return;
    await this.transaction((transaction) => transaction.batch(statements, options), {
      signal: options.signal,
      label: options.label,
    });
  }

  async transaction<T>(run: (transaction: Statements) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    const attempts = options.attempts ?? TRANSACTION_ATTEMPTS;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#runTransaction(run, options);
      } catch (error) {
        const collided = error instanceof DatabaseError && error.kind === 'serialization';
        if (!collided || attempt >= attempts) throw error;
        await this.#core.environment.delay(
          2 ** attempt * (10 + 40 * this.#core.environment.random()),
          either(this.#signal, options.signal),
        );
      }
    }
  }

  async #runTransaction<T>(run: (transaction: Statements) => Promise<T>, options: TransactionOptions): Promise<T> {
    const id = await this.#begin(options);
    const transmit: Transmit = (call) => this.transmit({ ...call, signal: either(options.signal, call.signal) });
    const transaction = new DataApiTransaction(this.context, id, transmit, this.#core.environment);
    let result: T;
    try {
      result = await run(transaction);
      if (await transaction.close())
        throw new Error('A transaction ended while a statement was running: await every call.');
      // A commit would end this in a rollback and may be answered as done: never send it.
      if (transaction.failure !== undefined) throw transaction.failure.error;
    } catch (error) {
      await transaction.close();
      await this.#rollback(id, options);
      throw error;
    }
    try {
      await this.#commit(id, options);
    } catch (error) {
      // If the commit never arrived this frees the locks; if it did there is nothing left to roll back.
      if (error instanceof DatabaseError && error.kind === 'unknown_outcome') await this.#rollback(id, options);
      throw error;
    }
    return result;
  }

  async #begin({ label, signal }: TransactionOptions): Promise<string> {
    const { transactionId } = await this.transmit({
      operation: 'begin',
      // A begin that got lost leaves an empty transaction, which the service ends by itself.
      mode: 'read',
      label,
      signal,
      send: () => this.context.client.send(new BeginTransactionCommand(this.context.address)),
    });
    if (transactionId === undefined)
      throw new DatabaseError('other', 'The database began a transaction without naming it.', { label });
    return transactionId;
  }

  /** Goes to its end once sent: giving up half-way would only make the outcome unknown. */
  async #commit(transactionId: string, { label }: TransactionOptions): Promise<void> {
    const { resourceArn, secretArn } = this.context.address;
    await this.#transmitUnstoppable({
      operation: 'commit',
      mode: 'commit',
      label,
      signal: undefined,
      send: () => this.context.client.send(new CommitTransactionCommand({ resourceArn, secretArn, transactionId })),
    });
  }

  /**
   * Never fails: what the transaction failed with matters more, and the service ends forgotten ones after 3 minutes.
   * A statement the caller gave up on may still be running; the rollback is repeated then, to free its locks.
   */
  async #rollback(transactionId: string, { label }: TransactionOptions): Promise<void> {
    const { resourceArn, secretArn } = this.context.address;
    for (let attempt = 1; attempt <= ROLLBACK_ATTEMPTS; attempt += 1) {
      try {
        await this.#transmitUnstoppable({
          operation: 'rollback',
          mode: 'in_transaction',
          label,
          signal: undefined,
          send: () =>
            this.context.client.send(new RollbackTransactionCommand({ resourceArn, secretArn, transactionId })),
        });
        return;
      } catch (error) {
        if (!isStillRunning(error)) return;
        await this.#core.environment.delay(25 * 2 ** attempt, undefined);
      }
    }
  }

  protected override transmit<T>(call: OutgoingCall<T>): Promise<T> {
    return this.#transmitUnstoppable(
      this.#signal === undefined ? call : { ...call, signal: either(this.#signal, call.signal) },
    );
  }

  #transmitUnstoppable<T>(call: OutgoingCall<T>): Promise<T> {
    return sendWithRetries(
      {
        mode: call.mode,
        label: call.label,
        signal: call.signal,
        send:
          this.#hooks.length === 0
            ? () => orStopped(call.send(), call.signal)
            : (attempt) => this.#measured(call, attempt),
        onWaiting: this.#core.onWaiting,
      },
      this.#core.policy,
      this.#core.environment,
    );
  }

  async #measured<T>(call: OutgoingCall<T>, attempt: number): Promise<T> {
    const started = this.#core.environment.now();
    let outcome: DatabaseCall['outcome'] = 'ok';
    try {
      return await orStopped(call.send(), call.signal);
    } catch (error) {
      outcome = error instanceof StoppedError ? 'aborted' : outcomeOf(error);
      throw error;
    } finally {
      const milliseconds = this.#core.environment.now() - started;
      for (const hook of this.#hooks)
        hook({ operation: call.operation, label: call.label, attempt, milliseconds, outcome });
    }
  }
}

function outcomeOf(error: unknown): DatabaseCall['outcome'] {
  const { kind } = faultOf(error);
  return kind === 'throttled' ? 'unavailable' : kind;
}

function either(first: AbortSignal | undefined, second: AbortSignal | undefined): AbortSignal | undefined {
  if (first === undefined) return second;
  return second === undefined || second === first ? first : AbortSignal.any([first, second]);
}
