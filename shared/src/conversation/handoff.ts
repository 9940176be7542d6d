/**
 * Asking for a person. The conversation goes into the queue in one statement, with a packet that the colleague reads
 * first: what is known is told with the tool call it comes from, and nothing is written by a model.
 */
import { z } from 'zod';
import type { Database } from '../database/database.ts';
import { column, nullable, row, type RowOf } from '../database/row.ts';
import { int, json, sql, text } from '../database/sql.ts';
import { newId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import { jsonObjectSchema } from '../schemas.ts';
import { handoffText, type BusinessHours } from './business-hours.ts';
import { digestOf } from './digest.ts';

/** Why the fleet or the customer asks for a person. */
export const REASONS_TO_ASK = ['asked', 'policy_limit', 'not_understood', 'anger', 'safety', 'failure'] as const;
/** `taken_over`: nobody asked, a colleague stepped in. */
export const HANDOFF_REASONS = [...REASONS_TO_ASK, 'taken_over'] as const;
export type HandoffReason = (typeof HANDOFF_REASONS)[number];

export const packetSchema = z
  .object({
    reason: z.enum(HANDOFF_REASONS),
    note: z.string().nullable().describe('Why, in more words, if somebody said.'),
    customer: jsonObjectSchema.nullable().describe('Who it is: id, first name, tier. Null for an unknown visitor.'),
    summary: z.string().describe('The conversation in short, word for word; the whole of it is beside.'),
    last_message: z.string(),
    mood: z.enum(['calm', 'upset', 'angry']).describe("From the customer's own words; a hint, not a finding."),
    facts: z
      .array(
        z.object({
          tool: z.string(),
          call_id: z.string(),
          turn_id: z.string(),
          input: jsonObjectSchema,
          result: jsonObjectSchema,
        }),
      )
      .describe('What was looked up, with the tool call it comes from.'),
    actions: z
      .array(z.object({ quote_id: z.string(), tool: z.string(), summary: z.string() }))
      .describe('What was done after a yes.'),
    open_quotes: z.array(z.object({ quote_id: z.string(), tool: z.string(), summary: z.string() })),
    suggested_reply: z.string().describe('A first line that promises nothing.'),
  })
  .meta({ id: 'HandoffPacket' });
export type Packet = z.infer<typeof packetSchema>;

/** How much of a conversation a packet is made from. */
const MOST_MESSAGES = 20;
const MOST_FACTS = 8;
const MOST_CHARACTERS = 1_500;

const quoteShape = z.object({ quote_id: z.string(), tool: z.string(), summary: z.string(), state: z.string() });
const factShape = z.object({
  tool: z.string(),
  call_id: z.string(),
  turn_id: z.string(),
  input: jsonObjectSchema,
  result: z.unknown(),
});
const sourceRow = row({
  owner: column.text(),
  digest: column.text(),
  customer: nullable(column.json<JsonObject>()),
  messages: column.json<readonly { role: string; text: string }[]>(),
  facts: column.json<z.infer<typeof factShape>[]>(factShape.array()),
  quotes: column.json<z.infer<typeof quoteShape>[]>(quoteShape.array()),
  business_hours: column.json<BusinessHours>(),
  time_zone: column.text(),
});
type Source = RowOf<typeof sourceRow>;

export interface HandoffRequest {
  readonly tenant: string;
  readonly conversationId: string;
  /** The customer or visitor whose conversation it is; undefined when staff ask. */
  readonly customerId?: string | null;
  readonly reason: HandoffReason;
  readonly note: string | null;
  /** The message of this turn, when it is not stored as answered yet. */
  readonly message: string | null;
  /** `customer:cust001`, `agent:supervisor`, … */
  readonly requestedBy: string;
  readonly now: Date;
}

export type HandoffOutcome =
  | { readonly state: 'queued' | 'already'; readonly text: string; readonly owner: 'queue' | 'staff' }
  | { readonly state: 'not_found' };

const withdrawnRow = row({ owner: column.text(), withdrawn: column.boolean() });
const queuedRow = row({ queued: column.int() });

/** @returns what the customer is told. Asking twice is asking once. */
export async function requestPerson(database: Database, request: HandoffRequest): Promise<HandoffOutcome> {
  const source = await readSource(database, request);
  if (source === undefined) return { state: 'not_found' };
  const told = handoffText(source.business_hours, request.now, source.time_zone);
  if (source.owner !== 'agent')
    return {
      state: 'already',
      text: alreadyText(source.owner, told),
      owner: source.owner === 'queue' ? 'queue' : 'staff',
    };
  const packet = packetOf(source, request);
  const { queued } = await database.one(
    queuedRow,
    sql`
    with taken as (
      update conversations set owner = 'queue', state = 'waiting_for_staff', queued_at = now(), resolved_at = null, updated_at = now()
      where tenant_id = ${request.tenant} and id = ${request.conversationId} and owner = 'agent'
      returning id
    ), noted as (
      insert into handoffs (tenant_id, id, conversation_id, reason, requested_by, packet)
      select ${request.tenant}, ${newId('hand')}, taken.id, ${request.reason}, ${request.requestedBy}, ${json(packet)} from taken
    ), audit as (
      insert into audit_log (tenant_id, id, actor, action, subject, customer_id, detail)
      select ${request.tenant}, ${newId('audit')}, ${request.requestedBy}, 'handoff', ${`conversation:${request.conversationId}`}, ${text(request.customerId ?? null)}, ${json({ reason: request.reason })} from taken
    )
    select count(*)::int as queued from taken`,
    // A second run finds the conversation in the queue and says so.
    { label: 'handoff.request', idempotent: true },
  );
  return { state: queued === 1 ? 'queued' : 'already', text: told, owner: 'queue' };
}

/** What a colleague reads who takes a conversation over; undefined when the shop has no such conversation. */
export async function packetForTakeOver(
  database: Database,
  about: Pick<HandoffRequest, 'tenant' | 'conversationId'>,
): Promise<Packet | undefined> {
  const source = await readSource(database, about);
  return source === undefined ? undefined : packetOf(source, { reason: 'taken_over', note: null, message: null });
}

/** The customer goes on with the fleet; only while no colleague has taken the conversation. */
export async function withdrawRequest(
  database: Database,
  {
    tenant,
    conversationId,
    customerId,
    requestedBy,
  }: Pick<HandoffRequest, 'tenant' | 'conversationId' | 'requestedBy'> & {
    readonly customerId: string | null;
  },
): Promise<'withdrawn' | 'too_late' | 'not_found'> {
  const found = await database.maybeOne(
    withdrawnRow,
    sql`
    with mine as (
      select id, owner from conversations where tenant_id = ${tenant} and id = ${conversationId} and coalesce(customer_id, identified_customer_id) is not distinct from ${text(customerId)}
    ), back as (
      update conversations c set owner = 'agent', state = 'open', queued_at = null, updated_at = now() from mine
      where c.tenant_id = ${tenant} and c.id = mine.id and c.owner = 'queue'
      returning c.id
    ), closed as (
      update handoffs h set closed_at = now(), outcome = 'withdrawn', note = ${requestedBy} from back
      where h.tenant_id = ${tenant} and h.conversation_id = back.id and h.closed_at is null
    )
    select mine.owner, exists (select 1 from back) as withdrawn from mine`,
    { label: 'handoff.withdraw', idempotent: true },
  );
  if (found === undefined) return 'not_found';
  return found.withdrawn || found.owner === 'agent' ? 'withdrawn' : 'too_late';
}

function alreadyText(owner: string, told: string): string {
  return owner === 'queue' ? told : 'A colleague is already with you in this conversation and will answer here.';
}

async function readSource(
  database: Database,
  { tenant, conversationId, customerId }: Pick<HandoffRequest, 'tenant' | 'conversationId' | 'customerId'>,
): Promise<Source | undefined> {
  const whose =
    customerId === undefined
      ? sql`true`
      : sql`coalesce(c.customer_id, c.identified_customer_id) is not distinct from ${text(customerId)}`;
  return database.maybeOne(
    sourceRow,
    sql`
    select c.owner, c.digest, t.time_zone, coalesce(p.business_hours, '{}'::jsonb) as business_hours,
      (select jsonb_build_object('id', k.id, 'first_name', k.first_name, 'loyalty_tier', k.loyalty_tier) from customers k
        where k.tenant_id = c.tenant_id and k.id = coalesce(c.customer_id, c.identified_customer_id)) as customer,
      (select coalesce(jsonb_agg(jsonb_build_object('role', m.role, 'text', left(m.body, ${int(MOST_CHARACTERS)})) order by m.position), '[]') from (
        select * from messages where tenant_id = c.tenant_id and conversation_id = c.id order by position desc limit ${int(MOST_MESSAGES)}) m) as messages,
      (select coalesce(jsonb_agg(jsonb_build_object('tool', f.tool, 'call_id', f.id, 'turn_id', f.turn_id, 'input', f.input, 'result', f.result) order by f.created_at), '[]') from (
        select k.* from tool_calls k join turns u on u.tenant_id = k.tenant_id and u.id = k.turn_id
        where u.tenant_id = c.tenant_id and u.conversation_id = c.id and not k.is_error and k.tool <> 'delegate' and length(k.result::text) <= ${int(MOST_CHARACTERS)}
        order by k.created_at desc limit ${int(MOST_FACTS)}) f) as facts,
      (select coalesce(jsonb_agg(jsonb_build_object('quote_id', q.id, 'tool', q.tool, 'summary', q.summary, 'state', q.state) order by q.created_at), '[]') from (
        select * from quotes where tenant_id = c.tenant_id and conversation_id = c.id and (state = 'confirmed' or (state = 'open' and expires_at > now()))
        order by created_at desc limit 20) q) as quotes
    from conversations c join tenants t on t.id = c.tenant_id left join policies p on p.tenant_id = c.tenant_id
    where c.tenant_id = ${tenant} and c.id = ${conversationId} and ${whose}`,
    { label: 'handoff.read' },
  );
}

/** What the colleague reads first. Pure. */
export function packetOf(source: Source, request: Pick<HandoffRequest, 'reason' | 'note' | 'message'>): Packet {
  const said = source.messages.filter(({ role }) => role === 'user').map((message) => message.text);
  const last = request.message ?? said.at(-1) ?? '';
  const history = source.messages.flatMap(({ role, text: body }) =>
    role === 'note' ? [] : [{ role: role === 'user' ? ('user' as const) : ('assistant' as const), text: body }],
  );
  const quotes = source.quotes.map(({ state, ...quote }) => ({ state, quote }));
  const name = source.customer?.['first_name'];
  return {
    reason: request.reason,
    note: request.note,
    customer: source.customer,
    summary: digestOf(source.digest, history),
    last_message: last,
    mood: moodOf([...said.slice(-3), last]),
    facts: source.facts.map((fact) => ({
      ...fact,
      result: (typeof fact.result === 'object' && fact.result !== null ? fact.result : {}) as JsonObject,
    })),
    actions: quotes.flatMap(({ state, quote }) => (state === 'confirmed' ? [quote] : [])),
    open_quotes: quotes.flatMap(({ state, quote }) => (state === 'open' ? [quote] : [])),
    suggested_reply: `Hello${typeof name === 'string' ? ` ${name}` : ''}, I have read what you wrote and am looking into it now.`,
  };
}

const ANGRY =
  /\b(?:ridiculous|outrageous|unacceptable|disgusting|scam(?:mers?)?|thie(?:f|ves)|liars?|idiots?|stupid|useless|pathetic|lawyer|sue you|worst|furious|fed up|sick of|damn|hell|wtf|bullshit|shit|fuck\w*|crap)\b/iu;
const UPSET =
  /\b(?:annoy(?:ed|ing)|disappoint(?:ed|ing)|frustrat(?:ed|ing)|upset|unhappy|not happy|terrible|awful|again|still (?:not|no|waiting)|how many times|never again)\b/iu;

/** From the words alone: capitals and exclamation marks count, too. */
export function moodOf(messages: readonly string[]): Packet['mood'] {
  const shouted = messages.some(
    (message) =>
      /!{2,}/u.test(message) ||
      (message.length > 15 && message === message.toUpperCase() && /\p{Lu}{4}/u.test(message)),
  );
  if (messages.some((message) => ANGRY.test(message))) return 'angry';
  return shouted || messages.some((message) => UPSET.test(message)) ? 'upset' : 'calm';
}
