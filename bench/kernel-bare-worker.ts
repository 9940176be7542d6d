/**
 * The other side of `npm run bench:kernel`: a bare loop with the AWS SDK and nothing else, HTTP/1.1 with kept-alive
 * connections. The classic four calls: the supervisor delegates, the specialist asks for a tool and answers, the
 * supervisor answers once more. Prompts, tools and the tool's result are ours; all are encoded once.
 */
import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import {
  BedrockRuntimeClient,
  ConverseStreamCommand,
  type ContentBlock,
  type Message,
  type ToolConfiguration,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { question } from './kernel-protocol.ts';
import { trackedOrder } from './kernel-order.ts';
import { serveTurns } from './kernel-worker-loop.ts';

interface BareAgent {
  readonly system: { readonly text: string }[];
  readonly toolConfig: ToolConfiguration;
}

interface Called {
  readonly toolUseId: string;
  readonly name: string;
  input: string;
}

/** Written by the benchmark, so that this process loads nothing of ours. */
const { supervisor, specialist } = JSON.parse(readFileSync(process.env['BENCH_AGENTS'] ?? '', 'utf8')) as {
  readonly supervisor: BareAgent;
  readonly specialist: BareAgent;
};

const client = new BedrockRuntimeClient({
  maxAttempts: 1,
  requestHandler: new NodeHttpHandler({ httpAgent: new Agent({ keepAlive: true, maxSockets: 512 }) }),
});

async function call(
  { system, toolConfig }: BareAgent,
  messages: Message[],
  onText: (text: string) => void,
): Promise<{ readonly text: string; readonly uses: readonly Called[] }> {
  const { stream } = await client.send(
    new ConverseStreamCommand({
      modelId: process.env['BEDROCK_MODEL_ID'],
      system,
      toolConfig,
      messages,
      inferenceConfig: { maxTokens: 1024, temperature: 0 },
    }),
  );
  let text = '';
  const uses: Called[] = [];
  for await (const { contentBlockStart, contentBlockDelta } of stream ?? []) {
    const use = contentBlockStart?.start?.toolUse;
    if (use) uses.push({ toolUseId: use.toolUseId ?? '', name: use.name ?? '', input: '' });
    const delta = contentBlockDelta?.delta;
    if (delta?.text) {
      text += delta.text;
      onText(delta.text);
    }
    const last = uses.at(-1);
    if (delta?.toolUse && last) last.input += delta.toolUse.input ?? '';
  }
  return { text, uses };
}

/** Model, tools, model, until there are words. */
async function loop(
  agent: BareAgent,
  request: string,
  run: (use: Called) => Promise<ContentBlock.ToolResultMember>,
  onText: (text: string) => void,
): Promise<string> {
  const messages: Message[] = [{ role: 'user', content: [{ text: request }] }];
  for (;;) {
    const { text, uses } = await call(agent, messages, onText);
    if (uses.length === 0) return text;
    messages.push(
      {
        role: 'assistant',
        content: uses.map(({ toolUseId, name, input }) => ({
          toolUse: { toolUseId, name, input: JSON.parse(input) as Record<string, string> },
        })),
      },
      { role: 'user', content: await Promise.all(uses.map(run)) },
    );
  }
}

function inputOf(use: Called): Record<string, string> {
  return JSON.parse(use.input) as Record<string, string>;
}

function track(use: Called): Promise<ContentBlock.ToolResultMember> {
  const json = trackedOrder(inputOf(use)['order_id'] ?? '');
  return Promise.resolve({ toolResult: { toolUseId: use.toolUseId, content: [{ json }] } });
}

async function ask(use: Called): Promise<ContentBlock.ToolResultMember> {
  const text = await loop(specialist, inputOf(use)['request'] ?? '', track, () => undefined);
  return { toolResult: { toolUseId: use.toolUseId, content: [{ text }] } };
}

await serveTurns((turn, onText) => loop(supervisor, question(turn), ask, onText));
