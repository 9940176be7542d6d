/** Open transactions: who holds which session, the idle and life clocks, and why an id is no longer known. */
import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';
import { databaseError, transactionNotFound } from './errors.ts';
import type { TransactionCause } from './errors.ts';
import type { Limits } from './limits.ts';
import { endSession } from './session.ts';
import type { SessionUse } from './session.ts';

export interface Transaction {
  readonly id: string;
  readonly resourceArn: string;
  readonly database: string;
  /** Undefined once a failure has ended the transaction in the database; its id lives on until it is rolled back. */
  use: SessionUse | undefined;
  /** A call is running on it. */
  busy: boolean;
  /** A statement failed; only ROLLBACK TO a savepoint or the end of the transaction may follow. */
  failed: boolean;
  /** A savepoint was set, so that a failed transaction may still be saved. */
  savepoint: boolean;
}

interface Entry {
  readonly transaction: Transaction;
  stopIdle: () => void;
  readonly stopLife: () => void;
}

/** Ids whose end is remembered, so that the error can tell the cause. */
const REMEMBERED = 1_000;

export class Transactions {
  readonly #open = new Map<string, Entry>();
  readonly #ended = new Map<string, TransactionCause>();
  readonly #clock: Clock;
  readonly #limits: Limits;

  constructor(clock: Clock, limits: Limits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Registers a session on which BEGIN has succeeded. */
  add(use: SessionUse, resourceArn: string, database: string): Transaction {
    const id = randomBytes(48).toString('base64');
    const transaction: Transaction = {
      id,
      resourceArn,
      database,
      use,
      busy: false,
      failed: false,
      savepoint: false,
    };
    const stopLife = this.#clock.after(this.#limits.transactionLifeMs, () => {
      this.#expire(id);
    });
    this.#open.set(id, { transaction, stopIdle: () => undefined, stopLife });
    this.#startIdle(id);
    return transaction;
  }

  /**
   * Takes a transaction for one call.
   * Throws TransactionNotFoundException for an unknown, ended or foreign id, and DatabaseErrorException while
   * another call is running on it.
   */
  enter(id: string, resourceArn: string, database: string | undefined): Transaction {
    const entry = this.#open.get(id);
    if (entry === undefined) throw transactionNotFound(id, this.#ended.get(id) ?? 'expired');
    const { transaction } = entry;
    if (transaction.resourceArn !== resourceArn || (database !== undefined && transaction.database !== database)) {
      throw transactionNotFound(id, 'expired');
    }
    if (transaction.busy) throw databaseError('Transaction is still running a query');
    entry.stopIdle();
    transaction.busy = true;
    return transaction;
  }

  /** Gives a transaction back after a call. */
  leave(transaction: Transaction): void {
    transaction.busy = false;
    this.#startIdle(transaction.id);
  }

  /** Forgets a transaction and remembers why. Its session is the caller's to end. */
  remove(transaction: Transaction, cause: TransactionCause): void {
    const entry = this.#open.get(transaction.id);
    if (entry === undefined) return;
    entry.stopIdle();
    entry.stopLife();
    this.#open.delete(transaction.id);
    this.#ended.set(transaction.id, cause);
    if (this.#ended.size > REMEMBERED) {
      const oldest = this.#ended.keys().next();
      if (oldest.done !== true) this.#ended.delete(oldest.value);
    }
  }

  /** Rolls back everything still open. */
  async close(): Promise<void> {
    const all = [...this.#open.values()].map(({ transaction }) => transaction);
    for (const transaction of all) this.remove(transaction, 'ended');
    await Promise.all(all.filter(({ busy }) => !busy).map((transaction) => this.release(transaction)));
  }

  #startIdle(id: string): void {
    const entry = this.#open.get(id);
    if (entry === undefined) return;
    entry.stopIdle = this.#clock.after(this.#limits.transactionIdleMs, () => {
      this.#expire(id);
    });
  }

  #expire(id: string): void {
    const transaction = this.#open.get(id)?.transaction;
    if (transaction === undefined) return;
    this.remove(transaction, 'expired');
    // A running statement ends its session itself once it sees that its transaction is gone.
    if (!transaction.busy) void this.release(transaction);
  }

  /** Rolls back in the database and gives the session back, if that has not happened yet. */
  async release(transaction: Transaction, open = true): Promise<void> {
    const { use } = transaction;
    transaction.use = undefined;
    if (use !== undefined) await endSession(use, open);
  }

  /** Whether the transaction has not been ended or expired meanwhile. */
  isOpen(transaction: Transaction): boolean {
    return this.#open.has(transaction.id);
  }
}
