/** Helpers of the Data API tests: the unchanged SDK client, a clock that is moved by hand, a loop that waits by turns. */
import {
  BatchExecuteStatementCommand,
  BeginTransactionCommand,
  CommitTransactionCommand,
  ExecuteStatementCommand,
  RDSDataClient,
  RollbackTransactionCommand,
} from '@aws-sdk/client-rds-data';
import type {
  BatchExecuteStatementCommandOutput,
  ExecuteStatementCommandInput,
  ExecuteStatementCommandOutput,
  Field,
  SqlParameter,
} from '@aws-sdk/client-rds-data';
import { expect } from 'chai';
import type { Clock } from '../../src/rds-data/clock.ts';
import type { SqlEngine } from '../../src/rds-data/engine.ts';
import { LOCAL_DATABASE, LOCAL_RESOURCE_ARN, LOCAL_SECRET_ARN } from '../../src/rds-data/identity.ts';
import { openPglite } from '../../src/rds-data/pglite-engine.ts';
import { startRdsData } from '../../src/rds-data/server.ts';
import type { RdsDataOptions, RdsDataServer } from '../../src/rds-data/server.ts';

export const TARGET = { resourceArn: LOCAL_RESOURCE_ARN, secretArn: LOCAL_SECRET_ARN, database: LOCAL_DATABASE };

export class ManualClock implements Clock {
  #now = 0;
  #timers: { at: number; action: () => void }[] = [];

  after(ms: number, action: () => void): () => void {
    const timer = { at: this.#now + ms, action };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  advance(ms: number): void {
    this.#now += ms;
    const due = this.#timers.filter((timer) => timer.at <= this.#now);
    this.#timers = this.#timers.filter((timer) => timer.at > this.#now);
    for (const { action } of due) action();
  }
}

/** Looks every millisecond, so that the database thread keeps the processor, until `condition` holds. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition())
    await new Promise((resolve) => {
      setTimeout(resolve, 1);
    });
}

let template: Promise<Uint8Array> | undefined;

/** A template of an empty database, made once per run: making one takes seconds, starting from one much less. */
export function emptyTemplate(): Promise<Uint8Array> {
  template ??= openPglite().then(async (engine) => {
    try {
      return await engine.dump();
    } finally {
      await engine.close();
    }
  });
  return template;
}

export type Input = Partial<ExecuteStatementCommandInput>;

export class Caller {
  readonly sdk: RDSDataClient;

  constructor(endpoint: string) {
    this.sdk = new RDSDataClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    });
  }

  execute(sql: string, parameters: SqlParameter[] = [], input: Input = {}): Promise<ExecuteStatementCommandOutput> {
    return this.sdk.send(new ExecuteStatementCommand({ ...TARGET, sql, parameters, ...input }));
  }

  batch(
    sql: string,
    parameterSets: SqlParameter[][],
    transactionId?: string,
  ): Promise<BatchExecuteStatementCommandOutput> {
    return this.sdk.send(
      new BatchExecuteStatementCommand({
        ...TARGET,
        sql,
        parameterSets,
        ...(transactionId === undefined ? {} : { transactionId }),
      }),
    );
  }

  async begin(): Promise<string> {
    const { transactionId } = await this.sdk.send(new BeginTransactionCommand(TARGET));
    return transactionId ?? '';
  }

  async commit(transactionId: string): Promise<string | undefined> {
    const { resourceArn, secretArn } = TARGET;
    return (await this.sdk.send(new CommitTransactionCommand({ resourceArn, secretArn, transactionId })))
      .transactionStatus;
  }

  async rollback(transactionId: string): Promise<string | undefined> {
    const { resourceArn, secretArn } = TARGET;
    return (await this.sdk.send(new RollbackTransactionCommand({ resourceArn, secretArn, transactionId })))
      .transactionStatus;
  }

  /** The one field of a one-column, one-row answer. */
  async field(sql: string, parameters: SqlParameter[] = [], input: Input = {}): Promise<Field | undefined> {
    return (await this.execute(sql, parameters, input)).records?.[0]?.[0];
  }
}

export interface Refusal {
  readonly name: string;
  readonly message: string;
  readonly $metadata: { readonly httpStatusCode?: number };
  readonly dbConnectionId?: number;
}

/** Expects a call to be refused with this exception and a message that matches. */
export async function refused(call: Promise<unknown>, name: string, message = /./): Promise<Refusal> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason as Refusal,
  );
  expect(error, `expected ${name}`).to.be.an('error');
  expect(error!.name, error!.message).to.equal(name);
  expect(error!.message).to.match(message);
  return error!;
}

export const string = (name: string, stringValue: string): SqlParameter => ({ name, value: { stringValue } });
export const long = (name: string, longValue: number): SqlParameter => ({ name, value: { longValue } });
export const double = (name: string, doubleValue: number): SqlParameter => ({ name, value: { doubleValue } });
export const boolean = (name: string, booleanValue: boolean): SqlParameter => ({ name, value: { booleanValue } });
export const blob = (name: string, blobValue: Uint8Array): SqlParameter => ({ name, value: { blobValue } });
export const nothing = (name: string): SqlParameter => ({ name, value: { isNull: true } });
export const hinted = (
  name: string,
  typeHint: NonNullable<SqlParameter['typeHint']>,
  stringValue: string,
): SqlParameter => ({ name, typeHint, value: { stringValue } });

/** What one conformance topic is given: the shared endpoint, and further ones with other limits or a clock. */
export interface Bench {
  readonly engine: SqlEngine;
  readonly caller: Caller;
  readonly server: RdsDataServer;
  /** A second endpoint on the same database, closed after the test. */
  another(options: Partial<RdsDataOptions>): Promise<{ server: RdsDataServer; caller: Caller }>;
}

export async function startBench(engine: SqlEngine, open: RdsDataServer[]): Promise<Bench> {
  const server = await startRdsData({ engine });
  return {
    engine,
    server,
    caller: new Caller(server.url),
    another: async (options) => {
      const other = await startRdsData({ engine, ...options });
      open.push(other);
      return { server: other, caller: new Caller(other.url) };
    },
  };
}
