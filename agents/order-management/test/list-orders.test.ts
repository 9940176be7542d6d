import { expect } from 'chai';
import { callTool } from '@deskfleet/local/testing/harness.ts';
import { TOOL_RESULT_LIMIT } from '@deskfleet/shared/agent/tool.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { agent } from '../src/agent.ts';
import { addChangeOrder } from './change-shop.ts';
import { run } from './database-here.ts';
import { here, shop } from './one-order.ts';

const list = async (tenant: string, input: JsonObject): Promise<JsonObject> => {
  const result = await callTool(await here(tenant), agent, 'list_orders', input);
  return result.ok ? result.data : { error: result.code, message: result.message };
};
const ids = (result: JsonObject): unknown[] => (result['orders'] as JsonObject[]).map((order) => order['order_id']);

describe('list_orders by day and by page', function () {
  this.timeout(60_000);

  it('narrows to days of the shop', async () => {
    const tenant = await shop({ lines: [['lamp-black', 1]] });
    await run(sql`update tenants set time_zone = 'America/New_York' where id = ${tenant}`);
    for (const [id, at] of [
      ['o7002', '2026-11-03T02:00:00Z'],
      ['o7003', '2026-11-05T12:00:00Z'],
    ] as const) {
      await addChangeOrder(tenant, { id, lines: [['mug-small', 1]] });
      await run(sql`update orders set placed_at = ${at}::timestamptz where tenant_id = ${tenant} and id = ${id}`);
    }
    // Two in the morning of the third in London is the evening of the second in New York.
    expect(ids(await list(tenant, { placed_from: '2026-11-02', placed_until: '2026-11-02' }))).to.deep.equal(['o7002']);
    expect(ids(await list(tenant, { placed_from: '2026-11-03' }))).to.deep.equal(['o7003']);
    expect(ids(await list(tenant, { placed_until: '2026-11-01' }))).to.deep.equal(['o7001']);
    expect((await list(tenant, { placed_from: 'last week' }))['message']).to.equal(
      'placed_from: Give the day as YYYY-MM-DD.',
    );
  });

  it('makes the page shorter rather than too long for a model, and goes on from there', async () => {
    const tenant = await shop({ lines: [['lamp-black', 1]] });
    const many = Array.from({ length: 45 }, (_, index) => `o80${String(index).padStart(2, '0')}`);
    for (const id of many)
      await addChangeOrder(tenant, {
        id,
        lines: [
          ['lamp-black', 1],
          ['lamp-white', 1],
          ['lamp-red', 1],
          ['mug-small', 1],
          ['mug-large', 1],
        ],
      });
    const seen: unknown[] = [];
    for (let offset: number | undefined = 0; offset !== undefined;) {
      const page: JsonObject = await list(tenant, { limit: 50, offset });
      expect(JSON.stringify(page).length).to.be.below(TOOL_RESULT_LIMIT);
      expect(page['orders_in_all']).to.equal(46);
      seen.push(...ids(page));
      offset = page['next_offset'] as number | undefined;
    }
    expect(new Set(seen).size).to.equal(46);
    expect(seen).to.have.length(46);
  });
});
