/** Finds the one product that a name or an id means. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { refuse, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { sql, text, type Sql } from '@deskfleet/shared/database/sql.ts';
import { anyOf, nameWords, wordsIn } from '../words/search-words.ts';
import { corrected } from '../words/spelling.ts';

export const productInput = z
  .string()
  .trim()
  .min(1, "Give the product's name or id.")
  .max(200, 'That is too long for a product name.')
  .describe('The product\'s name as the customer said it, or its id, for example "Nova 5G" or "p011".');

/** Names known to the spelling help; the most popular ones of a large shop. */
const MOST_NAMES = 1_000;

/** Every product name of the shop as one JSON list. */
export function productNames(tenant: string): Sql {
  return sql`(select coalesce(jsonb_agg(name), '[]') from (
    select name from products where tenant_id = ${tenant} and active order by popularity desc, id limit ${MOST_NAMES}) names)`;
}

/** How surely a row is the one that was meant; in {@link productCandidates}. */
export const FIT = { id: 4, name: 3, begins: 2, words: 1 } as const;

/** Products that the words may mean, with `fit`; a query to be used in a `with`. */
export function productCandidates(tenant: string, said: string): Sql {
  const whole = said.toLowerCase();
  const words = nameWords(said);
  const query = words.map((word) => `(${anyOf([word])})`).join(' & ');
  const short = words.join(' ');
  return sql`
    select p.*, case when lower(p.id) = ${whole} then ${FIT.id} when lower(p.name) in (${whole}, ${short}) then ${FIT.name}
      when lower(p.name) like ${`${(words[0] ?? '').replaceAll(/[%_\\]/gu, '')}%`} then ${FIT.begins} else ${FIT.words} end as fit
    from products p
    where p.tenant_id = ${tenant} and p.active
      and (lower(p.id) = ${whole} or lower(p.name) = ${whole} or (p.search @@ to_tsquery('english', ${text(query)}) and ts_filter(p.search, '{a,b}') @@ to_tsquery('english', ${text(query)})))`;
}

export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly fit: number;
}

export interface Lookup<T> {
  readonly candidates: readonly Candidate[];
  /** Set only when there is no candidate. */
  readonly names: readonly string[] | null;
  readonly found: T;
}

/**
 * Runs a lookup and, when no product has these words, once more with mistyped words set right.
 * A refusal when nothing fits or several fit equally.
 */
export async function lookUp<T>(
  said: string,
  context: ToolContext,
  read: (said: string) => Promise<Lookup<T>>,
): Promise<
  { readonly ok: true; readonly found: T; readonly others: readonly Candidate[] } | Extract<ToolResult, { ok: false }>
> {
  context.signal.throwIfAborted();
  let lookup = await read(said);
  if (lookup.candidates.length === 0) {
    const meant = corrected(wordsIn(said), (lookup.names ?? []).flatMap(wordsIn));
    if (meant !== undefined) lookup = await read(meant);
  }
  const choice = chosen(said, lookup.candidates);
  return choice.ok ? { ok: true, found: lookup.found, others: choice.others } : choice;
}

interface Choice {
  readonly ok: true;
  readonly best: Candidate;
  readonly others: readonly Candidate[];
}

/** The first candidate, unless several fit equally well: then it is the customer's to say which. */
export function chosen(
  said: string,
  candidates: readonly Candidate[],
  /** For a change the beginning of a name is not enough where several products begin so. */
  { exact = false }: { readonly exact?: boolean } = {},
): Choice | Extract<ToolResult, { ok: false }> {
  const [best, ...others] = candidates;
  if (best === undefined) return refuse('product_not_found', `The shop has no product called "${said}".`);
  const unsure = exact ? FIT.begins : FIT.words;
  if (best.fit <= unsure && others.some((other) => other.fit === best.fit)) {
    return refuse(
      'several_products',
      `Several products fit "${said}": ${candidates.map(({ id, name }) => `${name} (${id})`).join(', ')}. Which one do you mean?`,
    );
  }
  return { ok: true, best, others };
}
