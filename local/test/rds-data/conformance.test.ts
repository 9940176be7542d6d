/** One suite, two databases: the embedded one always, a native PostgreSQL where there is one. */
import { expect } from 'chai';
import type { SqlEngine } from '../../src/rds-data/engine.ts';
import { openPglite } from '../../src/rds-data/pglite-engine.ts';
import { openPostgres } from '../../src/rds-data/postgres-engine.ts';
import type { RdsDataServer } from '../../src/rds-data/server.ts';
import { nativePostgresAvailable, nativePostgresRequired, startNativePostgres } from '../support/native-postgres.ts';
import type { NativePostgres } from '../support/native-postgres.ts';
import { describeErrors } from './conformance/errors.ts';
import { describeParameters } from './conformance/parameters.ts';
import { describeStatements } from './conformance/statements.ts';
import { describeTransactions } from './conformance/transactions.ts';
import { describeValues } from './conformance/values.ts';
import { emptyTemplate, startBench } from './support.ts';
import type { Bench } from './support.ts';

/** Registers every topic against the engine `open` opens. */
function describeDataApi(name: string, open: () => Promise<SqlEngine>, close: () => Promise<void>): void {
  describe(`RDS Data API over ${name}`, () => {
    const further: RdsDataServer[] = [];
    let bench: Bench | undefined;
    const get = (): Bench => {
      if (bench === undefined) throw new Error('The endpoint is not running.');
      return bench;
    };
    before(async function start() {
      this.timeout(60_000);
      bench = await startBench(await open(), further);
    });
    afterEach(async () => {
      await Promise.all(further.splice(0).map((server) => server.close().catch(() => undefined)));
    });
    after(async () => {
      bench?.caller.sdk.destroy();
      await bench?.server.close();
      await bench?.engine.close();
      await close();
    });
    describeValues(get);
    describeParameters(get);
    describeStatements(get);
    describeErrors(get);
    describeTransactions(get);
  });
}

describeDataApi(
  'the embedded PostgreSQL (PGlite)',
  async () => openPglite({ template: await emptyTemplate() }),
  () => Promise.resolve(),
);

if (nativePostgresAvailable()) {
  let native: NativePostgres | undefined;
  describeDataApi(
    'a native PostgreSQL',
    async () => {
      native = await startNativePostgres();
      return openPostgres({ url: native.url });
    },
    async () => {
      await native?.stop();
    },
  );
} else if (nativePostgresRequired()) {
  describe('RDS Data API over a native PostgreSQL', () => {
    it('finds one', () => {
      expect.fail('Install PostgreSQL or set DESKFLEET_TEST_DATABASE_URL: CI and DESKFLEET_REQUIRE_NATIVE_PG need it.');
    });
  });
} else {
  describe('RDS Data API over a native PostgreSQL', () => {
    it('NOT RUN: no PostgreSQL found (install it or set DESKFLEET_TEST_DATABASE_URL)');
  });
}
