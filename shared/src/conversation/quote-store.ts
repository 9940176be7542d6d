/** Quotes in the database: proposing, finding and closing them. What confirms them is quote-writing.ts. */
import type { ToolContext } from '../agent/context.ts';
import { done, refuse, type ToolResult, type WritePlan } from '../agent/tool.ts';
import { column, nullable, row } from '../database/row.ts';
import { int, json, sql, text, type Sql } from '../database/sql.ts';
import { isSpecialist, type SpecialistName } from '../fleet.ts';
import { newId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { QUOTE_STATES, type QuoteView } from './quotes.ts';

const proposedRow = row({ expires_at: column.instant() });
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
export async function storeQuote(
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

export async function findStored(
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

export function noteState(context: ToolContext, quote: QuoteView, state: QuoteView['state']): void {
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

export function decidedBy(context: ToolContext): string {
  const { kind, subject } = context.principal;
  return kind === 'service' ? `service:${subject}` : `${kind}:${subject}`;
}

export function customer(context: ToolContext): string {
  if (context.customerId === null) throw new Error('a write needs an identified customer');
  return context.customerId;
}

export function specialist(context: ToolContext): SpecialistName {
  if (!isSpecialist(context.agent)) throw new Error(`${context.agent} owns no write tools`);
  return context.agent;
}
