/** Paths of the fleet in an answer's words: only these can be opened from it. Every other address stays text. */
import { h } from './dom.js';

export const OWN_PREFIXES = ['/supervisor', '/order', '/product', '/personalization', '/troubleshooting'];
const PATH = new RegExp(`(?<![\\w/.:%@~#?&=\\\\-])(?:${OWN_PREFIXES.join('|')})(?:/[\\w.~%-]+)+`, 'gu');
/** What makes another address of it. */
const GOES_ON = /^(?:[\\/@:]|[?#&=]\w)/u;

/** Below one of our prefixes, with no way out of it ("..", also when it is written as "%2e%2e"). */
export function isOwnPath(path) {
  if (!OWN_PREFIXES.some((prefix) => path.startsWith(`${prefix}/`) && path.length > prefix.length + 1)) return false;
  try {
    return new URL(path, 'http://fleet').pathname === path;
  } catch {
    return false;
  }
}

/** @returns {(string | { path: string })[]} the text, cut where a path begins and ends */
export function splitOwnPaths(text) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(PATH)) {
    const path = match[0].replace(/\.+$/u, '');
    const after = match.index + path.length;
    if (!isOwnPath(path) || GOES_ON.test(text.slice(after))) continue;
    if (match.index > end) pieces.push(text.slice(end, match.index));
    pieces.push({ path });
    end = after;
  }
  if (end < text.length) pieces.push(text.slice(end));
  return pieces;
}

/** The nodes of a text. A path is a button, not a link: its page needs the customer's token, which no link sends. */
export function withOwnPaths(text) {
  return splitOwnPaths(text).map((piece) =>
    typeof piece === 'string'
      ? piece
      : h(
          'span',
          { class: 'own-path' },
          h(
            'button',
            { type: 'button', class: 'link', 'data-path': piece.path, 'aria-label': `Open ${piece.path}` },
            piece.path,
          ),
          h('span', { class: 'own-path-note' }),
        ),
  );
}
