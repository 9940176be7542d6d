/** Opens the database named by the settings. Credentials come from the AWS default chain, the endpoint from the region. */
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { RDSDataClient } from '@aws-sdk/client-rds-data';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { lean } from '../aws-client.ts';
import type { Settings } from '../settings.ts';
import type { DataApiOptions } from './data-api.ts';
import { createDataApi } from './data-api.ts';
import type { Database } from './database.ts';

export type DatabaseSettings = Pick<
  Settings,
  'AWS_REGION' | 'DATABASE_RESOURCE_ARN' | 'DATABASE_SECRET_ARN' | 'DATABASE_NAME' | 'DATABASE_RESUME_TIMEOUT_MS'
>;

export interface DatabaseConnection {
  readonly database: Database;
  /** Closes the sockets; for the end of the process and for tests. */
  readonly close: () => void;
}

/** The service ends a call after 45 s; a little more here, so that its own answer arrives. */
const REQUEST_TIMEOUT_MS = 50_000;
const CONNECTION_TIMEOUT_MS = 5_000;
/** Idle sockets are closed here before the service does it, since a write sent into a closing one is of unknown outcome. */
const IDLE_SOCKET_MS = 20_000;

/** One client, with sockets kept alive, for the whole process. Sends nothing yet. */
export function connectDatabase(
  settings: DatabaseSettings,
  hooks: Pick<DataApiOptions, 'onWaiting' | 'onCall' | 'environment'> = {},
): DatabaseConnection {
  const agentOptions = { keepAlive: true, maxSockets: 64, timeout: IDLE_SOCKET_MS };
  const client = lean(
    new RDSDataClient({
      region: settings.AWS_REGION,
      maxAttempts: 1,
      cacheMiddleware: true,
      requestHandler: new NodeHttpHandler({
        httpAgent: new HttpAgent(agentOptions),
        httpsAgent: new HttpsAgent(agentOptions),
        connectionTimeout: CONNECTION_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        throwOnRequestTimeout: true,
        socketTimeout: REQUEST_TIMEOUT_MS,
      }),
    }),
  );
  const database = createDataApi({
    client,
    resourceArn: settings.DATABASE_RESOURCE_ARN,
    secretArn: settings.DATABASE_SECRET_ARN,
    database: settings.DATABASE_NAME,
    resumeTimeoutMs: settings.DATABASE_RESUME_TIMEOUT_MS,
    ...hooks,
  });
  return { database, close: () => client.destroy() };
}
