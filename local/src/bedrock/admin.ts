/**
 * The admin API under `/_admin/`, for tests and the benchmark; answered on loopback only.
 *
 * | | |
 * |---|---|
 * | `POST /_admin/scripts` `{agent, replies: [{text?, calls?, stop_reason?}]}` | replies that go before the rulebook; agent `*`: any |
 * | `POST /_admin/faults` `{kind, agent?, model?, times?, …}` | what goes wrong next; see `faultSchema` in control.ts; embeddings only by their model's name |
 * | `POST /_admin/release` | lets held calls go on |
 * | `PUT /_admin/latency` `{ms?, token_delay_ms?}` | before the first token; between events |
 * | `PUT /_admin/retired` `{models: [foundation model id]}` | which models answer 404 |
 * | `GET /_admin/requests?agent=&model=&state=` | the log of calls |
 * | `GET /_admin/wait?agent=&model=&state=` | answers with the first call that matches, as soon as there is one |
 * | `DELETE /_admin/requests` | empties the log |
 * | `GET /_admin/connections` | `{accepted, open}` |
 * | `POST /_admin/reset` | everything but the connections as at the start |
 */
import { z } from 'zod';
import { AwsError, validationError } from './aws-error.ts';
import type { CallFilter, CallLog, CallState } from './call-log.ts';
import { faultSchema, scriptedAnswerSchema, type Control } from './control.ts';
import { parseJson, readBody, sendJson } from './http.ts';
import type { AnyRequest, AnyResponse } from './port.ts';
import type { PromptCache } from './prompt-cache.ts';

export interface AdminContext {
  readonly control: Control;
  readonly log: CallLog;
  readonly cache: PromptCache;
  readonly connections: () => { readonly accepted: number; readonly open: number };
}

const scriptsSchema = z.object({ agent: z.string().min(1), replies: z.array(scriptedAnswerSchema).min(1) });
const milliseconds = z.number().int().nonnegative();
const latencySchema = z.object({ ms: milliseconds.optional(), token_delay_ms: milliseconds.optional() });
const retiredSchema = z.object({ models: z.array(z.string().min(1)) });

const CALL_STATES: readonly CallState[] = ['running', 'held', 'finished', 'aborted', 'refused', 'dropped'];

function isLoopback(address: string | undefined): boolean {
  return (
    address !== undefined && (address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.'))
  );
}

function filterOf(url: URL): CallFilter {
  const get = (name: string): string | undefined => url.searchParams.get(name) ?? undefined;
  const state = get('state');
  const known = CALL_STATES.find((candidate) => candidate === state);
  if (state !== undefined && known === undefined)
    throw validationError(`state must be one of ${CALL_STATES.join(', ')}.`);
  return { agent: get('agent'), model: get('model'), state: known };
}

/** @throws {AwsError} ValidationException naming the field that is wrong. */
async function bodyOf<T>(request: AnyRequest, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(parseJson(await readBody(request)));
  if (parsed.success) return parsed.data;
  throw validationError(z.prettifyError(parsed.error));
}

/** @throws {AwsError} */
export async function admin(
  context: AdminContext,
  url: URL,
  request: AnyRequest,
  response: AnyResponse,
): Promise<void> {
  if (!isLoopback(request.socket.remoteAddress)) {
    throw new AwsError(403, 'AccessDeniedException', 'The admin API answers on loopback only.');
  }
  sendJson(response, 200, (await act(context, url, request)) ?? { ok: true });
}

async function act(
  { control, log, cache, connections }: AdminContext,
  url: URL,
  request: AnyRequest,
): Promise<unknown> {
  const route = `${request.method ?? ''} ${url.pathname.slice('/_admin/'.length)}`;
  switch (route) {
    case 'POST scripts': {
      const { agent, replies } = await bodyOf(request, scriptsSchema);
      control.script(agent, replies);
      return undefined;
    }
    case 'POST faults':
      control.fault(await bodyOf(request, faultSchema));
      return undefined;
    case 'POST release':
      return { released: control.release() };
    case 'PUT latency': {
      const { ms, token_delay_ms: tokenDelayMs } = await bodyOf(request, latencySchema);
      control.latencyMs = ms ?? control.latencyMs;
      control.tokenDelayMs = tokenDelayMs ?? control.tokenDelayMs;
      return { ms: control.latencyMs, token_delay_ms: control.tokenDelayMs };
    }
    case 'PUT retired':
      control.retired = new Set((await bodyOf(request, retiredSchema)).models);
      return { models: [...control.retired] };
    case 'GET requests':
      return { requests: log.find(filterOf(url)) };
    case 'GET wait':
      return log.waitFor(filterOf(url));
    case 'DELETE requests':
      log.clear();
      return undefined;
    case 'GET connections':
      return connections();
    case 'POST reset':
      control.reset();
      log.clear();
      cache.clear();
      return undefined;
    default:
      throw new AwsError(404, 'UnknownOperationException', `No admin operation ${route}.`);
  }
}
