import { ConverseCommand, type BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { expect } from 'chai';
import type { RunningBedrock } from '../../src/bedrock/start.ts';
import { ask, endpoint, failure, SONNET, streamOf, textOf, unchangedClient } from './support.ts';

describe('Bedrock endpoint: admin API', () => {
  let bedrock: RunningBedrock;
  let client: BedrockRuntimeClient;
  before(async () => {
    bedrock = await endpoint({ keepPrompts: true });
    client = unchangedClient(bedrock.url, true);
  });
  beforeEach(() => admin('POST', 'reset'));
  after(async () => {
    client.destroy();
    await bedrock.close();
  });

  async function admin(method: string, path: string, body?: unknown): Promise<Record<string, unknown>> {
    const answer = await fetch(
      `${bedrock.url}/_admin/${path}`,
      body === undefined ? { method } : { method, body: JSON.stringify(body) },
    );
    return { status: answer.status, ...((await answer.json()) as object) };
  }
  const asAgent = (agent: string) =>
    ask('Hi', { requestMetadata: { agent, tenant: 'acme', conversation_id: 'c1', turn_id: 't1' } });

  it('scripts replies for one agent', async () => {
    await admin('POST', 'scripts', { agent: 'supervisor', replies: [{ text: 'Scripted.' }] });
    expect(textOf(await streamOf(client, asAgent('troubleshooting')))).to.match(/^I can help/);
    expect(textOf(await streamOf(client, asAgent('supervisor')))).to.equal('Scripted.');
  });

  it('scripts broken tool input and any stop reason', async () => {
    await admin('POST', 'scripts', {
      agent: '*',
      replies: [{ calls: [{ name: 'get_order', input: '{"order' }], stop_reason: 'malformed_tool_use' }],
    });
    const events = await streamOf(client, ask('Hi'));
    expect(events.map((event) => event.contentBlockDelta?.delta?.toolUse?.input ?? '').join('')).to.equal('{"order');
    expect(events.find((event) => event.messageStop)?.messageStop?.stopReason).to.equal('malformed_tool_use');
  });

  it('holds a call and lets it go, with no one needing to sleep', async () => {
    await admin('POST', 'faults', { kind: 'hold', agent: 'supervisor' });
    const call = streamOf(client, asAgent('supervisor'));
    expect(await admin('GET', 'wait?agent=supervisor&state=held')).to.include({ state: 'held', streamed_events: 0 });
    expect(await admin('POST', 'release')).to.include({ released: 1 });
    expect(textOf(await call)).to.match(/^I can help/);
  });

  it('hits only the calls that a fault is meant for, as often as it says', async () => {
    await admin('POST', 'faults', { kind: 'throttle', agent: 'supervisor', model: SONNET, times: 2 });
    await client.send(new ConverseCommand(asAgent('troubleshooting')));
    expect((await failure(client.send(new ConverseCommand(asAgent('supervisor'))))).name).to.equal(
      'ThrottlingException',
    );
    expect((await failure(client.send(new ConverseCommand(asAgent('supervisor'))))).name).to.equal(
      'ThrottlingException',
    );
    await client.send(new ConverseCommand(asAgent('supervisor')));
  });

  it('retires a profile', async () => {
    await admin('PUT', 'retired', { models: ['anthropic.claude-sonnet-4-6'] });
    expect((await failure(client.send(new ConverseCommand(ask('Hi'))))).message).to.match(/end of its life/);
  });

  it('shows who asked what, and how it ended', async () => {
    await streamOf(client, asAgent('supervisor'));
    const { requests } = (await admin('GET', 'requests?agent=supervisor')) as unknown as {
      requests: Record<string, unknown>[];
    };
    expect(requests).to.have.length(1);
    expect(requests[0]).to.include({
      agent: 'supervisor',
      tenant: 'acme',
      conversation_id: 'c1',
      turn_id: 't1',
      model: SONNET,
      operation: 'converse-stream',
      state: 'finished',
      prompt_characters: 2,
      error: null,
    });
    expect(requests[0]?.['streamed_events']).to.be.above(4);
    expect(requests[0]?.['prompt']).to.contain('"Hi"');
    await admin('DELETE', 'requests');
    expect((await admin('GET', 'requests'))['requests']).to.deep.equal([]);
  });

  it('sets the latency before the first token and between events', async () => {
    await admin('PUT', 'latency', { ms: 3, token_delay_ms: 1 });
    const output = await client.send(new ConverseCommand(ask('Hi')));
    expect(output.metrics?.latencyMs).to.be.at.least(2);
    expect(textOf(await streamOf(client, ask('Hi')))).to.match(/^I can help/);
  });

  it('counts connections', async () => {
    await client.send(new ConverseCommand(ask('Hi')));
    expect((await admin('GET', 'connections'))['accepted']).to.be.at.least(1);
  });

  it('says what is wrong with a bad instruction', async () => {
    expect(await admin('POST', 'faults', { kind: 'explode' })).to.include({ status: 400 });
    expect(await admin('PUT', 'latency', { ms: -1 }))
      .to.include({ status: 400 })
      .and.to.have.property('message')
      .that.matches(/ms/);
    expect(await admin('GET', 'requests?state=lost')).to.include({ status: 400 });
    expect(await admin('GET', 'nothing')).to.include({ status: 404 });
  });
});
