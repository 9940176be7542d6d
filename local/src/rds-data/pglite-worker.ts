/**
 * The embedded database's own thread. A long statement blocks it and nothing else, and ending the thread is the
 * only way to end such a statement: PGlite has no interrupt of its own.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, protocol } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import { vector } from '@electric-sql/pglite-pgvector';
import type { BatchSet, RawField, RawResult, SessionStatus, SqlErrorFields, Statement } from './engine.ts';
import type { Answer, Ask, OpenOptions } from './pglite-protocol.ts';

const { serialize } = protocol;

/** The few members of a protocol message this file reads. */
interface Message {
  readonly name: string;
  readonly message?: string;
  readonly text?: string;
  readonly status?: string;
  readonly fields?: readonly unknown[];
  readonly severity?: string;
  readonly code?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly position?: string;
  readonly where?: string;
}

interface WireField {
  readonly name: string;
  readonly tableID: number;
  readonly columnID: number;
  readonly dataTypeID: number;
  readonly dataTypeModifier: number;
}

const SETTINGS = [
  // A laptop's data fits in far less than the default 128 MB, which PGlite would allocate at once.
  'shared_buffers=16MB',
  "timezone='UTC'",
  "datestyle='ISO, MDY'",
  "bytea_output='hex'",
];

class Refused extends Error {
  readonly fields: SqlErrorFields;
  readonly status: SessionStatus;

  constructor(fields: SqlErrorFields, status: SessionStatus) {
    super(fields.message);
    this.fields = fields;
    this.status = status;
  }
}

function toField(wire: unknown): RawField {
  const field = wire as WireField;
  return {
    name: field.name,
    tableOid: field.tableID,
    columnNumber: field.columnID,
    typeOid: field.dataTypeID,
    typeModifier: field.dataTypeModifier,
  };
}

function readMessages(messages: readonly Message[]): RawResult {
  let fields: RawField[] | undefined;
  const rows: (string | null)[][] = [];
  let tag = '';
  let status: SessionStatus = 'I';
  let suspended = false;
  let failure: Message | undefined;
  for (const message of messages) {
    switch (message.name) {
      case 'rowDescription':
        fields = (message.fields ?? []).map(toField);
        break;
      case 'dataRow':
        rows.push(message.fields as (string | null)[]);
        break;
      case 'commandComplete':
        tag = message.text ?? '';
        break;
      case 'portalSuspended':
        suspended = true;
        break;
      case 'readyForQuery':
        status = message.status as SessionStatus;
        break;
      case 'error':
        failure = message;
        break;
      default:
        break;
    }
  }
  if (failure !== undefined) {
    throw new Refused(
      {
        severity: failure.severity ?? 'ERROR',
        code: failure.code ?? 'XX000',
        message: failure.message ?? '',
        detail: failure.detail,
        hint: failure.hint,
        position: failure.position,
        where: failure.where,
      },
      status,
    );
  }
  return { fields, rows, tag, status, suspended };
}

async function exchange(db: PGlite, parts: readonly Uint8Array[]): Promise<RawResult> {
  const { messages } = await db.execProtocol(Buffer.concat(parts), { throwOnError: false });
  return readMessages(messages);
}

function run(db: PGlite, { sql, types, values, maxRows = 0 }: Statement): Promise<RawResult> {
  return exchange(db, [
    serialize.parse({ text: sql, types: [...types] }),
    serialize.bind({ values: [...values] }),
    serialize.describe({ type: 'P' }),
    serialize.execute({ rows: maxRows }),
    serialize.sync(),
  ]);
}

/** All sets before one Sync: PostgreSQL then treats them as one implicit transaction. */
function runBatch(db: PGlite, sql: string, sets: readonly BatchSet[]): Promise<RawResult> {
  const parts: Uint8Array[] = [];
  let parsedFor = '';
  for (const { types, values } of sets) {
    const signature = `[${types.join()}]`;
    if (signature !== parsedFor) parts.push(serialize.parse({ text: sql, types: [...types] }));
    parsedFor = signature;
    parts.push(serialize.bind({ values: [...values] }), serialize.execute({}));
  }
  parts.push(serialize.sync());
  return exchange(db, parts);
}

async function answer(db: PGlite, ask: Ask): Promise<Answer> {
  const { id } = ask;
  try {
    switch (ask.kind) {
      case 'run':
        return { kind: 'result', id, result: await run(db, ask.statement) };
      case 'batch':
        return { kind: 'result', id, result: await runBatch(db, ask.sql, ask.sets) };
      case 'dump': {
        const dump = await db.dumpDataDir('gzip');
        return { kind: 'dumped', id, tarball: new Uint8Array(await dump.arrayBuffer()) };
      }
      case 'close':
        await db.close();
        return { kind: 'closed', id };
    }
  } catch (error) {
    if (error instanceof Refused) return { kind: 'sqlError', id, fields: error.fields, status: error.status };
    return { kind: 'broken', id, message: error instanceof Error ? error.message : String(error) };
  }
}

async function start(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('This file is a worker thread of the local RDS Data API; run rds-data instead.');
  const { dataDir, template } = workerData as OpenOptions;
  let db: PGlite;
  try {
    db = await PGlite.create({
      dataDir,
      extensions: { vector, pg_trgm, unaccent },
      postgresqlconf: SETTINGS,
      ...(template === undefined ? {} : { loadDataDir: new Blob([new Uint8Array(template)]) }),
    });
    await db.exec('select 1');
  } catch (error) {
    port.postMessage({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    return;
  }
  let last: Promise<void> = Promise.resolve();
  port.on('message', (ask: Ask) => {
    last = last.then(async () => {
      port.postMessage(await answer(db, ask));
    });
  });
  port.postMessage({ kind: 'ready' });
}

// Not awaited at the top level: from source this file runs as a script (see pglite-engine.ts).
void start();
