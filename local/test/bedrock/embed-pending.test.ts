/** Embedding a shop's articles at load time, on the embedded database; without pgvector: see the native test of the troubleshooting agent. */
import type { Database } from '@deskfleet/shared/database/database.ts';
import { column, row } from '@deskfleet/shared/database/row.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import { embedPending } from '@deskfleet/shared/model/embedding-backfill.ts';
import type { Embedder } from '@deskfleet/shared/model/embedding.ts';
import { ModelError } from '@deskfleet/shared/model/model.ts';
import { expect } from 'chai';
import { lexicalEmbedder } from '../../src/testing/embedder.ts';
import { sharedWorld } from '../../src/testing/harness.ts';

const countRow = row({ count: column.int() });

describe('embedding what is pending', function () {
  this.timeout(60_000);
  let database: Database;
  const asked: string[] = [];
  const counting: Embedder = {
    modelId: lexicalEmbedder.modelId,
    embed: (text, signal) => {
      asked.push(text);
      return lexicalEmbedder.embed(text, signal);
    },
  };
  const count = async (where = sql`true`): Promise<number> =>
    (
      await database.one(
        countRow,
        sql`select count(*) as count from articles where tenant_id = 'embedded' and ${where}`,
      )
    ).count;

  before(async () => {
    ({ database } = await sharedWorld());
    // Other tests of the run leave articles behind; they are not what is counted here.
    await embedPending(database, counting);
    await database.execute(
      sql`insert into tenants (id, name, currency, time_zone, support_email) values ('embedded', 'Embedded', 'USD', 'UTC', 'help@embedded.example')`,
    );
    await database.execute(
      sql`insert into products (tenant_id, id, name, category, description, brand) values ('embedded', 'p1', 'Kettle Deluxe', 'kettle', 'Boils.', 'K')`,
    );
    await database.execute(sql`insert into articles (tenant_id, id, article_id, title, section_no, section, body, category, product_id)
      select 'embedded', 'a' || n, 'art', 'Kettle Deluxe: questions', n, 'Question ' || n, 'The Kettle Deluxe boils. Your Kettle is number ' || n, 'faq', 'p1' from generate_series(1, 120) n`);
  });
  beforeEach(() => {
    asked.length = 0;
  });

  it('embeds every section once, in pages, and says how far it is', async () => {
    const seen: string[] = [];
    const result = await embedPending(database, counting, {
      onProgress: (done, total) => seen.push(`${done}/${total}`),
    });
    expect(result).to.deep.equal({ available: true, embedded: 120, pending: 0 });
    expect(asked).to.have.length(120);
    expect(seen.at(-1)).to.equal('120/120');
    expect(await count(sql`embedding is not null`)).to.equal(120);
    expect(await embedPending(database, counting)).to.deep.include({ embedded: 0, pending: 0 });
  });

  it("leaves out the product's own name and the title, which say nothing about the matter", async () => {
    await database.execute(sql`update articles set embedded_from = null where tenant_id = 'embedded' and id = 'a7'`);
    await embedPending(database, counting);
    expect(asked).to.deep.equal(['Question 7. The it boils. Your it is number 7']);
  });

  it('embeds anew what was changed, and everything for another model', async () => {
    await database.execute(
      sql`update articles set body = 'Descale it with vinegar.' where tenant_id = 'embedded' and id = 'a3'`,
    );
    expect(await embedPending(database, counting)).to.deep.include({ embedded: 1 });
    expect(asked).to.deep.equal(['Question 3. Descale it with vinegar.']);
  });

  it('does not write over a text that changed meanwhile', async () => {
    await database.execute(
      sql`update articles set body = 'Old text.', embedding = null where tenant_id = 'embedded' and id = 'a4'`,
    );
    const changing: Embedder = {
      ...counting,
      embed: async (text, signal) => {
        await database.execute(sql`update articles set body = 'New text.' where tenant_id = 'embedded' and id = 'a4'`);
        return counting.embed(text, signal);
      },
    };
    await embedPending(database, changing);
    expect(await count(sql`embedding is null`)).to.equal(1);
    await embedPending(database, counting);
    expect(await count(sql`embedding is null`)).to.equal(0);
    expect(asked.at(-1)).to.equal('Question 4. New text.');
  });

  it('tries again when the model is busy, and leaves the rest for the next time when it stays so', async () => {
    await database.execute(
      sql`update articles set embedded_from = null where tenant_id = 'embedded' and id in ('a1', 'a2')`,
    );
    const clock = { now: () => 0, random: () => 0, after: () => () => undefined, delay: () => Promise.resolve() };
    let failures = 2;
    const busy: Embedder = {
      ...counting,
      embed: (text, signal) => {
        failures -= 1;
        return failures >= 0 ? Promise.reject(new ModelError('throttled', 'busy')) : counting.embed(text, signal);
      },
    };
    expect(await embedPending(database, busy, { clock, concurrency: 1 })).to.deep.equal({
      available: true,
      embedded: 2,
      pending: 0,
    });
    await database.execute(
      sql`update articles set embedded_from = null where tenant_id = 'embedded' and id in ('a1', 'a2')`,
    );
    failures = Number.POSITIVE_INFINITY;
    expect(await embedPending(database, busy, { clock })).to.deep.equal({
      available: true,
      embedded: 0,
      pending: 2,
      failure: 'busy',
    });
  });
});
