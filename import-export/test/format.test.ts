/** The format fits the tables, and what is derived from it is up to date. */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { sharedWorld } from '@deskfleet/local/testing/harness.ts';
import { describeFormat } from '../src/format/describe.ts';
import { cents, instant } from '../src/format/fields.ts';
import { formatJsonSchemaText } from '../src/format/json-schema.ts';
import { policySchema } from '../src/format/policy.ts';
import { TABLE_NAMES, TABLES } from '../src/tables.ts';

const columnRow = row({ table: column.text(), name: column.text() });

/** Columns that a file cannot set: made by the database, or kept by agents. */
const NOT_IN_FILES: Readonly<Record<string, readonly string[]>> = {
  products: ['search'],
  customers: ['erased_at'],
  orders: ['code_key', 'version'],
  payments: ['quote_id'],
  articles: ['search', 'embedding', 'embedded_from'],
};

describe('the format', () => {
  before(async function () {
    this.timeout(120_000);
    await sharedWorld();
  });

  it('names every column of its tables, but for those that no file can set', async () => {
    const { database } = await sharedWorld();
    const found = await database.query(
      columnRow,
      sql`select table_name::text as table, column_name::text as name from information_schema.columns where table_schema = 'public'`,
    );
    const columnsOf = (table: string): readonly string[] =>
      found.filter((one) => one.table === table && one.name !== 'tenant_id').map(({ name }) => name);
    for (const table of TABLE_NAMES) {
      const without = NOT_IN_FILES[table] ?? [];
      expect(
        columnsOf(table).filter((name) => !without.includes(name)),
        table,
      ).to.have.members(Object.keys(TABLES[table].columns));
    }
    expect(columnsOf('policies')).to.have.members(Object.keys(policySchema.shape));
  });

  it('is published as JSON Schema and as tables; npm run docs writes both', () => {
    const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
    expect(read('import-export/schema.json')).to.equal(formatJsonSchemaText());
    expect(read('docs/import.md')).to.include(describeFormat());
  });

  it('keeps decimal amounts exact', () => {
    const amount = fc.tuple(fc.nat(9_999_999), fc.nat(4), fc.boolean());
    fc.assert(
      fc.property(amount, ([value, digits, padded]) => {
        const text = (value / 10 ** digits).toFixed(digits);
        const decimal = padded && digits > 0 ? text : text.replace(/(\.\d*?)0+$/u, '$1').replace(/\.$/u, '');
        expect(cents('price', { cents: undefined, decimal }, digits, true)).to.deep.equal({ ok: true, cents: value });
      }),
    );
    const none = { cents: undefined, decimal: undefined };
    expect(cents('price', { ...none, decimal: '0.29' }, 2, true)).to.deep.equal({ ok: true, cents: 29 });
    expect(cents('price', { ...none, decimal: '1.005' }, 2, true)).to.have.property('ok', false);
    expect(cents('price', { ...none, decimal: '1.0' }, 0, true)).to.deep.equal({ ok: true, cents: 1 });
    expect(cents('price', { ...none, decimal: '99999999.99' }, 2, true)).to.have.property('ok', false);
    expect(cents('price', none, 2, false)).to.deep.equal({ ok: true, cents: null });
  });

  const spellings: readonly (readonly [string, string | undefined])[] = [
    ['2026-01-31T09:30:00Z', '2026-01-31T09:30:00Z'],
    ['2026-01-31T10:30:00+01:00', '2026-01-31T09:30:00Z'],
    ['2026-01-31T23:30-05:30', '2026-02-01T05:00:00Z'],
    ['2026-01-31T09:30:00.120000Z', '2026-01-31T09:30:00.12Z'],
    ['2026-01-31T09:30:00.123456+00:00', '2026-01-31T09:30:00.123456Z'],
    ['2026-01-31', undefined],
    ['2026-01-31T09:30:00', undefined],
    ['2026-02-29T09:30:00Z', undefined],
    ['0000-01-01T00:00:00Z', undefined],
    ['2026-01-31T24:00:00Z', undefined],
    ['2026-01-31T09:30:00+16:00', undefined],
  ];
  for (const [given, expected] of spellings)
    it(`reads the instant ${given} as ${expected ?? 'an error'}`, () => {
      const parsed = instant().safeParse(given);
      expect(parsed.success ? parsed.data : undefined).to.equal(expected);
    });
});
