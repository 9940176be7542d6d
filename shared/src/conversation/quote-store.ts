/**
 * Quotes in the database: proposing, confirming, declining. A confirmation is ONE statement that locks the rows the
 * plan rests on, claims the quote, makes every change and writes the audit row; none of it happens without the rest.
 */
import type { ToolContext } from '../agent/context.ts';
import { done, refuse, type Planned, type ToolResult, type WritePlan, type WriteTool } from '../agent/tool.ts';
import { DatabaseError } from '../database/errors.ts';
import { column, nullable, row } from '../database/row.ts';
import { identifier, int, join, json, sql, text, type Sql } from '../database/sql.ts';
import { isSpecialist, type SpecialistName } from '../fleet.ts';
import { newId } from '../ids.ts';
import { isJsonObject, type JsonObject } from '../json.ts';
import { publicQuote, QUOTE_STATES, type QuoteView } from './quotes.ts';

const proposedRow = row({ expires_at: column.instant() });
const claimRow = row({ claimed: column.int() });
const storedRow = row({
  id: column.text(),
  agent: column.text(),
  tool: column.text(),
  subject: column.text(),
  summary: column.text(),
  state: column.oneOf(...QUOTE_STATES),
  terms: column.json<JsonObject>(),
  input: column.json<JsonObject>(),
  proposed_turn_id: nullable(column.text()),
  list_no: column.int(),
  expires_at: column.instant(),
  result: nullable(column.json<JsonObject>()),
  expired: column.boolean(),
});

export interface StoredQuote extends QuoteView {
  readonly result: JsonObject | null;
  /** The time limit has passed, whatever `state` says. */
  readonly expired: boolean;
}

/** Stores what a write would do, and says so to the model. */
export async function proposeQuote(
  tool: string,
  input: JsonObject,
  plan: WritePlan,
  listNo: number,
  context: ToolContext,
): Promise<ToolResult> {
  const quote = await storeQuote(tool, input, plan, listNo, context);
  return done({
    status: 'waiting_for_confirmation',
    quote_id: quote.id,
    summary: plan.summary,
    terms: plan.terms,
    expires_at: quote.expires_at,
    note: 'Nothing has been done yet. Tell the customer the summary and ask for a yes or no.',
  });
}

/** An open quote of the same tool about the same subject in this conversation is replaced. */
async function storeQuote(
  tool: string,
  input: JsonObject,
  plan: WritePlan,
  listNo: number,
  context: ToolContext,
): Promise<QuoteView> {
  const agent = specialist(context);
  const id = newId('quote');
  const { expires_at } = await context.database.one(
    proposedRow,
    sql`
    with superseded as (
      update quotes set state = 'superseded', decided_at = now()
      where tenant_id = ${context.tenant} and conversation_id = ${text(context.conversationId)} and subject = ${plan.subject} and tool = ${tool} and state = 'open' and id <> ${id}
    )
    insert into quotes (tenant_id, id, customer_id, conversation_id, proposed_turn_id, agent, tool, subject, list_no, input, summary, terms, expires_at)
    select ${context.tenant}, ${id}, ${customer(context)}, ${text(context.conversationId)}, ${context.turnId}, ${agent}, ${tool}, ${plan.subject}, ${int(listNo)},
      ${json(input)}, ${plan.summary}, ${json(plan.terms)},
      now() + least(${context.quoteTtlMs} * interval '1 millisecond', coalesce((select quote_ttl_seconds from policies where tenant_id = ${context.tenant}), 900) * interval '1 second')
    on conflict (tenant_id, id) do update set expires_at = quotes.expires_at
    returning expires_at`,
    { signal: context.signal, label: 'quote.propose', idempotent: true },
  );
  replacedBy(tool, plan.subject, context).forEach((old) => noteState(context, old, 'superseded'));
  const view: QuoteView = {
    id,
    agent,
    tool,
    subject: plan.subject,
    summary: plan.summary,
    state: 'open',
    terms: plan.terms,
    input,
    proposed_turn_id: context.turnId,
    list_no: listNo,
    expires_at: expires_at.toISOString(),
  };
  context.record.quotes.push(view);
  context.emit({ type: 'quote', quote: view });
  return view;
}

