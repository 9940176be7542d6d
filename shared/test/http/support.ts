import { expect } from 'chai';
import { sharedWorld, type World } from '@deskfleet/local/testing/harness.ts';
import { startAgents, type AgentsOptions, type TestAgents } from '@deskfleet/local/testing/agents.ts';
import {
  echoTool,
  newsletterTool,
  openKernelShop,
  testAgent,
  type NewsletterHooks,
  type Shop,
} from '@deskfleet/local/testing/kernel-shop.ts';
import type { Agent } from '../../src/agent/agent.ts';
import { scriptedModel, type ScriptedModel, type ScriptedStep } from '../../src/model/scripted.ts';
import type { Settings } from '../../src/settings.ts';

/** One small agent over HTTP, in a shop of its own. */
export interface OneAgent {
  readonly agents: TestAgents;
  readonly agent: Agent;
  readonly model: ScriptedModel;
  readonly shop: Shop;
  readonly world: World;
  readonly hooks: NewsletterHooks;
  /** Bearer token of the shop's customer, or of somebody else. */
  token(role?: 'customer' | 'staff' | 'service', sub?: string): Promise<string>;
}

export const NAME = 'personalization';

export async function startOneAgent(
  options: AgentsOptions & {
    readonly steps?: readonly ScriptedStep[];
    readonly echo?: Parameters<typeof echoTool>[0];
  } = {},
): Promise<OneAgent> {
  const world = await sharedWorld();
  const shop = await openKernelShop(world.database);
  const hooks: NewsletterHooks = {};
  const agent = testAgent([echoTool(options.echo), newsletterTool(hooks)]);
  const model = scriptedModel(options.steps);
  const settings: Partial<Settings> = { DEFAULT_TENANT: shop.tenant, WAITING_POLL_MS: 5, ...options.settings };
  const agents = await startAgents({ [NAME]: { agent, model } }, { ...options, settings });
  return {
    agents,
    agent,
    model,
    shop,
    world,
    hooks,
    token: (role = 'customer', sub = shop.customer) => agents.issuer.token({ sub, tenant: shop.tenant, role }),
  };
}

/** A problem document with its code; nothing of our insides in it. */
export async function expectProblem(response: Response, code: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await response.text();
  expect(response.headers.get('content-type'), text).to.match(/^application\/problem\+json/u);
  const body = JSON.parse(text) as Readonly<Record<string, unknown>>;
  expect(body['code'], text).to.equal(code);
  expect(body['status']).to.equal(response.status);
  expect(body['type']).to.equal(`urn:deskfleet:error:${code}`);
  expect(body['request_id']).to.equal(response.headers.get('x-request-id'));
  expect(text).not.to.match(/\bat [\w.<>]+ \(|node_modules|\.ts:\d|insert into|select .* from|SQLState|ECONN/u);
  return body;
}
