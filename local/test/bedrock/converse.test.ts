import { ConverseCommand, type BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { expect } from 'chai';
import { SUMMARY_PROMPT } from '@deskfleet/supervisor/remembering/summary.ts';
import type { RunningBedrock } from '../../src/bedrock/start.ts';
import { ask, endpoint, failure, orderTools, SONNET, streamOf, textOf, unchangedClient } from './support.ts';

for (const handler of ['the default HTTP/2 handler', 'NodeHttpHandler'] as const) {
  describe(`Bedrock endpoint through ${handler}`, () => {
    const http1 = handler === 'NodeHttpHandler';
    let bedrock: RunningBedrock;
    let client: BedrockRuntimeClient;
    before(async () => {
      bedrock = await endpoint();
      client = unchangedClient(bedrock.url, http1);
    });
    afterEach(() => {
      bedrock.control.reset();
      bedrock.log.clear();
    });
    after(async () => {
      client.destroy();
      await bedrock.close();
    });

    it('answers Converse with a message, a stop reason and usage', async () => {
      bedrock.control.script('*', [{ text: 'Your order is on its way.' }]);
      const output = await client.send(new ConverseCommand(ask('Where is my order?')));
      expect(output.output?.message).to.deep.include({
        role: 'assistant',
        content: [{ text: 'Your order is on its way.' }],
      });
      expect(output.stopReason).to.equal('end_turn');
      expect(output.usage).to.include({ inputTokens: 5, outputTokens: 7, totalTokens: 12, cacheReadInputTokens: 0 });
      expect(output.metrics?.latencyMs).to.be.a('number');
    });

    it('shortens a conversation when the supervisor asks for notes, in the words that stand there', async () => {
      const text = '<conversation>\nCustomer: Where is o1?\nShop: On its way.\n</conversation>\nAt most 36 characters.';
      const output = await client.send(
        new ConverseCommand({
          ...ask(text),
          system: [{ text: SUMMARY_PROMPT }],
          requestMetadata: { agent: 'supervisor' },
        }),
      );
      expect(output.output?.message?.content).to.deep.equal([{ text: 'Customer: Where is o1? Shop: On…' }]);
    });

    it("streams the events in Bedrock's order, one for each word", async () => {
      bedrock.control.script('*', [{ text: 'On its way.' }]);
      const events = await streamOf(client, ask('Where?'));
      expect(events.map((event) => Object.keys(event)[0])).to.deep.equal([
        'messageStart',
        'contentBlockDelta',
        'contentBlockDelta',
        'contentBlockDelta',
        'contentBlockStop',
        'messageStop',
        'metadata',
      ]);
      expect(textOf(events)).to.equal('On its way.');
      expect(events.at(-1)?.metadata?.usage?.outputTokens).to.equal(3);
    });

    it('takes its words from the rulebook of the agent in the metadata, tool input in fragments', async () => {
      const request = ask('Where is order 1042?', {
        toolConfig: orderTools,
        requestMetadata: { agent: 'order-management' },
      });
      const events = await streamOf(client, request);
      const fragments = events.flatMap((event) => event.contentBlockDelta?.delta?.toolUse?.input ?? []);
      expect(fragments).to.have.length.above(2);
      expect(JSON.parse(fragments.join(''))).to.deep.equal({
        order_id: '1042',
        fields: ['status', 'delivery', 'items'],
      });
      const toolUse = events.find((event) => event.contentBlockStart)?.contentBlockStart?.start?.toolUse;
      expect(toolUse?.name).to.equal('get_order');
      const followUp = await client.send(
        new ConverseCommand({
          ...request,
          messages: [
            ...(request.messages ?? []),
            {
              role: 'assistant',
              content: [{ toolUse: { toolUseId: toolUse?.toolUseId, name: 'get_order', input: { order_id: '1042' } } }],
            },
            {
              role: 'user',
              content: [{ toolResult: { toolUseId: toolUse?.toolUseId, content: [{ json: { status: 'shipped' } }] } }],
            },
          ],
        }),
      );
      expect(followUp.output?.message?.content?.[0]?.text).to.equal('Order 1042 is {"status":"shipped"}.');
    });

    it('recognises the agent by its tools when there is no metadata, and answers generally without either', async () => {
      const byTools = await client.send(new ConverseCommand(ask('Where is it?', { toolConfig: orderTools })));
      expect(byTools.stopReason).to.equal('tool_use');
      expect(bedrock.log.entries[0]?.agent).to.equal('order-management');
      const general = await client.send(new ConverseCommand(ask('Hello')));
      expect(general.output?.message?.content?.[0]?.text).to.match(/^I can help with orders/);
    });

    it('cuts an answer off at maxTokens', async () => {
      bedrock.control.script('*', [{ text: 'A very long answer indeed.' }]);
      const output = await client.send(new ConverseCommand(ask('Talk', { inferenceConfig: { maxTokens: 2 } })));
      expect(output.stopReason).to.equal('max_tokens');
      expect(output.output?.message?.content?.[0]?.text).to.equal('A very l');
    });

    it('refuses with the typed exceptions of the SDK', async () => {
      bedrock.control.fault({ kind: 'throttle' });
      expect(await failure(streamOf(client, ask('Hi')))).to.include({ name: 'ThrottlingException' });
      bedrock.control.fault({ kind: 'error', status: 503, type: 'ServiceUnavailableException', message: 'Busy.' });
      expect(await failure(client.send(new ConverseCommand(ask('Hi'))))).to.include({
        name: 'ServiceUnavailableException',
        message: 'Busy.',
      });
      expect(bedrock.log.entries.map((entry) => entry.state)).to.deep.equal(['refused', 'refused']);
    });

    it('throttles inside a stream after the events it was told', async () => {
      bedrock.control.fault({ kind: 'throttle_in_stream', after_events: 2 });
      expect(await failure(streamOf(client, ask('Hi')))).to.include({ name: 'ThrottlingException' });
      expect(bedrock.log.entries[0]).to.include({ state: 'refused', streamed_events: 2, error: 'ThrottlingException' });
    });

    it('drops a stream in the middle', async () => {
      bedrock.control.fault({ kind: 'drop', after_events: 3 });
      await failure(streamOf(client, ask('Hi')));
      expect(bedrock.log.entries[0]).to.include({ state: 'dropped', streamed_events: 3 });
      expect(textOf(await streamOf(client, ask('Hi')))).to.match(/^I can help/);
    });

    it('sees that a client aborted a held call', async () => {
      bedrock.control.fault({ kind: 'hold' });
      const leaving = new AbortController();
      const call = failure(client.send(new ConverseCommand(ask('Hi')), { abortSignal: leaving.signal }));
      await bedrock.log.waitFor({ state: 'held' });
      leaving.abort();
      expect((await call).name).to.equal('AbortError');
      const entry = await bedrock.log.waitFor({ state: 'aborted' });
      expect(entry.streamed_events).to.equal(0);
    });

    it('lets a held call go on when it is released', async () => {
      bedrock.control.fault({ kind: 'hold' });
      const call = streamOf(client, ask('Hi'));
      await bedrock.log.waitFor({ state: 'held' });
      expect(bedrock.control.release()).to.equal(1);
      expect(textOf(await call)).to.match(/^I can help/);
    });

    it('answers 404 for Claude 3.7 Sonnet, which is past its end of life, unless told that it lives', async () => {
      const modelId = 'eu.anthropic.claude-3-7-sonnet-20250219-v1:0';
      expect(await failure(client.send(new ConverseCommand(ask('Hi', { modelId }))))).to.include({
        name: 'ResourceNotFoundException',
      });
      bedrock.control.retired = new Set();
      expect((await client.send(new ConverseCommand(ask('Hi', { modelId })))).stopReason).to.equal('end_turn');
    });

    it('knows profiles by ARN and says which protocol and connection a call came in on', async () => {
      const modelId = `arn:aws:bedrock:eu-west-1:123456789012:inference-profile/${SONNET}`;
      await client.send(new ConverseCommand(ask('Hi', { modelId })));
      expect(bedrock.log.entries[0]).to.include({ model: modelId, protocol: http1 ? 'HTTP/1.1' : 'HTTP/2' });
      expect(bedrock.log.entries[0]?.connection).to.be.above(0);
    });
  });
}
