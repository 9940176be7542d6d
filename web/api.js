/** The calls of the page. Every failure is an ApiError with the problem as the service tells it. */
export class ApiError extends Error {
  /** @param {import('./turn.js').Problem} problem */
  constructor(problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}

const LAPTOP = /^(localhost|127\.|\[::1\])/u.test(location.hostname);
const UNREACHABLE = {
  code: 'unreachable',
  retry: true,
  title: LAPTOP
    ? 'Nothing answers at this address. Start the fleet with: npm start'
    : 'The service cannot be reached. Check your connection and try again.',
};

/** @throws {ApiError} */
export async function call(path, { method = 'GET', body, token = null, headers = {}, signal, redirect } = {}) {
  let response;
  try {
    response = await fetch(path, {
      method,
      signal,
      redirect,
      headers: {
        accept: 'application/json',
        ...(body && { 'content-type': 'application/json' }),
        ...(token && { authorization: `Bearer ${token}` }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(UNREACHABLE);
  }
  if (response.ok) return response;
  const problem = await response.json().catch(() => null);
  throw new ApiError(
    typeof problem?.title === 'string'
      ? problem
      : {
          code: 'internal',
          title: `The service answered ${response.status}. Try again in a moment.`,
          retry: response.status >= 500,
        },
  );
}

/** How people sign in here. @returns {Promise<{ kind: 'demo' | 'token' } | { kind: 'cognito', endpoint: string, client_id: string }>} */
export async function signInOffer() {
  return (await call('/supervisor/sign-in')).json();
}

/** The customers to try the fleet as; null where there is no such service (anywhere but on a laptop). */
export async function demoCustomers(tenant) {
  try {
    const { customers } = await (await call(`/local/customers?tenant=${encodeURIComponent(tenant)}`)).json();
    return Array.isArray(customers) ? customers : null;
  } catch {
    return null;
  }
}

export async function demoToken(customerId, tenant) {
  return (await (await call('/local/token', { method: 'POST', body: { customer_id: customerId, tenant } })).json())
    .token;
}

/** @returns {Promise<ReadableStream<Uint8Array>>} the stream of the answer */
export async function chat({ message, conversationId, key }, token, signal) {
  const body = conversationId === null ? { message } : { message, conversation_id: conversationId };
  return (
    await call('/supervisor/chat', {
      method: 'POST',
      body,
      token,
      signal,
      headers: { accept: 'text/event-stream', 'idempotency-key': key },
    })
  ).body;
}

/** @param {number | null} before `next` of the page that came before */
export async function conversation(id, token, before = null) {
  return (
    await call(`/supervisor/conversations/${encodeURIComponent(id)}${before === null ? '' : `?before=${before}`}`, {
      token,
    })
  ).json();
}

/** @param {'confirm' | 'decline'} decision */
export async function decideQuote(conversationId, quoteId, decision, token) {
  const path = `/supervisor/conversations/${encodeURIComponent(conversationId)}/quotes/${encodeURIComponent(quoteId)}`;
  return (await call(path, { method: 'POST', body: { decision }, token })).json();
}

/** Into the queue for a colleague, or out of it again. @param {string | null} conversationId null when nothing was said yet */
export async function askForPerson(conversationId, { withdraw = false }, token) {
  const path = `/supervisor/conversations/${encodeURIComponent(conversationId ?? 'new')}/handoff`;
  return (await call(path, { method: 'POST', body: { withdraw }, token })).json();
}

/**
 * What is new in a conversation, waited for up to `wait` seconds.
 * @param {{ after: number, wait?: number, owner?: string, state?: string }} known
 */
export async function news(id, known, token, signal) {
  const query = new URLSearchParams(Object.entries(known).map(([name, value]) => [name, String(value)]));
  return (
    await call(`/supervisor/conversations/${encodeURIComponent(id)}/messages?${query}`, { token, signal })
  ).json();
}

/** @param {{ score: number, comment?: string }} rating */
export async function rate(id, rating, token) {
  const path = `/supervisor/conversations/${encodeURIComponent(id)}/csat`;
  return (await call(path, { method: 'POST', body: rating, token })).json();
}

/** A page or a download of an agent, as it comes. @param {string} path one of the fleet's own */
export function document(path, token) {
  return call(path, { token, redirect: 'error', headers: { accept: 'text/html, application/json, */*;q=0.5' } });
}

/** A key for one message; `crypto.randomUUID` is missing on pages without TLS. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
