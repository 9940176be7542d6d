/** The command line and environment of `npm start`. */
import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { blockedPort } from '../ports.ts';

export interface StartOptions {
  readonly offset: number;
  /** Everything that is kept: database, key, logs. */
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  /** Bedrock and Aurora of a real account in place of the local endpoints. */
  readonly aws: boolean;
  readonly seed: boolean;
  readonly modelLatencyMs: number;
}

export class UsageError extends Error {}

export const START_HELP = `npm start -- [options]

Starts the whole fleet on this machine: database and model endpoints, five agents, gateway and chat page.

  --port-offset N     add N to every port, so that two fleets fit on one machine (PORT_OFFSET; default 0)
  --data-dir DIR      where data and logs are kept (DESKFLEET_DATA_DIR; default .deskfleet)
  --model-latency MS  let the local model wait before its first word (default 0)
  --seed              with DESKFLEET_AWS=1: load the demo shops into the database too
  --help              this text

Environment
  DATABASE_URL        a PostgreSQL to use in place of the embedded one
  DESKFLEET_AWS=1     use Bedrock and Aurora of your AWS account; see docs/operating.md
`;

/** @throws {UsageError} one line that says what is wrong. */
export function readStartOptions(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): StartOptions | 'help' {
  const values = parse(argv);
  if (values.help === true) return 'help';
  const offset = wholeNumber('--port-offset', values['port-offset'] ?? environment['PORT_OFFSET'] ?? '0', 56_000);
  const blocked = blockedPort(offset);
  if (blocked !== undefined)
    throw new UsageError(
      `--port-offset is "${offset}": ${blocked.name} would be on port ${blocked.port}, which browsers refuse. Choose another.`,
    );
  return {
    offset,
    dataDir: resolve(values['data-dir'] ?? environment['DESKFLEET_DATA_DIR'] ?? '.deskfleet'),
    databaseUrl: environment['DATABASE_URL'] === '' ? undefined : environment['DATABASE_URL'],
    aws: environment['DESKFLEET_AWS'] === '1',
    seed: values.seed === true,
    modelLatencyMs: wholeNumber('--model-latency', values['model-latency'] ?? '0', 60_000),
  };
}

function parse(argv: readonly string[]): {
  'port-offset'?: string;
  'data-dir'?: string;
  'model-latency'?: string;
  seed?: boolean;
  help?: boolean;
} {
  try {
    return parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: false,
      options: {
        'port-offset': { type: 'string' },
        'data-dir': { type: 'string' },
        'model-latency': { type: 'string' },
        seed: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(
      `${error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error)}. See: npm start -- --help`,
    );
  }
}

function wholeNumber(name: string, text: string, most: number): number {
  const value = Number(text);
  if (/^\d+$/u.test(text) && value <= most) return value;
  throw new UsageError(`${name} is "${text}": give a whole number from 0 to ${most}.`);
}
