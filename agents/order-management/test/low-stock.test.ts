import { expect } from 'chai';
import { callTool, sharedWorld } from '@deskfleet/local/testing/harness.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { agent } from '../src/agent.ts';
import { reads, shop, staff } from './one-order.ts';

async function low(tenant: string, input: JsonObject = {}): Promise<JsonObject> {
  const context = await staff(tenant);
  const result = await callTool(context, agent, 'list_low_stock', input);
  expect(result.ok, JSON.stringify(result)).to.equal(true);
  expect(context.record.dataApiCalls).to.equal(1);
  return result.ok ? result.data : {};
}
const ids = (result: JsonObject): unknown[] =>
  (result['variants'] as JsonObject[]).map((variant) => variant['variant_id']);

describe('list_low_stock', function () {
  this.timeout(60_000);
  let tenant: string;
  before(async () => {
    tenant = await shop(
      { lines: [['lamp-red', 2]] },
      {},
      { 'lamp-red': 0, 'lamp-white': 2, 'mug-small': 3, 'mug-large': 4 },
    );
    const { database } = await sharedWorld();
    await database.execute(
      sql`update stock set reorder_threshold = 3, reorder_quantity = 20 where tenant_id = ${tenant}`,
    );
    await database.execute(sql`update variants set active = false where tenant_id = ${tenant} and id = 'mug-small'`);
  });

  it('shows what is at its threshold or below, the emptiest first', async () => {
    const found = await low(tenant);
    expect(ids(found)).to.deep.equal(['lamp-red', 'lamp-white']);
    expect((found['variants'] as JsonObject[])[0]).to.deep.equal({
      product_id: 'lamp',
      name: 'Glow Lamp',
      category: 'lighting',
      variant_id: 'lamp-red',
      options: { color: 'red' },
      on_hand: 0,
      reorder_threshold: 3,
      reorder_quantity: 20,
      restock_expected_on: '2026-12-01',
      units_in_open_orders: 2,
    });
  });

  it('narrows and pages', async () => {
    expect(ids(await low(tenant, { sold_out_only: true }))).to.deep.equal(['lamp-red']);
    expect(ids(await low(tenant, { category: 'Kitchen' }))).to.deep.equal([]);
    const page = await low(tenant, { limit: 1, offset: 1 });
    expect(ids(page)).to.deep.equal(['lamp-white']);
    expect(page).to.include({ variants_in_all: 2 }).and.not.to.have.property('next_offset');
    expect(await low(tenant, { limit: 1 })).to.include({ next_offset: 1 });
  });

  it('keeps the numbers from customers, who learn what can be had', async () => {
    const stock = await reads(tenant, 'check_stock', { product_id: 'lamp' });
    expect(JSON.stringify(stock)).not.to.include('on_hand');
    expect((stock['variants'] as JsonObject[]).map((variant) => variant['state'])).to.deep.equal([
      'in stock',
      'out of stock',
      'few left',
    ]);
  });
});
