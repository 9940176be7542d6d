/** Time as the gateway sees it, so that tests need not wait. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface GatewayClock {
  /** Monotonic milliseconds. */
  now(): number;
  /** Rejects when the signal is aborted. */
  delay(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Calls back once; @returns a function that takes the call back. */
  after(milliseconds: number, callback: () => void): () => void;
  /** At least 0, less than 1. */
  random(): number;
}

export const systemClock: GatewayClock = {
  now: () => performance.now(),
  delay: async (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
  random: Math.random,
};

const BASE_MS = 200;
const LONGEST_MS = 5000;

/** Full jitter: anywhere between nothing and the doubled limit, so that callers that failed together do not come back together. */
export function retryDelay(attempt: number, random: () => number): number {
  return Math.floor(random() * Math.min(LONGEST_MS, BASE_MS * 2 ** attempt));
}
