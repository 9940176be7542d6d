/** The five operations of the RDS Data API over one SqlEngine. Answers are JSON texts; refusals are ServiceErrors. */
import { createCatalog } from './catalog.ts';
import type { Clock } from './clock.ts';
import { Deadline } from './deadline.ts';
import { SessionLostError, SqlError } from './engine.ts';
import type { BatchSet, RawResult, SqlEngine, SqlSession } from './engine.ts';
import { badRequest, invalid, statementTimeout, transactionNotFound, translate } from './errors.ts';
import type { Limits } from './limits.ts';
import { createSqlParser } from './named-parameters.ts';
import type { ParsedSql } from './named-parameters.ts';
import { bindParameters, readParameters } from './parameters.ts';
import { checkDatabase, checkTarget, optionalBoolean, requiredString } from './request-body.ts';
import type { Body, Identity } from './request-body.ts';
import { mostRows, renderResult } from './results.ts';
import { endSession, noteTraces } from './session.ts';
import type { SessionUse } from './session.ts';
import { readStatement, renderOptions } from './statement-request.ts';
import type { StatementRules, StatementTarget } from './statement-request.ts';
import { Transactions } from './transactions.ts';
import type { Transaction } from './transactions.ts';

export const OPERATIONS = [
  'Execute',
  'BatchExecute',
  'BeginTransaction',
  'CommitTransaction',
  'RollbackTransaction',
  'ExecuteSql',
] as const;
export type Operation = (typeof OPERATIONS)[number];

export interface DataApiOptions {
  readonly engine: SqlEngine;
  readonly identity: Identity;
  readonly limits: Limits;
  readonly clock: Clock;
}

/** One statement (or batch) to run on a session; returns the answer's body. */
interface Job {
  readonly parsed: ParsedSql;
  readonly continueAfterTimeout: boolean;
  run(session: SqlSession): Promise<RawResult>;
  render(session: SqlSession, result: RawResult): Promise<string>;
}

const CHANGES_CATALOG = /^(CREATE|ALTER|DROP|DO|CALL|ROLLBACK|IMPORT)\b/;
const TO_SAVEPOINT = /^ROLLBACK (TO|WORK|TRANSACTION)/;
/** How long a statement may go on while the endpoint closes. */
const CLOSING_GRACE_MS = 1_000;

const command = (session: SqlSession, sql: string): Promise<RawResult> => session.run({ sql, types: [], values: [] });

export class DataApi {
  readonly #engine: SqlEngine;
  readonly #identity: Identity;
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #transactions: Transactions;
  readonly #read: StatementRules;
  readonly #catalog = createCatalog();
  readonly #running = new Map<SqlSession, Promise<unknown>>();

  constructor({ engine, identity, limits, clock }: DataApiOptions) {
    this.#engine = engine;
    this.#identity = identity;
    this.#limits = limits;
    this.#clock = clock;
    this.#transactions = new Transactions(clock, limits);
    this.#read = { identity, limits, parse: createSqlParser() };
  }

  get openTransactions(): number {
    return this.#transactions.size;
  }

  /** Statements inside the database at this moment. */
  get runningStatements(): number {
    return this.#running.size;
  }

  /** Answers one operation with the JSON text of its body. */
  handle(operation: Operation, body: Body): Promise<string> {
    switch (operation) {
      case 'Execute':
        return this.#execute(body);
      case 'BatchExecute':
        return this.#batch(body);
      case 'BeginTransaction':
        return this.#begin(body);
      case 'CommitTransaction':
        return this.#finish(body, 'COMMIT');
      case 'RollbackTransaction':
        return this.#finish(body, 'ROLLBACK');
      case 'ExecuteSql':
        throw badRequest(
          "The ExecuteSql operation isn't supported by this DB cluster. Use ExecuteStatement or BatchExecuteStatement.",
        );
    }
  }

