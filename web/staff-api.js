/** The calls of the staff console. Every failure is an ApiError. */
import { call } from './api.js';

const conversation = (id) => `/supervisor/staff/conversations/${encodeURIComponent(id)}`;
const post = async (path, body, token, key) =>
  (
    await call(path, { method: 'POST', body, token, headers: key === undefined ? {} : { 'idempotency-key': key } })
  ).json();
const get = async (path, token, signal) => (await call(path, { token, signal })).json();

/** The colleagues to work as; null where there is no such service (anywhere but on a laptop). */
export async function demoStaff() {
  try {
    const { staff } = await get('/local/staff', null);
    return Array.isArray(staff) ? staff : null;
  } catch {
    return null;
  }
}

export async function staffToken(id, tenant) {
  return (await post('/local/token', { role: 'staff', customer_id: id, tenant }, null)).token;
}

/** @param {{ owner: string, reason: string, after?: string }} filter */
export function queue({ owner, reason, after }, token) {
  const query = new URLSearchParams({ owner, ...(reason && { reason }), ...(after && { after }) });
  return get(`/supervisor/staff/queue?${query}`, token);
}

export function thread(id, token, before = null) {
  return get(`${conversation(id)}?limit=50${before === null ? '' : `&before=${before}`}`, token);
}

/** @param {'claim' | 'release' | 'reply' | 'note' | 'hand-back' | 'resolve'} verb @param {string} key the same for the same thing sent again */
export function act(id, verb, body, key, token) {
  return post(`${conversation(id)}/${verb}`, body, token, key);
}

export function cannedReplies(token) {
  return get('/supervisor/staff/canned-replies', token);
}

export function storeCannedReply(id, content, token) {
  return post(`/supervisor/staff/canned-replies/${encodeURIComponent(id)}`, content, token);
}

export function deleteCannedReply(id, token) {
  return post(`/supervisor/staff/canned-replies/${encodeURIComponent(id)}/delete`, {}, token);
}

export async function approvals(offset, token) {
  return (await post('/order/tools/list_approvals', { offset }, token)).result;
}

export async function decide(decision, key, token) {
  return (await post('/order/tools/approve_refund', decision, token, key)).result;
}
