/** The laptop's Data API endpoint and a Database on it, for tests that prove things end to end. */
import { RDSDataClient } from '@aws-sdk/client-rds-data';
import { createDataApi, type DataApiOptions } from '@deskfleet/shared/database/data-api.ts';
import type { Database } from '@deskfleet/shared/database/database.ts';
import { realEnvironment, type RetryEnvironment } from '@deskfleet/shared/database/retry.ts';
import { LOCAL_DATABASE, LOCAL_RESOURCE_ARN, LOCAL_SECRET_ARN } from '../../../local/src/rds-data/identity.ts';
import { startRdsData, type RdsDataOptions, type RdsDataServer } from '../../../local/src/rds-data/server.ts';

export interface Endpoint {
  readonly server: RdsDataServer;
  /** A client of its own for every call, as another process would have. */
  readonly connect: (options?: Partial<DataApiOptions>) => Database;
  /** Calls the endpoint has seen, by operation, since the last look. */
  readonly callsSince: () => Partial<Record<string, number>>;
  readonly close: () => Promise<void>;
}

/** Delays pass at once, on a clock that moves by their length; real work takes no time on it. */
export function hurriedTime(): RetryEnvironment & { readonly delays: number[]; pass: (milliseconds: number) => void } {
  const delays: number[] = [];
  let time = 0;
  return {
    delays,
    now: () => time,
    random: () => 0.5,
    pass: (milliseconds) => {
      time += milliseconds;
    },
    delay: async (milliseconds) => {
      delays.push(milliseconds);
      time += milliseconds;
      // Lets answers of other calls arrive, as a real pause would.
      await realEnvironment.delay(1, undefined);
    },
  };
}

export function clientOf(url: string): RDSDataClient {
  return new RDSDataClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    cacheMiddleware: true,
  });
}

async function startEndpoint(options: RdsDataOptions = {}): Promise<Endpoint> {
  const server = await startRdsData(options);
  const clients: RDSDataClient[] = [];
  return {
    server,
    connect: (overrides = {}) => {
      const client = clientOf(server.url);
      clients.push(client);
      return createDataApi({
        client,
        resourceArn: LOCAL_RESOURCE_ARN,
        secretArn: LOCAL_SECRET_ARN,
        database: LOCAL_DATABASE,
        resumeTimeoutMs: 60_000,
        environment: hurriedTime(),
        ...overrides,
      });
    },
    callsSince: () => {
      const { calls } = server.statistics.snapshot();
      server.statistics.reset();
      return calls;
    },
    close: async () => {
      for (const client of clients) client.destroy();
      await server.close();
    },
  };
}

let shared: Promise<Endpoint> | undefined;

/** One endpoint for all test files of a run, since its embedded PostgreSQL takes seconds to start. */
export function sharedEndpoint(): Promise<Endpoint> {
  return (shared ??= startEndpoint());
}

after(async () => (await shared)?.close());
