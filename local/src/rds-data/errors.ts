import { SessionLostError, SqlError } from './engine.ts';
import type { SqlErrorFields } from './engine.ts';

/** An error as the service would send it: HTTP status, `x-amzn-errortype`, body. */
export class ServiceError extends Error {
  readonly status: number;
  readonly type: string;
  /** Members of the body besides the message. */
  readonly extra: Readonly<Record<string, number>>;

  constructor(status: number, type: string, message: string, extra: Readonly<Record<string, number>> = {}) {
    super(message);
    this.name = 'ServiceError';
    this.status = status;
    this.type = type;
    this.extra = extra;
  }
}

export const badRequest = (message: string): ServiceError => new ServiceError(400, 'BadRequestException', message);
export const invalid = (message: string): ServiceError => new ServiceError(400, 'ValidationException', message);
export const databaseError = (message: string): ServiceError =>
  new ServiceError(400, 'DatabaseErrorException', message);
export const multistatement = (): ServiceError => invalid("Multistatements aren't supported.");
export const unsupportedResult = (message: string): ServiceError =>
  new ServiceError(400, 'UnsupportedResultException', message);
export const resuming = (): ServiceError =>
  new ServiceError(
    400,
    'DatabaseResumingException',
    'The Aurora DB instance db-LOCAL is resuming after being auto-paused. Please wait a few seconds and try again.',
  );
export const throttled = (): ServiceError => new ServiceError(400, 'ThrottlingException', 'Rate exceeded');
export const internalError = (): ServiceError => new ServiceError(500, 'InternalServerErrorException', '');
export const serviceUnavailable = (): ServiceError => new ServiceError(503, 'ServiceUnavailableError', '');
export const databaseUnavailable = (): ServiceError => new ServiceError(504, 'DatabaseUnavailableException', '');

/** The three causes AWS appends to "Transaction … is not found". */
const TRANSACTION_CAUSES = {
  expired: 'Transaction may be expired.',
  ended: 'One previous call resulted in a termination of your transaction.',
  aborted: 'Transaction has been aborted due to an error from a previous call.',
} as const;
export type TransactionCause = keyof typeof TRANSACTION_CAUSES;

export const transactionNotFound = (id: string, cause: TransactionCause): ServiceError =>
  new ServiceError(404, 'TransactionNotFoundException', `Transaction ${id} is not found. ${TRANSACTION_CAUSES[cause]}`);

export const statementTimeout = (connectionId: number): ServiceError =>
  new ServiceError(400, 'StatementTimeoutException', 'Request timed out', { dbConnectionId: connectionId });

/**
 * PostgreSQL's error as Aurora words it:
 * `ERROR: duplicate key …\n  Detail: Key (id)=(1) already exists.; SQLState: 23505`.
 */
function sqlFailure(fields: SqlErrorFields): ServiceError {
  const parts = [`${fields.severity}: ${fields.message}`];
  if (fields.detail !== undefined) parts.push(`Detail: ${fields.detail}`);
  if (fields.hint !== undefined) parts.push(`Hint: ${fields.hint}`);
  if (fields.position !== undefined) parts.push(`Position: ${fields.position}`);
  if (fields.where !== undefined) parts.push(`Where: ${fields.where}`);
  return databaseError(`${parts.join('\n  ')}; SQLState: ${fields.code}`);
}

/** Any failure below the operations as the error the service would send. */
export function translate(error: unknown, connectionId: number): Error {
  if (error instanceof SqlError) {
    const { code, message } = error.fields;
    if (code === '42601' && message.startsWith('cannot insert multiple commands')) return multistatement();
    if (code === '57014' && message.includes('statement timeout')) return statementTimeout(connectionId);
    return sqlFailure(error.fields);
  }
  if (error instanceof SessionLostError) return databaseUnavailable();
  return error instanceof Error ? error : new Error(String(error));
}
