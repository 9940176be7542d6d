/** What a tool returns reaches a model inside a tool result and nowhere else, of every agent and in every turn. */
import { expect } from 'chai';
import type { Agent } from '@deskfleet/shared/agent/agent.ts';
import { runTurnLoop } from '@deskfleet/shared/agent/turn-loop.ts';
import { scriptedModel } from '@deskfleet/shared/model/scripted.ts';
import type { ModelRequest } from '@deskfleet/shared/model/model.ts';
import { AGENTS } from '../../src/docs/tools-doc.ts';
import { sharedWorld, toolContext, type World } from '../../src/testing/harness.ts';
import { everyTool, type ToolOfAgent } from '../tools/support.ts';
import { MARK } from './instructions.ts';
import { loadShop, planted, plantRest, shopRows } from './shop.ts';

const SHOP = 'results-shop';

/** Every place of a request that a model takes for ours or for the customer's. */
function outsideResults({ system, tools, messages }: ModelRequest): string {
  const words = messages.flatMap(({ content }) =>
    content.flatMap((block) => (block.type === 'tool_result' ? [] : [JSON.stringify(block)])),
  );
  return [system, JSON.stringify(tools), ...words].join('\n');
}

function insideResults({ messages }: ModelRequest): string {
  return messages
    .flatMap(({ content }) =>
      content.flatMap((block) => (block.type === 'tool_result' ? [JSON.stringify(block.content)] : [])),
    )
    .join('\n');
}

describe('what tools return', () => {
  let world: World;
  before(async () => {
    world = await sharedWorld();
    await loadShop(world.database, SHOP, planted(shopRows(), 2));
    await plantRest(world.database, SHOP, 2);
  });

  const reads = everyTool().filter(({ tool }) => tool.kind === 'read' && tool.audience === 'customer');
  let marked = 0;

  for (const { agent, tool, sample } of reads) {
    it(`stands in a tool result only: ${agent.name} ${tool.name}`, async () => {
      const requests = await requestsOf(agent, { agent, tool, sample });
      expect(requests).to.have.length(2);
      for (const request of requests) {
        expect(outsideResults(request)).not.to.contain(MARK);
        expect(request.system).to.equal(agent.prompt);
        expect(request.tools).to.equal(agent.toolSpecs);
      }
      const [, second] = requests;
      if (second && insideResults(second).includes(MARK)) marked += 1;
    });
  }

  it('was planted in most of them', () => {
    expect(marked).to.be.greaterThan(reads.length * 0.6);
  });

  it('is asked of every specialist', () => {
    expect([...new Set(reads.map(({ agent }) => agent.name))]).to.have.length(AGENTS.length - 1);
  });

  async function requestsOf(agent: Agent, { tool, sample }: ToolOfAgent): Promise<readonly ModelRequest[]> {
    const model = scriptedModel();
    model.push({ calls: [{ name: tool.name, input: sample.input }] }, { text: 'So it is.' });
    // Only what the model asks for.
    const { foresee: _, ...rulebook } = agent.rulebook;
    const context = toolContext(world, agent, {
      tenant: SHOP,
      customerId: sample.customer,
      facts: { profile: sample.customer === null ? null : { first_name: 'Ann' } },
    });
    await runTurnLoop({
      agent: { ...agent, rulebook },
      model,
      limits: { maxModelCalls: 4, maxOutputTokens: 500 },
      context,
      request: 'Look it up.',
      streaming: false,
    });
    return model.requests;
  }
});
