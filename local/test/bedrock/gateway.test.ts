import type { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { bedrockChain, bedrockClient } from '@deskfleet/shared/model/bedrock.ts';
import { systemClock } from '@deskfleet/shared/model/gateway-clock.ts';
import { createModelGateway, type ModelGateway } from '@deskfleet/shared/model/gateway.ts';
import type { ModelCall, ModelReply, ModelRequest } from '@deskfleet/shared/model/model.ts';
import { rulebookModel } from '@deskfleet/shared/rulebook/model.ts';
import { expect } from 'chai';
import type { RunningBedrock } from '../../src/bedrock/start.ts';
import { endpoint, failure, unchangedClient } from './support.ts';

const CHAIN = [
  'eu.anthropic.claude-3-7-sonnet-20250219-v1:0',
  'eu.anthropic.claude-sonnet-4-6',
  'eu.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'eu.anthropic.claude-haiku-4-5-20251001-v1:0',
] as const;
const [SONNET_3_7, SONNET_4_6, SONNET_4_5] = CHAIN;

describe("the region's model chain against the Bedrock endpoint", () => {
  let bedrock: RunningBedrock;
  let client: BedrockRuntimeClient;
  let gateway: ModelGateway;
  let calls: ModelCall[];
  let warnings: string[];

  beforeEach(async () => {
    bedrock = await endpoint();
    unchangedClient(bedrock.url).destroy();
    client = bedrockClient('eu-west-1');
    calls = [];
    warnings = [];
    const rulebook = rulebookModel(
      { agent: 'supervisor', answer: () => ({ kind: 'say', text: 'By the rules.' }) },
      { degraded: true },
    );
    gateway = createModelGateway({
      chain: [...bedrockChain(client, 'eu-west-1'), { modelId: 'rulebook', model: rulebook, paid: false }],
      timeoutMs: 10_000,
      firstEventTimeoutMs: 10_000,
      retries: 1,
      // Retries at once: nobody has to wait.
      clock: { ...systemClock, delay: () => Promise.resolve() },
      onCall: (call) => {
        calls.push(call);
      },
      warn: (message) => {
        warnings.push(message);
      },
    });
  });
  afterEach(async () => {
    client.destroy();
    await bedrock.close();
  });

  function request(signal = new AbortController().signal): ModelRequest {
    return {
      labels: { agent: 'supervisor', tenant: 'acme', conversationId: 'c1', turnId: 't1', withinBudget: true },
      system: 'Be helpful.',
      tools: [],
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
      maxOutputTokens: 200,
      signal,
    };
  }

  async function stream(
    signal?: AbortSignal,
  ): Promise<{ readonly text: string; readonly reply: ModelReply | undefined }> {
    let text = '';
    let reply: ModelReply | undefined;
    for await (const event of gateway.converseStream(request(signal))) {
      if (event.type === 'text') text += event.text;
      else reply = event.reply;
    }
    return { text, reply };
  }
  const asked = (): readonly string[] => bedrock.log.entries.map((entry) => entry.model);

  it('steps over Claude 3.7 Sonnet once and answers from its successor, over one connection', async () => {
    expect((await stream()).reply?.modelId).to.equal(SONNET_4_6);
    expect((await gateway.converse(request())).modelId).to.equal(SONNET_4_6);
    expect(asked()).to.deep.equal([SONNET_3_7, SONNET_4_6, SONNET_4_6]);
    expect(warnings).to.deep.equal(['model is retired and will be stepped over from now on']);
    expect(gateway.state().map(({ state }) => state)).to.deep.equal([
      'retired',
      'live',
      'untried',
      'untried',
      'untried',
    ]);
    expect(bedrock.connections().accepted).to.equal(1);
    expect(calls.map(({ outcome }) => outcome)).to.deep.equal(['retired', 'ok', 'ok']);
    expect(calls[1]?.cost_micros).to.be.above(0);
  });

  it('tries again when it is throttled before the stream and inside it, and then the next model', async () => {
    bedrock.control.fault({ kind: 'throttle', model: SONNET_4_6 });
    bedrock.control.fault({ kind: 'throttle_in_stream', model: SONNET_4_6, after_events: 1 });
    bedrock.control.fault({ kind: 'drop', model: SONNET_4_5, after_events: 1 });
    const { text, reply } = await stream();
    expect(reply?.modelId).to.equal(SONNET_4_5);
    expect(text).to.match(/^I can help/);
    expect(asked()).to.deep.equal([SONNET_3_7, SONNET_4_6, SONNET_4_6, SONNET_4_5, SONNET_4_5]);
  });

  it('does not say anything twice: a stream that breaks after the first word is not tried again', async () => {
    bedrock.control.fault({ kind: 'drop', model: SONNET_4_6, after_events: 3 });
    expect(await failure(stream())).to.include({ kind: 'unavailable' });
    expect(asked()).to.deep.equal([SONNET_3_7, SONNET_4_6]);
  });

  it('answers from the rulebook, marked as degraded, when every model is gone', async () => {
    bedrock.control.retired = new Set(CHAIN.map((id) => id.slice('eu.'.length)));
    const { text, reply } = await stream();
    expect(text).to.equal('By the rules.');
    expect(reply).to.include({ modelId: 'rulebook', degraded: true });
    expect(calls.at(-1)).to.include({ modelId: 'rulebook', cost_micros: 0 });
  });

  it('answers from the rulebook when the endpoint cannot be reached at all', async () => {
    await bedrock.close();
    expect((await stream()).reply?.modelId).to.equal('rulebook');
    expect(calls.slice(0, 2).map(({ outcome }) => outcome)).to.deep.equal(['unavailable', 'unavailable']);
  });

  it('lets the model know that the customer has left', async () => {
    bedrock.control.fault({ kind: 'hold', model: SONNET_4_6 });
    const leaving = new AbortController();
    const work = failure(stream(leaving.signal));
    await bedrock.log.waitFor({ state: 'held' });
    leaving.abort();
    expect(await work).to.include({ kind: 'aborted' });
    await bedrock.log.waitFor({ state: 'aborted' });
    expect(asked()).to.deep.equal([SONNET_3_7, SONNET_4_6]);
  });
});
