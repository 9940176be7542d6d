/** `POST /model/{id}/converse` and `/converse-stream`. */
import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises';
import type { ModelFacts } from '@deskfleet/shared/model/models.ts';
import type { Answers } from './answers.ts';
import { AwsError, throttlingError, validationError } from './aws-error.ts';
import type { CallEntry, CallLog } from './call-log.ts';
import type { Control, Fault } from './control.ts';
import { exceptionFrame } from './frames.ts';
import { drop, parseJson, readBody, sendAwsError, sendJson, startEventStream, write } from './http.ts';
import type { AnyRequest, AnyResponse } from './port.ts';
import type { PromptCache, PromptUsage } from './prompt-cache.ts';
import { buildReply, converseBody, replyFrames, type Reply } from './reply.ts';
import { requireModel } from './validate-model.ts';
import { validateRequest } from './validate.ts';
import type { WireRequest } from './wire.ts';

export interface ConverseContext {
  readonly answers: Answers;
  readonly cache: PromptCache;
  readonly control: Control;
  readonly log: CallLog;
  readonly keepPrompts: boolean;
  connectionOf(request: AnyRequest): number;
}

/** One call on its way through the endpoint. */
interface Call {
  readonly context: ConverseContext;
  readonly response: AnyResponse;
  readonly entry: CallEntry;
  readonly started: number;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  readonly fault: Fault | undefined;
}

/** @throws {AwsError} when the request is refused before it is a call: no signature, no JSON. */
export async function converse(
  context: ConverseContext,
  operation: CallEntry['operation'],
  modelId: string,
  request: AnyRequest,
  response: AnyResponse,
): Promise<void> {
  const started = performance.now();
  requireSignature(request);
  const body = await readBody(request);
  const wire = parseJson(body) as WireRequest;
  const agent = context.answers.agentOf(wire);
  const metadata = wire.requestMetadata ?? {};
  const entry = context.log.begin({
    agent: agent ?? null,
    tenant: metadata['tenant'] ?? null,
    conversation_id: metadata['conversation_id'] ?? null,
    turn_id: metadata['turn_id'] ?? null,
    model: modelId,
    operation,
    protocol: request.httpVersionMajor === 2 ? 'HTTP/2' : 'HTTP/1.1',
    connection: context.connectionOf(request),
    started: new Date().toISOString(),
    prompt: context.keepPrompts ? body : null,
  });
  const gone = new AbortController();
  response.on('close', () => {
    context.log.move(entry, 'aborted');
    gone.abort();
  });
  try {
    const facts = requireModel(modelId, context.control.retired);
    validateRequest(wire, facts);
    const prompt = context.cache.count(modelId, facts, wire);
    entry.prompt_characters = prompt.promptCharacters;
    requireRoom(prompt, facts);
    const fault = context.control.takeFault(agent, modelId);
    if (fault?.kind === 'throttle') throw throttlingError();
    if (fault?.kind === 'error') throw new AwsError(fault.status, fault.type, fault.message);
    const call: Call = { context, response, entry, started, signal: gone.signal, fault };
    await firstTokenWait(call);
    const reply = buildReply(context.answers.answer(wire, agent), wire.inferenceConfig?.maxTokens);
    if (operation === 'converse') answerWhole(call, reply, prompt);
    else await answerStream(call, reply, prompt);
  } catch (error) {
    if (gone.signal.aborted) return;
    if (!(error instanceof AwsError)) {
      context.log.move(entry, 'refused', 'InternalServerException');
      throw error;
    }
    context.log.move(entry, 'refused', error.type);
    sendAwsError(response, error);
  }
}

/** @throws {AwsError} */
export function requireSignature(request: AnyRequest): void {
  const { authorization } = request.headers;
  if (authorization !== undefined && /^(AWS4-HMAC-SHA256|Bearer) /.test(authorization)) return;
  throw new AwsError(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
}

function requireRoom(prompt: PromptUsage, facts: ModelFacts): void {
  if (prompt.inputTokens + prompt.cacheReadInputTokens + prompt.cacheWriteInputTokens <= facts.contextTokens) return;
  throw validationError('Input is too long for requested model.');
}

/** The model's time to the first token, and the time a test holds it. */
async function firstTokenWait(call: Call): Promise<void> {
  const {
    context: { control },
    signal,
    fault,
  } = call;
  if (control.latencyMs > 0) await sleep(control.latencyMs, undefined, { signal });
  if (fault?.kind === 'hold' && fault.after_events === 0) await hold(call);
  signal.throwIfAborted();
}

async function hold({ context: { control, log }, entry, signal }: Call): Promise<void> {
  log.move(entry, 'held');
  await control.hold(signal);
  if (!signal.aborted) log.move(entry, 'running');
}

function answerWhole(
  { context: { log }, response, entry, started, fault }: Call,
  reply: Reply,
  prompt: PromptUsage,
): void {
  if (fault?.kind === 'throttle_in_stream') throw throttlingError();
  if (fault?.kind === 'drop') {
    log.move(entry, 'dropped');
    drop(response);
    return;
  }
  log.move(entry, 'finished');
  sendJson(response, 200, converseBody(reply, prompt, Math.round(performance.now() - started)));
}

async function answerStream(call: Call, reply: Reply, prompt: PromptUsage): Promise<void> {
  const {
    context: { control, log },
    response,
    entry,
    started,
    signal,
    fault,
  } = call;
  const lastEvent =
    fault?.kind === 'throttle_in_stream' || fault?.kind === 'drop' ? fault.after_events : Number.POSITIVE_INFINITY;
  startEventStream(response);
  for (const frame of replyFrames(reply, prompt, () => Math.round(performance.now() - started))) {
    if (entry.streamed_events >= lastEvent) break;
    await write(response, frame);
    if (signal.aborted) return;
    entry.streamed_events += 1;
    if (fault?.kind === 'hold' && fault.after_events === entry.streamed_events) await hold(call);
    // Each event leaves on its own, as from a model that is still writing.
    await (control.tokenDelayMs > 0 ? sleep(control.tokenDelayMs, undefined, { signal }) : breathe());
  }
  if (fault?.kind === 'drop') {
    log.move(entry, 'dropped');
    drop(response);
    return;
  }
  if (fault?.kind === 'throttle_in_stream') {
    const { type, message } = throttlingError();
    await write(response, exceptionFrame(type, message));
    log.move(entry, 'refused', type);
  } else {
    log.move(entry, 'finished');
  }
  response.end();
}
