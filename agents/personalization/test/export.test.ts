import { expect } from 'chai';
import { startAgents, type TestAgents } from '@deskfleet/local/testing/agents.ts';
import { sharedWorld, type World } from '@deskfleet/local/testing/harness.ts';
import { sql } from '@deskfleet/shared/database/sql.ts';
import type { JsonObject } from '@deskfleet/shared/json.ts';
import { agent } from '../src/agent.ts';
import { EXPORTED_TABLES } from '../src/personal-data/statements.ts';
import { exportRoute } from '../src/routes/export.ts';
import { EXPORT_PATH } from '../src/tools/export-my-data.ts';
import { addWholeCustomer, needles, NEIGHBOUR, openShop, person } from './whole-customer.ts';

const SHOP = 'export-shop';
const ME = person('Ausfuhr');

type Data = Readonly<Record<string, readonly JsonObject[]>>;

describe('GET /personalization/export', () => {
  let world: World;
  let agents: TestAgents;

  before(async () => {
    world = await sharedWorld();
    await openShop(world.database, SHOP);
    await addWholeCustomer(world.database, SHOP, ME);
    await addWholeCustomer(world.database, SHOP, NEIGHBOUR);
    agents = await startAgents({
      personalization: { agent, extras: (runtime) => ({ routes: [exportRoute(runtime)] }) },
    });
  });
  after(() => agents.close());

  const get = async (claims: Parameters<TestAgents['issuer']['token']>[0] | null): Promise<Response> =>
    agents.fetch('personalization', EXPORT_PATH, claims === null ? {} : { token: await agents.issuer.token(claims) });

  it('has everything of the customer, and nothing of anybody else', async () => {
    const response = await get({ sub: ME.id, tenant: SHOP });
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.match(/^application\/json/u);
    expect(response.headers.get('cache-control')).to.equal('no-store');
    const text = await response.text();
    const document = JSON.parse(text) as JsonObject & { readonly data: Data };
    expect(document).to.include({
      format: 'deskfleet-personal-data/1',
      shop: 'Whole',
      currency: 'EUR',
      complete: true,
    });
    expect(Object.keys(document.data)).to.deep.equal(EXPORTED_TABLES.map(({ kind }) => kind));
    for (const { kind, exported } of EXPORTED_TABLES) {
      expect(document.data[kind], kind).to.not.be.empty;
      for (const entry of document.data[kind] ?? [])
        expect(Object.keys(entry).toSorted(), kind).to.deep.equal([...exported].toSorted());
    }
    for (const word of needles(ME)) expect(text).to.include(JSON.stringify(word).slice(1, -1));
    for (const word of [...needles(NEIGHBOUR), 'nora']) expect(text).to.not.include(word);
    expect(document.data['payment_methods']).to.deep.include({
      id: 'm-zerline',
      kind: 'credit_card',
      brand: 'Visa',
      last_four: '4242',
      balance_cents: null,
    });
    // The vector of a memory is no word of the customer; its text is.
    expect(text).to.not.include('embedding');
  });

  it('pages: thousands of rows and the longest texts arrive whole and in order', async () => {
    const long = '„Ä"\\\n'.repeat(3_000);
    await world.database.execute(
      sql`insert into browsing_events (tenant_id, id, customer_id, product_id, action) select ${SHOP}, 'many' || lpad(n::text, 5, '0'), ${ME.id}, 'p1', 'view' from generate_series(1, 2300) n`,
    );
    await world.database.execute(
      sql`insert into messages (tenant_id, conversation_id, position, turn_id, role, body) select ${SHOP}, 'c-zerline', 100 + n, 'u-c-zerline', 'assistant', n || ${long} from generate_series(1, 60) n`,
    );
    const { data } = (await (await get({ sub: ME.id, tenant: SHOP })).json()) as { readonly data: Data };
    const ids = (data['browsing'] ?? []).map(({ id }) => id as string);
    expect(ids).to.have.length(2301);
    expect(ids).to.deep.equal([...new Set(ids)].toSorted());
    const bodies = (data['messages'] ?? []).filter(({ role }) => role === 'assistant').map(({ body }) => body);
    expect(bodies).to.deep.equal(Array.from({ length: 60 }, (_, place) => `${place + 1}${long}`));
  });

  it("takes the customer's own token only", async () => {
    expect((await get(null)).status).to.equal(401);
    for (const role of ['staff', 'service'] as const)
      expect((await get({ sub: 'someone', tenant: SHOP, role })).status, role).to.equal(403);
    expect((await get({ sub: 'nobody', tenant: SHOP })).status).to.equal(404);
    expect((await get({ sub: ME.id, tenant: 'acme' })).status, 'of another shop').to.equal(404);
    const asked = await agents.fetch('personalization', EXPORT_PATH, {
      token: await agents.issuer.token({ sub: NEIGHBOUR.id, tenant: SHOP }),
      headers: { 'x-customer-id': ME.id },
    });
    expect(await asked.text()).to.not.include(ME.email);
  });

  it('is in the OpenAPI document', async () => {
    const document = (await (await agents.fetch('personalization', '/personalization/openapi.json')).json()) as {
      readonly paths: JsonObject;
    };
    expect(document.paths).to.have.property('/personalization/export');
  });
});
