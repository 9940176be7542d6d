/**
 * One extended-protocol exchange over node-postgres: Parse with explicit type OIDs, Bind, Describe, Execute, Sync.
 * `client.query('…')` cannot be used: it leaves parameter types to inference, which is looser than the Data API.
 */
import type { BatchSet, RawField, RawResult, SessionStatus, Statement } from './engine.ts';
import { SessionLostError, SqlError } from './engine.ts';

/** The part of node-postgres' Connection a Submittable may use. */
interface WireConnection {
  readonly stream: { cork(): void; uncork(): void };
  parse(message: { text: string; types: readonly number[] }): void;
  bind(message: { values: readonly (string | null)[] }): void;
  describe(message: { type: 'P' }): void;
  execute(message: { rows?: number }): void;
  sync(): void;
  sendCopyFail(message: string): void;
  once(event: 'readyForQuery', listener: (message: { status: SessionStatus }) => void): void;
}

interface WireField {
  readonly name: string;
  readonly tableID: number;
  readonly columnID: number;
  readonly dataTypeID: number;
  readonly dataTypeModifier: number;
}

interface WireError extends Error {
  readonly severity?: string;
  readonly code?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly position?: string;
  readonly where?: string;
}

/** A query object of node-postgres (`client.query(new ExtendedQuery(…))`); `result` settles at ReadyForQuery. */
export class ExtendedQuery {
  readonly result: Promise<RawResult>;
  readonly #send: (connection: WireConnection) => void;
  #resolve!: (result: RawResult) => void;
  #reject!: (error: Error) => void;
  #fields: RawField[] | undefined;
  #rows: (string | null)[][] = [];
  #tag = '';
  #suspended = false;
  #failure: WireError | undefined;

  constructor(send: (connection: WireConnection) => void) {
    this.#send = send;
    this.result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  submit(connection: WireConnection): void {
    connection.once('readyForQuery', ({ status }) => {
      this.#finish(status);
    });
    connection.stream.cork();
    try {
      this.#send(connection);
      connection.sync();
    } finally {
      connection.stream.uncork();
    }
  }

  handleRowDescription(message: { fields: readonly WireField[] }): void {
    this.#fields = message.fields.map((field) => ({
      name: field.name,
      tableOid: field.tableID,
      columnNumber: field.columnID,
      typeOid: field.dataTypeID,
      typeModifier: field.dataTypeModifier,
    }));
  }

  handleDataRow(message: { fields: (string | null)[] }): void {
    this.#rows.push(message.fields);
  }

  handleCommandComplete(message: { text: string }): void {
    this.#tag = message.text;
  }

  handlePortalSuspended(): void {
    this.#suspended = true;
  }

  handleCopyInResponse(connection: WireConnection): void {
    connection.sendCopyFail('COPY FROM STDIN is not available through the Data API');
  }

  // node-postgres calls these three on every query object; there is nothing to do.
  handleEmptyQuery(): void {
    this.#tag = '';
  }
  handleCopyData(): void {
    this.#tag = 'COPY';
  }
  handleReadyForQuery(): void {
    /* settled by the connection's own event, which carries the status */
  }

  handleError(error: WireError): void {
    if (error.severity === undefined || error.severity === 'FATAL' || error.severity === 'PANIC') {
      this.#reject(new SessionLostError(error.message));
    } else this.#failure = error;
  }

  #finish(status: SessionStatus): void {
    const failure = this.#failure;
    if (failure === undefined) {
      this.#resolve({ fields: this.#fields, rows: this.#rows, tag: this.#tag, status, suspended: this.#suspended });
      return;
    }
    this.#reject(
      new SqlError(
        {
          severity: failure.severity ?? 'ERROR',
          code: failure.code ?? 'XX000',
          message: failure.message,
          detail: failure.detail,
          hint: failure.hint,
          position: failure.position,
          where: failure.where,
        },
        status,
      ),
    );
  }
}

export const statementQuery = ({ sql, types, values, maxRows = 0 }: Statement): ExtendedQuery =>
  new ExtendedQuery((connection) => {
    connection.parse({ text: sql, types });
    connection.bind({ values });
    connection.describe({ type: 'P' });
    connection.execute({ rows: maxRows });
  });

/** All sets before one Sync: PostgreSQL then treats them as one implicit transaction. */
export const batchQuery = (sql: string, sets: readonly BatchSet[]): ExtendedQuery =>
  new ExtendedQuery((connection) => {
    let parsedFor = '';
    for (const { types, values } of sets) {
      const signature = `[${types.join()}]`;
      if (signature !== parsedFor) connection.parse({ text: sql, types });
      parsedFor = signature;
      connection.bind({ values });
      connection.execute({});
    }
  });
