import { expect } from 'chai';
import { ExecuteStatementCommand } from '@aws-sdk/client-rds-data';
import { TARGET, refused, string } from '../support.ts';
import type { Bench } from '../support.ts';

/** Errors, addresses and sizes. */
export function describeErrors(bench: () => Bench): void {
  const execute: Bench['caller']['execute'] = (...rest) => bench().caller.execute(...rest);
  const raw = (path: string, body: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${bench().server.url}${path}`, { method: 'POST', body, ...init });

  describe('errors', () => {
    before(async () => {
      await execute('create table parent (id int primary key)');
      await execute('create table e (id int primary key, p int not null references parent)');
      await execute('insert into parent values (1)');
      await execute('insert into e values (1, 1)');
    });
    after(() => execute('drop table e, parent'));

    const failures: readonly [sql: string, message: RegExp][] = [
      [
        'insert into e values (1, 1)',
        /^ERROR: duplicate key value violates unique constraint "e_pkey"\n {2}Detail: Key \(id\)=\(1\) already exists\.; SQLState: 23505$/,
      ],
      ['insert into e values (2, 9)', /violates foreign key constraint[\s\S]*; SQLState: 23503$/],
      ['insert into e (id) values (3)', /violates not-null constraint[\s\S]*; SQLState: 23502$/],
      ['selec 1', /^ERROR: syntax error at or near "selec"\n {2}Position: 1; SQLState: 42601$/],
      ['select * from nowhere', /^ERROR: relation "nowhere" does not exist[\s\S]*; SQLState: 42P01$/],
      ['select 1/0', /^ERROR: division by zero; SQLState: 22012$/],
    ];
    for (const [sql, message] of failures) {
      it(`words "${sql}" as Aurora does`, async () => {
        const error = await refused(execute(sql), 'DatabaseErrorException', message);
        expect(error.$metadata.httpStatusCode).to.equal(400);
      });
    }

    it('sends the type in x-amzn-errortype and the message in the body', async () => {
      const response = await raw('/Execute', JSON.stringify({ ...TARGET, sql: 'selec' }));
      expect(response.status).to.equal(400);
      expect(response.headers.get('x-amzn-errortype')).to.equal('DatabaseErrorException');
      expect(response.headers.get('content-type')).to.equal('application/json');
      expect(Object.keys((await response.json()) as object)).to.deep.equal(['message']);
    });

    it('checks resource, secret, database and schema', async () => {
      const other = 'arn:aws:rds:us-east-1:123456789012:cluster:other';
      await refused(execute('select 1', [], { resourceArn: other }), 'HttpEndpointNotEnabledException', /not enabled/);
      await refused(
        execute('select 1', [], { resourceArn: 'short' }),
        'ValidationException',
        /greater than or equal to 11/,
      );
      await refused(
        execute('select 1', [], { resourceArn: 'x'.repeat(101) }),
        'ValidationException',
        /less than or equal to 100/,
      );
      await refused(
        execute('select 1', [], { secretArn: `${TARGET.secretArn}!${'x'.repeat(100)}` }),
        'SecretsErrorException',
        /can't find/,
      );
      await refused(
        execute('select 1', [], { secretArn: `${TARGET.secretArn}2` }),
        'SecretsErrorException',
        /can't find/,
      );
      await refused(
        execute('select 1', [], { database: 'nothere' }),
        'DatabaseErrorException',
        /"nothere" does not exist; SQLState: 3D000/,
      );
      await refused(
        execute('select 1', [], { schema: 'public' }),
        'ValidationException',
        /schema parameter isn't supported/,
      );
      const response = await raw(
        '/Execute',
        JSON.stringify({ resourceArn: TARGET.resourceArn, secretArn: TARGET.secretArn }),
      );
      expect(await response.text()).to.match(/Value null at 'sql'/);
    });

    it('works without a database name and ignores members it does not know', async () => {
      const { resourceArn, secretArn } = TARGET;
      const { records } = await bench().caller.sdk.send(
        new ExecuteStatementCommand({ resourceArn, secretArn, sql: 'select 1' }),
      );
      expect(records).to.have.length(1);
      const response = await raw('/Execute', JSON.stringify({ ...TARGET, sql: 'select 1', somethingNew: { a: 1 } }));
      expect(response.status).to.equal(200);
    });

    it('refuses ExecuteSql, unknown paths and bodies that are not JSON', async () => {
      const response = await raw(
        '/ExecuteSql',
        JSON.stringify({
          dbClusterOrInstanceArn: TARGET.resourceArn,
          awsSecretStoreArn: TARGET.secretArn,
          sqlStatements: 'select 1',
        }),
      );
      expect(response.status).to.equal(400);
      expect(response.headers.get('x-amzn-errortype')).to.equal('BadRequestException');
      expect((await raw('/Nothing', '{}')).status).to.equal(404);
      expect((await raw('/Execute', '{')).headers.get('x-amzn-errortype')).to.equal('SerializationException');
    });

    it('answers no browser page', async () => {
      const response = await raw('/Execute', JSON.stringify({ ...TARGET, sql: 'select 1' }), {
        headers: { origin: 'http://evil.example' },
      });
      expect(response.status).to.equal(403);
    });
  });

  describe('sizes', () => {
    it('accepts 65,536 characters of SQL and no more', async () => {
      const sql = 'select 1';
      expect((await execute(sql.padEnd(65_536))).records).to.have.length(1);
      await refused(execute(sql.padEnd(65_537)), 'ValidationException', /less than or equal to 65536/);
    });

    it('refuses a row above 64 KB but stores one', async () => {
      await refused(
        execute("select repeat('x', 65537)"),
        'UnsupportedResultException',
        /Packet for query is too large/,
      );
      expect((await execute("select repeat('x', 65536)")).records).to.have.length(1);
      expect((await execute('select length(:t)', [string('t', 'x'.repeat(100_000))])).records).to.deep.equal([
        [{ longValue: 100_000 }],
      ]);
    });

    it('refuses an answer above 1 MiB, however many rows it has', async () => {
      const tooLarge = /Database response exceeded size limit/;
      await refused(
        execute("select repeat('x', 60000) from generate_series(1, 18)"),
        'UnsupportedResultException',
        tooLarge,
      );
      const { caller } = await bench().another({ limits: { responseBytes: 10_000 } });
      await refused(caller.execute('select from generate_series(1, 5000)'), 'UnsupportedResultException', tooLarge);
      expect((await execute("select repeat('x', 60000) from generate_series(1, 17)")).records).to.have.length(17);
    });

    it('allows formattedRecords up to their own limit', async () => {
      const { caller } = await bench().another({ limits: { formattedBytes: 2_000_000 } });
      const sql = "select repeat('x', 60000) as x from generate_series(1, :n::int)";
      const rows = (n: number): ReturnType<Bench['caller']['execute']> =>
        caller.execute(sql, [{ name: 'n', value: { longValue: n } }], { formatRecordsAs: 'JSON' });
      expect((await rows(20)).formattedRecords).to.have.length.above(1_200_000);
      await refused(rows(40), 'UnsupportedResultException', /exceeded size limit/);
    });

    it('refuses a request above 4 MiB', async () => {
      await refused(
        execute('select length(:t)', [string('t', 'x'.repeat(4 * 1024 * 1024))]),
        'BadRequestException',
        /4 MiB/,
      );
      expect(
        (await execute('select length(:t)', [string('t', 'x'.repeat(4 * 1024 * 1024 - 4096))])).records,
      ).to.have.length(1);
    });
  });
}
