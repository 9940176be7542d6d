/** Faults on demand and statistics, as a client on the wire sees them. */
import { ExecuteStatementCommand, RDSDataClient } from '@aws-sdk/client-rds-data';
import { expect } from 'chai';
import { isLoopback } from '../../src/rds-data/admin.ts';
import type { RawResult, SqlEngine } from '../../src/rds-data/engine.ts';
import { startRdsData } from '../../src/rds-data/server.ts';
import type { RdsDataServer } from '../../src/rds-data/server.ts';
import { Caller, ManualClock, TARGET, refused, string, until } from './support.ts';

/** An engine that only notes what it is asked to run. */
function recordingEngine(ran: string[]): SqlEngine {
  const done: RawResult = { fields: undefined, rows: [], tag: 'INSERT 0 1', status: 'I', suspended: false };
  const note = (sql: string): Promise<RawResult> => {
    ran.push(sql);
    return Promise.resolve(done);
  };
  return {
    kind: 'postgres',
    vector: false,
    acquire: () =>
      Promise.resolve({
        connectionId: 1,
        run: ({ sql }) => note(sql),
        runBatch: note,
        interrupt: () => Promise.resolve(),
        release: () => undefined,
      }),
    close: () => Promise.resolve(),
  };
}

describe('admin API of the Data API endpoint', () => {
  const ran: string[] = [];
  const clock = new ManualClock();
  let server: RdsDataServer;
  let caller: Caller;
  before(async () => {
    server = await startRdsData({ engine: recordingEngine(ran), clock, keepCalls: 3 });
    caller = new Caller(server.url);
  });
  beforeEach(async () => {
    ran.length = 0;
    await admin('DELETE', 'faults');
    await admin('DELETE', 'statistics');
  });
  after(async () => {
    caller.sdk.destroy();
    await server.close();
  });

  async function admin(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${server.url}/_admin/${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  }
  const fault = (body: object): Promise<unknown> => admin('POST', 'faults', body);

  const errors: readonly [kind: string, name: string, status: number][] = [
    ['resuming', 'DatabaseResumingException', 400],
    ['throttle', 'ThrottlingException', 400],
    ['500', 'InternalServerErrorException', 500],
    ['503', 'ServiceUnavailableError', 503],
    ['504', 'DatabaseUnavailableException', 504],
  ];
  for (const [kind, name, status] of errors) {
    it(`answers ${kind} twice, executes nothing, then recovers`, async () => {
      await fault({ kind, times: 2 });
      for (let i = 0; i < 2; i += 1) {
        const error = await refused(caller.execute('select 1'), name, /./);
        expect(error.$metadata.httpStatusCode).to.equal(status);
      }
      expect(ran).to.deep.equal([]);
      await caller.execute('select 1');
      expect(ran).to.deep.equal(['select 1']);
    });
  }

  it('words the resuming error as the field has seen it', async () => {
    await fault({ kind: 'resuming' });
    await refused(caller.execute('select 1'), 'DatabaseResumingException', /is resuming after being auto-paused/);
  });

  it('fits faults to an operation and to a piece of SQL', async () => {
    await fault({ kind: '503', operation: 'BatchExecute' });
    await fault({ kind: 'resuming', sqlContains: 'orders' });
    await caller.execute('select 1');
    await refused(caller.batch('insert into x values (1)', [[]]), 'ServiceUnavailableError', /./);
    await refused(caller.execute('select * from orders'), 'DatabaseResumingException');
    expect(ran).to.deep.equal(['select 1']);
  });

  it('cuts the connection before executing', async () => {
    await fault({ kind: 'drop-before' });
    const error = await caller.execute('insert 1').then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.be.an('error');
    expect(ran).to.deep.equal([]);
  });

  it('cuts the connection after executing, so that a retrying client executes twice', async () => {
    await fault({ kind: 'drop-after' });
    const retrying = new RDSDataClient({
      endpoint: server.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 2,
    });
    await retrying.send(new ExecuteStatementCommand({ ...TARGET, sql: 'insert 2' }));
    retrying.destroy();
    expect(ran).to.deep.equal(['insert 2', 'insert 2']);
  });

  it('delays an answer', async () => {
    await fault({ kind: 'slow', ms: 5_000 });
    let answered = false;
    const call = caller.execute('select 3').then(() => {
      answered = true;
    });
    await until(() => server.statistics.snapshot().calls.Execute === 1);
    clock.advance(4_999);
    expect([answered, ran]).to.deep.equal([false, []]);
    clock.advance(1);
    await call;
    expect(ran).to.deep.equal(['select 3']);
  });

  it('counts calls, keeps the last SQL texts and never a parameter value', async () => {
    const fresh = new Caller(server.url);
    await fresh.execute('select :secret', [string('secret', 'hunter2')]);
    fresh.sdk.destroy();
    await caller.batch('insert into b values (1)', [[]]);
    await refused(caller.execute('select 1; select 2'), 'ValidationException');
    for (let i = 0; i < 9; i += 1) await caller.execute(`select ${i}`);
    const { body } = await admin('GET', 'statistics');
    expect(body).to.deep.include({ calls: { Execute: 11, BatchExecute: 1 }, errors: { ValidationException: 1 } });
    expect((body as { last: unknown }).last).to.deep.equal(
      [6, 7, 8].map((i) => ({ operation: 'Execute', sql: `select ${i}` })),
    );
    expect(JSON.stringify(body)).to.not.contain('hunter2');
    expect((body as { connections: number }).connections).to.equal(1);
  });

  it('explains a fault it cannot read, and unknown paths', async () => {
    expect(await admin('POST', 'faults', { kind: 'earthquake' })).to.have.property('status', 400);
    expect(await admin('GET', 'nothing')).to.have.property('status', 404);
    expect((await admin('GET', 'health')).body).to.deep.equal({
      engine: 'postgres',
      vector: false,
      openTransactions: 0,
      runningStatements: 0,
    });
  });

  it('answers this machine only, and no browser page', async () => {
    expect(await admin('GET', 'health', undefined, { origin: 'http://evil.example' })).to.have.property('status', 403);
    for (const address of ['127.0.0.1', '127.8.9.1', '::1', '::ffff:127.0.0.1'])
      expect(isLoopback(address), address).to.equal(true);
    for (const address of ['10.0.0.1', '::ffff:192.168.1.7', 'fe80::1', '128.0.0.1', undefined])
      expect(isLoopback(address), address).to.equal(false);
  });

  it('hands the error of a taken port to its caller', async () => {
    const error = await startRdsData({ engine: recordingEngine([]), port: server.port }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).to.have.property('code', 'EADDRINUSE');
  });
});
