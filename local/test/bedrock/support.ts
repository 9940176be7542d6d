/** What the tests of the Bedrock endpoint share: an endpoint, unchanged SDK clients, a rulebook to speak with. */
import {
  BedrockRuntimeClient,
  ConverseStreamCommand,
  type ConverseStreamCommandInput,
  type ConverseStreamOutput,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { Agent as HttpAgent } from 'node:http';
import type { Rulebook } from '@deskfleet/shared/rulebook/rulebook.ts';
import { startBedrock, type BedrockOptions, type RunningBedrock } from '../../src/bedrock/start.ts';

export const SONNET = 'eu.anthropic.claude-sonnet-4-6';

/** Looks an order up once, then says what it found. */
const orderRulebook: Rulebook = {
  agent: 'order-management',
  answer({ messages }) {
    const last = messages.at(-1)?.content[0];
    if (last?.type === 'tool_result') return { kind: 'say', text: `Order 1042 is ${JSON.stringify(last.content)}.` };
    return {
      kind: 'call',
      calls: [{ name: 'get_order', input: { order_id: '1042', fields: ['status', 'delivery', 'items'] } }],
    };
  },
};

export const orderTools = {
  tools: [
    { toolSpec: { name: 'get_order', description: 'Looks an order up.', inputSchema: { json: { type: 'object' } } } },
  ],
};

export function endpoint(options: Partial<BedrockOptions> = {}): Promise<RunningBedrock> {
  return startBedrock({ rulebooks: [orderRulebook], host: '127.0.0.1', port: 0, ...options });
}

/** An SDK client that knows the endpoint by AWS_ENDPOINT_URL_BEDROCK_RUNTIME alone, as a process of the fleet does. */
export function unchangedClient(url: string, http1 = false): BedrockRuntimeClient {
  process.env['AWS_ENDPOINT_URL_BEDROCK_RUNTIME'] = url;
  process.env['AWS_ACCESS_KEY_ID'] = 'local';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'local';
  return new BedrockRuntimeClient({
    region: 'eu-west-1',
    maxAttempts: 1,
    ...(http1 ? { requestHandler: new NodeHttpHandler({ httpAgent: new HttpAgent({ keepAlive: true }) }) } : {}),
  });
}

export function ask(text: string, more: Partial<ConverseStreamCommandInput> = {}): ConverseStreamCommandInput {
  return { modelId: SONNET, messages: [{ role: 'user', content: [{ text }] }], ...more };
}

/** Reads a stream to its end. */
export async function streamOf(
  client: BedrockRuntimeClient,
  input: ConverseStreamCommandInput,
): Promise<ConverseStreamOutput[]> {
  const { stream } = await client.send(new ConverseStreamCommand(input));
  const events: ConverseStreamOutput[] = [];
  for await (const event of stream ?? []) events.push(event);
  return events;
}

export const textOf = (events: readonly ConverseStreamOutput[]): string =>
  events.map((event) => event.contentBlockDelta?.delta?.text ?? '').join('');

/** The name and message of the error a promise rejects with. */
export async function failure(
  work: Promise<unknown>,
): Promise<{ readonly name: string; readonly message: string; readonly kind?: string }> {
  try {
    await work;
  } catch (error) {
    return error as Error;
  }
  throw new Error('expected an error, but there was none');
}
