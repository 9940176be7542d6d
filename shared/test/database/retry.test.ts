import { expect } from 'chai';
import fc from 'fast-check';
import { DatabaseError } from '@deskfleet/shared/database/errors.ts';
import { faultOf } from '@deskfleet/shared/database/faults.ts';
import {
  decide,
  realEnvironment,
  sendWithRetries,
  type CallMode,
  type RetryEnvironment,
  type Waiting,
} from '@deskfleet/shared/database/retry.ts';

function serviceError(name: string, status: number, message = ''): Error {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
}

const networkError = (code: string): Error => Object.assign(new Error('socket'), { name: 'TimeoutError', code });
const sqlError = (message: string, sqlState: string): Error =>
  serviceError('DatabaseErrorException', 400, `ERROR: ${message}; SQLState: ${sqlState}`);

/** A clock that jumps over every delay and remembers it. */
function playedTime(): RetryEnvironment & { readonly delays: number[] } {
  const delays: number[] = [];
  let time = 0;
  return {
    delays,
    now: () => time,
    random: () => 0.5,
    delay: (milliseconds) => {
      delays.push(milliseconds);
      time += milliseconds;
      return Promise.resolve();
    },
  };
}

interface Played {
  readonly sendings: number;
  readonly delays: readonly number[];
  readonly waitings: readonly Waiting[];
  readonly error: unknown;
}

async function play(mode: CallMode, failures: readonly Error[], resumeTimeoutMs = 60_000): Promise<Played> {
  const environment = playedTime();
  const waitings: Waiting[] = [];
  let sendings = 0;
  const error = await sendWithRetries(
    {
      mode,
      label: 'test.call',
      signal: undefined,
      onWaiting: (waiting) => waitings.push(waiting),
      send: () => {
        sendings += 1;
        const failure = failures[sendings - 1];
        return failure === undefined ? Promise.resolve() : Promise.reject(failure);
      },
    },
    { attempts: 3, resumeTimeoutMs },
    environment,
  ).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { sendings, delays: environment.delays, waitings, error };
}

const kindOf = (error: unknown): unknown => (error instanceof DatabaseError ? error.kind : error);
const resuming = serviceError(
  'DatabaseResumingException',
  400,
  'The Aurora DB instance db-X is resuming after being auto-paused.',
);
const throttled = serviceError('ThrottlingException', 400);

