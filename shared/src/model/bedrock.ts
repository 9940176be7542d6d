/**
 * The Model port over Bedrock's Converse and ConverseStream. One client per process, HTTP/1.1 with kept-alive
 * connections: the SDK's own HTTP/2 handler opens a connection for each call and breaks streams off when the reader
 * pauses. The gateway retries, so the SDK does not.
 */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  type ConverseCommandOutput,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { lean } from '../aws-client.ts';
import {
  decodeStopReason,
  decodeToolUse,
  decodeUsage,
  encodeRequest,
  preambleEncoder,
  type Guardrail,
} from './bedrock-encoding.ts';
import { streamAssembly } from './bedrock-stream.ts';
import { endedBy, eventStreams, heedSignals, writeBodies } from './bedrock-wire.ts';
import { toModelError } from './errors.ts';
import type { LinkModel, ModelLink } from './link.ts';
import { modelChain, modelFacts } from './models.ts';
import { ModelError, type AssistantBlock, type ModelReply } from './model.ts';

/** Sockets of one process to Bedrock; more calls than that wait for a free one. */
const MAX_SOCKETS = 512;
const CONNECT_TIMEOUT_MS = 5000;

/**
 * Makes the process's Bedrock client.
 * @param region always handed in: the SDK ignores `AWS_DEFAULT_REGION`.
 */
export function bedrockClient(region: string): BedrockRuntimeClient {
  const sockets = { keepAlive: true, maxSockets: MAX_SOCKETS };
  const client = lean(
    new BedrockRuntimeClient({
      region,
      maxAttempts: 1,
      cacheMiddleware: true,
      eventStreamSerdeProvider: eventStreams,
      requestHandler: new NodeHttpHandler({
        httpAgent: new HttpAgent(sockets),
        httpsAgent: new HttpsAgent(sockets),
        connectionTimeout: CONNECT_TIMEOUT_MS,
      }),
    }),
  );
  writeBodies(client);
  heedSignals(client);
  return client;
}

/** One profile or model id of Bedrock as a Model. Errors are ModelErrors; nothing is retried here. */
export function bedrockModel(client: BedrockRuntimeClient, modelId: string, guardrail?: Guardrail): LinkModel {
  const preamble = preambleEncoder(modelFacts(modelId));

  return {
    async converse(request) {
      try {
        const input = encodeRequest(modelId, request, preamble, guardrail);
        const output = await client.send(new ConverseCommand(endedBy(request.signal, input)));
        return decodeReply(modelId, output);
      } catch (error) {
        throw toModelError(error, request.signal);
      }
    },

    async *converseStream(request, onFirstEvent) {
      // The SDK does not close the connection of a stream that is left half read, so leaving early aborts the call.
      if (request.signal.aborted) throw toModelError(undefined, request.signal);
      const call = new AbortController();
      const stop = (): void => call.abort();
      request.signal.addEventListener('abort', stop, { once: true });
      const assembly = streamAssembly();
      let ended = false;
      try {
        const input = encodeRequest(modelId, request, preamble, guardrail);
        const output = await client.send(new ConverseStreamCommand(endedBy(call.signal, input)));
        if (output.stream === undefined) throw new ModelError('unavailable', 'Bedrock answered without a stream.');
        onFirstEvent?.();
        for await (const event of output.stream) {
          const text = assembly.take(event);
          if (text !== undefined) yield { type: 'text', text };
        }
        ended = true;
      } catch (error) {
        // Once the model has said that it is done, only the usage figures can be missing.
        if (!assembly.stopped) throw toModelError(error, request.signal);
      } finally {
        request.signal.removeEventListener('abort', stop);
        if (!ended) call.abort();
      }
      yield { type: 'reply', reply: assembly.reply(modelId) };
    },
  };
}

function decodeReply(modelId: string, output: ConverseCommandOutput): ModelReply {
  const content: AssistantBlock[] = [];
  let malformed = false;
  for (const block of output.output?.message?.content ?? []) {
    if (block.text !== undefined) {
      if (block.text !== '') content.push({ type: 'text', text: block.text });
    } else if (block.toolUse !== undefined) {
      const { toolUseId, name, input } = block.toolUse;
      const toolUse = decodeToolUse({ id: toolUseId ?? '', name: name ?? '', input });
      if (toolUse === undefined) malformed = true;
      else content.push(toolUse);
    }
  }
  const stopReason = decodeStopReason(output.stopReason, malformed);
  return { content, stopReason, usage: decodeUsage(output.usage), modelId, degraded: false };
}

/**
 * The links of a region's chain over one client.
 * @param chosen `BEDROCK_MODEL_ID`, used alone when set.
 * @param guardrail applied to every call when given.
 */
export function bedrockChain(
  client: BedrockRuntimeClient,
  region: string,
  chosen?: string,
  guardrail?: Guardrail,
): readonly ModelLink[] {
  return modelChain(region, chosen).map((modelId) => ({
    modelId,
    model: bedrockModel(client, modelId, guardrail),
    paid: true,
  }));
}
