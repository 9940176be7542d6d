/** Where import and export find the database: that of the fleet on this machine, or of an AWS account. */
import type { Surroundings } from '@deskfleet/import-export/surroundings.ts';
import { UsageError } from '@deskfleet/import-export/usage.ts';
import { agentEnvironment } from '../identity.ts';
import { BEDROCK_PORT, RDS_DATA_PORT } from '../ports.ts';

/** An account of one's own is named by its variables, as for the agents; see docs/operating.md. */
const isAws = process.env['DESKFLEET_AWS'] === '1' || (process.env['DATABASE_RESOURCE_ARN'] ?? '') !== '';

function localEnvironment(portOffset: string): Record<string, string> {
  if (!/^\d{1,5}$/u.test(portOffset))
    throw new UsageError(`--port-offset is "${portOffset}": give a whole number such as 1000.`);
  const nowhere = 'http://127.0.0.1:9';
  const { DEFAULT_TENANT, ...environment } = agentEnvironment({
    rdsData: `http://127.0.0.1:${RDS_DATA_PORT + Number(portOffset)}`,
    bedrock: `http://127.0.0.1:${BEDROCK_PORT + Number(portOffset)}`,
    issuer: nowhere,
    serviceSecret: '-'.repeat(32),
  });
  return {
    ...environment,
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    DEFAULT_TENANT: process.env['DEFAULT_TENANT'] ?? DEFAULT_TENANT ?? '',
  };
}

/** The other end of the pipe has ended, as `head` does. */
const hasNoReader = (error: NodeJS.ErrnoException): boolean =>
  error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED';

// Without a listener Node ends the program with a stack trace; who writes to stdout is told by the callback.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (!hasNoReader(error)) throw error;
  });

export const surroundings: Surroundings = {
  databaseEnvironment: (portOffset) =>
    isAws ? process.env : localEnvironment(portOffset ?? process.env['PORT_OFFSET'] ?? '0'),
  adviceWhenUnreachable: isAws
    ? 'Check AWS_REGION, the credentials, DATABASE_RESOURCE_ARN, DATABASE_SECRET_ARN and that the Data API of the cluster is on.'
    : 'Start the fleet first: npm start. If it was started with --port-offset N, give the same here. For a database on AWS set DATABASE_RESOURCE_ARN and DATABASE_SECRET_ARN.',
  stdout: (text) =>
    new Promise((resolve, reject) => {
      process.stdout.write(text, (error) => {
        if (error && !hasNoReader(error)) reject(error);
        else resolve(error ? 'closed' : 'taken');
      });
    }),
  stderr: (text) => {
    process.stderr.write(text);
  },
  isTerminal: process.stderr.isTTY,
  now: () => performance.now(),
};