describe('retry rules', () => {
  const lost = [
    serviceError('InternalServerErrorException', 500),
    serviceError('ServiceUnavailableError', 503),
    serviceError('DatabaseUnavailableException', 504),
    serviceError('SyntaxError', 502),
    serviceError('SyntaxError', 200),
    networkError('ECONNRESET'),
    networkError('EPIPE'),
  ];

  it('repeats a read whose answer got lost', async () => {
    for (const error of lost) {
      expect(await play('read', [error, error])).to.include({ sendings: 3, error: undefined });
      const given = await play('read', [error, error, error, error]);
      expect([given.sendings, kindOf(given.error)]).to.deep.equal([3, 'unavailable']);
    }
  });

  it('never repeats a write or a commit whose answer got lost', async () => {
    for (const mode of ['write', 'commit'] as const) {
      for (const error of [...lost, networkError('ETIMEDOUT'), serviceError('StatementTimeoutException', 400)]) {
        const { sendings, error: thrown } = await play(mode, [error]);
        expect([sendings, kindOf(thrown)], `${mode} ${error.name}`).to.deep.equal([1, 'unknown_outcome']);
      }
    }
  });

  it('gives a statement of a transaction up at once: the transaction is lost, and nothing of it lasts', async () => {
    for (const error of lost) {
      const { sendings, error: thrown } = await play('in_transaction', [error]);
      expect([sendings, kindOf(thrown)]).to.deep.equal([1, 'unavailable']);
    }
    expect(kindOf((await play('in_transaction', [sqlError('deadlock detected', '40P01')])).error)).to.equal(
      'serialization',
    );
  });

  it('repeats what is known not to have run, whatever it is', async () => {
    for (const mode of ['read', 'write', 'in_transaction', 'commit'] as const) {
      for (const error of [
        throttled,
        serviceError('TooManyRequestsException', 429),
        networkError('ECONNREFUSED'),
        sqlError('too many connections', '53300'),
      ]) {
        expect(await play(mode, [error, error])).to.include({ sendings: 3, error: undefined });
      }
      expect(kindOf((await play(mode, [throttled, throttled, throttled])).error)).to.equal('unavailable');
    }
  });

  it('runs a lone statement again after a collision, reads and writes alike', async () => {
    for (const mode of ['read', 'write'] as const) {
      expect(await play(mode, [sqlError('could not serialize access', '40001')])).to.include({
        sendings: 2,
        error: undefined,
      });
    }
  });

  it('waits for a paused cluster to wake up, 2 to 3 s at a time, and says so', async () => {
    const { sendings, delays, waitings, error } = await play(
      'write',
      Array.from({ length: 6 }, () => resuming),
    );
    expect([sendings, error]).to.deep.equal([7, undefined]);
    expect(delays.every((delay) => delay >= 2_000 && delay <= 3_000)).to.equal(true);
    expect(waitings[2]).to.deep.equal({ waitedMs: 5_000, nextTryMs: 2_500 });
  });

  it('stops waiting for the cluster at the time allowed, and never beyond it', async () => {
    const { delays, error } = await play(
      'read',
      Array.from({ length: 100 }, () => resuming),
      10_000,
    );
    expect(kindOf(error)).to.equal('resuming');
    expect(delays.reduce((sum, delay) => sum + delay, 0)).to.equal(10_000);
  });

  it('counts a waking cluster apart from other failures', async () => {
    expect(await play('write', [throttled, resuming, resuming, throttled])).to.include({
      sendings: 5,
      error: undefined,
    });
  });

  it('repeats nothing that would fail again', async () => {
    for (const error of [
      sqlError('duplicate key value violates unique constraint "x"', '23505'),
      serviceError('AccessDeniedException', 403),
      new Error('?'),
    ]) {
      expect((await play('read', [error])).sendings).to.equal(1);
    }
  });

  it('never repeats a write of unknown effect, whatever happened before', () => {
    const faults = [
      ...lost,
      resuming,
      throttled,
      networkError('ECONNREFUSED'),
      sqlError('', '40001'),
      networkError('ETIMEDOUT'),
    ].map(faultOf);
    fc.assert(
      fc.property(
        fc.constantFrom(...faults),
        fc.constantFrom('write' as const, 'commit' as const),
        fc.integer({ min: 1, max: 9 }),
        fc.nat(90_000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (fault, mode, failures, resumingFor, random) => {
          const decision = decide(
            fault,
            mode,
            { failures, resumingFor },
            { attempts: 3, resumeTimeoutMs: 60_000 },
            () => random,
          );
          if (decision.again) {
            expect(fault.effect).to.equal('none');
            expect(decision.after).to.be.within(0, 3_000);
          } else if (fault.effect === 'unknown') {
            expect(decision.error.kind).to.equal('unknown_outcome');
          }
        },
      ),
    );
  });

  it("stops with the caller's own reason, before sending and while waiting", async () => {
    const reason = new Error('customer left');
    const stop = new AbortController();
    const call = {
      mode: 'read' as const,
      label: undefined,
      signal: stop.signal,
      onWaiting: () => stop.abort(reason),
      send: () => Promise.reject(resuming),
    };
    const policy = { attempts: 3, resumeTimeoutMs: 60_000 };
    const thrown = (): Promise<unknown> =>
      sendWithRetries(call, policy, realEnvironment).then(
        () => undefined,
        (error: unknown) => error,
      );
    expect(await thrown()).to.equal(reason);
    expect(await thrown()).to.equal(reason);
  });
});

describe('faultOf', () => {
  it('tells PostgreSQL errors apart by SQLState and names the constraint', () => {
    const fault = faultOf(
      sqlError(
        'duplicate key value violates unique constraint "orders_pkey"\n  Detail: Key (id)=(secret) already exists.',
        '23505',
      ),
    );
    expect(fault).to.include({
      kind: 'unique_violation',
      effect: 'none',
      sqlState: '23505',
      constraint: 'orders_pkey',
    });
    const kinds = {
      '23503': 'foreign_key_violation',
      '23514': 'check_violation',
      '23502': 'not_null_violation',
      '40001': 'serialization',
      '40P01': 'serialization',
      '42601': 'syntax',
      '42P01': 'syntax',
      '42804': 'syntax',
      '42501': 'denied',
      '57014': 'timeout',
      '22P02': 'invalid',
      '57P03': 'unavailable',
      '08006': 'unavailable',
      '0A000': 'other',
    };
    for (const [sqlState, kind] of Object.entries(kinds))
      expect(faultOf(sqlError('x', sqlState)).kind, sqlState).to.equal(kind);
  });

  it('reads the message where the SQLState is missing', () => {
    const kind = (message: string): string => faultOf(serviceError('BadRequestException', 400, message)).kind;
    expect(kind('ERROR: duplicate key value violates unique constraint "x"')).to.equal('unique_violation');
    expect(kind('ERROR: could not serialize access due to concurrent update')).to.equal('serialization');
    expect(
      kind('The Aurora DB instance db-1 is resuming after being auto-paused. Please wait a few seconds and try again.'),
    ).to.equal('resuming');
    expect(kind('Database returned more than the allowed response size limit')).to.equal('response_too_large');
  });

  it('knows the errors of the service', () => {
    const kinds = {
      InvalidSecretException: 'denied',
      SecretsErrorException: 'denied',
      DatabaseNotFoundException: 'invalid',
      HttpEndpointNotEnabledException: 'invalid',
      ValidationException: 'invalid',
      UnsupportedResultException: 'invalid',
      TransactionNotFoundException: 'timeout',
      StatementTimeoutException: 'timeout',
      InvalidResourceStateException: 'unavailable',
    };
    for (const [name, kind] of Object.entries(kinds))
      expect(faultOf(serviceError(name, 400)).kind, name).to.equal(kind);
    expect(faultOf(serviceError('SomethingNew', 403)).kind).to.equal('denied');
    expect(faultOf('not even an error').kind).to.equal('other');
  });
});
