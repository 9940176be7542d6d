/** The same on a native PostgreSQL, where pgvector may be missing and statements really run side by side. */
import { expect } from 'chai';
import { callTool, toolContext } from '@deskfleet/local/testing/harness.ts';
import { lexicalEmbedder } from '@deskfleet/local/testing/embedder.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { embedPending } from '@deskfleet/shared/model/embedding-backfill.ts';
import { nativePostgresAvailable, nativePostgresRequired } from '../../../local/test/support/native-postgres.ts';
import { openNativeWorld, type NativeWorld } from '../../../local/test/support/native-world.ts';
import { agent } from '../src/agent.ts';

const RIVALS = 20;
const SLOT = 's10017';

describe('the troubleshooting agent on a native PostgreSQL', function () {
  this.timeout(120_000);
  let database: Database;
  let waiting: readonly string[];
  let world: NativeWorld | undefined;

  before(async function () {
    if (!nativePostgresAvailable() && !nativePostgresRequired()) return this.skip();
    world = await openNativeWorld({ seed: true });
    ({ database, waiting } = world);
  });
  after(() => world?.close());

  const number = async (query: ReturnType<typeof sql>): Promise<number> =>
    (await database.one(row({ count: column.int() }), query)).count;

  it('is another PostgreSQL than the embedded one', async () => {
    expect(await number(sql`select current_setting('server_version_num')::int as count`)).to.be.below(180_000);
  });

  it('searches and guides by full text alone where pgvector is missing', async () => {
    const missing = waiting.includes('0008_article_embeddings');
    expect(await embedPending(database, lexicalEmbedder)).to.include({ available: !missing });
    const context = toolContext({ database }, agent, { customerId: 'cust003' });
    const found = await callTool(context, agent, 'search_knowledge', {
      query: 'My ZenSound headphones do not connect',
    });
    expect(found.ok && JSON.stringify(found.data)).to.match(
      missing ? /"id":"kb006".*"similarity":null/u : /"id":"kb006"/u,
    );
    const guide = await callTool(context, agent, 'get_guide', { query: 'My ZenSound headphones do not connect' });
    expect(guide.ok && guide.data['state']).to.equal('walking');
    expect(context.record.dataApiCalls).to.equal(2);
  });

  it('gives one appointment to one of twenty who say yes in the same moment', async () => {
    await database.execute(sql`insert into customers (tenant_id, id, first_name, last_name, email, phone, loyalty_tier)
      select 'acme', 'rival-' || n, 'Rival', 'R' || n, 'rival-' || n || '@example.com', '', 'bronze' from generate_series(1, ${RIVALS}::int) n`);
    await database.execute(sql`insert into orders (tenant_id, id, customer_id, status, placed_at, delivered_at, total_cents)
      select 'acme', 'o' || (88200 + n), 'rival-' || n, 'delivered', '2026-10-01', '2026-10-05', 9000 from generate_series(1, ${RIVALS}::int) n`);
    await database.execute(sql`insert into order_lines (tenant_id, order_id, line_no, product_id, variant_id, name, quantity, unit_price_cents)
      select 'acme', 'o' || (88200 + n), 1, 'p006', v.id, 'ThunderBolt Speaker', 1, 9000 from generate_series(1, ${RIVALS}::int) n, (select min(id) as id from variants where tenant_id = 'acme' and product_id = 'p006') v`);
    const rivals = await Promise.all(
      Array.from({ length: RIVALS }, async (_, index) => {
        const customerId = `rival-${index + 1}`;
        const proposing = toolContext({ database }, agent, { customerId });
        const proposed = await callTool(proposing, agent, 'book_repair', { slot_id: SLOT, problem: 'It crackles.' });
        const quote = proposing.record.quotes.at(-1);
        if (!proposed.ok || quote === undefined) throw new Error(JSON.stringify(proposed));
        return { customerId, quote };
      }),
    );
    const results = await Promise.all(
      rivals.map(({ customerId, quote }) =>
        callTool(
          toolContext({ database }, agent, { customerId, message: 'yes', facts: { openQuotes: [quote] } }),
          agent,
          'confirm_quote',
          {
            quote_id: quote.id,
          },
        ),
      ),
    );
    const won = results.filter((result) => result.ok && result.data['status'] === 'booked');
    expect(won, JSON.stringify(results)).to.have.length(1);
    expect(results.filter((result) => !result.ok && result.code === 'tool_failed')).to.deep.equal([]);
    expect(
      await number(
        sql`select count(*) as count from repair_bookings where tenant_id = 'acme' and slot_id = ${SLOT} and state = 'booked'`,
      ),
    ).to.equal(1);
  });
});
