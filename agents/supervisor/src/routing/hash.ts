/** FNV-1a over UTF-16 code units with a last mix, 32 bits. The model file depends on it: never change one without the other. */
const PRIME = 0x01000193;

export const HASH_START = 0x811c9dc5;

export function hashed(text: string, start: number = HASH_START): number {
  let hash = start;
  for (let place = 0; place < text.length; place += 1) hash = Math.imul(hash ^ text.charCodeAt(place), PRIME);
  return mixed(hash);
}

/** Spreads the differences of short texts over all bits. */
function mixed(hash: number): number {
  let bits = hash ^ (hash >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  return (Math.imul(bits, 0xc2b2ae35) ^ bits) >>> 0;
}
