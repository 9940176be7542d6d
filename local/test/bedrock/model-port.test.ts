import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { bedrockClient, bedrockModel } from '@deskfleet/shared/model/bedrock.ts';
import type { LinkModel } from '@deskfleet/shared/model/link.ts';
import type { ModelEvent, ModelMessage, ModelReply, ModelRequest, ToolSpec } from '@deskfleet/shared/model/model.ts';
import { expect } from 'chai';
import type { RunningBedrock } from '../../src/bedrock/start.ts';
import { endpoint, failure, SONNET, unchangedClient } from './support.ts';

const TOOLS: readonly ToolSpec[] = [
  { name: 'get_order', description: 'Looks an order up.', inputSchema: { type: 'object' } },
];

function request(more: Partial<ModelRequest> = {}): ModelRequest {
  return {
    labels: {
      agent: 'order-management',
      tenant: 'acme "ümlaut"',
      conversationId: 'c-1',
      turnId: 't-1',
      withinBudget: true,
    },
    system: 'You answer questions about orders.',
    tools: TOOLS,
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Where is order 1042?' }] }],
    maxOutputTokens: 500,
    signal: new AbortController().signal,
    ...more,
  };
}

async function drain(
  events: AsyncIterable<ModelEvent>,
): Promise<{ readonly texts: string[]; readonly reply: ModelReply }> {
  const texts: string[] = [];
  let reply: ModelReply | undefined;
  for await (const event of events) {
    if (event.type === 'text') texts.push(event.text);
    else reply = event.reply;
  }
  return { texts, reply: reply! };
}

