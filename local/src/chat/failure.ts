/** A call that failed, as the service tells it (RFC 9457) or as it looks from here. */
import { z } from 'zod';
import { publicQuoteSchema, type PublicQuote } from '@deskfleet/shared/conversation/quotes.ts';

export const problemSchema = z.object({
  code: z.string(),
  title: z.string(),
  detail: z.string().optional(),
  retry: z.boolean(),
  /** Of `quote_stale`: what the proposal would be now. */
  new_quote: publicQuoteSchema.optional().catch(undefined),
});
export type WireProblem = z.infer<typeof problemSchema>;

export class ChatFailure extends Error {
  readonly code: string;
  /** Whether the same request, with the same Idempotency-Key, may go better. */
  readonly retry: boolean;
  /** What a proposal that no longer held would be now. */
  readonly newQuote: PublicQuote | undefined;

  constructor(problem: WireProblem, cause?: unknown) {
    super(problem.detail ?? problem.title, { cause });
    this.name = 'ChatFailure';
    this.code = problem.code;
    this.retry = problem.retry;
    this.newQuote = problem.new_quote;
  }
}

/** What a failed response says. */
export async function failureOf(response: Response): Promise<ChatFailure> {
  const parsed = problemSchema.safeParse(await response.json().catch(() => null));
  return new ChatFailure(
    parsed.success
      ? parsed.data
      : {
          code: 'internal',
          title: `The service answered ${response.status} ${response.statusText}`.trimEnd(),
          retry: response.status >= 500,
        },
  );
}

export const BROKEN_OFF: WireProblem = {
  code: 'broken_off',
  title: 'The connection broke off before the answer was complete. Try again.',
  retry: true,
};

/** What `fetch` says when there was a connection, and it ended too soon. */
const CONNECTION_ENDED = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

/** What stands for an error that `fetch` threw. */
export function connectionFailure(url: string, error: unknown): ChatFailure {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (CONNECTION_ENDED.has(code)) return new ChatFailure(BROKEN_OFF, error);
  const onThisMachine = /^\w+:\/\/(localhost|127\.|\[::1\])/u.test(url);
  return new ChatFailure(
    {
      code: 'unreachable',
      retry: true,
      title: `Nothing answers at ${url}. ${onThisMachine ? 'Start the fleet with: npm start' : 'Check --url and the network.'}`,
    },
    error,
  );
}
