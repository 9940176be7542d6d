/**
 * The port through which agents use the database. Behind it stands the RDS Data API (data-api.ts), where every call
 * is one HTTP request: read what belongs together with one statement.
 */
import type { DatabaseErrorKind } from './errors.ts';
import type { RowShape } from './row.ts';
import type { Sql } from './sql.ts';

export interface CallOptions {
  /** Stops waiting. A write that was already sent may still happen: it then fails as `unknown_outcome`. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Whether the statement may be sent again when nobody knows if it ran. Left out: yes for plain reads
   * (`select`, `values`, `with` without a change in it), no for everything else.
   */
  readonly idempotent?: boolean | undefined;
  /** Name of the statement in errors and measurements, such as `order.by-id`. */
  readonly label?: string | undefined;
  /** Lets a statement run on after the service's 45 s limit; for DDL. */
  readonly continueAfterTimeout?: boolean | undefined;
}

export interface Statements {
  /** @throws {DatabaseError | RowError} */
  query<T>(shape: RowShape<T>, statement: Sql, options?: CallOptions): Promise<readonly T[]>;
  /** Exactly one row. @throws {DatabaseError} `not_found` when there is none, `invalid` when there are several. */
  one<T>(shape: RowShape<T>, statement: Sql, options?: CallOptions): Promise<T>;
  /** At most one row. @throws {DatabaseError} `invalid` when there are several. */
  maybeOne<T>(shape: RowShape<T>, statement: Sql, options?: CallOptions): Promise<T | undefined>;
  execute(statement: Sql, options?: CallOptions): Promise<{ readonly rowsUpdated: number }>;
  /**
   * The same statement with many sets of values: every element has to come from one template. All or nothing;
   * outside a transaction this takes one of its own (two more calls).
   */
  batch(statements: readonly Sql[], options?: CallOptions): Promise<void>;
}

export interface TransactionOptions {
  readonly signal?: AbortSignal | undefined;
  readonly label?: string | undefined;
  /** How often a transaction is run at most when the database asks for it (serialisation, deadlock). */
  readonly attempts?: number | undefined;
}

export interface Database extends Statements {
  /**
   * Runs `run` between begin and commit. `run` may be called again after a serialisation failure or a deadlock, so
   * it must change nothing but the database. One call at a time; no call more than 3 minutes after the one before.
   * @throws {DatabaseError} `unknown_outcome` when the commit was sent and no answer came.
   */
  transaction<T>(run: (transaction: Statements) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** A cheap view that reports its calls to `onCall` and stops with `signal`; shares everything else. */
  forTurn(view: DatabaseView): Database;
}

export interface DatabaseView {
  readonly onCall?: ((call: DatabaseCall) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One request to the Data API, successful or not; retries are requests of their own. */
export interface DatabaseCall {
  readonly operation: 'execute' | 'batch' | 'begin' | 'commit' | 'rollback';
  readonly label: string | undefined;
  /** 1 for the first sending. */
  readonly attempt: number;
  readonly milliseconds: number;
  /** `ok`, the kind of the error, or `aborted` by the caller's signal. */
  readonly outcome: 'ok' | 'aborted' | DatabaseErrorKind;
}
