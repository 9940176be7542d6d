/** A request's JSON body and the members every operation shares, checked as the service's front end checks them. */
import { ServiceError, databaseError, invalid } from './errors.ts';

export type Body = Readonly<Record<string, unknown>>;

/** Whole numbers of 16 digits and more would lose digits in JSON.parse; they are kept as text. A key such as
 * `"longValue"` cannot occur inside a JSON string, where its quotes would be escaped. */
const BIG_LONG = /("longValue"\s*:\s*)(-?\d{16,})(?=\s*[,}])/g;

/** Parses a body. Throws SerializationException (400) when it is not a JSON object. */
export function parseBody(text: string): Body {
  let body: unknown;
  try {
    body = text === '' ? {} : JSON.parse(text.replace(BIG_LONG, '$1"$2"'));
  } catch {
    throw new ServiceError(400, 'SerializationException', 'The request body is not valid JSON.');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ServiceError(400, 'SerializationException', 'The request body must be a JSON object.');
  }
  return body as Body;
}

const constraint = (name: string, value: string, rule: string): ServiceError =>
  invalid(`1 validation error detected: Value ${value} at '${name}' failed to satisfy constraint: ${rule}`);

/** A string member, or undefined. Throws when it is longer than `max` characters. */
export function optionalString(body: Body, name: string, max: number): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') {
    throw new ServiceError(400, 'SerializationException', `The member ${name} must be a string.`);
  }
  if (value.length > max) throw constraint(name, '', `Member must have length less than or equal to ${max}`);
  return value;
}

/** A string member that must be there, between `min` and `max` characters long. */
export function requiredString(body: Body, name: string, min: number, max: number): string {
  const value = optionalString(body, name, max);
  if (value === undefined) throw constraint(name, 'null', 'Member must not be null');
  if (value.length < min)
    throw constraint(name, `'${value}'`, `Member must have length greater than or equal to ${min}`);
  return value;
}

export function optionalBoolean(body: Body, name: string): boolean {
  const value = body[name] ?? false;
  if (typeof value !== 'boolean') {
    throw new ServiceError(400, 'SerializationException', `The member ${name} must be true or false.`);
  }
  return value;
}

/** One of a fixed set of strings; the first is the default. */
export function choice<T extends string>(body: Body, name: string, options: readonly [T, ...T[]]): T {
  const value = body[name];
  if (value === undefined || value === null) return options[0];
  const found = options.find((option) => option === value);
  if (found === undefined) {
    throw constraint(name, JSON.stringify(value), `Member must satisfy enum value set: [${options.join(', ')}]`);
  }
  return found;
}

export interface Identity {
  readonly resourceArns: readonly string[];
  readonly secretArns: readonly string[];
  readonly database: string;
}

/** The service's documents say 100; it takes the longer ones that RDS gives its own secrets (`rds!cluster-…`). */
const MOST_SECRET_ARN_CHARACTERS = 2_048;

/** Checks who the caller wants to talk to; returns the resource ARN. */
export function checkTarget(body: Body, identity: Identity): string {
  const resourceArn = requiredString(body, 'resourceArn', 11, 100);
  const secretArn = requiredString(body, 'secretArn', 11, MOST_SECRET_ARN_CHARACTERS);
  if (body['schema'] !== undefined && body['schema'] !== null) {
    throw invalid("The schema parameter isn't supported");
  }
  if (!identity.resourceArns.includes(resourceArn)) {
    throw new ServiceError(
      400,
      'HttpEndpointNotEnabledException',
      `HttpEndpoint is not enabled for resource ${resourceArn}. The local database is ${identity.resourceArns.join(', ')}.`,
    );
  }
  if (!identity.secretArns.includes(secretArn)) {
    throw new ServiceError(
      400,
      'SecretsErrorException',
      `Secrets Manager can't find the specified secret ${secretArn}. The local secret is ${identity.secretArns.join(', ')}.`,
    );
  }
  return resourceArn;
}

/** The database the call names; throws PostgreSQL's own 3D000 for one that does not exist. */
export function checkDatabase(body: Body, identity: Identity): string {
  const database = optionalString(body, 'database', 64);
  if (database === undefined || database === '' || database === identity.database) return identity.database;
  throw databaseError(`FATAL: database "${database}" does not exist; SQLState: 3D000`);
}
