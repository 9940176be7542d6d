import type { Field } from '@aws-sdk/client-rds-data';
import { expect } from 'chai';
import { z } from 'zod';
import {
  column,
  nullable,
  positionsOf,
  row,
  RowError,
  type Column,
  type RowOf,
} from '@deskfleet/shared/database/row.ts';

const read = <T>(kind: Column<T>, field: Field): T => row({ value: kind }).decode([field], [0]).value;

describe('row()', () => {
  const orderRow = row({
    id: column.text(),
    total_cents: column.int(),
    placed_at: column.instant(),
    cancel_reason: nullable(column.text()),
    status: column.oneOf('pending', 'delivered'),
    lines: column.json(z.array(z.object({ quantity: z.number() }))),
  });

  it('reads a record by position and infers its type', () => {
    const order: RowOf<typeof orderRow> = orderRow.decode(
      [
        { stringValue: 'pending' },
        { stringValue: 'o1' },
        { longValue: 1999 },
        { stringValue: '2024-01-15 10:30:00.123' },
        { isNull: true },
        { stringValue: '[{"quantity":2}]' },
      ],
      [1, 2, 3, 4, 0, 5],
    );
    const quantity: number | undefined = order.lines[0]?.quantity;
    const status: 'pending' | 'delivered' = order.status;
    expect(order).to.deep.equal({
      id: 'o1',
      total_cents: 1999,
      placed_at: new Date('2024-01-15T10:30:00.123Z'),
      cancel_reason: null,
      status,
      lines: [{ quantity }],
    });
  });

  it('finds the columns of a result by label, in any order, ignoring others', () => {
    expect(positionsOf(row({ b: column.int(), a: column.int() }), ['a', 'x', 'b'])).to.deep.equal([2, 0]);
    expect(() => positionsOf(orderRow, ['id', 'total'])).to.throw(
      RowError,
      'Column "total_cents" is not in the answer, which has: id, total.',
    );
    expect(() => positionsOf(row({ id: column.text() }), ['id', 'id'])).to.throw(RowError, 'twice');
    expect(() => positionsOf(row({ id: column.text() }), [])).to.throw(RowError, 'no columns');
  });

  it('reads timestamps as UTC whatever the zone of the process, cutting microseconds', () => {
    expect(read(column.instant(), { stringValue: '2024-07-01 20:41:04.068999' }).toISOString()).to.equal(
      '2024-07-01T20:41:04.068Z',
    );
    expect(read(column.instant(), { stringValue: '2024-07-01 20:41:04' }).toISOString()).to.equal(
      '2024-07-01T20:41:04.000Z',
    );
    expect(read(column.instant(), { stringValue: '2024-07-01 20:41:04.5+00' }).toISOString()).to.equal(
      '2024-07-01T20:41:04.500Z',
    );
    for (const bad of ['infinity', '2024-07-01', '2024-13-01 00:00:00', '2024-07-01 20:41:04+02']) {
      expect(() => read(column.instant(), { stringValue: bad })).to.throw(RowError, 'an instant');
    }
  });

  it('never rounds an integer silently', () => {
    expect(read(column.int(), { longValue: Number.MAX_SAFE_INTEGER })).to.equal(Number.MAX_SAFE_INTEGER);
    expect(() => read(column.int(), { longValue: 9_007_199_254_740_992 })).to.throw(RowError, 'beyond 2^53');
    expect(() => read(column.bigint(), { longValue: 9_007_199_254_740_992 })).to.throw(RowError, 'beyond 2^53');
    expect(read(column.bigint(), { stringValue: '9007199254740993' })).to.equal(9_007_199_254_740_993n);
    expect(read(column.bigint(), { longValue: 3 })).to.equal(3n);
  });

  it('reads the other types', () => {
    expect(read(column.boolean(), { booleanValue: false })).to.equal(false);
    expect(read(column.double(), { doubleValue: 0.5 })).to.equal(0.5);
    expect(read(column.numeric(), { stringValue: '19.90' })).to.equal('19.90');
    expect(read(column.day(), { stringValue: '2024-02-29' })).to.equal('2024-02-29');
    expect(read(column.uuid(), { stringValue: '00000000-0000-4000-8000-000000000001' })).to.have.length(36);
    expect(read(column.textArray(), { arrayValue: { stringValues: ['a', ''] } })).to.deep.equal(['a', '']);
    expect(read(column.json<{ a: number }>(), { stringValue: '{"a":1}' }).a).to.equal(1);
    expect(read(column.text(), { stringValue: '' })).to.equal('');
    expect(read(nullable(column.int()), { longValue: 0 })).to.equal(0);
  });

  it('names the column and what is wrong with it', () => {
    const shape = row({ total: column.int() });
    expect(() => shape.decode([{ isNull: true }], [0])).to.throw(
      RowError,
      'Column "total" is NULL where an integer was expected',
    );
    expect(() => shape.decode([{ stringValue: '5' }], [0])).to.throw(RowError, 'cast it in the SQL');
    expect(() => shape.decode([], [0])).to.throw(RowError, 'missing');
    expect(() => read(column.text(), { longValue: 1 })).to.throw(RowError, 'longValue where text was expected');
    expect(() => read(column.boolean(), { stringValue: 't' })).to.throw(RowError, 'a boolean');
    expect(() => read(column.double(), { booleanValue: true })).to.throw(RowError);
    expect(() => read(column.numeric(), { stringValue: 'x' })).to.throw(RowError);
    expect(() => read(column.uuid(), { stringValue: 'x' })).to.throw(RowError);
    expect(() => read(column.day(), { stringValue: '2024-02-29 10:00:00' })).to.throw(RowError);
    expect(() => read(column.oneOf('a', 'b'), { stringValue: 'c' })).to.throw(RowError, 'none of: a, b');
    expect(() => read(column.textArray(), { arrayValue: { stringValues: [null] } })).to.throw(RowError, 'NULL');
    expect(() => read(column.json(), { stringValue: '{' })).to.throw(RowError, 'not JSON');
    expect(() => read(column.json(z.object({ a: z.string() })), { stringValue: '{"a":1}' })).to.throw(RowError, 'a: ');
  });
});
