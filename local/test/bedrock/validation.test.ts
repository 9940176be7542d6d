import {
  ConverseCommand,
  type BedrockRuntimeClient,
  type ConverseStreamCommandInput,
  type Message,
} from '@aws-sdk/client-bedrock-runtime';
import { expect } from 'chai';
import type { RunningBedrock } from '../../src/bedrock/start.ts';
import { ask, endpoint, failure, orderTools, unchangedClient } from './support.ts';

const user = (text: string): Message => ({ role: 'user', content: [{ text }] });
const toolUse = (id: string, name = 'get_order'): Message => ({
  role: 'assistant',
  content: [{ toolUse: { toolUseId: id, name, input: {} } }],
});
const toolResult = (...ids: string[]): Message => ({
  role: 'user',
  content: ids.map((toolUseId) => ({ toolResult: { toolUseId, content: [{ json: { ok: true } }] } })),
});

const refused: readonly {
  readonly what: string;
  readonly request: Partial<ConverseStreamCommandInput>;
  readonly message: RegExp;
}[] = [
  {
    what: 'an unknown model',
    request: { modelId: 'eu.anthropic.claude-9' },
    message: /^The provided model identifier is invalid\.$/,
  },
  {
    what: 'a bare model id',
    request: { modelId: 'anthropic.claude-sonnet-4-6' },
    message: /^Invocation of model ID anthropic\.claude-sonnet-4-6 with on-demand throughput isn’t supported/,
  },
  {
    what: 'temperature on a model that refuses it',
    request: { modelId: 'eu.anthropic.claude-sonnet-5', inferenceConfig: { temperature: 0 } },
    message: /`temperature` is deprecated/,
  },
  { what: 'a temperature beyond 1', request: { inferenceConfig: { temperature: 1.5 } }, message: /temperature/ },
  { what: 'no room for an answer', request: { inferenceConfig: { maxTokens: 0 } }, message: /maxTokens/ },
  { what: 'no messages', request: { messages: [] }, message: /messages is empty/ },
  {
    what: 'a conversation that starts with the assistant',
    request: { messages: [toolUse('a')] },
    message: /must start with a user message/,
  },
  {
    what: 'two user messages in a row',
    request: { messages: [user('a'), user('b')] },
    message: /must alternate between user and assistant roles/,
  },
  {
    what: 'a conversation that ends with the assistant',
    request: { messages: [user('a'), { role: 'assistant', content: [{ text: 'So' }] }] },
    message: /must end with a user message/,
  },
  {
    what: 'an empty message',
    request: { messages: [{ role: 'user', content: [] }] },
    message: /content field .* is empty/,
  },
  { what: 'blank text', request: { messages: [user('  ')] }, message: /text field .* is blank/ },
  { what: 'a blank system prompt', request: { system: [{ text: '' }] }, message: /system\.0 is blank/ },
  {
    what: 'a tool call without its result',
    request: { toolConfig: orderTools, messages: [user('a'), toolUse('t1'), user('b')] },
    message: /Expected toolResult blocks at messages\.2\.content for the following Ids: t1/,
  },
  {
    what: 'a result that nobody asked for',
    request: { toolConfig: orderTools, messages: [user('a'), toolUse('t1'), toolResult('t1', 't2')] },
    message: /exceeds the number of toolUse blocks/,
  },
  {
    what: 'tool blocks without toolConfig',
    request: { messages: [user('a'), toolUse('t1'), toolResult('t1')] },
    message: /toolConfig field must be defined/,
  },
  {
    what: 'a tool name with a dot',
    request: { toolConfig: orderTools, messages: [user('a'), toolUse('t1', 'get.order'), toolResult('t1')] },
    message: /regular expression pattern/,
  },
  {
    what: 'two tools of one name',
    request: { toolConfig: { tools: [...orderTools.tools, ...orderTools.tools] } },
    message: /more than one tool named get_order/,
  },
  {
    what: 'a json result that is no object',
    request: {
      toolConfig: orderTools,
      messages: [
        user('a'),
        toolUse('t1'),
        { role: 'user', content: [{ toolResult: { toolUseId: 't1', content: [{ json: [1] }] } }] },
      ],
    },
    message: /Provide a json object/,
  },
  {
    what: 'metadata with a forbidden character',
    request: { requestMetadata: { agent: 'a"b' } },
    message: /requestMetadata/,
  },
  {
    what: 'a prompt longer than the model reads',
    request: { messages: [user('x'.repeat(800_004))] },
    message: /^Input is too long for requested model\.$/,
  },
];

describe('Bedrock endpoint: requests that Bedrock refuses', () => {
  let bedrock: RunningBedrock;
  let client: BedrockRuntimeClient;
  before(async () => {
    bedrock = await endpoint();
    client = unchangedClient(bedrock.url, true);
  });
  after(async () => {
    client.destroy();
    await bedrock.close();
  });

  for (const { what, request, message } of refused) {
    it(`refuses ${what}`, async () => {
      const error = await failure(client.send(new ConverseCommand(ask('Hi', request))));
      expect(error.name).to.equal('ValidationException');
      expect(error.message).to.match(message);
    });
  }

  it('takes a whole tool conversation', async () => {
    const messages = [user('a'), toolUse('t1'), toolResult('t1')];
    const output = await client.send(new ConverseCommand(ask('', { toolConfig: orderTools, messages })));
    expect(output.stopReason).to.equal('end_turn');
  });

  it('refuses what is not signed, what is not JSON and operations it does not know', async () => {
    const url = `${bedrock.url}/model/eu.anthropic.claude-sonnet-4-6`;
    const type = async (path: string, authorization?: string): Promise<unknown> => {
      const answer = await fetch(`${url}/${path}`, {
        method: 'POST',
        body: '{',
        headers: authorization === undefined ? {} : { authorization },
      });
      return [answer.status, answer.headers.get('x-amzn-errortype')];
    };
    expect(await type('converse')).to.deep.equal([403, 'MissingAuthenticationTokenException']);
    expect(await type('converse', 'Bearer key')).to.deep.equal([400, 'SerializationException']);
    expect(await type('count-tokens', 'Bearer key')).to.deep.equal([404, 'UnknownOperationException']);
  });
});
