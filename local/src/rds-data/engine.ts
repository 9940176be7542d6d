/**
 * The one interface both databases stand behind. It is deliberately as low as PostgreSQL's own extended
 * protocol: explicit parameter types in, text values and type OIDs out, so that neither backend can be
 * looser with types than Aurora is.
 */

/** One statement with its parameters: `types[i]` is the type OID of `$i+1` (0 = let PostgreSQL infer). */
export interface Statement {
  readonly sql: string;
  readonly types: readonly number[];
  /** Values in PostgreSQL's text format. */
  readonly values: readonly (string | null)[];
  /** Stop reading after this many rows; the result then says `suspended`. 0 = no limit. */
  readonly maxRows?: number;
}

/** One execution of a batch. */
export interface BatchSet {
  readonly types: readonly number[];
  readonly values: readonly (string | null)[];
}

export interface RawField {
  readonly name: string;
  /** OID of the table the column comes from, 0 for a computed one. */
  readonly tableOid: number;
  readonly columnNumber: number;
  readonly typeOid: number;
  readonly typeModifier: number;
}

/** I = idle, T = inside a transaction, E = inside a failed transaction. */
export type SessionStatus = 'I' | 'T' | 'E';

export interface RawResult {
  /** Undefined when the statement returns no rows at all (INSERT without RETURNING, DDL). */
  readonly fields: readonly RawField[] | undefined;
  readonly rows: readonly (readonly (string | null)[])[];
  /** PostgreSQL's command tag, such as `INSERT 0 1`. */
  readonly tag: string;
  readonly status: SessionStatus;
  /** True when `maxRows` cut the result short. */
  readonly suspended: boolean;
}

/** What PostgreSQL says when a statement fails. */
export interface SqlErrorFields {
  readonly severity: string;
  readonly code: string;
  readonly message: string;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
  readonly position?: string | undefined;
  readonly where?: string | undefined;
}

/** A statement PostgreSQL refused. */
export class SqlError extends Error {
  readonly fields: SqlErrorFields;
  readonly status: SessionStatus;

  constructor(fields: SqlErrorFields, status: SessionStatus) {
    super(fields.message);
    this.name = 'SqlError';
    this.fields = fields;
    this.status = status;
  }
}

/** The connection (or the embedded database) went away under a statement. */
export class SessionLostError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SessionLostError';
  }
}

/** One connection. Statements on it must not overlap; the caller sees to that. */
export interface SqlSession {
  /** Number Aurora would report as dbConnectionId. */
  readonly connectionId: number;
  /** Runs one statement. Rejects with SqlError or SessionLostError. */
  run(statement: Statement): Promise<RawResult>;
  /** Runs one statement once per set, all or nothing unless a transaction is already open. */
  runBatch(sql: string, sets: readonly BatchSet[]): Promise<RawResult>;
  /** Ends the running statement by force. The pending `run` rejects; the session may be gone. */
  interrupt(): Promise<void>;
  /** Gives the session back. `broken` = do not use it again. */
  release(broken?: boolean): void;
}

export interface SqlEngine {
  readonly kind: 'pglite' | 'postgres';
  /** Whether `create extension vector` can work here. */
  readonly vector: boolean;
  /** Waits for a session in order of asking. Rejects when `signal` aborts first. */
  acquire(signal: AbortSignal): Promise<SqlSession>;
  close(): Promise<void>;
}
