import { expect } from 'chai';
import { z } from 'zod';
import { callTool, sharedWorld, toolContext, type World } from '@deskfleet/local/testing/harness.ts';
import { echoTool, testAgent } from '@deskfleet/local/testing/kernel-shop.ts';
import { defineAgent } from '../../src/agent/agent.ts';
import { defineTool, done, TOOL_RESULT_LIMIT } from '../../src/agent/tool.ts';
import { DatabaseError } from '../../src/database/errors.ts';
import { memoryLog } from '../../src/telemetry/log.ts';
import { play } from './support.ts';

const never = (): Promise<never> => new Promise(() => undefined);
const tool = (
  name: string,
  run: () => ReturnType<typeof never>,
  more: { timeoutMs?: number; needsCustomer?: boolean } = {},
) =>
  defineTool({
    name,
    description: name,
    input: z.object({}),
    needsCustomer: false,
    audience: 'customer',
    run,
    ...more,
  });

describe('the tool executor', () => {
  let world: World;
  before(async () => {
    world = await sharedWorld();
  });

  it('tells the real names for a tool that does not exist', async () => {
    const agent = testAgent([echoTool()]);
    const result = await callTool(toolContext(world, agent, { customerId: null }), agent, 'get_orders', {});
    expect(result).to.deep.equal({
      ok: false,
      code: 'unknown_tool',
      message: 'There is no tool "get_orders". The tools are: echo, hand_back.',
    });
  });

  it('tells what is wrong with an input, and does not run the tool', async () => {
    const agent = testAgent([echoTool(never)]);
    const context = toolContext(world, agent, { customerId: null });
    const result = await callTool(context, agent, 'echo', { text: 7 });
    expect(result).to.include({ ok: false, code: 'invalid_input' });
    expect(!result.ok && result.message).to.match(/^text: /u);
    expect(context.record.toolCalls[0]).to.include({ tool: 'echo', is_error: true });
  });

  it('asks a visitor to sign in', async () => {
    const agent = testAgent([tool('mine', never, { needsCustomer: true })]);
    expect(await callTool(toolContext(world, agent, { customerId: null }), agent, 'mine', {})).to.include({
      ok: false,
      code: 'sign_in_required',
    });
  });

  it('tells the truth about a fault, and keeps what it was for the log', async () => {
    const lines: NonNullable<Parameters<typeof memoryLog>[0]> = [];
    const agent = testAgent([tool('broken', () => Promise.reject(new Error('password=hunter2')))]);
    const context = { ...toolContext(world, agent, { customerId: null }), log: memoryLog(lines) };
    const result = await callTool(context, agent, 'broken', {});
    expect(result).to.include({ ok: false, code: 'tool_failed' });
    expect(JSON.stringify(result)).not.to.include('hunter2');
    expect(JSON.stringify(context.record.toData())).not.to.include('hunter2');
    expect(lines.map(({ level, message }) => [level, message])).to.deep.equal([['error', 'tool failed']]);
  });

  it('gives up a tool that takes too long, even one that does not listen', async () => {
    const agent = testAgent([tool('slow', never, { timeoutMs: 1 })]);
    expect(await callTool(toolContext(world, agent, { customerId: null }), agent, 'slow', {})).to.include({
      ok: false,
      code: 'tool_timed_out',
    });
  });

  it('does not claim that nothing happened when nobody knows', async () => {
    const lost = defineAgent({
      name: 'personalization',
      prompt: 'p',
      rulebook: { agent: 'personalization', answer: () => ({ kind: 'say', text: '' }) },
      tools: [
        {
          kind: 'decision',
          name: 'settle',
          description: 'd',
          input: z.object({}) as never,
          needsCustomer: false,
          audience: 'customer',
          timeoutMs: 5_000,
          run: () => Promise.reject(new DatabaseError('unknown_outcome', 'lost')),
        },
      ],
    });
    const result = await callTool(toolContext(world, lost, { customerId: null }), lost, 'settle', {});
    expect(result).to.include({ ok: false, code: 'outcome_unknown' });
    expect(!result.ok && result.message)
      .to.match(/could not find out/u)
      .and.not.match(/nothing was/iu);
  });

  it('turns a result too large for a prompt into advice', async () => {
    const agent = testAgent([echoTool(() => Promise.resolve(done({ rows: 'x'.repeat(TOOL_RESULT_LIMIT) })))]);
    const result = await callTool(toolContext(world, agent, { customerId: null }), agent, 'echo', { text: 'a' });
    expect(result).to.include({ ok: false, code: 'result_too_large' });
    expect(!result.ok && result.message).to.match(/fewer rows/u);
  });

  it('keeps only the start of a large result in the records', async () => {
    const agent = testAgent([echoTool(() => Promise.resolve(done({ rows: 'x'.repeat(10_000) })))]);
    const context = toolContext(world, agent, { customerId: null });
    await callTool(context, agent, 'echo', { text: 'a' });
    expect(JSON.stringify(context.record.toolCalls[0]?.result).length).to.be.lessThan(8_200);
    expect(context.record.toolCalls[0]?.result).to.include({ truncated: true });
  });

  it('keeps each citation once', async () => {
    const cite = { id: 'a1', title: 'Guide', section: 'Pairing' };
    const agent = testAgent([
      echoTool(() => Promise.resolve(done({}, [cite, { ...cite }, { id: 'a1', title: 'Guide' }]))),
    ]);
    const context = toolContext(world, agent, { customerId: null });
    await callTool(context, agent, 'echo', { text: 'a' });
    expect(context.record.citations).to.deep.equal([cite, { id: 'a1', title: 'Guide' }]);
  });

  it('leads to an answer that says the look-up failed', async () => {
    const agent = testAgent([tool('broken', () => Promise.reject(new Error('x')))]);
    const { result } = await play(agent, [{ calls: [{ name: 'broken', input: {} }] }, {}]);
    expect(result).to.deep.equal({
      reply: 'I could not look everything up just now, so this may be incomplete. Please try again in a moment.',
      outcome: 'failed',
    });
  });

  it('refuses agents whose tools could not be told apart or called', () => {
    expect(() => testAgent([echoTool(), echoTool()])).to.throw(/two tools with one name/u);
    expect(() => testAgent([tool('Bad-Name', never)])).to.throw(/lower_snake_case/u);
  });
});
