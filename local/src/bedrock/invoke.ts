/** `POST /model/{id}/invoke` for Titan Text Embeddings v2. The numbers come from lexical-embedding.ts. */
import { z } from 'zod';
import { AwsError, throttlingError, validationError } from './aws-error.ts';
import { requireSignature, type ConverseContext } from './converse.ts';
import { drop, parseJson, readBody, sendAwsError, sendJson } from './http.ts';
import { lexicalEmbedding } from './lexical-embedding.ts';
import type { AnyRequest, AnyResponse } from './port.ts';

export const TITAN_EMBEDDING = 'amazon.titan-embed-text-v2:0';

const MOST_TOKENS = 8_192;
const MOST_CHARACTERS = 50_000;
const CHARACTERS_A_TOKEN = 4.7;

const KEYS = ['inputText', 'dimensions', 'normalize', 'embeddingTypes'];
const DIMENSIONS = [256, 512, 1024];

const bodySchema = z.object({
  inputText: z.string(),
  dimensions: z.number().default(1024),
  normalize: z.boolean().default(true),
  embeddingTypes: z
    .array(z.enum(['float', 'binary']))
    .min(1)
    .optional(),
});
type Body = z.infer<typeof bodySchema>;

type Context = Pick<ConverseContext, 'control' | 'log' | 'keepPrompts' | 'connectionOf'>;

/** @throws {AwsError} when the request is refused before it is a call: no signature, no JSON. */
export async function invoke(
  { control, log, keepPrompts, connectionOf }: Context,
  modelId: string,
  request: AnyRequest,
  response: AnyResponse,
): Promise<void> {
  const started = performance.now();
  requireSignature(request);
  const body = await readBody(request);
  const entry = log.begin({
    agent: null,
    tenant: null,
    conversation_id: null,
    turn_id: null,
    model: modelId,
    operation: 'invoke',
    protocol: request.httpVersionMajor === 2 ? 'HTTP/2' : 'HTTP/1.1',
    connection: connectionOf(request),
    started: new Date().toISOString(),
    prompt: keepPrompts ? body : null,
  });
  const gone = new AbortController();
  response.on('close', () => {
    log.move(entry, 'aborted');
    gone.abort();
  });
  try {
    requireEmbeddingModel(modelId, control.retired);
    const { inputText, dimensions, normalize, embeddingTypes = ['float'] } = readInput(parseJson(body));
    entry.prompt_characters = inputText.length;
    const tokens = requireRoom(inputText);
    // Faults without a model's name are meant for the models that write.
    const fault = control.takeFault(undefined, modelId, true);
    if (fault?.kind === 'throttle' || fault?.kind === 'throttle_in_stream') throw throttlingError();
    if (fault?.kind === 'error') throw new AwsError(fault.status, fault.type, fault.message);
    if (fault?.kind === 'hold') {
      log.move(entry, 'held');
      await control.hold(gone.signal);
      if (gone.signal.aborted) return;
    }
    if (fault?.kind === 'drop') {
      log.move(entry, 'dropped');
      drop(response);
      return;
    }
    log.move(entry, 'finished');
    const float = lexicalEmbedding(inputText, dimensions, normalize);
    sendJson(
      response,
      200,
      {
        ...(embeddingTypes.includes('float') ? { embedding: float } : {}),
        embeddingsByType: {
          ...(embeddingTypes.includes('binary') ? { binary: float.map((value) => (value >= 0 ? 1 : 0)) } : {}),
          ...(embeddingTypes.includes('float') ? { float } : {}),
        },
        inputTextTokenCount: tokens,
      },
      {
        'x-amzn-bedrock-input-token-count': String(tokens),
        'x-amzn-bedrock-invocation-latency': String(Math.round(performance.now() - started)),
      },
    );
  } catch (error) {
    if (gone.signal.aborted) return;
    log.move(entry, 'refused', error instanceof AwsError ? error.type : 'InternalServerException');
    if (!(error instanceof AwsError)) throw error;
    sendAwsError(response, error);
  }
}

function requireEmbeddingModel(modelId: string, retired: ReadonlySet<string>): void {
  if (modelId !== TITAN_EMBEDDING) throw validationError('The provided model identifier is invalid.');
  if (!retired.has(modelId)) return;
  throw new AwsError(
    404,
    'ResourceNotFoundException',
    'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
  );
}

function readInput(given: unknown): Body {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw malformed('#: expected type: JSONObject');
  const extra = Object.keys(given).find((key) => !KEYS.includes(key));
  if (extra !== undefined) throw malformed(`#: extraneous key [${extra}] is not permitted`);
  if (!('inputText' in given)) throw malformed('#: required key [inputText] not found');
  const parsed = bodySchema.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw malformed(`#/${issue?.path.join('/') ?? ''}: ${issue?.message ?? 'is not valid'}`);
  }
  const { inputText, dimensions } = parsed.data;
  if (inputText === '') throw malformed('#/inputText: expected minLength: 1, actual: 0');
  if (!DIMENSIONS.includes(dimensions)) throw malformed(`#/dimensions: ${dimensions} is not a valid enum value`);
  return parsed.data;
}

function malformed(what: string): AwsError {
  return validationError(`Malformed input request: ${what}, please reformat your input and try again.`);
}

function requireRoom(inputText: string): number {
  if (inputText.length > MOST_CHARACTERS)
    throw malformed(`#/inputText: expected maxLength: ${MOST_CHARACTERS}, actual: ${inputText.length}`);
  const tokens = Math.ceil(inputText.length / CHARACTERS_A_TOKEN);
  if (tokens > MOST_TOKENS)
    throw validationError(
      `400 Bad Request: Too many input tokens. Max input tokens: ${MOST_TOKENS}, request input token count: ${tokens} `,
    );
  return tokens;
}
