/** A guardrail goes with every call, and an answer that it stopped is told as a refusal. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bedrockClient, bedrockModel } from '@deskfleet/shared/model/bedrock.ts';
import type { ModelRequest } from '@deskfleet/shared/model/model.ts';
import { expect } from 'chai';
import { SONNET } from './support.ts';

const REQUEST: ModelRequest = {
  labels: { agent: 'supervisor', tenant: 'acme', conversationId: 'c', turnId: 't', withinBudget: true },
  system: 'You help.',
  tools: [],
  messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
  maxOutputTokens: 100,
  signal: new AbortController().signal,
};

describe('a guardrail', () => {
  let server: Server;
  let asked: Readonly<Record<string, unknown>> = {};
  let endpointBefore: string | undefined;
  before(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        asked = JSON.parse(body) as typeof asked;
        response.setHeader('content-type', 'application/json');
        response.end(
          JSON.stringify({
            output: { message: { role: 'assistant', content: [{ text: 'Sorry, I cannot talk about that.' }] } },
            stopReason: 'guardrail_intervened',
            usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
            metrics: { latencyMs: 1 },
          }),
        );
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    endpointBefore = process.env['AWS_ENDPOINT_URL_BEDROCK_RUNTIME'];
    process.env['AWS_ENDPOINT_URL_BEDROCK_RUNTIME'] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.env['AWS_ACCESS_KEY_ID'] ??= 'test';
    process.env['AWS_SECRET_ACCESS_KEY'] ??= 'test';
  });
  after(async () => {
    if (endpointBefore === undefined) delete process.env['AWS_ENDPOINT_URL_BEDROCK_RUNTIME'];
    else process.env['AWS_ENDPOINT_URL_BEDROCK_RUNTIME'] = endpointBefore;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is named in the request when it is set, and only then', async () => {
    const client = bedrockClient('eu-west-1');
    const reply = await bedrockModel(client, SONNET, { id: 'gr-1', version: '3' }).converse(REQUEST);
    expect(asked['guardrailConfig']).to.deep.equal({ guardrailIdentifier: 'gr-1', guardrailVersion: '3' });
    expect(reply.stopReason).to.equal('guardrail_intervened');
    await bedrockModel(client, SONNET).converse(REQUEST);
    expect(asked).to.not.have.property('guardrailConfig');
    client.destroy();
  });
});
