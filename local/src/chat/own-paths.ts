/** Paths of the fleet in an answer's words, as the chat page finds them (web/own-path.js). */
import { FLEET } from '@deskfleet/shared/fleet.ts';

const PREFIXES = FLEET.map(({ prefix }) => prefix);
const PATH = new RegExp(`(?<![\\w/.:%@~#?&=\\\\-])(?:${PREFIXES.join('|')})(?:/[\\w.~%-]+)+`, 'gu');
/** What makes another address of it. */
const GOES_ON = /^(?:[\\/@:]|[?#&=]\w)/u;

/** Below a prefix of the fleet, with no way out of it ("..", also when it is written as "%2e%2e"). */
export function isOwnPath(path: string): boolean {
  return (
    PREFIXES.some((prefix) => path.startsWith(`${prefix}/`) && path.length > prefix.length + 1) &&
    /^[\w/.~%-]+$/u.test(path) &&
    new URL(path, 'http://fleet').pathname === path
  );
}

/** Each once, in the order of the text. */
export function ownPaths(text: string): readonly string[] {
  const found = [...text.matchAll(PATH)].flatMap((match) => {
    const path = match[0].replace(/\.+$/u, '');
    return isOwnPath(path) && !GOES_ON.test(text.slice(match.index + path.length)) ? [path] : [];
  });
  return [...new Set(found)];
}
