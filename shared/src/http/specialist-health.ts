/** What an agent remembers about another one it calls: a circuit breaker, so that one that is down costs no waiting. */
import { ConsecutiveBreaker, circuitBreaker, handleType, isBrokenCircuitError } from 'cockatiel';
import type { DelegatedReply } from '../agent/context.ts';

export interface SpecialistHealth {
  /** Runs the delegation unless the circuit is open; an answer that is not whole counts as a failure. */
  run(delegation: () => Promise<DelegatedReply>): Promise<DelegatedReply>;
}

/** Carries an answer that is not whole through the breaker. */
class NotWhole extends Error {
  readonly reply: DelegatedReply;

  constructor(reply: DelegatedReply) {
    super('the specialist did not answer to the end');
    this.reply = reply;
  }
}

const CIRCUIT_OPEN: DelegatedReply = { complete: false, outcome: 'circuit_open', record: null };

/**
 * @param failures in a row that open the circuit
 * @param openMs milliseconds until one call is let through to try again
 */
export function specialistHealth(failures: number, openMs: number, onOpen: () => void): SpecialistHealth {
  // Only an answer that is not whole says something about the specialist; a customer who left does not.
  const breaker = circuitBreaker(handleType(NotWhole), {
    halfOpenAfter: openMs,
    breaker: new ConsecutiveBreaker(failures),
  });
  breaker.onBreak(onOpen);
  return {
    async run(delegation) {
      try {
        return await breaker.execute(async () => {
          const reply = await delegation();
          if (!reply.complete) throw new NotWhole(reply);
          return reply;
        });
      } catch (error) {
        if (error instanceof NotWhole) return error.reply;
        if (isBrokenCircuitError(error)) return CIRCUIT_OPEN;
        throw error;
      }
    },
  };
}
