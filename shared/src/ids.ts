import { v7 as uuidv7 } from 'uuid';

export type IdKind = 'conv' | 'turn' | 'quote' | 'call' | 'req' | 'use' | 'audit' | 'fb' | 'wait' | 'hand' | 'mem';

/** A new id such as `conv_0199c0de…`: a UUID version 7 without dashes, so ids sort by the time they were made. */
export function newId(kind: IdKind): string {
  return `${kind}_${uuidv7().replaceAll('-', '')}`;
}
