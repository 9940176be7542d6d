import { randomFillSync } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';

export type IdKind = 'conv' | 'turn' | 'quote' | 'call' | 'req' | 'use' | 'audit' | 'fb' | 'wait' | 'hand' | 'mem';

/** A new id such as `conv_0199c0de…`: a UUID version 7 without dashes, so ids sort by the time they were made. */
export function newId(kind: IdKind): string {
  const random = randomBytes();
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    seq = random.readUInt32BE(6) >>> 1;
  } else {
    // Within a millisecond they are counted, from anywhere in the lower half of what the place holds.
    seq += 1;
  }
  return `${kind}_${uuidv7({ random, msecs, seq }).replaceAll('-', '')}`;
}

let msecs = 0;
let seq = 0;

const RANDOM_BYTES = 16;
/** Fetched for many ids at once: a call of the system for each costs more than the rest of an id. */
const pool = Buffer.alloc(256 * RANDOM_BYTES);
let taken = pool.length;

function randomBytes(): Buffer {
  if (taken === pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  taken += RANDOM_BYTES;
  return pool.subarray(taken - RANDOM_BYTES, taken);
}
