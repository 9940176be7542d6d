/** The same on a native PostgreSQL, where pgvector may be missing and statements really run side by side. */
import { expect } from 'chai';
import { DEMO_CLOCK } from '@deskfleet/local/demo-data/clock.ts';
import { callTool, toolContext } from '@deskfleet/local/testing/harness.ts';
import { lexicalEmbedder } from '@deskfleet/local/testing/embedder.ts';
import type { QuoteView } from '@deskfleet/shared/conversation/quotes.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { instant, sql, type Sql } from '@deskfleet/shared/database/sql.ts';
import { embedPending } from '@deskfleet/shared/model/embedding-backfill.ts';
import { nativePostgresAvailable, nativePostgresRequired } from '../../../local/test/support/native-postgres.ts';
import { openNativeWorld, type NativeWorld } from '../../../local/test/support/native-world.ts';
import { agent } from '../src/agent.ts';

const RIVALS = 20;
/** How often a test looks before it gives up: a look is a call to the database. */
const MOST_LOOKS = 3_000;
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

  /** RIVALS customers, each with one delivered speaker. */
  async function buyers(name: string, firstOrder: number): Promise<void> {
    await database.execute(sql`insert into customers (tenant_id, id, first_name, last_name, email, phone, loyalty_tier)
      select 'acme', ${name} || '-' || n, 'Rival', 'R' || n, ${name} || '-' || n || '@example.com', '', 'bronze' from generate_series(1, ${RIVALS}::int) n`);
    await database.execute(sql`insert into orders (tenant_id, id, customer_id, status, placed_at, delivered_at, total_cents)
      select 'acme', 'o' || (${firstOrder}::int + n), ${name} || '-' || n, 'delivered', '2026-10-01', '2026-10-05', 9000 from generate_series(1, ${RIVALS}::int) n`);
    await database.execute(sql`insert into order_lines (tenant_id, order_id, line_no, product_id, variant_id, name, quantity, unit_price_cents)
      select 'acme', 'o' || (${firstOrder}::int + n), 1, 'p006', v.id, 'ThunderBolt Speaker', 1, 9000 from generate_series(1, ${RIVALS}::int) n, (select min(id) as id from variants where tenant_id = 'acme' and product_id = 'p006') v`);
  }

  interface Proposed {
    readonly customerId: string;
    readonly quote: QuoteView;
  }

  async function proposed(customerId: string, slot: string): Promise<Proposed> {
    const context = toolContext({ database }, agent, { customerId });
    const result = await callTool(context, agent, 'book_repair', { slot_id: slot, problem: 'It crackles.' });
    const quote = context.record.quotes.at(-1);
    if (!result.ok || quote === undefined) throw new Error(JSON.stringify(result));
    return { customerId, quote };
  }

  const confirm = ({ customerId, quote }: Proposed) =>
    callTool(
      toolContext({ database }, agent, { customerId, message: 'yes', facts: { openQuotes: [quote] } }),
      agent,
      'confirm_quote',
      { quote_id: quote.id },
    );

  /** Starts everything while the rows are locked, and unlocks them once all wait for it: they have all planned by then. */
  async function whileLocked<T>(rows: Sql, starts: readonly (() => Promise<T>)[]): Promise<readonly T[]> {
    const running = await database.transaction(async (transaction) => {
      await transaction.query(row({ id: column.text() }), rows);
      const started = Promise.all(starts.map((start) => start()));
      for (let look = 0; look < MOST_LOOKS; look += 1) {
        // Asked outside of the transaction, which would see the same picture again and again.
        const waiting = await number(
          sql`select count(*) as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        );
        if (waiting >= starts.length) return { started };
      }
      throw new Error('not all of them came to wait for the lock');
    });
    return running.started;
  }

  it('gives one appointment to one of twenty who say yes in the same moment', async () => {
    await buyers('rival', 88_200);
    const rivals = await Promise.all(
      Array.from({ length: RIVALS }, (_, index) => proposed(`rival-${index + 1}`, SLOT)),
    );
    const results = await Promise.all(rivals.map(confirm));
    const won = results.filter((result) => result.ok && result.data['status'] === 'booked');
    expect(won, JSON.stringify(results)).to.have.length(1);
    expect(results.filter((result) => !result.ok && result.code === 'tool_failed')).to.deep.equal([]);
    expect(
      await number(
        sql`select count(*) as count from repair_bookings where tenant_id = 'acme' and slot_id = ${SLOT} and state = 'booked'`,
      ),
    ).to.equal(1);
  });

  it('books one purchase once when it is confirmed for two appointments in the same moment', async () => {
    await buyers('twice', 88_300);
    const slots = await database.query(
      row({ id: column.text() }),
      sql`select id from service_slots where tenant_id = 'acme' and kind = 'remote' and state = 'free' and id <> ${SLOT}
        and starts_at > ${instant(new Date(DEMO_CLOCK))} order by starts_at, id limit 2`,
    );
    const quotes = await Promise.all(slots.map(({ id }) => proposed('twice-1', id)));
    expect(quotes).to.have.length(2);
    const results = await whileLocked(
      sql`select id from orders where tenant_id = 'acme' and id = 'o88301' for update`,
      quotes.map((quote) => () => confirm(quote)),
    );
    const lost = results.flatMap((result) => (result.ok ? [] : [result]));
    expect(lost, JSON.stringify(results)).to.have.length(1);
    expect(lost[0]).to.include({ code: 'quote_stale' });
    expect(lost[0]?.message).to.match(/^Nothing was done\. A repair of the ThunderBolt Speaker .* is booked already/u);
    expect(
      await number(
        sql`select count(*) as count from service_slots where tenant_id = 'acme' and state = 'booked' and id in (${slots[0]?.id ?? ''}, ${slots[1]?.id ?? ''})`,
      ),
    ).to.equal(1);
  });
});
