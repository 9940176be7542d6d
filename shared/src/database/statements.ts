/** query, one, maybeOne and execute over ExecuteStatement; the same inside and outside a transaction. */
import {
  ExecuteStatementCommand,
  type ExecuteStatementCommandInput,
  type ExecuteStatementCommandOutput,
  type RDSDataClient,
} from '@aws-sdk/client-rds-data';
import type { CallOptions, DatabaseCall, Statements } from './database.ts';
import { DatabaseError } from './errors.ts';
import type { CallMode } from './retry.ts';
import type { RowShape } from './row.ts';
import type { Sql } from './sql.ts';
import type { KnownStatement, StatementCache } from './statement-cache.ts';

/** The cluster, login and database every request names. */
export interface DatabaseAddress {
  readonly resourceArn: string;
  readonly secretArn: string;
  readonly database: string;
}

export interface OutgoingCall<T> {
  readonly operation: DatabaseCall['operation'];
  readonly mode: CallMode;
  readonly label: string | undefined;
  readonly signal: AbortSignal | undefined;
  /** Without options for the client: with any, it gives up its prepared middleware and costs a quarter more. */
  readonly send: () => Promise<T>;
}

/** Carries one call out under the retry rules. */
export type Transmit = <T>(call: OutgoingCall<T>) => Promise<T>;

export interface StatementContext {
  readonly client: RDSDataClient;
  readonly address: DatabaseAddress;
  readonly known: StatementCache;
}

export abstract class DataApiStatements implements Statements {
  protected readonly context: StatementContext;
  readonly #transactionId: string | undefined;

  protected constructor(context: StatementContext, transactionId?: string) {
    this.context = context;
    this.#transactionId = transactionId;
  }

  abstract batch(statements: readonly Sql[], options?: CallOptions): Promise<void>;
  protected abstract transmit<T>(call: OutgoingCall<T>): Promise<T>;

  async query<T>(shape: RowShape<T>, statement: Sql, options: CallOptions = {}): Promise<readonly T[]> {
    const known = this.context.known.of(statement.text);
    const answer = await this.#execute(statement, known, options, known.labels === undefined);
    const records = answer.records ?? [];
    if (known.labels === undefined)
      known.learn((answer.columnMetadata ?? []).map(({ label, name }) => label ?? name ?? ''));
    const positions = known.positions(shape);
    const width = records[0]?.length;
    if (width !== undefined && width !== known.labels?.length) {
      this.context.known.forget(statement.text);
      throw new DatabaseError('other', 'The columns of this statement changed while the process ran; ask again.', {
        label: options.label,
      });
    }
    return records.map((record) => shape.decode(record, positions));
  }

  async one<T>(shape: RowShape<T>, statement: Sql, options: CallOptions = {}): Promise<T> {
    const found = await this.maybeOne(shape, statement, options);
    if (found === undefined)
      throw new DatabaseError('not_found', 'The row that was asked for does not exist.', { label: options.label });
    return found;
  }

  async maybeOne<T>(shape: RowShape<T>, statement: Sql, options: CallOptions = {}): Promise<T | undefined> {
    const rows = await this.query(shape, statement, options);
    if (rows.length > 1)
      throw new DatabaseError('invalid', `One row was expected and ${String(rows.length)} came.`, {
        label: options.label,
      });
    return rows[0];
  }

  async execute(statement: Sql, options: CallOptions = {}): Promise<{ readonly rowsUpdated: number }> {
    const answer = await this.#execute(statement, this.context.known.of(statement.text), options, false);
    return { rowsUpdated: answer.numberOfRecordsUpdated ?? 0 };
  }

  #execute(
    statement: Sql,
    known: KnownStatement,
    options: CallOptions,
    includeResultMetadata: boolean,
  ): Promise<ExecuteStatementCommandOutput> {
    const input: ExecuteStatementCommandInput = { ...this.context.address, sql: statement.text };
    const { parameters } = statement;
    if (parameters.length > 0) input.parameters = parameters;
    if (this.#transactionId !== undefined) input.transactionId = this.#transactionId;
    if (includeResultMetadata) input.includeResultMetadata = true;
    if (options.continueAfterTimeout === true) input.continueAfterTimeout = true;
    return this.transmit({
      operation: 'execute',
      mode:
        this.#transactionId !== undefined
          ? 'in_transaction'
          : (options.idempotent ?? known.readsOnly)
            ? 'read'
            : 'write',
      label: options.label,
      signal: options.signal,
      send: () => this.context.client.send(new ExecuteStatementCommand(input)),
    });
  }
}
