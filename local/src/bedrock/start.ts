/**
 * The laptop's Bedrock Runtime endpoint: the unchanged AWS SDK talks to it when `AWS_ENDPOINT_URL_BEDROCK_RUNTIME` names
 * it. It keeps Bedrock's rules and takes its words from the agents' rulebooks.
 */
import { MODEL_FACTS } from '@deskfleet/shared/model/models.ts';
import type { Rulebook } from '@deskfleet/shared/rulebook/rulebook.ts';
import { admin } from './admin.ts';
import { createAnswers } from './answers.ts';
import { AwsError } from './aws-error.ts';
import { callLog, type CallLog } from './call-log.ts';
import { createControl, type Control, type ScriptedAnswer } from './control.ts';
import { converse, type ConverseContext } from './converse.ts';
import { sendAwsError } from './http.ts';
import { openPort, type AnyRequest, type AnyResponse, type OpenPort, type Tls } from './port.ts';
import { invoke } from './invoke.ts';
import { promptCache } from './prompt-cache.ts';

export interface BedrockOptions {
  readonly rulebooks: readonly Rulebook[];
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Milliseconds before the first token of each call. */
  readonly latencyMs?: number;
  /** Milliseconds between two events of a stream. */
  readonly tokenDelayMs?: number;
  /** Replies per agent (`*`: any) that go before the rulebooks. */
  readonly scripted?: Readonly<Record<string, readonly ScriptedAnswer[]>>;
  /** Keeps the body of every request in the log. */
  readonly keepPrompts?: boolean;
  readonly tls?: Tls;
}

export interface RunningBedrock {
  readonly url: string;
  readonly port: number;
  readonly control: Control;
  readonly log: CallLog;
  connections(): { readonly accepted: number; readonly open: number };
  close(): Promise<void>;
}

/** Claude 3.7 Sonnet, past its end of life, answers 404 here as on AWS, so that stepping over it is what the laptop does, too. */
const RETIRED = MODEL_FACTS.filter((facts) => facts.endOfLife !== undefined).map((facts) => facts.baseId);

const ROUTE = /^\/model\/([^/]+)\/(converse|converse-stream|invoke)$/;

/** @throws when the port is taken. */
export async function startBedrock(options: BedrockOptions): Promise<RunningBedrock> {
  const control = createControl({
    latencyMs: options.latencyMs ?? 0,
    tokenDelayMs: options.tokenDelayMs ?? 0,
    retired: RETIRED,
    scripted: options.scripted ?? {},
  });
  const log = callLog();
  const cache = promptCache();
  const connections = () => ({ accepted: open.accepted, open: open.open });
  const context: ConverseContext = {
    answers: createAnswers(options.rulebooks, control),
    cache,
    control,
    log,
    keepPrompts: options.keepPrompts ?? false,
    connectionOf: (request) => open.connectionOf(request),
  };

  async function route(request: AnyRequest, response: AnyResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname.startsWith('/_admin/')) {
      await admin({ control, log, cache, connections }, url, request, response);
      return;
    }
    const [, modelId, operation] = ROUTE.exec(url.pathname) ?? [];
    if (
      request.method !== 'POST' ||
      modelId === undefined ||
      (operation !== 'converse' && operation !== 'converse-stream' && operation !== 'invoke')
    ) {
      throw new AwsError(404, 'UnknownOperationException', `No operation ${request.method ?? ''} ${url.pathname}.`);
    }
    const model = decodeURIComponent(modelId);
    if (operation === 'invoke') await invoke(context, model, request, response);
    else await converse(context, operation, model, request, response);
  }

  const open: OpenPort = await openPort(
    options.host,
    options.port,
    (request, response) => {
      response.on('error', () => undefined);
      route(request, response).catch((error: unknown) => fail(response, error));
    },
    options.tls,
  );
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `${options.tls === undefined ? 'http' : 'https'}://${host}:${open.port}`,
    port: open.port,
    control,
    log,
    connections,
    async close() {
      control.release();
      await open.close();
    },
  };
}

/** The last resort: an error of the endpoint itself shows as Bedrock's, and on the terminal. */
function fail(response: AnyResponse, error: unknown): void {
  if (response.destroyed) return;
  const known = error instanceof AwsError ? error : new AwsError(500, 'InternalServerException', String(error));
  if (known !== error) console.error(error);
  if (response.headersSent) response.destroy();
  else sendAwsError(response, known);
}
