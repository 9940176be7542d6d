/**
 * Every setting of an agent: name, type, default, description. `docs/operating.md` is generated from this table
 * and a bad value stops the start with one plain line a setting.
 */
import { z } from 'zod';
import { fleetMember, type AgentName } from './fleet.ts';

const milliseconds = (fallback: number) => z.coerce.number().int().positive().default(fallback);
const count = (fallback: number) => z.coerce.number().int().nonnegative().default(fallback);
const optionalText = z.string().min(1).optional();

export const settingsTable = {
  AWS_REGION: z
    .string()
    .min(1)
    .describe('Region of Bedrock and Aurora. `AWS_DEFAULT_REGION` counts when this is unset.'),
  DATABASE_RESOURCE_ARN: z.string().min(11).max(100).describe('ARN of the Aurora cluster (RDS Data API).'),
  // The Data API's documents say 100 characters; the secrets that RDS makes itself have more, and are taken.
  DATABASE_SECRET_ARN: z
    .string()
    .min(11)
    .max(2_048)
    .describe('ARN of the Secrets Manager secret with the database login.'),
  DATABASE_NAME: z.string().min(1).default('deskfleet').describe('Database in the cluster.'),
  DATABASE_RESUME_TIMEOUT_MS: milliseconds(60_000).describe('How long to wait for an auto-paused cluster to wake up.'),
  BEDROCK_MODEL_ID: optionalText.describe("One inference profile or model id to use instead of the region's chain."),
  BEDROCK_EMBEDDING_MODEL_ID: z
    .string()
    .min(1)
    .default('amazon.titan-embed-text-v2:0')
    .describe('Titan Text Embeddings v2 model that articles and questions are embedded with.'),
  EMBEDDING_TIMEOUT_MS: milliseconds(2_000).describe('Longest time one embedding may take; search goes on without it.'),
  BEDROCK_GUARDRAIL_ID: optionalText.describe('Id or ARN of a Bedrock Guardrail for every model call; unset: none.'),
  BEDROCK_GUARDRAIL_VERSION: z.string().min(1).default('DRAFT').describe('Version of that guardrail.'),
  MODEL_TIMEOUT_MS: milliseconds(60_000).describe('Longest time one model call may take.'),
  MODEL_FIRST_TOKEN_TIMEOUT_MS: milliseconds(20_000).describe('Longest wait for the first event of a model stream.'),
  MODEL_MAX_OUTPUT_TOKENS: z.coerce
    .number()
    .int()
    .min(64)
    .max(64_000)
    .default(1024)
    .describe('Most tokens one model call may write.'),
  MODEL_MAX_CALLS: z.coerce
    .number()
    .int()
    .min(1)
    .max(20)
    .default(6)
    .describe('Most model calls one agent makes in one turn.'),
  MODEL_RETRIES: count(2).describe('Retries of one link of the model chain before the next one is tried.'),
  JWKS_URL: z.url().describe('JSON Web Key Set of the token issuer (Cognito on AWS).'),
  TOKEN_ISSUER: z.string().min(1).describe('Expected `iss` of customer and staff tokens.'),
  TOKEN_AUDIENCE: optionalText.describe('Expected `aud` of customer and staff tokens; unset: not checked.'),
  SIGN_IN_CLIENT_ID: optionalText.describe(
    'Cognito app client that people sign in to on the pages; unset: as demo users where the issuer is on this machine, with a pasted token elsewhere.',
  ),
  SIGN_IN_ENDPOINT: z
    .url({ protocol: /^https?$/u })
    .optional()
    .describe("Where Cognito's API for that client answers; unset: the origin of `TOKEN_ISSUER`, which it is on AWS."),
  SERVICE_TOKEN_SECRET: z
    .string()
    .min(32)
    .describe("Secret (32 characters or more) that signs the agents' tokens to each other."),
  AGENT_URL_TEMPLATE: z
    .string()
    .includes('://')
    .default('http://127.0.0.1:{port}')
    .describe('Where the other agents are; `{name}` and `{port}` are filled in from the fleet.'),
  DEFAULT_TENANT: z.string().min(1).default('acme').describe('Tenant of a chat that brings no token.'),
  CLOCK: z.iso
    .datetime()
    .optional()
    .describe('Fixed "today" of the shop (ISO 8601, UTC) for demo data; unset: the real time.'),
  TURN_TIMEOUT_MS: milliseconds(90_000).describe('Longest time one customer turn may take.'),
  TURN_LEASE_MS: z.coerce
    .number()
    .int()
    .min(1_000)
    .default(30_000)
    .describe(
      'How long a conversation stays taken after its process died. A turn that runs renews its lease at a third of this.',
    ),
  WAITING_POLL_MS: milliseconds(250).describe(
    'How often a message that came while another is answered looks whether it is its turn.',
  ),
  MESSAGES_POLL_MS: milliseconds(1_000).describe(
    'How often a page that waits for a message of a colleague looks into the database for it.',
  ),
  AUTO_RESOLVE_INTERVAL_MS: milliseconds(5 * 60_000).describe(
    "How often conversations are looked for whose customer has not answered for the shop's `auto_resolve_hours`.",
  ),
  REMEMBER_AFTER_MS: milliseconds(15 * 60_000).describe(
    'How long a conversation of a known customer rests before what it came to is written down for the next one.',
  ),
  REMEMBER_INTERVAL_MS: milliseconds(60_000).describe(
    'How often conversations that rest are looked for, and digests that a model can put into fewer words.',
  ),
  HISTORY_TOKENS: z.coerce
    .number()
    .int()
    .min(100)
    .max(50_000)
    .default(1_500)
    .describe('Most tokens of earlier messages put before a model; what is older is told in short.'),
  OPEN_QUESTION_MS: milliseconds(30 * 60_000).describe(
    "How long a specialist's question waits for its answer before a new message is taken for something else.",
  ),
  DELEGATION_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .positive()
    .max(110_000)
    .default(45_000)
    .describe('Longest time the supervisor waits for one specialist.'),
  DELEGATION_RETRY_DELAY_MS: count(300).describe(
    'Wait before a specialist that could not be reached at all is asked once more.',
  ),
  DELEGATION_BREAKER_FAILURES: z.coerce
    .number()
    .int()
    .min(1)
    .default(5)
    .describe('Failed delegations in a row after which a specialist is left alone for a while.'),
  DELEGATION_BREAKER_OPEN_MS: milliseconds(10_000).describe('How long such a specialist is left alone.'),
  QUOTE_TTL_MS: milliseconds(15 * 60_000).describe("How long a proposed change waits for the customer's yes."),
  MESSAGE_MAX_CHARACTERS: z.coerce
    .number()
    .int()
    .min(100)
    .max(20_000)
    .default(8_000)
    .describe('Longest customer message.'),
  SHUTDOWN_DELAY_MS: count(3_000).describe(
    'How long requests are still taken after SIGTERM: a load balancer hears of a stop a moment late.',
  ),
  SHUTDOWN_GRACE_MS: milliseconds(25_000).describe('How long running turns may take to finish after SIGTERM.'),
  KEEP_ALIVE_TIMEOUT_MS: milliseconds(180_000).describe(
    'How long an idle connection is kept open. Longer than the idle timeout of the load balancer, which would otherwise send a request into a connection that is being closed.',
  ),
  PORT: z.coerce.number().int().min(1).max(65_535).optional().describe("Port to listen on instead of the fleet's."),
  PORT_OFFSET: count(0).describe('Added to every port of the fleet, so that two fleets fit on one machine.'),
  RATE_LIMIT_ADDRESS_PER_MINUTE: count(120).describe(
    'Most chat messages in a minute from one network address; 0: no limit.',
  ),
  RATE_LIMIT_CUSTOMER_PER_MINUTE: count(30).describe('Most chat messages in a minute from one customer; 0: no limit.'),
  RATE_LIMIT_TENANT_PER_MINUTE: count(6_000).describe('Most chat messages in a minute for one tenant; 0: no limit.'),
  REDIS_URL: optionalText.describe(
    'Redis or Valkey in which all tasks count together; unset: each process counts for itself.',
  ),
  TRUSTED_PROXIES: count(1).describe(
    "How many proxies of ours stand before an agent: the customer's address is read from X-Forwarded-For, that many steps from its end.",
  ),
  HOST: z.string().min(1).default('0.0.0.0').describe('Address to listen on.'),
  LOG_LEVEL: z.enum(['error', 'warn', 'info', 'debug']).default('info').describe('Lowest level that is logged.'),
} satisfies Record<string, z.ZodType>;

