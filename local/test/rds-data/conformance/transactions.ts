import { expect } from 'chai';
import { ManualClock, refused, string, until } from '../support.ts';
import type { Bench } from '../support.ts';

const RUNAWAY = 'select count(*) from generate_series(1, 100000000000)';
const MINUTE = 60_000;

/** Transactions, their clocks, and the clock of a call. */
export function describeTransactions(bench: () => Bench): void {
  const execute: Bench['caller']['execute'] = (...rest) => bench().caller.execute(...rest);
  const count = async (): Promise<unknown> => bench().caller.field('select count(*) from t');
  const add = (n: number, transactionId?: string): ReturnType<Bench['caller']['execute']> =>
    execute(`insert into t values (${n})`, [], transactionId === undefined ? {} : { transactionId });

  describe('transactions', () => {
    before(() => execute('create table t (id int primary key)'));
    afterEach(() => execute('truncate t'));
    after(() => execute('drop table t'));

    it("commits and rolls back with the service's words", async () => {
      const { caller } = bench();
      const first = await caller.begin();
      expect(first.length).to.be.within(1, 192);
      await add(1, first);
      await caller.batch('insert into t values (:n::int)', [[string('n', '2')], [string('n', '3')]], first);
      expect(await caller.commit(first)).to.equal('Transaction Committed');
      expect(await count()).to.deep.equal({ longValue: 3 });
      const second = await caller.begin();
      await add(4, second);
      expect(await caller.rollback(second)).to.equal('Rollback Complete');
      expect(await count()).to.deep.equal({ longValue: 3 });
    });

    it('shows nothing of an open transaction to others', async () => {
      const { caller, engine } = bench();
      const transactionId = await caller.begin();
      await add(1, transactionId);
      const outside = count();
      // The embedded database has one session: the reader waits there, and sees the rows once they are committed.
      if (engine.kind === 'postgres') expect(await outside).to.deep.equal({ longValue: 0 });
      await caller.commit(transactionId);
      expect(await outside).to.deep.equal({ longValue: engine.kind === 'postgres' ? 0 : 1 });
    });

    it('does not know unknown and finished ids, and says why', async () => {
      const { caller } = bench();
      await refused(
        add(1, 'never'),
        'TransactionNotFoundException',
        /^Transaction never is not found\. Transaction may be expired\.$/,
      );
      for (const end of [caller.commit.bind(caller), caller.rollback.bind(caller)]) {
        const id = await caller.begin();
        await end(id);
        const gone = /One previous call resulted in a termination of your transaction\.$/;
        const error = await refused(add(1, id), 'TransactionNotFoundException', gone);
        expect(error.$metadata.httpStatusCode).to.equal(404);
        await refused(caller.commit(id), 'TransactionNotFoundException', gone);
        await refused(caller.rollback(id), 'TransactionNotFoundException', gone);
      }
    });

    it('does not know a transaction under another resource or database', async () => {
      const other = 'arn:aws:rds:us-east-1:123456789012:cluster:second';
      const { caller } = await bench().another({
        identity: { resourceArns: [other, 'arn:aws:rds:us-east-1:123456789012:cluster:deskfleet-local'] },
      });
      const transactionId = await caller.begin();
      await refused(
        caller.execute('select 1', [], { transactionId, resourceArn: other }),
        'TransactionNotFoundException',
      );
      await refused(
        caller.execute('select 1', [], { transactionId, database: 'other' }),
        'TransactionNotFoundException',
      );
      await caller.rollback(transactionId);
    });

    it('ends the whole transaction when a statement fails', async () => {
      const { caller } = bench();
      const aborted = /Transaction has been aborted due to an error from a previous call\.$/;
      const transactionId = await caller.begin();
      await add(1, transactionId);
      await refused(add(1, transactionId), 'DatabaseErrorException', /duplicate key/);
      await refused(add(2, transactionId), 'TransactionNotFoundException', aborted);
      expect(await caller.rollback(transactionId)).to.equal('Rollback Complete');
      expect(await count()).to.deep.equal({ longValue: 0 });
      const second = await caller.begin();
      await refused(execute('selec', [], { transactionId: second }), 'DatabaseErrorException');
      await refused(caller.commit(second), 'TransactionNotFoundException', aborted);
    });

    it('survives a refused request that never reached the database', async () => {
      const { caller } = bench();
      const transactionId = await caller.begin();
      await refused(execute('select :a', [], { transactionId }), 'ValidationException');
      await add(1, transactionId);
      await caller.commit(transactionId);
      expect(await count()).to.deep.equal({ longValue: 1 });
    });

    it('nests by savepoints, also around a failing statement', async () => {
      const { caller } = bench();
      const transactionId = await caller.begin();
      const run = (sql: string): Promise<unknown> => execute(sql, [], { transactionId });
      await add(1, transactionId);
      await run('savepoint one');
      await add(2, transactionId);
      await run('rollback to savepoint one');
      await refused(add(1, transactionId), 'DatabaseErrorException', /duplicate key/);
      await refused(add(3, transactionId), 'TransactionNotFoundException', /aborted/);
      await run('rollback to savepoint one');
      await run('release savepoint one');
      await add(4, transactionId);
      await caller.commit(transactionId);
      expect(await bench().caller.field('select array_agg(id order by id) from t')).to.deep.equal({
        arrayValue: { longValues: [1, 4] },
      });
    });

    it('ends with a COMMIT sent as a statement', async () => {
      const { caller } = bench();
      const transactionId = await caller.begin();
      await add(1, transactionId);
      await execute('commit', [], { transactionId });
      await refused(add(2, transactionId), 'TransactionNotFoundException', /termination of your transaction/);
      expect(await count()).to.deep.equal({ longValue: 1 });
    });

    it('reports a constraint that fails at commit', async () => {
      const { caller } = bench();
      await execute('create table d (id int unique deferrable initially deferred)');
      const transactionId = await caller.begin();
      await execute('insert into d values (1), (1)', [], { transactionId });
      await refused(caller.commit(transactionId), 'DatabaseErrorException', /23505/);
      await refused(caller.rollback(transactionId), 'TransactionNotFoundException');
      await execute('drop table d');
    });

    it('refuses two calls at once on one transaction', async () => {
      const { caller, server } = bench();
      const transactionId = await caller.begin();
      const slow = execute('select count(*) from generate_series(1, 600000)', [], { transactionId });
      await until(() => server.runningStatements() === 1);
      await refused(
        execute('select 1', [], { transactionId }),
        'DatabaseErrorException',
        /^Transaction is still running a query$/,
      );
      await slow;
      await caller.rollback(transactionId);
    });
  });

  describe('clocks', () => {
    before(() => execute('create table t (id int primary key)'));
    after(() => execute('drop table t'));

    it('rolls a transaction back after three idle minutes', async () => {
      const clock = new ManualClock();
      const { caller } = await bench().another({ clock, limits: { transactionIdleMs: 3 * MINUTE } });
      const transactionId = await caller.begin();
      const input = { transactionId };
      await caller.execute('insert into t values (1)', [], input);
      clock.advance(2 * MINUTE);
      await caller.execute('insert into t values (2)', [], input);
      clock.advance(2 * MINUTE);
      await caller.execute('select 1', [], input);
      clock.advance(3 * MINUTE);
      await refused(caller.commit(transactionId), 'TransactionNotFoundException', /Transaction may be expired\.$/);
      expect(await count()).to.deep.equal({ longValue: 0 });
    });

    it('rolls a busy transaction back after 24 hours', async () => {
      const clock = new ManualClock();
      const { caller } = await bench().another({ clock, limits: { transactionIdleMs: 48 * 60 * MINUTE } });
      const transactionId = await caller.begin();
      clock.advance(24 * 60 * MINUTE);
      await refused(
        caller.execute('select 1', [], { transactionId }),
        'TransactionNotFoundException',
        /may be expired/,
      );
    });

    it('ends a statement after 45 seconds and keeps what was committed', async () => {
      await execute('insert into t values (1)');
      const clock = new ManualClock();
      const { caller, server } = await bench().another({ clock });
      const running = caller.execute(RUNAWAY);
      await until(() => server.runningStatements() === 1);
      clock.advance(45_000);
      const error = await refused(running, 'StatementTimeoutException', /timed out/);
      expect(error.dbConnectionId).to.be.a('number');
      await until(() => server.runningStatements() === 0);
      expect(await count()).to.deep.equal({ longValue: 1 });
      await execute('truncate t');
    });

    it('aborts the transaction a statement timed out in', async () => {
      const clock = new ManualClock();
      const { caller, server } = await bench().another({ clock, limits: { transactionIdleMs: 10 * MINUTE } });
      const transactionId = await caller.begin();
      await caller.execute('insert into t values (5)', [], { transactionId });
      const running = caller.execute(RUNAWAY, [], { transactionId });
      await until(() => server.runningStatements() === 1);
      clock.advance(45_000);
      await refused(running, 'StatementTimeoutException');
      await until(() => server.runningStatements() === 0);
      expect(await count()).to.deep.equal({ longValue: 0 });
      await refused(caller.commit(transactionId), 'TransactionNotFoundException', /aborted/);
    });

    it('closes while a statement runs away, ending it', async () => {
      const clock = new ManualClock();
      const { caller, server } = await bench().another({ clock });
      const running = caller.execute(RUNAWAY).then(
        () => 'answered',
        () => 'cut off',
      );
      await until(() => server.runningStatements() === 1);
      let closed = false;
      const closing = server.close().then(() => {
        closed = true;
      });
      await until(() => {
        clock.advance(1_000);
        return closed;
      });
      await closing;
      expect(await running).to.equal('cut off');
      expect(await count()).to.deep.equal({ longValue: 0 });
    });

    it('lets a statement finish after its call timed out when continueAfterTimeout asks for it', async () => {
      const clock = new ManualClock();
      const { caller, server } = await bench().another({ clock });
      const running = caller.execute('insert into t select count(*) from generate_series(1, 600000)', [], {
        continueAfterTimeout: true,
      });
      await until(() => server.runningStatements() === 1);
      clock.advance(45_000);
      await refused(running, 'StatementTimeoutException');
      await until(() => server.runningStatements() === 0);
      expect(await count()).to.deep.equal({ longValue: 1 });
      await execute('truncate t');
    });
  });
}
