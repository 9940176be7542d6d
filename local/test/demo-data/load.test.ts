import { readFileSync, readdirSync } from 'node:fs';

import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import { vector } from '@electric-sql/pglite-pgvector';
import { expect } from 'chai';

import { TABLE_NAMES } from '../../src/demo-data/columns.ts';
import { generateDemoData } from '../../src/demo-data/generate.ts';
import { batches, insertStatement, seedDemoData, type SeedProgress } from '../../src/demo-data/load.ts';

const MIGRATIONS = new URL('../../../migrations/', import.meta.url);
const DATA_API_STATEMENT_CHARACTERS = 65_536;
const DATA_API_REQUEST_BYTES = 4 * 1024 * 1024;

describe('loading the demo data', function () {
  this.timeout(120_000);
  let database: PGlite;
  const requests: { statement: string; bytes: number }[] = [];

  const execute = async (statement: string, rowsJson?: string): Promise<number> => {
    requests.push({ statement, bytes: Buffer.byteLength(JSON.stringify({ statement, rowsJson })) });
    const result = await database.query(statement.replace(':rows', '$1'), rowsJson === undefined ? [] : [rowsJson]);
    return result.affectedRows ?? 0;
  };

  before(async () => {
    database = await PGlite.create({ extensions: { pg_trgm, unaccent, vector } });
    for (const file of readdirSync(MIGRATIONS)
      .filter((name) => name.endsWith('.sql'))
      .sort()) {
      await database.exec(readFileSync(new URL(file, MIGRATIONS), 'utf8'));
    }
  });

  after(async () => {
    await database.close();
  });

  it('fills every table of a migrated database, and says how far it is', async () => {
    const seen: SeedProgress[] = [];
    await seedDemoData(execute, (progress) => seen.push(progress));
    const data = generateDemoData();
    for (const table of TABLE_NAMES) {
      const { rows } = await database.query<{ count: number }>(`select count(*)::int as count from ${table}`);
      expect(rows[0]?.count, table).to.equal(data[table].length);
    }
    expect(
      seen.filter((progress) => progress.rows === progress.totalRows).map((progress) => progress.table),
    ).to.deep.equal(TABLE_NAMES);
  });

  it('stays below the limits of the Data API', () => {
    for (const request of requests) {
      expect(request.statement.length).to.be.lessThan(DATA_API_STATEMENT_CHARACTERS);
      expect(request.bytes).to.be.lessThan(DATA_API_REQUEST_BYTES);
    }
  });

  it('changes nothing when it runs again, not even rows that were changed since', async () => {
    await database.exec(
      "update orders set status = 'cancelled', version = 2 where tenant_id = 'acme' and id = 'o13201'",
    );
    let inserted = 0;
    await seedDemoData(async (statement, rowsJson) => {
      inserted += await execute(statement, rowsJson);
    });
    expect(inserted).to.equal(0);
    const { rows } = await database.query(
      "select status, version from orders where tenant_id = 'acme' and id = 'o13201'",
    );
    expect(rows).to.deep.equal([{ status: 'cancelled', version: 2 }]);
  });

  it('finds an order by what is left of its number', async () => {
    const { rows } = await database.query(
      "select tenant_id, id from orders where code_key = '12345' order by tenant_id",
    );
    expect(rows).to.deep.equal([
      { tenant_id: 'acme', id: 'o12345' },
      { tenant_id: 'globex', id: 'o12345' },
    ]);
  });

  it('finds products and articles by their words', async () => {
    const products = await database.query(
      "select id from products where tenant_id = 'acme' and search @@ websearch_to_tsquery('english', 'gaming laptop') order by id",
    );
    expect(products.rows).to.deep.equal([{ id: 'p009' }, { id: 'p026' }, { id: 'p027' }]);
    const articles = await database.query<{ product_id: string | null }>(
      `select product_id from articles
       where tenant_id = 'acme' and search @@ websearch_to_tsquery('english', 'headphones connect')
       order by ts_rank(search, websearch_to_tsquery('english', 'headphones connect')) desc limit 2`,
    );
    expect(articles.rows.map((row) => row.product_id)).to.have.members(['p001', 'p002']);
  });

  it('cuts rows into batches without losing any', () => {
    const rows = Array.from({ length: 25 }, (_, place) => ({ place, text: 'x'.repeat(30) }));
    const parts = batches(rows, 200);
    expect(parts.length).to.be.greaterThan(4);
    expect(parts.flatMap((part) => JSON.parse(part.json) as unknown[])).to.deep.equal(rows);
    expect(parts.reduce((total, part) => total + part.rows, 0)).to.equal(rows.length);
    expect(insertStatement('stock')).to.include('on conflict do nothing');
  });
});
