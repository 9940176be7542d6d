/** How a customer's turn begins: at once, or after waiting for the one before. */
import { setTimeout } from 'node:timers/promises';
import type { Principal } from '../agent/context.ts';
import { TurnRecord } from '../agent/turn-record.ts';
import type { Database } from '../database/database.ts';
import { DatabaseError } from '../database/errors.ts';
import { Problem } from '../http/errors.ts';
import type { Runtime } from '../runtime.ts';
import type { Logger } from '../telemetry/log.ts';
import { openTurn, type OpenedTurn, type TurnOpening } from './turn-opening.ts';
import { queueMessage, waitingState, withdrawMessage } from './waiting.ts';

export interface CustomerTurn {
  readonly principal: Principal;
  readonly message: string;
  readonly conversationId: string | null;
  readonly idempotencyKey: string | null;
  readonly requestId: string;
  readonly addressHash: string | null;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

export type Opened = Extract<OpenedTurn, { state: 'opened' }> & { readonly record: TurnRecord };

type Answered = Extract<OpenedTurn, { state: 'answered' }>;

/**
 * Opens the turn; while another one runs the message waits, and may be answered by a turn that took it along.
 * @throws {Problem} when there is no such shop or conversation, too much waits in it, or the key belongs to another request.
 */
export async function openCustomerTurn(runtime: Runtime, turn: CustomerTurn): Promise<Opened | Answered> {
  const record = new TurnRecord();
  const database = runtime.database.forTurn({
    onCall: () => {
      record.dataApiCalls += 1;
    },
    signal: turn.signal,
  });
  const { TURN_LEASE_MS, HISTORY_TOKENS } = runtime.settings;
  const opening = { ...turn, leaseMs: TURN_LEASE_MS, historyTokens: HISTORY_TOKENS };
  const opened = await openTurn(database, opening).catch((error: unknown) => {
    throw unknownTenant(error, turn.principal.tenant);
  });
  switch (opened.state) {
    case 'not_found':
      throw new Problem('conversation_not_found');
    case 'key_mismatch':
      throw new Problem('idempotency_mismatch');
    case 'answered':
      return opened;
    case 'opened':
      return { ...opened, record };
    case 'in_progress':
    case 'taken':
      return waitForTurn(runtime, database, turn, opening, record);
  }
}

/** A conversation belongs to a shop: in a database into which none has been loaded, the first message meets this. */
function unknownTenant(error: unknown, tenant: string): unknown {
  if (!(error instanceof DatabaseError) || error.kind !== 'foreign_key_violation') return error;
  return new Problem('tenant_not_found', {
    detail: `There is no shop "${tenant}" in the database. Whoever runs this service loads one with: npm run import. The shop of visitors is the setting DEFAULT_TENANT.`,
    cause: error,
  });
}

/** Waits until it is this message's turn or another turn has answered it. The customer who leaves takes it back. */
async function waitForTurn(
  runtime: Runtime,
  database: Database,
  turn: CustomerTurn,
  opening: TurnOpening,
  record: TurnRecord,
): Promise<Opened | Answered> {
  const { conversationId, principal } = turn;
  // Without a conversation there is none to wait in: the same key, sent twice at the same moment.
  const waitingId = conversationId === null ? null : await queueMessage(database, { ...turn, conversationId });
  if (waitingId === null) throw new Problem('turn_in_progress');
  try {
    for (;;) {
      await setTimeout(runtime.settings.WAITING_POLL_MS, undefined, { signal: turn.signal });
      const waiting = await waitingState(database, principal.tenant, waitingId);
      if (waiting.state === 'answered') return waiting;
      if (waiting.state === 'lost') throw new Problem('internal');
      if (waiting.state === 'taken') continue;
      const opened = await openTurn(database, { ...opening, waitingId });
      if (opened.state === 'opened') return { ...opened, record };
      if (opened.state === 'answered') return opened;
      if (opened.state === 'not_found') throw new Problem('conversation_not_found');
    }
  } catch (error) {
    if (turn.signal.aborted) await withdrawMessage(runtime.database, principal.tenant, waitingId);
    throw turn.signal.aborted ? endedEarly(turn.signal, error) : error;
  }
}

/** Why a turn was given up: its time ran out, the process stops, or nobody waits for it any more. */
export function endedEarly({ reason }: AbortSignal, cause: unknown): Problem {
  if (reason instanceof Problem) return reason;
  if (reason instanceof Error && reason.name === 'TimeoutError') return new Problem('turn_timed_out', { cause });
  return new Problem('agent_unavailable', { detail: 'The request was ended before it was answered.', cause });
}