const settingsSchema = z.object(settingsTable);
export type Settings = Readonly<z.infer<typeof settingsSchema>>;

export class SettingsError extends Error {
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'SettingsError';
  }
}

/** @throws {SettingsError} one line for each setting that is missing or wrong, saying what it is for. */
export function loadSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const known = Object.fromEntries(
    Object.keys(settingsTable).map((name) => [name, environment[name] === '' ? undefined : environment[name]]),
  );
  const parsed = settingsSchema.safeParse({
    ...known,
    AWS_REGION: known['AWS_REGION'] ?? environment['AWS_DEFAULT_REGION'],
  });
  if (parsed.success) return parsed.data;
  throw new SettingsError(
    parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]) as keyof typeof settingsTable;
      const given = environment[name];
      // A secret that is wrong is still a secret.
      const shown = name.endsWith('_SECRET') ? 'is not right' : `is "${given ?? ''}"`;
      const problem = given === undefined ? 'is not set' : `${shown}: ${issue.message}`;
      return `Setting ${name} ${problem}. ${settingsTable[name].description ?? ''}`.trim();
    }),
  );
}

export function agentPort(settings: Pick<Settings, 'PORT' | 'PORT_OFFSET'>, name: AgentName): number {
  return settings.PORT ?? fleetMember(name).port + settings.PORT_OFFSET;
}

/** Base URL of another agent, without a trailing slash. */
export function agentUrl(settings: Pick<Settings, 'AGENT_URL_TEMPLATE' | 'PORT_OFFSET'>, name: AgentName): string {
  const port = fleetMember(name).port + settings.PORT_OFFSET;
  return settings.AGENT_URL_TEMPLATE.replaceAll('{name}', name).replaceAll('{port}', String(port));
}
