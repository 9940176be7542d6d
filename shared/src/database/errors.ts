/**
 * What can go wrong with a statement, told apart by what a caller can do about it. Messages are safe to show to an
 * operator: they hold no SQL, no values. The original error is the `cause`, for logs.
 */

export type DatabaseErrorKind =
  | 'unique_violation'
  | 'foreign_key_violation'
  | 'check_violation'
  | 'not_null_violation'
  /** Serialisation failure or deadlock: rolled back, may be run again. */
  | 'serialization'
  | 'syntax'
  /** The statement took too long (45 s on the service, 50 s here) or a transaction expired; it had no effect. */
  | 'timeout'
  /** The auto-paused cluster did not wake up within the time allowed. */
  | 'resuming'
  /** The service failed or refused for load; known to have had no effect. */
  | 'unavailable'
  /** A write was sent and nobody knows whether it happened: look before sending it again. */
  | 'unknown_outcome'
  | 'response_too_large'
  /** Credentials, permissions or the database secret. */
  | 'denied'
  /** `one()` found no row. */
  | 'not_found'
  /** The request or a value in it is wrong, or the configuration names a cluster that is not there. */
  | 'invalid'
  | 'other';

export interface DatabaseErrorDetails {
  readonly sqlState?: string | undefined;
  readonly constraint?: string | undefined;
  readonly label?: string | undefined;
  readonly cause?: unknown;
}

export class DatabaseError extends Error {
  readonly kind: DatabaseErrorKind;
  /** Five characters, such as 23505, where PostgreSQL gave one. */
  readonly sqlState: string | undefined;
  /** Name of the violated constraint. */
  readonly constraint: string | undefined;

  constructor(kind: DatabaseErrorKind, explanation: string, details: DatabaseErrorDetails = {}) {
    const marks = [details.label, details.constraint, details.sqlState].filter((mark) => mark !== undefined);
    super(marks.length === 0 ? explanation : `${explanation} [${marks.join(', ')}]`, { cause: details.cause });
    this.name = 'DatabaseError';
    this.kind = kind;
    this.sqlState = details.sqlState;
    this.constraint = details.constraint;
  }
}
