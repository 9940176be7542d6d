/** What a token says, to show it. Nothing is decided by it: the service verifies every token. */

/** @param {string | null} token @returns {Record<string, unknown> | null} null when it is no token */
export function claimsOf(token) {
  try {
    const text = atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (character) => character.charCodeAt(0))));
  } catch {
    return null;
  }
}

/** As the service reads it. @returns {'customer' | 'staff' | 'service' | null} */
export function roleOf(token) {
  const claims = claimsOf(token);
  if (claims === null) return null;
  const roles = claims.roles ?? claims['cognito:groups'] ?? [];
  return ['service', 'staff'].find((role) => roles.includes(role)) ?? 'customer';
}
