/** On a native PostgreSQL the statements answer as on the embedded one, and run side by side. */
import { expect } from 'chai';
import { prepareDatabase } from '@deskfleet/local/prepare.ts';
import { callTool, MIGRATIONS, sharedWorld, toolContext } from '@deskfleet/local/testing/harness.ts';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { confirmQuote } from '@deskfleet/shared/conversation/quote-writing.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { BACKENDS, mayOpen, type Backend } from '../../order-management/test/backends.ts';
import { agent } from '../src/agent.ts';

const contextOn = (database: Database, customerId: string | null, conversationId: string | null = null): ToolContext =>
  toolContext({ database }, agent, { customerId, conversationId });

const CALLS: readonly (readonly [tool: string, customerId: string | null, input: JsonObject])[] = [
  ['search_products', null, { query: 'waterproof speeker under the shower', in_stock: true }],
  ['search_products', null, { query: 'phone', options: ['black', '256 GB'], sort: 'price_low' }],
  ['get_product', null, { product: 'gigabok' }],
  ['compare_products', null, { products: ['zensond', 'p002', 'p021'] }],
  ['recommend_products', 'cust001', {}],
  ['recommend_products', 'cust119', { query: 'hedphones' }],
  ['get_reviews', null, { product: 'p011', limit: 3, offset: 2 }],
  ['check_availability', null, { product: 'p003' }],
  ['list_categories', null, {}],
  ['get_top_products', null, { by: 'best_sellers', limit: 10 }],
  ['get_top_products', null, { by: 'most_popular', query: 'watch' }],
  ['list_stock_notifications', 'cust083', {}],
];

for (const [name, open] of BACKENDS.slice(1)) {
  describe(`the product tools on ${name}`, function () {
    this.timeout(120_000);
    let backend: Backend | undefined;
    before(async function () {
      if (!mayOpen(name)) this.skip();
      backend = await open();
      await prepareDatabase(backend.database, MIGRATIONS, { seed: true, onProgress: () => undefined });
    });
    after(() => backend?.close());

    for (const [tool, customerId, input] of CALLS)
      it(`${tool} ${JSON.stringify(input)}`, async () => {
        const { database } = await sharedWorld();
        const there = await callTool(contextOn(backend!.database, customerId), agent, tool, input);
        expect(there.ok, JSON.stringify(there)).to.equal(true);
        expect(there).to.deep.equal(await callTool(contextOn(database, customerId), agent, tool, input));
      });

    it('twenty conversations say yes at once to the same wish: one row', async () => {
      const { database } = backend!;
      const tool = agent.toolsByName.get('notify_when_in_stock');
      if (tool?.kind !== 'write') throw new Error('no such write tool');
      const quotes = await Promise.all(
        Array.from({ length: 20 }, async (_, index) => {
          const context = contextOn(database, 'cust099', `race-${index}`);
          await callTool(context, agent, tool.name, { product: 'p005', options: ['red'] });
          return context.record.quotes.at(-1)!;
        }),
      );
      const results = await Promise.all(
        quotes.map((quote, index) => confirmQuote(quote, tool, contextOn(database, 'cust099', `race-${index}`))),
      );
      expect(results.filter((result) => result.ok)).to.not.be.empty;
      for (const result of results) if (!result.ok) expect(result.code).to.not.equal('tool_failed');
      const { waiting } = await database.one(
        row({ waiting: column.int() }),
        sql`select count(*) as waiting from stock_notifications where tenant_id = 'acme' and customer_id = 'cust099' and variant_id = 'v0052'`,
      );
      expect(waiting).to.equal(1);
    });
  });
}