/** Open quotes this turn knows of that a new one replaces. */
function replacedBy(tool: string, subject: string, context: ToolContext): QuoteView[] {
  const latest = new Map([...context.facts.openQuotes, ...context.record.quotes].map((quote) => [quote.id, quote]));
  return [...latest.values()].filter(
    (quote) => quote.subject === subject && quote.tool === tool && quote.state === 'open',
  );
}

/** The quote, if it is the customer's own and, when a conversation is given, of that conversation. */
export async function findQuote(
  context: Pick<ToolContext, 'database' | 'tenant' | 'customerId' | 'conversationId'>,
  id: string,
): Promise<StoredQuote | undefined> {
  return await findStored(
    context,
    sql`id = ${id} and customer_id = ${text(context.customerId)} and (${text(context.conversationId)} is null or conversation_id = ${text(context.conversationId)})`,
  );
}

async function findStored(
  context: Pick<ToolContext, 'database' | 'tenant'>,
  condition: Sql,
): Promise<StoredQuote | undefined> {
  const found = await context.database.maybeOne(
    storedRow,
    sql`
    select id, agent, tool, subject, summary, state, terms, input, proposed_turn_id, list_no, expires_at, result, expires_at <= now() as expired
    from quotes where tenant_id = ${context.tenant} and ${condition}`,
    { label: 'quote.find' },
  );
  if (found === undefined || !isSpecialist(found.agent)) return undefined;
  return {
    ...found,
    agent: found.agent,
    proposed_turn_id: found.proposed_turn_id ?? '',
    expires_at: found.expires_at.toISOString(),
  };
}

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

/** Why a quote that is no longer open cannot be confirmed; undefined while it is open. */
export function closedRefusal(quote: StoredQuote): Extract<ToolResult, { ok: false }> | undefined {
  if (quote.state === 'open' && !quote.expired) return undefined;
  const why = {
    open: 'This proposal has expired',
    expired: 'This proposal has expired',
    declined: 'This proposal was declined',
    superseded: 'This proposal was replaced by a newer one',
    stale: 'This proposal no longer holds, because something changed',
    confirmed: 'This proposal was already confirmed',
  }[quote.state];
  return refuse(
    'quote_closed',
    quote.state === 'confirmed'
      ? `${why}, so it cannot be declined any more.`
      : `${why}, so nothing was done. Ask again for a new proposal.`,
  );
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

/** @returns whether the quote was open until now. */
export async function closeQuote(
  quote: QuoteView,
  state: 'declined' | 'stale' | 'expired',
  context: ToolContext,
): Promise<boolean> {
  const closed = await context.database.execute(
    sql`
    update quotes set state = ${state}, decided_at = now(), decided_by = ${decidedBy(context)}, decided_turn_id = ${context.turnId}
    where tenant_id = ${context.tenant} and id = ${quote.id} and customer_id = ${customer(context)} and state = 'open'`,
    { label: `quote.${state}`, idempotent: true },
  );
  if (closed.rowsUpdated !== 1) return false;
  noteState(context, quote, state);
  return true;
}

function noteState(context: ToolContext, quote: QuoteView, state: QuoteView['state']): void {
  const { id, agent, tool, subject, summary, terms, input, proposed_turn_id, list_no, expires_at } = quote;
  const view: QuoteView = {
    id,
    agent,
    tool,
    subject,
    summary,
    terms,
    input,
    proposed_turn_id,
    list_no,
    expires_at,
    state,
  };
  context.record.quotes.push(view);
  context.emit({ type: 'quote', quote: view });
}

function decidedBy(context: ToolContext): string {
  const { kind, subject } = context.principal;
  return kind === 'service' ? `service:${subject}` : `${kind}:${subject}`;
}

function customer(context: ToolContext): string {
  if (context.customerId === null) throw new Error('a write needs an identified customer');
  return context.customerId;
}

function specialist(context: ToolContext): SpecialistName {
  if (!isSpecialist(context.agent)) throw new Error(`${context.agent} owns no write tools`);
  return context.agent;
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
