/** The samples of docs/tools.md are calls that work in the demo shop. */
import { expect } from 'chai';
import { sharedWorld, callTool, type World } from '../../src/testing/harness.ts';
import { contextOf, everyTool, NONE } from './support.ts';

describe('the sample of each tool', () => {
  let world: World;
  before(async () => {
    world = await sharedWorld();
  });

  for (const one of everyTool()) {
    const { agent, tool, sample } = one;
    it(`works: ${agent.name} ${tool.name}`, async () => {
      expect(sample, 'say a sample in the tool').not.to.equal(NONE);
      const context = contextOf(world, one);
      if (tool.kind === 'write' && tool.audience === 'staff') {
        const parsed = tool.input.safeParse(sample.input);
        expect(parsed.error?.message).to.equal(undefined);
        const planned = await tool.plan(parsed.data as never, context);
        expect(planned.ok ? 'planned' : `${planned.code}: ${planned.message}`).to.equal('planned');
        return;
      }
      const result = await callTool(context, agent, tool.name, sample.input);
      const outcome = result.ok ? 'ok' : `${result.code}: ${result.message}`;
      // A quote is of a conversation, and the sample cannot know one.
      if (tool.kind === 'decision') expect(outcome).to.match(/^quote_not_found/u);
      else expect(outcome).to.equal('ok');
      if (tool.kind === 'write') expect(result.ok && result.data['status']).to.equal('waiting_for_confirmation');
    });
  }
});
