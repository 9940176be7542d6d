/** What one turn did, gathered while it runs: what the reply, the ledger and the audit are written from. */
import { z } from 'zod';
import { AGENT_NAMES, SPECIALIST_NAMES, type AgentName, type SpecialistName } from '../fleet.ts';
import type { Json, JsonObject } from '../json.ts';
import { jsonObjectSchema, jsonSchema } from '../schemas.ts';
import { quoteViewSchema, type QuoteView } from '../conversation/quotes.ts';
import type { Owner } from '../conversation/owner.ts';
import type { Citation } from './tool.ts';

export const AGENT_OUTCOMES = ['answered', 'refused', 'failed', 'timed_out', 'circuit_open'] as const;
export type AgentOutcome = (typeof AGENT_OUTCOMES)[number];

export type TurnEvent =
  | { readonly type: 'text'; readonly text: string }
  /** An agent starts, uses a tool, or ends. */
  | {
      readonly type: 'agent';
      readonly agent: AgentName;
      readonly state: 'working' | 'handed_back' | AgentOutcome;
      readonly tool?: string;
    }
  | { readonly type: 'quote'; readonly quote: QuoteView }
  /** Who speaks to the customer from now on. */
  | { readonly type: 'handoff'; readonly owner: Owner['kind'] };

export interface AgentReport {
  readonly agent: SpecialistName;
  readonly outcome: AgentOutcome;
}

export interface ToolCallRecord {
  readonly id: string;
  readonly agent: AgentName;
  readonly tool: string;
  readonly input: JsonObject;
  readonly result: Json;
  readonly is_error: boolean;
  readonly milliseconds: number;
}

/** One row of the usage ledger: what one model cost one agent. Cost in millionths of a US dollar. */
export interface ModelUsageRecord {
  readonly agent: AgentName;
  readonly model_id: string;
  readonly model_calls: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cached_tokens: number;
  readonly cost_micros: number;
}

const citationSchema = z.object({ id: z.string(), title: z.string(), section: z.string().exactOptional() });

/** A request that a specialist gives back to whoever delegated it (hand-back.ts). */
const handBackSchema = z.object({
  reason: z.string(),
  /** Whose work it is; null when the specialist does not know. */
  to: z.enum(SPECIALIST_NAMES).nullable(),
  /** The part that was not answered, in the customer's words; null: all of it. */
  request: z.string().nullable(),
});
export type HandBack = z.infer<typeof handBackSchema>;

/** The record as a specialist sends it to the supervisor at the end of a delegated turn. */
export const turnRecordSchema = z.object({
  agents: z.array(z.object({ agent: z.enum(SPECIALIST_NAMES), outcome: z.enum(AGENT_OUTCOMES) })),
  quotes: z.array(quoteViewSchema),
  citations: z.array(citationSchema),
  tool_calls: z.array(
    z.object({
      id: z.string(),
      agent: z.enum(AGENT_NAMES),
      tool: z.string(),
      input: jsonObjectSchema,
      result: jsonSchema,
      is_error: z.boolean(),
      milliseconds: z.number(),
    }),
  ),
  usage: z.array(
    z.object({
      agent: z.enum(AGENT_NAMES),
      model_id: z.string(),
      model_calls: z.number(),
      input_tokens: z.number(),
      output_tokens: z.number(),
      cached_tokens: z.number(),
      cost_micros: z.number(),
    }),
  ),
  data_api_calls: z.number(),
  degraded: z.boolean(),
  // During a deployment the other side may be of the version before.
  hand_back: handBackSchema.nullable().default(null),
});
export type TurnRecordData = z.infer<typeof turnRecordSchema>;

export interface UsageTotals {
  readonly model_calls: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cached_tokens: number;
  /** US dollars, to the millionth. */
  readonly cost_usd: number;
  readonly data_api_calls: number;
}

export class TurnRecord {
  readonly agents: AgentReport[] = [];
  readonly quotes: QuoteView[] = [];
  readonly citations: Citation[] = [];
  readonly toolCalls: ToolCallRecord[] = [];
  readonly usage = new Map<string, ModelUsageRecord>();
  dataApiCalls = 0;
  degraded = false;
  /** Who speaks to the customer once this turn is over. */
  owner: Owner['kind'] = 'agent';
  /** This agent's own: the request is another's work. */
  handBack: HandBack | null = null;
  /** Requests of this turn that specialists have handed back to this agent, the first one first. */
  readonly handBacks: (HandBack & { readonly by: SpecialistName })[] = [];
  #proposals = 0;

  /** The place of the next proposal in this turn's list, from 1; taken when its tool is called, not when it answers. */
  nextListNo(): number {
    this.#proposals += 1;
    return this.#proposals;
  }

  addModelUsage(row: ModelUsageRecord): void {
    const key = `${row.agent} ${row.model_id}`;
    const sum = this.usage.get(key);
    this.usage.set(
      key,
      sum === undefined
        ? row
        : {
            ...row,
            model_calls: sum.model_calls + row.model_calls,
            input_tokens: sum.input_tokens + row.input_tokens,
            output_tokens: sum.output_tokens + row.output_tokens,
            cached_tokens: sum.cached_tokens + row.cached_tokens,
            cost_micros: sum.cost_micros + row.cost_micros,
          },
    );
  }

  addCitations(citations: readonly Citation[]): void {
    for (const citation of citations) {
      if (!this.citations.some((known) => known.id === citation.id && known.section === citation.section))
        this.citations.push(citation);
    }
  }

  /** Takes over what a delegated turn did. */
  merge(other: TurnRecordData): void {
    this.agents.push(...other.agents);
    this.quotes.push(...other.quotes);
    this.addCitations(other.citations);
    this.toolCalls.push(...other.tool_calls);
    other.usage.forEach((row) => this.addModelUsage(row));
    this.dataApiCalls += other.data_api_calls;
    this.degraded ||= other.degraded;
  }

  totals(): UsageTotals {
    const rows = [...this.usage.values()];
    const sum = (of: (row: ModelUsageRecord) => number) => rows.reduce((total, row) => total + of(row), 0);
    return {
      model_calls: sum((row) => row.model_calls),
      input_tokens: sum((row) => row.input_tokens),
      output_tokens: sum((row) => row.output_tokens),
      cached_tokens: sum((row) => row.cached_tokens),
      cost_usd: sum((row) => row.cost_micros) / 1e6,
      data_api_calls: this.dataApiCalls,
    };
  }

  toData(): TurnRecordData {
    return {
      agents: [...this.agents],
      quotes: [...this.quotes],
      citations: [...this.citations],
      tool_calls: [...this.toolCalls],
      usage: [...this.usage.values()],
      data_api_calls: this.dataApiCalls,
      degraded: this.degraded,
      hand_back: this.handBack,
    };
  }
}
