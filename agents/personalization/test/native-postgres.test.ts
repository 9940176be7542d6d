/** The same on a native PostgreSQL without pgvector: real connections that race, and memories without vectors. */
import { expect } from 'chai';
import { callTool, toolContext } from '@deskfleet/local/testing/harness.ts';
import type { ToolResult } from '@deskfleet/shared/agent/tool.ts';
import type { QuoteView } from '@deskfleet/shared/conversation/quotes.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { nativePostgresAvailable, nativePostgresRequired } from '../../../local/test/support/native-postgres.ts';
import { openNativeWorld, type NativeWorld } from '../../../local/test/support/native-world.ts';
import { agent } from '../src/agent.ts';
import { needles, placesOf, receiptsOf, shopWith, ZERLINE } from './whole-customer.ts';

const SHOP = 'native-shop';

describe('the account agent on a native PostgreSQL', function () {
  this.timeout(120_000);
  let database: Database;
  let world: NativeWorld | undefined;

  before(async function () {
    if (!nativePostgresAvailable() && !nativePostgresRequired()) return this.skip();
    world = await openNativeWorld({ seed: false });
    ({ database } = world);
    await shopWith(database, SHOP, ZERLINE);
    // A database of its own: no other shop is in it.
    const { shops } = await database.one(row({ shops: column.int() }), sql`select count(*) as shops from tenants`);
    expect(shops).to.equal(1);
  });
  after(() => world?.close());

  const context = (more: object = {}) =>
    toolContext({ database }, agent, { tenant: SHOP, customerId: ZERLINE.id, ...more });

  async function propose(tool: string, input: JsonObject): Promise<QuoteView> {
    const proposing = context();
    const result = await callTool(proposing, agent, tool, input);
    const quote = proposing.record.quotes.at(-1);
    if (!result.ok || !quote) throw new Error(JSON.stringify(result));
    return quote;
  }

  const confirm = (quote: QuoteView): Promise<ToolResult> =>
    callTool(context({ message: 'yes', facts: { openQuotes: [quote] } }), agent, 'confirm_quote', {
      quote_id: quote.id,
    });

  it('remembers once, and finds by words', async () => {
    const quote = await propose('remember', { fact: 'I like green tea' });
    const results = await Promise.all(Array.from({ length: 20 }, () => confirm(quote)));
    expect(new Set(results.map((result) => (result.ok ? result.data['memory_id'] : result.message))).size).to.equal(1);
    expect((await propose('forget', { words: 'green tea' })).summary).to.equal('Forget "I like green tea".');
  });

  it('erases once, while other writes race with it, and leaves no word', async () => {
    const writes = [
      await propose('set_newsletter', { subscribed: false }),
      await propose('set_preference', { preference: 'language', value: 'German' }),
      await propose('update_address', { line1: `${ZERLINE.street}a`, city: 'Berlin', postal_code: '10115' }),
    ];
    const quote = await propose('erase_my_data', {});
    const results = await Promise.all([...Array.from({ length: 20 }, () => confirm(quote)), ...writes.map(confirm)]);
    const receipts = new Set(results.slice(0, 20).flatMap((result) => (result.ok ? [result.data['receipt_id']] : [])));
    // A write that was first makes the counts another matter: the erasure is planned again, or proposed anew.
    if (receipts.size === 0) expect((await confirm(await propose('erase_my_data', {}))).ok).to.equal(true);
    expect(receipts.size).to.be.at.most(1);
    expect(await receiptsOf(database, SHOP)).to.have.length(1);
    expect(await placesOf(database, needles(ZERLINE))).to.deep.equal([]);
    // Said yes to once more afterwards: there is no account any more to write to.
    for (const late of writes) await confirm(late);
    expect(await placesOf(database, needles(ZERLINE))).to.deep.equal([]);
  });
});
