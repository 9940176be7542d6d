/**
 * The template and the code agree: the agents are started with exactly the variables of their task definitions, what
 * points into an AWS account replaced by what stands in its place here, and a customer chats through the gateway.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { z } from 'zod';
import { chatReplySchema } from '@deskfleet/shared/conversation/reply.ts';
import { AGENT_NAMES, FLEET, fleetMember, type AgentName } from '@deskfleet/shared/fleet.ts';
import { loadSettings, settingsTable } from '@deskfleet/shared/settings.ts';
import { createGateway } from '@deskfleet/local/gateway/gateway.ts';
import { LOCAL_DATABASE, LOCAL_RESOURCE_ARN, LOCAL_SECRET_ARN } from '@deskfleet/local/rds-data/identity.ts';
import { sharedFleet, type Fleet } from '@deskfleet/local/testing/fleet.ts';
import { startTokenIssuer, type TokenIssuer } from '@deskfleet/local/testing/token-issuer.ts';
import { ENVIRONMENT_NAMES } from '../src/environments.ts';
import { agentContainer } from './container.ts';
import { ROOT, synthesized } from './support.ts';

/** Ports of the shared fleet end in 00 to 91. */
const BESIDE_SHARED_FLEET = 20;
const QUESTION = 'Where is order o12345, and do you have speakers under 100 dollars?';

/** What only this machine needs: other ports, and endpoints and credentials that are no account's. */
function localAdditions(fleet: Fleet): Readonly<Record<string, string>> {
  return {
    PORT_OFFSET: String(fleet.portOffset + BESIDE_SHARED_FLEET),
    HOST: '127.0.0.1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_RDS_DATA: new URL(fleet.rdsData).origin,
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: new URL(fleet.bedrock).origin,
  };
}

/** The variables of a container as ECS would fill them in. A value that is made by AWS and has no stand-in fails. */
function variablesOf(agent: AgentName, standIns: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { Environment, Secrets } = agentContainer(synthesized('dev'), agent);
  const plain = Environment.map(({ Name, Value }): [string, string] => {
    const made = standIns[Name] ?? Value;
    if (typeof made !== 'string') throw new Error(`nothing stands in for ${Name}: ${JSON.stringify(Value)}`);
    return [Name, made];
  });
  const secret = Secrets.map(({ Name }): [string, string] => {
    const made = standIns[Name];
    if (made === undefined) throw new Error(`nothing stands in for the secret ${Name}`);
    return [Name, made];
  });
  return Object.fromEntries([...plain, ...secret]);
}

describe('the variables of the task definitions', () => {
  for (const name of ENVIRONMENT_NAMES)
    it(`are settings of the agents, all that are needed, for each agent of ${name}`, () => {
      const needed = Object.entries(settingsTable).filter(([, schema]) => !schema.safeParse(undefined).success);
      for (const agent of AGENT_NAMES) {
        const { Environment, Secrets } = agentContainer(synthesized(name), agent);
        const names = [...Environment, ...Secrets].map(({ Name }) => Name);
        expect(names).to.have.members([...new Set(names)]);
        for (const variable of names) expect(settingsTable, variable).to.have.property(variable);
        expect(names).to.include.members(needed.map(([setting]) => setting));
        expect(names, 'the calendar is real').not.to.include('CLOCK');
      }
    });

  it('hold no secret in the open', () => {
    for (const agent of AGENT_NAMES) {
      const { Environment, Secrets } = agentContainer(synthesized('prod'), agent);
      expect(Secrets.map(({ Name }) => Name)).to.deep.equal(['SERVICE_TOKEN_SECRET']);
      expect(JSON.stringify(Secrets[0]?.ValueFrom)).to.match(/ServiceTokenSecret/u);
      expect(Environment.map(({ Name }) => Name)).not.to.include('SERVICE_TOKEN_SECRET');
    }
  });

  it('tell only the supervisor, which serves the pages, how people sign in', () => {
    const told = AGENT_NAMES.filter((agent) =>
      agentContainer(synthesized('prod'), agent).Environment.some(({ Name }) => Name === 'SIGN_IN_CLIENT_ID'),
    );
    expect(told).to.deep.equal(['supervisor']);
  });

  it('name the user pool as issuer, its keys, and the app client as audience', () => {
    const { Environment } = agentContainer(synthesized('dev'), 'supervisor');
    const value = (name: string) => JSON.stringify(Environment.find(({ Name }) => Name === name)?.Value);
    expect(value('TOKEN_ISSUER')).to.match(/cognito-idp\.eu-central-1\.amazonaws\.com|UserPool.*ProviderURL/u);
    expect(value('JWKS_URL')).to.include('/.well-known/jwks.json');
    expect(value('TOKEN_AUDIENCE')).to.include('UserPoolClient');
    expect(value('SIGN_IN_CLIENT_ID'), 'what the pages sign in to').to.equal(value('TOKEN_AUDIENCE'));
    expect(value('DATABASE_NAME')).to.equal(`"${LOCAL_DATABASE}"`);
  });
});

