/**
 * The fake Bedrock of `npm run bench:kernel`, a process of its own: ConverseStream over HTTP/1.1 in Bedrock's framing. It
 * answers without thinking: a delegation or a tool call when nothing was looked up yet, words once there is a result.
 * The words name every order id that stands in the messages, so that one turn's text in another one shows.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import { buildReply, replyFrames } from '@deskfleet/local/bedrock/reply.ts';
import type { ScriptedAnswer } from '@deskfleet/local/bedrock/control.ts';
import type { WireMessage, WireRequest } from '@deskfleet/local/bedrock/wire.ts';
import { orderIdsIn, type EndpointOrder, type EndpointReport } from './kernel-protocol.ts';

const NOTHING_CACHED = { promptCharacters: 0, inputTokens: 0, cacheReadInputTokens: 0, cacheWriteInputTokens: 0 };

const counts: EndpointReport = { calls: 0, connections: 0, prompt_characters: 0 };
let latencyMs = 0;

function answer({ messages = [], toolConfig }: WireRequest): ScriptedAnswer {
  const said = JSON.stringify(messages);
  const ids = orderIdsIn(said);
  if (messages.at(-1)?.content?.some((block) => block.toolResult !== undefined) === true)
    return {
      text: `Your order ${ids.join(' and ')} has left the warehouse. Carrier Parcelway brings it on 15 March. Anything else you would like to know about it?`,
    };
  const tools = (toolConfig?.tools ?? []).map(({ toolSpec }) => toolSpec?.name);
  return tools.includes('delegate')
    ? { calls: [{ name: 'delegate', input: { agent: 'order-management', request: lastWords(messages) } }] }
    : { calls: [{ name: 'track_shipment', input: { order_id: ids[0] ?? '' } }] };
}

function lastWords(messages: readonly WireMessage[]): string {
  return messages.at(-1)?.content?.findLast(({ text }) => text !== undefined)?.text ?? '';
}

const server = createServer((request, response) => {
  void (async () => {
    const body = (await json(request)) as WireRequest;
    counts.calls += 1;
    counts.prompt_characters += JSON.stringify([body.system, body.toolConfig, body.messages]).length;
    if (latencyMs > 0) await sleep(latencyMs);
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
    for (const frame of replyFrames(buildReply(answer(body), undefined), NOTHING_CACHED, () => 1)) {
      response.write(frame);
      // Each event leaves on its own, as from a model that is still writing.
      await breathe();
    }
    response.end();
  })();
});
server.keepAliveTimeout = 60_000;
server.on('connection', () => {
  counts.connections += 1;
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.on('message', (order: EndpointOrder) => {
  latencyMs = order.latency_ms;
  process.send?.({ ...counts });
  Object.assign(counts, { calls: 0, connections: 0, prompt_characters: 0 });
});
process.once('disconnect', () => process.exit(0));
