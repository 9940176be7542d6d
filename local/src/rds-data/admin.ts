/**
 * The endpoint's admin API, for tests and for trying out trouble by hand. Loopback only; no browser page may call
 * it (a request with an Origin header is refused).
 *
 *   GET    /_admin/health       { engine, vector, openTransactions, runningStatements }
 *   POST   /_admin/faults       add a fault, see faultSchema in faults.ts:
 *                               { "kind": "resuming" | "500" | "503" | "504" | "throttle" | "slow" | "drop-before"
 *                                 | "drop-after", "times": 1, "operation": "Execute", "sqlContains": "insert", "ms": 1000 }
 *   GET    /_admin/faults       the faults still waiting
 *   DELETE /_admin/faults       forget them
 *   GET    /_admin/statistics   { calls per operation, errors per type, connections, last: [{ operation, sql }] }
 *   DELETE /_admin/statistics   start counting anew
 */
import { z } from 'zod';
import type { DataApi } from './data-api.ts';
import type { SqlEngine } from './engine.ts';
import { faultSchema } from './faults.ts';
import type { Faults } from './faults.ts';
import type { Statistics } from './statistics.ts';

export interface AdminContext {
  readonly engine: SqlEngine;
  readonly api: DataApi;
  readonly faults: Faults;
  readonly statistics: Statistics;
}

interface AdminAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Whether a socket's remote address is this machine's own loopback (127.0.0.0/8, ::1, also IPv4-mapped). */
export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  const plain = address.replace(/^::ffff:/i, '');
  return plain === '::1' || /^127(\.\d{1,3}){3}$/.test(plain);
}

function addFault(text: string, faults: Faults): AdminAnswer {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { status: 400, body: { message: 'Send the fault as JSON, such as {"kind":"resuming","times":2}.' } };
  }
  const fault = faultSchema.safeParse(body);
  if (!fault.success) return { status: 400, body: { message: z.prettifyError(fault.error) } };
  faults.add(fault.data);
  return { status: 201, body: { faults: faults.list() } };
}

/** Answers one admin request. The caller has checked that it comes from this machine. */
export function answerAdmin(method: string, path: string, text: string, context: AdminContext): AdminAnswer {
  const { engine, api, faults, statistics } = context;
  switch (`${method} ${path}`) {
    case 'GET /_admin/health':
      return {
        status: 200,
        body: {
          engine: engine.kind,
          vector: engine.vector,
          openTransactions: api.openTransactions,
          runningStatements: api.runningStatements,
        },
      };
    case 'POST /_admin/faults':
      return addFault(text, faults);
    case 'GET /_admin/faults':
      return { status: 200, body: { faults: faults.list() } };
    case 'DELETE /_admin/faults':
      faults.reset();
      return { status: 200, body: { faults: [] } };
    case 'GET /_admin/statistics':
      return { status: 200, body: statistics.snapshot() };
    case 'DELETE /_admin/statistics':
      statistics.reset();
      return { status: 200, body: statistics.snapshot() };
    default:
      return { status: 404, body: { message: `There is no ${method} ${path}.` } };
  }
}
