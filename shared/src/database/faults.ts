/** Reads what went wrong out of an error of the RDS Data API client: errors of the service, of PostgreSQL, of the network. */
import type { DatabaseErrorKind } from './errors.ts';

export interface Fault {
  readonly kind: DatabaseErrorKind | 'throttled';
  /** `none`: the statement is known to have changed nothing. `unknown`: it may have run. */
  readonly effect: 'none' | 'unknown';
  readonly explanation: string;
  readonly sqlState?: string | undefined;
  readonly constraint?: string | undefined;
  readonly cause: unknown;
}

type Verdict = Pick<Fault, 'kind' | 'effect' | 'explanation'>;

const none = (kind: Fault['kind'], explanation: string): Verdict => ({ kind, effect: 'none', explanation });
const unknown = (kind: Fault['kind'], explanation: string): Verdict => ({ kind, effect: 'unknown', explanation });

const DOWN = unknown('unavailable', 'The database service failed to answer.');
const UNREACHABLE = none('unavailable', 'The database service cannot be reached.');
const SERVER_BUSY = none('unavailable', 'The database has no connection to spare.');
const THROTTLED = none('throttled', 'The database service refused for load.');
const TIMED_OUT = unknown('timeout', 'The statement took too long and was given up.');
const DENIED = none(
  'denied',
  "The database refused these credentials: check the role's permissions and DATABASE_SECRET_ARN.",
);

const byName: Readonly<Record<string, Verdict>> = {
  DatabaseResumingException: none('resuming', 'The database is waking up from its pause.'),
  ThrottlingException: THROTTLED,
  TooManyRequestsException: THROTTLED,
  StatementTimeoutException: TIMED_OUT,
  InternalServerErrorException: DOWN,
  ServiceUnavailableError: DOWN,
  DatabaseUnavailableException: DOWN,
  InvalidResourceStateException: none('unavailable', 'The database cluster is not in a state to answer.'),
  TransactionNotFoundException: none(
    'timeout',
    'The database has ended the transaction: it expired or one of its statements failed.',
  ),
  NotFoundException: none(
    'timeout',
    'The database has ended the transaction: it expired or one of its statements failed.',
  ),
  DatabaseNotFoundException: none(
    'invalid',
    'The database does not exist: check DATABASE_RESOURCE_ARN and DATABASE_NAME.',
  ),
  HttpEndpointNotEnabledException: none('invalid', "The cluster's Data API is not enabled."),
  ValidationException: none('invalid', 'The Data API refused the request.'),
  UnsupportedResultException: none('invalid', 'The answer has a type the Data API cannot send: cast it to text.'),
  AccessDeniedException: DENIED,
  ForbiddenException: DENIED,
  InvalidSecretException: DENIED,
  SecretsErrorException: DENIED,
  CredentialsProviderError: DENIED,
};

const byNetworkCode: Readonly<Record<string, Verdict>> = {
  ECONNREFUSED: UNREACHABLE,
  ENOTFOUND: UNREACHABLE,
  EAI_AGAIN: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  // The client gives resets and broken pipes the name TimeoutError: the code is what tells them apart.
  ECONNRESET: DOWN,
  EPIPE: DOWN,
  ECONNABORTED: DOWN,
  ETIMEDOUT: TIMED_OUT,
};

const UNIQUE = none('unique_violation', 'The database has this row already.');
const FOREIGN_KEY = none('foreign_key_violation', 'The row refers to one that does not exist, or is referred to.');
const CHECK = none('check_violation', 'The row breaks a rule of its table.');
const NOT_NULL = none('not_null_violation', 'The row lacks a value its table needs.');
const SERIALIZATION = none('serialization', 'The change collided with another one and was rolled back.');
const SYNTAX = none('syntax', 'The statement does not fit the database.');
const BAD_VALUE = none('invalid', 'The database refused a value of the statement.');
const CANCELLED = none('timeout', 'The statement took too long and was cancelled.');

