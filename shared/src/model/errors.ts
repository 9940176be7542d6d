/**
 * The one place that turns whatever can go wrong with a model call into a {@link ModelError}: an HTTP answer with an
 * error, the same error as an exception inside an event stream, a socket that broke, credentials that are missing.
 */
import { ModelError, type ModelErrorKind } from './model.ts';

/** Names of AWS's exceptions, lower case: HTTP answers write `ThrottlingException`, streams `throttlingException`. */
const KIND_BY_NAME: Readonly<Record<string, ModelErrorKind>> = {
  throttlingexception: 'throttled',
  toomanyrequestsexception: 'throttled',
  servicequotaexceededexception: 'throttled',
  modelnotreadyexception: 'unavailable',
  internalserverexception: 'unavailable',
  serviceunavailableexception: 'unavailable',
  modelerrorexception: 'unavailable',
  modelstreamerrorexception: 'unavailable',
  conflictexception: 'unavailable',
  modeltimeoutexception: 'timeout',
  timeouterror: 'timeout',
  resourcenotfoundexception: 'retired',
  accessdeniedexception: 'denied',
  unrecognizedclientexception: 'denied',
  invalidsignatureexception: 'denied',
  missingauthenticationtokenexception: 'denied',
  expiredtokenexception: 'denied',
  credentialsprovidererror: 'denied',
  validationexception: 'invalid',
};

const KIND_BY_STATUS: Readonly<Record<number, ModelErrorKind>> = {
  400: 'invalid',
  401: 'denied',
  403: 'denied',
  408: 'timeout',
  413: 'context_overflow',
  429: 'throttled',
};

/** Validation messages that speak of the model, not of the request: another link of the chain may well answer. */
const PROFILE_GONE =
  /end of (its )?life|model identifier is invalid|on-demand throughput|model version .*(retired|deprecated)/i;
const TOO_LONG = /too long|too many (input )?tokens|context (window|length|limit)|exceeds? the (maximum|context)/i;

/** The SDK calls these a TimeoutError, too, though nothing timed out. */
const BROKEN_CONNECTION: ReadonlySet<string> = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE']);

interface ErrorFields {
  readonly name: string;
  readonly message: string;
  readonly code: string;
  readonly status: number | undefined;
  readonly originalStatus: number | undefined;
}

function fieldsOf(error: unknown): ErrorFields {
  const given = typeof error === 'object' && error !== null ? (error as Readonly<Record<string, unknown>>) : {};
  const metadata = given['$metadata'] as { readonly httpStatusCode?: number } | undefined;
  const original = given['originalStatusCode'];
  return {
    name: typeof given['name'] === 'string' ? given['name'] : '',
    message: typeof given['message'] === 'string' ? given['message'] : String(error),
    code: typeof given['code'] === 'string' ? given['code'] : '',
    status: metadata?.httpStatusCode,
    originalStatus: typeof original === 'number' ? original : undefined,
  };
}

function kindOf({ name, message, code, status, originalStatus }: ErrorFields): ModelErrorKind {
  if (BROKEN_CONNECTION.has(code)) return 'unavailable';
  const named = KIND_BY_NAME[name.toLowerCase()];
  if (named === 'invalid') {
    if (PROFILE_GONE.test(message)) return 'retired';
    return TOO_LONG.test(message) ? 'context_overflow' : 'invalid';
  }
  // A model's own error passes on the status that the model gave.
  if (originalStatus === 429) return 'throttled';
  if (named !== undefined) return named;
  if (code === 'ETIMEDOUT' || code === 'ESOCKETTIMEDOUT') return 'timeout';
  return (status === undefined ? undefined : KIND_BY_STATUS[status]) ?? 'unavailable';
}

/**
 * @param signal the caller's: once it is aborted every error is the caller's own doing.
 * @returns the error unchanged when it is a ModelError already. Unknown errors, broken sockets among them, count as
 *   `unavailable`.
 */
export function toModelError(error: unknown, signal?: AbortSignal): ModelError {
  if (error instanceof ModelError) return error;
  if (signal?.aborted === true) {
    return signal.reason instanceof ModelError
      ? signal.reason
      : new ModelError('aborted', 'The model call was stopped by the caller.', { cause: error });
  }
  const fields = fieldsOf(error);
  const what = fields.name === '' || fields.name === 'Error' ? fields.code || 'Error' : fields.name;
  return new ModelError(kindOf(fields), `${what}: ${fields.message}`, { cause: error });
}
