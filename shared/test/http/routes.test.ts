import { expect } from 'chai';
import request from 'supertest';
import { VERSION } from '../../src/version.ts';
import { sharedWorld } from '@deskfleet/local/testing/harness.ts';
import { customerState } from '@deskfleet/local/testing/kernel-shop.ts';
import { connectDatabase } from '../../src/database/connect.ts';
import { SCHEMA_VERSION } from '../../src/database/schema-version.ts';
import { sql } from '../../src/database/sql.ts';
import { done } from '../../src/agent/tool.ts';
import { sharedEndpoint } from '../database/data-api-endpoint.ts';
import { expectOpenApi } from './openapi-check.ts';
import { expectProblem, NAME, startOneAgent, type OneAgent } from './support.ts';

/** What supertest leaves untyped. */
interface Answered {
  readonly body: unknown;
}

const TOOLS = '/personalization/tools';

describe('the other routes of an agent', () => {
  let one: OneAgent;
  before(async () => {
    one = await startOneAgent({
      echo: (text, context) =>
        Promise.resolve(
          done({ said: text, customer: context.customerId, tenant: context.tenant }, [{ id: 'a1', title: 'Guide' }]),
        ),
    });
  });
  after(() => one.agents.close());

  const base = () => request(one.agents.base(NAME));

  it('GET /health touches nothing', async () => {
    const { calls } = one.world.rdsData.statistics.snapshot() as unknown as { calls: unknown };
    for (const path of ['/health', '/personalization/health']) {
      const { body } = (await base().get(path).expect(200).expect('content-type', /json/u)) as {
        body: { uptime_seconds: number };
      };
      expect(body).to.include({ status: 'ok', agent: NAME, version: VERSION });
      expect(body.uptime_seconds).to.be.a('number');
    }
    expect((one.world.rdsData.statistics.snapshot() as unknown as { calls: unknown }).calls).to.deep.equal(calls);
  });

  it('sends the headers that keep a browser safe, and not who made it', async () => {
    const { headers } = await base().get('/health');
    expect(headers).to.include({ 'x-content-type-options': 'nosniff' }).and.not.have.property('x-powered-by');
    expect(headers['content-security-policy']).to.include("default-src 'self'");
  });

  it('GET /ready looks at the database and the model', async () => {
    const { body } = (await base().get('/personalization/ready').expect(200)) as Answered;
    expect(body).to.deep.equal({
      ready: true,
      agent: NAME,
      database: 'ok',
      models: [{ modelId: 'scripted', state: 'untried', paid: false }],
      agents: {},
    });
  });

  it('GET /ready is 503 while the database is down, or no model is left', async () => {
    one.world.rdsData.faults.add({ kind: '503', times: 3, sqlContains: 'from schema_migrations', ms: 0 });
    const { body } = (await base().get('/personalization/ready').expect(503)) as Answered;
    expect(body).to.include({ ready: false, database: 'unreachable' });
    one.world.rdsData.faults.reset();
    const empty = await startOneAgent({
      modelState: () => [
        { modelId: 'old', state: 'retired' },
        { modelId: 'busy', state: 'open' },
      ],
    });
    await request(empty.agents.base(NAME)).get('/personalization/ready').expect(503);
    await empty.agents.close();
  });

  it('GET /ready is 503 while migrations still run, and says how far they are', async () => {
    const database = (await sharedEndpoint()).connect();
    const early = await startOneAgent({ database });
    const says = async (status: number) =>
      (await request(early.agents.base(NAME)).get('/personalization/ready').expect(status)) as Answered;
    const needs = `this build needs ${SCHEMA_VERSION}`;
    expect((await says(503)).body).to.include({ ready: false, database: `schema is at 0, ${needs}` });
    await database.execute(sql`create table schema_migrations (id integer primary key)`);
    await database.execute(sql`insert into schema_migrations values (1), (12)`);
    expect((await says(503)).body).to.include({ ready: false, database: `schema is at 12, ${needs}` });
    // A database may be ahead of an agent while a new version is rolled out.
    await database.execute(sql`insert into schema_migrations values (${SCHEMA_VERSION + 1})`);
    expect((await says(200)).body).to.include({ ready: true, database: 'ok' });
    await database.execute(sql`drop table schema_migrations`);
    await early.agents.close();
  });

  it('GET /ready is 503 when nothing listens where the database should be', async () => {
    const world = await sharedWorld();
    const endpoint = process.env['AWS_ENDPOINT_URL_RDS_DATA'];
    process.env['AWS_ENDPOINT_URL_RDS_DATA'] = 'http://127.0.0.1:9';
    const { database, close } = connectDatabase(world.settings);
    const cut = await startOneAgent({ database });
    await request(cut.agents.base(NAME)).get('/personalization/ready').expect(503);
    process.env['AWS_ENDPOINT_URL_RDS_DATA'] = endpoint;
    close();
    await cut.agents.close();
  });

  it('GET /tools is the menu', async () => {
    const { body } = (await base().get(TOOLS).expect(200)) as {
      body: { tools: { name: string; effect: string; input_schema: { type: string } }[] };
    };
    expect(body.tools.map(({ name, effect }) => [name, effect])).to.deep.equal([
      ['echo', 'read'],
      ['set_newsletter', 'write'],
      ['confirm_quote', 'write'],
      ['decline_quote', 'write'],
      ['hand_back', 'read'],
    ]);
    expect(body.tools.every((tool) => tool.input_schema.type === 'object')).to.equal(true);
  });

  describe('POST /tools/{name}', () => {
    const headers = async (more: Readonly<Record<string, string>> = {}, role: 'service' | 'staff' = 'service') => ({
      authorization: `Bearer ${await one.token(role, 'crm')}`,
      ...more,
    });

    it('runs a read on behalf of a customer, for services and staff', async () => {
      for (const role of ['service', 'staff'] as const) {
        const { body } = (await base()
          .post(`${TOOLS}/echo`)
          .set(await headers({ 'x-customer-id': 'ann' }, role))
          .send({ text: 'hi' })
          .expect(200)) as Answered;
        expect(body).to.deep.equal({
          tool: 'echo',
          result: { said: 'hi', customer: 'ann', tenant: one.shop.tenant },
          citations: [{ id: 'a1', title: 'Guide' }],
        });
      }
    });

    it('writes once for one key and answers the same', async () => {
      const set = await headers({ 'x-customer-id': 'ann', 'idempotency-key': 'write-1' });
      const answers = await Promise.all(
        [1, 2, 3].map(async () =>
          base().post(`${TOOLS}/set_newsletter`).set(set).send({ subscribe: true }).expect(200),
        ),
      );
      for (const { body } of answers as readonly Answered[])
        expect(body).to.deep.equal({
          tool: 'set_newsletter',
          result: { subscribed: true, message: 'The newsletter is on now.' },
          citations: [],
        });
      expect(await customerState(one.world.database, one.shop.tenant, 'ann')).to.include({ newsletter: true, age: 1 });
      const { body } = (await base()
        .post(`${TOOLS}/set_newsletter`)
        .set(set)
        .send({ subscribe: false })
        .expect(422)) as Answered;
      expect(body).to.include({ code: 'idempotency_mismatch' });
    });

    it("gives a customer's token nobody to act for", async () => {
      const response = await one.agents.post(
        NAME,
        `${TOOLS}/echo`,
        { text: 'x' },
        { token: await one.token(), headers: { 'x-customer-id': 'bob' } },
      );
      await expectProblem(response, 'forbidden');
    });

    it('says why a tool was refused', async () => {
      const { body } = (await base()
        .post(`${TOOLS}/set_newsletter`)
        .set(await headers({ 'x-customer-id': 'bob', 'idempotency-key': 'no' }))
        .send({ subscribe: false })
        .expect(409)) as Answered;
      expect(body).to.include({ code: 'tool_refused', reason: 'already_so', detail: 'The newsletter is already so.' });
    });
  });

  it('GET /openapi.json is a sound document of exactly what is served', async () => {
    const { body } = (await base().get('/personalization/openapi.json').expect(200)) as Answered;
    await expectOpenApi(body, (method, path) => one.agents.fetch(NAME, path, { method }));
    expect(Object.keys((body as { paths: object }).paths)).to.include.members([
      '/health',
      '/personalization/health',
      '/personalization/ready',
      '/personalization/chat',
      TOOLS,
      `${TOOLS}/echo`,
      `${TOOLS}/confirm_quote`,
      '/personalization/openapi.json',
      '/personalization/docs',
    ]);
  });

  it('GET /docs is a page without scripts', async () => {
    const { text } = await base().get('/personalization/docs').expect(200).expect('content-type', /html/u);
    expect(text).to.include('/personalization/chat').and.not.include('<script');
  });
});
