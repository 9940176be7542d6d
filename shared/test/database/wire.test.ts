import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { createDataApi } from '@deskfleet/shared/database/data-api.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { DatabaseError } from '@deskfleet/shared/database/errors.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { clientOf, hurriedTime } from './data-api-endpoint.ts';

interface Request {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}
interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body: string;
}

const ok = (body: unknown): Answer => ({ body: JSON.stringify(body) });
const refusal = (type: string, message: string): Answer => ({ status: 400, type, body: JSON.stringify({ message }) });

describe('Data API on the wire', () => {
  const requests: Request[] = [];
  let answers: Answer[] = [];
  let server: Server;
  let database: Database;
  const client = (): ReturnType<typeof clientOf> =>
    clientOf(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  let current: ReturnType<typeof clientOf>;

  before((done) => {
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      request.on('end', () => {
        requests.push({ path: request.url ?? '', body: JSON.parse(text) as Request['body'] });
        const { status = 200, type, body } = answers.shift() ?? ok({});
        response.writeHead(status, {
          'content-type': 'application/json',
          ...(type === undefined ? {} : { 'x-amzn-errortype': type }),
        });
        response.end(body);
      });
    }).listen(0, '127.0.0.1', done);
  });

  beforeEach(() => {
    requests.length = 0;
    answers = [];
    current = client();
    database = createDataApi({
      client: current,
      resourceArn: 'arn:cluster',
      secretArn: 'arn:secret',
      database: 'shop',
      resumeTimeoutMs: 60_000,
      environment: hurriedTime(),
    });
  });

  afterEach(() => current.destroy());
  after((done) => {
    server.close(done);
  });

  const numberRow = row({ a: column.int() });
  const metadata = [
    { name: 'x', label: 'b' },
    { name: 'y', label: 'a' },
  ];
  const records = [[{ longValue: 1 }, { longValue: 2 }]];

  it('asks for column metadata once a statement, and sends nothing it does not need', async () => {
    answers = [ok({ records, columnMetadata: metadata }), ok({ records }), ok({ records })];
    for (let call = 0; call < 3; call += 1)
      expect(await database.query(numberRow, sql`select b, a from t where c = ${call}`)).to.deep.equal([{ a: 2 }]);
    const common = {
      resourceArn: 'arn:cluster',
      secretArn: 'arn:secret',
      sql: 'select b, a from t where c = :p1',
      database: 'shop',
    };
    expect(requests.map(({ body }) => body)).to.deep.equal([
      { ...common, parameters: [{ name: 'p1', value: { longValue: 0 } }], includeResultMetadata: true },
      { ...common, parameters: [{ name: 'p1', value: { longValue: 1 } }] },
      { ...common, parameters: [{ name: 'p1', value: { longValue: 2 } }] },
    ]);
  });

  it('notices that the columns of a known statement have changed, and asks anew', async () => {
    answers = [
      ok({ records, columnMetadata: metadata }),
      ok({ records: [[{ longValue: 9 }, ...records[0]!]] }),
      ok({ records, columnMetadata: metadata }),
    ];
    const read = (): Promise<unknown> => database.query(numberRow, sql`select * from t`);
    await read();
    expect(await read().catch((error: unknown) => error))
      .to.be.instanceOf(DatabaseError)
      .with.property('message')
      .match(/columns .* changed/);
    expect(await read()).to.deep.equal([{ a: 2 }]);
    expect(requests[2]?.body['includeResultMetadata']).to.equal(true);
  });

  it('takes an answer that is no JSON for a lost one', async () => {
    answers = [{ status: 502, body: '<html>Bad gateway</html>' }, ok({ numberOfRecordsUpdated: 1 })];
    expect(await database.execute(sql`delete from t`).catch((error: unknown) => error))
      .to.be.instanceOf(DatabaseError)
      .with.property('kind', 'unknown_outcome');
    expect(requests).to.have.length(1);
  });

  it('waits for a statement that outlives the call limit inside its transaction', async () => {
    const busy = refusal('DatabaseErrorException', 'Transaction is still running a query');
    answers = [
      ok({ transactionId: 't1' }),
      refusal('StatementTimeoutException', 'Request timed out'),
      busy,
      busy,
      ok({ records: [] }),
    ];
    await database.transaction((transaction) =>
      transaction.execute(sql`create index slow on t (a)`, { continueAfterTimeout: true }),
    );
    expect(requests.map(({ path }) => path)).to.deep.equal([
      '/BeginTransaction',
      '/Execute',
      '/Execute',
      '/Execute',
      '/Execute',
      '/CommitTransaction',
    ]);
    expect(
      requests.map(({ body }) => body['sql']).filter((text) => text === 'create index slow on t (a)'),
      'sent once',
    ).to.have.length(1);
  });

  it('rolls back again while a statement still runs, so that its locks go', async () => {
    const busy = refusal('DatabaseErrorException', 'Transaction is still running a query');
    answers = [
      ok({ transactionId: 't1' }),
      refusal('StatementTimeoutException', 'Request timed out'),
      busy,
      ok({ transactionStatus: 'Rollback Complete' }),
    ];
    const error = await database
      .transaction((transaction) => transaction.execute(sql`update t set a = 1`))
      .catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(DatabaseError).with.property('kind', 'timeout');
    expect(requests.map(({ path }) => path)).to.deep.equal([
      '/BeginTransaction',
      '/Execute',
      '/RollbackTransaction',
      '/RollbackTransaction',
    ]);
  });

  it('says so when the service has ended the transaction', async () => {
    answers = [
      ok({ transactionId: 't1' }),
      ok({}),
      { status: 404, type: 'TransactionNotFoundException', body: '{"message":"Transaction may be expired."}' },
    ];
    const error = await database
      .transaction((transaction) => transaction.execute(sql`delete from t`))
      .catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(DatabaseError).with.property('kind', 'timeout');
  });
});
