/** Finds the one product that a name or an id means. */
import { z } from 'zod';
import type { ToolContext } from '@deskfleet/shared/agent/context.ts';
import { refuse, type ToolResult } from '@deskfleet/shared/agent/tool.ts';
import { double, int, sql, text, textArray, type Sql } from '@deskfleet/shared/database/sql.ts';
import { anyOf, nameWords, wordsIn } from '../words/search-words.ts';
import { corrected } from '../words/spelling.ts';
import { trigrams } from '../words/trigrams.ts';

export const productInput = z
  .string()
  .trim()
  .min(1, "Give the product's name or id.")
  .max(200, 'That is too long for a product name.')
  .describe('The product\'s name as the customer said it, or its id, for example "Nova 5G" or "p011".');

/** Names known to the spelling help; the most popular ones of a large shop. */
const MOST_NAMES = 1_000;

/** How surely a row is the one that was meant; in {@link productCandidates}. Below `words` the name is only spelled alike. */
export const FIT = { id: 4, name: 3, begins: 2, words: 1 } as const;

/** How much of the letters that were typed a name has to have in common with them. */
const ALIKE = 0.4;
const MOST_ALIKE = 5;

/**
 * Products that the words may mean, with `fit`; a query to be used in a `with`. When no product has the words, those
 * whose names are spelled alike: whether they are meant is for {@link chosen} to say.
 */
export function productCandidates(tenant: string, said: string): Sql {
  const whole = said.toLowerCase();
  const words = nameWords(said);
  const query = words.map((word) => `(${anyOf([word])})`).join(' & ');
  const short = words.join(' ');
  const typed = trigrams(words);
  return sql`
    with exact as (
      select p.*, case when lower(p.id) = ${whole} then ${FIT.id} when lower(p.name) in (${whole}, ${short}) then ${FIT.name}
        when lower(p.name) like ${`${(words[0] ?? '').replaceAll(/[%_\\]/gu, '')}%`} then ${FIT.begins} else ${FIT.words} end::double precision as fit
      from products p
      where p.tenant_id = ${tenant} and p.active
        and (lower(p.id) = ${whole} or lower(p.name) = ${whole} or (p.search @@ to_tsquery('english', ${text(query)}) and ts_filter(p.search, '{a,b}') @@ to_tsquery('english', ${text(query)})))),
      known as (select * from products where tenant_id = ${tenant} and active and not exists (select 1 from exact)
        order by popularity desc, id limit ${MOST_NAMES}),
      alike as (
        select k.*, letters.common::double precision / (letters.own + ${int(typed.length)} - letters.common) as fit
        from known k cross join lateral (
          select count(*) as own, count(*) filter (where t.three = any(${textArray(typed)})) as common
          from (select distinct substr('  ' || w || ' ', i, 3) as three from regexp_split_to_table(lower(k.name), '[^[:alnum:]]+') w, generate_series(1, length(w) + 1) i where w <> '') t) letters
        where letters.common >= ${double(ALIKE * typed.length)} and letters.common > 0 order by fit desc, k.id limit ${MOST_ALIKE})
    select * from exact union all select * from alike where fit < ${FIT.words}`;
}

export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly fit: number;
}

interface Lookup<T> {
  /** The surest first; what was found is about it. */
  readonly candidates: readonly Candidate[];
  readonly found: T;
}

/** Runs a lookup. A refusal when nothing fits or several fit equally. */
export async function lookUp<T>(
  said: string,
  context: ToolContext,
  read: (said: string) => Promise<Lookup<T>>,
  options: { readonly exact?: boolean } = {},
): Promise<
  | { readonly ok: true; readonly found: T; readonly best: Candidate; readonly others: readonly Candidate[] }
  | Extract<ToolResult, { ok: false }>
> {
  context.signal.throwIfAborted();
  const { candidates, found } = await read(said);
  const choice = chosen(said, candidates, options);
  return choice.ok ? { ...choice, found } : choice;
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
  const meant = judged(said, candidates);
  const [best, ...others] = meant;
  if (best === undefined) return refuse('product_not_found', `The shop has no product called "${said}".`);
  if (best.id !== candidates[0]?.id && others.length === 0) {
    return refuse(
      'product_not_found',
      `The shop has no product called "${said}". Do you mean the ${best.name} (${best.id})?`,
    );
  }
  const unsure = exact ? FIT.begins : FIT.words;
  if (best.id !== candidates[0]?.id || (best.fit <= unsure && others.some((other) => other.fit === best.fit))) {
    return refuse(
      'several_products',
      `Several products fit "${said}": ${meant.map(({ id, name }) => `${name} (${id})`).join(', ')}. Which one do you mean?`,
    );
  }
  return { ok: true, best, others };
}

/** Of names that are only spelled alike those stay that have every word, once mistyped ones are set right. */
function judged(said: string, candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates
    .flatMap((candidate) => {
      if (candidate.fit >= FIT.words) return [candidate];
      const own = wordsIn(candidate.name);
      const meant = corrected(nameWords(said), own)?.split(' ') ?? nameWords(said);
      if (!meant.every((word) => own.some((one) => one.startsWith(word)))) return [];
      return [{ ...candidate, fit: meant.join(' ') === own.join(' ') ? FIT.name : FIT.words }];
    })
    .sort((a, b) => b.fit - a.fit);
}
