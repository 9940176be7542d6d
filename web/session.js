/** What survives a reload of the page, for this tab only. */
const KEY = 'deskfleet';
const EMPTY = { customerId: null, token: null, account: null, conversationId: null, proposals: [] };

function load() {
  try {
    return { ...EMPTY, ...JSON.parse(sessionStorage.getItem(KEY) ?? '{}') };
  } catch {
    // Storage is forbidden, or holds something else: the page works without.
    return { ...EMPTY };
  }
}

/** @type {{ customerId: string | null, token: string | null, account: import('./cognito.js').Tokens | null, conversationId: string | null, proposals: import('./proposals.js').Remembered[] }} */
export const session = load();

export function remember(changes) {
  Object.assign(session, changes);
  try {
    sessionStorage.setItem(KEY, JSON.stringify(session));
  } catch {
    // As above.
  }
}
