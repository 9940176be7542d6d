import { expect } from 'chai';
import fc from 'fast-check';
import { sharedWorld } from '@deskfleet/local/testing/harness.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { json, sql } from '@deskfleet/shared/database/sql.ts';
import { orderKey } from '@deskfleet/shared/order-key.ts';

describe('orderKey', () => {
  it('makes one key of everything people type for an order', () => {
    for (const typed of [
      'o12345',
      '#12345',
      '12345',
      'ORD-12345',
      'Order 12345',
      'order #12345',
      ' O-12345 ',
      'ord12345',
    ])
      expect(orderKey(typed), typed).to.equal('12345');
    expect(orderKey('#W2378156')).to.equal('w2378156');
    expect(orderKey('ordinary')).to.equal('ordinary');
    expect(orderKey('#')).to.equal('');
  });

  it('is what the database computes', async () => {
    const { database } = await sharedWorld();
    const prefix = fc.constantFrom('', 'o', 'O', 'ord', 'ORD-', 'order ', 'Order #', '#', 'oo', 'wo');
    const text = fc
      .tuple(
        prefix,
        fc.oneof(
          fc.nat().map(String),
          fc.string({ maxLength: 12 }).filter((value) => !value.includes('\0')),
        ),
      )
      .map((parts) => parts.join(''));
    const typed = [...fc.sample(text, 300), 'Straße 12', 'o１２', 'ñ-7', 'ord\n99'];
    const [{ keys }] = (await database.query(
      row({ keys: column.json<string[]>() }),
      sql`
      select jsonb_agg(regexp_replace(regexp_replace(lower(t.typed), '[^a-z0-9]', '', 'g'), '^o(rder|rd)?(?=[0-9])', '') order by t.place) as keys
      from jsonb_array_elements_text(${json(typed)}) with ordinality as t(typed, place)`,
    )) as [{ keys: string[] }];
    expect(typed.map(orderKey)).to.deep.equal(keys);
  });

  it('is the key of every stored order', async () => {
    const { database } = await sharedWorld();
    const orders = await database.query(
      row({ id: column.text(), code_key: column.text() }),
      sql`select id, code_key from orders`,
    );
    expect(orders).to.not.be.empty;
    expect(orders.filter(({ id, code_key }) => orderKey(id) !== code_key)).to.deep.equal([]);
  });
});
