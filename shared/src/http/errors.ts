/**
 * THE table of errors that leave an agent. `docs/api.md` mirrors it. Every text is safe to show a customer.
 * Wire format: RFC 9457 `application/problem+json` with `code`.
 */
export interface ErrorDefinition {
  readonly status: number;
  /** Whether sending the same request again can help. */
  readonly retry: boolean;
  readonly title: string;
}

export const ERRORS = {
  rate_limited: {
    status: 429,
    retry: true,
    title: 'Too many messages in a short time. Wait a little and send it again.',
  },
  bad_json: { status: 400, retry: false, title: 'The request body is not valid JSON.' },
  invalid_request: { status: 400, retry: false, title: 'The request is not of the expected form.' },
  empty_message: { status: 400, retry: false, title: 'The message is empty. Write something and send it again.' },
  idempotency_key_required: { status: 400, retry: false, title: 'A write needs an Idempotency-Key header.' },
  unauthenticated: { status: 401, retry: false, title: 'This needs a token. Sign in and try again.' },
  token_expired: { status: 401, retry: false, title: 'Your session has expired. Sign in again.' },
  token_invalid: { status: 401, retry: false, title: 'The token is not valid. Sign in again.' },
  forbidden: { status: 403, retry: false, title: 'The token does not allow this.' },
  not_found: { status: 404, retry: false, title: 'There is nothing at this address.' },
  tenant_not_found: { status: 404, retry: false, title: 'This shop has not been set up yet.' },
  conversation_not_found: { status: 404, retry: false, title: 'There is no such conversation.' },
  quote_not_found: { status: 404, retry: false, title: 'There is no such proposal in this conversation.' },
  tool_not_found: { status: 404, retry: false, title: 'This agent has no such tool.' },
  method_not_allowed: { status: 405, retry: false, title: 'This address does not take that method.' },
  turn_in_progress: {
    status: 409,
    retry: true,
    title: 'Your last message is still being answered. Wait for the answer, then try again.',
  },
  quote_closed: { status: 409, retry: false, title: 'This proposal is no longer open.' },
  quote_stale: {
    status: 409,
    retry: false,
    title: 'Something changed since this was proposed, so nothing was done. Ask again for a new proposal.',
  },
  handoff_not_possible: {
    status: 409,
    retry: false,
    title: 'The conversation is not in a state in which that can be done. Load it again to see who has it.',
  },
  tool_refused: { status: 409, retry: false, title: "The shop's rules do not allow this." },
  body_too_large: { status: 413, retry: false, title: 'The request is too large.' },
  message_too_long: { status: 413, retry: false, title: 'The message is too long. Shorten it and send it again.' },
  unsupported_media_type: { status: 415, retry: false, title: 'Send the request as application/json.' },
  idempotency_mismatch: {
    status: 422,
    retry: false,
    title: 'This Idempotency-Key was already used with another request.',
  },
  tool_input_invalid: { status: 422, retry: false, title: 'The input of the tool is not right.' },
  internal: {
    status: 500,
    retry: true,
    title: 'Something went wrong on our side. Nothing was changed by this request unless it says so; please try again.',
  },
  outcome_unknown: {
    status: 503,
    retry: true,
    title: 'We could not find out whether this was done. Send the same request again with the same Idempotency-Key.',
  },
  database_unavailable: {
    status: 503,
    retry: true,
    title: 'Our records cannot be reached right now. Please try again in a moment.',
  },
  model_unavailable: {
    status: 503,
    retry: true,
    title: 'The assistant cannot answer right now. Please try again in a moment.',
  },
  agent_unavailable: {
    status: 503,
    retry: true,
    title: 'A part of our service cannot be reached right now. Please try again in a moment.',
  },
  shutting_down: { status: 503, retry: true, title: 'The service is restarting. Please try again in a moment.' },
  turn_timed_out: { status: 504, retry: true, title: 'The answer took too long. Please try again.' },
} as const satisfies Record<string, ErrorDefinition>;

export type ErrorCode = keyof typeof ERRORS;

/** A failure with a place in the table. `detail` and `extra` are shown to the caller; `cause` is only logged. */
export class Problem extends Error {
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    options: {
      readonly detail?: string;
      readonly cause?: unknown;
      readonly extra?: Readonly<Record<string, unknown>>;
    } = {},
  ) {
    super(options.detail ?? ERRORS[code].title, { cause: options.cause });
    this.name = 'Problem';
    this.code = code;
    this.detail = options.detail;
    this.extra = options.extra ?? {};
  }

  get status(): number {
    return ERRORS[this.code].status;
  }

  /** The RFC 9457 document. */
  toJSON(): Readonly<Record<string, unknown>> {
    const { status, title, retry } = ERRORS[this.code];
    return {
      type: `urn:deskfleet:error:${this.code}`,
      title,
      status,
      code: this.code,
      retry,
      ...(this.detail === undefined ? {} : { detail: this.detail }),
      ...this.extra,
    };
  }
}
