import { expect } from 'chai';
import { toModelError } from '../../src/model/errors.ts';
import { ModelError } from '../../src/model/model.ts';

const named = (name: string, message = '', more: object = {}): Error =>
  Object.assign(new Error(message), { name, ...more });

const cases: readonly (readonly [string, unknown, string])[] = [
  ['throttling in an HTTP answer', named('ThrottlingException'), 'throttled'],
  ['throttling inside a stream', named('throttlingException'), 'throttled'],
  ['a used-up quota', named('ServiceQuotaExceededException'), 'throttled'],
  [
    'a model that is still loading',
    named('ModelNotReadyException', '', { $metadata: { httpStatusCode: 429 } }),
    'unavailable',
  ],
  [
    'a model that was throttled itself',
    named('ModelStreamErrorException', '', { originalStatusCode: 429 }),
    'throttled',
  ],
  ['a model that broke', named('modelStreamErrorException'), 'unavailable'],
  ['a model that took too long', named('ModelTimeoutException'), 'timeout'],
  [
    'a model at the end of its life',
    named('ResourceNotFoundException', 'This model version has reached the end of its life.'),
    'retired',
  ],
  [
    'the same as a ValidationException',
    named('ValidationException', 'This model version has reached the end of its life.'),
    'retired',
  ],
  [
    'a profile that does not exist here',
    named('ValidationException', 'The provided model identifier is invalid.'),
    'retired',
  ],
  [
    'a model without on-demand throughput',
    named('ValidationException', 'Invocation of model ID x with on-demand throughput isn’t supported.'),
    'retired',
  ],
  [
    'a prompt that is too long',
    named('ValidationException', 'prompt is too long: 204521 tokens > 200000 maximum'),
    'context_overflow',
  ],
  [
    'a prompt and answer that are too long together',
    named('ValidationException', 'input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000'),
    'context_overflow',
  ],
  [
    'a wrong request',
    named('ValidationException', 'A conversation must alternate between user and assistant roles.'),
    'invalid',
  ],
  ['a role without access', named('AccessDeniedException'), 'denied'],
  ['missing credentials', named('CredentialsProviderError', 'Could not load credentials from any providers'), 'denied'],
  ['a connection that was reset', named('TimeoutError', 'socket hang up', { code: 'ECONNRESET' }), 'unavailable'],
  ['a connection that could not be made in time', named('TimeoutError', 'connect', { code: 'ETIMEDOUT' }), 'timeout'],
  ['a stream that was cut', new Error('aborted'), 'unavailable'],
  ['an unknown error with status 429', named('NewException', '', { $metadata: { httpStatusCode: 429 } }), 'throttled'],
  [
    'an unknown error with status 502',
    named('NewException', '', { $metadata: { httpStatusCode: 502 } }),
    'unavailable',
  ],
  ['something that is no error at all', 'oops', 'unavailable'],
];

describe('toModelError', () => {
  for (const [what, error, kind] of cases) {
    it(`calls ${what} ${kind}`, () => {
      const result = toModelError(error);
      expect(result).to.include({ name: 'ModelError', kind });
      expect(result.cause).to.equal(error);
    });
  }

  it('leaves a ModelError alone', () => {
    const error = new ModelError('budget', 'spent');
    expect(toModelError(error, AbortSignal.abort())).to.equal(error);
  });

  it('calls everything aborted once the caller has aborted, keeping a ModelError that was the reason', () => {
    expect(toModelError(named('ThrottlingException'), AbortSignal.abort()).kind).to.equal('aborted');
    const reason = new ModelError('timeout', 'The turn took too long.');
    expect(toModelError(undefined, AbortSignal.abort(reason))).to.equal(reason);
  });
});
