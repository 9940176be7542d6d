import { createHash } from 'node:crypto';

import type { DemoData } from './model.ts';

/** The first 16 hexadecimal digits of the SHA-256 of all rows: equal data, equal fingerprint. */
export function fingerprint(data: DemoData): string {
  return createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 16);
}
