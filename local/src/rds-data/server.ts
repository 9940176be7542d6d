/**
 * The RDS Data API on the laptop: an HTTP server an unchanged `@aws-sdk/client-rds-data` talks to when
 * AWS_ENDPOINT_URL_RDS_DATA names it. Admin paths: see admin.ts.
 */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerAdmin, isLoopback } from './admin.ts';
import type { AdminContext } from './admin.ts';
import { systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { DataApi, OPERATIONS } from './data-api.ts';
import type { Operation } from './data-api.ts';
import type { SqlEngine } from './engine.ts';
import { ServiceError, internalError } from './errors.ts';
import { FAULT_ERRORS, Faults } from './faults.ts';
import { LOCAL_DATABASE, LOCAL_RESOURCE_ARN, LOCAL_SECRET_ARN } from './identity.ts';
import { AWS_LIMITS, EMBEDDED_TRANSACTION_IDLE_MS } from './limits.ts';
import type { Limits } from './limits.ts';
import { openPglite } from './pglite-engine.ts';
import { openPostgres } from './postgres-engine.ts';
import { parseBody } from './request-body.ts';
import type { Body, Identity } from './request-body.ts';
import { Statistics } from './statistics.ts';

export interface RdsDataOptions {
  /** Port on 127.0.0.1; 0 (the default) lets the system choose. */
  readonly port?: number | undefined;
  /** A running engine to use instead of opening one. `close` leaves it open. */
  readonly engine?: SqlEngine | undefined;
  /** Folder of the embedded database; undefined = a private one removed at close. */
  readonly dataDir?: string | undefined;
  /** Template tarball (path or bytes) a new embedded database starts from. */
  readonly template?: string | Uint8Array | undefined;
  /** A PostgreSQL to use instead of the embedded one. */
  readonly databaseUrl?: string | undefined;
  /** Limits other than AWS's. */
  readonly limits?: Partial<Limits> | undefined;
  readonly clock?: Clock | undefined;
  /** ARNs and database name to answer to; default identity.ts. */
  readonly identity?: Partial<Identity> | undefined;
  /** How many SQL texts the statistics keep. Default 200. */
  readonly keepCalls?: number | undefined;
}

export interface RdsDataServer {
  /** What AWS_ENDPOINT_URL_RDS_DATA must be. */
  readonly url: string;
  readonly port: number;
  readonly engine: SqlEngine;
  readonly faults: Faults;
  readonly statistics: Statistics;
  /** Statements inside the database at this moment. */
  runningStatements(): number;
  /** Stops answering, rolls back open transactions, closes an engine it opened. */
  close(): Promise<void>;
}

const JSON_TYPE = 'application/json';
const PATHS: ReadonlyMap<string, Operation> = new Map(OPERATIONS.map((operation) => [`/${operation}`, operation]));
const TOO_LARGE = 'Request entity is too large. The limit is 4 MiB including headers.';

async function openEngine(options: RdsDataOptions): Promise<SqlEngine> {
  if (options.databaseUrl !== undefined) return openPostgres({ url: options.databaseUrl });
  return openPglite({ dataDir: options.dataDir, template: options.template });
}

/** The whole body as text. Rejects with BadRequestException above the limit, after reading (and dropping) the rest. */
function readText(request: IncomingMessage, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let size = request.rawHeaders.reduce((sum, text) => sum + text.length + 2, 0);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on('error', reject);
    request.on('end', () => {
      if (size > limit) reject(new ServiceError(400, 'BadRequestException', TOO_LARGE));
      else resolve(Buffer.concat(chunks).toString('utf8'));
    });
  });
}

function send(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, {
    'content-type': JSON_TYPE,
    'content-length': Buffer.byteLength(text),
    'x-amzn-requestid': randomUUID(),
    ...headers,
  });
  response.end(text);
}

function sendError(response: ServerResponse, error: ServiceError): void {
  const body = error.message === '' ? error.extra : { message: error.message, ...error.extra };
  send(response, error.status, JSON.stringify(body), { 'x-amzn-errortype': error.type });
}

const sqlOf = (body: Body): string | undefined => (typeof body['sql'] === 'string' ? body['sql'] : undefined);

