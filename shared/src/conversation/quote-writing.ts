/**
 * Doing what was promised: the confirmation of a quote, and the write of a service or of staff. It is ONE statement that
 * locks the rows the plan rests on, claims the quote, makes every change and writes the audit row; none of it happens
 * without the rest.
 */
import type { ToolContext } from '../agent/context.ts';
import { done, refuse, type Planned, type ToolResult, type WritePlan, type WriteTool } from '../agent/tool.ts';
import { DatabaseError } from '../database/errors.ts';
import { column, row } from '../database/row.ts';
import { identifier, join, json, sql, text, type Sql } from '../database/sql.ts';
import { newId } from '../ids.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { publicQuote, type QuoteView } from './quotes.ts';
import {
  closedRefusal,
  closeQuote,
  customer,
  decidedBy,
  findQuote,
  findStored,
  noteState,
  specialist,
  storeQuote,
} from './quote-store.ts';

const claimRow = row({ claimed: column.int() });

/** How often a confirmation is planned again because its rows changed between the reading and the writing. */
const MOST_ATTEMPTS = 3;

/**
 * Does what an open quote promised. The policy is asked again over fresh rows; if it would promise anything else now,
 * nothing is done, the quote is stale, and what it would be now is proposed. Saying yes twice, or at the same time,
 * does it once and answers the same.
 */
export async function confirmQuote(quote: QuoteView, tool: WriteTool, context: ToolContext): Promise<ToolResult> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const planned = await tool.plan(quote.input as never, context);
    if (!planned.ok || !sameJson(planned.plan.terms, quote.terms)) {
      return (await settledResult(quote.id, context)) ?? stale(quote, planned, context);
    }
    const claim = sql`
      update quotes set state = 'confirmed', decided_at = now(), decided_by = ${decidedBy(context)}, decided_turn_id = ${context.turnId}, result = ${json(planned.plan.result)}
      where tenant_id = ${context.tenant} and id = ${quote.id} and customer_id = ${customer(context)} and state = 'open' and expires_at > now()
        and (select count(*) from basis) > 0
      returning id`;
    if (await commit(planned.plan, claim, quote.tool, context)) {
      noteState(context, quote, 'confirmed');
      return done(planned.plan.result);
    }
    const settled = await settledResult(quote.id, context);
    if (settled) return settled;
  }
  return stale(quote, refuse('stale', 'Something keeps changing in the meantime.'), context);
}

/** Proposes again what an expired quote promised, as it would be now. */
export async function renewQuote(quote: QuoteView, tool: WriteTool, context: ToolContext): Promise<ToolResult> {
  return stale(quote, await tool.plan(quote.input as never, context), context, 'expired');
}

/** A write called by a service, without a quote: the idempotency key is what makes it happen once. */
export async function writeOnce(
  tool: WriteTool,
  input: JsonObject,
  idempotencyKey: string,
  context: ToolContext,
): Promise<ToolResult> {
  const agent = specialist(context);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const planned = await tool.plan(input as never, context);
    if (!planned.ok) return (await earlierWrite(tool, input, idempotencyKey, context)) ?? planned;
    const { plan } = planned;
    const whose = plan.customerId ?? customer(context);
    const claim = sql`
      insert into quotes (tenant_id, id, customer_id, conversation_id, agent, tool, subject, input, summary, terms, state, idempotency_key, result, decided_by, expires_at, decided_at)
      select ${context.tenant}, ${newId('quote')}, ${whose}, ${text(context.conversationId)}, ${agent}, ${tool.name}, ${plan.subject}, ${json(input)}, ${plan.summary},
        ${json(plan.terms)}, 'confirmed', ${idempotencyKey}, ${json(plan.result)}, ${decidedBy(context)}, now(), now()
      where (select count(*) from basis) > 0
      on conflict (tenant_id, customer_id, idempotency_key) where idempotency_key is not null do nothing
      returning id`;
    if (await commit(plan, claim, tool.name, context)) return done(plan.result);
    const earlier = await earlierWrite(tool, input, idempotencyKey, context);
    if (earlier) return earlier;
  }
  return refuse('stale', 'The data changed while this was being done, so nothing was done. Try again.');
}