describe('bedrockModel', () => {
  let bedrock: RunningBedrock;
  let client: BedrockRuntimeClient;
  let model: LinkModel;
  before(async () => {
    bedrock = await endpoint({ keepPrompts: true });
    unchangedClient(bedrock.url).destroy();
    client = bedrockClient('eu-west-1');
    model = bedrockModel(client, SONNET);
  });
  beforeEach(() => {
    bedrock.control.reset();
    bedrock.log.clear();
  });
  after(async () => {
    client.destroy();
    await bedrock.close();
  });
  const sent = (): Record<string, never> => JSON.parse(bedrock.log.entries[0]?.prompt ?? '{}') as Record<string, never>;

  it('streams words as they come and puts the reply together', async () => {
    bedrock.control.script('*', [{ text: 'It is on its way.' }]);
    const { texts, reply } = await drain(model.converseStream(request()));
    expect(texts).to.deep.equal(['It', ' is', ' on', ' its', ' way.']);
    expect(reply).to.deep.include({
      content: [{ type: 'text', text: 'It is on its way.' }],
      stopReason: 'end_turn',
      modelId: SONNET,
      degraded: false,
    });
    expect(reply.usage.outputTokens).to.equal(5);
  });

  it('assembles tool input from its fragments; Converse and ConverseStream give the same reply', async () => {
    const input = { order_id: '1042', note: 'a "quoted" ümlaut 🎁, long enough for several fragments' };
    bedrock.control.script(
      '*',
      [1, 2].map(() => ({
        text: 'Let me see.',
        calls: [
          { name: 'get_order', input },
          { name: 'get_order', input: {} },
        ],
      })),
    );
    const whole = await model.converse(request());
    const { reply } = await drain(model.converseStream(request()));
    for (const { content, stopReason } of [whole, reply]) {
      expect(stopReason).to.equal('tool_use');
      expect(
        content.map((block) => (block.type === 'tool_use' ? [block.name, block.input] : block.text)),
      ).to.deep.equal(['Let me see.', ['get_order', input], ['get_order', {}]]);
    }
  });

  it('says malformed_tool_use when the model writes broken JSON, and keeps the words', async () => {
    bedrock.control.script(
      '*',
      [1, 2].map(() => ({ text: 'Hm.', calls: [{ name: 'get_order', input: '{"order_id": ' }] })),
    );
    for (const reply of [await model.converse(request()), (await drain(model.converseStream(request()))).reply]) {
      expect(reply.stopReason).to.equal('malformed_tool_use');
      expect(reply.content).to.deep.equal([{ type: 'text', text: 'Hm.' }]);
    }
  });

  it('sends labels as clean metadata, and system prompt and tools that end in cache points', async () => {
    await model.converse(request());
    expect(sent()).to.deep.include({
      requestMetadata: { agent: 'order-management', tenant: 'acme __mlaut_', conversation_id: 'c-1', turn_id: 't-1' },
      system: [{ text: 'You answer questions about orders.' }, { cachePoint: { type: 'default' } }],
      inferenceConfig: { maxTokens: 500, temperature: 0 },
    });
    expect((sent()['toolConfig'] as unknown as { tools: object[] }).tools.at(-1)).to.deep.equal({
      cachePoint: { type: 'default' },
    });
  });

  it('leaves out what a model does not take', async () => {
    const newer = bedrockModel(client, 'eu.anthropic.claude-sonnet-5-5');
    await newer.converse(request({ tools: [], system: '' }));
    expect(sent()['inferenceConfig']).to.deep.equal({ maxTokens: 500 });
    expect(sent()).to.not.have.property('toolConfig');
  });

  it('sends tool results of any shape, and the endpoint reads them back unchanged', async () => {
    const results = [{ status: 'shipped' }, ['a', 1], 'plain words', '', null, 7, true];
    const messages: ModelMessage[] = results.flatMap((_result, index): ModelMessage[] => [
      {
        role: 'user',
        content:
          index === 0
            ? [{ type: 'text', text: 'Go' }]
            : [
                {
                  type: 'tool_result',
                  toolUseId: `t${index - 1}`,
                  isError: index === 1,
                  content: results[index - 1] ?? null,
                },
              ],
      },
      { role: 'assistant', content: [{ type: 'tool_use', id: `t${index}`, name: 'get_order', input: {} }] },
    ]);
    const last = results.length - 1;
    messages.push({
      role: 'user',
      content: [{ type: 'tool_result', toolUseId: `t${last}`, isError: false, content: results[last] ?? null }],
    });
    const seen: unknown[] = [];
    const echo = await endpoint({
      rulebooks: [
        {
          agent: 'order-management',
          answer(given) {
            for (const { content } of given.messages) {
              for (const block of content) if (block.type === 'tool_result') seen.push(block.content);
            }
            return { kind: 'say', text: 'Done.' };
          },
        },
      ],
    });
    unchangedClient(echo.url).destroy();
    const echoClient = bedrockClient('eu-west-1');
    await bedrockModel(echoClient, SONNET).converse(request({ messages }));
    expect(seen).to.deep.equal(results);
    echoClient.destroy();
    await echo.close();
  });

  it('reads cache figures', async () => {
    const long = request({ system: 's'.repeat(12_000) });
    expect((await model.converse(long)).usage.cacheWriteTokens).to.be.above(3000);
    const { usage } = (await drain(model.converseStream(long))).reply;
    expect(usage.cacheReadTokens).to.be.above(3000);
    expect(usage.cacheWriteTokens).to.equal(0);
  });

  const faults = [
    { fault: { kind: 'throttle' }, kind: 'throttled' },
    { fault: { kind: 'throttle_in_stream', after_events: 1 }, kind: 'throttled' },
    { fault: { kind: 'throttle_in_stream', after_events: 3 }, kind: 'throttled' },
    { fault: { kind: 'drop', after_events: 0 }, kind: 'unavailable' },
    { fault: { kind: 'drop', after_events: 3 }, kind: 'unavailable' },
    { fault: { kind: 'error', status: 408, type: 'ModelTimeoutException' }, kind: 'timeout' },
    { fault: { kind: 'error', status: 424, type: 'ModelErrorException' }, kind: 'unavailable' },
    { fault: { kind: 'error', status: 429, type: 'ModelNotReadyException' }, kind: 'unavailable' },
    { fault: { kind: 'error', status: 403, type: 'AccessDeniedException' }, kind: 'denied' },
    {
      fault: {
        kind: 'error',
        status: 400,
        type: 'ValidationException',
        message: 'Input is too long for requested model.',
      },
      kind: 'context_overflow',
    },
    { fault: { kind: 'error', status: 500, type: 'InternalServerException' }, kind: 'unavailable' },
  ] as const;
  for (const { fault, kind } of faults) {
    it(`says ${kind} for ${Object.values(fault).slice(0, 3).join(' ')}`, async () => {
      bedrock.control.fault(fault);
      expect(await failure(drain(model.converseStream(request())))).to.include({ name: 'ModelError', kind });
      expect(bedrock.log.entries).to.have.length(1);
    });
  }

  it('keeps a reply whose stream broke after the model was done', async () => {
    bedrock.control.script('*', [{ text: 'All said.' }]);
    bedrock.control.fault({ kind: 'drop', after_events: 5 });
    const { reply } = await drain(model.converseStream(request()));
    expect(reply).to.deep.include({ content: [{ type: 'text', text: 'All said.' }], stopReason: 'end_turn' });
  });

  it('says retired for Claude 3.7 Sonnet, and for a profile that the region does not have', async () => {
    for (const id of [
      'eu.anthropic.claude-3-7-sonnet-20250219-v1:0',
      'eu.anthropic.claude-0',
      'anthropic.claude-sonnet-4-6',
    ]) {
      expect(await failure(bedrockModel(client, id).converse(request()))).to.include({ kind: 'retired' });
    }
  });

  it('aborts the call at the endpoint when the customer leaves before the first word', async () => {
    bedrock.control.fault({ kind: 'hold' });
    const leaving = new AbortController();
    const call = failure(drain(model.converseStream(request({ signal: leaving.signal }))));
    await bedrock.log.waitFor({ state: 'held' });
    leaving.abort();
    expect(await call).to.include({ kind: 'aborted' });
    expect(await bedrock.log.waitFor({ state: 'aborted' })).to.include({ streamed_events: 0 });
  });

  for (const how of ['an abort', 'leaving the loop'] as const) {
    it(`aborts the call at the endpoint in the middle of the stream on ${how}`, async () => {
      bedrock.control.script('*', [{ text: 'word '.repeat(100_000) }]);
      const leaving = new AbortController();
      const read = async (): Promise<void> => {
        for await (const event of model.converseStream(request({ signal: leaving.signal }))) {
          expect(event.type).to.equal('text');
          if (how === 'leaving the loop') break;
          leaving.abort();
        }
      };
      if (how === 'an abort') expect(await failure(read())).to.include({ kind: 'aborted' });
      else await read();
      const entry = await bedrock.log.waitFor({ state: 'aborted' });
      expect(entry.streamed_events).to.be.below(100_000);
    });
  }
});
