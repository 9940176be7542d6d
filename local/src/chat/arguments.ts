/** The command line of `npm run chat`. */
import { parseArgs } from 'node:util';

export interface ChatOptions {
  /** Where the fleet is, without a slash at the end. */
  readonly url: string;
  /** Demo customer to sign in as; null for a visitor or a token of one's own. */
  readonly customer: string | null;
  readonly tenant: string;
  /** A token from elsewhere: a fleet on AWS has no demo customers. */
  readonly token: string | null;
  /** The one question of a script; null for a conversation. */
  readonly once: string | null;
  readonly json: boolean;
  readonly conversation: string | null;
}

export class UsageError extends Error {}

const DEFAULT_URL = 'http://localhost:8080';

export const CHAT_HELP = `npm run chat -- [options]

Talks to the fleet in the terminal. Start the fleet first: npm start

  --as CUSTOMER       sign in as a demo customer, for example cust001 (default: a visitor)
  --tenant TENANT     the shop the customer belongs to (default acme)
  --conversation ID   go on with an earlier conversation
  --once "QUESTION"   ask one question: the answer goes to stdout, progress to stderr
  --json              with --once: print the whole reply as JSON
  --url URL           where the fleet is (DESKFLEET_URL; default ${DEFAULT_URL})
  --help              this text

In the conversation: /new starts another one, /open PATH saves a page or download that an answer names,
/quit or Ctrl-D leaves, Ctrl-C stops an answer.
Exit code of --once: 0 answered, 1 failed, 2 the command line is wrong.

Environment
  DESKFLEET_TOKEN     a token to sign in with, for a fleet that is not on this machine
  NO_COLOR            no colours
`;

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws {UsageError} one line that says what is wrong. */
export function readChatOptions(argv: readonly string[], environment: Environment): ChatOptions | 'help' {
  const values = parse(argv);
  if (values.help === true) return 'help';
  const customer = given('--as', values.as);
  const tenant = given('--tenant', values.tenant);
  const once = given('--once', values.once);
  if (tenant !== null && customer === null)
    throw usage('--tenant needs --as: it says which shop that customer belongs to');
  if (values.json === true && once === null) throw usage('--json needs --once "QUESTION"');
  return {
    url: readUrl(values.url, environment['DESKFLEET_URL']),
    customer,
    tenant: tenant ?? 'acme',
    once,
    json: values.json === true,
    token: environment['DESKFLEET_TOKEN'] === '' ? null : (environment['DESKFLEET_TOKEN'] ?? null),
    conversation: given('--conversation', values.conversation),
  };
}

interface Values {
  as?: string;
  tenant?: string;
  conversation?: string;
  once?: string;
  url?: string;
  json?: boolean;
  help?: boolean;
}

function parse(argv: readonly string[]): Values {
  try {
    return parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: false,
      options: {
        as: { type: 'string' },
        tenant: { type: 'string' },
        conversation: { type: 'string' },
        once: { type: 'string' },
        url: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw usage(error instanceof Error ? (error.message.split(/\. |\n/u)[0] ?? '') : String(error));
  }
}

function given(name: string, value: string | undefined): string | null {
  if (value === undefined) return null;
  if (value.trim() === '') throw usage(`${name} is empty`);
  return value;
}

function readUrl(option: string | undefined, variable: string | undefined): string {
  const [name, text] =
    option !== undefined
      ? ['--url', option]
      : ['DESKFLEET_URL', variable === undefined || variable === '' ? DEFAULT_URL : variable];
  if (!/^https?:\/\//u.test(text) || !URL.canParse(text))
    throw usage(`${name} is "${text}": give an address such as ${DEFAULT_URL}`);
  return text.replace(/\/+$/u, '');
}

function usage(text: string): UsageError {
  return new UsageError(`${text}. See: npm run chat -- --help`);
}
