/** What Execute and BatchExecute ask for, read from their bodies in the service's order. */
import { databaseError, invalid, multistatement } from './errors.ts';
import type { Limits } from './limits.ts';
import type { ParsedSql } from './named-parameters.ts';
import { checkDatabase, checkTarget, choice, optionalBoolean, optionalString, requiredString } from './request-body.ts';
import type { Body, Identity } from './request-body.ts';
import type { RenderOptions } from './results.ts';

export interface StatementRules {
  readonly identity: Identity;
  readonly limits: Limits;
  readonly parse: (sql: string) => ParsedSql;
}

export interface StatementTarget {
  readonly resourceArn: string;
  readonly database: string | undefined;
  readonly transactionId: string | undefined;
}

export function renderOptions(body: Body): RenderOptions {
  const set = body['resultSetOptions'] ?? {};
  if (typeof set !== 'object') throw invalid('resultSetOptions must be an object.');
  return {
    includeResultMetadata: optionalBoolean(body, 'includeResultMetadata'),
    formatAsJson: choice(body, 'formatRecordsAs', ['NONE', 'JSON']) === 'JSON',
    decimalReturnType: choice(set as Body, 'decimalReturnType', ['STRING', 'DOUBLE_OR_LONG']),
    longReturnType: choice(set as Body, 'longReturnType', ['LONG', 'STRING']),
  };
}

/** @param bind reads the parameters, which the service looks at last. @throws {ServiceError} */
export function readStatement<T>(
  body: Body,
  { identity, limits, parse }: StatementRules,
  bind: (parsed: ParsedSql) => T,
): T & StatementTarget & { readonly parsed: ParsedSql } {
  const resourceArn = checkTarget(body, identity);
  const transactionId = optionalString(body, 'transactionId', 192);
  const named = optionalString(body, 'database', 64);
  if (transactionId === undefined) checkDatabase(body, identity);
  const sql = requiredString(body, 'sql', 0, limits.sqlLength);
  if (sql.includes('\0'))
    throw databaseError('ERROR: invalid byte sequence for encoding "UTF8": 0x00; SQLState: 22021');
  const parsed = parse(sql);
  if (parsed.multistatement) throw multistatement();
  if (parsed.positional !== undefined) {
    throw databaseError(`ERROR: there is no parameter ${parsed.positional}; SQLState: 42P02`);
  }
  if (/^COPY\b/.test(parsed.head)) {
    throw databaseError('ERROR: COPY is not available through the Data API; SQLState: 0A000');
  }
  const database = named === '' ? undefined : named;
  return { ...bind(parsed), parsed, resourceArn, database, transactionId };
}