async function earlierWrite(
  tool: WriteTool,
  input: JsonObject,
  idempotencyKey: string,
  context: ToolContext,
): Promise<ToolResult | undefined> {
  // Staff write for anybody: their own keys are kept apart by who they are.
  const scope =
    context.customerId === null ? sql`decided_by = ${decidedBy(context)}` : sql`customer_id = ${context.customerId}`;
  const earlier = await findStored(context, sql`idempotency_key = ${idempotencyKey} and ${scope}`);
  if (!earlier) return undefined;
  if (earlier.tool !== tool.name || !sameJson(earlier.input, input)) {
    return refuse('idempotency_mismatch', 'This Idempotency-Key was already used with another request.');
  }
  return done(earlier.result ?? {});
}

/** @returns whether this call was the one that did it. */
async function commit(plan: WritePlan, claim: Sql, tool: string, context: ToolContext): Promise<boolean> {
  const effects = Object.entries(plan.effects).map(([name, effect]) => sql`${identifier(name)} as (${effect})`);
  const audit = sql`audit as (
    insert into audit_log (tenant_id, id, actor, action, subject, customer_id, quote_id, turn_id, detail)
    select ${context.tenant}, ${newId('audit')}, ${decidedBy(context)}, ${tool}, ${plan.subject}, ${text(plan.customerId ?? context.customerId)}, claim.id, ${context.turnId}, ${json(plan.terms)} from claim)`;
  const parts = [sql`basis as materialized (${plan.basis})`, sql`claim as (${claim})`, ...effects, audit];
  const statement = sql`with ${join(parts)} select count(*)::int as claimed from claim`;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return (
        (await context.database.one(claimRow, statement, { label: `${tool}.commit`, idempotent: false })).claimed === 1
      );
    } catch (error) {
      // Nobody knows whether it ran. Sending it again is safe: a claimed quote cannot be claimed twice, so a second
      // run either does it for the first time or finds it done.
      if (attempt < 2 && error instanceof DatabaseError && error.kind === 'unknown_outcome') continue;
      // Somebody wrote the same thing in the same moment: nothing of ours happened, and planning again tells why.
      if (error instanceof DatabaseError && error.kind === 'unique_violation') {
        context.log.info('a write met its like', { tool, constraint: error.constraint });
        return false;
      }
      throw error;
    }
  }
}

/** What the quote already led to, if someone confirmed it before or at the same time. */
async function settledResult(id: string, context: ToolContext): Promise<ToolResult | undefined> {
  const now = await findQuote(context, id);
  if (now?.state === 'confirmed') {
    noteState(context, now, 'confirmed');
    return done(now.result ?? {});
  }
  return now === undefined ? undefined : closedRefusal(now);
}

/** Closes a quote that cannot be kept and, where the shop still does it, proposes it as it would be now. */
async function stale(
  quote: QuoteView,
  planned: Planned,
  context: ToolContext,
  state: 'stale' | 'expired' = 'stale',
): Promise<ToolResult> {
  if (!(await closeQuote(quote, state, context))) {
    const settled = await settledResult(quote.id, context);
    if (settled) return settled;
  }
  if (!planned.ok) return refuse('quote_stale', `Nothing was done. ${planned.message} Ask again for a new proposal.`);
  const renewed = await storeQuote(quote.tool, quote.input, planned.plan, context.record.nextListNo(), context);
  const why = state === 'expired' ? 'the proposal had expired' : 'something changed since it was proposed';
  return refuse(
    'quote_stale',
    `Nothing was done, because ${why}. This is how it would be now: ${planned.plan.summary} Shall I do that? Please answer yes or no.`,
    { new_quote: publicQuote(renewed) },
  );
}

/** Equality of JSON values whatever the order of their members. */
function sameJson(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((value, index) => sameJson(value, b[index]));
  if (isJsonObject(a) && isJsonObject(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => sameJson(a[key], b[key]));
  }
  return a === b;
}
