/** Pieces that several zod schemas are made of, and how their complaints are told. */
import { z } from 'zod';
import type { Json, JsonObject } from './json.ts';

export const jsonSchema = z.json() as unknown as z.ZodType<Json>;
export const jsonObjectSchema = z.record(z.string(), z.json()) as unknown as z.ZodType<JsonObject>;

/** What is wrong with an input, in one line: `order_id: too short; items.0.quantity: expected number`. */
export function describeIssues(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): string {
  return issues
    .map(({ path, message }) => (path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`))
    .join('; ');
}