/** By SQLState, or by its first two characters. */
const bySqlState: Readonly<Record<string, Verdict>> = {
  '23505': UNIQUE,
  '23503': FOREIGN_KEY,
  '23514': CHECK,
  '23502': NOT_NULL,
  '40001': SERIALIZATION,
  '40P01': SERIALIZATION,
  '42501': DENIED,
  '57014': CANCELLED,
  '57P01': DOWN,
  '57P02': DOWN,
  '57P03': SERVER_BUSY,
  '08': DOWN,
  '22': BAD_VALUE,
  '28': DENIED,
  '42': SYNTAX,
  '53': SERVER_BUSY,
};

/** For answers that carry PostgreSQL's message without its SQLState. */
const byMessage: readonly (readonly [RegExp, Verdict])[] = [
  [/resuming after being auto-paused/i, none('resuming', 'The database is waking up from its pause.')],
  [
    /response size limit|(result|response|row).{0,40}(exceed|larger|too large)|exceed.{0,40}(result|response|row)/i,
    unknown(
      'response_too_large',
      'The answer is larger than the Data API sends (1 MiB, 64 KB a row): ask for fewer rows or columns.',
    ),
  ],
  [/duplicate key value violates/i, UNIQUE],
  [/violates foreign key constraint/i, FOREIGN_KEY],
  [/violates check constraint/i, CHECK],
  [/violates not-null constraint/i, NOT_NULL],
  [/could not serialize access|deadlock detected/i, SERIALIZATION],
  [/syntax error at|does not exist/i, SYNTAX],
];

/** Any error of a Data API call. Never throws. */
export function faultOf(error: unknown): Fault {
  const { name, code, message, status } = traits(error);
  const sqlState = /SQLState:\s*([0-9A-Z]{5})\b/i.exec(message)?.[1];
  const constraint = /constraint "([^"]+)"/.exec(message)?.[1];
  const verdict =
    (sqlState === undefined ? undefined : (bySqlState[sqlState] ?? bySqlState[sqlState.slice(0, 2)])) ??
    byMessage.find(([pattern]) => status === 400 && pattern.test(message))?.[1] ??
    byNetworkCode[code] ??
    byName[name] ??
    byStatus(status) ??
    connectionTimeout(name, message) ??
    none('other', 'The database could not run the statement.');
  return { ...verdict, sqlState, constraint, cause: error };
}

/** The service stopped waiting for the statement after 45 s. */
export function isStatementTimeout(error: unknown): boolean {
  return error instanceof Error && traits(error.cause).name === 'StatementTimeoutException';
}

/** A statement that outlived its 45 s goes on inside its transaction, which refuses other calls until it is done. */
export function isStillRunning(error: unknown): boolean {
  return error instanceof Error && /still running a query/i.test(traits(error.cause).message);
}

function byStatus(status: number | undefined): Verdict | undefined {
  if (status === undefined) return undefined;
  if (status === 429) return THROTTLED;
  if (status === 401 || status === 403) return DENIED;
  // 2xx: the answer broke off or was not JSON, so the statement has probably run.
  return status >= 500 || status < 300 ? DOWN : none('other', 'The database could not run the statement.');
}

function connectionTimeout(name: string, message: string): Verdict | undefined {
  if (name !== 'TimeoutError') return undefined;
  return /establish a connection|connection timed out/i.test(message) ? UNREACHABLE : TIMED_OUT;
}

function traits(error: unknown): { name: string; code: string; message: string; status: number | undefined } {
  if (!(error instanceof Error)) return { name: '', code: '', message: '', status: undefined };
  const { code, $metadata } = error as { code?: unknown; $metadata?: { httpStatusCode?: number } };
  return {
    name: error.name,
    code: typeof code === 'string' ? code : '',
    message: error.message,
    status: $metadata?.httpStatusCode,
  };
}