describe('the agents with the variables of their task definitions', function () {
  this.timeout(120_000);
  let fleet: Fleet;
  let issuer: TokenIssuer;
  let gateway: Server;
  let url: string;
  let standIns: Readonly<Record<string, string>>;
  const processes: ChildProcess[] = [];

  before(async () => {
    [fleet, issuer] = await Promise.all([sharedFleet(), startTokenIssuer()]);
    standIns = {
      DATABASE_RESOURCE_ARN: LOCAL_RESOURCE_ARN,
      DATABASE_SECRET_ARN: LOCAL_SECRET_ARN,
      TOKEN_ISSUER: issuer.url,
      JWKS_URL: issuer.jwksUrl,
      TOKEN_AUDIENCE: issuer.audience,
      SIGN_IN_CLIENT_ID: issuer.audience,
      SERVICE_TOKEN_SECRET: randomBytes(32).toString('hex'),
      // Service Connect's names are those of one machine here.
      AGENT_URL_TEMPLATE: 'http://127.0.0.1:{port}',
    };
    await Promise.all(AGENT_NAMES.map(start));
    gateway = createServer(createGateway({ urlOf: (agent) => `http://127.0.0.1:${portOf(agent)}` }));
    gateway.listen(0, '127.0.0.1');
    await once(gateway, 'listening');
    url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  });

  after(async () => {
    gateway.closeAllConnections();
    gateway.close();
    await issuer.close();
    await Promise.all(processes.map(stop));
  });

  async function stop(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }

  const portOf = (agent: AgentName): number => fleetMember(agent).port + fleet.portOffset + BESIDE_SHARED_FLEET;

  async function start(agent: AgentName): Promise<void> {
    const child = spawn(process.execPath, [`${ROOT}dist/agents/${agent}/main.js`], {
      env: { ...variablesOf(agent, standIns), ...localAdditions(fleet) },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    processes.push(child);
    const [told] = (await once(child, 'message')) as [unknown];
    expect(told, agent).to.deep.include({ type: 'ready' });
  }

  /** An ID token as Cognito makes them. */
  const idToken = (customer: string): Promise<string> =>
    issuer.token({
      sub: '5f0f3c1e-0000-4000-8000-000000000001',
      more: {
        tenant: undefined,
        roles: undefined,
        token_use: 'id',
        'cognito:groups': ['customer'],
        'custom:tenant': 'acme',
        'custom:customer_id': customer,
      },
    });

  it('are asked by a signed-in customer, and two specialists answer', async () => {
    const response = await fetch(`${url}/supervisor/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await idToken('cust001')}` },
      body: JSON.stringify({ message: QUESTION }),
    });
    const text = await response.text();
    expect(response.status, text).to.equal(200);
    const reply = chatReplySchema.parse(JSON.parse(text));
    expect(reply.agents).to.have.deep.members([
      { agent: 'order-management', outcome: 'answered' },
      { agent: 'product-recommendation', outcome: 'answered' },
    ]);
    expect(reply.reply)
      .to.match(/12345/u)
      .and.match(/speaker/iu);
    expect(reply.degraded).to.equal(false);
  });

  it('have the pages sign in at the user pool', async () => {
    const response = await fetch(`${url}/supervisor/sign-in`);
    expect(await response.json()).to.deep.equal({
      kind: 'cognito',
      endpoint: new URL(issuer.url).origin,
      client_id: issuer.audience,
    });
    const page = await fetch(url);
    await page.body?.cancel();
    expect(page.headers.get('content-security-policy')?.split(';')).to.include(
      `connect-src 'self' ${new URL(issuer.url).origin}`,
    );
  });

  it('know from the token whose order it is', async () => {
    const response = await fetch(`${url}/order/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await idToken('cust002')}` },
      body: JSON.stringify({ message: 'Where is order o12345?' }),
    });
    expect(chatReplySchema.parse(await response.json()).reply).to.match(/no order|not find|can't find|couldn't find/iu);
  });

  it('try the models that the task role allows, and reach the database and each other', async () => {
    const ready = await (await fetch(`${url}/supervisor/ready`)).json();
    const { models, ...rest } = z.looseObject({ models: z.array(z.object({ modelId: z.string() })) }).parse(ready);
    expect(rest).to.deep.include({
      ready: true,
      database: 'ok',
      agents: Object.fromEntries(FLEET.slice(1).map(({ name }) => [name, 'ok'])),
    });
    const policies = JSON.stringify(synthesized('dev').resources('fleet', 'AWS::IAM::Policy'));
    for (const { modelId } of models.filter((link) => link.modelId !== 'rulebook'))
      expect(policies).to.include(`inference-profile/${modelId}"`);
  });

  it('keep idle connections longer than the load balancer does', async () => {
    const balancer = synthesized('dev').resource('fleet', 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    const idle = /"idle_timeout\.timeout_seconds","Value":"(\d+)"/u.exec(JSON.stringify(balancer.Properties))?.[1];
    const response = await fetch(`http://127.0.0.1:${portOf('order-management')}/health`);
    const kept = /timeout=(\d+)/u.exec(response.headers.get('keep-alive') ?? '')?.[1];
    expect(Number(kept)).to.be.above(Number(idle));
  });

  it('would not start with a variable missing', () => {
    const { JWKS_URL: _, ...rest } = variablesOf('supervisor', standIns);
    expect(() => loadSettings(rest)).to.throw(/JWKS_URL is not set/u);
  });
});