interface Handling extends AdminContext {
  readonly limits: Limits;
  readonly clock: Clock;
}

/** Undefined = cut the connection without an answer. */
async function perform(operation: Operation, body: Body, context: Handling): Promise<string | undefined> {
  const sql = sqlOf(body);
  context.statistics.called(operation, sql);
  const fault = context.faults.take(operation, sql);
  if (fault === undefined) return context.api.handle(operation, body);
  switch (fault.kind) {
    case 'drop-before':
      return undefined;
    case 'drop-after':
      await context.api.handle(operation, body);
      return undefined;
    case 'slow':
      await new Promise<void>((resolve) => {
        context.clock.after(fault.ms, resolve);
      });
      return context.api.handle(operation, body);
    case 'resuming':
    case 'throttle':
    case '500':
    case '503':
    case '504':
      throw FAULT_ERRORS[fault.kind]();
  }
}

async function answerOperation(
  operation: Operation,
  request: IncomingMessage,
  response: ServerResponse,
  context: Handling,
): Promise<void> {
  try {
    const body = parseBody(await readText(request, context.limits.requestBytes));
    const text = await perform(operation, body, context);
    if (text === undefined) request.socket.destroy();
    else send(response, 200, text);
  } catch (error) {
    const known = error instanceof ServiceError ? error : internalError();
    if (!(error instanceof ServiceError)) console.error('rds-data:', error);
    context.statistics.refused(known.type);
    sendError(response, known);
  }
}

async function handle(request: IncomingMessage, response: ServerResponse, context: Handling): Promise<void> {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const method = request.method ?? 'GET';
  // Every browser page can post to a loopback port; none of them is a client of this endpoint.
  if (request.headers.origin !== undefined) {
    sendError(response, new ServiceError(403, 'AccessDeniedException', 'Browser pages may not call this endpoint.'));
    return;
  }
  if (path.startsWith('/_admin/')) {
    if (!isLoopback(request.socket.remoteAddress)) {
      sendError(response, new ServiceError(403, 'AccessDeniedException', 'The admin API answers this machine only.'));
      return;
    }
    const answer = answerAdmin(method, path, await readText(request, context.limits.requestBytes), context);
    send(response, answer.status, JSON.stringify(answer.body));
    return;
  }
  const operation = PATHS.get(path);
  if (operation === undefined || method !== 'POST') {
    sendError(response, new ServiceError(404, 'UnknownOperationException', `There is no operation ${method} ${path}.`));
    return;
  }
  await answerOperation(operation, request, response, context);
}

/**
 * Opens the database and listens on 127.0.0.1.
 * Rejects with one clear line when the database cannot be opened, and with the system's own error (EADDRINUSE)
 * when the port is taken.
 */
export async function startRdsData(options: RdsDataOptions = {}): Promise<RdsDataServer> {
  const engine = options.engine ?? (await openEngine(options));
  const clock = options.clock ?? systemClock;
  const limits: Limits = {
    ...AWS_LIMITS,
    ...(engine.kind === 'pglite' ? { transactionIdleMs: EMBEDDED_TRANSACTION_IDLE_MS } : {}),
    ...options.limits,
  };
  const identity: Identity = {
    resourceArns: [LOCAL_RESOURCE_ARN],
    secretArns: [LOCAL_SECRET_ARN],
    database: LOCAL_DATABASE,
    ...options.identity,
  };
  const api = new DataApi({ engine, identity, limits, clock });
  const faults = new Faults();
  const statistics = new Statistics(options.keepCalls ?? 200);
  const context: Handling = { engine, api, faults, statistics, limits, clock };

  const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
    handle(request, response, context).catch(() => {
      request.socket.destroy();
    });
  });
  server.on('connection', () => {
    statistics.connected();
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port ?? 0, '127.0.0.1', resolve);
    });
  } catch (error) {
    if (options.engine === undefined) await engine.close();
    throw error;
  }
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    engine,
    faults,
    statistics,
    runningStatements: () => api.runningStatements,
    close: async () => {
      const stopped = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await stopped;
      await api.close();
      if (options.engine === undefined) await engine.close();
    },
  };
}