  /** Rolls back open transactions and gives running statements a moment before it ends them. */
  async close(): Promise<void> {
    await this.#transactions.close();
    let stop = (): void => undefined;
    const grace = new Promise<void>((resolve) => {
      stop = this.#clock.after(CLOSING_GRACE_MS, resolve);
    });
    await Promise.race([Promise.allSettled(this.#running.values()), grace]);
    stop();
    const left = [...this.#running];
    await Promise.all(
      left.map(async ([session, work]) => {
        await session.interrupt().catch(() => undefined);
        await work.catch(() => undefined);
      }),
    );
  }

  async #execute(body: Body): Promise<string> {
    const options = renderOptions(body);
    const { types, values, parsed, ...target } = readStatement(body, this.#read, (sql) => {
      const given = readParameters(body['parameters']);
      return bindParameters(sql.names, given);
    });
    const maxRows = mostRows(options, this.#limits);
    return this.#perform(target, {
      parsed,
      continueAfterTimeout: optionalBoolean(body, 'continueAfterTimeout'),
      run: (session) => session.run({ sql: parsed.text, types, values, maxRows }),
      render: (session, result) => renderResult(session, this.#catalog, result, options, this.#limits),
    });
  }

  async #batch(body: Body): Promise<string> {
    const { sets, parsed, ...target } = readStatement(body, this.#read, (sql) => {
      const list = body['parameterSets'] ?? [];
      if (!Array.isArray(list)) throw invalid('parameterSets must be a list of parameter lists.');
      return { sets: list.map((set: unknown): BatchSet => bindParameters(sql.names, readParameters(set))) };
    });
    const answer = `{"updateResults":[${sets.map(() => '{"generatedFields":[]}').join()}]}`;
    if (sets.length === 0) return answer;
    return this.#perform(target, {
      parsed,
      continueAfterTimeout: false,
      run: (session) => session.runBatch(parsed.text, sets),
      render: () => Promise.resolve(answer),
    });
  }

  async #begin(body: Body): Promise<string> {
    const resourceArn = checkTarget(body, this.#identity);
    const database = checkDatabase(body, this.#identity);
    const deadline = new Deadline(this.#clock, this.#limits.callMs);
    try {
      const session = await this.#acquire(deadline);
      try {
        await command(session, 'BEGIN');
      } catch (error) {
        session.release(true);
        throw translate(error, session.connectionId);
      }
      const { id } = this.#transactions.add({ session, touched: false }, resourceArn, database);
      return JSON.stringify({ transactionId: id });
    } finally {
      deadline.stop();
    }
  }

  async #finish(body: Body, sql: 'COMMIT' | 'ROLLBACK'): Promise<string> {
    const resourceArn = checkTarget(body, this.#identity);
    const id = requiredString(body, 'transactionId', 0, 192);
    const transaction = this.#transactions.enter(id, resourceArn, undefined);
    const { use, failed } = transaction;
    this.#transactions.remove(transaction, failed ? 'aborted' : 'ended');
    if (sql === 'ROLLBACK') {
      this.#catalog.forget();
      await this.#transactions.release(transaction);
      return '{"transactionStatus":"Rollback Complete"}';
    }
    if (failed || use === undefined) {
      await this.#transactions.release(transaction);
      throw transactionNotFound(id, 'aborted');
    }
    const deadline = new Deadline(this.#clock, this.#limits.callMs);
    const work = command(use.session, sql).then(
      () => this.#transactions.release(transaction, false),
      async (error: unknown) => {
        await this.#transactions.release(transaction);
        throw translate(error, use.session.connectionId);
      },
    );
    try {
      await deadline.race(work, use.session.connectionId, () => {
        void use.session.interrupt().catch(() => undefined);
      });
    } finally {
      deadline.stop();
    }
    return '{"transactionStatus":"Transaction Committed"}';
  }

  async #perform(target: StatementTarget, job: Job): Promise<string> {
    const { transactionId } = target;
    if (transactionId !== undefined) {
      const transaction = this.#transactions.enter(transactionId, target.resourceArn, target.database);
      return this.#performIn(transaction, job);
    }
    const deadline = new Deadline(this.#clock, this.#limits.callMs);
    try {
      const session = await this.#acquire(deadline);
      return await this.#race(deadline, session, job, this.#performAlone({ session, touched: false }, job));
    } finally {
      deadline.stop();
    }
  }

  async #acquire(deadline: Deadline): Promise<SqlSession> {
    try {
      return await this.#engine.acquire(deadline.signal);
    } catch (error) {
      throw deadline.passed ? statementTimeout(0) : translate(error, 0);
    }
  }

  #race(deadline: Deadline, session: SqlSession, job: Job, work: Promise<string>): Promise<string> {
    return deadline.race(work, session.connectionId, () => {
      if (!job.continueAfterTimeout) void session.interrupt().catch(() => undefined);
    });
  }

  async #run(use: SessionUse, job: Job): Promise<RawResult> {
    const work = job.run(use.session);
    this.#running.set(use.session, work);
    try {
      const result = await work;
      noteTraces(use, result.tag, job.parsed.text);
      if (CHANGES_CATALOG.test(result.tag)) this.#catalog.forget();
      return result;
    } finally {
      this.#running.delete(use.session);
    }
  }

  async #performAlone(use: SessionUse, job: Job): Promise<string> {
    let left = false;
    try {
      const result = await this.#run(use, job);
      // BEGIN as a statement opens nothing that outlives its call.
      left = result.status !== 'I';
      return await job.render(use.session, result);
    } catch (error) {
      left ||= error instanceof SqlError && error.status !== 'I';
      if (error instanceof SessionLostError) use.session.release(true);
      throw translate(error, use.session.connectionId);
    } finally {
      await endSession(use, left);
    }
  }

  async #performIn(transaction: Transaction, job: Job): Promise<string> {
    const { use } = transaction;
    if (use === undefined || (transaction.failed && !TO_SAVEPOINT.test(job.parsed.head))) {
      this.#transactions.leave(transaction);
      throw transactionNotFound(transaction.id, 'aborted');
    }
    const deadline = new Deadline(this.#clock, this.#limits.callMs);
    try {
      return await this.#race(deadline, use.session, job, this.#performOn(transaction, use, job, deadline));
    } finally {
      deadline.stop();
    }
  }

  async #performOn(transaction: Transaction, use: SessionUse, job: Job, deadline: Deadline): Promise<string> {
    try {
      const result = await this.#run(use, job);
      if (result.tag === 'SAVEPOINT') transaction.savepoint = true;
      transaction.failed = result.status === 'E';
      // COMMIT or ROLLBACK as a statement.
      if (result.status === 'I') {
        this.#transactions.remove(transaction, 'ended');
        await this.#transactions.release(transaction, false);
      }
      return await job.render(use.session, result);
    } catch (error) {
      transaction.failed = true;
      const rescuable = error instanceof SqlError && error.status === 'E' && transaction.savepoint && !deadline.passed;
      if (error instanceof SessionLostError) use.session.release(true);
      if (!rescuable) await this.#transactions.release(transaction);
      throw translate(error, use.session.connectionId);
    } finally {
      if (this.#transactions.isOpen(transaction)) this.#transactions.leave(transaction);
      else await this.#transactions.release(transaction);
    }
  }
}
